/* figure.h -- a number, or why there is none.
 *
 * No figure is shown that its sample cannot carry: each has a rule (at least 20 leads, at least 8 won deals), and under
 * it the figure is unknown with the reason, never 0 and never a percentage. What was not recorded is "not given",
 * which is not 0 either.
 *
 * Ownership: reasons are constant text (message keys); sentences live in the arena.
 * Units:     rates are fractions; money is in minor units of the site's currency; days are days of 24 hours; seconds are seconds.
 * Source:    percentiles: Hyndman and Fan 1996, type 7.
 */
#ifndef PRACA_MEASURE_FIGURE_H
#define PRACA_MEASURE_FIGURE_H

#include "base/ctx.h"
#include "base/id.h"
#include "base/json.h"

enum unit {
    UNIT_COUNT,
    UNIT_RATE,
    UNIT_DAYS,
    UNIT_MONEY,
    UNIT_RATIO,
    UNIT_MONEY_PER_DAY,
    UNIT_MONTHS,
    UNIT_SECONDS
};

struct figure {
    bool known;
    double value;       /* of rates, days and ratios */
    int64_t whole;      /* of counts and money */
    const char *reason; /* when not known */
    int64_t have, need; /* of the sample; NIL: no rule stands against it */
};

struct figure figure_whole(int64_t n);
struct figure figure_real(double v);
struct figure figure_unknown(const char *reason);
/* Unknown, for too small a sample. */
struct figure figure_few(const char *reason, int64_t have, int64_t need);
/* part ÷ all, when all reaches need; else unknown for the reason. */
struct figure figure_share(int64_t part, int64_t all, int64_t need, const char *reason);
/* amount ÷ n to the nearest minor unit, when n reaches need. */
struct figure figure_per(int64_t amount, int64_t n, int64_t need, const char *reason);
/* The percentile of sorted values, 0 <= p <= 1, when n reaches need. */
struct figure figure_percentile(const double *sorted, size_t n, double p, int64_t need,
                                const char *reason);

/* The figure as one number, for goals and series; NaN when unknown. */
double figure_number(enum unit unit, const struct figure *f);
/* The reason in the ctx's language; NULL when known. */
const char *figure_sentence(struct ctx *cx, const struct figure *f);
/* A JSON number, or null. */
void figure_json(struct json_writer *w, enum unit unit, const struct figure *f);
/* {"code", "message", "have", "need"}. */
void figure_reason_json(struct ctx *cx, struct json_writer *w, const struct figure *f);
/* As people read it in the ctx's language: "1.099", "11,8 %", "14,3", "50.000,00"; "–" when unknown. currency: of money, for its
 * digits; NULL for what is none. */
const char *figure_text(struct ctx *cx, const char *currency, enum unit unit,
                        const struct figure *f);
/* An amount with its sign, as the language writes it: "-R$ 5.777,32", "-R$5,777.32", "CHF 5.777,32". */
const char *money_said(struct ctx *cx, const char *currency, int64_t minor);
/* As a sentence has it: money with its sign; NaN is "–". */
const char *figure_said(struct ctx *cx, const char *currency, enum unit unit, double v);
const char *unit_name(enum unit unit);
/* The one of that name; UNIT_COUNT when there is none. */
enum unit unit_named(const char *name);

/* Never past int64: stays at the end. */
int64_t money_add(int64_t a, int64_t b);
/* What falls on days first to last of an amount spread evenly over days start to end. Shares of neighbouring
 * spans add up to the share of both, to the last minor unit. */
int64_t money_over_days(int64_t amount, int64_t start, int64_t end, int64_t first, int64_t last);
/* "50000.00", for files, with as many digits as the currency has; NULL: two. */
const char *money_plain(struct ctx *cx, const char *currency, int64_t minor);

#endif
