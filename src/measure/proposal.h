/* proposal.h -- what the figures say to do, what was decided about it, and what came of it.
 *
 * Each night, and when somebody asks, the proposals are made anew from the data (proposal_make.h). One that says the same of the same
 * thing keeps its place and gets the new numbers; one that nothing speaks for any more is replaced and no longer shown. What
 * was accepted is left alone until it was looked at again; what was dismissed does not come back in the same words for PROPOSAL_REST_DAYS.
 *
 * An accepted one has a day on which it is looked at again: by then what happened since is held against what was before, by the rule of
 * its kind (proposal_review.c), and it came true, did not, or nobody can tell. The hit rate is of those that can be told.
 *
 * Two may accept at once: the state is read in the writing transaction, and the second is told (ERR_CONFLICT).
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    ERR_NOTFOUND "model.missing"; ERR_CONFLICT "proposal.decided", "proposal.not_decided", "proposal.reviewed",
 *            "proposal.line_changed", "plan.frozen"; fault fields "reason", "review_on", "shift.…".
 * Units:     evidence: as its names say; money in minor units, rates as fractions.
 */
#ifndef PRACA_MEASURE_PROPOSAL_H
#define PRACA_MEASURE_PROPOSAL_H

#include "measure/asset_judge.h"
#include "measure/budget_shift.h"
#include "model/model.h"
#include "work/job.h"

enum { PROPOSAL_REST_DAYS = 90, PROPOSAL_REVIEW_DAYS = 60, PROPOSAL_REVIEW_MAX = 366 };

/* The numbers of a proposal and of its review, by name. A new one is a place here and its name in proposal.c. */
enum evidence_place {
    EV_LEADS,
    EV_WON,
    EV_RATE,
    EV_LOW,
    EV_HIGH,
    EV_REST,
    EV_CHANCE,
    EV_SPEND,
    EV_REVENUE,
    EV_RETURN_LOW,
    EV_RETURN_MIDDLE,
    EV_RETURN_HIGH,
    EV_CHANCE_PAYS,
    EV_ELASTICITY,
    EV_MONTHS,
    EV_SHARE,
    EV_CURRENT,
    EV_EXPECTED,
    EV_TARGET,
    EV_OUTLOOK_LOW,
    EV_OUTLOOK_MIDDLE,
    EV_OUTLOOK_HIGH,
    EV_DAYS_LEFT,
    EV_GAP,
    EV_GAP_EXTRA,
    EV_DAYS,
    EV_BEFORE,
    EV_BEFORE_OF,
    EV_AFTER,
    EV_AFTER_OF,
    EV_NEEDED,
    EV_REVIEW_CHANCE,
    EV_LOOKS,
    EV_BAR,
};
enum { EVIDENCE = EV_BAR + 1 };

struct evidence {
    double n[EVIDENCE]; /* NaN: not told */
    const char *from, *to, *unit, *metric,
        *channel;        /* NULL: not told; channel: that would close the gap */
    bool margin, hours;  /* returns are of margin; the gap is told in hours */
    const char *measure; /* of a review: what was held against what */
};
struct evidence evidence_empty(void);
void evidence_json(struct json_writer *w, const struct evidence *e);
MUST_USE enum err evidence_read(struct ctx *cx, const char *json, struct evidence *ret);

struct proposal {
    struct record record;
    const char *kind;      /* proposal_kind_name() */
    const char *dimension; /* of proposal_dimensions; "goal" */
    const char *subject;   /* its key there; of a goal its id */
    const char *name;
    int64_t goal;
    const char *state; /* open, accepted, dismissed, replaced */
    int64_t weight;    /* the largest first */
    int64_t confidence;
    const char *evidence;
    const char *reason; /* why it was dismissed */
    int64_t decided_at, decided_by;
    const char *review_on;
    const char *shift;   /* JSON, see proposal_decide.c; NULL: none */
    const char *outcome; /* came_true, did_not, cannot_tell; NULL: not looked at yet */
    const char *findings;
    int64_t reviewed_at;
};

/* Not among the models that the API serves by itself: nobody writes one by hand. */
extern const struct model proposal_model;

/* The dimensions there are. A new one is a row: what the channel report groups by, or what assets are grouped by, and how many of each
 * kind are proposed at most. */
struct proposal_dimension {
    const char *key;
    enum report_by by;
    enum asset_by assets; /* not BY_NO_ASSET: by does not count */
    bool keeps;           /* what is to be kept is said too */
    size_t most;
};
extern const struct proposal_dimension proposal_dimensions[]; /* ended by {0} */
#define PROPOSAL_DIMENSIONS "channel, campaign, page, asset, topic, format"
/* NULL: no such. */
const struct proposal_dimension *proposal_dimension_find(const char *key);

/* What one dimension's rows are judged to be: by the channel report, or out of verdicts. ret_base NULL: none is. */
struct proposal_rows {
    struct judged *rows;
    size_t n;
    const struct judged *base; /* what assets are compared with */
    int64_t leads;             /* of all */
};
MUST_USE enum err proposal_rows_read(struct ctx *cx, struct db *db,
                                     const struct proposal_dimension *d,
                                     const struct channel_powers *powers,
                                     const struct asset_verdicts *verdicts,
                                     struct proposal_rows *ret);

/* --- proposal_make.c, proposal_goals.c */

/* All that the data say now, not saved; the most at stake first. */
MUST_USE enum err proposals_make(struct ctx *cx, struct db *db, struct proposal **ret,
                                 size_t *ret_n);
MUST_USE enum err proposals_of_goals(struct ctx *cx, struct db *db,
                                     const struct channel_powers *powers, struct proposal *to,
                                     size_t room, size_t *ret_n);
MUST_USE enum err proposal_put_evidence(struct ctx *cx, struct proposal *p,
                                        const struct evidence *e);
/* Made, saved, those that are due looked at again; outside of any transaction. */
MUST_USE enum err proposals_refresh(struct ctx *cx, struct db_pool *pool, int64_t *ret_new,
                                    int64_t *ret_reviewed);

/* --- proposal_decide.c: inside db_write() */

struct proposal_shift {
    int64_t plan;
    struct shift_ask ask;
};
/* Whether a shift may be asked for, as budget_shift() judges it. That simulates, which takes a while: so before the transaction in
 * which the proposal is accepted. */
MUST_USE enum err proposal_shift_check(struct ctx *cx, struct db *db,
                                       const struct proposal_shift *shift);
/* Inside db_write(). shift: checked as above. review_on NULL: in PROPOSAL_REVIEW_DAYS. shift NULL: no budget is moved. */
MUST_USE enum err proposal_accept(struct ctx *cx, struct db *db, int64_t id, const char *review_on,
                                  const struct proposal_shift *shift, struct proposal **ret);
MUST_USE enum err proposal_dismiss(struct ctx *cx, struct db *db, int64_t id, const char *reason,
                                   struct proposal **ret);
/* Open again, the budget as it was. */
MUST_USE enum err proposal_undo(struct ctx *cx, struct db *db, int64_t id, struct proposal **ret);

/* --- proposal_review.c */

/* Those whose day has come. */
MUST_USE enum err proposals_review(struct ctx *cx, struct db_pool *pool, int64_t *ret_n);

/* --- proposal_say.c: in the ctx's language */

/* Of what it is: a channel and a row of assets have words of ours. */
const char *proposal_name(struct ctx *cx, const struct proposal *p);
const char *proposal_why(struct ctx *cx, const struct proposal *p, const struct evidence *e,
                         const char *currency);
/* What it would change; NULL: the numbers do not say. */
const char *proposal_effect(struct ctx *cx, const struct proposal *p, const struct evidence *e,
                            const char *currency);
const char *proposal_todo(struct ctx *cx, const struct proposal *p, const struct evidence *e);
/* What the review found; NULL: none yet. */
const char *proposal_found(struct ctx *cx, const struct proposal *p, const struct evidence *found,
                           const char *currency);

/* --- proposal_json.c */

/* Those of a state, the most at stake first. */
MUST_USE enum err proposals_read(struct ctx *cx, struct db *db, const char *state, int limit,
                                 struct proposal ***ret, size_t *ret_n);
/* A member "hits" of an object that is open. */
MUST_USE enum err proposal_hits_json(struct ctx *cx, struct db *db, struct json_writer *w);

struct proposals_ask {
    const char *state; /* NULL: open */
    int limit;         /* 0: 100 */
};
/* {"items": [...], "hits": {"came_true", "did_not", "cannot_tell", "waiting", "open"}, "currency"} */
MUST_USE enum err proposals_json(struct ctx *cx, struct db *db, const struct proposals_ask *ask,
                                 struct buf *out);
MUST_USE enum err proposal_json(struct ctx *cx, struct db *db, const struct proposal *p,
                                struct json_writer *w);
/* What the rates of one dimension are told by: {"dimension", "from", "to", "currency", "margin", "change": {"from", "until", "before": {"leads",
 * "won", "rate"}, "after"} | null, "assets", "unmet", "items": [{"key", "name", "kind", "leads", "mqls", "pipeline_minor", "won", "revenue_minor",
 * "spend_minor", "spend_why", "rate", "low", "high", "rest", "chance",
 * "return_low", "return_middle", "return_high", "chance_pays", "elasticity", "have", "need"}]}. Fault field "dimension". */
MUST_USE enum err proposal_evidence_json(struct ctx *cx, struct db *db, const char *dimension,
                                         struct buf *out);

/* --- proposal_rows.c: the rows behind what a dimension's rows are told by */

/* ask: key, from, to, limit, after; column "leads", "lead_mqls", "pipeline_minor", "won", "revenue_minor" or "spend_minor". *ret is it as
 * report_rows_read() and report_rows_csv() take it. Fault fields "dimension", "column" and those of channel_report.h. */
MUST_USE enum err proposal_rows_ask(struct ctx *cx, struct db *db, const char *dimension,
                                    const struct rows_ask *ask, struct rows_ask *ret);

extern const struct job_kind proposal_job_kinds[]; /* "measure.proposals" */

#endif
