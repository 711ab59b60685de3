/* share_link.h -- a link that opens one thing to whoever has it, without an account: a report, a plan, a positioning.
 *
 * What can be shared is a row of share_kinds. A token is signed (work/link.h) and holds a random number; the database holds its
 * digest alone, so the link is shown once, when it is made. It may end on a day, and is ended at any time: from then on it is not
 * found. One link is made for one reader, and so its openings are receipts: when, with which device, and whether a program that
 * looks at links came instead of a person. Such programs are kept and not counted. A reader may also say with a button that they
 * have read it, under a name.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_NOTFOUND "link.wrong", "share.ended" (revoked, or what it opened is gone); ERR_DENIED "link.expired"; fault fields
 *            "expires_at" with "field.past", "note", "kind", "edition", "name"; ERR_LIMIT "share.many".
 * Units:     _at unix ms, UTC; NIL: never.
 */
#ifndef PRACA_MEASURE_SHARE_LINK_H
#define PRACA_MEASURE_SHARE_LINK_H

#include "model/model.h"

enum { SHARE_LINKS_MAX = 50, SHARE_OPENINGS_MAX = 200, SHARE_NOTE_MAX = 120 };

struct share_kind {
    const char *name; /* in the address: /p/NAME/TOKEN; the link's purpose */
    const struct model *model;
    /* ERR_NOTFOUND: there is no such thing to open. */
    enum err (*check)(struct ctx *cx, struct db *db, int64_t target, int64_t edition);
    bool has_editions;
};
extern const struct share_kind share_kinds[];             /* ends with a NULL name */
const struct share_kind *share_kind_of(const char *name); /* NULL: none */

struct share_link {
    int64_t id;
    const char *kind;
    int64_t target, edition; /* edition NIL: the newest */
    const char *note;        /* for whom it is, in its maker's words; NULL */
    int64_t actor, created_at, expires_at, revoked_at;
    int64_t opened_count, opened_at;
    const char *confirmed_by;
    int64_t confirmed_at;
};

struct share_opening {
    int64_t id, opened_at;
    const char *device, *browser; /* "mobile", "Firefox"; NULL: not known */
    const char *robot;            /* NULL: a person's browser */
};

/* Inside db_write(). ret_path: "/p/plan/…". */
MUST_USE enum err share_link_add(struct ctx *cx, struct db *db, struct share_link *in,
                                 const char **ret_path);
MUST_USE enum err share_link_revoke(struct ctx *cx, struct db *db, int64_t id);
/* Newest first. */
MUST_USE enum err share_links(struct ctx *cx, struct db *db, const char *kind, int64_t target,
                              struct share_link **ret, size_t *ret_n);
MUST_USE enum err share_openings(struct ctx *cx, struct db *db, int64_t link,
                                 struct share_opening **ret, size_t *ret_n);
/* What a token opens; sets the ctx's site. */
MUST_USE enum err share_link_open(struct ctx *cx, struct db *db, const char *token,
                                  const char *kind, struct share_link *ret);
/* Inside db_write(): it was opened once more, by what calls itself so. */
MUST_USE enum err share_link_count(struct ctx *cx, struct db *db, int64_t id,
                                   const char *user_agent);
/* Inside db_write(): its reader says under this name that they have read it. */
MUST_USE enum err share_link_confirm(struct ctx *cx, struct db *db, int64_t id, const char *name);
/* Inside db_write(), of all sites: links to what is gone go too. */
MUST_USE enum err share_tidy(struct ctx *cx, struct db *db);
/* path: of a link that was just made; NULL: it is not known any more. */
void share_link_json(struct json_writer *w, const struct share_link *l, const char *path);
void share_opening_json(struct json_writer *w, const struct share_opening *o);

#endif
