/* research.h -- several people of one company looked around within a few days: somebody there is deciding something.
 *
 * A job looks once an hour at who viewed pages lately (settings care.research_days and care.research_people) and writes an
 * alert for each company with enough different people; one company has at most one alert in as many days. An alert is shown
 * until somebody dismisses it or those days are over. Robots do not count, nor people without a company.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_NOTFOUND "research.missing"; those of facts/store.h.
 * Units:     _at unix ms UTC.
 */
#ifndef PRACA_PEOPLE_RESEARCH_H
#define PRACA_PEOPLE_RESEARCH_H

#include "db/db.h"
#include "facts/store.h"
#include "work/job.h"

struct research_person {
    int64_t contact, views;
    const char *name;
};

struct research_alert {
    int64_t id, account, at, days, dismissed_at;
    const char *account_name;
    struct research_person *people;
    size_t people_count;
};

/* Looks at the ctx's site. */
MUST_USE enum err research_look(struct ctx *cx, struct db_pool *pool, struct fact_store *store,
                                int *ret_made);
/* account 0: all of the site that stand, newest first, at most 20; otherwise all of the company's, dismissed ones too. */
MUST_USE enum err research_alerts(struct ctx *cx, struct db *db, int64_t account,
                                  struct research_alert **ret, size_t *ret_n);
/* again: shows it once more. Inside db_write(). */
MUST_USE enum err research_dismiss(struct ctx *cx, struct db *db, int64_t id, bool again);

/* Asks for a look at the ctx's site now. Inside db_write(). */
MUST_USE enum err research_queue(struct ctx *cx, struct db *db, int64_t *ret_job);

extern const struct job_kind
    research_job_kinds[]; /* "people.research" (hourly), "people.research_site" */

#endif
