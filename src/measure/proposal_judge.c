/* proposal_judge.c -- see proposal_judge.h. */
#include "measure/proposal_judge.h"

#include "measure/chance.h"

#include <math.h>

static const double better_from = 0.95, worse_to = 0.05;
static const double pays_from = 0.9, pays_not_to = 0.1, beats_from = 0.8;

const char *proposal_kind_name(enum proposal_kind k)
{
    static const char *const names[PROPOSAL_KINDS] = {"few",  "scale", "keep", "fix",
                                                      "stop", "mend",  "base"};

    return names[k];
}

/* --- rates */

static double log_beta(double a, double b)
{
    return lgamma(a) + lgamma(b) - lgamma(a + b);
}

struct pool {
    double leads, won, mean, weight;
    double spend, money; /* of those whose both are known */
};

/* How likely the counts are when rates lie around the mean with that weight. */
static double likely(const struct judged *all, size_t n, double mean, double weight)
{
    double a = mean * weight, b = (1 - mean) * weight, sum = 0;

    for (size_t i = 0; i < n; i++) {
        double won = (double)all[i].won, leads = (double)all[i].leads;
        if (!all[i].unknown && leads > 0)
            sum += log_beta(a + won, b + leads - won) - log_beta(a, b);
    }
    return sum;
}

static double weight_of(const struct judged *all, size_t n, double mean)
{
    double best = -INFINITY, weight = 2, found = 2;

    for (int i = 0; i < 20; i++, weight *= 1.6) {
        double l = likely(all, n, mean, weight);
        if (l > best) {
            best = l;
            found = weight;
        }
    }
    return found;
}

static struct pool pool_of(const struct judged *all, size_t n)
{
    struct pool p = {0};

    for (size_t i = 0; i < n; i++) {
        if (all[i].unknown)
            continue;
        p.leads += (double)all[i].leads;
        p.won += (double)all[i].won;
        if (!isnan(all[i].spend) && !isnan(all[i].revenue)) {
            p.spend += all[i].spend;
            p.money += all[i].revenue;
        }
    }
    p.mean = (p.won + 0.5) / (p.leads + 1);
    p.weight = weight_of(all, n, p.mean);
    return p;
}

/* What a rate is compared with. */
struct rest {
    double leads, won;
};

static void judge_rate(struct judged *j, const struct pool *p, struct rest rest, int draws,
                       struct chance *c)
{
    double won = (double)j->won, leads = (double)j->leads;
    int better = 0;

    j->a = p->mean * p->weight + won;
    j->b = (1 - p->mean) * p->weight + leads - won;
    j->rate = leads > 0 ? won / leads : NAN;
    j->low = beta_quantile(j->a, j->b, 0.1);
    j->high = beta_quantile(j->a, j->b, 0.9);
    j->rest = rest.leads > 0 ? rest.won / rest.leads : NAN;
    j->chance = NAN;
    if (rest.leads < JUDGE_LEADS)
        return;
    for (int i = 0; i < draws; i++)
        better += chance_beta(c, j->a, j->b) >
                  chance_beta(c, rest.won + 0.5, rest.leads - rest.won + 0.5);
    j->chance = (double)better / draws;
}

static struct rest rest_of(const struct judged *j, const struct pool *p)
{
    double own = j->unknown ? 0 : 1;

    return (struct rest){p->leads - own * (double)j->leads, p->won - own * (double)j->won};
}

/* --- money */

static double money_drawn(const struct judged *j, struct chance *c)
{
    double sum = 0;

    for (size_t i = 0; i < j->amount_count; i++)
        sum -= log(chance_uniform(c)) * j->amounts[i];
    return sum;
}

/* Returns the chance to beat the rest; NaN when money is not known well enough. */
static double judge_money(struct judged *j, const struct pool *p, double margin, struct chance *c)
{
    double part = isnan(margin) ? 1 : margin, rest = NAN, draws[JUDGE_DRAWS / 2];
    size_t n = sizeof(draws) / sizeof(draws[0]), pays = 0, beats = 0;

    j->return_low = j->return_middle = j->return_high = j->chance_pays = NAN;
    if (isnan(j->spend) || isnan(j->revenue) || j->spend <= 0 ||
        j->amount_count < (size_t)JUDGE_PAID)
        return NAN;
    if (p->spend > j->spend)
        rest = (p->money - j->revenue) * part / (p->spend - j->spend);
    for (size_t i = 0; i < n; i++) {
        draws[i] = money_drawn(j, c) * part / j->spend;
        pays += draws[i] > 1;
        beats += draws[i] > rest;
    }
    reals_sort(draws, n);
    j->return_low = reals_quantile(draws, n, 0.1);
    j->return_middle = reals_quantile(draws, n, 0.5);
    j->return_high = reals_quantile(draws, n, 0.9);
    j->chance_pays = (double)pays / (double)n;
    return isnan(rest) ? NAN : (double)beats / (double)n;
}

/* --- conclusions */

static bool too_few(struct judged *j, double mean)
{
    if (j->leads < JUDGE_LEADS) {
        j->have = j->leads;
        j->need = JUDGE_LEADS;
        return true;
    }
    if (j->won < JUDGE_WON && (double)j->leads * mean < JUDGE_WON) {
        j->have = j->won;
        j->need = JUDGE_WON;
        j->few_won = true;
        return true;
    }
    return false;
}

static void conclude_money(struct judged *j, double beats)
{
    double next = isnan(j->elasticity) ? NAN : j->elasticity * j->return_middle;

    if (j->chance_pays <= pays_not_to) {
        j->kind = PROPOSAL_STOP;
        j->confidence = 1 - j->chance_pays;
    } else if (j->chance_pays >= pays_from && beats >= beats_from && !(next < 1)) {
        j->kind = PROPOSAL_SCALE;
        j->confidence = beats;
    } else if (j->chance <= worse_to) {
        j->kind = PROPOSAL_FIX;
        j->confidence = 1 - j->chance;
    } else {
        j->kind = PROPOSAL_KEEP;
        j->confidence = j->chance_pays;
    }
}

static void conclude_rate(struct judged *j)
{
    if (j->chance >= better_from && j->won >= JUDGE_WON) {
        j->kind = PROPOSAL_SCALE;
        j->confidence = j->chance;
    } else if (j->chance <= worse_to) {
        j->kind = PROPOSAL_FIX;
        j->confidence = 1 - j->chance;
    } else {
        j->kind = PROPOSAL_KEEP;
        j->confidence = NAN;
    }
}

void proposal_judge(struct judged *all, size_t n, double margin, uint64_t seed)
{
    struct pool p = pool_of(all, n);

    for (size_t i = 0; i < n; i++) {
        struct judged *j = &all[i];
        struct chance c = {seed + i * 7919};
        double beats;
        judge_rate(j, &p, rest_of(j, &p), JUDGE_DRAWS, &c);
        j->looks = j->bar = NAN;
        beats = judge_money(j, &p, margin, &c);
        j->confidence = NAN;
        if (j->unknown && j->leads >= JUDGE_LEADS)
            j->kind = PROPOSAL_MEND;
        else if (too_few(j, p.mean))
            j->kind = PROPOSAL_FEW;
        else if (!isnan(beats))
            conclude_money(j, beats);
        else
            conclude_rate(j);
    }
}

/* --- against those that met none */

static double mean_of(const struct judge_whole *whole)
{
    return ((double)whole->won + 0.5) / ((double)whole->leads + 1);
}

size_t judge_comparable(const struct judged *all, size_t n, const struct judge_whole *whole)
{
    size_t looks = 0;

    for (size_t i = 0; i < n; i++) {
        struct judged j = all[i];
        looks += !too_few(&j, mean_of(whole));
    }
    return looks;
}

static void conclude_against(struct judged *j, double looks)
{
    j->looks = looks;
    j->bar = 1 - worse_to / looks;
    if (!isnan(j->chance_pays) && j->chance_pays <= pays_not_to / looks) {
        j->kind = PROPOSAL_STOP;
        j->confidence = 1 - j->chance_pays;
    } else if (j->chance >= j->bar && j->won >= JUDGE_WON) {
        j->kind = PROPOSAL_SCALE;
        j->confidence = j->chance;
    } else if (j->chance <= 1 - j->bar) {
        j->kind = PROPOSAL_FIX;
        j->confidence = 1 - j->chance;
    } else {
        j->kind = PROPOSAL_KEEP;
    }
}

/* Of those with enough: what is borrowed weighs no more than what most have themselves. */
static double usual_leads(const struct judged *all, size_t n)
{
    double sum = 0, of = 0;

    for (size_t i = 0; i < n; i++) {
        if (all[i].leads < JUDGE_LEADS)
            continue;
        sum += (double)all[i].leads;
        of++;
    }
    return of > 0 ? sum / of : JUDGE_LEADS;
}

static bool few_base(struct judged *j, const struct judged *base)
{
    if (base->leads >= JUDGE_LEADS)
        return false;
    j->have = base->leads;
    j->need = JUDGE_LEADS;
    j->few_base = true;
    return true;
}

void proposal_judge_against(struct judged *all, size_t n, struct judged *base,
                            const struct judge_whole *whole, double margin, uint64_t seed)
{
    struct pool p = {.mean = mean_of(whole)};
    struct rest rest = {(double)base->leads, (double)base->won};
    struct chance c = {seed};

    p.weight = fmin(weight_of(all, n, p.mean), usual_leads(all, n));
    judge_rate(base, &p, (struct rest){0}, 0, &c);
    base->kind = PROPOSAL_BASE;
    base->return_low = base->return_middle = base->return_high = base->chance_pays = NAN;
    base->confidence = base->looks = base->bar = NAN;
    for (size_t i = 0; i < n; i++) {
        struct judged *j = &all[i];
        c.state = seed + (i + 1) * 7919;
        judge_rate(j, &p, rest, JUDGE_DRAWS_AGAINST, &c);
        (void)judge_money(j, &p, margin, &c);
        j->confidence = j->looks = j->bar = NAN;
        if (too_few(j, p.mean) || few_base(j, base))
            j->kind = PROPOSAL_FEW;
        else
            conclude_against(j, (double)(whole->looks ? whole->looks : 1));
    }
}

int64_t judged_weight(const struct judged *j)
{
    double off = isnan(j->rest) || isnan(j->rate) ? 0 : fabs(j->rate - j->rest);

    if (j->kind == PROPOSAL_MEND)
        off = isnan(j->rest) ? 0.1 : j->rest;
    if (j->kind == PROPOSAL_KEEP)
        off /= 100;
    return llround((double)j->leads * off * 100);
}
