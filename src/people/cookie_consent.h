/* cookie_consent.h -- what visitors of a site's pages chose, each choice a receipt in an append-only ledger.
 *
 * A receipt says which edition of the text was shown in which language, what was chosen, how, and when. Its id is made by
 * the visitor's browser: whoever has it may read the receipt, and the ledger knows nothing else of who that is. Address and
 * browser leave only a digest, made with a key of the installation and a salt of the receipt.
 *
 * Each receipt carries a digest over its content and a chain over all before it on its site, so that cookie_verify() finds
 * one that was changed, put between, or taken away. Receipts whose time is over (cookies.keep_days), or that are too many
 * (cookies.most), are let go from the old end: the last link that went is kept under a seal, and the chain goes on from it. Counts
 * by day stay.
 *
 * A visitor's browser that sends the same receipt again, because it never heard the answer, gets the same answer.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    fault fields "id", "previous" with "cookies.id", "text" with "cookies.no_text", "choices" with "cookies.choices"
 *            and "cookies.gpc_refused", "how" with "field.choice" and "cookies.contradicts"; ERR_CONFLICT "cookies.other" (this id says something else);
 *            ERR_LIMIT "cookies.many_today"; ERR_NOTFOUND "cookies.no_receipt".
 * Units:     unix ms, UTC.
 * Threads:   any; two writers of one site's ledger wait for each other.
 */
#ifndef PRACA_PEOPLE_COOKIE_CONSENT_H
#define PRACA_PEOPLE_COOKIE_CONSENT_H

#include "db/db.h"
#include "facts/fact.h"
#include "work/job.h"
#include "work/setting.h"

/* The bits of a choice, as facts have them too. */
enum cookie_choice {
    COOKIE_NECESSARY = CONSENT_NECESSARY,     /* C0001 */
    COOKIE_PERFORMANCE = CONSENT_PERFORMANCE, /* C0002 */
    COOKIE_FUNCTIONAL = CONSENT_FUNCTIONAL,   /* C0003 */
    COOKIE_TARGETING = CONSENT_TARGETING,     /* C0004 */
    COOKIE_NAMED = CONSENT_NAMED,             /* P0001 */
    COOKIE_GPC = CONSENT_GPC                  /* the browser sent Sec-GPC */
};
enum { COOKIE_ALL = 0x1f, COOKIE_ID_CHARS = 32 };

struct cookie_receipt {
    int64_t n;
    const char *id;       /* 32 hex digits */
    const char *previous; /* likewise; NULL: the first, or it named an unknown one */
    int64_t number;       /* the edition */
    const char *lang, *text_digest;
    int64_t choices; /* enum cookie_choice */
    const char *how; /* accept, reject, choose, content */
    int64_t at;
    const char *ip, *agent; /* on the way in; only their digests are kept */
    const char *ip_digest, *agent_digest;
    const char *digest, *chain;
};
extern const char *const cookie_hows[]; /* ended by NULL */

/* Add one; what the caller left open is filled in. Inside db_write(). *ret_again: it was there. */
MUST_USE enum err cookie_record(struct ctx *cx, struct db *db, struct cookie_receipt *r,
                                bool *ret_again);
/* What cookie_record() would say of it; nothing is kept. */
MUST_USE enum err cookie_try(struct ctx *cx, struct db *db, struct cookie_receipt *r);
MUST_USE enum err cookie_receipt_get(struct ctx *cx, struct db *db, const char *id,
                                     struct cookie_receipt *ret);
/* Newest first. after: n of the last one of the page before; 0: the newest. *ret_next 0: no more. */
MUST_USE enum err cookie_receipts(struct ctx *cx, struct db *db, int64_t after, int limit,
                                  struct cookie_receipt **ret, size_t *ret_n, int64_t *ret_next);

struct cookie_day {
    const char *day;                      /* YYYY-MM-DD on the site's clock */
    int64_t receipts, accepted, rejected; /* all, with everything, with the necessary alone */
    int64_t performance, functional, targeting, named, gpc;
};
/* Days without a choice are left out. from, to: YYYY-MM-DD, both included. */
MUST_USE enum err cookie_days(struct ctx *cx, struct db *db, const char *from, const char *to,
                              struct cookie_day **ret, size_t *ret_n);

struct cookie_verdict {
    int64_t receipts; /* looked at */
    int64_t gone;     /* let go before the first of these */
    int64_t gone_at;  /* time of the last that went; NIL: none did */
    int64_t broken_at;
    const char *why;  /* message key; NULL: all is well */
    const char *head; /* the last chain; "" without receipts */
};
/* Walk the site's chain. What is wrong is the verdict, not an error. While others write, db_snapshot() comes first. */
MUST_USE enum err cookie_verify(struct ctx *cx, struct db *db, struct cookie_verdict *ret);
/* Let go what the site's settings say, at most a few thousand at once; *ret_gone 0: nothing is left to do. Inside
 * db_write(). */
MUST_USE enum err cookie_prune(struct ctx *cx, struct db *db, int64_t *ret_gone);

extern const struct setting cookie_settings[];
extern const struct job_kind cookie_job_kinds[]; /* "cookies.tidy", "cookies.follow" */

#endif
