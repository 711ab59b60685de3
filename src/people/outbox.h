/* outbox.h -- what the database knows and the journal has to hear of: rows become events or controls, once each.
 *
 * What happens here (an activity that touched a person, a visitor who is somebody, an answer to a form) is committed with a row
 * that says so. Later the row becomes a record of the journal, and when the journal has it on disk the row says that it was sent. A
 * death between the two sends it again with the same key, and the loader drops the second. Rows of one outbox and site go in the
 * order of their ids.
 *
 * A new kind is a row of `outboxes` in outbox.c: its job, its queries, how a row reads as a fact.
 *
 * Errors: those of the database and the journal; a row that was not sent waits.
 */
#ifndef PRACA_PEOPLE_OUTBOX_H
#define PRACA_PEOPLE_OUTBOX_H

#include "facts/journal.h"
#include "work/job.h"

enum outbox { OUTBOX_TOUCHES, OUTBOX_VISITORS, OUTBOX_FORMS, OUTBOX_CODES };

/* Everything that is ready on the ctx's site. journal NULL: leaves it for a process that has one. */
MUST_USE enum err outbox_send(struct ctx *cx, struct db_pool *pool, struct journal *j,
                              enum outbox which, int *ret_sent);

/* "people.touches", "people.visitors", "forms.load": of a job's site, or of all sites. */
extern const struct job_kind outbox_job_kinds[];

#endif
