/* store_duckdb_age.c -- raw events whose time is over, in SQL: see store_age.h. Their bytes go when the file is written anew
 * (store_duckdb_forget.c), which is also when nothing is pending any more. */
#include "facts/store_age.h"
#include "facts/store_duckdb_priv.h"

static enum err read_aged(struct ctx *cx, struct duckdb_store *d, duckdb_connection con,
                          int64_t site, struct store_aged *ret)
{
    struct ask a;
    enum err e = ask_begin(cx, d, con, &a);

    *ret = (struct store_aged){0};
    if (!e) {
        ask_number(&a, "select before_ms, removed, pending from aged where site = ?", site);
        e = ask_run(&a);
    }
    if (!e && ask_next(&a))
        *ret = (struct store_aged){ask_get_number(&a, 0, 0), ask_get_number(&a, 1, 0),
                                   ask_get_number(&a, 2, 0)};
    ask_done(&a);
    return e;
}

static enum err drop_facts(struct ctx *cx, struct duckdb_store *d, const struct store_age_ask *q,
                           int64_t *ret_n)
{
    struct ask a;
    enum err e = ask_begin(cx, d, d->writer, &a);

    if (!e) {
        ask_number(&a, "delete from facts where site = ?", q->site);
        ask_number(&a, " and at_ms < ?", q->before_ms);
        ask_texts(&a, " and (subject is null or kind not in (select unnest(?::varchar[])))",
                  q->kept, q->kept_count);
        e = ask_run(&a);
    }
    if (!e)
        *ret_n = ask_next(&a) ? ask_get_number(&a, 0, 0) : 0;
    ask_done(&a);
    return e;
}

/* Those of before_ms and earlier calls have neither agent nor click id any more and keep the number they got. */
static enum err mask_visits(struct ctx *cx, struct duckdb_store *d, const struct store_age_ask *q,
                            int64_t since_ms)
{
    struct ask a;
    enum err e = ask_begin(cx, d, d->writer, &a);

    if (!e) {
        ask_number(&a, "update visits set visitor = xor(visitor, ?), agent = null, click_id = null",
                   q->mask);
        ask_number(&a, " where site = ? and subject is null", q->site);
        ask_number(&a, " and started_ms < ?", q->before_ms);
        ask_number(&a, " and (agent is not null or click_id is not null or started_ms >= ?)",
                   since_ms);
        e = ask_run(&a);
    }
    ask_done(&a);
    return e;
}

static enum err put_aged(struct ctx *cx, struct duckdb_store *d, int64_t site,
                         const struct store_aged *now)
{
    struct ask a;
    enum err e = ask_begin(cx, d, d->writer, &a);

    if (!e) {
        ask_number(&a, "insert or replace into aged values (?", site);
        ask_number(&a, ", ?", now->before_ms);
        ask_number(&a, ", ?", now->removed);
        ask_number(&a, ", ?)", now->pending);
        e = ask_run(&a);
    }
    ask_done(&a);
    return e;
}

static enum err age_locked(struct ctx *cx, struct duckdb_store *d, const struct store_age_ask *ask,
                           struct store_aged *ret)
{
    struct store_age_ask q = *ask;
    struct store_aged was;
    int64_t n = 0;
    enum err e = read_aged(cx, d, d->writer, q.site, &was);

    if (e)
        return e;
    if (q.before_ms < was.before_ms)
        q.before_ms = was.before_ms;
    e = drop_facts(cx, d, &q, &n);
    if (!e)
        e = mask_visits(cx, d, &q, was.before_ms);
    *ret = (struct store_aged){q.before_ms, was.removed + n, was.pending + n};
    return e ? e : put_aged(cx, d, q.site, ret);
}

enum err duckdb_age(struct ctx *cx, struct fact_store *st, const struct store_age_ask *ask,
                    struct store_aged *ret)
{
    struct duckdb_store *d = (struct duckdb_store *)st;
    enum err e;

    (void)pthread_mutex_lock(&d->append_lock);
    e = duckdb_store_open(cx, d);
    if (!e) {
        duckdb_store_raise(d, d->writer);
        e = duckdb_store_run(cx, d->writer, "begin");
    }
    if (!e)
        e = duckdb_store_end(cx, d, age_locked(cx, d, ask, ret));
    (void)pthread_mutex_unlock(&d->append_lock);
    return e;
}

enum err duckdb_aged(struct ctx *cx, struct fact_store *st, int64_t site, struct store_aged *ret)
{
    return read_aged(cx, (struct duckdb_store *)st, NULL, site, ret);
}
