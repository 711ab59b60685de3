/* mail_choice.h -- what each user of a site is told of by mail, and the link by which they end it.
 *
 * At first the owners of a site are told when it falls silent, and nobody gets the summary of the week until they ask for it.
 *
 * A link that ends mails is signed for one reader and one kind of mail. Opening it changes nothing; the button on its page, or the
 * one-click request of a mail program (RFC 8058), does.
 *
 * Ownership: the ctx's arena.
 * Errors:    those of link.h.
 */
#ifndef PRACA_MEASURE_MAIL_CHOICE_H
#define PRACA_MEASURE_MAIL_CHOICE_H

#include "base/json.h"
#include "db/db.h"
#include "work/link.h"
#include "work/mail.h"

struct mail_reader {
    int64_t user;
    const char *address, *name;
    enum lang lang;
    bool weekly, silence;
};

/* Whoever works on the ctx's site. */
MUST_USE enum err mail_readers(struct ctx *cx, struct db *db, struct mail_reader **ret,
                               size_t *ret_n);
/* One of them; ERR_NOTFOUND "mail.no_reader". */
MUST_USE enum err mail_reader_get(struct ctx *cx, struct db *db, int64_t user,
                                  struct mail_reader *ret);
/* {"weekly", "silence"}: those that are given. Inside db_write(). */
MUST_USE enum err mail_choice_change(struct ctx *cx, struct db *db, int64_t user,
                                     const struct json *in);

/* What a link ends. */
#define LINK_STOP "mail-stop"
enum mail_stop { STOP_RECIPIENT = 1, STOP_WEEKLY, STOP_SILENCE };
/* subject: a recipient of a schedule, or a user. NULL in *ret without a home. */
MUST_USE enum err mail_stop_url(struct ctx *cx, struct db *db, const char *home,
                                enum mail_stop what, int64_t subject, const char **ret);
struct mail_stopping {
    enum mail_stop what;
    const char *address;
    const char *report; /* the name of the report; NULL: none */
};
/* What the link of the ctx's site would end. */
MUST_USE enum err mail_stop_read(struct ctx *cx, struct db *db, const struct link *l,
                                 struct mail_stopping *ret);
/* Inside db_write(). */
MUST_USE enum err mail_stop_do(struct ctx *cx, struct db *db, const struct link *l);

/* Where people find this installation: the site's setting, else as given; NULL for neither. */
MUST_USE enum err mail_home_of(struct ctx *cx, struct db *db, const char *otherwise,
                               const char **ret);

#endif
