/* touch.c -- see touch.h. People are read whole, in order of id, and so are touches: who a touch belongs to is found by halving,
 * and one sort by unit and time makes the book. */
#include "measure/touch.h"

#include "base/text.h"

#include "touch_sql.h"

#include <stdlib.h>
#include <string.h>

const char *const touch_kinds[TOUCH_KINDS] = {"view",       "mail_click", "form",    "order",
                                              "promo_code", "download",   "webinar", "call",
                                              "meeting",    "mail",       "whatsapp"};

struct person {
    int64_t id, account, first_contact_at;
    const char *channel, *campaign, *landing_page, *heard;
    int64_t lead_at;
    const struct past *past; /* the companies they left, the first first */
    size_t past_n;
    bool measured; /* something was, up to their recorded first contact */
};

struct past {
    int64_t contact, account, until_at;
};

struct merged {
    int64_t gone, kept;
};

struct people {
    struct person *all; /* by id */
    size_t n;
    struct merged *merged; /* by gone */
    size_t merged_n;
    struct past *past; /* by contact, then until_at */
    size_t past_n;
};

static void read_person(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct person *)row = (struct person){.id = db_int(st, 0),
                                            .account = db_int(st, 1),
                                            .first_contact_at = db_int(st, 2),
                                            .channel = db_text_dup(cx, st, 3),
                                            .campaign = db_text_dup(cx, st, 4),
                                            .landing_page = db_text_dup(cx, st, 5),
                                            .lead_at = db_int(st, 6),
                                            .heard = db_text_dup(cx, st, 7)};
}

static void read_merged(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(struct merged *)row = (struct merged){db_int(st, 0), db_int(st, 1)};
}

static void read_past(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(struct past *)row = (struct past){db_int(st, 0), db_int(st, 1), db_int(st, 2)};
}

static enum err read_rows(struct ctx *cx, struct db *db, const struct db_query *q, size_t bytes,
                          db_row_read *read, void *ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, q, &st);

    if (!e)
        e = db_collect(cx, st, bytes, read, ret, ret_n);
    db_done(st);
    return e;
}

/* Both are in order of people. */
static void give_past(struct people *p)
{
    size_t i = 0;

    for (size_t k = 0; k < p->past_n; k++) {
        while (i < p->n && p->all[i].id < p->past[k].contact)
            i++;
        if (i == p->n || p->all[i].id != p->past[k].contact)
            continue;
        if (!p->all[i].past_n++)
            p->all[i].past = &p->past[k];
    }
}

static enum err read_people(struct ctx *cx, struct db *db, struct people *p)
{
    enum err e = read_rows(cx, db, &SQL_touch_people, sizeof(*p->all), read_person, &p->all, &p->n);

    if (!e)
        e = read_rows(cx, db, &SQL_touch_merged, sizeof(*p->merged), read_merged, &p->merged,
                      &p->merged_n);
    if (!e)
        e = read_rows(cx, db, &SQL_touch_past, sizeof(*p->past), read_past, &p->past, &p->past_n);
    if (!e)
        give_past(p);
    return e;
}

/* Both structs begin with the id they are ordered by. */
static int by_first(const void *key, const void *row)
{
    int64_t id = *(const int64_t *)key, at = *(const int64_t *)row;

    return (id > at) - (id < at);
}

static struct person *person_of(const struct people *p, int64_t id)
{
    const struct merged *m =
        p->merged_n ? bsearch(&id, p->merged, p->merged_n, sizeof(*m), by_first) : NULL;

    if (m)
        id = m->kept;
    return p->n ? bsearch(&id, p->all, p->n, sizeof(*p->all), by_first) : NULL;
}

static struct store_touches_ask store_ask(const struct ctx *cx, const struct touch_ask *ask)
{
    return (struct store_touches_ask){.site = cx->site,
                                      .pages = ask->pages,
                                      .first = ask->first,
                                      .until_ms = ask->until_ms,
                                      .kinds = touch_kinds,
                                      .kind_count =
                                          TOUCH_KINDS - (ask->no_sales ? TOUCH_SALES_KINDS : 0)};
}

/* Every id under which somebody who left a company did something. */
static enum err movers_of(struct ctx *cx, const struct people *p, int64_t **ret, size_t *ret_n)
{
    int64_t *ids = arena_array(cx->arena, p->n + p->merged_n + 1, sizeof(*ids));
    size_t n = 0;

    if (!ids)
        return fail_memory(cx);
    for (size_t i = 0; i < p->n; i++)
        if (p->all[i].past_n)
            ids[n++] = p->all[i].id;
    for (size_t i = 0; i < p->merged_n; i++) {
        const struct person *who = person_of(p, p->merged[i].gone);
        if (who && who->past_n)
            ids[n++] = p->merged[i].gone;
    }
    *ret = ids;
    *ret_n = n;
    return OK;
}

/* The earliest touch of somebody who moved is that of their first company alone; here are those of all. */
static enum err add_movers(struct ctx *cx, struct fact_store *store, const struct people *p,
                           const struct touch_ask *ask, struct store_touches *to)
{
    static const char *const nothing[TOUCH_TEXTS] = {"", "", "", "", "", "", ""};
    struct store_touches_ask q = store_ask(cx, ask);
    struct store_touches t = {0};
    int64_t *ids = NULL;
    enum err e = movers_of(cx, p, &ids, &q.subject_count);

    q.subjects = ids;
    q.first = false;
    if (!e)
        e = store_touches(cx, store, &q, &t);
    for (size_t i = 0; i < t.n && !e; i++)
        e = store_touches_add(cx, to,
                              &(struct store_touch){.subject = t.rows[i].subject,
                                                    .at_ms = t.rows[i].at_ms,
                                                    .id = t.rows[i].id},
                              nothing);
    store_touches_done(&t);
    return e;
}

static enum err read_store(struct ctx *cx, struct fact_store *store, const struct people *p,
                           const struct touch_ask *ask, struct store_touches *ret)
{
    const struct store_touches_ask q = store_ask(cx, ask);
    enum err e = store ? store_touches(cx, store, &q, ret) : OK;

    return !e && store && ask->first && p->past_n ? add_movers(cx, store, p, ask, ret) : e;
}

/* Recorded first contacts where nothing was measured before them. */
static enum err add_first_contacts(struct ctx *cx, const struct people *p, int64_t until_ms,
                                   struct store_touches *t)
{
    enum err e = OK;

    for (size_t i = 0; i < t->n; i++) {
        struct person *who = person_of(p, t->rows[i].subject);
        if (who && who->first_contact_at != NIL && t->rows[i].at_ms <= who->first_contact_at)
            who->measured = true;
    }
    for (size_t i = 0; i < p->n && !e; i++) {
        const struct person *who = &p->all[i];
        const char *texts[TOUCH_TEXTS] = {
            "first_contact",   who->channel,     "", "", who->campaign,
            who->landing_page, who->landing_page};
        if (who->measured || who->first_contact_at == NIL || text_empty(who->channel) ||
            (until_ms && who->first_contact_at >= until_ms))
            continue;
        e = store_touches_add(cx, t,
                              &(struct store_touch){.subject = who->id,
                                                    .at_ms = who->first_contact_at,
                                                    .id = who->id},
                              texts);
    }
    return e;
}

static int by_unit_time_id(const void *a, const void *b)
{
    const struct touch *x = a, *y = b;

    if (x->unit != y->unit)
        return x->unit < y->unit ? -1 : 1;
    if (x->at_ms != y->at_ms)
        return x->at_ms < y->at_ms ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

/* Whose they were at that moment. */
static int64_t unit_at(const struct person *p, int64_t at)
{
    for (size_t i = 0; i < p->past_n; i++)
        if (at < p->past[i].until_at)
            return p->past[i].account;
    return p->account == NIL ? p->id : p->account;
}

static enum err make_touches(struct ctx *cx, const struct people *p, struct touch_book *b)
{
    b->touches = calloc(b->own.n + 1, sizeof(*b->touches));
    if (!b->touches)
        return fail_memory(cx);
    for (size_t i = 0; i < b->own.n; i++) {
        const struct store_touch *row = &b->own.rows[i];
        const struct person *who = person_of(p, row->subject);
        struct touch *t = &b->touches[b->n];
        if (!who)
            continue;
        *t = (struct touch){.unit = unit_at(who, row->at_ms),
                            .at_ms = row->at_ms,
                            .id = row->id,
                            .contact = who->id,
                            .views = row->views,
                            .linked = row->linked};
        memcpy(t->text, row->text, sizeof(t->text));
        b->n++;
    }
    qsort(b->touches, b->n, sizeof(*b->touches), by_unit_time_id);
    b->texts = b->own.texts;
    b->text_count = b->own.text_count;
    return OK;
}

static int by_unit_id(const void *a, const void *b)
{
    const struct touch_unit *x = a, *y = b;

    return x->id < y->id ? -1 : x->id > y->id;
}

/* What several people of a company say: the earliest lead, and the earliest that was asked. */
static void join(struct touch_unit *to, const struct touch_unit *from)
{
    if (from->lead_at != NIL && (to->lead_at == NIL || from->lead_at < to->lead_at))
        to->lead_at = from->lead_at;
    if (from->heard && (!to->heard || from->heard_at < to->heard_at ||
                        (from->heard_at == to->heard_at && strcmp(from->heard, to->heard) < 0))) {
        to->heard = from->heard;
        to->heard_at = from->heard_at;
    }
}

/* Each unit they ever were of; what they said as a lead is said of the one they were of by then. */
static void add_units(const struct person *who, struct touch_book *b)
{
    int64_t said_at = who->lead_at == NIL ? INT64_MAX : who->lead_at;
    int64_t said = unit_at(who, said_at);

    for (size_t i = 0; i <= who->past_n; i++) {
        int64_t unit = i < who->past_n ? who->past[i].account : unit_at(who, INT64_MAX);
        bool told = unit == said;
        b->units[b->unit_count++] =
            (struct touch_unit){.id = unit,
                                .company = unit != who->id,
                                .lead_at = told ? who->lead_at : NIL,
                                .heard_at = said_at,
                                .heard = told && !text_empty(who->heard) ? who->heard : NULL};
    }
}

static enum err make_units(struct ctx *cx, const struct people *p, struct touch_book *b)
{
    size_t kept = 0, at = 0, n;

    b->units = calloc(p->n + p->past_n + 1, sizeof(*b->units));
    if (!b->units)
        return fail_memory(cx);
    for (size_t i = 0; i < p->n; i++)
        add_units(&p->all[i], b);
    n = b->unit_count;
    qsort(b->units, n, sizeof(*b->units), by_unit_id);
    for (size_t i = 0; i < n; i++) {
        if (kept && b->units[kept - 1].id == b->units[i].id)
            join(&b->units[kept - 1], &b->units[i]);
        else
            b->units[kept++] = b->units[i];
    }
    b->unit_count = kept;
    for (size_t u = 0; u < kept; u++) {
        b->units[u].from = at;
        while (at < b->n && b->touches[at].unit == b->units[u].id)
            at++;
        b->units[u].n = at - b->units[u].from;
    }
    return OK;
}

enum err touch_book_read(struct ctx *cx, struct db *db, struct fact_store *store,
                         const struct touch_ask *ask, struct touch_book *ret)
{
    struct people p = {0};
    struct touch_book b = {0};
    enum err e = read_people(cx, db, &p);

    if (!e)
        e = read_store(cx, store, &p, ask, &b.own);
    if (!e)
        e = add_first_contacts(cx, &p, ask->until_ms, &b.own);
    if (!e)
        e = make_touches(cx, &p, &b);
    if (!e)
        e = make_units(cx, &p, &b);
    if (!e && arena_full(cx->arena))
        e = fail_memory(cx);
    if (e)
        touch_book_done(&b);
    *ret = b;
    return e;
}

void touch_book_done(struct touch_book *b)
{
    free(b->touches);
    free(b->units);
    store_touches_done(&b->own);
    *b = (struct touch_book){0};
}

const struct touch_unit *touch_unit_find(const struct touch_book *b, int64_t id)
{
    return b->unit_count ? bsearch(&id, b->units, b->unit_count, sizeof(*b->units), by_first)
                         : NULL;
}
