/* list_count.c -- how many records a list has, up to MODEL_COUNT_CAP, without reading much for it.
 *
 * One filter with an index is counted along the index. What has to look into records looks at SCAN of them at most: those that the rarest
 * condition finds, or any of the site. When that was not all, the count is of those and says that there are more. PostgreSQL knows
 * its statistics, and counts as it finds best.
 */
#include "model/list_priv.h"

#include "words_sql.h"

#include <string.h>

enum { SCAN = 6000 };

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

/* The records that are looked at: in w's parameters, but a text of its own. */
static enum err looked_at(struct lister *l, struct where *w, const char *match,
                          const char **ret_text)
{
    struct buf whole = w->b;
    enum err e = OK;

    w->b = buf_in(l->cx->arena);
    if (match) {
        buf_print(&w->b,
                  "select %s.* from search_index cross join %s where %s.site = ?1"
                  " and %s.id = search_index.rowid and search_index match ",
                  l->m->table, l->m->table, l->m->table, l->m->table);
        where_text(w, match);
    } else {
        buf_print(&w->b, "select * from %s where site = ?1", l->m->table);
        if (l->rare) {
            l->is_probe = true;
            l->plan = PLAN_ANY;
            e = where_filter(l, w, l->rare);
            l->is_probe = false;
        }
    }
    buf_print(&w->b, " limit %d", SCAN);
    *ret_text = buf_text(&w->b);
    w->b = whole;
    return !e && !*ret_text ? fail_memory(l->cx) : e;
}

static enum err count_some(struct lister *l, const char *match, struct model_page *page)
{
    struct buf b = buf_in(l->cx->arena);
    const char *some = NULL;
    int64_t seen = 0, found = 0;
    struct where w;
    enum err e;

    l->plan = PLAN_ORDER;
    e = where_build(l, &w);
    if (!e)
        e = looked_at(l, &w, match, &some);
    if (e)
        return e;
    buf_print(&b, "select count(*), sum(case when %s then 1 else 0 end) from (%s) %s",
              buf_text(&w.b), some, l->m->table);
    e = run(l, buf_text(&b), &w, &seen, &found);
    page->count = found;
    page->count_more = seen >= SCAN;
    return e;
}

/* Its index alone knows how many there are. */
static bool is_told_by_index(const struct lister *l)
{
    const struct model_filter *by = &l->q->filters[0];
    const struct field *f = l->q->filter_count == 1 ? list_field(l->m, by->field) : NULL;

    return f && !f->further && f->kind != FIELD_KIND_TAGS && by->how != NOT &&
           !(field_has_key(f) && (f->flags & SORT) && (by->how == IS || by->how == ONE_OF));
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
    if (!lite || (!searched && !q->extra && (!q->filter_count || is_told_by_index(l))))
        return count_all(l, page);
    if (only_long && !q->filter_count && !q->extra)
        return count_words(l, match, page);
    return count_some(l, match, page);
}
