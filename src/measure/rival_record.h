/* rival_record.h -- how deals end when a competitor is after them too, and what was noticed about it.
 *
 * The win rate is won ÷ (won + lost), of deals in which the competitor was noted down as after the same deal (deal_competitor,
 * people/deal_stage.h), of all time. Under RIVAL_CLOSED_NEEDED closed deals there is none. A competitor stands in each plan that
 * names it; deals count by its name, so they are the same in each.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    ERR_NOTFOUND "model.missing".
 */
#ifndef PRACA_MEASURE_RIVAL_RECORD_H
#define PRACA_MEASURE_RIVAL_RECORD_H

#include "db/db.h"
#include "measure/figure.h"

enum { RIVAL_CLOSED_NEEDED = 10 };

struct rival_record {
    int64_t competitor; /* 0: all deals, whoever was after them */
    int64_t won, lost, open;
    struct figure win_rate;
    int64_t notes, alerts; /* alerts that nobody saw yet */
    const char *last_note_on;
    int64_t watched, failing;
};

/* {"own": {...}, "items": [one for each competitor of the plan]} */
MUST_USE enum err rival_records_json(struct ctx *cx, struct db *db, int64_t plan,
                                     struct json_writer *w);
/* {"record": {...}, "own": {...}, "items": [the deals, open ones first, then the newest]} */
MUST_USE enum err rival_deals_json(struct ctx *cx, struct db *db, int64_t competitor,
                                   struct json_writer *w);

#endif
