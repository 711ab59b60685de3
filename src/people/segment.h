/* segment.h -- who belongs to a rule, now.
 *
 * A segment is a rule (rule.h) over contacts or accounts with a name and a kept list of members. The list is right in the
 * transaction of each change of a person, a company or a deal (change.h) and after each event (counters.h); windows end by
 * themselves, when what segment_due says has come. Nobody rebuilds it on a timer.
 *
 * A rule that is new or was changed is worked out from nothing behind the scenes; until that is done the segment is
 * "building", and what changes meanwhile is looked at again at the end (segment_build.c says why nothing is lost). A segment
 * may name others of its kind, {"segment": "17"}, and moves with them in the same transaction; a circle is refused. A
 * record that somebody put in or kept out by hand is in or out whatever the rule says.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    ERR_NOTFOUND "model.missing"; ERR_CONFLICT "segment.named" (names): others name it; wrong fields "rule" with
 *            "segment.circle" (names), "subject" with "segment.subject_fixed"; ERR_LIMIT "segment.many" (max); of a build
 *            "facts.store_away", as rule.h.
 * Units:     _at unix ms, UTC; a day is text YYYY-MM-DD on the site's clock.
 * Threads:   the errand's.
 */
#ifndef PRACA_PEOPLE_SEGMENT_H
#define PRACA_PEOPLE_SEGMENT_H

#include "people/change.h"
#include "people/rules.h"
#include "work/job.h"

enum { SEGMENTS_MAX = 500 };

struct segment {
    struct record record;
    const char *name;
    const char *subject; /* contact, account; fixed */
    const char *rule;    /* canonical JSON */
    const char *description;
    int64_t member_count;
    int64_t counted_at;
    const char *state;   /* building, live */
    const char *trouble; /* why a build waits: the key of a message; NULL */
};

extern const struct model segment_model;
extern const struct rule_condition segment_condition; /* {"segment": "17"} */
extern const struct change_follower segment_follower;

/* What is kept of the site's segments in memory is out of date. Inside db_write(). */
MUST_USE enum err segments_revise(struct ctx *cx, struct db *db);

/* --- asking ------------------------------------------------------------------------------------ */

struct segment_member {
    int64_t id, entered_at;
    const char *name, *address; /* e-mail of a contact, domain of an account */
    const char *manual;         /* "include", or NULL; in segment_manual also "exclude" */
};

struct segment_page {
    int64_t segment, after; /* after: the id that the last page ended with */
    int limit;              /* 0: 50 */
};

/* ret_account: of what kind the members are. ret_next 0: no more. */
MUST_USE enum err segment_members(struct ctx *cx, struct db *db, const struct segment_page *p,
                                  struct segment_member **ret, size_t *ret_n, int64_t *ret_next,
                                  bool *ret_account);
/* Who was put in or kept out by hand. */
MUST_USE enum err segment_manual(struct ctx *cx, struct db *db, const struct segment_page *p,
                                 struct segment_member **ret, size_t *ret_n, int64_t *ret_next);

struct segment_move {
    int64_t id, at, record;
    const char *name;
    bool entered;
    const char *cause; /* change, event, time, rule, manual, merge, import */
};
/* Newest first. */
MUST_USE enum err segment_history(struct ctx *cx, struct db *db, const struct segment_page *p,
                                  struct segment_move **ret, size_t *ret_n, int64_t *ret_next);

struct segment_size {
    const char *day;
    int64_t size;
};
/* A row for each day from..to on which the size changed, and one for from. */
MUST_USE enum err segment_sizes(struct ctx *cx, struct db *db, int64_t segment, const char *from,
                                const char *to, struct segment_size **ret, size_t *ret_n);

struct segment_overlap {
    int64_t this, other, both;
};
/* ERR_INVALID when they are of different kinds. */
MUST_USE enum err segment_overlap(struct ctx *cx, struct db *db, int64_t segment, int64_t with,
                                  struct segment_overlap *ret);

struct segment_of {
    int64_t id, entered_at;
    const char *name, *manual;
};
/* The segments a contact or account belongs to, by name. */
MUST_USE enum err segments_of(struct ctx *cx, struct db *db, int64_t record,
                              struct segment_of **ret, size_t *ret_n);

/* --- changing: inside db_write() --------------------------------------------------------------- */

enum { SEGMENT_MANUAL_MAX = 500 };
/* how: include, exclude, none. Those that are not there are passed over. Leaves an audit entry. */
MUST_USE enum err segment_manual_set(struct ctx *cx, struct db *db, int64_t segment,
                                     const int64_t *ids, size_t n, const char *how,
                                     int64_t *ret_changed);
/* One of them, for who keeps the books elsewhere (bulk.h): no audit entry. */
MUST_USE enum err segment_manual_get(struct ctx *cx, struct db *db, int64_t segment, int64_t record,
                                     const char **ret_how);
MUST_USE enum err segment_manual_put(struct ctx *cx, struct db *db, int64_t segment, int64_t record,
                                     const char *how);

/* Worked out from nothing again: one, or all (0), or all whose rule asks a condition ("score"), or that look at the clock. */
MUST_USE enum err segment_rebuild(struct ctx *cx, struct db *db, int64_t segment);
MUST_USE enum err segments_rebuild_using(struct ctx *cx, struct db *db, const char *condition);

/* The site's own fields are others, or its days begin at other moments: rules are read again, and those that look at either
 * worked out. */
MUST_USE enum err segments_fields_changed(struct ctx *cx, struct db *db);
MUST_USE enum err segments_clock_changed(struct ctx *cx, struct db *db);

/* What these contacts did is counted anew: segments whose rules ask of behaviour, or of another folder's condition, look at
 * them and at their accounts. */
MUST_USE enum err segment_events_came(struct ctx *cx, struct db *db, const int64_t *contacts,
                                      size_t n);

/* Somebody came into the committee of a deal, changed roles or left: what others say of its company (a score) may be new. Inside
 * db_write(). */
MUST_USE enum err segment_committee_changed(struct ctx *cx, struct db *db, int64_t deal);

/* The counters have gone from one position of the journal to another: builds that waited for it go on. Inside db_write(). */
MUST_USE enum err segments_counted(struct ctx *cx, struct db *db, int64_t from, int64_t to);

/* --- behind the scenes ------------------------------------------------------------------------- */

/* All that waits for this site: builds, records to be looked at again, moments that have come. In short transactions.
 * facts may be NULL: then what asks of behaviour goes on waiting. ret_left: something waits still, for now. */
MUST_USE enum err segments_work(struct ctx *cx, struct db_pool *pool, struct fact_store *facts,
                                bool *ret_left);

struct segment_difference {
    int64_t segment;
    const char *name;
    int64_t members, missing, surplus; /* against a full evaluation */
};
/* Every segment of the site (or one) against its rule asked from nothing. */
MUST_USE enum err segments_check(struct ctx *cx, struct db *db, struct fact_store *facts,
                                 int64_t segment, struct segment_difference **ret, size_t *ret_n);

extern const struct job_kind
    segment_job_kinds[]; /* "segments.work" of a site, "segments.look": which sites have work */

#endif
