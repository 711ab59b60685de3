/* search_priv.h -- what the files of the search share. */
#ifndef PRACA_PEOPLE_SEARCH_PRIV_H
#define PRACA_PEOPLE_SEARCH_PRIV_H

#include "people/search.h"

/* --- search.c */

/* Inside db_write(): the words of these records as they are now, and the index with them. ids rise. */
MUST_USE enum err search_put_all(struct ctx *cx, struct db *db, enum change_kind kind,
                                 const int64_t *ids, size_t n);

/* The same of at most so many behind a record; how many there were, and the last of them. */
MUST_USE enum err search_put_after(struct ctx *cx, struct db *db, enum change_kind kind,
                                   int64_t after, int64_t most, size_t *ret_n, int64_t *ret_last);

/* --- search_index.c */

struct search_indexed {
    int64_t record;
    const char *words; /* as they stand in search_entries */
};

/* Inside db_write(): these records' words have changed. */
MUST_USE enum err search_index_again(struct ctx *cx, struct db *db, const char *kind,
                                     const struct search_indexed *all, size_t n);

/* A step's size goes by how long the last ones took, so that none holds the writer for long; the newest counts a quarter. What the
 * processor did meanwhile for others counts little: smaller steps would not make that less. */
struct search_pace {
    int64_t size, least, most, one_ns;
};
/* took: from within the step's transaction, so that the wait for one's turn is not counted. n: of what the step had; 0: nothing
 * is learned. */
void search_pace_next(struct search_pace *p, struct thread_time took, int64_t n);

#endif
