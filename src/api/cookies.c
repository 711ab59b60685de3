/* cookies.c -- the consent banner of a site's pages: its draft and editions, and the ledger of what visitors chose. */
#include "api/api_priv.h"

#include "access/site_key.h"
#include "base/csv.h"
#include "people/cookie_banner.h"
#include "people/cookie_consent.h"
#include "people/cookie_say.h"
#include "work/link.h"

#include <string.h>

enum { CSV_PAGE = 500, DAYS_SHOWN = 90 };
#define PREVIEW_LIVES_MS HOURS_MS(12)

/* --- the draft */

struct banner_run {
    struct request *r;
    const struct json *in;
    int64_t version;
    struct cookie_banner banner;
    int64_t edition;
    bool fresh;
    struct answer_json a;
};

/* The addresses that a screen needs: of the script, of the draft as it would look, of the self-test. */
static enum err put_places(struct request *r, struct db *db, struct json_writer *w)
{
    const char *path = api_of(r)->measure_path, *key = NULL, *token = NULL;
    struct link l = {.purpose = LINK_BANNER,
                     .site = r->cx->site,
                     .subject = r->cx->site,
                     .expires_at = ctx_now(r->cx) + PREVIEW_LIVES_MS};
    enum err e = site_key_get(r->cx, db, r->cx->site, &key);

    if (!e)
        e = link_sign(r->cx, db, &l, &token);
    if (e)
        return e;
    json_text_member(w, "key", key);
    json_text_member(w, "script", arena_print(r->cx->arena, "%s/c.js?s=%s", path, key));
    json_text_member(w, "preview", arena_print(r->cx->arena, "%s/preview/%s", path, token));
    json_text_member(w, "self_test", arena_print(r->cx->arena, "%s/self/%s", path, key));
    return OK;
}

static enum err put_banner(struct request *r, struct db *db, struct json_writer *w,
                           const struct cookie_banner *b)
{
    bool differs = false;
    int64_t edition = 0;
    enum err e = cookie_edition(r->cx, db, &edition);

    if (!e)
        e = cookie_banner_differs(r->cx, db, b, &differs);
    if (e)
        return e;
    json_open_object(w);
    json_int_member(w, "version", b->version);
    json_text_member(w, "accent", b->accent);
    json_text_member(w, "corner", b->corner);
    json_bool_member(w, "onetrust", b->onetrust);
    json_name(w, "words");
    json_put_raw(w, b->words);
    json_bool_member(w, "counted", b->counted);
    json_int_member(w, "edition", edition);
    json_bool_member(w, "differs", differs);
    api_time_member(w, "changed_at", b->changed_at);
    e = put_places(r, db, w);
    json_close_object(w);
    return e;
}

static enum err banner_in(struct request *r, struct db *db, void *arg)
{
    struct banner_run *x = arg;
    enum err e = cookie_banner_get(r->cx, db, &x->banner);

    return e ? e : put_banner(r, db, &x->a.w, &x->banner);
}

static enum err send_banner(struct request *r, struct response *ret, struct banner_run *x)
{
    enum err e;

    api_json(r, &x->a);
    e = api_read(r, banner_in, x);
    ret->etag = arena_print(r->cx->arena, "\"%lld\"", (long long)x->banner.version);
    return e ? e : api_send(r, ret, 200, &x->a);
}

static enum err banner_get(struct request *r, struct response *ret)
{
    struct banner_run x = {.r = r};

    return send_banner(r, ret, &x);
}

static enum err change_in(struct ctx *cx, struct db *db, void *arg)
{
    struct banner_run *x = arg;
    struct buf diff = buf_in(cx->arena);
    struct json_writer w = json_to(&diff);
    enum err e = cookie_banner_change(cx, db, x->in, x->version, &x->banner);

    if (e)
        return e;
    json_put(&w, x->in);
    return audit_add(cx, db, "cookie_banner", NIL, "change", buf_text(&diff));
}

static enum err banner_patch(struct request *r, struct response *ret)
{
    struct banner_run x = {.r = r};
    enum err e = api_if_match(r, ret, &x.version);

    if (!e)
        e = api_body(r, ret, &x.in);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, change_in, &x);
    return e ? e : send_banner(r, ret, &x);
}

static enum err publish_in(struct ctx *cx, struct db *db, void *arg)
{
    struct banner_run *x = arg;
    enum err e = cookie_publish(cx, db, &x->edition, &x->fresh);

    return e || !x->fresh
               ? e
               : audit_add(cx, db, "cookie_banner", NIL, "publish",
                           arena_print(cx->arena, "{\"edition\":%lld}", (long long)x->edition));
}

static enum err publish_post(struct request *r, struct response *ret)
{
    struct banner_run x = {.r = r};
    enum err e = db_write(r->cx, api_of(r)->pool, publish_in, &x);

    if (e)
        return e;
    api_json(r, &x.a);
    json_open_object(&x.a.w);
    json_int_member(&x.a.w, "edition", x.edition);
    json_bool_member(&x.a.w, "new", x.fresh);
    json_close_object(&x.a.w);
    return api_send(r, ret, 200, &x.a);
}

/* --- editions */

struct page_run {
    int64_t after;
    int limit;
    struct answer_json a;
};

static enum err put_text(struct ctx *cx, struct db *db, struct api_names *names,
                         struct json_writer *w, const struct cookie_text *t)
{
    const char *who = NULL;
    enum err e = api_user_name(cx, db, names, t->published_by == NIL ? 0 : t->published_by, &who);

    json_open_object(w);
    json_int_member(w, "number", t->number);
    json_text_member(w, "lang", t->lang);
    json_name(w, "body");
    json_put_raw(w, t->body);
    json_text_member(w, "digest", t->digest);
    json_bool_member(w, "counted", t->counted);
    api_time_member(w, "published_at", t->published_at);
    json_text_member(w, "published_by", who);
    json_close_object(w);
    return e;
}

static enum err texts_in(struct request *r, struct db *db, void *arg)
{
    struct page_run *p = arg;
    struct api_names names = {0};
    struct cookie_text *rows = NULL;
    size_t n = 0;
    enum err e = cookie_texts(r->cx, db, p->after, p->limit, &rows, &n);

    json_open_object(&p->a.w);
    json_name(&p->a.w, "items");
    json_open_list(&p->a.w);
    for (size_t i = 0; i < n && !e; i++)
        e = put_text(r->cx, db, &names, &p->a.w, &rows[i]);
    json_close_list(&p->a.w);
    json_text_member(&p->a.w, "next", NULL);
    json_close_object(&p->a.w);
    return e;
}

static enum err read_page(struct request *r, struct page_run *p, const char *name)
{
    const char *after = request_query(r, name);
    enum err e = api_query_limit(r, &p->limit);

    if (!e && !text_empty(after) && (!text_to_int(after, &p->after) || p->after < 1))
        e = fail_field(r->cx, name, "field.int", NULL);
    return e;
}

static enum err texts_get(struct request *r, struct response *ret)
{
    struct page_run p = {0};
    enum err e = read_page(r, &p, "before");

    if (e)
        return e;
    api_json(r, &p.a);
    e = api_read(r, texts_in, &p);
    return e ? e : api_send(r, ret, 200, &p.a);
}

/* --- receipts */

static void put_choices(struct json_writer *w, int64_t choices)
{
    json_name(w, "choices");
    json_open_list(w);
    for (int i = 0; cookie_categories[i]; i++)
        if (choices >> i & 1)
            json_put_text(w, cookie_categories[i]);
    json_close_list(w);
    json_bool_member(w, "gpc", (choices & COOKIE_GPC) != 0);
}

static void put_receipt(struct json_writer *w, const struct cookie_receipt *c)
{
    json_open_object(w);
    json_int_member(w, "n", c->n);
    json_text_member(w, "id", c->id);
    json_text_member(w, "previous", c->previous);
    json_int_member(w, "edition", c->number);
    json_text_member(w, "lang", c->lang);
    json_text_member(w, "text_digest", c->text_digest);
    put_choices(w, c->choices);
    json_text_member(w, "how", c->how);
    api_time_member(w, "at", c->at);
    json_text_member(w, "ip_digest", c->ip_digest);
    json_text_member(w, "agent_digest", c->agent_digest);
    json_text_member(w, "digest", c->digest);
    json_text_member(w, "chain", c->chain);
    json_close_object(w);
}

static enum err receipts_in(struct request *r, struct db *db, void *arg)
{
    struct page_run *p = arg;
    struct cookie_receipt *rows = NULL;
    int64_t next = 0;
    size_t n = 0;
    enum err e = cookie_receipts(r->cx, db, p->after, p->limit, &rows, &n, &next);

    json_open_object(&p->a.w);
    json_name(&p->a.w, "items");
    json_open_list(&p->a.w);
    for (size_t i = 0; i < n && !e; i++)
        put_receipt(&p->a.w, &rows[i]);
    json_close_list(&p->a.w);
    json_id_member(&p->a.w, "next", next);
    json_close_object(&p->a.w);
    return e;
}

static enum err receipts_get(struct request *r, struct response *ret)
{
    struct page_run p = {0};
    enum err e = read_page(r, &p, "after");

    if (e)
        return e;
    api_json(r, &p.a);
    e = api_read(r, receipts_in, &p);
    return e ? e : api_send(r, ret, 200, &p.a);
}

static enum err receipt_in(struct request *r, struct db *db, void *arg)
{
    struct answer_json *a = arg;
    struct cookie_receipt c = {0};
    enum err e = cookie_receipt_get(r->cx, db, request_param(r, "id"), &c);

    if (!e)
        put_receipt(&a->w, &c);
    return e;
}

static enum err receipt_get(struct request *r, struct response *ret)
{
    return api_answer(r, ret, receipt_in);
}

/* --- receipts as a file */

struct csv_run {
    int64_t after;
    bool begun, end;
    struct buf *out;
};

static void csv_head(struct ctx *cx, struct buf *out)
{
    static const char *const names[] = {"number", "id",       "at",     "edition", "lang",
                                        "how",    "previous", "digest", "chain"};

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const char *key = arena_print(cx->arena, "cookies.csv_%s", names[i]);
        csv_put(out, key ? message(cx->arena, cx->lang, key, NULL, 0) : "", i == 0);
    }
    for (int i = 0; cookie_categories[i]; i++)
        csv_put(out, cookie_categories[i], false);
    csv_put(out, "GPC", false);
    csv_end_row(out);
}

static void csv_receipt(struct ctx *cx, struct buf *out, const struct cookie_receipt *c)
{
    char at[TIME_TEXT_MAX];

    time_text(c->at, at);
    csv_put(out, arena_print(cx->arena, "%lld", (long long)c->n), true);
    csv_put(out, c->id, false);
    csv_put(out, at, false);
    csv_put(out, arena_print(cx->arena, "%lld", (long long)c->number), false);
    csv_put(out, c->lang, false);
    csv_put(out, c->how, false);
    csv_put(out, c->previous ? c->previous : "", false);
    csv_put(out, c->digest, false);
    csv_put(out, c->chain, false);
    for (int i = 0; cookie_categories[i]; i++)
        csv_put(out, c->choices >> i & 1 ? "1" : "0", false);
    csv_put(out, c->choices & COOKIE_GPC ? "1" : "0", false);
    csv_end_row(out);
}

static enum err csv_in(struct request *r, struct db *db, void *arg)
{
    struct csv_run *x = arg;
    struct cookie_receipt *rows = NULL;
    size_t n = 0;
    enum err e = cookie_receipts(r->cx, db, x->after, CSV_PAGE, &rows, &n, &x->after);

    for (size_t i = 0; i < n && !e; i++)
        csv_receipt(r->cx, x->out, &rows[i]);
    x->end = !x->after;
    return e;
}

static enum err csv_more(struct request *r, void *self, struct buf *out, bool *ret_end)
{
    struct csv_run *x = self;
    enum err e;

    x->out = out;
    if (!x->begun)
        csv_head(r->cx, out);
    x->begun = true;
    e = api_read(r, csv_in, x);
    *ret_end = x->end;
    return e;
}

static enum err csv_get(struct request *r, struct response *ret)
{
    struct csv_run *x = arena_alloc(r->cx->arena, sizeof(*x));

    if (!x)
        return fail_memory(r->cx);
    api_file_name(r, ret, "cookie-receipts.csv");
    response_stream(ret, "text/csv; charset=utf-8", csv_more, x);
    return OK;
}

/* --- the chain */

static enum err verify_in(struct request *r, struct db *db, void *arg)
{
    enum err e = db_snapshot(r->cx, db);

    return e ? e : cookie_verify(r->cx, db, arg);
}

static enum err verify_get(struct request *r, struct response *ret)
{
    struct cookie_verdict v = {0};
    struct answer_json a;
    enum err e = api_read(r, verify_in, &v);

    if (e)
        return e;
    api_json(r, &a);
    json_open_object(&a.w);
    json_bool_member(&a.w, "ok", !v.why);
    json_int_member(&a.w, "receipts", v.receipts);
    json_int_member(&a.w, "gone", v.gone);
    api_time_member(&a.w, "gone_at", v.gone_at);
    api_verdict_members(r, &a.w, v.why, v.broken_at, v.head);
    json_close_object(&a.w);
    return api_send(r, ret, 200, &a);
}

/* --- days */

struct days_run {
    const char *from, *to;
    struct answer_json a;
};

static enum err days_in(struct request *r, struct db *db, void *arg)
{
    struct days_run *x = arg;
    struct cookie_day *rows = NULL;
    size_t n = 0;
    enum err e = cookie_days(r->cx, db, x->from, x->to, &rows, &n);

    json_open_object(&x->a.w);
    json_text_member(&x->a.w, "from", x->from);
    json_text_member(&x->a.w, "to", x->to);
    json_name(&x->a.w, "items");
    json_open_list(&x->a.w);
    for (size_t i = 0; i < n && !e; i++) {
        json_open_object(&x->a.w);
        json_text_member(&x->a.w, "day", rows[i].day);
        json_int_member(&x->a.w, "receipts", rows[i].receipts);
        json_int_member(&x->a.w, "accepted", rows[i].accepted);
        json_int_member(&x->a.w, "rejected", rows[i].rejected);
        json_int_member(&x->a.w, "C0002", rows[i].performance);
        json_int_member(&x->a.w, "C0003", rows[i].functional);
        json_int_member(&x->a.w, "C0004", rows[i].targeting);
        json_int_member(&x->a.w, "P0001", rows[i].named);
        json_int_member(&x->a.w, "gpc", rows[i].gpc);
        json_close_object(&x->a.w);
    }
    json_close_list(&x->a.w);
    json_close_object(&x->a.w);
    return e;
}

static enum err days_get(struct request *r, struct response *ret)
{
    char from[DATE_TEXT_MAX], to[DATE_TEXT_MAX];
    struct days_run x = {.from = request_query(r, "from"), .to = request_query(r, "to")};
    enum err e;

    date_text(NULL, ctx_now(r->cx) - DAYS_MS(DAYS_SHOWN), from);
    date_text(NULL, ctx_now(r->cx) + DAYS_MS(1), to);
    x.from = text_empty(x.from) ? from : x.from;
    x.to = text_empty(x.to) ? to : x.to;
    if (!date_ok(x.from))
        (void)fail_field(r->cx, "from", "field.date", NULL);
    if (!date_ok(x.to))
        (void)fail_field(r->cx, "to", "field.date", NULL);
    if (r->cx->fault.kind)
        return r->cx->fault.kind;
    api_json(r, &x.a);
    e = api_read(r, days_in, &x);
    return e ? e : api_send(r, ret, 200, &x.a);
}

/* --- sentences */

static void put_say(struct ctx *cx, struct json_writer *w, const struct cookie_say *s, bool counted)
{
    const char *say = arena_print(cx->arena, "cookies.say_%s", s->key);
    const char *check = arena_print(cx->arena, "cookies.check_%s", s->check);

    json_open_object(w);
    json_text_member(w, "key", s->key);
    json_text_member(w, "where", s->where);
    json_text_member(w, "text", say ? message(cx->arena, cx->lang, say, NULL, 0) : NULL);
    json_text_member(w, "check", s->check);
    json_text_member(w, "checked", check ? message(cx->arena, cx->lang, check, NULL, 0) : NULL);
    json_text_member(w, "judge", s->judge == JUDGE_BROWSER ? "browser" : "server");
    json_bool_member(w, "said", s->when != (counted ? SAY_UNCOUNTED : SAY_COUNTED));
    json_close_object(w);
}

static enum err says_in(struct request *r, struct db *db, void *arg)
{
    return cookie_banner_get(r->cx, db, arg);
}

static enum err says_get(struct request *r, struct response *ret)
{
    struct cookie_banner b = {0};
    struct answer_json a;
    enum err e = api_read(r, says_in, &b);

    if (e)
        return e;
    api_json(r, &a);
    json_open_object(&a.w);
    json_name(&a.w, "items");
    json_open_list(&a.w);
    for (const struct cookie_say *s = cookie_says; s->key; s++)
        put_say(r->cx, &a.w, s, b.counted);
    json_close_list(&a.w);
    json_text_member(&a.w, "next", NULL);
    json_close_object(&a.w);
    return api_send(r, ret, 200, &a);
}

const struct route cookie_api_routes[] = {
    {"GET", "/cookies/banner", MAY_READ, 0, banner_get, ROUTE_POOL, 0},
    {"PATCH", "/cookies/banner", MAY_ADMIN, KIB(32), banner_patch, ROUTE_POOL, 0},
    {"POST", "/cookies/publish", MAY_ADMIN, KIB(1), publish_post, ROUTE_POOL, 0},
    {"GET", "/cookies/texts", MAY_READ, 0, texts_get, ROUTE_POOL, 0},
    {"GET", "/cookies/receipts", MAY_READ, 0, receipts_get, ROUTE_POOL, 0},
    {"GET", "/cookies/receipts.csv", MAY_READ | MAY_EXPORT, 0, csv_get, ROUTE_POOL, 0},
    {"GET", "/cookies/receipts/{id}", MAY_READ, 0, receipt_get, ROUTE_POOL, 0},
    {"GET", "/cookies/verify", MAY_READ, 0, verify_get, ROUTE_POOL, 0},
    {"GET", "/cookies/days", MAY_READ, 0, days_get, ROUTE_POOL, 0},
    {"GET", "/cookies/sentences", MAY_READ, 0, says_get, ROUTE_POOL, 0},
    {0},
};
