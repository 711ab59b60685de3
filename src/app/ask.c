/* ask.c -- see ask.h. */
#include "app/ask.h"

#include "access/may.h"
#include "access/user.h"
#include "app/command.h"
#include "app/embedded.h"
#include "app/outfile.h"
#include "app/tables.h"
#include "base/text.h"
#include "people/contact.h"
#include "people/counters.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { LOOK_MS = 200, PATIENCE_MS = 60000 };

/* --- opened and closed ------------------------------------------------------------------------- */

/* role is NULL for whoever may not enter here. */
static enum err find_member(struct ctx *cx, struct ask *k, const char *email, int64_t *ret_id,
                            const char **ret_role)
{
    struct user u = {0};
    const char *role = NULL;
    struct db *db = NULL;
    enum err e = db_read(cx, k->in.pool, &db);

    if (!e)
        e = user_find(cx, db, email, &u);
    if (!e)
        e = member_role(cx, db, k->site.id, u.id, &role);
    db_return(db);
    if (e == ERR_NOTFOUND)
        fault_clear(cx);
    if (e && e != ERR_NOTFOUND)
        return e;
    *ret_id = u.id;
    *ret_role = u.disabled ? NULL : role;
    return OK;
}

static enum err act_as(struct ctx *cx, struct ask *k, const char *email)
{
    const char *role = NULL;
    int64_t id = 0;
    enum err e = find_member(cx, k, email, &id, &role);

    if (e)
        return e;
    if (!role)
        return fail(cx, ERR_DENIED, "app.not_member", "email", email, "site", k->site.slug, NULL);
    cx->actor = id;
    k->may = may_of_role(role);
    return OK;
}

static enum err open_events(struct ctx *cx, struct ask *k)
{
    enum err e = events_open(cx, &k->in, &k->events);

    if (e == ERR_CONFLICT) { /* a server has them */
        fault_clear(cx);
        return OK;
    }
    k->has_events = !e;
    return e ? e : events_load(cx, &k->events);
}

/* What the configuration lets imports and webhooks reach. */
static enum err open_outside(struct ctx *cx, struct ask *k)
{
    enum err e = outside_networks(cx, config_text(k->in.config, "import.allow"), k->import_allow);

    k->imports = (struct import_home){.uploads_dir = instance_path(cx, &k->in, "uploads"),
                                      .folder = config_text(k->in.config, "import.folder"),
                                      .allow = k->import_allow};
    return e ? e : outside_client(cx, k->in.config, &k->client);
}

enum err ask_open(struct ctx *cx, const struct args *a, bool events, struct ask *ret)
{
    const char *email = args_option(a, "as");
    struct ask *k = ret;
    enum err e;

    *k = (struct ask){.a = a, .may = MAY_ALL};
    e = instance_open(cx, a, 0, &k->in);
    if (e)
        return e;
    e = instance_site(cx, &k->in, a, &k->site);
    if (!e && email)
        e = act_as(cx, k, email);
    if (!e && events)
        e = open_events(cx, k);
    if (!e)
        e = open_outside(cx, k);
    k->api = (struct api){.pool = k->in.pool,
                          .models = app_models,
                          .prepares = app_prepares,
                          .settings = app_settings,
                          .plan_examples = embedded_plans,
                          .plan_example_count = embedded_plans_count,
                          .facts = k->has_events ? k->events.store : NULL,
                          .home_url = instance_home(cx, &k->in),
                          .uploads_dir = k->imports.uploads_dir,
                          .imports = &k->imports,
                          .client = k->client,
                          .log = k->in.log,
                          .version = PRACA_VERSION};
    if (e)
        ask_close(cx, k);
    return e;
}

void ask_close(struct ctx *cx, struct ask *k)
{
    if (k->has_events)
        events_close(&k->events);
    k->has_events = false;
    client_free(k->client);
    k->client = NULL;
    instance_close(cx, &k->in);
}

/* --- asked ------------------------------------------------------------------------------------- */

static enum err gather(struct ctx *cx, void *self, const char *bytes, size_t n)
{
    struct buf *out = self;

    (void)cx;
    buf_add(out, bytes, n);
    return OK;
}

enum err ask_bytes(struct ctx *cx, struct ask *k, const char *method, const char *target,
                   const char *body, struct buf *ret)
{
    int status = 0;

    return ask_status(cx, k, method, target, body, ret, &status);
}

enum err ask_status(struct ctx *cx, struct ask *k, const char *method, const char *target,
                    const char *body, struct buf *ret, int *ret_status)
{
    struct api_call c = {.api = &k->api,
                         .may = k->may,
                         .method = method,
                         .target = target,
                         .body = body,
                         .take = gather,
                         .self = ret};
    enum err e = target ? api_call(cx, &c, ret_status) : fail_memory(cx);

    return !e && !buf_ok(ret) ? fail_memory(cx) : e;
}

enum err ask_json(struct ctx *cx, struct ask *k, const char *method, const char *target,
                  const char *body, const struct json **ret)
{
    struct buf out = buf_in(cx->arena);
    enum err e = ask_bytes(cx, k, method, target, body, &out);

    *ret = NULL;
    return e || !out.len ? e : json_parse(cx, out.bytes, out.len, ret);
}

struct csv_out {
    struct outfile to;
    int64_t left; /* rows, with the first line; -1: all */
    bool quoted;
};

static enum err csv_take(struct ctx *cx, void *self, const char *bytes, size_t n)
{
    struct csv_out *o = self;
    size_t take = 0;

    for (; take < n && o->left; take++) {
        if (bytes[take] == '"')
            o->quoted = !o->quoted;
        else if (bytes[take] == '\n' && !o->quoted && o->left > 0)
            o->left--;
    }
    return outfile_add(cx, &o->to, bytes, take);
}

enum err ask_csv(struct ctx *cx, struct ask *k, const char *target, const char *path,
                 int64_t rows_max)
{
    struct csv_out o = {.left = rows_max ? rows_max + 1 : -1};
    struct api_call c = {.api = &k->api,
                         .may = k->may,
                         .method = "GET",
                         .target = target,
                         .take = csv_take,
                         .self = &o};
    int status = 0;
    enum err e = outfile_open(cx, path, &o.to);

    return e ? e : outfile_end(cx, &o.to, api_call(cx, &c, &status));
}

/* --- jobs -------------------------------------------------------------------------------------- */

static enum err look_at(struct ctx *cx, struct ask *k, int64_t id, struct job *ret)
{
    struct db *db = NULL;
    enum err e = db_read(cx, k->in.pool, &db);

    if (!e)
        e = job_get(cx, db, cx->site, id, ret);
    db_return(db);
    return e;
}

/* Jobs that count say {"done": n, "total": n}. */
static void show_progress(void *self, const char *progress)
{
    struct ctx *cx = self;
    const struct arena_mark mark = arena_mark(cx->arena);
    const struct fault before = cx->fault;
    const struct json *v = NULL;

    if (progress && json_parse(cx, progress, strlen(progress), &v) == OK && json_get(v, "done"))
        say_progress(cx, json_int(json_get(v, "done"), 0), json_int(json_get(v, "total"), 0));
    cx->fault = before;
    arena_reset(cx->arena, mark);
}

static enum err do_here(struct ctx *cx, struct ask *k, int64_t id)
{
    struct app_jobs jobs = {.people = {.imports = k->imports,
                                       .dir = k->in.dir,
                                       .journal = k->events.journal,
                                       .store = k->events.store,
                                       .loader = LOADER_FOLLOWER},
                            .journal = k->events.journal};
    struct worker_options o = {.pool = k->in.pool,
                               .kinds = app_job_kinds,
                               .clock = cx->clock,
                               .ids = k->in.ids,
                               .log = k->in.log,
                               .app = &jobs,
                               .home_url = k->api.home_url,
                               .watch = show_progress,
                               .watcher = cx};

    return worker_run_job(cx, &o, id);
}

enum err ask_wait(struct ctx *cx, struct ask *k, int64_t job)
{
    const struct timespec pause = {0, LOOK_MS * 1000000L};
    struct arena_mark mark = arena_mark(cx->arena);
    int64_t until = ctx_now(cx) + PATIENCE_MS;
    struct job j = {0};
    enum err e = k->has_events ? do_here(cx, k, job) : OK;

    while (!e) {
        e = look_at(cx, k, job, &j);
        if (e || text_equal(j.state, "done") || text_equal(j.state, "failed") || j.error)
            break;
        show_progress(cx, j.progress);
        if (ctx_now(cx) > until && text_equal(j.state, "waiting"))
            return fail(cx, ERR_BUSY, "work.waits", NULL);
        arena_reset(cx->arena, mark);
        (void)nanosleep(&pause, NULL);
    }
    say_progress_end();
    return !e && j.error ? fail(cx, ERR_INVALID, j.error, NULL) : e;
}

/* --- what was typed ---------------------------------------------------------------------------- */

void ask_parameter(struct buf *target, const char *name, const char *value)
{
    if (text_empty(value))
        return;
    buf_add_char(target, memchr(target->bytes ? target->bytes : "", '?', target->len) ? '&' : '?');
    buf_add_text(target, name);
    buf_add_char(target, '=');
    for (const unsigned char *p = (const unsigned char *)value; *p; p++) {
        if (isalnum(*p) || strchr("-._~", *p))
            buf_add_char(target, (char)*p);
        else
            buf_print(target, "%%%02X", *p);
    }
}

enum err ask_id(struct ctx *cx, struct ask *k, const struct model *m, const char *typed,
                int64_t *ret)
{
    struct db *db = NULL;
    void *found = NULL;
    enum err e;

    if (id_read(typed, ret))
        return OK;
    if (m != &contact_model || !strchr(typed, '@'))
        return fail(cx, ERR_INVALID, "cli.id", "text", typed, NULL);
    e = db_read(cx, k->in.pool, &db);
    if (!e)
        e = model_find(cx, db, m, model_field(m, "email"), text_fold(cx->arena, typed), &found);
    db_return(db);
    if (!e && !found)
        e = fail(cx, ERR_NOTFOUND, "app.nobody_with", "email", typed, NULL);
    if (!e)
        *ret = ((const struct record *)found)->id;
    return e;
}

enum err ask_user(struct ctx *cx, struct ask *k, const char *typed, int64_t *ret)
{
    const char *role = NULL;
    enum err e;

    if (id_read(typed, ret))
        return OK;
    e = find_member(cx, k, typed, ret, &role);
    return e || role ? e
                     : fail(cx, ERR_NOTFOUND, "app.not_member", "email", typed, "site",
                            k->site.slug, NULL);
}

enum err ask_file(struct ctx *cx, const char *path, size_t max_bytes, const char **ret)
{
    FILE *f = fopen(path, "rb");
    char *text = f ? arena_alloc(cx->arena, max_bytes + 2) : NULL;
    size_t n = text ? fread(text, 1, max_bytes + 1, f) : 0;

    if (f)
        (void)fclose(f);
    if (!f)
        return fail(cx, ERR_NOTFOUND, "cli.file", "file", path, "reason", strerror(errno), NULL);
    if (!text)
        return fail_memory(cx);
    if (n > max_bytes)
        return fail(cx, ERR_INVALID, "cli.file_large", "file", path, NULL);
    *ret = text;
    return OK;
}
