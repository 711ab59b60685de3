/* plan_start.c -- how a plan is begun: from an example of a sector, or from a few answers; and its guesses, until confirmed. */
#include "api/api_priv.h"

#include "strategy/plan_guess.h"
#include "strategy/plan_questions.h"
#include "strategy/plan_seed.h"

#include <string.h>

enum { PLAN_MONTHS = 12, NAME_CHARS = 120 };

struct start_run {
    struct request *r;
    int64_t plan, confirmed;
    const struct json *in, *doc;
    struct plan_answers answers;
    const char *name, *starts_on;
    struct answer_json a;
};

static const struct model *const *models(const struct request *r)
{
    return api_of(r)->models;
}

/* --- examples ------------------------------------------------------------------------------------ */

static enum err read_example(struct request *r, const struct asset *file, const struct json **ret)
{
    return json_parse(r->cx, (const char *)file->bytes, file->len, ret);
}

static enum err find_example(struct request *r, const char *key, const struct json **ret)
{
    const char *path = arena_print(r->cx->arena, "/%s.json", key ? key : "");

    for (size_t i = 0; i < api_of(r)->plan_example_count; i++)
        if (text_equal(api_of(r)->plan_examples[i].path, path))
            return read_example(r, &api_of(r)->plan_examples[i], ret);
    return fail(r->cx, ERR_NOTFOUND, "plan_start.example", NULL);
}

static enum err put_brief(struct request *r, const struct asset *file, struct json_writer *w)
{
    const struct json *doc = NULL;
    enum err e = read_example(r, file, &doc);

    if (e)
        return e;
    json_open_object(w);
    json_text_member(w, "key", json_text(json_get(doc, "key"), NULL));
    json_text_member(w, "name", json_text(plan_seed_in(r->cx, json_get(doc, "name")), NULL));
    json_text_member(w, "text", json_text(plan_seed_in(r->cx, json_get(doc, "text")), NULL));
    json_close_object(w);
    return OK;
}

static enum err examples_get(struct request *r, struct response *ret)
{
    struct answer_json a;
    enum err e = OK;

    api_json(r, &a);
    json_open_object(&a.w);
    json_name(&a.w, "items");
    json_open_list(&a.w);
    for (size_t i = 0; i < api_of(r)->plan_example_count && !e; i++)
        e = put_brief(r, &api_of(r)->plan_examples[i], &a.w);
    json_close_list(&a.w);
    json_text_member(&a.w, "next", NULL);
    json_close_object(&a.w);
    return e ? e : api_send(r, ret, 200, &a);
}

static enum err example_get(struct request *r, struct response *ret)
{
    const struct json *doc = NULL;
    struct answer_json a;
    enum err e = find_example(r, request_param(r, "key"), &doc);

    api_json(r, &a);
    if (!e)
        plan_seed_preview(r->cx, doc, &a.w);
    return e ? e : api_send(r, ret, 200, &a);
}

/* --- starting ---------------------------------------------------------------------------------------- */

static enum err prepare(void *self, struct ctx *cx, struct db *db, const struct model *m,
                        void *record)
{
    const struct api *api = self;

    for (const struct api_prepare *p = api->prepares; p && p->model; p++)
        if (p->model == m)
            return p->prepare(cx, db, api, record);
    return OK;
}

static enum err read_start(struct start_run *s)
{
    struct ctx *cx = s->r->cx;
    const struct json *answers = json_get(s->in, "answers");
    const char *example = json_text(json_get(s->in, "example"), NULL);
    enum err e = OK;

    s->name = json_text(json_get(s->in, "name"), NULL);
    s->starts_on = json_text(json_get(s->in, "starts_on"), NULL);
    if (text_empty(s->name))
        e = fail_field(cx, "name", "field.required", NULL);
    else if (text_chars(s->name) > NAME_CHARS)
        e = fail_too_long(cx, "name", NAME_CHARS, text_chars(s->name));
    if (!date_ok(s->starts_on))
        e = fail_field(cx, "starts_on", "field.date", NULL);
    if (!example == !answers)
        return fail_field(cx, "example", "plan_start.from", NULL);
    if (answers) {
        enum err wrong = plan_answers_read(cx, answers, &s->answers);
        return wrong ? wrong : e;
    }
    return e ? e : find_example(s->r, example, &s->doc);
}

static enum err start_in(struct ctx *cx, struct db *db, void *arg)
{
    struct start_run *s = arg;
    struct plan_seed seed = {.doc = s->doc,
                             .name = s->name,
                             .starts_on = s->starts_on,
                             .months = PLAN_MONTHS,
                             .prepare = prepare,
                             .self = s->r->app};
    void *plan = NULL;
    enum err e = seed.doc ? OK : plan_answers_seed(cx, &s->answers, &seed.doc);

    cx->facts = api_of(s->r)->facts;
    if (!e)
        e = plan_seed(cx, db, models(s->r), &seed);
    if (!e)
        e = model_get(cx, db, &plan_model, seed.plan, &plan);
    api_json(s->r, &s->a);
    if (!e)
        model_to_json(&s->a.w, &plan_model, plan);
    return e;
}

static enum err start_post(struct request *r, struct response *ret)
{
    struct start_run s = {.r = r};
    enum err e = api_body(r, ret, &s.in);

    if (!e)
        e = read_start(&s);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, start_in, &s);
    return e ? e : api_send(r, ret, 201, &s.a);
}

/* --- guesses -------------------------------------------------------------------------------------------- */

static enum err guesses_in(struct request *r, struct db *db, void *arg)
{
    struct start_run *s = arg;
    struct plan_tree tree;
    enum err e = plan_tree_read(r->cx, db, models(r), s->plan, &tree);

    return e ? e : plan_guesses_json(r->cx, db, &tree, &s->a.w);
}

static enum err guesses_get(struct request *r, struct response *ret)
{
    struct start_run s = {.r = r};
    enum err e = api_id(r, &s.plan);

    api_json(r, &s.a);
    if (!e)
        e = api_read(r, guesses_in, &s);
    return e ? e : api_send(r, ret, 200, &s.a);
}

static enum err confirm_in(struct ctx *cx, struct db *db, void *arg)
{
    struct start_run *s = arg;
    struct plan_choice choice;
    struct plan_tree tree;
    enum err e = plan_choice_read(cx, models(s->r), s->in, &choice);

    if (!e)
        e = plan_tree_read(cx, db, models(s->r), s->plan, &tree);
    return e ? e : plan_guesses_confirm(cx, db, &tree, &choice, &s->confirmed);
}

static enum err confirm_post(struct request *r, struct response *ret)
{
    struct start_run s = {.r = r};
    enum err e = api_id(r, &s.plan);

    if (!e)
        e = api_body(r, ret, &s.in);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, confirm_in, &s);
    api_json(r, &s.a);
    json_open_object(&s.a.w);
    json_int_member(&s.a.w, "confirmed", s.confirmed);
    json_close_object(&s.a.w);
    return e ? e : api_send(r, ret, 200, &s.a);
}

const struct route plan_start_routes[] = {
    {"GET", "/plan-examples", MAY_READ, 0, examples_get, ROUTE_POOL, 0},
    {"GET", "/plan-examples/{key}", MAY_READ, 0, example_get, ROUTE_POOL, 0},
    {"POST", "/plans/start", MAY_EDIT_PLAN, KIB(16), start_post, ROUTE_POOL, MIB(64)},
    {"GET", "/plans/{id}/guesses", MAY_READ, 0, guesses_get, ROUTE_POOL, MIB(64)},
    {"POST", "/plans/{id}/guesses/confirm", MAY_EDIT_PLAN, KIB(16), confirm_post, ROUTE_POOL,
     MIB(64)},
    {0},
};
