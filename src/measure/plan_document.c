/* plan_document.c -- the cover, and how records read in a document; see plan_document.h. */
#include "measure/plan_document_priv.h"

#include "base/message.h"
#include "base/text.h"
#include "base/time.h"
#include "measure/figure.h"
#include "measure/period.h"

#include <inttypes.h>
#include <string.h>

void doc_put(struct doc *d, const char *markup)
{
    buf_add_text(d->out, markup);
}

void doc_text(struct doc *d, const char *text)
{
    text_html(d->out, text);
}

const char *doc_sentence(struct doc *d, const char *key, const char *name, const char *value)
{
    struct fault_param p = {name, value};

    return message(d->cx->arena, d->cx->lang, key, &p, name ? 1 : 0);
}

void doc_say(struct doc *d, const char *key, const char *name, const char *value)
{
    doc_text(d, doc_sentence(d, key, name, value));
}

/* --- reading the snapshot */

static void *read_record(struct doc *d, const struct model *m, const struct json *in)
{
    struct record *record = model_new(d->cx, m);

    if (!record) {
        d->e = fail_memory(d->cx);
        return NULL;
    }
    d->e = model_restore(d->cx, m, in, record);
    record->id = json_int(json_get(in, "id"), 0);
    return d->e ? NULL : record;
}

size_t doc_records(struct doc *d, const struct model *m, void ***ret)
{
    return doc_list(d, m, json_get(json_get(d->in->snapshot, "records"), m->table), ret);
}

size_t doc_list(struct doc *d, const struct model *m, const struct json *list, void ***ret)
{
    size_t n = 0;

    *ret = NULL;
    if (d->e || !list || list->kind != JSON_LIST || !list->count)
        return 0;
    *ret = arena_array(d->cx->arena, list->count, sizeof(**ret));
    if (!*ret) {
        d->e = fail_memory(d->cx);
        return 0;
    }
    for (const struct json *one = list->first; one; one = one->next) {
        void *record = read_record(d, m, one);
        if (!record)
            return 0;
        (*ret)[n++] = record;
    }
    return n;
}

static bool has_id(const struct json *record, int64_t id)
{
    return json_int(json_get(record, "id"), 0) == id;
}

const char *doc_name(struct doc *d, int64_t id)
{
    const struct json *people = json_get(d->in->snapshot, "people");
    const struct json *tables = json_get(d->in->snapshot, "records");
    char *key = arena_print(d->cx->arena, "%" PRId64, id);
    const char *person = key ? json_text(json_get(people, key), NULL) : NULL;

    if (person || !tables || id == NIL)
        return person;
    for (const struct json *t = tables->first; t; t = t->next)
        for (const struct json *one = t->first; one; one = one->next)
            if (has_id(one, id))
                return json_text(json_get(one, "name"),
                                 json_text(json_get(one, "statement"), NULL));
    return NULL;
}

/* --- values as people read them */

const char *doc_money(struct doc *d, int64_t minor)
{
    return money_said(d->cx, d->in->currency, minor);
}

static const char *number_text(struct doc *d, enum unit unit, const struct figure *f)
{
    return figure_text(d->cx, d->in->currency, unit, f);
}

const char *doc_value(struct doc *d, const struct model *m, const struct field *f,
                      const void *record)
{
    struct figure n;

    if (field_is_nil(f, record))
        return NULL;
    switch (f->kind) {
    case FIELD_KIND_MONEY:
        return doc_money(d, field_int(f, record));
    case FIELD_KIND_RATE:
        n = figure_real((double)field_int(f, record) / 1e6);
        return number_text(d, UNIT_RATE, &n);
    case FIELD_KIND_INT:
        n = figure_whole(field_int(f, record));
        return number_text(d, UNIT_COUNT, &n);
    case FIELD_KIND_BOOL:
        return doc_sentence(d, field_int(f, record) ? "document.yes" : "document.no", NULL, NULL);
    case FIELD_KIND_REF:
        return doc_name(d, field_int(f, record));
    case FIELD_KIND_DATE:
        return day_shown(d->cx, day_number(field_text(f, record)));
    case FIELD_KIND_TIME:
        return day_shown(d->cx, day_of(d->in->zone, field_int(f, record)));
    case FIELD_KIND_ENUM:
        return model_label(d->cx, m, f, field_text(f, record));
    default:
        return text_empty(field_text(f, record)) ? NULL : field_text(f, record);
    }
}

/* --- records as a table, as blocks */

static bool is_number(const struct field *f)
{
    return f->kind == FIELD_KIND_MONEY || f->kind == FIELD_KIND_RATE || f->kind == FIELD_KIND_INT;
}

static void put_cell(struct doc *d, const struct model *m, const struct field *f,
                     const void *record, bool first)
{
    const char *value = doc_value(d, m, f, record);

    doc_put(d, first ? "<th scope=\"row\">" : is_number(f) ? "<td class=\"num\">" : "<td>");
    doc_text(d, value ? value : "–");
    doc_put(d, first ? "</th>" : "</td>");
}

void doc_open_table(struct doc *d, const char *label)
{
    doc_put(d, "<div class=\"doc-wide\" tabindex=\"0\" role=\"region\" aria-label=\"");
    doc_text(d, label);
    doc_put(d, "\"><table class=\"paper\"><thead><tr>");
}

static void put_more(struct doc *d, const struct model *m, const char *const *more,
                     const void *record, size_t columns)
{
    bool open = false;

    for (size_t i = 0; more && more[i]; i++) {
        const struct field *f = model_field(m, more[i]);
        const char *value = doc_value(d, m, f, record);
        if (!value)
            continue;
        if (!open)
            buf_print(d->out, "<tr class=\"doc-more\"><td colspan=\"%zu\">", columns);
        else
            doc_put(d, "<br>");
        open = true;
        if (i) {
            doc_put(d, "<b>");
            doc_text(d, model_label(d->cx, m, f, NULL));
            doc_put(d, "</b> ");
        }
        doc_text(d, value);
    }
    if (open)
        doc_put(d, "</td></tr>");
}

void doc_table(struct doc *d, const char *about, const struct model *m, const char *const *fields,
               const char *const *more, void *const *records, size_t n)
{
    if (!n)
        return;
    doc_open_table(
        d, arena_print(d->cx->arena, "%s: %s", model_label(d->cx, m, NULL, NULL),
                       about ? about : model_label(d->cx, m, model_field(m, fields[1]), NULL)));
    for (size_t i = 0; fields[i]; i++) {
        const struct field *f = model_field(m, fields[i]);
        doc_put(d, is_number(f) && i ? "<th scope=\"col\" class=\"num\">" : "<th scope=\"col\">");
        doc_text(d, model_label(d->cx, m, f, NULL));
        doc_put(d, "</th>");
    }
    doc_put(d, "</tr></thead><tbody>");
    for (size_t r = 0; r < n; r++) {
        size_t i;
        doc_put(d, "<tr>");
        for (i = 0; fields[i]; i++)
            put_cell(d, m, model_field(m, fields[i]), records[r], i == 0);
        doc_put(d, "</tr>");
        put_more(d, m, more, records[r], i);
    }
    doc_put(d, "</tbody></table></div>");
}

/* The question that a reason answers: "fit" of "fit_reason"; NULL: f is no reason. */
static const struct field *question_of(struct doc *d, const struct model *m, const struct field *f)
{
    const char *end = strstr(f->name, "_reason");

    if (!end || end == f->name || strcmp(end, "_reason") != 0)
        return NULL;
    return model_field(m, arena_print(d->cx->arena, "%.*s", (int)(end - f->name), f->name));
}

static void put_pair(struct doc *d, const struct model *m, const struct field *f,
                     const void *record)
{
    const struct field *question = question_of(d, m, f);
    const char *value = doc_value(d, m, f, record);

    if (!value)
        return;
    doc_put(d, "<div><dt>");
    doc_text(d, model_label(d->cx, m, question ? question : f, NULL));
    doc_put(d, "</dt><dd>");
    doc_text(d, value);
    doc_put(d, "</dd></div>");
}

void doc_pairs(struct doc *d, const struct model *m, const char *const *fields, const void *record)
{
    doc_put(d, "<dl>");
    for (size_t i = 0; fields[i]; i++)
        put_pair(d, m, model_field(m, fields[i]), record);
    doc_put(d, "</dl>");
}

void doc_blocks(struct doc *d, const char *heading, const struct model *m,
                const char *const *fields, void *const *records, size_t n)
{
    if (!n)
        return;
    doc_put(d, "<div class=\"doc-two\">");
    for (size_t r = 0; r < n; r++) {
        const char *name = doc_value(d, m, model_field(m, fields[0]), records[r]);
        buf_print(d->out, "<article class=\"doc-block\"><%s>", heading);
        doc_text(d, name ? name : "–");
        buf_print(d->out, "</%s>", heading);
        doc_pairs(d, m, fields + 1, records[r]);
        doc_put(d, "</article>");
    }
    doc_put(d, "</div>");
}

/* --- the cover */

static const char *period_words(struct doc *d)
{
    const struct plan *p = d->plan;
    struct fault_param params[] = {{"from", NULL}, {"to", NULL}};

    if (!p->starts_on || !p->ends_on)
        return NULL;
    params[0].value = day_shown(d->cx, day_number(p->starts_on));
    params[1].value = day_shown(d->cx, day_number(p->ends_on));
    return message(d->cx->arena, d->cx->lang, "document.period", params, COUNT_OF(params));
}

static const char *edition_words(struct doc *d)
{
    const struct plan_document *in = d->in;
    const char *day = day_shown(d->cx, day_of(in->zone, in->at));
    char *n = arena_print(d->cx->arena, "%" PRId64, in->edition);
    struct fault_param p[] = {{"n", n}, {"day", day}, {"name", in->by}};

    if (!in->edition)
        return doc_sentence(d, "document.working", "day", day);
    return message(d->cx->arena, d->cx->lang, in->by ? "document.edition_by" : "document.edition",
                   p, COUNT_OF(p));
}

static void put_line(struct doc *d, const char *class, const char *text)
{
    if (text_empty(text))
        return;
    buf_print(d->out, "<p class=\"%s\">", class);
    doc_text(d, text);
    doc_put(d, "</p>");
}

static void put_cover(struct doc *d)
{
    doc_put(d, "<header class=\"doc-cover\">");
    put_line(d, "doc-site", d->in->site);
    doc_put(d, "<h1>");
    doc_text(d, d->plan->name);
    doc_put(d, "</h1>");
    put_line(d, "doc-period", period_words(d));
    put_line(d, "doc-edition", edition_words(d));
    put_line(d, "doc-note", d->in->note);
    put_line(d, "doc-summary", d->plan->summary);
    doc_put(d, "</header>");
}

static void put_profile(struct doc *d, const char *key, const char *text)
{
    if (text_empty(text))
        return;
    doc_put(d, "<section class=\"doc-step\"><h2>");
    doc_say(d, key, NULL, NULL);
    doc_put(d, "</h2>");
    put_line(d, "doc-prose", text);
    doc_put(d, "</section>");
}

const char *plan_document_title(const struct plan_document *in)
{
    return json_text(json_get(json_get(in->snapshot, "plan"), "name"), "");
}

static struct doc doc_of(struct ctx *cx, const struct plan_document *in, struct buf *out)
{
    struct doc d = {.cx = cx, .in = in, .out = out};

    d.plan = read_record(&d, &plan_model, json_get(in->snapshot, "plan"));
    return d;
}

enum err plan_document_positioning_html(struct ctx *cx, const struct plan_document *in,
                                        int64_t positioning, struct buf *out)
{
    struct doc d = doc_of(cx, in, out);

    if (d.e)
        return d.e;
    doc_put(&d, "<div class=\"doc\">");
    doc_positioning(&d, positioning);
    doc_put(&d, "</div>");
    return d.e;
}

enum err plan_document_html(struct ctx *cx, const struct plan_document *in, struct buf *out)
{
    struct doc d = doc_of(cx, in, out);

    if (d.e)
        return d.e;
    doc_put(&d, "<div class=\"doc\">");
    put_cover(&d);
    put_profile(&d, "document.company", d.plan->company_profile);
    put_profile(&d, "document.market", d.plan->market_summary);
    doc_steps(&d);
    doc_put(&d, "</div>");
    return d.e;
}
