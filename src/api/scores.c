/* scores.c -- models of scores, what they say of a person or a company, and what they would have said. */
#include "api/api_priv.h"

#include "base/text.h"
#include "people/account.h"
#include "people/contact.h"
#include "people/score.h"

#include <string.h>

enum { BRIEFS_MAX = 500 };

struct score_run {
    struct request *r;
    enum score_kind kind;
    int64_t id, version, number, job;
    const struct json *in;
    struct score_model model;
    int added;
    struct answer_json a;
};

/* {kind} of the path. */
static enum err kind_of(struct request *r, enum score_kind *ret)
{
    return score_kind_of(request_param(r, "kind"), ret)
               ? OK
               : fail(r->cx, ERR_NOTFOUND, "score.no_model", NULL);
}

static enum err put_model(struct request *r, struct db *db, const struct rule_world *w,
                          const struct score_model *m, struct json_writer *out)
{
    return score_model_json(r->cx, db, w, m, out);
}

/* --- models ------------------------------------------------------------------------------------ */

static enum err put_state(struct request *r, struct db *db, const struct rule_world *w,
                          enum score_kind kind, const char *state, struct json_writer *out)
{
    struct score_model m;
    enum err e = score_model_in(r->cx, db, w, kind, state, &m);

    json_name(out, state);
    if (!e && m.id)
        return put_model(r, db, w, &m, out);
    json_put_null(out);
    return e;
}

static enum err put_versions(struct request *r, struct db *db, enum score_kind kind,
                             struct json_writer *out)
{
    struct api_names names = {.n = 0};
    struct score_model *all = NULL;
    size_t n = 0;
    enum err e = score_models_of(r->cx, db, kind, &all, &n);

    json_name(out, "versions");
    json_open_list(out);
    for (size_t i = 0; i < n && !e; i++) {
        const char *who = NULL;
        e = api_user_name(r->cx, db, &names, all[i].published_by == NIL ? 0 : all[i].published_by,
                          &who);
        json_open_object(out);
        json_int_member(out, "number", all[i].number);
        json_text_member(out, "state", all[i].state);
        api_time_member(out, "published_at", all[i].published_at);
        json_text_member(out, "published_by", who);
        json_close_object(out);
    }
    json_close_list(out);
    return e;
}

static enum err models_in(struct request *r, struct db *db, void *arg)
{
    /* What is published is read last of the two: it may become so in between, and then is not missed. */
    static const char *const states[] = {"publishing", "published", "draft"};
    struct json_writer *out = &((struct score_run *)arg)->a.w;
    struct rule_world w;
    enum err e = people_rules(r->cx, db, NULL, &w);

    json_open_object(out);
    json_name(out, "items");
    json_open_list(out);
    for (int k = 0; k < SCORE_KINDS && !e; k++) {
        json_open_object(out);
        json_text_member(out, "kind", score_kind_names[k]);
        for (size_t s = 0; s < COUNT_OF(states) && !e; s++)
            e = put_state(r, db, &w, (enum score_kind)k, states[s], out);
        if (!e)
            e = put_versions(r, db, (enum score_kind)k, out);
        json_close_object(out);
    }
    json_close_list(out);
    json_text_member(out, "next", NULL);
    json_close_object(out);
    return e;
}

static enum err models_get(struct request *r, struct response *ret)
{
    struct score_run s = {.r = r};
    enum err e;

    api_json(r, &s.a);
    e = api_read(r, models_in, &s);
    return e ? e : api_send(r, ret, 200, &s.a);
}

static enum err version_in(struct request *r, struct db *db, void *arg)
{
    struct score_run *s = arg;
    struct rule_world w;
    enum err e = people_rules(r->cx, db, NULL, &w);

    if (!e)
        e = score_model_numbered(r->cx, db, &w, s->kind, s->number, &s->model);
    return e ? e : put_model(r, db, &w, &s->model, &s->a.w);
}

static enum err version_get(struct request *r, struct response *ret)
{
    struct score_run s = {.r = r};
    enum err e = kind_of(r, &s.kind);

    if (!e && !text_to_int(request_param(r, "number"), &s.number))
        e = fail(r->cx, ERR_NOTFOUND, "score.no_model", NULL);
    api_json(r, &s.a);
    if (!e)
        e = api_read(r, version_in, &s);
    return e ? e : api_send(r, ret, 200, &s.a);
}

static enum err start_in(struct ctx *cx, struct db *db, void *arg)
{
    struct score_run *s = arg;
    struct rule_world w;
    enum err e = people_rules(cx, db, NULL, &w);

    return e ? e : score_start(cx, db, &w, &s->added);
}

static enum err start_post(struct request *r, struct response *ret)
{
    struct score_run s = {.r = r};
    enum err e = db_write(r->cx, api_of(r)->pool, start_in, &s);

    if (e)
        return e;
    api_json(r, &s.a);
    json_open_object(&s.a.w);
    json_int_member(&s.a.w, "added", s.added);
    json_close_object(&s.a.w);
    return api_send(r, ret, 200, &s.a);
}

/* --- drafts ------------------------------------------------------------------------------------ */

static enum err draft_in(struct ctx *cx, struct db *db, void *arg)
{
    struct score_run *s = arg;
    struct rule_world w;
    enum err e = people_rules(cx, db, NULL, &w);

    return e ? e : score_draft_save(cx, db, &w, s->kind, s->in, s->version, &s->model);
}

static enum err again_in(struct request *r, struct db *db, void *arg)
{
    struct score_run *s = arg;
    struct rule_world w;
    enum err e = people_rules(r->cx, db, NULL, &w);

    return e ? e : put_model(r, db, &w, &s->model, &s->a.w);
}

static enum err draft_post(struct request *r, struct response *ret)
{
    struct score_run s = {.r = r};
    enum err e = kind_of(r, &s.kind);

    if (!e)
        e = api_body(r, ret, &s.in);
    if (e)
        return e;
    s.version = json_int(json_get(s.in, "version"), 0);
    e = db_write(r->cx, api_of(r)->pool, draft_in, &s);
    api_json(r, &s.a);
    if (!e)
        e = api_read(r, again_in, &s);
    return e ? e : api_send(r, ret, 200, &s.a);
}

static enum err drop_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct score_run *s = arg;

    return score_draft_drop(cx, db, s->kind, 0);
}

static enum err draft_delete(struct request *r, struct response *ret)
{
    struct score_run s = {.r = r};
    enum err e = kind_of(r, &s.kind);

    if (!e)
        e = db_write(r->cx, api_of(r)->pool, drop_in, &s);
    if (!e)
        ret->status = 204;
    return e;
}

static enum err publish_in(struct ctx *cx, struct db *db, void *arg)
{
    struct score_run *s = arg;
    struct rule_world w;
    enum err e = people_rules(cx, db, NULL, &w);

    return e ? e : score_publish(cx, db, &w, s->kind, s->version, &s->job);
}

static enum err publish_post(struct request *r, struct response *ret)
{
    struct score_run s = {.r = r};
    enum err e = kind_of(r, &s.kind);

    if (!e)
        e = api_body(r, ret, &s.in);
    if (e)
        return e;
    s.version = json_int(json_get(s.in, "version"), 0);
    e = db_write(r->cx, api_of(r)->pool, publish_in, &s);
    return e ? e : api_send_job(r, ret, s.job);
}

/* --- scores ------------------------------------------------------------------------------------ */

static enum err contact_in(struct request *r, struct db *db, void *arg)
{
    struct score_run *s = arg;
    struct contact_score *score = arena_alloc(r->cx->arena, sizeof(*score));
    enum err e = score ? api_survivor(r, db, &contact_model, &s->id) : fail_memory(r->cx);

    if (!e)
        e = score_contact(r->cx, db, s->id, score);
    return e ? e : score_contact_json(r->cx, score, &s->a.w);
}

static enum err account_in(struct request *r, struct db *db, void *arg)
{
    struct score_run *s = arg;
    struct account_score *score = arena_alloc(r->cx->arena, sizeof(*score));
    enum err e = score ? api_survivor(r, db, &account_model, &s->id) : fail_memory(r->cx);

    if (!e)
        e = score_account(r->cx, db, s->id, score);
    return e ? e : score_account_json(r->cx, score, &s->a.w);
}

static enum err one_get(struct request *r, struct response *ret, api_read_fn *fn)
{
    struct score_run s = {.r = r};
    enum err e = api_id(r, &s.id);

    api_json(r, &s.a);
    if (!e)
        e = api_read(r, fn, &s);
    return e ? e : api_send(r, ret, 200, &s.a);
}

static enum err contact_get(struct request *r, struct response *ret)
{
    return one_get(r, ret, contact_in);
}

static enum err account_get(struct request *r, struct response *ret)
{
    return one_get(r, ret, account_in);
}

static enum err grid_in(struct request *r, struct db *db, void *arg)
{
    struct json_writer *w = &((struct score_run *)arg)->a.w;
    struct score_grid g = {.known = false};
    enum err e = score_grid(r->cx, db, &g);

    json_open_object(w);
    json_bool_member(w, "known", g.known);
    json_int_member(w, "of", g.of);
    json_name(w, "items");
    json_open_list(w);
    for (int i = 0; g.known && i < (SCORE_BANDS + 1) * (SCORE_BANDS + 1); i++) {
        const int fit = i / (SCORE_BANDS + 1), engagement = i % (SCORE_BANDS + 1);
        const char grade[] = {"ABCD"[fit], "1234"[engagement], 0};
        json_open_object(w);
        json_text_member(w, "grade", grade);
        json_text_member(w, "meaning", score_grade_words(r->cx, grade));
        json_int_member(w, "count", g.counts[fit][engagement]);
        json_close_object(w);
    }
    json_close_list(w);
    json_close_object(w);
    return e;
}

static enum err grid_get(struct request *r, struct response *ret)
{
    struct score_run s = {.r = r};
    enum err e;

    api_json(r, &s.a);
    e = api_read(r, grid_in, &s);
    return e ? e : api_send(r, ret, 200, &s.a);
}

struct brief_run {
    int64_t ids[BRIEFS_MAX];
    size_t n;
    struct answer_json a;
};

static void put_int(struct json_writer *w, const char *name, int64_t v)
{
    json_name(w, name);
    if (v == NIL)
        json_put_null(w);
    else
        json_put_int(w, v);
}

static enum err briefs_in(struct request *r, struct db *db, void *arg)
{
    struct brief_run *b = arg;
    struct json_writer *w = &b->a.w;
    struct score_brief *all = arena_array(r->cx->arena, b->n + 1, sizeof(*all));
    enum err e = all ? score_briefs(r->cx, db, b->ids, b->n, all) : fail_memory(r->cx);

    json_open_object(w);
    json_name(w, "items");
    json_open_list(w);
    for (size_t i = 0; i < b->n && !e; i++) {
        json_open_object(w);
        json_id_member(w, "id", all[i].contact);
        put_int(w, "fit", all[i].fit);
        put_int(w, "engagement", all[i].engagement);
        json_text_member(w, "grade", all[i].grade);
        json_close_object(w);
    }
    json_close_list(w);
    json_text_member(w, "next", NULL);
    json_close_object(w);
    return e;
}

static enum err briefs_get(struct request *r, struct response *ret)
{
    struct brief_run *b = arena_alloc(r->cx->arena, sizeof(*b));
    char *list = arena_dup(r->cx->arena, request_query(r, "contacts"));
    enum err e = b ? OK : fail_memory(r->cx);

    for (char *p = list; p && *p && !e;) {
        size_t n = strcspn(p, ",");
        char *next = p[n] ? p + n + 1 : p + n;
        p[n] = 0;
        if (b->n == BRIEFS_MAX || !id_read(p, &b->ids[b->n++]))
            e = fail_field(r->cx, "contacts", "field.id", NULL);
        p = next;
    }
    if (e)
        return e;
    api_json(r, &b->a);
    e = api_read(r, briefs_in, b);
    return e ? e : api_send(r, ret, 200, &b->a);
}

const struct route score_routes[] = {
    {"GET", "/score-models", MAY_READ, 0, models_get, ROUTE_POOL, 0},
    {"POST", "/score-models/start", MAY_EDIT_PLAN, KIB(1), start_post, ROUTE_POOL, 0},
    {"GET", "/score-models/grid", MAY_READ, 0, grid_get, ROUTE_POOL, 0},
    {"GET", "/score-models/{kind}/versions/{number}", MAY_READ, 0, version_get, ROUTE_POOL, 0},
    {"POST", "/score-models/{kind}/draft", MAY_EDIT_PLAN, SCORE_BYTES_MAX, draft_post, ROUTE_POOL,
     MIB(32)},
    {"DELETE", "/score-models/{kind}/draft", MAY_EDIT_PLAN, 0, draft_delete, ROUTE_POOL, 0},
    {"POST", "/score-models/{kind}/publish", MAY_EDIT_PLAN, KIB(1), publish_post, ROUTE_POOL, 0},
    {"GET", "/contacts/{id}/score", MAY_READ, 0, contact_get, ROUTE_POOL, MIB(32)},
    {"GET", "/accounts/{id}/score", MAY_READ, 0, account_get, ROUTE_POOL, MIB(64)},
    {"GET", "/scores", MAY_READ, 0, briefs_get, ROUTE_POOL, MIB(32)},
    {0},
};
