/* score_suggest.h -- a fit model that past deals suggest, for a person to accept or not.
 *
 * Learned (score_learn.h) from won and lost deals and what the record of their contact and its company says, but for what follows
 * from the outcome: lifecycle, lead status, deals. The weights become points of 100 such that the deals learned from spread
 * from 0 to 100 (2nd to 98th percentile); rows of less than SUGGEST_POINTS_LEAST points, or of fewer
 * deals than a win rate is told of (SUGGEST_ROW_LEAST), are left out. Each row says in how many
 * deals it was met and how many of those were won. Needs SCORE_SAMPLE won and as many lost.
 *
 * What is suggested does nothing by itself: accepted, its rows become the draft of the fit model.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_NOTFOUND "score.no_suggestion"; ERR_CONFLICT "score.suggestion_small" (too few deals to accept anything).
 */
#ifndef PRACA_PEOPLE_SCORE_SUGGEST_H
#define PRACA_PEOPLE_SCORE_SUGGEST_H

#include "people/score_learn.h"
#include "people/score_model.h"

enum { SUGGEST_POINTS_LEAST = 3, SUGGEST_ROW_LEAST = 10, SUGGEST_DEALS_MAX = 20000 };

/* JSON: {"known", "deals", "won", "lost", "need", "auc", "base", "rows": [{"of": {"field", "value", "other"}, "points", "rule", "n",
 * "won"}]}. known false: too few; auc and rows are empty then. It has no words, so that everybody reads it in their language. */
MUST_USE enum err score_suggest(struct ctx *cx, struct db *db, const char **ret);
/* The open one, its rows with "label" and "sentence" in the place of "of", in the language of cx; *ret NULL: there is none. */
MUST_USE enum err score_suggestion(struct ctx *cx, struct db *db, const char **ret,
                                   int64_t *ret_at);
/* Inside db_write(): the open one, in the place of what was open. */
MUST_USE enum err score_suggestion_put(struct ctx *cx, struct db *db, const char *result);
/* Inside db_write(). rows: numbers of those that are taken, a JSON list; NULL: all. */
MUST_USE enum err score_suggestion_accept(struct ctx *cx, struct db *db, const struct json *rows,
                                          struct score_model *ret);
MUST_USE enum err score_suggestion_dismiss(struct ctx *cx, struct db *db);

#endif
