/* list_count.c -- how many records a list has, up to MODEL_COUNT_CAP, without reading much for it.
 *
 * One filter with an index is counted along the index, mostly by list_plan.c already. Several are counted as far as a little effort goes:
 * those of the scarcest that are in the sets of the others, read from the record only where no index tells. When the effort
 * was spent, the count is of what was found until then and says that there are more. PostgreSQL knows its statistics, and
 * counts as it finds best.
 */
#include "model/list_priv.h"

#include "words_sql.h"

#include <string.h>

/* SCAN: records looked at for words. EFFORTs: steps of SQLite's machine; where records are read they are dearer than along an index. */
enum { SCAN = 3000, EFFORT_RECORDS = 12000, EFFORT_SETS = 200000, SETS_MAX = 20000 };

static enum err run(struct lister *l, const char *text, const struct where *w, int64_t *ret_first,
                    int64_t *ret_second)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = where_begin(l->cx, l->db, text, w, &st);

    if (e)
        return e;
    e = db_step(l->cx, st, &row);
    if (!e && row) {
        *ret_first = db_int(st, 0);
        if (ret_second)
            *ret_second = db_int(st, 1) == NIL ? 0 : db_int(st, 1);
    }
    db_done(st);
    return e;
}

static enum err count_all(struct lister *l, struct model_page *page)
{
    struct buf b = buf_in(l->cx->arena);
    struct where w;
    enum err e;

    l->plan = PLAN_ANY;
    l->rare = NULL;
    l->sets = 0;
    e = where_build(l, &w);
    if (e)
        return e;
    buf_print(&b, "select count(*) from (select 1 from %s where %s limit %d) x", l->m->table,
              buf_text(&w.b), MODEL_COUNT_CAP + 1);
    return run(l, buf_text(&b), &w, &page->count, NULL);
}

/* What answers to the words alone, as the index tells. */
static enum err count_words(struct lister *l, const char *match, struct model_page *page)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(l->cx, l->db, &SQL_search_count, &st);

    if (!e) {
        db_bind_text(st, "match", match);
        db_bind_int(st, "most", MODEL_COUNT_CAP + 1);
        e = db_step(l->cx, st, &row);
    }
    if (!e && row)
        page->count = db_int(st, 0);
    db_done(st);
    return e;
}

/* What answers to the words, and is looked at for the filters: in w's parameters, but a text of its own. */
static const char *answering(struct lister *l, struct where *w, const char *match)
{
    struct buf whole = w->b;
    const char *text;

    w->b = buf_in(l->cx->arena);
    buf_print(&w->b,
              "select %s.* from search_index cross join %s where %s.site = ?1"
              " and %s.id = search_index.rowid and search_index match ",
              l->m->table, l->m->table, l->m->table, l->m->table);
    where_text(w, match);
    buf_print(&w->b, " limit %d", SCAN);
    text = buf_text(&w->b);
    w->b = whole;
    return text;
}

static enum err count_answering(struct lister *l, const char *match, struct model_page *page)
{
    struct buf b = buf_in(l->cx->arena);
    const char *some;
    int64_t seen = 0, found = 0;
    struct where w;
    enum err e;

    l->plan = PLAN_ORDER;
    l->sets = 0;
    l->matched = true;
    e = where_build(l, &w);
    if (e)
        return e;
    some = answering(l, &w, match);
    buf_print(&b, "select count(*), sum(case when %s then 1 else 0 end) from (%s) %s",
              buf_text(&w.b), some, l->m->table);
    e = run(l, some ? buf_text(&b) : NULL, &w, &seen, &found);
    page->count = found;
    page->count_more = seen >= SCAN;
    return e;
}

/* Whether each condition is looked up in an index: nothing has to be read from a record. */
static bool is_all_sets(const struct lister *l)
{
    const struct model_query *q = l->q;
    bool all = !q->extra && !l->by_words && !(q->q && *q->q);

    for (size_t i = 0; all && i < q->filter_count && i < MODEL_FILTERS_MAX; i++) {
        const struct field *f = list_field(l->m, q->filters[i].field);
        all = (&q->filters[i] == l->rare || where_is_set(l, &q->filters[i]) ||
               (l->rare && where_goes_with(l, l->rare, &q->filters[i]))) &&
              f && where_is_told_by_index(f, &q->filters[i]);
    }
    return all;
}

/* As many as are found with some effort. */
static enum err count_some(struct lister *l, struct model_page *page)
{
    struct buf b = buf_in(l->cx->arena);
    struct db_stmt *st = NULL;
    struct where w;
    bool found =
        l->plan == PLAN_CONDITION; /* the way to the page: the condition has a good index */
    bool row = false;
    enum err e;

    plan_filter(l, plan_rarest(l));
    l->sets = l->sets < SETS_MAX ? l->sets : SETS_MAX;
    for (size_t i = 0; !l->rare && i < l->q->filter_count && i < MODEL_FILTERS_MAX; i++)
        if (where_has_along(l, &l->q->filters[i]))
            l->rare = &l->q->filters[i];
    if (!l->rare && !l->by_words)
        l->plan = found ? PLAN_CONDITION : PLAN_SCAN;
    e = where_build(l, &w);
    if (e)
        return e;
    buf_print(&b, "select 1 from %s where %s limit %d", l->m->table, buf_text(&w.b),
              MODEL_COUNT_CAP + 1);
    e = where_begin(l->cx, l->db, buf_text(&b), &w, &st);
    if (e)
        return e;
    db_effort(st, is_all_sets(l) || l->plan == PLAN_SCAN || l->plan == PLAN_CONDITION
                      ? EFFORT_SETS
                      : EFFORT_RECORDS);
    page->count = 0;
    while (!(e = db_step(l->cx, st, &row)) && row)
        page->count++;
    page->count_more = db_tired(st);
    db_done(st);
    return e;
}

/* A filter alone whose index knows how many there are. */
static bool is_told_by_index(const struct lister *l)
{
    const struct model_filter *by = &l->q->filters[0];
    const struct field *f = l->q->filter_count == 1 ? list_field(l->m, by->field) : NULL;

    return f && where_is_told_by_index(f, by);
}

static enum err count_along(struct lister *l, struct model_page *page)
{
    int64_t found = l->found[0];
    enum err e = OK;

    if (found == NIL)
        e = plan_count(l, &l->q->filters[0], false, MODEL_COUNT_CAP, &found);
    page->count = found == NIL || found > MODEL_COUNT_CAP ? MODEL_COUNT_CAP + 1 : found;
    return e;
}

enum err list_count(struct lister *l, struct model_page *page)
{
    const struct model_query *q = l->q;
    bool searched = q->q && *q->q, lite = db_engine_of(l->db) == DB_SQLITE;
    const char *match =
        lite && l->by_words ? words_match(l->cx, DB_SQLITE, l->m->name, &l->asked) : NULL;
    bool only_long = match != NULL;

    for (size_t i = 0; i < l->asked.n; i++)
        only_long = only_long && word_is_long(l->asked.all[i]);
    if (lite && !searched && !q->extra && is_told_by_index(l))
        return count_along(l, page);
    if (!lite || (!searched && !q->extra && !q->filter_count))
        return count_all(l, page);
    if (only_long && !q->filter_count && !q->extra)
        return count_words(l, match, page);
    return match ? count_answering(l, match, page) : count_some(l, page);
}
