/* import.h -- a spreadsheet becomes records: previewed, tried without consequence, run, and undone.
 *
 * A file is one of four kinds: accounts, leads (contacts), deals, spend. A map says which column goes where and how
 * it is read. Everything is tried first: simulate reads every row against the database and changes nothing, but for
 * its own counts and its list of wrong rows. run changes the records, in short transactions that each also store how
 * far the file was read; so an import that is killed goes on where it stopped, and ends with each row applied once.
 * Wrong rows stop a run before it begins, unless the caller says to leave them out.
 *
 * A row finds its record by the sender's own id, else by address (contact), tax number or domain (account); the second
 * row of a file with the same one is a wrong row. What a row found is updated or left alone, as the map says; an empty
 * cell leaves the value alone. Undo walks the changes backwards and keeps (and counts) what somebody changed since.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_NOTFOUND "import.none"; ERR_INVALID "import.map" with fields named "columns.NAME" or "constants.NAME",
 *            "import.column" (a mapped column is not in the file), "import.has_errors" (count), those of csv.h for the header;
 *            ERR_CONFLICT "import.state" (state); ERR_LIMIT "import.too_many_errors".
 * Threads:   one at a time per import; the state says who.
 */
#ifndef PRACA_PEOPLE_IMPORT_H
#define PRACA_PEOPLE_IMPORT_H

#include "base/csv.h"
#include "base/thread_time.h"
#include "model/model.h"

enum { IMPORT_ERRORS_MAX = 100000, IMPORT_SAMPLE_ROWS = 10, IMPORT_GUESS_ROWS = 2000 };

extern const char *const import_kind_names[]; /* ended by NULL */

struct import {
    int64_t id;
    const char *kind;  /* accounts, leads, deals, spend */
    const char *state; /* draft, simulating, simulated, running, done, failed, undoing, undone */
    const char *name;  /* of the file, as the sender calls it */
    int64_t bytes;
    const char *sha256; /* hex */
    const char *shape;  /* JSON: separator, encoding, header, sample, ambiguous_dates (columns) */
    const char *map;    /* JSON */
    const char *checked_map; /* the map the last simulation used */
    bool skip_errors;
    int64_t rows, added, changed, same, skipped, failed;
    int64_t kept; /* what undo left: changed since, merged, or another record rests on it */
    int64_t at_offset, at_row, at_line;
    const char *warnings; /* JSON list: code, count, rows (the first ten), overlaps (of spend) */
    const char *error;    /* message key when failed */
    int64_t job, actor, created_at, started_at, ended_at;
    int64_t source; /* that it came from by itself; NIL or 0: somebody sent it */
    struct thread_time
        held; /* not kept: how long a run's last transaction held the writer; 0: none yet */
};

struct import_error {
    int64_t row, line;
    const char *field, *code, *params; /* params: JSON object */
};

/* What app/ is told while rows pass; may be NULL. A failure of tick stops the import where it is. */
typedef enum err import_tick(struct ctx *cx, void *self, const struct import *now);

/* --- the file and its map */

/* Reads the start of the file: separator, encoding, header, sample rows, and a suggested map. Fills shape and map.
 * A map that is given (map_json) takes the place of the suggestion, its separator and encoding that of the guess. */
MUST_USE enum err import_probe(struct ctx *cx, const char *path, const char *kind,
                               const struct json *map_json, struct import *ret);
/* The fields a column may go to: [{"name", "label", "record", "kind", "required", "formats"}]; formats are the date
 * patterns to offer for a time or date, null for other kinds. */
MUST_USE enum err import_targets(struct ctx *cx, struct db *db, const char *kind,
                                 struct json_writer *w);

/* --- the row that remembers; inside db_write() */

MUST_USE enum err import_add(struct ctx *cx, struct db *db, struct import *in);
/* Checks the map first. ERR_CONFLICT "import.state" once it has run. */
MUST_USE enum err import_set_map(struct ctx *cx, struct db *db, int64_t id, const char *map,
                                 bool skip_errors);
MUST_USE enum err import_set_job(struct ctx *cx, struct db *db, int64_t id, int64_t job,
                                 const char *state);

MUST_USE enum err import_get(struct ctx *cx, struct db *db, int64_t id, struct import *ret);
/* Those that somebody sent, newest first; what came from a source stands with the source. */
MUST_USE enum err import_list(struct ctx *cx, struct db *db, struct import **ret, size_t *ret_n);
/* One of the same file, kind and map that was begun and not ended; *ret_found. */
MUST_USE enum err import_find_begun(struct ctx *cx, struct db *db, const struct import *like,
                                    struct import *ret, bool *ret_found);
MUST_USE enum err import_errors(struct ctx *cx, struct db *db, int64_t id, size_t most,
                                struct import_error **ret, size_t *ret_n);
/* What of the site's spend is probably counted twice, with the imports that brought it; *ret_n may pass SPEND_OVERLAPS_MAX. */
struct spend_overlap;
MUST_USE enum err import_overlaps(struct ctx *cx, struct db *db, struct spend_overlap **ret,
                                  size_t *ret_n);
/* The sentence of one error in the ctx's language. */
const char *import_error_text(struct ctx *cx, const struct import_error *x);
/* The wrong rows as a CSV: row, line, field, what is wrong. */
MUST_USE enum err import_errors_csv(struct ctx *cx, struct db *db, int64_t id, struct buf *out);
/* With some of its wrong rows. Counts are null until rows were read. */
void import_to_json(struct ctx *cx, struct json_writer *w, const struct import *i,
                    const struct import_error *errors, size_t n);

/* --- the work; each takes its own transactions */

MUST_USE enum err import_simulate(struct ctx *cx, struct db_pool *pool, int64_t id,
                                  const char *path, import_tick *tick, void *self);
/* Simulates first when the map is not the one last simulated. */
MUST_USE enum err import_run(struct ctx *cx, struct db_pool *pool, int64_t id, const char *path,
                             import_tick *tick, void *self);
/* Also once more when it is undone and kept something: what nothing rests on any longer goes then. */
MUST_USE enum err import_undo(struct ctx *cx, struct db_pool *pool, int64_t id, import_tick *tick,
                              void *self);

#endif
