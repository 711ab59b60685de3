/* attribution.h -- which channel gets how much of a conversion.
 *
 * Pure computation over journeys held in flat arrays: nothing is read, nothing is kept. Every model
 * but Markov is a rule that spreads one conversion over the touches of its own journey; Markov
 * looks at all journeys at once (attribution_markov.c). Whatever the model, credits sum to the
 * conversions and money sums to the last minor unit, together with what no touch can be credited
 * for.
 *
 * Milestones that no touch precedes drop out and the other shares grow in proportion; so do the 10
 * or 20 % of "the rest" when no other touch is there. A touch that holds several milestones gets
 * their sum.
 *
 * Ownership: journeys are the caller's and are only read; results live in the arena of cx.
 * Errors:    ERR_LIMIT "attribute.channels" (Markov over more than ATTRIBUTION_MARKOV_MAX channels
 *            that were seen), "attribute.sum" (money past ATTRIBUTION_VALUE_MAX).
 * Units:     ages in ms before the conversion; money in int64 minor units; removal effects and
 *            chances 0..1.
 * Source:    Anderl et al. 2016, "Mapping the customer journey" (Markov); Shapley 1953, on sets of
 *            channels: v(S) = conversions of the journeys whose channels all lie in S, which has
 *            the closed form of an equal share for each distinct channel of a journey.
 */
#ifndef PRACA_MEASURE_ATTRIBUTION_H
#define PRACA_MEASURE_ATTRIBUTION_H

#include "base/ctx.h"

/* name on the command line and in the API */
#define ATTRIBUTION_MODELS(X)                                                                      \
    X(FIRST, "first")                                                                              \
    X(LAST, "last")                                                                                \
    X(LAST_KNOWN, "last_known") /* last non-direct; the last when all are direct */                \
    X(LINEAR, "linear")         /* per touch; repeats count */                                     \
    X(POSITION, "position")     /* 100 | 50 50 | 40 .. 20 .. 40 */                                 \
    X(U, "u")                   /* first 40, lead creation 40, rest 20 */                          \
    X(W, "w")                   /* first, lead, opportunity 30 each, rest 10 */                    \
    X(FULL_PATH, "full_path")   /* first, lead, opportunity, won 22.5 each, rest 10 */             \
    X(DECAY, "decay")           /* 2^(-age / half-life) */                                         \
    X(MARKOV, "markov")                                                                            \
    X(SHAPLEY, "shapley")

enum attribution_model {
#define ATTRIBUTION_ENUM(name, text) ATTRIBUTION_##name,
    ATTRIBUTION_MODELS(ATTRIBUTION_ENUM)
#undef ATTRIBUTION_ENUM
};
enum { ATTRIBUTION_MODEL_COUNT = 11, ATTRIBUTION_MARKOV_MAX = 1024 };

#define ATTRIBUTION_NO_TOUCH UINT32_MAX
#define ATTRIBUTION_DAY_MS INT64_C(86400000)
#define ATTRIBUTION_HALF_LIFE_MS (30 * ATTRIBUTION_DAY_MS)
#define ATTRIBUTION_VALUE_MAX (INT64_C(1) << 53) /* what a double still holds exactly */

/* Touch index, counted from the journey's first touch, that holds a milestone: see
 * attribution_touch_at(). */
struct attribution_milestones {
    uint32_t lead, opportunity; /* ATTRIBUTION_NO_TOUCH: it never came, or no touch precedes it */
};

/* Journey i has the touches start[i] .. start[i + 1] - 1 of channel[] and age_ms[], the oldest
 * first. */
struct journeys {
    size_t count, channels;
    const size_t *start;       /* count + 1 */
    const uint32_t *channel;   /* < channels */
    const int64_t *age_ms;     /* negative: after the conversion, counts for nothing. NULL: times
                                * are not known, the last touch has age 0, each step back a day */
    const double *conversions; /* of each journey; >= 0 */
    const bool *blind;         /* of each touch: direct and its like, for LAST_KNOWN. NULL: none, or
                                * as the rule says by channel */
    const int64_t *value;      /* NULL: none */
    const double *nulls;       /* NULL: none; journeys that ended without converting, >= 0 */
    const struct attribution_milestones *milestones; /* NULL: none known */
};

struct attribution_rule {
    enum attribution_model model;
    int64_t half_life_ms;  /* 0: 30 days */
    int64_t window_ms;     /* look-back; 0: no limit. Older touches count for nothing */
    const bool *not_known; /* per channel, for LAST_KNOWN: direct and its like. NULL: none */
};

struct attribution {
    size_t channels;
    double *conversions; /* per channel */
    int64_t *value;      /* per channel */
    double *removal;     /* per channel, Markov only, else NULL */
    double chance;       /* P(conversion) of the chain, Markov only */
    /* of journeys without a touch that counts, or that bring money without a conversion under
     * Markov */
    double unknown_conversions;
    int64_t unknown_value;
};

MUST_USE enum err attribution_run(struct ctx *cx, const struct journeys *j,
                                  const struct attribution_rule *rule, struct attribution *ret);

/* How one conversion of journey i is spread over its touches: weights, one per touch of the
 * journey, that sum to 1 (or are all 0 when no touch counts). Not for MARKOV, which has no weights
 * per touch. */
void attribution_weigh(const struct journeys *j, size_t i, const struct attribution_rule *rule,
                       double *weights);

/* The last touch that is not after a stamp: index among n touches (oldest first, ages descending),
 * or ATTRIBUTION_NO_TOUCH. stamp_age_ms is the age of the stamp on the same clock. */
uint32_t attribution_touch_at(const int64_t *age_ms, size_t n, int64_t stamp_age_ms);

/* "first" ... ; false leaves *ret alone. */
bool attribution_model_find(const char *name, enum attribution_model *ret);
const char *attribution_model_name(enum attribution_model m);

#endif
