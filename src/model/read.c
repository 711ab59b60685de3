/* read.c -- values from outside into a record: JSON members, cells of a file, parameters of a URL.
 *
 * Text is cleaned here and only here. The base functions report a failure of the whole errand;
 * here it becomes an error of one field, so the fault is put back to what it was before. An empty
 * text is no value.
 */
#include "model/model_priv.h"

#include "base/text.h"
#include "base/time.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static enum err read_time(struct ctx *cx, const char *text, int64_t *ret)
{
    const struct zone *utc = NULL;
    enum err e = zone_find(cx, "UTC", &utc);

    return e ? e : time_read(cx, text, utc, ret);
}

static enum err read_url(struct ctx *cx, const struct field *f, const char *text, void *record)
{
    if (!text_is_url(text))
        return fail_field(cx, f->name, "field.url", NULL);
    field_set_text(f, record, text);
    return OK;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* One address is one record, however its local part is written. */
static enum err read_email(struct ctx *cx, const struct field *f, const char *text, void *record)
{
    struct fault before = cx->fault;
    const char *mail = NULL;
    enum err e = text_email(cx, text, &mail);
    char *small;

    if (e == ERR_INVALID) {
        cx->fault = before;
        return fail_field(cx, f->name, "field.email", NULL);
    }
    if (e)
        return e;
    small = arena_dup(cx->arena, mail);
    if (!small)
        return fail_memory(cx);
    for (char *p = small; *p; p++)
        *p = lower(*p);
    field_set_text(f, record, small);
    return OK;
}

static enum err read_choice(struct ctx *cx, const struct field *f, const char *text, void *record)
{
    const char *folded = NULL;

    for (size_t i = 0; f->choices && f->choices[i]; i++) {
        if (!strcmp(f->choices[i], text)) {
            field_set_text(f, record, f->choices[i]);
            return OK;
        }
    }
    folded = text_fold(cx->arena, text);
    if (!folded)
        return fail_memory(cx);
    for (size_t i = 0; f->choices && f->choices[i]; i++) {
        if (text_equal(text_fold(cx->arena, f->choices[i]), folded)) {
            field_set_text(f, record, f->choices[i]);
            return OK;
        }
    }
    return fail_field(cx, f->name, "field.choice", "choices", field_choices(cx->arena, f), NULL);
}

/* Text kinds, from text that may be anything. */
static enum err read_words(struct ctx *cx, const struct field *f, const char *bytes, size_t n,
                           void *record)
{
    struct fault before = cx->fault;
    const char *text = NULL;
    enum err e = text_clean(cx, bytes, n, f->kind == FIELD_KIND_PROSE, &text);

    if (e == ERR_INVALID) {
        cx->fault = before;
        return fail_field(cx, f->name, "field.not_text", NULL);
    }
    if (e)
        return e;
    if (text_empty(text)) {
        field_clear(f, record);
        return OK;
    }
    switch (f->kind) {
    case FIELD_KIND_EMAIL:
        return read_email(cx, f, text, record);
    case FIELD_KIND_URL:
        return read_url(cx, f, text, record);
    case FIELD_KIND_ENUM:
        return read_choice(cx, f, text, record);
    case FIELD_KIND_DATE:
        if (!date_ok(text))
            return fail_field(cx, f->name, "field.date", NULL);
        break;
    default:
        break;
    }
    field_set_text(f, record, text);
    return OK;
}

static enum err read_moment(struct ctx *cx, const struct field *f, const char *text, void *record)
{
    struct fault before = cx->fault;
    int64_t at = NIL;
    enum err e = read_time(cx, text, &at);

    if (e == ERR_INVALID) {
        bool range = text_equal(cx->fault.key, "time.range");
        cx->fault = before;
        return fail_field(cx, f->name, range ? "field.time_range" : "field.time", NULL);
    }
    if (!e)
        field_set_int(f, record, at);
    return e;
}

static enum err read_id(struct ctx *cx, const struct field *f, const char *text, void *record)
{
    int64_t id;

    if (!id_read(text, &id))
        return fail_field(cx, f->name, "field.id", NULL);
    field_set_int(f, record, id);
    return OK;
}

static enum err set_rate(struct ctx *cx, const struct field *f, double fraction, void *record)
{
    double micro = fraction * RATE_ONE;

    if (!isfinite(micro) || fabs(micro) > 9e15)
        return fail_field(cx, f->name, "field.rate", NULL);
    field_set_int(f, record, (int64_t)llround(micro));
    return OK;
}

/* --- tags ---------------------------------------------------------------------------------- */

struct tag_list {
    struct ctx *cx;
    const struct field *f;
    const char *tags[TAGS_MAX];
    size_t n;
};

static enum err tag_add(struct tag_list *l, const char *bytes, size_t n)
{
    struct fault before = l->cx->fault;
    const char *text = NULL;
    enum err e = text_clean(l->cx, bytes, n, false, &text);

    if (e == ERR_INVALID) {
        l->cx->fault = before;
        return fail_field(l->cx, l->f->name, "field.not_text", NULL);
    }
    if (e || text_empty(text))
        return e;
    for (size_t i = 0; i < l->n; i++)
        if (!strcmp(l->tags[i], text))
            return OK;
    if (text_chars(text) > TAG_CHARS)
        return fail_field(l->cx, l->f->name, "field.tag_long", "max",
                          int_as_text(l->cx->arena, TAG_CHARS), NULL);
    if (l->n == TAGS_MAX)
        return fail_field(l->cx, l->f->name, "field.tags_many", "max",
                          int_as_text(l->cx->arena, TAGS_MAX), NULL);
    l->tags[l->n++] = text;
    return OK;
}

static enum err tags_end(struct tag_list *l, void *record)
{
    struct buf b = buf_in(l->cx->arena);
    struct json_writer w = json_to(&b);

    if (!l->n) {
        field_clear(l->f, record);
        return OK;
    }
    json_open_list(&w);
    for (size_t i = 0; i < l->n; i++)
        json_put_text(&w, l->tags[i]);
    json_close_list(&w);
    if (!buf_ok(&b))
        return fail_memory(l->cx);
    field_set_text(l->f, record, buf_text(&b));
    return OK;
}

static enum err read_tags_json(struct ctx *cx, const struct field *f, const struct json *v,
                               void *record)
{
    struct tag_list l = {.cx = cx, .f = f};

    if (v->kind != JSON_LIST)
        return fail_field(cx, f->name, "field.tags", NULL);
    for (const struct json *t = v->first; t; t = t->next) {
        enum err e = t->kind == JSON_TEXT ? tag_add(&l, t->text, t->count)
                                          : fail_field(cx, f->name, "field.tags", NULL);
        if (e)
            return e;
    }
    return tags_end(&l, record);
}

static enum err read_tags_text(struct ctx *cx, const struct field *f, const char *text,
                               void *record)
{
    struct tag_list l = {.cx = cx, .f = f};

    while (*text) {
        size_t n = strcspn(text, ",;");
        enum err e = tag_add(&l, text, n);
        if (e)
            return e;
        text += n;
        text += *text != 0;
    }
    return tags_end(&l, record);
}

/* --- JSON ---------------------------------------------------------------------------------- */

static enum err read_any(struct ctx *cx, const struct field *f, const struct json *v, void *record)
{
    struct buf b = buf_in(cx->arena);
    struct json_writer w = json_to(&b);

    json_put(&w, v);
    if (!buf_ok(&b))
        return fail_memory(cx);
    field_set_text(f, record, buf_text(&b));
    return OK;
}

static enum err read_whole(struct ctx *cx, const struct field *f, const struct json *v,
                           void *record)
{
    if (v->kind != JSON_INT)
        return fail_field(cx, f->name, "field.int", NULL);
    field_set_int(f, record, v->integer);
    return OK;
}

enum err field_read_json(struct ctx *cx, const struct field *f, const struct json *v, void *record)
{
    if (v->kind == JSON_NULL) {
        field_clear(f, record);
        return OK;
    }
    switch (f->kind) {
    case FIELD_KIND_INT:
    case FIELD_KIND_MONEY:
        return read_whole(cx, f, v, record);
    case FIELD_KIND_RATE:
        return v->kind == JSON_REAL  ? set_rate(cx, f, v->real, record)
               : v->kind == JSON_INT ? set_rate(cx, f, (double)v->integer, record)
                                     : fail_field(cx, f->name, "field.rate", NULL);
    case FIELD_KIND_BOOL:
        if (v->kind != JSON_BOOL)
            return fail_field(cx, f->name, "field.bool", NULL);
        field_set_int(f, record, v->boolean);
        return OK;
    case FIELD_KIND_TIME:
        return v->kind == JSON_TEXT ? read_moment(cx, f, v->text, record)
                                    : fail_field(cx, f->name, "field.time", NULL);
    case FIELD_KIND_REF:
        return v->kind == JSON_TEXT ? read_id(cx, f, v->text, record)
                                    : fail_field(cx, f->name, "field.id", NULL);
    case FIELD_KIND_TAGS:
        return read_tags_json(cx, f, v, record);
    case FIELD_KIND_JSON:
        return read_any(cx, f, v, record);
    default:
        return v->kind == JSON_TEXT ? read_words(cx, f, v->text, v->count, record)
                                    : fail_field(cx, f->name, "field.text", NULL);
    }
}

static enum err read_custom_object(struct ctx *cx, const struct model *m, const struct json *v,
                                   struct record *r)
{
    if (!(m->flags & MODEL_CUSTOM))
        return fail_field(cx, "custom", "field.unknown", "near", model_near(m, "custom"), NULL);
    if (v->kind != JSON_OBJECT && v->kind != JSON_NULL)
        return fail_field(cx, "custom", "field.object", NULL);
    return custom_merge(cx, r->custom, v, &r->custom);
}

static bool is_stamp(const char *name)
{
    static const char *const stamps[] = {"id", "site", "version", "created_at", "changed_at"};

    for (size_t i = 0; i < COUNT_OF(stamps); i++)
        if (!strcmp(stamps[i], name))
            return true;
    return false;
}

static enum err read_member(struct ctx *cx, const struct model *m, const struct json *v,
                            void *record, field_set *given)
{
    const struct field *f = model_field(m, v->name);
    const char *near;

    if (f && !(f->flags & READONLY)) {
        *given |= (field_set)1 << (f - m->fields);
        return field_read_json(cx, f, v, record);
    }
    if (f || is_stamp(v->name))
        return fail_field(cx, v->name, "field.readonly", NULL);
    if (!strcmp(v->name, "custom")) {
        *given |= MODEL_CUSTOM_GIVEN;
        return read_custom_object(cx, m, v, record);
    }
    near = model_near(m, v->name);
    return *near ? fail_field(cx, v->name, "field.unknown_near", "near", near, NULL)
                 : fail_field(cx, v->name, "field.unknown", NULL);
}

enum err model_from_json(struct ctx *cx, const struct model *m, const struct json *in, void *record,
                         field_set *ret_given)
{
    field_set given = 0;
    enum err worst = OK;

    if (!record)
        return fail_memory(cx);
    if (!in || in->kind != JSON_OBJECT)
        return fail(cx, ERR_INVALID, "model.object", NULL);
    for (const struct json *v = in->first; v; v = v->next) {
        enum err e = read_member(cx, m, v, record, &given);
        if (e && e != ERR_INVALID)
            return e;
        worst = e ? e : worst;
    }
    if (arena_full(cx->arena))
        return fail_memory(cx);
    if (!worst && ret_given)
        *ret_given = given;
    return worst;
}

/* --- text ---------------------------------------------------------------------------------- */

/* "0,118", "0.118" and "11,8 %" are the same. */
static enum err read_rate_text(struct ctx *cx, const struct field *f, const char *text,
                               void *record)
{
    char digits[32];
    size_t n = 0;
    char *end = NULL;
    double v;

    for (; *text && n < sizeof(digits) - 1; text++)
        if (*text != ' ')
            digits[n++] = *text == ',' ? '.' : *text;
    digits[n] = 0;
    if (*text || !n || strspn(digits, "+-.0123456789%") != n)
        return fail_field(cx, f->name, "field.rate", NULL);
    v = strtod(digits, &end);
    if (end == digits || (*end && strcmp(end, "%") != 0))
        return fail_field(cx, f->name, "field.rate", NULL);
    return set_rate(cx, f, *end ? v / 100 : v, record);
}

static enum err read_bool_text(struct ctx *cx, const struct field *f, const char *text,
                               void *record)
{
    static const char *const yes[] = {"1", "true", "yes", "y", "sim", "s", "verdadeiro"};
    static const char *const no[] = {"0", "false", "no", "n", "nao", "falso"};
    const char *folded = text_fold(cx->arena, text);

    if (!folded)
        return fail_memory(cx);
    for (size_t i = 0; i < COUNT_OF(yes); i++) {
        if (!strcmp(folded, yes[i])) {
            field_set_int(f, record, 1);
            return OK;
        }
    }
    for (size_t i = 0; i < COUNT_OF(no); i++) {
        if (!strcmp(folded, no[i])) {
            field_set_int(f, record, 0);
            return OK;
        }
    }
    return fail_field(cx, f->name, "field.bool", NULL);
}

/* Spreadsheets write 15 as "15.0". */
static enum err read_int_text(struct ctx *cx, const struct field *f, const char *text, void *record)
{
    size_t whole = strcspn(text, ".,");
    const char *rest = text + whole, *digits = arena_dup_n(cx->arena, text, whole);
    int64_t v;

    if (!digits)
        return fail_memory(cx);
    if (*rest && strspn(rest + 1, "0") != strlen(rest + 1))
        return fail_field(cx, f->name, "field.int", NULL);
    if (!text_to_int(digits, &v) || v == NIL)
        return fail_field(cx, f->name, "field.int", NULL);
    field_set_int(f, record, v);
    return OK;
}

static enum err read_money_text(struct ctx *cx, const struct field *f, const char *text,
                                void *record)
{
    struct fault before = cx->fault;
    int64_t minor = NIL;
    enum err e = text_money(cx, text, cx->lang, &minor);

    if (e == ERR_INVALID) {
        cx->fault = before;
        return fail_field(cx, f->name, "field.money", NULL);
    }
    if (!e)
        field_set_int(f, record, minor);
    return e;
}

static enum err read_json_text(struct ctx *cx, const struct field *f, const char *text,
                               void *record)
{
    struct fault before = cx->fault;
    const struct json *v = NULL;
    enum err e = json_parse(cx, text, strlen(text), &v);

    if (e == ERR_INVALID) {
        cx->fault = before;
        return fail_field(cx, f->name, "field.json", NULL);
    }
    return e ? e : read_any(cx, f, v, record);
}

enum err model_set_text(struct ctx *cx, const struct field *f, const char *text, void *record)
{
    const char *clean = NULL;
    struct fault before = cx->fault;
    enum err e;

    if (text_empty(text)) {
        field_clear(f, record);
        return OK;
    }
    if (field_is_text(f) && f->kind != FIELD_KIND_TAGS && f->kind != FIELD_KIND_JSON)
        return read_words(cx, f, text, strlen(text), record);
    e = text_clean(cx, text, strlen(text), true, &clean);
    if (e == ERR_INVALID) {
        cx->fault = before;
        return fail_field(cx, f->name, "field.not_text", NULL);
    }
    if (e)
        return e;
    if (text_empty(clean)) {
        field_clear(f, record);
        return OK;
    }
    switch (f->kind) {
    case FIELD_KIND_INT:
        return read_int_text(cx, f, clean, record);
    case FIELD_KIND_MONEY:
        return read_money_text(cx, f, clean, record);
    case FIELD_KIND_RATE:
        return read_rate_text(cx, f, clean, record);
    case FIELD_KIND_BOOL:
        return read_bool_text(cx, f, clean, record);
    case FIELD_KIND_TIME:
        return read_moment(cx, f, clean, record);
    case FIELD_KIND_REF:
        return read_id(cx, f, clean, record);
    case FIELD_KIND_TAGS:
        return read_tags_text(cx, f, clean, record);
    default:
        return read_json_text(cx, f, clean, record);
    }
}

enum err field_read_url(struct ctx *cx, const struct field *f, const char *text, void *record)
{
    int64_t v;

    if (f->kind != FIELD_KIND_INT && f->kind != FIELD_KIND_MONEY)
        return model_set_text(cx, f, text, record);
    if (!text_to_int(text, &v) || v == NIL)
        return fail_field(cx, f->name, "field.int", NULL);
    field_set_int(f, record, v);
    return OK;
}
