/* silence.h -- a site that used to get visits at this hour and gets none: the script was lost from the pages, or the way to us is cut.
 *
 * Looked at every ten minutes. Silence is no view for measure.silence_hours, where the same stretch of at least two of the last
 * four weeks had measure.silence_least or more: nights and Sundays are silent by themselves. It is told once, by the webhook event
 * "measure.silence", on Home and by mail to who wants it (mail_choice.h), and again when visits are back.
 *
 * Ownership: the ctx's arena.
 * Errors:    those of facts/store.h.
 * Units:     _at unix ms UTC; NIL: never.
 */
#ifndef PRACA_MEASURE_SILENCE_H
#define PRACA_MEASURE_SILENCE_H

#include "db/db.h"
#include "facts/store.h"
#include "work/job.h"

struct silence {
    bool silent;
    int64_t since;    /* when it was noticed */
    int64_t last_at;  /* the last view; NIL: none is left */
    int64_t expected; /* views in the same stretch, the median of four weeks */
};

/* Looks at the ctx's site and tells what changed. home: for the links of mails; NULL: unknown. */
MUST_USE enum err silence_look(struct ctx *cx, struct db_pool *pool, struct fact_store *store,
                               const char *home, struct silence *ret);
/* As it was last seen. */
MUST_USE enum err silence_get(struct ctx *cx, struct db *db, struct silence *ret);

extern const struct job_kind silence_job_kinds[]; /* "measure.silence" */

#endif
