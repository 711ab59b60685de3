/* place.h -- in which country an address is, by a file in MaxMind's format that the owner gives.
 *
 * Only the country is asked for, and the address is kept nowhere. Without a file nothing is known.
 *
 * Ownership: the process's; the file stays mapped.
 * Errors:    ERR_INVALID "measure.mmdb" (file, reason).
 * Threads:   any.
 * Source:    MaxMind DB File Format Specification 2.0.
 */
#ifndef PRACA_MEASURE_PLACE_H
#define PRACA_MEASURE_PLACE_H

#include "base/ctx.h"

struct places;

MUST_USE enum err places_open(struct ctx *cx, const char *file, struct places **ret);
void places_close(struct places *p); /* accepts NULL */
/* Two capital letters, or "" when it is not known. p NULL: nothing is. */
void place_country(const struct places *p, const char *numeric_address, char ret[3]);

#endif
