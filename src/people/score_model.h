/* score_model.h -- what gives points: models of fit (who somebody is) and of engagement (what somebody does).
 *
 * A model is a list of rows. A row of fit is a rule over the record (rules/rule.h) that gives its points when it is met.
 * A row of engagement is a behaviour that gives its points each time, halved every half_life_days, at most at_most in
 * sum. A score is base + all points, not below 0 nor above 100. Bands cut it: fit into A B C D, engagement into 1 2 3 4.
 *
 * Versions. One that was published never changes. A change makes a draft, with the next number, beside it; publishing works
 * out what is kept of it aside (state "publishing", a job) and then switches in one transaction. The version before is
 * "retired" and can still be read.
 *
 * What a row of fit may not ask: behaviours (that is engagement), deals (a score that knows the outcome explains
 * nothing), other scores, segments, and windows of days (fit is what one is, not when), so that a kept fit is right until the
 * record or its company changes.
 *
 * JSON of a definition, members that are left out as here:
 *
 *     {"base": 0, "bands": [70, 50, 30], "weights": {"decider": 100, "none": 30},
 *      "rows": [{"label": "Decide", "points": 20, "rule": {"field": "seniority", "is": "director"}}]}
 *     {"base": 0, "bands": [60, 30, 10],
 *      "rows": [{"points": 10, "behaviour": {"event": "view", "path": "/precos"}, "half_life_days": 14, "at_most": 40}]}
 *
 * weights: per cent by buying role, for the score of a company (score.h).
 *
 * Ownership: the ctx's arena.
 * Errors:    wrong fields by their path ("rows.2.points"), ERR_INVALID; ERR_NOTFOUND "score.no_model", "score.no_draft";
 *            ERR_CONFLICT "model.version", "score.publishing" (one is on its way), "score.no_rows".
 * Units:     points and bands of 100; days are local calendar days.
 */
#ifndef PRACA_PEOPLE_SCORE_MODEL_H
#define PRACA_PEOPLE_SCORE_MODEL_H

#include "people/rules.h"
#include "work/job.h"

enum score_kind { SCORE_FIT, SCORE_ENGAGEMENT };
enum {
    SCORE_KINDS = 2,
    SCORE_ROWS_MAX = 40,
    SCORE_BANDS = 3, /* lower limits of all bands but the last */
    SCORE_FULL = 100,
    SCORE_HALF_LIFE_MAX = 365,
    SCORE_ROLES = 11, /* buying roles, and "none" */
    SCORE_BYTES_MAX = 128 * 1024,
};

struct score_row {
    const char *label; /* NULL: none given */
    int64_t points;    /* -100..100, not 0 */
    const struct rule
        *rule; /* NULL: it can no longer be read (a field is gone) and gives nothing */
    int64_t half_life_days, at_most; /* engagement */
};

struct score_model {
    int64_t id, version, number;
    enum score_kind kind;
    const char *state, *definition;
    int64_t created_at, changed_at, published_at, author, published_by;
    /* read from the definition */
    int64_t base, bands[SCORE_BANDS], weights[SCORE_ROLES];
    struct score_row *rows;
    size_t row_count;
};

extern const char *const score_kind_names[SCORE_KINDS]; /* "fit", "engagement" */
extern const char *const score_roles[SCORE_ROLES];      /* buying roles, then "none" */
bool score_kind_of(const char *name, enum score_kind *ret);
/* The weight of a role; NULL or one that is not known: of "none". */
int64_t score_weight(const struct score_model *m, const char *role);
/* 0 for the best band, SCORE_BANDS for the last. */
int score_band(const struct score_model *m, int64_t score);

/* Reads and checks a definition; its canonical JSON is in ret->definition. */
MUST_USE enum err score_model_read(struct ctx *cx, struct db *db, const struct rule_world *w,
                                   enum score_kind kind, const struct json *in,
                                   struct score_model *ret);
/* The one in a state ("draft", "published", "publishing"), with its rows. ret->id 0: there is none. */
MUST_USE enum err score_model_in(struct ctx *cx, struct db *db, const struct rule_world *w,
                                 enum score_kind kind, const char *state, struct score_model *ret);
MUST_USE enum err score_model_numbered(struct ctx *cx, struct db *db, const struct rule_world *w,
                                       enum score_kind kind, int64_t number,
                                       struct score_model *ret);
/* All versions, newest first, without their rows. */
MUST_USE enum err score_models_of(struct ctx *cx, struct db *db, enum score_kind kind,
                                  struct score_model **ret, size_t *ret_n);
/* Whether there is one in the state, cheaply. *ret 0: none. */
MUST_USE enum err score_model_id(struct ctx *cx, struct db *db, enum score_kind kind,
                                 const char *state, int64_t *ret);

/* Inside db_write(). version: that of the draft as the caller read it; 0: do not care. */
MUST_USE enum err score_draft_save(struct ctx *cx, struct db *db, const struct rule_world *w,
                                   enum score_kind kind, const struct json *in, int64_t version,
                                   struct score_model *ret);
MUST_USE enum err score_draft_drop(struct ctx *cx, struct db *db, enum score_kind kind,
                                   int64_t version);
/* The draft is on its way; ret_job works it out and switches. */
MUST_USE enum err score_publish(struct ctx *cx, struct db *db, const struct rule_world *w,
                                enum score_kind kind, int64_t version, int64_t *ret_job);
/* Drafts that make sense for many, for the kinds that have no version at all. */
MUST_USE enum err score_start(struct ctx *cx, struct db *db, const struct rule_world *w,
                              int *ret_added);

/* {"id", "kind", "number", "state", "version", ..., "base", "bands", "weights", "rows": [{..., "sentence"}]} */
MUST_USE enum err score_model_json(struct ctx *cx, struct db *db, const struct rule_world *w,
                                   const struct score_model *m, struct json_writer *out);

/* Does what score_publish() asked for, in this thread. tick may be NULL. *ret_done false: behaviours that it rests on are not
 * counted yet; try again later. */
typedef enum err score_tick(struct ctx *cx, void *self, int64_t done, int64_t total);
MUST_USE enum err score_publish_now(struct ctx *cx, struct db_pool *pool, enum score_kind kind,
                                    score_tick *tick, void *self, bool *ret_done);

extern const struct job_kind score_job_kinds[];

#endif
