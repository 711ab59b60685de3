/* report.h -- a question that somebody saved under a name, to be asked again.
 *
 * A report holds the question as the API takes it (report_kind.h) and, beside it, what the screen had chosen, which is the
 * screen's business. Whoever may see figures sees all reports of the site; whoever may edit the plan changes them.
 *
 * One that was trashed is in no list, its links open nothing and nothing of it goes by mail; it comes back with all of them.
 * After 30 days it is gone.
 *
 * Ownership: the ctx's arena.
 * Errors:    wrong fields "kind", "question" and those of the question with "question." before them, "view"; ERR_NOTFOUND
 *            "model.missing".
 */
#ifndef PRACA_MEASURE_REPORT_H
#define PRACA_MEASURE_REPORT_H

#include "measure/report_kind.h"
#include "model/model.h"
#include "work/job.h"

enum { REPORT_TRASH_DAYS = 30 };

struct report {
    struct record record;
    const char *name, *kind;
    const char *question, *view; /* JSON */
    int64_t owner;
    int64_t trashed; /* 0 or 1 */
};

extern const struct model report_model;

/* Asks it, in the ctx's language. No connection is held while the event store answers. */
MUST_USE enum err report_ask(struct ctx *cx, const struct report_source *source,
                             const struct report *r, struct paper *ret);
/* The same by its number, looked up first. ERR_NOTFOUND also when it is trashed. */
MUST_USE enum err report_read(struct ctx *cx, struct db *db, int64_t id, struct report *ret);
MUST_USE enum err report_ask_by_id(struct ctx *cx, struct db_pool *pool, struct fact_store *facts,
                                   int64_t id, struct report *ret, struct paper *ret_paper);
/* Inside db_write(): one more of the same, named "… (cópia)". */
MUST_USE enum err report_copy(struct ctx *cx, struct db *db, int64_t id, int64_t *ret_id);

/* "Visitas da semana" → "visitas-da-semana.csv" */
const char *report_file_name(struct ctx *cx, const struct report *r);

extern const struct job_kind report_job_kinds[]; /* "reports.due", "reports.tidy" */

#endif
