/* stats_priv.h -- what the ways of answering a question of stats.h share.
 *
 * Ownership: text and values of a statement live in the ctx's arena or are the question's.
 */
#ifndef PRACA_FACTS_STATS_PRIV_H
#define PRACA_FACTS_STATS_PRIV_H

#include "facts/history.h"
#include "facts/stats.h"
#include "facts/visit.h"

/* How an engine writes what engines write differently. {1} and {2} stand for what is put in. */
struct stats_dialect {
    const char *name;
    const char *param;       /* {1}: the number of a value */
    const char *flag_column; /* {1} is a flag */
    const char *text;        /* a column of text that may be absent */
    const char *number;      /* the same of numbers: 0 */
    const char *whole;       /* an aggregate {1} as a 64-bit number, of nothing 0 */
    const char *distinct;    /* how many different {1} */
    const char *distinct_if; /* ... where {2} */
    const char *count_if;    /* rows where {1} */
    const char *sum_if;      /* sum of {1} where {2} */
    const char *median;      /* of an even count the lower one */
    const char *any;         /* one of {1}, which are all the same */
    const char *divide;      /* whole numbers, rounded down */
    const char *ratio;       /* of whole numbers, NULL when {2} is 0 */
    const char *month;       /* day number {1} → that of the first of its month */
    const char *among;       /* {1} is one of the list of texts {2} */
    const char *has;         /* {2} stands in {1} */
    const char *plain;       /* {1} as text_plain() does it */
    const char *like;        /* {1} like {2}, with \ as escape */
    const char *prop; /* of the JSON {1} what stands at the pointer {2}, as text; "" without */
};

enum stats_value_kind { STATS_NUMBER, STATS_TEXT, STATS_TEXTS };

struct stats_bound {
    enum stats_value_kind kind;
    int64_t number;
    const char *text;
    const char *const *texts;
    size_t count;
};

/* More than what the limits of stats.h let a question need. */
enum { STATS_BOUND_MAX = 512 };

/* A statement with its values, in the order of their numbers. */
struct stats_statement {
    const char *text;
    struct stats_bound values[STATS_BOUND_MAX];
    size_t value_count;
    bool sums[STATS_SUMS]; /* which sums stand as columns, in their order, after the keys */
};

/* Which sums the question's metrics and orders are made of. */
void stats_sums_of(const struct stats_question *q, bool ret[STATS_SUMS]);
/* Columns: a key for each dimension, the sums, and how many rows there are when that was asked. */
MUST_USE enum err stats_compile(struct ctx *cx, const struct stats_question *q,
                                const struct stats_dialect *d, struct stats_statement *ret);
/* Columns: who, at_ms, id, mask of the steps it is one of; in that order. */
MUST_USE enum err stats_compile_funnel(struct ctx *cx, const struct stats_funnel *f,
                                       const struct stats_dialect *d, struct stats_statement *ret);

/* Columns: currency, sum, how many events; those of the most events first, at most STATS_MONEY_MAX. */
MUST_USE enum err stats_compile_other_money(struct ctx *cx, const struct stats_question *q,
                                            const struct stats_dialect *d,
                                            struct stats_statement *ret);

/* One walks through the steps, fed in order of (who, at, id). */
struct stats_walk {
    const struct stats_funnel *f;
    int64_t who;
    bool any;
    size_t depth; /* of who, the furthest */
    int64_t
        began_ms[STATS_STEPS_MAX]; /* the latest beginning of those who stand there; NIL: nobody */
    struct stats_steps steps;
};
void stats_walk_step(struct stats_walk *w, int64_t who, int64_t at_ms, int64_t mask);
void stats_walk_end(struct stats_walk *w);

/* The whole days of the period: from <= day < to. */
void stats_history_days(const struct stats_question *q, int64_t *ret_from, int64_t *ret_to);

/* stats_plain.c: the same questions, answered by walking all rows. Slow, and short enough to be believed. */
struct stats_world {
    const struct fact *facts;
    size_t fact_count;
    const struct visit *visits;
    size_t visit_count;
    const struct history_row *rows;
    size_t row_count;
};
MUST_USE enum err stats_plain(struct ctx *cx, const struct stats_question *q,
                              const struct stats_world *w, struct stats_answer *ret);
/* In the order of stats_compile_other_money(). */
MUST_USE enum err stats_plain_other_money(struct ctx *cx, const struct stats_question *q,
                                          const struct stats_world *w, struct stats_money **ret,
                                          size_t *ret_n);
MUST_USE enum err stats_plain_funnel(struct ctx *cx, const struct stats_funnel *f,
                                     const struct stats_world *w, struct stats_steps *ret);

#endif
