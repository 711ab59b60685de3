/* typed.h -- records as they are typed: fields with their values, and what a list is asked for.
 *
 * A value is read as the API has it (ids, minor units), dates and fractions as a person writes them; nothing after "=" clears the field, and
 * @FILE stands for what a file holds. Fields of the site's own are custom.NAME.
 *
 * Errors: ERR_INVALID "cli.pair" (text), "cli.view_many" (name); ERR_NOTFOUND "view.none"; wrong fields.
 */
#ifndef PRACA_APP_TYPED_H
#define PRACA_APP_TYPED_H

#include "app/ask.h"

/* By its table ("contacts"). ERR_INVALID "cli.export_table". */
MUST_USE enum err typed_model(struct ctx *cx, const char *table, const struct model **ret);
/* FIELD=VALUE to members of an object that is open. */
MUST_USE enum err typed_fields(struct ctx *cx, struct ask *k, const struct model *m,
                               const char *const *words, size_t n, struct json_writer *w);

enum { TYPED_PAIRS_MAX = 32 };

/* What a list is asked for: --view, then --q, --rule FILE and --sort, then FIELD=VALUE and FIELD.gte=VALUE. */
struct typed_question {
    struct http_pair pairs[TYPED_PAIRS_MAX];
    size_t n;
};
MUST_USE enum err typed_question(struct ctx *cx, struct ask *k, const struct model *m,
                                 const char *const *words, size_t n, struct typed_question *ret);

#endif
