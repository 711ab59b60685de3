/* mail.h -- mail of the program to those who work with it: a ledger, and the job that empties it through the mailer.
 *
 * A mail is written down whole, in the transaction of what it tells of, under a key that says what makes it this one: the same
 * key again is the same mail. A job hands it to the mailer (net/mailer.h) and notes that it went. Its name, and so its Message-ID
 * and its file, come from its number: whoever dies between handing over and noting hands over the same mail again, and there is
 * one.
 *
 * A mail that was left out stands in the ledger too, with the reason.
 *
 * Nothing of a campaign goes this way: those have their own ledger, with consent asked at the moment of sending.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_NOTFOUND "mail.none"; those of mailer.h.
 * Units:     _at unix ms, UTC.
 */
#ifndef PRACA_WORK_MAIL_H
#define PRACA_WORK_MAIL_H

#include "base/message.h"
#include "work/job.h"
#include "work/setting.h"

enum { MAIL_ATTEMPTS_MAX = 10, MAIL_LIST_MAX = 200 };

struct mail {
    int64_t id;
    const char *key;     /* at most 120 bytes: "silence:12:34" */
    const char *purpose; /* report, weekly, silence, competitor: a message "mail.purpose_..." */
    int64_t about;       /* what it tells of, e.g. a schedule; NIL: none */
    int64_t user;        /* NIL: to somebody who is no user */
    const char *address, *name;
    enum lang lang;
    const char *subject, *text, *html;
    const char *file_name, *file_type, *file; /* an attachment; NULL: none */
    const char *stop_url;                     /* where these mails are ended; NULL: nowhere */
    const char *state;                        /* waiting, sent, skipped, failed */
    const char *reason;                       /* message key; NULL */
    int64_t attempts, created_at, ended_at;
};

/* Inside db_write(). With state "skipped" it only stands in the ledger; otherwise it waits, and a job is added. *ret_new: false
 * when it was there already. */
MUST_USE enum err mail_add(struct ctx *cx, struct db *db, const struct mail *m, bool *ret_new);

struct mail_query {
    const char *purpose; /* NULL: any */
    int64_t about;       /* 0: any */
    int64_t before;      /* id of the last one of the page before; 0: the newest */
    int limit;           /* 0: 50 */
};
/* Newest first, without bodies. */
MUST_USE enum err mail_list(struct ctx *cx, struct db *db, const struct mail_query *q,
                            struct mail **ret, size_t *ret_n);
MUST_USE enum err mail_get(struct ctx *cx, struct db *db, int64_t id, struct mail *ret);
/* {"id", "purpose", "about", "to", "name", "lang", "subject", "state", "reason", "attempts", "created_at", "ended_at"}; with_body:
 * also "text", "html", "file_name". The object is left open. */
void mail_json_open(struct ctx *cx, struct json_writer *w, const struct mail *m, bool with_body);

/* Hands over what waits, of all sites; *ret_sent: how many went. Stops at the first that the mailer has no time for. */
MUST_USE enum err mail_send_waiting(struct ctx *cx, struct db_pool *pool, struct mailer *mailer,
                                    const char *home_url, int *ret_sent);

/* Where people find this installation, without a slash at its end: the setting "mail.home", else as given. */
const char *mail_home(const struct settings *s, const char *otherwise);

extern const struct setting
    mail_settings[]; /* "mail.sender", "mail.sender_name", "mail.home", "mail.keep_days" */
extern const struct job_kind mail_job_kinds[]; /* "mail.send", "mail.tidy" */

#endif
