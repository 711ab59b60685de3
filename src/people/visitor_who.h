/* visitor_who.h -- the stage of the loader that knows visitors by name.
 *
 * A fact that names nobody and whose visitor is tied to a person (visitor_link.h) becomes that person's. A tie that stands on the
 * visitor's own choice holds for a fact only while the choice, as the fact brings it, does.
 *
 * What was asked is remembered for VISITOR_WHO_MS, in a table of fixed size, so that a busy visitor costs one question. The loader says
 * when a visitor's person changed (control), which makes the order of the journal the order of what holds.
 *
 * Ownership: belongs to the process; the pool is borrowed.
 * Errors:    those of the database: the loader tries the batch again.
 * Threads:   the loader's alone.
 */
#ifndef PRACA_PEOPLE_VISITOR_WHO_H
#define PRACA_PEOPLE_VISITOR_WHO_H

#include "db/db.h"
#include "facts/fact.h"

enum { VISITOR_WHO_MS = 5 * 60 * 1000, VISITOR_WHO_ROOM = 4096 };

struct visitor_who;

struct visitor_who *visitor_who_new(struct db_pool *pool); /* NULL without memory */
void visitor_who_free(struct visitor_who *w);              /* accepts NULL */

/* A loader_stage; arg is the struct visitor_who. */
enum err visitor_who_look(struct ctx *cx, void *arg, struct fact *f, const char **ret_refusal);
/* loader_options.control. */
void visitor_who_forget(void *arg, int64_t site, int64_t visitor);

#endif
