/* goal_gap.c -- see goal_gap.h. */
#include "measure/goal_gap.h"

#include "base/text.h"
#include "measure/chance.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const uint64_t gap_seed = 362436069;
static const double month_days = 30.4375;

static int by_ease(const void *a, const void *b)
{
    const struct gap_channel *x = a, *y = b;

    if (x->can != y->can)
        return x->can ? -1 : 1;
    if (x->hours != y->hours)
        return x->hours ? 1 : -1;
    if (x->extra.middle < y->extra.middle || x->extra.middle > y->extra.middle)
        return x->extra.middle < y->extra.middle ? -1 : 1;
    return strcmp(x->key, y->key);
}

/* How much more, over the months that are left. */
static struct gap_channel ask_channel(const struct channel_power *p, const struct goal *goal,
                                      const struct goal_gap *g, bool hours, double *draws)
{
    const struct elasticity *tells = hours ? &p->by_hours : &p->by_money;
    struct gap_channel r = {.key = p->key, .hours = hours, .told = tells->told};
    struct chance c = {gap_seed};

    r.now = (hours ? p->hours_now : p->spend_now) / POWER_NOW;
    for (size_t i = 0; i < POWER_DRAWS; i++) {
        double much = power_elasticity(tells, &c);
        double brings = power_leads(p, &c) * power_worth(p, goal->metric, &c) * g->months;
        double times = pow(1 + g->gap / fmax(brings, 1e-9), 1 / much);
        draws[i] = (double)r.now * (fmin(times, 1e6) - 1) * g->months;
    }
    r.extra = span_of_draws(draws, POWER_DRAWS);
    r.can = r.extra.middle <= (double)r.now * (GAP_TIMES - 1) * g->months;
    return r;
}

static enum err ask_all(struct ctx *cx, const struct goal *goal, const struct channel_powers *all,
                        struct goal_gap *g)
{
    const char *only = text_empty(goal->channel) ? NULL : text_fold(cx->arena, goal->channel);
    double *draws = arena_array(cx->arena, POWER_DRAWS, sizeof(*draws));

    g->channels = arena_array(cx->arena, all->n + 1, sizeof(*g->channels));
    if (!draws || !g->channels)
        return fail_memory(cx);
    for (size_t i = 0; i < all->n; i++) {
        const struct channel_power *p = &all->list[i];
        bool hours = p->spend_now / POWER_NOW <= 0;
        if (p->unknown || power_silent(p, goal->metric) || (only && !text_equal(only, p->id)) ||
            (hours && p->hours_now / POWER_NOW <= 0) || p->leads_now == 0)
            continue;
        g->channels[g->n++] = ask_channel(p, goal, g, hours, draws);
    }
    if (g->n)
        qsort(g->channels, g->n, sizeof(*g->channels), by_ease);
    g->best = g->n && g->channels[0].can ? &g->channels[0] : NULL;
    if (!g->n)
        g->reason = figure_unknown("gap.no_cost");
    return OK;
}

enum err goal_gap(struct ctx *cx, const struct goal *goal, const struct goal_outlook *o,
                  const struct channel_powers *powers, struct goal_gap *ret)
{
    struct goal_gap g = {.reason = {.known = true}, .unit = o->unit};
    double target = (double)goal->target_micro / 1e6;
    int64_t from, today;
    enum err e = OK;

    today = day_of(powers->cohorts.zone, ctx_now(cx));
    from = day_number(goal->starts_on) > today ? day_number(goal->starts_on) : today;
    g.months = (double)(day_number(goal->due_on) - from) / month_days;
    if (!o->reason.known)
        g.reason = o->reason;
    else if (!text_equal(goal->metric, "leads") && !text_equal(goal->metric, "won") &&
             !text_equal(goal->metric, "revenue"))
        g.reason = figure_unknown("gap.metric");
    else if (g.months <= 0)
        g.reason = figure_unknown("goal.over");
    if (g.reason.known) {
        g.gap = target - o->middle;
        if (g.gap > 0)
            e = ask_all(cx, goal, powers, &g);
    }
    if (!e)
        *ret = g;
    return e;
}

static void put_channel(struct json_writer *w, const struct gap_channel *c)
{
    json_open_object(w);
    json_text_member(w, "channel", c->key);
    json_bool_member(w, "hours", c->hours);
    json_bool_member(w, "can", c->can);
    json_bool_member(w, "told", c->told);
    json_int_member(w, "now", c->now);
    json_int_member(w, "low", llround(fmin(c->extra.low, 9e15)));
    json_int_member(w, "middle", llround(fmin(c->extra.middle, 9e15)));
    json_int_member(w, "high", llround(fmin(c->extra.high, 9e15)));
    json_close_object(w);
}

void goal_gap_json(struct ctx *cx, const struct goal_gap *g, struct json_writer *w)
{
    json_open_object(w);
    json_name(w, "gap");
    if (g->reason.known || g->gap > 0)
        json_put_int(w, g->gap > 0 ? llround(g->gap) : 0);
    else
        json_put_null(w);
    json_text_member(w, "unit", unit_name(g->unit));
    json_real_member(w, "months", g->months);
    json_name(w, "reason");
    figure_reason_json(cx, w, &g->reason);
    json_text_member(w, "best", g->best ? g->best->key : NULL);
    json_name(w, "channels");
    json_open_list(w);
    for (size_t i = 0; i < g->n; i++)
        put_channel(w, &g->channels[i]);
    json_close_list(w);
    json_close_object(w);
}
