/* face.c -- a field as floors above see it: read, checked and named alone, and records found by what they refer to. */
#include "model/model_priv.h"

#include "base/message.h"

#include <string.h>

enum err model_field_read(struct ctx *cx, const struct field *f, const struct json *v, void *record)
{
    return field_read_json(cx, f, v, record);
}

enum err model_field_check(struct ctx *cx, const struct field *f, const void *record)
{
    return field_check(cx, f, record);
}

void model_field_json(struct json_writer *w, const struct field *f, const void *record)
{
    field_to_json(w, f, record);
}

bool model_field_is_text(const struct field *f)
{
    return field_is_text(f);
}

bool model_field_is_nil(const struct field *f, const void *record)
{
    return field_is_nil(f, record);
}

bool model_field_has_fold(const struct field *f)
{
    return field_has_key(f);
}

const char *model_label(struct ctx *cx, const struct model *m, const struct field *f,
                        const char *choice)
{
    char *key = choice ? arena_print(cx->arena, "model.%s.%s.%s", m->name, f->name, choice)
                : f    ? arena_print(cx->arena, "model.%s.%s", m->name, f->name)
                       : arena_print(cx->arena, "model.%s", m->name);
    const char *label = key ? message_find(cx->lang, key) : NULL;

    return label ? label : choice ? choice : f ? f->name : m->name;
}

enum err model_related(struct ctx *cx, struct db *db, const struct model *m, const char *column,
                       int64_t id, size_t max, void ***ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    void **records = NULL;
    size_t n = 0, room = 0;
    bool row = false;
    enum err e;

    must(!strcmp(column, "id") || model_field(m, column));
    e = sql_begin(cx, db, sql_by(cx->arena, m, column, db_engine_of(db)), &st);
    if (e)
        return e;
    db_bind_int_at(st, 2, id);
    while (n < max && !(e = db_step(cx, st, &row)) && row) {
        if (n == room) {
            void **more = arena_array(cx->arena, room ? room * 2 : 4, sizeof(*more));
            if (!more) {
                e = fail_memory(cx);
                break;
            }
            if (n)
                memcpy(more, records, n * sizeof(*more));
            records = more;
            room = room ? room * 2 : 4;
        }
        e = sql_read(cx, st, m, &records[n]);
        if (e)
            break;
        n++;
    }
    db_done(st);
    if (e)
        return e;
    *ret = records;
    *ret_n = n;
    return OK;
}
