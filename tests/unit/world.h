/* world.h -- a fresh installation for a test: schema in place, one site, an id source, a clock that stands.
 *
 *     int main(void) { return engines_run("people", tests, COUNT_OF(tests), world_prepare); }
 *
 * *state is the struct engine_world of engines.h; its ctx stands on the site. Short verbs read as sentences.
 */
#ifndef PRACA_TESTS_WORLD_H
#define PRACA_TESTS_WORLD_H

#include "unit/engines.h"

#include "access/site.h"
#include "base/id.h"
#include "base/json.h"
#include "db/migrations.h"
#include "model/model.h"
#include "work/secret.h"

#include <stdlib.h>
#include <string.h>

static inline void world_ids_free(void *ids)
{
    id_source_free(ids);
}

static inline enum err world_site_in(struct ctx *cx, struct db *db, void *arg)
{
    return site_add(cx, db, arg);
}

/* One more site; the ctx goes on standing where it stood. */
static inline int64_t world_site(struct engine_world *w, const char *name)
{
    struct site s = {
        .name = name, .locale = "pt-BR", .currency = "BRL", .time_zone = "America/Sao_Paulo"};

    assert_int_equal(db_write(w->cx, w->pool, world_site_in, &s), OK);
    return s.id;
}

static inline enum err world_schema(struct ctx *cx, struct db_pool *p)
{
    int applied = 0;
    enum err e = db_migrate(cx, p, praca_migrations, praca_migration_count, &applied);

    assert_true(e || applied == (int)praca_migration_count);
    return e;
}

/* Of the migrations: a server that outlives a change of theirs has another one for it. */
static inline const char *world_schema_name(void)
{
    static char name[48];
    uint64_t sum = UINT64_C(14695981039346656037);

    for (size_t i = 0; i < praca_migration_count; i++)
        for (const char *p = praca_migrations[i].text[DB_POSTGRES]; *p; p++)
            sum = (sum ^ (unsigned char)*p) * UINT64_C(1099511628211);
    (void)snprintf(name, sizeof(name), "praca_%016llx", (unsigned long long)sum);
    return name;
}

static inline void world_prepare(struct engine_world *w)
{
    w->cx->ids = id_source_new(1);
    assert_non_null(w->cx->ids);
    assert_true(arena_defer(w->cx->arena, world_ids_free, w->cx->ids));
    engine_fill_once(w, world_schema_name(), world_schema);
    assert_int_equal(secrets_make(w->cx, w->pool), OK);
    w->cx->site = world_site(w, "Acme");
}

struct world_add {
    const struct model *m;
    const char *json;
    void *record;
};

static inline enum err world_add_in(struct ctx *cx, struct db *db, void *arg)
{
    struct world_add *a = arg;
    const struct json *in = NULL;
    field_set given;
    enum err e = json_parse(cx, a->json, strlen(a->json), &in);

    a->record = model_new(cx, a->m);
    if (!e)
        e = model_from_json(cx, a->m, in, a->record, &given);
    if (e == ERR_INVALID && cx->fault.fields) /* as the API: all mistakes at once */
        return model_try(cx, db, a->m, NULL, a->record);
    return e ? e : model_add(cx, db, a->m, a->record);
}

/* A record from JSON written with ' for ". Its error is the answer. */
static inline enum err world_try_add(struct engine_world *w, const struct model *m,
                                     const char *json, void **ret)
{
    char *text = arena_dup(w->cx->arena, json);
    struct world_add a = {.m = m, .json = text};
    enum err e;

    for (char *p = text; *p; p++)
        if (*p == '\'')
            *p = '"';
    e = db_write(w->cx, w->pool, world_add_in, &a);
    *ret = a.record;
    return e;
}

static inline void *world_record(struct engine_world *w, const struct model *m, const char *json)
{
    void *record = NULL;
    enum err e = world_try_add(w, m, json, &record);

    if (e)
        fail_msg("%s: %s", json, w->cx->fault.key);
    return record;
}

/* The number in the first column of the first row; NIL for NULL. */
static inline int64_t world_number(struct engine_world *w, const char *sql)
{
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    bool row = false;
    int64_t n;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(db_begin_text(w->cx, db, sql, &st), OK);
    assert_int_equal(db_step(w->cx, st, &row), OK);
    assert_true(row);
    n = db_int(st, 0);
    db_done(st);
    db_return(db);
    return n;
}

#endif
