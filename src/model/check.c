/* check.c -- the rules of a field table, one error for each wrong field.
 *
 * Reading (read.c) has refused what is no date or number at all; this looks at what stands in the
 * record, so it also holds for records that the program filled. A field that has an error from
 * reading gets no second one.
 */
#include "model/model_priv.h"

#include "base/text.h"
#include "base/time.h"

#include <inttypes.h>
#include <string.h>

/* A limit in the unit that the person typed. */
static const char *limit_text(struct ctx *cx, const struct field *f, int64_t v)
{
    if (f->kind == FIELD_KIND_MONEY)
        return arena_print(cx->arena, "%s%" PRId64 "%c%02d", v < 0 ? "-" : "",
                           (v < 0 ? -v : v) / 100, cx->lang == LANG_PT_BR ? ',' : '.',
                           (int)((v < 0 ? -v : v) % 100));
    if (f->kind == FIELD_KIND_RATE)
        return arena_print(cx->arena, "%g%%", (double)v * 100 / RATE_ONE);
    return int_as_text(cx->arena, v);
}

static enum err check_number(struct ctx *cx, const struct field *f, int64_t v)
{
    int64_t min = f->min, max = f->max;

    if (f->kind == FIELD_KIND_BOOL) {
        min = 0;
        max = 1;
    } else if (f->kind == FIELD_KIND_RATE && !min && !max) {
        max = RATE_ONE;
    } else if (f->kind == FIELD_KIND_REF) {
        return v > 0 ? OK : fail_field(cx, f->name, "field.id", NULL);
    }
    if (!min && !max)
        return OK;
    if (!max && min > 0)
        return v >= min
                   ? OK
                   : fail_field(cx, f->name, "field.at_least", "min", limit_text(cx, f, min), NULL);
    if (v >= min && v <= max)
        return OK;
    return fail_field(cx, f->name, "field.range", "min", limit_text(cx, f, min), "max",
                      limit_text(cx, f, max), NULL);
}

static bool is_choice(const struct field *f, const char *text)
{
    for (size_t i = 0; f->choices && f->choices[i]; i++)
        if (!strcmp(f->choices[i], text))
            return true;
    return false;
}

static enum err check_choice(struct ctx *cx, const struct field *f, const char *text)
{
    if (is_choice(f, text))
        return OK;
    return fail_field(cx, f->name, "field.choice", "choices", field_choices(cx->arena, f), NULL);
}

/* Enough to refuse what the program wrongly filled in; read.c has judged what came from outside. */
static bool looks_like_email(const char *text)
{
    const char *at = strchr(text, '@');

    return at && at != text && at[1] && !strpbrk(text, " \t\r\n,;<>");
}

static enum err check_text(struct ctx *cx, const struct field *f, const char *text)
{
    int64_t max = field_max_chars(f);
    size_t bytes = strlen(text);

    if (f->kind == FIELD_KIND_ENUM)
        return check_choice(cx, f, text);
    if (f->kind == FIELD_KIND_DATE)
        return date_ok(text) ? OK : fail_field(cx, f->name, "field.date", NULL);
    if (f->kind == FIELD_KIND_TAGS)
        return OK;
    /* No text has more characters than bytes, so most need no counting. */
    if (bytes > (size_t)max && text_chars(text) > (size_t)max)
        return fail_field(cx, f->name, "field.too_long", "max", int_as_text(cx->arena, max), "have",
                          int_as_text(cx->arena, (int64_t)text_chars(text)), NULL);
    if (f->kind == FIELD_KIND_EMAIL && !looks_like_email(text))
        return fail_field(cx, f->name, "field.email", NULL);
    if (f->kind == FIELD_KIND_URL && !text_starts(text, "http://") &&
        !text_starts(text, "https://"))
        return fail_field(cx, f->name, "field.url", NULL);
    return OK;
}

enum err field_check(struct ctx *cx, const struct field *f, const void *record)
{
    if (field_is_nil(f, record))
        return f->flags & REQUIRED ? fail_field(cx, f->name, "field.required", NULL) : OK;
    return field_is_text(f) ? check_text(cx, f, field_text(f, record))
                            : check_number(cx, f, field_int(f, record));
}

enum err model_check(struct ctx *cx, const struct model *m, const void *record)
{
    if (!record)
        return fail_memory(cx);
    for (size_t i = 0; i < m->field_count; i++) {
        enum err e = field_check(cx, &m->fields[i], record);
        if (e && e != ERR_INVALID)
            return e;
    }
    if (arena_full(cx->arena))
        return fail_memory(cx);
    return cx->fault.field_count ? ERR_INVALID : OK;
}
