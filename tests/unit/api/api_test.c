/* api_test.c -- claims about the admin interface on both engines: a real server in this process, asked over
 * its socket. What a whole program answers is claimed in tests/api. */
#include "unit/world.h"

#include "api/api_priv.h"
#include "net/client.h"
#include "people/contact.h"
#include "strategy/plan.h"

static const struct model *const models[] = {&contact_model, &plan_model, NULL};
static const struct setting settings_rows[] = {{"mail.rate", SETTING_INT, 1, 60, "10", NULL}, {0}};
static const struct setting *const settings[] = {settings_rows, NULL};

/* A handler that fails as no sentence was written for. */
static enum err broken_get(struct request *r, struct response *ret)
{
    (void)ret;
    return fail_detail(r->cx, ERR_BROKEN, "inner.secret_place", "select secret from vault");
}
static const struct route broken_routes[] = {
    {"GET", "/broken", 0, 0, broken_get, ROUTE_POOL | ROUTE_PUBLIC, 0}, {0}};

struct server_world {
    struct api api;
    struct route_group *groups; /* those of the program and one of ours */
    struct http_server *http;
    struct client *client;
    const char *cookie, *csrf, *token;
};

static void server_stop(void *arg)
{
    struct server_world *s = arg;

    http_stop(s->http, 1000);
    client_free(s->client);
    store_close(s->api.facts);
    api_counters_free(s->api.counters);
}

static void prepare(struct engine_world *w)
{
    struct server_world *s;
    struct http_options o;
    size_t n = 0;

    world_prepare(w);
    s = arena_alloc(w->cx->arena, sizeof(*s));
    while (api_groups[n].routes)
        n++;
    s->groups = arena_array(w->cx->arena, n + 2, sizeof(*s->groups));
    assert_non_null(s->groups);
    memcpy(s->groups, api_groups, n * sizeof(*s->groups));
    s->groups[n] = (struct route_group){"", broken_routes, NULL};
    s->groups[n + 1] = (struct route_group){0};
    s->api = (struct api){.pool = w->pool,
                          .models = models,
                          .settings = settings,
                          .facts = store_memory_new(),
                          .uploads_dir = w->dir,
                          .version = "0",
                          .counters = api_counters_new(s->groups)};
    o = (struct http_options){.groups = s->groups,
                              .hooks = api_hooks,
                              .app = &s->api,
                              .clock = w->cx->clock,
                              .ids = w->cx->ids,
                              .loop_threads = 1,
                              .pool_threads = 2,
                              .upload_dir = w->dir};
    assert_int_equal(http_start(w->cx, &o, &s->http), OK);
    assert_int_equal(client_new(w->cx, &(struct client_options){.trusted = true}, &s->client), OK);
    assert_true(arena_defer(w->cx->arena, server_stop, s));
    w->more = s;
}

struct ask {
    const char *method, *path, *body, *if_match, *key, *accept;
};

/* Bodies are written with ' for ". */
static struct answer ask_as(struct engine_world *w, struct ask a)
{
    struct server_world *s = w->more;
    struct arena *m = w->cx->arena;
    struct http_pair headers[8];
    char *body = arena_dup(m, a.body);
    struct answer got = {0};
    size_t n = 0;

    for (char *p = body; p && *p; p++)
        *p = *p == '\'' ? '"' : *p;
    headers[n++] = (struct http_pair){"Accept-Language", a.accept ? a.accept : "en"};
    headers[n++] = (struct http_pair){"Content-Type", "application/json"};
    if (s->token)
        headers[n++] = (struct http_pair){"Authorization", arena_print(m, "Bearer %s", s->token)};
    else if (s->cookie)
        headers[n++] = (struct http_pair){"Cookie", s->cookie};
    if (s->csrf)
        headers[n++] = (struct http_pair){"X-CSRF-Token", s->csrf};
    if (a.if_match)
        headers[n++] = (struct http_pair){"If-Match", a.if_match};
    if (a.key)
        headers[n++] = (struct http_pair){"Idempotency-Key", a.key};
    headers[n] = (struct http_pair){0};
    fault_clear(w->cx);
    assert_int_equal(client_fetch(w->cx, s->client,
                                  &(struct call){.method = a.method,
                                                 .url = arena_print(m, "http://127.0.0.1:%d%s",
                                                                    http_port(s->http), a.path),
                                                 .headers = headers,
                                                 .body = body,
                                                 .body_bytes = body ? strlen(body) : 0},
                                  &got),
                     OK);
    return got;
}

static const struct json *json_of(struct engine_world *w, const struct answer *a)
{
    const struct json *v = NULL;

    fault_clear(w->cx);
    assert_int_equal(json_parse(w->cx, a->body, a->body_bytes, &v), OK);
    return v;
}

static const char *code_of(struct engine_world *w, const struct answer *a)
{
    return json_text(json_get(json_of(w, a), "code"), "");
}

static void set_up(struct engine_world *w)
{
    struct server_world *s = w->more;
    struct answer a =
        ask_as(w, (struct ask){"POST", "/api/v1/setup",
                               "{'email':'ana@acme.example','password':'a quiet harbour',"
                               "'name':'Ana','company':'Norte'}",
                               NULL, NULL, NULL});
    const char *cookie = answer_header(&a, "Set-Cookie");

    assert_int_equal(a.status, 200);
    s->cookie = arena_dup_n(w->cx->arena, cookie, strcspn(cookie, ";"));
    s->csrf = json_text(json_get(json_of(w, &a), "csrf"), NULL);
    assert_non_null(s->csrf);
}

/* --- claims */

static void every_route_has_its_words_and_every_word_its_route(void **state)
{
    (void)state;
    for (const struct route_group *g = api_groups; g->routes; g++)
        for (const struct route *r = g->routes; r->method; r++) {
            const struct api_doc *d = api_docs;
            while (d->method &&
                   (strcmp(d->method, r->method) != 0 || strcmp(d->path, r->path) != 0))
                d++;
            if (!d->method)
                fail_msg("%s %s has no row in api_docs", r->method, r->path);
        }
    for (const struct api_doc *d = api_docs; d->method; d++) {
        bool found = strcmp(d->path, "/{table}.csv") == 0;
        for (const struct route_group *g = api_groups; g->routes; g++)
            for (const struct route *r = g->routes; r->method; r++)
                found = found || (!strcmp(d->method, r->method) && !strcmp(d->path, r->path));
        if (!found)
            fail_msg("%s %s of api_docs is no route", d->method, d->path);
        for (int lang = 0; lang < LANG_COUNT; lang++)
            assert_non_null(message_find((enum lang)lang, d->key));
    }
}

static void a_route_that_is_not_public_needs_a_name(void **state)
{
    (void)state;
    for (const struct route_group *g = api_groups; g->routes; g++)
        for (const struct route *r = g->routes; r->method; r++) {
            bool open =
                strstr("/session /setup /openapi.json /reference /healthz", r->path) != NULL;
            if (r->flags & ROUTE_PUBLIC)
                assert_true(open);
            else
                assert_true(r->may || (r->flags & (ROUTE_SELF | ROUTE_TABLE)));
        }
}

static void a_record_goes_through_its_life(void **state)
{
    struct engine_world *w = *state;
    struct answer a;
    const char *at;

    set_up(w);
    a = ask_as(w, (struct ask){"POST", "/api/v1/contacts", "{'name':'Rui','email':'rui@n.example'}",
                               NULL, NULL, NULL});
    assert_int_equal(a.status, 201);
    assert_string_equal(answer_header(&a, "ETag"), "\"1\"");
    at = arena_print(w->cx->arena, "/api/v1/contacts/%s",
                     json_text(json_get(json_of(w, &a), "id"), ""));
    a = ask_as(w, (struct ask){"PATCH", at, "{'name':'Bia'}", NULL, NULL, NULL});
    assert_int_equal(a.status, 428);
    a = ask_as(w, (struct ask){"PATCH", at, "{'name':'Bia'}", "\"1\"", NULL, NULL});
    assert_int_equal(a.status, 200);
    a = ask_as(w, (struct ask){"PATCH", at, "{'name':'Lia'}", "\"1\"", NULL, NULL});
    assert_int_equal(a.status, 412);
    a = ask_as(w, (struct ask){"GET", at, NULL, NULL, NULL, NULL});
    assert_string_equal(json_text(json_get(json_of(w, &a), "name"), ""), "Bia");
    a = ask_as(w, (struct ask){"DELETE", at, NULL, "\"2\"", NULL, NULL});
    assert_int_equal(a.status, 204);
    a = ask_as(w, (struct ask){"GET", at, NULL, NULL, NULL, NULL});
    assert_int_equal(a.status, 404);
}

static void a_repeated_key_gives_the_first_answer(void **state)
{
    struct engine_world *w = *state;
    struct ask once = {"POST", "/api/v1/plans", "{'name':'2027'}", NULL, "k", NULL};
    struct answer a, b, c;

    set_up(w);
    a = ask_as(w, once);
    b = ask_as(w, once);
    assert_int_equal(a.status, 201);
    assert_int_equal(b.status, 201);
    assert_string_equal(a.body, b.body);
    once.body = "{'name':'2028'}";
    c = ask_as(w, once);
    assert_int_equal(c.status, 409);
}

static size_t listed(struct engine_world *w, const char *query)
{
    const char *path = arena_print(w->cx->arena, "/api/v1/contacts?%s", query);
    struct answer a = ask_as(w, (struct ask){"GET", path, NULL, NULL, NULL, NULL});

    assert_int_equal(a.status, 200);
    return json_get(json_of(w, &a), "items")->count;
}

/* Once as a part of the statement, once by the ids that the event store and the records gave; both beside other values. */
static void a_list_takes_a_rule_of_either_kind(void **state)
{
    struct engine_world *w = *state;
    struct answer a;

    set_up(w);
    for (int i = 0; i < 3; i++) {
        const char *body = arena_print(w->cx->arena, "{'name':'%s','channel':'%s'}",
                                       i ? "Rui" : "Bia", i == 2 ? "email" : "social");
        a = ask_as(w, (struct ask){"POST", "/api/v1/contacts", body, NULL, NULL, NULL});
        assert_int_equal(a.status, 201);
    }
    assert_int_equal(listed(w, "rule=%7B%22field%22:%22name%22,%22is%22:%22Rui%22%7D"), 2);
    assert_int_equal(
        listed(w, "rule=%7B%22field%22:%22name%22,%22is%22:%22Rui%22%7D&channel=social&q=ru"), 1);
    assert_int_equal(listed(w, "rule=%7B%22not%22:%7B%22event%22:%22view%22%7D%7D&count=1"), 3);
    assert_int_equal(listed(w, "rule=%7B%22not%22:%7B%22event%22:%22view%22%7D%7D&channel=email"),
                     1);
    assert_int_equal(listed(w, "rule=%7B%22event%22:%22view%22%7D"), 0);
    a = ask_as(w, (struct ask){"GET", "/api/v1/rules/contact/values?field=channel", NULL, NULL,
                               NULL, NULL});
    assert_int_equal(a.status, 200);
    assert_string_equal(a.body, "{\"items\":[\"social\",\"email\"]}");
}

static void a_failure_without_a_sentence_says_nothing_of_itself(void **state)
{
    struct engine_world *w = *state;
    struct answer a = ask_as(w, (struct ask){"GET", "/broken", NULL, NULL, NULL, NULL});

    assert_int_equal(a.status, 500);
    assert_null(strstr(a.body, "vault"));
    assert_string_equal(json_text(json_get(json_of(w, &a), "detail"), ""), "Our fault");
    assert_non_null(json_get(json_of(w, &a), "request_id"));
}

static void an_address_that_is_not_there_is_said_in_the_readers_language(void **state)
{
    struct engine_world *w = *state;
    struct answer a = ask_as(w, (struct ask){"GET", "/api/none", NULL, NULL, NULL, "en"});
    struct answer b = ask_as(w, (struct ask){"GET", "/api/none", NULL, NULL, NULL, "pt-BR"});

    assert_int_equal(a.status, 404);
    assert_string_equal(json_text(json_get(json_of(w, &a), "title"), ""), "Not found");
    assert_string_equal(json_text(json_get(json_of(w, &b), "title"), ""), "Não encontrado");
}

static enum err shrink_in(struct ctx *cx, struct db *db, void *arg)
{
    return member_set(cx, db, *(int64_t *)arg, cx->actor, "readonly");
}

static void a_token_can_do_no_more_than_its_makers_role_now(void **state)
{
    struct engine_world *w = *state;
    struct server_world *s = w->more;
    struct answer a;
    struct user ana = {0};
    struct site *sites = NULL;
    struct db *db = NULL;
    size_t n = 0;

    set_up(w);
    a = ask_as(w, (struct ask){"POST", "/api/v1/users",
                               "{'name':'Bia','email':'bia@acme.example','role':'owner',"
                               "'password':'a paper lantern'}",
                               NULL, NULL, NULL});
    assert_int_equal(a.status, 201);
    a = ask_as(w, (struct ask){"POST", "/api/v1/tokens",
                               "{'name':'y','scopes':['read','edit_people']}", NULL, NULL, NULL});
    s->token = json_text(json_get(json_of(w, &a), "token"), NULL);
    a = ask_as(w, (struct ask){"POST", "/api/v1/contacts", "{'name':'Rui'}", NULL, NULL, NULL});
    assert_int_equal(a.status, 201);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(user_find(w->cx, db, "ana@acme.example", &ana), OK);
    assert_int_equal(site_list(w->cx, db, ana.id, &sites, &n), OK);
    db_return(db);
    w->cx->actor = ana.id;
    assert_int_equal(db_write(w->cx, w->pool, shrink_in, &sites[0].id), OK);
    a = ask_as(w, (struct ask){"POST", "/api/v1/contacts", "{'name':'Rui'}", NULL, NULL, NULL});
    assert_int_equal(a.status, 403);
    a = ask_as(w, (struct ask){"GET", "/api/v1/contacts", NULL, NULL, NULL, NULL});
    assert_int_equal(a.status, 200);
}

static void settings_are_checked_and_kept(void **state)
{
    struct engine_world *w = *state;
    struct answer a;

    set_up(w);
    a = ask_as(w, (struct ask){"PATCH", "/api/v1/settings", "{'mail.rate':99}", NULL, NULL, NULL});
    assert_int_equal(a.status, 422);
    a = ask_as(w, (struct ask){"PATCH", "/api/v1/settings", "{'mail.rate':30}", NULL, NULL, NULL});
    assert_int_equal(a.status, 200);
    assert_non_null(strstr(a.body, "\"value\":30"));
}

static void health_fails_when_the_database_does(void **state)
{
    struct engine_world *w = *state;
    struct answer a = ask_as(w, (struct ask){"GET", "/healthz", NULL, NULL, NULL, NULL});

    assert_int_equal(a.status, 200);
    assert_int_equal(engine_sql(w->cx, w->pool, "alter table users rename to gone"), OK);
    a = ask_as(w, (struct ask){"GET", "/healthz", NULL, NULL, NULL, NULL});
    assert_int_equal(a.status, 503);
    assert_string_equal(code_of(w, &a), "");
    assert_non_null(strstr(a.body, "\"db\":\"away\""));
    assert_null(strstr(a.body, "gone"));
}

static void requests_are_counted_by_row(void **state)
{
    struct engine_world *w = *state;
    struct answer a;

    set_up(w);
    for (int i = 0; i < 3; i++)
        (void)ask_as(w, (struct ask){"GET", arena_print(w->cx->arena, "/api/v1/contacts/%d", i + 1),
                                     NULL, NULL, NULL, NULL});
    a = ask_as(w, (struct ask){"GET", "/metrics", NULL, NULL, NULL, NULL});
    assert_int_equal(a.status, 200);
    assert_non_null(strstr(a.body, "route=\"/api/v1/{table}/{id}\",status=\"4xx\"} 3\n"));
    assert_null(strstr(a.body, "contacts/1"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_route_has_its_words_and_every_word_its_route),
        cmocka_unit_test(a_route_that_is_not_public_needs_a_name),
        cmocka_unit_test(a_record_goes_through_its_life),
        cmocka_unit_test(a_repeated_key_gives_the_first_answer),
        cmocka_unit_test(a_list_takes_a_rule_of_either_kind),
        cmocka_unit_test(a_failure_without_a_sentence_says_nothing_of_itself),
        cmocka_unit_test(an_address_that_is_not_there_is_said_in_the_readers_language),
        cmocka_unit_test(a_token_can_do_no_more_than_its_makers_role_now),
        cmocka_unit_test(settings_are_checked_and_kept),
        cmocka_unit_test(health_fails_when_the_database_does),
        cmocka_unit_test(requests_are_counted_by_row),
    };

    return engines_run("api", tests, COUNT_OF(tests), prepare);
}
