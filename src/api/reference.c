/* reference.c -- the reference page: every operation with its permission and its fields, for people.
 *
 * Made from the same tables as the OpenAPI document, on the server, without script and without anything
 * from elsewhere. All text of ours; names in it are escaped all the same.
 */
#include "api/openapi_priv.h"

#include <string.h>

static const char style[] =
    ":root{color-scheme:light dark;--ink:#1f2328;--dim:#59636e;--paper:#fff;--line:#d1d9e0;"
    "--code:#f3f4f6;--accent:#a8402b}"
    "@media(prefers-color-scheme:dark){:root{--ink:#e6e8eb;--dim:#9aa4af;--paper:#15181c;"
    "--line:#333a42;--code:#20252b;--accent:#e9937d}}"
    "*{box-sizing:border-box}body{margin:0;font:16px/1.5 system-ui,sans-serif;color:var(--ink);"
    "background:var(--paper)}a{color:var(--accent)}header,main{max-width:70rem;margin:0 auto;"
    "padding:1rem 1.25rem}nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;list-style:none;"
    "padding:0;margin:0}h2{margin:2.5rem 0 .5rem;border-bottom:1px solid var(--line)}"
    "details{border:1px solid var(--line);border-radius:.5rem;margin:.5rem 0;padding:0 .9rem}"
    "summary{cursor:pointer;padding:.6rem 0;overflow-wrap:anywhere}code{font:.875em ui-monospace,"
    "monospace;background:var(--code);padding:.1em .35em;border-radius:.25rem}b.m{display:inline-"
    "block;min-width:4.2rem;font:700 .8rem ui-monospace,monospace}.dim{color:var(--dim)}"
    "table{border-collapse:collapse;width:100%;margin:.4rem 0 "
    "1rem;font-size:.9rem}th,td{text-align:"
    "left;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top}"
    ".wide{overflow-x:auto}";

struct page {
    struct request *r;
    struct buf out;
};

static void put(struct page *p, const char *html)
{
    buf_add_text(&p->out, html);
}

static void put_escaped(struct page *p, const char *text)
{
    for (; text && *text; text++) {
        const char *entity = *text == '<'   ? "&lt;"
                             : *text == '>' ? "&gt;"
                             : *text == '&' ? "&amp;"
                             : *text == '"' ? "&quot;"
                                            : NULL;
        if (entity)
            put(p, entity);
        else
            buf_add_char(&p->out, *text);
    }
}

static void put_word(struct page *p, const char *key)
{
    put_escaped(p, message(p->r->cx->arena, p->r->cx->lang, key, NULL, 0));
}

static const struct api_schema *schema_find(const char *name)
{
    for (const struct api_schema *s = api_schemas; s->name; s++)
        if (!strcmp(s->name, name))
            return s;
    return NULL;
}

static void put_row(struct page *p, const char *name, const char *type, const char *marks)
{
    put(p, "<tr><td><code>");
    put_escaped(p, name);
    put(p, "</code></td><td>");
    put_escaped(p, type);
    put(p, "</td><td class=\"dim\">");
    put_escaped(p, marks);
    put(p, "</td></tr>");
}

static void put_members(struct page *p, const char *members)
{
    struct ctx *cx = p->r->cx;
    const char *at = members;
    struct api_member m;

    while (api_member_next(cx->arena, &at, &m)) {
        const char *type = m.list ? arena_print(cx->arena, "%s[]", m.type) : m.type;
        const char *mark = m.optional ? "api.ref_optional" : m.nullable ? "api.ref_nullable" : NULL;
        put_row(p, m.name, type, mark ? message_find(cx->lang, mark) : "");
    }
}

static const char *field_label(struct page *p, const struct model *m, const struct field *f)
{
    struct ctx *cx = p->r->cx;
    const char *key = arena_print(cx->arena, "model.%s.%s", m->name, f->name);
    const char *label = key ? message_find(cx->lang, key) : NULL;

    return label ? label : "";
}

static void put_fields(struct page *p, const struct model *m, bool input)
{
    static const char *const kinds[] = {"text", "prose", "email", "url",  "int", "money", "rate",
                                        "bool", "time",  "date",  "enum", "ref", "tags",  "json"};

    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        const char *star = f->flags & REQUIRED ? " *" : "";
        if (f->flags & (input ? (READONLY | SECRET) : SECRET))
            continue;
        put_row(p, f->name, arena_print(p->r->cx->arena, "%s%s", kinds[f->kind], star),
                field_label(p, m, f));
    }
}

static void put_shape(struct page *p, const char *heading, const char *shape, const struct model *m)
{
    size_t n = shape ? strlen(shape) : 0;
    bool list = n > 2 && shape[n - 1] == ']';
    const char *name = n ? arena_dup_n(p->r->cx->arena, shape, list ? n - 2 : n) : NULL;
    const struct api_schema *s = name ? schema_find(name) : NULL;

    if (!name)
        return;
    put(p, "<p><strong>");
    put_word(p, heading);
    put(p, "</strong> <code>");
    put_escaped(p, shape);
    put(p, "</code></p>");
    if (strchr(shape, '/') || (!s && !m))
        return;
    put(p, "<div class=\"wide\"><table>");
    if (s)
        put_members(p, s->members);
    else
        put_fields(p, m, !text_equal(name, api_schema_name(p->r->cx->arena, m)));
    put(p, "</table></div>");
}

static void put_operation(struct page *p, const struct api_operation *o)
{
    put(p, "<details><summary><b class=\"m\">");
    put_escaped(p, o->method);
    put(p, "</b> <code>");
    put_escaped(p, o->path);
    put(p, "</code> ");
    put_escaped(p, o->summary);
    put(p, "</summary>");
    if (o->may) {
        put(p, "<p>");
        put_word(p, "api.ref_permission");
        put(p, " <code>");
        put_escaped(p, api_may_text(p->r->cx->arena, o->may));
        put(p, "</code></p>");
    }
    if (o->query) {
        put(p, "<p>");
        put_word(p, "api.ref_query");
        put(p, " <code>");
        put_escaped(p, o->query);
        put(p, "</code></p>");
    }
    put_shape(p, "api.ref_request", o->request, o->model);
    put_shape(p, "api.ref_response", o->response, o->model);
    put(p, "</details>");
}

static bool first_of_tag(const struct api_operation *all, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (!strcmp(all[k].tag, all[i].tag))
            return false;
    return true;
}

static void put_index(struct page *p, const struct api_operation *all, size_t n)
{
    put(p, "<nav><ul>");
    for (size_t i = 0; i < n; i++) {
        if (!first_of_tag(all, i))
            continue;
        put(p, "<li><a href=\"#");
        put_escaped(p, all[i].tag);
        put(p, "\">");
        put_escaped(p, all[i].tag);
        put(p, "</a></li>");
    }
    put(p, "</ul></nav>");
}

static void put_sections(struct page *p, const struct api_operation *all, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!first_of_tag(all, i))
            continue;
        put(p, "<section id=\"");
        put_escaped(p, all[i].tag);
        put(p, "\"><h2>");
        put_escaped(p, all[i].tag);
        put(p, "</h2>");
        for (size_t k = i; k < n; k++)
            if (!strcmp(all[k].tag, all[i].tag))
                put_operation(p, &all[k]);
        put(p, "</section>");
    }
}

enum err api_reference_get(struct request *r, struct response *ret)
{
    struct page p = {.r = r, .out = buf_in(r->cx->arena)};
    struct api_operation *all = NULL;
    size_t n = 0;
    enum err e = api_operations(r, &all, &n);

    if (e)
        return e;
    put(&p, "<!doctype html><html lang=\"");
    put(&p, lang_tag(r->cx->lang));
    put(&p, "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
            "content=\"width=device-width,initial-scale=1\"><title>Praça API</title><style>");
    put(&p, style);
    put(&p, "</style></head><body><header><h1>Praça API</h1><p>");
    put_word(&p, "api.about");
    put(&p, " <a href=\"openapi.json\">OpenAPI</a></p>");
    put_index(&p, all, n);
    put(&p, "</header><main>");
    put_sections(&p, all, n);
    put(&p, "</main></body></html>\n");
    response_text(ret, 200, "text/html; charset=utf-8", buf_text(&p.out));
    return OK;
}
