/* model.c -- what comes from outside into a record: a JSON body, a cell of a file, parameters of a
 * URL, a cursor. None may do more than be refused, and what is read passes through its own output
 * unchanged. */
#include "fuzz.h"
#include "model/model_priv.h"

#include <string.h>

struct fuzzed {
    struct record record;
    const char *name, *notes, *mail, *page;
    int64_t level, price_minor, share, is_big, seen_at;
    const char *day, *colour;
    int64_t owner;
    const char *tags, *extra;
};

static const char *const colours[] = {"red", "green", NULL};
static const struct field fields[] = {
    FIELD_TEXT(struct fuzzed, name, SEARCH | SORT, .max = 20),
    FIELD_PROSE(struct fuzzed, notes, 0),
    FIELD_EMAIL(struct fuzzed, mail, UNIQUE),
    FIELD_URL(struct fuzzed, page, 0),
    FIELD_INT(struct fuzzed, level, SORT, .min = 0, .max = 5),
    FIELD_MONEY(struct fuzzed, price_minor, SORT),
    FIELD_RATE(struct fuzzed, share, 0),
    FIELD_BOOL(struct fuzzed, is_big, FILTER),
    FIELD_TIME(struct fuzzed, seen_at, SORT),
    FIELD_DATE(struct fuzzed, day, SORT),
    FIELD_ENUM(struct fuzzed, colour, FILTER, .choices = colours),
    FIELD_REF(struct fuzzed, owner, FILTER),
    FIELD_TAGS(struct fuzzed, tags, 0),
    FIELD_JSON(struct fuzzed, extra, 0),
};
static const struct model fuzzed_model = MODEL(fuzzed, "fuzzed", fields, .flags = MODEL_CUSTOM);

static const char *written(struct ctx *cx, const void *record)
{
    struct buf b = buf_in(cx->arena);
    struct json_writer w = json_to(&b);

    json_open_object(&w);
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        json_name(&w, fields[i].name);
        field_to_json(&w, &fields[i], record);
    }
    json_close_object(&w);
    return buf_text(&b);
}

static void body(struct ctx *cx, const char *bytes, size_t n)
{
    const struct json *in = NULL, *again = NULL;
    void *first = model_new(cx, &fuzzed_model), *second = model_new(cx, &fuzzed_model);
    const char *text;

    if (!first || !second || json_parse(cx, bytes, n, &in) ||
        model_from_json(cx, &fuzzed_model, in, first, NULL) ||
        model_check(cx, &fuzzed_model, first))
        return;
    ((struct record *)first)->custom =
        NULL; /* checked against the site's definitions, which are not here */
    text = written(cx, first);
    if (!text || json_parse(cx, text, strlen(text), &again))
        return;
    must(model_from_json(cx, &fuzzed_model, again, second, NULL) == OK);
    must(!strcmp(text, written(cx, second)));
    must(model_same(&fuzzed_model, first, second) || arena_full(cx->arena));
}

static void cells(struct ctx *cx, const char *text)
{
    void *r = model_new(cx, &fuzzed_model);

    for (size_t i = 0; r && i < COUNT_OF(fields); i++) {
        fault_clear(cx);
        if (model_set_text(cx, &fields[i], text, r) == OK)
            (void)field_to_csv(cx->arena, &fields[i], r);
    }
}

static void parameters(struct ctx *cx, const char *text)
{
    struct model_query q = {0};
    const char *value = strchr(text, '=');
    char *name = value ? arena_dup_n(cx->arena, text, (size_t)(value - text)) : NULL;

    fault_clear(cx);
    if (name)
        (void)!model_query_add(cx, &fuzzed_model, name, value + 1, &q);
}

static void places(struct ctx *cx, const char *text)
{
    struct cursor c, again;

    for (int is_text = 0; is_text < 2; is_text++) {
        const char *back;
        if (!cursor_read(cx->arena, text, "-name", is_text, &c))
            continue;
        back = cursor_write(cx->arena, "-name", &c);
        must(!back || cursor_read(cx->arena, back, "-name", is_text, &again) ||
             arena_full(cx->arena));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct ctx *cx = ctx_new(MIB(16), clock_system(), NULL);
    const char *text = arena_dup_n(cx->arena, bytes, n);

    if (text) {
        body(cx, (const char *)bytes, n);
        cells(cx, text);
        parameters(cx, text);
        places(cx, text);
    }
    ctx_free(cx);
    return 0;
}
