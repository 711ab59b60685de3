/* dashboard_priv.h -- what the parts of the dashboard share. */
#ifndef PRACA_MEASURE_DASHBOARD_PRIV_H
#define PRACA_MEASURE_DASHBOARD_PRIV_H

#include "measure/dashboard.h"

/* What needs somebody today, the most urgent first. recent: the report over the last days. */
MUST_USE enum err dashboard_tasks(struct ctx *cx, struct db *db,
                                  const struct channel_report *recent, struct dashboard *d);

#endif
