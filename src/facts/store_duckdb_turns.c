/* store_duckdb_turns.c -- facts that turned, in SQL: see store_turns.h. The newest row stays, so that numbers go on from it. */
#include "facts/store_duckdb_priv.h"
#include "facts/store_turns.h"

enum err duckdb_turns_add(struct ctx *cx, struct duckdb_store *d, const int64_t *visits, size_t n,
                          bool robot, int64_t since_ms)
{
    struct ask a;
    enum err e = ask_begin(cx, d, d->writer, &a);

    if (!e) {
        ask_add(&a,
                "insert into turns select (select coalesce(max(number), 0) from turns) + "
                "row_number() over (order by site, subject), site, subject from "
                "(select distinct f.site, f.subject from facts f where f.subject is not null and ");
        ask_add(&a, robot ? "not f.robot" : "f.robot");
        ask_number(&a, " and f.at_ms >= ?", since_ms);
        ask_numbers(&a, " and f.visit in (select unnest(?::bigint[])))", visits, n);
        e = ask_run(&a);
    }
    ask_done(&a);
    return e;
}

enum err duckdb_turns(struct ctx *cx, struct fact_store *st, int64_t after, int64_t limit,
                      struct store_turn *ret, size_t *ret_n)
{
    struct ask a;
    enum err e = ask_begin(cx, (struct duckdb_store *)st, NULL, &a);

    if (!e) {
        ask_number(&a, "select number, site, subject from turns where number > ?", after);
        ask_number(&a, " order by number limit ?", limit);
        e = ask_run(&a);
    }
    while (!e && *ret_n < (size_t)limit && ask_next(&a))
        ret[(*ret_n)++] = (struct store_turn){.number = ask_get_number(&a, 0, 0),
                                              .site = ask_get_number(&a, 1, 0),
                                              .subject = ask_get_number(&a, 2, 0)};
    ask_done(&a);
    return e;
}

enum err duckdb_turns_passed(struct ctx *cx, struct fact_store *st, int64_t number)
{
    struct duckdb_store *d = (struct duckdb_store *)st;
    struct ask a;
    enum err e;

    (void)pthread_mutex_lock(&d->append_lock);
    e = duckdb_store_open(cx, d);
    if (!e)
        e = ask_begin(cx, d, d->writer, &a);
    if (!e) {
        ask_number(&a, "delete from turns where number < ?", number);
        e = ask_run(&a);
        ask_done(&a);
    }
    (void)pthread_mutex_unlock(&d->append_lock);
    return e;
}
