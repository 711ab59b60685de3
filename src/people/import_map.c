/* import_map.c -- what a map file says, checked against what the records can hold.
 *
 * The kinds of file are rows of a table; a new kind of import is a new row. Targets are the names of the fields
 * themselves, with a prefix for the records that a row mentions besides its own ("account.name").
 */
#include "people/import_priv.h"

#include "access/site.h"
#include "base/text.h"
#include "people/account.h"
#include "people/contact.h"
#include "people/deal.h"
#include "strategy/campaign.h"
#include "strategy/spend_line.h"

#include <string.h>

static const char *const account_keys[] = {"external_id", "tax_number", "domain", NULL};
static const char *const contact_keys[] = {"external_id", "email", "tax_number", NULL};
static const char *const external_key[] = {"external_id", NULL};
static const char *const campaign_keys[] = {"utm_campaign", NULL};

static const struct import_kind kinds[] = {
    {"accounts",
     {{"", &account_model, NULL, false, account_keys},
      {"parent", &account_model, "parent", false, account_keys}},
     2},
    {"leads",
     {{"", &contact_model, NULL, false, contact_keys},
      {"account", &account_model, "account", false, account_keys},
      {"campaign", &campaign_model, "campaign", true, campaign_keys}},
     3},
    {"deals",
     {{"", &deal_model, NULL, false, external_key},
      {"contact", &contact_model, "contact", true, contact_keys},
      {"account", &account_model, "account", false, account_keys}},
     3},
    {"spend",
     {{"", &spend_line_model, NULL, false, external_key},
      {"campaign", &campaign_model, "campaign", true, campaign_keys}},
     2},
};

const char *const import_kind_names[] = {"accounts", "leads", "deals", "spend", NULL};

const struct import_kind *import_kind_find(const char *name)
{
    for (size_t i = 0; name && i < COUNT_OF(kinds); i++)
        if (!strcmp(kinds[i].name, name))
            return &kinds[i];
    return NULL;
}

/* The part a target belongs to; *rest is the name within it. */
static size_t part_of(const struct import_kind *kind, const char *to, const char **rest)
{
    for (size_t i = 1; i < kind->part_count; i++) {
        size_t n = strlen(kind->parts[i].prefix);
        if (!strncmp(to, kind->parts[i].prefix, n) && to[n] == '.') {
            *rest = to + n + 1;
            return i;
        }
    }
    *rest = to;
    return 0;
}

static bool is_key(const struct import_part *part, const char *name)
{
    for (size_t i = 0; part->keys[i]; i++)
        if (!strcmp(part->keys[i], name))
            return true;
    return false;
}

/* Which field of which record; a fault field when there is none. */
static enum err target_read(struct ctx *cx, const struct import_kind *kind, const char *where,
                            const char *to, struct import_column *c)
{
    const struct import_part *part;
    const char *rest;

    c->part = part_of(kind, to, &rest);
    part = &kind->parts[c->part];
    if (text_starts(rest, "custom.") && (part->model->flags & MODEL_CUSTOM) && !part->must_exist) {
        c->custom = rest + strlen("custom.");
        return OK;
    }
    c->field = model_field(part->model, rest);
    if (!c->field || (c->field->flags & READONLY) || c->field->kind == FIELD_KIND_REF ||
        c->field->kind == FIELD_KIND_JSON)
        return fail_field(cx, where, "import.no_target", "target", to, NULL);
    if (part->must_exist && !is_key(part, rest))
        return fail_field(cx, where, "import.key_only", "target", to, NULL);
    return OK;
}

/* A word that is not understood would be a wish that is not heard. */
static enum err column_members(struct ctx *cx, const char *where, const struct json *in)
{
    static const char *const known[] = {"to", "pattern", "split"};
    enum err e = OK;

    for (const struct json *v = in->kind == JSON_OBJECT ? in->first : NULL; v; v = v->next) {
        size_t i = 0;
        while (i < COUNT_OF(known) && strcmp(known[i], v->name) != 0)
            i++;
        if (i == COUNT_OF(known))
            e = fail_field(cx, arena_print(cx->arena, "%s.%s", where, v->name), "import.map_member",
                           NULL);
    }
    return e;
}

static enum err column_read(struct ctx *cx, const struct import_kind *kind, const struct json *in,
                            struct import_column *c)
{
    const char *where = arena_print(cx->arena, "columns.%s", in->name);
    const char *to = in->kind == JSON_TEXT ? in->text : json_text(json_get(in, "to"), NULL);
    const char *split = json_text(json_get(in, "split"), NULL);

    if (!where)
        return fail_memory(cx);
    c->name = in->name;
    if (column_members(cx, where, in))
        return ERR_INVALID;
    if (text_empty(to))
        return fail_field(cx, where, "import.no_to", NULL);
    c->pattern = json_text(json_get(in, "pattern"), NULL);
    if (split && strlen(split) != 1)
        return fail_field(cx, where, "import.split", NULL);
    c->split = split ? split[0] : 0;
    return target_read(cx, kind, where, to, c);
}

static enum err constant_read(struct ctx *cx, const struct import_kind *kind, const struct json *in,
                              struct import_column *c)
{
    const char *where = arena_print(cx->arena, "constants.%s", in->name);

    if (!where)
        return fail_memory(cx);
    if (in->kind != JSON_TEXT)
        return fail_field(cx, where, "field.text", NULL);
    c->name = in->name;
    c->constant = in->text;
    return target_read(cx, kind, where, in->name, c);
}

static enum err columns_read(struct ctx *cx, const struct json *in, struct import_map *map)
{
    const struct json *columns = json_get(in, "columns"), *constants = json_get(in, "constants");
    size_t most = (columns ? columns->count : 0) + (constants ? constants->count : 0);
    enum err e = OK, one;

    if (!columns || columns->kind != JSON_OBJECT || !columns->count ||
        (constants && constants->kind != JSON_OBJECT))
        return fail_field(cx, "columns", "import.no_columns", NULL);
    if (most > IMPORT_COLUMNS_MAX)
        return fail_field(cx, "columns", "import.many_columns", NULL);
    map->columns = arena_array(cx->arena, most, sizeof(*map->columns));
    if (!map->columns)
        return fail_memory(cx);
    for (const struct json *c = columns->first; c; c = c->next) {
        if (c->kind == JSON_NULL)
            continue; /* left out on purpose */
        one = column_read(cx, map->kind, c, &map->columns[map->count++]);
        e = e ? e : one;
    }
    for (const struct json *c = constants ? constants->first : NULL; c; c = c->next) {
        one = constant_read(cx, map->kind, c, &map->columns[map->count++]);
        e = e ? e : one;
    }
    return e;
}

static enum err shape_read(struct ctx *cx, const struct json *in,
                           const struct import_defaults *otherwise, struct csv_shape *shape)
{
    const char *separator = json_text(json_get(in, "separator"), NULL);
    const char *encoding = json_text(json_get(in, "encoding"), NULL);

    *shape = otherwise->shape;
    if (!shape->separator)
        shape->separator = ',';
    if (separator && (strlen(separator) != 1 || !strchr(",;\t|", separator[0])))
        return fail_field(cx, "separator", "field.choice", "choices", ", ; tab |", NULL);
    if (separator)
        shape->separator = separator[0];
    if (!encoding)
        return OK;
    if (!strcmp(encoding, "utf-8"))
        shape->encoding = CSV_UTF8;
    else if (!strcmp(encoding, "windows-1252") || !strcmp(encoding, "iso-8859-1"))
        shape->encoding = CSV_1252;
    else
        return fail_field(cx, "encoding", "field.choice", "choices",
                          "utf-8, windows-1252, iso-8859-1", NULL);
    return OK;
}

enum err import_defaults_read(struct ctx *cx, struct db *db, const char *shape_json,
                              struct import_defaults *ret)
{
    struct import_defaults d = {0};
    const struct json *shape = NULL;
    struct site site;
    enum err e = site_get(cx, db, cx->site, &site);

    if (!e && shape_json)
        e = json_parse(cx, shape_json, strlen(shape_json), &shape);
    if (e)
        return e;
    d.time_zone = site.time_zone;
    d.locale = site.locale;
    d.shape.separator = json_text(json_get(shape, "separator"), ",")[0];
    if (text_equal(json_text(json_get(shape, "encoding"), NULL), "windows-1252"))
        d.shape.encoding = CSV_1252;
    *ret = d;
    return OK;
}

static enum err check_members(struct ctx *cx, const struct json *in)
{
    static const char *const known[] = {"kind",      "separator", "encoding",
                                        "time_zone", "numbers",   "on_duplicate",
                                        "columns",   "constants", "description"};
    enum err e = OK;

    for (const struct json *v = in->first; v; v = v->next) {
        size_t i = 0;
        while (i < COUNT_OF(known) && strcmp(known[i], v->name) != 0)
            i++;
        if (i == COUNT_OF(known))
            e = fail_field(cx, v->name, "import.map_member", NULL);
    }
    return e;
}

enum err import_map_read(struct ctx *cx, const struct json *in, const char *kind,
                         const struct import_defaults *otherwise, struct import_map *ret)
{
    struct import_map map = {.kind = import_kind_find(kind)};
    const char *numbers, *twice, *zone;
    enum err e = OK, one;

    if (!map.kind)
        return fail_choice(cx, "kind", import_kind_names);
    if (!in || in->kind != JSON_OBJECT)
        return fail(cx, ERR_INVALID, "import.map_object", NULL);
    zone = json_text(json_get(in, "time_zone"), otherwise->time_zone);
    if (zone_find(cx, zone, &map.zone) != OK) {
        fault_clear(cx);
        e = fail_field(cx, "time_zone", "field.time_zone", NULL);
    }
    if (!text_equal(json_text(json_get(in, "kind"), kind), kind))
        e = fail_field(cx, "kind", "import.map_kind", "kind", kind, NULL);
    numbers = json_text(json_get(in, "numbers"), otherwise->locale);
    twice = json_text(json_get(in, "on_duplicate"), "update");
    map.numbers = text_equal(numbers, "en") ? LANG_EN : LANG_PT_BR;
    map.update = text_equal(twice, "update");
    if (!text_equal(numbers, "en") && !text_equal(numbers, "pt-BR"))
        e = fail_field(cx, "numbers", "field.choice", "choices", "pt-BR, en", NULL);
    if (!map.update && !text_equal(twice, "skip"))
        e = fail_field(cx, "on_duplicate", "field.choice", "choices", "update, skip", NULL);
    one = check_members(cx, in);
    e = e ? e : one;
    one = shape_read(cx, in, otherwise, &map.shape);
    e = e ? e : one;
    one = columns_read(cx, in, &map);
    e = e ? e : one;
    if (!e)
        *ret = map;
    return e;
}

static bool header_find(const char *const *header, size_t n, const char *name, size_t len,
                        size_t *ret)
{
    for (size_t i = 0; i < n; i++) {
        if (strlen(header[i]) == len && !memcmp(header[i], name, len)) {
            *ret = i;
            return true;
        }
    }
    return false;
}

/* Every {name} of a template is a column. */
static enum err template_check(struct ctx *cx, const struct import_column *c,
                               const char *const *header, size_t n)
{
    for (const char *p = strchr(c->constant, '{'); p; p = strchr(p, '{')) {
        const char *end = strchr(p, '}');
        size_t at;
        if (!end || !header_find(header, n, p + 1, (size_t)(end - p - 1), &at))
            return fail_field(cx, arena_print(cx->arena, "constants.%s", c->name),
                              "import.template", "template", c->constant, NULL);
        p = end;
    }
    return OK;
}

enum err import_map_bind(struct ctx *cx, struct import_map *map, const char *const *header,
                         size_t n)
{
    enum err e = OK, one = OK;

    for (size_t i = 0; i < map->count; i++) {
        struct import_column *c = &map->columns[i];
        if (c->constant)
            one = template_check(cx, c, header, n);
        else if (!header_find(header, n, c->name, strlen(c->name), &c->at))
            one = fail_field(cx, arena_print(cx->arena, "columns.%s", c->name), "import.column",
                             "column", c->name, NULL);
        e = e ? e : one;
        one = OK;
    }
    map->header = header;
    map->header_count = n;
    return e;
}
