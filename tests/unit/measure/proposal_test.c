/* proposal_test.c -- proposals from a market's data: made, decided, the budget moved and moved back, looked at again. */
#include "unit/measure/report_unit.h"

#include "base/message.h"
#include "measure/goal_family.h"
#include "measure/goal_gap.h"
#include "measure/proposal.h"
#include "strategy/budget_line.h"
#include "strategy/channel.h"
#include "strategy/milestone.h"

/* A year of three channels: search buys well and costs, social badly and costs, and nobody knows where the rest came from. Then 95 days
 * in which each brings what it brought. */
static void a_year(struct engine_world *w)
{
    int64_t first = day_number("2022-06-01");

    w->clock.now_ms = at(w, "2023-08-01T09:00");
    for (int i = 0; i < 400; i += 2) {
        const char *day = day_text(w->cx, first + i), *later = day_text(w->cx, first + i + 10);
        int64_t who = lead(w, "search", day);
        if (i % 10 == 0)
            (void)won(w, who, later, 500000);
        (void)lead(w, "search", day);
        who = lead(w, "social", day);
        if (i % 40 == 0)
            (void)won(w, who, later, 20000);
        (void)lead(w, "social", day);
        if (i % 4 == 0) {
            who = lead(w, NULL, day);
            (void)won(w, who, later, 500000);
        }
    }
    for (int m = 0; m < 14; m++) {
        const char *day = day_text(w->cx, month_start(first, m));
        (void)spend(w, "search", "media", day, NULL, 200000 + 1000 * m);
        (void)spend(w, "social", "media", day, NULL, 200000 - 1000 * m);
    }
}

static void refresh(struct engine_world *w, int64_t *ret_new, int64_t *ret_reviewed)
{
    fault_clear(w->cx);
    if (proposals_refresh(w->cx, w->pool, ret_new, ret_reviewed) != OK)
        fail_msg("%s", fault_message(w->cx));
}

static const struct proposal *find(struct engine_world *w, const char *dimension,
                                   const char *subject, const char *state)
{
    struct db *db = market_read(w);
    struct model_query q = {.limit = 100};
    struct model_page page = {0};
    const struct proposal *found = NULL;

    assert_int_equal(model_list(w->cx, db, &proposal_model, &q, &page), OK);
    db_return(db);
    for (size_t i = 0; i < page.n && !found; i++) {
        const struct proposal *p = page.records[i];
        if (text_equal(p->dimension, dimension) && text_equal(p->subject, subject) &&
            text_equal(p->state, state))
            found = p;
    }
    return found;
}

static void each_channel_gets_what_its_numbers_say(void **state)
{
    struct engine_world *w = *state;
    int64_t added = 0, reviewed = 0;
    struct evidence e;

    a_year(w);
    refresh(w, &added, &reviewed);
    assert_string_equal(find(w, "channel", "search", "open")->kind, "scale");
    assert_string_equal(find(w, "channel", "social", "open")->kind, "stop");
    assert_string_equal(find(w, "channel", REPORT_NONE, "open")->kind, "mend");
    assert_int_equal(evidence_read(w->cx, find(w, "channel", "search", "open")->evidence, &e), OK);
    assert_true(e.n[EV_RATE] > 0.08 && e.n[EV_RATE] < 0.12 && e.n[EV_LOW] < e.n[EV_RATE]);
    assert_non_null(
        strstr(proposal_why(w->cx, find(w, "channel", "search", "open"), &e, "BRL"), "became"));
}

static void the_same_data_say_the_same_and_keep_their_place(void **state)
{
    struct engine_world *w = *state;
    const struct proposal *a, *b;
    int64_t added = 0, reviewed = 0;

    a_year(w);
    refresh(w, &added, &reviewed);
    assert_true(added >= 3);
    a = find(w, "channel", "search", "open");
    refresh(w, &added, &reviewed);
    assert_int_equal(added, 0);
    b = find(w, "channel", "search", "open");
    assert_int_equal(a->record.id, b->record.id);
    assert_string_equal(a->evidence, b->evidence);
}

/* What it would change and what to do, of each kind; numbers that do not tell give no effect. */
static void each_kind_says_what_it_would_change_and_what_to_do(void **state)
{
    static const struct {
        const char *kind, *dimension, *effect, *todo;
    } said[] = {
        {"fix", "channel", "the same 100 leads would have made 16 customers, not 4", "ads promise"},
        {"stop", "channel", "frees what was spent in the period", "Stop spending"},
        {"mend", "channel", "100 leads would count for the channels", "Put UTM"},
        {"scale", "channel", "too few or too alike", "small steps"},
        {"keep", "page", NULL, "Nothing to change"},
        {"scale", "topic", "too few or too alike", "Show it to more people"},
        {"fix", "goal", NULL, "Try a channel or an offer"},
    };
    struct engine_world *w = *state;
    struct evidence e = evidence_empty();

    w->cx->lang = LANG_EN;
    e.n[EV_LEADS] = 100;
    e.n[EV_WON] = 4;
    e.n[EV_REST] = 0.162;
    e.n[EV_SPEND] = 100000;
    for (size_t i = 0; i < COUNT_OF(said); i++) {
        struct proposal p = {.kind = said[i].kind, .dimension = said[i].dimension, .name = "X"};
        const char *effect = proposal_effect(w->cx, &p, &e, "BRL");
        assert_true(!effect == !said[i].effect);
        if (effect)
            assert_non_null(strstr(effect, said[i].effect));
        assert_non_null(strstr(proposal_todo(w->cx, &p, &e), said[i].todo));
    }
    e.channel = "email";
    assert_non_null(
        strstr(proposal_todo(w->cx, &(struct proposal){.kind = "fix", .dimension = "goal"}, &e),
               "how much to move into Email"));
}

/* --- deciding */

struct choice {
    int64_t id;
    const char *text;
    const struct proposal_shift *shift;
    enum { ACCEPT, DISMISS, UNDO } what;
};

static enum err decide_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct choice *c = arg;
    struct proposal *p = NULL;

    if (c->what == ACCEPT)
        return proposal_accept(cx, db, c->id, c->text, c->shift, &p);
    if (c->what == DISMISS)
        return proposal_dismiss(cx, db, c->id, c->text, &p);
    return proposal_undo(cx, db, c->id, &p);
}

static enum err decide(struct engine_world *w, struct choice c)
{
    fault_clear(w->cx);
    return db_write(w->cx, w->pool, decide_in, &c);
}

static void what_was_dismissed_stays_away_and_needs_a_reason(void **state)
{
    struct engine_world *w = *state;
    int64_t added = 0, reviewed = 0, id;

    a_year(w);
    refresh(w, &added, &reviewed);
    id = find(w, "channel", "social", "open")->record.id;
    assert_int_equal(decide(w, (struct choice){.id = id, .what = DISMISS}), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->field, "reason");
    assert_int_equal(decide(w, (struct choice){id, "a fair comes", NULL, DISMISS}), OK);
    assert_int_equal(decide(w, (struct choice){id, "again", NULL, DISMISS}), ERR_CONFLICT);
    refresh(w, &added, &reviewed);
    assert_int_equal(added, 0);
    assert_null(find(w, "channel", "social", "open"));
    assert_int_equal(decide(w, (struct choice){.id = id, .what = UNDO}), OK);
    assert_non_null(find(w, "channel", "social", "open"));
}

struct small_plan {
    int64_t plan, search, social, line;
};

static struct small_plan plan_of(struct engine_world *w)
{
    struct plan *p = model_new(w->cx, &plan_model);
    struct small_plan s;
    static const char *const names[] = {"search", "social"};

    p->name = "2023";
    s.plan = market_save(w, &plan_model, p);
    for (int i = 0; i < 2; i++) {
        struct channel *c = model_new(w->cx, &channel_model);
        c->plan = s.plan;
        c->name = names[i];
        c->kind = "other";
        c->matches = i ? "Social" : "search";
        *(i ? &s.social : &s.search) = market_save(w, &channel_model, c);
    }
    for (int m = 1; m <= 2; m++) {
        struct budget_line *l = model_new(w->cx, &budget_line_model);
        l->plan = s.plan;
        l->channel = s.social;
        l->month = m == 1 ? "2023-09-01" : "2023-10-01";
        l->planned_minor = 150000;
        s.line = market_save(w, &budget_line_model, l);
    }
    return s;
}

static int64_t planned(struct engine_world *w, int64_t channel, size_t *ret_lines)
{
    struct db *db = market_read(w);
    void **lines = NULL;
    int64_t sum = 0;

    assert_int_equal(
        model_related(w->cx, db, &budget_line_model, "channel", channel, 20, &lines, ret_lines),
        OK);
    for (size_t i = 0; i < *ret_lines; i++)
        sum += ((const struct budget_line *)lines[i])->planned_minor;
    db_return(db);
    return sum;
}

static void budget_moves_with_a_proposal_and_back(void **state)
{
    struct engine_world *w = *state;
    struct small_plan plan;
    struct proposal_shift shift = {
        .ask = {.from = "social", .to = "search", .amount = 100000, .months = 2}};
    int64_t added = 0, reviewed = 0, id;
    size_t lines = 0;

    a_year(w);
    plan = plan_of(w);
    shift.plan = plan.plan;
    refresh(w, &added, &reviewed);
    id = find(w, "channel", "search", "open")->record.id;
    shift.ask.months = 3; /* the third month has no line to take it from */
    assert_int_equal(decide(w, (struct choice){id, NULL, &shift, ACCEPT}), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "shift.month_less");
    assert_int_equal(planned(w, plan.social, &lines), 300000);
    shift.ask.months = 2;
    assert_int_equal(decide(w, (struct choice){id, "2023-08-01", &shift, ACCEPT}), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->field, "review_on");
    assert_int_equal(decide(w, (struct choice){id, NULL, &shift, ACCEPT}), OK);
    assert_int_equal(planned(w, plan.social, &lines), 100000);
    assert_int_equal(planned(w, plan.search, &lines), 200000);
    assert_int_equal(lines, 2);
    assert_string_equal(find(w, "channel", "search", "accepted")->review_on, "2023-09-30");
    assert_int_equal(decide(w, (struct choice){.id = id, .what = UNDO}), OK);
    assert_int_equal(planned(w, plan.social, &lines), 300000);
    assert_int_equal(planned(w, plan.search, &lines), 0);
    assert_int_equal(lines, 0);
}

/* --- looked at again */

static void what_was_accepted_is_held_against_what_came(void **state)
{
    struct engine_world *w = *state;
    const struct proposal *p;
    int64_t added = 0, reviewed = 0, scale, mend;

    a_year(w);
    refresh(w, &added, &reviewed);
    scale = find(w, "channel", "search", "open")->record.id;
    mend = find(w, "channel", REPORT_NONE, "open")->record.id;
    assert_int_equal(decide(w, (struct choice){scale, "2023-08-31", NULL, ACCEPT}), OK);
    assert_int_equal(decide(w, (struct choice){mend, "2023-08-31", NULL, ACCEPT}), OK);
    w->clock.now_ms = at(w, "2023-08-30T09:00");
    for (int i = 0; i < 90; i++)
        (void)lead(w, "search", day_text(w->cx, day_number("2023-08-01") + i % 29));
    refresh(w, &added, &reviewed);
    assert_int_equal(reviewed, 0);
    w->clock.now_ms = at(w, "2023-08-31T09:00");
    refresh(w, &added, &reviewed);
    assert_int_equal(reviewed, 2);
    p = find(w, "channel", "search", "accepted");
    assert_string_equal(p->outcome, "came_true"); /* none in the July before, 90 since */
    assert_string_equal(find(w, "channel", REPORT_NONE, "accepted")->outcome, "cannot_tell");
    assert_int_equal(decide(w, (struct choice){.id = scale, .what = UNDO}), ERR_CONFLICT);
    refresh(w, &added, &reviewed);
    assert_int_equal(reviewed, 0);
}

static struct goal *goal_of(struct engine_world *w, const char *metric, int64_t target,
                            int64_t plan)
{
    struct goal *g = model_new(w->cx, &goal_model);

    g->plan = plan;
    g->name = "More";
    g->metric = metric;
    g->starts_on = "2023-07-01";
    g->due_on = "2023-12-31";
    g->target_micro = target * 1000000;
    return g;
}

static void a_goal_that_falls_behind_is_to_be_fixed_and_did_not_come_true(void **state)
{
    struct engine_world *w = *state;
    struct goal *g;
    const struct proposal *p;
    struct evidence e;
    const char *id;
    int64_t added = 0, reviewed = 0;

    a_year(w);
    g = goal_of(w, "leads", 1200, plan_of(w).plan);
    id = arena_print(w->cx->arena, "%lld", (long long)market_save(w, &goal_model, g));
    refresh(w, &added, &reviewed);
    p = find(w, "goal", id, "open");
    assert_non_null(p);
    assert_string_equal(p->kind, "fix");
    assert_int_equal(evidence_read(w->cx, p->evidence, &e), OK);
    assert_true(e.n[EV_CURRENT] < e.n[EV_EXPECTED] && e.n[EV_GAP] > 0);
    assert_int_equal(decide(w, (struct choice){p->record.id, "2023-08-31", NULL, ACCEPT}), OK);
    w->clock.now_ms = at(w, "2023-09-01T09:00");
    refresh(w, &added, &reviewed);
    assert_int_equal(reviewed, 1);
    p = find(w, "goal", id, "accepted");
    assert_string_equal(p->outcome, "did_not");
    assert_int_equal(evidence_read(w->cx, p->findings, &e), OK);
    assert_true(e.n[EV_AFTER] < e.n[EV_NEEDED]);
    assert_non_null(strstr(proposal_found(w->cx, p, &e, "BRL"), "were needed"));
}

static void a_goal_that_has_to_stay_says_on_which_side(void **state)
{
    struct engine_world *w = *state;
    struct proposal p = {.kind = "fix", .dimension = "goal", .name = "CAC"};
    struct evidence e = evidence_empty();

    w->cx->lang = LANG_EN;
    e.unit = "money";
    e.n[EV_CURRENT] = 390968;
    e.n[EV_EXPECTED] = e.n[EV_TARGET] = 350000;
    e.n[EV_DAYS_LEFT] = 30;
    assert_non_null(strstr(proposal_why(w->cx, &p, &e, "BRL"), "to stay at R$3,500.00 or below"));
    assert_non_null(strstr(proposal_todo(w->cx, &p, &e), "what changed since"));
    e.n[EV_CURRENT] = 300000;
    assert_non_null(strstr(proposal_why(w->cx, &p, &e, "BRL"), "to stay at R$3,500.00 or above"));
    e.n[EV_EXPECTED] = 340000;
    assert_non_null(strstr(proposal_why(w->cx, &p, &e, "BRL"), "an even pace"));
    e.n[EV_EXPECTED] = 350000; /* on its last day every goal asks for its target */
    e.n[EV_DAYS_LEFT] = 0;
    assert_non_null(strstr(proposal_why(w->cx, &p, &e, "BRL"), "an even pace"));
}

static void the_goal_of_a_scenario_is_supposed_and_nothing_to_fix(void **state)
{
    struct engine_world *w = *state;
    struct plan *what_if = model_new(w->cx, &plan_model);
    struct goal *g;
    const char *id;
    int64_t added = 0, reviewed = 0;

    a_year(w);
    what_if->name = "Half of it";
    what_if->scenario_of = plan_of(w).plan;
    g = goal_of(w, "leads", 1200, market_save(w, &plan_model, what_if));
    id = arena_print(w->cx->arena, "%lld", (long long)market_save(w, &goal_model, g));
    refresh(w, &added, &reviewed);
    assert_null(find(w, "goal", id, "open"));
}

/* --- the budget and the gap */

static enum err shift_of(struct engine_world *w, const struct shift_ask *ask,
                         struct shift_effect *ret)
{
    struct db *db = market_read(w);
    enum err e = budget_shift(w->cx, db, ask, ret);

    db_return(db);
    return e;
}

static void a_shift_from_what_sells_badly_helps_and_back_it_harms(void **state)
{
    struct engine_world *w = *state;
    struct shift_ask ask = {
        .from = "social", .to = "search", .metric = "won", .amount = 80000, .months = 3};
    struct shift_effect s;

    a_year(w);
    assert_int_equal(shift_of(w, &ask, &s), OK);
    print_message("%.2f: %.1f, %.1f to %.1f\n", s.chance, s.effect.middle, s.effect.low,
                  s.effect.high);
    assert_true(s.chance > 0.7 && s.effect.middle > 0 && s.effect.low < s.effect.middle);
    assert_true(s.from.effect.middle < 0 && s.to.effect.middle > 0);
    ask.from = "search";
    ask.to = "social";
    assert_int_equal(shift_of(w, &ask, &s), OK);
    assert_true(s.chance < 0.3);
    ask.from = REPORT_NONE;
    assert_int_equal(shift_of(w, &ask, &s), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "shift.unknown");
    ask.from = "search";
    ask.amount = 100000000;
    assert_int_equal(shift_of(w, &ask, &s), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "shift.amount_most");
    fault_clear(w->cx);
    ask.from = "social";
    ask.to = "search";
    w->cx->lang = LANG_PT_BR;
    assert_int_equal(shift_of(w, &ask, &s), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->params[1].value, "Redes sociais");
    assert_true(text_starts(w->cx->fault.fields->params[0].value, "R$"));
}

static struct goal_gap gap_of(struct engine_world *w, const struct goal *g)
{
    struct db *db = market_read(w);
    struct channel_powers powers;
    struct goal_outlook o;
    struct goal_gap gap = {0};

    assert_int_equal(goal_outlook(w->cx, db, g, &o), OK);
    assert_int_equal(channel_powers_read(w->cx, db, &powers), OK);
    assert_int_equal(goal_gap(w->cx, g, &o, &powers, &gap), OK);
    db_return(db);
    return gap;
}

static void a_channel_closes_a_small_gap_and_none_a_large_one(void **state)
{
    struct engine_world *w = *state;
    struct goal_gap gap;
    struct goal *g;

    a_year(w);
    w->clock.now_ms = at(w, "2023-07-06T09:00");
    g = goal_of(w, "leads", 0, 0);
    g->starts_on = "2023-07-06";
    g->target_micro = 1;
    gap = gap_of(w, g);
    assert_true(gap.reason.known && gap.gap <= 0);
    g->target_micro = llround(-gap.gap + 60) * 1000000;
    gap = gap_of(w, g);
    assert_non_null(gap.best);
    assert_true(gap.best->extra.low > 0 && gap.best->extra.low < gap.best->extra.high);
    for (; gap.best; g->target_micro += 20000000, gap = gap_of(w, g)) /* three times at the most */
        assert_true(gap.best->extra.middle <= 2.0 * (double)gap.best->now * gap.months);
    assert_true(gap.channels[0].extra.middle > 2.0 * (double)gap.channels[0].now * gap.months);
    g->target_micro *= 20;
    gap = gap_of(w, g);
    assert_null(gap.best);
    assert_int_equal(gap.n, 2);
    g->metric = "win_rate";
    assert_false(gap_of(w, g).reason.known);
}

/* --- milestones */

static void a_milestone_is_met_missed_or_open(void **state)
{
    static const struct {
        const char *name, *due;
        int64_t value;
        enum milestone_state state;
    } all[] = {{"few", "2023-07-05", 5, MILESTONE_MET},
               {"many", "2023-07-05", 500, MILESTONE_MISSED},
               {"soon", "2023-12-01", 500, MILESTONE_OPEN},
               {"early", "2023-12-31", 5, MILESTONE_MET}};
    struct engine_world *w = *state;
    struct goal_family f = {0};
    struct goal *g, *child;
    struct db *db;

    a_year(w);
    g = goal_of(w, "leads", 1000, plan_of(w).plan);
    (void)market_save(w, &goal_model, g);
    child = goal_of(w, "leads", 400, g->plan);
    child->parent = g->record.id;
    child->channel = "search";
    (void)market_save(w, &goal_model, child);
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        struct milestone *m = model_new(w->cx, &milestone_model);
        m->plan = g->plan;
        m->goal = g->record.id;
        m->name = all[i].name;
        m->due_on = all[i].due;
        m->value_micro = all[i].value * 1000000;
        (void)market_save(w, &milestone_model, m);
    }
    db = market_read(w);
    assert_int_equal(goal_family(w->cx, db, g, &f), OK);
    assert_int_equal(f.milestone_count, COUNT_OF(all));
    for (size_t i = 0; i < COUNT_OF(all); i++)
        for (size_t k = 0; k < COUNT_OF(all); k++)
            if (text_equal(f.milestones[i].name, all[k].name))
                assert_int_equal(f.milestones[i].state, all[k].state);
    assert_int_equal(f.child_count, 1);
    assert_true(f.children[0].adds_up);
    assert_true(fabs(f.children_target - 400) < 1e-9);
    db_return(db);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_channel_gets_what_its_numbers_say),
        cmocka_unit_test(each_kind_says_what_it_would_change_and_what_to_do),
        cmocka_unit_test(the_same_data_say_the_same_and_keep_their_place),
        cmocka_unit_test(what_was_dismissed_stays_away_and_needs_a_reason),
        cmocka_unit_test(budget_moves_with_a_proposal_and_back),
        cmocka_unit_test(what_was_accepted_is_held_against_what_came),
        cmocka_unit_test(a_goal_that_falls_behind_is_to_be_fixed_and_did_not_come_true),
        cmocka_unit_test(a_goal_that_has_to_stay_says_on_which_side),
        cmocka_unit_test(the_goal_of_a_scenario_is_supposed_and_nothing_to_fix),
        cmocka_unit_test(a_shift_from_what_sells_badly_helps_and_back_it_harms),
        cmocka_unit_test(a_channel_closes_a_small_gap_and_none_a_large_one),
        cmocka_unit_test(a_milestone_is_met_missed_or_open),
    };

    return engines_run("proposals", tests, COUNT_OF(tests), market_prepare);
}
