/* sql.c -- the text of a model's statements, made from its field table.
 *
 * Identifiers come from the tables in the program, never from input; every value is bound. The
 * site is always parameter 1 and is taken from the ctx. The text is made for each errand in its
 * arena: db finds the prepared statement by it, and whoever writes many rows keeps one statement
 * (writer.c).
 *
 * An update names only what differs: SQLite rewrites the entry of every index whose column a statement names, changed or not.
 */
#include "model/model_priv.h"

#include "base/text.h"

#include <inttypes.h>

void sql_param(struct buf *b, enum db_engine engine, int n)
{
    char text[16], *p = text + sizeof(text);

    must(n > 0 && n <= DB_PARAMS_MAX);
    *--p = 0;
    for (int v = n; v; v /= 10)
        *--p = (char)('0' + v % 10);
    *--p = engine == DB_POSTGRES ? '$' : '?';
    buf_add_text(b, p);
}

static void param_after(struct buf *b, const char *before, enum db_engine engine, int n)
{
    buf_add_text(b, before);
    sql_param(b, engine, n);
}

static void add_columns(struct buf *b, const struct model *m)
{
    if (m->flags & MODEL_CUSTOM)
        buf_add_text(b, ", custom");
    for (size_t i = 0; i < m->field_count; i++) {
        buf_add_text(b, ", ");
        buf_add_text(b, m->fields[i].name);
    }
}

static size_t key_count(const struct model *m)
{
    size_t n = 0;

    for (size_t i = 0; i < m->field_count; i++)
        n += field_has_key(&m->fields[i]);
    return n;
}

void sql_columns(struct buf *b, const struct model *m)
{
    buf_add_text(b, "site, id, version, created_at, changed_at");
    add_columns(b, m);
}

const char *sql_insert(struct arena *a, const struct model *m, enum db_engine engine)
{
    struct buf b = buf_in(a);
    int n = 5 + ((m->flags & MODEL_CUSTOM) != 0) + (int)m->field_count + (int)key_count(m);

    buf_print(&b, "insert into %s (", m->table);
    sql_columns(&b, m);
    for (size_t i = 0; i < m->field_count; i++)
        if (field_has_key(&m->fields[i]))
            buf_print(&b, ", %s_key", m->fields[i].name);
    buf_add_text(&b, ") values (");
    for (int i = 1; i <= n; i++)
        param_after(&b, i > 1 ? ", " : "", engine, i);
    buf_add_char(&b, ')');
    return buf_text(&b);
}

/* before NULL: every column. */
static bool is_set(const struct field *f, const void *before, const void *record)
{
    return !before || !field_same(f, before, record);
}

static bool custom_is_set(const struct model *m, const void *before, const void *record)
{
    return (m->flags & MODEL_CUSTOM) && (!before || !custom_same(before, record));
}

const char *sql_update(struct arena *a, const struct model *m, const void *before,
                       const void *record, enum db_engine engine)
{
    struct buf b = buf_in(a);
    int n = 4;

    buf_print(&b, "update %s set version = version + 1, changed_at = ", m->table);
    sql_param(&b, engine, n++);
    if (custom_is_set(m, before, record))
        param_after(&b, ", custom = ", engine, n++);
    for (size_t i = 0; i < m->field_count; i++) {
        if (!is_set(&m->fields[i], before, record))
            continue;
        buf_print(&b, ", %s", m->fields[i].name);
        param_after(&b, " = ", engine, n++);
    }
    for (size_t i = 0; i < m->field_count; i++) {
        if (field_has_key(&m->fields[i]) && is_set(&m->fields[i], before, record)) {
            buf_print(&b, ", %s_key", m->fields[i].name);
            param_after(&b, " = ", engine, n++);
        }
    }
    param_after(&b, " where site = ", engine, 1);
    param_after(&b, " and id = ", engine, 2);
    param_after(&b, " and version = ", engine, 3);
    return buf_text(&b);
}

const char *sql_delete(struct arena *a, const struct model *m, enum db_engine engine)
{
    struct buf b = buf_in(a);

    buf_print(&b, "delete from %s", m->table);
    param_after(&b, " where site = ", engine, 1);
    param_after(&b, " and id = ", engine, 2);
    param_after(&b, " and version = ", engine, 3);
    return buf_text(&b);
}

static const char *select_by(struct arena *a, const struct model *m, const char *column,
                             enum db_engine engine)
{
    struct buf b = buf_in(a);

    buf_add_text(&b, "select ");
    sql_columns(&b, m);
    buf_print(&b, " from %s", m->table);
    param_after(&b, " where site = ", engine, 1);
    buf_print(&b, " and %s", column);
    param_after(&b, " = ", engine, 2);
    return buf_text(&b);
}

const char *sql_get(struct arena *a, const struct model *m, enum db_engine engine)
{
    return select_by(a, m, "id", engine);
}

const char *sql_find(struct arena *a, const struct model *m, const struct field *f,
                     enum db_engine engine)
{
    return select_by(a, m, f->name, engine);
}

const char *sql_find_further(struct arena *a, const struct model *m, const struct field *f,
                             enum db_engine engine)
{
    struct buf b = buf_in(a);

    buf_print(&b, "%s union all select ", select_by(a, m, f->name, engine));
    sql_columns(&b, m);
    buf_print(&b, " from %s", m->table);
    param_after(&b, " where site = ", engine, 1);
    buf_print(&b, " and id = (select %s from %s", m->name, f->further);
    param_after(&b, " where site = ", engine, 1);
    buf_print(&b, " and %s", f->name);
    param_after(&b, " = ", engine, 2);
    buf_add_char(&b, ')');
    return buf_text(&b);
}

const char *sql_further_any(struct arena *a, const struct field *f, enum db_engine engine)
{
    struct buf b = buf_in(a);

    buf_print(&b, "select 1 from %s", f->further);
    param_after(&b, " where site = ", engine, 1);
    buf_add_text(&b, " limit 1");
    return buf_text(&b);
}

const char *sql_holder(struct arena *a, const struct model *m, const struct field *f,
                       bool also_first, enum db_engine engine)
{
    struct buf b = buf_in(a);

    if (f->further) {
        buf_print(&b, "select %s from %s", m->name, f->further);
        param_after(&b, " where site = ", engine, 1);
        buf_print(&b, " and %s", f->name);
        param_after(&b, " = ", engine, 2);
    }
    if (also_first || !f->further) {
        buf_print(&b, "%sselect id from %s", f->further ? " union all " : "", m->table);
        param_after(&b, " where site = ", engine, 1);
        buf_print(&b, " and %s", f->name);
        param_after(&b, " = ", engine, 2);
    }
    return buf_text(&b);
}

const char *sql_further_put(struct arena *a, const struct model *m, const struct field *f,
                            enum db_engine engine)
{
    struct buf b = buf_in(a);

    buf_print(&b, "update %s set %s", f->further, f->name);
    param_after(&b, " = ", engine, 4);
    param_after(&b, " where site = ", engine, 1);
    buf_print(&b, " and %s", f->name);
    param_after(&b, " = ", engine, 2);
    buf_print(&b, " and %s", m->name);
    param_after(&b, " = ", engine, 3);
    return buf_text(&b);
}

const char *sql_further_drop(struct arena *a, const struct model *m, const struct field *f,
                             enum db_engine engine)
{
    struct buf b = buf_in(a);

    buf_print(&b, "delete from %s", f->further);
    param_after(&b, " where site = ", engine, 1);
    buf_print(&b, " and %s", f->name);
    param_after(&b, " = ", engine, 2);
    buf_print(&b, " and %s", m->name);
    param_after(&b, " = ", engine, 3);
    return buf_text(&b);
}

const char *sql_by(struct arena *a, const struct model *m, const char *column,
                   enum db_engine engine)
{
    return select_by(a, m, column, engine);
}

const char *sql_exists(struct arena *a, const struct model *m, enum db_engine engine)
{
    struct buf b = buf_in(a);

    buf_print(&b, "select 1 from %s", m->table);
    param_after(&b, " where site = ", engine, 1);
    param_after(&b, " and id = ", engine, 2);
    return buf_text(&b);
}

void model_sql_text(struct buf *out, const struct model *m, enum db_engine engine)
{
    struct arena *a = out->arena;

    buf_print(out, "-- %s\n%s;\n%s;\n%s;\n%s;\n", m->name, sql_insert(a, m, engine),
              sql_update(a, m, NULL, NULL, engine), sql_delete(a, m, engine),
              sql_get(a, m, engine));
    for (size_t i = 0; i < m->field_count; i++)
        if (m->fields[i].flags & UNIQUE)
            buf_print(out, "%s;\n",
                      m->fields[i].further ? sql_find_further(a, m, &m->fields[i], engine)
                                           : sql_find(a, m, &m->fields[i], engine));
}

/* --- binding and reading ------------------------------------------------------------------- */

enum err sql_begin(struct ctx *cx, struct db *db, const char *text, struct db_stmt **ret)
{
    enum err e;

    must(cx->site > 0);
    if (!text || arena_full(cx->arena))
        return fail_memory(cx);
    e = db_begin_text(cx, db, text, ret);
    if (!e)
        db_bind_int_at(*ret, 1, cx->site);
    return e;
}

/* Those that sql_update() names for the same two states. */
static void bind_fields(struct ctx *cx, struct db_stmt *st, const struct model *m,
                        const void *before, const void *record, int n)
{
    if (custom_is_set(m, before, record))
        db_bind_text_at(st, n++, record_of(record)->custom);
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        bool nil = field_is_nil(f, record);
        if (!is_set(f, before, record))
            continue;
        if (field_is_text(f))
            db_bind_text_at(st, n++, nil ? NULL : field_text(f, record));
        else
            db_bind_int_at(st, n++, nil ? NIL : field_int(f, record));
    }
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        if (field_has_key(f) && is_set(f, before, record))
            db_bind_text_at(st, n++,
                            field_is_nil(f, record) ? NULL
                                                    : text_fold(cx->arena, field_text(f, record)));
    }
}

void sql_bind_insert(struct ctx *cx, struct db_stmt *st, const struct model *m, const void *record)
{
    const struct record *r = record_of(record);

    db_bind_int_at(st, 1, cx->site);
    db_bind_int_at(st, 2, r->id);
    db_bind_int_at(st, 3, r->version);
    db_bind_int_at(st, 4, r->created_at);
    db_bind_int_at(st, 5, r->changed_at);
    bind_fields(cx, st, m, NULL, record, 6);
}

void sql_bind_update(struct ctx *cx, struct db_stmt *st, const struct model *m, const void *before,
                     const void *record)
{
    const struct record *r = record_of(record);

    db_bind_int_at(st, 1, cx->site);
    db_bind_int_at(st, 2, r->id);
    db_bind_int_at(st, 3, record_of(before)->version);
    db_bind_int_at(st, 4, r->changed_at);
    bind_fields(cx, st, m, before, record, 5);
}

enum err sql_read(struct ctx *cx, const struct db_stmt *st, const struct model *m, void **ret)
{
    struct record *r = arena_alloc(cx->arena, m->size);
    int column = 5;

    if (!r)
        return fail_memory(cx);
    r->site = db_int(st, 0);
    r->id = db_int(st, 1);
    r->version = db_int(st, 2);
    r->created_at = db_int(st, 3);
    r->changed_at = db_int(st, 4);
    if (m->flags & MODEL_CUSTOM)
        r->custom = db_text_dup(cx, st, column++);
    for (size_t i = 0; i < m->field_count; i++, column++) {
        const struct field *f = &m->fields[i];
        if (field_is_text(f))
            field_set_text(f, r, db_text_dup(cx, st, column));
        else
            field_set_int(f, r, db_int(st, column));
    }
    if (arena_full(cx->arena))
        return fail_memory(cx);
    *ret = r;
    return OK;
}
