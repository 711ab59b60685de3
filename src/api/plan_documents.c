/* plan_documents.c -- a plan as a page to print, for those who have an account. */
#include "api/api_priv.h"

#include "measure/plan_document.h"

#define DOCUMENT_CSP "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'self'"

struct printing {
    int64_t plan, edition;
    struct plan_document document;
    struct buf out;
};

static void put_head(struct request *r, struct printing *x)
{
    buf_print(
        &x->out,
        "<!doctype html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
        "content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" "
        "content=\"light dark\"><link rel=\"stylesheet\" href=\"/p/style.css\"><title>",
        lang_tag(r->cx->lang));
    text_html(&x->out, plan_document_title(&x->document));
    buf_add_text(&x->out, "</title></head><body><main class=\"in\">");
}

static enum err document_in(struct request *r, struct db *db, void *arg)
{
    struct printing *x = arg;
    enum err e =
        plan_document_read(r->cx, db, api_of(r)->models, x->plan, x->edition, &x->document);

    if (e)
        return e;
    put_head(r, x);
    e = plan_document_html(r->cx, &x->document, &x->out);
    buf_add_text(&x->out, "</main></body></html>\n");
    return e;
}

static enum err document_get(struct request *r, struct response *ret)
{
    struct printing x = {.edition = DOCUMENT_NOW, .out = buf_in(r->cx->arena)};
    const char *edition = request_query(r, "edition"), *lang = request_query(r, "lang");
    enum err e = api_id(r, &x.plan);

    if (!e)
        e = api_query_among(r, " edition lang ");
    if (!e && edition && (!text_to_int(edition, &x.edition) || x.edition < 0))
        e = fail_field(r->cx, "edition", "field.number", NULL);
    if (lang)
        r->cx->lang = lang_choose(lang);
    if (!e)
        e = api_read(r, document_in, &x);
    if (e)
        return e;
    response_header(r, ret, "Content-Security-Policy", DOCUMENT_CSP);
    return api_send_text(r, ret, "text/html; charset=utf-8", &x.out);
}

const struct route plan_document_routes[] = {
    {"GET", "/plans/{id}/document", MAY_READ, 0, document_get, ROUTE_POOL, MIB(64)},
    {0},
};
