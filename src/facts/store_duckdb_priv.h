/* store_duckdb_priv.h -- one open DuckDB, and a way to ask it: text from tables and constants, values always bound. */
#ifndef PRACA_FACTS_STORE_DUCKDB_PRIV_H
#define PRACA_FACTS_STORE_DUCKDB_PRIV_H

#include "facts/store.h"

#include <duckdb.h>
#include <pthread.h>

enum { ASK_VALUES_MAX = 24 };

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
void duckdb_store_used(struct duckdb_store *d);
int64_t duckdb_store_clock_ms(void); /* monotonic */
enum err duckdb_store_broken(struct ctx *cx, const char *why);

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
MUST_USE enum err ask_run(struct ask *a);
/* Goes to the next row; false at the end. */
bool ask_next(struct ask *a);
int64_t ask_get_number(const struct ask *a, idx_t column, int64_t nothing);
bool ask_get_flag(const struct ask *a, idx_t column);
const char *ask_get_text(const struct ask *a, idx_t column); /* "" for NULL; in the arena */

/* store_duckdb_forget.c */
enum err duckdb_forget(struct ctx *cx, struct fact_store *st, int64_t site, const int64_t *subjects,
                       size_t n, int64_t mask, int64_t *ret_n);
enum err duckdb_compact(struct ctx *cx, struct fact_store *st);

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
