/* budget_shift.c -- see budget_shift.h. */
#include "measure/budget_shift.h"

#include "base/message.h"
#include "base/text.h"
#include "measure/chance.h"
#include "measure/channel_report_priv.h"
#include "measure/metric.h"
#include "measure/report_kind_priv.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

static const uint64_t shift_seed = 88172645463325252u;
static const double elasticity_least = 0.05, elasticity_most = 1.2;

struct span_of span_of_draws(double *draws, size_t n)
{
    reals_sort(draws, n);
    return (struct span_of){reals_quantile(draws, n, 0.1), reals_quantile(draws, n, 0.5),
                            reals_quantile(draws, n, 0.9)};
}

double power_elasticity(const struct elasticity *e, struct chance *c)
{
    double v = e->mean + e->sd * chance_normal(c);

    return fmin(fmax(v, elasticity_least), elasticity_most);
}

double power_leads(const struct channel_power *p, struct chance *c)
{
    return chance_gamma(c, (double)p->leads_now + 0.5) / POWER_NOW;
}

const char *power_silent(const struct channel_power *p, const char *metric)
{
    if (text_equal(metric, "leads"))
        return NULL;
    if (!text_equal(metric, "won") && !text_equal(metric, "revenue"))
        return "shift.metric";
    if (p->cohort.leads < JUDGE_LEADS)
        return "shift.few_leads";
    if (text_equal(metric, "revenue") && p->cohort.amount_count < (size_t)JUDGE_PAID)
        return "shift.few_amounts";
    return NULL;
}

double power_worth(const struct channel_power *p, const char *metric, struct chance *c)
{
    double rate, sum = 0, weight = 0;

    if (text_equal(metric, "leads"))
        return 1;
    rate = chance_beta(c, p->cohort.a, p->cohort.b);
    if (text_equal(metric, "won"))
        return rate;
    for (size_t i = 0; i < p->cohort.amount_count; i++) {
        double w = -log(chance_uniform(c));
        sum += w * p->cohort.amounts[i];
        weight += w;
    }
    return weight > 0 ? rate * sum / weight : NAN;
}

static int64_t put_in(const struct channel_power *p, bool hours)
{
    must(p != NULL);
    return (hours ? p->hours_now : p->spend_now) / POWER_NOW;
}

/* As the screens call it, not as the data do. */
const char *shift_channel_said(struct ctx *cx, const char *key)
{
    if (text_empty(key))
        return key;
    return text_equal(key, REPORT_NONE) ? message(cx->arena, cx->lang, "paper.none", NULL, 0)
                                        : report_word(cx, "channel", key, key);
}

static enum err find_side(struct ctx *cx, const struct channel_powers *all, const char *field,
                          const char *key, const struct shift_ask *ask,
                          const struct channel_power **ret)
{
    const struct channel_power *p = channel_power_find(cx, all, key);
    const char *said = shift_channel_said(cx, key);

    *ret = p;
    if (text_empty(key))
        return fail_field(cx, field, "field.required", NULL);
    if (!p)
        return fail_field(cx, field, "shift.no_channel", "name", said, NULL);
    if (p->unknown)
        return fail_field(cx, field, "shift.unknown", "name", said, NULL);
    if (put_in(p, ask->hours) <= 0)
        return fail_field(cx, field, ask->hours ? "shift.no_hours" : "shift.no_spend", "name", key,
                          NULL);
    if (power_silent(p, ask->metric))
        return fail_field(cx, "metric", power_silent(p, ask->metric), "name", said, NULL);
    return OK;
}

static enum err too_much(struct ctx *cx, struct db *db, const struct channel_power *from,
                         bool hours)
{
    const struct zone *zone = NULL;
    const char *currency = NULL;
    enum err e = report_site(cx, db, &zone, &currency);

    return e ? e
             : fail_field(cx, "amount", hours ? "shift.hours_most" : "shift.amount_most", "max",
                          figure_said(cx, currency, hours ? UNIT_COUNT : UNIT_MONEY,
                                      (double)put_in(from, hours)),
                          "name", shift_channel_said(cx, from->key), NULL);
}

static enum err check(struct ctx *cx, struct db *db, const struct channel_powers *all,
                      const struct shift_ask *ask, const struct channel_power **ret_from,
                      const struct channel_power **ret_to)
{
    enum err e = OK, other;

    if (ask->months < 1 || ask->months > SHIFT_MONTHS_MAX)
        e = fail_field(cx, "months", "field.range", "min", "1", "max", "12", NULL);
    if (ask->amount < 1)
        e = fail_field(cx, "amount", "shift.amount_none", NULL);
    if (text_equal(ask->from, ask->to) && !text_empty(ask->from))
        e = fail_field(cx, "to", "shift.same", NULL);
    other = find_side(cx, all, "from", ask->from, ask, ret_from);
    e = other ? other : e;
    if (!text_equal(ask->from, ask->to) || text_empty(ask->to)) {
        other = find_side(cx, all, "to", ask->to, ask, ret_to);
        e = other ? other : e;
    }
    if (!e && ask->amount > put_in(*ret_from, ask->hours))
        e = too_much(cx, db, *ret_from, ask->hours);
    return e;
}

static struct shift_side side_of(const struct channel_power *p, const struct shift_ask *ask,
                                 int64_t change)
{
    int64_t now = put_in(p, ask->hours);

    return (struct shift_side){.key = p->key,
                               .now = now,
                               .then = now + change,
                               .leads = (double)p->leads_now / POWER_NOW,
                               .tells = ask->hours ? p->by_hours : p->by_money};
}

/* One course of one side, over all months. */
static double one_effect(const struct channel_power *p, const struct shift_side *s,
                         const struct shift_ask *ask, struct chance *c)
{
    double much = power_elasticity(&s->tells, c), leads = power_leads(p, c);
    double ratio = (double)s->then / (double)s->now;

    return leads * (pow(ratio, much) - 1) * power_worth(p, ask->metric, c) * (double)ask->months;
}

enum err budget_shift(struct ctx *cx, struct db *db, const struct shift_ask *given,
                      struct shift_effect *ret)
{
    struct shift_ask ask = *given;
    struct shift_effect s = {0};
    const struct channel_power *from = NULL, *to = NULL;
    struct channel_powers all;
    struct chance c = {shift_seed};
    double *draws = arena_array(cx->arena, (size_t)3 * POWER_DRAWS, sizeof(*draws));
    size_t helps = 0;
    enum err e = draws ? channel_powers_read(cx, db, &all) : fail_memory(cx);

    if (text_empty(ask.metric))
        ask.metric = "leads";
    if (!e)
        e = check(cx, db, &all, &ask, &from, &to);
    if (e)
        return e;
    s.unit = metric_find(ask.metric)->unit;
    s.from = side_of(from, &ask, -ask.amount);
    s.to = side_of(to, &ask, ask.amount);
    for (size_t i = 0; i < POWER_DRAWS; i++) {
        double lost = one_effect(from, &s.from, &ask, &c), won = one_effect(to, &s.to, &ask, &c);
        draws[i] = lost;
        draws[POWER_DRAWS + i] = won;
        draws[2 * POWER_DRAWS + i] = lost + won;
        helps += lost + won > 0;
    }
    s.from.effect = span_of_draws(draws, POWER_DRAWS);
    s.to.effect = span_of_draws(draws + POWER_DRAWS, POWER_DRAWS);
    s.effect = span_of_draws(draws + 2 * POWER_DRAWS, POWER_DRAWS);
    s.chance = (double)helps / POWER_DRAWS;
    *ret = s;
    return OK;
}

static void put_span(struct json_writer *w, const struct span_of *s, enum unit unit)
{
    bool money = unit == UNIT_MONEY;

    json_real_member(w, "low", money ? round(s->low) : s->low);
    json_real_member(w, "middle", money ? round(s->middle) : s->middle);
    json_real_member(w, "high", money ? round(s->high) : s->high);
}

static void put_side(struct json_writer *w, const char *name, const struct shift_side *s,
                     enum unit unit)
{
    json_name(w, name);
    json_open_object(w);
    json_text_member(w, "channel", s->key);
    json_int_member(w, "now", s->now);
    json_int_member(w, "then", s->then);
    json_real_member(w, "leads", s->leads);
    json_real_member(w, "elasticity", s->tells.mean);
    json_int_member(w, "months", s->tells.months);
    json_bool_member(w, "told", s->tells.told);
    put_span(w, &s->effect, unit);
    json_close_object(w);
}

void budget_shift_json(struct json_writer *w, const struct shift_ask *ask,
                       const struct shift_effect *s)
{
    json_open_object(w);
    json_text_member(w, "unit", unit_name(s->unit));
    json_text_member(w, "metric", text_empty(ask->metric) ? "leads" : ask->metric);
    json_int_member(w, "months", ask->months);
    json_bool_member(w, "hours", ask->hours);
    json_int_member(w, "amount", ask->amount);
    put_side(w, "from", &s->from, s->unit);
    put_side(w, "to", &s->to, s->unit);
    put_span(w, &s->effect, s->unit);
    json_real_member(w, "chance", s->chance);
    json_close_object(w);
}
