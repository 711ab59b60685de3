/* mail_log.h -- a copy of a mail becomes activities: by the secret address that a user puts into Bcc, or by a call.
 *
 * There is no mail server here. Whoever has one forwards registro+TOKEN@... to POST /activities/mail, or pipes it into
 * `praca log-mail`. The token in any of the mail's addresses says whose mail it is; without one, whoever calls.
 *
 * A mail from a contact is one received; any other is one sent to each recipient that is a contact, by any of their
 * addresses. A Message-ID goes in once for each person. Addresses that nobody has are told, and no contact is made of them;
 * those of users are not told.
 *
 * Ownership: the ctx's arena.
 * Errors:    those of net/mail_read.h.
 */
#ifndef PRACA_PEOPLE_MAIL_LOG_H
#define PRACA_PEOPLE_MAIL_LOG_H

#include "db/db.h"
#include "net/mail_read.h"

#define MAIL_DROP_PREFIX "registro+"
enum { MAIL_DROP_TOKEN = 20 };

/* The token of the ctx's actor on its site. NULL: none was made yet. */
MUST_USE enum err mail_drop_get(struct ctx *cx, struct db *db, const char **ret);
/* A new one; the one before ends. Inside db_write(). */
MUST_USE enum err mail_drop_make(struct ctx *cx, struct db *db, const char **ret);

/* What the site has said stands behind the @ of all of them (setting care.mail_domain). NULL: nothing that is a domain. */
MUST_USE enum err mail_drop_domain(struct ctx *cx, struct db *db, const char **ret);

struct mail_logged {
    struct {
        int64_t activity, contact;
        bool again;
    } items[MAIL_ADDRESSES_MAX];
    size_t count;
    const char *unknown[MAIL_ADDRESSES_MAX];
    size_t unknown_count;
};

/* Inside db_write(). */
MUST_USE enum err mail_log(struct ctx *cx, struct db *db, const void *bytes, size_t n,
                           struct mail_logged *ret);

#endif
