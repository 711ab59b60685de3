/* plan_document_priv.h -- what the parts of the document share. */
#ifndef PRACA_MEASURE_PLAN_DOCUMENT_PRIV_H
#define PRACA_MEASURE_PLAN_DOCUMENT_PRIV_H

#include "measure/plan_document.h"
#include "model/model.h"
#include "strategy/plan.h"

struct doc {
    struct ctx *cx;
    const struct plan_document *in;
    struct buf *out;
    const struct plan *plan;
    enum err e; /* the first thing that went wrong */
};

/* Markup of our own; words of others, escaped; a sentence of the key "document.…". */
void doc_put(struct doc *d, const char *markup);
void doc_text(struct doc *d, const char *text);
void doc_say(struct doc *d, const char *key, const char *name, const char *value);
const char *doc_sentence(struct doc *d, const char *key, const char *name, const char *value);
/* The records of a model; 0 when the snapshot knows none. */
size_t doc_records(struct doc *d, const struct model *m, void ***ret);
/* The same of a list of them that stands elsewhere in the snapshot. */
size_t doc_list(struct doc *d, const struct model *m, const struct json *list, void ***ret);
/* The name of whatever has this id in the snapshot; NULL: nothing has. */
const char *doc_name(struct doc *d, int64_t id);
/* A field as people read it; NULL when nothing stands in it. */
const char *doc_value(struct doc *d, const struct model *m, const struct field *f,
                      const void *record);
const char *doc_money(struct doc *d, int64_t minor);
/* A row a record, a column a field; more: fields whose words stand beneath the row, the first without its label; NULL: none.
 * fields and more end with NULL. about: what tells it from others of the same model; NULL: its second column. Nothing without
 * records. */
void doc_table(struct doc *d, const char *about, const struct model *m, const char *const *fields,
               const char *const *more, void *const *records, size_t n);
/* Label and words of the fields that are filled. fields ends with NULL. */
void doc_pairs(struct doc *d, const struct model *m, const char *const *fields, const void *record);
/* A block a record, two beside each other where there is room: what the first field says is its heading, of this tag, then label
 * and words of those that are filled. fields ends with NULL. Nothing without records. */
void doc_blocks(struct doc *d, const char *heading, const struct model *m,
                const char *const *fields, void *const *records, size_t n);
/* Up to the first column's heading; label: for those who cannot see it scroll. */
void doc_open_table(struct doc *d, const char *label);
/* Those of the nine steps that hold something, and a line with the others; step 1 alone: how many records it wrote; step 3 of one
 * positioning. */
void doc_steps(struct doc *d);
size_t doc_audiences(struct doc *d);
/* Step 9: how the goals stood, what was decided out of the figures, and what came of it. */
size_t doc_review(struct doc *d);
void doc_positioning(struct doc *d, int64_t id);

#endif
