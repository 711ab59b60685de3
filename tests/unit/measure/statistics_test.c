/* statistics_test.c -- questions about visits as the API puts them: periods, comparisons, mistakes, funnels, files. */
#include "unit/world.h"

#include "facts/store.h"
#include "measure/funnel.h"
#include "measure/statistics.h"
#include "unit/model/schema_check.h"

#include <stdio.h>

/* 2025-11-23 15:00 in São Paulo. */
static const int64_t now_ms = INT64_C(1763920800000);

static void close_store(void *st)
{
    store_close(st);
}

static void prepare(struct engine_world *w)
{
    struct fact_store *st = store_memory_new();

    world_prepare(w);
    w->clock.now_ms = now_ms;
    assert_true(arena_defer(w->cx->arena, close_store, st));
    w->more = st;
}

/* One visit of pages a minute apart. */
static void a_visit(struct engine_world *w, int64_t visitor, int64_t at_ms, const char *source,
                    const char *const *paths, const char *last)
{
    struct fact facts[8] = {0};
    struct visit v;
    size_t n = 0;
    int64_t at = 0;
    struct store_batch b = {.follower = "test", .facts = facts, .visits = &v, .visit_count = 1};

    for (; paths[n] || last; n++) {
        struct fact f = fact_nothing();
        f.id = f.key_lo = id_next(w->cx);
        f.site = w->cx->site;
        f.at_ms = f.received_ms = at_ms + MINUTES_MS((int64_t)n);
        f.visitor = visitor;
        f.kind = paths[n] ? "view" : last;
        f.path = paths[n] ? paths[n] : "/contato";
        facts[n] = f;
        if (!paths[n]) {
            n++;
            break;
        }
    }
    v = visit_new(&facts[0]);
    for (size_t i = 0; i < n; i++) {
        visit_add(&v, &facts[i]);
        facts[i].visit = v.id;
    }
    v.source = source;
    b.count = n;
    assert_int_equal(store_position(w->cx, w->more, "test", &at), OK);
    b.from = at;
    b.to = at + 1;
    assert_int_equal(store_append(w->cx, w->more, &b), OK);
}

static void a_sale(struct engine_world *w, int64_t visitor, int64_t at_ms, const char *currency,
                   int64_t value_minor)
{
    struct fact f = fact_nothing();
    struct visit v;
    struct store_batch b = {
        .follower = "test", .facts = &f, .count = 1, .visits = &v, .visit_count = 1};

    f.id = f.key_lo = id_next(w->cx);
    f.site = w->cx->site;
    f.at_ms = f.received_ms = at_ms;
    f.visitor = visitor;
    f.kind = "order";
    f.value_minor = value_minor;
    f.currency = currency;
    v = visit_new(&f);
    visit_add(&v, &f);
    f.visit = v.id;
    assert_int_equal(store_position(w->cx, w->more, "test", &b.from), OK);
    b.to = b.from + 1;
    assert_int_equal(store_append(w->cx, w->more, &b), OK);
}

static const char *const home[] = {"/", NULL}, *const prices[] = {"/", "/precos", NULL};

typedef enum err ask_fn(struct ctx *cx, const struct statistics_site *site, const struct json *in,
                        struct buf *out);

struct asked {
    ask_fn *fn;
    char *text;
    struct buf out;
};

static enum err try_ask(struct engine_world *w, struct asked *q)
{
    struct statistics_site site;
    const struct json *in = NULL;
    struct db *db = NULL;
    enum err e;

    for (char *p = q->text; *p; p++)
        *p = *p == '\'' ? '"' : *p;
    q->out = buf_in(w->cx->arena);
    assert_int_equal(json_parse(w->cx, q->text, strlen(q->text), &in), OK);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(statistics_site_read(w->cx, db, w->more, &site), OK);
    db_return(db);
    e = q->fn(w->cx, &site, in, &q->out);
    return e;
}

/* The answer with ' for ", to a question written so. */
static const char *answer_of(struct engine_world *w, ask_fn *fn, const char *question)
{
    struct asked q = {.fn = fn, .text = arena_dup(w->cx->arena, question)};
    char *text;

    if (try_ask(w, &q))
        fail_msg("%s: %s %s", question, w->cx->fault.key,
                 w->cx->fault.fields ? w->cx->fault.fields->field : "");
    text = q.out.bytes;
    for (char *p = text; *p; p++)
        *p = *p == '"' ? '\'' : *p;
    return text;
}

static void holds(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("%s\nis not in %s", part, text);
}

static const char *stats(struct engine_world *w, const char *question)
{
    return answer_of(w, statistics_json, question);
}

static void refused(struct engine_world *w, const char *question, const char *field,
                    const char *key)
{
    struct asked q = {.fn = statistics_json, .text = arena_dup(w->cx->arena, question)};

    assert_int_equal(try_ask(w, &q), ERR_INVALID);
    assert_non_null(w->cx->fault.fields);
    assert_string_equal(w->cx->fault.fields->field, field);
    assert_string_equal(w->cx->fault.fields->key, key);
    fault_clear(w->cx);
}

/* --- periods */

static void words_of_periods_are_days_of_the_site(void **state)
{
    struct engine_world *w = *state;

    holds(stats(w, "{'metrics':['visits'],'date_range':'today'}"),
          "'from':'2025-11-23','to':'2025-11-23'");
    holds(stats(w, "{'metrics':['visits'],'date_range':'yesterday'}"),
          "'from':'2025-11-22','to':'2025-11-22'");
    holds(stats(w, "{'metrics':['visits'],'date_range':'7d'}"),
          "'from':'2025-11-17','to':'2025-11-23'");
    holds(stats(w, "{'metrics':['visits']}"), "'from':'2025-10-25','to':'2025-11-23'");
    holds(stats(w, "{'metrics':['visits'],'date_range':'12mo'}"),
          "'from':'2024-12-01','to':'2025-11-23'");
    holds(stats(w, "{'metrics':['visits'],'date_range':'last_month'}"),
          "'from':'2025-10-01','to':'2025-10-31'");
    holds(stats(w, "{'metrics':['visits'],'date_range':'last_year'}"),
          "'from':'2024-01-01','to':'2024-12-31'");
    a_visit(w, 1, now_ms - DAYS_MS(400), "google", home, NULL);
    holds(stats(w, "{'metrics':['visits'],'date_range':'all'}"),
          "'metrics':[1]}],'meta':{'from':'2024-10-01'");
}

static void a_day_begins_at_the_sites_midnight(void **state)
{
    struct engine_world *w = *state;

    /* 23:30 of the 21st there, which is the 22nd in UTC. */
    a_visit(w, 1, INT64_C(1763778600000), "google", home, NULL);
    holds(stats(w, "{'metrics':['visits'],'date_range':['2025-11-21','2025-11-21'],"
                   "'dimensions':['time:day']}"),
          "{'dimensions':['2025-11-21'],'metrics':[1]}");
    holds(stats(w, "{'metrics':['visits'],'date_range':['2025-11-22','2025-11-22']}"),
          "'metrics':[0]");
}

static void an_axis_has_every_mark(void **state)
{
    struct engine_world *w = *state;
    const char *a = stats(w, "{'metrics':['visits'],'date_range':['2025-10-30','2025-11-02'],"
                             "'dimensions':['time:day'],'include':{'time_labels':true}}");

    holds(a, "'interval':'day','time_labels':['2025-10-30','2025-10-31','2025-11-01',"
             "'2025-11-02']");
    holds(stats(w, "{'metrics':['visits'],'date_range':'12mo','dimensions':['time:month'],"
                   "'include':{'time_labels':true}}"),
          "'time_labels':['2024-12-01','2025-01-01',");
}

/* --- comparison */

static void half_a_day_is_compared_with_half_a_day(void **state)
{
    struct engine_world *w = *state;

    a_visit(w, 1, now_ms - HOURS_MS(1), "google", home, NULL);
    a_visit(w, 2, now_ms - HOURS_MS(25), "google", home, NULL);
    a_visit(w, 3, now_ms - HOURS_MS(22), "google", home, NULL); /* yesterday, later than now */
    holds(stats(w, "{'metrics':['visits'],'date_range':'today',"
                   "'include':{'comparisons':{'mode':'previous_period'}}}"),
          "'metrics':[1],'comparison':{'metrics':[1],'change':[0.0]}");
}

static void compared_with(struct engine_world *w, const char *range, const char *from,
                          const char *to)
{
    holds(stats(w, arena_print(w->cx->arena,
                               "{'metrics':['visits'],'date_range':'%s',"
                               "'include':{'comparisons':{'mode':'previous_period'}}}",
                               range)),
          arena_print(w->cx->arena, "'comparison':{'from':'%s','to':'%s'", from, to));
}

static void months_and_years_are_compared_with_months_and_years(void **state)
{
    struct engine_world *w = *state;

    compared_with(w, "7d", "2025-11-10", "2025-11-16");
    compared_with(w, "month", "2025-10-01", "2025-10-23");
    compared_with(w, "last_month", "2025-09-01", "2025-09-30");
    compared_with(w, "3mo", "2025-06-01", "2025-08-23");
    compared_with(w, "24mo", "2021-12-01", "2023-11-23");
    compared_with(w, "year", "2024-01-01", "2024-11-23");
    compared_with(w, "last_year", "2023-01-01", "2023-12-31");
    w->clock.now_ms = INT64_C(1743433200000); /* 2025-03-31 12:00 */
    compared_with(w, "month", "2025-02-01", "2025-02-28");
}

/* A day more or less in between moves no time of day. */
static void half_a_day_is_half_a_day_in_a_leap_year_too(void **state)
{
    struct engine_world *w = *state;

    w->clock.now_ms = INT64_C(1710082800000); /* 2024-03-10 12:00 */
    a_visit(w, 1, INT64_C(1678460400000) - HOURS_MS(1), "google", home, NULL); /* 2023-03-10 */
    a_visit(w, 2, INT64_C(1678460400000) + HOURS_MS(1), "google", home, NULL);
    holds(stats(w, "{'metrics':['visits'],'date_range':'year',"
                   "'include':{'comparisons':{'mode':'year_over_year'}}}"),
          "'comparison':{'metrics':[1]");
}

static void groups_are_compared_by_their_names(void **state)
{
    struct engine_world *w = *state;
    const char *a;

    a_visit(w, 1, now_ms - DAYS_MS(1), "google", home, NULL);
    a_visit(w, 2, now_ms - DAYS_MS(2), "google", home, NULL);
    a_visit(w, 3, now_ms - DAYS_MS(2), "news", home, NULL);
    a_visit(w, 4, now_ms - DAYS_MS(8), "google", home, NULL);
    a_visit(w, 5, now_ms - DAYS_MS(8), "old", home, NULL);
    a = stats(w, "{'metrics':['visits'],'date_range':'7d','dimensions':['visit:source'],"
                 "'include':{'comparisons':{'mode':'previous_period'}}}");
    holds(a, "{'dimensions':['google'],'metrics':[2],'comparison':{'metrics':[1],'change':[1.0]}}");
    holds(a, "{'dimensions':['news'],'metrics':[1],'comparison':null}");
    assert_null(strstr(a, "old"));
}

static void days_are_laid_over_days_of_the_year_before(void **state)
{
    struct engine_world *w = *state;
    const char *a;

    a_visit(w, 1, now_ms - DAYS_MS(365) - HOURS_MS(1), "google", home, NULL);
    a = stats(w, "{'metrics':['visits'],'date_range':'7d','dimensions':['time'],"
                 "'include':{'time_labels':true,'comparisons':{'mode':'year_over_year'}}}");
    holds(a, "'comparison_results':[{'dimensions':['2024-11-23'],'metrics':[1]}]");
    holds(a, "'comparison':{'from':'2024-11-17','to':'2024-11-23','time_labels':['2024-11-17',");
}

/* --- figures */

static void conversion_of_few_is_not_told(void **state)
{
    struct engine_world *w = *state;

    for (int64_t i = 0; i < 19; i++)
        a_visit(w, 100 + i, now_ms - HOURS_MS(2), "google", home, i == 0 ? "form" : NULL);
    holds(stats(w, "{'metrics':['conversion_rate'],'date_range':'today',"
                   "'goal':['is','event',['form']]}"),
          "'metrics':[null],'have':{'conversion_rate':19}");
    a_visit(w, 200, now_ms - HOURS_MS(2), "google", home, NULL);
    holds(stats(w, "{'metrics':['conversion_rate','event_visitors'],'date_range':'today',"
                   "'goal':['is','event:name',['form']]}"),
          "'metrics':[0.05,1]");
}

static void many_questions_share_what_is_said_once(void **state)
{
    struct engine_world *w = *state;

    a_visit(w, 1, now_ms - HOURS_MS(2), "google", prices, NULL);
    a_visit(w, 2, now_ms - HOURS_MS(2), "news", home, NULL);
    holds(stats(w, "{'date_range':'today','filters':[['is','source',['google']]],'queries':["
                   "{'metrics':['views']},{'metrics':['visits'],'dimensions':['page'],"
                   "'filters':[['contains','page',['PREÇO']]]}]}"),
          "'answers':[{'results':[{'dimensions':[],'metrics':[2]}]");
}

static void mistakes_are_named_where_they_are(void **state)
{
    struct engine_world *w = *state;

    refused(w, "{'metrics':['visits','clicks']}", "metrics.1", "stats.metric_none");
    refused(w, "{'metrics':['visits'],'date_range':'30x'}", "date_range", "stats.range");
    refused(w, "{'metrics':['visits'],'dimensions':['colour']}", "dimensions.0", "stats.dimension");
    refused(w, "{'metrics':['visits'],'filters':[['is','source',[]]]}", "filters.0",
            "stats.values");
    refused(w, "{'metrics':['visits'],'filters':[['like','source',['a']]]}", "filters.0",
            "stats.filter_shape");
    refused(w, "{'metrics':['conversion_rate']}", "goal", "stats.goal");
    refused(w, "{'metrics':['visits'],'filters':[['is','time:day',['a']]]}", "filters",
            "stats.filter");
    refused(w, "{'metrics':['visits'],'filters':[['has_done',['is','source',['a']]]]}", "filters",
            "stats.filter");
    refused(w, "{'metrics':['visits'],'order_by':[['views_of','desc']]}", "order_by.0",
            "stats.order");
    refused(w,
            "{'queries':[{'metrics':['visits']},{'metrics':['visits'],"
            "'pagination':{'limit':0}}]}",
            "queries.1.pagination", "stats.limit");
    refused(w, "{'queries':[]}", "queries", "stats.queries");
}

/* --- the rest */

/* The nth allocation fails, for every n until all is well: an answer or a refusal, never half of one. */
static void a_full_arena_is_an_ordinary_failure(void **state)
{
    struct engine_world *w = *state;
    static const char question[] =
        "{'date_range':'7d','filters':[['not',['is','source',['old']]]],'queries':[{'metrics':"
        "['visits','conversion_rate'],'goal':['is','event',['form']],'dimensions':['source'],"
        "'include':{'comparisons':{'mode':'previous_period'},'total_rows':true}},{'metrics':"
        "['engaged'],'dimensions':['time'],'include':{'time_labels':true}}]}";
    enum err e = ERR_LIMIT;

    a_visit(w, 1, now_ms - DAYS_MS(1), "google", prices, "form");
    for (size_t n = 1; e; n += n < 200 ? 1 : 37) {
        struct asked q = {.fn = statistics_json, .text = arena_dup(w->cx->arena, question)};
        struct arena_mark mark = arena_mark(w->cx->arena);
        struct statistics_site site = {.currency = "BRL", .facts = w->more, .now_ms = now_ms};
        const struct json *in = NULL;
        for (char *c = q.text; *c; c++)
            *c = *c == '\'' ? '"' : *c;
        assert_int_equal(json_parse(w->cx, q.text, strlen(q.text), &in), OK);
        q.out = buf_in(w->cx->arena);
        arena_fail_at(w->cx->arena, n);
        e = q.fn(w->cx, &site, in, &q.out);
        if (!e && !buf_ok(&q.out))
            e = ERR_LIMIT;
        assert_true(e == OK || e == ERR_LIMIT);
        arena_fail_at(w->cx->arena, 0);
        fault_clear(w->cx);
        arena_reset(w->cx->arena, mark);
    }
}

static void a_funnel_tells_shares_of_enough(void **state)
{
    struct engine_world *w = *state;
    const char *a;

    for (int64_t i = 0; i < 20; i++)
        a_visit(w, 100 + i, now_ms - HOURS_MS(2), "google", i < 5 ? prices : home,
                i == 0 ? "form" : NULL);
    a = answer_of(w, statistics_funnel_json,
                  "{'date_range':'today','steps':[{'page':'/'},{'page':'/pre*','label':"
                  "'Preços'},{'event':'form'}]}");
    holds(a, "{'label':'/','count':20,'of_first':1.0,'of_before':1.0},"
             "{'label':'Preços','count':5,'of_first':0.25,'of_before':0.25},"
             "{'label':'form','count':1,'of_first':0.05,'of_before':0.2}");
}

static void now_is_the_last_minutes(void **state)
{
    struct engine_world *w = *state;
    const char *a;

    a_visit(w, 1, now_ms - MINUTES_MS(2), "google", home, NULL);
    a_visit(w, 2, now_ms - MINUTES_MS(20), "news", prices, NULL);
    a_visit(w, 3, now_ms - MINUTES_MS(40), "news", home, NULL);
    a = answer_of(w, statistics_now_json, "{}");
    holds(a, "{'visitors':1,'visitors_30':2,'views_30':3,");
    holds(a, "'pages':[{'name':'/','visitors':2},{'name':'/precos','visitors':1}]");
}

static void other_currencies_stand_beside_the_value(void **state)
{
    struct engine_world *w = *state;
    const char *a;

    a_visit(w, 1, now_ms - HOURS_MS(1), "google", prices, NULL);
    a = stats(w, "{'metrics':['visits'],'date_range':'today'}");
    assert_null(strstr(a, "currenc"));
    a = stats(w, "{'metrics':['value'],'date_range':'today'}");
    holds(a, "'currency':'BRL','other_currencies':[]");
    a_sale(w, 1, now_ms - MINUTES_MS(58), "USD", 120000);
    a = stats(w, "{'metrics':['value'],'date_range':'today'}");
    holds(a, "'metrics':[0]");
    holds(a, "'other_currencies':[{'currency':'USD','value':120000,'events':1}]");
    assert_string_equal(answer_of(w, statistics_csv,
                                  "{'metrics':['visits','value'],'date_range':'today',"
                                  "'dimensions':['source']}"),
                        "source,visits,value,currency\r\n,1,0.00,BRL\r\ngoogle,1,0.00,BRL\r\n"
                        "(all),,1200.00,USD\r\n");
}

static void rows_leave_as_a_file(void **state)
{
    struct engine_world *w = *state;

    a_visit(w, 1, now_ms - HOURS_MS(1), "=cmd", prices, NULL);
    assert_string_equal(answer_of(w, statistics_csv,
                                  "{'metrics':['visits','bounce_rate'],'date_range':'today',"
                                  "'dimensions':['source','time:day']}"),
                        "source,time:day,visits,bounce_rate\r\n'=cmd,2025-11-23,1,0\r\n");
}

/* As it was saved when steps had a goal. */
static void a_funnel_of_before_opens_and_names_what_is_no_more(void **state)
{
    struct engine_world *w = *state;
    const struct funnel *kept = world_record(
        w, &funnel_model, "{'name':'Contato','steps':[{'page':'/'},{'event':'form'}]}");
    struct statistics_site site;
    const struct json *in = NULL;
    struct db *db = NULL;
    void *read = NULL;
    struct buf out;
    char *text;

    a_visit(w, 1, now_ms - HOURS_MS(2), "google", prices, "form");
    assert_int_equal(engine_sql(w->cx, w->pool,
                                "update funnels set steps = '[{\"page\":\"/\",\"goal\":\"3\"},"
                                "{\"goal\":\"4\",\"host\":\"x\"},{\"event\":\"form\"}]'"),
                     OK);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(statistics_site_read(w->cx, db, w->more, &site), OK);
    assert_int_equal(model_get(w->cx, db, &funnel_model, kept->record.id, &read), OK);
    db_return(db);
    assert_int_equal(json_parse(w->cx, "{\"date_range\":\"today\"}", 22, &in), OK);
    assert_int_equal(funnel_question(w->cx, read, in, &in), OK);
    out = buf_in(w->cx->arena);
    assert_int_equal(statistics_kept_funnel_json(w->cx, &site, in, &out), OK);
    text = out.bytes;
    for (char *p = text; *p; p++)
        *p = *p == '"' ? '\'' : *p;
    holds(text, "'steps':[{'label':'/','count':1,'of_first':null,'of_before':null,"
                "'unknown':['goal'],'left_out':false},"
                "{'label':'','count':null,'of_first':null,'of_before':null,"
                "'unknown':['goal','host'],'left_out':true},"
                "{'label':'form','count':1,'of_first':null,'of_before':null}]");
    text = arena_dup(w->cx->arena, "{'date_range':'today','steps':[{'page':'/'},{'goal':'4'}]}");
    holds(answer_of(w, statistics_kept_funnel_json, text),
          "'steps':[{'label':'/','count':null,'of_first':null,'of_before':null},{'label':'',"
          "'count':null");
    assert_int_equal(try_ask(w, &(struct asked){.fn = statistics_funnel_json, .text = text}),
                     ERR_INVALID);
    fault_clear(w->cx);
}

static void a_funnel_is_kept_when_its_steps_are_right(void **state)
{
    struct engine_world *w = *state;
    void *record = NULL;

    assert_int_equal(
        world_try_add(w, &funnel_model, "{'name':'Contato','steps':[{'page':'/'}]}", &record),
        ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "stats.steps");
    fault_clear(w->cx);
    assert_int_equal(world_try_add(w, &funnel_model,
                                   "{'name':'Contato','steps':[{'page':'/'},{'event':'form',"
                                   "'host':'acme.example'}]}",
                                   &record),
                     ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "field.unknown");
    assert_string_equal(w->cx->fault.fields->field, "steps.1.host");
    fault_clear(w->cx);
    (void)world_record(w, &funnel_model,
                       "{'name':'Contato','steps':[{'page':'/'},{'event':'form'}]}");
}

static void the_table_of_funnels_matches_its_model(void **state)
{
    struct engine_world *w = *state;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    model_matches_schema(w->cx, db, &funnel_model);
    db_return(db);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_periods_are_days_of_the_site),
        cmocka_unit_test(a_day_begins_at_the_sites_midnight),
        cmocka_unit_test(an_axis_has_every_mark),
        cmocka_unit_test(half_a_day_is_compared_with_half_a_day),
        cmocka_unit_test(months_and_years_are_compared_with_months_and_years),
        cmocka_unit_test(half_a_day_is_half_a_day_in_a_leap_year_too),
        cmocka_unit_test(groups_are_compared_by_their_names),
        cmocka_unit_test(days_are_laid_over_days_of_the_year_before),
        cmocka_unit_test(conversion_of_few_is_not_told),
        cmocka_unit_test(many_questions_share_what_is_said_once),
        cmocka_unit_test(mistakes_are_named_where_they_are),
        cmocka_unit_test(a_full_arena_is_an_ordinary_failure),
        cmocka_unit_test(a_funnel_tells_shares_of_enough),
        cmocka_unit_test(now_is_the_last_minutes),
        cmocka_unit_test(other_currencies_stand_beside_the_value),
        cmocka_unit_test(rows_leave_as_a_file),
        cmocka_unit_test(a_funnel_of_before_opens_and_names_what_is_no_more),
        cmocka_unit_test(a_funnel_is_kept_when_its_steps_are_right),
        cmocka_unit_test(the_table_of_funnels_matches_its_model),
    };

    return engines_run("statistics", tests, COUNT_OF(tests), prepare);
}
