/* claim_ledger.h -- how the claims of a plan stand today: proved, without proof, or no longer proved.
 *
 * A proof stands unless it was withdrawn, on whatever day, or its last day is over. One by a figure stands while the figure, as it was
 * last read, is what was asked of it; it fails when it is not, and is unknown before it was read or while there is too little to tell. A
 * claim is
 *   proved     when at least one of its proofs stands,
 *   unproved   when it has none, or only figures that fail or are unknown,
 *   withdrawn  when a proof of it expired or was withdrawn, and none stands any more.
 * No state is stored, so it is right on the day it is read. Each use of a claim that is not proved is flagged.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_NOTFOUND "model.missing" of the plan or the canvas.
 * Units:     days are YYYY-MM-DD on the site's clock.
 */
#ifndef PRACA_STRATEGY_CLAIM_LEDGER_H
#define PRACA_STRATEGY_CLAIM_LEDGER_H

#include "db/db.h"
#include "strategy/claim_proof.h"
#include "strategy/claim_use.h"

enum proof_state {
    PROOF_STANDS,
    PROOF_EXPIRED,
    PROOF_WITHDRAWN,
    PROOF_FAILS,
    PROOF_UNKNOWN,
    PROOF_STATES
};
enum claim_state { CLAIM_PROVED, CLAIM_UNPROVED, CLAIM_WITHDRAWN, CLAIM_STATES };

enum proof_state proof_state_on(const struct claim_proof *p, const char *today);

struct ledger_use {
    struct claim_use use;
    const char *campaign_name, *audience_name; /* of the campaign; of the canvas */
};

struct ledger_claim {
    int64_t id, version, audience, owner;
    const char *name, *audience_name, *owner_name, *notes;
    enum claim_state state;
    const char *until; /* proved until; NULL: without end, or not proved */
    struct claim_proof *proofs;
    struct ledger_use *uses;
    size_t proof_count, use_count;
    size_t proofs_in[PROOF_STATES];
};

struct claim_ledger {
    const char *today;
    struct ledger_claim *claims; /* in the order they were written */
    size_t count;
    int64_t states[CLAIM_STATES];
    int64_t flagged; /* uses of claims that are not proved */
};

MUST_USE enum err claim_ledger(struct ctx *cx, struct db *db, int64_t plan,
                               struct claim_ledger *ret);
/* {"today", "counts", "flagged_uses", "claims"} */
void claim_ledger_json(struct ctx *cx, const struct claim_ledger *l, struct json_writer *w);

/* The canvas of an audience with all that stands on it: {"positioning", "audience_name", "plan_name", "rivals", "claims"}. Its
 * claims are those it uses, those of its audience, and those told everybody. */
MUST_USE enum err positioning_canvas(struct ctx *cx, struct db *db, int64_t positioning,
                                     struct json_writer *w);

#endif
