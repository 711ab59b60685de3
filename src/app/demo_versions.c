/* demo_versions.c -- what became of the plan in force after it was published: a second version, changes since then, and a scenario
 * that spends half. */
#include "app/demo_priv.h"
#include "app/tables.h"

#include "measure/plan_figures.h"
#include "strategy/audience.h"
#include "strategy/channel.h"
#include "strategy/plan_scenario.h"
#include "strategy/plan_version.h"

/* A channel that turned out dearer, or cheaper, by so many percent. */
static enum err cost_moves(struct ctx *cx, struct db *db, int64_t channel, int percent)
{
    void *found = NULL;
    struct channel *c;
    enum err e = model_get(cx, db, &channel_model, channel, &found);

    if (e)
        return e;
    c = found;
    if (c->expected_cost_per_lead_minor != NIL)
        c->expected_cost_per_lead_minor = c->expected_cost_per_lead_minor * percent / 100;
    return model_change(cx, db, &channel_model, c);
}

static enum err win_rate_is(struct ctx *cx, struct db *db, int64_t audience, int64_t rate,
                            const char *reason)
{
    void *found = NULL;
    struct audience *a;
    enum err e = model_get(cx, db, &audience_model, audience, &found);

    if (e)
        return e;
    a = found;
    a->win_rate = rate;
    a->fit_reason = reason;
    return model_change(cx, db, &audience_model, a);
}

static enum err second_version(struct ctx *cx, struct db *db, struct demo *d)
{
    struct plan_publishing p = {.plan = d->plans[0],
                                .note = "Custos revistos depois de quatro meses de dados",
                                .reason = "A meta de receita vale para os três públicos"};
    enum err e = cost_moves(cx, db, d->channels[0][1], 120);

    if (!e)
        e = cost_moves(cx, db, d->channels[0][2], 90);
    if (!e)
        e = plan_figures(cx, db, p.plan, &p.figures);
    return e ? e : plan_publish(cx, db, app_models, &p);
}

static enum err since_then(struct ctx *cx, struct db *db, struct demo *d)
{
    enum err e = win_rate_is(cx, db, d->audiences[0][1], 90000,
                             "Os últimos ganhos vieram de quem já usava a linha anterior");

    return e ? e : cost_moves(cx, db, d->channels[0][1], 110);
}

static enum err half_of_it(struct ctx *cx, struct db *db, struct demo *d)
{
    struct plan_scenario s = {.plan = d->plans[0],
                              .name = "E se gastarmos a metade?",
                              .budget_percent = 50,
                              .hours_percent = 80};

    return plan_scenario_add(cx, db, app_models, &s);
}

/* Three items, each at its time. */
enum err demo_write_versions(struct ctx *cx, struct db *db, struct demo_batch *b)
{
    struct demo *d = b->demo;
    enum err e = OK;

    cx->actor = d->team[0];
    for (int i = b->from; i < b->to && !e; i++) {
        d->now = i == 0   ? demo_month_start(d, 4) + HOURS_MS(10)
                 : i == 1 ? d->today - DAYS_MS(11) + HOURS_MS(15)
                          : d->today - DAYS_MS(4) + HOURS_MS(11);
        e = i == 0   ? second_version(cx, db, d)
            : i == 1 ? since_then(cx, db, d)
                     : half_of_it(cx, db, d);
    }
    cx->actor = d->owner;
    return e;
}
