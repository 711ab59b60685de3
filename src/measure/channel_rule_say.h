/* channel_rule_say.h -- the rules of channels in the API's words: the usual ones to be read, and one address to be tried.
 *
 * Ownership: the ctx's arena.
 * Errors:    those of the database.
 */
#ifndef PRACA_MEASURE_CHANNEL_RULE_SAY_H
#define PRACA_MEASURE_CHANNEL_RULE_SAY_H

#include "base/json.h"
#include "db/db.h"
#include "measure/source.h"

const char *source_step_name(
    enum source_step step); /* "rule", "tag", "paid", "click", "site", "page", "nothing" */

/* {"items": [{"step", "channel", "condition", "medium", "words": [...]}]}, in the order of asking; channel "" where it depends on the
 * site. A rule of the owner's whose condition is a word, and whose medium is that which stands here, holds for the visits the word decides. */
MUST_USE enum err channel_usual_json(struct ctx *cx, struct buf *out);
/* What a visit with this hint comes by now: {"channel", "source", "medium", "campaign", "click", "step", "rule": id or null}. */
MUST_USE enum err channel_try_json(struct ctx *cx, struct db *db, const struct source_hint *hint,
                                   struct buf *out);

#endif
