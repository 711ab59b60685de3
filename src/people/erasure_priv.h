/* erasure_priv.h -- what the files of an erasure share. */
#ifndef PRACA_PEOPLE_ERASURE_PRIV_H
#define PRACA_PEOPLE_ERASURE_PRIV_H

#include "people/erasure.h"
#include "people/home.h"
#include "people/refs.h"

enum { ERASURE_IDS_MAX = 1000, ERASURE_NEEDLES_MAX = 40, ERASURE_BATCH = 200, NEEDLE_LEAST = 6 };

/* Who it is: all numbers of the person, and texts that are theirs alone. */
struct erased_person {
    int64_t contact;
    const int64_t *ids;
    size_t id_count;
    const char *const *needles; /* lower case where ASCII has one */
    size_t needle_count;
};

/* --- erasure_who.c */
MUST_USE enum err erased_person_find(struct ctx *cx, struct db *db, int64_t contact,
                                     struct erased_person *ret);
const char *erased_ids_json(struct ctx *cx, const struct erased_person *p);
const char *erased_needles_json(struct ctx *cx, const struct erased_person *p);
MUST_USE enum err erased_person_read(struct ctx *cx, int64_t contact, const char *ids,
                                     const char *needles, struct erased_person *ret);

/* --- erasure_rows.c */

enum text_erase {
    TEXT_BLANK,   /* becomes NULL */
    TEXT_ROW,     /* the row goes */
    TEXT_REWRITE, /* only the person's words in it become those for an erased person */
    TEXT_MENTION, /* somebody's own words about something else: counted and told, never touched */
};

/* A column that may hold what a person is told by, in a row that is not theirs by a number. The last three are of TEXT_REWRITE:
 * the text is JSON, whose texts are meant; COLUMN_key holds its fold; the table has version and changed_at. */
struct person_text {
    const char *table, *column;
    enum text_erase erase;
    bool json, keyed, versioned;
};
extern const struct person_text person_texts[]; /* ended by a NULL table */

/* Rows of one table: of a number (ref, id), or that say one of the person's needles (text). */
struct erase_target {
    const struct people_ref *ref;   /* or */
    const struct person_text *text; /* one of the two */
    const struct erased_person *who;
    int64_t id;
};
MUST_USE enum err erase_count(struct ctx *cx, struct db *db, const struct erase_target *t,
                              int64_t *ret);
/* Where at most ERASURE_BATCH of them lie; *ret_n 0: there are none (left). NULL places: all of them, at once. Any connection. */
MUST_USE enum err erase_find(struct ctx *cx, struct db *db, const struct erase_target *t,
                             const char **ret_places, int64_t *ret_n);
/* Inside db_write(). *ret_n: how many went or were emptied. */
MUST_USE enum err erase_take(struct ctx *cx, struct db *db, const struct erase_target *t,
                             const char *places, int64_t *ret_n);
/* A row that says one of the needles, by its id. */
struct said_row {
    int64_t id;
    const char *text;
};
/* At most ERASURE_BATCH of them behind after, by their ids; *ret_n 0: there are no more. Any connection. */
MUST_USE enum err erase_said(struct ctx *cx, struct db *db, const struct erase_target *t,
                             int64_t after, struct said_row **ret, size_t *ret_n);
/* The row says text instead, if it still says what it said; *ret_n 0: it does not. Inside db_write(). */
MUST_USE enum err erase_say(struct ctx *cx, struct db *db, const struct erase_target *t,
                            const struct said_row *row, const char *text, int64_t *ret_n);
/* The contact's own row: all but what sums need becomes NULL. */
MUST_USE enum err erase_contact(struct ctx *cx, struct db *db, int64_t id);
/* Names of all tables that the above touch, ended by NULL. */
MUST_USE enum err erased_tables(struct ctx *cx, const char *const **ret);

/* --- erasure_words.c */
/* The text with the person's words taken out of it; NULL: it has none of them. is_json: of the texts in it. */
MUST_USE enum err erased_words(struct ctx *cx, const struct erased_person *p, enum lang lang,
                               bool is_json, const char *text, const char **ret);

/* --- erasure_files.c */

struct files_read {
    int64_t files, bytes, hits; /* hits: files in which a needle was found */
};
/* Every file below dir is read for the needles. */
MUST_USE enum err files_search(struct ctx *cx, const char *dir, const struct erased_person *p,
                               struct files_read *ret);
MUST_USE enum err file_has(struct ctx *cx, const char *path, const struct erased_person *p,
                           bool *ret);

/* --- erasure.c */
MUST_USE enum err erasure_count_add(struct ctx *cx, struct db *db, int64_t id, const char *what,
                                    const char *name, int64_t n);
/* The same, but in place of what was counted before. */
MUST_USE enum err erasure_count_set(struct ctx *cx, struct db *db, int64_t id, const char *what,
                                    const char *name, int64_t n);

/* --- erasure_proof.c */
struct proof_facts {
    const struct erasure *erasure;
    const char *person_digest;
    struct files_read files;
    int64_t done_at;
    bool postgres;
};
MUST_USE enum err erasure_proof(struct ctx *cx, struct db *db, const struct proof_facts *f,
                                const char **ret);

#endif
