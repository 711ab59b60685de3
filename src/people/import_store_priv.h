/* import_store_priv.h -- what the passes of an import write about themselves. All but the last inside db_write(). */
#ifndef PRACA_PEOPLE_IMPORT_STORE_PRIV_H
#define PRACA_PEOPLE_IMPORT_STORE_PRIV_H

#include "people/import.h"

/* ERR_CONFLICT "import.state", with the state in the reader's words. */
enum err import_refuse_state(struct ctx *cx, const char *state);
MUST_USE enum err import_state_put(struct ctx *cx, struct db *db, int64_t id, const char *state,
                                   const char *error, bool ended);
/* Counts and place back to nothing. */
MUST_USE enum err import_restart(struct ctx *cx, struct db *db, const struct import *i,
                                 const char *state);
/* ERR_CONFLICT "import.taken": it no longer runs, or not from from_row on; nothing may be written then. */
MUST_USE enum err import_progress_put(struct ctx *cx, struct db *db, const struct import *i,
                                      int64_t from_row);
MUST_USE enum err import_kept_put(struct ctx *cx, struct db *db, const struct import *i);
/* Before the state of an undone import becomes "undoing" once more; nothing for any other. */
MUST_USE enum err import_undo_again(struct ctx *cx, struct db *db, int64_t id);
MUST_USE enum err import_simulated_put(struct ctx *cx, struct db *db, const struct import *i,
                                       const char *state);
MUST_USE enum err import_errors_drop(struct ctx *cx, struct db *db, int64_t id);
MUST_USE enum err import_error_put(struct ctx *cx, struct db *db, int64_t id, int64_t n,
                                   const struct import_error *x);
/* Numbers of the wrong rows, rising. */
MUST_USE enum err import_bad_rows(struct ctx *cx, struct db *db, int64_t id, int64_t **ret,
                                  size_t *ret_n);

/* --- import_overlap.c: what a file of spend and the records have twice */

struct import_spans;
struct spend_line;

/* Freed with the ctx's arena. */
MUST_USE enum err import_spans_new(struct ctx *cx, struct import_spans **ret);
void import_spans_add(struct import_spans *s, const struct spend_line *l, int64_t row);
/* Writes the warning, when there is something to warn of. */
MUST_USE enum err import_spans_judge(struct ctx *cx, struct db *db, struct import_spans *s,
                                     struct json_writer *w);

#endif
