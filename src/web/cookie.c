/* cookie.c -- see cookie.h: the script with the site's text in it, and the receipts that it sends. */
#include "web/cookie_priv.h"

#include "access/site_key.h"
#include "base/gzip.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "measure/measured_site.h"
#include "measure/visitor_number.h"
#include "net/page_url.h"
#include "net/wire.h"
#include "people/cookie_banner.h"
#include "people/cookie_consent.h"
#include "people/cookie_say.h"
#include "people/visitor_link.h"
#include "web/intake_priv.h"

#include <string.h>

enum err cookie_site(struct ctx *cx, struct db *db, const char *key)
{
    int64_t site = 0;
    enum err e = site_by_key(cx, db, key ? key : "", &site);

    if (e == ERR_NOTFOUND) {
        fault_clear(cx);
        return fail(cx, ERR_NOTFOUND, "cookies.unknown_key", NULL);
    }
    cx->site = site;
    return e;
}

enum err cookie_often(struct request *r, bool writes)
{
    return limit_events(r->cx, writes ? web_of(r)->receipts : web_of(r)->banners, r->remote, 1,
                        writes ? COOKIE_POSTS : COOKIE_GETS);
}

/* --- the script */

const char *cookie_script_bytes(const struct request *r)
{
    const struct web *w = web_of(r);

    for (size_t i = 0; i < w->script_count; i++)
        if (!strcmp(w->scripts[i].path, "/c.js"))
            return (const char *)w->scripts[i].bytes;
    return "";
}

/* A site that has published nothing asks nothing. */
static enum err config_of(struct request *r, struct buf *out)
{
    const char *key = request_query(r, "s"), *config = NULL;
    struct db *db = NULL;
    enum err e = db_read(r->cx, web_of(r)->pool, &db);

    if (!e)
        e = cookie_site(r->cx, db, key);
    if (!e)
        e = cookie_script_config(r->cx, db, key, false, &config);
    db_return(db);
    if (!e)
        return cookie_script_text(r->cx, cookie_script_bytes(r), config, out);
    if (e == ERR_NOTFOUND && text_equal(r->cx->fault.key, "cookies.no_text")) {
        fault_clear(r->cx);
        buf_add_text(out, "/* This site has not published its text yet. */\n");
        return OK;
    }
    return e;
}

static enum err send_script(struct request *r, struct response *ret, const struct buf *out)
{
    bool gzip = wire_takes_gzip(request_header(r, "Accept-Encoding"));
    const char *bytes = out->bytes;
    unsigned char raw[SHA256_BYTES];
    char digest[2 * 8 + 1];
    size_t n = out->len;
    enum err e = gzip ? gzip_text(r->cx, out->bytes, out->len, &bytes, &n) : OK;

    if (e)
        return e;
    sha256(out->bytes, out->len, raw);
    hex_text(raw, 8, digest);
    response_bytes(ret, 200, "text/javascript; charset=utf-8", bytes, n);
    ret->etag = arena_print(r->cx->arena, "\"%s%s\"", digest, gzip ? "-gzip" : "");
    ret->cache = "public, max-age=600";
    response_header(r, ret, "Cross-Origin-Resource-Policy", "cross-origin");
    response_header(r, ret, "Vary", "Accept-Encoding");
    if (gzip)
        response_header(r, ret, "Content-Encoding", "gzip");
    return OK;
}

enum err cookie_script_get(struct request *r, struct response *ret)
{
    struct buf out = buf_in(r->cx->arena);
    enum err e = cookie_often(r, false);

    if (!e)
        e = config_of(r, &out);
    return e ? e : send_script(r, ret, &out);
}

/* --- receipts */

struct sent {
    struct request *r;
    const struct json *in;
    struct cookie_receipt receipt;
    bool test, again;
    int64_t visitor; /* that is nobody's from now on; 0: none */
};

/* The script may speak for a page of the site, and for our own. */
static enum err check_origin(struct ctx *cx, struct db *db, struct request *r)
{
    const char *origin = request_header(r, "Origin"), *host = request_header(r, "Host");
    const char *own = origin ? strstr(origin, "://") : NULL;
    struct measured_site site = {0};
    struct page_url page;
    enum err e;

    if (own && text_equal(own + 3, host))
        return OK;
    e = measured_hosts(cx, db, &site.hosts, &site.host_count);
    if (e ||
        (origin && page_url_read(cx, origin, false, &page) && measured_host_ok(&site, page.host)))
        return e;
    return fail(cx, ERR_DENIED, "cookies.origin", NULL);
}

static int64_t choices_of(const struct json *in, bool gpc)
{
    const struct json *v = json_get(in, "choices");
    int64_t bits = gpc ? COOKIE_GPC : 0;

    if (!v || v->kind != JSON_LIST)
        return 0;
    for (v = v->first; v; v = v->next)
        for (int i = 0; cookie_categories[i]; i++)
            if (text_equal(json_text(v, NULL), cookie_categories[i]))
                bits |= INT64_C(1) << i;
    return bits;
}

static void read_receipt(struct sent *s)
{
    const char *header = request_header(s->r, "Sec-GPC");
    bool gpc = text_equal(header, "1") || json_bool(json_get(s->in, "gpc"), false);

    s->receipt = (struct cookie_receipt){
        .id = json_text(json_get(s->in, "id"), ""),
        .previous = json_text(json_get(s->in, "previous"), NULL),
        .number = json_int(json_get(s->in, "number"), 0),
        .lang = json_text(json_get(s->in, "lang"), ""),
        .choices = choices_of(s->in, gpc),
        .how = json_text(json_get(s->in, "how"), ""),
        .ip = s->r->remote,
        .agent = request_header(s->r, "User-Agent"),
    };
    s->test = json_get(s->in, "test") != NULL;
}

/* A number that is still allowed is left alone, whatever the body says. */
static void read_visitor(struct sent *s, int64_t site)
{
    const char *id = json_text(json_get(s->in, "visitor"), NULL);
    int64_t both = COOKIE_PERFORMANCE | COOKIE_NAMED;

    s->visitor = id && (s->receipt.choices & both) != both
                     ? visitor_stable(intake_key(web_of(s->r)->intake), site, id)
                     : 0;
}

static enum err record_in(struct ctx *cx, struct db *db, void *arg)
{
    struct sent *s = arg;
    enum err e = cookie_site(cx, db, json_text(json_get(s->in, "k"), NULL));

    if (!e)
        e = check_origin(cx, db, s->r);
    if (e)
        return e;
    read_receipt(s);
    read_visitor(s, cx->site);
    if (s->test)
        return cookie_try(cx, db, &s->receipt);
    e = cookie_record(cx, db, &s->receipt, &s->again);
    return !e && s->visitor ? visitor_withdraw(cx, db, s->visitor) : e;
}

static enum err answer(struct request *r, struct response *ret, const struct sent *s)
{
    struct buf out = buf_in(r->cx->arena);
    struct json_writer w = json_to(&out);

    json_open_object(&w);
    json_text_member(&w, "id", s->receipt.id);
    if (!s->test)
        json_int_member(&w, "n", s->receipt.n);
    json_close_object(&w);
    if (!buf_ok(&out))
        return fail_memory(r->cx);
    response_bytes(ret,
                   s->test    ? 202
                   : s->again ? 200
                              : 201,
                   "application/json", out.bytes, out.len);
    return OK;
}

/* The page's script may see the answer, a refusal too: what is refused for good need not be sent again. */
static void show_answer(struct request *r, struct response *ret)
{
    const char *origin = request_header(r, "Origin");

    if (origin)
        response_header(r, ret, "Access-Control-Allow-Origin", origin);
    response_header(r, ret, "Vary", "Origin");
}

enum err cookie_post(struct request *r, struct response *ret)
{
    struct sent s = {.r = r};
    enum err e = cookie_often(r, true);

    r->cx->origin = "web";
    show_answer(r, ret);
    if (!e)
        e = json_parse(r->cx, r->body, r->body_bytes, &s.in);
    if (!e && s.in->kind != JSON_OBJECT)
        e = fail(r->cx, ERR_INVALID, "json.object_wanted", NULL);
    if (!e)
        e = db_write(r->cx, web_of(r)->pool, record_in, &s);
    return e ? e : answer(r, ret, &s);
}

static enum err style_get(struct request *r, struct response *ret)
{
    response_asset(r, ret, web_of(r)->style);
    return OK;
}

const struct route cookie_routes[] = {
    {"GET", "/style.css", 0, 0, style_get, ROUTE_INLINE | ROUTE_PUBLIC, KIB(64)},
    {"GET", "/c.js", 0, 0, cookie_script_get, ROUTE_POOL | ROUTE_PUBLIC, MIB(2)},
    {"POST", "/c", 0, COOKIE_BODY_MAX, cookie_post, ROUTE_POOL | ROUTE_PUBLIC, MIB(2)},
    {"GET", "/c/{key}/{receipt}", 0, 0, cookie_receipt_page, ROUTE_POOL | ROUTE_PUBLIC, MIB(4)},
    {"GET", "/preview/{token}", 0, 0, cookie_preview_get, ROUTE_POOL | ROUTE_PUBLIC, MIB(2)},
    {"GET", "/preview/{token}/c.js", 0, 0, cookie_preview_script_get, ROUTE_POOL | ROUTE_PUBLIC,
     MIB(2)},
    {"GET", "/self/{key}", 0, 0, self_test_get, ROUTE_POOL | ROUTE_PUBLIC, MIB(4)},
    {"GET", "/self/{key}/page", 0, 0, self_test_page_get, ROUTE_POOL | ROUTE_PUBLIC, MIB(2)},
    {"GET", "/self/{key}/{third}", 0, 0, self_test_third_get, ROUTE_POOL | ROUTE_PUBLIC, KIB(256)},
    {0},
};
