/* import_jobs.h -- imports that run behind the scenes: asked for here, done by the worker.
 *
 * The file of an import lies in one directory under the import's id. What the worker's app points to begins
 * with a struct import_home, so that a job finds that directory.
 *
 * Errors: as import.h; ERR_INVALID "import.has_errors" (count) before a run is queued.
 */
#ifndef PRACA_PEOPLE_IMPORT_JOBS_H
#define PRACA_PEOPLE_IMPORT_JOBS_H

#include "people/import.h"
#include "work/job.h"

struct import_home {
    const char *uploads_dir;
    const char *folder; /* import.folder: what sources may read below; NULL or "": nothing */
    const char *const *
        allow; /* import.allow: networks that sources may ask though not public, and without TLS; NULL: none */
};

enum import_errand_kind { IMPORT_SIMULATE, IMPORT_RUN, IMPORT_UNDO };

/* DIR/ID; NULL with a full arena. */
const char *import_file(struct ctx *cx, const char *uploads_dir, int64_t id);
/* Inside db_write(): the job, and the state that says it is under way. ERR_CONFLICT "import.state" when the
 * import is where this cannot begin. */
MUST_USE enum err import_queue(struct ctx *cx, struct db *db, int64_t id,
                               enum import_errand_kind what);

extern const struct job_kind import_job_kinds[];

#endif
