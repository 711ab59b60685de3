/* router_priv.h -- the route tables of all groups, compiled once into one sorted array.
 *
 * Ownership: borrows the groups and their tables.
 * Threads:   any, once built.
 */
#ifndef PRACA_NET_ROUTER_PRIV_H
#define PRACA_NET_ROUTER_PRIV_H

#include "net/http.h"

struct router;

MUST_USE enum err router_new(struct ctx *cx, const struct route_group *groups, struct router **ret);
void router_free(struct router *r);
bool router_has_flag(const struct router *r, unsigned flag);

struct router_match {
    const struct route *route; /* NULL: no row for this method */
    const char *csp;           /* of the group whose path matched; NULL: none */
    const char *allow;         /* "GET, HEAD, OPTIONS" when the path matched; NULL: no such path */
    struct http_pair params[ROUTE_PARAMS_MAX];
    int param_count;
};

/* path is decoded. local: rows with ROUTE_LOCAL are there. */
void router_find(const struct router *r, struct arena *a, const char *method, const char *path,
                 bool local, struct router_match *ret);

#endif
