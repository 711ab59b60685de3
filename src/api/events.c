/* events.c -- what happened, told by a program that knows who it was: POST /events.
 *
 * All items are looked at first; one that is wrong refuses the whole call, and nothing is kept. What is kept is on disk when
 * the answer leaves. An item with an id of the sender's choosing is kept once, however often it is sent within seven days:
 * the key is drawn from the site and that id.
 */
#include "api/api_priv.h"

#include "base/hash.h"
#include "facts/fact.h"
#include "facts/journal.h"
#include "measure/visitor_number.h"
#include "net/page_url.h"
#include "people/account.h"
#include "people/consent.h"
#include "people/contact.h"
#include "people/merge.h"
#include "people/visitor_link.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum { EVENTS_MAX = 500, ID_MAX = 200 };
#define VALUE_MAX INT64_C(1000000000000) /* of a fact, fact.c */

struct event_run {
    const struct json *items;
    struct fact facts[EVENTS_MAX];
    size_t n;
};

/* --- reading ----------------------------------------------------------------------------------- */

static const char *path_of(struct request *r, size_t i, const char *member)
{
    const char *path = arena_print(r->cx->arena, "items.%zu.%s", i, member);

    return path ? path : member;
}

/* A text that may be left out, cleaned and no longer than max bytes. */
static const char *text_of(struct request *r, const struct json *in, size_t i, const char *member,
                           size_t max)
{
    const struct json *v = json_get(in, member);
    const char *text = json_text(v, NULL);

    if (v && v->kind != JSON_NULL && v->kind != JSON_TEXT)
        (void)fail_field(r->cx, path_of(r, i, member), "field.text", NULL);
    if (!text)
        return NULL;
    if (strlen(text) > max) {
        (void)fail_too_long(r->cx, path_of(r, i, member), max, strlen(text));
        return NULL;
    }
    if (text_clean(r->cx, text, strlen(text), false, &text) != OK)
        return NULL;
    return text;
}

static bool is_kind(const char *text)
{
    /* What begins with "_" is the program's own (facts/loader.h). */
    return text && *text >= 'a' && *text <= 'z' &&
           text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_")] == 0;
}

static void read_when(struct request *r, const struct json *in, size_t i, struct fact *f)
{
    const char *text = json_text(json_get(in, "at"), NULL);
    const struct fault before = r->cx->fault;

    f->received_ms = ctx_now(r->cx);
    f->at_ms = f->received_ms;
    if (!text)
        return;
    if (time_read(r->cx, text, NULL, &f->at_ms) != OK) {
        bool range = text_equal(r->cx->fault.key, "time.range");
        r->cx->fault = before;
        (void)fail_field(r->cx, path_of(r, i, "at"), range ? "field.event_time" : "field.time",
                         NULL);
    } else if (f->at_ms < 0) {
        (void)fail_field(r->cx, path_of(r, i, "at"), "field.event_time", NULL);
    } else if (f->at_ms > f->received_ms + DAYS_MS(1)) {
        (void)fail_field(r->cx, path_of(r, i, "at"), "field.future", NULL);
    }
}

static void read_value(struct request *r, const struct json *in, size_t i, struct fact *f)
{
    const struct json *v = json_get(in, "value_minor");

    if (!v || v->kind == JSON_NULL)
        return;
    if (v->kind != JSON_INT || v->integer < -VALUE_MAX || v->integer > VALUE_MAX) {
        (void)fail_field(r->cx, path_of(r, i, "value_minor"), "field.number", NULL);
        return;
    }
    f->value_minor = v->integer;
    if (!f->currency || strlen(f->currency) != 3)
        (void)fail_field(r->cx, path_of(r, i, "currency"), "field.currency", NULL);
}

/* Half of a digest each. The site is part of it, so that two sites' ids do not meet. */
static void read_key(struct request *r, const struct json *in, size_t i, struct fact *f)
{
    const char *id = text_of(r, in, i, "id", ID_MAX);
    unsigned char digest[SHA256_BYTES];
    const char *text = id ? arena_print(r->cx->arena, "%lld\n%s", (long long)f->site, id) : NULL;
    uint64_t hi = 0, lo = 0;

    if (!text)
        return;
    sha256(text, strlen(text), digest);
    for (size_t k = 0; k < 8; k++) {
        hi = hi << 8 | digest[k];
        lo = lo << 8 | digest[k + 8];
    }
    f->key_hi = (int64_t)(hi >> 1) + 1; /* not 0 */
    f->key_lo = (int64_t)(lo >> 1);
}

/* What a page would have sent, from a program that stands behind it. */
static void read_page(struct request *r, const struct json *in, size_t i, struct fact *f)
{
    f->host = text_of(r, in, i, "host", 100);
    f->referrer = text_of(r, in, i, "referrer", 300);
    f->content = text_of(r, in, i, "content", 200);
    f->term = text_of(r, in, i, "term", 200);
    f->click = text_of(r, in, i, "click", 20);
    f->click_id = text_of(r, in, i, "click_id", 200);
    f->agent = text_of(r, in, i, "agent", 400);
    f->signs = SIGN_TOLD;
    f->language = text_of(r, in, i, "language", 12);
    f->country = text_of(r, in, i, "country", 2);
}

/* The value of the cookie praca_v, which is there with consent only. */
static void read_visitor(struct request *r, const struct json *in, size_t i, struct fact *f)
{
    const char *id = text_of(r, in, i, "visitor", VISITOR_ID_CHARS);

    if (!id)
        return;
    f->visitor = visitor_stable(api_of(r)->visitors_key, f->site, id);
    f->consent = CONSENT_NECESSARY | CONSENT_PERFORMANCE | CONSENT_ANSWERED | CONSENT_STABLE;
    if (!f->visitor)
        (void)fail_field(r->cx, path_of(r, i, "visitor"), "event.visitor", NULL);
}

static void read_item(struct request *r, const struct json *in, size_t i, struct fact *f)
{
    *f = fact_nothing();
    f->id = id_next(r->cx);
    f->site = r->cx->site;
    f->kind = text_of(r, in, i, "event", 32);
    if (!is_kind(f->kind))
        (void)fail_field(r->cx, path_of(r, i, "event"), f->kind ? "event.kind" : "field.required",
                         NULL);
    f->path = text_of(r, in, i, "path", 1000);
    if (!text_empty(f->path))
        f->path = page_url_path(r->cx, f->path);
    f->channel = text_of(r, in, i, "channel", 60);
    f->source = text_of(r, in, i, "source", 200);
    f->medium = text_of(r, in, i, "medium", 100);
    f->campaign = text_of(r, in, i, "campaign", 200);
    f->currency = text_of(r, in, i, "currency", 3);
    read_page(r, in, i, f);
    read_visitor(r, in, i, f);
    read_when(r, in, i, f);
    read_value(r, in, i, f);
    read_key(r, in, i, f);
}

/* --- who it was -------------------------------------------------------------------------------- */

static enum err contact_by_id(struct request *r, struct db *db, const struct json *v, void **ret)
{
    int64_t id = 0;
    enum err e = OK;

    if (!id_read(json_text(v, ""), &id))
        return OK;
    e = merge_survivor(r->cx, db, MERGE_CONTACTS, id, &id);
    if (!e)
        e = model_get(r->cx, db, &contact_model, id, ret);
    return e;
}

/* Pages that were seen by somebody who does not want their visits under their name, and says so: they count without one. */
static enum err leave_unnamed(struct request *r, struct db *db, struct fact *f)
{
    enum consent_answer may = CONSENT_MAY;
    enum err e;

    if (!f->subject || (!f->path && !f->host))
        return OK;
    e = consent_may(r->cx, db, f->subject, VISITOR_LINK_PURPOSE, &may);
    if (e || (may != CONSENT_WITHDRAWN && may != CONSENT_OBJECTED))
        return e;
    f->subject = f->account = 0;
    if (!f->visitor)
        f->visitor = f->id; /* of this moment alone */
    return OK;
}

/* Unknown is a wrong field of the item, as everything else. */
static enum err find_who(struct request *r, struct db *db, const struct json *in, size_t i,
                         struct fact *f)
{
    const struct json *id = json_get(in, "contact");
    const struct fault before = r->cx->fault;
    const char *email = NULL;
    void *record = NULL;
    enum err e = OK;

    if (id && id->kind != JSON_NULL) {
        e = contact_by_id(r, db, id, &record);
    } else {
        email = json_text(json_get(in, "email"), NULL);
        if (!email && json_get(in, "visitor"))
            return OK; /* nobody that is known, or known through the visitor */
        if (!email) {
            (void)fail_field(r->cx, path_of(r, i, "contact"), "event.nobody", NULL);
            return OK;
        }
        e = text_email(r->cx, email, &email);
        if (!e)
            e = model_find(r->cx, db, &contact_model, model_field(&contact_model, "email"), email,
                           &record);
    }
    if (e == ERR_NOTFOUND || e == ERR_INVALID) {
        r->cx->fault = before;
        record = NULL;
        e = OK;
    }
    if (e)
        return e;
    if (!record) {
        (void)fail_field(r->cx, path_of(r, i, email ? "email" : "contact"), "event.unknown", NULL);
        return OK;
    }
    if (((struct contact *)record)->erased_at != NIL)
        return fail(r->cx, ERR_CONFLICT, "contact.erased", NULL);
    f->subject = ((struct contact *)record)->record.id;
    f->account =
        ((struct contact *)record)->account == NIL ? 0 : ((struct contact *)record)->account;
    return leave_unnamed(r, db, f);
}

static enum err who_in(struct request *r, struct db *db, void *arg)
{
    struct event_run *run = arg;
    const struct json *in = run->items->first;
    enum err e = OK;

    for (size_t i = 0; i < run->n && !e; i++, in = in->next)
        e = find_who(r, db, in, i, &run->facts[i]);
    return e;
}

/* --- keeping ----------------------------------------------------------------------------------- */

/* The call waits here for the journal's answers. */
struct waiting {
    pthread_mutex_t lock;
    pthread_cond_t all;
    size_t left;
    enum err worst;
};

static void kept(void *arg, enum err e, int64_t position)
{
    struct waiting *w = arg;

    (void)position;
    (void)pthread_mutex_lock(&w->lock);
    w->worst = w->worst ? w->worst : e;
    if (!--w->left)
        (void)pthread_cond_signal(&w->all);
    (void)pthread_mutex_unlock(&w->lock);
}

static enum err keep_all(struct request *r, const struct event_run *run)
{
    struct journal *j = api_of(r)->journal;
    struct waiting w = {.left = 1};
    unsigned char bytes[FACT_RECORD_MAX];
    enum err e = OK, taken = OK;
    size_t sent = 0;

    must(pthread_mutex_init(&w.lock, NULL) == 0 && pthread_cond_init(&w.all, NULL) == 0);
    for (; sent < run->n && !e && !taken; sent++) {
        size_t n = 0;
        e = fact_encode(r->cx, &run->facts[sent], bytes, &n);
        if (e)
            break;
        (void)pthread_mutex_lock(&w.lock);
        w.left++;
        (void)pthread_mutex_unlock(&w.lock);
        taken = journal_append_async(j, bytes, n, kept, &w);
        if (taken)
            kept(&w, taken, 0);
    }
    (void)pthread_mutex_lock(&w.lock);
    w.left--;
    while (w.left)
        (void)pthread_cond_wait(&w.all, &w.lock);
    (void)pthread_mutex_unlock(&w.lock);
    (void)pthread_cond_destroy(&w.all);
    (void)pthread_mutex_destroy(&w.lock);
    if (!e && w.worst)
        e = fail(r->cx, ERR_BUSY, "facts.disk", NULL);
    return e;
}

static enum err read_items(struct request *r, const struct json *in, struct event_run *run)
{
    char max[16];

    (void)snprintf(max, sizeof(max), "%d", EVENTS_MAX);
    run->items = json_get(in, "items");
    if (!run->items || run->items->kind != JSON_LIST || !run->items->first)
        return fail_field(r->cx, "items", "field.required", NULL);
    if (run->items->count > EVENTS_MAX)
        return fail_field(r->cx, "items", "event.many", "max", max, NULL);
    for (const struct json *v = run->items->first; v; v = v->next, run->n++)
        read_item(r, v, run->n, &run->facts[run->n]);
    return OK;
}

static enum err events_post(struct request *r, struct response *ret)
{
    struct event_run *run = arena_alloc(r->cx->arena, sizeof(*run));
    const struct json *in = NULL;
    struct answer_json a;
    enum err e = run ? api_body(r, ret, &in) : fail_memory(r->cx);

    if (!e && !api_of(r)->journal)
        e = fail(r->cx, ERR_BUSY, "facts.stopping", NULL);
    if (!e)
        e = read_items(r, in, run);
    if (!e)
        e = api_read(r, who_in, run);
    if (!e && r->cx->fault.kind)
        e = r->cx->fault.kind;
    if (!e)
        e = keep_all(r, run);
    if (e)
        return e;
    api_json(r, &a);
    json_open_object(&a.w);
    json_int_member(&a.w, "accepted", (int64_t)run->n);
    json_close_object(&a.w);
    return api_send(r, ret, 202, &a);
}

const struct route event_routes[] = {
    {"POST", "/events", MAY_EDIT_PEOPLE, KIB(512), events_post, ROUTE_POOL, 0},
    {0},
};
