/* list_plan.c -- which index a page of a list is read along, where sets of ids (list_sets.c) are no better: filters that nearly all
 * records meet, one that goes on with the order, words, conditions from above.
 *
 * SQLite keeps no statistics unless told to, and then guesses. What is known here is how many records each filter finds: its index
 * is counted up to KNOWN, which costs a millisecond or two. Three ways lead to a page, by what the scarcest filter finds:
 *
 *   SORTED at most   its index gives the records, and they are sorted.
 *   KNOWN at most    the order's index is walked, and each entry looked up in the set of ids that the filter found; a record is read
 *                    only when its id is in all such sets. An entry costs a tenth of what a record costs.
 *   more             the order's index is walked and each record read, or that of a filter which goes on with the order
 *                    (model.along).
 *
 * A walk is short when what is looked for lies anywhere in the order. Where it lies together at the far end, or two common
 * filters are seldom both true, the walk gives up (db_effort) and the filters' indexes answer after all: read whole, the scarcest
 * first, the others as sets, and only what is in all of them is read and sorted. So a page costs tens of milliseconds
 * at worst among a million records, not a walk through all of them.
 *
 * A condition from a floor above (model.extra) is not counted. It is tried a little way along the order, then by whatever index SQLite
 * finds in it, then a longer way along the order, and in the end record by record as they lie in the table, which is a
 * fifth of the cost of reading them in another order.
 *
 * A filter whose index goes on with model.along is counted together with the ranges of that field.
 * PostgreSQL has its statistics and is left alone.
 */
#include "model/list_priv.h"

#include "words_sql.h"

#include <string.h>

/* Records, but for the EFFORTs: steps of SQLite's machine, five or so for an entry that is passed over. Those of a walk that reads
 * records are dearer. */
enum {
    SORTED = 1200,
    SORTED_AMONG = 4000, /* where there are other filters, so that a walk is longer */
    KNOWN = 20000,
    MUCH = 200000,
    SET_COST = 8, /* as many ids are put into a set while one record is read */
    WORDS_COMMON = 5000,
    SAMPLE = 1500,
    SAMPLE_COMMON = 5,
    SORTED_MANY = 20000,
    EFFORT_SHORT = 40000,
    EFFORT_CONDITION = 60000,
    EFFORT_MORE = 400000, /* words are looked at, or what a condition names is listed first */
    EFFORT_RECORDS = 80000,
    EFFORT_SETS = 600000,
    EFFORT_SORT = 80, /* of a walk, for each record that would be sorted instead */
    EFFORT_COUNT = 150000,
};

enum err plan_count(struct lister *l, const struct model_filter *by, bool ranges, int64_t most,
                    int64_t *ret)
{
    struct lister probe = {
        .cx = l->cx, .db = l->db, .m = l->m, .q = l->q, .order = l->order, .is_probe = true};
    struct buf b = buf_in(l->cx->arena);
    struct where w = where_begun(&probe);
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = ranges ? where_path(&probe, &w, by) : where_filter(&probe, &w, by);

    if (e)
        return e;
    if (list_field(l->m, by->field)->kind == FIELD_KIND_TAGS) {
        w = where_begun(&probe); /* without looking for each among the records */
        where_tagged(l, &w, by);
        buf_print(&b, "select count(*) from (select 1 from record_tags where %s limit ",
                  buf_text(&w.b));
    } else {
        buf_print(&b, "select count(*) from (select 1 from %s where %s limit ", l->m->table,
                  buf_text(&w.b));
    }
    buf_print(&b, "%lld) x", (long long)most + 1);
    e = where_begin(l->cx, l->db, buf_text(&b), &w, &st);
    if (e)
        return e;
    if (ranges)
        db_effort(st, EFFORT_COUNT);
    e = db_step(l->cx, st, &row);
    if (!e)
        *ret = row && db_int(st, 0) <= most ? db_int(st, 0) : NIL;
    db_done(st);
    return e;
}

static bool has_range(const struct lister *l, const struct model_filter *by)
{
    for (size_t i = 0; i < l->q->filter_count && i < MODEL_FILTERS_MAX; i++)
        if (where_goes_with(l, by, &l->q->filters[i]))
            return true;
    return false;
}

bool plan_is_path(const struct lister *l, const struct model_filter *by)
{
    if (by->how == NOT || by->how == NOT_NULL || !strcmp(by->field, l->order.f->name))
        return false;
    for (const struct model_filter *before = l->q->filters; before < by; before++)
        if (!strcmp(before->field, by->field) && where_goes_with(l, before, by))
            return false;
    return true;
}

static int64_t sorted_at_most(const struct lister *l)
{
    const struct model_query *q = l->q;

    return q->filter_count > 1 || q->extra || l->by_words || (q->q && *q->q) ? SORTED_AMONG
                                                                             : SORTED;
}

/* Counts each filter that is not counted yet; stops at one that finds few enough to be sorted. */
static enum err count_filters(struct lister *l, int64_t most)
{
    enum err e = OK;

    for (size_t i = 0; !e && i < l->q->filter_count && i < MODEL_FILTERS_MAX; i++) {
        const struct model_filter *by = &l->q->filters[i];
        if (!plan_is_path(l, by) || l->found[i] != NIL)
            continue;
        e = plan_count(l, by, false, most, &l->found[i]);
        if (!e && has_range(l, by) && (l->found[i] == NIL || l->found[i] > SORTED))
            e = plan_count(l, by, true, most, &l->found[i]);
        if (!e && l->found[i] != NIL && l->found[i] <= sorted_at_most(l))
            return OK;
    }
    return e;
}

const struct model_filter *plan_rarest(const struct lister *l)
{
    const struct model_filter *best = NULL;
    int64_t least = INT64_MAX;

    for (size_t i = 0; i < l->q->filter_count && i < MODEL_FILTERS_MAX; i++) {
        if (l->found[i] == NIL || l->found[i] >= least)
            continue;
        least = l->found[i];
        best = &l->q->filters[i];
    }
    return best;
}

static int64_t found_by(const struct lister *l, const struct model_filter *by)
{
    return l->found[by - l->q->filters];
}

/* --- words --------------------------------------------------------------------------------- */

/* Whether the words are in many records. Asking the index costs as much as there is to find, so those that came last
 * are looked at first: what is common shows there. */
static enum err words_common(struct lister *l, bool *ret)
{
    /* What a name has in it and where it stands among names go together: there the walk may be long. */
    bool by_name = (l->order.f->flags & SEARCH) != 0;
    const char *match = words_match(l->cx, DB_SQLITE, l->m->name, &l->asked);
    struct buf b = buf_in(l->cx->arena);
    struct where w = {.b = buf_in(l->cx->arena), .engine = DB_SQLITE};
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e;

    *ret = true;
    if (!match)
        return OK;
    for (size_t i = 0; i < l->asked.n; i++) {
        buf_add_text(&w.b, i ? " and words like " : "words like ");
        where_text(&w, words_like(l->cx, l->asked.all[i]));
    }
    buf_print(&b,
              "select 1 from (select words from search_entries where site = ?1 and kind = '%s'"
              " order by record desc limit %d) x where %s limit 1 offset %d",
              l->m->name, SAMPLE, buf_text(&w.b), SAMPLE_COMMON);
    e = where_begin(l->cx, l->db, buf_text(&b), &w, &st);
    if (!e)
        e = db_step(l->cx, st, &row);
    db_done(st);
    if (e || (row && !by_name))
        return e;
    e = db_begin(l->cx, l->db, &SQL_search_common, &st);
    if (!e) {
        db_bind_text(st, "match", match);
        db_bind_int(st, "most", by_name ? SORTED_MANY : WORDS_COMMON);
        e = db_step(l->cx, st, ret);
    }
    db_done(st);
    return e;
}

/* --- choosing ------------------------------------------------------------------------------ */

bool plan_goes_along(const struct lister *l, const struct model_filter *by)
{
    return where_has_along(l, by) && !strcmp(l->m->along, l->order.f->name);
}

static const struct model_filter *along_filter(const struct lister *l)
{
    for (size_t i = 0; i < l->q->filter_count && i < MODEL_FILTERS_MAX; i++)
        if (plan_goes_along(l, &l->q->filters[i]))
            return &l->q->filters[i];
    return NULL;
}

/* No filter finds few: a walk, which may turn out long. */
static void choose_walk(struct lister *l, const struct model_filter *rarest)
{
    const struct model_filter *along = along_filter(l);
    bool other =
        l->q->extra || (l->by_words && words_match(l->cx, DB_SQLITE, l->m->name, &l->asked));

    l->plan = along ? PLAN_ALONG : PLAN_ORDER;
    l->rare = along;
    for (size_t i = 0; i < l->q->filter_count && i < MODEL_FILTERS_MAX; i++) {
        if (!strcmp(l->q->filters[i].field, l->order.f->name) || &l->q->filters[i] == along)
            continue;
        other = true;
        l->sets = l->found[i] != NIL ? KNOWN : l->sets;
    }
    l->effort = !other                       ? 0
                : l->by_words || l->q->extra ? EFFORT_MORE
                : l->sets                    ? EFFORT_SETS
                                             : EFFORT_RECORDS;
    if (l->sets && sorted_at_most(l) != SORTED && found_by(l, rarest) * EFFORT_SORT < EFFORT_SETS)
        l->effort = found_by(l, rarest) * EFFORT_SORT;
}

static bool is_condition_alone(const struct lister *l)
{
    return l->q->extra && !l->q->filter_count && !l->by_words;
}

enum err plan_choose(struct lister *l)
{
    const struct model_filter *rarest;
    enum err e;

    for (size_t i = 0; i < MODEL_FILTERS_MAX; i++)
        l->found[i] = NIL;
    if (db_engine_of(l->db) != DB_SQLITE)
        return OK;
    if (l->by_words) {
        bool many = true;
        e = words_common(l, &many);
        l->plan = many ? PLAN_ORDER : PLAN_FILTER;
        if (e || !many)
            return e;
    }
    if (is_condition_alone(l)) {
        l->plan = PLAN_ORDER;
        l->effort = EFFORT_SHORT;
    }
    e = count_filters(l, KNOWN);
    if (e || !l->q->filter_count)
        return e;
    rarest = plan_rarest(l);
    if (rarest && found_by(l, rarest) <= sorted_at_most(l)) {
        l->plan = plan_goes_along(l, rarest) ? PLAN_ALONG : PLAN_FILTER;
        l->rare = rarest;
    } else {
        choose_walk(l, rarest);
    }
    return OK;
}

/* Whether a filter stands alone and finds so many that each had better be looked up along the order than read and sorted. */
static bool is_walked(const struct lister *l, const struct model_filter *rarest)
{
    for (size_t i = 0; i < l->q->filter_count && i < MODEL_FILTERS_MAX; i++)
        if (&l->q->filters[i] != rarest && l->found[i] != NIL)
            return false;
    return found_by(l, rarest) > SORTED_MANY * 2;
}

void plan_filter(struct lister *l, const struct model_filter *rarest)
{
    l->plan = PLAN_FILTER;
    l->rare = rarest;
    l->sets = rarest ? found_by(l, rarest) * SET_COST : 0;
}

enum err plan_again(struct lister *l)
{
    const struct model_filter *rarest;
    enum err e = OK;

    l->tired = false;
    if (is_condition_alone(l) && l->tries++ < 2) {
        l->plan = l->tries == 1 ? PLAN_CONDITION : PLAN_ORDER;
        l->effort = l->tries == 1 ? EFFORT_CONDITION : EFFORT_MORE;
        return OK;
    }
    l->effort = 0;
    l->sets = MUCH;
    e = count_filters(l, MUCH);
    rarest = plan_rarest(l);
    if (e)
        return e;
    if (rarest && is_walked(l, rarest)) {
        l->plan = PLAN_ORDER;
        l->rare = NULL;
    } else if (rarest || l->by_words) {
        plan_filter(l, rarest);
    } else {
        l->plan = PLAN_SCAN;
        l->rare = NULL;
    }
    return OK;
}
