/* import_priv.h -- what the files of the import share: the read map, and one row on its way. */
#ifndef PRACA_PEOPLE_IMPORT_PRIV_H
#define PRACA_PEOPLE_IMPORT_PRIV_H

#include "base/time.h"
#include "model/custom.h"
#include "people/import.h"

#include <stdio.h>

enum { PARTS_MAX = 3, LEADS_COMPANY = 1, PART_KEYS_MAX = 4, IMPORT_COLUMNS_MAX = 200 };

/* One of the records that a row speaks of. The first part of a kind is what the file is about. */
struct import_part {
    const char *prefix; /* "account": targets are "account.name"; "" for the first */
    const struct model *model;
    const char *link; /* field of the first part's record that holds this one's id */
    bool must_exist;  /* a row that names one we do not know is wrong; otherwise it is added */
    const char *const *keys; /* UNIQUE fields that find it, best first; PART_KEYS_MAX at most */
};

struct import_kind {
    const char *name;
    struct import_part parts[PARTS_MAX];
    size_t part_count;
};

const struct import_kind *import_kind_find(const char *name);

/* One column of the file, or one constant, and where it goes. */
struct import_column {
    const char *name;     /* in the header; the target's name for a constant */
    size_t at;            /* cell */
    const char *constant; /* a template: "{mql_id}" is replaced by that cell */
    size_t part;
    const struct field *field; /* NULL: custom */
    const char *custom;
    const char *pattern; /* of a date or time; NULL: as RFC 3339 or a plain date */
    char split;          /* tags: between them; 0: comma */
};

struct import_map {
    const struct import_kind *kind;
    struct csv_shape shape;
    const struct zone *zone;
    enum lang numbers; /* how amounts are written */
    bool update;       /* a record that is there already is updated, not skipped */
    struct import_column *columns;
    size_t count;
    const char *const *header;
    size_t header_count;
};

/* What holds where a map says nothing. */
struct import_defaults {
    const char *time_zone;  /* the site's */
    const char *locale;     /* the site's: how amounts are written there */
    struct csv_shape shape; /* as the file itself looks; separator 0: comma */
};
/* From the site of the ctx and what import_probe() wrote of the file (may be NULL). */
MUST_USE enum err import_defaults_read(struct ctx *cx, struct db *db, const char *shape_json,
                                       struct import_defaults *ret);
/* Checks the map against its kind. */
MUST_USE enum err import_map_read(struct ctx *cx, const struct json *in, const char *kind,
                                  const struct import_defaults *otherwise, struct import_map *ret);
/* Finds each column in the header. */
MUST_USE enum err import_map_bind(struct ctx *cx, struct import_map *map, const char *const *header,
                                  size_t n);
/* A map for this header by the names people use, as JSON. samples: rows of cells. */
const char *import_map_suggest(struct ctx *cx, const struct import_kind *kind,
                               const struct csv_shape *shape, const char *const *header, size_t n,
                               const char *const *const *samples, size_t sample_count);

struct spend_line;

enum row_fate { ROW_ADDED, ROW_CHANGED, ROW_SAME, ROW_SKIPPED };

/* What stays the same from row to row. The caller sets the first four. */
struct import_errand {
    struct db *db;
    const struct import_map *map;
    int64_t import;
    bool write;
    bool piped;                              /* inside db_pipeline() */
    struct custom_fields customs[PARTS_MAX]; /* per part, as all that follow */
    struct model_finder *finders[PARTS_MAX][PART_KEYS_MAX];
    struct model_writer *writers[PARTS_MAX]; /* NULL for a part that is only looked for */
    bool make_companies;                     /* from the domains of addresses */
    struct import_ahead *ahead;              /* NULL: nothing was asked ahead */
    /* Set by a row for its caller: */
    bool won_before_contact, no_channel;
    const struct spend_line *spent; /* NULL: the file is of another kind */
    uint64_t key_hash;              /* of what the row is found by; 0: none, or write is set */
    const char *key_field;
    bool key_is_content; /* the row has no id of its own */
};

MUST_USE enum err import_customs_load(struct ctx *cx, struct import_errand *er);
/* Definitions for custom targets that the site does not have yet. Inside db_write(). */
MUST_USE enum err import_customs_add(struct ctx *cx, struct db *db, const struct import_map *map);
/* Prepares what every row needs. The arena may be reset to a mark made after it; close it, also when this
 * fails, before the connection goes back. */
MUST_USE enum err import_errand_open(struct ctx *cx, struct import_errand *er);
void import_errand_close(struct import_errand *er);
/* Asks at once what these rows will ask (import_ahead.c); after import_errand_open(), and of this batch only. */
MUST_USE enum err import_ahead_open(struct ctx *cx, struct import_errand *er,
                                    const struct csv_row *rows, size_t n);
/* True: nobody has this key, it was asked. */
bool import_ahead_absent(struct ctx *cx, const struct import_errand *er, const struct field *key,
                         const char *text);
/* As account_for_address(), remembered. */
MUST_USE enum err import_company_of(struct ctx *cx, struct import_errand *er, const char *address,
                                    int64_t *ret);
/* This company was just made for the address. */
void import_ahead_company(struct import_errand *er, const char *address, int64_t account);
/* Apply one row, or with write false only try it. Wrong input: ERR_INVALID with fault fields, nothing written. */
MUST_USE enum err import_row_apply(struct ctx *cx, struct import_errand *er,
                                   const struct csv_row *row, enum row_fate *ret);

/* The file at path, from offset. Closed with the arena. */
MUST_USE enum err import_file_open(struct ctx *cx, const char *path, int64_t offset, FILE **ret);
/* The contact's account without touching its version, for links made and unmade by imports. */
MUST_USE enum err import_link_account(struct ctx *cx, struct db *db, int64_t contact,
                                      int64_t account);

#endif
