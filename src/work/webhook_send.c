/* webhook_send.c -- sending what was noted down for subscriptions. See webhook.h.
 *
 * Whoever sends takes the first delivery of a queue by a lease, so two jobs of one subscription never send at the same time or
 * out of order, and a job that died in the middle is followed by one that sends the same again. A job is told of new
 * work when it is noted down; a sweep each minute finds what fell between two jobs.
 */
#include "work/webhook_priv.h"

#include "base/hash.h"
#include "base/text.h"
#include "base/time.h"
#include "net/client.h"

#include "webhook_sql.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { BATCH = 100, LEASE_MS = 60000, STATUS_GONE = 410 };

/* Beside what is thrown in so that many do not come back together: 24 hours in all. */
static const int64_t waits[] = {SECONDS_MS(10), SECONDS_MS(30), MINUTES_MS(2), MINUTES_MS(10),
                                MINUTES_MS(30), HOURS_MS(1),    HOURS_MS(2),   HOURS_MS(4),
                                HOURS_MS(8),    HOURS_MS(8)};

struct sending {
    struct webhook *hook;
    int64_t webhook, lease_until;
    bool found;
    int64_t id, event_id, attempts, first_at;
    const char *event, *body;
    char secret[WEBHOOK_SECRET_MAX], secret_before[WEBHOOK_SECRET_MAX];
};

/* What became of an attempt. */
struct outcome {
    const struct sending *s;
    const char *state, *answer, *error;
    int64_t next_at, status, duration_ms;
    bool pause;
};

static enum err claim(struct ctx *cx, struct db *db, struct sending *s)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_webhook_claim, &st);

    if (e)
        goto out;
    db_bind_int(st, "webhook", s->webhook);
    db_bind_int(st, "pings_only", s->hook->active != 1);
    db_bind_int(st, "lease_until", s->lease_until);
    e = db_step(cx, st, &s->found);
    if (e || !s->found)
        goto out;
    s->id = db_int(st, 0);
    s->event_id = db_int(st, 1);
    s->event = db_text_dup(cx, st, 2);
    s->body = db_text_dup(cx, st, 3);
    s->attempts = db_int(st, 4);
    s->first_at = db_int(st, 5);
out:
    db_done(st);
    return e;
}

static enum err claim_in(struct ctx *cx, struct db *db, void *arg)
{
    struct sending *s = arg;
    void *record = NULL;
    enum err e = model_get(cx, db, &webhook_model, s->webhook, &record);

    s->found = false;
    s->hook = record;
    if (!e)
        e = claim(cx, db, s);
    if (e || !s->found)
        return e;
    e = webhook_secret(cx, db, s->hook, s->secret);
    s->secret_before[0] = 0;
    if (!e && s->hook->secret_until != NIL && s->hook->secret_until > ctx_now(cx))
        e = webhook_secret_of(cx, db, s->webhook, s->hook->secret_number - 1, s->secret_before);
    return e;
}

/* --- an attempt */

static void add_mac(struct buf *out, const char *secret, const char *signed_text, size_t n)
{
    unsigned char mac[SHA256_BYTES];
    char hex[SHA256_HEX];

    hmac_sha256(secret, strlen(secret), signed_text, n, mac);
    hex_text(mac, sizeof(mac), hex);
    buf_add_text(out, ",v1=");
    buf_add_text(out, hex);
}

static const char *signature(struct ctx *cx, const struct sending *s)
{
    struct buf text = buf_in(cx->arena), out = buf_in(cx->arena);
    int64_t at = ctx_now(cx) / 1000;

    buf_print(&text, "%" PRId64 ".", at);
    buf_add_text(&text, s->body);
    if (!buf_ok(&text))
        return NULL;
    buf_print(&out, "t=%" PRId64, at);
    add_mac(&out, s->secret, buf_text(&text), text.len);
    if (s->secret_before[0])
        add_mac(&out, s->secret_before, buf_text(&text), text.len);
    return buf_ok(&out) ? buf_text(&out) : NULL;
}

static int64_t steady_ms(void)
{
    struct timespec now;

    must(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static enum err attempt(struct ctx *cx, struct client *client, const struct sending *s,
                        struct outcome *o)
{
    const char *sign = signature(cx, s);
    const char *id = arena_print(cx->arena, "%" PRId64, s->event_id);
    const struct http_pair headers[] = {{"Content-Type", "application/json"},
                                        {"Praca-Event", s->event},
                                        {"Praca-Event-Id", id},
                                        {"Praca-Signature", sign},
                                        {NULL, NULL}};
    struct call call = {.method = "POST",
                        .url = s->hook->url,
                        .headers = headers,
                        .body = s->body,
                        .body_bytes = strlen(s->body)};
    struct answer a = {0};
    int64_t began = steady_ms();
    const char *clean = NULL;
    enum err e;

    if (!sign || !id)
        return fail_memory(cx);
    e = client ? client_fetch(cx, client, &call, &a)
               : fail(cx, ERR_BUSY, "net.unreachable", "host", s->hook->url, NULL);
    o->duration_ms = steady_ms() - began;
    o->status = e ? NIL : a.status;
    if (e) {
        o->error = cx->fault.key;
        fault_clear(cx);
        return OK;
    }
    /* It may be a picture or half a character: what is no text is left out. */
    if (text_clean(cx, a.body, a.body_bytes, true, &clean) != OK)
        fault_clear(cx);
    else
        o->answer = text_cut(cx->arena, clean, WEBHOOK_ANSWER_MAX);
    if (a.status < 200 || a.status > 299)
        o->error = "webhook.status";
    return OK;
}

static void judge(struct ctx *cx, struct outcome *o)
{
    const struct sending *s = o->s;
    size_t tried = s->attempts > 0 ? (size_t)s->attempts : 1;

    o->next_at = ctx_now(cx);
    if (!o->error) {
        o->state = "sent";
    } else if (!strcmp(s->event, WEBHOOK_PING)) {
        o->state = "failed";
    } else if (o->status == STATUS_GONE || tried > COUNT_OF(waits)) {
        o->state = "failed";
        o->pause = true;
    } else {
        uint32_t r;
        random_bytes(&r, sizeof(r));
        o->state = "waiting";
        o->next_at += waits[tried - 1] + (int64_t)(r % (uint32_t)(waits[tried - 1] / 10));
    }
}

/* --- after it */

static enum err pause_hook(struct ctx *cx, struct db *db, const struct outcome *o)
{
    void *record = NULL;
    struct webhook *h;
    enum err e = model_get(cx, db, &webhook_model, o->s->webhook, &record);

    if (e)
        return e;
    h = record;
    h->active = 0;
    h->paused_at = ctx_now(cx);
    h->paused_why = o->status == STATUS_GONE ? "webhook.gone" : "webhook.gave_up";
    return model_change(cx, db, &webhook_model, h);
}

static enum err outcome_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct outcome *o = arg;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_webhook_outcome, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", o->s->id);
    db_bind_int(st, "lease_until", o->s->lease_until);
    db_bind_text(st, "state", o->state);
    db_bind_int(st, "next_at", o->next_at);
    db_bind_int(st, "status", o->status);
    db_bind_int(st, "duration_ms", o->duration_ms);
    db_bind_text(st, "answer", o->answer);
    db_bind_text(st, "error", o->error);
    e = db_run(cx, st);
out:
    db_done(st);
    if (!e && o->pause)
        e = pause_hook(cx, db, o);
    if (!e && !strcmp(o->state, "waiting"))
        e = webhook_job(cx, db, cx->site, o->s->webhook, o->next_at);
    return e;
}

enum err webhook_send(struct ctx *cx, struct db_pool *pool, struct client *client, int64_t webhook,
                      bool *ret_more)
{
    struct sending s = {.webhook = webhook};
    struct outcome o = {.s = &s};
    enum err e;

    s.lease_until = ctx_now(cx) + LEASE_MS;
    e = db_write(cx, pool, claim_in, &s);
    *ret_more = false;
    if (e || !s.found)
        return e;
    e = attempt(cx, client, &s, &o);
    forget_bytes(s.secret, sizeof(s.secret));
    forget_bytes(s.secret_before, sizeof(s.secret_before));
    if (e)
        return e;
    judge(cx, &o);
    *ret_more = strcmp(o.state, "waiting") != 0;
    return db_write(cx, pool, outcome_in, &o);
}

struct later {
    int64_t webhook;
};

static enum err later_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct later *l = arg;

    return webhook_job(cx, db, cx->site, l->webhook, ctx_now(cx));
}

/* What is gone meanwhile needs no telling. */
static enum err send_run(struct ctx *cx, struct job_run *run)
{
    const struct json *args = NULL;
    enum err e = json_parse(cx, run->job->args, strlen(run->job->args), &args);
    struct later l = {.webhook = json_int(json_get(args, "webhook"), 0)};
    struct arena_mark mark = arena_mark(cx->arena);
    bool more = !e;
    int n = 0;

    for (; more && !e && n < BATCH; n++) {
        arena_reset(cx->arena, mark);
        e = webhook_send(cx, run->pool, run->client, l.webhook, &more);
        if (!e)
            e = job_progress(cx, run, NULL);
    }
    if (e == ERR_NOTFOUND) {
        fault_clear(cx);
        return OK;
    }
    return e || !more ? e : db_write(cx, run->pool, later_in, &l);
}

/* --- regularly */

struct due {
    int64_t site, webhook;
};

static void read_due(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(struct due *)row = (struct due){db_int(st, 0), db_int(st, 1)};
}

static enum err sweep_in(struct ctx *cx, struct db *db, void *arg)
{
    struct db_stmt *st = NULL;
    struct due *all = NULL;
    size_t n = 0;
    enum err e = db_begin(cx, db, &SQL_webhooks_due, &st);

    (void)arg;
    if (!e)
        e = db_collect(cx, st, sizeof(*all), read_due, &all, &n);
    db_done(st);
    for (size_t i = 0; i < n && !e; i++)
        e = webhook_job(cx, db, all[i].site, all[i].webhook, 0);
    return e;
}

static enum err sweep_run(struct ctx *cx, struct job_run *run)
{
    return db_write(cx, run->pool, sweep_in, NULL);
}

struct forgetting {
    const struct db_query *q;
    const char *name;
    int64_t value, done;
};

static enum err forget_in(struct ctx *cx, struct db *db, void *arg)
{
    struct forgetting *f = arg;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, f->q, &st);

    if (e)
        goto out;
    db_bind_int(st, f->name, f->value);
    e = db_run(cx, st);
    f->done = e ? 0 : db_changes(st);
out:
    db_done(st);
    return e;
}

static enum err tidy_run(struct ctx *cx, struct job_run *run)
{
    struct forgetting log = {.q = &SQL_webhook_log_forget, .name = "days", .done = 1};
    struct forgetting jobs = {
        .q = &SQL_webhook_jobs_forget, .name = "before", .value = ctx_now(cx) - HOURS_MS(1)};
    enum err e = OK;

    must(text_to_int(webhook_settings[0].initial, &log.value));
    while (!e && log.done) {
        e = db_write(cx, run->pool, forget_in, &log);
        if (!e)
            e = job_progress(cx, run, NULL);
    }
    return e ? e : db_write(cx, run->pool, forget_in, &jobs);
}

const struct job_kind webhook_job_kinds[] = {{"webhook.send", send_run, MINUTES_MS(2), 5},
                                             {"webhook.sweep", sweep_run, MINUTES_MS(1), 3},
                                             {"webhook.tidy", tidy_run, MINUTES_MS(2), 3},
                                             {0}};
