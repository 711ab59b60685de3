/* report_unit.h -- asking for the channel report in one line. */
#ifndef PRACA_TESTS_REPORT_UNIT_H
#define PRACA_TESTS_REPORT_UNIT_H

#include "unit/measure/market.h"

#include "measure/channel_report.h"
#include "measure/metric_text.h"

static inline struct channel_report report(struct engine_world *w, enum report_by by,
                                           const char *from, const char *to)
{
    struct channel_report r = {0};
    struct db *db = market_read(w);

    assert_int_equal(
        channel_report_run(w->cx, db, &(struct report_ask){.by = by, .from = from, .to = to}, &r),
        OK);
    db_return(db);
    return r;
}

static inline const struct report_row *row_of(const struct channel_report *r, const char *key)
{
    for (size_t i = 0; i < r->count; i++)
        if (!strcmp(r->rows[i].key, key))
            return &r->rows[i];
    fail_msg("no row %s", key);
    return NULL;
}

static inline int64_t whole(const struct report_row *row, enum report_column c)
{
    assert_true(row->figures[c].known);
    return row->figures[c].whole;
}

static inline double real(const struct report_row *row, enum report_column c)
{
    assert_true(row->figures[c].known);
    return row->figures[c].value;
}

static inline const char *reason(const struct report_row *row, enum report_column c)
{
    return row->figures[c].known ? "known" : row->figures[c].reason;
}

/* 0 when it is not there. */
static inline int64_t anomaly(const struct channel_report *r, const char *code)
{
    for (size_t i = 0; i < r->anomaly_count; i++)
        if (!strcmp(r->anomalies[i].code, code))
            return r->anomalies[i].count;
    return 0;
}

static inline struct report_rows rows_behind(struct engine_world *w, const struct rows_ask *ask)
{
    struct report_rows r = {0};
    struct db *db = market_read(w);

    assert_int_equal(report_rows_read(w->cx, db, ask, &r), OK);
    db_return(db);
    return r;
}

#endif
