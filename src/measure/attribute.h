/* attribute.h -- the command `praca attribute`: a paths file in, credits by channel out.
 *
 * Needs no data directory: it computes over the file alone. Paths files hold no times, so decay
 * takes each step back as one day, and no stages, so the models that need milestones are not
 * offered.
 *
 * Ownership: options point into argv; output goes to the caller's buf.
 * Errors:    attribute_options_read: ERR_INVALID "attribute.usage_*", exit code 2.
 *            attribute_command: those of paths.h and attribution.h, exit code 1.
 * Units:     conversions with at least 6 decimals; value in the file's own unit of money.
 */
#ifndef PRACA_MEASURE_ATTRIBUTE_H
#define PRACA_MEASURE_ATTRIBUTE_H

#include "measure/attribution.h"
#include "measure/paths.h"

enum attribute_format { ATTRIBUTE_TABLE, ATTRIBUTE_JSON, ATTRIBUTE_CSV };

struct attribute_options {
    const char *paths; /* file name */
    enum attribution_model model;
    int64_t half_life_ms; /* 0: 30 days */
    enum attribute_format format;
    bool help; /* --help was given: print message "attribute.help", nothing else is checked */
};

/* argv holds what follows "attribute", each option also as --name=value:
 * --paths F --model M [--half-life DAYS] [--format json|table|csv] [--help] */
MUST_USE enum err attribute_options_read(struct ctx *cx, int argc, char *const *argv,
                                         struct attribute_options *ret);

/* Reads the file and appends the whole answer to out; nothing on failure. */
MUST_USE enum err attribute_command(struct ctx *cx, const struct attribute_options *o,
                                    struct buf *out);

/* The answer for journeys already read. Rows by falling credit, equal ones by name. JSON is
 * {"model", "rows": [{"channel", "conversions", "value"}], "totals": {"conversions", "value"}}; with
 * Markov also "removal_effect" in each row and "conversion_probability". */
MUST_USE enum err attribute_write(struct ctx *cx, const struct paths *p,
                                  const struct attribute_options *o, struct buf *out);

#endif
