/* link.h -- links that a person without an account may follow: signed, for one purpose, for a time.
 *
 * A token says what it is for, whom it is about, on which site, until when, and carries a keyed hash of all that, so
 * nobody makes one or changes one. It is no secret of ours about the person: it holds ids only. What a link opens
 * must still change nothing by being opened; mail scanners follow links too.
 *
 * The key is made once, when the installation first opens its database, and is kept in the database (secret.h): links
 * outlive a move to another machine and work on every node. version is its owner's: a count kept beside the subject,
 * raised to end all links given out before.
 *
 * Ownership: tokens and a read link's purpose live in the ctx's arena.
 * Errors:    ERR_NOTFOUND "link.wrong" (cut, changed, or for another purpose); ERR_DENIED "link.expired", and then
 *            *ret is filled, so that a page can offer the next step; those of secret.h.
 * Units:     expires_at unix ms, UTC. Threads: any.
 * Source:    HMAC-SHA-256 (RFC 2104), cut to 16 bytes as its section 5 allows; base64url (RFC 4648).
 */
#ifndef PRACA_WORK_LINK_H
#define PRACA_WORK_LINK_H

#include "db/db.h"

enum { LINK_PURPOSE_MAX = 16, LINK_TOKEN_MAX = 104 }; /* LINK_TOKEN_MAX: with its NUL */

struct link {
    const char *purpose; /* "preferences", "confirm", "nps": 1 to LINK_PURPOSE_MAX bytes of ASCII */
    int64_t site, subject;
    int64_t about;      /* a second id, e.g. a list; 0: none */
    int64_t version;    /* 0 where the owner keeps none */
    int64_t expires_at; /* the first moment at which it is too late */
};

MUST_USE enum err link_sign(struct ctx *cx, struct db *db, const struct link *l,
                            const char **ret_token);
/* What the token says, when it is whole, ours, in time and for this purpose. The site is the token's, not the ctx's:
 * whoever opens a public page sets cx->site from it. */
MUST_USE enum err link_check(struct ctx *cx, struct db *db, const char *token, const char *purpose,
                             struct link *ret);

#endif
