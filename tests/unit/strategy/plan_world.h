/* plan_world.h -- a small plan for tests: one audience, what is said of it, a channel with its budget, a campaign. */
#ifndef PRACA_TESTS_PLAN_WORLD_H
#define PRACA_TESTS_PLAN_WORLD_H

#include "unit/world.h"

#include "app/tables.h"
#include "strategy/audience.h"
#include "strategy/budget_line.h"
#include "strategy/campaign.h"
#include "strategy/channel.h"
#include "strategy/competitor.h"
#include "strategy/goal.h"
#include "strategy/plan.h"
#include "strategy/plan_apply.h"
#include "strategy/plan_version.h"
#include "strategy/positioning.h"
#include "strategy/selling_channel.h"
#include "strategy/spend_line.h"

struct small_plan {
    int64_t plan, audience, goal, channel, line, campaign;
};

static inline int64_t planned(struct engine_world *w, const struct model *m, int64_t plan,
                              const char *more)
{
    struct record *r =
        world_record(w, m, arena_print(w->cx->arena, "{'plan':'%lld',%s}", (long long)plan, more));

    return r->id;
}

static inline const char *with_id(struct engine_world *w, const char *format, int64_t id)
{
    struct buf b = buf_in(w->cx->arena);
    const char *at = strchr(format, '#');

    buf_add(&b, format, (size_t)(at - format));
    buf_print(&b, "%lld%s", (long long)id, at + 1);
    return buf_text(&b);
}

static inline struct small_plan a_plan(struct engine_world *w)
{
    struct plan *plan = world_record(w, &plan_model,
                                     "{'name':'2027','company_profile':'Fermento.',"
                                     "'market_summary':'Setenta mil padarias.'}");
    struct small_plan p = {.plan = plan->record.id};

    p.audience = planned(w, &audience_model, p.plan,
                         "'name':'Padarias','reachable_accounts':200,'margin_minor':1200000,"
                         "'win_rate':0.1,'cost_to_win_minor':200000");
    (void)planned(w, &competitor_model, p.plan, "'name':'Planilha'");
    (void)planned(w, &positioning_model, p.plan,
                  with_id(w, "'audience':'#','statement':'Pão todo dia'", p.audience));
    p.goal = planned(w, &goal_model, p.plan,
                     with_id(w,
                             "'audience':'#','name':'Vinte leads','metric':'leads',"
                             "'target_micro':20000000,'starts_on':'2027-01-01',"
                             "'due_on':'2027-12-31'",
                             p.audience));
    (void)planned(w, &selling_channel_model, p.plan, "'name':'Equipe','kind':'direct'");
    p.channel = planned(w, &channel_model, p.plan,
                        with_id(w,
                                "'audience':'#','name':'Busca','kind':'search',"
                                "'expected_cost_per_lead_minor':5000",
                                p.audience));
    p.line = planned(w, &budget_line_model, p.plan,
                     with_id(w,
                             "'channel':'#','month':'2027-01-01','planned_minor':300000,"
                             "'planned_hours':12",
                             p.channel));
    p.campaign =
        planned(w, &campaign_model, p.plan,
                with_id(w, "'channel':'#','name':'Guia','utm_campaign':'guia'", p.channel));
    return p;
}

static inline enum err publish_small(struct ctx *cx, struct db *db, void *arg)
{
    return plan_publish(cx, db, app_models, arg);
}

static inline enum err publish(struct engine_world *w, struct plan_publishing *p)
{
    return db_write(w->cx, w->pool, publish_small, p);
}

struct field_change {
    const struct model *m;
    int64_t id;
    const char *field, *text;
};

static inline enum err change_in(struct ctx *cx, struct db *db, void *arg)
{
    struct field_change *c = arg;
    void *record = NULL;
    enum err e = model_get(cx, db, c->m, c->id, &record);

    if (!e)
        e = model_set_text(cx, model_field(c->m, c->field), c->text, record);
    return e ? e : model_change(cx, db, c->m, record);
}

static inline void change_field(struct engine_world *w, const struct model *m, int64_t id,
                                const char *field, const char *text)
{
    struct field_change c = {m, id, field, text};

    assert_int_equal(db_write(w->cx, w->pool, change_in, &c), OK);
}

static inline enum err delete_in(struct ctx *cx, struct db *db, void *arg)
{
    struct field_change *c = arg;

    return model_delete(cx, db, c->m, c->id, 0);
}

static inline void delete_record(struct engine_world *w, const struct model *m, int64_t id)
{
    struct field_change c = {m, id, NULL, NULL};

    assert_int_equal(db_write(w->cx, w->pool, delete_in, &c), OK);
}

static inline const void *record_now(struct engine_world *w, const struct model *m, int64_t id)
{
    struct db *db = NULL;
    void *record = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    if (model_get(w->cx, db, m, id, &record))
        fault_clear(w->cx);
    db_return(db);
    return record;
}

#endif
