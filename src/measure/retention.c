/* retention.c -- see retention.h. Companies pass one by one, each laid over the months it paid for; what is counted of them
 * is kept, they are not. */
#include "measure/retention.h"

#include "base/text.h"
#include "measure/channel_report_priv.h"
#include "people/whatsapp.h"
#include "work/setting.h"

#include "retention_sql.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { OPEN_MONTHS = 12, QUARTERS = 12, MONTHS = 18, ROWS_MAX = 500, GRACE = 1 };

/* One company over the last RETENTION_MONTHS. */
struct customer {
    int64_t account;
    int first;  /* month of its first deal */
    bool stays; /* nobody said that it left after its last deal */
    bool active[RETENTION_MONTHS];
    int64_t revenue[RETENTION_MONTHS];
};

struct churn_row {
    int64_t account;
    int month;
    int64_t until_at; /* deals won before are over */
};

struct walk {
    const struct zone *zone;
    const char *currency;
    int base, now; /* the first month kept, and today's */
    int64_t term;
    struct churn_row *churns;
    size_t churn_count, churn_at;
    int64_t unpriced;
    bool open;                  /* the span is the last OPEN_MONTHS */
    int from, to;               /* the span: the month before, and the last; 0: none is asked for */
    struct other_monies others; /* of deals that cover one of the two */
    void (*each)(struct walk *w, const struct customer *c);
    void *more;
};

static int month_of(const struct zone *z, int64_t at)
{
    struct civil c = time_civil(z, at);

    return c.year * 12 + c.month - 1;
}

static int month_of_date(const char *date)
{
    int64_t year = 0, month = 1;
    char copy[DATE_TEXT_MAX];

    if (!date || strlen(date) != DATE_TEXT_MAX - 1)
        return -1;
    memcpy(copy, date, sizeof(copy));
    copy[4] = copy[7] = 0;
    return text_to_int(copy, &year) && text_to_int(copy + 5, &month) ? (int)(year * 12 + month - 1)
                                                                     : -1;
}

static const char *month_key(struct ctx *cx, int month, bool quarter)
{
    return quarter ? arena_print(cx->arena, "%04d-Q%d", month / 12, month % 12 / 3 + 1)
                   : arena_print(cx->arena, "%04d-%02d", month / 12, month % 12 + 1);
}

/* "2026-03" or "2026-Q1" as its first month; -1 when it is neither. */
static int month_read(const char *key, bool quarter)
{
    int64_t year = 0, part = 0;
    char copy[8];
    size_t n = key ? strlen(key) : 0;

    if (n != 7 || key[4] != '-' || (quarter && key[5] != 'Q'))
        return -1;
    memcpy(copy, key, sizeof(copy));
    copy[4] = 0;
    if (!text_to_int(copy, &year) || !text_to_int(copy + (quarter ? 6 : 5), &part) || part < 1 ||
        part > (quarter ? 4 : 12))
        return -1;
    return (int)(year * 12 + (quarter ? (part - 1) * 3 : part - 1));
}

/* --- reading */

static void read_churn(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(struct churn_row *)row = (struct churn_row){
        .account = db_int(st, 0),
        .month = month_of_date(db_text(st, 1)),
        .until_at = day_number(db_text(st, 1)) + 1, /* a day, made a moment below */
    };
}

static enum err read_churns(struct ctx *cx, struct db *db, struct walk *w)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_retention_churns, &st);

    if (!e)
        e = db_collect(cx, st, sizeof(*w->churns), read_churn, &w->churns, &w->churn_count);
    for (size_t i = 0; i < w->churn_count && !e; i++)
        w->churns[i].until_at = day_at(w->zone, w->churns[i].until_at);
    db_done(st);
    return e;
}

/* The first month in which a deal won then is over because the company left; far away when it never did. */
static int left_in(const struct walk *w, int64_t account, int64_t closed_at)
{
    for (size_t i = w->churn_at; i < w->churn_count && w->churns[i].account == account; i++)
        if (w->churns[i].until_at > closed_at)
            return w->churns[i].month;
    return INT32_MAX;
}

/* The deal pays for months start to end, and for none from `left` on. */
static bool pays_in(const struct walk *w, int month, int start, int end, int left)
{
    return month <= w->now && month >= start && month <= end && month < left;
}

static void lay_deal(struct ctx *cx, struct walk *w, struct customer *c, const struct db_stmt *st)
{
    int64_t closed_at = db_int(st, 1), amount = db_int(st, 2);
    int start = month_of(w->zone, closed_at), end = month_of_date(db_text(st, 4));
    int left = left_in(w, c->account, closed_at), term;
    bool priced = amount != NIL && text_equal(db_text(st, 3), w->currency);

    c->stays = c->stays || left == INT32_MAX;
    if (end < start)
        end = start + (int)w->term - 1;
    term = end - start + 1;
    w->unpriced += !priced;
    if (amount != NIL && !priced &&
        (pays_in(w, w->from, start, end, left) || pays_in(w, w->to, start, end, left)))
        other_money_add(cx->arena, &w->others, OTHER_DEALS, db_text(st, 3), amount, 1);
    if (start < c->first)
        c->first = start;
    for (int m = start; m <= end + GRACE && m <= w->now && m < left; m++) {
        if (m < w->base)
            continue;
        c->active[m - w->base] = true;
        if (priced && m <= end)
            c->revenue[m - w->base] = money_add(c->revenue[m - w->base], amount / term);
    }
}

static void give(struct walk *w, struct customer *c, int64_t next)
{
    if (c->account)
        w->each(w, c);
    memset(c, 0, sizeof(*c));
    c->account = next;
    c->first = INT32_MAX;
    while (w->churn_at < w->churn_count && w->churns[w->churn_at].account < next)
        w->churn_at++;
}

static enum err walk(struct ctx *cx, struct db *db, struct walk *w)
{
    static const struct setting *const tables[] = {care_settings, NULL};
    struct customer *c = arena_alloc(cx->arena, sizeof(*c));
    struct settings *set = NULL;
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = c ? report_site(cx, db, &w->zone, &w->currency) : fail_memory(cx);

    if (!e)
        e = settings_load(cx, db, tables, cx->site, &set);
    if (e)
        return e;
    w->term = setting_int(set, "care.term_months");
    w->now = month_of(w->zone, ctx_now(cx));
    w->base = w->now - RETENTION_MONTHS + 1;
    if (w->open) {
        w->to = w->now;
        w->from = w->now - OPEN_MONTHS;
    }
    w->to = w->to > w->now ? w->now : w->to;
    e = read_churns(cx, db, w);
    if (!e)
        e = db_begin(cx, db, &SQL_retention_deals, &st);
    if (e)
        goto out;
    db_bind_text(st, "currency", w->currency);
    while (!(e = db_step(cx, st, &row)) && row) {
        if (db_int(st, 0) != c->account)
            give(w, c, db_int(st, 0));
        lay_deal(cx, w, c, st);
    }
    if (!e)
        give(w, c, INT64_MAX);
out:
    db_done(st);
    return e;
}

/* --- the three figures */

struct span {
    int64_t customers, stayed, paid, pays, payers;
    int64_t now_payers, now_paid; /* in the last month, whoever pays */
};

static void span_each(struct walk *w, const struct customer *c)
{
    struct span *s = w->more;
    int a = w->from - w->base, b = w->to - w->base;

    if (b >= 0 && c->revenue[b]) {
        s->now_payers++;
        s->now_paid = money_add(s->now_paid, c->revenue[b]);
    }
    if (a < 0 || b < 0 || a >= RETENTION_MONTHS || !c->active[a])
        return;
    s->customers++;
    s->stayed += c->active[b];
    if (!c->revenue[a])
        return;
    s->payers++;
    s->paid = money_add(s->paid, c->revenue[a]);
    s->pays = money_add(s->pays, c->revenue[b]);
}

enum err retention_of(struct ctx *cx, struct db *db, const struct period *p,
                      struct retention_figures *ret)
{
    struct span s = {0};
    struct walk w = {.open = !p->from, .each = span_each, .more = &s};
    const struct zone *zone = NULL;
    const char *currency = NULL;
    enum err e = report_site(cx, db, &zone, &currency);

    if (e)
        return e;
    if (p->from) {
        w.from = month_of_date(p->from) - 1;
        w.to = p->to ? month_of_date(p->to) : month_of(zone, ctx_now(cx));
    }
    e = walk(cx, db, &w);
    if (e)
        return e;
    *ret = (struct retention_figures){
        .customers = s.customers,
        .payers = s.now_payers,
        .paid = s.now_paid,
        .stayed = s.stayed,
        .others = w.others,
        .retention = figure_share(s.stayed, s.customers, RETENTION_NEEDED, "metric.few_customers"),
        .churn = figure_share(s.customers - s.stayed, s.customers, RETENTION_NEEDED,
                              "metric.few_customers"),
        .nrr = s.payers < RETENTION_NEEDED
                   ? figure_few("metric.few_customers", s.payers, RETENTION_NEEDED)
                   : figure_real((double)s.pays / (double)s.paid)};
    return OK;
}

/* --- cohorts */

struct cell {
    int64_t active, revenue;
};

struct grid {
    int step, shown;        /* months in a column, columns */
    int first;              /* month in which the first column begins */
    int64_t active, lapsed; /* this month, of all cohorts */
    int64_t size[MONTHS];
    struct cell cells[MONTHS][MONTHS];
};

/* The month by which a column is judged: its last, or today's. */
static int judged(const struct walk *w, const struct grid *g, int column)
{
    int last = g->first + (column + 1) * g->step - 1;

    return last > w->now ? w->now : last;
}

static int column_of(const struct grid *g, int month)
{
    return month < g->first ? -1 : (month - g->first) / g->step;
}

/* The first column is so many whole quarters (months) back. */
static void grid_begin(struct grid *g, int now)
{
    g->first = now / g->step * g->step - (g->shown - 1) * g->step;
}

static void grid_each(struct walk *w, const struct customer *c)
{
    struct grid *g = w->more;
    int row;

    if (!g->first)
        grid_begin(g, w->now);
    g->active += c->active[w->now - w->base];
    g->lapsed += c->stays && !c->active[w->now - w->base];
    row = column_of(g, c->first);
    if (row < 0 || row >= g->shown)
        return;
    g->size[row]++;
    for (int i = row; i < g->shown; i++) {
        int m = judged(w, g, i) - w->base;
        if (m < 0)
            continue;
        g->cells[row][i].active += c->active[m];
        g->cells[row][i].revenue = money_add(g->cells[row][i].revenue, c->revenue[m]);
    }
}

static enum err read_by(struct ctx *cx, const char *by, bool *ret_quarter)
{
    *ret_quarter = !by || text_equal(by, "quarter");
    if (*ret_quarter || text_equal(by, "month"))
        return OK;
    return fail_field(cx, "by", "field.choice", "choices", "month, quarter", NULL);
}

static void put_cell(struct ctx *cx, struct json_writer *w, const struct grid *g, int row,
                     int column, bool quarter)
{
    const struct cell *c = &g->cells[row][column], *from = &g->cells[row][row];
    struct figure rate =
        figure_share(c->active, g->size[row], RETENTION_NEEDED, "metric.few_customers");
    struct figure nrr = g->size[row] < RETENTION_NEEDED
                            ? figure_few("metric.few_customers", g->size[row], RETENTION_NEEDED)
                        : from->revenue ? figure_real((double)c->revenue / (double)from->revenue)
                                        : figure_unknown("report.revenue_not_given");

    json_open_object(w);
    json_text_member(w, "at", month_key(cx, g->first + column * g->step, quarter));
    json_int_member(w, "active", c->active);
    json_name(w, "rate");
    figure_json(w, UNIT_RATE, &rate);
    json_name(w, "reason");
    figure_reason_json(cx, w, &rate);
    json_int_member(w, "revenue_minor", c->revenue);
    json_name(w, "nrr");
    figure_json(w, UNIT_RATIO, &nrr);
    json_close_object(w);
}

static void put_figure(struct ctx *cx, struct json_writer *w, const char *name, enum unit unit,
                       const struct figure *f)
{
    json_name(w, name);
    json_open_object(w);
    json_name(w, "value");
    figure_json(w, unit, f);
    json_name(w, "reason");
    figure_reason_json(cx, w, f);
    json_close_object(w);
}

static enum err put_figures(struct ctx *cx, struct db *db, struct json_writer *w)
{
    struct retention_figures f = {0};
    struct period open = {0};
    enum err e = retention_of(cx, db, &open, &f);

    json_name(w, "figures");
    json_open_object(w);
    put_figure(cx, w, "retention", UNIT_RATE, &f.retention);
    put_figure(cx, w, "churn", UNIT_RATE, &f.churn);
    put_figure(cx, w, "nrr", UNIT_RATIO, &f.nrr);
    json_int_member(w, "customers", f.customers);
    json_int_member(w, "stayed", f.stayed);
    json_close_object(w);
    return e;
}

enum err retention_json(struct ctx *cx, struct db *db, const char *by, struct buf *out)
{
    struct grid *g = arena_alloc(cx->arena, sizeof(*g));
    struct walk w = {.each = grid_each, .more = g};
    struct json_writer j = json_to(out);
    bool quarter = true;
    enum err e = g ? read_by(cx, by, &quarter) : fail_memory(cx);

    if (e)
        return e;
    g->step = quarter ? 3 : 1;
    g->shown = quarter ? QUARTERS : MONTHS;
    e = walk(cx, db, &w);
    if (e)
        return e;
    json_open_object(&j);
    json_text_member(&j, "by", quarter ? "quarter" : "month");
    json_text_member(&j, "currency", w.currency);
    json_int_member(&j, "term_months", w.term);
    json_int_member(&j, "unpriced", w.unpriced);
    json_int_member(&j, "active", g->active);
    json_int_member(&j, "lapsed", g->lapsed);
    e = put_figures(cx, db, &j);
    json_name(&j, "cohorts");
    json_open_list(&j);
    for (int row = 0; row < g->shown && g->first; row++) {
        if (!g->size[row])
            continue;
        json_open_object(&j);
        json_text_member(&j, "key", month_key(cx, g->first + row * g->step, quarter));
        json_int_member(&j, "size", g->size[row]);
        json_name(&j, "cells");
        json_open_list(&j);
        for (int i = row; i < g->shown; i++)
            put_cell(cx, &j, g, row, i, quarter);
        json_close_list(&j);
        json_close_object(&j);
    }
    json_close_list(&j);
    json_close_object(&j);
    return e ? e : buf_ok(out) ? OK : fail_memory(cx);
}

/* --- behind a cell */

struct behind {
    int step, cohort, at;
    size_t n;
    struct {
        int64_t account, revenue;
        bool active;
    } rows[ROWS_MAX];
};

static void behind_each(struct walk *w, const struct customer *c)
{
    struct behind *b = w->more;
    int last = b->at + b->step - 1, m = (last > w->now ? w->now : last) - w->base;

    if (c->first < b->cohort || c->first >= b->cohort + b->step || b->n == ROWS_MAX || m < 0)
        return;
    b->rows[b->n].account = c->account;
    b->rows[b->n].active = c->active[m];
    b->rows[b->n++].revenue = c->revenue[m];
}

static enum err put_behind(struct ctx *cx, struct db *db, const struct behind *b,
                           struct json_writer *w)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_retention_name, &st);

    for (size_t i = 0; i < b->n && !e; i++) {
        bool row = false;
        db_bind_int(st, "id", b->rows[i].account);
        e = db_step(cx, st, &row);
        json_open_object(w);
        json_id_member(w, "id", b->rows[i].account);
        json_text_member(w, "name", !e && row ? db_text(st, 0) : NULL);
        json_bool_member(w, "active", b->rows[i].active);
        json_int_member(w, "revenue_minor", b->rows[i].revenue);
        json_close_object(w);
        db_again(st);
    }
    db_done(st);
    return e;
}

enum err retention_accounts_json(struct ctx *cx, struct db *db, const char *by, const char *cohort,
                                 const char *at, struct buf *out)
{
    struct behind *b = arena_alloc(cx->arena, sizeof(*b));
    struct walk w = {.each = behind_each, .more = b};
    struct json_writer j = json_to(out);
    bool quarter = true;
    enum err e = b ? read_by(cx, by, &quarter) : fail_memory(cx);

    if (e)
        return e;
    b->step = quarter ? 3 : 1;
    b->cohort = month_read(cohort, quarter);
    b->at = month_read(at ? at : cohort, quarter);
    if (b->cohort < 0)
        e = fail_field(cx, "cohort", "report.month", NULL);
    if (b->at < 0)
        e = fail_field(cx, "at", "report.month", NULL);
    if (!e)
        e = walk(cx, db, &w);
    if (e)
        return e;
    json_open_object(&j);
    json_name(&j, "items");
    json_open_list(&j);
    e = put_behind(cx, db, b, &j);
    json_close_list(&j);
    json_text_member(&j, "next", NULL);
    json_close_object(&j);
    return e ? e : buf_ok(out) ? OK : fail_memory(cx);
}
