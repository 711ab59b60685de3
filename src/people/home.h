/* home.h -- where a process keeps what jobs about people work on beside the database.
 *
 * What the worker's app points to begins with one of these.
 *
 * Ownership: the process's. journal, store and dir may be NULL: a process without them.
 */
#ifndef PRACA_PEOPLE_HOME_H
#define PRACA_PEOPLE_HOME_H

#include "facts/journal.h"
#include "facts/store.h"
#include "people/import_jobs.h"

struct people_home {
    struct import_home imports; /* first: the jobs of imports know just this */
    const char *dir;            /* the data directory */
    struct journal *journal;
    struct fact_store *store;
    const char *loader; /* its name as a follower */
};

#endif
