/* json_priv.h -- what json.c lends to the stream and the writer. */
#ifndef PRACA_BASE_JSON_PRIV_H
#define PRACA_BASE_JSON_PRIV_H

#include "base/json.h"

#include <inttypes.h>
#include <stdio.h>

/* json_parse() for bytes that begin on a later line of something larger. */
MUST_USE enum err json_parse_at(struct ctx *cx, const char *bytes, size_t n, int64_t first_line,
                                const struct json **ret);

/* A number as a fault's parameter; gives room back. */
static inline const char *decimal(int64_t v, char room[24])
{
    (void)snprintf(room, 24, "%" PRId64, v);
    return room;
}

#endif
