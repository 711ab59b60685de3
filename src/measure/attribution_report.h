/* attribution_report.h -- what brought the companies that became leads, opportunities or customers: all models side by side.
 *
 * The unit is the company, or the person who belongs to none. What is credited is chosen: the creation of a unit's first lead,
 * the opening of each deal but renewals (as `opportunities` everywhere), or each won deal. A conversion falls into the period by its own day. Its journey holds the touches
 * (touch.h) of everybody of the unit after the conversion before, up to the conversion itself, and the models count those inside
 * the look-back. Several conversions of a unit at one moment are one journey. A journey without a touch stands in `unknown`.
 *
 * A touch after the conversion changes nothing about it. A fact that arrives late but happened before counts from the moment
 * it arrives: each answer is computed from what is known now, so the same facts give the same answer in whatever order they came.
 * Tying a visitor to a person, a merge, or a person's move to another company are such knowledge too.
 *
 * Null journeys, for Markov, are units with a touch in the period and no conversion up to its end. The touch at a milestone is the
 * last one before its stamp; the lead of a unit is its first, the opportunity is the opening of the deal that converts.
 *
 * At most ATTRIBUTION_KEYS_MAX values of a dimension have a row of their own, those with most touches; the rest are one, "(others)".
 *
 * Money is that of deals in the site's currency; lead creation brings none.
 *
 * Ownership: the report lives in the ctx's arena, but for its book: attribution_report_done().
 * Errors:    those of period.h, touch.h, attribution.h; fault fields "credit", "by", "window", "half_life", "model", "key", "limit".
 * Units:     minor units; days; shares are fractions of the conversions.
 */
#ifndef PRACA_MEASURE_ATTRIBUTION_REPORT_H
#define PRACA_MEASURE_ATTRIBUTION_REPORT_H

#include "measure/attribution.h"
#include "measure/other_money.h"
#include "measure/period.h"
#include "measure/touch.h"

enum attribution_credit { CREDIT_LEAD, CREDIT_OPPORTUNITY, CREDIT_WON };
/* Source is "source / medium"; of what has no source, the kind of touch. */
enum attribution_by { CREDIT_BY_CHANNEL, CREDIT_BY_SOURCE, CREDIT_BY_CAMPAIGN, CREDIT_BY_CONTENT };

enum {
    ATTRIBUTION_KEYS_MAX = 300,
    ATTRIBUTION_WINDOW_DAYS = 365,
    ATTRIBUTION_HALF_LIFE_DAYS = 30,
    ATTRIBUTION_HALF_LIFE_MIN = 7,
    ATTRIBUTION_HALF_LIFE_MAX = 180,
    ATTRIBUTION_SAMPLE = 5, /* conversions with a touch, before channels are compared */
    ATTRIBUTION_ROWS_MAX = 500,
};
#define ATTRIBUTION_OTHERS "(others)"

struct attribution_ask {
    enum attribution_credit credit;
    enum attribution_by by;
    const char *from, *to;  /* YYYY-MM-DD, included; NULL: open */
    int64_t window_days;    /* 0: ATTRIBUTION_WINDOW_DAYS */
    int64_t half_life_days; /* 0: ATTRIBUTION_HALF_LIFE_DAYS */
    bool no_sales;          /* what sellers did (calls, meetings, their mail) is no touch */
};

/* One deal that converts, or a unit's first lead. */
struct conversion {
    int64_t unit, at;
    int64_t deal; /* 0: a lead */
    int64_t contact;
    const char *name; /* of the deal; NULL */
    int64_t opened_at;
    int64_t amount_minor; /* in the site's currency; 0 otherwise */
    const char *foreign;  /* the other currency of its amount; NULL: none */
    int64_t foreign_minor;
    bool unpriced;
    const char *heard; /* NULL: nobody was asked */
};

struct attribution_journey {
    size_t touch;                   /* first of its touches in the book */
    const struct conversion *first; /* NULL: a null journey */
    size_t conversions;
};

struct attribution_credits {
    double *conversions; /* by key */
    int64_t *value;
    double *removal; /* Markov; NULL */
};

/* What people said when asked. */
struct attribution_heard {
    const char *answer; /* NULL: not asked, or no answer */
    int64_t conversions, value_minor;
};

struct attribution_report {
    struct attribution_ask ask;
    struct period period;
    const struct zone *zone;
    const char *currency;
    struct touch_book book;

    struct journeys journeys;
    struct attribution_journey *journey; /* of each */
    const char **keys;                   /* of the dimension; REPORT_NONE for none */
    size_t key_count;
    int64_t *touches; /* by key, of journeys that converted, inside the look-back */
    bool *direct;     /* by key: every touch of it is direct or unknown */
    size_t *order;    /* keys as they are shown */
    struct attribution_credits credits[ATTRIBUTION_MODEL_COUNT];

    int64_t conversions, value_minor, null_journeys;
    int64_t unknown_conversions, unknown_value_minor;
    int64_t foreign, unpriced, undated; /* deals whose money, or which, are left out */
    struct other_monies others;         /* of the foreign ones, as they came */
    struct attribution_heard *heard;
    size_t heard_count;
    const char *leader[ATTRIBUTION_MODEL_COUNT]; /* the key with most; NULL: none, or several */
};

MUST_USE enum err attribution_report_run(struct ctx *cx, struct db *db, struct fact_store *store,
                                         const struct attribution_ask *ask,
                                         struct attribution_report *ret);
void attribution_report_done(struct attribution_report *r);
/* Whether as many conversions as the sample have a touch: channels tell nothing of the others. */
bool attribution_report_enough(const struct attribution_report *r);

/* ERR_INVALID: the field is none of the models, which the fault names. */
MUST_USE enum err attribution_model_wrong(struct ctx *cx, const char *field);
/* "lead", "opportunity", "won"; NULL reads as won. Fault field "credit". */
MUST_USE enum err attribution_credit_read(struct ctx *cx, const char *name,
                                          enum attribution_credit *ret);
/* "channel", "source", "campaign", "content"; NULL reads as channel. Fault field "by". */
MUST_USE enum err attribution_by_read(struct ctx *cx, const char *name, enum attribution_by *ret);

void attribution_report_json(struct ctx *cx, const struct attribution_report *r, struct buf *out);
/* A row a key, and "(unknown)" last: key, touches, then of each model its conversions and money. */
void attribution_report_csv(struct ctx *cx, const struct attribution_report *r, struct buf *out);
/* For a terminal: conversions and money under the three models that screens open with, or the one named. */
enum err attribution_report_table(struct ctx *cx, const struct attribution_report *r,
                                  struct buf *out);

/* --- the touches behind a cell ------------------------------------------------------------------ */

struct attribution_rows_ask {
    enum attribution_model model;
    const char *key; /* NULL: conversions without a touch */
    /* When it is not NULL, the conversions behind an answer of `heard` in place of a cell; REPORT_NONE: those without one. */
    const char *heard;
    int64_t after; /* rows passed over */
    int limit;     /* 0: 50 */
};

/* One touch and what it has of the cell. Markov credits a key over all journeys at once: its cell is laid evenly on the key's
 * touches that lead to a conversion, or on all of them where none does. */
struct attribution_cell_row {
    const struct touch *touch;           /* NULL: a conversion without one */
    const struct conversion *conversion; /* NULL: of a null journey */
    size_t more;                         /* conversions of the same moment */
    double conversions;
    int64_t value_minor;
};

struct attribution_rows {
    struct attribution_cell_row *rows; /* newest conversion first, then the touches in order */
    size_t n, total;
    double conversions; /* of all of them: the cell */
    int64_t value_minor;
    int64_t next; /* 0 on the last page */
};

MUST_USE enum err attribution_rows(struct ctx *cx, const struct attribution_report *r,
                                   const struct attribution_rows_ask *ask,
                                   struct attribution_rows *ret);
MUST_USE enum err attribution_rows_json(struct ctx *cx, struct db *db,
                                        const struct attribution_report *r,
                                        const struct attribution_rows *rows, struct buf *out);
/* All of them. */
MUST_USE enum err attribution_rows_csv(struct ctx *cx, struct db *db,
                                       const struct attribution_report *r,
                                       const struct attribution_rows_ask *ask, struct buf *out);

#endif
