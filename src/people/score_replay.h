/* score_replay.h -- what a model would have said of deals that were won and lost: whether it tells them apart.
 *
 * A deal has the score of its people as they were known before it was opened: the contact it began with, and those who were in
 * its committee before that moment and had not left; by weight when there are several (the mean). Engagement counts the days
 * before the day of opening. Fit is today's: what a record said in the past is not kept, and the screen says so.
 *
 * Left out and counted: deals without a contact; for engagement those without an opening date. At most SCORE_REPLAY_MAX deals, the
 * latest closed.
 *
 * The answer is kept by model, version and period, until a deal of the period changes, or the day does.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_NOTFOUND "score.no_model".
 */
#ifndef PRACA_PEOPLE_SCORE_REPLAY_H
#define PRACA_PEOPLE_SCORE_REPLAY_H

#include "people/score_figures.h"
#include "people/score_model.h"

enum {
    SCORE_REPLAY_MAX = 20000,
    SCORE_REPLAY_AT_ONCE = 2000, /* more are left to a job */
};

struct score_replay_ask {
    enum score_kind kind;
    int64_t number;   /* of the version */
    int64_t from, to; /* when deals were closed: from <= t < to */
};

/* *ret NULL: it is not kept, and too much to work out at once: queue it. */
MUST_USE enum err score_replay(struct ctx *cx, struct db_pool *pool,
                               const struct score_replay_ask *ask, const char **ret);
/* Inside db_write(). */
MUST_USE enum err score_replay_queue(struct ctx *cx, struct db *db,
                                     const struct score_replay_ask *ask, int64_t *ret_job);
/* The same, however much it is. tick may be NULL. */
MUST_USE enum err score_replay_now(struct ctx *cx, struct db_pool *pool,
                                   const struct score_replay_ask *ask, score_tick *tick, void *self,
                                   const char **ret);

extern const struct job_kind score_replay_job_kinds[];

#endif
