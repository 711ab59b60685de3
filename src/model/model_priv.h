/* model_priv.h -- what the files of this folder share. */
#ifndef PRACA_MODEL_MODEL_PRIV_H
#define PRACA_MODEL_MODEL_PRIV_H

#include "model/custom.h"
#include "model/model.h"

enum {
    TEXT_CHARS = 200,
    PROSE_CHARS = 20000,
    TAGS_MAX = 50,
    TAG_CHARS = 60,
    Q_WORDS_MAX = 8,
    RATE_ONE = 1000000,
};

/* --- field.c */
bool field_has_key(const struct field *f); /* a column with its fold stands beside it */
void field_clear(const struct field *f, void *record);
int64_t field_max_chars(const struct field *f);
/* The name of m most like this one; "" when none is near. */
const char *model_near(const struct model *m, const char *name);
const char *int_as_text(struct arena *a, int64_t v);
const char *field_choices(struct arena *a, const struct field *f); /* "a, b, c" */
static inline const struct record *record_of(const void *record)
{
    return record;
}

/* --- read.c: a value into its member, cleaned; what cannot be read is a wrong field */
MUST_USE enum err field_read_json(struct ctx *cx, const struct field *f, const struct json *v,
                                  void *record);
/* As a URL holds it: numbers as in JSON, times RFC 3339. */
MUST_USE enum err field_read_url(struct ctx *cx, const struct field *f, const char *text,
                                 void *record);
/* --- check.c */
MUST_USE enum err field_check(struct ctx *cx, const struct field *f, const void *record);

/* --- diff.c */
/* Whether a value stands the same in both; none and empty are one. */
bool field_same(const struct field *f, const void *a, const void *b);
bool custom_same(const void *a, const void *b);

/* --- write.c */
void field_to_json(struct json_writer *w, const struct field *f, const void *record);
/* "" for none. */
const char *field_to_csv(struct arena *a, const struct field *f, const void *record);
/* "amount" for a MONEY field amount_minor: what a cell in whole units is called. */
const char *field_csv_name(struct arena *a, const struct field *f);

/* --- sql.c */
void sql_param(struct buf *b, enum db_engine engine, int n);
void sql_columns(struct buf *b, const struct model *m);
const char *sql_insert(struct arena *a, const struct model *m, enum db_engine engine);
/* What differs between the two; before NULL: every column. */
const char *sql_update(struct arena *a, const struct model *m, const void *before,
                       const void *record, enum db_engine engine);
const char *sql_delete(struct arena *a, const struct model *m, enum db_engine engine);
const char *sql_get(struct arena *a, const struct model *m, enum db_engine engine);
const char *sql_find(struct arena *a, const struct model *m, const struct field *f,
                     enum db_engine engine);
/* The same, by its further values too. */
const char *sql_find_further(struct arena *a, const struct model *m, const struct field *f,
                             enum db_engine engine);
/* Whether the site has any further value of the field: a row or none. */
const char *sql_further_any(struct arena *a, const struct field *f, enum db_engine engine);
/* The ids of the records that have a value: as a further one where the field has such, and as their first too. */
const char *sql_holder(struct arena *a, const struct model *m, const struct field *f,
                       bool also_first, enum db_engine engine);
/* ?2 value, ?3 record, ?4 the value that takes its place */
const char *sql_further_put(struct arena *a, const struct model *m, const struct field *f,
                            enum db_engine engine);
const char *sql_further_drop(struct arena *a, const struct model *m, const struct field *f,
                             enum db_engine engine);
/* column: of the field table, or id. */
const char *sql_by(struct arena *a, const struct model *m, const char *column,
                   enum db_engine engine);
const char *sql_exists(struct arena *a, const struct model *m, enum db_engine engine);
MUST_USE enum err sql_begin(struct ctx *cx, struct db *db, const char *text, struct db_stmt **ret);
void sql_bind_insert(struct ctx *cx, struct db_stmt *st, const struct model *m, const void *record);
/* For the statement of sql_update() with the same two. */
void sql_bind_update(struct ctx *cx, struct db_stmt *st, const struct model *m, const void *before,
                     const void *record);
/* The record in the row that st stands on; columns as sql_columns() names them. */
MUST_USE enum err sql_read(struct ctx *cx, const struct db_stmt *st, const struct model *m,
                           void **ret);

/* --- further.c */
MUST_USE enum err further_any(struct ctx *cx, struct db *db, const struct field *f, bool *ret);
/* Whether any field of m has further values on this site. */
MUST_USE enum err further_any_of(struct ctx *cx, struct db *db, const struct model *m, bool *ret);
/* ERR_CONFLICT "model.exists" with the wrong field "field.taken_by" when a value that is new in record is somebody
 * else's. quietly: only where no index would say so. */
MUST_USE enum err further_check(struct ctx *cx, struct db *db, const struct model *m,
                                const void *before, const void *record, bool quietly);
/* A first value that was a further one of the same record: the two change places. */
MUST_USE enum err further_swap(struct ctx *cx, struct db *db, const struct model *m,
                               const void *before, const void *record);
/* --- tags.c */
/* Brings record_tags up to the record; before NULL: new, record NULL: gone. */
MUST_USE enum err tags_follow(struct ctx *cx, struct db *db, const struct model *m,
                              const void *before, const void *record);

/* --- store.c */
/* Everything that is checked before a record is written. customs may be NULL: read when needed. */
MUST_USE enum err store_prepare(struct ctx *cx, struct db *db, const struct model *m,
                                const void *before, void *record, bool quiet,
                                const struct custom_fields *customs);
/* Turn "db.unique" into "model.exists" that names the field. */
enum err store_conflict(struct ctx *cx, struct db *db, const struct model *m, enum err e);
void store_stamp_new(struct ctx *cx, void *record);

/* --- cursor.c */
struct cursor {
    bool in_nulls;    /* the place is among records without a value in the sort column */
    const char *text; /* value of a text column */
    int64_t number;   /* value of any other */
    int64_t id;
};
const char *cursor_write(struct arena *a, const char *sort, const struct cursor *c);
/* False when it is not one of ours, or was made for another order. */
bool cursor_read(struct arena *a, const char *text, const char *sort, bool is_text,
                 struct cursor *ret);

#endif
