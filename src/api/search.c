/* search.c -- one question about accounts, contacts and deals. */
#include "api/api_priv.h"

#include "people/search.h"

struct search_run {
    const char *q;
    int limit;
    struct search_group groups[CHANGE_KINDS];
};

static enum err search_in(struct request *r, struct db *db, void *arg)
{
    struct search_run *s = arg;

    return search_all(r->cx, db, s->q, (size_t)s->limit, s->groups);
}

static enum err search_get(struct request *r, struct response *ret)
{
    struct search_run s = {.q = request_query(r, "q")};
    struct answer_json a;
    enum err e = api_query_limit(r, &s.limit);

    if (!s.q)
        s.q = "";
    if (!e)
        e = api_read(r, search_in, &s);
    if (e)
        return e;
    api_json(r, &a);
    search_json(&a.w, s.groups);
    return api_send(r, ret, 200, &a);
}

const struct route search_routes[] = {
    {"GET", "/search", MAY_READ, 0, search_get, ROUTE_POOL, 0},
    {0},
};
