/* list_priv.h -- what list.c and where.c share. */
#ifndef PRACA_MODEL_LIST_PRIV_H
#define PRACA_MODEL_LIST_PRIV_H

#include "model/model_priv.h"
#include "model/words.h"

enum { LIST_PAGE = 50, ONE_OF_MAX = 50, WHERE_VALUES_MAX = DB_PARAMS_MAX - 1 };

struct order {
    const char *text; /* as asked: "-closed_at" */
    const struct field *f;
    const char *column; /* the field's own, or that of its fold */
    bool down, by_id, is_text;
};

struct lister {
    struct ctx *cx;
    struct db *db;
    const struct model *m;
    const struct model_query *q;
    struct order order;
    enum {
        PLAN_ANY,
        PLAN_ORDER,
        PLAN_FILTER,
        PLAN_ALONG,                  /* the index of rare gives both */
        PLAN_COUNT,                  /* from search_index and the table */
    } plan;                          /* which index SQLite is held to: see where.c */
    const struct model_filter *rare; /* PLAN_FILTER: whose; NULL: that of the search */
    struct words_asked asked;        /* q of a model with MODEL_WORDS */
    bool by_words; /* that there are, and the site's records are all in the index */
    bool placed;   /* the page begins after one that was seen */
    bool is_probe; /* only counts along an index: what the index cannot tell is left out */
    void **records;
    size_t n;
};

/* A condition as text and the values it binds, from parameter 2 on: first those of extra. */
struct where {
    struct buf b;
    enum db_engine engine;
    const struct model_extra *extra;
    int n;
    bool full;
    struct {
        const char *text; /* NULL: number */
        int64_t number;
    } values[WHERE_VALUES_MAX];
};

const struct field *list_field(const struct model *m, const char *name);
/* "+" where the planner must not see a column: that of a filter, or (by NULL) that of the order. */
const char *where_plus(const struct lister *l, const struct model_filter *by);
void where_text(struct where *w, const char *text);
void where_int(struct where *w, int64_t v);
/* Site, filters and search of a list. */
MUST_USE enum err where_build(struct lister *l, struct where *ret);
/* Reads q, for a model with words. Before the others. */
MUST_USE enum err where_ask(struct lister *l);
/* A filter that leaves only records with a value in the sort field; NULL: none. */
const struct model_filter *where_on_order(const struct lister *l);
/* One filter. */
MUST_USE enum err where_filter(struct lister *l, struct where *w, const struct model_filter *by);
/* Sets plan and rare. */
MUST_USE enum err where_choose(struct lister *l);
MUST_USE enum err where_begin(struct ctx *cx, struct db *db, const char *text,
                              const struct where *w, struct db_stmt **ret);

/* --- list_count.c: sets count and count_more of the page. Leaves no plan behind. */
MUST_USE enum err list_count(struct lister *l, struct model_page *page);

#endif
