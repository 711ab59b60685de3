/* server.c -- see server.h. The only file that knows all the parts of a running process. */
#include "app/server.h"

#include "access/may.h"
#include "api/api.h"
#include "app/centres.h"
#include "app/demo_job.h"
#include "app/embedded.h"
#include "app/events.h"
#include "app/fact_timeline.h"
#include "app/outside.h"
#include "app/tables.h"
#include "base/message.h"
#include "base/text.h"
#include "base/time.h"
#include "facts/journal.h"
#include "facts/loader.h"
#include "measure/loss.h"
#include "measure/place.h"
#include "net/mailer.h"
#include "net/page_url.h"
#include "people/counters.h"
#include "people/short_link.h"
#include "web/cookie.h"
#include "web/intake.h"
#include "web/web.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* An event is in the store, and counted, a moment after it came: a batch waits for others no longer than this. */
enum { LOAD_WAIT_MS = 200 };
enum { NODE_KEEP_S = 60, STOP_WAIT_MS = 10000, REFERRER_MAX = 300 };

/* Mantine sets styles from script, charts measure themselves: styles are inline, scripts are not. */
#define UI_CSP                                                                                     \
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' "     \
    "data: blob:; "                                                                                \
    "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; "              \
    "form-action 'self'; frame-ancestors 'none'"

struct server {
    const struct instance *in;
    struct clock clock;
    struct api api;
    struct api_counters *counters;
    struct web web;
    struct app_jobs jobs;
    struct journal *journal;
    struct fact_store *store;
    struct visitor_who *who;
    struct loader_stage fact_stages[2];
    struct judge *judge;
    struct visit_stage stages[2];
    struct loader *loader;
    struct client *client;
    struct mailer *mailer;
    const char *home_url;
    struct counters *counting;
    struct worker *worker;
    struct http_server *http;
    struct places *places;
    struct centres *centres;
    struct route_group *groups; /* all that is served; in the arena of who started us */
    const char *proxies[NETWORKS_MAX + 1];
    const char *import_allow[NETWORKS_MAX + 1];
    int lock_fd;
};

/* --- the interface: its files, and its first page for every address that is a screen of it */

static enum err ui_get(struct request *r, struct response *ret)
{
    const struct asset *a = embedded_find(embedded_ui, embedded_ui_count, r->path);

    if (!a && !strchr(r->path + 1, '.'))
        a = embedded_find(embedded_ui, embedded_ui_count, "/index.html");
    if (!a)
        return fail(r->cx, ERR_NOTFOUND, "app.no_page", NULL);
    response_asset(r, ret, a);
    return OK;
}

static const struct route ui_routes[] = {
    {"GET", "/{path*}", 0, 0, ui_get, ROUTE_INLINE | ROUTE_PUBLIC, KIB(64)},
    {0},
};

/* --- parts */

static enum err lock_dir(struct ctx *cx, struct server *s)
{
    const char *path = instance_path(cx, s->in, "serve.lock");

    s->lock_fd = path ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;
    if (s->lock_fd < 0)
        return fail(cx, ERR_BROKEN, "app.mkdir", "dir", s->in->dir, "reason", strerror(errno),
                    NULL);
    if (flock(s->lock_fd, LOCK_EX | LOCK_NB) != 0)
        return fail(cx, ERR_CONFLICT, "app.running", "dir", s->in->dir, NULL);
    return OK;
}

static bool facts_ok(void *self)
{
    const struct server *s = self;
    struct loader_stats stats;
    struct counters_stats counts;

    if (!s->loader || !s->counting)
        return true;
    loader_stats(s->loader, &stats);
    counters_stats(s->counting, &counts);
    return stats.failures == 0 && counts.failures == 0;
}

static int64_t facts_behind(void *self)
{
    const struct server *s = self;
    struct counters_stats counts;

    counters_stats(s->counting, &counts);
    return counts.behind;
}

static enum err more_of_timeline(struct ctx *cx, void *self, enum timeline_of of,
                                 const struct timeline_who *who, const struct timeline_mark *mark,
                                 int limit, struct timeline_item *items, size_t *ret_n)
{
    const struct server *s = self;

    return fact_timeline(cx, s->store, of, who, mark, limit, items, ret_n);
}

static enum err start_facts(struct ctx *cx, struct server *s)
{
    static const char *const followers[] = {LOADER_FOLLOWER, COUNTERS_FOLLOWER, NULL};
    struct store_duckdb_options store = {.dir = instance_path(cx, s->in, "facts")};
    struct journal_options journal = {.dir = instance_path(cx, s->in, "journal"),
                                      .followers = followers};
    enum err e = journal_open(cx, &journal, &s->journal);

    if (e)
        return e;
    s->store = store_duckdb_new(&store);
    if (!s->store)
        return fail_memory(cx);
    s->judge = judge_new(s->in->pool);
    events_stages(s->judge, s->stages);
    s->who = visitor_who_new(s->in->pool);
    if (!s->who)
        return fail_memory(cx);
    events_fact_stages(s->who, s->fact_stages);
    s->loader = loader_new(&(struct loader_options){.journal = s->journal,
                                                    .store = s->store,
                                                    .follower = LOADER_FOLLOWER,
                                                    .stages = s->fact_stages,
                                                    .visit_stages = s->stages,
                                                    .control = visitor_who_forget,
                                                    .control_arg = s->who,
                                                    .batch_wait_ms = LOAD_WAIT_MS,
                                                    .clock = cx->clock,
                                                    .log = s->in->log});
    s->counting = counters_new(&(struct counters_options){.journal = s->journal,
                                                          .store = s->store,
                                                          .store_follower = LOADER_FOLLOWER,
                                                          .pool = s->in->pool,
                                                          .clock = cx->clock,
                                                          .ids = s->in->ids,
                                                          .log = s->in->log});
    if (!s->loader || !s->counting)
        return fail_memory(cx);
    e = loader_start(cx, s->loader);
    return e ? e : counters_start(cx, s->counting);
}

static enum err make_uploads(struct ctx *cx, struct server *s)
{
    s->jobs.people.imports.uploads_dir = instance_path(cx, s->in, "uploads");
    if (!s->jobs.people.imports.uploads_dir)
        return fail_memory(cx);
    s->jobs.people.imports.folder = config_text(s->in->config, "import.folder");
    s->jobs.people.imports.allow = s->import_allow;
    if (mkdir(s->jobs.people.imports.uploads_dir, 0700) != 0 && errno != EEXIST)
        return fail(cx, ERR_BROKEN, "app.mkdir", "dir", s->jobs.people.imports.uploads_dir,
                    "reason", strerror(errno), NULL);
    return outside_networks(cx, config_text(s->in->config, "import.allow"), s->import_allow);
}

static enum err start_worker(struct ctx *cx, struct server *s)
{
    enum err e = OK;

    s->jobs.journal = s->jobs.people.journal = s->journal;
    s->jobs.people.store = s->store;
    s->jobs.people.dir = s->in->dir;
    s->jobs.people.loader = LOADER_FOLLOWER;
    /* Only one server has this directory, and only servers have workers. */
    if (db_pool_engine(s->in->pool) == DB_SQLITE)
        e = jobs_free(cx, s->in->pool);
    if (!e)
        e = outside_client(cx, s->in->config, &s->client);
    if (e)
        return e;
    s->mailer = mailer_folder_new(instance_path(cx, s->in, "mail"));
    s->home_url = instance_home(cx, s->in);
    if (!s->mailer)
        return fail_memory(cx);
    return worker_start(
        cx,
        &(struct worker_options){.pool = s->in->pool,
                                 .kinds = app_job_kinds,
                                 .schedules = app_schedules,
                                 .clock = cx->clock,
                                 .ids = s->in->ids,
                                 .log = s->in->log,
                                 .app = &s->jobs,
                                 .client = s->client,
                                 .mailer = s->mailer,
                                 .home_url = s->home_url,
                                 .threads = (int)config_int(s->in->config, "work.threads")},
        &s->worker);
}

static void log_net(void *app, const char *line)
{
    const struct api *api = app;

    log_line(api->log, LOG_DEBUG, "net", "line", line, NULL);
}

static enum err gather_groups(struct ctx *cx, struct server *s)
{
    const char *path = s->web.measure_path;
    const struct route_group more[] = {
        {.prefix = "", .routes = web_routes, .csp = WEB_CSP},
        {.prefix = "", .routes = chat_routes, .csp = WEB_CHAT_CSP},
        {.prefix = "", .routes = short_routes, .csp = WEB_CSP},
        {.prefix = "", .routes = inbound_routes},
        {.prefix = "", .routes = form_routes, .csp = WEB_CSP},
        {.prefix = "", .routes = intake_root_routes},
        {.prefix = path, .routes = intake_routes},
        {.prefix = path, .routes = script_routes},
        {.prefix = path, .routes = cookie_routes, .csp = WEB_CSP},
        {.prefix = path, .routes = off_routes, .csp = WEB_CSP},
        {.prefix = path, .routes = form_routes, .csp = WEB_CSP},
        {.prefix = path, .routes = nothing_routes},
        {.prefix = "", .routes = ui_routes, .csp = UI_CSP}, /* last: it answers whatever is left */
        {0},
    };
    size_t n = 0;

    while (api_groups[n].routes)
        n++;
    s->groups = arena_array(cx->arena, n + COUNT_OF(more), sizeof(*s->groups));
    if (!s->groups)
        return fail_memory(cx);
    memcpy(s->groups, api_groups, n * sizeof(*s->groups));
    memcpy(s->groups + n, more, sizeof(more));
    return OK;
}

/* A public page says what went wrong as a page. */
static void say_problem(struct request *r, struct response *ret, enum err kind)
{
    if (text_starts(r->path, WEB_PREFIX "/") || text_starts(r->path, WEB_CHAT_PREFIX "/") ||
        text_starts(r->path, FORM_PREFIX "/") || text_starts(r->path, SHORT_LINK_PREFIX "/"))
        web_problem(r, ret, kind);
    else
        api_hooks.on_error(r, ret, kind);
}

static void count_request(const struct request *r, int status, int64_t micros)
{
    api_hooks.on_done(r, status, micros);
    intake_done(r, status);
}

/* "/m", "/stat/x": below it are the scripts and the door for events. */
static enum err check_path(struct ctx *cx, const char *path)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-/";
    size_t n = strlen(path);

    if (n < 2 || n > 60 || path[0] != '/' || path[n - 1] == '/' || strspn(path, allowed) != n ||
        strstr(path, "//"))
        return fail(cx, ERR_INVALID, "measure.path", "path", path, NULL);
    return OK;
}

static enum err ready_intake(struct ctx *cx, struct server *s)
{
    const struct config *c = s->in->config;
    const char *places = config_text(c, "measure.mmdb");
    const char *centres = config_text(c, "measure.networks");
    enum err e = check_path(cx, s->web.measure_path);

    if (!e && *places)
        e = places_open(cx, places, &s->places);
    if (!e)
        e = centres_open(cx, instance_path(cx, s->in, "networks.txt"), centres, &s->centres);
    if (e)
        return e;
    return intake_new(cx,
                      &(struct intake_options){.pool = s->in->pool,
                                               .journal = s->journal,
                                               .places = s->places,
                                               .is_centre = centres_have,
                                               .centres = s->centres,
                                               .per_minute = config_int(c, "measure.rate"),
                                               .clock = cx->clock,
                                               .ids = s->in->ids,
                                               .log = s->in->log},
                      &s->web.intake);
}

static struct api_networks networks(void *self)
{
    const struct server *s = self;
    struct centres_told told = centres_tell(s->centres);

    return (struct api_networks){told.networks, told.passed_over, told.loaded_at};
}

static enum err networks_load(struct ctx *cx, void *self, const char *text, size_t n)
{
    const struct server *s = self;

    return n ? centres_load(cx, s->centres, text, n) : centres_unload(cx, s->centres);
}

static bool page_hint(struct ctx *cx, const char *url, struct source_hint *ret)
{
    struct page_url u;

    if (!page_url_read(cx, url, false, &u))
        return false;
    *ret = (struct source_hint){.host = u.host,
                                .referrer = "",
                                .source = u.source,
                                .medium = u.medium,
                                .campaign = u.campaign,
                                .click = u.click,
                                .tagged = u.source[0] || u.medium[0] || u.campaign[0] ||
                                          u.content[0] || u.term[0]};
    return true;
}

static bool page_referrer(struct ctx *cx, const char *url, struct source_hint *ret)
{
    ret->referrer = page_url_bare(cx, url, REFERRER_MAX);
    return ret->referrer[0];
}

static size_t strangers(void *self, int64_t site, struct measured_stranger ret[MEASURED_STRANGERS])
{
    const struct server *s = self;

    return intake_strangers(s->web.intake, site, ret);
}

static enum err measuring_changed(struct ctx *cx, void *self)
{
    const struct server *s = self;

    return intake_refresh(cx, s->web.intake);
}

static void metrics_more(void *self, struct buf *out)
{
    const struct server *s = self;
    struct intake_stats in;
    struct loader_stats stats;

    intake_stats(s->web.intake, &in);
    loader_stats(s->loader, &stats);
    buf_print(out,
              "# HELP praca_intake_total Events that pages sent, by what the door did.\n"
              "# TYPE praca_intake_total counter\npraca_intake_total{door=\"taken\"} %" PRId64
              "\npraca_intake_total{door=\"refused\"} %" PRId64
              "\npraca_intake_total{door=\"unknown_site\"} %" PRId64 "\n",
              in.taken, in.refused, in.unknown);
    buf_add_text(out, "# HELP praca_events_total Events that were loaded, by what became of them.\n"
                      "# TYPE praca_events_total counter\n");
    for (enum store_fate fate = FATE_HUMAN; fate <= FATE_INVALID; fate++)
        buf_print(out, "praca_events_total{fate=\"%s\"} %" PRId64 "\n", fate_name(fate),
                  stats.fates[fate]);
}

static enum err ready_web(struct ctx *cx, struct server *s)
{
    s->web = (struct web){
        .pool = s->in->pool,
        .models = app_models,
        .facts = s->store,
        .journal = s->journal,
        .log = s->in->log,
        .limits = web_limits_new(),
        .inbound = web_limits_new(),
        .banners = web_limits_new(),
        .receipts = web_limits_new(),
        .style = embedded_find(embedded_web, embedded_web_count, "/style.css"),
        .scripts = embedded_tracker,
        .script_count = embedded_tracker_count,
        .measure_path = config_text(s->in->config, "measure.path"),
    };
    must(s->web.style != NULL);
    if (!s->web.limits || !s->web.inbound || !s->web.banners || !s->web.receipts)
        return fail_memory(cx);
    return ready_intake(cx, s);
}

static enum err open_door(struct ctx *cx, struct server *s)
{
    const struct config *c = s->in->config;
    struct http_hooks hooks = api_hooks;
    enum err e = outside_networks(cx, config_text(c, "http.proxy"), s->proxies);

    if (!e)
        e = ready_web(cx, s);
    if (!e)
        e = gather_groups(cx, s);
    if (e)
        return e;
    hooks.on_error = say_problem;
    hooks.on_done = count_request;
    s->counters = api_counters_new(s->groups);
    if (!s->counters)
        return fail_memory(cx);
    s->api = (struct api){.pool = s->in->pool,
                          .models = app_models,
                          .prepares = app_prepares,
                          .plan_examples = embedded_plans,
                          .plan_example_count = embedded_plans_count,
                          .settings = app_settings,
                          .worker = s->worker,
                          .facts = s->store,
                          .home_url = s->home_url,
                          .mail_sink = mailer_name(s->mailer),
                          .uploads_dir = s->jobs.people.imports.uploads_dir,
                          .imports = &s->jobs.people.imports,
                          .client = s->client,
                          .log = s->in->log,
                          .version = PRACA_VERSION,
                          .counters = s->counters,
                          .server = &s->http,
                          .self = s,
                          .demo_start = demo_job_add,
                          .facts_ok = facts_ok,
                          .facts_behind = facts_behind,
                          .journal = s->journal,
                          .measure_path = s->web.measure_path,
                          .networks = networks,
                          .networks_load = networks_load,
                          .page_hint = page_hint,
                          .page_referrer = page_referrer,
                          .strangers = strangers,
                          .measuring_changed = measuring_changed,
                          .metrics_more = metrics_more,
                          .timeline_more = more_of_timeline};
    memcpy(s->api.visitors_key, intake_key(s->web.intake), sizeof(s->api.visitors_key));
    return http_start(
        cx,
        &(struct http_options){.groups = s->groups,
                               .hooks = hooks,
                               .app = &s->api,
                               .more = &s->web,
                               .clock = cx->clock,
                               .ids = s->in->ids,
                               .host = config_text(c, "http.host"),
                               .port = (int)config_int(c, "http.port"),
                               .unix_path = instance_path(cx, s->in, "praca.sock"),
                               .loop_threads = (int)config_int(c, "http.loop_threads"),
                               .pool_threads = (int)config_int(c, "http.pool_threads"),
                               .upload_dir = s->jobs.people.imports.uploads_dir,
                               .proxies = s->proxies[0] ? s->proxies : NULL,
                               .log = log_net},
        &s->http);
}

enum err server_start(struct ctx *cx, const struct instance *in, struct server **ret)
{
    struct server *s = calloc(1, sizeof(*s));
    enum err e;

    if (!s)
        return fail_memory(cx);
    s->in = in;
    s->clock = cx->clock;
    s->lock_fd = -1;
    e = lock_dir(cx, s);
    if (!e)
        e = make_uploads(cx, s);
    if (!e)
        e = start_facts(cx, s);
    if (!e)
        e = start_worker(cx, s);
    if (!e)
        e = open_door(cx, s);
    if (e) {
        server_stop(s);
        return e;
    }
    *ret = s;
    return OK;
}

int server_port(const struct server *s)
{
    return http_port(s->http);
}

static void keep_node(struct server *s)
{
    struct ctx *cx = ctx_new(KIB(256), s->clock, s->in->ids);

    if (node_keep(cx, s->in->pool, &s->in->lease) != OK)
        log_fault(s->in->log, LOG_ERROR, "node.lost", cx);
    ctx_free(cx);
}

void server_wait(struct server *s)
{
    struct timespec minute = {.tv_sec = NODE_KEEP_S};
    sigset_t ends;
    int got;

    must(sigemptyset(&ends) == 0);
    must(sigaddset(&ends, SIGTERM) == 0);
    must(sigaddset(&ends, SIGINT) == 0);
    for (;;) {
        got = sigtimedwait(&ends, NULL, &minute);
        if (got == SIGTERM || got == SIGINT)
            return;
        if (got < 0 && errno == EAGAIN)
            keep_node(s);
    }
}

void server_stop(struct server *s)
{
    if (!s)
        return;
    http_stop(s->http, STOP_WAIT_MS);
    intake_free(s->web.intake);
    places_close(s->places);
    centres_free(s->centres);
    worker_stop(s->worker);
    client_free(s->client);
    mailer_free(s->mailer);
    counters_free(s->counting);
    loader_free(s->loader);
    visitor_who_free(s->who);
    judge_free(s->judge);
    if (s->journal)
        journal_close(s->journal);
    store_close(s->store);
    api_counters_free(s->counters);
    web_limits_free(s->web.limits);
    web_limits_free(s->web.inbound);
    web_limits_free(s->web.banners);
    web_limits_free(s->web.receipts);
    if (s->lock_fd >= 0)
        (void)close(s->lock_fd);
    free(s);
}
