/* attribution_journeys.c -- from touches and conversions to journeys.
 *
 * The book and the conversions are both in order of unit and time, so one walk over both makes all journeys: what stands between
 * two conversions of a unit leads to the later one. A touch is therefore in one journey at most.
 */
#include "measure/attribution_report_priv.h"

#include "base/text.h"
#include "measure/channel_report_priv.h"
#include "measure/figure.h"

#include "attribution_report_sql.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- conversions ------------------------------------------------------------------------------- */

struct deal_row {
    int64_t id, account, contact, contact_account, amount_minor, opened_at, closed_at;
    const char *name, *currency, *heard;
};

static void read_deal(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct deal_row *)row = (struct deal_row){.id = db_int(st, 0),
                                                .account = db_int(st, 1),
                                                .contact = db_int(st, 2),
                                                .contact_account = db_int(st, 3),
                                                .name = db_text_dup(cx, st, 4),
                                                .amount_minor = db_int(st, 5),
                                                .currency = db_text_dup(cx, st, 6),
                                                .opened_at = db_int(st, 7),
                                                .closed_at = db_int(st, 8),
                                                .heard = db_text_dup(cx, st, 9)};
}

static int by_unit_time_deal(const void *a, const void *b)
{
    const struct conversion *x = a, *y = b;

    if (x->unit != y->unit)
        return x->unit < y->unit ? -1 : 1;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return x->deal < y->deal ? -1 : x->deal > y->deal;
}

static int64_t first_known(int64_t a, int64_t b, int64_t c, int64_t d)
{
    return a != NIL ? a : b != NIL ? b : c != NIL ? c : d;
}

static struct conversion of_deal(const struct attribution_report *r, const struct deal_row *d)
{
    const struct touch_unit *u;
    struct conversion c = {.unit = first_known(d->account, d->contact_account, d->contact, d->id),
                           .at = r->ask.credit == CREDIT_WON ? d->closed_at : d->opened_at,
                           .deal = d->id,
                           .contact = d->contact == NIL ? 0 : d->contact,
                           .name = d->name,
                           .opened_at = d->opened_at,
                           .unpriced = d->amount_minor == NIL,
                           .heard = text_empty(d->heard) ? NULL : d->heard};

    if (!c.unpriced && is_foreign(d->currency, r->currency)) {
        c.foreign = d->currency;
        c.foreign_minor = d->amount_minor;
    } else if (!c.unpriced) {
        c.amount_minor = d->amount_minor;
    }
    u = touch_unit_find(&r->book, c.unit);
    if (!c.heard && u)
        c.heard = u->heard;
    return c;
}

static enum err deal_conversions(struct ctx *cx, struct db *db, struct attribution_report *r,
                                 struct conversion **ret, size_t *ret_n)
{
    struct deal_row *deals = NULL;
    struct conversion *all = NULL;
    struct db_stmt *st = NULL;
    size_t n = 0;
    enum err e = db_begin(cx, db, &SQL_attribution_deals, &st);

    if (!e) {
        db_bind_int(st, "won", r->ask.credit == CREDIT_WON);
        e = db_collect(cx, st, sizeof(*deals), read_deal, &deals, &n);
    }
    db_done(st);
    if (e)
        return e;
    all = arena_array(cx->arena, n + 1, sizeof(*all));
    if (!all)
        return fail_memory(cx);
    for (size_t i = 0; i < n; i++) {
        struct conversion c = of_deal(r, &deals[i]);
        if (c.at == NIL)
            r->undated++;
        else
            all[(*ret_n)++] = c;
    }
    *ret = all;
    return OK;
}

static enum err lead_conversions(struct ctx *cx, struct attribution_report *r,
                                 struct conversion **ret, size_t *ret_n)
{
    struct conversion *all = arena_array(cx->arena, r->book.unit_count + 1, sizeof(*all));

    if (!all)
        return fail_memory(cx);
    for (size_t i = 0; i < r->book.unit_count; i++) {
        const struct touch_unit *u = &r->book.units[i];
        if (u->lead_at != NIL)
            all[(*ret_n)++] = (struct conversion){
                .unit = u->id, .at = u->lead_at, .opened_at = NIL, .heard = u->heard};
    }
    *ret = all;
    return OK;
}

/* --- keys -------------------------------------------------------------------------------------- */

static bool means_nothing(struct ctx *cx, const char *channel)
{
    static const char *const words[] = {"",        "(none)", "direct",      "direct_traffic",
                                        "unknown", "direto", "desconhecido"};
    const char *fold = text_fold(cx->arena, channel);

    for (size_t i = 0; fold && i < COUNT_OF(words); i++)
        if (strcmp(fold, words[i]) == 0)
            return true;
    return false;
}

/* What a touch is called in the dimension. room: for names of two parts. */
static const char *name_of(const struct attribution_report *r, const struct touch *t, char *room,
                           size_t size)
{
    const char *source = r->book.texts[t->text[TOUCH_SOURCE]];
    const char *medium = r->book.texts[t->text[TOUCH_MEDIUM]];

    switch (r->ask.by) {
    case CREDIT_BY_CHANNEL:
        return r->book.texts[t->text[TOUCH_CHANNEL]];
    case CREDIT_BY_CAMPAIGN:
        return r->book.texts[t->text[TOUCH_CAMPAIGN]];
    case CREDIT_BY_CONTENT:
        return r->book.texts[t->text[TOUCH_CONTENT]];
    case CREDIT_BY_SOURCE:
        break;
    }
    if (!*source || strcmp(source, "activity") == 0)
        return r->book.texts[t->text[TOUCH_KIND]];
    if (!*medium)
        return source;
    (void)snprintf(room, size, "%s / %s", source, medium);
    return room;
}

struct naming {
    struct keys keys;
    uint32_t *of;  /* by text, plus one; not for CREDIT_BY_SOURCE */
    bool *nothing; /* by text, as a channel */
};

static enum err naming_begin(struct ctx *cx, const struct attribution_report *r, struct naming *n)
{
    n->of = arena_array(cx->arena, r->book.text_count + 1, sizeof(*n->of));
    n->nothing = arena_array(cx->arena, r->book.text_count + 1, sizeof(*n->nothing));
    if (!n->of || !n->nothing)
        return fail_memory(cx);
    for (size_t i = 0; i < r->book.text_count; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        n->nothing[i] = means_nothing(cx, r->book.texts[i]);
        arena_reset(cx->arena, mark);
    }
    return OK;
}

static enum err key_of(struct ctx *cx, const struct attribution_report *r, struct naming *n,
                       const struct touch *t, uint32_t *ret)
{
    static const enum store_touch_text texts[] = {[CREDIT_BY_CHANNEL] = TOUCH_CHANNEL,
                                                  [CREDIT_BY_CAMPAIGN] = TOUCH_CAMPAIGN,
                                                  [CREDIT_BY_CONTENT] = TOUCH_CONTENT};
    bool two = r->ask.by == CREDIT_BY_SOURCE;
    uint32_t text = two ? 0 : t->text[texts[r->ask.by]];
    char room[512];
    enum err e = OK;

    if (!two && n->of[text]) {
        *ret = n->of[text] - 1;
        return OK;
    }
    e = keys_find(cx, &n->keys, name_of(r, t, room, sizeof(room)), ret);
    if (!e && !two)
        n->of[text] = *ret + 1;
    return e;
}

/* --- the walk ---------------------------------------------------------------------------------- */

struct walk {
    struct attribution_report *r;
    struct naming naming;
    size_t count, touches; /* so far */
    size_t *start;
    uint32_t *channel;
    int64_t *age, *value;
    bool *blind;
    double *conversions, *nulls;
    struct attribution_milestones *stones;
    int64_t end; /* of the period, or now */
};

static enum err walk_begin(struct ctx *cx, struct attribution_report *r, size_t conversions,
                           struct walk *w)
{
    size_t journeys = conversions + r->book.unit_count + 1, touches = r->book.n + 1;

    w->r = r;
    w->start = arena_array(cx->arena, journeys + 1, sizeof(*w->start));
    w->conversions = arena_array(cx->arena, journeys, sizeof(*w->conversions));
    w->nulls = arena_array(cx->arena, journeys, sizeof(*w->nulls));
    w->value = arena_array(cx->arena, journeys, sizeof(*w->value));
    w->stones = arena_array(cx->arena, journeys, sizeof(*w->stones));
    r->journey = arena_array(cx->arena, journeys, sizeof(*r->journey));
    w->channel = arena_array(cx->arena, touches, sizeof(*w->channel));
    w->age = arena_array(cx->arena, touches, sizeof(*w->age));
    w->blind = arena_array(cx->arena, touches, sizeof(*w->blind));
    w->end = ctx_now(cx) + 1;
    if (r->period.until_at < w->end)
        w->end = r->period.until_at;
    return arena_full(cx->arena) ? fail_memory(cx) : naming_begin(cx, r, &w->naming);
}

/* Touches from .. until of the book as one more journey that ended at `at`. */
static enum err add_touches(struct ctx *cx, struct walk *w, size_t from, size_t until, int64_t at)
{
    const struct touch_book *b = &w->r->book;
    enum err e = OK;

    w->r->journey[w->count].touch = from;
    for (size_t k = from; k < until && !e; k++) {
        e = key_of(cx, w->r, &w->naming, &b->touches[k], &w->channel[w->touches]);
        if (e)
            break;
        must(w->naming.keys.all != NULL);
        w->age[w->touches] = at - b->touches[k].at_ms;
        w->blind[w->touches] = w->naming.nothing[b->touches[k].text[TOUCH_CHANNEL]];
        w->naming.keys.all[w->channel[w->touches]].count++;
        w->touches++;
    }
    w->start[++w->count] = w->touches;
    return e;
}

static uint32_t stone(const struct walk *w, size_t start, int64_t at, int64_t stamp)
{
    if (stamp == NIL || stamp > at)
        return ATTRIBUTION_NO_TOUCH;
    return attribution_touch_at(w->age + start, w->touches - start, at - stamp);
}

static void note_conversion(struct ctx *cx, struct attribution_report *r,
                            const struct conversion *c)
{
    r->conversions++;
    r->value_minor += c->amount_minor;
    if (c->deal && c->foreign) {
        r->foreign++;
        other_money_add(cx->arena, &r->others, OTHER_DEALS, c->foreign, c->foreign_minor, 1);
    }
    r->unpriced += c->deal && c->unpriced;
}

/* n conversions of one unit at one moment, after the touches from .. until. */
static enum err add_journey(struct ctx *cx, struct walk *w, const struct conversion *c, size_t n,
                            const struct touch_unit *u, size_t from, size_t until)
{
    size_t i = w->count, start = w->touches;
    enum err e = add_touches(cx, w, from, until, c->at);

    if (e)
        return e;
    w->r->journey[i].first = c;
    w->r->journey[i].conversions = n;
    w->conversions[i] = (double)n;
    for (size_t k = 0; k < n; k++) {
        w->value[i] += c[k].amount_minor;
        note_conversion(cx, w->r, &c[k]);
    }
    w->stones[i] = (struct attribution_milestones){
        stone(w, start, c->at, u ? u->lead_at : NIL),
        stone(w, start, c->at, w->r->ask.credit == CREDIT_LEAD ? NIL : c->opened_at)};
    return OK;
}

/* The n conversions of one unit, in order. */
static enum err add_unit(struct ctx *cx, struct walk *w, const struct conversion *c, size_t n,
                         const struct touch_unit *u)
{
    const struct touch *touches = w->r->book.touches;
    size_t at = u ? u->from : 0, end = u ? u->from + u->n : 0, same;
    enum err e = OK;

    for (size_t i = 0; i < n && !e; i += same) {
        size_t from = at;
        for (same = 1; i + same < n && c[i + same].at == c[i].at;)
            same++;
        while (at < end && touches[at].at_ms <= c[i].at)
            at++;
        if (c[i].at >= w->r->period.from_at && c[i].at < w->r->period.until_at)
            e = add_journey(cx, w, c + i, same, u, from, at);
    }
    return e;
}

static enum err add_null(struct ctx *cx, struct walk *w, const struct touch_unit *u)
{
    const struct touch *touches = w->r->book.touches;
    size_t until = u->from;

    while (until < u->from + u->n && touches[until].at_ms < w->end)
        until++;
    if (until == u->from || touches[until - 1].at_ms < w->r->period.from_at)
        return OK;
    w->nulls[w->count] = 1;
    w->r->null_journeys++;
    return add_touches(cx, w, u->from, until, w->end);
}

/* Units and conversions side by side; a deal of nobody known has a unit of its own, without touches. */
static enum err walk_all(struct ctx *cx, struct walk *w, const struct conversion *c, size_t n)
{
    const struct touch_book *b = &w->r->book;
    size_t u = 0, i = 0, same;
    enum err e = OK;

    while (!e && (u < b->unit_count || i < n)) {
        bool unit = u < b->unit_count && (i == n || b->units[u].id <= c[i].unit);
        bool converts = i < n && (!unit || c[i].unit == b->units[u].id);
        for (same = 0; converts && i + same < n && c[i + same].unit == c[i].unit;)
            same++;
        if (converts)
            e = add_unit(cx, w, c + i, same, unit ? &b->units[u] : NULL);
        if (!e && unit && (!converts || c[i].at >= w->r->period.until_at))
            e = add_null(cx, w, &b->units[u]);
        u += unit;
        i += same;
    }
    return e;
}

static enum err name_keys(struct ctx *cx, struct walk *w)
{
    struct attribution_report *r = w->r;
    uint32_t *map = NULL;
    enum err e =
        keys_settle(cx, &w->naming.keys, ATTRIBUTION_KEYS_MAX, &r->keys, &r->key_count, &map);

    if (e)
        return e;
    r->touches = arena_array(cx->arena, r->key_count + 1, sizeof(*r->touches));
    r->direct = arena_array(cx->arena, r->key_count + 1, sizeof(*r->direct));
    if (!r->touches || !r->direct)
        return fail_memory(cx);
    memset(r->direct, true, r->key_count * sizeof(*r->direct));
    for (size_t t = 0; t < w->touches; t++) {
        w->channel[t] = map[w->channel[t]];
        r->direct[w->channel[t]] = r->direct[w->channel[t]] && w->blind[t];
    }
    return OK;
}

enum err attribution_journeys(struct ctx *cx, struct db *db, struct fact_store *store,
                              struct attribution_report *r)
{
    struct touch_ask ask = {.no_sales = r->ask.no_sales};
    struct conversion *c = NULL;
    struct walk w = {0};
    size_t n = 0;
    enum err e = touch_book_read(cx, db, store, &ask, &r->book);

    if (!e)
        e = r->ask.credit == CREDIT_LEAD ? lead_conversions(cx, r, &c, &n)
                                         : deal_conversions(cx, db, r, &c, &n);
    if (!e)
        e = walk_begin(cx, r, n, &w);
    if (e)
        return e;
    qsort(c, n, sizeof(*c), by_unit_time_deal);
    e = walk_all(cx, &w, c, n);
    if (!e)
        e = name_keys(cx, &w);
    r->journeys = (struct journeys){.count = w.count,
                                    .channels = r->key_count,
                                    .start = w.start,
                                    .channel = w.channel,
                                    .age_ms = w.age,
                                    .blind = w.blind,
                                    .conversions = w.conversions,
                                    .value = w.value,
                                    .nulls = w.nulls,
                                    .milestones = w.stones};
    return e;
}
