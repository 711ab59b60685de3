/* statistics_priv.h -- a question read, and the parts that its answer needs beside the rows. */
#ifndef PRACA_MEASURE_STATISTICS_PRIV_H
#define PRACA_MEASURE_STATISTICS_PRIV_H

#include "facts/stats.h"
#include "measure/statistics.h"

enum statistics_comparison {
    COMPARE_NOTHING,
    COMPARE_PERIOD,
    COMPARE_YEAR,
    COMPARE_OWN,
};

/* A period in days, with where it ends on the clock. */
struct statistics_span {
    struct period days;
    int64_t from_ms, to_ms;
};

struct statistics_ask {
    struct stats_question q;
    struct statistics_span span, before;
    const char *range; /* its word; NULL: two days were given */
    enum statistics_comparison compare;
    bool time_labels;
};

/* statistics_period.c. v NULL: 30 days. */
MUST_USE enum err statistics_range(struct ctx *cx, const struct statistics_site *site,
                                   const char *field, const struct json *v,
                                   struct statistics_span *ret, const char **ret_word);
/* The span to compare with. */
struct statistics_span statistics_before(struct ctx *cx, const struct statistics_site *site,
                                         const struct statistics_ask *a);
/* The dimension of time that suits a span. */
const char *statistics_interval(const struct statistics_span *span);
/* A key of time as text on the site's clock. */
const char *statistics_time_text(struct ctx *cx, const struct zone *zone,
                                 enum stats_dimension_kind kind, int64_t key);
/* All keys of a span, oldest first; at most STATISTICS_LABELS_MAX. */
enum { STATISTICS_LABELS_MAX = 4000 };
MUST_USE enum err statistics_time_keys(struct ctx *cx, const struct stats_zone *zone,
                                       enum stats_dimension_kind kind,
                                       const struct statistics_span *span, int64_t **ret,
                                       size_t *ret_n);

/* statistics_read.c. common: members said for several questions; NULL. prefix: before field names ("queries.2."). */
MUST_USE enum err statistics_read(struct ctx *cx, const struct statistics_site *site,
                                  const struct json *in, const struct json *common,
                                  const char *prefix, struct statistics_ask *ret);
/* One filter of a list; NULL with a wrong field. */
const struct stats_filter *statistics_filter(struct ctx *cx, const char *field,
                                             const struct json *v);
/* A list of filters, all of which hold. *ret stays NULL for none. */
MUST_USE enum err statistics_filters(struct ctx *cx, const char *field, const struct json *v,
                                     const struct stats_filter **ret);
/* Both, where NULL is all. */
const struct stats_filter *statistics_both(struct ctx *cx, const struct stats_filter *a,
                                           const struct stats_filter *b);
/* Each member of v that is not among names (with a blank around each) is a wrong field of its own. */
void statistics_only(struct ctx *cx, const char *prefix, const struct json *v, const char *names);
void statistics_include(struct ctx *cx, const char *field, const struct json *include,
                        struct stats_question *q);
struct stats_filter *statistics_is(struct ctx *cx, const char *dimension, enum stats_op op,
                                   const char *value);

/* The wrong fields found since then, under the names of a question among several. */
enum err statistics_prefix(struct ctx *cx, const struct fault *before, const char *prefix);
/* A name with what stands before it. */
const char *statistics_field(struct ctx *cx, const char *prefix, const char *name);

/* statistics_imports.c */

/* Whether totals of days were imported, which questions have to ask for. */
bool statistics_has_days(const struct statistics_site *site);

struct statistics_imports {
    bool any;             /* one touches the period, or that it is compared with */
    bool included;        /* something of one may be in the answer */
    const char *left_out; /* why something is not; NULL */
};
struct statistics_imports statistics_imports_of(const struct statistics_site *site,
                                                const struct statistics_ask *a);
bool statistics_import_touches(const struct statistics_site *site, int64_t first, int64_t last);
void statistics_put_imports(struct ctx *cx, struct json_writer *w,
                            const struct statistics_site *site, const struct statistics_ask *a);

/* statistics_write.c */
struct statistics_result {
    const struct statistics_ask *ask;
    const struct zone *zone;
    const struct statistics_site *site;
    int64_t events_from_ms;
    struct stats_answer now, before; /* before.rows NULL: not compared */
    struct stats_money *others;      /* what a value leaves out; NULL: no value was asked for */
    size_t other_count;
};
MUST_USE enum err statistics_write(struct ctx *cx, struct json_writer *w,
                                   const struct statistics_result *r);
void statistics_write_csv(struct ctx *cx, const struct statistics_result *r, struct buf *out);

#endif
