/* store_duckdb_priv.h -- one open DuckDB, and a way to ask it: text from tables and constants, values always bound. */
#ifndef PRACA_FACTS_STORE_DUCKDB_PRIV_H
#define PRACA_FACTS_STORE_DUCKDB_PRIV_H

#include "facts/store.h"

#include <duckdb.h>
#include <pthread.h>
#include <stdatomic.h>

enum { ASK_VALUES_MAX = 512 };

/* Of a row of facts f: its time of receipt, which is not written where the id tells it (base/id.h). */
#define STORE_RECEIVED "coalesce(f.received_ms, (f.id >> 22) + 1577836800000)"

/* visit_lends() of a fact f and its visit v; 16 is CONSENT_NAMED. */
#define STORE_LENDS                                                                                \
    "(f.channel is null and (f.subject is null or f.linked or v.subject = f.subject or "           \
    "(v.consent & 16) <> 0))"
_Static_assert(CONSENT_NAMED == 16, "STORE_LENDS");
/* A part of the fact, or what its visit lends it. */
#define STORE_LENT(part) "coalesce(f." part ", case when " STORE_LENDS " then v." part " end)"

struct duckdb_store {
    struct fact_store face; /* first */
    struct store_duckdb_options options;
    char *dir;

    pthread_mutex_t append_lock; /* the writer connection; taken before lock */
    pthread_mutex_t lock;        /* everything below */
    duckdb_database db;          /* NULL until first needed */
    duckdb_connection writer;
    pthread_cond_t calm; /* asking became 0 */
    int asking;          /* questions running */
    bool raised;         /* the memory limit is that of work */
    bool used;           /* something was done since the last rest */
    int64_t asked_ms;    /* monotonic, of the last question's end */
    int64_t rested_ms;   /* monotonic */

    /* What it has in memory is not what is on disk: after a commit that the disk refused, DuckDB goes on with rows whose texts are
     * freed. It is shut, without copying anything back, and opened again before it is used. */
    atomic_bool spoiled;

    int64_t swept_day; /* with append_lock: up to which day of receipt old keys were removed */
};

/* A statement being put together, and then its rows. */
struct ask {
    struct ctx *cx;
    struct duckdb_store *store;
    duckdb_connection con;
    bool own; /* a connection of its own: this is a question, counted in asking */
    struct buf text;
    duckdb_value values[ASK_VALUES_MAX];
    idx_t value_count;
    duckdb_prepared_statement statement;
    duckdb_result result;
    bool has_result;
    duckdb_data_chunk chunk;
    idx_t row, rows;
};

/* The memory limit of work, until store_rest(). */
void duckdb_store_raise(struct duckdb_store *d, duckdb_connection con);
/* With append_lock held, for the writer. */
MUST_USE enum err duckdb_store_open(struct ctx *cx, struct duckdb_store *d);
/* The same for a question, which from then on keeps the database open until it is counted out. */
MUST_USE enum err duckdb_store_enter(struct ctx *cx, struct duckdb_store *d);
/* Both locks held, nobody asking. */
void duckdb_store_shut(struct duckdb_store *d);
/* Notes whether DuckDB says that it cannot go on. */
void duckdb_store_doubt(struct duckdb_store *d, const char *why);
void duckdb_store_used(struct duckdb_store *d);
int64_t duckdb_store_clock_ms(void); /* monotonic */
enum err duckdb_store_broken(struct ctx *cx, const char *why);

enum err duckdb_store_run(struct ctx *cx, duckdb_connection con, const char *sql);
/* Ends the writer's transaction: as it went so far, e, it is committed or undone. */
enum err duckdb_store_end(struct ctx *cx, struct duckdb_store *d, enum err e);
/* The stored parts of each record as rows of the table. */
MUST_USE enum err duckdb_store_add(struct ctx *cx, struct duckdb_store *d, const char *table,
                                   const struct fact_part *parts, size_t part_count,
                                   const void *records, size_t size, size_t n);
MUST_USE enum err duckdb_outcome_add(struct ctx *cx, struct duckdb_store *d,
                                     const struct store_outcome *o);

/* con NULL: a connection of its own, under the memory limit of work. ask_done() in any case. */
MUST_USE enum err ask_begin(struct ctx *cx, struct duckdb_store *d, duckdb_connection con,
                            struct ask *a);
void ask_done(struct ask *a);
void ask_add(struct ask *a, const char *sql);
/* The sql has one ? for the value. NIL and NULL bind NULL. */
void ask_number(struct ask *a, const char *sql, int64_t v);
void ask_text(struct ask *a, const char *sql, const char *v);
/* The sql has one ? for a list. */
void ask_numbers(struct ask *a, const char *sql, const int64_t *list, size_t n);
void ask_texts(struct ask *a, const char *sql, const char *const *list, size_t n);
/* " and ..." of a filter's subjects and accounts; before: what stands before the names of columns. */
void ask_people(struct ask *a, const char *before, const struct store_filter *f);
MUST_USE enum err ask_run(struct ask *a);
/* Goes to the next row; false at the end. */
bool ask_next(struct ask *a);
int64_t ask_get_number(const struct ask *a, idx_t column, int64_t nothing);
bool ask_get_flag(const struct ask *a, idx_t column);
const char *ask_get_text(const struct ask *a, idx_t column); /* "" for NULL; in the arena */

/* "select a, b" of the stored parts, each behind the prefix, and a row of them from the first column on. */
void ask_parts(struct ask *a, const char *prefix, const struct fact_part *parts, size_t n);
void ask_get_parts(const struct ask *a, const struct fact_part *parts, size_t n, void *record);

/* Rows of an answer, growing; not in the arena, where growing would leave every step behind. */
struct row_list {
    void *rows;
    size_t count, cap, size;
};
void *row_add(struct row_list *l);
/* Moves the rows into the arena, which may be full by now; they are gone when something failed before. */
enum err rows_keep(struct ctx *cx, struct row_list *l, enum err before);

/* store_duckdb_visits.c; the first in the writer's transaction. */
enum err duckdb_visits_append(struct ctx *cx, struct duckdb_store *d, const struct store_batch *b);
enum err duckdb_visits_of(struct ctx *cx, struct fact_store *st,
                          const struct store_visitor *visitors, size_t n, int64_t from_ms,
                          int64_t to_ms, struct visit **ret, size_t *ret_n);
enum err duckdb_visits(struct ctx *cx, struct fact_store *st, const struct store_filter *f,
                       const struct store_visit_page *page, struct visit **ret, size_t *ret_n);
enum err duckdb_judged(struct ctx *cx, struct fact_store *st, const struct visit *visits, size_t n,
                       int64_t *ret_n);

/* store_duckdb_forget.c */
enum err duckdb_forget(struct ctx *cx, struct fact_store *st, int64_t site, const int64_t *subjects,
                       size_t n, int64_t mask, int64_t *ret_n);
enum err duckdb_compact(struct ctx *cx, struct fact_store *st);

/* store_duckdb_visitors.c */
enum err duckdb_visitors(struct ctx *cx, struct fact_store *st, int64_t site,
                         const int64_t *visitors, size_t n, struct store_visitor_sum *ret,
                         size_t *ret_n);

/* store_duckdb_history.c */
enum err duckdb_imported(struct ctx *cx, struct fact_store *st, int64_t site, int64_t imported,
                         struct store_imported *ret);
enum err duckdb_drop(struct ctx *cx, struct fact_store *st, int64_t site, int64_t imported,
                     const char *follower);
enum err duckdb_returns(struct ctx *cx, struct fact_store *st, int64_t site, const char *channel,
                        int64_t from_ms, int64_t to_ms, struct store_returns *ret);

/* store_duckdb_age.c */
enum err duckdb_age(struct ctx *cx, struct fact_store *st, const struct store_age_ask *ask,
                    struct store_aged *ret);
enum err duckdb_aged(struct ctx *cx, struct fact_store *st, int64_t site, struct store_aged *ret);

/* store_duckdb_turns.c; the first in the writer's transaction, before the facts of these visits turn. */
enum err duckdb_turns_add(struct ctx *cx, struct duckdb_store *d, const int64_t *visits, size_t n,
                          bool robot, int64_t since_ms);
enum err duckdb_turns(struct ctx *cx, struct fact_store *st, int64_t after, int64_t limit,
                      struct store_turn *ret, size_t *ret_n);
enum err duckdb_turns_passed(struct ctx *cx, struct fact_store *st, int64_t number);

/* store_duckdb_touches.c */
enum err duckdb_touches(struct ctx *cx, struct fact_store *st, const struct store_touches_ask *q,
                        struct store_touches *ret);

/* stats_duckdb.c */
enum err duckdb_stats(struct ctx *cx, struct fact_store *st, const struct stats_question *q,
                      struct stats_answer *ret);
enum err duckdb_other_money(struct ctx *cx, struct fact_store *st, const struct stats_question *q,
                            struct stats_money **ret, size_t *ret_n);
enum err duckdb_funnel(struct ctx *cx, struct fact_store *st, const struct stats_funnel *f,
                       struct stats_steps *ret);

/* store_duckdb_query.c */
enum err duckdb_outcomes(struct ctx *cx, struct fact_store *st, int64_t site, int64_t from_day,
                         int64_t to_day, struct store_outcome **ret, size_t *ret_n);
enum err duckdb_counts(struct ctx *cx, struct fact_store *st, const struct store_filter *f,
                       enum store_group by, int64_t limit, struct store_count **ret, size_t *ret_n);
enum err duckdb_timeline(struct ctx *cx, struct fact_store *st, const struct store_filter *f,
                         const struct store_page *page, struct fact **ret, size_t *ret_n);
enum err duckdb_seen(struct ctx *cx, struct fact_store *st, const struct store_filter *f,
                     struct store_seen **ret, size_t *ret_n);
enum err duckdb_quarters(struct ctx *cx, struct fact_store *st, const struct store_filter *f,
                         const char *follower, struct store_quarters *ret);
enum err duckdb_by_ids(struct ctx *cx, struct fact_store *st, const int64_t *ids, size_t n,
                       int64_t since_ms, struct fact **ret, size_t *ret_n);
enum err duckdb_tally(struct ctx *cx, struct fact_store *st, const struct store_filter *f,
                      int64_t least, struct store_tallies *ret);

#endif
