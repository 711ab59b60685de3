/* statistics_read.c -- a question of the API as one of stats.h. Everything that is wrong is said at once, each by its field. */
#include "base/text.h"
#include "measure/statistics_priv.h"

#include <string.h>

struct alias {
    const char *from, *to;
};

/* Names that others use for the same. */
static const struct alias dimension_aliases[] = {
    {"entry_page", "entry"},  {"exit_page", "exit"},        {"name", "event"},
    {"goal", "event"},        {"hostname", "host"},         {"utm_source", "source"},
    {"utm_medium", "medium"}, {"utm_campaign", "campaign"}, {"utm_content", "content"},
    {"utm_term", "term"},     {"country_name", "country"},
};
static const struct alias metric_aliases[] = {
    {"pageviews", "views"},
    {"visit_duration", "engaged"},
    {"scroll_depth", "scroll"},
};

static const char *unalias(const struct alias *list, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i].from, name) == 0)
            return list[i].to;
    return name;
}

static const char *field_at(struct ctx *cx, const char *field, size_t i)
{
    const char *path = arena_print(cx->arena, "%s.%zu", field, i);

    return path ? path : field;
}

const char *statistics_field(struct ctx *cx, const char *prefix, const char *name)
{
    const char *path = arena_print(cx->arena, "%s%s", prefix, name);

    return path ? path : name;
}

void statistics_only(struct ctx *cx, const char *prefix, const struct json *v, const char *names)
{
    if (!v || v->kind != JSON_OBJECT)
        return;
    for (const struct json *m = v->first; m; m = m->next) {
        const char *name = arena_print(cx->arena, " %s ", m->name);
        if (name && !strstr(names, name))
            (void)fail_field(cx, statistics_field(cx, prefix, m->name), "field.unknown", NULL);
    }
}

static bool read_dimension(struct ctx *cx, const char *field, const char *name,
                           struct stats_dimension *ret)
{
    if (text_starts(name, "visit:") || text_starts(name, "event:"))
        name += strlen("visit:");
    name = unalias(dimension_aliases, COUNT_OF(dimension_aliases), name);
    if (stats_dimension_find(cx, name, ret))
        return true;
    (void)fail_field(cx, field, "stats.dimension", NULL);
    return false;
}

/* --- filters */

struct op_name {
    const char *name;
    enum stats_op op;
    bool negated;
};

static const struct op_name op_names[] = {
    {"is", STATS_IS, false},
    {"is_not", STATS_IS, true},
    {"contains", STATS_CONTAINS, false},
    {"contains_not", STATS_CONTAINS, true},
    {"matches", STATS_MATCHES, false},
    {"matches_not", STATS_MATCHES, true},
    {"matches_wildcard", STATS_MATCHES, false},
    {"matches_wildcard_not", STATS_MATCHES, true},
    {"and", STATS_AND, false},
    {"or", STATS_OR, false},
    {"not", STATS_NOT, false},
    {"has_done", STATS_HAS_DONE, false},
    {"has_not_done", STATS_HAS_DONE, true},
};

static const struct stats_filter *negated(struct ctx *cx, const struct stats_filter *f)
{
    struct stats_filter *no = arena_alloc(cx->arena, sizeof(*no));

    if (no)
        *no = (struct stats_filter){.op = STATS_NOT, .first = f};
    return no;
}

static bool read_values(struct ctx *cx, const char *field, const struct json *v,
                        struct stats_filter *f)
{
    const char **values;

    if (!v || v->kind != JSON_LIST || !v->count || v->count > STATS_VALUES_MAX) {
        (void)fail_field(cx, field, "stats.values", NULL);
        return false;
    }
    values = arena_array(cx->arena, v->count, sizeof(*values));
    for (const struct json *t = v->first; values && t; t = t->next) {
        if (t->kind != JSON_TEXT || t->count > STATS_TEXT_MAX) {
            (void)fail_field(cx, field, "stats.values", NULL);
            return false;
        }
        values[f->count++] = t->text;
    }
    f->values = values;
    return values != NULL;
}

static const struct stats_filter *read_members(struct ctx *cx, const char *field,
                                               const struct json *list)
{
    struct stats_filter *first = NULL, *last = NULL;
    size_t i = 0;

    for (const struct json *m = list->first; m; m = m->next, i++) {
        const struct stats_filter *read = statistics_filter(cx, field_at(cx, field, i), m);
        struct stats_filter *own = read ? arena_alloc(cx->arena, sizeof(*own)) : NULL;
        if (!own)
            return NULL;
        *own = *read;
        own->next = NULL;
        if (last)
            last->next = own;
        else
            first = own;
        last = own;
    }
    return first;
}

static bool read_group(struct ctx *cx, const char *field, const struct json *v,
                       struct stats_filter *f)
{
    bool many = f->op == STATS_AND || f->op == STATS_OR;

    if (!v || v->kind != JSON_LIST || !v->count || (many && v->first->kind != JSON_LIST)) {
        (void)fail_field(cx, field, "stats.filter_shape", NULL);
        return false;
    }
    f->first = many ? read_members(cx, field, v) : statistics_filter(cx, field, v);
    return f->first != NULL;
}

const struct stats_filter *statistics_filter(struct ctx *cx, const char *field,
                                             const struct json *v)
{
    const char *name = v && v->kind == JSON_LIST ? json_text(v->first, "") : "";
    const struct op_name *op = NULL;
    struct stats_filter *f;
    bool right;

    for (size_t i = 0; i < COUNT_OF(op_names); i++)
        if (strcmp(op_names[i].name, name) == 0)
            op = &op_names[i];
    if (!op || v->count < 2 || v->count > 3) {
        (void)fail_field(cx, field, "stats.filter_shape", NULL);
        return NULL;
    }
    f = arena_alloc(cx->arena, sizeof(*f));
    if (!f)
        return NULL;
    f->op = op->op;
    if (op->op <= STATS_HAS_DONE)
        right = read_group(cx, field, v->first->next, f);
    else
        right = read_dimension(cx, field, json_text(v->first->next, ""), &f->dimension) &&
                read_values(cx, field, v->first->next->next, f);
    return !right ? NULL : op->negated ? negated(cx, f) : f;
}

enum err statistics_filters(struct ctx *cx, const char *field, const struct json *v,
                            const struct stats_filter **ret)
{
    struct stats_filter *all;

    *ret = NULL;
    if (!v || v->kind == JSON_NULL || (v->kind == JSON_LIST && !v->count))
        return OK;
    if (v->kind != JSON_LIST)
        return fail_field(cx, field, "stats.filter_shape", NULL);
    all = arena_alloc(cx->arena, sizeof(*all));
    if (!all)
        return fail_memory(cx);
    *all = (struct stats_filter){.op = STATS_AND, .first = read_members(cx, field, v)};
    if (!all->first)
        return cx->fault.kind ? cx->fault.kind : fail_memory(cx);
    *ret = all;
    return OK;
}

const struct stats_filter *statistics_both(struct ctx *cx, const struct stats_filter *a,
                                           const struct stats_filter *b)
{
    struct stats_filter *both = a && b ? arena_array(cx->arena, 3, sizeof(*both)) : NULL;

    if (!both)
        return a ? a : b;
    both[1] = *a;
    both[2] = *b;
    both[1].next = &both[2];
    both[2].next = NULL;
    both[0] = (struct stats_filter){.op = STATS_AND, .first = &both[1]};
    return both;
}

struct stats_filter *statistics_is(struct ctx *cx, const char *dimension, enum stats_op op,
                                   const char *value)
{
    struct stats_filter *f = arena_alloc(cx->arena, sizeof(*f));
    const char **values = arena_array(cx->arena, 1, sizeof(*values));

    if (!f || !values)
        return NULL;
    values[0] = value;
    *f = (struct stats_filter){.op = op, .values = values, .count = 1};
    must(stats_dimension_find(cx, dimension, &f->dimension));
    return f;
}

/* --- the question */

static void read_metrics(struct ctx *cx, const char *field, const struct json *v,
                         struct stats_question *q)
{
    size_t i = 0;

    if (!v || v->kind != JSON_LIST || !v->count || v->count > STATS_METRICS) {
        (void)fail_field(cx, field, "stats.metrics", NULL);
        return;
    }
    for (const struct json *m = v->first; m; m = m->next, i++) {
        const char *name = json_text(m, "");
        const struct stats_metric_row *row =
            stats_metric_find(unalias(metric_aliases, COUNT_OF(metric_aliases), name));
        if (row)
            q->metrics[q->metric_count++] = (enum stats_metric)(row - stats_metrics);
        else
            (void)fail_field(cx, field_at(cx, field, i), "stats.metric_none", NULL);
    }
}

static void read_dimensions(struct ctx *cx, const char *field, const struct json *v,
                            const struct statistics_span *span, struct stats_question *q)
{
    size_t i = 0;

    if (!v || v->kind == JSON_NULL)
        return;
    if (v->kind != JSON_LIST || v->count > STATS_DIMENSIONS_MAX) {
        (void)fail_field(cx, field, "stats.dimensions", NULL);
        return;
    }
    for (const struct json *d = v->first; d; d = d->next, i++) {
        const char *name = json_text(d, "");
        if (strcmp(name, "time") == 0)
            name = statistics_interval(span);
        if (read_dimension(cx, field_at(cx, field, i), name, &q->dimensions[q->dimension_count]))
            q->dimension_count++;
    }
}

static bool read_order(struct ctx *cx, const struct json *v, struct stats_question *q)
{
    struct stats_order o = {.metric = -1, .dimension = -1};
    const char *name = v->kind == JSON_LIST ? json_text(v->first, "") : "";
    const char *way = v->kind == JSON_LIST && v->count == 2 ? json_text(v->first->next, "") : "";
    const struct stats_metric_row *row =
        stats_metric_find(unalias(metric_aliases, COUNT_OF(metric_aliases), name));
    const struct fault before = cx->fault;
    struct stats_dimension d;

    o.down = strcmp(way, "desc") == 0;
    if (row) {
        o.metric = (int)(row - stats_metrics);
    } else if (strcmp(name, "time") == 0) {
        for (size_t i = 0; i < q->dimension_count; i++)
            o.dimension = stats_is_time(&q->dimensions[i]) ? (int)i : o.dimension;
    } else if (read_dimension(cx, "order_by", name, &d)) {
        for (size_t i = 0; i < q->dimension_count; i++)
            if (d.row == q->dimensions[i].row)
                o.dimension = (int)i;
    } else {
        cx->fault = before;
    }
    if ((!o.down && strcmp(way, "asc") != 0) || (o.metric < 0 && o.dimension < 0))
        return false;
    q->order[q->order_count++] = o;
    return true;
}

static void read_orders(struct ctx *cx, const char *field, const struct json *v,
                        struct stats_question *q)
{
    size_t i = 0;

    if (!v || v->kind == JSON_NULL)
        return;
    if (v->kind != JSON_LIST || v->count > STATS_ORDER_MAX) {
        (void)fail_field(cx, field, "stats.order", NULL);
        return;
    }
    for (const struct json *o = v->first; o; o = o->next, i++)
        if (!read_order(cx, o, q))
            (void)fail_field(cx, field_at(cx, field, i), "stats.order", NULL);
}

void statistics_include(struct ctx *cx, const char *field, const struct json *include,
                        struct stats_question *q)
{
    const struct json *robots = json_get(include, "robots");

    if (include && include->kind != JSON_OBJECT && include->kind != JSON_NULL)
        (void)fail_field(cx, field, "field.object", NULL);
    statistics_only(cx, statistics_field(cx, field, "."), include,
                    " robots imports total_rows time_labels comparisons ");
    if (robots && robots->kind != JSON_BOOL && robots->kind != JSON_NULL &&
        !text_equal(json_text(robots, NULL), "only"))
        (void)fail_field(cx, statistics_field(cx, field, ".robots"), "field.choice", "choices",
                         "true, false, only", NULL);
    q->no_imports = !json_bool(json_get(include, "imports"), true);
    q->count_rows = json_bool(json_get(include, "total_rows"), false);
    if (strcmp(json_text(robots, ""), "only") == 0)
        q->robots = STATS_ROBOTS;
    else if (json_bool(robots, false))
        q->robots = STATS_EVERYONE;
}

static void read_comparison(struct ctx *cx, const struct statistics_site *site, const char *field,
                            const struct json *v, struct statistics_ask *a)
{
    const char *mode = json_text(json_get(v, "mode"), "");
    const char *word;

    if (!v || v->kind == JSON_NULL)
        return;
    statistics_only(cx, statistics_field(cx, field, "."), v, " mode date_range ");
    if (strcmp(mode, "previous_period") == 0)
        a->compare = COMPARE_PERIOD;
    else if (strcmp(mode, "year_over_year") == 0)
        a->compare = COMPARE_YEAR;
    else if (strcmp(mode, "custom") == 0 && json_get(v, "date_range"))
        a->compare = COMPARE_OWN;
    else
        (void)fail_field(cx, field, "stats.comparison", NULL);
    if (a->compare == COMPARE_OWN)
        (void)!statistics_range(cx, site, field, json_get(v, "date_range"), &a->before, &word);
    else if (a->compare)
        a->before = statistics_before(cx, site, a);
}

static void read_page(struct ctx *cx, const char *field, const struct json *v,
                      struct stats_question *q)
{
    const struct json *limit = json_get(v, "limit"), *offset = json_get(v, "offset");

    if ((limit && limit->kind != JSON_INT) || (offset && offset->kind != JSON_INT))
        (void)fail_field(cx, field, "field.int", NULL);
    statistics_only(cx, statistics_field(cx, field, "."), v, " limit offset ");
    q->limit = json_int(limit, q->dimension_count && stats_is_time(&q->dimensions[0])
                                   ? STATISTICS_LABELS_MAX
                                   : 100);
    q->offset = json_int(offset, 0);
}

static const struct json *member(const struct json *in, const struct json *common, const char *name)
{
    const struct json *own = json_get(in, name);

    return own ? own : json_get(common, name);
}

enum err statistics_prefix(struct ctx *cx, const struct fault *before, const char *prefix)
{
    const struct fault_field *since =
        before->last_field ? before->last_field->next : cx->fault.fields;
    enum err e = cx->fault.kind;

    if (!*prefix || !since)
        return e;
    cx->fault = *before;
    if (cx->fault.last_field)
        cx->fault.last_field->next = NULL;
    for (const struct fault_field *f = since; f; f = f->next)
        e = fail_field(cx, statistics_field(cx, prefix, f->field), f->key, f->params[0].name,
                       f->params[0].value, NULL);
    return e;
}

enum err statistics_read(struct ctx *cx, const struct statistics_site *site, const struct json *in,
                         const struct json *common, const char *prefix, struct statistics_ask *ret)
{
    struct statistics_ask a = {.q = stats_question_of(cx->site, 0, 1)};
    const struct json *include = member(in, common, "include");
    const struct json *goal = member(in, common, "goal");
    const struct stats_filter *shared = NULL, *own = NULL;
    const char *counts_by = json_text(member(in, common, "counts_by"), "visit");
    const struct fault none = cx->fault;
    enum err e = statistics_range(cx, site, statistics_field(cx, prefix, "date_range"),
                                  member(in, common, "date_range"), &a.span, &a.range);

    if (e)
        return e;
    a.q.from_ms = a.span.from_ms;
    a.q.to_ms = a.span.to_ms;
    a.q.currency = site->currency;
    a.q.with_days = statistics_has_days(site);
    statistics_only(
        cx, prefix, in,
        " metrics date_range dimensions filters order_by pagination include goal counts_by ");
    a.q.by_event = text_equal(counts_by, "event");
    if (!a.q.by_event && !text_equal(counts_by, "visit"))
        (void)fail_field(cx, statistics_field(cx, prefix, "counts_by"), "field.choice", "choices",
                         "visit, event", NULL);
    a.time_labels = json_bool(json_get(include, "time_labels"), false);
    read_metrics(cx, statistics_field(cx, prefix, "metrics"), member(in, common, "metrics"), &a.q);
    read_dimensions(cx, statistics_field(cx, prefix, "dimensions"), json_get(in, "dimensions"),
                    &a.span, &a.q);
    read_orders(cx, statistics_field(cx, prefix, "order_by"), json_get(in, "order_by"), &a.q);
    read_page(cx, statistics_field(cx, prefix, "pagination"), json_get(in, "pagination"), &a.q);
    statistics_include(cx, statistics_field(cx, prefix, "include"), include, &a.q);
    read_comparison(cx, site, statistics_field(cx, prefix, "include.comparisons"),
                    json_get(include, "comparisons"), &a);
    (void)!statistics_filters(cx, "filters", json_get(common, "filters"), &shared);
    (void)!statistics_filters(cx, statistics_field(cx, prefix, "filters"), json_get(in, "filters"),
                              &own);
    a.q.filter = statistics_both(cx, shared, own);
    if (goal && goal->kind != JSON_NULL)
        a.q.goal = statistics_filter(cx, statistics_field(cx, prefix, "goal"), goal);
    if (arena_full(cx->arena))
        return fail_memory(cx);
    if (cx->fault.kind)
        return cx->fault.kind;
    a.q.zone = stats_zone_of(site->zone, a.q.from_ms, a.q.to_ms);
    e = stats_check(cx, &a.q);
    if (e == ERR_INVALID)
        e = statistics_prefix(cx, &none, prefix);
    if (!e)
        *ret = a;
    return e;
}
