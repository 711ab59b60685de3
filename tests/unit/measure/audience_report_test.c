/* audience_report_test.c -- the ranking of a plan from its records, what turned it, and the ledger of claims on a given day. */
#include "unit/world.h"

#include "base/time.h"
#include "measure/audience_report.h"
#include "measure/proof_metric.h"
#include "people/account.h"
#include "people/deal.h"
#include "strategy/claim.h"
#include "strategy/claim_ledger.h"
#include "strategy/plan.h"
#include "strategy/positioning_version.h"
#include "strategy/purchase_step.h"

static int64_t id_of(const void *record)
{
    return ((const struct record *)record)->id;
}

static const char *told(struct engine_world *w, int64_t plan, const char *rest)
{
    return arena_print(w->cx->arena, "{'plan':'%lld',%s}", (long long)plan, rest);
}

static int64_t a_plan(struct engine_world *w)
{
    return id_of(world_record(w, &plan_model, "{'name':'2026'}"));
}

static struct audience *an_audience(struct engine_world *w, int64_t plan, const char *name,
                                    int reach, int margin)
{
    return world_record(
        w, &audience_model,
        told(w, plan,
             arena_print(w->cx->arena,
                         "'name':'%s','reachable_accounts':%d,'margin_minor':%d,'win_rate':0.05,"
                         "'cost_to_win_minor':1000,'team_hours':100,'fit':4,'value':4,"
                         "'resources':4,'influence':4",
                         name, reach, margin)));
}

static struct audience_report ranking(struct engine_world *w, int64_t plan)
{
    struct audience_report r = {0};
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(audience_report(w->cx, db, plan, RANK_BY_ACTUAL, &r), OK);
    db_return(db);
    return r;
}

struct margin_work {
    int64_t id, margin;
};

static enum err margin_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct margin_work *m = arg;
    void *found = NULL;
    enum err e = model_get(cx, db, &audience_model, m->id, &found);

    if (e)
        return e;
    ((struct audience *)found)->margin_minor = m->margin;
    return model_change(cx, db, &audience_model, found);
}

static void set_margin(struct engine_world *w, const struct audience *a, int64_t margin)
{
    struct margin_work m = {id_of(a), margin};

    assert_int_equal(db_write(w->cx, w->pool, margin_in, &m), OK);
}

static void another_margin_turns_the_order_and_is_named_for_it(void **state)
{
    struct engine_world *w = *state;
    int64_t plan = a_plan(w);
    struct audience *clinics = an_audience(w, plan, "Clínicas", 100, 9000);
    struct audience *offices = an_audience(w, plan, "Escritórios", 100, 5000);
    struct audience_report r = ranking(w, plan);

    assert_int_equal(r.ranked, 2);
    assert_string_equal(r.all[0].audience->name, "Clínicas");
    assert_false(r.change.there);
    set_margin(w, clinics, 8000); /* still first */
    assert_false(ranking(w, plan).change.there);
    set_margin(w, clinics, 4000);
    set_margin(w, offices, 5500); /* turns nothing */
    r = ranking(w, plan);
    assert_string_equal(r.all[0].audience->name, "Escritórios");
    assert_true(r.change.there);
    assert_int_equal(id_of(r.change.audience), id_of(clinics));
    assert_int_equal(r.change.what, ASSUME_MARGIN);
    assert_int_equal(r.change.from, 8000);
    assert_int_equal(r.change.to, 4000);
    assert_string_equal(r.change.winner->name, "Escritórios");
}

static void who_lacks_something_stands_last_and_unranked(void **state)
{
    struct engine_world *w = *state;
    int64_t plan = a_plan(w);
    struct audience_report r;

    (void)world_record(w, &audience_model, told(w, plan, "'name':'Sem números'"));
    (void)an_audience(w, plan, "Clínicas", 100, 9000);
    r = ranking(w, plan);
    assert_int_equal(r.ranked, 1);
    assert_int_equal(r.all[1].rank, 0);
    assert_string_equal(r.all[1].audience->name, "Sem números");
    assert_false(r.all[0].actual.won_share.known);
    assert_string_equal(r.all[0].actual.won_share.reason, "audience.no_segment");
}

/* --- the ledger */

static struct claim_ledger ledger(struct engine_world *w, int64_t plan)
{
    struct claim_ledger l = {0};
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(claim_ledger(w->cx, db, plan, &l), OK);
    db_return(db);
    return l;
}

static void add_proof(struct engine_world *w, int64_t claim, const char *rest)
{
    (void)world_record(
        w, &claim_proof_model,
        arena_print(w->cx->arena, "{'claim':'%lld','kind':'case',%s}", (long long)claim, rest));
}

static void a_claim_is_as_its_proofs_are_today(void **state)
{
    struct engine_world *w = *state;
    int64_t plan = a_plan(w);
    int64_t claim = id_of(world_record(w, &claim_model, told(w, plan, "'name':'Em 48 horas'")));

    (void)world_record(
        w, &claim_use_model,
        arena_print(w->cx->arena, "{'claim':'%lld','url':'https://a.example/'}", (long long)claim));
    w->clock.now_ms =
        time_from_civil(NULL, &(struct civil){.year = 2026, .month = 3, .day = 10, .hour = 12});
    assert_int_equal(ledger(w, plan).claims[0].state, CLAIM_UNPROVED);
    assert_int_equal(ledger(w, plan).flagged, 1);
    add_proof(w, claim, "'name':'Um caso','expires_on':'2026-03-10'");
    assert_int_equal(ledger(w, plan).claims[0].state, CLAIM_PROVED);
    assert_string_equal(ledger(w, plan).claims[0].until, "2026-03-10");
    assert_int_equal(ledger(w, plan).flagged, 0);
    w->clock.now_ms += DAYS_MS(1); /* its last day is over */
    assert_int_equal(ledger(w, plan).claims[0].state, CLAIM_WITHDRAWN);
    assert_int_equal(ledger(w, plan).flagged, 1);
    add_proof(w, claim,
              "'name':'Outro','withdrawn_on':'2026-03-11','withdrawn_reason':'Não era bem assim'");
    assert_int_equal(ledger(w, plan).claims[0].state, CLAIM_WITHDRAWN);
    add_proof(w, claim, "'name':'Terceiro'");
    assert_int_equal(ledger(w, plan).claims[0].state, CLAIM_PROVED);
    assert_null(ledger(w, plan).claims[0].until);
    assert_int_equal(ledger(w, plan).states[CLAIM_PROVED], 1);
}

static enum proof_state measured(struct engine_world *w, int64_t plan)
{
    struct claim_ledger l;

    assert_int_equal(proofs_measure(w->cx, w->pool), OK);
    l = ledger(w, plan);
    assert_int_equal(l.claims[0].proofs[0].record.version, 1); /* reading it is no change */
    return proof_state_on(&l.claims[0].proofs[0], l.today);
}

static void a_figure_at_its_bound_stands(void **state)
{
    struct claim_proof p = {.kind = "metric", .comparison = "at_most", .value_micro = 2};

    (void)state;
    p.measured_micro = 2;
    assert_int_equal(proof_state_on(&p, "2026-03-10"), PROOF_STANDS);
    p.measured_micro = 3;
    assert_int_equal(proof_state_on(&p, "2026-03-10"), PROOF_FAILS);
    p.comparison = "at_least";
    assert_int_equal(proof_state_on(&p, "2026-03-10"), PROOF_STANDS);
    p.measured_micro = 1;
    assert_int_equal(proof_state_on(&p, "2026-03-10"), PROOF_FAILS);
}

static void a_figure_proves_a_claim_while_it_is_what_was_asked(void **state)
{
    struct engine_world *w = *state;
    int64_t plan = a_plan(w);
    int64_t claim = id_of(world_record(w, &claim_model, told(w, plan, "'name':'Voltam'")));
    struct claim_ledger l;
    void *record = NULL;

    w->clock.now_ms =
        time_from_civil(NULL, &(struct civil){.year = 2026, .month = 3, .day = 10, .hour = 12});
    (void)world_record(w, &claim_proof_model,
                       arena_print(w->cx->arena,
                                   "{'claim':'%lld','kind':'metric','name':'Ganhos',"
                                   "'metric':'won','comparison':'at_least',"
                                   "'value_micro':2000000}",
                                   (long long)claim));
    l = ledger(w, plan);
    assert_int_equal(proof_state_on(&l.claims[0].proofs[0], l.today), PROOF_UNKNOWN);
    assert_int_equal(l.claims[0].state, CLAIM_UNPROVED);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(measured(w, plan), PROOF_FAILS);
        assert_int_equal(ledger(w, plan).claims[0].state, CLAIM_UNPROVED);
        (void)world_record(w, &deal_model,
                           "{'name':'x','outcome':'won','closed_at':'2026-03-01T12:00:00Z'}");
    }
    assert_int_equal(measured(w, plan), PROOF_STANDS);
    assert_int_equal(ledger(w, plan).claims[0].state, CLAIM_PROVED);
    w->clock.now_ms += DAYS_MS(360); /* the twelve months have moved on */
    assert_int_equal(measured(w, plan), PROOF_FAILS);
    /* A figure without a value to meet proves nothing, and is not taken. */
    assert_int_equal(world_try_add(w, &claim_proof_model,
                                   arena_print(w->cx->arena,
                                               "{'claim':'%lld','kind':'metric','name':'x',"
                                               "'metric':'won','comparison':'at_least'}",
                                               (long long)claim),
                                   &record),
                     ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "claim_proof.value");
    fault_clear(w->cx);
}

/* --- how it buys */

struct order_work {
    int64_t audience, ids[3];
    size_t n;
};

static enum err order_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct order_work *o = arg;

    return purchase_steps_order(cx, db, o->audience, o->ids, o->n);
}

static int64_t place_of(struct engine_world *w, int64_t id)
{
    return world_number(w, arena_print(w->cx->arena,
                                       "select position from purchase_steps where id = %lld",
                                       (long long)id));
}

static void steps_are_ordered_all_at_once_or_not_at_all(void **state)
{
    struct engine_world *w = *state;
    int64_t plan = a_plan(w), first, second;
    struct audience *a = an_audience(w, plan, "Clínicas", 100, 9000);
    struct purchase_step *s[2];
    struct order_work o = {.audience = id_of(a), .n = 2};

    for (int i = 0; i < 2; i++)
        s[i] = world_record(w, &purchase_step_model,
                            told(w, plan,
                                 arena_print(w->cx->arena, "'audience':'%lld','name':'%d'",
                                             (long long)id_of(a), i)));
    assert_true(s[0]->position < s[1]->position);
    first = id_of(s[0]);
    second = id_of(s[1]);
    o.ids[0] = second;
    o.ids[1] = second;
    assert_int_equal(db_write(w->cx, w->pool, order_in, &o), ERR_INVALID);
    fault_clear(w->cx);
    o.ids[1] = first;
    assert_int_equal(db_write(w->cx, w->pool, order_in, &o), OK);
    assert_true(place_of(w, second) < place_of(w, first));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_margin_turns_the_order_and_is_named_for_it),
        cmocka_unit_test(who_lacks_something_stands_last_and_unranked),
        cmocka_unit_test(a_claim_is_as_its_proofs_are_today),
        cmocka_unit_test(a_figure_at_its_bound_stands),
        cmocka_unit_test(a_figure_proves_a_claim_while_it_is_what_was_asked),
        cmocka_unit_test(steps_are_ordered_all_at_once_or_not_at_all),
    };
    return engines_run("audience_report", tests, COUNT_OF(tests), world_prepare);
}
