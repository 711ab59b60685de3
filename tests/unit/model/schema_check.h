/* schema_check.h -- does the migrated schema hold what a field table needs?
 *
 * Every column with its type; the columns of folds, sorted by bytes; an index (site, column, id)
 * for each SORT, one that starts (site, column) for each FILTER, a unique one (site, column) for
 * each UNIQUE. What is missing is printed.
 */
#ifndef PRACA_TESTS_SCHEMA_CHECK_H
#define PRACA_TESTS_SCHEMA_CHECK_H

#include "model/model.h"
#include "unit/unit.h"

#include <stdio.h>

static const char *const schema_columns[DB_ENGINES] = {
    [DB_SQLITE] = "select name, lower(type) = 'bigint', 1 from pragma_table_info(?1)",
    [DB_POSTGRES] = "select a.attname::text, (a.atttypid = 'bigint'::regtype)::int::bigint,"
                    " (a.attcollation = 0 or (select c.collname from pg_collation c where c.oid ="
                    " a.attcollation) in ('C', 'POSIX'))::int::bigint"
                    " from pg_attribute a join pg_class t on t.oid = a.attrelid"
                    " where t.relname = $1 and t.relnamespace = (select oid from pg_namespace "
                    "where nspname = current_schema())"
                    " and a.attnum > 0 and not a.attisdropped",
};
static const char *const schema_indexes[DB_ENGINES] = {
    [DB_SQLITE] =
        "select group_concat(c, ','), u from (select l.name as n, l.\"unique\" as u, i.name as c"
        " from pragma_index_list(?1) l join pragma_index_info(l.name) i order by l.name, i.seqno)"
        " group by n, u",
    [DB_POSTGRES] =
        "select string_agg(a.attname::text, ',' order by k.n), x.indisunique::int::bigint"
        " from pg_index x join pg_class t on t.oid = x.indrelid"
        " cross join lateral unnest(x.indkey) with ordinality k(att, n)"
        " join pg_attribute a on a.attrelid = t.oid and a.attnum = k.att"
        " where t.relname = $1 and t.relnamespace = (select oid from pg_namespace where nspname = "
        "current_schema())"
        " group by x.indexrelid, x.indisunique",
};

enum { SCHEMA_ROWS_MAX = 120 };

struct schema_rows {
    const char *names[SCHEMA_ROWS_MAX];
    int64_t first[SCHEMA_ROWS_MAX], second[SCHEMA_ROWS_MAX];
    size_t n;
};

static inline struct schema_rows schema_read(struct ctx *cx, struct db *db, const char *text,
                                             const char *table)
{
    struct schema_rows out = {0};
    struct db_stmt *st = NULL;
    bool row = false;

    assert_int_equal(db_begin_text(cx, db, text, &st), OK);
    db_bind_text_at(st, 1, table);
    while (db_step(cx, st, &row) == OK && row) {
        assert_true(out.n < SCHEMA_ROWS_MAX);
        out.names[out.n] = db_text_dup(cx, st, 0);
        out.first[out.n] = db_int(st, 1);
        out.second[out.n] = db_columns(st) > 2 ? db_int(st, 2) : 0;
        out.n++;
    }
    db_done(st);
    if (cx->fault.kind)
        print_error("%s: %s\n", table, cx->fault.detail ? cx->fault.detail : cx->fault.key);
    assert_int_equal(cx->fault.kind, OK);
    return out;
}

static inline bool schema_complain(const struct model *m, const char *column, const char *what)
{
    print_error("%s: %s: %s\n", m->table, column, what);
    return false;
}

static inline bool schema_has_column(const struct model *m, const struct schema_rows *columns,
                                     const char *name, bool integer, bool by_bytes)
{
    for (size_t i = 0; i < columns->n; i++) {
        if (strcmp(columns->names[i], name) != 0)
            continue;
        if ((columns->first[i] != 0) != integer)
            return schema_complain(m, name, integer ? "is not bigint" : "is not text");
        if (by_bytes && !columns->second[i])
            return schema_complain(m, name, "is not of type key_text");
        return true;
    }
    return schema_complain(m, name, "no such column");
}

static inline bool schema_has_index(const struct model *m, const struct schema_rows *indexes,
                                    const char *start, bool unique)
{
    size_t n = strlen(start);

    for (size_t i = 0; i < indexes->n; i++) {
        const char *have = indexes->names[i];
        if (unique ? indexes->first[i] && !strcmp(have, start)
                   : !strncmp(have, start, n) && (have[n] == 0 || have[n] == ','))
            return true;
    }
    return schema_complain(m, start, unique ? "no unique index" : "no such index");
}

static inline bool schema_has_field(struct ctx *cx, const struct model *m, const struct field *f,
                                    const struct schema_rows *columns,
                                    const struct schema_rows *indexes)
{
    bool words = f->kind == FIELD_KIND_TEXT || f->kind == FIELD_KIND_PROSE ||
                 f->kind == FIELD_KIND_EMAIL || f->kind == FIELD_KIND_URL;
    bool number = f->kind == FIELD_KIND_INT || f->kind == FIELD_KIND_MONEY ||
                  f->kind == FIELD_KIND_RATE || f->kind == FIELD_KIND_BOOL ||
                  f->kind == FIELD_KIND_TIME || f->kind == FIELD_KIND_REF;
    bool keyed = words && (f->flags & (SEARCH | SORT));
    const char *key = arena_print(cx->arena, "%s%s", f->name, keyed ? "_key" : "");
    bool ok = schema_has_column(m, columns, f->name, number, false);

    if (keyed)
        ok &= schema_has_column(m, columns, key, false, true);
    if (f->flags & SORT)
        ok &= schema_has_index(m, indexes, arena_print(cx->arena, "site,%s,id", key), false);
    if ((f->flags & FILTER) && f->kind != FIELD_KIND_TAGS)
        ok &= schema_has_index(m, indexes, arena_print(cx->arena, "site,%s", f->name), false);
    if (f->flags & UNIQUE)
        ok &= schema_has_index(m, indexes, arena_print(cx->arena, "site,%s", f->name), true);
    return ok;
}

static inline bool model_matches_schema(struct ctx *cx, struct db *db, const struct model *m)
{
    static const char *const stamps[] = {"site", "id", "version", "created_at", "changed_at"};
    struct schema_rows columns = schema_read(cx, db, schema_columns[db_engine_of(db)], m->table);
    struct schema_rows indexes = schema_read(cx, db, schema_indexes[db_engine_of(db)], m->table);
    bool ok = true;

    for (size_t i = 0; i < COUNT_OF(stamps); i++)
        ok &= schema_has_column(m, &columns, stamps[i], true, false);
    ok &= schema_has_index(m, &indexes, "site,id", true);
    ok &= schema_has_index(m, &indexes, "site,created_at,id", false);
    if (m->flags & MODEL_CUSTOM)
        ok &= schema_has_column(m, &columns, "custom", false, false);
    for (size_t i = 0; i < m->field_count; i++)
        ok &= schema_has_field(cx, m, &m->fields[i], &columns, &indexes);
    return ok;
}

#endif
