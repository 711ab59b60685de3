/* person_export_html.c -- a person's copy as a page that can be read and printed, with nothing from elsewhere. */
#include "people/person_export.h"

#include "base/json.h"
#include "base/message.h"
#include "base/text.h"
#include "people/contact.h"

#include <stdio.h>
#include <string.h>

static const char style[] =
    "body{font:16px/1.5 system-ui,sans-serif;color:#12263a;background:#faf7f2;max-width:60rem;"
    "margin:2rem auto;padding:0 1rem}h1,h2{line-height:1.2}h2{margin-top:2.5rem;border-bottom:1px "
    "solid #d8d2c6}dl{display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;gap:.2rem 1rem;"
    "margin:0 0 1rem;padding:.6rem;background:#fff;border:1px solid #e5dfd3;border-radius:8px}"
    "dt{color:#51616f}dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}";

static void escaped(struct buf *out, const char *text)
{
    for (; text && *text; text++) {
        switch (*text) {
        case '&':
            buf_add_text(out, "&amp;");
            break;
        case '<':
            buf_add_text(out, "&lt;");
            break;
        case '>':
            buf_add_text(out, "&gt;");
            break;
        case '"':
            buf_add_text(out, "&quot;");
            break;
        default:
            buf_add_char(out, *text);
        }
    }
}

static void say(struct ctx *cx, struct buf *out, const char *tag, const char *key)
{
    buf_print(out, "<%s>", tag);
    escaped(out, message(cx->arena, cx->lang, key, NULL, 0));
    buf_print(out, "</%s>\n", tag);
}

/* The heading of a table; its name where there is no sentence for it. */
static void heading(struct ctx *cx, struct buf *out, const char *name)
{
    char key[96];
    const char *words;

    (void)snprintf(key, sizeof(key), "export.%s", name);
    words = message_find(cx->lang, key);
    buf_add_text(out, "<h2>");
    escaped(out, words ? words : name);
    buf_add_text(out, "</h2>\n");
}

static void value(struct buf *out, const struct json *v)
{
    struct buf text = buf_in(out->arena);
    struct json_writer w = json_to(&text);

    if (v->kind == JSON_TEXT) {
        escaped(out, v->text);
        return;
    }
    json_put(&w, v);
    escaped(out, buf_text(&text));
}

static void object(struct ctx *cx, struct buf *out, const struct json *of, bool is_contact)
{
    buf_add_text(out, "<dl>");
    for (const struct json *v = of->first; v; v = v->next) {
        const struct field *f = is_contact ? model_field(&contact_model, v->name) : NULL;
        if (v->kind == JSON_NULL)
            continue;
        buf_add_text(out, "<dt>");
        escaped(out, f ? model_label(cx, &contact_model, f, NULL) : v->name);
        buf_add_text(out, "</dt><dd>");
        value(out, v);
        buf_add_text(out, "</dd>");
    }
    buf_add_text(out, "</dl>\n");
}

static void list(struct ctx *cx, struct buf *out, const struct json *of)
{
    if (!of->first)
        return;
    heading(cx, out, of->name);
    for (const struct json *v = of->first; v; v = v->next)
        if (v->kind == JSON_OBJECT)
            object(cx, out, v, false);
}

enum err person_export_html(struct ctx *cx, const char *json, size_t n, struct buf *out)
{
    const struct json *doc = NULL;
    enum err e = json_parse(cx, json, n, &doc);

    if (e)
        return e;
    buf_print(out, "<!doctype html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"><title>",
              cx->lang == LANG_EN ? "en" : "pt-BR");
    escaped(out, message(cx->arena, cx->lang, "export.title", NULL, 0));
    buf_print(out, "</title><style>%s</style></head><body>\n", style);
    say(cx, out, "h1", "export.title");
    say(cx, out, "p", "export.lead");
    for (const struct json *v = doc->first; v; v = v->next) {
        if (v->kind == JSON_LIST)
            list(cx, out, v);
        for (const struct json *t = text_equal(v->name, "tables") ? v->first : NULL; t; t = t->next)
            list(cx, out, t);
        if (v->kind == JSON_OBJECT && text_equal(v->name, "contact")) {
            heading(cx, out, "contact");
            object(cx, out, v, true);
        }
    }
    buf_add_text(out, "</body></html>\n");
    return buf_ok(out) ? OK : fail_memory(cx);
}
