/* webhook.h -- telling other programs what happened here.
 *
 * A subscription names an address and the events it wants to hear of. Who changes something calls webhook_emit() in the
 * same transaction: a delivery is noted down for each subscription that wants it, and for none if nobody does, so there is
 * exactly one delivery per committed change. Jobs send them later.
 *
 * What a receiver may count on:
 *  - Order: deliveries of one subscription are sent in the order they were noted down, one at a time; while one fails,
 *    those behind it wait. A test ("ping") goes before all.
 *  - At least once: an answer that was lost is asked for again. The body's "id" is the same at every attempt.
 *  - A delivery is done when the answer's status is 2xx. Anything else, redirects too, is tried again, for about a day; then the
 *    subscription is switched off (paused_at), and Home says so. Status 410 switches it off at once.
 *  - Signed: Praca-Signature: t=SECONDS,v1=HEX, HMAC-SHA-256 over SECONDS, ".", body, with the key as it was shown.
 *    For a day after a new key was made, a second v1 is of the one before. docs/webhooks.md shows how to check it.
 *
 * The key is derived from a secret of the installation and a number, so none is stored.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_NOTFOUND "model.missing", "webhook.no_delivery"; ERR_CONFLICT "webhook.paused"; those of model.h.
 * Units:     _at unix ms, UTC; _ms.
 * Threads:   any.
 * Source:    HMAC-SHA-256 (RFC 2104).
 */
#ifndef PRACA_WORK_WEBHOOK_H
#define PRACA_WORK_WEBHOOK_H

#include "model/model.h"
#include "work/job.h"
#include "work/setting.h"

enum { WEBHOOKS_MAX = 20, WEBHOOK_ANSWER_MAX = 500, WEBHOOK_SECRET_MAX = 56 };

struct webhook {
    struct record record;
    const char *name, *url;
    const char *events; /* JSON list */
    int64_t bulk, active;
    int64_t secret_number, secret_until;
    int64_t paused_at;
    const char *paused_why; /* message key */
};

/* Not among the models that the API serves by itself: its key is shown once. */
extern const struct model webhook_model;

/* The names there are, ended by NULL. A new event is one row here and its sentence "webhook.event_..." in the messages. */
extern const char *const webhook_events[];

/* WEBHOOK_MANY: one of many records that changed together (an import); only subscriptions with bulk hear of it. */
enum webhook_how { WEBHOOK_ONE, WEBHOOK_MANY };

/* Whether anybody on this site would be told: to be asked before a payload is written. */
MUST_USE enum err webhook_wanted(struct ctx *cx, struct db *db, const char *event,
                                 enum webhook_how how, bool *ret);
/* Inside db_write(), in the transaction of what happened. record: the contact, account or deal it speaks of, NIL for none; an
 * erasure clears by it. data: a JSON value, as the API would show it. */
MUST_USE enum err webhook_emit(struct ctx *cx, struct db *db, const char *event, int64_t record,
                               const char *data);
MUST_USE enum err webhook_emit_as(struct ctx *cx, struct db *db, const char *event,
                                  enum webhook_how how, int64_t record, const char *data);

/* The key that signs now, as it is shown. ret: WEBHOOK_SECRET_MAX bytes. */
MUST_USE enum err webhook_secret(struct ctx *cx, struct db *db, const struct webhook *h, char *ret);
/* A new key; the one before works for a day more. Inside db_write(). */
MUST_USE enum err webhook_secret_new(struct ctx *cx, struct db *db, int64_t id, char *ret);

struct webhook_delivery {
    int64_t id, webhook, event_id, record;
    const char *event, *body, *state; /* waiting, sent, failed */
    int64_t created_at, next_at, tried_at;
    int64_t attempts, status,
        duration_ms;    /* status, duration_ms: of the last attempt; NIL: none, or no answer */
    const char *answer; /* its beginning */
    const char *error;  /* message key */
};

struct webhook_query {
    int64_t webhook;
    const char *state; /* NULL: any */
    int64_t after;     /* id of the last one of the page before */
    int limit;         /* 0: 50 */
};

/* Newest first; without the bodies. */
MUST_USE enum err webhook_deliveries(struct ctx *cx, struct db *db, const struct webhook_query *q,
                                     struct webhook_delivery **ret, size_t *ret_n,
                                     int64_t *ret_next);
MUST_USE enum err webhook_delivery_get(struct ctx *cx, struct db *db, int64_t webhook, int64_t id,
                                       struct webhook_delivery *ret);
/* The sentence of a delivery's error, with the receiver's host and port in it, in the language of cx. NULL without one. */
const char *webhook_error_text(struct ctx *cx, const char *url, const char *key);
/* Send it once more, from its first attempt on. Inside db_write(). */
MUST_USE enum err webhook_resend(struct ctx *cx, struct db *db, int64_t webhook, int64_t id);
/* A test delivery, tried once, also while the subscription is switched off. Inside db_write(). */
MUST_USE enum err webhook_ping(struct ctx *cx, struct db *db, int64_t webhook, int64_t *ret_id);
/* Send the next one that is due, if there is one, outside of any transaction; *ret_more: there may be another. */
MUST_USE enum err webhook_send(struct ctx *cx, struct db_pool *pool, struct client *client,
                               int64_t webhook, bool *ret_more);
/* How many of the site's subscriptions the program switched off. */
MUST_USE enum err webhooks_paused(struct ctx *cx, struct db *db, int64_t *ret);

extern const struct job_kind
    webhook_job_kinds[]; /* "webhook.send", "webhook.sweep", "webhook.tidy" */
extern const struct setting webhook_settings[]; /* "webhook.log_days" */

#endif
