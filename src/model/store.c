/* store.c -- one record in and out of the database.
 *
 * Order of a write: field table, custom fields, referred records, before_save, the row, its audit
 * entry, after_save; all in the caller's transaction. Each check runs whatever the ones before it
 * found, so that all wrong fields are told at once. A change that changes nothing writes nothing
 * and keeps the version.
 */
#include "model/audit.h"
#include "model/model_priv.h"

#include "base/message.h"
#include "base/text.h"

#include <string.h>

enum err model_missing(struct ctx *cx, const struct model *m, int64_t id)
{
    const char *key = arena_print(cx->arena, "model.%s", m->name);
    const char *kind = key ? message_find(cx->lang, key) : NULL;

    return fail(cx, ERR_NOTFOUND, "model.missing", "kind", kind ? kind : m->name, "id",
                int_as_text(cx->arena, id), NULL);
}

enum err model_get(struct ctx *cx, struct db *db, const struct model *m, int64_t id, void **ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = sql_begin(cx, db, sql_get(cx->arena, m, db_engine_of(db)), &st);

    if (e)
        return e;
    db_bind_int_at(st, 2, id);
    e = db_step(cx, st, &row);
    if (!e)
        e = row ? sql_read(cx, st, m, ret) : model_missing(cx, m, id);
    db_done(st);
    return e;
}

/* --- checks before a write ----------------------------------------------------------------- */

static enum err check_ref(struct ctx *cx, struct db *db, const struct field *f, int64_t id)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = sql_begin(cx, db, sql_exists(cx->arena, f->refers, db_engine_of(db)), &st);

    if (e)
        return e;
    db_bind_int_at(st, 2, id);
    e = db_step(cx, st, &row);
    db_done(st);
    if (!e && !row)
        return fail_field(cx, f->name, "field.ref", "id", int_as_text(cx->arena, id), NULL);
    return e;
}

enum { LINE_MAX_LEVELS = 20 };

/* Of a field that refers to its own model: the line upwards ends, and never at the record itself. */
static enum err check_line(struct ctx *cx, struct db *db, const struct model *m,
                           const struct field *f, const void *record)
{
    int64_t own = record_of(record)->id, up = field_int(f, record);

    for (int level = 0; level < LINE_MAX_LEVELS; level++) {
        void *found = NULL;
        enum err e = own && up == own ? fail_field(cx, f->name, "field.circle", NULL)
                                      : model_get(cx, db, m, up, &found);
        if (e)
            return e;
        if (field_is_nil(f, found))
            return OK;
        up = field_int(f, found);
    }
    return fail_field(cx, f->name, "field.levels", "max", int_as_text(cx->arena, LINE_MAX_LEVELS),
                      NULL);
}

static enum err check_refs(struct ctx *cx, struct db *db, const struct model *m, const void *before,
                           const void *record)
{
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        enum err e;
        if (f->kind != FIELD_KIND_REF || !f->refers || field_is_nil(f, record))
            continue;
        if (before && field_int(f, before) == field_int(f, record))
            continue;
        e = check_ref(cx, db, f, field_int(f, record));
        if (!e && f->refers == m)
            e = check_line(cx, db, m, f, record);
        if (e && e != ERR_INVALID)
            return e;
    }
    return OK;
}

static enum err check_customs(struct ctx *cx, struct db *db, const struct model *m,
                              const void *before, struct record *r,
                              const struct custom_fields *customs)
{
    struct custom_fields read = {0};
    const char *old = before ? record_of(before)->custom : NULL;
    enum err e = OK;

    if (!(m->flags & MODEL_CUSTOM) || text_empty(r->custom) || text_equal(r->custom, old))
        return OK;
    if (!customs) {
        e = custom_fields_of(cx, db, m, &read);
        customs = &read;
    }
    return e ? e : custom_check(cx, customs, old, r);
}

/* A choice with an initial value is never open: none given, and null, mean the initial one. */
static void fill_choices(const struct model *m, void *record)
{
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        if (f->kind == FIELD_KIND_ENUM && f->initial && text_empty(field_text(f, record)))
            field_set_text(f, record, f->initial);
    }
}

/* Wrong fields are told before a rule that the record as a whole breaks; an outage is told alone. */
static bool goes_on(const struct ctx *cx, enum err e)
{
    if (!e || e == ERR_INVALID)
        return true;
    return cx->fault.fields && (e == ERR_CONFLICT || e == ERR_NOTFOUND || e == ERR_DENIED);
}

enum err store_prepare(struct ctx *cx, struct db *db, const struct model *m, const void *before,
                       void *record, bool quiet, const struct custom_fields *customs)
{
    enum err e;

    fill_choices(m, record);
    e = model_check(cx, m, record);
    if (goes_on(cx, e))
        e = check_customs(cx, db, m, before, record, customs);
    if (goes_on(cx, e) && !quiet)
        e = check_refs(cx, db, m, before, record);
    if (goes_on(cx, e) && m->before_save)
        e = m->before_save(cx, db, before, record);
    if (!goes_on(cx, e))
        return e;
    return cx->fault.fields ? ERR_INVALID : e;
}

static bool is_word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Whether name stands in text between signs that belong to no word; "_" parts words, as in index
 * names. */
static bool names(const char *text, const char *name)
{
    size_t n = strlen(name);

    for (const char *p = strstr(text, name); p; p = strstr(p + 1, name))
        if ((p == text || !is_word_char(p[-1])) && !is_word_char(p[n]))
            return true;
    return false;
}

enum err store_conflict(struct ctx *cx, struct db *db, const struct model *m, enum err e)
{
    const struct field *best = NULL;
    const char *conflict;

    if (e != ERR_CONFLICT || !text_equal(cx->fault.key, "db.unique"))
        return e;
    conflict = db_conflict(db);
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        if ((f->flags & UNIQUE) && names(conflict, f->name) &&
            (!best || strlen(f->name) > strlen(best->name)))
            best = f;
    }
    fault_clear(cx);
    e = fail(cx, ERR_CONFLICT, "model.exists", "field", best ? model_label(cx, m, best, NULL) : "",
             NULL);
    if (best)
        (void)fail_field(cx, best->name, "field.taken", NULL);
    return e;
}

/* --- writes -------------------------------------------------------------------------------- */

void store_stamp_new(struct ctx *cx, void *record)
{
    struct record *r = record;

    r->site = cx->site;
    if (!r->id)
        r->id = id_next(cx);
    r->version = 1;
    r->created_at = ctx_now(cx);
    r->changed_at = r->created_at;
}

enum err model_try(struct ctx *cx, struct db *db, const struct model *m, const void *before,
                   void *record)
{
    enum err e = record ? store_prepare(cx, db, m, before, record, false, NULL) : fail_memory(cx);

    return e ? e : further_check(cx, db, m, before, record, true);
}

enum err model_restore(struct ctx *cx, const struct model *m, const struct json *was, void *record)
{
    const struct json *custom = json_get(was, "custom");
    struct record *r = record;

    for (size_t i = 0; i < m->field_count; i++) {
        const struct json *v = json_get(was, m->fields[i].name);
        enum err e = v ? field_read_json(cx, &m->fields[i], v, record) : OK;
        if (e)
            return e;
    }
    if (custom && custom->count) {
        struct buf out = buf_in(cx->arena);
        struct json_writer w = json_to(&out);
        json_put(&w, custom);
        r->custom = buf_text(&out);
    } else {
        r->custom = NULL;
    }
    return arena_full(cx->arena) ? fail_memory(cx) : OK;
}

static enum err insert(struct ctx *cx, struct db *db, const struct model *m, const void *record)
{
    struct db_stmt *st = NULL;
    enum err e = sql_begin(cx, db, sql_insert(cx->arena, m, db_engine_of(db)), &st);

    if (e)
        return e;
    sql_bind_insert(cx, st, m, record);
    e = arena_full(cx->arena) ? fail_memory(cx) : db_run(cx, st);
    db_done(st);
    return store_conflict(cx, db, m, e);
}

static enum err note(struct ctx *cx, struct db *db, const struct model *m, const char *action,
                     const void *before, const void *after)
{
    int64_t id = record_of(after ? after : before)->id;
    const char *diff = model_diff(cx, m, before, after);

    if (arena_full(cx->arena))
        return fail_memory(cx);
    return audit_add(cx, db, m->name, id, action, diff);
}

static enum err add(struct ctx *cx, struct db *db, const struct model *m, void *record, bool quiet)
{
    enum err e;

    if (!record)
        return fail_memory(cx);
    e = store_prepare(cx, db, m, NULL, record, quiet, NULL);
    if (!e)
        e = further_check(cx, db, m, NULL, record, quiet);
    if (e)
        return e;
    store_stamp_new(cx, record);
    e = insert(cx, db, m, record);
    if (!e)
        e = tags_follow(cx, db, m, NULL, record);
    if (!e && !quiet)
        e = note(cx, db, m, "add", NULL, record);
    if (!e && m->after_save)
        e = m->after_save(cx, db, NULL, record);
    return e;
}

enum err model_add(struct ctx *cx, struct db *db, const struct model *m, void *record)
{
    return add(cx, db, m, record, false);
}

enum err model_add_quietly(struct ctx *cx, struct db *db, const struct model *m, void *record)
{
    return add(cx, db, m, record, true);
}

enum err model_put_back(struct ctx *cx, struct db *db, const struct model *m, void *record)
{
    enum err e = insert(cx, db, m, record);

    if (!e)
        e = tags_follow(cx, db, m, NULL, record);
    if (!e && m->after_save)
        e = m->after_save(cx, db, NULL, record);
    return e;
}

static enum err stale(struct ctx *cx, const struct record *now)
{
    return fail(cx, ERR_CONFLICT, "model.version", "version", int_as_text(cx->arena, now->version),
                NULL);
}

static enum err update(struct ctx *cx, struct db *db, const struct model *m, const void *record,
                       const struct record *before)
{
    struct db_stmt *st = NULL;
    enum err e = sql_begin(cx, db, sql_update(cx->arena, m, before, record, db_engine_of(db)), &st);

    if (e)
        return e;
    sql_bind_update(cx, st, m, before, record);
    e = arena_full(cx->arena) ? fail_memory(cx) : db_run(cx, st);
    if (!e && db_changes(st) != 1)
        e = stale(cx, before);
    db_done(st);
    return store_conflict(cx, db, m, e);
}

static enum err change(struct ctx *cx, struct db *db, const struct model *m, struct record *r,
                       bool quiet)
{
    void *found = NULL;
    const struct record *before;
    enum err e = model_get(cx, db, m, r->id, &found);

    if (e)
        return e;
    before = found;
    if (r->version && r->version != before->version)
        return stale(cx, before);
    r->site = before->site;
    r->created_at = before->created_at;
    e = store_prepare(cx, db, m, before, r, quiet, NULL);
    if (!e)
        e = further_check(cx, db, m, before, r, quiet);
    if (e)
        return e;
    r->version = before->version;
    r->changed_at = before->changed_at;
    if (model_same(m, before, r))
        return OK;
    r->changed_at = ctx_now(cx);
    e = update(cx, db, m, r, before);
    if (e)
        return e;
    r->version = before->version + 1;
    e = further_swap(cx, db, m, before, r);
    if (!e)
        e = tags_follow(cx, db, m, before, r);
    if (!e && !quiet)
        e = note(cx, db, m, "change", before, r);
    if (!e && m->after_save)
        e = m->after_save(cx, db, before, r);
    return e;
}

enum err model_change(struct ctx *cx, struct db *db, const struct model *m, void *record)
{
    return record ? change(cx, db, m, record, false) : fail_memory(cx);
}

enum err model_change_quietly(struct ctx *cx, struct db *db, const struct model *m, void *record)
{
    return record ? change(cx, db, m, record, true) : fail_memory(cx);
}

static enum err delete_row(struct ctx *cx, struct db *db, const struct model *m,
                           const struct record *before)
{
    struct db_stmt *st = NULL;
    enum err e = sql_begin(cx, db, sql_delete(cx->arena, m, db_engine_of(db)), &st);

    if (e)
        return e;
    db_bind_int_at(st, 2, before->id);
    db_bind_int_at(st, 3, before->version);
    e = db_run(cx, st);
    if (!e && db_changes(st) != 1)
        e = stale(cx, before);
    if (e == ERR_INVALID && text_equal(cx->fault.key, "db.reference")) {
        fault_clear(cx);
        e = fail(cx, ERR_CONFLICT, "model.referred", NULL);
    }
    db_done(st);
    return e;
}

static enum err remove_record(struct ctx *cx, struct db *db, const struct model *m, int64_t id,
                              int64_t version, bool quiet)
{
    void *before = NULL;
    enum err e = model_get(cx, db, m, id, &before);

    if (e)
        return e;
    if (version && version != record_of(before)->version)
        return stale(cx, before);
    e = m->before_delete ? m->before_delete(cx, db, before) : OK;
    if (!e)
        e = delete_row(cx, db, m, before);
    if (!e)
        e = tags_follow(cx, db, m, before, NULL);
    if (!e && !quiet)
        e = note(cx, db, m, "delete", before, NULL);
    if (!e && m->after_save)
        e = m->after_save(cx, db, before, NULL);
    return e;
}

enum err model_delete(struct ctx *cx, struct db *db, const struct model *m, int64_t id,
                      int64_t version)
{
    return remove_record(cx, db, m, id, version, false);
}

enum err model_delete_quietly(struct ctx *cx, struct db *db, const struct model *m, int64_t id)
{
    return remove_record(cx, db, m, id, 0, true);
}
