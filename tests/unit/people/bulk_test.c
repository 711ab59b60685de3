/* bulk_test.c -- a change of many does what its preview said, says why it did not, and goes back without anybody's later work. */
#include "unit/world.h"

#include "people/account.h"
#include "people/bulk.h"
#include "people/contact.h"
#include "people/deal.h"
#include "people/identity.h"
#include "people/list.h"
#include "people/match.h"
#include "people/search.h"
#include "people/segment.h"
#include "people/suppression.h"

#include <inttypes.h>

static struct worker_options options(struct engine_world *w)
{
    static const struct job_kind *const kinds[] = {bulk_job_kinds, NULL};

    return (struct worker_options){
        .pool = w->pool, .kinds = kinds, .clock = w->cx->clock, .ids = w->cx->ids, .threads = 1};
}

static void work(struct engine_world *w)
{
    struct worker_options o = options(w);
    int ran = 0;

    assert_int_equal(worker_run_due(w->cx, &o, &ran), OK);
    assert_true(ran > 0);
}

static int64_t added(struct engine_world *w, const struct model *m, const char *json)
{
    return ((struct record *)world_record(w, m, json))->id;
}

struct asked {
    const char *json;
    int64_t id;
    enum err (*fn)(struct ctx *cx, struct db *db, int64_t id);
};

static enum err ask_in(struct ctx *cx, struct db *db, void *arg)
{
    struct asked *a = arg;
    const struct json *in = NULL;
    enum err e;

    if (a->fn)
        return a->fn(cx, db, a->id);
    e = json_parse(cx, a->json, strlen(a->json), &in);
    return e ? e : bulk_add(cx, db, NULL, in, &a->id);
}

static enum err try_ask(struct engine_world *w, const char *json, int64_t *ret_id)
{
    char *text = arena_dup(w->cx->arena, json);
    struct asked a = {.json = text};
    enum err e;

    for (char *p = text; *p; p++)
        if (*p == '\'')
            *p = '"';
    e = db_write(w->cx, w->pool, ask_in, &a);
    *ret_id = a.id;
    return e;
}

static struct bulk now(struct engine_world *w, int64_t id)
{
    struct bulk b = {0};
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(bulk_get(w->cx, db, id, &b), OK);
    db_return(db);
    return b;
}

static int64_t counted(struct engine_world *w, const char *json)
{
    int64_t id = 0;

    assert_int_equal(try_ask(w, json, &id), OK);
    work(w);
    assert_string_equal(now(w, id).state, "counted");
    return id;
}

static void go(struct engine_world *w, int64_t id,
               enum err (*fn)(struct ctx *cx, struct db *db, int64_t id))
{
    struct asked a = {.id = id, .fn = fn};

    assert_int_equal(db_write(w->cx, w->pool, ask_in, &a), OK);
    work(w);
}

static int64_t count(struct engine_world *w, const char *where)
{
    return world_number(w,
                        arena_print(w->cx->arena, "select count(*) from contacts where %s", where));
}

static void three_people(struct engine_world *w)
{
    (void)added(w, &contact_model, "{'name':'Ana','lead_status':'new','tags':['vip']}");
    (void)added(w, &contact_model, "{'name':'Beto','lead_status':'new'}");
    (void)added(w, &contact_model, "{'name':'Caio','lead_status':'in_work'}");
}

static void the_preview_changes_nothing_and_the_run_what_it_said(void **state)
{
    struct engine_world *w = *state;
    struct bulk b;
    int64_t id;

    three_people(w);
    id = counted(w, "{'model':'contact','query':{},'action':{'set':{'lead_status':'in_work'}}}");
    b = now(w, id);
    assert_int_equal(b.all, 3);
    assert_int_equal(b.changes, 2);
    assert_int_equal(b.same, 1);
    assert_int_equal(b.refused, 0);
    assert_null(b.selection);
    assert_int_equal(count(w, "lead_status = 'in_work'"), 1);
    go(w, id, bulk_start);
    b = now(w, id);
    assert_string_equal(b.state, "done");
    assert_int_equal(b.done, 2);
    assert_int_equal(count(w, "lead_status = 'in_work'"), 3);
    assert_int_equal(world_number(w, "select count(*) from audit where model = 'bulk'"), 1);
    assert_int_equal(
        world_number(w, "select count(*) from audit where model = 'contact' and action = 'change'"),
        0);
}

static void a_stage_goes_on_for_many_and_back_only_by_undo(void **state)
{
    struct engine_world *w = *state;
    int64_t id, sal;
    struct bulk b;

    (void)added(w, &contact_model, "{'name':'Ana'}");
    (void)added(w, &contact_model, "{'name':'Beto'}");
    (void)added(w, &contact_model, "{'name':'Caio','lifecycle':'customer'}");
    id = counted(w, "{'model':'contact','query':{},'action':{'set':{'lifecycle':'mql'}}}");
    b = now(w, id);
    assert_int_equal(b.changes, 2);
    assert_int_equal(b.refused, 1);
    go(w, id, bulk_start);
    assert_int_equal(count(w, "lifecycle = 'mql'"), 2);
    assert_int_equal(count(w, "lifecycle = 'customer'"), 1);
    assert_int_equal(world_number(w, "select count(*) from lifecycle_stamps"), 2);
    b = now(w, counted(w, "{'model':'contact','query':{},'action':{'set':{'lifecycle':'lead'}}}"));
    assert_int_equal(b.changes, 0);
    assert_int_equal(b.refused, 3);
    sal =
        counted(w, "{'model':'contact','query':{'q':'Ana'},'action':{'set':{'lifecycle':'sal'}}}");
    go(w, sal, bulk_start);
    go(w, id, bulk_undo);
    b = now(w, id);
    assert_int_equal(b.undone, 1);
    assert_int_equal(b.kept, 1);
    assert_int_equal(count(w, "name = 'Ana' and lifecycle = 'sal'"), 1);
    assert_int_equal(count(w, "name = 'Beto' and lifecycle = 'lead'"), 1);
    assert_int_equal(world_number(w, "select count(*) from lifecycle_stamps"), 2);
}

static int64_t members(struct engine_world *w)
{
    return world_number(w, "select member_count from segments");
}

static void many_are_put_into_a_segment_by_hand_and_taken_back(void **state)
{
    struct engine_world *w = *state;
    int64_t vips, id;
    bool left = false;
    struct bulk b;

    three_people(w);
    vips = added(w, &segment_model,
                 "{'name':'Novos','subject':'contact','rule':{'field':'lead_status','is':'new'}}");
    assert_int_equal(segments_work(w->cx, w->pool, NULL, &left), OK);
    assert_int_equal(members(w), 2);
    id = counted(w, arena_print(w->cx->arena,
                                "{'model':'contact','query':{'lead_status':'in_work'},'action':"
                                "{'segment':'%lld','how':'include'}}",
                                (long long)vips));
    assert_int_equal(now(w, id).changes, 1);
    assert_int_equal(members(w), 2);
    go(w, id, bulk_start);
    assert_int_equal(members(w), 3);
    assert_int_equal(world_number(w, "select count(*) from segment_moves where cause = 'manual'"),
                     1);
    go(w, id, bulk_undo);
    assert_int_equal(now(w, id).undone, 1);
    assert_int_equal(members(w), 2);
    id = counted(w, arena_print(w->cx->arena,
                                "{'model':'contact','query':{},'action':{'segment':'%lld','how':"
                                "'exclude'}}",
                                (long long)vips));
    go(w, id, bulk_start);
    assert_int_equal(members(w), 0);
    go(w,
       counted(w, arena_print(w->cx->arena,
                              "{'model':'contact','query':{'q':'Beto'},'action':{'segment':"
                              "'%lld','how':'none'}}",
                              (long long)vips)),
       bulk_start);
    assert_int_equal(members(w), 1);
    go(w, id, bulk_undo);
    b = now(w, id);
    assert_int_equal(b.undone, 2);
    assert_int_equal(b.kept, 1);
    assert_int_equal(members(w), 2);
}

static void what_came_into_the_question_later_is_left_alone(void **state)
{
    struct engine_world *w = *state;
    int64_t id;

    three_people(w);
    id = counted(
        w, "{'model':'contact','query':{'lead_status':'new'},'action':{'tags_add':['feira']}}");
    (void)added(w, &contact_model, "{'name':'Dora','lead_status':'new'}");
    go(w, id, bulk_start);
    assert_int_equal(world_number(w, "select count(*) from record_tags where tag = 'feira'"), 2);
}

static enum err rename_in(struct ctx *cx, struct db *db, void *arg)
{
    void *record = NULL;
    enum err e = model_get(cx, db, &contact_model, *(const int64_t *)arg, &record);

    if (e)
        return e;
    ((struct contact *)record)->lead_status = "unfit";
    ((struct contact *)record)->job_title = "Compras";
    return model_change(cx, db, &contact_model, record);
}

static void undo_keeps_what_somebody_changed_since(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = added(w, &contact_model, "{'name':'Ana','lead_status':'new'}"), id;
    struct bulk b;

    (void)added(w, &contact_model, "{'name':'Beto','lead_status':'new'}");
    id = counted(w, "{'model':'contact','query':{'lead_status':'new'},'action':{'set':"
                    "{'lead_status':'in_work','department':'TI'}}}");
    go(w, id, bulk_start);
    assert_int_equal(db_write(w->cx, w->pool, rename_in, &ana), OK);
    go(w, id, bulk_undo);
    b = now(w, id);
    assert_string_equal(b.state, "undone");
    assert_int_equal(b.undone, 2);
    assert_int_equal(
        count(w, "lead_status = 'unfit' and job_title = 'Compras' and department is null"), 1);
    assert_int_equal(count(w, "lead_status = 'new' and department is null"), 1);
    id = counted(w, "{'model':'contact','query':{'lead_status':'unfit'},'action':{'set':{'lead_"
                    "status':'returned'}}}");
    go(w, id, bulk_start);
    assert_int_equal(db_write(w->cx, w->pool, rename_in, &ana), OK);
    go(w, id, bulk_undo);
    assert_int_equal(now(w, id).kept, 1);
    assert_int_equal(count(w, "lead_status = 'unfit'"), 1);
}

static void tags_are_added_and_removed_one_by_one(void **state)
{
    struct engine_world *w = *state;
    int64_t id;

    three_people(w);
    id = counted(w, "{'model':'contact','query':{},'action':{'tags_add':['vip','feira']}}");
    assert_int_equal(now(w, id).changes, 3);
    go(w, id, bulk_start);
    assert_int_equal(world_number(w, "select count(*) from record_tags where tag = 'vip'"), 3);
    id = counted(w, "{'model':'contact','query':{},'action':{'tags_remove':['vip']}}");
    go(w, id, bulk_start);
    assert_int_equal(world_number(w, "select count(*) from record_tags where tag = 'vip'"), 0);
    go(w, id, bulk_undo);
    assert_int_equal(world_number(w, "select count(*) from record_tags where tag = 'vip'"), 3);
}

static enum err suppress_in(struct ctx *cx, struct db *db, void *arg)
{
    bool fresh = false;

    return suppression_add(cx, db, arg, "objection", NULL, &fresh);
}

static void who_objected_is_refused_a_list_and_not_brought_back(void **state)
{
    struct engine_world *w = *state;
    char email[] = "ana@um.example";
    int64_t ana = added(w, &contact_model, "{'name':'Ana','email':'ana@um.example'}");
    int64_t list = added(w, &list_model, "{'name':'Novidades','double_opt_in':false}"), id, off;
    struct bulk b;

    (void)added(w, &contact_model, "{'name':'Sem endereço'}");
    id = counted(w, arena_print(w->cx->arena,
                                "{'model':'contact','query':{},'action':{'list':'%lld',"
                                "'status':'subscribed'}}",
                                (long long)list));
    b = now(w, id);
    assert_int_equal(b.changes, 1);
    assert_int_equal(b.refused, 1);
    go(w, id, bulk_start);
    off = counted(w, arena_print(w->cx->arena,
                                 "{'model':'contact','ids':['%lld'],'action':{'list':'%lld',"
                                 "'status':'unsubscribed'}}",
                                 (long long)ana, (long long)list));
    go(w, off, bulk_start);
    assert_int_equal(db_write(w->cx, w->pool, suppress_in, email), OK);
    go(w, off, bulk_undo);
    assert_int_equal(
        world_number(w, "select count(*) from list_members where status = 'subscribed'"), 0);
    id = counted(w, arena_print(w->cx->arena,
                                "{'model':'contact','query':{},'action':{'list':'%lld',"
                                "'status':'subscribed'}}",
                                (long long)list));
    b = now(w, id);
    assert_int_equal(b.changes, 0);
    assert_int_equal(b.refused, 2);
}

static enum err email_in(struct ctx *cx, struct db *db, void *arg)
{
    return identity_add(cx, db, IDENTITY_EMAILS, *(const int64_t *)arg, "ana@outra.example");
}

static void a_deletion_says_who_is_needed_and_brings_back_what_went(void **state)
{
    struct engine_world *w = *state;
    int64_t ana =
                added(w, &contact_model, "{'name':'Ana','email':'ana@um.example','tags':['vip']}"),
            id;
    int64_t list = added(w, &list_model, "{'name':'Novidades','double_opt_in':false}");
    struct bulk b;

    (void)added(w, &contact_model, "{'name':'Beto','email':'beto@um.example'}");
    assert_int_equal(db_write(w->cx, w->pool, email_in, &ana), OK);
    id = counted(w, arena_print(w->cx->arena,
                                "{'model':'contact','ids':['%lld'],'action':{'list':'%lld',"
                                "'status':'subscribed'}}",
                                (long long)ana, (long long)list));
    go(w, id, bulk_start);
    assert_int_equal(
        world_number(w, "select count(*) from list_members where status = 'subscribed'"), 1);
    world_record(
        w, &deal_model,
        arena_print(w->cx->arena, "{'name':'Fornos','contact':'%lld'}",
                    (long long)world_number(w, "select id from contacts where name = 'Beto'")));
    id = counted(w, "{'model':'contact','query':{},'action':{'delete':true}}");
    b = now(w, id);
    assert_int_equal(b.changes, 1);
    assert_int_equal(b.refused, 1);
    assert_int_equal(count(w, "1 = 1"), 2);
    go(w, id, bulk_start);
    assert_int_equal(count(w, "name = 'Ana'"), 0);
    assert_int_equal(world_number(w, "select count(*) from search_entries where kind = 'contact'"),
                     1);
    go(w, id, bulk_undo);
    assert_int_equal(now(w, id).undone, 1);
    assert_true(world_number(w, "select id from contacts where name = 'Ana'") == ana);
    assert_int_equal(
        world_number(w, "select count(*) from contact_emails where email = 'ana@outra.example'"),
        1);
    assert_int_equal(
        world_number(w, "select count(*) from list_members where status = 'subscribed'"), 1);
    assert_int_equal(world_number(w, "select count(*) from record_tags where tag = 'vip'"), 1);
    assert_int_equal(world_number(w, "select count(*) from search_entries where kind = 'contact'"),
                     2);
}

static const char *wrong(struct engine_world *w, const char *json)
{
    int64_t id = 0;
    enum err e = try_ask(w, json, &id);
    const char *field = e == ERR_INVALID && w->cx->fault.fields ? w->cx->fault.fields->field : "";

    fault_clear(w->cx);
    return field;
}

static void what_makes_no_sense_is_refused_at_once(void **state)
{
    struct engine_world *w = *state;

    assert_string_equal(wrong(w, "{'model':'plan','query':{},'action':{'delete':true}}"), "model");
    assert_string_equal(wrong(w, "{'model':'contact','action':{'delete':true}}"), "ids");
    assert_string_equal(wrong(w, "{'model':'contact','ids':['x'],'action':{'delete':true}}"),
                        "ids");
    assert_string_equal(
        wrong(w, "{'model':'contact','query':{'nada':'1'},'action':{'delete':true}}"), "query");
    assert_string_equal(wrong(w, "{'model':'contact','query':{},'action':{}}"), "action");
    assert_string_equal(
        wrong(w, "{'model':'contact','query':{},'action':{'set':{'email':'a@b.example'}}}"),
        "action.set.email");
    assert_string_equal(
        wrong(w, "{'model':'contact','query':{},'action':{'set':{'lifecycle':'rei'}}}"),
        "lifecycle");
    assert_string_equal(
        wrong(w, "{'model':'account','query':{},'action':{'list':'1','status':'subscribed'}}"),
        "action.list");
}

struct unlinked {
    int64_t account, *ids;
    size_t n;
    bool more;
};

static struct unlinked unlinked(struct engine_world *w, int64_t account)
{
    struct unlinked u = {.account = account};
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(account_unlinked(w->cx, db, account, &u.ids, &u.n, &u.more), OK);
    db_return(db);
    assert_false(u.more);
    return u;
}

static enum err domain_in(struct ctx *cx, struct db *db, void *arg)
{
    return identity_add(cx, db, IDENTITY_DOMAINS, *(int64_t *)arg, "acme.net");
}

static void who_came_before_the_company_is_tied_to_it_when_somebody_says_so(void **state)
{
    struct engine_world *w = *state;
    int64_t ana, acme, other, id;
    struct bulk b;

    ana = added(w, &contact_model, "{'email':'ana@acme.example'}");
    (void)added(w, &contact_model, "{'email':'bia@mail.acme.example'}");
    (void)added(w, &contact_model, "{'email':'caio@xacme.example'}");
    (void)added(w, &contact_model, "{'email':'dani@gmail.com'}");
    (void)added(w, &contact_model, "{'email':'edu@loja.acme.example'}");
    (void)added(w, &contact_model, "{'email':'fabi@acme.net'}");
    (void)added(w, &contact_model, "{'name':'Gil'}");
    acme = added(w, &account_model, "{'name':'Acme','domain':'acme.example'}");
    other = added(w, &account_model, "{'name':'Loja','domain':'loja.acme.example'}");
    assert_int_equal(count(w, "account is null"), 7);
    assert_int_equal(unlinked(w, acme).n, 2);
    assert_int_equal(unlinked(w, acme).ids[0], ana);
    assert_int_equal(unlinked(w, other).n, 1);
    assert_int_equal(db_write(w->cx, w->pool, domain_in, &acme), OK);
    assert_int_equal(unlinked(w, acme).n, 3);

    id = counted(w, "{'model':'contact','query':{},'action':{'account_by_domain':true}}");
    b = now(w, id);
    assert_int_equal(b.changes, 4);
    assert_int_equal(b.refused, 3);
    go(w, id, bulk_start);
    assert_int_equal(count(w, arena_print(w->cx->arena, "account = %" PRId64, acme)), 3);
    assert_int_equal(count(w, arena_print(w->cx->arena, "account = %" PRId64, other)), 1);
    assert_int_equal(unlinked(w, acme).n, 0);
    go(w, id, bulk_undo);
    assert_int_equal(now(w, id).undone, 4);
    assert_int_equal(count(w, "account is null"), 7);
    assert_string_equal(wrong(w, "{'model':'deal','query':{},'action':{'account_by_domain':true}}"),
                        "action.account_by_domain");
}

static void each_state_has_its_turn(void **state)
{
    struct engine_world *w = *state;
    struct asked a = {.fn = bulk_undo};

    three_people(w);
    a.id = counted(w, "{'model':'contact','query':{},'action':{'tags_add':['x']}}");
    assert_int_equal(db_write(w->cx, w->pool, ask_in, &a), ERR_CONFLICT);
    fault_clear(w->cx);
    go(w, a.id, bulk_start);
    a.fn = bulk_start;
    assert_int_equal(db_write(w->cx, w->pool, ask_in, &a), ERR_CONFLICT);
    fault_clear(w->cx);
}

static void many_are_worked_off_batch_by_batch(void **state)
{
    struct engine_world *w = *state;
    int64_t id;

    for (int i = 0; i < 250; i++)
        (void)added(w, &account_model, arena_print(w->cx->arena, "{'name':'Empresa %d'}", i));
    id = counted(
        w, "{'model':'account','query':{'q':'empresa'},'action':{'set':{'industry':'Varejo'}}}");
    assert_int_equal(now(w, id).changes, 250);
    go(w, id, bulk_start);
    assert_int_equal(world_number(w, "select count(*) from accounts where industry = 'Varejo'"),
                     250);
    go(w, id, bulk_undo);
    assert_int_equal(world_number(w, "select count(*) from accounts where industry = 'Varejo'"), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_preview_changes_nothing_and_the_run_what_it_said),
        cmocka_unit_test(a_stage_goes_on_for_many_and_back_only_by_undo),
        cmocka_unit_test(many_are_put_into_a_segment_by_hand_and_taken_back),
        cmocka_unit_test(what_came_into_the_question_later_is_left_alone),
        cmocka_unit_test(undo_keeps_what_somebody_changed_since),
        cmocka_unit_test(tags_are_added_and_removed_one_by_one),
        cmocka_unit_test(a_deletion_says_who_is_needed_and_brings_back_what_went),
        cmocka_unit_test(who_objected_is_refused_a_list_and_not_brought_back),
        cmocka_unit_test(what_makes_no_sense_is_refused_at_once),
        cmocka_unit_test(who_came_before_the_company_is_tied_to_it_when_somebody_says_so),
        cmocka_unit_test(each_state_has_its_turn),
        cmocka_unit_test(many_are_worked_off_batch_by_batch),
    };

    return engines_run("bulk", tests, COUNT_OF(tests), world_prepare);
}
