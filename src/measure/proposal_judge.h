/* proposal_judge.h -- which of some channels, campaigns or pages to scale, keep, fix or stop; from numbers alone.
 *
 * Each rate is drawn towards that of all, the more so the fewer leads it has: the strength of that is learned from how much the rates
 * differ (a beta prior around the pooled rate, its weight by the largest marginal likelihood). So a page with two wins of three leads is
 * no wonder. A rate is better than that of the rest together when it is so in 95 of 100 draws.
 *
 * Where spend and amounts are known, money decides: revenue (or margin, when the site said its margin) for each unit of spend, by a
 * bootstrap over the won deals. What pays in nine of ten draws, and better than the rest in eight, is to be scaled, unless its
 * months say that one more unit brings back less than itself. What pays in at most one of ten is to be stopped. Without them a better rate is to be
 * scaled, a worse one to be fixed: what costs nothing, or nobody knows what, is not stopped.
 *
 * Nothing is said under 20 leads, and nothing under 8 wins unless the rate of all would have brought 8. What nobody knows the source
 * of is never scaled, whatever its rate: it is for the tracking to be mended; and it counts for no rate of all.
 *
 * Assets, topics and formats overlap, so there is no "rest": each is compared with the leads that met none. Many are compared at once, and of
 * a hundred equal ones five would seem better by chance: so the five in a hundred are shared out among all that are compared
 * (Bonferroni), and with twenty of them a rate is better when it is so in 99.75 of 100 draws. Rates are drawn towards that of all here too,
 * at most as strongly as the mean of their leads: few alike rows would make the weight endless and the ranges too narrow. What they cost is known at most in part, and
 * their revenue counts for others too: money never scales one. It stops one, at a share of one in ten, for even with all of that
 * revenue the spend does not pay.
 *
 * Units:     rates and chances are fractions; money in minor units. low and high hold 80 % between them.
 * Threads:   any; the same numbers give the same conclusions.
 * Source:    Gelman et al., Bayesian Data Analysis, ch. 5 (hierarchical beta-binomial); Rubin, The Bayesian Bootstrap, 1981.
 */
#ifndef PRACA_MEASURE_PROPOSAL_JUDGE_H
#define PRACA_MEASURE_PROPOSAL_JUDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum proposal_kind {
    PROPOSAL_FEW, /* too few to tell: none is made */
    PROPOSAL_SCALE,
    PROPOSAL_KEEP,
    PROPOSAL_FIX,
    PROPOSAL_STOP,
    PROPOSAL_MEND, /* the tracking */
    PROPOSAL_BASE, /* what others are compared with: none is made */
};
enum {
    PROPOSAL_KINDS = 7,
    JUDGE_LEADS = 20,
    JUDGE_WON = 8,
    JUDGE_PAID = 5,
    JUDGE_DRAWS = 4000,
    JUDGE_DRAWS_AGAINST = 20000
};

struct judged {
    const char *key, *name;
    int64_t leads, won;
    double spend, revenue; /* NaN: not given */
    const char *spend_why; /* it is not: "none", "shared", "foreign"; NULL */
    const double *amounts; /* of its won deals */
    size_t amount_count;
    bool unknown;      /* nobody knows the source */
    double elasticity; /* NaN: its months do not tell */
    int64_t mqls;      /* told beside, not judged; so is pipeline */
    double pipeline;
    /* concluded: */
    enum proposal_kind kind;
    double a, b; /* of the beta distribution of its rate */
    double rate, low, high;
    double rest, chance;                           /* that its rate is better than the rest's */
    double return_low, return_middle, return_high; /* of one unit spent; NaN */
    double chance_pays;                            /* NaN */
    double confidence;                             /* NaN: says nothing of the kind */
    int64_t have, need;                            /* of PROPOSAL_FEW */
    bool few_won;                                  /* they are wins, else leads */
    bool few_base;                                 /* they are leads of what it is compared with */
    double looks, bar; /* how many were compared at once, and the chance that was asked for; NaN */
};

/* margin: of revenue; NaN: revenue itself is compared. */
void proposal_judge(struct judged *all, size_t n, double margin, uint64_t seed);
/* Those that overlap, against base. whole: leads and wins of all, each once; looks: how many are compared at once, here and elsewhere
 * (judge_comparable()). */
struct judge_whole {
    int64_t leads, won;
    size_t looks;
};
void proposal_judge_against(struct judged *all, size_t n, struct judged *base,
                            const struct judge_whole *whole, double margin, uint64_t seed);
/* How many have enough leads and wins to be compared. */
size_t judge_comparable(const struct judged *all, size_t n, const struct judge_whole *whole);
/* How much is at stake: for the order. */
int64_t judged_weight(const struct judged *j);
const char *proposal_kind_name(enum proposal_kind k); /* "scale" */

#endif
