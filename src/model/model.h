/* model.h -- a thing is described once.
 *
 * A record type is one C struct and one table of fields beside it. From that table come validation
 * (one error per wrong field), JSON in and out, the SQL of both engines, lists with filter, sort,
 * search and paging, CSV, the OpenAPI schema, and the audit entry. A type that needs joins, a
 * ledger or a state machine has its own .sql and functions and uses what it can of this.
 *
 * Every record has, besides its fields: id, site, version, created_at, changed_at, and custom (a
 * JSON object as text, for types with MODEL_CUSTOM), all described by struct record, which must be
 * the first member. In the table the columns have the names of the fields. A TEXT, PROSE, EMAIL or
 * URL field with SEARCH or SORT has a second column, name_key, of type key_text (migrations/0001),
 * that holds its fold; SORT wants an index (site, name_key, id), and SORT or FILTER on any other
 * field (site, name, id).
 *
 * Ownership: records and their text live in the ctx's arena.
 * Errors:    validation gathers fault fields; ERR_NOTFOUND "model.missing" (kind, id);
 *            ERR_CONFLICT "model.version", "model.exists" (field, also as a wrong field: "field.taken", or
 *            "field.taken_by" with the holder where it is known);
 *            ERR_DENIED "access.denied"; ERR_INVALID "model.filter" (field, value),
 *            "model.filters_many", "model.sort" (field), "model.page", "model.limit" (max),
 *            "model.object".
 * Threads:   tables are constant; everything else is the errand's.
 */
#ifndef PRACA_MODEL_MODEL_H
#define PRACA_MODEL_MODEL_H

#include "base/ctx.h"
#include "base/id.h"
#include "base/json.h"
#include "db/db.h"

struct record {
    int64_t id, site, version;
    int64_t created_at, changed_at;
    const char *custom; /* JSON object; NULL: none */
};

enum field_kind {
    FIELD_KIND_TEXT,  /* one line; const char * */
    FIELD_KIND_PROSE, /* many lines, Markdown; const char * */
    FIELD_KIND_EMAIL, /* const char *, kept in lower case */
    FIELD_KIND_URL,   /* http or https; const char * */
    FIELD_KIND_INT,   /* int64_t, NIL for none */
    FIELD_KIND_MONEY, /* int64_t minor units; the currency is the record's currency field */
    FIELD_KIND_RATE,  /* int64_t millionths: 0.118 is 118000; JSON and CSV show the fraction; 0..1
                      * unless min and max say otherwise */
    FIELD_KIND_BOOL,  /* int64_t 0 or 1 */
    FIELD_KIND_TIME,  /* int64_t unix ms */
    FIELD_KIND_DATE,  /* const char * YYYY-MM-DD */
    FIELD_KIND_ENUM,  /* const char *, one of choices */
    FIELD_KIND_REF, /* int64_t id of a record of another model on the same site, or of the same model:
                      * a line of at most 20 that forms no circle; without refers, of something that
                      * is no model (a user), which the model's before_save looks up */
    FIELD_KIND_TAGS, /* const char *, JSON list of short texts */
    FIELD_KIND_JSON, /* const char *, any JSON value, checked by the model's before_save */
};

enum field_flag {
    REQUIRED = 1 << 0,
    SEARCH = 1 << 1,   /* found by the list's q */
    SORT = 1 << 2,     /* sortable and filterable; an index starts (site, column) */
    FILTER = 1 << 3,   /* filterable by equality only; indexed too. TAGS: by one of them (tags.h) */
    UNIQUE = 1 << 4,   /* within the site, when given */
    READONLY = 1 << 5, /* set by the program, never by input */
    SECRET = 1 << 6,   /* never in answers or audit diffs */
};

struct model;

/* 10^15 minor units: far past any amount, far from overflow when summed. */
#define MONEY_MAX ((int64_t)1000000000000000)

struct field {
    const char *name;
    enum field_kind kind;
    unsigned flags;
    size_t offset;
    int64_t min, max; /* numbers: range, both 0: any, only min above 0: at least; text: max
                       * characters (0: 200; prose 20,000; URL 2,000; e-mail 254) */
    const char *const *choices; /* ENUM, NULL-terminated */
    const struct model *refers; /* REF */
    const char *initial;        /* what a new record has when nothing is given */
    /* UNIQUE text: a table with further values of it, in a column named like the field, of the record whose id stands
     * in the column named like the model. A record is found by them too, and nobody else may have one. NULL: none. */
    const char *further;
};

/* Use: FIELD_TEXT(struct competitor, name, REQUIRED | SEARCH, .max = 200) */
#define FIELD_OF(type, member, k, ...)                                                             \
    {                                                                                              \
        .name = #member, .kind = (k), .offset = offsetof(type, member), .flags = __VA_ARGS__       \
    }
#define FIELD_TEXT(type, member, ...) FIELD_OF(type, member, FIELD_KIND_TEXT, __VA_ARGS__)
#define FIELD_PROSE(type, member, ...) FIELD_OF(type, member, FIELD_KIND_PROSE, __VA_ARGS__)
#define FIELD_EMAIL(type, member, ...) FIELD_OF(type, member, FIELD_KIND_EMAIL, __VA_ARGS__)
#define FIELD_URL(type, member, ...) FIELD_OF(type, member, FIELD_KIND_URL, __VA_ARGS__)
#define FIELD_INT(type, member, ...) FIELD_OF(type, member, FIELD_KIND_INT, __VA_ARGS__)
#define FIELD_MONEY(type, member, ...) FIELD_OF(type, member, FIELD_KIND_MONEY, __VA_ARGS__)
#define FIELD_RATE(type, member, ...) FIELD_OF(type, member, FIELD_KIND_RATE, __VA_ARGS__)
#define FIELD_BOOL(type, member, ...) FIELD_OF(type, member, FIELD_KIND_BOOL, __VA_ARGS__)
#define FIELD_TIME(type, member, ...) FIELD_OF(type, member, FIELD_KIND_TIME, __VA_ARGS__)
#define FIELD_DATE(type, member, ...) FIELD_OF(type, member, FIELD_KIND_DATE, __VA_ARGS__)
#define FIELD_ENUM(type, member, ...) FIELD_OF(type, member, FIELD_KIND_ENUM, __VA_ARGS__)
#define FIELD_REF(type, member, ...) FIELD_OF(type, member, FIELD_KIND_REF, __VA_ARGS__)
#define FIELD_TAGS(type, member, ...) FIELD_OF(type, member, FIELD_KIND_TAGS, __VA_ARGS__)
#define FIELD_JSON(type, member, ...) FIELD_OF(type, member, FIELD_KIND_JSON, __VA_ARGS__)

enum model_flag {
    MODEL_CUSTOM = 1 << 0, /* has custom fields per site */
    MODEL_WORDS =
        1 << 1, /* found by its words in search_entries (words.h) instead of its SEARCH fields */
};

struct model {
    const char *name;  /* "contact": in the audit, in OpenAPI, in messages "model.contact" */
    const char *table; /* "contacts": also the path /api/v1/contacts */
    const struct field *fields;
    size_t field_count;
    size_t size; /* of the struct */
    unsigned flags;
    unsigned may_read, may_write; /* permission bits of access/; model only carries them */
    const char *
        along; /* a SORT field with which the indexes of FILTER fields go on, before the id; NULL: none */
    const char *sort; /* a SORT field, id or created_at; "-" first: descending; NULL: "-id" */
    /* Before a new or changed record is written; before is NULL for a new one. May add fault
     * fields or set READONLY fields. It also runs when fields are wrong already, so it leaves
     * alone what follows from one of those (fault_has_field()). */
    enum err (*before_save)(struct ctx *cx, struct db *db, const void *before, void *record);
    /* Before a record is deleted: refuses with what stands in its way, where the database alone would say no more than that
     * something does. */
    enum err (*before_delete)(struct ctx *cx, struct db *db, const void *before);
    /* After it was written, in the same transaction. record is NULL when it was deleted. */
    enum err (*after_save)(struct ctx *cx, struct db *db, const void *before, const void *record);
};

#define MODEL(type, table_name, field_table, ...)                                                  \
    {                                                                                              \
        .name = #type, .table = (table_name), .fields = (field_table),                             \
        .field_count = COUNT_OF(field_table), .size = sizeof(struct type), __VA_ARGS__             \
    }

/* Which fields an input gave: bit i is field i; MODEL_CUSTOM_GIVEN for custom. */
typedef uint64_t field_set;
#define MODEL_CUSTOM_GIVEN ((field_set)1 << 63)

/* --- records in memory --------------------------------------------------------------------- */

/* Zeroed but for NIL numbers and the fields' initial values. */
void *model_new(struct ctx *cx, const struct model *m);
/* Read members of a JSON object into the record. Unknown members and READONLY ones are wrong
 * fields. null clears; members of "custom" replace or (null) remove those of the record. A caller
 * that wants all mistakes at once calls model_check() also when this fails: no field gets two
 * errors. */
MUST_USE enum err model_from_json(struct ctx *cx, const struct model *m, const struct json *in,
                                  void *record, field_set *ret_given);
/* One field from text as a person typed it or a file holds it. */
MUST_USE enum err model_set_text(struct ctx *cx, const struct field *f, const char *text,
                                 void *record);
/* Check all fields; one wrong field each. model_from_json and model_set_text have cleaned the
 * text. */
MUST_USE enum err model_check(struct ctx *cx, const struct model *m, const void *record);
void model_to_json(struct json_writer *w, const struct model *m, const void *record);
const struct field *model_field(const struct model *m, const char *name);
bool field_is_text(const struct field *f); /* its member is a const char * */
bool field_is_nil(const struct field *f, const void *record);
int64_t field_int(const struct field *f, const void *record);
const char *field_text(const struct field *f, const void *record);
void field_set_int(const struct field *f, void *record, int64_t v);
void field_set_text(const struct field *f, void *record, const char *v);

/* --- records in the database --------------------------------------------------------------- */

/* Each writes its audit entry unless said otherwise. These change the record they are given
 * (stamps, what hooks set, checked custom fields), and db_write() may run its function again: so
 * build or read the record inside that function. */

/* ERR_NOTFOUND "model.missing", in the words of the model. */
MUST_USE enum err model_missing(struct ctx *cx, const struct model *m, int64_t id);
MUST_USE enum err model_get(struct ctx *cx, struct db *db, const struct model *m, int64_t id,
                            void **ret);
/* The one whose UNIQUE field has this text; *ret is NULL when there is none. */
MUST_USE enum err model_find(struct ctx *cx, struct db *db, const struct model *m,
                             const struct field *unique, const char *text, void **ret);
/* Checks, runs the hooks, gives id, version 1 and stamps. */
MUST_USE enum err model_add(struct ctx *cx, struct db *db, const struct model *m, void *record);
/* A change that changes nothing writes nothing and keeps the version. record as it should be;
 * version as the caller read it (0: do not care). ERR_CONFLICT "model.version". */
MUST_USE enum err model_change(struct ctx *cx, struct db *db, const struct model *m, void *record);
MUST_USE enum err model_delete(struct ctx *cx, struct db *db, const struct model *m, int64_t id,
                               int64_t version);
/* All that model_add (before NULL) or model_change would check, hooks included; nothing is
 * written. */
MUST_USE enum err model_try(struct ctx *cx, struct db *db, const struct model *m,
                            const void *before, void *record);
/* A record as model_to_json() wrote it, READONLY fields included: for undo. id and version are
 * left alone. */
MUST_USE enum err model_restore(struct ctx *cx, const struct model *m, const struct json *was,
                                void *record);
/* As the three above but without audit, and without looking whether referred records exist: for
 * imports, which found them on this site themselves and write one audit entry for all of it. */
MUST_USE enum err model_add_quietly(struct ctx *cx, struct db *db, const struct model *m,
                                    void *record);
MUST_USE enum err model_change_quietly(struct ctx *cx, struct db *db, const struct model *m,
                                       void *record);
MUST_USE enum err model_delete_quietly(struct ctx *cx, struct db *db, const struct model *m,
                                       int64_t id);

/* A record that was there before, with the id, version and stamps it is given; it was checked then, and is not again. */
MUST_USE enum err model_put_back(struct ctx *cx, struct db *db, const struct model *m,
                                 void *record);

/* The same as model_add_quietly() for many records, several times faster: one statement, prepared
 * once. The caller may reset the arena to a mark after model_writer_open() between records. Errors
 * of the row leave the writer usable (on PostgreSQL inside db_try()). Within db_pipeline()
 * "model.exists" comes from db_flush() as "db.unique". */
struct model_writer;
MUST_USE enum err model_writer_open(struct ctx *cx, struct db *db, const struct model *m,
                                    struct model_writer **ret);
MUST_USE enum err model_writer_add(struct ctx *cx, struct model_writer *w, void *record);
/* What model_try() would say of a record whose references are known to be there; before as there. The connection may be one
 * for reading. */
MUST_USE enum err model_writer_try(struct ctx *cx, struct model_writer *w, const void *before,
                                   void *record);
void model_writer_done(struct model_writer *w); /* accepts NULL */

/* The same as model_find() for many texts, with one statement, prepared once. As with the writer, the
 * arena may be reset to a mark after model_finder_open(). */
struct model_finder;
MUST_USE enum err model_finder_open(struct ctx *cx, struct db *db, const struct model *m,
                                    const struct field *unique, struct model_finder **ret);
MUST_USE enum err model_finder_get(struct ctx *cx, struct model_finder *f, const char *text,
                                   void **ret);
void model_finder_done(struct model_finder *f); /* accepts NULL */

/* --- lists --------------------------------------------------------------------------------- */

enum { MODEL_PAGE_MAX = 500, MODEL_COUNT_CAP = 10000, MODEL_FILTERS_MAX = 16 };

struct model_filter {
    const char *field; /* a SORT, FILTER (not for ranges) or UNIQUE field, id, created_at */
    enum model_how { IS, NOT, LESS, AT_MOST, MORE, AT_LEAST, IS_NULL, NOT_NULL, ONE_OF } how;
    const char *text; /* as in a URL; ONE_OF: comma-separated */
};

/* A further condition on the records, from a floor that knows what this one does not. Its text names the table by its own
 * name and numbers its parameters from MODEL_EXTRA_FIRST on. */
enum { MODEL_EXTRA_FIRST = 2 };
struct model_extra {
    const char *condition;
    int binds; /* parameters of it */
    void (*bind)(const void *self, struct db_stmt *st);
    const void *self;
};

struct model_query {
    struct model_filter filters[MODEL_FILTERS_MAX];
    size_t filter_count;
    const struct model_extra *extra; /* NULL: none */
    const char *q;                   /* search text */
    const char *sort;                /* NULL: the model's own */
    const char *after;               /* cursor from the page before */
    int limit;                       /* 0: 50 */
    bool count;                      /* also count, up to MODEL_COUNT_CAP */
};

struct model_page {
    void **records;
    size_t n;
    const char *next; /* cursor; NULL on the last page */
    int64_t count;    /* -1: not counted; MODEL_COUNT_CAP + 1: more than the cap */
    bool count_more;  /* there are more than count: counting them all would have read too much */
};

/* One parameter of a URL: "q", "limit", "sort", "after", "count", or a filter "stage",
 * "stage.not", "closed_at.gte" (lt, lte, gt, gte), "stage.in" (a,b,c), "owner.null" (true or
 * false). Filters on UNIQUE fields work too. Values as in JSON: money in minor units, times RFC
 * 3339. The texts must outlive q. */
MUST_USE enum err model_query_add(struct ctx *cx, const struct model *m, const char *name,
                                  const char *value, struct model_query *q);
/* Records without a value in the sort field come last, whichever the direction. */
MUST_USE enum err model_list(struct ctx *cx, struct db *db, const struct model *m,
                             const struct model_query *q, struct model_page *ret);

/* --- other faces --------------------------------------------------------------------------- */

void model_csv_header(struct buf *out, const struct model *m);
void model_csv_row(struct ctx *cx, struct buf *out, const struct model *m, const void *record);
/* The schema of a whole record ("Contact") and of what may be sent ("ContactInput"). */
void model_openapi(struct json_writer *w, const struct model *m);
/* What a form, an import wizard or a filter needs: fields with label, help, kind, flags, choices,
 * limits, in the language of cx; with those that the site added (custom.h) unless customs is NULL.
 */
struct custom_fields;
void model_describe(struct ctx *cx, struct json_writer *w, const struct model *m,
                    const struct custom_fields *customs);
/* A field alone, for floors that ask of fields what people type. f may be a copy under another name, which is then the
 * wrong field's. */
MUST_USE enum err model_field_read(struct ctx *cx, const struct field *f, const struct json *v,
                                   void *record);
MUST_USE enum err model_field_check(struct ctx *cx, const struct field *f, const void *record);
void model_field_json(struct json_writer *w, const struct field *f, const void *record);
bool model_field_is_text(const struct field *f); /* its member is a const char * */
bool model_field_is_nil(const struct field *f, const void *record);
bool model_field_has_fold(const struct field *f); /* a column NAME_key holds its fold */
/* The word of a kind as model_describe() tells it: "text". */
const char *model_kind_word(enum field_kind kind);
/* In the language of cx: of a choice, of a field, or (f NULL) of the model; the bare name when there is none. */
const char *model_label(struct ctx *cx, const struct model *m, const struct field *f,
                        const char *choice);
/* At most max records whose column (a REF field, or id) is this id. */
MUST_USE enum err model_related(struct ctx *cx, struct db *db, const struct model *m,
                                const char *column, int64_t id, size_t max, void ***ret,
                                size_t *ret_n);

/* Every statement of the model, to be compared with the text in tests/golden. */
void model_sql_text(struct buf *out, const struct model *m, enum db_engine engine);
/* {"field": [before, after], ...} of what differs; NULL for none. SECRET fields are left out. */
const char *model_diff(struct ctx *cx, const struct model *m, const void *before,
                       const void *after);
/* Whether no field differs; cheaper than an empty model_diff(). */
bool model_same(const struct model *m, const void *a, const void *b);

#endif
