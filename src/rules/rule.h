/* rule.h -- who is meant: one grammar of conditions over records and over what happened.
 *
 * A rule is JSON that a person builds in the browser. A node of it is one of
 *
 *     {"all": [node...]}  {"any": [node...]}  {"not": node}
 *     {"field": "industry", "is": "Software"}             one operator of the table in rule_schema.c
 *     {"has": "deals", "where": node, "at_least": 1}      related records; where and counts may be left out
 *     {"event": "view", "path": "/precos", "at_least": 2, "within_days": 14}
 *     {"segment": "123"}                                  a condition that another folder declares
 *
 * {"all": []} is everyone; no other group is empty. A field of a record that the subject belongs to is named
 * "account.industry", one that the site added "custom.NAME" (or "account.custom.NAME"). Inside "where" stand groups and
 * fields of the related record alone.
 *
 * Every node is true or false, never unknown: a comparison with a value that is not given is false, but is_not, not_in and
 * given:false are true for it.
 *
 * Time. A window of n days is the site's own today and the n - 1 days before it, so time alone changes an answer at the
 * site's midnight and at no other moment (conditions of other folders say their own). within_days of a field means
 * between that day and today; of facts, that day and all that came after. older_than_days means before the window.
 * A bare date compared with a moment means the whole day.
 *
 * One meaning, three ways to ask: rule_members() for all subjects (SQL for records, the event store for behaviour),
 * rule_match() for one subject in memory, rule_sql() as a part of another statement. The tests hold them equal.
 *
 * Ownership: a rule and all it points to live in the ctx's arena, and point into the world's tables. What rule_ids
 *            holds is malloc'd: rule_ids_done().
 * Errors:    rule_read: a wrong field per mistake, named by the path to it ("rule.all.1.at_least"), ERR_INVALID.
 *            rule_members, rule_count: ERR_BUSY "facts.store_away" when a behaviour is asked and there is no event store.
 * Units:     ms; a day is the number of a local calendar day, days since 1970-01-01.
 * Threads:   the errand's; the world's tables are constant.
 */
#ifndef PRACA_RULES_RULE_H
#define PRACA_RULES_RULE_H

#include "base/json.h"
#include "base/time.h"
#include "db/db.h"
#include "facts/store.h"
#include "model/custom.h"
#include "model/model.h"

enum {
    RULE_DEPTH_MAX = 8,
    RULE_NODES_MAX = 100,
    RULE_BYTES_MAX = 16 * 1024,
    RULE_BEHAVIOURS_MAX = 10,
    RULE_VALUES_MAX = 50, /* of one list */
    RULE_BINDS_MAX = 56,  /* values of all comparisons that one statement can take */
    RULE_TIMES_MAX = 1000000,
    RULE_DAYS_MAX = 3650,
    RULE_PARAMS_MAX = 4,      /* members of a declared condition */
    RULE_RELATED_MAX = 10000, /* related records that rule_match() looks at */
};

/* --- what the folders above declare ------------------------------------------------------------ */

struct rule_subject;
struct rule_world;

/* The record a subject belongs to: "account" of a contact. */
struct rule_one {
    const char *name; /* "account": fields are named "account.industry" */
    const struct rule_subject *to;
    const char *column; /* REF field of the subject that holds its id */
};

/* Records that belong to the subject: "deals" of a contact. */
struct rule_many {
    const char *name;
    const struct rule_subject *to;
    const char *column; /* REF field of the related record that holds the subject's id */
};

/* An id that has become another: records that were merged. Facts keep the old one. */
struct rule_alias {
    int64_t was, is;
};

struct rule_subject {
    const char *name; /* that of the model, "contact"; messages "rule.of.contact" */
    const struct model *model;
    const char
        *gone; /* TIME field since which nobody is there any more, whom no rule means; NULL: none */
    const struct rule_one *ones;   /* ended by {0}; NULL: none */
    const struct rule_many *manys; /* ended by {0}; NULL: none */
    /* Whose facts are the subject's. RULE_FACTS_OWN: a fact's subject is the record. RULE_FACTS_OF: those of the related
     * records (of facts_of), each with their own. */
    enum rule_facts { RULE_FACTS_NONE, RULE_FACTS_OWN, RULE_FACTS_OF } facts;
    const char *facts_of; /* name in manys */
    /* Old ids of facts, rising by was; all of the site's. NULL: no subject was ever merged. Only for RULE_FACTS_OWN; asked
     * of those whose facts others have (RULE_FACTS_OF) too. */
    enum err (*aliases)(struct ctx *cx, struct db *db, struct rule_alias **ret, size_t *ret_n);
};

/* One member of a declared condition. Its name in the field is that in JSON; the offset is not used. Label: message
 * "rule.CONDITION_.NAME"; those of choices "rule.CONDITION_NAME.CHOICE". */
struct rule_param {
    struct field field;
    const char *
        options; /* path of the API that lists what may be chosen, {"items": [{"id", "name"}]}: "/api/v1/lists",
                  * "/api/v1/segments?subject={subject}" */
};

/* A use of a condition in a rule, or of its values. values[i] belongs to params[i]. */
struct rule_use {
    const struct rule_condition *condition;
    const struct rule_subject *subject;
    const char *path; /* of the node, for wrong fields */
    union custom_value values[RULE_PARAMS_MAX];
    bool given[RULE_PARAMS_MAX];
};

/* Sorted, each once; malloc'd. */
struct rule_ids {
    int64_t *ids;
    size_t n;
};

struct rule_sql; /* a condition of SQL being written: rule_sql_*() below */

/* A node that is known elsewhere: {"segment": "1"}, {"score": "fit", "at_least": 50}. The member that names it is
 * key, and params[0].field.name is key too. Message "rule.condition.KEY": its name in the builder. */
struct rule_condition {
    const char *key;
    const char *subjects[3]; /* names of whom it can be asked */
    const struct rule_param *params;
    size_t param_count;
    int binds;   /* values that where() binds at most */
    bool steady; /* time alone never changes its answer */
    /* May be NULL. Values are read already; a mistake is rule_wrong(). */
    enum err (*check)(struct ctx *cx, struct db *db, const struct rule_use *u);
    /* Adds the words, as after "Contatos": "na segmentação Quentes". In the language of cx. */
    enum err (*say)(struct ctx *cx, struct db *db, const struct rule_use *u, struct buf *out);
    /* Either where or ids. where adds SQL that is true or false (never null) for the row of alias rule_sql_row(),
     * whose id is ROW.id and site ROW.site. ids gives all subjects; those that are gone may be among them. */
    enum err (*where)(struct ctx *cx, struct db *db, const struct rule_world *w,
                      const struct rule_use *u, struct rule_sql *out);
    enum err (*ids)(struct ctx *cx, struct db *db, const struct rule_world *w,
                    const struct rule_use *u, struct rule_ids *ret);
    /* ret_next_at: the next moment at which time alone may change the answer, later than now; 0: never. */
    enum err (*match)(struct ctx *cx, struct db *db, const struct rule_world *w,
                      const struct rule_use *u, int64_t id, bool *ret, int64_t *ret_next_at);
};

/* All that rules are read with. */
struct rule_world {
    const struct rule_subject *const *subjects;     /* ended by NULL */
    const struct rule_condition *const *conditions; /* ended by NULL; NULL: none */
    struct fact_store *facts;                       /* NULL: no behaviour can be asked */
    const struct zone *zone;                        /* of the site */
    /* What a REF field without a model (a user) is called; NULL or *ret left NULL: its id is shown. */
    enum err (*ref_name)(struct ctx *cx, struct db *db, const struct field *f, int64_t id,
                         const char **ret);
    void *more; /* for the conditions */
};

const struct rule_subject *rule_subject_find(const struct rule_world *w, const char *name);

/* --- a rule ------------------------------------------------------------------------------------ */

/* What is counted. The window is not part of it: counters are per local day, and windows are applied when they are
 * read, so that two rules with other windows share a counter. */
struct rule_behaviour {
    const char *
        key; /* canonical text, the same for the same behaviour in every rule of every site; at most 700 bytes */
    const char *event;
    const char *path;        /* NULL: any; exact */
    const char *path_starts; /* NULL: any; only one of the two is given */
    const char *channel;     /* NULL: any */
};

struct rule_node; /* rule_priv.h */

struct rule {
    const struct rule_subject *subject;
    const struct rule_node *root;
    const char *json;                        /* canonical: the same rule is the same text */
    const struct rule_behaviour *behaviours; /* each once, by key */
    size_t behaviour_count;
    int days_max; /* longest window of them; 0: one has none, all days count. Without behaviours 1 */
    const struct rule_use *uses; /* of declared conditions */
    size_t use_count;
    bool by_time; /* time alone may change an answer */
    int node_count;
};

/* Checks everything. at: what the rule is called in wrong fields ("rule"). */
MUST_USE enum err rule_read(struct ctx *cx, struct db *db, const struct rule_world *w,
                            const struct rule_subject *subject, const struct json *in,
                            const char *at, struct rule **ret);
/* The same from text, as it is kept. */
MUST_USE enum err rule_parse(struct ctx *cx, struct db *db, const struct rule_world *w,
                             const struct rule_subject *subject, const char *json, const char *at,
                             struct rule **ret);
/* For checks of conditions: a wrong field at u->path and param ("segment"). Returns ERR_INVALID. */
enum err rule_wrong(struct ctx *cx, const struct rule_use *u, const char *param, const char *key);

/* Whether the answer may depend on this field of the subject itself, or (of: name in ones or manys) of a related
 * record; of NULL, field NULL: on anything of the subject's own row. */
bool rule_reads(const struct rule *r, const char *of, const char *field);

/* "Contatos do setor Software que visitaram /precos pelo menos 2 vezes em 14 dias". */
MUST_USE enum err rule_sentence(struct ctx *cx, struct db *db, const struct rule_world *w,
                                const struct rule *r, enum lang lang, const char **ret);
/* What the builder offers for a subject, and the JSON schema of its rules; in the language of cx. */
MUST_USE enum err rule_schema(struct ctx *cx, struct db *db, const struct rule_world *w,
                              const struct rule_subject *subject, struct json_writer *out);

/* Values that records have in a text field ("account.industry"), with these words in them, the commonest first; of the
 * newest records. A wrong field "field" when the subject has no such one. */
enum { RULE_VALUES_OFFERED = 20 };
struct rule_values {
    const char *all[RULE_VALUES_OFFERED];
    size_t n;
};
MUST_USE enum err rule_values(struct ctx *cx, struct db *db, const struct rule_subject *subject,
                              const char *name, const char *q, struct rule_values *ret);

/* --- days -------------------------------------------------------------------------------------- */

/* The local day of a moment, and the first moment of a day. rule_day_start(z, rule_day(z, t)) <= t, always. */
int64_t rule_day(const struct zone *z, int64_t at_ms);
int64_t rule_day_start(const struct zone *z, int64_t day);
/* Whether this fact is counted: robots never are. Site and subject are not looked at. */
bool rule_behaviour_takes(const struct rule_behaviour *b, const struct fact *f);

/* --- all subjects ------------------------------------------------------------------------------ */

void rule_ids_done(struct rule_ids *ids); /* leaves it empty */
/* Of existing records of the site that are not gone. db may be a reading or a writing connection. */
MUST_USE enum err rule_members(struct ctx *cx, struct db *db, const struct rule_world *w,
                               const struct rule *r, struct rule_ids *ret);

/* At least all whose answer time alone may change: where rule_match() gives a moment. */
MUST_USE enum err rule_turning(struct ctx *cx, struct db *db, const struct rule_world *w,
                               const struct rule *r, struct rule_ids *ret);

/* Whether time alone takes subjects out, and never brings one in: then none but those who are in can change. */
bool rule_falls(const struct rule *r);

/* What a count costs is bounded: beyond RULE_COUNT_EXACT subjects a sample of them (every one whose id modulo a prime
 * is small) is asked and the answer is an estimate. */
enum { RULE_COUNT_EXACT = 100000 };
struct rule_counted {
    int64_t count, of; /* of: all subjects of the site who are not gone */
    bool exact;
};
MUST_USE enum err rule_count(struct ctx *cx, struct db *db, const struct rule_world *w,
                             const struct rule *r, struct rule_counted *ret);

/* --- as part of a statement -------------------------------------------------------------------- */

/* Whether rule_sql() can say it: no behaviour, no condition that gives ids. */
bool rule_is_sql(const struct rule *r);
/* A condition on the rows of r->subject->model->table under the name row ("t"). Parameters are numbered from first; the
 * site's is 1. must(rule_is_sql(r)). */
MUST_USE enum err rule_sql_of(struct ctx *cx, struct db *db, const struct rule_world *w,
                              const struct rule *r, const char *row, int first,
                              struct rule_sql **ret);
const char *rule_sql_condition(const struct rule_sql *s);
int rule_sql_binds(const struct rule_sql *s);
void rule_sql_bind(const struct rule_sql *s, struct db_stmt *st);

/* For conditions: text from tables and constants only; every value is bound where it stands. */
const char *rule_sql_row(const struct rule_sql *s);
void rule_sql_add(struct rule_sql *s, const char *sql);
void rule_sql_int(struct rule_sql *s, int64_t v);
void rule_sql_text(struct rule_sql *s, const char *v);
void rule_sql_site(struct rule_sql *s);

/* --- one subject ------------------------------------------------------------------------------- */

struct rule_day_count {
    int64_t day, count;
};

/* One subject as its owner sees it. Every call may be answered from a cache; what is given lives in the ctx's arena. */
struct rule_face {
    void *self;
    int64_t id;
    const void *record; /* of the subject's model */
    /* NULL when there is none. */
    enum err (*one)(struct ctx *cx, void *self, const struct rule_one *one, const void **ret);
    enum err (*many)(struct ctx *cx, void *self, const struct rule_many *many, void *const **ret,
                     size_t *ret_n);
    /* Of all its facts that b takes: days with a count, rising, each once. */
    enum err (*days)(struct ctx *cx, void *self, const struct rule_behaviour *b,
                     const struct rule_day_count **ret, size_t *ret_n);
    /* NULL: the condition's own match is asked. */
    enum err (*use)(struct ctx *cx, void *self, const struct rule_use *u, bool *ret,
                    int64_t *ret_next_at);
};

/* Whether the subject is meant, at the time of cx. ret_next_at: the next moment at which time alone may change the answer;
 * never too late, seldom too early; 0: never. db may be NULL when the rule has no declared conditions. */
MUST_USE enum err rule_match(struct ctx *cx, struct db *db, const struct rule_world *w,
                             const struct rule *r, const struct rule_face *face, bool *ret,
                             int64_t *ret_next_at);

/* A face whose record and related records are read from db when first asked, and then kept: for many rules over one
 * subject. days and use are the caller's to set. *ret is NULL when the record is not there. */
MUST_USE enum err rule_face_load(struct ctx *cx, struct db *db, const struct rule_subject *subject,
                                 int64_t id, struct rule_face **ret);

#endif
