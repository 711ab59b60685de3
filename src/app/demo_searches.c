/* demo_searches.c -- what people searched before they came to the demonstration: half a year of exports, a month each, in which the
 * name of the company is written more and more. */
#include "app/demo_priv.h"

#include "base/text.h"
#include "measure/period.h"

#include "demo_sql.h"

#include <stdio.h>
#include <string.h>

enum { MONTHS = 6 };

static const struct {
    const char *query;
    int64_t impressions, clicks, position_milli;
    int64_t growth; /* percent a month */
} queries[] = {
    {"ferramentas aurora", 820, 410, 1200, 9},
    {"aurora ferramentas catálogo", 240, 96, 1400, 12},
    {"aurora inserto torno", 130, 31, 2300, 6},
    {"ferramentas de corte", 5200, 140, 8700, 1},
    {"inserto para torno", 3900, 120, 7400, 1},
    {"fresa de topo metal duro", 2100, 75, 6100, 2},
    {"broca metal duro preço", 1700, 48, 9800, 0},
    {"fornecedor de ferramentas de corte", 900, 39, 5200, 3},
};

static enum err put_term(struct ctx *cx, struct db *db, int64_t import, int64_t n, int month,
                         size_t i)
{
    int64_t first = month_start(day_of(NULL, ctx_now(cx)), month - MONTHS);
    int64_t percent = 100 + queries[i].growth * month;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_demo_search_term, &st);

    if (e)
        goto out;
    db_bind_int(st, "import", import);
    db_bind_int(st, "n", n);
    db_bind_int(st, "first_day", first);
    db_bind_int(st, "last_day", month_start(first, 1) - 1);
    db_bind_text(st, "query", queries[i].query);
    db_bind_text(st, "query_key", text_fold(cx->arena, queries[i].query));
    db_bind_int(st, "impressions", queries[i].impressions * percent / 100);
    db_bind_int(st, "clicks", queries[i].clicks * percent / 100);
    db_bind_int(st, "position_milli", queries[i].position_milli);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err put_terms_of_brand(struct ctx *cx, struct db *db)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_demo_setting_set, &st);

    if (e)
        goto out;
    db_bind_text(st, "key", "measure.brand_terms");
    db_bind_text(st, "value", "aurora");
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err put_import(struct ctx *cx, struct db *db, int64_t id)
{
    int64_t today = day_of(NULL, ctx_now(cx));
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_demo_search_import, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id);
    db_bind_int(st, "n", MONTHS * (int64_t)COUNT_OF(queries));
    db_bind_int(st, "first_day", month_start(today, -MONTHS));
    db_bind_int(st, "last_day", month_start(today, 0) - 1);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err demo_write_searches(struct ctx *cx, struct db *db)
{
    int64_t id = id_next(cx), n = 0;
    enum err e = put_terms_of_brand(cx, db);

    if (!e)
        e = put_import(cx, db, id);
    for (int month = 0; month < MONTHS && !e; month++)
        for (size_t i = 0; i < COUNT_OF(queries) && !e; i++)
            e = put_term(cx, db, id, n++, month, i);
    return e;
}
