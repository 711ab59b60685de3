/* board.h -- the pipeline as a board: a column for each stage with its deals, their number and their money.
 *
 * A won or lost deal stands in the column of its outcome: in its own stage when that is of the kind, else in the first that
 * is. Money is summed per currency and never across; a forecast is amount times the chance of the stage. Numbers and sums
 * count every deal that was asked for; cards are the first of them, by what is next to be done.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    fault fields "from", "to" with "field.date".
 * Units:     unix ms; money in minor units; probability in millionths.
 */
#ifndef PRACA_PEOPLE_BOARD_H
#define PRACA_PEOPLE_BOARD_H

#include "people/deal_stage.h"

enum { BOARD_CARDS = 100 /* of a column */, BOARD_ENDED_DAYS = 30 };

struct board_ask {
    int64_t owner; /* 0: anyone; NIL: nobody's */
    const char *q; /* in the name of the deal or the company; NULL: all */
    /* Days on which a deal was opened; of those that ended, on which it was closed. NULL: open ones of any day, ended
     * ones of the last BOARD_ENDED_DAYS. */
    const char *from, *to;
    const char *missing; /* only deals that lack this role; NULL: all */
};

struct board_sum {
    const char *currency; /* NULL: not given */
    int64_t amount_minor, weighted_minor;
};

struct board_card {
    int64_t id, version;
    const char *name;
    int64_t account;
    const char *account_name;
    int64_t amount_minor;
    const char *currency, *type, *outcome;
    int64_t entered_at, days; /* in the stage; NIL: not known */
    bool exact;               /* else it may be more days */
    bool stalled;
    const char *next_step, *next_step_on;
    bool next_step_late;
    int64_t owner;
    const char *owner_name;
    const char *missing; /* roles apart by commas; "": the committee is whole */
    int64_t closed_at;
    const char *reason;
};

struct board_column {
    const struct deal_stage *stage; /* NULL: deals that say no stage */
    int64_t count;
    struct board_sum *sums;
    size_t sum_count;
    struct board_card *cards;
    size_t card_count;
};

struct board {
    struct board_column *columns;
    size_t count;
    struct board_sum *sums; /* of all open deals */
    size_t sum_count;
};

MUST_USE enum err board_read(struct ctx *cx, struct db *db, const struct board_ask *ask,
                             struct board *ret);
/* {"columns": [{"stage": {...} or null, "count", "sums": [...], "cards": [...]}], "sums": [...]} */
void board_json(struct ctx *cx, const struct board *b, struct buf *out);

#endif
