/* score_priv.h -- what the files of scores share. */
#ifndef PRACA_PEOPLE_SCORE_PRIV_H
#define PRACA_PEOPLE_SCORE_PRIV_H

#include "people/score.h"

/* --- score_model.c: the rows of a version that is kept, from its definition */
MUST_USE enum err score_model_fill(struct ctx *cx, struct db *db, const struct rule_world *w,
                                   struct score_model *m);

/* --- score_ready.c: drafts to begin with, in the language of cx; JSON written with ' for " */
const char *score_ready(struct ctx *cx, enum score_kind kind);

/* --- score_fit.c */
/* The fit of a loaded contact, clamped; got (may be NULL) tells which rows gave their points. */
MUST_USE enum err score_fit_of(struct ctx *cx, struct db *db, const struct rule_world *w,
                               const struct score_model *m, const struct rule_face *face,
                               int64_t *ret, bool *got);
/* Work out every contact's fit by a model that is on its way. */
MUST_USE enum err score_fit_fill(struct ctx *cx, struct db_pool *pool, int64_t model,
                                 score_tick *tick, void *self);
/* What a retired model kept is taken away, in small transactions. */
MUST_USE enum err score_fit_forget(struct ctx *cx, struct db_pool *pool, int64_t model);

/* --- score_engagement.c */
/* Rows of a version as tables, and the decay that they need. Inside db_write(). */
MUST_USE enum err score_rows_keep(struct ctx *cx, struct db *db, const struct score_model *m);
/* Those of all rows; ret_list has room for SCORE_ROWS_MAX. */
void score_behaviours(const struct score_model *m, struct rule_behaviour *ret_list, size_t *ret_n);
/* Of each row what the contact did until today, ret[row]. */
MUST_USE enum err score_days_read(struct ctx *cx, struct db *db, const struct score_model *m,
                                  int64_t contact, int64_t today, struct score_days **ret);
/* The score at the end of a day. */
int64_t score_on(const struct score_model *m, const struct score_days *days, int64_t day);

/* The people of a company with many of them. */
MUST_USE enum err score_account_run(struct ctx *cx, struct job_run *run);

/* --- score.c: units over the base from which a rounded score reaches n */
int64_t score_units_for(int64_t base, int64_t n);

static inline int64_t score_clamp(int64_t v)
{
    return v < 0 ? 0 : v > SCORE_FULL ? SCORE_FULL : v;
}

#endif
