/* id.h -- 63-bit ids that sort by the time they were made.
 *
 * 41 bits of milliseconds since 2020-01-01, 10 bits of node, 12 bits of sequence. The node is leased per
 * process (the command line included) so two processes on one database never make the same id. When the
 * clock steps back the source goes on from the last millisecond it used.
 *
 * Threads: any; one source per process.
 */
#ifndef PRACA_BASE_ID_H
#define PRACA_BASE_ID_H

#include "base/ctx.h"

/* "No value" of an integer field, of a time, of an amount of money. */
#define NIL INT64_MIN

struct id_source *id_source_new(int node); /* 0..1023; NULL without memory */
void id_source_free(struct id_source *s);

int64_t id_next(const struct ctx *cx);
int64_t id_time_ms(int64_t id); /* unix ms when it was made */

/* Decimal digits only, 1..INT64_MAX. False leaves *ret alone. */
bool id_read(const char *text, int64_t *ret);

#endif
