/* refs.h -- every column of the database that holds a contact's or an account's id, one row each.
 *
 * A merge moves what refers to the one that goes; an erasure takes away what speaks of the person. Both walk this table,
 * so a table that is added elsewhere cannot be forgotten: a test compares the rows with the columns of the
 * migrated schema that have such names.
 */
#ifndef PRACA_PEOPLE_REFS_H
#define PRACA_PEOPLE_REFS_H

#include "base/err.h"

enum ref_to { REF_CONTACT, REF_ACCOUNT };

enum ref_merge {
    REF_MOVES, /* now refers to the one that stays */
    REF_JOINS, /* the same, unless the one that stays has such a row already: then this one goes */
    REF_STAYS, /* history: keeps naming the one that went, whose id keeps answering */
    REF_COMPUTED, /* goes: a follower or a job works it out again */
};

enum ref_erase {
    REF_ROW_GOES,    /* the row is about the person alone */
    REF_CUT,         /* the row stays, without the person */
    REF_STAYS_BLIND, /* the row stays with the id, which names nobody any more */
};

/* The last five may be left out.
 * when: the column that says which kind of record the row speaks of ("contact", "account"), for a column that holds ids
 *       of both; such a column has a row here for each.
 * blank: REF_STAYS_BLIND: the columns that speak of the person and become empty; keeps: those of text that do not. Every column of
 *       text of such a table is named in one of them, or a test fails.
 * key:  what tells the rows of one person apart, as "list,purpose"; NULL: the primary key, but for site and this column.
 * same: REF_JOINS: two rows say the same when these are equal; NULL: as key. */
struct people_ref {
    const char *table, *column;
    enum ref_to to;
    enum ref_merge merge;
    enum ref_erase erase;
    const char *when, *key, *same, *blank, *keeps;
};

extern const struct people_ref people_refs[]; /* ended by a NULL table */

#endif
