/* webhook_test.c -- who asked is told of each change once, in order, signed; and a receiver that is away is waited for. */
#include "unit/world.h"

#include "unit/model/schema_check.h"

#include "base/hash.h"
#include "base/time.h"
#include "net/client.h"
#include "net/http.h"
#include "people/account.h"
#include "people/change.h"
#include "people/contact.h"
#include "people/merge.h"
#include "people/segment.h"
#include "work/webhook.h"

#include <pthread.h>

enum { HEARD_MAX = 32 };

/* The other side: notes down what it was told and answers as it was bidden. */
struct receiver {
    pthread_mutex_t lock;
    int status, n;
    char event[HEARD_MAX][40], id[HEARD_MAX][24], signature[HEARD_MAX][300], body[HEARD_MAX][4000];
    struct http_server *server;
};

static void copy(char *to, size_t room, const char *from)
{
    (void)snprintf(to, room, "%s", from ? from : "");
}

static enum err hear(struct request *r, struct response *ret)
{
    struct receiver *w = r->app;

    must(pthread_mutex_lock(&w->lock) == 0);
    if (w->n < HEARD_MAX) {
        copy(w->event[w->n], sizeof(w->event[0]), request_header(r, "Praca-Event"));
        copy(w->id[w->n], sizeof(w->id[0]), request_header(r, "Praca-Event-Id"));
        copy(w->signature[w->n], sizeof(w->signature[0]), request_header(r, "Praca-Signature"));
        copy(w->body[w->n++], sizeof(w->body[0]), r->body);
    }
    if (w->status == 302)
        response_redirect(r, ret, 302, "/elsewhere");
    else
        response_text(ret, w->status, "text/plain", "heard");
    must(pthread_mutex_unlock(&w->lock) == 0);
    return OK;
}

static const struct route routes[] = {
    {"POST", "/hook", 0, KIB(64), hear, ROUTE_POOL | ROUTE_PUBLIC, 0},
    {0},
};
static const struct route_group groups[] = {{"", routes, NULL}, {0}};

static struct receiver *receiver_open(struct engine_world *w)
{
    struct receiver *r = calloc(1, sizeof(*r));

    assert_non_null(r);
    r->status = 200;
    must(pthread_mutex_init(&r->lock, NULL) == 0);
    assert_int_equal(http_start(w->cx,
                                &(struct http_options){.groups = groups,
                                                       .app = r,
                                                       .clock = clock_system(),
                                                       .host = "127.0.0.1",
                                                       .loop_threads = 1,
                                                       .pool_threads = 1},
                                &r->server),
                     OK);
    return r;
}

static void receiver_close(struct receiver *r)
{
    http_stop(r->server, 1000);
    must(pthread_mutex_destroy(&r->lock) == 0);
    free(r);
}

static struct client *client_for(struct engine_world *w, const struct receiver *r, bool may)
{
    static const char *const own[] = {"127.0.0.1", NULL}, *const none[] = {NULL};
    const int ports[] = {http_port(r->server), 0};
    struct client *c = NULL;

    assert_int_equal(
        client_new(w->cx, &(struct client_options){.allow = may ? own : none, .ports = ports}, &c),
        OK);
    return c;
}

/* What is due, jobs of the sweep included. */
static void work(struct engine_world *w, struct client *c)
{
    static const struct job_kind *const kinds[] = {webhook_job_kinds, NULL};
    struct worker_options o = {.pool = w->pool,
                               .kinds = kinds,
                               .clock = test_clock(&w->clock),
                               .ids = w->cx->ids,
                               .client = c,
                               .threads = 1};
    int ran = 0;

    assert_int_equal(worker_run_due(w->cx, &o, &ran), OK);
}

static int64_t subscribe(struct engine_world *w, const char *url, const char *events)
{
    const char *json =
        arena_print(w->cx->arena, "{'name':'CRM','url':'%s','events':%s}", url, events);

    return ((struct record *)world_record(w, &webhook_model, json))->id;
}

static int64_t subscribe_to(struct engine_world *w, const struct receiver *r, const char *events)
{
    return subscribe(w, arena_print(w->cx->arena, "http://127.0.0.1:%d/hook", http_port(r->server)),
                     events);
}

static int64_t person(struct engine_world *w, const char *name)
{
    const char *json = arena_print(w->cx->arena, "{'name':'%s'}", name);

    return ((struct record *)world_record(w, &contact_model, json))->id;
}

static int64_t count(struct engine_world *w, const char *state)
{
    return world_number(w, arena_print(w->cx->arena,
                                       "select count(*) from webhook_deliveries where state = '%s'",
                                       state));
}

static struct webhook *hook(struct engine_world *w, int64_t id)
{
    struct db *db = NULL;
    void *record = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(model_get(w->cx, db, &webhook_model, id, &record), OK);
    db_return(db);
    return record;
}

static void the_model_matches_its_table(void **state)
{
    struct engine_world *w = *state;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    model_matches_schema(w->cx, db, &webhook_model);
    db_return(db);
}

static void refused(struct engine_world *w, const char *json, const char *field, const char *code)
{
    void *record = NULL;

    assert_int_equal(world_try_add(w, &webhook_model, json, &record), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->field, field);
    assert_string_equal(w->cx->fault.fields->key, code);
    fault_clear(w->cx);
}

static void an_address_is_secure_or_our_own_and_an_event_is_a_known_one(void **state)
{
    struct engine_world *w = *state;

    refused(w, "{'name':'a','url':'http://crm.example/x','events':['*']}", "url",
            "webhook.url_plain");
    refused(w, "{'name':'a','url':'https://ana:x@crm.example/','events':['*']}", "url",
            "webhook.url_user");
    refused(w, "{'name':'a','url':'https://crm.example/','events':['contact.danced']}", "events",
            "webhook.no_event");
    refused(w, "{'name':'a','url':'https://crm.example/','events':[]}", "events", "field.required");
    (void)subscribe(w, "https://crm.example/x", "['contact.*','deal.changed']");
    (void)subscribe(w, "http://10.1.2.3:9000/x", "['*']");
    (void)subscribe(w, "http://[::1]:9000/x", "['import.done']");
}

static void nobody_listens_and_nothing_is_noted(void **state)
{
    struct engine_world *w = *state;

    (void)subscribe(w, "https://crm.example/x", "['deal.*']");
    (void)person(w, "Ana");
    assert_int_equal(world_number(w, "select count(*) from webhook_deliveries"), 0);
    assert_int_equal(world_number(w, "select count(*) from jobs"), 0);
}

static enum err add_and_fail_in(struct ctx *cx, struct db *db, void *arg)
{
    struct contact *c = model_new(cx, &contact_model);
    enum err e;

    (void)arg;
    c->name = "Beto";
    e = model_add(cx, db, &contact_model, c);
    return e ? e : fail(cx, ERR_CONFLICT, "db.busy", NULL);
}

static void each_committed_change_has_one_delivery_and_others_none(void **state)
{
    struct engine_world *w = *state;

    (void)subscribe(w, "https://crm.example/x", "['contact.*','contact.created','*']");
    (void)person(w, "Ana");
    assert_int_equal(count(w, "waiting"), 1);
    assert_int_equal(db_write(w->cx, w->pool, add_and_fail_in, NULL), ERR_CONFLICT);
    fault_clear(w->cx);
    assert_int_equal(count(w, "waiting"), 1);
    (void)subscribe(w, "https://other.example/x", "['contact.created']");
    (void)person(w, "Caio");
    assert_int_equal(count(w, "waiting"), 3);
    assert_int_equal(world_number(w, "select count(distinct event_id) from webhook_deliveries"), 2);
}

/* As docs/webhooks.md tells a receiver to. */
static bool is_signed_with(struct engine_world *w, const char *signature, const char *body,
                           const char *secret)
{
    const char *at = strstr(signature, "t=") + 2;
    size_t n = strcspn(at, ",");
    const char *text = arena_print(w->cx->arena, "%.*s.%s", (int)n, at, body);
    unsigned char mac[SHA256_BYTES];
    char hex[SHA256_HEX];

    hmac_sha256(secret, strlen(secret), text, strlen(text), mac);
    hex_text(mac, sizeof(mac), hex);
    return strstr(signature, arena_print(w->cx->arena, ",v1=%s", hex)) != NULL;
}

struct keys {
    int64_t id;
    char key[WEBHOOK_SECRET_MAX];
};

static enum err new_key_in(struct ctx *cx, struct db *db, void *arg)
{
    struct keys *k = arg;

    return webhook_secret_new(cx, db, k->id, k->key);
}

static void what_is_told_is_whole_in_order_and_signed(void **state)
{
    struct engine_world *w = *state;
    struct receiver *r = receiver_open(w);
    struct client *c = client_for(w, r, true);
    struct keys k = {.id = subscribe_to(w, r, "['contact.*']")};
    char old[WEBHOOK_SECRET_MAX];
    struct db *db = NULL;
    int64_t ana = person(w, "Ana"), beto = person(w, "Beto");
    const struct json *body = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(webhook_secret(w->cx, db, hook(w, k.id), old), OK);
    db_return(db);
    work(w, c);
    assert_int_equal(r->n, 2);
    assert_string_equal(r->event[0], "contact.created");
    assert_int_equal(json_parse(w->cx, r->body[0], strlen(r->body[0]), &body), OK);
    assert_int_equal(json_int(json_get(json_get(body, "data"), "id"), 0), ana);
    assert_string_equal(json_text(json_get(json_get(body, "data"), "name"), ""), "Ana");
    assert_string_equal(json_text(json_get(body, "id"), ""), r->id[0]);
    assert_int_equal(json_parse(w->cx, r->body[1], strlen(r->body[1]), &body), OK);
    assert_int_equal(json_int(json_get(json_get(body, "data"), "id"), 0), beto);
    assert_true(is_signed_with(w, r->signature[1], r->body[1], old));
    assert_int_equal(count(w, "sent"), 2);

    assert_int_equal(db_write(w->cx, w->pool, new_key_in, &k), OK);
    assert_string_not_equal(k.key, old);
    (void)person(w, "Caio");
    work(w, c);
    assert_true(is_signed_with(w, r->signature[2], r->body[2], k.key));
    assert_true(is_signed_with(w, r->signature[2], r->body[2], old));
    w->clock.now_ms += DAYS_MS(1);
    (void)person(w, "Dora");
    work(w, c);
    assert_true(is_signed_with(w, r->signature[3], r->body[3], k.key));
    assert_false(is_signed_with(w, r->signature[3], r->body[3], old));
    client_free(c);
    receiver_close(r);
}

static void one_that_fails_holds_up_those_behind_it_and_goes_first(void **state)
{
    struct engine_world *w = *state;
    struct receiver *r = receiver_open(w);
    struct client *c = client_for(w, r, true);

    (void)subscribe_to(w, r, "['contact.created']");
    r->status = 500;
    (void)person(w, "Ana");
    (void)person(w, "Beto");
    work(w, c);
    assert_int_equal(r->n, 1);
    assert_int_equal(world_number(w, "select max(status) from webhook_deliveries"), 500);
    work(w, c);
    assert_int_equal(r->n, 1); /* not at once */
    r->status = 200;
    w->clock.now_ms += SECONDS_MS(12);
    work(w, c);
    assert_int_equal(r->n, 3);
    assert_string_equal(r->id[1], r->id[0]);
    assert_string_not_equal(r->id[2], r->id[0]);
    assert_int_equal(count(w, "sent"), 2);
    client_free(c);
    receiver_close(r);
}

static void a_receiver_that_is_away_for_a_day_is_switched_off_and_told_of(void **state)
{
    struct engine_world *w = *state;
    int64_t id = subscribe(w, "https://crm.example/x", "['*']");
    int64_t began = w->clock.now_ms, n = 0;
    struct db *db = NULL;

    (void)person(w, "Ana");
    for (int i = 0; i < 40 && hook(w, id)->active; i++) {
        work(w, NULL);
        w->clock.now_ms += HOURS_MS(1);
    }
    assert_int_equal(hook(w, id)->active, 0);
    assert_string_equal(hook(w, id)->paused_why, "webhook.gave_up");
    assert_in_range(w->clock.now_ms - began, HOURS_MS(22), HOURS_MS(38));
    assert_int_equal(count(w, "failed"), 1);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(webhooks_paused(w->cx, db, &n), OK);
    db_return(db);
    assert_int_equal(n, 1);
    (void)person(w, "Beto"); /* who is switched off is not told of what comes */
    assert_int_equal(count(w, "waiting"), 0);
}

static void a_redirect_is_a_failure_and_410_the_end(void **state)
{
    struct engine_world *w = *state;
    struct receiver *r = receiver_open(w);
    struct client *c = client_for(w, r, true);
    int64_t id = subscribe_to(w, r, "['contact.created']");

    r->status = 302;
    (void)person(w, "Ana");
    work(w, c);
    assert_int_equal(r->n, 1);
    assert_int_equal(world_number(w, "select status from webhook_deliveries"), 302);
    assert_int_equal(count(w, "waiting"), 1);
    r->status = 410;
    w->clock.now_ms += MINUTES_MS(1);
    work(w, c);
    assert_int_equal(count(w, "failed"), 1);
    assert_string_equal(hook(w, id)->paused_why, "webhook.gone");
    client_free(c);
    receiver_close(r);
}

static void what_is_not_public_is_refused_unless_allowed(void **state)
{
    struct engine_world *w = *state;
    struct receiver *r = receiver_open(w);
    struct client *c = client_for(w, r, false);

    (void)subscribe_to(w, r, "['contact.created']");
    (void)person(w, "Ana");
    work(w, c);
    assert_int_equal(r->n, 0);
    assert_int_equal(
        world_number(w,
                     "select count(*) from webhook_deliveries where error = 'net.refused_address'"),
        1);
    client_free(c);
    receiver_close(r);
}

static enum err many_in(struct ctx *cx, struct db *db, void *arg)
{
    enum err e = changes_gather(cx, 10);

    (void)arg;
    for (int i = 0; i < 3 && !e; i++) {
        struct contact *c = model_new(cx, &contact_model);
        c->name = "Muitos";
        e = model_add(cx, db, &contact_model, c);
    }
    return e ? e : changes_flush(cx, db);
}

static void of_many_that_change_together_only_those_hear_who_asked(void **state)
{
    struct engine_world *w = *state;

    (void)subscribe(w, "https://crm.example/x", "['contact.*']");
    assert_int_equal(db_write(w->cx, w->pool, many_in, NULL), OK);
    assert_int_equal(count(w, "waiting"), 0);
    (void)world_record(
        w, &webhook_model,
        "{'name':'all','url':'https://all.example/','events':['contact.*'],'bulk':true}");
    assert_int_equal(db_write(w->cx, w->pool, many_in, NULL), OK);
    assert_int_equal(count(w, "waiting"), 3);
}

struct promoted {
    int64_t id;
    const char *seniority;
};

static enum err promote_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct promoted *p = arg;
    void *found = NULL;
    enum err e = model_get(cx, db, &contact_model, p->id, &found);

    if (e)
        return e;
    ((struct contact *)found)->seniority = p->seniority;
    return model_change(cx, db, &contact_model, found);
}

static int64_t told(struct engine_world *w, const char *event, const char *words)
{
    return world_number(w, arena_print(w->cx->arena,
                                       "select count(*) from webhook_deliveries where event = '%s' "
                                       "and body like '%%%s%%'",
                                       event, words));
}

static void who_enters_and_leaves_a_segment_is_told_with_its_name_and_cause(void **state)
{
    struct engine_world *w = *state;
    struct promoted ana = {person(w, "Ana"), "director"}, beto = {person(w, "Beto"), "director"};
    bool left = false;

    assert_int_equal(db_write(w->cx, w->pool, promote_in, &beto), OK);
    (void)subscribe(w, "https://crm.example/x", "['segment.*']");
    (void)world_record(w, &segment_model,
                       "{'name':'Chefia','subject':'contact','rule':{'field':'seniority','is':"
                       "'director'}}");
    assert_int_equal(segments_work(w->cx, w->pool, NULL, &left), OK);
    assert_int_equal(world_number(w, "select count(*) from webhook_deliveries where event <> "
                                     "'ping'"),
                     0);
    assert_int_equal(db_write(w->cx, w->pool, promote_in, &ana), OK);
    assert_int_equal(told(w, "segment.entered", "\"name\":\"Chefia\""), 1);
    assert_int_equal(told(w, "segment.entered", "\"cause\":\"change\""), 1);
    assert_int_equal(world_number(w, "select record from webhook_deliveries"), ana.id);
    ana.seniority = "junior";
    assert_int_equal(db_write(w->cx, w->pool, promote_in, &ana), OK);
    assert_int_equal(told(w, "segment.left",
                          arena_print(w->cx->arena, "\"contact\":\"%lld\"", (long long)ana.id)),
                     1);
    assert_int_equal(world_number(w, "select count(*) from webhook_deliveries"), 2);
}

struct merging {
    struct merge_ask ask;
    int64_t merge;
    void *record;
};

static enum err merge_in(struct ctx *cx, struct db *db, void *arg)
{
    struct merging *m = arg;

    return merge_records(cx, db, &m->ask, &m->merge, &m->record);
}

static void a_merge_is_one_event(void **state)
{
    struct engine_world *w = *state;
    struct merging m = {
        .ask = {.of = MERGE_CONTACTS, .kept = person(w, "Ana"), .gone = person(w, "Ana Souza")}};

    (void)subscribe(w, "https://crm.example/x", "['contact.*']");
    assert_int_equal(db_write(w->cx, w->pool, merge_in, &m), OK);
    assert_int_equal(world_number(w, "select count(*) from webhook_deliveries"), 1);
    assert_int_equal(world_number(w, "select record from webhook_deliveries"), m.ask.kept);
}

static enum err ping_in(struct ctx *cx, struct db *db, void *arg)
{
    int64_t id = 0;

    return webhook_ping(cx, db, *(int64_t *)arg, &id);
}

static void a_test_is_tried_once_and_also_when_switched_off(void **state)
{
    struct engine_world *w = *state;
    struct receiver *r = receiver_open(w);
    struct client *c = client_for(w, r, true);
    int64_t id = subscribe_to(w, r, "['contact.created']");

    assert_int_equal(engine_sql(w->cx, w->pool, "update webhooks set active = 0"), OK);
    r->status = 404;
    assert_int_equal(db_write(w->cx, w->pool, ping_in, &id), OK);
    work(w, c);
    assert_int_equal(r->n, 1);
    assert_string_equal(r->event[0], "ping");
    assert_int_equal(count(w, "failed"), 1);
    client_free(c);
    receiver_close(r);
}

static void the_log_goes_after_its_days(void **state)
{
    struct engine_world *w = *state;
    struct receiver *r = receiver_open(w);
    struct client *c = client_for(w, r, true);

    (void)subscribe_to(w, r, "['contact.created']");
    (void)person(w, "Ana");
    work(w, c);
    w->clock.now_ms += DAYS_MS(6);
    assert_int_equal(engine_sql(w->cx, w->pool,
                                "insert into jobs (id, site, kind, args, state, run_at, created_at)"
                                " values (1, 0, 'webhook.tidy', '{}', 'waiting', 0, 0)"),
                     OK);
    work(w, c);
    assert_int_equal(count(w, "sent"), 1);
    w->clock.now_ms += DAYS_MS(2);
    assert_int_equal(engine_sql(w->cx, w->pool,
                                "insert into jobs (id, site, kind, args, state, run_at, created_at)"
                                " values (2, 0, 'webhook.tidy', '{}', 'waiting', 0, 0)"),
                     OK);
    work(w, c);
    assert_int_equal(count(w, "sent"), 0);
    client_free(c);
    receiver_close(r);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_model_matches_its_table),
        cmocka_unit_test(an_address_is_secure_or_our_own_and_an_event_is_a_known_one),
        cmocka_unit_test(nobody_listens_and_nothing_is_noted),
        cmocka_unit_test(each_committed_change_has_one_delivery_and_others_none),
        cmocka_unit_test(what_is_told_is_whole_in_order_and_signed),
        cmocka_unit_test(one_that_fails_holds_up_those_behind_it_and_goes_first),
        cmocka_unit_test(a_receiver_that_is_away_for_a_day_is_switched_off_and_told_of),
        cmocka_unit_test(a_redirect_is_a_failure_and_410_the_end),
        cmocka_unit_test(what_is_not_public_is_refused_unless_allowed),
        cmocka_unit_test(of_many_that_change_together_only_those_hear_who_asked),
        cmocka_unit_test(who_enters_and_leaves_a_segment_is_told_with_its_name_and_cause),
        cmocka_unit_test(a_merge_is_one_event),
        cmocka_unit_test(a_test_is_tried_once_and_also_when_switched_off),
        cmocka_unit_test(the_log_goes_after_its_days),
    };
    return engines_run("webhooks", tests, COUNT_OF(tests), world_prepare);
}
