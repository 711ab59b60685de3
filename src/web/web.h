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
#include "facts/journal.h"
#include "facts/store.h"
#include "model/model.h"
#include "net/http.h"

#define WEB_CSP                                                                                    \
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "  \
    "frame-ancestors 'none'"
/* Every page's address begins so; but for those that lead to a chat, whose form ends at WhatsApp. */
#define WEB_PREFIX "/p"
#define WEB_CHAT_PREFIX "/w"
#define WEB_CHAT_CSP                                                                               \
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' https://wa.me "      \
    "https://api.whatsapp.com; base-uri 'none'; frame-ancestors 'none'"
/* Of forms for pages of others. */
#define FORM_PREFIX "/f"

struct limits;
struct intake;

struct web {
    struct db_pool *pool;
    const struct model *const
        *models;              /* all there are, for a plan with its records; ended by NULL */
    struct fact_store *facts; /* for the copy of a person; NULL: none here */
    struct journal *journal;  /* for what is counted; NULL: none here */
    struct log *log;
    struct limits *limits;
    struct limits *banners, *receipts; /* of the consent banner */
    struct limits *inbound;            /* of webhooks: programs ask more often than people */
    const struct asset *style;         /* the one style sheet */
    struct intake *intake;             /* events from pages of others (intake.h) */
    const struct asset *scripts;       /* what those pages load: "/s.js" ... */
    size_t script_count;
    const char *measure_path; /* under which they find us: "/m" */
};

/* How much one origin may ask for in a minute. NULL without memory. */
struct limits *web_limits_new(void);
void web_limits_free(struct limits *l); /* accepts NULL */

extern const struct route web_routes[];
extern const struct route chat_routes[];
/* GET /r/{code}: short links. With WEB_CSP. */
extern const struct route short_routes[];
/* POST /in/{token}: what other programs send (people/import_source.h). Not a page: its answers and errors are JSON, the
 * latter as the API's. */
extern const struct route inbound_routes[];

/* GET and POST /f/{key}: a form, as a page or (Accept: application/json) for a script. With WEB_CSP. */
extern const struct route form_routes[];
/* A page for not being counted, under the neutral path. With WEB_CSP. */
extern const struct route off_routes[];
/* The scripts for pages of others, to be served under the neutral path. */
extern const struct route script_routes[];
extern const struct route nothing_routes[];

/* As http_hooks.on_error, for what failed before a page's handler (a wrong method, a full server): in HTML. */
void web_problem(struct request *r, struct response *ret, enum err kind);

#endif
