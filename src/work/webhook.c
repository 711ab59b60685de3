/* webhook.c -- subscriptions, and noting down what they are to be told. See webhook.h; webhook_send.c sends.
 *
 * Nothing is remembered between errands: who listens is one short query by an index, which costs less than keeping
 * several processes' memories right.
 */
#include "work/webhook_priv.h"

#include "base/hash.h"
#include "base/message.h"
#include "base/text.h"
#include "base/time.h"
#include "model/audit.h"
#include "net/address.h"
#include "work/secret.h"

#include "webhook_sql.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { PAGE = 50, SECRET_KEPT_DAYS = 1 };

#define SECRET_PREFIX "praca_wh_"

const char *const webhook_events[] = {
    "contact.created",  "contact.changed",    "contact.deleted", "contact.merged",
    "account.created",  "account.changed",    "account.deleted", "account.merged",
    "deal.created",     "deal.changed",       "deal.deleted",    "consent.changed",
    "segment.entered",  "segment.left",       "handoff.passed",  "handoff.accepted",
    "handoff.returned", "import.done",        "form.answered",   "measure.silence",
    "plan.drifted",     "competitor.changed", "proposals.new",   NULL};

const struct setting webhook_settings[] = {
    {"webhook.log_days", SETTING_INT, 1, 90, "7", "days"},
    {0},
};

static const struct field webhook_fields[] = {
    FIELD_TEXT(struct webhook, name, REQUIRED | SEARCH | SORT, .max = 120),
    FIELD_URL(struct webhook, url, REQUIRED, .max = 1000),
    FIELD_TAGS(struct webhook, events, REQUIRED),
    FIELD_BOOL(struct webhook, bulk, 0, .initial = "0"),
    FIELD_BOOL(struct webhook, active, 0, .initial = "1"),
    FIELD_INT(struct webhook, secret_number, READONLY),
    FIELD_TIME(struct webhook, secret_until, READONLY),
    FIELD_TIME(struct webhook, paused_at, READONLY),
    FIELD_TEXT(struct webhook, paused_why, READONLY),
};

/* --- what may be subscribed to */

/* "contact.*" and "*" hear of all that begin so. */
static bool hears(const char *wanted, const char *event)
{
    size_t n = strlen(wanted);

    if (n && wanted[n - 1] == '*')
        return strncmp(wanted, event, n - 1) == 0;
    return strcmp(wanted, event) == 0;
}

static bool is_known(const char *wanted)
{
    for (size_t i = 0; webhook_events[i]; i++)
        if (hears(wanted, webhook_events[i]))
            return true;
    return false;
}

static enum err check_events(struct ctx *cx, const struct webhook *h)
{
    const struct json *list = NULL;
    enum err e;

    if (text_empty(h->events) || fault_has_field(cx, "events"))
        return OK;
    e = json_parse(cx, h->events, strlen(h->events), &list);
    if (!e && !list->first)
        return fail_field(cx, "events", "field.required", NULL);
    for (const struct json *v = e ? NULL : list->first; v; v = v->next)
        if (!is_known(json_text(v, "")))
            return fail_field(cx, "events", "webhook.no_event", "event", json_text(v, ""), NULL);
    return e;
}

/* Without TLS only inside the house. Whether that may be reached at all, the sender's client decides. */
static bool is_own_network(const char *host)
{
    struct address at;

    return host_is_loopback(host) || (address_read(host, &at) && !address_is_public(&at));
}

static enum err check_url(struct ctx *cx, const struct webhook *h)
{
    const char *host = h->url ? strstr(h->url, "://") : NULL;
    char bare[256];
    size_t n;

    if (!host || fault_has_field(cx, "url"))
        return OK;
    host += 3;
    n = strcspn(host, "/?#");
    if (memchr(host, '@', n))
        return fail_field(cx, "url", "webhook.url_user", NULL);
    if (!text_starts(h->url, "http://"))
        return OK;
    n = *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":/?#");
    (void)snprintf(bare, sizeof(bare), "%.*s", (int)(n < 250 ? n : 250), host);
    return is_own_network(bare) ? OK : fail_field(cx, "url", "webhook.url_plain", NULL);
}

static enum err check_count(struct ctx *cx, struct db *db)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_webhooks_count, &st);

    if (!e)
        e = db_step(cx, st, &row);
    if (!e && row && db_int(st, 0) >= WEBHOOKS_MAX)
        e = fail(cx, ERR_LIMIT, "webhook.many", "max", "20", NULL);
    db_done(st);
    return e;
}

static enum err webhook_before_save(struct ctx *cx, struct db *db, const void *before, void *record)
{
    struct webhook *h = record;
    enum err e = before ? OK : check_count(cx, db);
    enum err events, url;

    if (e)
        return e;
    if (!before)
        h->secret_number = 1;
    if (h->active == 1) {
        h->paused_at = NIL;
        h->paused_why = NULL;
    }
    events = check_events(cx, h);
    url = check_url(cx, h);
    return events ? events : url;
}

const struct model webhook_model =
    MODEL(webhook, "webhooks", webhook_fields, .before_save = webhook_before_save, .sort = "name");

/* --- noting down */

struct ear {
    int64_t id, bulk;
    const char *events;
};

static void read_ear(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct ear *)row =
        (struct ear){.id = db_int(st, 0), .events = db_text_dup(cx, st, 1), .bulk = db_int(st, 2)};
}

static enum err ears(struct ctx *cx, struct db *db, struct ear **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_webhooks_heard, &st);

    if (!e)
        e = db_collect(cx, st, sizeof(**ret), read_ear, ret, ret_n);
    db_done(st);
    return e;
}

static enum err ear_hears(struct ctx *cx, const struct ear *h, const char *event,
                          enum webhook_how how, bool *ret)
{
    const struct json *list = NULL;
    enum err e;

    *ret = false;
    if (how == WEBHOOK_MANY && h->bulk != 1)
        return OK;
    e = json_parse(cx, h->events, strlen(h->events), &list);
    for (const struct json *v = e ? NULL : list->first; v && !*ret; v = v->next)
        *ret = hears(json_text(v, ""), event);
    return e;
}

enum err webhook_wanted(struct ctx *cx, struct db *db, const char *event, enum webhook_how how,
                        bool *ret)
{
    struct ear *all = NULL;
    size_t n = 0;
    enum err e = ears(cx, db, &all, &n);

    *ret = false;
    for (size_t i = 0; i < n && !e && !*ret; i++)
        e = ear_hears(cx, &all[i], event, how, ret);
    return e;
}

enum err webhook_job(struct ctx *cx, struct db *db, int64_t site, int64_t webhook, int64_t run_at)
{
    struct job_new job = {.site = site, .kind = "webhook.send", .run_at = run_at};
    int64_t id;

    job.args = arena_print(cx->arena, "{\"webhook\":\"%" PRId64 "\"}", webhook);
    /* The time is in it because a job that runs cannot add itself again under its own name. */
    job.only_one = arena_print(cx->arena, "%" PRId64 "/%" PRId64, webhook, run_at);
    return job.args && job.only_one ? job_add(cx, db, &job, &id) : fail_memory(cx);
}

static const char *write_body(struct ctx *cx, int64_t event_id, const char *event, const char *data)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    char at[TIME_TEXT_MAX];

    time_text(ctx_now(cx), at);
    json_open_object(&w);
    json_id_member(&w, "id", event_id);
    json_text_member(&w, "event", event);
    json_text_member(&w, "at", at);
    json_id_member(&w, "site", cx->site);
    json_name(&w, "data");
    json_put_raw(&w, data ? data : "null");
    json_close_object(&w);
    return buf_ok(&out) ? buf_text(&out) : NULL;
}

struct noting {
    int64_t event_id, record;
    const char *event, *body;
};

static enum err note(struct ctx *cx, struct db *db, const struct noting *n, int64_t webhook,
                     int64_t *ret_id)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_webhook_delivery_add, &st);

    if (e)
        goto out;
    *ret_id = id_next(cx);
    db_bind_int(st, "id", *ret_id);
    db_bind_int(st, "webhook", webhook);
    db_bind_int(st, "event_id", n->event_id);
    db_bind_text(st, "event", n->event);
    db_bind_int(st, "record", n->record);
    db_bind_text(st, "body", n->body);
    e = db_run(cx, st);
out:
    db_done(st);
    return e ? e : webhook_job(cx, db, cx->site, webhook, 0);
}

enum err webhook_emit_as(struct ctx *cx, struct db *db, const char *event, enum webhook_how how,
                         int64_t record, const char *data)
{
    struct noting n = {.event_id = id_next(cx), .record = record, .event = event};
    struct ear *all = NULL;
    size_t count = 0;
    int64_t id;
    enum err e = ears(cx, db, &all, &count);

    for (size_t i = 0; i < count && !e; i++) {
        bool yes = false;
        e = ear_hears(cx, &all[i], event, how, &yes);
        if (e || !yes)
            continue;
        if (!n.body)
            n.body = write_body(cx, n.event_id, event, data);
        e = n.body ? note(cx, db, &n, all[i].id, &id) : fail_memory(cx);
    }
    return e;
}

enum err webhook_emit(struct ctx *cx, struct db *db, const char *event, int64_t record,
                      const char *data)
{
    return webhook_emit_as(cx, db, event, WEBHOOK_ONE, record, data);
}

enum err webhook_ping(struct ctx *cx, struct db *db, int64_t webhook, int64_t *ret_id)
{
    struct noting n = {.event_id = id_next(cx), .record = NIL, .event = WEBHOOK_PING};
    void *h = NULL;
    enum err e = model_get(cx, db, &webhook_model, webhook, &h);

    if (e)
        return e;
    n.body = write_body(cx, n.event_id, WEBHOOK_PING, "{}");
    return n.body ? note(cx, db, &n, webhook, ret_id) : fail_memory(cx);
}

/* --- keys */

enum err webhook_secret_of(struct ctx *cx, struct db *db, int64_t id, int64_t number, char *ret)
{
    unsigned char master[SECRET_BYTES], key[SHA256_BYTES];
    char what[64];
    enum err e = secret_read(cx, db, SECRET_WEBHOOKS, master);

    if (e)
        return e;
    (void)snprintf(what, sizeof(what), "%" PRId64 "/%" PRId64 "/%" PRId64, cx->site, id, number);
    hmac_sha256(master, sizeof(master), what, strlen(what), key);
    memcpy(ret, SECRET_PREFIX, sizeof(SECRET_PREFIX));
    base64url_text(key, sizeof(key), ret + sizeof(SECRET_PREFIX) - 1);
    forget_bytes(master, sizeof(master));
    forget_bytes(key, sizeof(key));
    return OK;
}

enum err webhook_secret(struct ctx *cx, struct db *db, const struct webhook *h, char *ret)
{
    return webhook_secret_of(cx, db, h->record.id, h->secret_number, ret);
}

enum err webhook_secret_new(struct ctx *cx, struct db *db, int64_t id, char *ret)
{
    void *record = NULL;
    struct webhook *h;
    enum err e = model_get(cx, db, &webhook_model, id, &record);

    if (e)
        return e;
    h = record;
    h->secret_number++;
    h->secret_until = ctx_now(cx) + DAYS_MS(SECRET_KEPT_DAYS);
    e = model_change_quietly(cx, db, &webhook_model, h);
    if (!e)
        e = audit_add(cx, db, webhook_model.name, id, "secret", NULL);
    return e ? e : webhook_secret(cx, db, h, ret);
}

/* --- the log */

static void read_delivery(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct webhook_delivery *)row = (struct webhook_delivery){
        .id = db_int(st, 0),
        .webhook = db_int(st, 1),
        .event_id = db_int(st, 2),
        .record = db_int(st, 3),
        .event = db_text_dup(cx, st, 4),
        .body = db_text_dup(cx, st, 5),
        .state = db_text_dup(cx, st, 6),
        .created_at = db_int(st, 7),
        .next_at = db_int(st, 8),
        .tried_at = db_int(st, 9),
        .attempts = db_int(st, 10),
        .status = db_int(st, 11),
        .duration_ms = db_int(st, 12),
        .answer = db_text_dup(cx, st, 13),
        .error = db_text_dup(cx, st, 14),
    };
}

enum err webhook_deliveries(struct ctx *cx, struct db *db, const struct webhook_query *q,
                            struct webhook_delivery **ret, size_t *ret_n, int64_t *ret_next)
{
    int limit = q->limit > 0 ? q->limit : PAGE;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_webhook_deliveries_page, &st);

    if (e)
        goto out;
    db_bind_int(st, "webhook", q->webhook);
    db_bind_text(st, "state_from", q->state ? q->state : "");
    db_bind_text(st, "state_to", q->state ? q->state : "zzzz");
    db_bind_int(st, "before", q->after ? q->after : INT64_MAX);
    db_bind_int(st, "limit", limit);
    e = db_collect(cx, st, sizeof(**ret), read_delivery, ret, ret_n);
    if (!e)
        *ret_next = *ret_n == (size_t)limit ? (*ret)[*ret_n - 1].id : 0;
out:
    db_done(st);
    return e;
}

enum err webhook_delivery_get(struct ctx *cx, struct db *db, int64_t webhook, int64_t id,
                              struct webhook_delivery *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_webhook_delivery_get, &st);

    if (e)
        goto out;
    db_bind_int(st, "webhook", webhook);
    db_bind_int(st, "id", id);
    e = db_step(cx, st, &row);
    if (!e && row)
        read_delivery(cx, st, ret);
    else if (!e)
        e = fail(cx, ERR_NOTFOUND, "webhook.no_delivery", NULL);
out:
    db_done(st);
    return e;
}

const char *webhook_error_text(struct ctx *cx, const char *url, const char *key)
{
    const char *host = strstr(url, "://"), *port;
    struct fault_param p[3] = {{"url", url}};
    size_t n;

    if (!key || !host)
        return key ? message(cx->arena, cx->lang, key, NULL, 0) : NULL;
    host += 3;
    n = *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":/?#");
    port = host + n;
    p[1] = (struct fault_param){"host", arena_dup_n(cx->arena, host, n)};
    p[2] = (struct fault_param){
        "port", *port == ':' ? arena_dup_n(cx->arena, port + 1, strspn(port + 1, "0123456789"))
                : text_starts(url, "https") ? "443"
                                            : "80"};
    return message(cx->arena, cx->lang, key, p, COUNT_OF(p));
}

enum err webhook_resend(struct ctx *cx, struct db *db, int64_t webhook, int64_t id)
{
    struct webhook_delivery d;
    struct db_stmt *st = NULL;
    void *record = NULL;
    enum err e = model_get(cx, db, &webhook_model, webhook, &record);

    if (!e)
        e = webhook_delivery_get(cx, db, webhook, id, &d);
    if (!e && ((struct webhook *)record)->active != 1 && strcmp(d.event, WEBHOOK_PING) != 0)
        e = fail(cx, ERR_CONFLICT, "webhook.paused", NULL);
    if (e)
        return e;
    e = db_begin(cx, db, &SQL_webhook_again, &st);
    if (e)
        goto out;
    db_bind_int(st, "webhook", webhook);
    db_bind_int(st, "id", id);
    e = db_run(cx, st); /* one that is being sent right now is left alone */
out:
    db_done(st);
    return e ? e : webhook_job(cx, db, cx->site, webhook, 0);
}

enum err webhooks_paused(struct ctx *cx, struct db *db, int64_t *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_webhooks_paused, &st);

    if (!e)
        e = db_step(cx, st, &row);
    if (!e && row)
        *ret = db_int(st, 0);
    db_done(st);
    return e;
}
