/* paths_priv.h -- the two small readers inside a paths file: channel names and decimal numbers. */
#ifndef PRACA_MEASURE_PATHS_PRIV_H
#define PRACA_MEASURE_PATHS_PRIV_H

#include "measure/paths.h"

/* Each spelling that was met once, in an open-addressed table; names are NFC, spellings are as in
 * the file. */
struct name_slot {
    const char *spelling; /* NULL: free */
    size_t length;
    uint32_t hash, channel;
};

struct names {
    struct name_slot *slots;
    size_t slot_count, spellings; /* slot_count is a power of two */
    const char **name;            /* per channel */
    size_t count, room;
};

/* The channel of a trimmed, not empty spelling; a new one when it is new.
 * ERR_INVALID: not text (nothing is recorded in cx; the caller knows the place). */
MUST_USE enum err names_find(struct ctx *cx, struct names *n, const char *spelling, size_t length,
                             uint32_t *ret);
/* Numbers the channels anew in byte order of their names and rewrites channel[]. */
MUST_USE enum err names_sort(struct ctx *cx, struct names *n, uint32_t *channel, size_t touches);

enum decimal_outcome { DECIMAL_OK, DECIMAL_BAD, DECIMAL_RANGE, DECIMAL_MARKS };
enum { DECIMAL_PARTS = 1000000 };

struct decimal_marks {
    bool comma;                /* a decimal comma is allowed */
    bool saw_comma, saw_point; /* in this file: never both */
};

/* 0 <= number <= 10^12 in millionths, rounded half up; *ret_decimals is how many of the six are
 * used. Empty counts as 0 where empty_is_zero. */
enum decimal_outcome decimal_read(const char *text, bool empty_is_zero, struct decimal_marks *marks,
                                  int64_t *ret, int *ret_decimals);

#endif
