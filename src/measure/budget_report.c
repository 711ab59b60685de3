/* budget_report.c -- see budget_report.h. */
#include "measure/budget_report.h"

#include "access/site.h"
#include "base/message.h"
#include "base/text.h"
#include "measure/figure.h"
#include "measure/period.h"

#include "budget_report_sql.h"

#include <inttypes.h>
#include <string.h>

enum { ROWS_MOST = 100, WARNINGS_MOST = 6 * BUDGET_MONTHS_MOST };

struct budget_run {
    struct ctx *cx;
    struct db *db;
    struct budget_report *r;
    int64_t first; /* day number of the first month's first day */
};

static int64_t known(int64_t n)
{
    return n == NIL ? 0 : n;
}

/* Which column a day is in; -1: none. */
static int column_of(const struct budget_run *b, const char *day)
{
    for (size_t i = 0; day && i < b->r->month_n; i++)
        if (!strncmp(b->r->months[i].month, day, 7))
            return (int)i;
    return -1;
}

static struct budget_row *row_of(const struct budget_run *b, int64_t channel)
{
    for (size_t i = 0; i < b->r->row_n; i++)
        if (b->r->rows[i].channel == channel)
            return &b->r->rows[i];
    return NULL;
}

static struct budget_row *row_of_key(const struct budget_run *b, const char *key)
{
    for (size_t i = 0; key && i < b->r->row_n; i++)
        if (text_equal(b->r->rows[i].key, key))
            return &b->r->rows[i];
    return &b->r->outside;
}

/* --- months and channels */

static enum err span_of(struct budget_run *b, int64_t today, int64_t *ret_first, int64_t *ret_last)
{
    const struct plan *p = b->r->plan;
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(b->cx, b->db, &SQL_budget_span, &st);

    if (e)
        goto out;
    db_bind_int(st, "plan", p->record.id);
    e = db_step(b->cx, st, &row);
    if (!e && row) {
        const char *from = db_text_dup(b->cx, st, 0), *to = db_text_dup(b->cx, st, 1);
        from = p->starts_on ? p->starts_on : from;
        to = p->ends_on ? p->ends_on : to;
        *ret_first = month_start(from ? day_number(from) : today, 0);
        *ret_last = to ? month_start(day_number(to), 0) : month_start(*ret_first, 11);
    }
out:
    db_done(st);
    return e;
}

static enum err lay_months(struct budget_run *b, const struct zone *zone)
{
    int64_t today = day_of(zone, ctx_now(b->cx)), last = 0;
    struct budget_report *r = b->r;
    enum err e = span_of(b, today, &b->first, &last);

    r->months = arena_array(b->cx->arena, BUDGET_MONTHS_MOST, sizeof(*r->months));
    if (!e && !r->months)
        e = fail_memory(b->cx);
    for (int64_t m = b->first; !e && m <= last && r->month_n < BUDGET_MONTHS_MOST;
         m = month_start(m, 1))
        r->months[r->month_n++] =
            (struct budget_column){.month = day_text(b->cx, m),
                                   .past = month_start(m, 1) <= today,
                                   .current = m <= today && month_start(m, 1) > today};
    return e;
}

static struct budget_cell *cells_new(struct budget_run *b)
{
    return arena_array(b->cx->arena, b->r->month_n + 1, sizeof(struct budget_cell));
}

static enum err read_channels(struct budget_run *b)
{
    struct budget_report *r = b->r;
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(b->cx, b->db, &SQL_budget_channels, &st);

    if (e)
        goto out;
    r->rows = arena_array(b->cx->arena, ROWS_MOST, sizeof(*r->rows));
    r->outside = (struct budget_row){.cells = cells_new(b)};
    db_bind_int(st, "plan", r->plan->record.id);
    while (r->rows && r->row_n < ROWS_MOST && !(e = db_step(b->cx, st, &row)) && row) {
        const char *matches = db_text_dup(b->cx, st, 3);
        const char *key = text_empty(matches) ? NULL : text_fold(b->cx->arena, matches);
        const char *before = row_of_key(b, key)->name;
        r->rows[r->row_n++] = (struct budget_row){.channel = db_int(st, 0),
                                                  .name = db_text_dup(b->cx, st, 1),
                                                  .kind = db_text_dup(b->cx, st, 2),
                                                  .key = key,
                                                  .spend_in = before,
                                                  .cells = cells_new(b)};
    }
    if (!e && arena_full(b->cx->arena))
        e = fail_memory(b->cx);
out:
    db_done(st);
    return e;
}

/* --- what was planned, worked and spent */

static void leave_out(struct budget_run *b, const struct db_stmt *st)
{
    struct budget_left_out *o = &b->r->left_out;
    const char *month = db_text_dup(b->cx, st, 1);

    o->lines++;
    o->planned_minor = money_add(o->planned_minor, known(db_int(st, 3)));
    o->planned_hours += known(db_int(st, 4));
    if (!month)
        return;
    if (!o->first || strcmp(month, o->first) < 0)
        o->first = month;
    if (!o->last || strcmp(month, o->last) > 0)
        o->last = month;
}

static void take_line(struct budget_run *b, const struct db_stmt *st)
{
    struct budget_row *row = row_of(b, db_int(st, 0));
    int at = column_of(b, db_text(st, 1));
    struct budget_cell *c = row && at >= 0 ? &row->cells[at] : NULL;

    if (!c) {
        leave_out(b, st);
        return;
    }
    c->line = c->lines ? c->line : db_int(st, 2);
    c->lines++;
    c->sums.planned_minor = money_add(c->sums.planned_minor, known(db_int(st, 3)));
    c->sums.planned_hours += known(db_int(st, 4));
}

static void take_hours(struct budget_run *b, const struct db_stmt *st)
{
    struct budget_row *row = row_of(b, db_int(st, 0));
    int at = column_of(b, db_text(st, 1));

    if (row && at >= 0)
        row->cells[at].sums.actual_hours += known(db_int(st, 2));
}

static void take_spend(struct budget_run *b, const struct db_stmt *st)
{
    struct budget_row *row = row_of_key(b, db_text(st, 0));
    int64_t amount = known(db_int(st, 1)), from, to;

    if (!text_equal(db_text(st, 2), b->r->currency)) {
        b->r->other_currency++;
        return;
    }
    from = day_number(db_text(st, 3));
    to = db_text(st, 4) ? day_number(db_text(st, 4)) : from;
    for (size_t i = 0; i < b->r->month_n; i++) {
        int64_t first = month_start(b->first, (int)i), last = month_start(first, 1) - 1;
        struct budget_sums *s = &row->cells[i].sums;
        if (from <= last && to >= first)
            s->actual_minor =
                money_add(s->actual_minor, money_over_days(amount, from, to, first, last));
    }
}

static void take_reason(struct budget_run *b, const struct db_stmt *st)
{
    int at = column_of(b, db_text(st, 0));

    if (at < 0)
        return;
    b->r->months[at].reason_id = db_int(st, 1);
    b->r->months[at].reason = db_text_dup(b->cx, st, 2);
    b->r->months[at].reasoned_by = db_int(st, 3);
    b->r->months[at].reasoned_at = db_int(st, 4);
}

static enum err each(struct budget_run *b, const struct db_query *q,
                     void (*take)(struct budget_run *b, const struct db_stmt *st))
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(b->cx, b->db, q, &st);

    if (e)
        goto out;
    if (q == &SQL_budget_spend) {
        db_bind_text(st, "from_day", day_text(b->cx, b->first));
        db_bind_text(st, "to_day", day_text(b->cx, month_start(b->first, (int)b->r->month_n) - 1));
    } else {
        db_bind_int(st, "plan", b->r->plan->record.id);
    }
    while (!(e = db_step(b->cx, st, &row)) && row)
        take(b, st);
    if (!e && arena_full(b->cx->arena))
        e = fail_memory(b->cx);
out:
    db_done(st);
    return e;
}

/* --- sums and warnings */

static void add(struct budget_sums *to, const struct budget_sums *s)
{
    to->planned_minor = money_add(to->planned_minor, s->planned_minor);
    to->actual_minor = money_add(to->actual_minor, s->actual_minor);
    to->planned_hours += s->planned_hours;
    to->actual_hours += s->actual_hours;
}

static void sum_up(struct budget_report *r)
{
    for (size_t i = 0; i < r->month_n; i++) {
        for (size_t j = 0; j < r->row_n; j++) {
            add(&r->months[i].sums, &r->rows[j].cells[i].sums);
            add(&r->rows[j].sums, &r->rows[j].cells[i].sums);
        }
        add(&r->outside.sums, &r->outside.cells[i].sums);
        add(&r->sums, &r->months[i].sums);
    }
}

static const char *amount_text(struct budget_run *b, bool money, int64_t n)
{
    return figure_said(b->cx, b->r->currency, money ? UNIT_MONEY : UNIT_COUNT, (double)n);
}

static void warn(struct budget_run *b, const struct budget_column *m, const char *kind, bool money,
                 int64_t have, int64_t than)
{
    struct budget_report *r = b->r;
    bool promise = !strncmp(kind, "over_", 5);
    const char *key = arena_print(b->cx->arena, "budget.%s", kind);
    struct fault_param params[] = {{"have", amount_text(b, money, have)},
                                   {"than", amount_text(b, money, than)}};

    if (r->warning_n == WARNINGS_MOST || !key)
        return;
    r->warnings[r->warning_n++] =
        (struct budget_warning){.kind = kind,
                                .month = m->month,
                                .message = message(b->cx->arena, b->cx->lang, key, params, 2),
                                .have = have,
                                .than = than,
                                .wants_reason = promise && !m->reason};
}

/* By more than a tenth; nothing planned and something done is over. */
static bool is_over(int64_t have, int64_t than)
{
    return have > than && have - than > than / 10;
}

static void compare(struct budget_run *b, const struct budget_column *m, bool money, int64_t have,
                    int64_t than)
{
    if ((m->past || m->current) && is_over(have, than))
        warn(b, m, money ? "spent_over" : "worked_over", money, have, than);
    else if (m->past && than > 0 && than - have > than / 10)
        warn(b, m, money ? "spent_under" : "worked_under", money, have, than);
}

static enum err judge(struct budget_run *b)
{
    struct budget_report *r = b->r;
    const struct plan *p = r->plan;

    r->warnings = arena_array(b->cx->arena, WARNINGS_MOST, sizeof(*r->warnings));
    if (!r->warnings)
        return fail_memory(b->cx);
    for (size_t i = 0; i < r->month_n; i++) {
        const struct budget_column *m = &r->months[i];
        if (p->month_hours != NIL && m->sums.planned_hours > p->month_hours)
            warn(b, m, "over_hours", false, m->sums.planned_hours, p->month_hours);
        if (p->month_money_minor != NIL && m->sums.planned_minor > p->month_money_minor)
            warn(b, m, "over_money", true, m->sums.planned_minor, p->month_money_minor);
        compare(b, m, true, m->sums.actual_minor, m->sums.planned_minor);
        /* Hours that nobody writes down at all are not hours that nobody worked. */
        if (r->sums.actual_hours > 0)
            compare(b, m, false, m->sums.actual_hours, m->sums.planned_hours);
    }
    return arena_full(b->cx->arena) ? fail_memory(b->cx) : OK;
}

enum err budget_report_run(struct ctx *cx, struct db *db, int64_t plan, struct budget_report *ret)
{
    struct budget_run b = {.cx = cx, .db = db, .r = ret};
    const struct zone *zone = NULL;
    struct site site;
    void *found = NULL;
    enum err e = model_get(cx, db, &plan_model, plan, &found);

    if (!e)
        e = site_get(cx, db, cx->site, &site);
    if (!e)
        e = zone_find(cx, site.time_zone, &zone);
    if (e)
        return e;
    *ret = (struct budget_report){.plan = found, .currency = site.currency};
    e = lay_months(&b, zone);
    if (!e)
        e = read_channels(&b);
    if (!e)
        e = each(&b, &SQL_budget_lines, take_line);
    if (!e)
        e = each(&b, &SQL_budget_hours, take_hours);
    if (!e)
        e = each(&b, &SQL_budget_spend, take_spend);
    if (!e)
        e = each(&b, &SQL_budget_reasons, take_reason);
    if (e)
        return e;
    sum_up(ret);
    return judge(&b);
}

/* --- JSON */

static void put_sums(struct json_writer *w, const struct budget_sums *s)
{
    json_int_member(w, "planned_minor", s->planned_minor);
    json_int_member(w, "actual_minor", s->actual_minor);
    json_int_member(w, "planned_hours", s->planned_hours);
    json_int_member(w, "actual_hours", s->actual_hours);
}

static void put_row(struct json_writer *w, const struct budget_report *r,
                    const struct budget_row *row)
{
    json_open_object(w);
    json_id_member(w, "channel", row->channel);
    json_text_member(w, "name", row->name);
    json_text_member(w, "kind", row->kind);
    json_bool_member(w, "measured", row->key != NULL || !row->channel);
    json_text_member(w, "spend_in", row->spend_in);
    put_sums(w, &row->sums);
    json_name(w, "cells");
    json_open_list(w);
    for (size_t i = 0; i < r->month_n; i++) {
        json_open_object(w);
        put_sums(w, &row->cells[i].sums);
        json_id_member(w, "line", row->cells[i].line);
        json_int_member(w, "lines", row->cells[i].lines);
        json_close_object(w);
    }
    json_close_list(w);
    json_close_object(w);
}

static void put_left_out(struct json_writer *w, const struct budget_left_out *o)
{
    json_name(w, "left_out");
    json_open_object(w);
    json_int_member(w, "lines", o->lines);
    json_int_member(w, "planned_minor", o->planned_minor);
    json_int_member(w, "planned_hours", o->planned_hours);
    json_text_member(w, "first", o->first);
    json_text_member(w, "last", o->last);
    json_close_object(w);
}

static void put_month(struct json_writer *w, const struct budget_column *m)
{
    char at[TIME_TEXT_MAX];

    json_open_object(w);
    json_text_member(w, "month", m->month);
    json_bool_member(w, "past", m->past);
    json_bool_member(w, "current", m->current);
    put_sums(w, &m->sums);
    json_id_member(w, "reason_id", m->reason_id);
    json_text_member(w, "reason", m->reason);
    json_id_member(w, "reasoned_by", m->reason_id ? m->reasoned_by : 0);
    if (m->reason_id && m->reasoned_at != NIL)
        time_text(m->reasoned_at, at);
    json_text_member(w, "reasoned_at", m->reason_id && m->reasoned_at != NIL ? at : NULL);
    json_close_object(w);
}

static void put_warning(struct json_writer *w, const struct budget_warning *x)
{
    json_open_object(w);
    json_text_member(w, "kind", x->kind);
    json_text_member(w, "month", x->month);
    json_text_member(w, "message", x->message);
    json_int_member(w, "have", x->have);
    json_int_member(w, "than", x->than);
    json_bool_member(w, "wants_reason", x->wants_reason);
    json_close_object(w);
}

static void put_number(struct json_writer *w, const char *name, int64_t n)
{
    json_name(w, name);
    if (n == NIL)
        json_put_null(w);
    else
        json_put_int(w, n);
}

void budget_report_json(struct ctx *cx, const struct budget_report *r, struct buf *out)
{
    struct json_writer w = json_to(out);

    json_open_object(&w);
    json_id_member(&w, "plan", r->plan->record.id);
    json_text_member(&w, "currency", r->currency);
    put_number(&w, "month_money_minor", r->plan->month_money_minor);
    put_number(&w, "month_hours", r->plan->month_hours);
    put_sums(&w, &r->sums);
    json_text_member(&w, "definition", message(cx->arena, cx->lang, "budget.definition", NULL, 0));
    json_int_member(&w, "other_currency", r->other_currency);
    put_left_out(&w, &r->left_out);
    json_name(&w, "months");
    json_open_list(&w);
    for (size_t i = 0; i < r->month_n; i++)
        put_month(&w, &r->months[i]);
    json_close_list(&w);
    json_name(&w, "channels");
    json_open_list(&w);
    for (size_t i = 0; i < r->row_n; i++)
        put_row(&w, r, &r->rows[i]);
    json_close_list(&w);
    json_name(&w, "outside");
    put_row(&w, r, &r->outside);
    json_name(&w, "warnings");
    json_open_list(&w);
    for (size_t i = 0; i < r->warning_n; i++)
        put_warning(&w, &r->warnings[i]);
    json_close_list(&w);
    json_close_object(&w);
}
