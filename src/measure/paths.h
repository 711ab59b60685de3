/* paths.h -- a file of journeys without times: one row a path, with how often it ended how.
 *
 * Columns, found by name in any order: path (required; channels with " > " between them),
 * total_conversions (required), total_conversion_value, total_null (0 where missing). Others are
 * passed over. Rows with the same path add up. Any '>' separates, with or without spaces around it;
 * a channel name therefore cannot hold one.
 *
 * Numbers are plain: 12, 12.5, 1e+05 (as R writes), and 12,5 where the comma does not separate the
 * cells. Values keep the decimals of the file, at least 2 and at most PATHS_DECIMALS_MAX; finer
 * ones are rounded to that.
 *
 * Ownership: everything lives in the arena of cx; a row costs about 28 bytes and 4 for each touch,
 *            twice that while it grows.
 * Errors:    ERR_INVALID with row, line and column: "attribute.path_empty",
 *            "attribute.channel_empty", "attribute.channel_text", "attribute.number",
 *            "attribute.number_range", "attribute.decimal_marks", "attribute.value_alone" (money
 *            without a conversion); "attribute.column"; what csv.h refuses; ERR_LIMIT
 *            "attribute.sum". The first bad row ends the reading.
 *            paths_open: ERR_NOTFOUND "attribute.file", ERR_BROKEN "attribute.read".
 * Units:     value in 10^-decimals of the file's unit of money.
 */
#ifndef PRACA_MEASURE_PATHS_H
#define PRACA_MEASURE_PATHS_H

#include "base/csv.h"
#include "measure/attribution.h"

enum { PATHS_DECIMALS_MIN = 2, PATHS_DECIMALS_MAX = 6 };

struct paths {
    struct journeys journeys;
    const char **names; /* of the channels, in byte order: channel c is names[c] */
    int decimals;
};

/* shape as csv_guess() found it. */
MUST_USE enum err paths_read(struct ctx *cx, csv_source *source, void *self,
                             const struct csv_shape *shape, struct paths *ret);
/* The same from a file by name. */
MUST_USE enum err paths_open(struct ctx *cx, const char *file, struct paths *ret);

#endif
