/* history_priv.h -- an import of history under way: the engine (history_run.c) and the readers of each format.
 *
 * A reader takes one row of the file and puts what it means into the run (run_fact(), run_row(), run_term()), or counts why not. It does
 * not ask whether the row was applied before: the run drops what it has.
 */
#ifndef PRACA_MEASURE_HISTORY_PRIV_H
#define PRACA_MEASURE_HISTORY_PRIV_H

#include "base/csv.h"
#include "base/time.h"
#include "base/unpack.h"
#include "measure/history_import.h"
#include "measure/judge.h"

enum { HISTORY_ACTIONS_MAX = 500 };

/* What a log of visits knows that our own judgement would make of the agent. "" is not told. */
struct history_extra {
    const char *device, *browser, *browser_version, *os, *os_version;
};

/* A search and its figures over some days. query "" for the totals of a day. */
struct history_term {
    int64_t first_day, last_day;
    const char *query;
    int64_t clicks, impressions, position_milli;
};

struct history_run {
    struct ctx *cx;
    struct history_import *im;
    const struct zone *zone; /* of the file */
    const struct zone *site_zone;
    struct history_options options;
    struct judge_rules rules;
    unsigned char salt[16];
    int64_t from_ms, to_ms;   /* of what is taken */
    int64_t from_day, to_day; /* included */
    const struct history_period *others;
    size_t other_count;
    int64_t span_first, span_last; /* of a search export, by its days */

    bool writing;
    int64_t applied; /* rows that the store has */
    struct fact *facts;
    struct history_extra *extras;
    size_t fact_count, fact_cap;
    struct history_row *rows;
    size_t row_count, row_cap;
    struct history_term *terms;
    size_t term_count, term_cap;

    const char *file; /* inside */
    int64_t line;
    bool told; /* what became of the row */
    struct history_refusal *refusals;
    size_t refusal_count, refusal_cap;
};

struct history_refusal {
    char *file;
    int64_t line;
    const char *code; /* a constant: message key */
};

/* --- history_import.c */
int history_report_named(const char *name); /* 0: none */
MUST_USE enum err history_options_read(struct ctx *cx, const struct json *in,
                                       struct history_options *ret);
enum err history_refuse_state(struct ctx *cx, const char *state);
MUST_USE enum err history_others(struct ctx *cx, struct db *db, int64_t id,
                                 struct history_period **ret, size_t *ret_n);

/* --- history_run.c */
MUST_USE enum err history_state_put(struct ctx *cx, struct db_pool *pool, int64_t id,
                                    const char *state, const char *error);

/* --- history_run.c: what became of a row, once each */
void run_refuse(struct history_run *r, const char *code);
/* Counts it as taken when the moment is one that is wanted; what is asked of the whole visit is asked once. */
bool run_wants_moment(struct history_run *r, int64_t at_ms);
bool run_wants_day(struct history_run *r, int report, int64_t day);
void run_taken(struct history_run *r, int report, int64_t first_day, int64_t last_day);
/* Texts live in the ctx's arena. Sets id, site, receipt and import. False with the row refused, for a wrong one. */
bool run_fact(struct history_run *r, struct fact *f, const struct history_extra *extra);
void run_row(struct history_run *r, const struct history_row *row);
void run_term(struct history_run *r, const struct history_term *term);
/* Number of a visitor, under the key of this run. */
int64_t run_visitor(const struct history_run *r, const char *who, const char *agent, int64_t at_ms);

/* --- readers of tables */

struct history_table {
    int report;      /* of totals; 0: visits or searches */
    int columns[32]; /* by the reader's own numbers; -1: not there */
    int actions[HISTORY_ACTIONS_MAX][5];
    size_t action_count;
    bool matomo;
};

/* Whether this file is one of the format: *ret is filled in. name: of the file. false: it is passed over. */
bool history_plausible_header(struct history_run *r, const char *name, const char *const *header,
                              size_t n, struct history_table *ret);
bool history_matomo_header(struct history_run *r, const char *name, const char *const *header,
                           size_t n, struct history_table *ret);
bool history_search_header(struct ctx *cx, const char *const *header, size_t n,
                           struct history_table *ret);
/* A log of visits. */
bool history_visits_header(struct ctx *cx, const char *const *header, size_t n,
                           struct history_table *ret);
void history_days_row(struct history_run *r, const struct history_table *t,
                      const struct csv_row *row);
void history_matomo_row(struct history_run *r, const struct history_table *t,
                        const struct csv_row *row);
void history_search_row(struct history_run *r, const struct history_table *t,
                        const struct csv_row *row);
/* The days of an export that tells them apart from its searches. */
void history_search_span(struct history_run *r, const struct history_table *t,
                         const struct csv_row *row);
/* The format of a file by its name and first bytes; NULL: cannot be told. */
const char *history_guess(struct ctx *cx, const char *name, const char *head, size_t n);

/* Names as they are compared: "Visitantes únicos" → "visitantes_unicos". */
const char *history_plain_name(struct ctx *cx, const char *name);
/* Text that may be kept: cleaned, at most max bytes. */
const char *history_text(struct ctx *cx, const char *text, size_t max);
/* "google.com" of a source called Google; "" for one that is not known. */
const char *history_source_host(struct ctx *cx, const char *name);
const char *history_device(const char *name);
const char *history_browser(const char *name);
const char *history_system(const char *name);

/* --- history_log.c */

/* A line of an access log, in pieces of the text that was given. */
struct log_line {
    const char *host; /* of the page, where the log tells; "" */
    const char *address, *method, *target, *referrer, *agent;
    int64_t at_ms;
    int status;
};
/* Cuts the line (n bytes and a NUL) into pieces in place. NULL when it is one; otherwise the message key of what is wrong. */
const char *log_line_read(char *line, size_t n, struct log_line *ret);
void history_log_line(struct history_run *r, char *line, size_t n);

#endif
