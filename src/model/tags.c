/* tags.c -- see tags.h. Only what differs between before and after is written. */
#include "model/tags.h"

#include "model/model_priv.h"
#include "tags_sql.h"

#include "base/text.h"

#include <string.h>

/* NULL for none: our own writer wrote it, so what cannot be read is no tag. */
static enum err read_list(struct ctx *cx, const struct field *f, const void *record,
                          const struct json **ret)
{
    const char *text = record ? field_text(f, record) : NULL;

    *ret = NULL;
    return !text || !*text ? OK : json_parse(cx, text, strlen(text), ret);
}

static bool holds(const struct json *list, const char *tag)
{
    for (const struct json *t = list ? list->first : NULL; t; t = t->next)
        if (text_equal(json_text(t, NULL), tag))
            return true;
    return false;
}

static enum err put(struct ctx *cx, struct db *db, const struct db_query *q, const struct model *m,
                    int64_t record, const char *tag)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, q, &st);

    if (e)
        goto out;
    db_bind_text(st, "model", m->name);
    db_bind_text(st, "tag", tag);
    db_bind_int(st, "record", record);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* Those of one list that the other has not. */
static enum err put_missing(struct ctx *cx, struct db *db, const struct db_query *q,
                            const struct model *m, int64_t record, const struct json *of,
                            const struct json *in)
{
    enum err e = OK;

    for (const struct json *t = of ? of->first : NULL; t && !e; t = t->next)
        if (t->kind == JSON_TEXT && !holds(in, t->text))
            e = put(cx, db, q, m, record, t->text);
    return e;
}

static enum err follow_one(struct ctx *cx, struct db *db, const struct model *m,
                           const struct field *f, const void *before, const void *record)
{
    const char *was = before ? field_text(f, before) : NULL;
    const char *is = record ? field_text(f, record) : NULL;
    const struct json *old = NULL, *new = NULL;
    int64_t id = record_of(record ? record : before)->id;
    enum err e;

    if ((text_empty(was) && text_empty(is)) || text_equal(was, is))
        return OK;
    e = read_list(cx, f, before, &old);
    if (!e)
        e = read_list(cx, f, record, &new);
    if (!e)
        e = put_missing(cx, db, &SQL_record_tag_drop, m, id, old, new);
    if (!e)
        e = put_missing(cx, db, &SQL_record_tag_add, m, id, new, old);
    return e;
}

enum err tags_follow(struct ctx *cx, struct db *db, const struct model *m, const void *before,
                     const void *record)
{
    enum err e = OK;

    for (size_t i = 0; !e && i < m->field_count; i++)
        if (m->fields[i].kind == FIELD_KIND_TAGS && (m->fields[i].flags & FILTER))
            e = follow_one(cx, db, m, &m->fields[i], before, record);
    return e;
}

enum err tags_of(struct ctx *cx, struct db *db, const struct model *m, const char *q,
                 struct tag_names *ret)
{
    const char *wanted = text_empty(q) ? NULL : text_fold(cx->arena, q);
    struct tag_names all = {.names = arena_array(cx->arena, TAGS_OFFERED_MAX, sizeof(*all.names))};
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e;

    if (!all.names)
        return fail_memory(cx);
    e = db_begin(cx, db, &SQL_record_tags_offered, &st);
    if (e)
        goto out;
    db_bind_text(st, "model", m->name);
    db_bind_int(st, "most", TAGS_OFFERED_MAX);
    while (!(e = db_step(cx, st, &row)) && row && all.n < TAGS_OFFERED_MAX) {
        const char *tag = db_text_dup(cx, st, 0);
        const char *fold = wanted ? text_fold(cx->arena, tag) : NULL;
        if (!wanted || (fold && strstr(fold, wanted)))
            all.names[all.n++] = tag;
    }
    if (!e && arena_full(cx->arena))
        e = fail_memory(cx);
    if (!e)
        *ret = all;
out:
    db_done(st);
    return e;
}
