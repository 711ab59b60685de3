/* call.h -- a route asked from within the program: no server, no connection, the same handler.
 *
 * Ownership: the answer lives in the caller's ctx, which the handler works in; groups and what they point to outlive it.
 * Errors:    ERR_NOTFOUND "net.no_route"; ERR_INVALID "net.method", "net.path"; those of the hook and of the handler, as they are: no
 *            error is written into the answer.
 * Threads:   any; one call of one ctx at a time.
 */
#ifndef PRACA_NET_CALL_H
#define PRACA_NET_CALL_H

#include "net/http.h"

struct http_call {
    const struct route_group *groups;                               /* ended by {0} */
    enum err (*authorise)(struct request *r, struct response *ret); /* NULL: all may */
    void *app, *more;                                               /* the request's */
    const char *method;
    const char *target; /* path and query as in a request line: "/api/v1/contacts?limit=5" */
    const struct http_pair *headers; /* ended by {0}; NULL: none */
    const char *body;                /* NULL: none */
    /* Takes what the answer holds, whole or piece after piece. */
    enum err (*take)(struct ctx *cx, void *self, const char *bytes, size_t n);
    void *self;
};

/* *ret_status: 200, 201, 204 ... The bytes of an answer in one piece stay in the ctx; those of a streamed one go with the piece. */
MUST_USE enum err http_call(struct ctx *cx, const struct http_call *call, int *ret_status);

#endif
