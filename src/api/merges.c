/* merges.c -- two records into one and back, and who answers for an id that went. */
#include "api/api_priv.h"

#include "people/account.h"
#include "people/contact.h"
#include "people/merge.h"

#include <inttypes.h>

enum err api_survivor(struct request *r, struct db *db, const struct model *m, int64_t *id)
{
    enum merge_of of;

    return merge_of_model(m, &of) ? merge_survivor(r->cx, db, of, *id, id) : OK;
}

void api_content_location(struct request *r, struct response *ret, const struct model *m,
                          int64_t id)
{
    const char *where = arena_print(r->cx->arena, "/api/v1/%s/%" PRId64, m->table, id);

    if (where)
        response_header(r, ret, "Content-Location", where);
    else
        ret->failed = true;
}

/* --- merge */

struct merge_run {
    struct merge_ask ask;
    int64_t merge;
    void *record;
};

static enum err merge_in(struct ctx *cx, struct db *db, void *arg)
{
    struct merge_run *m = arg;

    return merge_records(cx, db, &m->ask, &m->merge, &m->record);
}

static enum err read_ask(struct request *r, struct response *ret, struct merge_ask *ask)
{
    const struct json *in = NULL;
    enum err e = api_id(r, &ask->kept);

    if (!e)
        e = api_body_as(r, ret, "MergeInput", &in);
    if (e)
        return e;
    if (!id_read(json_text(json_get(in, "gone"), NULL), &ask->gone))
        ask->gone = 0;
    ask->fields = json_get(in, "fields");
    ask->kept_version = json_int(json_get(in, "version"), 0);
    ask->gone_version = json_int(json_get(in, "gone_version"), 0);
    return OK;
}

static enum err merge_post(struct request *r, struct response *ret, enum merge_of of)
{
    struct merge_run m = {.ask = {.of = of}};
    struct answer_json a;
    enum err e = read_ask(r, ret, &m.ask);

    if (!e)
        e = db_write(r->cx, api_of(r)->pool, merge_in, &m);
    if (e)
        return e;
    api_json(r, &a);
    json_open_object(&a.w);
    json_id_member(&a.w, "merge", m.merge);
    json_name(&a.w, "record");
    model_to_json(&a.w, merge_model(of), m.record);
    json_close_object(&a.w);
    return api_send(r, ret, 200, &a);
}

static enum err contacts_merge(struct request *r, struct response *ret)
{
    return merge_post(r, ret, MERGE_CONTACTS);
}

static enum err accounts_merge(struct request *r, struct response *ret)
{
    return merge_post(r, ret, MERGE_ACCOUNTS);
}

/* --- undo */

struct undo_run {
    int64_t merge;
    struct merge_undone done;
};

static enum err undo_in(struct ctx *cx, struct db *db, void *arg)
{
    struct undo_run *u = arg;

    return merge_undo(cx, db, u->merge, &u->done);
}

static enum err merge_undo_post(struct request *r, struct response *ret)
{
    struct undo_run u = {0};
    struct answer_json a;
    enum err e = api_id(r, &u.merge);

    if (!e)
        e = db_write(r->cx, api_of(r)->pool, undo_in, &u);
    if (e)
        return e;
    api_json(r, &a);
    json_open_object(&a.w);
    json_text_member(&a.w, "kind", merge_model(u.done.of)->name);
    json_id_member(&a.w, "kept", u.done.kept);
    json_id_member(&a.w, "gone", u.done.gone);
    json_int_member(&a.w, "stayed", u.done.stayed);
    json_name(&a.w, "record");
    model_to_json(&a.w, merge_model(u.done.of), u.done.record);
    json_close_object(&a.w);
    return api_send(r, ret, 200, &a);
}

/* --- what went into a record */

struct list_run {
    enum merge_of of;
    int64_t id;
    struct answer_json a;
};

static enum err put_merge(struct request *r, struct db *db, struct api_names *names,
                          struct json_writer *w, const struct merge *m)
{
    const char *actor = NULL;
    enum err e = api_user_name(r->cx, db, names, m->actor, &actor);

    json_open_object(w);
    json_id_member(w, "id", m->id);
    json_text_member(w, "kind", m->kind);
    json_id_member(w, "kept", m->kept);
    json_id_member(w, "gone", m->gone);
    json_text_member(w, "label", m->label);
    api_time_member(w, "merged_at", m->merged_at);
    json_text_member(w, "actor_name", actor);
    api_time_member(w, "undone_at", m->undone_at);
    json_close_object(w);
    return e;
}

static enum err list_in(struct request *r, struct db *db, void *arg)
{
    struct list_run *l = arg;
    struct api_names names = {0};
    struct merge *all = NULL;
    size_t n = 0;
    void *record = NULL;
    enum err e = api_survivor(r, db, merge_model(l->of), &l->id);

    if (!e)
        e = model_get(r->cx, db, merge_model(l->of), l->id, &record);
    if (!e)
        e = merge_list(r->cx, db, l->of, l->id, &all, &n);
    api_json(r, &l->a);
    json_open_object(&l->a.w);
    json_name(&l->a.w, "items");
    json_open_list(&l->a.w);
    for (size_t i = 0; i < n && !e; i++)
        e = put_merge(r, db, &names, &l->a.w, &all[i]);
    json_close_list(&l->a.w);
    json_text_member(&l->a.w, "next", NULL);
    json_close_object(&l->a.w);
    return e;
}

static enum err merges_get(struct request *r, struct response *ret, enum merge_of of)
{
    struct list_run l = {.of = of};
    enum err e = api_id(r, &l.id);

    if (!e)
        e = api_read(r, list_in, &l);
    return e ? e : api_send(r, ret, 200, &l.a);
}

static enum err contacts_merges(struct request *r, struct response *ret)
{
    return merges_get(r, ret, MERGE_CONTACTS);
}

static enum err accounts_merges(struct request *r, struct response *ret)
{
    return merges_get(r, ret, MERGE_ACCOUNTS);
}

const struct route merge_routes[] = {
    {"POST", "/contacts/{id}/merge", MAY_EDIT_PEOPLE, KIB(16), contacts_merge, ROUTE_POOL, MIB(64)},
    {"POST", "/accounts/{id}/merge", MAY_EDIT_PEOPLE, KIB(16), accounts_merge, ROUTE_POOL, MIB(64)},
    {"GET", "/contacts/{id}/merges", MAY_READ, 0, contacts_merges, ROUTE_POOL, 0},
    {"GET", "/accounts/{id}/merges", MAY_READ, 0, accounts_merges, ROUTE_POOL, 0},
    {"POST", "/merges/{id}/undo", MAY_EDIT_PEOPLE, KIB(1), merge_undo_post, ROUTE_POOL, MIB(64)},
    {0},
};
