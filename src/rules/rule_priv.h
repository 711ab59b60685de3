/* rule_priv.h -- a rule as it stands in memory, and what the files of this folder share. */
#ifndef PRACA_RULES_RULE_PRIV_H
#define PRACA_RULES_RULE_PRIV_H

#include "rules/rule.h"

enum rule_kind { NODE_ALL, NODE_ANY, NODE_NOT, NODE_FIELD, NODE_HAS, NODE_EVENT, NODE_USE };

enum rule_op {
    OP_IS,
    OP_IS_NOT,
    OP_IN,
    OP_NOT_IN,
    OP_CONTAINS,
    OP_STARTS,
    OP_AT_LEAST,
    OP_AT_MOST,
    OP_MORE,
    OP_LESS,
    OP_GIVEN,
    OP_WITHIN_DAYS,
    OP_WITHIN_NEXT_DAYS,
    OP_OLDER_THAN_DAYS,
    OP_HAS,
};

/* What follows an operator in JSON. */
enum rule_takes { TAKES_VALUE, TAKES_LIST, TAKES_WORDS, TAKES_DAYS, TAKES_BOOL };

struct rule_operator {
    const char *name;
    enum rule_op op;
    enum rule_takes takes;
    unsigned kinds; /* bit per field_kind */
};
enum { RULE_OPERATORS = 15 };
extern const struct rule_operator rule_operators[RULE_OPERATORS]; /* by rule_op */

/* How a value is held: that of its field, whatever the operator. */
struct rule_value {
    const char *text; /* NULL: number */
    const char *fold; /* of a text field whose column of folds is found by an index */
    int64_t number;
};

struct rule_node {
    enum rule_kind kind;
    const struct rule_node *first, *next;
    size_t count; /* of children */
    /* NODE_FIELD */
    const struct rule_one *one;    /* whose field it is; NULL: the subject's own */
    const struct rule_subject *of; /* of which the field is */
    const struct field *field;     /* built in, a stamp, or custom */
    const char *custom, *label; /* name and label of a field that the site added; NULL otherwise */
    const char *name;           /* as written: "account.industry" */
    enum rule_op op;
    const struct rule_value *values;
    size_t value_count;
    int64_t from, to; /* a moment compared: from <= v < to */
    bool yes;         /* OP_GIVEN */
    /* NODE_HAS; its where is first, or NULL */
    const struct rule_many *many;
    /* NODE_HAS, NODE_EVENT: NIL for none; at least one is there */
    int64_t at_least, at_most;
    /* NODE_EVENT: index into behaviours */
    size_t behaviour;
    int days;                   /* a window, also of OP_*_DAYS; 0: none */
    const struct rule_use *use; /* NODE_USE */
};

/* id, created_at and changed_at: of every record. */
extern const struct field rule_stamps[3];
const struct field *rule_field_find(const struct model *m, const char *name);
/* Whether rules know it: not secret, not JSON. */
bool rule_field_asked(const struct field *f);
/* Whether contains and starts look at the column of folds; they look at text_plain() of the others. */
static inline bool rule_by_fold(const struct rule_node *n)
{
    return !n->custom && model_field_has_fold(n->field);
}
static inline const struct rule_operator *rule_operator_of(const struct rule_node *n)
{
    return &rule_operators[n->op];
}

/* Canonical JSON. */
/* {"event":…} of a behaviour, without its braces: also its key. */
void rule_write_behaviour(struct json_writer *w, const struct rule_behaviour *b);
void rule_write(struct json_writer *w, const struct rule *r, const struct rule_node *n);

/* Days at which a date given as text begins, and as text. */
int64_t rule_date_day(const char *date);
void rule_day_date(int64_t day, char ret[DATE_TEXT_MAX]);

/* --- sets of ids ------------------------------------------------------------------------------- */

/* ids, or all subjects but them. sure: all are records that are there. */
struct rule_set {
    struct rule_ids of;
    bool but, sure;
};

void rule_set_done(struct rule_set *s);
/* Grows by doubling; ERR_LIMIT without memory. */
struct rule_grow {
    struct rule_ids of;
    size_t cap;
    bool sorted;
};
MUST_USE enum err rule_grow_add(struct ctx *cx, struct rule_grow *g, int64_t id);
/* Sorts and drops doubles; takes g over. */
void rule_grow_end(struct rule_grow *g, struct rule_ids *ret);
/* Take both over, whatever comes. */
MUST_USE enum err rule_set_and(struct ctx *cx, struct rule_set *a, struct rule_set *b,
                               struct rule_set *ret);
MUST_USE enum err rule_set_or(struct ctx *cx, struct rule_set *a, struct rule_set *b,
                              struct rule_set *ret);

/* --- SQL --------------------------------------------------------------------------------------- */

struct rule_sql {
    struct ctx *cx;
    struct db *db;
    const struct rule_world *world;
    const struct rule *rule;
    enum db_engine engine;
    struct buf text;
    const char *row;  /* alias of the subject's table */
    int first, binds; /* parameters first .. first + binds - 1 */
    int names;        /* aliases given out */
    struct {
        enum { BIND_INT, BIND_TEXT } kind;
        int64_t number;
        const char *text;
    } values[RULE_BINDS_MAX];
    bool full;
    bool
        few; /* asked of some rows alone: what they refer to is looked up for each, not listed whole */
};

bool rule_node_is_sql(const struct rule_node *n);
/* " and the row is not gone", for a where. + keeps SQLite from taking the index of that field for the best one. */
void rule_sql_there(struct buf *out, const struct rule_subject *s, const char *row);
void rule_sql_begin(struct rule_sql *s, struct ctx *cx, struct db *db, const struct rule_world *w,
                    const struct rule *r, const char *row, int first);
MUST_USE enum err rule_sql_node(struct rule_sql *s, const struct rule_node *n);

#endif
