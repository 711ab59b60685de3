/* web.h -- the public face: pages for people who have no account here.
 *
 * A page is whole HTML made here, in the reader's language. It keeps no cookie, needs no script, and forbids both by its
 * content policy; no search engine lists it and no address of it leaves by a referrer. A signed link (work/link.h) says
 * whom it is about. GET shows and changes nothing; what a button does comes by POST, with a form that was signed for
 * that person when the page was shown, and is answered by a redirection, so that reloading does nothing twice.
 *
 * app/ fills a struct web, gives it to the server as options.more and web_routes as a group with WEB_CSP.
 *
 * Ownership: a struct web and what it points to outlive the server.
 * Threads:   any; the limits lock for themselves.
 */
#ifndef PRACA_WEB_WEB_H
#define PRACA_WEB_WEB_H

#include "base/log.h"
#include "db/db.h"
#include "facts/store.h"
#include "net/http.h"

#define WEB_CSP                                                                                    \
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "  \
    "frame-ancestors 'none'"
/* Every page's address begins so. */
#define WEB_PREFIX "/p"

struct limits;

struct web {
    struct db_pool *pool;
    struct fact_store *facts; /* for the copy of a person; NULL: none here */
    struct log *log;
    struct limits *limits;
    struct limits *inbound;    /* of webhooks: programs ask more often than people */
    const struct asset *style; /* the one style sheet */
};

/* How much one origin may ask for in a minute. NULL without memory. */
struct limits *web_limits_new(void);
void web_limits_free(struct limits *l); /* accepts NULL */

extern const struct route web_routes[];
/* POST /in/{token}: what other programs send (people/import_source.h). Not a page: its answers and errors are JSON, the
 * latter as the API's. */
extern const struct route inbound_routes[];

/* As http_hooks.on_error, for what failed before a page's handler (a wrong method, a full server): in HTML. */
void web_problem(struct request *r, struct response *ret, enum err kind);

#endif
