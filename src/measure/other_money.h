/* other_money.h -- money in a currency that is not the site's: it is in no sum, and stands beside the sum it is not in.
 *
 * Nothing is converted. A list has one entry for each currency and what its money is of, in the order they were met. Media is spend
 * too: a channel report tells it apart because some figures are of media alone, and other_money_pick() makes it spend again.
 *
 * Ownership: entries live in the arena; a list may be copied while nothing is added to either.
 * Errors:    none: an entry that found no memory is left out, and the arena says that it is full.
 * Units:     minor units of the entry's own currency; never past int64 (money_add).
 */
#ifndef PRACA_MEASURE_OTHER_MONEY_H
#define PRACA_MEASURE_OTHER_MONEY_H

#include "measure/figure.h"

/* Bits, so that several may be asked for at once. */
enum other_money_of { OTHER_DEALS = 1, OTHER_SPEND = 2, OTHER_MEDIA = 4 };

struct other_money {
    enum other_money_of of;
    const char *currency;
    int64_t value_minor;
    int64_t count; /* deals, or lines of spend */
};

struct other_monies {
    struct other_money *all;
    size_t n, room;
};

/* Whether an amount is none of the site's. One that names no currency is. */
bool is_foreign(const char *currency, const char *of_site);

void other_money_add(struct arena *arena, struct other_monies *list, enum other_money_of of,
                     const char *currency, int64_t value_minor, int64_t count);
/* Those of the kinds in `of`, added to what is there; media becomes spend. */
void other_money_pick(struct arena *arena, struct other_monies *list,
                      const struct other_monies *from, int of);
/* How many deals, or lines. */
int64_t other_money_count(const struct other_monies *list, enum other_money_of of);

/* "US$ 1.200,00, € 50,00"; NULL when there is none. */
const char *other_money_amounts(struct ctx *cx, const struct other_monies *list,
                                enum other_money_of of);
/* "Not counted here: $1,200.00 in another currency, in 2 deals." */
const char *other_money_say(struct ctx *cx, const struct other_money *m);
/* That, a line for each, media as spend: below a table. */
void other_money_lines(struct ctx *cx, const struct other_monies *list, struct buf *out);
/* Member "other_currencies": [{"of": "deals" | "spend", "currency", "value_minor", "count"}]. */
void other_money_json(struct json_writer *w, const struct other_monies *list);

#endif
