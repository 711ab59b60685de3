/* custom.h -- fields that a site adds to a model by itself.
 *
 * Their definitions are rows of custom_fields; their values are members of the JSON object in the
 * record's custom column. A value is read and checked by the same code as a built-in field.
 * Removing a definition leaves old values in place until the record is next written, when they are
 * dropped. Taking a choice away leaves it with the records that have it until they choose another.
 *
 * Ownership: the ctx's arena.
 * Errors:    wrong fields named "custom.NAME"; ERR_LIMIT "model.custom_max"; ERR_CONFLICT
 *            "model.exists"; ERR_NOTFOUND "model.missing".
 */
#ifndef PRACA_MODEL_CUSTOM_H
#define PRACA_MODEL_CUSTOM_H

#include "model/model.h"

enum { MODEL_CUSTOM_MAX = 50 };

struct custom_field {
    int64_t id;
    const char *name, *label;
    struct field field; /* its name is "custom.NAME"; offset 0 into a union custom_value */
};

union custom_value {
    int64_t number;
    const char *text;
};

struct custom_fields {
    struct custom_field *all;
    size_t n;
};

/* In the order of their names. */
MUST_USE enum err custom_fields_of(struct ctx *cx, struct db *db, const struct model *m,
                                   struct custom_fields *ret);
const struct custom_field *custom_find(const struct custom_fields *all, const char *name);
/* {"name": "lead_type", "label": "Tipo", "kind": "text|int|money|date|bool|enum", "choices": ["a",
 * "b"]} */
MUST_USE enum err custom_field_add(struct ctx *cx, struct db *db, const struct model *m,
                                   const struct json *in, int64_t *ret_id);
/* {"label", "choices"}, either or both. ret_model: the name of the model it belongs to. */
MUST_USE enum err custom_field_change(struct ctx *cx, struct db *db, int64_t id,
                                      const struct json *in, const char **ret_model);
MUST_USE enum err custom_field_delete(struct ctx *cx, struct db *db, int64_t id);
/* {"id", "model", "name", "label", "kind", "choices"} */
void custom_field_to_json(struct json_writer *w, const struct model *m,
                          const struct custom_field *cf);

/* One value from text as a person typed it or a file holds it. */
MUST_USE enum err custom_set_text(struct ctx *cx, const struct custom_field *cf, const char *text,
                                  struct record *r);
/* Brings r->custom to its checked form. before: what the database has, or NULL. */
MUST_USE enum err custom_check(struct ctx *cx, const struct custom_fields *all, const char *before,
                               struct record *r);
/* What of one object replaces or (null) removes what stands in another; NULL stands for an empty
 * one. */
MUST_USE enum err custom_merge(struct ctx *cx, const char *old, const struct json *in,
                               const char **ret);

#endif
