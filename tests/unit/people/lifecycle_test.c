/* Who moves people on, and who takes it back. */
#include "access/user.h"
#include "base/text.h"
#include "base/time.h"
#include "people/account.h"
#include "people/deal_member.h"
#include "people/handoff.h"
#include "people/lifecycle_rule.h"
#include "unit/people/stages.h"

static int64_t person(struct engine_world *w, const char *json)
{
    return ((struct contact *)world_record(w, &contact_model, json))->record.id;
}

static bool stands(struct engine_world *w, int64_t contact, const char *stage)
{
    return world_number(w, arena_print(w->cx->arena,
                                       "select count(*) from contacts where id = %lld and "
                                       "lifecycle = '%s'",
                                       (long long)contact, stage)) == 1;
}

static int64_t stamps(struct engine_world *w, const char *where)
{
    return world_number(
        w, arena_print(w->cx->arena, "select count(*) from lifecycle_stamps where %s", where));
}

struct edit {
    int64_t id;
    const char *lifecycle, *job_title;
};

static enum err edit_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct edit *x = arg;
    void *found = NULL;
    enum err e = model_get(cx, db, &contact_model, x->id, &found);

    if (e)
        return e;
    if (x->lifecycle)
        ((struct contact *)found)->lifecycle = x->lifecycle;
    if (x->job_title)
        ((struct contact *)found)->job_title = x->job_title;
    return model_change(cx, db, &contact_model, found);
}

static enum err edit(struct engine_world *w, int64_t id, const char *lifecycle, const char *title)
{
    struct edit x = {.id = id, .lifecycle = lifecycle, .job_title = title};

    return db_write(w->cx, w->pool, edit_in, &x);
}

static void a_person_moves_somebody_on_and_takes_back_only_the_last_step(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = person(w, "{'name':'Ana'}");

    w->cx->origin = "api";
    assert_int_equal(edit(w, ana, "mql", NULL), OK);
    assert_int_equal(edit(w, ana, "sal", NULL), OK);
    assert_int_equal(stamps(w, "cause = 'person'"), 2);
    assert_int_equal(edit(w, ana, "lead", NULL), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "contact.lifecycle_back");
    fault_clear(w->cx);
    assert_int_equal(edit(w, ana, "mql", NULL), OK);
    assert_int_equal(stamps(w, "stage = 'sal'"), 0);
    assert_true(stands(w, ana, "mql"));
}

static void who_is_made_by_hand_is_stamped_with_how_far_they_have_come(void **state)
{
    struct engine_world *w = *state;
    static const char *const by_hand[] = {"screen", "api"};

    for (size_t i = 0; i < COUNT_OF(by_hand); i++) {
        w->cx->origin = by_hand[i];
        (void)person(w, "{'name':'Ana','lifecycle':'mql'}");
        assert_int_equal(stamps(w, "cause = 'person' and stage = 'mql'"), i + 1);
    }
    w->cx->origin = "job";
    (void)person(w, "{'name':'Ana','lifecycle':'mql'}");
    assert_int_equal(stamps(w, "1 = 1"), COUNT_OF(by_hand));
}

static void a_file_never_moves_anybody_back(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = person(w, "{'name':'Ana','lifecycle':'customer'}");

    w->cx->origin = "import";
    assert_int_equal(edit(w, ana, "lead", "Diretora"), OK);
    assert_true(stands(w, ana, "customer"));
    assert_int_equal(stamps(w, "1 = 1"), 0);
}

static void nobody_goes_back_whoever_writes(void **state)
{
    struct engine_world *w = *state;
    static const char *const writers[] = {"api", "cli", "bulk", "job", "event", "web", "system"};
    int64_t ana = person(w, "{'name':'Ana','lifecycle':'customer'}");

    for (size_t i = 0; i < COUNT_OF(writers); i++) {
        w->cx->origin = writers[i];
        assert_int_equal(edit(w, ana, "lead", NULL), ERR_INVALID);
        assert_string_equal(w->cx->fault.fields->field, "lifecycle");
        assert_string_equal(w->cx->fault.fields->key, "contact.lifecycle_back");
        fault_clear(w->cx);
    }
    assert_true(stands(w, ana, "customer"));
}

static void many_at_once_do_not_take_back_the_last_step_either(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = person(w, "{'name':'Ana'}");

    w->cx->origin = "cli";
    assert_int_equal(edit(w, ana, "mql", NULL), OK);
    w->cx->origin = "bulk";
    assert_int_equal(edit(w, ana, "lead", NULL), ERR_INVALID);
    fault_clear(w->cx);
    w->cx->origin = "cli";
    assert_int_equal(edit(w, ana, "lead", NULL), OK);
    assert_true(stands(w, ana, "lead"));
}

static const char director[] =
    "{'name':'Diretores','stage':'mql','rule':{'field':'job_title','is':'Diretora'}}";

static void a_rule_moves_who_changes_and_says_so(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = person(w, "{'name':'Ana'}"), eva = person(w, "{'name':'Eva'}");

    (void)world_record(w, &lifecycle_rule_model, director);
    assert_int_equal(edit(w, ana, NULL, "Diretora"), OK);
    assert_true(stands(w, ana, "mql"));
    assert_true(stands(w, eva, "lead"));
    assert_int_equal(stamps(w, "cause = 'rule' and cause_name = 'Diretores' and before_stage = "
                               "'lead' and actor is null"),
                     1);
    assert_int_equal(edit(w, ana, NULL, "Analista"), OK);
    assert_true(stands(w, ana, "mql"));
}

static void a_rule_is_asked_however_many_stand_before_it(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = person(w, "{'name':'Ana'}");

    for (int i = 0; i < 120; i++)
        (void)world_record(w, &lifecycle_rule_model,
                           arena_print(w->cx->arena,
                                       "{'name':'Nunca %d','stage':'sal','position':1,"
                                       "'rule':{'field':'job_title','is':'Ninguém'}}",
                                       i));
    (void)world_record(w, &lifecycle_rule_model,
                       "{'name':'Analistas','stage':'mql','position':2,"
                       "'rule':{'field':'job_title','is':'Analista'}}");
    assert_int_equal(edit(w, ana, NULL, "Analista"), OK);
    assert_true(stands(w, ana, "mql"));
}

static enum err industry_in(struct ctx *cx, struct db *db, void *arg)
{
    void *found = NULL;
    enum err e = model_get(cx, db, &account_model, *(int64_t *)arg, &found);

    if (e)
        return e;
    ((struct account *)found)->industry = "Aço";
    return model_change(cx, db, &account_model, found);
}

static void a_rule_on_the_company_or_a_deal_is_asked_when_those_change(void **state)
{
    struct engine_world *w = *state;
    struct account *acme;
    int64_t ana;

    (void)world_record(
        w, &lifecycle_rule_model,
        "{'name':'Aço','stage':'mql','rule':{'field':'account.industry','is':'Aço'}}");
    (void)world_record(w, &lifecycle_rule_model,
                       "{'name':'Em proposta','stage':'customer','rule':{'has':'deals','where':"
                       "{'field':'stage','is':'proposal'}}}");
    acme = world_record(w, &account_model, "{'name':'Acme'}");
    ana = person(w, arena_print(w->cx->arena, "{'name':'Ana','account':'%lld'}",
                                (long long)acme->record.id));
    assert_true(stands(w, ana, "lead"));
    assert_int_equal(db_write(w->cx, w->pool, industry_in, &acme->record.id), OK);
    assert_true(stands(w, ana, "mql"));
    (void)world_record(w, &deal_model,
                       arena_print(w->cx->arena, "{'name':'d','contact':'%lld','stage':'proposal'}",
                                   (long long)ana));
    assert_true(stands(w, ana, "customer"));
    assert_int_equal(stamps(w, "cause = 'deal' and stage = 'opportunity'"), 1);
    assert_int_equal(stamps(w, "cause = 'rule' and before_stage = 'opportunity'"), 1);
}

static int64_t joins(struct engine_world *w, int64_t deal, int64_t contact, const char *more)
{
    struct deal_member *m = world_record(
        w, &deal_member_model,
        arena_print(w->cx->arena, "{'deal':'%lld','contact':'%lld','role':'decider'%s}",
                    (long long)deal, (long long)contact, more));

    return m->record.id;
}

static enum err leaves_in(struct ctx *cx, struct db *db, void *arg)
{
    void *found = NULL;
    enum err e = model_get(cx, db, &deal_member_model, *(int64_t *)arg, &found);

    if (e)
        return e;
    ((struct deal_member *)found)->left_at = ctx_now(cx);
    return model_change(cx, db, &deal_member_model, found);
}

struct ending {
    int64_t deal;
    const char *outcome;
};

static enum err end_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct ending *x = arg;
    void *found = NULL;
    enum err e = model_get(cx, db, &deal_model, x->deal, &found);

    if (e)
        return e;
    ((struct deal *)found)->outcome = x->outcome;
    ((struct deal *)found)->reason = "Preço";
    return model_change(cx, db, &deal_model, found);
}

static void ends(struct engine_world *w, int64_t deal, const char *outcome)
{
    struct ending x = {deal, outcome};

    assert_int_equal(db_write(w->cx, w->pool, end_in, &x), OK);
}

static void a_deal_that_is_won_moves_its_committee(void **state)
{
    struct engine_world *w = *state;
    struct deal *d =
        world_record(w, &deal_model,
                     "{'name':'Compra','stage':'proposal','amount_minor':1000,'currency':'BRL'}");
    int64_t ana = person(w, "{'name':'Ana'}"), bia = person(w, "{'name':'Bia'}");
    int64_t cid = person(w, "{'name':'Cid'}"), eva = person(w, "{'name':'Eva'}"), left;

    (void)joins(w, d->record.id, ana, "");
    left = joins(w, d->record.id, bia, "");
    (void)joins(w, d->record.id, eva,
                ",'since_at':'2020-01-01T00:00:00Z','left_at':'2020-02-01T00:00:00Z'");
    assert_int_equal(stamps(w, "cause = 'deal'"), 0); /* marketing may still bring them on */
    w->clock.now_ms += 60000;
    assert_int_equal(db_write(w->cx, w->pool, leaves_in, &left), OK);
    w->clock.now_ms += 60000;
    ends(w, d->record.id, "won");
    assert_true(stands(w, ana, "customer"));
    assert_int_equal(stamps(w, "cause = 'deal' and cause_name = 'Compra'"), 1);
    (void)joins(w, d->record.id, cid, "");
    assert_true(stands(w, cid, "customer"));
    ends(w, d->record.id, "open");
    assert_int_equal(stamps(w, "cause = 'deal'"), 0);
    assert_false(stands(w, ana, "customer") || stands(w, cid, "customer"));
}

static void what_people_did_is_asked_by_a_segment_and_not_by_a_rule(void **state)
{
    struct engine_world *w = *state;
    static const char *const wrong[] = {
        "{'name':'a','stage':'mql','rule':{'event':'view','path':'/precos','at_least':2}}",
        "{'name':'b','stage':'mql','rule':{'field':'first_contact_at','within_days':7}}"};

    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        void *record = NULL;
        assert_int_equal(world_try_add(w, &lifecycle_rule_model, wrong[i], &record), ERR_INVALID);
        assert_string_equal(w->cx->fault.fields->field, "rule");
        assert_string_equal(w->cx->fault.fields->key, "lifecycle_rule.behaviour");
        fault_clear(w->cx);
    }
}

/* --- everybody --- */

struct apply {
    int64_t rule, run, job;
};

static enum err apply_in(struct ctx *cx, struct db *db, void *arg)
{
    struct apply *a = arg;

    return a->run ? lifecycle_rule_undo(cx, db, a->run, &a->job)
                  : lifecycle_rule_apply(cx, db, a->rule, &a->job);
}

static void work(struct engine_world *w)
{
    static const struct job_kind *const kinds[] = {lifecycle_job_kinds, NULL};
    struct worker_options o = {
        .pool = w->pool, .kinds = kinds, .clock = w->cx->clock, .ids = w->cx->ids};
    int ran = 0;

    assert_int_equal(worker_run_due(w->cx, &o, &ran), OK);
    assert_int_equal(ran, 1);
}

static void a_rule_is_counted_applied_to_everybody_and_taken_back(void **state)
{
    struct engine_world *w = *state;
    struct lifecycle_preview p;
    struct db *db = NULL;
    struct lifecycle_rule *r;
    struct apply a = {0};

    for (int i = 0; i < 60; i++)
        (void)person(w, i % 2 ? "{'name':'Ana','job_title':'Diretora'}" : "{'name':'Eva'}");
    (void)person(w, "{'name':'Bia','job_title':'Diretora','lifecycle':'customer'}");
    r = world_record(w, &lifecycle_rule_model, director);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(lifecycle_rule_preview(w->cx, db, "mql", r->rule, &p), OK);
    db_return(db);
    assert_int_equal(p.count, 30);
    assert_int_equal(p.n, 30);
    assert_string_equal(p.shown[0].name, "Ana");
    a.rule = r->record.id;
    assert_int_equal(db_write(w->cx, w->pool, apply_in, &a), OK);
    work(w);
    assert_int_equal(world_number(w, "select count(*) from contacts where lifecycle = 'mql'"), 30);
    assert_int_equal(world_number(w, "select count(*) from contacts where lifecycle = 'customer'"),
                     1);
    a.run = a.job;
    assert_int_equal(db_write(w->cx, w->pool, apply_in, &a), OK);
    work(w);
    assert_int_equal(world_number(w, "select count(*) from contacts where lifecycle = 'mql'"), 0);
    assert_int_equal(stamps(w, "1 = 1"), 0);
}

/* --- hand-off --- */

struct user_new {
    const char *email, *role;
    int64_t id;
};

static enum err user_in(struct ctx *cx, struct db *db, void *arg)
{
    struct user_new *u = arg;
    struct user in = {.email = u->email, .name = u->email, .locale = "pt-BR"};
    enum err e = user_add(cx, db, &in, "x", &u->id);

    return e ? e : member_set(cx, db, cx->site, u->id, u->role);
}

static int64_t a_user(struct engine_world *w, const char *email, const char *role)
{
    struct user_new u = {.email = email, .role = role};

    assert_int_equal(db_write(w->cx, w->pool, user_in, &u), OK);
    return u.id;
}

struct pass {
    int64_t contacts[2];
    size_t n;
    int64_t seller, id;
    const char *reason, *note;
    struct handoff_passed passed;
};

static enum err pass_in(struct ctx *cx, struct db *db, void *arg)
{
    struct pass *p = arg;

    return handoff_pass(cx, db, p->contacts, p->n, p->seller, "Pediu preço", &p->passed);
}

static enum err accept_in(struct ctx *cx, struct db *db, void *arg)
{
    return handoff_accept(cx, db, ((struct pass *)arg)->id);
}

static enum err return_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct pass *p = arg;

    return handoff_return(cx, db, p->id, p->reason, p->note);
}

static void a_lead_is_passed_by_turns_and_accepted(void **state)
{
    struct engine_world *w = *state;
    int64_t boss = a_user(w, "dona@a.example", "owner");
    int64_t rui = a_user(w, "rui@a.example", "sales"), bia = a_user(w, "bia@a.example", "sales");
    int64_t ana = person(w, "{'name':'Ana','lifecycle':'mql','channel':'webinar'}");
    int64_t eva = person(w, "{'name':'Eva','lifecycle':'mql'}");
    struct pass p = {.contacts = {ana, eva}, .n = 2};

    (void)boss;
    assert_int_equal(db_write(w->cx, w->pool, pass_in, &p), OK);
    assert_int_equal(p.passed.n, 2);
    assert_int_equal(
        world_number(w, arena_print(w->cx->arena,
                                    "select count(distinct seller) from handoffs where "
                                    "seller in (%lld, %lld)",
                                    (long long)rui, (long long)bia)),
        2);
    p.id = p.passed.ids[0];
    assert_int_equal(db_write(w->cx, w->pool, accept_in, &p), OK);
    assert_true(stands(w, ana, "sal"));
    assert_int_equal(stamps(w, "cause = 'handoff' and stage = 'sal' and before_stage = 'mql'"), 1);
    assert_int_equal(
        world_number(
            w, "select count(*) from contacts where lead_status = 'in_work' and owner is not null"),
        1);
    assert_int_equal(db_write(w->cx, w->pool, accept_in, &p), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "handoff.answered");
    fault_clear(w->cx);
}

static void a_returned_lead_keeps_its_stage_and_says_why(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = person(w, "{'name':'Ana','lifecycle':'mql'}");
    struct pass p = {.contacts = {ana}, .n = 1, .seller = a_user(w, "dona@a.example", "owner")};

    assert_int_equal(db_write(w->cx, w->pool, pass_in, &p), OK);
    p.id = p.passed.ids[0];
    p.reason = "because";
    assert_int_equal(db_write(w->cx, w->pool, return_in, &p), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->field, "reason");
    fault_clear(w->cx);
    p.reason = "no_budget";
    assert_int_equal(db_write(w->cx, w->pool, return_in, &p), OK);
    assert_true(stands(w, ana, "mql"));
    assert_int_equal(world_number(w, "select count(*) from contacts where lead_status = 'returned' "
                                     "and return_reason = 'no_budget'"),
                     1);
    assert_int_equal(db_write(w->cx, w->pool, pass_in, &p), OK);
    assert_int_equal(p.passed.n, 1);
    assert_int_equal(world_number(w, "select count(*) from contacts where return_reason is null"),
                     1);
}

static void who_is_no_mql_or_waits_already_is_left_out_and_why_is_told(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = person(w, "{'name':'Ana','lifecycle':'mql'}");
    struct pass p = {.contacts = {ana, person(w, "{'name':'Eva'}")}, .n = 2};

    assert_int_equal(db_write(w->cx, w->pool, pass_in, &p), ERR_INVALID);
    assert_string_equal(w->cx->fault.key, "handoff.no_seller");
    fault_clear(w->cx);
    p.seller = a_user(w, "dona@a.example", "owner");
    assert_int_equal(db_write(w->cx, w->pool, pass_in, &p), OK);
    assert_int_equal(p.passed.n, 1);
    assert_string_equal(p.passed.skipped[0].why, "handoff.not_mql");
    assert_int_equal(db_write(w->cx, w->pool, pass_in, &p), OK);
    assert_int_equal(p.passed.n, 0);
    assert_string_equal(p.passed.skipped[0].why, "handoff.waiting");
    p.seller = a_user(w, "ler@a.example", "readonly");
    assert_int_equal(db_write(w->cx, w->pool, pass_in, &p), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "handoff.seller");
    fault_clear(w->cx);
}

static void an_answer_is_due_at_the_end_of_a_business_day(void **state)
{
    struct engine_world *w = *state;
    static const struct {
        const char *zone, *asked, *due;
        int64_t days;
    } rows[] = {
        {"America/Sao_Paulo", "2026-11-26T13:00:00-03:00", "2026-11-30T18:00:00-03:00",
         2}, /* Thursday: Friday, Monday */
        {"America/Sao_Paulo", "2026-11-27T23:30:00-03:00", "2026-11-30T18:00:00-03:00",
         1}, /* Friday night */
        {"America/Sao_Paulo", "2026-11-28T10:00:00-03:00", "2026-11-30T18:00:00-03:00",
         1}, /* Saturday */
        {"America/Sao_Paulo", "2026-11-23T09:00:00-03:00", "2026-11-30T18:00:00-03:00", 5},
        {"America/New_York", "2026-10-30T10:00:00-04:00", "2026-11-02T18:00:00-05:00",
         1}, /* over a Sunday of 25 hours */
        {"America/New_York", "2026-03-06T10:00:00-05:00", "2026-03-09T18:00:00-04:00",
         1}, /* and one of 23 */
    };
    const struct zone *zone = NULL;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        int64_t asked = 0, due = 0;
        assert_int_equal(zone_find(w->cx, rows[i].zone, &zone), OK);
        assert_int_equal(time_read(w->cx, rows[i].asked, NULL, &asked), OK);
        assert_int_equal(time_read(w->cx, rows[i].due, NULL, &due), OK);
        assert_int_equal(handoff_due(zone, asked, rows[i].days), due);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_person_moves_somebody_on_and_takes_back_only_the_last_step),
        cmocka_unit_test(who_is_made_by_hand_is_stamped_with_how_far_they_have_come),
        cmocka_unit_test(a_file_never_moves_anybody_back),
        cmocka_unit_test(nobody_goes_back_whoever_writes),
        cmocka_unit_test(many_at_once_do_not_take_back_the_last_step_either),
        cmocka_unit_test(a_rule_moves_who_changes_and_says_so),
        cmocka_unit_test(a_rule_is_asked_however_many_stand_before_it),
        cmocka_unit_test(a_rule_on_the_company_or_a_deal_is_asked_when_those_change),
        cmocka_unit_test(a_deal_that_is_won_moves_its_committee),
        cmocka_unit_test(what_people_did_is_asked_by_a_segment_and_not_by_a_rule),
        cmocka_unit_test(a_rule_is_counted_applied_to_everybody_and_taken_back),
        cmocka_unit_test(a_lead_is_passed_by_turns_and_accepted),
        cmocka_unit_test(a_returned_lead_keeps_its_stage_and_says_why),
        cmocka_unit_test(who_is_no_mql_or_waits_already_is_left_out_and_why_is_told),
        cmocka_unit_test(an_answer_is_due_at_the_end_of_a_business_day),
    };
    return engines_run("lifecycle", tests, COUNT_OF(tests), stages_prepare);
}
