/* openapi.c -- the OpenAPI 3.1 document, made from the route tables, the field tables and the rows of
 * openapi_docs.c and openapi_schemas.c. Nothing in it is written twice. */
#include "api/openapi_priv.h"

#include <stdio.h>
#include <string.h>

enum { MEMORY_BYTES = 64 * 1024 * 1024 };

/* --- shapes -------------------------------------------------------------------------------------- */

static void put_ref(struct json_writer *w, const char *name)
{
    char ref[128];

    (void)snprintf(ref, sizeof(ref), "#/components/schemas/%s", name);
    json_open_object(w);
    json_text_member(w, "$ref", ref);
    json_close_object(w);
}

static void put_choices(struct json_writer *w, const char *choices, bool nullable)
{
    json_name(w, "enum");
    json_open_list(w);
    for (const char *p = choices; *p;) {
        size_t n = strcspn(p, "|");
        json_put_text_n(w, p, n);
        p += n + (p[n] == '|');
    }
    if (nullable)
        json_put_null(w);
    json_close_list(w);
}

static void put_scalar(struct json_writer *w, const char *type, bool nullable)
{
    static const struct {
        const char *name, *type, *format, *pattern;
    } kinds[] = {
        {"id", "string", NULL, "^[0-9]{1,19}$"}, {"text", "string", NULL, NULL},
        {"int", "integer", "int64", NULL},       {"real", "number", NULL, NULL},
        {"bool", "boolean", NULL, NULL},         {"time", "string", "date-time", NULL},
        {"date", "string", "date", NULL},        {"map", "object", NULL, NULL},
    };
    size_t i = 0;

    json_open_object(w);
    if (strchr(type, '|'))
        put_choices(w, type, nullable);
    while (i < COUNT_OF(kinds) && strcmp(kinds[i].name, type) != 0)
        i++;
    if (i < COUNT_OF(kinds)) {
        json_name(w, "type");
        json_open_list(w);
        json_put_text(w, kinds[i].type);
        if (nullable)
            json_put_text(w, "null");
        json_close_list(w);
        if (kinds[i].format)
            json_text_member(w, "format", kinds[i].format);
        if (kinds[i].pattern)
            json_text_member(w, "pattern", kinds[i].pattern);
    }
    json_close_object(w);
}

static void put_one(struct json_writer *w, const char *type, bool nullable)
{
    bool named = *type >= 'A' && *type <= 'Z';

    if (!named) {
        put_scalar(w, type, nullable);
        return;
    }
    if (!nullable) {
        put_ref(w, type);
        return;
    }
    json_open_object(w);
    json_name(w, "oneOf");
    json_open_list(w);
    put_ref(w, type);
    json_put_raw(w, "{\"type\":\"null\"}");
    json_close_list(w);
    json_close_object(w);
}

static void put_member(struct json_writer *w, const struct api_member *m)
{
    if (!m->list) {
        put_one(w, m->type, m->nullable);
        return;
    }
    json_open_object(w);
    json_name(w, "type");
    json_open_list(w);
    json_put_text(w, "array");
    if (m->nullable)
        json_put_text(w, "null");
    json_close_list(w);
    json_name(w, "items");
    put_one(w, m->type, false);
    json_close_object(w);
}

static void put_object(struct json_writer *w, const char *members)
{
    struct arena *a = w->out->arena;
    struct api_member m;
    const char *at = members;

    json_open_object(w);
    json_text_member(w, "type", "object");
    json_name(w, "properties");
    json_open_object(w);
    while (api_member_next(a, &at, &m)) {
        json_name(w, m.name);
        put_member(w, &m);
    }
    json_close_object(w);
    json_name(w, "required");
    json_open_list(w);
    for (at = members; api_member_next(a, &at, &m);)
        if (!m.optional)
            json_put_text(w, m.name);
    json_close_list(w);
    json_bool_member(w, "additionalProperties", *members == 0);
    json_close_object(w);
}

/* What may be sent in a PATCH: the input's schema with nothing required. */
static enum err put_patch(struct ctx *cx, struct json_writer *w, const struct model *m,
                          const char *schemas, size_t n)
{
    const char *name = api_schema_name(cx->arena, m);
    const struct json *all = NULL, *input;
    enum err e = json_parse(cx, schemas, n, &all);

    if (e || !name)
        return e ? e : fail_memory(cx);
    input = json_get(all, arena_print(cx->arena, "%sInput", name));
    json_name(w, arena_print(cx->arena, "%sPatch", name));
    json_open_object(w);
    for (const struct json *v = input ? input->first : NULL; v; v = v->next)
        if (strcmp(v->name, "required") != 0) {
            json_name(w, v->name);
            json_put(w, v);
        }
    json_close_object(w);
    return OK;
}

static enum err put_model(struct ctx *cx, struct json_writer *w, const struct model *m)
{
    struct buf b = buf_in(cx->arena);
    struct json_writer own = json_to(&b);

    json_open_object(&own);
    model_openapi(&own, m);
    json_close_object(&own);
    if (!buf_ok(&b))
        return fail_memory(cx);
    model_openapi(w, m);
    return put_patch(cx, w, m, b.bytes, b.len);
}

static enum err put_schemas(struct request *r, struct json_writer *w)
{
    enum err e = OK;

    json_name(w, "schemas");
    json_open_object(w);
    for (const struct api_schema *s = api_schemas; s->name; s++) {
        json_name(w, s->name);
        put_object(w, s->members);
    }
    for (const struct model *const *m = api_of(r)->models; *m && !e; m++)
        e = put_model(r->cx, w, *m);
    json_close_object(w);
    return e;
}

/* --- operations as JSON -------------------------------------------------------------------------- */

static void put_parameter(struct json_writer *w, const char *in, const char *name, bool required,
                          const char *type)
{
    json_open_object(w);
    json_text_member(w, "name", name);
    json_text_member(w, "in", in);
    json_bool_member(w, "required", required);
    json_name(w, "schema");
    put_scalar(w, type, false);
    json_close_object(w);
}

static void put_path_parameters(struct json_writer *w, const char *path)
{
    for (const char *p = strchr(path, '{'); p; p = strchr(p + 1, '{')) {
        char *name = arena_dup_n(w->out->arena, p + 1, strcspn(p + 1, "}"));
        if (name)
            put_parameter(w, "path", name, true, text_equal(name, "id") ? "id" : "text");
    }
}

static void put_query_parameters(struct json_writer *w, const struct api_operation *o)
{
    for (const char *p = o->query; p && *p;) {
        size_t n = strcspn(p, " ");
        char *name = arena_dup_n(w->out->arena, p, n);
        if (name)
            put_parameter(w, "query", name, text_equal(name, "kind"),
                          text_equal(name, "limit") ? "int" : "text");
        p += n + strspn(p + n, " ");
    }
}

/* Filters of a list: each field that has an index, by its plain name. */
static void put_filters(struct json_writer *w, const struct api_operation *o)
{
    if (!o->model || !o->query || !text_starts(o->query, "q "))
        return;
    for (size_t i = 0; i < o->model->field_count; i++)
        if (o->model->fields[i].flags & (SORT | FILTER | UNIQUE))
            put_parameter(w, "query", o->model->fields[i].name, false, "text");
}

static void put_parameters(struct json_writer *w, const struct api_operation *o)
{
    bool writes = !strcmp(o->method, "PATCH") || !strcmp(o->method, "DELETE");

    json_name(w, "parameters");
    json_open_list(w);
    put_path_parameters(w, o->path);
    put_query_parameters(w, o);
    put_filters(w, o);
    if (o->model && writes)
        put_parameter(w, "header", "If-Match", true, "text");
    if (o->model && !strcmp(o->method, "POST"))
        put_parameter(w, "header", "Idempotency-Key", false, "text");
    if (!(o->flags & (ROUTE_PUBLIC | ROUTE_SELF | ROUTE_OPERATOR)))
        put_parameter(w, "header", "Praca-Site", false, "id");
    json_close_list(w);
}

/* {"content": {type: {"schema": ...}}} inside an open object. shape: a name, a page "X[]", or a media type. */
static void put_content(struct json_writer *w, const char *shape, bool counted)
{
    size_t n = strlen(shape);
    bool page = n > 2 && shape[n - 1] == ']', media = strchr(shape, '/') != NULL;
    char *name = arena_dup_n(w->out->arena, shape, page ? n - 2 : n);

    json_name(w, "content");
    json_open_object(w);
    json_name(w, media ? shape : "application/json");
    json_open_object(w);
    json_name(w, "schema");
    if (media)
        json_put_raw(w, "{\"type\":\"string\"}");
    else if (!page)
        put_ref(w, name ? name : "");
    else
        put_object(w, arena_print(w->out->arena, "items:%s[] next:text?%s", name ? name : "",
                                  counted ? " count:int? count_capped:bool" : ""));
    json_close_object(w);
    json_close_object(w);
}

static void put_responses(struct json_writer *w, const struct api_operation *o)
{
    char status[8];

    (void)snprintf(status, sizeof(status), "%d", o->status);
    json_name(w, "responses");
    json_open_object(w);
    json_name(w, status);
    json_open_object(w);
    json_text_member(w, "description", o->summary);
    if (o->response)
        put_content(w, o->response, o->model && o->query && text_starts(o->query, "q "));
    json_close_object(w);
    json_name(w, "default");
    json_put_raw(w, "{\"$ref\":\"#/components/responses/Problem\"}");
    json_close_object(w);
}

static const char *operation_id(struct arena *a, const struct api_operation *o)
{
    struct buf b = buf_in(a);
    const char *path = text_starts(o->path, "/api/v1") ? o->path + strlen("/api/v1") : o->path;

    for (const char *p = o->method; *p; p++)
        buf_add_char(&b, (char)(*p | 32));
    if (path == o->path)
        buf_add_text(&b, "_server");
    for (const char *p = path; *p; p++)
        if (*p != '{' && *p != '}')
            buf_add_char(&b, strchr("/.-", *p) ? '_' : *p);
    return buf_text(&b);
}

static void put_operation(struct json_writer *w, const struct api_operation *o)
{
    struct arena *a = w->out->arena;

    json_name(w, o->method[0] == 'G'   ? "get"
                 : o->method[0] == 'D' ? "delete"
                 : o->method[1] == 'O' ? "post"
                                       : "patch");
    json_open_object(w);
    json_name(w, "tags");
    json_open_list(w);
    json_put_text(w, o->tag);
    json_close_list(w);
    json_text_member(w, "operationId", operation_id(a, o));
    json_text_member(w, "summary", o->summary);
    if (o->may)
        json_text_member(w, "x-permission", api_may_text(a, o->may));
    put_parameters(w, o);
    if (o->request) {
        json_name(w, "requestBody");
        json_open_object(w);
        json_bool_member(w, "required", true);
        put_content(w, o->request, false);
        json_close_object(w);
    }
    put_responses(w, o);
    json_name(w, "security");
    json_put_raw(w, o->flags & ROUTE_PUBLIC ? "[]"
                    : o->flags & ROUTE_SELF ? "[{\"session\":[]}]"
                                            : "[{\"session\":[]},{\"token\":[]}]");
    json_close_object(w);
}

static bool seen_before(const struct api_operation *all, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (!strcmp(all[k].path, all[i].path))
            return true;
    return false;
}

static void put_paths(struct json_writer *w, const struct api_operation *all, size_t n)
{
    json_name(w, "paths");
    json_open_object(w);
    for (size_t i = 0; i < n; i++) {
        if (seen_before(all, i))
            continue;
        json_name(w, all[i].path);
        json_open_object(w);
        for (size_t k = i; k < n; k++)
            if (!strcmp(all[k].path, all[i].path))
                put_operation(w, &all[k]);
        json_close_object(w);
    }
    json_close_object(w);
}

static void put_head(struct request *r, struct json_writer *w)
{
    json_text_member(w, "openapi", "3.1.0");
    json_name(w, "info");
    json_open_object(w);
    json_text_member(w, "title", "Praça");
    json_text_member(w, "version", api_of(r)->version);
    json_text_member(w, "description", message_find(r->cx->lang, "api.about"));
    json_close_object(w);
}

static const char common[] =
    "{\"session\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"praca_session\"},"
    "\"token\":{\"type\":\"http\",\"scheme\":\"bearer\"}}";
static const char problem[] =
    "{\"Problem\":{\"description\":\"RFC 9457\",\"content\":{\"application/problem+json\":"
    "{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}}";

static enum err openapi_get(struct request *r, struct response *ret)
{
    struct api_operation *all = NULL;
    struct answer_json a;
    size_t n = 0;
    enum err e = api_operations(r, &all, &n);

    if (e)
        return e;
    api_json(r, &a);
    json_open_object(&a.w);
    put_head(r, &a.w);
    put_paths(&a.w, all, n);
    json_name(&a.w, "components");
    json_open_object(&a.w);
    e = put_schemas(r, &a.w);
    json_name(&a.w, "securitySchemes");
    json_put_raw(&a.w, common);
    json_name(&a.w, "responses");
    json_put_raw(&a.w, problem);
    json_close_object(&a.w);
    json_close_object(&a.w);
    return e ? e : api_send(r, ret, 200, &a);
}

const struct route openapi_routes[] = {
    {"GET", "/openapi.json", 0, 0, openapi_get, ROUTE_POOL | ROUTE_PUBLIC, MEMORY_BYTES},
    {"GET", "/reference", 0, 0, api_reference_get, ROUTE_POOL | ROUTE_PUBLIC, MEMORY_BYTES},
    {0},
};
