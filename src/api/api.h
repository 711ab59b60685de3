/* api.h -- the admin REST interface: shapes and permissions, no rules of business.
 *
 * app/ fills a struct api once, gives api_groups and api_hooks to the HTTP server with the struct as its
 * app, and the rest follows from route tables and field tables: who may call, what an error looks like, the
 * OpenAPI document and the reference page.
 *
 * A browser proves itself by the cookie praca_session and, for what changes something, the header
 * X-CSRF-Token; it says which site it means with Praca-Site (otherwise: the user's first). A program sends
 * Authorization: Bearer; its token is bound to a site. What belongs to another site is not there: 404.
 *
 * Ownership: everything pointed to outlives the server.
 * Threads:   read by all; the counters are atomic.
 * Source:    RFC 9457 (problems), OpenAPI 3.1, RFC 6750 (bearer), Prometheus text format 0.0.4.
 */
#ifndef PRACA_API_API_H
#define PRACA_API_API_H

#include "base/log.h"
#include "db/db.h"
#include "facts/store.h"
#include "measure/measured_site.h"
#include "measure/source.h"
#include "measure/timeline.h"
#include "model/model.h"
#include "net/http.h"
#include "work/job.h"
#include "work/setting.h"

struct api;
struct api_counters;
struct client;
struct import_home;
struct journal;

/* What a floor above the record's own has to fill in before a record is saved. */
struct api_prepare {
    const struct model *model;
    enum err (*prepare)(struct ctx *cx, struct db *db, const struct api *api, void *record);
};

struct api_networks {
    size_t networks, passed_over;
    int64_t loaded_at; /* NIL: by the configuration, or none is */
};

struct api {
    struct db_pool *pool;
    const struct model *const *models;     /* served under /{table}; ended by NULL */
    const struct api_prepare *prepares;    /* ended by {0}; NULL: none */
    const struct setting *const *settings; /* tables; ended by NULL */
    struct worker *worker;                 /* poked when a job was added; NULL: none here */
    struct fact_store *facts;              /* what rules count; NULL: no behaviour can be asked */
    const char
        *home_url; /* where people find this installation, unless a site says otherwise; NULL */
    const char *mail_sink;   /* where mail goes: "folder"; NULL: nowhere */
    const char *uploads_dir; /* imports keep their file there, named by id */
    const struct import_home
        *imports;                /* with which sources are fetched; NULL: none are judged by it */
    const struct client *client; /* with which webhooks are sent; NULL: none are judged by it */
    struct log *log;
    const char *version;
    struct api_counters *counters;     /* NULL: nothing is counted */
    struct http_server *const *server; /* where the server will stand once it runs; NULL: unknown */

    void *self; /* app's own, for the functions below */
    /* The demonstration's door. Inside db_write(), with cx->site the new and empty site: add the job that
     * fills it. NULL: this installation has no demonstration. */
    enum err (*demo_start)(struct ctx *cx, struct db *db, void *self, int64_t *ret_job);
    /* Whether the event store takes events. NULL: it is not asked. */
    bool (*facts_ok)(void *self);
    /* Bytes of the journal that are not counted for segments yet. NULL: nobody counts. */
    int64_t (*facts_behind)(void *self);
    /* What the door for events remembers of a site, and that the site's hosts or settings changed. NULL: no door here. */
    const char *measure_path; /* of the scripts: "/m" */
    size_t (*strangers)(void *self, int64_t site, struct measured_stranger ret[MEASURED_STRANGERS]);
    enum err (*measuring_changed)(struct ctx *cx, void *self);
    void (*metrics_more)(void *self, struct buf *out); /* lines for /metrics */
    unsigned char
        visitors_key[32];    /* SECRET_VISITORS: turns a visitor's cookie into their number */
    struct journal *journal; /* takes events; NULL: none here */
    /* The list of data centres' addresses that visits are judged by, and another in its place. NULL: no door here. */
    struct api_networks (*networks)(void *self);
    enum err (*networks_load)(struct ctx *cx, void *self, const char *text,
                              size_t n); /* n 0: the list goes */
    /* What an address of a page says of where a visit came from (host, marks, click id), and what the address of the page before does.
     * False: that is none. NULL: no door here. */
    bool (*page_hint)(struct ctx *cx, const char *url, struct source_hint *ret);
    bool (*page_referrer)(struct ctx *cx, const char *url, struct source_hint *ret);
    const struct asset
        *plan_examples; /* documents for strategy/plan_seed.h, "/KEY.json"; NULL: none */
    size_t plan_example_count;
    timeline_more *timeline_more; /* what facts know of a record, for its timeline; NULL: nothing */
};

/* Groups to give to the server, ended by {0}; app/ appends its own. */
extern const struct route_group api_groups[];
extern const struct http_hooks api_hooks;

/* One counter per row of these groups (ended by {0}). NULL without memory. */
struct api_counters *api_counters_new(const struct route_group *groups);
void api_counters_free(struct api_counters *c);

/* A route of the API asked from within the program, in the name of cx->site and cx->actor; may: what they may, which cx->may gets,
 * too. target is below /api/v1: "/contacts?limit=5". The answer goes to take, whole or piece after piece. ERR_DENIED
 * "access.denied"; those of net/call.h and of the route. */
struct api_call {
    struct api *api;
    unsigned may;
    const char *method, *target;
    const char *body; /* JSON; NULL: none */
    enum err (*take)(struct ctx *cx, void *self, const char *bytes, size_t n);
    void *self;
};
MUST_USE enum err api_call(struct ctx *cx, struct api_call *c, int *ret_status);

#endif
