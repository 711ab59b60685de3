/* stats_sql.c -- a question of stats.h as one statement. Names come from the tables of stats.c and the constants here, what an
 * engine writes in its own way from its dialect, and every value is bound.
 *
 * There are three shapes, by what is asked: rows of visits, rows of events, and, for what is true of a visit within a group of events
 * (its deepest scroll, its time), events gathered to one row a visit first, which then is read as a row of visits.
 *
 * Surprising: a table of visits is joined only when a word of the question needs it, and then only those visits are read that were
 * under way in the period.
 */
#include "facts/stats_priv.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum shape { OF_VISITS, OF_EVENTS, OF_GATHERED, OF_DAYS };

struct maker {
    struct ctx *cx;
    const struct stats_dialect *d;
    const struct stats_question *q;
    struct stats_statement *to;
    enum shape shape;
    bool joins; /* events with their visits */
};

/* --- pieces */

/* The template with {1} and {2} put in. Never NULL; with a full arena it is nonsense, which is found at the end. */
static const char *put(struct maker *m, const char *template, const char *a, const char *b)
{
    struct buf out = buf_in(m->cx->arena);

    for (const char *p = template; *p; p++) {
        if (p[0] == '{' && (p[1] == '1' || p[1] == '2') && p[2] == '}') {
            buf_add_text(&out, p[1] == '1' ? a : b);
            p += 2;
        } else {
            buf_add_char(&out, *p);
        }
    }
    return buf_ok(&out) ? buf_text(&out) : "";
}

static const char *bound(struct maker *m, struct stats_bound v)
{
    char number[16];

    must(m->to->value_count < STATS_BOUND_MAX);
    m->to->values[m->to->value_count++] = v;
    (void)snprintf(number, sizeof(number), "%zu", m->to->value_count);
    return put(m, m->d->param, number, "");
}

static const char *number(struct maker *m, int64_t v)
{
    return bound(m, (struct stats_bound){.kind = STATS_NUMBER, .number = v});
}

static const char *text(struct maker *m, const char *v)
{
    return bound(m, (struct stats_bound){.kind = STATS_TEXT, .text = v ? v : ""});
}

static const char *joined(struct maker *m, const char *a, const char *op, const char *b)
{
    const char *out = arena_print(m->cx->arena, "%s%s%s", a, op, b);

    return out ? out : "";
}

/* --- dimensions */

static const char *local(struct maker *m, const char *moment)
{
    const struct stats_zone *z = &m->q->zone;
    struct buf out = buf_in(m->cx->arena);

    if (z->n == 1)
        return joined(m, "(", moment, joined(m, " + ", number(m, z->offset_ms[0]), ")"));
    buf_print(&out, "(%s + case", moment);
    for (size_t i = 0; i + 1 < z->n; i++) {
        buf_print(&out, " when %s < %s", moment, number(m, z->until_ms[i]));
        buf_print(&out, " then %s", number(m, z->offset_ms[i]));
    }
    buf_print(&out, " else %s end)", number(m, z->offset_ms[z->n - 1]));
    return buf_ok(&out) ? buf_text(&out) : "";
}

static const char *floored(struct maker *m, const char *v, const char *step)
{
    return joined(m, put(m, m->d->divide, v, step), " * ", step);
}

static const char *time_key(struct maker *m, enum stats_dimension_kind kind)
{
    const char *moment = m->shape == OF_VISITS ? "v.started_ms" : "f.at_ms";
    const char *rest, *day = "h.day";

    if (kind == STATS_MINUTE)
        return floored(m, moment, "60000");
    if (kind == STATS_HOUR) {
        rest = number(m, m->q->zone.offset_ms[0] % HOURS_MS(1));
        moment = joined(m, "(", moment, joined(m, " + ", rest, ")"));
        return joined(m, floored(m, moment, "3600000"), " - ", rest);
    }
    if (m->shape != OF_DAYS)
        day = put(m, m->d->divide, local(m, moment), "86400000");
    if (kind == STATS_WEEK)
        return joined(m, floored(m, joined(m, "(", day, " + 3)"), "7"), " - ", "3");
    return kind == STATS_MONTH ? put(m, m->d->month, day, "") : day;
}

/* events: the alias of the rows of events. */
static const char *dimension(struct maker *m, const struct stats_dimension *d, const char *events)
{
    const char *column;

    switch (d->row->kind) {
    case STATS_OF_VISIT:
        column = joined(m, m->shape == OF_DAYS ? "h" : "v", ".", d->row->column);
        return put(m, m->d->text, column, "");
    case STATS_OF_EVENT:
        column = joined(m, m->shape == OF_DAYS ? "h" : events, ".", d->row->column);
        return put(m, m->d->text, column, "");
    case STATS_OF_PROPS:
        column = joined(m, events, ".", d->row->column);
        return put(m, m->d->prop, column, text(m, joined(m, "/", d->prop, "")));
    default:
        return time_key(m, d->row->kind);
    }
}

/* --- filters */

static const char *predicate(struct maker *m, const struct stats_filter *f, const char *events);

/* The pattern for like: \ before what means something there, % for *. */
static const char *pattern(struct maker *m, const char *value)
{
    struct buf out = buf_in(m->cx->arena);

    for (; *value; value++) {
        if (*value == '%' || *value == '_' || *value == '\\')
            buf_add_char(&out, '\\');
        buf_add_char(&out, *value == '*' ? '%' : *value);
    }
    return buf_text(&out);
}

static const char *leaf_of(struct maker *m, const struct stats_filter *f, const char *x,
                           const char *value)
{
    if (f->op == STATS_MATCHES)
        return put(m, m->d->like, x, text(m, pattern(m, value)));
    return put(m, m->d->has, put(m, m->d->plain, x, ""), text(m, text_plain(m->cx->arena, value)));
}

static const char *leaf(struct maker *m, const struct stats_filter *f, const char *events)
{
    const char *x = dimension(m, &f->dimension, events);
    struct buf out = buf_in(m->cx->arena);

    if (f->op == STATS_IS && f->count == 1)
        return joined(m, x, " = ", text(m, f->values[0]));
    if (f->op == STATS_IS && f->count <= STATS_FEW) { /* a list costs a join */
        for (size_t i = 0; i < f->count; i++)
            buf_print(&out, "%s%s", i ? ", " : "", text(m, f->values[i]));
        return joined(m, x, " in (", joined(m, buf_ok(&out) ? buf_text(&out) : "", ")", ""));
    }
    if (f->op == STATS_IS)
        return put(m, m->d->among, x,
                   bound(m, (struct stats_bound){
                                .kind = STATS_TEXTS, .texts = f->values, .count = f->count}));
    for (size_t i = 0; i < f->count; i++)
        buf_print(&out, "%s%s", i ? " or " : "", leaf_of(m, f, x, f->values[i]));
    return joined(m, "(", buf_ok(&out) ? buf_text(&out) : "", ")");
}

/* The visits in which something happened. That a page was looked at for a while tells of a view before, and is no second one. */
static const char *visits_where(struct maker *m, const struct stats_filter *f)
{
    struct buf out = buf_in(m->cx->arena);

    buf_print(&out, "select d.visit from facts d where d.site = %s", number(m, m->q->site));
    buf_print(&out, " and d.at_ms >= %s", number(m, m->q->from_ms));
    buf_print(&out, " and d.at_ms < %s", number(m, m->q->to_ms));
    buf_print(&out, " and d.visit is not null and d.kind <> 'engage' and %s", predicate(m, f, "d"));
    return buf_ok(&out) ? buf_text(&out) : "";
}

static const char *predicate(struct maker *m, const struct stats_filter *f, const char *events)
{
    struct buf out = buf_in(m->cx->arena);

    switch (f->op) {
    case STATS_AND:
    case STATS_OR:
        buf_add_char(&out, '(');
        for (const struct stats_filter *k = f->first; k; k = k->next)
            buf_print(&out, "%s%s",
                      k == f->first       ? ""
                      : f->op == STATS_OR ? " or "
                                          : " and ",
                      predicate(m, k, events));
        buf_add_char(&out, ')');
        return buf_ok(&out) ? buf_text(&out) : "";
    case STATS_NOT:
        return joined(m, "not (", predicate(m, f->first, events), ")");
    case STATS_HAS_DONE:
        if (m->shape == OF_DAYS)
            return predicate(m, f->first, events);
        return joined(m, m->shape == OF_VISITS ? "v.id in (" : "f.visit in (",
                      visits_where(m, f->first), ")");
    default:
        return leaf(m, f, events);
    }
}

/* --- where the rows come from */

#define HAPPENED "f.kind <> 'engage'"

static void add_common(struct maker *m, struct buf *out, const char *alias)
{
    const char *robot = put(m, m->d->flag_column, joined(m, alias, ".", "robot"), "");

    if (m->q->robots != STATS_EVERYONE)
        buf_print(out, " and %s%s", m->q->robots == STATS_HUMANS ? "not " : "", robot);
    if (m->q->no_imports)
        buf_print(out, " and %s = 0", put(m, m->d->number, joined(m, alias, ".", "imported"), ""));
    if (m->q->filter)
        buf_print(out, " and %s", predicate(m, m->q->filter, "f"));
}

static const char *from_visits(struct maker *m)
{
    struct buf out = buf_in(m->cx->arena);

    buf_add_text(&out, " from visits v");
    if (m->to->sums[SUM_CONVERTED])
        buf_print(&out, " left join (select distinct visit from (%s) h) g on g.visit = v.id",
                  visits_where(m, m->q->goal));
    buf_print(&out, " where v.site = %s", number(m, m->q->site));
    buf_print(&out, " and v.started_ms >= %s", number(m, m->q->from_ms));
    buf_print(&out, " and v.started_ms < %s", number(m, m->q->to_ms));
    add_common(m, &out, "v");
    return buf_ok(&out) ? buf_text(&out) : "";
}

static const char *from_events(struct maker *m)
{
    const char *site = number(m, m->q->site), *from = number(m, m->q->from_ms);
    const char *to = number(m, m->q->to_ms);
    struct buf out = buf_in(m->cx->arena);

    buf_add_text(&out, " from facts f");
    if (m->joins)
        buf_print(&out,
                  " join visits v on v.id = f.visit and v.site = %s and v.started_ms < %s and "
                  "v.ended_ms >= %s",
                  site, to, from);
    if (m->to->sums[SUM_CONVERTED] && m->shape == OF_EVENTS)
        buf_print(&out, " left join (select distinct visit from (%s) h) g on g.visit = f.visit",
                  visits_where(m, m->q->goal));
    buf_print(&out, " where f.site = %s and f.at_ms >= %s and f.at_ms < %s and f.visit is not null",
              site, from, to);
    if (m->shape == OF_EVENTS)
        buf_add_text(&out, " and " HAPPENED);
    add_common(m, &out, "f");
    return buf_ok(&out) ? buf_text(&out) : "";
}

/* --- sums */

#define BOUNCED "v.views <= 1 and v.events = 0 and v.engaged_ms < 10000"
#define IS_VIEW "f.kind = 'view'"
#define IS_EVENT "f.kind not in ('view', 'engage')"

_Static_assert(VISIT_BOUNCE_MS == 10000, "BOUNCED says so");

static const char *sum_of_events(struct maker *m, enum stats_sum sum)
{
    const struct stats_dialect *d = m->d;

    switch (sum) {
    case SUM_VISITORS:
        return put(m, d->distinct, "f.visitor", "");
    case SUM_STABLE:
        return put(m, d->distinct_if, "f.visitor", put(m, d->flag_column, "v.stable", ""));
    case SUM_VISITS:
        return put(m, d->distinct, "f.visit", "");
    case SUM_VIEWS:
        return put(m, d->count_if, IS_VIEW, "");
    case SUM_EVENTS:
        return put(m, d->count_if, IS_EVENT, "");
    case SUM_BOUNCES:
        return put(m, d->distinct_if, "f.visit", BOUNCED);
    case SUM_VALUE:
        return put(m, d->sum_if, "f.value_minor",
                   joined(m, "f.currency", " = ", text(m, m->q->currency)));
    default:
        return put(m, d->distinct_if, "f.visitor", "g.visit is not null");
    }
}

static const char *sum_of_visits(struct maker *m, enum stats_sum sum)
{
    const struct stats_dialect *d = m->d;
    bool gathered = m->shape == OF_GATHERED;

    switch (sum) {
    case SUM_VISITORS:
        return put(m, d->distinct, "v.visitor", "");
    case SUM_STABLE:
        return put(m, d->distinct_if, "v.visitor", put(m, d->flag_column, "v.stable", ""));
    case SUM_VISITS:
        return put(m, d->whole, "count(*)", "");
    case SUM_VIEWS:
        return put(m, d->whole, "sum(v.views)", "");
    case SUM_EVENTS:
        return put(m, d->whole, "sum(v.events)", "");
    case SUM_BOUNCES:
        return put(m, d->count_if, gathered ? "v.bounced" : BOUNCED, "");
    case SUM_ENGAGED_MS:
        return put(m, d->whole, "sum(v.engaged_ms)", "");
    case SUM_MEDIAN_MS:
        return put(m, d->median, "v.engaged_ms", "");
    case SUM_SCROLL:
        return put(m, d->whole, "sum(v.scroll)", "");
    case SUM_SCROLLED:
        return put(m, d->count_if, "v.scroll > 0", "");
    case SUM_VALUE:
        if (gathered)
            return put(m, d->whole, "sum(v.value_minor)", "");
        return put(m, d->sum_if, "v.value_minor",
                   joined(m, "v.currency", " = ", text(m, m->q->currency)));
    default:
        return put(m, d->distinct_if, "v.visitor", "g.visit is not null");
    }
}

/* One row for a visit in a group of its events, with the names of a visit's columns. */
static const char *gathered(struct maker *m)
{
    const struct stats_question *q = m->q;
    const bool *sums = m->to->sums;
    struct buf out = buf_in(m->cx->arena);

    buf_add_text(&out, "select f.visit as id");
    for (size_t i = 0; i < q->dimension_count; i++)
        buf_print(&out, ", %s as k%zu", dimension(m, &q->dimensions[i], "f"), i);
    buf_print(&out, ", %s as visitor", put(m, m->d->any, "f.visitor", ""));
    buf_print(&out, ", %s as views", put(m, m->d->count_if, IS_VIEW, ""));
    buf_print(&out, ", %s as events", put(m, m->d->count_if, IS_EVENT, ""));
    buf_print(&out, ", %s as engaged_ms", put(m, m->d->whole, "sum(f.engaged_ms)", ""));
    buf_print(&out, ", %s as scroll", put(m, m->d->whole, "max(f.scroll)", ""));
    if (sums[SUM_STABLE])
        buf_print(&out, ", %s as stable", put(m, m->d->any, "v.stable", ""));
    if (sums[SUM_BOUNCES])
        buf_print(&out, ", %s as bounced", put(m, m->d->any, "(" BOUNCED ")", ""));
    if (sums[SUM_VALUE])
        buf_print(&out, ", %s as value_minor", sum_of_events(m, SUM_VALUE));
    buf_add_text(&out, from_events(m));
    buf_add_text(&out, " group by f.visit");
    for (size_t i = 0; i < q->dimension_count; i++)
        buf_print(&out, ", k%zu", i);
    buf_print(&out, " having %s > 0", put(m, m->d->count_if, HAPPENED, ""));
    return buf_ok(&out) ? buf_text(&out) : "";
}

static const char *from_gathered(struct maker *m)
{
    struct buf out = buf_in(m->cx->arena);

    buf_print(&out, " from (%s) v", gathered(m));
    if (m->to->sums[SUM_CONVERTED])
        buf_print(&out, " left join (select distinct visit from (%s) h) g on g.visit = v.id",
                  visits_where(m, m->q->goal));
    return buf_ok(&out) ? buf_text(&out) : "";
}

/* --- the whole */

static bool filter_needs_visits(const struct stats_filter *f)
{
    if (f->op == STATS_HAS_DONE)
        return false;
    if (f->op > STATS_HAS_DONE)
        return f->dimension.row->kind == STATS_OF_VISIT;
    for (const struct stats_filter *k = f->first; k; k = k->next)
        if (filter_needs_visits(k))
            return true;
    return false;
}

static void plan(struct maker *m)
{
    const bool *sums = m->to->sums;

    m->shape = OF_VISITS;
    if (!stats_of_events(m->q))
        return;
    m->shape =
        sums[SUM_ENGAGED_MS] || sums[SUM_MEDIAN_MS] || sums[SUM_SCROLL] ? OF_GATHERED : OF_EVENTS;
    m->joins = sums[SUM_STABLE] || sums[SUM_BOUNCES] ||
               (m->q->filter && filter_needs_visits(m->q->filter));
    for (size_t i = 0; i < m->q->dimension_count; i++)
        m->joins = m->joins || m->q->dimensions[i].row->kind == STATS_OF_VISIT;
}

static const char *const day_sums[STATS_SUMS] = {
    [SUM_VISITORS] = "visitors", [SUM_VISITS] = "visits",     [SUM_VIEWS] = "views",
    [SUM_EVENTS] = "events",     [SUM_BOUNCES] = "bounces",   [SUM_ENGAGED_MS] = "engaged_ms",
    [SUM_SCROLL] = "scroll",     [SUM_SCROLLED] = "scrolled",
};

/* The totals of imported days that belong to the question, in the columns of the statement. */
static void add_days(struct maker *m, struct buf *out, int report)
{
    const struct stats_question *q = m->q;
    int64_t from, to;

    stats_history_days(q, &from, &to);
    m->shape = OF_DAYS;
    buf_add_text(out, " union all select ");
    for (size_t i = 0; i < q->dimension_count; i++)
        buf_print(out, "%s as k%zu, ", dimension(m, &q->dimensions[i], "f"), i);
    for (int i = 0, n = 0; i < STATS_SUMS; i++) {
        const char *sum = day_sums[i] ? joined(m, "sum(h.", day_sums[i], ")") : "sum(0)";
        if (!m->to->sums[i])
            continue;
        buf_print(out, "%s%s as s%d", n++ ? ", " : "",
                  i == SUM_MEDIAN_MS ? "null" : put(m, m->d->whole, sum, ""), i);
    }
    buf_print(out, " from history h where h.site = %s", number(m, q->site));
    buf_print(out, " and h.report = %s", number(m, report));
    buf_print(out, " and h.day >= %s", number(m, from));
    buf_print(out, " and h.day < %s", number(m, to));
    if (q->filter)
        buf_print(out, " and %s", predicate(m, q->filter, "f"));
    for (size_t i = 0; i < q->dimension_count; i++)
        buf_print(out, "%sk%zu", i ? ", " : " group by ", i);
}

/* What both gave of a group is one row. */
static void add_both(struct maker *m, struct buf *out)
{
    const struct stats_question *q = m->q;

    buf_add_text(out, "select ");
    for (size_t i = 0; i < q->dimension_count; i++)
        buf_print(out, "k%zu, ", i);
    for (int i = 0, n = 0; i < STATS_SUMS; i++) {
        char name[8];
        (void)snprintf(name, sizeof(name), "s%d", i);
        if (!m->to->sums[i])
            continue;
        buf_print(out, "%s%s as %s", n++ ? ", " : "",
                  i == SUM_MEDIAN_MS ? joined(m, "max(", name, ")")
                                     : put(m, m->d->whole, joined(m, "sum(", name, ")"), ""),
                  name);
    }
    buf_add_text(out, " from (");
}

static void add_order(struct maker *m, struct buf *out)
{
    const struct stats_question *q = m->q;
    struct stats_order first = {.metric = (int)q->metrics[0], .down = true};
    const struct stats_order *order = q->order_count ? q->order : &first;
    size_t n = q->order_count ? q->order_count : 1;

    buf_add_text(out, " order by ");
    if (!q->order_count && stats_is_time(&q->dimensions[0]))
        n = 0;
    for (size_t i = 0; i < n; i++) {
        const struct stats_metric_row *row;
        const char *down = order[i].down ? " desc" : "";
        char of[16], per[16];
        if (order[i].metric < 0) {
            buf_print(out, "k%d%s, ", order[i].dimension, down);
            continue;
        }
        row = &stats_metrics[order[i].metric];
        (void)snprintf(of, sizeof(of), "s%d", row->of);
        (void)snprintf(per, sizeof(per), "s%d", row->per);
        buf_print(out, "%s%s nulls last, ",
                  row->per == SUM_NONE ? of : put(m, m->d->ratio, of, per), down);
    }
    for (size_t i = 0; i < q->dimension_count; i++)
        buf_print(out, "%sk%zu", i ? ", " : "", i);
}

enum err stats_compile(struct ctx *cx, const struct stats_question *q,
                       const struct stats_dialect *d, struct stats_statement *ret)
{
    struct maker m = {.cx = cx, .d = d, .q = q, .to = ret};
    struct buf out = buf_in(cx->arena);
    int report = stats_history_report(q);

    ret->value_count = 0;
    stats_sums_of(q, ret->sums);
    plan(&m);
    buf_print(&out, "select *%s from (",
              q->count_rows && q->dimension_count ? ", count(*) over ()" : "");
    if (report)
        add_both(&m, &out);
    buf_add_text(&out, "select ");
    for (size_t i = 0; i < q->dimension_count; i++)
        if (m.shape == OF_GATHERED)
            buf_print(&out, "v.k%zu as k%zu, ", i, i);
        else
            buf_print(&out, "%s as k%zu, ", dimension(&m, &q->dimensions[i], "f"), i);
    for (int i = 0, n = 0; i < STATS_SUMS; i++)
        if (ret->sums[i])
            buf_print(&out, "%s%s as s%d", n++ ? ", " : "",
                      m.shape == OF_EVENTS ? sum_of_events(&m, (enum stats_sum)i)
                                           : sum_of_visits(&m, (enum stats_sum)i),
                      i);
    buf_add_text(&out, m.shape == OF_VISITS   ? from_visits(&m)
                       : m.shape == OF_EVENTS ? from_events(&m)
                                              : from_gathered(&m));
    for (size_t i = 0; i < q->dimension_count; i++)
        buf_print(&out, "%sk%zu", i ? ", " : " group by ", i);
    if (report) {
        add_days(&m, &out, report);
        buf_add_text(&out, ") u");
        for (size_t i = 0; i < q->dimension_count; i++)
            buf_print(&out, "%sk%zu", i ? ", " : " group by ", i);
    }
    buf_add_text(&out, ") t");
    if (q->dimension_count)
        add_order(&m, &out);
    buf_print(&out, " limit %s", number(&m, q->limit));
    buf_print(&out, " offset %s", number(&m, q->dimension_count ? q->offset : 0));
    ret->text = buf_text(&out);
    return ret->text && !arena_full(cx->arena) ? OK : fail_memory(cx);
}

enum err stats_compile_funnel(struct ctx *cx, const struct stats_funnel *f,
                              const struct stats_dialect *d, struct stats_statement *ret)
{
    struct maker m = {.cx = cx, .d = d, .q = &f->of, .to = ret, .shape = OF_EVENTS};
    struct buf out = buf_in(cx->arena), mask = buf_in(cx->arena), any = buf_in(cx->arena);

    ret->value_count = 0;
    memset(ret->sums, 0, sizeof(ret->sums));
    m.joins = f->of.filter && filter_needs_visits(f->of.filter);
    for (size_t i = 0; i < f->step_count; i++) {
        const char *is = predicate(&m, f->steps[i], "f");
        buf_print(&mask, "%scase when %s then %d else 0 end", i ? " + " : "", is, 1 << i);
        buf_print(&any, "%s%s", i ? " or " : "", is);
    }
    buf_print(&out, "select %s, f.at_ms, f.id, ", f->by_visitor ? "f.visitor" : "f.visit");
    buf_add_text(&out, put(&m, d->whole, buf_ok(&mask) ? buf_text(&mask) : "", ""));
    buf_add_text(&out, from_events(&m));
    buf_print(&out, " and (%s) order by 1, 2, 3", buf_ok(&any) ? buf_text(&any) : "");
    ret->text = buf_text(&out);
    return ret->text && !arena_full(cx->arena) ? OK : fail_memory(cx);
}

/* --- money in other currencies */

#define VALUED "%s.value_minor is not null and %s.currency <> %s"

/* Events of the visits that the question counts, and what those visits kept whose events have left. */
static void money_of_visits(struct maker *m, struct buf *out)
{
    const char *site = number(m, m->q->site), *from = number(m, m->q->from_ms);
    const char *to = number(m, m->q->to_ms), *currency = text(m, m->q->currency);

    buf_print(out,
              "select f.currency as k0, f.value_minor as n0 from facts f join visits v on "
              "v.site = %s and v.id = f.visit and v.started_ms >= %s and v.started_ms < %s "
              "where f.site = %s and f.at_ms >= %s and " VALUED,
              site, from, to, site, from, "f", "f", currency);
    add_common(m, out, "v");
    buf_print(out,
              " union all select v.currency, v.value_minor from visits v where v.site = %s and "
              "v.started_ms >= %s and v.started_ms < %s and " VALUED,
              site, from, to, "v", "v", currency);
    buf_print(out,
              " and v.id not in (select e.visit from facts e where e.site = %s and e.at_ms >= %s "
              "and e.visit is not null and e.value_minor is not null)",
              site, from);
    add_common(m, out, "v");
}

static void money_of_events(struct maker *m, struct buf *out)
{
    m->shape = OF_EVENTS;
    m->joins = m->q->filter && filter_needs_visits(m->q->filter);
    buf_print(out, "select f.currency as k0, f.value_minor as n0%s", from_events(m));
    buf_print(out, " and " VALUED, "f", "f", text(m, m->q->currency));
}

enum err stats_compile_other_money(struct ctx *cx, const struct stats_question *q,
                                   const struct stats_dialect *d, struct stats_statement *ret)
{
    struct maker m = {.cx = cx, .d = d, .q = q, .to = ret, .shape = OF_VISITS};
    struct buf out = buf_in(cx->arena);

    ret->value_count = 0;
    memset(ret->sums, 0, sizeof(ret->sums));
    buf_print(&out, "select k0, %s as s0, count(*) as s1 from (", put(&m, d->whole, "sum(n0)", ""));
    if (stats_of_events(q))
        money_of_events(&m, &out);
    else
        money_of_visits(&m, &out);
    buf_print(&out, ") t group by k0 order by s1 desc, k0 limit %d", (int)STATS_MONEY_MAX);
    ret->text = buf_text(&out);
    return ret->text && !arena_full(cx->arena) ? OK : fail_memory(cx);
}
