/* import_source_test.c -- what comes by itself is taken once, becomes imports, and is forgotten when it should be. */
#include "unit/world.h"

#include "base/hash.h"
#include "base/time.h"
#include "people/account.h"
#include "people/contact.h"
#include "people/import.h"
#include "people/import_jobs.h"
#include "people/import_source.h"

#include <stdio.h>
#include <sys/stat.h>
#include <utime.h>

static const char map_of_form[] =
    "{'name':'Form','origin':'webhook','kind':'leads','map':{'columns':{'p.mail':'email','p.nome':"
    "'name'}}}";

static struct import_source *source(struct engine_world *w, const char *json)
{
    return world_record(w, &import_source_model, json);
}

static void refused(struct engine_world *w, const char *json, const char *field)
{
    void *record = NULL;

    assert_int_equal(world_try_add(w, &import_source_model, json, &record), ERR_INVALID);
    assert_non_null(w->cx->fault.fields);
    assert_string_equal(w->cx->fault.fields->field, field);
    fault_clear(w->cx);
}

struct key_run {
    int64_t source;
    const char *text;
    bool secret;
};

static enum err key_in(struct ctx *cx, struct db *db, void *arg)
{
    struct key_run *k = arg;

    return k->secret ? import_source_secret(cx, db, k->source, true, &k->text)
                     : import_source_token(cx, db, k->source, &k->text);
}

static const char *key(struct engine_world *w, const struct import_source *s, bool secret)
{
    struct key_run k = {.source = s->record.id, .secret = secret};

    assert_int_equal(db_write(w->cx, w->pool, key_in, &k), OK);
    return k.text;
}

static enum err send(struct engine_world *w, const char *token, const char *body, int64_t *ret_id,
                     bool *ret_again)
{
    int64_t site = w->cx->site;
    enum err e;

    w->cx->site = 0; /* whoever sends has none */
    e = import_receive(w->cx, w->pool, token, "application/json", NULL, body, strlen(body), ret_id,
                       ret_again);
    w->cx->site = site;
    return e;
}

static int64_t sent(struct engine_world *w, const char *token, const char *body)
{
    bool again = true;
    int64_t id = 0;

    assert_int_equal(send(w, token, body, &id, &again), OK);
    assert_false(again);
    return id;
}

/* --- jobs, run here and now ------------------------------------------------------------------ */

static const struct job_kind *kind_of(const char *name)
{
    for (const struct job_kind *k = import_source_job_kinds; k->kind; k++)
        if (!strcmp(k->kind, name))
            return k;
    fail_msg("no job %s", name);
    return NULL;
}

static enum err lease_in(struct ctx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    struct db_stmt *st = NULL;
    struct job_new in = {.site = j->site, .kind = j->kind, .args = j->args, .only_one = "test"};
    enum err e = job_add(cx, db, &in, &j->id);
    char *text = !e ? arena_print(cx->arena,
                                  "update jobs set state = 'running', lease_id = 7, lease_until = "
                                  "9000000000000 where id = %lld",
                                  (long long)j->id)
                    : NULL;

    if (text)
        e = db_begin_text(cx, db, text, &st);
    if (!e)
        e = db_run(cx, st);
    db_done(st);
    return e;
}

static enum err end_in(struct ctx *cx, struct db *db, void *arg)
{
    char *text = arena_print(cx->arena, "update jobs set state = 'done' where id = %lld",
                             (long long)((struct job *)arg)->id);
    struct db_stmt *st = NULL;
    enum err e = db_begin_text(cx, db, text, &st);

    if (!e)
        e = db_run(cx, st);
    db_done(st);
    return e;
}

static enum err work(struct engine_world *w, const char *kind, int64_t source, const char *folder)
{
    const struct import_home home = {.uploads_dir = w->dir, .folder = folder};
    struct job job = {.site = source ? w->cx->site : 0, .kind = kind, .attempts = 1};
    struct job_run run = {
        .job = &job, .pool = w->pool, .app = (void *)(uintptr_t)&home, .lease_id = 7};
    int64_t site = w->cx->site;
    enum err e;

    job.args =
        arena_print(w->cx->arena, "{\"source\":\"%lld\",\"by_hand\":true}", (long long)source);
    assert_int_equal(db_write(w->cx, w->pool, lease_in, &job), OK);
    run.lease_ms = MINUTES_MS(1);
    w->cx->site = job.site;
    e = kind_of(kind)->run(w->cx, &run);
    w->cx->site = site;
    if (!e)
        assert_int_equal(db_write(w->cx, w->pool, end_in, &job), OK);
    return e;
}

static struct import_delivery delivery(struct engine_world *w, int64_t id)
{
    struct import_delivery d = {0};
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(import_delivery_get(w->cx, db, id, &d), OK);
    db_return(db);
    return d;
}

static int64_t people_called(struct engine_world *w, const char *name)
{
    return world_number(
        w, arena_print(w->cx->arena, "select count(*) from contacts where name = '%s'", name));
}

/* --- claims ---------------------------------------------------------------------------------- */

static void a_source_says_where_and_when(void **state)
{
    struct engine_world *w = *state;
    struct import_source *s;

    refused(w, "{'name':'x','origin':'folder','kind':'leads'}", "path");
    refused(w, "{'name':'x','origin':'folder','kind':'leads','path':'a/../b'}", "path");
    refused(w, "{'name':'x','origin':'folder','kind':'leads','path':'/etc'}", "path");
    refused(w, "{'name':'x','origin':'url','kind':'leads'}", "url");
    refused(w,
            "{'name':'x','origin':'url','kind':'leads','url':'https://a.example','at_time':'6h'}",
            "at_time");
    refused(w,
            "{'name':'x','origin':'url','kind':'leads','url':'https://a.example','at_time':'06:30',"
            "'every_minutes':60}",
            "at_time");
    refused(w, "{'name':'x','origin':'webhook','kind':'leads','map':{'columns':{'a':'shoe'}}}",
            "columns.a");
    s = source(w, "{'name':'x','origin':'folder','kind':'leads','path':'crm/novos'}");
    assert_true(s->next_at == NIL);
    s = source(w, "{'name':'y','origin':'folder','kind':'leads','path':'crm','every_minutes':60}");
    assert_int_equal(s->next_at, ctx_now(w->cx) + HOURS_MS(1));
}

static void a_time_of_day_is_the_sites_and_the_next_one(void **state)
{
    struct engine_world *w = *state;
    struct import_source *s =
        source(w, "{'name':'y','origin':'folder','kind':'leads','path':'crm','at_time':'06:30'}");
    struct db *db = NULL;
    int64_t next = 0, start = 0;

    assert_int_equal(time_read(w->cx, "2026-03-02T09:29:59Z", NULL, &start), OK); /* 06:29:59 */
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(import_source_next(w->cx, db, s, start, &next), OK);
    assert_int_equal(next, start + SECONDS_MS(1));
    assert_int_equal(import_source_next(w->cx, db, s, next, &next), OK);
    assert_int_equal(next, start + SECONDS_MS(1) + DAYS_MS(1));
    s->active = 0;
    assert_int_equal(import_source_next(w->cx, db, s, start, &next), OK);
    assert_true(next == NIL);
    db_return(db);
}

static void a_body_is_kept_once_and_applied_by_the_map(void **state)
{
    struct engine_world *w = *state;
    struct import_source *s = source(w, map_of_form);
    const char *token = key(w, s, false);
    int64_t one = sent(w, token, "{\"p\":{\"mail\":\"ana@acme.example\",\"nome\":\"Ana\"}}"),
            again_id = 0;
    int64_t bad = sent(w, token, "{\"p\":{\"mail\":\"no address\",\"nome\":\"Zeca\"}}");
    bool again = false;

    assert_int_equal(send(w, token, "{ \"p\": {\"mail\":\"ana@acme.example\", \"nome\":\"Ana\"} }",
                          &again_id, &again),
                     OK);
    assert_true(again);
    assert_int_equal(again_id, one);
    assert_int_equal(people_called(w, "Ana"), 0);
    assert_int_equal(work(w, "import.deliveries", s->record.id, NULL), OK);
    assert_int_equal(people_called(w, "Ana"), 1);
    assert_int_equal(people_called(w, "Zeca"), 0);
    assert_string_equal(delivery(w, one).state, "done");
    assert_string_equal(delivery(w, bad).state, "failed");
    assert_non_null(delivery(w, bad).error);
    assert_true(delivery(w, one).import == delivery(w, bad).import);
    assert_int_equal(world_number(w, "select count(*) from imports"), 1);
}

static void a_job_that_died_goes_on_where_it_was(void **state)
{
    struct engine_world *w = *state;
    struct import_source *s = source(w, map_of_form);
    const char *token = key(w, s, false);
    int64_t one = sent(w, token, "{\"p\":{\"mail\":\"ana@acme.example\",\"nome\":\"Ana\"}}");
    char path[200];

    assert_int_equal(work(w, "import.deliveries", s->record.id, NULL), OK);
    /* As if it had died before it wrote down how the delivery ended. */
    assert_int_equal(engine_sql(w->cx, w->pool, "update import_deliveries set state = 'running'"),
                     OK);
    assert_int_equal(work(w, "import.deliveries", s->record.id, NULL), OK);
    assert_string_equal(delivery(w, one).state, "done");
    assert_int_equal(people_called(w, "Ana"), 1);
    /* And as if it had died after it had taken the delivery, before its import began. */
    assert_int_equal(engine_sql(w->cx, w->pool, "update import_deliveries set state = 'running'"),
                     OK);
    assert_int_equal(
        engine_sql(w->cx, w->pool,
                   "update imports set state = 'draft', at_row = 0, checked_map = null"),
        OK);
    (void)snprintf(path, sizeof(path), "%s/%lld", w->dir, (long long)delivery(w, one).import);
    assert_int_equal(work(w, "import.deliveries", s->record.id, NULL), OK);
    assert_string_equal(delivery(w, one).state, "done");
    assert_int_equal(people_called(w, "Ana"), 1);
}

static void a_token_is_of_its_source_and_a_secret_is_asked_for(void **state)
{
    struct engine_world *w = *state;
    struct import_source *s = source(w, map_of_form);
    const char *token = key(w, s, false), *secret = key(w, s, true);
    const char *body = "{\"p\":{\"mail\":\"ana@acme.example\"}}";
    unsigned char raw[SHA256_BYTES];
    char hex[SHA256_HEX];
    int64_t id = 0, site = w->cx->site;
    bool again;

    assert_int_equal(send(w, "nobody's", body, &id, &again), ERR_NOTFOUND);
    fault_clear(w->cx);
    assert_int_equal(send(w, token, body, &id, &again), ERR_DENIED);
    fault_clear(w->cx);
    hmac_sha256(secret, strlen(secret), body, strlen(body), raw);
    hex_text(raw, sizeof(raw), hex);
    assert_int_equal(import_receive(w->cx, w->pool, token, NULL,
                                    arena_print(w->cx->arena, "sha256=%s", hex), body, strlen(body),
                                    &id, &again),
                     OK);
    assert_int_equal(w->cx->site, site);
    assert_int_equal(world_number(w, "select count(*) from import_source_keys where token_hash is "
                                     "not null and length(token_hash) = 64"),
                     1);
}

static const char *file_in(struct engine_world *w, const char *name, const char *text)
{
    const char *path = arena_print(w->cx->arena, "%s/in/crm/%s", w->dir, name);
    const struct utimbuf then = {1000000000, 1000000000};
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
    assert_int_equal(fclose(f), 0);
    assert_int_equal(utime(path, &then), 0);
    return path;
}

static void a_file_of_the_folder_is_taken_once(void **state)
{
    struct engine_world *w = *state;
    struct import_source *s =
        source(w, "{'name':'y','origin':'folder','kind':'leads','path':'crm','every_minutes':60}");
    const char *folder = arena_print(w->cx->arena, "%s/in", w->dir);
    const char *a, *fresh;

    assert_int_equal(work(w, "import.source", s->record.id, NULL), OK);
    assert_int_equal(world_number(w,
                                  "select count(*) from import_deliveries where state = 'failed' "
                                  "and error = 'import.no_folder'"),
                     1);
    assert_int_equal(mkdir(folder, 0700), 0);
    assert_int_equal(mkdir(arena_print(w->cx->arena, "%s/crm", folder), 0700), 0);
    a = file_in(w, "a.csv", "email,nome\nana@acme.example,Ana\n");
    fresh = file_in(w, "b.csv", "email,nome\nbia@acme.example,Bia\n");
    assert_int_equal(utime(fresh, NULL), 0); /* as if it were still being written */
    assert_int_equal(work(w, "import.source", s->record.id, folder), OK);
    assert_int_equal(work(w, "import.source", s->record.id, folder), OK);
    assert_int_equal(people_called(w, "Ana"), 1);
    assert_int_equal(people_called(w, "Bia"), 0);
    assert_int_equal(world_number(w, "select count(*) from import_deliveries where state = 'done'"),
                     1);
    assert_int_equal(world_number(w, "select n_rows from import_deliveries where state = 'done'"),
                     1);
    (void)unlink(a);
    (void)unlink(fresh);
    (void)rmdir(arena_print(w->cx->arena, "%s/crm", folder));
    (void)rmdir(folder);
}

static void what_is_due_is_asked_for_on_every_site(void **state)
{
    struct engine_world *w = *state;
    int64_t other = world_site(w, "Outra"), own = w->cx->site;

    (void)source(w, "{'name':'a','origin':'folder','kind':'leads','path':'a','every_minutes':60}");
    w->cx->site = other;
    (void)source(w, "{'name':'b','origin':'folder','kind':'leads','path':'b','every_minutes':10}");
    w->cx->site = own;
    w->clock.now_ms += MINUTES_MS(11);
    assert_int_equal(work(w, "import.sources", 0, NULL), OK);
    assert_int_equal(world_number(w, "select count(*) from jobs where kind = 'import.source'"), 1);
    w->clock.now_ms += HOURS_MS(1);
    assert_int_equal(work(w, "import.sources", 0, NULL), OK);
    assert_int_equal(world_number(w, "select count(*) from jobs where kind = 'import.source'"), 2);
}

static void bodies_go_with_time(void **state)
{
    struct engine_world *w = *state;
    struct import_source *s = source(w, map_of_form);
    const char *token = key(w, s, false);
    int64_t bia = sent(w, token, "{\"p\":{\"mail\":\"axa@acme.example\",\"nome\":\"Bia\"}}");

    assert_int_equal(work(w, "import.deliveries", s->record.id, NULL), OK);
    w->clock.now_ms += DAYS_MS(29);
    assert_int_equal(work(w, "import.bodies", 0, NULL), OK);
    assert_non_null(delivery(w, bia).body);
    w->clock.now_ms += DAYS_MS(2);
    assert_int_equal(work(w, "import.bodies", 0, NULL), OK);
    assert_null(delivery(w, bia).body);
}

static void a_preview_leaves_nothing(void **state)
{
    struct engine_world *w = *state;
    struct import_source *s = source(w, "{'name':'Form','origin':'webhook','kind':'leads'}");
    const char *token = key(w, s, false);
    struct buf out = buf_in(w->cx->arena);
    struct json_writer j = json_to(&out);

    (void)sent(w, token, "[{\"mail\":\"ana@acme.example\"},{\"mail\":\"x\"}]");
    assert_int_equal(import_source_preview(w->cx, w->pool, w->dir, s->record.id,
                                           "{\"columns\":{\"mail\":\"email\"}}", &j),
                     OK);
    assert_non_null(strstr(buf_text(&out), "\"added\":1"));
    assert_non_null(strstr(buf_text(&out), "\"failed\":1"));
    assert_int_equal(world_number(w, "select count(*) from imports"), 0);
    assert_int_equal(world_number(w, "select count(*) from import_errors"), 0);
    assert_int_equal(world_number(w, "select count(*) from contacts"), 0);
}

static void a_body_is_stored_or_refused_whichever_allocation_fails(void **state)
{
    struct engine_world *w = *state;
    struct import_source *s = source(w, map_of_form);
    const char *token = key(w, s, false);
    const char *body = "{\"p\":{\"mail\":\"ana@acme.example\",\"nome\":\"Ana\"}}";
    int64_t id = 0;
    bool again = false;
    enum err e = ERR_LIMIT;

    for (size_t n = 1; e; n++) {
        struct arena_mark mark = arena_mark(w->cx->arena);
        arena_fail_at(w->cx->arena, n);
        e = send(w, token, body, &id, &again);
        arena_fail_at(w->cx->arena, 0);
        assert_true(e == OK || e == ERR_LIMIT);
        fault_clear(w->cx);
        arena_reset(w->cx->arena, mark);
        assert_int_equal(world_number(w, "select count(*) from import_deliveries"), e ? 0 : 1);
    }
    assert_false(again);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_source_says_where_and_when),
    cmocka_unit_test(a_time_of_day_is_the_sites_and_the_next_one),
    cmocka_unit_test(a_body_is_kept_once_and_applied_by_the_map),
    cmocka_unit_test(a_job_that_died_goes_on_where_it_was),
    cmocka_unit_test(a_token_is_of_its_source_and_a_secret_is_asked_for),
    cmocka_unit_test(a_file_of_the_folder_is_taken_once),
    cmocka_unit_test(what_is_due_is_asked_for_on_every_site),
    cmocka_unit_test(bodies_go_with_time),
    cmocka_unit_test(a_preview_leaves_nothing),
    cmocka_unit_test(a_body_is_stored_or_refused_whichever_allocation_fails),
};

int main(void)
{
    return engines_run("import_source", tests, COUNT_OF(tests), world_prepare);
}
