/* request.c -- what a handler may ask of its request. */
#include "net/server_priv.h"
#include "net/wire.h"

#include <string.h>
#include <strings.h>
#include <sys/socket.h>

static const char *find(const struct http_pair *pairs, int n, const char *name)
{
    for (int i = 0; i < n; i++)
        if (strcmp(pairs[i].name, name) == 0)
            return pairs[i].value;
    return NULL;
}

/* A request is always the first member of its exchange. */
static const struct exchange *exchange_of(const struct request *r)
{
    return (const struct exchange *)r;
}

const char *request_query(const struct request *r, const char *name)
{
    return find(r->query, r->query_count, name);
}

const char *request_param(const struct request *r, const char *name)
{
    return find(r->params, r->param_count, name);
}

const char *request_header(const struct request *r, const char *name)
{
    const struct exchange *x = exchange_of(r);

    if (x->connection)
        return MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, name);
    for (const struct http_pair *h = x->given_headers; h && h->name; h++)
        if (strcasecmp(h->name, name) == 0)
            return h->value;
    return NULL;
}

const char *request_cookie(struct request *r, const char *name)
{
    return wire_cookie(r->cx->arena, request_header(r, "Cookie"), name);
}

bool request_gone(const struct request *r)
{
    const struct exchange *x = exchange_of(r);
    char c;

    if (!x->server)
        return false;
    return atomic_load(&x->server->closing) ||
           recv(x->peer->fd, &c, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}
