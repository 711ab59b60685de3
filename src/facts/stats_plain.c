/* stats_plain.c -- the questions of stats.h answered by walking all rows and believing nothing but the definitions.
 *
 * It is the measure of stats_sql.c: each fact or visit that passes is put into its group, a group keeps lists of visitors and
 * visits, and what is different is found by looking at all that came before. Quadratic on purpose.
 */
#include "facts/stats_priv.h"
#include "facts/store_memory_priv.h"

#include "base/json.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* One visit within one group. */
struct part_visit {
    const struct visit *visit;
    int64_t views, events, engaged_ms, scroll, value_minor;
    bool converted;
    bool did; /* something, not engage alone */
};

struct group {
    struct stats_key keys[STATS_DIMENSIONS_MAX];
    struct part_visit *visits;
    size_t n, cap;
    int64_t days[STATS_SUMS]; /* of imported days */
    bool has_days;
};

struct walk {
    struct ctx *cx;
    const struct stats_question *q;
    const struct stats_world *w;
    bool events;
    const struct history_row *row; /* the imported day that is looked at */
    struct group *groups;
    size_t group_count, group_cap;
};

static bool is_view(const struct fact *f)
{
    return strcmp(f->kind, "view") == 0;
}

static bool is_engage(const struct fact *f)
{
    return strcmp(f->kind, "engage") == 0;
}

/* --- dimensions and filters */

static const char *column_text(const struct fact_part *parts, size_t n, const void *record,
                               const char *column)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(parts[i].name, column) == 0)
            return part_text(record, &parts[i]);
    must_failed("a column of the tables of stats.c", __FILE__, __LINE__);
}

static const char *prop_text(struct walk *k, const struct fact *f, const char *prop)
{
    const struct json *v = NULL, *p;
    struct buf out = buf_in(k->cx->arena);
    struct json_writer w = json_to(&out);

    if (text_empty(f->props) || json_parse(k->cx, f->props, strlen(f->props), &v) != OK) {
        fault_clear(k->cx);
        return "";
    }
    p = json_get(v, prop);
    if (!p || p->kind == JSON_NULL)
        return "";
    if (p->kind == JSON_TEXT)
        return p->text;
    json_put(&w, p);
    return buf_text(&out);
}

static const char *dimension_text(struct walk *k, const struct stats_dimension *d,
                                  const struct fact *f, const struct visit *v)
{
    if (k->row)
        return column_text(history_fields, HISTORY_FIELDS, k->row, d->row->column);
    switch (d->row->kind) {
    case STATS_OF_EVENT:
        return column_text(fact_fields, FACT_FIELDS, f, d->row->column);
    case STATS_OF_PROPS:
        return prop_text(k, f, d->prop);
    default:
        return column_text(visit_fields, VISIT_FIELDS, v, d->row->column);
    }
}

static bool matches(const char *pattern, const char *text)
{
    if (*pattern == '*')
        return matches(pattern + 1, text) || (*text && matches(pattern, text + 1));
    if (!*pattern || !*text)
        return !*pattern && !*text;
    return *pattern == *text && matches(pattern + 1, text + 1);
}

static bool leaf_passes(struct walk *k, const struct stats_filter *f, const char *text)
{
    for (size_t i = 0; i < f->count; i++) {
        const char *value = f->values[i];
        if (f->op == STATS_IS && strcmp(text, value) == 0)
            return true;
        if (f->op == STATS_MATCHES && matches(value, text))
            return true;
        if (f->op == STATS_CONTAINS &&
            strstr(text_plain(k->cx->arena, text), text_plain(k->cx->arena, value)))
            return true;
    }
    return false;
}

static bool passes(struct walk *k, const struct stats_filter *f, const struct fact *fact,
                   const struct visit *v);

/* Whether something passed in the visit, within the period. */
static bool happened(struct walk *k, const struct stats_filter *f, const struct visit *v)
{
    for (size_t i = 0; i < k->w->fact_count; i++) {
        const struct fact *fact = &k->w->facts[i];
        if (fact->site == k->q->site && fact->visit == v->id && fact->at_ms >= k->q->from_ms &&
            fact->at_ms < k->q->to_ms && !is_engage(fact) && passes(k, f, fact, v))
            return true;
    }
    return false;
}

static bool passes(struct walk *k, const struct stats_filter *f, const struct fact *fact,
                   const struct visit *v)
{
    switch (f->op) {
    case STATS_AND:
    case STATS_OR:
        for (const struct stats_filter *m = f->first; m; m = m->next)
            if (passes(k, m, fact, v) == (f->op == STATS_OR))
                return f->op == STATS_OR;
        return f->op == STATS_AND;
    case STATS_NOT:
        return !passes(k, f->first, fact, v);
    case STATS_HAS_DONE:
        if (k->row)
            return passes(k, f->first, fact, v);
        return happened(k, f->first, v);
    default:
        return leaf_passes(k, f, dimension_text(k, &f->dimension, fact, v));
    }
}

static bool common(const struct stats_question *q, bool robot, int64_t imported)
{
    if ((q->robots == STATS_HUMANS && robot) || (q->robots == STATS_ROBOTS && !robot))
        return false;
    return !q->no_imports || imported == 0;
}

static bool within(const struct stats_question *q, int64_t site, int64_t ms)
{
    return site == q->site && ms >= q->from_ms && ms < q->to_ms;
}

static const struct visit *visit_of(const struct stats_world *w, const struct fact *f)
{
    for (size_t i = 0; f->visit && i < w->visit_count; i++)
        if (w->visits[i].id == f->visit && w->visits[i].site == f->site)
            return &w->visits[i];
    return NULL;
}

static bool fact_counts(struct walk *k, const struct fact *f, const struct visit *v)
{
    const struct stats_question *q = k->q;

    return v && within(q, f->site, f->at_ms) && common(q, f->robot, f->imported) &&
           (!q->filter || passes(k, q->filter, f, v));
}

static bool visit_counts(struct walk *k, const struct visit *v)
{
    return v && within(k->q, v->site, v->started_ms) && common(k->q, v->robot, v->imported) &&
           (!k->q->filter || passes(k, k->q->filter, NULL, v));
}

/* --- groups */

static void *room(void *rows, size_t n, size_t *cap, size_t size)
{
    if (n < *cap)
        return rows;
    *cap = *cap ? *cap * 2 : 16;
    rows = realloc(rows, *cap * size);
    must(rows != NULL);
    return rows;
}

static struct group *group_of(struct walk *k, const struct fact *f, const struct visit *v)
{
    struct group g = {0};
    size_t i;

    for (i = 0; i < k->q->dimension_count; i++) {
        const struct stats_dimension *d = &k->q->dimensions[i];
        g.keys[i].text = "";
        if (stats_is_time(d) && k->row) {
            g.keys[i].time = stats_time_key(&(struct stats_zone){.until_ms = {INT64_MAX}, .n = 1},
                                            d->row->kind, DAYS_MS(k->row->day));
        } else if (stats_is_time(d)) {
            must(f || v);
            g.keys[i].time =
                stats_time_key(&k->q->zone, d->row->kind, f ? f->at_ms : v->started_ms);
        } else {
            g.keys[i].text = dimension_text(k, d, f, v);
        }
    }
    for (i = 0; i < k->group_count; i++) {
        size_t same = 0;
        while (same < k->q->dimension_count && k->groups[i].keys[same].time == g.keys[same].time &&
               strcmp(k->groups[i].keys[same].text, g.keys[same].text) == 0)
            same++;
        if (same == k->q->dimension_count)
            return &k->groups[i];
    }
    k->groups = room(k->groups, k->group_count, &k->group_cap, sizeof(*k->groups));
    k->groups[k->group_count] = g;
    return &k->groups[k->group_count++];
}

static struct part_visit *part_of(struct walk *k, struct group *g, const struct visit *v)
{
    for (size_t i = 0; i < g->n; i++)
        if (g->visits[i].visit == v)
            return &g->visits[i];
    g->visits = room(g->visits, g->n, &g->cap, sizeof(*g->visits));
    g->visits[g->n] =
        (struct part_visit){.visit = v, .converted = k->q->goal && happened(k, k->q->goal, v)};
    return &g->visits[g->n++];
}

static bool same_currency(const struct stats_question *q, const char *currency)
{
    return q->currency && strcmp(q->currency, currency) == 0;
}

static void add_fact(struct walk *k, const struct fact *f, const struct visit *v)
{
    struct part_visit *p = part_of(k, group_of(k, f, v), v);

    p->did = p->did || !is_engage(f);
    p->views += is_view(f);
    p->events += !is_view(f) && !is_engage(f);
    p->engaged_ms += f->engaged_ms;
    p->scroll = f->scroll > p->scroll ? f->scroll : p->scroll;
    if (f->value_minor != NIL && same_currency(k->q, f->currency))
        p->value_minor += f->value_minor;
}

static void add_visit(struct walk *k, const struct visit *v)
{
    struct part_visit *p = part_of(k, group_of(k, NULL, v), v);

    p->did = true;
    p->views = v->views;
    p->events = v->events;
    p->engaged_ms = v->engaged_ms;
    p->scroll = v->scroll;
    if (v->value_minor != NIL && same_currency(k->q, v->currency))
        p->value_minor = v->value_minor;
}

static void gather(struct walk *k)
{
    for (size_t i = 0; k->events && i < k->w->fact_count; i++) {
        const struct fact *f = &k->w->facts[i];
        const struct visit *v = visit_of(k->w, f);
        if (fact_counts(k, f, v))
            add_fact(k, f, v);
    }
    for (size_t i = 0; !k->events && i < k->w->visit_count; i++) {
        const struct visit *v = &k->w->visits[i];
        if (visit_counts(k, v))
            add_visit(k, v);
    }
}

static void gather_days(struct walk *k)
{
    int report = stats_history_report(k->q);
    int64_t from, to;

    stats_history_days(k->q, &from, &to);
    for (size_t i = 0; report && i < k->w->row_count; i++) {
        const struct history_row *r = &k->w->rows[i];
        struct group *g;
        k->row = r;
        if (r->site != k->q->site || r->report != report || r->day < from || r->day >= to ||
            (k->q->filter && !passes(k, k->q->filter, NULL, NULL)))
            continue;
        g = group_of(k, NULL, NULL);
        g->has_days = true;
        g->days[SUM_VISITORS] += r->visitors;
        g->days[SUM_VISITS] += r->visits;
        g->days[SUM_VIEWS] += r->views;
        g->days[SUM_EVENTS] += r->events;
        g->days[SUM_BOUNCES] += r->bounces;
        g->days[SUM_ENGAGED_MS] += r->engaged_ms;
        g->days[SUM_SCROLL] += r->scroll;
        g->days[SUM_SCROLLED] += r->scrolled;
    }
    k->row = NULL;
}

/* Visits that did nothing in a group leave it, and groups without visits leave the answer. */
static void drop_idle(struct walk *k)
{
    size_t groups = 0;

    for (size_t i = 0; i < k->group_count; i++) {
        struct group *g = &k->groups[i];
        size_t n = 0;
        for (size_t p = 0; p < g->n; p++)
            if (g->visits[p].did)
                g->visits[n++] = g->visits[p];
        g->n = n;
        if (n || g->has_days || !k->q->dimension_count)
            k->groups[groups++] = *g;
        else
            free(g->visits);
    }
    k->group_count = groups;
}

/* --- sums */

static bool new_visitor(const struct group *g, size_t i, bool stable, bool converted)
{
    for (size_t k = 0; k < i; k++)
        if (g->visits[k].visit->visitor == g->visits[i].visit->visitor &&
            (!stable || g->visits[k].visit->stable) && (!converted || g->visits[k].converted))
            return false;
    return (!stable || g->visits[i].visit->stable) && (!converted || g->visits[i].converted);
}

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return x < y ? -1 : x > y;
}

static int64_t median_ms(const struct group *g)
{
    int64_t *all = calloc(g->n + 1, sizeof(*all)), middle;

    must(all != NULL);
    for (size_t i = 0; i < g->n; i++)
        all[i] = g->visits[i].engaged_ms;
    qsort(all, g->n, sizeof(*all), by_number);
    middle = g->n ? all[(g->n - 1) / 2] : NIL;
    free(all);
    return middle;
}

static void sum_up(const struct walk *k, const struct group *g, struct stats_row *ret)
{
    int64_t sums[STATS_SUMS] = {0};
    bool wanted[STATS_SUMS];

    for (size_t i = 0; i < g->n; i++) {
        const struct part_visit *p = &g->visits[i];
        sums[SUM_VISITORS] += new_visitor(g, i, false, false);
        sums[SUM_STABLE] += new_visitor(g, i, true, false);
        sums[SUM_CONVERTED] += new_visitor(g, i, false, true);
        sums[SUM_VISITS]++;
        sums[SUM_VIEWS] += p->views;
        sums[SUM_EVENTS] += p->events;
        sums[SUM_BOUNCES] += visit_is_bounce(p->visit);
        sums[SUM_ENGAGED_MS] += p->engaged_ms;
        sums[SUM_SCROLL] += p->scroll;
        sums[SUM_SCROLLED] += p->scroll > 0;
        sums[SUM_VALUE] += p->value_minor;
    }
    for (int i = 0; i < STATS_SUMS; i++)
        sums[i] += g->days[i];
    sums[SUM_MEDIAN_MS] = median_ms(g);
    stats_sums_of(k->q, wanted);
    memcpy(ret->keys, g->keys, sizeof(ret->keys));
    for (int i = 0; i < STATS_SUMS; i++)
        ret->sums[i] = wanted[i] ? sums[i] : NIL;
}

/* --- order */

struct sorted {
    const struct stats_question *q;
    struct stats_row row;
};

static int key_order(const struct sorted *x, const struct sorted *y, int i)
{
    const struct stats_key *a = &x->row.keys[i], *b = &y->row.keys[i];

    if (a->time != b->time)
        return a->time < b->time ? -1 : 1;
    return strcmp(a->text, b->text);
}

static int metric_order(const struct sorted *x, const struct sorted *y, enum stats_metric m,
                        bool down)
{
    double a = 0, b = 0;
    bool has_a = stats_value(&x->row, m, &a), has_b = stats_value(&y->row, m, &b);

    if (has_a != has_b)
        return has_a ? -1 : 1;
    if (a < b || a > b)
        return (a < b) == down ? 1 : -1;
    return 0;
}

static int by_order(const void *a, const void *b)
{
    const struct sorted *x = a, *y = b;
    const struct stats_question *q = x->q;
    int c = 0;

    for (size_t i = 0; i < q->order_count && !c; i++) {
        const struct stats_order *o = &q->order[i];
        if (o->metric >= 0)
            c = metric_order(x, y, (enum stats_metric)o->metric, o->down);
        else
            c = key_order(x, y, o->dimension) * (o->down ? -1 : 1);
    }
    if (!q->order_count && !stats_is_time(&q->dimensions[0]))
        c = metric_order(x, y, q->metrics[0], true);
    for (int i = 0; i < (int)q->dimension_count && !c; i++)
        c = key_order(x, y, i);
    return c;
}

enum err stats_plain(struct ctx *cx, const struct stats_question *q, const struct stats_world *w,
                     struct stats_answer *ret)
{
    struct walk k = {.cx = cx, .q = q, .w = w, .events = stats_of_events(q)};
    struct sorted *all;
    size_t n = 0;

    gather(&k);
    gather_days(&k);
    drop_idle(&k);
    if (!q->dimension_count && !k.group_count) {
        k.groups = room(k.groups, 0, &k.group_cap, sizeof(*k.groups));
        k.groups[k.group_count++] = (struct group){0};
    }
    all = calloc(k.group_count + 1, sizeof(*all));
    must(all != NULL);
    for (size_t i = 0; i < k.group_count; i++) {
        all[i].q = q;
        sum_up(&k, &k.groups[i], &all[i].row);
        free(k.groups[i].visits);
    }
    if (q->dimension_count)
        qsort(all, k.group_count, sizeof(*all), by_order);
    ret->rows = arena_array(cx->arena, k.group_count + 1, sizeof(*ret->rows));
    for (size_t i = q->dimension_count ? (size_t)q->offset : 0;
         ret->rows && i < k.group_count && n < (size_t)q->limit; i++)
        ret->rows[n++] = all[i].row;
    ret->n = n;
    ret->all = !q->count_rows ? NIL : n ? (int64_t)k.group_count : 0;
    free(all);
    free(k.groups);
    return arena_full(cx->arena) ? fail_memory(cx) : OK;
}

/* --- money in other currencies */

struct monies {
    struct stats_money *rows;
    size_t n, cap;
};

static void add_money(struct monies *m, const char *currency, int64_t value_minor)
{
    size_t i = 0;

    while (i < m->n && strcmp(m->rows[i].currency, currency) != 0)
        i++;
    if (i == m->n) {
        m->rows = room(m->rows, m->n, &m->cap, sizeof(*m->rows));
        m->rows[m->n++] = (struct stats_money){.currency = currency};
    }
    m->rows[i].value_minor += value_minor;
    m->rows[i].events++;
}

static bool has_values(const struct stats_world *w, const struct visit *v)
{
    for (size_t i = 0; i < w->fact_count; i++)
        if (w->facts[i].visit == v->id && w->facts[i].value_minor != NIL)
            return true;
    return false;
}

static void gather_money(struct walk *k, struct monies *m)
{
    for (size_t i = 0; i < k->w->fact_count; i++) {
        const struct fact *f = &k->w->facts[i];
        const struct visit *v = visit_of(k->w, f);
        if (f->value_minor != NIL && !same_currency(k->q, f->currency) &&
            (k->events ? !is_engage(f) && fact_counts(k, f, v) : visit_counts(k, v)))
            add_money(m, f->currency, f->value_minor);
    }
    for (size_t i = 0; !k->events && i < k->w->visit_count; i++) {
        const struct visit *v = &k->w->visits[i];
        if (v->value_minor != NIL && !same_currency(k->q, v->currency) && visit_counts(k, v) &&
            !has_values(k->w, v))
            add_money(m, v->currency, v->value_minor);
    }
}

static int most_events_first(const void *a, const void *b)
{
    const struct stats_money *x = a, *y = b;

    if (x->events != y->events)
        return x->events > y->events ? -1 : 1;
    return strcmp(x->currency, y->currency);
}

enum err stats_plain_other_money(struct ctx *cx, const struct stats_question *q,
                                 const struct stats_world *w, struct stats_money **ret,
                                 size_t *ret_n)
{
    struct walk k = {.cx = cx, .q = q, .w = w, .events = stats_of_events(q)};
    struct monies m = {0};
    size_t n;

    gather_money(&k, &m);
    if (m.n)
        qsort(m.rows, m.n, sizeof(*m.rows), most_events_first);
    n = m.n < STATS_MONEY_MAX ? m.n : STATS_MONEY_MAX;
    *ret = arena_array(cx->arena, n + 1, sizeof(**ret));
    for (size_t i = 0; *ret && i < n; i++) {
        (*ret)[i] = m.rows[i];
        (*ret)[i].currency = arena_dup(cx->arena, m.rows[i].currency);
    }
    *ret_n = n;
    free(m.rows);
    return arena_full(cx->arena) ? fail_memory(cx) : OK;
}

/* --- funnels */

struct step {
    int64_t who, at_ms, id, mask;
};

static int by_who(const void *a, const void *b)
{
    const struct step *x = a, *y = b;

    if (x->who != y->who)
        return x->who < y->who ? -1 : 1;
    if (x->at_ms != y->at_ms)
        return x->at_ms < y->at_ms ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

enum err stats_plain_funnel(struct ctx *cx, const struct stats_funnel *f,
                            const struct stats_world *w, struct stats_steps *ret)
{
    struct walk k = {.cx = cx, .q = &f->of, .w = w, .events = true};
    struct step *steps = calloc(w->fact_count + 1, sizeof(*steps));
    struct stats_walk walk = {.f = f};
    size_t n = 0;

    must(steps != NULL);
    for (size_t i = 0; i < w->fact_count; i++) {
        const struct fact *fact = &w->facts[i];
        const struct visit *v = visit_of(w, fact);
        int64_t mask = 0;
        if (is_engage(fact) || !fact_counts(&k, fact, v))
            continue;
        for (size_t s = 0; s < f->step_count; s++)
            mask |= passes(&k, f->steps[s], fact, v) ? INT64_C(1) << s : 0;
        steps[n++] =
            (struct step){f->by_visitor ? fact->visitor : fact->visit, fact->at_ms, fact->id, mask};
    }
    qsort(steps, n, sizeof(*steps), by_who);
    for (size_t i = 0; i < n; i++)
        stats_walk_step(&walk, steps[i].who, steps[i].at_ms, steps[i].mask);
    stats_walk_end(&walk);
    free(steps);
    *ret = walk.steps;
    return arena_full(cx->arena) ? fail_memory(cx) : OK;
}

/* --- the port's; what is answered is copied, as the store may forget the rows meanwhile */

static struct stats_world world_of(const struct memory_store *m)
{
    return (struct stats_world){m->facts,       m->count, m->visits,
                                m->visit_count, m->rows,  m->row_count};
}

enum err memory_stats(struct ctx *cx, struct fact_store *st, const struct stats_question *q,
                      struct stats_answer *ret)
{
    struct memory_store *m = memory_take(st);
    struct stats_world w = world_of(m);
    enum err e = stats_plain(cx, q, &w, ret);

    for (size_t i = 0; !e && i < ret->n; i++)
        for (size_t k = 0; k < q->dimension_count; k++)
            ret->rows[i].keys[k].text = arena_dup(cx->arena, ret->rows[i].keys[k].text);
    memory_give(m);
    return !e && arena_full(cx->arena) ? fail_memory(cx) : e;
}

enum err memory_other_money(struct ctx *cx, struct fact_store *st, const struct stats_question *q,
                            struct stats_money **ret, size_t *ret_n)
{
    struct memory_store *m = memory_take(st);
    struct stats_world w = world_of(m);
    enum err e = stats_plain_other_money(cx, q, &w, ret, ret_n);

    memory_give(m);
    return e;
}

enum err memory_funnel(struct ctx *cx, struct fact_store *st, const struct stats_funnel *f,
                       struct stats_steps *ret)
{
    struct memory_store *m = memory_take(st);
    struct stats_world w = world_of(m);
    enum err e = stats_plain_funnel(cx, f, &w, ret);

    memory_give(m);
    return e;
}
