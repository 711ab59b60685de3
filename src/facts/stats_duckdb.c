/* stats_duckdb.c -- questions of stats.h put to DuckDB. JSON functions are part of the library; nothing is loaded for them. */
#include "facts/stats_priv.h"
#include "facts/store_duckdb_priv.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define LOWER "abcdefghijklmnopqrstuvwxyz"

static const struct stats_dialect duckdb_dialect = {
    .name = "duckdb",
    .param = "${1}",
    .flag_column = "coalesce({1}, false)",
    .text = "coalesce({1}, '')",
    .number = "coalesce({1}, 0)",
    .whole = "coalesce({1}, 0)::bigint",
    .distinct = "count(distinct {1})",
    .distinct_if = "count(distinct {1}) filter (where {2})",
    .count_if = "count(*) filter (where {1})",
    .sum_if = "coalesce(sum({1}) filter (where {2}), 0)::bigint",
    .median = "quantile_disc({1}, 0.5)::bigint",
    .any = "any_value({1})",
    .divide = "({1} // {2})",
    .ratio = "({1}::double / nullif({2}, 0))",
    .month = "(date_trunc('month', date '1970-01-01' + ({1})::integer)::date - date '1970-01-01')",
    .among = "{1} in (select unnest({2}::varchar[]))",
    .has = "contains({1}, {2})",
    .plain = NULL, /* made of the letters of text.h */
    .like = "{1} like {2} escape '\\'",
    /* What is no JSON has no properties; a question must not fail for one such row. */
    .prop = "coalesce(json_extract_string(try_cast({1} as json), {2}::varchar), '')",
};

static enum err dialect_make(struct ctx *cx, struct stats_dialect *ret)
{
    *ret = duckdb_dialect;
    ret->plain = arena_print(cx->arena, "translate({1}, '" UPPER "%s', '" LOWER "%s')",
                             text_plain_from, text_plain_to);
    return ret->plain ? OK : fail_memory(cx);
}

static void bind(struct ask *a, const struct stats_statement *s)
{
    for (size_t i = 0; i < s->value_count; i++) {
        const struct stats_bound *v = &s->values[i];
        if (v->kind == STATS_NUMBER)
            ask_number(a, "", v->number);
        else if (v->kind == STATS_TEXT)
            ask_text(a, "", v->text);
        else
            ask_texts(a, "", v->texts, v->count);
    }
}

static void read_row(struct ask *a, const struct stats_question *q, const struct stats_statement *s,
                     struct stats_row *ret)
{
    idx_t column = 0;

    for (size_t i = 0; i < q->dimension_count; i++, column++) {
        ret->keys[i] = (struct stats_key){.text = ""};
        if (stats_is_time(&q->dimensions[i]))
            ret->keys[i].time = ask_get_number(a, column, 0);
        else
            ret->keys[i].text = ask_get_text(a, column);
    }
    for (int i = 0; i < STATS_SUMS; i++)
        ret->sums[i] = s->sums[i] ? ask_get_number(a, column++, NIL) : NIL;
}

enum err duckdb_stats(struct ctx *cx, struct fact_store *st, const struct stats_question *q,
                      struct stats_answer *ret)
{
    struct stats_statement *s = arena_alloc(cx->arena, sizeof(*s));
    struct stats_row *rows = arena_array(cx->arena, (size_t)q->limit + 1, sizeof(*rows));
    struct stats_dialect dialect;
    struct ask a;
    size_t n = 0;
    int64_t all = NIL;
    enum err e;

    if (!s || !rows)
        return fail_memory(cx);
    e = dialect_make(cx, &dialect);
    if (!e)
        e = stats_compile(cx, q, &dialect, s);
    if (e)
        return e;
    e = ask_begin(cx, (struct duckdb_store *)st, NULL, &a);
    if (e)
        goto out;
    ask_add(&a, s->text);
    bind(&a, s);
    e = ask_run(&a);
    while (!e && n < (size_t)q->limit && ask_next(&a)) {
        read_row(&a, q, s, &rows[n++]);
        if (q->count_rows && q->dimension_count)
            all = ask_get_number(&a, duckdb_column_count(&a.result) - 1, NIL);
    }
    if (!e && arena_full(cx->arena))
        e = fail_memory(cx);
    if (q->count_rows && all == NIL)
        all = q->dimension_count ? 0 : 1;
    if (!e)
        *ret = (struct stats_answer){rows, n, all};
out:
    ask_done(&a);
    return e;
}

enum err duckdb_other_money(struct ctx *cx, struct fact_store *st, const struct stats_question *q,
                            struct stats_money **ret, size_t *ret_n)
{
    struct stats_statement *s = arena_alloc(cx->arena, sizeof(*s));
    struct stats_money *rows = arena_array(cx->arena, STATS_MONEY_MAX, sizeof(*rows));
    struct stats_dialect dialect;
    struct ask a;
    size_t n = 0;
    enum err e;

    if (!s || !rows)
        return fail_memory(cx);
    e = dialect_make(cx, &dialect);
    if (!e)
        e = stats_compile_other_money(cx, q, &dialect, s);
    if (e)
        return e;
    e = ask_begin(cx, (struct duckdb_store *)st, NULL, &a);
    if (!e) {
        ask_add(&a, s->text);
        bind(&a, s);
        e = ask_run(&a);
    }
    while (!e && n < STATS_MONEY_MAX && ask_next(&a))
        rows[n++] = (struct stats_money){ask_get_text(&a, 0), ask_get_number(&a, 1, 0),
                                         ask_get_number(&a, 2, 0)};
    ask_done(&a);
    if (!e && arena_full(cx->arena))
        e = fail_memory(cx);
    if (!e) {
        *ret = rows;
        *ret_n = n;
    }
    return e;
}

enum err duckdb_funnel(struct ctx *cx, struct fact_store *st, const struct stats_funnel *f,
                       struct stats_steps *ret)
{
    struct stats_statement *s = arena_alloc(cx->arena, sizeof(*s));
    struct stats_walk walk = {.f = f};
    struct stats_dialect dialect;
    struct ask a;
    enum err e;

    if (!s)
        return fail_memory(cx);
    e = dialect_make(cx, &dialect);
    if (!e)
        e = stats_compile_funnel(cx, f, &dialect, s);
    if (e)
        return e;
    e = ask_begin(cx, (struct duckdb_store *)st, NULL, &a);
    if (!e) {
        ask_add(&a, s->text);
        bind(&a, s);
        e = ask_run(&a);
    }
    while (!e && ask_next(&a))
        stats_walk_step(&walk, ask_get_number(&a, 0, 0), ask_get_number(&a, 1, 0),
                        ask_get_number(&a, 3, 0));
    stats_walk_end(&walk);
    ask_done(&a);
    if (!e)
        *ret = walk.steps;
    return e;
}
