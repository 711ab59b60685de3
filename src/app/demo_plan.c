/* demo_plan.c -- writes the two plans: all nine steps of the one in force, and of the draft that follows it.
 *
 * The one in force is filled with its budget and then published, which keeps it as version 1; the draft comes after it, so that the
 * trail of changes reads in order. */
#include "app/demo_plan_words.h"
#include "app/demo_priv.h"
#include "app/tables.h"

#include "base/text.h"
#include "strategy/audience.h"
#include "strategy/campaign.h"
#include "strategy/channel.h"
#include "strategy/competitor.h"
#include "strategy/goal.h"
#include "strategy/persona.h"
#include "strategy/plan.h"
#include "strategy/plan_version.h"
#include "strategy/positioning.h"
#include "strategy/selling_channel.h"

#define MICRO ((int64_t)1000000)

typedef enum err write_row(struct ctx *cx, struct db *db, struct demo *d, int plan, int row);

static int64_t reference(const int64_t *ids, int row)
{
    return row < 0 ? NIL : ids[row];
}

static int64_t reais(int n)
{
    return n > 0 ? (int64_t)n * 100 : NIL;
}

static enum err write_plan(struct ctx *cx, struct db *db, struct demo *d, int plan, int row)
{
    const struct plan_text *t = &demo_plan_texts[plan];
    struct plan *p = model_new(cx, &plan_model);
    enum err e;

    (void)row;
    if (!p)
        return fail_memory(cx);
    p->starts_on = demo_month_date(cx, d, plan * DEMO_MONTHS, 1);
    p->ends_on = demo_month_date(cx, d, plan * DEMO_MONTHS + DEMO_MONTHS - 1, 0);
    p->name = arena_print(cx->arena, "%s %.4s/%.4s", t->name, p->starts_on ? p->starts_on : "",
                          p->ends_on ? p->ends_on : "");
    p->company_profile = t->profile;
    p->market_summary = t->market;
    p->summary = t->summary;
    p->month_money_minor = reais(26000);
    p->month_hours = 280;
    e = model_add(cx, db, &plan_model, p);
    d->plans[plan] = p->record.id;
    return e;
}

static enum err write_audience(struct ctx *cx, struct db *db, struct demo *d, int plan, int row)
{
    const struct audience_text *t = &demo_audiences[row];
    struct audience *a = model_new(cx, &audience_model);
    enum err e;

    if (!a)
        return fail_memory(cx);
    a->plan = d->plans[plan];
    a->name = t->name;
    a->description = t->description;
    a->industry = t->industry;
    a->fit = t->fit;
    a->fit_reason = t->fit_reason;
    a->value = t->value;
    a->value_reason = t->value_reason;
    a->resources = t->resources;
    a->resources_reason = t->resources_reason;
    a->influence = t->influence;
    a->influence_reason = t->influence_reason;
    a->reachable_accounts = t->accounts;
    a->margin_minor = reais(t->margin_reais);
    a->win_rate = t->win_rate;
    a->cost_to_win_minor = reais(t->cost_reais);
    a->team_hours = demo_team_hours(row);
    a->owner = d->team[0];
    e = model_add(cx, db, &audience_model, a);
    d->audiences[plan][row] = a->record.id;
    return e;
}

static enum err write_persona(struct ctx *cx, struct db *db, struct demo *d, int plan, int row)
{
    const struct persona_text *t = &demo_personas[row];
    struct persona *p = model_new(cx, &persona_model);

    if (!p)
        return fail_memory(cx);
    p->plan = d->plans[plan];
    p->audience = d->audiences[plan][t->audience];
    p->name = t->name;
    p->buying_role = t->role;
    p->job_title = t->job;
    p->pains = t->pains;
    p->objections = t->objections;
    p->looks_at = t->looks_at;
    return model_add(cx, db, &persona_model, p);
}

static enum err write_competitor(struct ctx *cx, struct db *db, struct demo *d, int plan, int row)
{
    const struct competitor_text *t = &demo_competitors[row];
    struct competitor *c = model_new(cx, &competitor_model);

    if (!c)
        return fail_memory(cx);
    c->plan = d->plans[plan];
    c->name = t->name;
    c->website = t->website;
    c->offers = t->offers;
    c->sales = t->sales;
    c->content = t->content;
    c->threat = t->threat;
    return model_add(cx, db, &competitor_model, c);
}

static enum err write_positioning(struct ctx *cx, struct db *db, struct demo *d, int plan, int row)
{
    const struct positioning_text *t = &demo_positionings[row];
    struct positioning *p = model_new(cx, &positioning_model);

    if (!p)
        return fail_memory(cx);
    p->plan = d->plans[plan];
    p->audience = d->audiences[plan][t->audience];
    p->team = "Marina Duarte, Rafael Nogueira e dois engenheiros de aplicação";
    p->alternatives = t->alternatives;
    p->attributes = t->attributes;
    p->value = t->value;
    p->category = t->category;
    p->statement = t->statement;
    return model_add(cx, db, &positioning_model, p);
}

/* What the metric was in the twelve months before; the draft looks back from today. */
static int64_t baseline(const struct demo *d, int plan, const struct goal_text *t)
{
    int64_t to = plan ? d->today : demo_month_start(d, 0), from = to - DAYS_MS(365);
    struct demo_tally n = demo_count(d, t->channel, from, to);

    if (text_equal(t->metric, "leads"))
        return n.leads * MICRO;
    if (text_equal(t->metric, "won"))
        return n.won * MICRO;
    if (text_equal(t->metric, "revenue"))
        return n.revenue_minor * MICRO;
    if (text_equal(t->metric, "media_cac"))
        return n.bought ? n.media_minor / n.bought * MICRO : NIL;
    if (text_equal(t->metric, "cost_per_lead"))
        return n.leads ? n.spend_minor / n.leads * MICRO : NIL;
    return n.leads ? n.bought * MICRO / n.leads : NIL;
}

static enum err write_goal(struct ctx *cx, struct db *db, struct demo *d, int plan, int row)
{
    const struct goal_text *t = &demo_goals[plan][row];
    struct goal *g = model_new(cx, &goal_model);
    enum err e;

    if (!g)
        return fail_memory(cx);
    g->plan = d->plans[plan];
    g->audience = reference(d->audiences[plan], t->audience);
    g->name = t->name;
    g->who = t->who;
    g->what = t->what;
    g->when_text = t->when;
    g->where_text = t->where;
    g->how = t->how;
    g->why = t->why;
    g->metric = t->metric;
    g->channel = t->channel;
    g->baseline_micro = baseline(d, plan, t);
    g->target_micro = t->target * 1000;
    g->starts_on = demo_month_date(cx, d, plan * DEMO_MONTHS, 1);
    g->due_on = demo_month_date(cx, d, plan * DEMO_MONTHS + DEMO_MONTHS - 1, 0);
    g->reason = t->reason;
    g->parent = reference(d->goals[plan], t->parent);
    g->owner = d->team[t->owner];
    e = model_add(cx, db, &goal_model, g);
    d->goals[plan][row] = g->record.id;
    return e;
}

static enum err write_selling(struct ctx *cx, struct db *db, struct demo *d, int plan, int row)
{
    static const int64_t shares[PLAN_SELLING] = {640000, 80000, 180000, 100000};
    const struct selling_text *t = &demo_selling[row];
    struct selling_channel *s = model_new(cx, &selling_channel_model);

    if (!s)
        return fail_memory(cx);
    s->plan = d->plans[plan];
    s->name = t->name;
    s->kind = t->kind;
    s->margin = t->margin;
    s->cost_to_serve_minor = reais(t->cost_reais);
    s->expected_share = shares[row];
    s->notes = t->notes;
    return model_add(cx, db, &selling_channel_model, s);
}

static enum err write_channel(struct ctx *cx, struct db *db, struct demo *d, int plan, int row)
{
    const struct channel_text *t = &demo_plan_channels[row];
    struct channel *c = model_new(cx, &channel_model);
    enum err e;

    if (!c)
        return fail_memory(cx);
    c->plan = d->plans[plan];
    c->name = t->name;
    c->kind = t->kind;
    c->matches = t->matches;
    c->offline = t->offline;
    c->why = t->why;
    c->audience = reference(d->audiences[plan], t->audience);
    c->cost_model = t->cost_model;
    c->expected_cost_per_lead_minor = reais(t->lead_reais);
    c->owner = d->team[t->owner];
    demo_fill_cost(c);
    e = model_add(cx, db, &channel_model, c);
    d->channels[plan][row] = c->record.id;
    return e;
}

static enum err write_campaign(struct ctx *cx, struct db *db, struct demo *d, int plan, int row)
{
    const struct campaign_text *t = &demo_campaigns[plan][row];
    struct campaign *c;
    enum err e;

    if (!t->name)
        return OK;
    c = model_new(cx, &campaign_model);
    if (!c)
        return fail_memory(cx);
    c->plan = d->plans[plan];
    c->name = t->name;
    c->state = "idea"; /* it goes its way in demo_launch.c */
    demo_campaign_makings(cx, plan, row, c);
    c->utm_campaign = t->utm;
    c->audience = reference(d->audiences[plan], t->audience);
    c->goal = reference(d->goals[plan], t->goal);
    c->channel = reference(d->channels[plan], t->channel);
    c->metric = t->metric;
    c->starts_on = demo_date(cx, d, d->today + DAYS_MS(t->from_day) + HOURS_MS(12));
    c->ends_on = demo_date(cx, d, d->today + DAYS_MS(t->to_day) + HOURS_MS(12));
    c->override_reason = t->override_reason;
    c->notes = t->notes;
    e = model_add(cx, db, &campaign_model, c);
    d->campaigns[plan * PLAN_CAMPAIGNS + row] = c->record.id;
    return e;
}

static enum err publish(struct ctx *cx, struct db *db, struct demo *d, int plan, int row)
{
    struct plan_publishing p = {.plan = d->plans[plan],
                                .note = "Aprovado na reunião de diretoria",
                                .reason = "A meta de receita vale para os três públicos"};

    (void)row;
    return plan == 0 ? plan_publish(cx, db, app_models, &p) : OK; /* the second stays a draft */
}

/* In the order in which they are written, for each plan. */
static const struct {
    write_row *write;
    int rows;
} steps[] = {
    {write_plan, 1},
    {write_audience, PLAN_AUDIENCES},
    {write_persona, PLAN_PERSONAS},
    {write_competitor, PLAN_COMPETITORS},
    {demo_write_competition, 1},
    {write_positioning, PLAN_POSITIONINGS},
    {write_goal, PLAN_GOALS},
    {write_selling, PLAN_SELLING},
    {write_channel, PLAN_CHANNELS},
    {demo_write_fit, DEMO_FITS},
    {demo_write_budget, PLAN_CHANNELS *DEMO_MONTHS},
    {write_campaign, PLAN_CAMPAIGNS},
    {demo_write_audience, 1},
    {demo_write_milestone, PLAN_GOALS * 3},
    {publish, 1},
};

static int rows_of_a_plan(void)
{
    int sum = 0;

    for (size_t i = 0; i < COUNT_OF(steps); i++)
        sum += steps[i].rows;
    return sum;
}

int demo_plan_parts(void)
{
    return 2 * rows_of_a_plan();
}

enum err demo_write_plan(struct ctx *cx, struct db *db, struct demo_batch *b)
{
    struct demo *d = b->demo;
    int each = rows_of_a_plan();
    enum err e = OK;

    for (int i = b->from; i < b->to && !e; i++) {
        int plan = i / each, row = i % each;
        size_t step = 0;
        for (; row >= steps[step].rows; step++)
            row -= steps[step].rows;
        /* Written over some days before the plan begins; the draft, over the last weeks. */
        d->now = (plan ? d->today - DAYS_MS(41) : demo_month_start(d, 0) - DAYS_MS(26)) +
                 MINUTES_MS(47 * (i % each)) + HOURS_MS(9);
        cx->actor = d->team[0];
        e = steps[step].write(cx, db, d, plan, row);
    }
    cx->actor = d->owner;
    return e;
}

/* Which leads a campaign can have brought is known before the campaign is written. */
void demo_plan_campaigns(struct demo *d)
{
    static const int of_channel[PLAN_CHANNELS] = {CHANNEL_SEARCH,
                                                  CHANNEL_PAID,
                                                  CHANNEL_SOCIAL,
                                                  CHANNEL_EMAIL,
                                                  CHANNEL_REFERRAL,
                                                  CHANNEL_WEBINAR,
                                                  CHANNEL_FAIRS,
                                                  CHANNEL_DIRECT,
                                                  -1,
                                                  -1};

    d->campaign_count = PLAN_CAMPAIGNS;
    for (int i = 0; i < PLAN_CAMPAIGNS; i++) {
        const struct campaign_text *t = &demo_campaigns[0][i];
        d->campaign_times[i].channel = of_channel[t->channel];
        d->campaign_times[i].from = d->today + DAYS_MS(t->from_day);
        d->campaign_times[i].to = d->today + DAYS_MS(t->to_day + 1);
    }
}
