/* openapi_operations.c -- the route tables and the rows of openapi_docs.c put together: every operation, with
 * those of records told once for each model; and the short notation of shapes, read. */
#include "api/openapi_priv.h"

#include <string.h>

/* --- the operations ------------------------------------------------------------------------------ */

static bool is_table(const char *path)
{
    return text_starts(path, "/{table}");
}

/* "/session/user" → "session" */
static const char *tag_of(struct arena *a, const char *path)
{
    return arena_dup_n(a, path + 1, strcspn(path + 1, "/."));
}

static const struct api_doc *doc_find(const char *method, const char *path, bool outside)
{
    for (const struct api_doc *d = api_docs; d->method; d++)
        if (d->outside == outside && !strcmp(d->method, method) && !strcmp(d->path, path))
            return d;
    return NULL;
}

static void add_special(struct request *r, struct buf *all, const struct route_group *g,
                        const struct route *row)
{
    const struct api_doc *d = doc_find(row->method, row->path, !*g->prefix);
    struct api_operation o;

    if (!d)
        return;
    o = (struct api_operation){.method = row->method,
                               .path = arena_print(r->cx->arena, "%s%s", g->prefix, row->path),
                               .tag = tag_of(r->cx->arena, row->path),
                               .summary = message(r->cx->arena, r->cx->lang, d->key, NULL, 0),
                               .query = d->query,
                               .request = d->request,
                               .response = d->response,
                               .status = d->status,
                               .may = row->may,
                               .flags = row->flags};
    buf_add(all, &o, sizeof(o));
}

/* The parameters of a row, without "rule" at their end for what rules do not know. */
static const char *query_of(struct arena *a, const char *query, const struct model *m)
{
    static const char rule[] = " rule";
    size_t n = query ? strlen(query) : 0, k = sizeof(rule) - 1;

    if (api_has_rules(m) || n < k || strcmp(query + n - k, rule) != 0)
        return query;
    return arena_dup_n(a, query, n - k);
}

static void add_records(struct request *r, struct buf *all, const struct model *m)
{
    struct arena *a = r->cx->arena;
    const char *key = arena_print(a, "model.%s", m->name);
    const char *label = key ? message_find(r->cx->lang, key) : NULL;
    struct fault_param p = {"model", label ? label : m->name};

    for (const struct api_doc *d = api_docs; d->method; d++) {
        bool reads = !strcmp(d->method, "GET");
        struct api_operation o = {
            .method = d->method, .tag = m->table, .query = query_of(a, d->query, m), .model = m};
        if (!is_table(d->path))
            continue;
        o.path = arena_print(a, "/api/v1/%s%s", m->table, d->path + strlen("/{table}"));
        o.summary = message(a, r->cx->lang, d->key, &p, 1);
        o.request = api_shape(a, d->request, m);
        o.response = api_shape(a, d->response, m);
        o.status = d->status;
        o.may = reads ? m->may_read : m->may_write;
        o.flags = ROUTE_TABLE;
        buf_add(all, &o, sizeof(o));
    }
}

enum err api_operations(struct request *r, struct api_operation **ret, size_t *ret_n)
{
    struct buf all = buf_in(r->cx->arena);

    for (const struct route_group *g = api_groups; g->routes; g++)
        for (const struct route *row = g->routes; row->method; row++)
            if (!is_table(row->path))
                add_special(r, &all, g, row);
    for (const struct model *const *m = api_of(r)->models; *m; m++)
        add_records(r, &all, *m);
    if (!buf_ok(&all) || arena_full(r->cx->arena))
        return fail_memory(r->cx);
    *ret = (struct api_operation *)(void *)all.bytes;
    *ret_n = all.len / sizeof(struct api_operation);
    return OK;
}

/* --- shapes -------------------------------------------------------------------------------------- */

bool api_member_next(struct arena *a, const char **at, struct api_member *ret)
{
    const char *p = *at + strspn(*at, " ");
    size_t n = strcspn(p, " "), name = strcspn(p, ":");
    char *type;

    if (!n)
        return false;
    *at = p + n;
    ret->name = arena_dup_n(a, p, name);
    type = arena_dup_n(a, p + name + 1, n - name - 1);
    ret->type = type;
    if (!ret->name || !type)
        return false;
    n = strlen(type);
    ret->optional = n && type[n - 1] == '~';
    n -= ret->optional;
    ret->nullable = n && type[n - 1] == '?';
    n -= ret->nullable;
    ret->list = n > 1 && type[n - 1] == ']';
    n -= ret->list ? 2 : 0;
    type[n] = 0;
    return true;
}

const char *api_schema_name(struct arena *a, const struct model *m)
{
    struct buf b = buf_in(a);
    bool up = true;

    for (const char *p = m->name; *p; p++) {
        if (*p != '_')
            buf_add_char(&b, up && *p >= 'a' && *p <= 'z' ? (char)(*p - 'a' + 'A') : *p);
        up = *p == '_';
    }
    return buf_text(&b);
}

const char *api_shape(struct arena *a, const char *shape, const struct model *m)
{
    if (!shape || *shape != '@')
        return shape;
    return arena_print(a, "%s%s", api_schema_name(a, m), shape + 1);
}

const char *api_may_text(struct arena *a, unsigned may)
{
    struct buf b = buf_in(a);

    for (unsigned bit = 1; bit <= MAY_ALL; bit <<= 1)
        if (may & bit)
            buf_print(&b, "%s%s", b.len ? ", " : "", may_name(bit));
    return buf_text(&b);
}
