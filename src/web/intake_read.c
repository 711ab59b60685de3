/* intake_read.c -- from an event of the tracker to a fact. Pure but for the arena: it is fuzzed.
 *
 * Times: the sender's clock is not believed, only the difference between its "now" and its "then".
 */
#include "web/intake_priv.h"

#include "base/currency.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "measure/visitor_number.h"
#include "net/address.h"
#include "net/page_url.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { PROPS_MAX = 30, PROP_NAME_MAX = 60, PROP_TEXT_MAX = 500, PROPS_BYTES_MAX = 2048 };
enum { SCREEN_MAX = 100000, ENGAGED_MAX_MS = 24 * 3600 * 1000, NAME_MAX_BYTES = 32 };
#define ASKED_CONSENT                                                                              \
    (CONSENT_NECESSARY | CONSENT_PERFORMANCE | CONSENT_FUNCTIONAL | CONSENT_TARGETING |            \
     CONSENT_NAMED | CONSENT_ANSWERED)

/* --- who */

int64_t intake_consent(int64_t bits, const struct intake_sender *who)
{
    bits &= ASKED_CONSENT;
    return who->gpc ? (bits & ~(int64_t)CONSENT_TARGETING) | CONSENT_GPC : bits;
}

int64_t intake_number(const struct intake_site *site, const struct intake_sender *who,
                      const unsigned char *secret, const char *id, int64_t *consent)
{
    int64_t stable = *consent & CONSENT_PERFORMANCE ? visitor_stable(secret, site->site, id) : 0;

    if (!stable)
        return visitor_daily(site->salt, site->site, who->remote, who->agent);
    *consent |= CONSENT_STABLE;
    return stable;
}

/* --- what */

/* "Pedido Feito!" → "pedido_feito_"; false when nothing is left, or it is a control's name. */
static bool read_kind(struct ctx *cx, const char *text, const char **ret)
{
    char *kind = arena_dup(cx->arena, text);

    if (!kind)
        return false;
    for (char *p = kind; *p; p++) {
        *p = *p >= 'A' && *p <= 'Z' ? (char)(*p + 32) : *p;
        if ((*p < 'a' || *p > 'z') && (*p < '0' || *p > '9'))
            *p = '_';
    }
    if (strlen(kind) > NAME_MAX_BYTES)
        kind[NAME_MAX_BYTES] = 0;
    *ret = kind;
    return *kind >= 'a' && *kind <= 'z';
}

static bool put_prop(struct json_writer *w, struct ctx *cx, const struct json *v)
{
    const char *clean = NULL;
    char *cut;

    if (strlen(v->name) > PROP_NAME_MAX || strchr(v->name, '@'))
        return false;
    switch (v->kind) {
    case JSON_TEXT:
        if (strchr(v->text, '@') || text_clean(cx, v->text, v->count, false, &clean) != OK)
            return false;
        cut = arena_dup(cx->arena, clean);
        if (!cut)
            return false;
        json_text_member(w, v->name, text_cut_bytes(cut, PROP_TEXT_MAX));
        return true;
    case JSON_INT:
        json_int_member(w, v->name, v->integer);
        return true;
    case JSON_REAL:
        json_real_member(w, v->name, v->real);
        return true;
    case JSON_BOOL:
        json_bool_member(w, v->name, v->boolean);
        return true;
    default:
        return false;
    }
}

/* Plain values only, and none with an "@": facts hold no addresses. More than fits is left out. */
static const char *read_props(struct ctx *cx, const struct json *in)
{
    struct buf b = buf_in(cx->arena);
    struct json_writer w = json_to(&b);
    int n = 0;

    if (!in || in->kind != JSON_OBJECT || !in->first)
        return "";
    json_open_object(&w);
    for (const struct json *v = in->first; v && n < PROPS_MAX; v = v->next) {
        struct buf before = b;
        struct json_writer at = w;
        if (put_prop(&w, cx, v) && b.len < PROPS_BYTES_MAX - 1) {
            n++;
            continue;
        }
        fault_clear(cx);
        b.len = before.len;
        w = at;
    }
    json_close_object(&w);
    return n && buf_ok(&b) && b.len <= PROPS_BYTES_MAX ? buf_text(&b) : "";
}

/* {"amount": 12.5 or "12.50", "currency": "BRL"}; what is no amount is left out. False: one below nothing, with which
 * anybody could lower the site's value. */
static bool read_revenue(const struct json *in, struct fact *f)
{
    const struct json *v = json_get(in, "amount");
    const char *currency = json_text(json_get(in, "currency"), "");
    double amount = v && v->kind == JSON_TEXT ? NAN : json_real(v, NAN);
    int used = 0;

    if (v && v->kind == JSON_TEXT && v->count < 24 &&
        sscanf(v->text, "%lf%n", &amount, &used) == 1 && v->text[used])
        amount = NAN;
    if (amount < 0)
        return false;
    if (!isfinite(amount) || amount > 1e10 || strlen(currency) != 3 ||
        strspn(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3)
        return true;
    f->value_minor = llround(amount * pow(10, currency_digits(currency)));
    f->currency = currency;
    return true;
}

/* Without one, nothing tells a second arrival from a second event. False: it is there and is none. */
static bool read_key(const struct json *id, struct fact *f)
{
    unsigned char raw[16];
    uint64_t hi = 0, lo = 0;

    if (!id)
        return true;
    if (!hex_read(json_text(id, ""), raw, sizeof(raw)))
        return false;
    for (size_t i = 0; i < 8; i++) {
        hi = hi << 8 | raw[i];
        lo = lo << 8 | raw[i + 8];
    }
    f->key_hi = (int64_t)hi;
    f->key_lo = (int64_t)lo;
    return true;
}

static int64_t within(int64_t v, int64_t min, int64_t max)
{
    return v < min ? min : v > max ? max : v;
}

static void read_times(struct ctx *cx, const struct json *in, int64_t envelope_ms, struct fact *f)
{
    int64_t then = json_int(json_get(in, "t"), 0);
    int64_t age = envelope_ms > 0 && then > 0 ? envelope_ms - then : 0;

    f->received_ms = ctx_now(cx);
    f->at_ms = f->received_ms - within(age, 0, DAYS_MS(INTAKE_AGE_DAYS));
}

static void put_page(const struct page_url *page, struct fact *f)
{
    f->host = page->host;
    f->path = page->path;
    f->source = page->source;
    f->medium = page->medium;
    f->campaign = page->campaign;
    f->content = page->content;
    f->term = page->term;
    f->click = page->click;
    f->click_id = page->click_id;
}

static void put_sender(struct ctx *cx, const struct intake_site *site,
                       const struct intake_sender *who, struct fact *f)
{
    const char *country =
        arena_dup(cx->arena, who->country); /* the sender ends before its events */

    f->id = id_next(cx);
    f->site = site->site;
    f->agent = who->agent;
    f->language = who->language;
    f->network = who->network;
    f->country = country ? country : "";
}

/* The page must be of a host that may speak for the site. */
static enum refusal judge_page(const struct intake_site *site, const char *host)
{
    if (measured_host_ok(site->whole, host))
        return REFUSED_NOT;
    return host_is_loopback(host) ? REFUSED_LOCALHOST : REFUSED_ORIGIN;
}

enum refusal intake_judge_sender(const struct intake_site *site, const struct intake_sender *who,
                                 int64_t consent)
{
    if (who->opted_out)
        return REFUSED_OPTED_OUT;
    if (who->prerender)
        return REFUSED_PRERENDER;
    if (!site->count_refusing && !(consent & CONSENT_PERFORMANCE))
        return REFUSED_NO_CONSENT;
    return REFUSED_NOT;
}

static bool read_rest(struct ctx *cx, const struct json *in, struct fact *f)
{
    f->referrer = page_url_bare(cx, json_text(json_get(in, "r"), ""), 300);
    f->screen = within(json_int(json_get(in, "w"), 0), 0, SCREEN_MAX);
    f->signs = json_int(json_get(in, "s"), 0) & 0x3f;
    f->engaged_ms = within(json_int(json_get(in, "e"), 0), 0, ENGAGED_MAX_MS);
    f->scroll = within(json_int(json_get(in, "d"), 0), 0, 100);
    f->props = read_props(cx, json_get(in, "p"));
    return read_revenue(json_get(in, "$"), f) && read_key(json_get(in, "i"), f);
}

enum refusal intake_read_event(struct ctx *cx, const struct intake_site *site,
                               const struct intake_sender *who, const unsigned char *secret,
                               const struct json *in, int64_t envelope_ms, struct fact *ret)
{
    struct fact f = fact_nothing();
    struct page_url page;
    enum refusal why;

    f.consent = intake_consent(json_int(json_get(in, "c"), 0), who);
    why = intake_judge_sender(site, who, f.consent);
    if (why)
        return why;
    if (!read_kind(cx, json_text(json_get(in, "n"), ""), &f.kind) ||
        !page_url_read(cx, json_text(json_get(in, "u"), ""), json_int(json_get(in, "h"), 0) == 1,
                       &page))
        return REFUSED_MALFORMED;
    /* Where who refuses is not counted, this page was refused before they agreed. */
    if (!site->count_refusing && strcmp(f.kind, "consent") == 0)
        f.kind = "view";
    why = judge_page(site, page.host);
    if (why) {
        ret->host = page.host;
        return why;
    }
    put_sender(cx, site, who, &f);
    put_page(&page, &f);
    read_times(cx, in, envelope_ms, &f);
    if (!read_rest(cx, in, &f))
        return REFUSED_MALFORMED;
    f.visitor = intake_number(site, who, secret, json_text(json_get(in, "v"), ""), &f.consent);
    *ret = f;
    return arena_full(cx->arena) ? REFUSED_SIZE : REFUSED_NOT;
}

enum refusal intake_read_view(struct ctx *cx, const struct intake_site *site,
                              const struct intake_sender *who, const char *page_address,
                              struct fact *ret)
{
    struct fact f = fact_nothing();
    struct page_url page;
    enum refusal why;

    f.consent = who->gpc ? CONSENT_GPC : 0;
    why = intake_judge_sender(site, who, f.consent);
    if (!why && !page_url_read(cx, page_address, false, &page))
        why = REFUSED_MALFORMED;
    if (!why && (why = judge_page(site, page.host)))
        ret->host = page.host;
    if (why)
        return why;
    f.kind = "view";
    put_sender(cx, site, who, &f);
    put_page(&page, &f);
    f.received_ms = f.at_ms = ctx_now(cx);
    f.visitor = visitor_daily(site->salt, site->site, who->remote, who->agent);
    *ret = f;
    return REFUSED_NOT;
}
