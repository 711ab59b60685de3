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

/* --- score.c */
/* Units over the base from which a rounded score reaches n. */
int64_t score_units_for(int64_t base, int64_t n);
/* The models that count; without id: none. */
MUST_USE enum err score_models_load(struct ctx *cx, struct db *db, struct rule_world *w,
                                    struct score_model *ret);
/* A role in a committee of a company. */
struct score_member {
    int64_t contact;
    const char *role;
    int64_t left_at;
};
/* Gives the person the role that weighs most. False: was in committees and left them all. */
bool score_role_take(const struct score_model *m, struct score_person *p,
                     const struct score_member *roles, size_t n);
/* score_account() without the past. */
MUST_USE enum err score_account_now(struct ctx *cx, struct db *db, int64_t account,
                                    struct account_score *ret);

/* --- score_condition.c */
struct score_span { /* both ends included */
    int64_t least, most;
};
struct score_asked {
    struct score_span spans[SCORE_KINDS];
    bool any[SCORE_KINDS]; /* this half is not asked for */
};
MUST_USE enum err score_asked_by(struct ctx *cx, struct db *db, const struct rule_use *u,
                                 struct score_asked *ret);

/* --- score_company.c: of a condition of companies, as rule_condition has them */
MUST_USE enum err score_company_ids(struct ctx *cx, struct db *db, const struct rule_world *w,
                                    const struct rule_use *u, struct rule_ids *ret);
MUST_USE enum err score_company_match(struct ctx *cx, struct db *db, const struct rule_world *w,
                                      const struct rule_use *u, int64_t id, bool *ret,
                                      int64_t *ret_next_at);

static inline int64_t score_clamp(int64_t v)
{
    return v < 0 ? 0 : v > SCORE_FULL ? SCORE_FULL : v;
}

#endif
