/* checklist.h -- what is looked at before a campaign goes live, by kind of channel: best practice, as data.
 *
 * Items of the first table the program sees for itself (launch.c); the others a person ticks, by name and time. The sentence of an
 * item is the message checklist.KEY.
 *
 * Ownership: tables are constant; records live in the ctx's arena.
 */
#ifndef PRACA_STRATEGY_CHECKLIST_H
#define PRACA_STRATEGY_CHECKLIST_H

#include "model/model.h"

enum { CHECKLIST_MOST = 9 };

struct checklist {
    const char *kind;                  /* of a channel */
    const char *items[CHECKLIST_MOST]; /* ended by NULL when shorter */
};
extern const struct checklist checklists[]; /* ended by {0} */

/* Of the kind "other" when there is none of this one. */
const struct checklist *checklist_of(const char *kind);
bool checklist_is_automatic(const char *item);
/* The sentence of an item in the language of cx. */
const char *checklist_words(struct ctx *cx, const char *item);

struct checklist_tick {
    struct record record;
    int64_t campaign;
    int64_t channel;
    const char *item;
    int64_t ticked_by; /* user id; set by the program, as the time */
    int64_t ticked_at;
};

extern const struct model checklist_tick_model;

#endif
