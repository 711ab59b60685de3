/* launch.h -- the gate of a campaign: what it lacks, what nobody looked at, and who let it through all the same.
 *
 * Audience, goal and metric are missing or not: without them a campaign starts only with a reason, which is kept. The rest is the
 * checklist of its channels (checklist.h): what is open there is said and must be confirmed. The API, the command line and
 * the screen ask these functions and so refuse alike. Each change of state leaves a line in the log.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_NOTFOUND; ERR_INVALID with a wrong field for each thing that stands in the way: "audience", "goal", "metric" with
 *            "campaign.gate", "checklist.ITEM" or "checklist.ITEM.CHANNEL" with "campaign.unready" (item); ERR_CONFLICT
 *            "campaign.state" (state).
 */
#ifndef PRACA_STRATEGY_LAUNCH_H
#define PRACA_STRATEGY_LAUNCH_H

#include "strategy/campaign.h"

enum launch_state { LAUNCH_DONE, LAUNCH_OPEN, LAUNCH_MISSING };

struct launch_item {
    const char *key;   /* "audience", "utm", "mail_test" */
    const char *field; /* as a refusal names it */
    const char *words;
    const char *note; /* what the program saw there; NULL: nothing to add */
    int64_t channel;  /* NIL: of the campaign as a whole */
    const char *channel_name;
    enum launch_state state;
    bool automatic;
    int64_t tick, ticked_by, ticked_at; /* of a person; NIL: nobody */
};

struct launch_move {
    int64_t id, at, actor; /* actor 0: the program itself */
    const char *origin, *from, *to, *reason;
    const char *missing, *unready; /* fields, apart by spaces; NULL: none */
};

struct launch {
    struct campaign *campaign;
    struct launch_item *items;
    size_t n, missing, open;
    struct launch_move *moves; /* newest first */
    size_t move_n;
};

MUST_USE enum err launch_look(struct ctx *cx, struct db *db, int64_t campaign, struct launch *ret);

/* What is asked of a campaign by whoever changes its state. */
struct launch_ask {
    int64_t campaign;
    const char
        *reason;    /* start: why it starts without what is missing; else why it ends; NULL: none */
    bool confirmed; /* open items are known */
};
/* Inside db_write(). ret: as it is afterwards. */
MUST_USE enum err launch_start(struct ctx *cx, struct db *db, const struct launch_ask *ask,
                               struct launch *ret);
MUST_USE enum err launch_stop(struct ctx *cx, struct db *db, const struct launch_ask *ask,
                              struct launch *ret);
MUST_USE enum err launch_finish(struct ctx *cx, struct db *db, const struct launch_ask *ask,
                                struct launch *ret);

/* For campaign.c: which of audience, goal and metric it lacks, as wrong fields; and a line in the log. */
MUST_USE enum err launch_gate(struct ctx *cx, const struct campaign *c);
MUST_USE enum err launch_log(struct ctx *cx, struct db *db, const struct campaign *was,
                             const struct campaign *is);
/* Before it is deleted. Its assets, channels, ticks, uses of claims and log go with it; what came of it (spend, deals, people, links,
 * codes) does not, and refuses: ERR_CONFLICT "campaign.holds" (what). */
MUST_USE enum err launch_forget(struct ctx *cx, struct db *db, const struct campaign *c);

#endif
