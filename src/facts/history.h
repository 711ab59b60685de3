/* history.h -- what was counted elsewhere before us: totals of a day, and visits that come in by an import.
 *
 * An analytics program exports totals: so many visitors of a day by source, so many by page. They cannot be crossed with each other
 * any more, and so they are no facts: they are kept as rows of their own (struct history_row), each of one report, and stats.h adds
 * them to an answer where one report holds all that a question speaks of. Visits that can be told apart (an access log, a log of
 * visits) become facts and visits like those that are measured, with the number of their import in them.
 *
 * An import is a follower of its own (store.h): its rows and how far it was read are one transaction, so that one that is killed goes
 * on where it was and has each row once.
 *
 * Ownership: texts of a row live where its maker says; never NULL, "" is "not told".
 * Units:     day: days since 1970-01-01 as the exporting program counted them; _ms a duration.
 */
#ifndef PRACA_FACTS_HISTORY_H
#define PRACA_FACTS_HISTORY_H

#include "facts/loader.h"

/* By what the totals of a row are told apart. */
enum history_report {
    HISTORY_TOTALS = 1,
    HISTORY_SOURCES,
    HISTORY_PAGES,
    HISTORY_ENTRIES,
    HISTORY_EXITS,
    HISTORY_PLACES,
    HISTORY_DEVICES,
    HISTORY_BROWSERS,
    HISTORY_SYSTEMS,
    HISTORY_EVENTS,
};
enum { HISTORY_REPORTS = 11 }; /* one more than the last */

struct history_row {
    int64_t site, imported, report, day;
    const char *host, *path, *kind, *entry, *exit;
    const char *channel, *source, *medium, *campaign, *content, *term, *referrer;
    const char *country, *device, *browser, *browser_version, *os, *os_version;
    int64_t visitors, visits, views, events, bounces, engaged_ms;
    int64_t scroll, scrolled; /* the sum of percents, and of how many visits */
};

enum { HISTORY_FIELDS = 30 };
extern const struct fact_part history_fields[HISTORY_FIELDS];
/* Columns by which the totals of a report are told apart, ended by NULL. */
extern const char *const history_columns[HISTORY_REPORTS][9];

struct history_row history_nothing(void);

struct history_batch {
    const char *follower;
    int64_t from, to;
    struct fact *facts; /* of one import, each with its number in it */
    size_t count;
    const struct history_row *rows;
    size_t row_count;
    const struct visit_stage *stages;
};
/* Facts become visits through the stages, and all of it is stored. The loss ledger, which is of what we were sent, does not count
 * them. Errors: those of store_append(). */
MUST_USE enum err history_append(struct ctx *cx, struct fact_store *st,
                                 const struct history_batch *b);

#endif
