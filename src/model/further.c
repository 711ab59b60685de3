/* further.c -- more than one value of a field that finds a record: second addresses, domains, numbers.
 *
 * The first value is the record's own and has a unique index; the further ones stand in a table of their own with another. That no
 * two records share a value across the two is looked at here, in the transaction of the write. On PostgreSQL two
 * writers of the same moment may still pass each other; the search for duplicates finds what they leave.
 */
#include "model/model_priv.h"

#include "base/text.h"

enum err further_any(struct ctx *cx, struct db *db, const struct field *f, bool *ret)
{
    struct db_stmt *st = NULL;
    enum err e = sql_begin(cx, db, sql_further_any(cx->arena, f, db_engine_of(db)), &st);

    if (e)
        return e;
    e = db_step(cx, st, ret);
    db_done(st);
    return e;
}

enum err further_any_of(struct ctx *cx, struct db *db, const struct model *m, bool *ret)
{
    enum err e = OK;

    *ret = false;
    for (size_t i = 0; !e && !*ret && i < m->field_count; i++)
        if (m->fields[i].further)
            e = further_any(cx, db, &m->fields[i], ret);
    return e;
}

/* What people call the record. */
static const char *label_of(struct ctx *cx, const struct model *m, const void *record,
                            const char *otherwise)
{
    const struct field *name = model_field(m, "name");
    const char *label = name && field_is_text(name) ? field_text(name, record) : NULL;

    (void)cx;
    return text_empty(label) ? otherwise : label;
}

static enum err taken(struct ctx *cx, struct db *db, const struct model *m, const struct field *f,
                      const char *value, int64_t holder)
{
    void *record = NULL;
    enum err e = model_get(cx, db, m, holder, &record);

    if (e)
        return e;
    if (cx->may && !(cx->may & m->may_read)) {
        e = fail(cx, ERR_CONFLICT, "model.exists", "field", model_label(cx, m, f, NULL), NULL);
        (void)fail_field(cx, f->name, "field.taken", NULL);
        return e;
    }
    e = fail(cx, ERR_CONFLICT, "model.exists", "field", model_label(cx, m, f, NULL), "id",
             int_as_text(cx->arena, holder), NULL);
    (void)fail_field(cx, f->name, "field.taken_by", "holder", label_of(cx, m, record, value), "id",
                     int_as_text(cx->arena, holder), NULL);
    return e;
}

static enum err check_one(struct ctx *cx, struct db *db, const struct model *m,
                          const struct field *f, const void *record, bool quietly)
{
    const char *value = field_text(f, record);
    struct db_stmt *st = NULL;
    bool row = false;
    int64_t holder = 0;
    enum err e = sql_begin(cx, db, sql_holder(cx->arena, m, f, !quietly, db_engine_of(db)), &st);

    if (e)
        return e;
    db_bind_text_at(st, 2, value);
    while (!(e = db_step(cx, st, &row)) && row && !holder)
        if (db_int(st, 0) != record_of(record)->id)
            holder = db_int(st, 0);
    db_done(st);
    return !e && holder ? taken(cx, db, m, f, value, holder) : e;
}

/* Whether somebody else may have it: an index alone says so as well, but not whose it is. A name says it by itself. */
static bool is_looked_for(const struct field *f, bool quietly)
{
    return f->further || (!quietly && (f->flags & UNIQUE) && !(f->flags & READONLY) &&
                          field_is_text(f) && !text_equal(f->name, "name"));
}

enum err further_check(struct ctx *cx, struct db *db, const struct model *m, const void *before,
                       const void *record, bool quietly)
{
    enum err e = OK;

    for (size_t i = 0; !e && i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        if (!is_looked_for(f, quietly) || text_empty(field_text(f, record)) ||
            (before && text_equal(field_text(f, before), field_text(f, record))))
            continue;
        e = check_one(cx, db, m, f, record, quietly);
    }
    return e;
}

static enum err swap_one(struct ctx *cx, struct db *db, const struct model *m,
                         const struct field *f, const void *before, const void *record)
{
    const char *was = field_text(f, before);
    struct db_stmt *st = NULL;
    enum db_engine engine = db_engine_of(db);
    enum err e = sql_begin(cx, db,
                           text_empty(was) ? sql_further_drop(cx->arena, m, f, engine)
                                           : sql_further_put(cx->arena, m, f, engine),
                           &st);

    if (e)
        return e;
    db_bind_text_at(st, 2, field_text(f, record));
    db_bind_int_at(st, 3, record_of(record)->id);
    if (!text_empty(was))
        db_bind_text_at(st, 4, was);
    e = db_run(cx, st);
    db_done(st);
    return e;
}

enum err further_swap(struct ctx *cx, struct db *db, const struct model *m, const void *before,
                      const void *record)
{
    enum err e = OK;

    for (size_t i = 0; !e && i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        if (f->further && !text_empty(field_text(f, record)) &&
            !text_equal(field_text(f, before), field_text(f, record)))
            e = swap_one(cx, db, m, f, before, record);
    }
    return e;
}
