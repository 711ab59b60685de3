/* stats.h -- figures of visits, described once: what is counted, by what, of whom.
 *
 * A question names metrics, dimensions, filters and a period; every engine of the store answers it (store_stats()). The engine of
 * the program gets one statement made by stats_sql.c from the tables of stats.c and a small dialect; the engine of the tests walks
 * its rows (stats_plain.c). Both give sums, and stats_value() makes the metrics of them, so that a rate is computed in one place.
 *
 * What a question is asked of (its plan) follows from its words alone:
 *  - Visits, when it speaks of nothing but visits. A visit and all it brought belong to the moment it began.
 *  - Events, when a dimension or filter is an event's (page, event, props:KEY), or by_event is set. An event belongs to its own
 *    moment, and the metrics of visits (bounces, engaged time) are those of the visits that the events are part of. What is not
 *    part of a visit (a call, a mail) is not counted here.
 * STATS_HAS_DONE takes the visits in which something happened; it asks nothing of the other words and leaves the plan alone. An
 * "engage" tells how long a page was looked at. It is nothing that happened: it gives its time to a visit that did something in the
 * group, and makes no visit, no group and no step of a funnel by itself.
 *
 * Visitors are different ids. An id without consent lasts a day, so over several days it is counted once a day; STATS_STABLE
 * visitors say how many are not of that kind.
 *
 * A value is added up in the currency of the question alone. What came in others is told by currency, of the same visits or events;
 * of visits whose events have left (store_age.h) it is what the visit kept, as one event.
 *
 * Totals of days that an import brought (history.h) are added, with with_days, where one of their reports holds every dimension and
 * filter of the question, and only days that lie in the period whole. Nothing is known of them singly: they have no median, value or
 * goal, their visitors are those of each day and row added up, and their engaged time is how long a visit took by whoever counted it.
 *
 * Order: without order, a time dimension that stands first is ascending, otherwise the first metric is descending; equals go by the
 * dimensions' bytes. What cannot be told (nothing to divide by) comes last either way.
 *
 * Ownership: a question's parts outlive the call; answers live in the ctx's arena.
 * Errors:    those of store.h; ERR_INVALID fault fields from stats_check().
 * Units:     _ms unix ms UTC; time keys: see enum stats_dimension_kind; metrics: see enum stats_unit.
 */
#ifndef PRACA_FACTS_STATS_H
#define PRACA_FACTS_STATS_H

#include "base/time.h"

enum {
    STATS_DIMENSIONS_MAX = 3,
    STATS_ORDER_MAX = 4,
    STATS_LEAVES_MAX =
        40, /* conditions of a filter; of an equality up to STATS_FEW values count each */
    STATS_FEW = 8,
    STATS_VALUES_MAX = 1000, /* of one filter */
    STATS_DEPTH_MAX = 8,
    STATS_TEXT_MAX = 1000, /* bytes of a value */
    STATS_PROP_MAX = 60,   /* bytes of KEY */
    STATS_LIMIT_MAX = 10000,
    STATS_STEPS_MIN = 2,
    STATS_STEPS_MAX = 8,
    STATS_SPANS_MAX = 32,
    STATS_MONEY_MAX = 100, /* other currencies told, those of the most events */
};

enum stats_metric {
    STATS_VISITORS,
    STATS_VISITS,
    STATS_VIEWS,
    STATS_VIEWS_PER_VISIT,
    STATS_BOUNCE_RATE,
    STATS_ENGAGED,        /* seconds a visit, the mean */
    STATS_ENGAGED_MEDIAN, /* seconds; of an even count the lower one */
    STATS_SCROLL,         /* percent, the mean of visits that were measured */
    STATS_EVENTS,         /* neither view nor engage */
    STATS_EVENT_VISITORS, /* visitors of the visits in which the goal happened */
    STATS_CONVERSION_RATE,
    STATS_VALUE, /* minor units of the question's currency */
};
enum { STATS_METRICS = 12 };

enum stats_unit {
    STATS_UNIT_COUNT,
    STATS_UNIT_RATE,
    STATS_UNIT_RATIO,
    STATS_UNIT_SECONDS,
    STATS_UNIT_PERCENT,
    STATS_UNIT_MONEY,
};

/* What the engines add up. */
enum stats_sum {
    SUM_VISITORS,
    SUM_STABLE, /* of them, those with an id that lasts */
    SUM_VISITS,
    SUM_VIEWS,
    SUM_EVENTS,
    SUM_BOUNCES,
    SUM_ENGAGED_MS,
    SUM_MEDIAN_MS,
    SUM_SCROLL,
    SUM_SCROLLED, /* visits with a scroll */
    SUM_VALUE,
    SUM_CONVERTED,
};
enum { STATS_SUMS = 12, SUM_NONE = -1 };

struct stats_metric_row {
    const char *key;
    enum stats_unit unit;
    int of, per;  /* enum stats_sum; per: SUM_NONE */
    double scale; /* one of the sum is so much of the metric */
};
extern const struct stats_metric_row stats_metrics[STATS_METRICS];

enum stats_dimension_kind {
    STATS_OF_VISIT,
    STATS_OF_EVENT,
    STATS_OF_PROPS,
    STATS_MINUTE, /* key: ms UTC of its beginning */
    STATS_HOUR,   /* the same */
    STATS_DAY,    /* key: days since 1970-01-01 in the question's zone */
    STATS_WEEK,   /* the day of its Monday */
    STATS_MONTH,  /* the day of its first */
};

struct stats_dimension_row {
    const char *key;
    enum stats_dimension_kind kind;
    const char *column;
};
extern const struct stats_dimension_row stats_dimensions[]; /* ended by {0} */

struct stats_dimension {
    const struct stats_dimension_row *row;
    const char *prop; /* KEY of props:KEY */
};

enum stats_op {
    STATS_AND,
    STATS_OR,
    STATS_NOT,
    STATS_HAS_DONE, /* of its one member, which speaks of events alone */
    STATS_IS,       /* one of the values */
    STATS_CONTAINS, /* without regard to case and accents */
    STATS_MATCHES,  /* * stands for any bytes */
};

struct stats_filter {
    enum stats_op op;
    const struct stats_filter *first, *next; /* members of the first four */
    struct stats_dimension dimension;
    const char *const *values;
    size_t count;
};

/* The zone's offset until a moment; the last one for ever. */
struct stats_zone {
    int64_t until_ms[STATS_SPANS_MAX], offset_ms[STATS_SPANS_MAX];
    size_t n; /* at least 1 */
};

enum stats_robots { STATS_HUMANS, STATS_ROBOTS, STATS_EVERYONE };

struct stats_order {
    int metric;    /* enum stats_metric, or -1: a dimension */
    int dimension; /* index */
    bool down;
};

struct stats_question {
    int64_t site;
    int64_t from_ms, to_ms; /* from <= t < to */
    enum stats_metric metrics[STATS_METRICS];
    size_t metric_count;
    struct stats_dimension dimensions[STATS_DIMENSIONS_MAX];
    size_t dimension_count;
    const struct stats_filter *filter; /* NULL: all */
    const struct stats_filter *goal;   /* of events; needed by the metrics of conversion */
    const char *currency;              /* needed by STATS_VALUE */
    struct stats_order order[STATS_ORDER_MAX];
    size_t order_count;
    int64_t limit, offset;
    enum stats_robots robots;
    bool no_imports;
    bool with_days; /* imported totals of days */
    bool by_event;
    bool count_rows; /* how many there are beyond the limit */
    struct stats_zone zone;
};

struct stats_key {
    const char *text; /* "" where there is none */
    int64_t time;
};

struct stats_row {
    struct stats_key keys[STATS_DIMENSIONS_MAX];
    int64_t sums[STATS_SUMS]; /* NIL where not asked */
};

struct stats_answer {
    struct stats_row *rows; /* without dimensions one, also of nothing */
    size_t n;
    int64_t all; /* rows without limit, 0 for a page past them; NIL unless count_rows */
};

/* What a question's events brought in a currency that is not the question's, and STATS_VALUE therefore leaves out. */
struct stats_money {
    const char *currency;
    int64_t value_minor, events;
};

/* Ordered steps that one visit, or one visitor within a time, went through; other things may happen between them. */
struct stats_funnel {
    struct stats_question of; /* site, period, filter, robots, imports; the rest is not read */
    const struct stats_filter *steps[STATS_STEPS_MAX];
    size_t step_count;
    bool by_visitor;
    int64_t window_ms; /* from the first step to the last; 0: any */
};

/* How many went as far as step i, in ret[i]. */
struct stats_steps {
    int64_t reached[STATS_STEPS_MAX];
};

/* By key; NULL when there is none such. "props:KEY" too. */
const struct stats_metric_row *stats_metric_find(const char *key);
bool stats_dimension_find(struct ctx *cx, const char *key, struct stats_dimension *ret);
bool stats_is_time(const struct stats_dimension *d);
/* Whether the question is asked of events. */
bool stats_of_events(const struct stats_question *q);
/* Which report (history.h) of imported days answers the question; 0: none does, and it is answered without them. */
int stats_history_report(const struct stats_question *q);
/* Limits and combinations. Fault fields "metrics", "dimensions", "filters", "goal", "pagination", "steps". */
MUST_USE enum err stats_check(struct ctx *cx, const struct stats_question *q);
MUST_USE enum err stats_funnel_check(struct ctx *cx, const struct stats_funnel *f);
/* The offsets of a zone (NULL: UTC) over a period. */
struct stats_zone stats_zone_of(const struct zone *zone, int64_t from_ms, int64_t to_ms);
int64_t stats_zone_local(const struct stats_zone *z, int64_t ms);
/* The key of a moment in a dimension of time. */
int64_t stats_time_key(const struct stats_zone *z, enum stats_dimension_kind kind, int64_t ms);
/* The metric of a row; false when there is nothing to divide by. */
bool stats_value(const struct stats_row *row, enum stats_metric metric, double *ret);
/* A question that asks for no metric and no dimension, of humans. */
struct stats_question stats_question_of(int64_t site, int64_t from_ms, int64_t to_ms);

#endif
