/* segment_test.c -- who belongs, right after each change, event and midnight. */
#include "unit/people/segment_world.h"

#include "unit/model/schema_check.h"

#include "model/custom.h"
#include "people/home.h"
#include "people/segment_work_priv.h"

#include <pthread.h>

#define LL(n) ((long long)(n))

static const char *with_id(struct engine_world *w, const char *format, int64_t id)
{
    struct buf b = buf_in(w->cx->arena);

    for (; *format; format++) {
        if (*format == '#')
            buf_print(&b, "%lld", LL(id));
        else
            buf_add_char(&b, *format);
    }
    return buf_text(&b);
}

static void the_table_holds_the_fields(void **state)
{
    struct engine_world *w = *state;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    model_matches_schema(w->cx, db, &segment_model);
    db_return(db);
}

static void who_fits_enters_and_who_does_not_leaves(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = a_record(w, &contact_model, "{'name':'Ana','seniority':'director'}");
    int64_t bia = a_record(w, &contact_model, "{'name':'Bia','seniority':'junior'}");
    int64_t boss = a_segment(w, "{'field':'seniority','is':'director'}");

    assert_true(is_member(w, boss, ana));
    assert_false(is_member(w, boss, bia));
    edit(w, &contact_model, bia, "{'seniority':'director'}");
    assert_true(is_member(w, boss, bia));
    edit(w, &contact_model, ana, "{'seniority':'manager'}");
    assert_false(is_member(w, boss, ana));
    assert_int_equal(world_number(w, "select member_count from segments"), 1);
    assert_int_equal(world_number(w, "select count(*) from segment_moves"), 2);
    assert_int_equal(world_number(w, "select count(*) from segments where state = 'live'"), 1);
    edit(w, &contact_model, bia, NULL);
    assert_int_equal(world_number(w, "select count(*) from segment_members"), 0);
    assert_int_equal(world_number(w, "select member_count from segments"), 0);
    assert_int_equal(differences(w), 0);
}

static void a_window_that_passes_takes_the_member_out(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = a_record(w, &contact_model, "{'email':'ana@acme.example'}");
    int64_t hot = a_segment(w, "{'event':'view','path':'/precos','at_least':2,'within_days':7}");

    seen(w, ana, "/precos");
    assert_false(is_member(w, hot, ana));
    seen(w, ana, "/precos");
    assert_true(is_member(w, hot, ana));
    clock_move(w, DAYS_MS(8));
    assert_false(is_member(w, hot, ana));
    assert_int_equal(world_number(w, "select count(*) from segment_moves where cause = 'event'"),
                     1);
    assert_int_equal(world_number(w, "select count(*) from segment_moves where cause = 'time'"), 1);
    assert_int_equal(world_number(w, "select count(*) from segment_due"), 0);
}

static void what_happened_before_the_rule_counts(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = a_record(w, &contact_model, "{'name':'Ana'}"), hot;

    happened(w, ana, "view", "/precos", 5);
    happened(w, ana, "view", "/precos", 5);
    happened(w, ana, "view", "/blog", 0);
    segments_settle(w);
    happened(w, ana, "view", "/precos", 0);
    hot = a_segment(w, "{'event':'view','path':'/precos','at_least':3}");
    assert_false(is_member(w, hot, ana));
    assert_int_equal(world_number(w, "select sum(n) from behaviour_days"), 2);
    seen(w, ana, "/precos");
    assert_true(is_member(w, hot, ana));
}

static void a_company_is_judged_by_its_people(void **state)
{
    struct engine_world *w = *state;
    int64_t acme = a_record(w, &account_model, "{'name':'Acme'}");
    int64_t ana = a_record(w, &contact_model, with_id(w, "{'name':'Ana','account':'#'}", acme));
    int64_t hot = a_segment_of(w, "account", "{'event':'view','path':'/precos','at_least':2}");
    int64_t big = a_segment_of(w, "account", "{'has':'contacts','at_least':2}");
    int64_t of_acme = a_segment(w, "{'field':'account.industry','is':'Software'}");
    int64_t bia;

    seen(w, ana, "/precos");
    seen(w, ana, "/precos");
    assert_true(is_member(w, hot, acme));
    assert_false(is_member(w, big, acme));
    bia = a_record(w, &contact_model, with_id(w, "{'name':'Bia','account':'#'}", acme));
    assert_true(is_member(w, big, acme));
    edit(w, &account_model, acme, "{'industry':'Software'}");
    assert_true(is_member(w, of_acme, ana));
    assert_true(is_member(w, of_acme, bia));
    edit(w, &contact_model, ana, "{'account':null}");
    assert_false(is_member(w, hot, acme));
    assert_false(is_member(w, big, acme));
    assert_false(is_member(w, of_acme, ana));
    assert_int_equal(differences(w), 0);
}

static void a_deal_moves_its_contact_and_company(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = a_record(w, &contact_model, "{'name':'Ana'}");
    int64_t bia = a_record(w, &contact_model, "{'name':'Bia'}");
    int64_t open = a_segment(w, "{'has':'deals','where':{'field':'outcome','is':'open'}}");
    int64_t deal = a_record(w, &deal_model, with_id(w, "{'name':'d','contact':'#'}", ana));

    assert_true(is_member(w, open, ana));
    edit(w, &deal_model, deal, with_id(w, "{'contact':'#'}", bia));
    assert_false(is_member(w, open, ana));
    assert_true(is_member(w, open, bia));
    edit(w, &deal_model, deal, "{'outcome':'lost'}");
    assert_false(is_member(w, open, bia));
}

static void what_names_another_moves_with_it(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = a_record(w, &contact_model, "{'name':'Ana'}");
    int64_t boss = a_segment(w, "{'field':'seniority','is':'director'}");
    int64_t rest = a_segment(w, with_id(w, "{'not':{'segment':'#'}}", boss));
    int64_t none =
        a_segment(w, with_id(w, "{'all':[{'segment':'#'},{'field':'name','is':'Ana'}]}", rest));

    assert_true(is_member(w, rest, ana));
    assert_true(is_member(w, none, ana));
    edit(w, &contact_model, ana, "{'seniority':'director'}");
    assert_true(is_member(w, boss, ana));
    assert_false(is_member(w, rest, ana));
    assert_false(is_member(w, none, ana));
    edit(w, &segment_model, boss, "{'rule':{'field':'seniority','is':'manager'}}");
    segments_settle(w);
    assert_false(is_member(w, boss, ana));
    assert_true(is_member(w, none, ana));
    assert_int_equal(differences(w), 0);
}

static void a_site_has_so_many_segments(void **state)
{
    struct engine_world *w = *state;
    void *record = NULL;

    assert_int_equal(
        engine_sql(w->cx, w->pool,
                   arena_print(w->cx->arena,
                               "insert into segments (site, id, version, created_at, changed_at, "
                               "name, name_key, subject, rule, state) "
                               "with recursive n(i) as (select 1 union all select i + 1 from n "
                               "where i < %d) select %lld, i, 1, 0, 0, 'N', 'n', 'contact', "
                               "'{\"all\":[]}', 'live' from n",
                               SEGMENTS_MAX - 1, (long long)w->cx->site)),
        OK);
    (void)a_record(w, &segment_model, "{'name':'Last','subject':'contact','rule':{'all':[]}}");
    assert_int_equal(world_try_add(w, &segment_model,
                                   "{'name':'More','subject':'contact','rule':{'all':[]}}",
                                   &record),
                     ERR_LIMIT);
    assert_string_equal(w->cx->fault.key, "segment.many");
    fault_clear(w->cx);
}

static void a_circle_is_refused_and_named(void **state)
{
    struct engine_world *w = *state;
    int64_t one = a_segment(w, "{'field':'seniority','is':'director'}");
    int64_t two = a_segment(w, with_id(w, "{'segment':'#'}", one));

    assert_int_equal(try_edit(w, &segment_model, one, with_id(w, "{'rule':{'segment':'#'}}", two)),
                     ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "segment.circle");
    assert_string_equal(w->cx->fault.fields->params[0].value, "S0 → S1 → S0");
    fault_clear(w->cx);
    assert_int_equal(try_edit(w, &segment_model, one, with_id(w, "{'rule':{'segment':'#'}}", one)),
                     ERR_INVALID);
    fault_clear(w->cx);
    assert_int_equal(try_edit(w, &segment_model, one, NULL), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "segment.named");
    assert_string_equal(w->cx->fault.params[0].value, "S1");
    fault_clear(w->cx);
    edit(w, &segment_model, two, NULL);
    edit(w, &segment_model, one, NULL);
    segments_settle(w);
    assert_int_equal(world_number(w, "select count(*) from segment_builds"), 0);
}

static int64_t counted(struct engine_world *w, const char *json, int64_t *ret_of)
{
    struct rule_counted n = {0};
    struct rule *rule = NULL;
    struct rule_world world;
    struct db *db = NULL;

    segment_must(w, db_read(w->cx, w->pool, &db));
    segment_must(w, people_rules(w->cx, db, NULL, &world));
    segment_must(w, rule_parse(w->cx, db, &world, &rule_contacts, json, "rule", &rule));
    segment_must(w, rule_count(w->cx, db, &world, rule, &n));
    db_return(db);
    *ret_of = n.of;
    return n.count;
}

static void who_was_erased_is_in_no_segment_and_in_no_count(void **state)
{
    struct engine_world *w = *state;
    static const char *const rules[] = {
        "{\"all\":[]}", "{\"not\":{\"field\":\"seniority\",\"is\":\"director\"}}",
        "{\"not\":{\"all\":[{\"field\":\"seniority\",\"is\":\"director\"}]}}"};
    int64_t ana = a_record(w, &contact_model, "{'name':'Ana'}");
    int64_t eva = a_record(w, &contact_model, "{'name':'Eva'}");
    int64_t all = a_segment(w, "{'all':[]}"), of = 0;

    assert_int_equal(
        engine_sql(w->cx, w->pool, "update contacts set erased_at = 1 where name = 'Ana'"), OK);
    assert_true(is_member(w, all, ana));
    segments_settle(w);
    assert_false(is_member(w, all, ana));
    assert_true(is_member(w, all, eva));
    assert_int_equal(world_number(w, "select member_count from segments"), 1);
    for (size_t i = 0; i < COUNT_OF(rules); i++) {
        assert_int_equal(counted(w, rules[i], &of), 1);
        assert_int_equal(of, 1);
    }
    assert_int_equal(differences(w), 0);
}

static void a_segment_stays_of_whom_it_is(void **state)
{
    struct engine_world *w = *state;
    int64_t one = a_segment(w, "{'field':'name','given':true}");

    assert_int_equal(try_edit(w, &segment_model, one, "{'subject':'account'}"), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "segment.subject_fixed");
}

static void by_hand_wins_over_the_rule(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = a_record(w, &contact_model, "{'name':'Ana','seniority':'director'}");
    int64_t bia = a_record(w, &contact_model, "{'name':'Bia'}");
    int64_t boss = a_segment(w, "{'field':'seniority','is':'director'}");

    by_hand(w, boss, ana, "exclude");
    by_hand(w, boss, bia, "include");
    assert_false(is_member(w, boss, ana));
    assert_true(is_member(w, boss, bia));
    edit(w, &contact_model, ana, "{'seniority':'executive'}");
    edit(w, &contact_model, ana, "{'seniority':'director'}");
    edit(w, &segment_model, boss, "{'rule':{'field':'seniority','in':['director','owner']}}");
    segments_settle(w);
    assert_false(is_member(w, boss, ana));
    assert_true(is_member(w, boss, bia));
    assert_int_equal(differences(w), 0);
    by_hand(w, boss, ana, "none");
    by_hand(w, boss, bia, "none");
    assert_true(is_member(w, boss, ana));
    assert_false(is_member(w, boss, bia));
    assert_int_equal(
        world_number(w,
                     "select count(*) from audit where model = 'segment' and action = 'members'"),
        4);
}

static void a_merge_and_its_undo_leave_the_right_members(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = a_record(w, &contact_model, "{'name':'Ana'}");
    int64_t bia = a_record(w, &contact_model, "{'name':'Bia'}");
    int64_t hot = a_segment(w, "{'event':'view','path':'/precos','at_least':2}");
    int64_t one = a_segment(w, "{'event':'view','path':'/precos'}");
    int64_t merge;

    seen(w, ana, "/precos");
    seen(w, bia, "/precos");
    assert_false(is_member(w, hot, ana));
    merge = merged(w, MERGE_CONTACTS, ana, bia);
    assert_true(is_member(w, hot, ana));
    assert_false(is_member(w, one, bia));
    assert_int_equal(world_number(w, "select count(*) from segment_members"), 2);
    assert_int_equal(differences(w), 0);
    happened(w, bia, "view", "/precos", 0);
    segments_settle(w);
    assert_int_equal(db_write(w->cx, w->pool, unmerging_in, &merge), OK);
    assert_false(is_member(w, hot, ana));
    assert_true(is_member(w, hot, bia));
    assert_true(is_member(w, one, ana));
    assert_int_equal(differences(w), 0);
}

static void a_rule_waits_for_the_event_store_and_says_so(void **state)
{
    struct engine_world *w = *state;
    int64_t id = a_record(w, &segment_model,
                          "{'name':'Q','subject':'contact','rule':{'event':'view','path':'/x'}}");
    bool left = false;

    assert_int_equal(segments_work(w->cx, w->pool, NULL, &left), OK);
    assert_true(left);
    assert_int_equal(world_number(w, "select count(*) from segments where state = 'building' and "
                                     "trouble = 'facts.store_away'"),
                     1);
    segments_settle(w);
    assert_int_equal(world_number(w,
                                  "select count(*) from segments where state = 'live' and trouble "
                                  "is null"),
                     1);
    assert_true(id > 0);
}

static void what_changes_during_a_build_is_not_lost(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = a_record(w, &contact_model, "{'name':'Ana','seniority':'director'}");
    int64_t bia = a_record(w, &contact_model, "{'name':'Bia'}");
    int64_t id =
        a_record(w, &segment_model,
                 "{'name':'Q','subject':'contact','rule':{'any':[{'field':'seniority','is':"
                 "'director'},{'event':'view','path':'/x'}]}}");
    bool left = false;

    /* The members are there, but the behaviour is not counted yet. */
    assert_int_equal(segments_work(w->cx, w->pool, segments_of_test(w)->store, &left), OK);
    assert_true(left);
    assert_true(is_member(w, id, ana));
    edit(w, &contact_model, ana, "{'seniority':'manager'}");
    edit(w, &contact_model, bia, "{'seniority':'director'}");
    happened(w, ana, "view", "/y", 0);
    segments_settle(w);
    assert_false(is_member(w, id, ana));
    assert_true(is_member(w, id, bia));
    assert_int_equal(differences(w), 0);
}

static struct worker_options workers(struct engine_world *w, struct people_home *home)
{
    static const struct job_kind *const kinds[] = {segment_job_kinds, NULL};

    home->store = segments_of_test(w)->store;
    return (struct worker_options){
        .pool = w->pool, .kinds = kinds, .clock = w->cx->clock, .ids = w->cx->ids, .app = home};
}

static void load(struct engine_world *w)
{
    int64_t n = 1;

    while (n)
        segment_must(w, loader_step(w->cx, segments_of_test(w)->loader, &n));
}

static void count_all(struct engine_world *w)
{
    int64_t n = 1;

    while (n)
        segment_must(w, counters_step(w->cx, segments_of_test(w)->counters, &n));
}

static int64_t jobs_waiting(struct engine_world *w)
{
    return world_number(w, "select count(*) from jobs where kind = 'segments.work' and state = "
                           "'waiting'");
}

static int64_t live(struct engine_world *w)
{
    return world_number(w, "select count(*) from segments where state = 'live'");
}

static void an_event_that_is_not_counted_yet_moves_nobody_to_and_fro(void **state)
{
    static const char *const rule =
        "{'name':'Q%d','subject':'contact','rule':{'event':'view','path':'/x'}}";
    struct engine_world *w = *state;
    struct people_home home = {0};
    struct worker_options o = workers(w, &home);
    int64_t ana = a_record(w, &contact_model, "{'name':'Ana'}"), id;
    int ran = 0;

    (void)a_record(w, &segment_model, arena_print(w->cx->arena, rule, 1));
    segments_settle(w);
    assert_int_equal(worker_run_due(w->cx, &o, &ran), OK);
    assert_int_equal(live(w), 1);
    happened(w, ana, "view", "/x", 0);
    load(w);
    id = a_record(w, &segment_model, arena_print(w->cx->arena, rule, 2));
    assert_int_equal(worker_run_due(w->cx, &o, &ran), OK);
    assert_true(is_member(w, id, ana));
    assert_int_equal(live(w), 1);
    edit(w, &contact_model, ana, "{'name':'Ana Lima'}");
    assert_int_equal(worker_run_due(w->cx, &o, &ran), OK);
    assert_true(is_member(w, id, ana));
    count_all(w);
    assert_int_equal(jobs_waiting(w), 1);
    assert_int_equal(worker_run_due(w->cx, &o, &ran), OK);
    assert_int_equal(live(w), 2);
    assert_true(is_member(w, id, ana));
    assert_int_equal(
        world_number(w, with_id(w, "select count(*) from segment_moves where segment = #", id)), 0);
    assert_int_equal(differences(w), 0);
}

static void who_counts_wakes_what_waited_for_it(void **state)
{
    struct engine_world *w = *state;
    struct people_home home = {0};
    struct worker_options o = workers(w, &home);
    int ran = 0;

    (void)a_record(w, &segment_model,
                   "{'name':'Q','subject':'contact','rule':{'event':'view','path':'/x'}}");
    assert_int_equal(worker_run_due(w->cx, &o, &ran), OK);
    assert_int_equal(world_number(w, "select count(*) from segments where trouble = "
                                     "'segment.counting'"),
                     1);
    assert_int_equal(jobs_waiting(w), 0);
    count_all(w);
    assert_int_equal(jobs_waiting(w), 1);
    assert_int_equal(worker_run_due(w->cx, &o, &ran), OK);
    assert_int_equal(live(w), 1);
}

struct meanwhile {
    struct engine_world *w;
    int times;
};

/* The counters are done after the job has looked, and before another job may be added. */
static enum err count_meanwhile(struct ctx *cx, struct job_run *run)
{
    struct meanwhile *m = run->app;
    bool left = false;
    enum err e = segments_work(cx, run->pool, segments_of_test(m->w)->store, &left);

    assert_int_equal(e, OK);
    assert_int_equal(left, m->times++ == 0);
    if (left)
        count_all(m->w);
    return segments_work_end(cx, run, left);
}

static void counts_that_come_while_the_job_ends_are_not_overlooked(void **state)
{
    static const struct job_kind meanwhile[] = {{"segments.work", count_meanwhile, 60000, 1}, {0}};
    static const struct job_kind *const kinds[] = {meanwhile, NULL};
    struct engine_world *w = *state;
    struct meanwhile m = {.w = w};
    struct worker_options o = {
        .pool = w->pool, .kinds = kinds, .clock = w->cx->clock, .ids = w->cx->ids, .app = &m};
    int ran = 0;

    (void)a_record(w, &segment_model,
                   "{'name':'Q','subject':'contact','rule':{'event':'view','path':'/x'}}");
    assert_int_equal(worker_run_due(w->cx, &o, &ran), OK);
    assert_int_equal(m.times, 2);
    assert_int_equal(live(w), 1);
}

/* More than a transaction has time for is put down, said, and looked at by the job. */
static void the_people_of_a_large_company_follow_behind(void **state)
{
    struct engine_world *w = *state;
    int64_t acme = a_record(w, &account_model, "{'name':'Acme'}"), last = 0;
    int64_t soft = a_segment(w, "{'field':'account.industry','is':'Software'}");

    for (int i = 0; i < 50; i++)
        last = a_record(w, &contact_model, with_id(w, "{'name':'Ana','account':'#'}", acme));
    edit(w, &account_model, acme, "{'industry':'Software'}");
    assert_int_equal(world_number(w, "select count(*) from segments where state = 'building'"), 1);
    segments_settle(w);
    assert_true(is_member(w, soft, last));
    assert_int_equal(world_number(w, "select member_count from segments"), 50);
    assert_int_equal(world_number(w, "select count(*) from segments where state = 'live'"), 1);
    assert_int_equal(world_number(w, "select count(*) from segment_stale"), 0);
}

static enum err fields_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct json *in = NULL;
    int64_t *id = arg;
    static const char text[] =
        "{\"model\":\"contact\",\"name\":\"size\",\"label\":\"Tamanho\",\"kind\":\"int\"}";
    enum err e = OK;

    if (*id)
        e = custom_field_delete(cx, db, *id);
    else
        e = json_parse(cx, text, strlen(text), &in);
    if (!e && !*id)
        e = custom_field_add(cx, db, &contact_model, in, id);
    return e ? e : segments_fields_changed(cx, db);
}

static void a_rule_whose_field_went_waits_and_says_so(void **state)
{
    struct engine_world *w = *state;
    int64_t field = 0, big, ana;
    bool left = false;

    segment_must(w, db_write(w->cx, w->pool, fields_in, &field));
    ana = a_record(w, &contact_model, "{'name':'Ana','custom':{'size':7}}");
    big = a_segment(w, "{'field':'custom.size','at_least':5}");
    assert_true(is_member(w, big, ana));
    segment_must(w, db_write(w->cx, w->pool, fields_in, &field));
    segment_must(w, segments_work(w->cx, w->pool, segments_of_test(w)->store, &left));
    assert_int_equal(world_number(w, "select count(*) from segments where state = 'building' and "
                                     "trouble = 'segment.rule_unreadable'"),
                     1);
    assert_true(is_member(w, big, ana));
}

static enum err zone_in(struct ctx *cx, struct db *db, void *arg)
{
    struct site site;
    enum err e = site_get(cx, db, cx->site, &site);

    (void)arg;
    site.time_zone = "Asia/Tokyo";
    if (!e)
        e = site_change(cx, db, &site);
    return e ? e : segments_clock_changed(cx, db);
}

/* 22:13 UTC is the 14th in São Paulo and the 15th in Tokyo. */
static void days_that_begin_elsewhere_are_counted_anew(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = a_record(w, &contact_model, "{'name':'Ana'}");
    int64_t today = a_segment(w, "{'event':'view','within_days':1}"), before;

    seen(w, ana, "/precos");
    assert_true(is_member(w, today, ana));
    before = world_number(w, "select max(day) from behaviour_days");
    segment_must(w, db_write(w->cx, w->pool, zone_in, NULL));
    segments_settle(w);
    assert_int_equal(world_number(w, "select max(day) from behaviour_days"), before + 1);
    assert_true(is_member(w, today, ana));
    assert_int_equal(differences(w), 0);
    clock_move(w, HOURS_MS(17));
    assert_false(is_member(w, today, ana));
}

enum { AT_ONCE = 40 };

struct changer {
    struct engine_world *w;
    const struct model *m;
    int64_t id;
    const char *json[2];
};

static void *change_again_and_again(void *arg)
{
    const struct changer *c = arg;
    struct ctx *cx = ctx_new(MIB(64), c->w->cx->clock, c->w->cx->ids);

    cx->site = c->w->cx->site;
    for (int i = 0; i < AT_ONCE; i++) {
        struct record_edit x = {c->m, c->id, c->json[i % 2]};
        struct arena_mark mark = arena_mark(cx->arena);
        enum err e;
        do { /* where all are in each other's way, the port gives up after some tries */
            fault_clear(cx);
            arena_reset(cx->arena, mark);
            e = db_write(cx, c->w->pool, record_edit_in, &x);
        } while (e == ERR_BUSY);
        if (e)
            (void)fprintf(stderr, "%s %s\n", cx->fault.key, cx->fault.detail);
        must(!e);
        arena_reset(cx->arena, mark);
    }
    ctx_free(cx);
    return NULL;
}

/* A person and the company, and two people of it: who belongs depends on what both writers do. */
static void of_two_who_write_at_once_none_sees_half(void **state)
{
    struct engine_world *w = *state;
    int64_t acme = a_record(w, &account_model, "{'name':'Acme'}");
    int64_t ana = a_record(w, &contact_model, with_id(w, "{'name':'Ana','account':'#'}", acme));
    int64_t bia = a_record(w, &contact_model, with_id(w, "{'name':'Bia','account':'#'}", acme));
    struct changer all[] = {
        {w, &contact_model, ana, {"{\"seniority\":\"director\"}", "{\"seniority\":null}"}},
        {w, &contact_model, bia, {"{\"seniority\":\"director\"}", "{\"seniority\":null}"}},
        {w, &account_model, acme, {"{\"industry\":\"Software\"}", "{\"industry\":\"Agro\"}"}},
    };
    pthread_t t[COUNT_OF(all)];

    (void)a_segment(
        w, "{'all':[{'field':'seniority','is':'director'},{'field':'account.industry','is':"
           "'Software'}]}");
    (void)a_segment_of(
        w, "account",
        "{'has':'contacts','where':{'field':'seniority','is':'director'},'at_least':2}");
    (void)a_segment(w,
                    "{'any':[{'field':'seniority','given':false},{'field':'account.industry','is':"
                    "'Agro'}]}");
    for (size_t i = 0; i < COUNT_OF(all); i++)
        must(pthread_create(&t[i], NULL, change_again_and_again, &all[i]) == 0);
    for (size_t i = 0; i < COUNT_OF(all); i++)
        must(pthread_join(t[i], NULL) == 0);
    assert_int_equal(differences(w), 0);
}

/* Whatever fails, the change and who belongs are both there or both not. */
static void every_failing_allocation_leaves_record_and_members_together(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = a_record(w, &contact_model, "{'name':'Ana'}");
    int64_t boss = a_segment(w, "{'field':'seniority','is':'director'}");
    int64_t rest = a_segment(w, with_id(w, "{'not':{'segment':'#'}}", boss));
    struct record_edit x = {&contact_model, ana, "{\"seniority\":\"director\"}"};
    enum err e = ERR_LIMIT;

    for (size_t n = 1; e; n++) {
        struct arena_mark mark = arena_mark(w->cx->arena);
        assert_true(n < 2000);
        arena_fail_at(w->cx->arena, n);
        e = db_write(w->cx, w->pool, record_edit_in, &x);
        arena_fail_at(w->cx->arena, 0);
        assert_true(e == OK || e == ERR_LIMIT);
        fault_clear(w->cx);
        arena_reset(w->cx->arena, mark);
        assert_int_equal(
            world_number(w, "select count(*) from contacts where seniority = 'director'"),
            e ? 0 : 1);
        assert_int_equal(is_member(w, boss, ana), !e);
        assert_int_equal(is_member(w, rest, ana), e != OK);
        arena_reset(w->cx->arena, mark);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_holds_the_fields),
        cmocka_unit_test(who_fits_enters_and_who_does_not_leaves),
        cmocka_unit_test(a_window_that_passes_takes_the_member_out),
        cmocka_unit_test(what_happened_before_the_rule_counts),
        cmocka_unit_test(a_company_is_judged_by_its_people),
        cmocka_unit_test(a_deal_moves_its_contact_and_company),
        cmocka_unit_test(what_names_another_moves_with_it),
        cmocka_unit_test(a_site_has_so_many_segments),
        cmocka_unit_test(a_circle_is_refused_and_named),
        cmocka_unit_test(who_was_erased_is_in_no_segment_and_in_no_count),
        cmocka_unit_test(a_segment_stays_of_whom_it_is),
        cmocka_unit_test(by_hand_wins_over_the_rule),
        cmocka_unit_test(a_merge_and_its_undo_leave_the_right_members),
        cmocka_unit_test(a_rule_waits_for_the_event_store_and_says_so),
        cmocka_unit_test(what_changes_during_a_build_is_not_lost),
        cmocka_unit_test(an_event_that_is_not_counted_yet_moves_nobody_to_and_fro),
        cmocka_unit_test(who_counts_wakes_what_waited_for_it),
        cmocka_unit_test(counts_that_come_while_the_job_ends_are_not_overlooked),
        cmocka_unit_test(the_people_of_a_large_company_follow_behind),
        cmocka_unit_test(a_rule_whose_field_went_waits_and_says_so),
        cmocka_unit_test(days_that_begin_elsewhere_are_counted_anew),
        cmocka_unit_test(of_two_who_write_at_once_none_sees_half),
        cmocka_unit_test(every_failing_allocation_leaves_record_and_members_together),
    };

    return engines_run("segments", tests, COUNT_OF(tests), segment_world_prepare);
}
