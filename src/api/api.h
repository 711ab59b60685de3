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
#include "measure/timeline.h"
#include "model/model.h"
#include "net/http.h"
#include "work/job.h"
#include "work/setting.h"

struct api_counters;
struct journal;

/* What a floor above the record's own has to fill in before a record is saved. */
struct api_prepare {
    const struct model *model;
    enum err (*prepare)(struct ctx *cx, struct db *db, void *record);
};

struct api {
    struct db_pool *pool;
    const struct model *const *models;     /* served under /{table}; ended by NULL */
    const struct api_prepare *prepares;    /* ended by {0}; NULL: none */
    const struct setting *const *settings; /* tables; ended by NULL */
    struct worker *worker;                 /* poked when a job was added; NULL: none here */
    struct fact_store *facts;              /* what rules count; NULL: no behaviour can be asked */
    const char *uploads_dir;               /* imports keep their file there, named by id */
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
    struct journal *journal;      /* takes events; NULL: none here */
    timeline_more *timeline_more; /* what facts know of a record, for its timeline; NULL: nothing */
};

/* Groups to give to the server, ended by {0}; app/ appends its own. */
extern const struct route_group api_groups[];
extern const struct http_hooks api_hooks;

/* One counter per row of these groups (ended by {0}). NULL without memory. */
struct api_counters *api_counters_new(const struct route_group *groups);
void api_counters_free(struct api_counters *c);

#endif
