/* attribute.c -- the options of `praca attribute`, and the run from file to answer. */
#include "measure/attribute.h"

#include "base/text.h"
#include "measure/paths_priv.h"

#include <string.h>

/* Those that a file without times and stages can answer. */
static const enum attribution_model offered[] = {
    ATTRIBUTION_FIRST, ATTRIBUTION_LAST,   ATTRIBUTION_LINEAR,  ATTRIBUTION_POSITION,
    ATTRIBUTION_DECAY, ATTRIBUTION_MARKOV, ATTRIBUTION_SHAPLEY,
};
static const char *const formats[] = {
    [ATTRIBUTE_TABLE] = "table", [ATTRIBUTE_JSON] = "json", [ATTRIBUTE_CSV] = "csv"};
enum { HALF_LIFE_DAYS_MAX = 3650 };

static enum err take_model(struct ctx *cx, const char *text, struct attribute_options *o)
{
    for (size_t i = 0; i < COUNT_OF(offered); i++) {
        if (strcmp(text, attribution_model_name(offered[i])) == 0) {
            o->model = offered[i];
            return OK;
        }
    }
    return fail(cx, ERR_INVALID, "attribute.usage_model", "text", text, NULL);
}

static enum err take_format(struct ctx *cx, const char *text, struct attribute_options *o)
{
    for (size_t i = 0; i < COUNT_OF(formats); i++) {
        if (strcmp(text, formats[i]) == 0) {
            o->format = (enum attribute_format)i;
            return OK;
        }
    }
    return fail(cx, ERR_INVALID, "attribute.usage_format", "text", text, NULL);
}

static enum err take_half_life(struct ctx *cx, const char *text, struct attribute_options *o)
{
    struct decimal_marks marks = {.comma = true};
    int64_t millionths = 0;
    int decimals = 0;

    if (decimal_read(text, false, &marks, &millionths, &decimals) != DECIMAL_OK ||
        millionths > (int64_t)HALF_LIFE_DAYS_MAX * DECIMAL_PARTS)
        return fail(cx, ERR_INVALID, "attribute.usage_half_life", "text", text, NULL);
    o->half_life_ms = millionths * (ATTRIBUTION_DAY_MS / 100) / (DECIMAL_PARTS / 100);
    return o->half_life_ms > 0
               ? OK
               : fail(cx, ERR_INVALID, "attribute.usage_half_life", "text", text, NULL);
}

static enum err take_paths(struct ctx *cx, const char *text, struct attribute_options *o)
{
    o->paths = text;
    return *text ? OK : fail(cx, ERR_INVALID, "attribute.usage_paths", NULL);
}

static const struct option_row {
    const char *name;
    enum err (*take)(struct ctx *cx, const char *text, struct attribute_options *o);
} option_rows[] = {
    {"--paths", take_paths},
    {"--model", take_model},
    {"--half-life", take_half_life},
    {"--format", take_format},
};

/* The row of "--name" or "--name=value"; *ret_value points past the '=', or is NULL. */
static const struct option_row *option_find(const char *arg, const char **ret_value)
{
    size_t n = strcspn(arg, "=");

    *ret_value = arg[n] ? arg + n + 1 : NULL;
    for (size_t i = 0; i < COUNT_OF(option_rows); i++) {
        if (strlen(option_rows[i].name) == n && strncmp(arg, option_rows[i].name, n) == 0)
            return &option_rows[i];
    }
    return NULL;
}

enum err attribute_options_read(struct ctx *cx, int argc, char *const *argv,
                                struct attribute_options *ret)
{
    struct attribute_options o = {0};
    bool model = false;

    for (int i = 0; i < argc; i++) {
        const char *value = NULL;
        const struct option_row *row = option_find(argv[i], &value);
        enum err e;

        if (strcmp(argv[i], "--help") == 0) {
            *ret = (struct attribute_options){.help = true};
            return OK;
        }
        if (!row)
            return fail(cx, ERR_INVALID, "attribute.usage_unknown", "text", argv[i], NULL);
        if (!value && i + 1 < argc)
            value = argv[++i];
        if (!value)
            return fail(cx, ERR_INVALID, "attribute.usage_value", "option", row->name, NULL);
        e = row->take(cx, value, &o);
        if (e)
            return e;
        model = model || row->take == take_model;
    }
    if (!o.paths)
        return fail(cx, ERR_INVALID, "attribute.usage_paths", NULL);
    if (!model)
        return fail(cx, ERR_INVALID, "attribute.usage_model_missing", NULL);
    *ret = o;
    return OK;
}

enum err attribute_command(struct ctx *cx, const struct attribute_options *o, struct buf *out)
{
    struct paths p = {0};
    enum err e = paths_open(cx, o->paths, &p);

    return e ? e : attribute_write(cx, &p, o, out);
}
