/* judge.h -- what is concluded about a visit: device and browser, channel, campaign, robot or not.
 *
 * The loader asks at each fact (judge_stage); a job asks again over history when rules changed (rejudge.h). Both give the same
 * answer, because all that is asked of is kept in the visit: user agent, referrer, what the address said, signs, counts. A
 * visit that somebody else called a robot's (its fact came with a reason of its own) stays one.
 *
 * A visit with values in several currencies has those of the site's own, whichever came first; the others stay with their facts.
 *
 * Ownership: a judge belongs to the process; texts of a judged visit are constants or live in the ctx's arena, rules in that of
 *            judge_rules_load().
 * Errors:    those of the database, and only while nothing of the site is known yet: later, rules that cannot be read anew stay.
 * Threads:   a judge is one loader's; the rest: any.
 */
#ifndef PRACA_MEASURE_JUDGE_H
#define PRACA_MEASURE_JUDGE_H

#include "db/db.h"
#include "facts/visit.h"
#include "measure/robot.h"
#include "measure/source.h"
#include "work/setting.h"

struct judge_campaign {
    const char *utm;
    int64_t id;
};

/* Of one site. */
struct judge_rules {
    struct source_rule *sources;
    size_t source_count;
    struct judge_campaign *campaigns; /* by utm */
    size_t campaign_count;
    struct robot_limits limits;
    const char *currency; /* what values of visits are summed in */
};

/* Of the ctx's site. */
MUST_USE enum err judge_rules_load(struct ctx *cx, struct db *db, struct judge_rules *ret);
/* From where the visit came, and what says so. */
struct source_verdict judge_origin(struct ctx *cx, const struct judge_rules *r,
                                   const struct visit *v);
/* The campaign that the address named by its utm_campaign; 0: none of the site's. */
int64_t judge_campaign(const struct judge_rules *r, const char *utm);
/* Everything that follows from what the visit keeps, as if for the first time. */
void judge_anew(struct ctx *cx, const struct judge_rules *rules, struct visit *v);

struct judge;
struct judge *judge_new(struct db_pool *pool);
void judge_free(struct judge *j); /* accepts NULL */
/* A visit_stage of the loader; arg is the judge. */
enum err judge_look(struct ctx *cx, void *arg, struct visit *v, const struct fact *f, bool begins);

extern const struct setting judge_settings[];

#endif
