/* content_report_priv.h -- what the report of content and the rows behind it share. */
#ifndef PRACA_MEASURE_CONTENT_REPORT_PRIV_H
#define PRACA_MEASURE_CONTENT_REPORT_PRIV_H

#include "measure/content_report.h"
#include "measure/touch.h"

struct content_stamp {
    int64_t unit;
    enum content_stage stage;
    int64_t at;
    int64_t amount_minor; /* of a won deal in the site's currency; NIL */
    const char *foreign;  /* the other currency of its amount; NULL: none */
    int64_t foreign_minor;
};

extern const char *const content_stage_names[CONTENT_STAGES];

/* Site and period. */
MUST_USE enum err content_report_begin(struct ctx *cx, struct db *db, const struct content_ask *ask,
                                       struct content_report *ret);
/* What was reached in the period, by unit and time. */
MUST_USE enum err content_stamps_read(struct ctx *cx, struct db *db, const struct content_report *r,
                                      const struct touch_book *book, struct content_stamp **ret,
                                      size_t *ret_n);
bool content_touched(const struct touch *t, const struct content_stamp *s);

#endif
