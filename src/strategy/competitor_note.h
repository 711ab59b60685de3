/* competitor_note.h -- what was noticed about a competitor: on which day, in which of its three sections, and from where.
 *
 * A note comes from a person, or from the watch (watch/watch_source.h) with the changes it found, as a JSON list of
 *     {"what": "price", "key": "Plano Pro · /mês", "before": "R$ 199,00", "after": "R$ 249,00"}
 * where before or after is null for what came or went, and of many new addresses
 *     {"what": "url", "added": 12, "removed": 0, "examples": ["https://..."]}.
 *
 * Unlike what else step 2 holds, notes do not freeze with the plan: they go on being taken while it is in force.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    fault field "source" with "competitor_note.source" (neither words nor an address); "noted_on" with
 *            "competitor_note.future".
 */
#ifndef PRACA_STRATEGY_COMPETITOR_NOTE_H
#define PRACA_STRATEGY_COMPETITOR_NOTE_H

#include "model/model.h"

struct competitor_note {
    struct record record;
    int64_t competitor;
    const char *section;  /* offers, sales, content */
    const char *presence; /* online, offline; NULL: not said */
    const char *noted_on; /* a day */
    const char *body;
    const char *source; /* in words */
    const char *url;
    const char *origin; /* person, watch */
    int64_t author;     /* user id; NIL: the watch */
    int64_t watch;      /* the source that was watched; NIL: none */
    const char *changes;
    int64_t alert;   /* 1: somebody should look */
    int64_t seen_at; /* somebody did */
};

extern const struct model competitor_note_model;
extern const char *const competitor_sections[];

/* Alerts that somebody looked at: of one note, or (note 0) of all of a competitor. Inside db_write(). */
MUST_USE enum err competitor_note_seen(struct ctx *cx, struct db *db, int64_t competitor,
                                       int64_t note);

#endif
