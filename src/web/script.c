/* script.c -- the scripts that pages of others load, under the neutral path. They ride in the program; made in tracker/. */
#include "web/page_priv.h"

#include <string.h>

static enum err script_get(struct request *r, struct response *ret)
{
    const struct web *w = web_of(r);
    const char *name = strrchr(r->path, '/');

    for (size_t i = 0; name && i < w->script_count; i++)
        if (!strcmp(w->scripts[i].path, name)) {
            response_asset(r, ret, &w->scripts[i]);
            ret->cache = "public, max-age=3600, stale-while-revalidate=86400";
            response_header(r, ret, "Cross-Origin-Resource-Policy", "cross-origin");
            return OK;
        }
    return fail(r->cx, ERR_NOTFOUND, "app.no_page", NULL);
}

const struct route script_routes[] = {
    {"GET", "/s.js", 0, 0, script_get, ROUTE_INLINE | ROUTE_PUBLIC, KIB(64)},
    {"GET", "/self.js", 0, 0, script_get, ROUTE_INLINE | ROUTE_PUBLIC, KIB(64)},
    {"GET", "/f.js", 0, 0, script_get, ROUTE_INLINE | ROUTE_PUBLIC, KIB(64)},
    {0},
};

static enum err nothing_get(struct request *r, struct response *ret)
{
    (void)ret;
    return fail(r->cx, ERR_NOTFOUND, "app.no_page", NULL);
}

/* What lies under the neutral path is often a path of a company's own site: the office does not open there. */
const struct route nothing_routes[] = {
    {"GET", "/{path*}", 0, 0, nothing_get, ROUTE_INLINE | ROUTE_PUBLIC, KIB(64)},
    {0},
};
