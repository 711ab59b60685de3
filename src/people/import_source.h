/* import_source.h -- imports that come by themselves.
 *
 * A source says where records come from: a folder under the one that the installation's owner named (import.folder), an
 * address that is asked now and then, or another program that sends them to an address of ours (a webhook). What comes is
 * a delivery, taken once: a file by its content, a body by the id it names or by its content. Each becomes an import like any
 * other, with its trial, its wrong rows and its undo; many bodies of a webhook become one.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    those of import.h and job.h; ERR_NOTFOUND "import.no_source" (also a token that is nobody's), "model.missing";
 *            ERR_DENIED "import.signature"; ERR_INVALID "import.body" (neither JSON nor a form), "import.items_path";
 *            ERR_CONFLICT "import.not_webhook", "import.not_scheduled", "import.no_body".
 * Units:     unix ms, UTC; at_time is the site's wall clock.
 * Threads:   any.
 */
#ifndef PRACA_PEOPLE_IMPORT_SOURCE_H
#define PRACA_PEOPLE_IMPORT_SOURCE_H

#include "model/model.h"
#include "work/job.h"

enum { DELIVERY_BODY_MAX = 256 * 1024, SOURCE_MINUTES_MIN = 5, SOURCE_MINUTES_MAX = 10080 };

struct import_source {
    struct record record;
    const char *name;
    const char *origin; /* folder, url, webhook; never changes */
    const char *kind;   /* accounts, leads, deals, spend; never changes */
    const char *map;    /* JSON */
    const char *path;   /* folder: below import.folder */
    const char *url;
    int64_t every_minutes; /* NIL: not by minutes */
    const char *at_time;   /* "06:30", each day; NULL: not each day */
    const char *missing;   /* ignore, fail: when there is nothing to take */
    int64_t skip_errors, active;
    const char
        *items_path;     /* webhook: where in the body its records stand; NULL: the body itself */
    const char *id_path; /* webhook: what makes a body the same as one before; NULL: its content */
    int64_t keep_days;   /* webhook: how long bodies are kept after they were applied */
    int64_t next_at, last_at;
    const char *last_state; /* done, partly, failed, nothing */
    int64_t failures;       /* in a row */
};

extern const struct model import_source_model;

/* When it is due after a moment; NIL: only when somebody asks. */
MUST_USE enum err import_source_next(struct ctx *cx, struct db *db, const struct import_source *s,
                                     int64_t after, int64_t *ret);
/* How the last run went; inside db_write(). */
MUST_USE enum err import_source_ended(struct ctx *cx, struct db *db, const struct import_source *s,
                                      const char *state);
/* What an address said of its file. NULL: nothing. */
struct import_source_seen {
    const char *etag, *modified;
};
MUST_USE enum err import_source_seen(struct ctx *cx, struct db *db, int64_t source,
                                     struct import_source_seen *ret);
MUST_USE enum err import_source_seen_put(struct ctx *cx, struct db *db, int64_t source,
                                         const struct import_source_seen *seen);

/* A webhook's new token, told once; the old one stops at once. Inside db_write(). */
MUST_USE enum err import_source_token(struct ctx *cx, struct db *db, int64_t source,
                                      const char **ret);
/* A new secret for its signature, or (on false) none; *ret is told once. Inside db_write(). */
MUST_USE enum err import_source_secret(struct ctx *cx, struct db *db, int64_t source, bool on,
                                       const char **ret);
/* Has it a token, a secret? */
MUST_USE enum err import_source_keys(struct ctx *cx, struct db *db, int64_t source, bool *ret_token,
                                     bool *ret_secret);

/* --- deliveries */

struct import_delivery {
    int64_t id, source;
    const char *state; /* waiting, running, done, partly, failed */
    const char *name;  /* of the file; NULL: a body */
    const char *same_key;
    int64_t bytes;
    const char *body; /* JSON; NULL: never was, or is gone */
    int64_t import;   /* NIL: none yet */
    int64_t row_from, rows;
    const char *error, *params; /* message key; JSON object */
    int64_t received_at, ended_at;
};

/* Newest first, without their bodies. */
MUST_USE enum err import_deliveries(struct ctx *cx, struct db *db, int64_t source, int64_t after,
                                    int limit, struct import_delivery **ret, size_t *ret_n,
                                    int64_t *ret_next);
MUST_USE enum err import_delivery_get(struct ctx *cx, struct db *db, int64_t id,
                                      struct import_delivery *ret);
void import_delivery_to_json(struct ctx *cx, struct json_writer *w, const struct import_delivery *d,
                             bool with_body);
/* Once more, with the map as it is now; inside db_write(). What it changed before is found again by its keys. */
MUST_USE enum err import_delivery_replay(struct ctx *cx, struct db *db, int64_t id);

/* --- webhooks */

/* A body that was sent to a token. type: of its content. signature: "sha256=HEX" or NULL. Sets cx->site. Stored when it
 * returns; *ret_again: it was there before. Takes its own transaction. */
MUST_USE enum err import_receive(struct ctx *cx, struct db_pool *pool, const char *token,
                                 const char *type, const char *signature, const char *body,
                                 size_t bytes, int64_t *ret_id, bool *ret_again);
/* The names that the last bodies have, with samples, and a map for them by the names people use:
 * {"fields": [{"path", "samples"}], "bodies": n, "map"} */
MUST_USE enum err import_source_shape(struct ctx *cx, struct db *db, int64_t source,
                                      struct json_writer *w);
/* What the last bodies would become by this map (NULL: the source's): nothing is changed. Takes its own transactions.
 * {"rows", "added", "changed", "same", "skipped", "failed", "errors": [{"row", "field", "message"}]} */
MUST_USE enum err import_source_preview(struct ctx *cx, struct db_pool *pool,
                                        const char *uploads_dir, int64_t source, const char *map,
                                        struct json_writer *w);

/* --- the work: "import.sources" (each minute, all sites), "import.source", "import.deliveries", "import.bodies" */

struct import_home;
/* Whether the worker of this home could ever fetch from it, as far as can be told without asking anybody; what stands as it stood before
 * passes. Wrong fields "path" ("import.no_folder") and "url" ("import.https", and those of client_check()). */
MUST_USE enum err import_source_check(struct ctx *cx, struct db *db, const struct import_home *home,
                                      const struct import_source *is);
/* Asks for it now; inside db_write(). */
MUST_USE enum err import_source_queue(struct ctx *cx, struct db *db, int64_t source,
                                      int64_t *ret_job);
extern const struct job_kind import_source_job_kinds[];

#endif
