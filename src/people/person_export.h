/* person_export.h -- everything that is held about a person, for the person.
 *
 * One JSON document for machines: the record, what refers to it (every table of refs.h, row by row, so that no new table
 * is forgotten), what happened (facts), and what it takes to read that: names of companies, deals, lists and segments, the words
 * that were agreed to. The same as an HTML page for people, in their language.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_NOTFOUND "model.missing"; ERR_LIMIT "base.memory".
 * Source:    LGPD art. 18 II and V, 19; GDPR art. 15 and 20.
 */
#ifndef PRACA_PEOPLE_PERSON_EXPORT_H
#define PRACA_PEOPLE_PERSON_EXPORT_H

#include "db/db.h"
#include "facts/store.h"

#define LINK_COPY "copy" /* a person's own copy, by link */
enum { COPY_LINK_DAYS = 7, EXPORT_ROWS_MAX = 2000, EXPORT_FACTS_MAX = 20000 };

/* facts: NULL where there is no event store. */
MUST_USE enum err person_export(struct ctx *cx, struct db *db, struct fact_store *facts,
                                int64_t contact, struct buf *out);
/* A copy was given out: an audit entry on the person; by the person's own link, which anybody who has it may open again and
 * again, one a day. Inside db_write(). */
MUST_USE enum err person_export_note(struct ctx *cx, struct db *db, int64_t contact);
/* The page of a document that person_export() wrote, in the language of cx. */
MUST_USE enum err person_export_html(struct ctx *cx, const char *json, size_t n, struct buf *out);

#endif
