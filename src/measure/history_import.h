/* history_import.h -- visits and searches from before us: a file of another program is tried, read in, and taken back.
 *
 * Formats: "plausible" (its export: a ZIP archive or single CSV files of daily totals), "matomo" (a CSV log of visits, or CSV reports
 * by day), "log" (an access log in the combined format, also gzip), "search" (the performance export of Google Search Console: CSV or ZIP).
 * Totals of days stay totals (facts/history.h); an access log and a log of visits become visits, judged as those that are measured.
 *
 * What is not taken is counted by why: refused (cannot be read; each line is told), covered (before or after what was asked for, by default
 * from the first measured visit on), outside (another import holds these days already), assets, failures (answers of an error), others
 * (no page was asked for: another method, a redirection). rows = taken + all of these.
 *
 * Of an access log no address is kept: a visitor is a hash of address, agent and day under a key that lives while the import runs. It
 * is the same for a run that was killed and goes on, and gone at the end.
 *
 * Each row is applied once: rows and the place in the file are one transaction of the store they go to. Counts are made by reading, and
 * a run that goes on reads from the beginning, so they are right whatever happened.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_NOTFOUND "history.none"; ERR_CONFLICT "history.state" (state), "history.same_file" (name, date); ERR_INVALID with fields
 *            "format", "options.zone", "options.from", "options.to", "options.report"; "history.nothing" (no file inside was understood), "history.no_rows",
 *            "history.need_report", "history.need_period"; those of unpack.h and csv.h; ERR_BUSY "facts.stopping".
 * Units:     days since 1970-01-01 on the site's clock; NIL for none.
 * Threads:   one at a time per import; the state says who.
 */
#ifndef PRACA_MEASURE_HISTORY_IMPORT_H
#define PRACA_MEASURE_HISTORY_IMPORT_H

#include "base/json.h"
#include "facts/history.h"
#include "work/job.h"

enum { HISTORY_REFUSALS_MAX = 10000, HISTORY_VISITS_BIT = 1 };

/* What is asked of an import. Texts "" when not said. */
struct history_options {
    const char *host;      /* of the pages in a log, which does not name it */
    const char *zone;      /* of the file's times without one; "": the site's */
    const char *from, *to; /* days, included */
    const char *report;    /* of a Matomo report that does not tell: "totals", "pages" ... */
    bool overlap;          /* also days that another import holds */
};

struct history_import {
    int64_t id;
    const char *format, *state, *name;
    int64_t bytes;
    const char *sha256, *options;
    int64_t until_ms;
    const char *salt;
    int64_t rows, taken, refused, covered, outside, assets, failures, others;
    int64_t visits, views, robots, totals; /* in the store at the end */
    int64_t reports, first_day, last_day;
    int64_t bytes_done, at_row;
    const char *error;
    int64_t job, actor, created_at, started_at, ended_at;
};

/* Bytes and digest of a file, and its format when that is not given ("" or NULL). */
MUST_USE enum err history_probe(struct ctx *cx, const char *path, const char *format,
                                struct history_import *ret);
/* Inside db_write(). Sets the id. options NULL: none. */
MUST_USE enum err history_add(struct ctx *cx, struct db *db, const struct json *options,
                              struct history_import *in);
MUST_USE enum err history_set_options(struct ctx *cx, struct db *db, int64_t id,
                                      const struct json *options);
MUST_USE enum err history_get(struct ctx *cx, struct db *db, int64_t id,
                              struct history_import *ret);
MUST_USE enum err history_list(struct ctx *cx, struct db *db, struct history_import **ret,
                               size_t *ret_n);
MUST_USE enum err history_find_begun(struct ctx *cx, struct db *db,
                                     const struct history_import *like, struct history_import *ret,
                                     bool *ret_found);
/* One that holds nothing. ERR_CONFLICT "history.state". Inside db_write(). */
MUST_USE enum err history_remove(struct ctx *cx, struct db *db, int64_t id);
void history_to_json(struct ctx *cx, struct json_writer *w, const struct history_import *h);
/* What could not be read, as a CSV: file, line, why. */
MUST_USE enum err history_refusals_csv(struct ctx *cx, struct db *db, int64_t id, struct buf *out);

/* A stretch of the past that an import holds. */
struct history_period {
    const char *format;
    int64_t reports, first_day, last_day;
};
MUST_USE enum err history_periods(struct ctx *cx, struct db *db, struct history_period **ret,
                                  size_t *ret_n);

/* ERR_CONFLICT "history.same_file". */
MUST_USE enum err history_check_file(struct ctx *cx, struct db *db,
                                     const struct history_import *im);

/* --- the work; each takes its own transactions */

typedef enum err history_tick(struct ctx *cx, void *self, const struct history_import *now);
struct history_work {
    struct db_pool *pool;
    struct fact_store *store;
    const char *path;
    history_tick *tick; /* may be NULL */
    void *self;
};
/* Reads all and changes nothing but counts and the list of what was refused. */
MUST_USE enum err history_simulate(struct ctx *cx, const struct history_work *w, int64_t id);
MUST_USE enum err history_run(struct ctx *cx, const struct history_work *w, int64_t id);
MUST_USE enum err history_undo(struct ctx *cx, const struct history_work *w, int64_t id);

/* --- as jobs: history_jobs.c */

enum history_errand { HISTORY_TRY, HISTORY_RUN, HISTORY_UNDO };
/* Where the file of an import stands. */
const char *history_file(struct ctx *cx, const char *uploads_dir, int64_t id);
/* Inside db_write(). */
MUST_USE enum err history_queue(struct ctx *cx, struct db *db, int64_t id,
                                enum history_errand what);
extern const struct job_kind history_job_kinds[];

#endif
