/* store_duckdb_history.c -- what imports brought, found and dropped by their number; and visitors who came back. */
#include "facts/store_duckdb_priv.h"

#include <string.h>

enum err duckdb_imported(struct ctx *cx, struct fact_store *st, int64_t site, int64_t imported,
                         struct store_imported *ret)
{
    struct ask a;
    enum err e = ask_begin(cx, (struct duckdb_store *)st, NULL, &a);

    if (!e) {
        ask_number(&a,
                   "select (select count(*) from facts f where f.site = $1 and "
                   "coalesce(f.imported, 0) = $2), count(*)::bigint, "
                   "coalesce(sum(v.views), 0)::bigint, count(*) filter (where v.robot), "
                   "min(v.started_ms), max(v.started_ms), (select count(*) from history h where "
                   "h.site = $1 and coalesce(h.imported, 0) = $2) "
                   "from visits v where v.site = $1",
                   site);
        ask_number(&a, " and coalesce(v.imported, 0) = $2", imported);
        e = ask_run(&a);
    }
    if (!e && ask_next(&a))
        *ret = (struct store_imported){
            .facts = ask_get_number(&a, 0, 0),
            .visits = ask_get_number(&a, 1, 0),
            .views = ask_get_number(&a, 2, 0),
            .robots = ask_get_number(&a, 3, 0),
            .first_ms = ask_get_number(&a, 4, NIL),
            .last_ms = ask_get_number(&a, 5, NIL),
            .rows = ask_get_number(&a, 6, 0),
        };
    ask_done(&a);
    return e;
}

static enum err drop_rows(struct ctx *cx, struct duckdb_store *d, const char *sql, int64_t site,
                          int64_t imported)
{
    struct ask a;
    enum err e = ask_begin(cx, d, d->writer, &a);

    if (!e) {
        ask_number(&a, sql, site);
        ask_number(&a, " and imported = ?", imported);
        e = ask_run(&a);
    }
    ask_done(&a);
    return e;
}

static enum err drop_all(struct ctx *cx, struct duckdb_store *d, int64_t site, int64_t imported,
                         const char *follower)
{
    static const char *const tables[] = {"delete from facts where site = ?",
                                         "delete from visits where site = ?",
                                         "delete from history where site = ?"};
    struct ask a;
    enum err e = OK;

    for (size_t i = 0; i < COUNT_OF(tables) && !e; i++)
        e = drop_rows(cx, d, tables[i], site, imported);
    if (e)
        return e;
    e = ask_begin(cx, d, d->writer, &a);
    if (!e) {
        ask_text(&a, "delete from followers where name = ?", follower);
        e = ask_run(&a);
    }
    ask_done(&a);
    return e;
}

enum err duckdb_drop(struct ctx *cx, struct fact_store *st, int64_t site, int64_t imported,
                     const char *follower)
{
    struct duckdb_store *d = (struct duckdb_store *)st;
    enum err e;

    (void)pthread_mutex_lock(&d->append_lock);
    e = duckdb_store_open(cx, d);
    if (!e) {
        duckdb_store_used(d);
        duckdb_store_raise(d, d->writer);
        e = duckdb_store_run(cx, d->writer, "begin");
    }
    if (!e)
        e = duckdb_store_end(cx, d, drop_all(cx, d, site, imported, follower));
    (void)pthread_mutex_unlock(&d->append_lock);
    return e;
}

enum err duckdb_returns(struct ctx *cx, struct fact_store *st, int64_t site, const char *channel,
                        int64_t from_ms, int64_t to_ms, struct store_returns *ret)
{
    struct ask a;
    enum err e = ask_begin(cx, (struct duckdb_store *)st, NULL, &a);

    if (!e) {
        ask_number(&a,
                   "select count(*), count(*) filter (where v.stable), count(*) filter (where "
                   "v.stable and b.first_ms < v.started_ms) from visits v left join (select "
                   "visitor, min(started_ms) as first_ms from visits where site = $1 and stable "
                   "and not robot and imported is null group by visitor) b on b.visitor = "
                   "v.visitor where v.site = $1",
                   site);
        ask_text(&a, " and v.channel = $2", channel);
        ask_number(&a, " and v.started_ms >= $3", from_ms);
        ask_number(&a, " and v.started_ms < $4 and not v.robot and v.imported is null", to_ms);
        e = ask_run(&a);
    }
    if (!e && ask_next(&a))
        *ret = (struct store_returns){ask_get_number(&a, 0, 0), ask_get_number(&a, 1, 0),
                                      ask_get_number(&a, 2, 0)};
    ask_done(&a);
    return e;
}
