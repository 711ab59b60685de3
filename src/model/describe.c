/* describe.c -- a model for other programs (OpenAPI 3.1 schemas) and for the interface (forms,
 * filters, wizards). */
#include "model/custom.h"
#include "model/model_priv.h"

#include "base/message.h"

#include <string.h>

/* --- OpenAPI ------------------------------------------------------------------------------- */

/* "deal_member" → "DealMember" */
static const char *schema_name(struct arena *a, const char *name, const char *end)
{
    struct buf b = buf_in(a);
    bool up = true;

    for (; *name; name++) {
        if (*name == '_') {
            up = true;
            continue;
        }
        buf_add_char(&b, up && *name >= 'a' && *name <= 'z' ? (char)(*name - 'a' + 'A') : *name);
        up = false;
    }
    buf_add_text(&b, end);
    return buf_text(&b);
}

static void put_type(struct json_writer *w, const char *type, bool nullable)
{
    json_name(w, "type");
    if (!nullable) {
        json_put_text(w, type);
        return;
    }
    json_open_list(w);
    json_put_text(w, type);
    json_put_text(w, "null");
    json_close_list(w);
}

static void put_choices(struct json_writer *w, const struct field *f, bool nullable)
{
    json_name(w, "enum");
    json_open_list(w);
    for (size_t i = 0; f->choices && f->choices[i]; i++)
        json_put_text(w, f->choices[i]);
    if (nullable)
        json_put_null(w);
    json_close_list(w);
}

static void put_range(struct json_writer *w, const struct field *f)
{
    bool any = f->min || f->max;

    if (f->kind == FIELD_KIND_RATE) {
        json_real_member(w, "minimum", any ? (double)f->min / RATE_ONE : 0);
        json_real_member(w, "maximum", any ? (double)f->max / RATE_ONE : 1);
    } else if (any) {
        json_int_member(w, "minimum", f->min);
        if (f->max || f->min < 0)
            json_int_member(w, "maximum", f->max);
    }
}

static void put_text_rules(struct json_writer *w, const struct field *f, bool nullable)
{
    switch (f->kind) {
    case FIELD_KIND_EMAIL:
        json_text_member(w, "format", "email");
        break;
    case FIELD_KIND_URL:
        json_text_member(w, "format", "uri");
        break;
    case FIELD_KIND_DATE:
        json_text_member(w, "format", "date");
        return;
    case FIELD_KIND_TIME:
        json_text_member(w, "format", "date-time");
        return;
    case FIELD_KIND_REF:
        json_text_member(w, "pattern", "^[0-9]{1,19}$");
        return;
    case FIELD_KIND_ENUM:
        put_choices(w, f, nullable);
        return;
    default:
        break;
    }
    json_int_member(w, "maxLength", field_max_chars(f));
}

static void put_schema(struct json_writer *w, const struct field *f)
{
    bool nullable = !(f->flags & REQUIRED);

    json_open_object(w);
    switch (f->kind) {
    case FIELD_KIND_INT:
    case FIELD_KIND_MONEY:
        put_type(w, "integer", nullable);
        json_text_member(w, "format", "int64");
        put_range(w, f);
        break;
    case FIELD_KIND_RATE:
        put_type(w, "number", nullable);
        put_range(w, f);
        break;
    case FIELD_KIND_BOOL:
        put_type(w, "boolean", false);
        break;
    case FIELD_KIND_TAGS:
        put_type(w, "array", false);
        json_int_member(w, "maxItems", TAGS_MAX);
        json_name(w, "items");
        json_open_object(w);
        json_text_member(w, "type", "string");
        json_int_member(w, "maxLength", TAG_CHARS);
        json_close_object(w);
        break;
    case FIELD_KIND_JSON:
        break;
    default:
        put_type(w, "string", nullable);
        put_text_rules(w, f, nullable);
    }
    if (f->flags & READONLY)
        json_bool_member(w, "readOnly", true);
    json_close_object(w);
}

static void put_stamp(struct json_writer *w, const char *name, const char *type, const char *format,
                      const char *pattern)
{
    json_name(w, name);
    json_open_object(w);
    json_text_member(w, "type", type);
    if (format)
        json_text_member(w, "format", format);
    if (pattern)
        json_text_member(w, "pattern", pattern);
    json_bool_member(w, "readOnly", true);
    json_close_object(w);
}

static void put_custom_schema(struct json_writer *w)
{
    json_name(w, "custom");
    json_open_object(w);
    json_text_member(w, "type", "object");
    json_bool_member(w, "additionalProperties", true);
    json_close_object(w);
}

static void put_required(struct json_writer *w, const struct model *m, bool input)
{
    static const char *const stamps[] = {"id", "version", "created_at", "changed_at"};
    bool any = !input;

    for (size_t i = 0; i < m->field_count; i++)
        any |= (m->fields[i].flags & REQUIRED) && !m->fields[i].initial;
    if (!any)
        return;
    json_name(w, "required");
    json_open_list(w);
    for (size_t i = 0; !input && i < COUNT_OF(stamps); i++)
        json_put_text(w, stamps[i]);
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        if (input ? (f->flags & REQUIRED) && !(f->flags & READONLY) && !f->initial
                  : !(f->flags & SECRET))
            json_put_text(w, f->name);
    }
    json_close_list(w);
}

static void put_object(struct json_writer *w, const struct model *m, bool input)
{
    json_open_object(w);
    json_text_member(w, "type", "object");
    put_required(w, m, input);
    json_name(w, "properties");
    json_open_object(w);
    if (!input) {
        put_stamp(w, "id", "string", NULL, "^[0-9]{1,19}$");
        put_stamp(w, "version", "integer", "int64", NULL);
    }
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        if (f->flags & (input ? READONLY : SECRET))
            continue;
        json_name(w, f->name);
        put_schema(w, f);
    }
    if (m->flags & MODEL_CUSTOM)
        put_custom_schema(w);
    if (!input) {
        put_stamp(w, "created_at", "string", "date-time", NULL);
        put_stamp(w, "changed_at", "string", "date-time", NULL);
    }
    json_close_object(w);
    json_bool_member(w, "additionalProperties", false);
    json_close_object(w);
}

void model_openapi(struct json_writer *w, const struct model *m)
{
    struct arena *a = w->out->arena;
    const char *whole = schema_name(a, m->name, ""), *input = schema_name(a, m->name, "Input");

    if (!whole || !input)
        return;
    json_name(w, whole);
    put_object(w, m, false);
    json_name(w, input);
    put_object(w, m, true);
}

/* --- for the interface --------------------------------------------------------------------- */

const char *model_kind_word(enum field_kind kind)
{
    static const char *const words[] = {
        [FIELD_KIND_TEXT] = "text", [FIELD_KIND_PROSE] = "prose", [FIELD_KIND_EMAIL] = "email",
        [FIELD_KIND_URL] = "url",   [FIELD_KIND_INT] = "int",     [FIELD_KIND_MONEY] = "money",
        [FIELD_KIND_RATE] = "rate", [FIELD_KIND_BOOL] = "bool",   [FIELD_KIND_TIME] = "time",
        [FIELD_KIND_DATE] = "date", [FIELD_KIND_ENUM] = "enum",   [FIELD_KIND_REF] = "ref",
        [FIELD_KIND_TAGS] = "tags", [FIELD_KIND_JSON] = "json",
    };

    must((size_t)kind < COUNT_OF(words));
    return words[kind];
}

/* NULL when the catalogue has no such sentence. */
static const char *say(struct ctx *cx, const char *a, const char *b, const char *end)
{
    char *key = b ? arena_print(cx->arena, "model.%s.%s%s", a, b, end)
                  : arena_print(cx->arena, "model.%s", a);

    return key ? message_find(cx->lang, key) : NULL;
}

/* The words of a choice are under model.NAME.FIELD.CHOICE. */
static void put_choice_labels(struct ctx *cx, struct json_writer *w, const struct model *m,
                              const struct field *f)
{
    json_name(w, "choices");
    json_open_list(w);
    for (size_t i = 0; f->choices && f->choices[i]; i++)
        json_put_text(w, f->choices[i]);
    json_close_list(w);
    json_name(w, "choice_labels");
    json_open_object(w);
    for (size_t i = 0; f->choices && f->choices[i]; i++) {
        const char *end = arena_print(cx->arena, ".%s", f->choices[i]);
        const char *label = m && end ? say(cx, m->name, f->name, end) : NULL;
        json_text_member(w, f->choices[i], label ? label : f->choices[i]);
    }
    json_close_object(w);
}

static void put_limits(struct json_writer *w, const struct field *f)
{
    bool numbers = f->kind == FIELD_KIND_INT || f->kind == FIELD_KIND_MONEY;

    if (f->kind == FIELD_KIND_RATE) {
        json_name(w, "min");
        json_put_real(w, (double)f->min / RATE_ONE);
        json_name(w, "max");
        json_put_real(w, f->min || f->max ? (double)f->max / RATE_ONE : 1);
        return;
    }
    json_name(w, "min");
    if (numbers && (f->min || f->max))
        json_put_int(w, f->min);
    else
        json_put_null(w);
    json_name(w, "max");
    if (numbers && (f->max || f->min < 0))
        json_put_int(w, f->max);
    else if (field_is_text(f) && f->kind != FIELD_KIND_DATE && f->kind != FIELD_KIND_ENUM &&
             f->kind != FIELD_KIND_TAGS)
        json_put_int(w, field_max_chars(f));
    else
        json_put_null(w);
}

static void put_field(struct ctx *cx, struct json_writer *w, const struct model *m,
                      const struct field *f, const char *label)
{
    json_open_object(w);
    json_text_member(w, "name", f->name);
    json_text_member(w, "label", label ? label : f->name);
    json_text_member(w, "help", m ? say(cx, m->name, f->name, ".help") : NULL);
    json_text_member(w, "kind", model_kind_word(f->kind));
    json_bool_member(w, "required", (f->flags & REQUIRED) != 0);
    json_bool_member(w, "readonly", (f->flags & READONLY) != 0);
    json_bool_member(w, "sortable", (f->flags & SORT) != 0);
    json_bool_member(w, "filterable", (f->flags & (SORT | FILTER | UNIQUE)) != 0);
    json_bool_member(w, "searchable", (f->flags & SEARCH) && field_has_key(f));
    json_bool_member(w, "unique", (f->flags & UNIQUE) != 0);
    json_bool_member(w, "custom", m == NULL);
    put_limits(w, f);
    put_choice_labels(cx, w, m, f);
    json_text_member(w, "refers", f->refers ? f->refers->table : NULL);
    json_text_member(w, "initial", f->initial);
    json_close_object(w);
}

void model_describe(struct ctx *cx, struct json_writer *w, const struct model *m,
                    const struct custom_fields *customs)
{
    const char *label = say(cx, m->name, NULL, "");

    json_open_object(w);
    json_text_member(w, "name", m->name);
    json_text_member(w, "table", m->table);
    json_text_member(w, "label", label ? label : m->name);
    json_bool_member(w, "custom_fields", (m->flags & MODEL_CUSTOM) != 0);
    json_text_member(w, "sort", m->sort ? m->sort : "-id");
    json_name(w, "fields");
    json_open_list(w);
    for (size_t i = 0; i < m->field_count; i++)
        if (!(m->fields[i].flags & SECRET))
            put_field(cx, w, m, &m->fields[i], say(cx, m->name, m->fields[i].name, ""));
    for (size_t i = 0; customs && i < customs->n; i++)
        put_field(cx, w, NULL, &customs->all[i].field, customs->all[i].label);
    json_close_list(w);
    json_close_object(w);
}
