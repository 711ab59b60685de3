/* store_duckdb_visitors.c -- visitors in SQL: see store_visitors.h. Ids of visits rise with time, so they say which is the latest. */
#include "facts/store_duckdb_priv.h"
#include "facts/store_visitors.h"

enum err duckdb_visitors(struct ctx *cx, struct fact_store *st, int64_t site,
                         const int64_t *visitors, size_t n, struct store_visitor_sum *ret,
                         size_t *ret_n)
{
    struct ask a;
    enum err e = ask_begin(cx, (struct duckdb_store *)st, NULL, &a);

    if (e)
        goto out;
    ask_number(&a,
               "select visitor, count(*), sum(views)::bigint, min(started_ms), max(ended_ms), "
               "arg_max(consent, id), coalesce(bool_or(stable), false), arg_max(device, id), "
               "arg_max(browser, id), arg_max(os, id), arg_min(channel, id), arg_min(source, id), "
               "arg_min(medium, id) from visits where site = ?",
               site);
    ask_numbers(&a,
                " and not robot and visitor in (select unnest(?::bigint[])) group by visitor "
                "order by visitor",
                visitors, n);
    e = ask_run(&a);
    while (!e && *ret_n < n && ask_next(&a))
        ret[(*ret_n)++] = (struct store_visitor_sum){.visitor = ask_get_number(&a, 0, 0),
                                                     .visits = ask_get_number(&a, 1, 0),
                                                     .views = ask_get_number(&a, 2, 0),
                                                     .first_ms = ask_get_number(&a, 3, 0),
                                                     .last_ms = ask_get_number(&a, 4, 0),
                                                     .consent = ask_get_number(&a, 5, 0),
                                                     .stable = ask_get_flag(&a, 6),
                                                     .device = ask_get_text(&a, 7),
                                                     .browser = ask_get_text(&a, 8),
                                                     .os = ask_get_text(&a, 9),
                                                     .channel = ask_get_text(&a, 10),
                                                     .source = ask_get_text(&a, 11),
                                                     .medium = ask_get_text(&a, 12)};
out:
    ask_done(&a);
    return e;
}
