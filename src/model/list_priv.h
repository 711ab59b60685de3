/* list_priv.h -- what list.c, list_plan.c, list_count.c and where.c share. */
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
        PLAN_ALONG,                   /* the index of rare gives both */
        PLAN_CONDITION,               /* whatever index the condition of extra has */
        PLAN_SCAN,                    /* records as they lie, then sorted */
        PLAN_SET,                     /* by their ids alone: list_sets.c */
    } plan;                           /* which index SQLite is held to: list_plan.c */
    const struct model_filter *rare;  /* PLAN_FILTER: whose; NULL: that of the search */
    int64_t found[MODEL_FILTERS_MAX]; /* by filters of q; NIL: not counted, or too many */
    int64_t
        sets; /* a filter that finds so many at most is a set of ids, looked up before a record is read */
    int64_t effort;           /* of a page: after it a second plan is better; 0: there is none */
    int tries;                /* other ways gone before */
    bool tired;               /* it was spent */
    struct words_asked asked; /* q of a model with MODEL_WORDS */
    bool by_words;            /* that there are, and the site's records are all in the index */
    bool matched;             /* the long ones are told by the statement around */
    bool placed;              /* the page begins after one that was seen */
    const char *only;         /* ids as JSON: no others; NULL: all */
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
/* "site = ?", and nothing else yet. */
struct where where_begun(const struct lister *l);
/* Site, filters and search of a list. */
MUST_USE enum err where_build(struct lister *l, struct where *ret);
/* Reads q, for a model with words. Before the others. */
MUST_USE enum err where_ask(struct lister *l);
/* A filter that leaves only records with a value in the sort field; NULL: none. */
const struct model_filter *where_on_order(const struct lister *l);
/* One filter. */
MUST_USE enum err where_filter(struct lister *l, struct where *w, const struct model_filter *by);
/* Whether a filter stands as a set of ids. */
bool where_is_set(const struct lister *l, const struct model_filter *by);
/* Whether its index alone knows whom a filter finds. */
bool where_is_told_by_index(const struct field *f, const struct model_filter *by);
/* Whether the index of a filter goes on with m->along; and whether it is the index of that range too, be it of m->along or of its own
 * field. */
bool where_has_along(const struct lister *l, const struct model_filter *by);
bool where_goes_with(const struct lister *l, const struct model_filter *by,
                     const struct model_filter *range);
/* A filter with the ranges that its index goes on with. */
MUST_USE enum err where_path(struct lister *l, struct where *w, const struct model_filter *by);
MUST_USE enum err where_begin(struct ctx *cx, struct db *db, const char *text,
                              const struct where *w, struct db_stmt **ret);

/* Binds all values, again after db_again(). */
void where_bind(const struct where *w, struct db_stmt *st);
/* Those that have a tag, of record_tags. */
void where_tagged(const struct lister *l, struct where *w, const struct model_filter *by);

/* --- list.c */

/* Appends to w what an entry of the order's index must meet: the site, filters of that field, the place c (NULL: from the beginning). */
MUST_USE enum err list_order_where(const struct lister *l, struct where *w, bool nulls,
                                   const struct cursor *c);
void list_order_by(const struct lister *l, struct buf *b);
/* Whether records without a value of the order come after the others. */
bool list_has_nulls(const struct lister *l);
/* The page by the plan that is set. */
MUST_USE enum err list_run_parts(struct lister *l, const struct cursor *c, size_t want);

/* --- list_sets.c: before plan_choose(). *ret is NULL when the page is better found without sets; otherwise it is in l, and *ret, which
 * is given back by list_sets_done(), knows how many there are. */
struct list_sets;
MUST_USE enum err list_by_sets(struct lister *l, const struct cursor *c, size_t want,
                               struct list_sets **ret);
MUST_USE enum err list_sets_count(struct list_sets *s, struct model_page *page);
void list_sets_done(struct list_sets *s);

/* --- list_plan.c: after where_ask(). Sets plan, rare, found, sets and effort. */
MUST_USE enum err plan_choose(struct lister *l);
/* Whether an index finds its records, other than that of the order. Of two ends of one range the first stands for both. */
bool plan_is_path(const struct lister *l, const struct model_filter *by);
/* Whether the index of this filter gives the records in the list's order. */
bool plan_goes_along(const struct lister *l, const struct model_filter *by);
/* Another way when effort was spent on one; the last has no bound. */
MUST_USE enum err plan_again(struct lister *l);
/* How many records the index of a filter finds, up to most; NIL: more, or too dear to say. ranges: with those that it goes on with. */
MUST_USE enum err plan_count(struct lister *l, const struct model_filter *by, bool ranges,
                             int64_t most, int64_t *ret);
/* The filter that finds fewest, of those that are counted; NULL: none is. */
const struct model_filter *plan_rarest(const struct lister *l);
/* Along the index of this one (NULL: that of the words), with sets of the others as far as they are worth it. */
void plan_filter(struct lister *l, const struct model_filter *rarest);

/* --- list_count.c: sets count and count_more of the page. Leaves no plan behind. */
MUST_USE enum err list_count(struct lister *l, struct model_page *page);

#endif
