/* body.c -- what a request brings, held against the shape that the document tells of it.
 *
 * A member of another kind than the one written there, or of a name that is not there, is a wrong field: never passed
 * over as if it had not been sent. Whether one that is needed is missing is the handler's to say, and so are the
 * members of members.
 */
#include "api/openapi_priv.h"

#include <string.h>

/* Of a list, for the list itself. */
static const char *const list_fault = "field.list";

static bool is_whole(const struct json *v)
{
    int64_t n = 0;

    return v->kind == JSON_INT || (v->kind == JSON_TEXT && text_to_int(v->text, &n));
}

static bool is_id(const struct json *v)
{
    int64_t id = 0;

    return v->kind == JSON_TEXT && id_read(v->text, &id);
}

static bool is_number(const struct json *v)
{
    return v->kind == JSON_INT || v->kind == JSON_REAL;
}

static bool is_bool(const struct json *v)
{
    return v->kind == JSON_BOOL;
}

static bool is_object(const struct json *v)
{
    return v->kind == JSON_OBJECT;
}

static bool is_text(const struct json *v)
{
    return v->kind == JSON_TEXT;
}

/* NULL: it is of that type. */
static const char *fault_of(const struct api_member *m, const struct json *v)
{
    static const struct {
        const char *type;
        bool (*is)(const struct json *v);
        const char *fault;
    } kinds[] = {
        {"id", is_id, "field.id"},           {"int", is_whole, "field.int"},
        {"real", is_number, "field.number"}, {"bool", is_bool, "field.bool"},
        {"map", is_object, "field.object"},  {"time", is_text, "field.time"},
        {"date", is_text, "field.date"},
    };

    if (v->kind == JSON_NULL || text_equal(m->type, "any"))
        return NULL;
    if (m->list)
        return v->kind == JSON_LIST ? NULL : list_fault;
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (text_equal(kinds[i].type, m->type))
            return kinds[i].is(v) ? NULL : kinds[i].fault;
    if (*m->type >= 'A' && *m->type <= 'Z')
        return is_object(v) ? NULL : "field.object";
    return is_text(v) ? NULL : "field.text";
}

static bool find_member(struct arena *a, const char *members, const char *name,
                        struct api_member *ret)
{
    while (api_member_next(a, &members, ret))
        if (text_equal(ret->name, name))
            return true;
    return false;
}

static const char *members_of(const char *schema)
{
    const struct api_schema *s = api_schemas;

    while (s->name && strcmp(s->name, schema) != 0)
        s++;
    must(s->name);
    return s->members;
}

enum err api_body_as(struct request *r, struct response *ret, const char *schema,
                     const struct json **in)
{
    const char *members = members_of(schema);
    const struct json *body = NULL;
    enum err e = api_body(r, ret, &body);

    for (const struct json *v = body && !e ? body->first : NULL; v; v = v->next) {
        struct api_member m;
        const char *fault = "field.unknown";
        if (find_member(r->cx->arena, members, v->name, &m))
            fault = fault_of(&m, v);
        if (fault)
            e = fail_field(r->cx, v->name, fault, NULL);
    }
    if (!e)
        *in = body;
    return e;
}
