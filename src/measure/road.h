/* road.h -- a plan as a road of nine steps: what is answered, by whom and when, what is missing next, what has drifted.
 *
 * Each question is one row of road_questions.c and is answered by fields of records, never by a text of its own. Its words are the
 * messages "road.q.KEY", "road.why.KEY" and "road.example.KEY". A new question is a row and its six sentences: road, guide,
 * command line and tests follow.
 *
 *  - ROAD_PLAN:  fields of the plan itself.
 *  - ROAD_SOME:  so many records of the model; `fields` are asked together when one is made.
 *  - ROAD_EACH:  those fields of every record of the model. With no record there is nothing to answer yet.
 *  - ROAD_COVER: a record of the model for every audience; `fields` are asked together when one is made.
 *
 * A step is done when all its required questions are answered. A question that rests on another one waits until that is answered.
 * Who answered, and when, is read from the trail of changes.
 *
 * A drift is an answer of the plan that the data speak against, with both figures. A plan that is archived has none.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_NOTFOUND "model.missing", "road.no_plan"; fault field "question" with "road.no_question".
 * Units:     _at unix ms UTC, NIL unknown; figures as in figure.h, money in minor units.
 */
#ifndef PRACA_MEASURE_ROAD_H
#define PRACA_MEASURE_ROAD_H

#include "measure/figure.h"
#include "strategy/answer_evidence.h"
#include "strategy/plan.h"
#include "work/job.h"
#include "work/setting.h"

enum { ROAD_STEPS = 9, ROAD_ROWS_MAX = 500 };

enum road_kind { ROAD_PLAN, ROAD_SOME, ROAD_EACH, ROAD_COVER };

struct road_question {
    const char *key;
    int step;
    enum road_kind kind;
    const struct model *model;
    const char *fields;  /* apart by spaces; all of them make an answer */
    const char *further; /* offered beside them; NULL: none */
    bool required;
    int least;            /* ROAD_SOME: how many at least */
    const char *rests_on; /* key of the question that must be answered before; NULL: none */
    const char *unless;   /* ROAD_EACH: a field that, when given, stands for the answer; NULL */
};

extern const struct road_question road_questions[]; /* step by step; ends with a zero row */
/* NULL: no such. */
const struct road_question *road_question_find(const char *key);

/* What a question is asked of: the plan, a record, or (ROAD_COVER) an audience. */
struct road_target {
    int64_t id;
    const char *name;
    bool given;
    int64_t at, by; /* by: user id, 0 the program, NIL unknown */
};

struct road_proof {
    int64_t id, about, at;
    const char *link, *note;
};

struct road_answer {
    const struct road_question *question;
    int64_t asked, given;
    bool done, waits;
    struct road_target *targets;
    size_t target_count;
    int64_t at, by; /* of the newest answer */
    const char *by_name;
    struct road_proof *proofs;
    size_t proof_count;
};

enum road_state { ROAD_EMPTY, ROAD_BEGUN, ROAD_DONE };

struct road_step {
    enum road_state state;
    int asked, answered;            /* questions */
    const struct road_answer *next; /* what is missing; NULL: nothing */
    const struct road_answer
        *rest; /* of another step, not answered, that this one rests on; NULL */
};

struct road_drift {
    const char *code; /* as in messages "road.drift.CODE" */
    const char *key;  /* the same drift has the same key */
    int step;
    const char *question; /* the answer that the data speak against; NULL: none */
    const char *table;
    int64_t record;
    const char *name;
    enum unit unit;
    double expected, actual; /* NaN: not a matter of figures */
    int64_t have;            /* sample; NIL: none */
    int64_t answered_at;     /* NIL unknown */
    bool old;                /* the answer is older than road.old_months */
    int64_t since;           /* when it was first noticed; NIL: not yet */
    const char *message, *url;
};

struct road {
    const struct plan *plan;
    struct road_answer *answers; /* as in road_questions */
    size_t answer_count;
    struct road_step steps[ROAD_STEPS];
    struct road_drift *drifts;
    size_t drift_count;
    int done;             /* steps */
    int required_missing; /* questions */
};

MUST_USE enum err road_read(struct ctx *cx, struct db *db, int64_t plan, struct road *ret);
/* The plan in force; failing that one under way, the newest that is not archived, the newest; never a scenario. */
MUST_USE enum err road_plan_now(struct ctx *cx, struct db *db, int64_t *ret);
/* The required questions that are not answered: a JSON list of their words, and the same in one line. Both NULL: nothing is missing. */
MUST_USE enum err road_missing(struct ctx *cx, struct db *db, int64_t plan, const char **ret_json,
                               const char **ret_said);
/* Before evidence is saved: its question must exist. */
MUST_USE enum err road_evidence_prepare(struct ctx *cx, struct db *db, void *evidence);

void road_json(struct ctx *cx, const struct road *r, struct buf *out);
void road_csv(struct ctx *cx, const struct road *r, struct buf *out);
void road_table(struct ctx *cx, const struct road *r, struct buf *out);
/* A line for each required question without an answer, and each drift; how many. */
size_t road_check(struct ctx *cx, const struct road *r, struct buf *out);
/* The whole plan: {"plan": {…}, "TABLE": [{…}], …} of all models that have a plan. models ends with NULL. */
MUST_USE enum err road_export(struct ctx *cx, struct db *db, int64_t plan,
                              const struct model *const *models, struct buf *out);
/* Whether records of that model are part of a plan. */
bool road_of_plan(const struct model *m);

/* Looks at all plans of the ctx's site that are neither archived nor scenarios, keeps what has drifted and tells "plan.drifted" of what is new. */
MUST_USE enum err road_watch(struct ctx *cx, struct db_pool *pool);
/* How many drifts stand, as of the last look, but for goals behind, which Home tells one by one. */
MUST_USE enum err road_drifts_standing(struct ctx *cx, struct db *db, int64_t *ret);

extern const struct job_kind road_job_kinds[]; /* "plan.drifts" */
extern const struct setting road_settings[];   /* "road.old_months" */

#endif
