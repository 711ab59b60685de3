/* router.c -- see router_priv.h. Rows are sorted from the particular to the general, segment by
 * segment, so that the first row that fits is the right one. With a few hundred rows a walk that
 * stops at the first segment that differs costs a microsecond or two; a tree would not pay. */
#include "net/router_priv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEGMENTS_MAX = 16 };
enum segment_kind { LITERAL, ONE, REST };

struct segment {
    enum segment_kind kind;
    const char *text; /* the literal, or the parameter's name */
    size_t len;
};

struct row {
    const struct route *route;
    const struct route_group *group;
    struct segment segments[SEGMENTS_MAX];
    int count;
};

struct router {
    struct row *rows;
    size_t count;
    char *text; /* the parameters' names, NUL-terminated */
};

static bool add_segments(struct row *row, const char *path, char **names)
{
    int params = 0;

    if (!*path)
        return true;
    if (*path != '/')
        return false;
    while (path) {
        const char *p = path + 1;
        size_t n = strcspn(p, "/");
        struct segment *s = &row->segments[row->count];
        if (row->count == SEGMENTS_MAX ||
            (row->count && row->segments[row->count - 1].kind == REST))
            return false;
        *s = (struct segment){.kind = LITERAL, .text = p, .len = n};
        if (n && p[0] == '{') {
            if (n < 3 || p[n - 1] != '}')
                return false;
            s->kind = p[n - 2] == '*' ? REST : ONE;
            s->len = n - (s->kind == REST ? 3 : 2);
            memcpy(*names, p + 1, s->len);
            (*names)[s->len] = 0;
            s->text = *names;
            *names += s->len + 1;
        }
        row->count++;
        path = strchr(p, '/');
    }
    for (int i = 0; i < row->count; i++)
        params += row->segments[i].kind != LITERAL;
    return params <= ROUTE_PARAMS_MAX;
}

static int segment_compare(const struct segment *a, const struct segment *b)
{
    int order;

    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->kind != LITERAL)
        return 0;
    order = strncmp(a->text, b->text, a->len < b->len ? a->len : b->len);
    return order ? order : (a->len > b->len) - (a->len < b->len);
}

/* By path shape alone; 0 means that both fit the same paths. */
static int shape_compare(const struct row *a, const struct row *b)
{
    for (int i = 0; i < a->count && i < b->count; i++) {
        int order = segment_compare(&a->segments[i], &b->segments[i]);
        if (order)
            return order;
    }
    return (a->count > b->count) - (a->count < b->count);
}

static int row_compare(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    int order = shape_compare(x, y);

    return order ? order : strcmp(x->route->method, y->route->method);
}

static enum err row_wrong(struct ctx *cx, enum err kind, const char *key, const struct route *at)
{
    return fail(cx, kind, key, "method", at->method, "path", at->path ? at->path : "", NULL);
}

static bool row_fill(struct row *row, const struct route_group *g, const struct route *at,
                     char **names)
{
    unsigned place = at->flags & (ROUTE_INLINE | ROUTE_POOL);

    row->route = at;
    row->group = g;
    if (strcmp(at->method, "HEAD") == 0) /* GET's row has it */
        return false;
    if (!at->handler || !at->path || (place != ROUTE_INLINE && place != ROUTE_POOL))
        return false;
    if ((at->flags & ROUTE_UPLOAD) && place != ROUTE_POOL)
        return false;
    if (!add_segments(row, g->prefix ? g->prefix : "", names))
        return false;
    return add_segments(row, at->path, names) && row->count > 0;
}

enum err router_new(struct ctx *cx, const struct route_group *groups, struct router **ret)
{
    struct router *r = calloc(1, sizeof(*r));
    size_t count = 0, text = 1;
    enum err e = OK;
    char *names;

    must(r != NULL);
    for (const struct route_group *g = groups; g->routes; g++)
        for (const struct route *at = g->routes; at->method; at++, count++)
            text += strlen(g->prefix ? g->prefix : "") + strlen(at->path ? at->path : "") + 2;
    r->rows = calloc(count + 1, sizeof(*r->rows));
    r->text = names = calloc(1, text);
    must(r->rows && r->text);
    for (const struct route_group *g = groups; g->routes && !e; g++)
        for (const struct route *at = g->routes; at->method && !e; at++)
            if (!row_fill(&r->rows[r->count++], g, at, &names))
                e = row_wrong(cx, ERR_INVALID, "net.route_wrong", at);
    if (!e)
        qsort(r->rows, r->count, sizeof(*r->rows), row_compare);
    for (size_t i = 1; i < r->count && !e; i++)
        if (row_compare(&r->rows[i - 1], &r->rows[i]) == 0)
            e = row_wrong(cx, ERR_CONFLICT, "net.route_twice", r->rows[i].route);
    if (e)
        router_free(r);
    else
        *ret = r;
    return e;
}

void router_free(struct router *r)
{
    if (!r)
        return;
    free(r->rows);
    free(r->text);
    free(r);
}

bool router_has_flag(const struct router *r, unsigned flag)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->rows[i].route->flags & flag)
            return true;
    return false;
}

struct parts {
    const char *at[SEGMENTS_MAX];
    size_t len[SEGMENTS_MAX];
    int count;
    bool more; /* segments than fit */
};

static struct parts path_split(const char *path)
{
    struct parts parts = {0};
    const char *p = path;

    for (; p && parts.count < SEGMENTS_MAX; p = strchr(p + 1, '/')) {
        parts.at[parts.count] = p + 1;
        parts.len[parts.count++] = strcspn(p + 1, "/");
    }
    parts.more = p != NULL;
    return parts;
}

static bool segment_fits(const struct segment *s, const char *text, size_t len)
{
    if (s->kind != LITERAL)
        return len > 0;
    return len == s->len && (len == 0 || memcmp(s->text, text, len) == 0);
}

static bool row_fits(const struct row *row, const struct parts *path)
{
    int n = row->count;

    if (row->segments[n - 1].kind == REST) {
        if (path->count < n)
            return false;
        n--;
    } else if (path->count != n || path->more) {
        return false;
    }
    for (int i = 0; i < n; i++)
        if (!segment_fits(&row->segments[i], path->at[i], path->len[i]))
            return false;
    return true;
}

static void take_params(const struct row *row, const struct parts *path, struct arena *a,
                        struct router_match *ret)
{
    for (int i = 0; i < row->count; i++) {
        const struct segment *s = &row->segments[i];
        if (s->kind == LITERAL)
            continue;
        ret->params[ret->param_count].name = s->text;
        ret->params[ret->param_count++].value =
            s->kind == REST ? path->at[i] : arena_dup_n(a, path->at[i], path->len[i]);
    }
}

void router_find(const struct router *r, struct arena *a, const char *method, const char *path,
                 bool local, struct router_match *ret)
{
    const char *wanted = strcmp(method, "HEAD") == 0 ? "GET" : method;
    bool options = false;
    struct parts parts = path_split(path);
    const struct row *fits = NULL;
    struct buf allow = buf_in(a);

    *ret = (struct router_match){0};
    for (size_t i = 0; i < r->count; i++) {
        const struct row *row = &r->rows[i];
        bool get = strcmp(row->route->method, "GET") == 0;
        if ((!local && (row->route->flags & ROUTE_LOCAL)) || !row_fits(row, &parts))
            continue;
        if (strcmp(row->route->method, wanted) == 0) {
            fits = row;
            break;
        }
        if (!ret->csp)
            ret->csp = row->group->csp;
        options = options || strcmp(row->route->method, "OPTIONS") == 0;
        if (strstr(allow.bytes ? allow.bytes : "", row->route->method))
            continue;
        buf_print(&allow, "%s%s%s", allow.len ? ", " : "", row->route->method, get ? ", HEAD" : "");
    }
    if (fits) {
        ret->route = fits->route;
        ret->csp = fits->group->csp;
        take_params(fits, &parts, a, ret);
    } else if (allow.len) {
        buf_add_text(&allow, options ? "" : ", OPTIONS");
        ret->allow = buf_text(&allow);
    }
}
