/* upload_tidy.h -- files that people sent hold personal data, so they are not kept longer than they are of use.
 *
 * A file of an import is removed 30 days after it came (its rows, errors and undo stay); what is left of an upload that
 * nobody finished, after one day. Run by the worker; what its app points to begins with a struct import_home.
 *
 * Errors: ERR_BROKEN "import.uploads" (the directory cannot be read).
 */
#ifndef PRACA_PEOPLE_UPLOAD_TIDY_H
#define PRACA_PEOPLE_UPLOAD_TIDY_H

#include "work/job.h"

enum { UPLOAD_KEEP_DAYS = 30, UPLOAD_PART_KEEP_DAYS = 1 };

extern const struct job_kind upload_tidy_job_kinds[]; /* "import.tidy" */

/* Removes what is old now, by the ctx's clock. */
MUST_USE enum err upload_tidy(struct ctx *cx, const char *dir, int *ret_removed);

#endif
