/* events.h -- the event side of a data directory for a command: journal/ and facts/, read by the follower "loader".
 *
 * The server opens the same for itself and keeps it; a command that finds it open elsewhere is refused.
 *
 * Errors: ERR_CONFLICT "facts.locked": a server or another command has it; those of journal.h and loader.h.
 */
#ifndef PRACA_APP_EVENTS_H
#define PRACA_APP_EVENTS_H

#include "app/instance.h"
#include "facts/journal.h"
#include "facts/loader.h"
#include "measure/judge.h"
#include "people/visitor_who.h"

struct events {
    struct journal *journal;
    struct fact_store *store;
    struct judge *judge;
    struct visit_stage stages[2]; /* what the loader asks about visits */
    struct visitor_who *who;
    struct loader_stage fact_stages[2]; /* what it asks about facts */
    struct loader *loader;
};

/* The stages of the loader, for whoever makes one: ended by an empty one. */
void events_stages(struct judge *judge, struct visit_stage ret[2]);
void events_fact_stages(struct visitor_who *who, struct loader_stage ret[2]);

/* *ret must stay where it is until it is closed. */
MUST_USE enum err events_open(struct ctx *cx, const struct instance *in, struct events *ret);
/* Loads all that the journal holds into the store. */
MUST_USE enum err events_load(struct ctx *cx, struct events *ev);
void events_close(struct events *ev);

#endif
