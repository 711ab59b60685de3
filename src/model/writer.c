/* writer.c -- many new records of one model with one prepared statement.
 *
 * What model_add_quietly() does for each row again (text of the statement, finding it prepared,
 * definitions of custom fields) is done once. The caller marks the arena after opening and resets
 * it after each row or batch.
 */
#include "model/model_priv.h"

struct model_writer {
    struct db *db;
    const struct model *m;
    struct db_stmt *st;
    struct custom_fields customs;
    bool further; /* the site has further values that a new record could collide with */
};

enum err model_writer_open(struct ctx *cx, struct db *db, const struct model *m,
                           struct model_writer **ret)
{
    struct model_writer *w = arena_alloc(cx->arena, sizeof(*w));
    enum err e = OK;

    if (!w)
        return fail_memory(cx);
    w->db = db;
    w->m = m;
    if (m->flags & MODEL_CUSTOM)
        e = custom_fields_of(cx, db, m, &w->customs);
    if (!e)
        e = further_any_of(cx, db, m, &w->further);
    if (!e)
        e = sql_begin(cx, db, sql_insert(cx->arena, m, db_engine_of(db)), &w->st);
    if (!e)
        *ret = w;
    return e;
}

enum err model_writer_try(struct ctx *cx, struct model_writer *w, const void *before, void *record)
{
    enum err e;

    if (!record)
        return fail_memory(cx);
    e = store_prepare(cx, w->db, w->m, before, record, true, &w->customs);
    if (!e && w->further)
        e = further_check(cx, w->db, w->m, before, record, true);
    return e;
}

enum err model_writer_add(struct ctx *cx, struct model_writer *w, void *record)
{
    enum err e = model_writer_try(cx, w, NULL, record);

    if (e)
        return e;
    store_stamp_new(cx, record);
    db_again(w->st);
    sql_bind_insert(cx, w->st, w->m, record);
    e = arena_full(cx->arena) ? fail_memory(cx) : db_run(cx, w->st);
    if (e)
        return store_conflict(cx, w->db, w->m, e);
    e = tags_follow(cx, w->db, w->m, NULL, record);
    return !e && w->m->after_save ? w->m->after_save(cx, w->db, NULL, record) : e;
}

void model_writer_done(struct model_writer *w)
{
    if (w)
        db_done(w->st);
}
