/* deal_stage.h -- the pipeline of a site: its stages in order, why deals end, and how long deals stood where.
 *
 * A deal names its stage by the stage's key, which stays when the name changes. Whoever writes a deal, an import too, may say
 * a key or a name, in any case and without accents. A stage that nobody has named before is wrong; in an import by who may write
 * stages it is added behind the last open one, so that none of its deals is refused and none is off the board.
 *
 * kind won or lost: a deal that is moved there is won or lost. A deal that is won or lost by its outcome alone keeps the
 * stage it came to and is asked what the first stage of that kind asks. requires: fields of a deal that must be given when it is moved there from another stage; a new deal, such
 * as an import writes, is not asked.
 *
 * Each stay is stamped. A move that is taken back within ten minutes leaves no trace in the stays.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    fault fields of a deal: "outcome" with "deal.outcome_stage", "stage" with "deal.no_stage", and those a stage requires with
 *            "deal.stage_requires". Of a stage: "requires" with "deal_stage.no_field"; ERR_CONFLICT "deal_stage.in_use",
 *            "deal_stage.last". Of an order: "ids" with "deal_stage.order".
 * Units:     probability in millionths; unix ms, UTC.
 */
#ifndef PRACA_PEOPLE_DEAL_STAGE_H
#define PRACA_PEOPLE_DEAL_STAGE_H

#include "people/deal.h"

struct deal_stage {
    struct record record;
    const char *key;
    const char *name;
    int64_t position;
    const char *kind; /* open, won, lost */
    int64_t probability;
    int64_t stall_days;   /* NIL: a deal there never stalls */
    const char *requires; /* JSON list of fields of a deal */
};

extern const struct model deal_stage_model;

/* Why deals are won and lost: what a person chooses from. A deal holds the words. */
struct deal_reason {
    struct record record;
    const char *outcome; /* won, lost */
    const char *name;
    int64_t position;
};

extern const struct model deal_reason_model;

/* A competitor of the plan who is after the same deal. */
struct deal_competitor {
    struct record record;
    int64_t deal;
    int64_t competitor;
    const char *notes;
};

extern const struct model deal_competitor_model;

/* For a site that has no stages: the usual ones and the usual reasons, in the site's language. Inside db_write(). */
MUST_USE enum err deal_stages_usual(struct ctx *cx, struct db *db);
/* All of the site, open ones first, in order. */
MUST_USE enum err deal_stages_all(struct ctx *cx, struct db *db, struct deal_stage **ret,
                                  size_t *ret_n);

/* Places the stages in the order of their ids, a JSON list that names each of the site once. One entry in the audit, none
 * where they stood so already. Inside db_write(). */
MUST_USE enum err deal_stages_order(struct ctx *cx, struct db *db, const struct json *ids);

/* For the deal's before_save: brings stage and outcome into agreement. e: what was wrong before. */
MUST_USE enum err deal_stage_settle(struct ctx *cx, struct db *db, const struct deal *was,
                                    struct deal *is, enum err e);
/* For its after_save: adds a stage nobody named before, and stamps. */
MUST_USE enum err deal_stage_follow(struct ctx *cx, struct db *db, const struct deal *was,
                                    const struct deal *is);

#endif
