/* nps_report.h -- the survey's figure over a period, by groups and by quarter.
 *
 * Ownership: everything lives in the ctx's arena.
 * Errors:    those of period.h.
 */
#ifndef PRACA_MEASURE_NPS_REPORT_H
#define PRACA_MEASURE_NPS_REPORT_H

#include "measure/figure.h"
#include "people/nps.h"

enum { NPS_NEEDED = 20 };

/* Points per hundred answers; unknown below NPS_NEEDED. */
struct figure nps_figure(const struct nps_counts *n);
/* {"score", "reason", "answered", "promoters", "passives", "detractors", "invited", "periods": [{"period", "from", "to",
 * "score", "answered", "promoters", "passives", "detractors", "invited"}]}, the last eight quarters */
MUST_USE enum err nps_report_json(struct ctx *cx, struct db *db, const char *from, const char *to,
                                  struct buf *out);

#endif
