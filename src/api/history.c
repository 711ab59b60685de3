/* history.c -- the audit trail: who did what, with names instead of numbers. */
#include "api/api_priv.h"

#include <inttypes.h>

static enum err put_entry(struct ctx *cx, struct db *db, struct api_names *names,
                          struct json_writer *w, const struct audit_entry *x)
{
    const char *actor = NULL;
    enum err e = api_user_name(cx, db, names, x->actor, &actor);

    if (!e)
        audit_to_json(w, x, actor);
    return e;
}

enum err api_audit_page(struct request *r, struct db *db, const struct audit_query *q,
                        struct response *ret)
{
    struct audit_page page = {0};
    struct api_names names = {0};
    struct answer_json a;
    enum err e = audit_list(r->cx, db, q, &page);

    api_json(r, &a);
    json_open_object(&a.w);
    json_name(&a.w, "items");
    json_open_list(&a.w);
    for (size_t i = 0; i < page.n && !e; i++)
        e = put_entry(r->cx, db, &names, &a.w, &page.entries[i]);
    json_close_list(&a.w);
    json_id_member(&a.w, "next", page.next);
    json_close_object(&a.w);
    return e ? e : api_send(r, ret, 200, &a);
}

struct export_note {
    const char *model;
    int64_t record;
};

static enum err note_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct export_note *n = arg;

    return audit_add(cx, db, n->model, n->record, "export", NULL);
}

enum err api_note_export(struct request *r, const char *model, int64_t record)
{
    return db_write(r->cx, api_of(r)->pool, note_in, &(struct export_note){model, record});
}

struct audit_run {
    struct audit_query q;
    struct response *ret;
};

static enum err audit_in(struct request *r, struct db *db, void *arg)
{
    struct audit_run *a = arg;

    return api_audit_page(r, db, &a->q, a->ret);
}

static enum err audit_get(struct request *r, struct response *ret)
{
    struct audit_run a = {.ret = ret};
    const char *model = request_query(r, "model");
    enum err e = api_query_limit(r, &a.q.limit);

    a.q.model = text_empty(model) ? NULL : model;
    if (!e)
        e = api_query_id(r, "record", &a.q.record);
    if (!e)
        e = api_query_id(r, "actor", &a.q.actor);
    if (!e)
        e = api_query_id(r, "after", &a.q.after);
    if (!e)
        e = api_query_time(r, "from", &a.q.from);
    if (!e)
        e = api_query_time(r, "to", &a.q.to);
    return e ? e : api_read(r, audit_in, &a);
}

const struct route history_routes[] = {
    {"GET", "/audit", MAY_AUDIT, 0, audit_get, ROUTE_POOL, 0},
    {0},
};
