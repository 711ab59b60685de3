/* intake.c -- the routes of the door. See intake.h.
 *
 * A request's events are appended one by one without waiting; whoever of the journal's answers comes last lets the response
 * go. The handler holds one answer itself until all are appended, so that it cannot leave too early.
 */
#include "web/intake_priv.h"

#include "base/json.h"
#include "base/text.h"
#include "measure/place.h"
#include "net/address.h"
#include "net/page_url.h"
#include "web/limit_priv.h"
#include "web/page_priv.h"

#include <stdatomic.h>
#include <string.h>

/* Whose answer is under way: in the request's arena. */
struct owed {
    struct request *r;
    atomic_int left;
    atomic_int worst; /* enum err */
};

static void settle(struct owed *o, enum err e)
{
    enum err worst;

    if (e)
        atomic_store(&o->worst, (int)e);
    if (atomic_fetch_sub(&o->left, 1) > 1)
        return;
    worst = (enum err)atomic_load(&o->worst);
    response_resume(o->r, worst, worst ? "facts.disk" : NULL);
}

static void on_disk(void *arg, enum err e, int64_t position)
{
    (void)position;
    settle(arg, e);
}

/* Append all and answer when they are on disk. */
static enum err keep(struct request *r, struct intake *in, const struct intake_batch *b)
{
    struct owed *o = arena_alloc(r->cx->arena, sizeof(*o));
    unsigned char bytes[FACT_RECORD_MAX];
    enum err worst = OK;

    if (!o)
        return fail_memory(r->cx);
    o->r = r;
    atomic_init(&o->left, 1);
    atomic_init(&o->worst, OK);
    if (!response_later(r))
        return fail(r->cx, ERR_BUSY, "net.busy", NULL);
    for (size_t i = 0; i < b->count; i++) {
        size_t n = 0;
        enum err e = fact_encode(r->cx, &b->facts[i], bytes, &n);
        if (!e) {
            (void)atomic_fetch_add(&o->left, 1);
            e = journal_append_async(intake_journal_of(in), bytes, n, on_disk, o);
            if (e)
                (void)atomic_fetch_sub(&o->left, 1);
        } else { /* of no length or sign that intake_read.c lets through */
            fault_clear(r->cx);
            intake_count_refused(in, b->facts[i].site, REFUSED_MALFORMED, 1);
            e = OK;
        }
        worst = worst ? worst : e;
    }
    settle(o, worst);
    return OK;
}

/* --- who sends */

void intake_find_sender(struct request *r, const struct intake_options *o,
                        struct intake_sender *ret)
{
    const char *agent = request_header(r, "User-Agent"), *gpc = request_header(r, "Sec-GPC");
    const char *language = request_header(r, "Accept-Language");
    const char *purpose = request_header(r, "Sec-Purpose"), *off = request_cookie(r, "praca_off");
    char *kept = arena_dup(r->cx->arena, agent && text_is_utf8(agent, strlen(agent)) ? agent : "");
    size_t n = language ? strspn(language, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                           "0123456789-")
                        : 0;
    struct address at;

    *ret = (struct intake_sender){.remote = r->remote,
                                  .agent = kept ? text_cut_bytes(kept, 400) : "",
                                  .language = "",
                                  .network = "",
                                  .gpc = gpc && !strcmp(gpc, "1"),
                                  .prerender = purpose && strstr(purpose, "pre"),
                                  .opted_out = off && !strcmp(off, "1")};
    if (n && n <= 12 && (kept = arena_dup_n(r->cx->arena, language, n)))
        ret->language = kept;
    place_country(o->places, r->remote, ret->country);
    if (o->is_centre && address_read(r->remote, &at) && o->is_centre(o->centres, &at))
        ret->network = "datacentre";
}

static void tell_why(struct request *r, struct response *ret, enum refusal why)
{
    const char *debug = request_header(r, "X-Praca-Debug");

    if (!debug || strcmp(debug, "1") != 0)
        return;
    response_header(r, ret, "Access-Control-Expose-Headers", "X-Praca-Refused");
    response_header(r, ret, "X-Praca-Refused", refusal_name(why));
}

static enum err refuse(struct request *r, struct response *ret, struct intake *in, int64_t site,
                       enum refusal why, int64_t n)
{
    fault_clear(r->cx);
    intake_count_refused(in, site, why, n);
    tell_why(r, ret, why);
    return OK;
}

int64_t intake_visitor(struct intake *in, struct request *r, int64_t site, const char *id,
                       int64_t *consent)
{
    struct intake_site its = {0};
    struct intake_sender who;
    int64_t visitor = 0;

    if (!intake_enter_site(in, site, ctx_now(r->cx), &its))
        return 0;
    intake_find_sender(r, intake_options_of(in), &who);
    *consent = intake_consent(*consent, &who);
    if (!intake_judge_sender(&its, &who, *consent))
        visitor = intake_number(&its, &who, intake_key(in), id, consent);
    intake_leave(in);
    return visitor;
}

static bool agreed(const char *consent, const char *category)
{
    const char *at = consent ? strstr(consent, category) : NULL;

    return at && !strncmp(at + strlen(category), ":1", 2);
}

int64_t intake_consent_here(struct request *r)
{
    static const char *const categories[] = {"C0001", "C0002", "C0003", "C0004", "P0001"};
    const char *consent = request_cookie(r, "praca_consent");
    int64_t bits = consent ? CONSENT_ANSWERED : 0;

    for (size_t i = 0; i < COUNT_OF(categories); i++)
        if (agreed(consent, categories[i]))
            bits |= (int64_t)1 << i;
    return bits;
}

/* --- events */

/* Reads what the body holds while the table is locked. */
static void read_all(struct request *r, struct intake *in, const struct intake_site *site,
                     const struct json *body, struct intake_batch *b)
{
    const struct json *list = json_get(body, "b");
    const struct json *at = list && list->kind == JSON_LIST ? list->first : body;
    int64_t envelope_ms = json_int(json_get(body, "t"), 0);
    struct intake_sender who;

    intake_find_sender(r, intake_options_of(in), &who);
    for (; at; at = list ? at->next : NULL) {
        struct fact f = {0};
        enum refusal why =
            b->count + b->refused < INTAKE_EVENTS_MAX
                ? intake_read_event(r->cx, site, &who, intake_key(in), at, envelope_ms, &f)
                : REFUSED_SIZE;
        if (!why) {
            b->facts[b->count++] = f;
            continue;
        }
        if (f.host && why == REFUSED_ORIGIN)
            intake_note_stranger(in, site->site, f.host, ctx_now(r->cx));
        intake_count_refused(in, site->site, why, 1);
        b->refused++;
        b->why = b->why ? b->why : why;
    }
}

static size_t events_in(const struct json *body)
{
    const struct json *list = json_get(body, "b");

    if (!list || list->kind != JSON_LIST)
        return 1;
    return list->count < INTAKE_EVENTS_MAX ? list->count : INTAKE_EVENTS_MAX;
}

/* The Origin must be a host of the site; then its script may see the answer. */
static enum refusal judge_origin(struct request *r, struct response *ret, struct intake *in,
                                 const struct intake_site *site)
{
    const char *origin = request_header(r, "Origin"), *host;

    if (!origin)
        return REFUSED_NOT;
    host = page_url_host(r->cx, origin); /* "" for "null" */
    if (host_is_loopback(host) && !measured_host_ok(site->whole, host))
        return REFUSED_LOCALHOST;
    if (!measured_host_ok(site->whole, host)) {
        if (*host)
            intake_note_stranger(in, site->site, host, ctx_now(r->cx));
        return REFUSED_ORIGIN;
    }
    response_header(r, ret, "Access-Control-Allow-Origin", origin);
    response_header(r, ret, "Vary", "Origin");
    return REFUSED_NOT;
}

static bool too_often(struct request *r, struct intake *in, int64_t events)
{
    int64_t most = intake_options_of(in)->per_minute;

    return most && limit_events(r->cx, intake_limits(in), r->remote, events, most) != OK;
}

static enum err take(struct request *r, struct response *ret, struct intake *in,
                     const struct json *body)
{
    struct intake_site site = {0};
    struct intake_batch b = {0};
    size_t room = events_in(body);
    enum refusal why;

    b.facts = arena_array(r->cx->arena, room + 1, sizeof(*b.facts));
    if (!b.facts)
        return fail_memory(r->cx);
    if (!intake_enter(in, json_text(json_get(body, "k"), ""), ctx_now(r->cx), &site))
        return refuse(r, ret, in, 0, REFUSED_UNKNOWN, (int64_t)room);
    why = judge_origin(r, ret, in, &site);
    if (!why && too_often(r, in, (int64_t)room))
        why = REFUSED_RATE;
    if (!why)
        read_all(r, in, &site, body, &b);
    intake_leave(in);
    if (why)
        return refuse(r, ret, in, site.site, why, (int64_t)room);
    if (b.why)
        tell_why(r, ret, b.why);
    fault_clear(r->cx);
    if (arena_full(r->cx->arena))
        return fail_memory(r->cx);
    intake_count_taken(in, (int64_t)b.count);
    return b.count ? keep(r, in, &b) : OK;
}

/* The key with which a body begins that cannot be read to its end; "" when there is none. */
static const char *key_in(struct ctx *cx, const char *body)
{
    const char *at = strstr(body, "\"k\""), *key = "";

    if (!at)
        return key;
    at += 3;
    at += strspn(at, " \t\r\n");
    if (*at++ != ':')
        return key;
    at += strspn(at, " \t\r\n");
    if (*at++ == '"')
        key = arena_dup_n(cx->arena, at, strcspn(at, "\"\\"));
    return key ? key : "";
}

/* Whose a body is that nobody could read: the site of the page that sent it, or of the key it begins with. 0: none's. */
static int64_t site_told(const struct request *r, struct intake *in)
{
    const char *origin = request_header(r, "Origin"), *page = request_header(r, "Referer");
    const char *host = page_url_host(r->cx, origin ? origin : page ? page : "");
    struct intake_site site = {0};
    int64_t now = ctx_now(r->cx);

    if (!(*host && intake_enter_host(in, host, now, &site)) &&
        !intake_enter(in, key_in(r->cx, r->body), now, &site))
        return 0;
    intake_leave(in);
    return site.site;
}

static enum err events_post(struct request *r, struct response *ret)
{
    struct intake *in = web_of(r)->intake;
    const struct json *body = NULL;
    enum err e;

    ret->status = 202;
    r->cx->origin = "web";
    e = json_parse_quick(r->cx, r->body, r->body_bytes, &body);
    if (!e && body->kind == JSON_OBJECT)
        return take(r, ret, in, body);
    return refuse(r, ret, in, site_told(r, in), REFUSED_MALFORMED, 1);
}

void intake_done(const struct request *r, int status)
{
    struct intake *in = web_of(r)->intake;

    if (status == 413 && r->route && r->route->handler == events_post)
        intake_count_refused(in, site_told(r, in), REFUSED_SIZE, 1);
}

/* --- the pixel */

/* GIF89a, one transparent point. */
static const char pixel[] =
    "GIF89a\x01\0\x01\0\x80\0\0\0\0\0\0\0\0!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0"
    "\x01\0\0\x02\x02"
    "D\x01\0;";

static enum err pixel_get(struct request *r, struct response *ret)
{
    struct intake *in = web_of(r)->intake;
    const char *key = request_query(r, "s"), *page = request_header(r, "Referer");
    struct intake_site site = {0};
    struct intake_sender who;
    struct fact f = {0};
    struct intake_batch b = {.facts = &f, .count = 1};
    enum refusal why;

    r->cx->origin = "web";
    response_bytes(ret, 200, "image/gif", pixel, sizeof(pixel) - 1);
    if (!key || !intake_enter(in, key, ctx_now(r->cx), &site))
        return refuse(r, ret, in, 0, REFUSED_UNKNOWN, 1);
    intake_find_sender(r, intake_options_of(in), &who);
    why = too_often(r, in, 1) ? REFUSED_RATE
                              : intake_read_view(r->cx, &site, &who, page ? page : "", &f);
    intake_leave(in);
    if (why && f.host && why == REFUSED_ORIGIN)
        intake_note_stranger(in, site.site, f.host, ctx_now(r->cx));
    if (why)
        return refuse(r, ret, in, site.site, why, 1);
    intake_count_taken(in, 1);
    return keep(r, in, &b);
}

const struct route intake_routes[] = {
    {"POST", "/e", 0, INTAKE_BODY_MAX, events_post, ROUTE_INLINE | ROUTE_PUBLIC, MIB(1)},
    {"GET", "/p.gif", 0, 0, pixel_get, ROUTE_INLINE | ROUTE_PUBLIC, KIB(256)},
    {0},
};

const struct route intake_root_routes[] = {
    {"POST", "/e", 0, INTAKE_BODY_MAX, events_post, ROUTE_INLINE | ROUTE_PUBLIC, MIB(1)},
    {0},
};
