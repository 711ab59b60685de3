/* channel_rows.c -- the records behind one number of the channel report.
 *
 * A column or an anomaly names one of five questions and how it is narrowed; a month narrows the period instead. What
 * has no number (the spend of an industry, say) has no rows either.
 */
#include "measure/channel_report.h"

#include "base/csv.h"
#include "base/text.h"
#include "measure/channel_report_priv.h"

#include "channel_rows_sql.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE = 50, PAGE_MAX = 500 };

enum source {
    FROM_CONTACTS,
    FROM_DEALS,
    FROM_OPEN_DEALS,
    FROM_SPEND,
    FROM_NO_CONTACT,
    FROM_NO_LEAD,
    FROM_MQLS,
    FROM_OPPORTUNITIES,
};

/* Which of the wins, by their days. SQL does not know the site's clock. */
enum days { DAYS_ANY, DAYS_TIMED, DAYS_BEFORE, DAYS_WITHIN };

struct behind {
    const char *name; /* of the column or anomaly */
    enum source source;
    const char *which;
    enum days days;
};

static const struct behind behind_columns[] = {
    {"leads", FROM_CONTACTS, NULL, DAYS_ANY},
    {"won", FROM_DEALS, "first", DAYS_ANY},
    {"lead_to_customer", FROM_CONTACTS, NULL, DAYS_ANY},
    {"still_open", FROM_CONTACTS, "open", DAYS_ANY},
    {"acquisition_days_p25", FROM_DEALS, "first", DAYS_TIMED},
    {"acquisition_days_p50", FROM_DEALS, "first", DAYS_TIMED},
    {"acquisition_days_p75", FROM_DEALS, "first", DAYS_TIMED},
    {"acquisition_days_p90", FROM_DEALS, "first", DAYS_TIMED},
    {"won_within_90_days", FROM_DEALS, "first", DAYS_WITHIN},
    {"revenue_minor", FROM_DEALS, "paid", DAYS_ANY},
    {"spend_minor", FROM_SPEND, "all", DAYS_ANY},
    {"cost_per_lead_minor", FROM_SPEND, "all", DAYS_ANY},
    {"media_cac_minor", FROM_SPEND, "media", DAYS_ANY},
    /* Of what proposals come from (proposal.h): of the leads of the period, whenever it was. */
    {"lead_mqls", FROM_CONTACTS, "mql", DAYS_ANY},
    {"pipeline_minor", FROM_OPEN_DEALS, NULL, DAYS_ANY},
    /* Of the economics alone (economics_report.h). */
    {"mqls", FROM_MQLS, NULL, DAYS_ANY},
    {"opportunities", FROM_OPPORTUNITIES, NULL, DAYS_ANY},
    {"cost_per_mql_minor", FROM_SPEND, "all", DAYS_ANY},
    {"cost_per_opportunity_minor", FROM_SPEND, "all", DAYS_ANY},
    {"cac_minor", FROM_SPEND, "all", DAYS_ANY},
    {"media_minor", FROM_SPEND, "media", DAYS_ANY},
    {"people_minor", FROM_SPEND, "people", DAYS_ANY},
    {"tools_minor", FROM_SPEND, "tools", DAYS_ANY},
    {"commission_minor", FROM_SPEND, "commission", DAYS_ANY},
    {"other_minor", FROM_SPEND, "other", DAYS_ANY},
    {"payback_months", FROM_SPEND, "all", DAYS_ANY},
    {"credited_won", FROM_DEALS, "first", DAYS_ANY},
    {"credited_revenue_minor", FROM_DEALS, "paid", DAYS_ANY},
    {"roi", FROM_DEALS, "paid", DAYS_ANY},
    {"roas", FROM_DEALS, "paid", DAYS_ANY},
};

static const struct behind behind_anomalies[] = {
    {"won_before_contact", FROM_DEALS, "first", DAYS_BEFORE},
    {"blank_channel", FROM_CONTACTS, "none", DAYS_ANY},
    {"no_first_contact", FROM_NO_CONTACT, NULL, DAYS_ANY},
    {"wins_begin_late", FROM_CONTACTS, "unheard", DAYS_ANY},
    {"won_no_lead", FROM_NO_LEAD, NULL, DAYS_ANY},
    {"won_no_amount", FROM_DEALS, "unpriced", DAYS_ANY},
    {"deals_other_currency", FROM_DEALS, "foreign", DAYS_ANY},
    {"spend_no_channel", FROM_SPEND, "none", DAYS_ANY},
    {"spend_no_campaign", FROM_SPEND, "none", DAYS_ANY},
    {"spend_other_currency", FROM_SPEND, "foreign", DAYS_ANY},
};

static const struct behind *find(const struct behind *all, size_t n, const char *name)
{
    for (size_t i = 0; name && i < n; i++)
        if (!strcmp(all[i].name, name))
            return &all[i];
    return NULL;
}

/* A question ready to be asked. */
struct question {
    const struct behind *what;
    struct period period;
    const char *by, *key;
    const char *which, *currency;
    const struct zone *zone;
    int64_t old_at;
    int64_t after;
    int limit;
    bool nothing; /* there is no such number */
    const struct rows_only *only;
};

enum err report_month(struct ctx *cx, const struct zone *zone, const char *key, struct period *p)
{
    const char *day = arena_print(cx->arena, "%s-01", key);
    int64_t first, last;

    if (!day)
        return fail_memory(cx);
    if (!date_ok(day))
        return fail_field(cx, "key", "report.month", NULL);
    first = day_number(day);
    last = month_start(first, 1) - 1;
    if (first > p->first) {
        p->first = first;
        p->from = day;
        p->from_at = day_at(zone, first);
    }
    if (last < p->last) {
        p->last = last;
        p->to = day_text(cx, last);
        p->until_at = day_at(zone, last + 1);
    }
    return OK;
}

/* Which rows of the report: by and key, or a narrower period. */
static enum err ask_key(struct ctx *cx, const struct rows_ask *ask, const struct zone *zone,
                        struct question *q)
{
    q->by = "all";
    q->key = "";
    if (ask->anomaly || !ask->key)
        return OK;
    if (ask->report.by == BY_MONTH)
        return report_month(cx, zone, ask->key, &q->period);
    q->by = report_by_name(ask->report.by);
    if (is_none(ask->key)) {
        q->nothing = q->what->source == FROM_SPEND;
        return OK;
    }
    q->key = ask->report.by == BY_CHANNEL || ask->report.by == BY_INDUSTRY
                 ? text_fold(cx->arena, ask->key)
                 : ask->key;
    if (q->what->source == FROM_SPEND && ask->report.by != BY_CHANNEL &&
        ask->report.by != BY_CAMPAIGN)
        q->nothing = true;
    return q->key ? OK : fail_memory(cx);
}

static enum err ask_anomaly(struct ctx *cx, struct db *db, const struct rows_ask *ask,
                            struct question *q)
{
    struct oddities odd = {0};
    enum err e;

    if (text_equal(q->which, "none")) {
        q->by = ask->report.by == BY_CAMPAIGN ? "campaign" : "channel";
        q->which = "all";
    } else if (text_equal(q->which, "unheard")) {
        e = oddities_read(cx, db, &q->period, &odd);
        if (e)
            return e;
        if (odd.first_win_at == NIL)
            q->nothing = true;
        else if (wins_begin_at(odd.first_win_at) < q->period.until_at)
            q->period.until_at = wins_begin_at(odd.first_win_at);
    }
    return OK;
}

static enum err ask_read(struct ctx *cx, struct db *db, const struct rows_ask *ask,
                         struct question *ret)
{
    struct question q = {
        .after = ask->after, .limit = ask->limit ? ask->limit : PAGE, .only = ask->only};
    enum err e = report_site(cx, db, &q.zone, &q.currency);

    if (e)
        return e;
    q.what = ask->anomaly ? find(behind_anomalies, COUNT_OF(behind_anomalies), ask->anomaly)
                          : find(behind_columns, COUNT_OF(behind_columns), ask->column);
    if (!q.what)
        e = fail_field(cx, ask->anomaly ? "anomaly" : "column", "report.no_such", NULL);
    if (q.limit < 1 || q.limit > PAGE_MAX)
        e = fail_field(cx, "limit", "field.range", "min", "1", "max", "500", NULL);
    if (!e)
        e = period_read(cx, q.zone, ask->report.from, ask->report.to, &q.period);
    if (e)
        return e;
    q.which = q.what->which;
    q.old_at = ctx_now(cx) - DAYS_MS(COHORT_DAYS);
    e = ask_key(cx, ask, q.zone, &q);
    if (!e && ask->anomaly)
        e = ask_anomaly(cx, db, ask, &q);
    if (!e)
        *ret = q;
    return e;
}

/* --- reading ----------------------------------------------------------------------------------- */

static const struct rows_item no_item = {.contact = NIL,
                                         .account = NIL,
                                         .campaign = NIL,
                                         .first_contact_at = NIL,
                                         .won_at = NIL,
                                         .days = NAN,
                                         .amount_minor = NIL,
                                         .counted_minor = NIL};

static void add_days(const struct question *q, struct rows_item *i)
{
    if (i->first_contact_at != NIL && i->won_at != NIL)
        i->days = days_between(q->zone, i->first_contact_at, i->won_at);
}

static struct rows_item contact_item(struct ctx *cx, const struct question *q,
                                     const struct db_stmt *st)
{
    struct rows_item i = no_item;

    i.id = db_int(st, 0);
    i.external_id = db_text_dup(cx, st, 1);
    i.name = db_text_dup(cx, st, 2);
    i.email = db_text_dup(cx, st, 3);
    i.channel = db_text_dup(cx, st, 4);
    i.landing_page = db_text_dup(cx, st, 5);
    i.first_contact_at = db_int(st, 6);
    i.won_at = db_int(st, 7);
    add_days(q, &i);
    return i;
}

static struct rows_item deal_item(struct ctx *cx, const struct question *q,
                                  const struct db_stmt *st)
{
    struct rows_item i = no_item;

    i.id = db_int(st, 0);
    i.external_id = db_text_dup(cx, st, 1);
    i.name = db_text_dup(cx, st, 2);
    i.contact = db_int(st, 3);
    i.account = db_int(st, 4);
    i.channel = db_text_dup(cx, st, 5);
    i.landing_page = db_text_dup(cx, st, 6);
    i.first_contact_at = db_int(st, 7);
    i.won_at = db_int(st, 8);
    i.amount_minor = db_int(st, 9);
    i.currency = db_text_dup(cx, st, 10);
    add_days(q, &i);
    return i;
}

static struct rows_item spend_item(struct ctx *cx, const struct question *q,
                                   const struct db_stmt *st)
{
    struct rows_item i = no_item;
    int64_t start, end;

    i.id = db_int(st, 0);
    i.external_id = db_text_dup(cx, st, 1);
    i.channel = db_text_dup(cx, st, 2);
    i.kind = db_text_dup(cx, st, 3);
    i.amount_minor = db_int(st, 4);
    i.currency = db_text_dup(cx, st, 5);
    i.note = db_text_dup(cx, st, 6);
    i.spent_on = db_text_dup(cx, st, 7);
    i.until_on = db_text_dup(cx, st, 8);
    i.campaign = db_int(st, 9);
    start = day_number(db_text(st, 7));
    end = i.until_on ? day_number(i.until_on) : start;
    i.counted_minor = money_over_days(i.amount_minor, start, end, q->period.first, q->period.last);
    return i;
}

static const struct db_query *query_of(const struct question *q)
{
    switch (q->what->source) {
    case FROM_CONTACTS:
        return &SQL_rows_contacts;
    case FROM_DEALS:
        return &SQL_rows_deals;
    case FROM_OPEN_DEALS:
        return &SQL_rows_open_deals;
    case FROM_SPEND:
        return &SQL_rows_spend;
    case FROM_NO_CONTACT:
        return &SQL_rows_no_first_contact;
    case FROM_MQLS:
        return &SQL_rows_mqls;
    case FROM_OPPORTUNITIES:
        return &SQL_rows_opportunities;
    case FROM_NO_LEAD:
        break;
    }
    return &SQL_rows_won_no_lead;
}

static void bind_question(struct db_stmt *st, const struct question *q)
{
    enum source s = q->what->source;

    db_bind_int(st, "after", q->after);
    db_bind_int(st, "most", q->what->days == DAYS_ANY && !q->only ? q->limit + 1 : INT64_MAX);
    if (s != FROM_NO_CONTACT && s != FROM_NO_LEAD) {
        db_bind_text(st, "by", q->by);
        db_bind_text(st, "key", q->key);
    }
    if (s != FROM_NO_CONTACT && s != FROM_SPEND) {
        db_bind_int(st, "from_at", q->period.from_at);
        db_bind_int(st, "until_at", q->period.until_at);
    }
    if (s == FROM_CONTACTS || s == FROM_DEALS || s == FROM_SPEND)
        db_bind_text(st, "which", q->which);
    if (s == FROM_DEALS || s == FROM_OPEN_DEALS || s == FROM_SPEND)
        db_bind_text(st, "currency", q->currency);
    if (s == FROM_SPEND) {
        db_bind_text(st, "from_day", q->period.from ? q->period.from : "0000-00-00");
        db_bind_text(st, "to_day", q->period.to ? q->period.to : "9999-99-99");
    }
}

static int by_id(const void *key, const void *row)
{
    int64_t id = *(const int64_t *)key, at = *(const int64_t *)row;

    return (id > at) - (id < at);
}

static bool is_meant(const struct question *q, enum rows_kind kind, const struct rows_item *i)
{
    int64_t id = kind == ROWS_SPEND ? i->campaign : kind == ROWS_DEALS ? i->contact : i->id;

    return !q->only ||
           (q->only->n && bsearch(&id, q->only->ids, q->only->n, sizeof(id), by_id) != NULL);
}

static bool is_wanted(const struct question *q, const struct rows_item *i)
{
    switch (q->what->days) {
    case DAYS_ANY:
        return true;
    case DAYS_TIMED:
        return i->days >= 0;
    case DAYS_BEFORE:
        return i->days < 0;
    case DAYS_WITHIN:
        break;
    }
    return i->days >= 0 && i->days <= COHORT_DAYS && i->first_contact_at <= q->old_at;
}

static enum rows_kind kind_of(enum source s)
{
    if (s == FROM_SPEND)
        return ROWS_SPEND;
    return s == FROM_DEALS || s == FROM_OPEN_DEALS || s == FROM_NO_LEAD || s == FROM_OPPORTUNITIES
               ? ROWS_DEALS
               : ROWS_CONTACTS;
}

static enum err read_page(struct ctx *cx, struct db *db, const struct question *q,
                          struct report_rows *ret)
{
    struct report_rows r = {.kind = kind_of(q->what->source)};
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e;

    r.items = arena_array(cx->arena, (size_t)q->limit, sizeof(*r.items));
    if (!r.items)
        return fail_memory(cx);
    if (q->nothing) {
        *ret = r;
        return OK;
    }
    e = db_begin(cx, db, query_of(q), &st);
    if (e)
        return e;
    bind_question(st, q);
    while (!(e = db_step(cx, st, &row)) && row) {
        struct rows_item item = r.kind == ROWS_SPEND   ? spend_item(cx, q, st)
                                : r.kind == ROWS_DEALS ? deal_item(cx, q, st)
                                                       : contact_item(cx, q, st);
        if (!is_meant(q, r.kind, &item) || !is_wanted(q, &item))
            continue;
        if (r.count == (size_t)q->limit) {
            r.next = r.items[r.count - 1].id;
            break;
        }
        r.items[r.count++] = item;
    }
    db_done(st);
    if (!e && arena_full(cx->arena))
        e = fail_memory(cx);
    if (!e)
        *ret = r;
    return e;
}

enum err report_rows_read(struct ctx *cx, struct db *db, const struct rows_ask *ask,
                          struct report_rows *ret)
{
    struct question q;
    enum err e = ask_read(cx, db, ask, &q);

    return e ? e : read_page(cx, db, &q, ret);
}

/* --- writing ----------------------------------------------------------------------------------- */

enum cell { CELL_ID, CELL_TEXT, CELL_TIME, CELL_DAYS, CELL_MONEY };

/* A column of one kind of rows: its name in JSON and CSV, and where it stands. */
struct rows_column {
    const char *name;
    enum cell cell;
    size_t offset;
};

#define ROWS_COLUMN(member, cell)                                                                  \
    {                                                                                              \
#member, cell, offsetof(struct rows_item, member)                                          \
    }

static const struct rows_column contact_columns[] = {
    ROWS_COLUMN(id, CELL_ID),
    ROWS_COLUMN(external_id, CELL_TEXT),
    ROWS_COLUMN(name, CELL_TEXT),
    ROWS_COLUMN(email, CELL_TEXT),
    ROWS_COLUMN(channel, CELL_TEXT),
    ROWS_COLUMN(landing_page, CELL_TEXT),
    ROWS_COLUMN(first_contact_at, CELL_TIME),
    ROWS_COLUMN(won_at, CELL_TIME),
    ROWS_COLUMN(days, CELL_DAYS),
    {0},
};
static const struct rows_column deal_columns[] = {
    ROWS_COLUMN(id, CELL_ID),
    ROWS_COLUMN(external_id, CELL_TEXT),
    ROWS_COLUMN(name, CELL_TEXT),
    ROWS_COLUMN(contact, CELL_ID),
    ROWS_COLUMN(account, CELL_ID),
    ROWS_COLUMN(channel, CELL_TEXT),
    ROWS_COLUMN(landing_page, CELL_TEXT),
    ROWS_COLUMN(first_contact_at, CELL_TIME),
    ROWS_COLUMN(won_at, CELL_TIME),
    ROWS_COLUMN(days, CELL_DAYS),
    ROWS_COLUMN(amount_minor, CELL_MONEY),
    ROWS_COLUMN(currency, CELL_TEXT),
    {0},
};
static const struct rows_column spend_columns[] = {
    ROWS_COLUMN(id, CELL_ID),
    ROWS_COLUMN(external_id, CELL_TEXT),
    ROWS_COLUMN(spent_on, CELL_TEXT),
    ROWS_COLUMN(until_on, CELL_TEXT),
    ROWS_COLUMN(channel, CELL_TEXT),
    ROWS_COLUMN(kind, CELL_TEXT),
    ROWS_COLUMN(amount_minor, CELL_MONEY),
    ROWS_COLUMN(counted_minor, CELL_MONEY),
    ROWS_COLUMN(currency, CELL_TEXT),
    ROWS_COLUMN(note, CELL_TEXT),
    {0},
};

static const struct rows_column *const columns_of[] = {
    [ROWS_CONTACTS] = contact_columns, [ROWS_DEALS] = deal_columns, [ROWS_SPEND] = spend_columns};
static const char *const kind_names[] = {
    [ROWS_CONTACTS] = "contacts", [ROWS_DEALS] = "deals", [ROWS_SPEND] = "spend_lines"};

static int64_t whole_at(const struct rows_item *i, const struct rows_column *c)
{
    int64_t v;

    memcpy(&v, (const char *)i + c->offset, sizeof(v));
    return v;
}

static const char *text_at(const struct rows_item *i, const struct rows_column *c)
{
    const char *v;

    memcpy(&v, (const char *)i + c->offset, sizeof(v));
    return v;
}

static void cell_json(struct json_writer *w, const struct rows_item *i, const struct rows_column *c)
{
    char at[TIME_TEXT_MAX];

    json_name(w, c->name);
    if (c->cell == CELL_TEXT) {
        json_put_text(w, text_at(i, c));
    } else if (c->cell == CELL_DAYS) {
        json_put_real(w, i->days);
    } else if (c->cell == CELL_ID) {
        json_put_id(w, whole_at(i, c));
    } else if (whole_at(i, c) == NIL) {
        json_put_null(w);
    } else if (c->cell == CELL_MONEY) {
        json_put_int(w, whole_at(i, c));
    } else {
        time_text(whole_at(i, c), at);
        json_put_text(w, at);
    }
}

void report_rows_json(struct ctx *cx, const struct report_rows *r, struct buf *out)
{
    struct json_writer w = json_to(out);

    (void)cx;
    json_open_object(&w);
    json_text_member(&w, "kind", kind_names[r->kind]);
    json_name(&w, "items");
    json_open_list(&w);
    for (size_t i = 0; i < r->count; i++) {
        json_open_object(&w);
        for (const struct rows_column *c = columns_of[r->kind]; c->name; c++)
            cell_json(&w, &r->items[i], c);
        json_close_object(&w);
    }
    json_close_list(&w);
    json_name(&w, "next");
    json_put_id(&w, r->next);
    json_close_object(&w);
}

static void cell_csv(struct buf *out, const struct rows_item *i, const struct rows_column *c,
                     bool first)
{
    char text[40] = "";
    const char *shown = text;

    if (c->cell == CELL_TEXT) {
        shown = text_at(i, c);
    } else if (c->cell == CELL_DAYS) {
        if (!isnan(i->days))
            (void)snprintf(text, sizeof(text), "%.6f", i->days);
    } else if (whole_at(i, c) != NIL) {
        if (c->cell == CELL_TIME)
            time_text(whole_at(i, c), text);
        else
            (void)snprintf(text, sizeof(text), "%lld", (long long)whole_at(i, c));
    }
    csv_put(out, shown ? shown : "", first);
}

static void page_csv(const struct report_rows *r, struct buf *out)
{
    for (size_t i = 0; i < r->count; i++) {
        for (const struct rows_column *c = columns_of[r->kind]; c->name; c++)
            cell_csv(out, &r->items[i], c, c == columns_of[r->kind]);
        csv_end_row(out);
    }
}

enum err report_rows_csv(struct ctx *cx, struct db *db, const struct rows_ask *ask, struct buf *out)
{
    struct question q;
    struct report_rows r = {0};
    enum err e = ask_read(cx, db, ask, &q);

    if (e)
        return e;
    q.limit = PAGE_MAX;
    q.after = 0;
    for (const struct rows_column *c = columns_of[kind_of(q.what->source)]; c->name; c++)
        csv_put(out, c->name, c == columns_of[kind_of(q.what->source)]);
    csv_end_row(out);
    do {
        e = read_page(cx, db, &q, &r);
        if (e)
            return e;
        page_csv(&r, out);
        q.after = r.next;
    } while (r.next);
    return buf_ok(out) ? OK : fail_memory(cx);
}
