/* metric_text.h -- what a figure is called, what it means, and how large its sample must be, in the reader's language.
 *
 * One set of sentences for every screen, route and report: messages "metric.KEY.label", ".definition", ".sample".
 */
#ifndef PRACA_MEASURE_METRIC_TEXT_H
#define PRACA_MEASURE_METRIC_TEXT_H

#include "base/ctx.h"

const char *metric_label(struct ctx *cx, const char *key);
const char *metric_definition(struct ctx *cx, const char *key);
/* NULL: no rule. */
const char *metric_sample_rule(struct ctx *cx, const char *key);

#endif
