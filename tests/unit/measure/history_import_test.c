/* history_import_test.c -- files of the past: read, counted, each row once, and taken back whole. */
#include "unit/world.h"

#include "measure/awareness.h"
#include "measure/history_import.h"
#include "measure/history_priv.h"
#include "measure/period.h"
#include "measure/statistics.h"
#include "people/account.h"
#include "people/contact.h"
#include "strategy/audience.h"
#include "strategy/plan.h"

#include <stdio.h>

/* 2025-11-23 15:00 in São Paulo. */
static const int64_t now_ms = INT64_C(1763920800000);

#define FIREFOX "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"

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

/* --- lines of a log */

static const char *read_line(const char *text, struct log_line *ret)
{
    static char line[1000];

    (void)snprintf(line, sizeof(line), "%s", text);
    return log_line_read(line, strlen(line), ret);
}

static void a_line_is_read_in_its_pieces(void **state)
{
    struct log_line l;

    (void)state;
    assert_null(read_line("203.0.113.9 - ana [10/Oct/2025:13:55:36 -0330] \"GET /a?b=1 HTTP/1.1\" "
                          "200 2326 \"https://x.example/\" \"Mozilla \\\"5\\\" \\x41\\x0a\"",
                          &l));
    assert_string_equal(l.address, "203.0.113.9");
    assert_string_equal(l.method, "GET");
    assert_string_equal(l.target, "/a?b=1");
    assert_string_equal(l.referrer, "https://x.example/");
    assert_string_equal(l.agent, "Mozilla \"5\" A ");
    assert_int_equal(l.status, 200);
    assert_int_equal(l.at_ms, INT64_C(1760117136000)); /* 17:25:36 UTC */
    assert_null(read_line("acme.example:443 203.0.113.9 - - [10/Oct/2025:13:55:36 +0000] \"GET / "
                          "HTTP/2.0\" 304 - \"-\" \"-\"",
                          &l));
    assert_string_equal(l.host, "acme.example");
    assert_string_equal(l.address, "203.0.113.9");
    assert_string_equal(l.agent, "-");
}

static void what_is_no_line_is_refused_with_why(void **state)
{
    static const char *const lines[][2] = {
        {"", "history.why_shape"},
        {"GET / HTTP/1.1", "history.why_shape"},
        {"1 - - [10/Oct/2025:13:55:36 -0300] GET", "history.why_shape"},
        {"1 - - [10/Foo/2025:13:55:36 -0300] \"GET / HTTP/1.1\" 200 1 \"-\" \"x\"",
         "history.why_time"},
        {"1 - - [99/Oct/2025:13:55:36 -0300] \"GET / HTTP/1.1\" 200 1 \"-\" \"x\"",
         "history.why_time"},
        {"1 - - [31/Feb/2025:13:55:36 -0300] \"GET / HTTP/1.1\" 200 1 \"-\" \"x\"",
         "history.why_time"},
        {"1 - - [29/Feb/2025:13:55:36 -0300] \"GET / HTTP/1.1\" 200 1 \"-\" \"x\"",
         "history.why_time"},
        {"1 - - [] \"GET / HTTP/1.1\" 200 1 \"-\" \"x\"", "history.why_time"},
        {"1 - - [10/Oct/2025:13:55:36 -0300] \"\\x16\\x03\\x01\" 400 1 \"-\" \"-\"",
         "history.why_request"},
        {"1 - - [10/Oct/2025:13:55:36 -0300] \"GET / HTTP/1.1", "history.why_request"},
        {"1 - - [10/Oct/2025:13:55:36 -0300] \"GET / SMTP\" 200 1 \"-\" \"-\"",
         "history.why_request"},
        {"1 - - [10/Oct/2025:13:55:36 -0300] \"GET / HTTP/1.1\" 2000 1 \"-\" \"-\"",
         "history.why_status"},
        {"1 - - [10/Oct/2025:13:55:36 -0300] \"GET / HTTP/1.1\" 20", "history.why_status"},
        {"1 - - [10/Oct/2025:13:55:36 -0300] \"GET / HTTP/1.1\" 200 1", "history.why_agent"},
        {"1 - - [10/Oct/2025:13:55:36 -0300] \"GET / HTTP/1.1\" 200 1 \"-\" \"x\\",
         "history.why_agent"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(lines); i++) {
        struct log_line l;
        const char *why = read_line(lines[i][0], &l);
        if (!why || strcmp(why, lines[i][1]) != 0)
            fail_msg("%s: %s", lines[i][0], why ? why : "was read");
    }
}

/* --- files */

static const char *a_file(struct engine_world *w, const char *name, const char *text, size_t n)
{
    const char *path = arena_print(w->cx->arena, "%s/%s", w->dir, name);
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
    return path;
}

static enum err add_in(struct ctx *cx, struct db *db, void *arg)
{
    struct history_import *im = arg;
    const struct json *options = NULL;
    enum err e = json_parse(cx, im->options, strlen(im->options), &options);

    return e ? e : history_add(cx, db, options, im);
}

/* options written with ' for ". */
static struct history_import an_import(struct engine_world *w, const char *path, const char *format,
                                       const char *options)
{
    struct history_import im = {.name = "file"};
    char *text = arena_dup(w->cx->arena, options);

    for (char *p = text; *p; p++)
        *p = *p == '\'' ? '"' : *p;
    assert_int_equal(history_probe(w->cx, path, format, &im), OK);
    im.options = text;
    assert_int_equal(db_write(w->cx, w->pool, add_in, &im), OK);
    return im;
}

static struct history_work work_of(struct engine_world *w, const char *path)
{
    return (struct history_work){.pool = w->pool, .store = w->more, .path = path};
}

static struct history_import as_it_is(struct engine_world *w, int64_t id)
{
    struct history_import im;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(history_get(w->cx, db, id, &im), OK);
    db_return(db);
    return im;
}

static struct history_import ran(struct engine_world *w, const char *path, const char *format,
                                 const char *options)
{
    struct history_import im = an_import(w, path, format, options);
    struct history_work work = work_of(w, path);

    if (history_run(w->cx, &work, im.id) != OK)
        fail_msg("%s %s", w->cx->fault.key, w->cx->fault.detail ? w->cx->fault.detail : "");
    return as_it_is(w, im.id);
}

static void all_rows_are_accounted_for(const struct history_import *im)
{
    assert_int_equal(im->rows, im->taken + im->refused + im->covered + im->outside + im->assets +
                                   im->failures + im->others);
}

/* A log of so many lines over some days: views, assets, errors, robots, rubbish. */
static const char *a_log(struct engine_world *w, const char *name, int lines, int from_day)
{
    struct buf out = buf_in(w->cx->arena);

    for (int i = 0; i < lines; i++) {
        const char *agent = i % 11 == 0 ? "Googlebot/2.1" : FIREFOX;
        const char *target = i % 7 == 0 ? "/logo.png" : i % 5 == 0 ? "/precos" : "/";
        if (i % 13 == 5)
            buf_add_text(&out, "\x16\x03 rubbish\n");
        else
            buf_print(
                &out,
                "203.0.113.%d - - [%02d/Oct/2025:%02d:%02d:00 -0300] \"%s %s HTTP/1.1\" %d 10 "
                "\"%s\" \"%s\"\n",
                i % 40, from_day + i * 3 / lines, i / 60 % 24, i % 60, i % 17 == 3 ? "POST" : "GET",
                target, i % 9 == 4 ? 404 : 200, i % 3 ? "-" : "https://www.google.com/", agent);
    }
    return a_file(w, name, out.bytes, out.len);
}

static int64_t figure_of(struct engine_world *w, enum stats_metric metric)
{
    struct stats_question q = stats_question_of(w->cx->site, 1, now_ms);
    struct stats_answer a = {0};

    q.with_days = true;
    q.robots = STATS_EVERYONE;
    q.metrics[q.metric_count++] = metric;
    assert_int_equal(store_stats(w->cx, w->more, &q, &a), OK);
    return a.rows[0].sums[stats_metrics[metric].of];
}

static void a_log_becomes_visits_with_robots_marked(void **state)
{
    struct engine_world *w = *state;
    struct history_import im = ran(w, a_log(w, "log", 600, 10), "log", "{'host':'acme.example'}");

    all_rows_are_accounted_for(&im);
    assert_string_equal(im.state, "done");
    assert_int_equal(im.rows, 600);
    assert_true(im.assets > 0 && im.failures > 0 && im.others > 0 && im.refused > 0);
    assert_true(im.robots > 0 && im.robots < im.visits);
    assert_int_equal(im.views, im.taken);
    assert_int_equal(figure_of(w, STATS_VIEWS), im.taken);
    assert_null(im.salt); /* nobody can tell any more whose numbers these were */
    assert_int_equal(world_number(w, "select count(*) from history_refusals"), im.refused);
}

static void an_undone_import_leaves_nothing_and_may_come_again(void **state)
{
    struct engine_world *w = *state;
    const char *path = a_log(w, "log", 300, 10);
    struct history_import im = ran(w, path, "log", "{}"), second;
    struct history_work work = work_of(w, path);
    int64_t visits = figure_of(w, STATS_VISITS);

    second = an_import(w, path, "log", "{}");
    assert_int_equal(history_run(w->cx, &work, second.id), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "history.same_file");
    fault_clear(w->cx);
    assert_int_equal(history_undo(w->cx, &work, im.id), OK);
    assert_int_equal(figure_of(w, STATS_VIEWS), 0);
    assert_int_equal(world_number(w, "select count(*) from history_refusals"), 0);
    assert_int_equal(history_run(w->cx, &work, second.id), OK);
    assert_int_equal(figure_of(w, STATS_VISITS), visits);
}

struct killing {
    int64_t left;
};

static enum err dies(struct ctx *cx, void *self, const struct history_import *now)
{
    struct killing *k = self;

    (void)now;
    return k->left-- > 0 ? OK : fail(cx, ERR_BUSY, "work.stopping", NULL);
}

/* Stopped at any of its steps and begun again, an import ends as one that nobody stopped. */
static void a_stopped_import_goes_on_and_has_each_row_once(void **state)
{
    struct engine_world *w = *state;
    const char *path = a_log(w, "log", 30000, 1);
    struct killing k = {0};
    struct history_work work = work_of(w, path);
    struct history_import whole = ran(w, path, "log", "{}"), im;
    int64_t visits = figure_of(w, STATS_VISITS), visitors = figure_of(w, STATS_VISITORS);
    int lives = 0;
    enum err e;

    assert_int_equal(history_undo(w->cx, &work, whole.id), OK);
    work.tick = dies;
    work.self = &k;
    do {
        struct arena_mark mark = arena_mark(w->cx->arena);
        k.left = 17 + lives;
        e = history_run(w->cx, &work, whole.id);
        assert_true(e == OK || e == ERR_BUSY);
        fault_clear(w->cx);
        arena_reset(w->cx->arena, mark);
        lives++;
    } while (e && lives < 100);
    assert_true(lives > 2);
    im = as_it_is(w, whole.id);
    assert_string_equal(im.state, "done");
    all_rows_are_accounted_for(&im);
    assert_int_equal(im.taken, whole.taken);
    assert_int_equal(im.views, whole.views);
    assert_int_equal(figure_of(w, STATS_VIEWS), whole.views);
    assert_int_equal(figure_of(w, STATS_VISITS), visits);
    assert_int_equal(figure_of(w, STATS_VISITORS), visitors);
}

static void a_trial_counts_and_changes_nothing(void **state)
{
    struct engine_world *w = *state;
    const char *path = a_log(w, "log", 200, 10);
    struct history_import im = an_import(w, path, "", "{}");
    struct history_work work = work_of(w, path);

    assert_string_equal(im.format, "log"); /* it was told by its first line */
    assert_int_equal(history_simulate(w->cx, &work, im.id), OK);
    im = as_it_is(w, im.id);
    all_rows_are_accounted_for(&im);
    assert_string_equal(im.state, "simulated");
    assert_true(im.taken > 0);
    assert_int_equal(figure_of(w, STATS_VIEWS), 0);
}

static void measure_a_visit(struct engine_world *w, int64_t at_ms)
{
    struct fact f = fact_nothing();
    struct visit v;
    struct store_batch b = {
        .follower = "test", .to = 1, .facts = &f, .count = 1, .visits = &v, .visit_count = 1};

    f.id = f.key_lo = id_next(w->cx);
    f.site = w->cx->site;
    f.at_ms = f.received_ms = at_ms;
    f.visitor = 3;
    f.kind = "view";
    f.path = "/";
    v = visit_new(&f);
    visit_add(&v, &f);
    f.visit = v.id;
    assert_int_equal(store_append(w->cx, w->more, &b), OK);
}

static void what_is_measured_here_is_not_taken_again(void **state)
{
    struct engine_world *w = *state;
    const char *path = a_log(w, "log", 300, 10);
    struct history_import im;

    measure_a_visit(w, INT64_C(1760151600000)); /* 2025-10-11 00:00 in São Paulo */
    im = ran(w, path, "log", "{}");
    all_rows_are_accounted_for(&im);
    assert_true(im.covered > 0 && im.taken > 0);
    assert_int_equal(im.last_day, day_number("2025-10-10"));
    assert_int_equal(figure_of(w, STATS_VIEWS), im.taken + 1);
}

static void days_of_another_import_are_left_out_unless_wanted(void **state)
{
    struct engine_world *w = *state;
    struct history_import one = ran(w, a_log(w, "one", 300, 10), "log", "{}"), two, three;

    two = ran(w, a_log(w, "two", 301, 10), "log", "{}");
    assert_int_equal(two.taken, 0);
    assert_true(two.outside > 0);
    three = ran(w, a_log(w, "three", 302, 10), "log", "{'overlap':true}");
    assert_true(three.taken > 0);
    assert_int_equal(figure_of(w, STATS_VIEWS), one.taken + three.taken);
}

/* --- totals */

static const char plausible[] =
    "\"date\",\"source\",\"referrer\",\"utm_source\",\"utm_medium\",\"utm_campaign\",\"utm_"
    "content\","
    "\"utm_term\",\"pageviews\",\"visitors\",\"visits\",\"visit_duration\",\"bounces\"\n"
    "\"2024-02-09\",\"Google\",\"google.com\",\"\",\"\",\"\",\"\",\"\",40,20,22,600,9\n"
    "\"2024-02-09\",\"Direct / None\",\"\",\"\",\"\",\"\",\"\",\"\",10,8,8,60,7\n"
    "\"2024-02-10\",\"\",\"\",\"news\",\"email\",\"maio\",\"\",\"\",5,3,3,30,1\n"
    "\"2024-02-10\",\"Twitter\",\"t.co\",\"\",\"\",\"\",\"\",\"\",x,3,3,30,1\n";

static const char *answer_of(struct engine_world *w, const char *question)
{
    char *text = arena_dup(w->cx->arena, question);
    struct buf out = buf_in(w->cx->arena);
    struct statistics_site site;
    const struct json *in = NULL;
    struct db *db = NULL;

    for (char *p = text; *p; p++)
        *p = *p == '\'' ? '"' : *p;
    assert_int_equal(json_parse(w->cx, text, strlen(text), &in), OK);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(statistics_site_read(w->cx, db, w->more, &site), OK);
    db_return(db);
    assert_int_equal(statistics_json(w->cx, &site, in, &out), OK);
    for (char *p = out.bytes; *p; p++)
        *p = *p == '"' ? '\'' : *p;
    return out.bytes;
}

static void holds(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("%s\nis not in %s", part, text);
}

static void totals_stand_in_answers_that_their_report_can_give(void **state)
{
    struct engine_world *w = *state;
    const char *path = a_file(w, "sources.csv", plausible, sizeof(plausible) - 1), *text;
    struct history_import im = ran(w, path, "", "{}");

    assert_string_equal(im.format, "plausible");
    all_rows_are_accounted_for(&im);
    assert_int_equal(im.taken, 3);
    assert_int_equal(im.refused, 1);
    text = answer_of(w, "{'metrics':['visits'],'dimensions':['channel','source'],'date_range':["
                        "'2024-02-01','2024-02-29']}");
    holds(text, "{'dimensions':['organic_search','google'],'metrics':[22]}");
    holds(text, "{'dimensions':['direct_traffic',''],'metrics':[8]}");
    holds(text, "{'dimensions':['email','news'],'metrics':[3]}");
    holds(text, "'imports':{'periods':[{'from':'2024-02-09','to':'2024-02-10'}],'included':true,"
                "'left_out':null}");
    text = answer_of(w, "{'metrics':['visits'],'dimensions':['source','country'],'date_range':["
                        "'2024-02-01','2024-02-29']}");
    holds(text, "'results':[]");
    holds(text, "'included':false,'left_out':'question'");
    text = answer_of(w, "{'metrics':['visits'],'date_range':['2024-02-01','2024-02-29']}");
    holds(text, "'left_out':'report'"); /* the file of the totals was not imported */
    text = answer_of(w, "{'metrics':['visits'],'dimensions':['source'],'date_range':['2024-02-01',"
                        "'2024-02-29'],'include':{'imports':false}}");
    holds(text, "'results':[]");
    holds(text, "'left_out':'asked'");
}

static void a_report_of_matomo_by_day_is_read_in_wide_letters(void **state)
{
    static const char text[] =
        "date,label,nb_uniq_visitors,nb_visits,nb_actions,bounce_count,sum_visit_length,metadata_"
        "code\n"
        "2024-01-05,Brasil,12,14,40,3,900,br\n2024-01-06,Portugal,2,2,4,1,90,pt\n"
        "2024-01-06,Marte,2,2,4,1,90,mars\n";
    struct engine_world *w = *state;
    struct buf wide = buf_in(w->cx->arena);
    struct history_import im;

    buf_add(&wide, "\xff\xfe", 2);
    for (const char *p = text; *p; p++)
        buf_add(&wide, (const char[]){*p, 0}, 2);
    im = ran(w, a_file(w, "UserCountry.getCountry.csv", wide.bytes, wide.len), "matomo",
             "{'report':'places'}");
    all_rows_are_accounted_for(&im);
    assert_int_equal(im.taken, 2);
    assert_int_equal(im.refused, 1);
    holds(answer_of(w, "{'metrics':['visits','views'],'dimensions':['country'],'date_range':["
                       "'2024-01-01','2024-01-31']}"),
          "{'dimensions':['BR'],'metrics':[14,40]}");
}

static void a_log_of_visits_becomes_visits_with_what_it_knows(void **state)
{
    static const char text[] =
        "idVisit,visitorId,visitIp,serverTimestamp,firstActionTimestamp,referrerType,referrerName,"
        "referrerUrl,deviceType,browserName,browserVersion,operatingSystemName,countryCode,"
        "actionDetails_0_type,actionDetails_0_url,actionDetails_0_timestamp,actionDetails_0_"
        "timeSpent,"
        "actionDetails_1_type,actionDetails_1_url,actionDetails_1_timestamp,actionDetails_1_"
        "eventAction\n"
        "1,abc,203.0.113.1,1704464000,1704463000,search,Google,https://www.google.com/,Smartphone,"
        "Chrome Mobile,120.0,Android,br,action,https://acme.example/,1704463000,60,event,"
        "https://acme.example/precos,1704463100,Pedir Demo\n"
        "2,abd,203.0.113.2,1704464000,1704463000,direct,,,Desktop,Firefox,121.0,Windows,br,,,,,,,,"
        "\n";
    struct engine_world *w = *state;
    struct history_import im =
        ran(w, a_file(w, "visits.csv", text, sizeof(text) - 1), "matomo", "{}");
    const char *answer;

    all_rows_are_accounted_for(&im);
    assert_int_equal(im.taken, 1);
    assert_int_equal(im.refused, 1);
    assert_int_equal(im.visits, 1);
    answer = answer_of(w, "{'metrics':['visits','views','events','engaged'],'dimensions':['source',"
                          "'device','browser'],'date_range':['2024-01-01','2024-01-31']}");
    holds(answer, "{'dimensions':['google','mobile','Chrome'],'metrics':[1,1,1,60.0]}");
    holds(answer_of(w, "{'metrics':['events'],'dimensions':['event'],'date_range':['2024-01-01',"
                       "'2024-01-31'],'filters':[['is','country',['BR']]]}"),
          "{'dimensions':['pedir_demo'],'metrics':[1]}");
}

static void what_is_none_of_the_formats_is_refused_whole(void **state)
{
    struct engine_world *w = *state;
    const char *path = a_file(w, "x.csv", "a;b\n1;2\n", 8);
    struct history_import im = {.name = "x"};
    struct history_work work = work_of(w, path);

    assert_int_equal(history_probe(w->cx, path, "", &im), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "history.format");
    fault_clear(w->cx);
    im = an_import(w, path, "plausible", "{}");
    assert_int_equal(history_run(w->cx, &work, im.id), ERR_INVALID);
    assert_string_equal(w->cx->fault.key, "history.nothing");
    fault_clear(w->cx);
    assert_string_equal(as_it_is(w, im.id).state, "failed");
}

static void what_takes_no_row_stands_in_nobodys_way(void **state)
{
    struct engine_world *w = *state;
    size_t head = strcspn(plausible, "\n") + 1;
    const char *path = a_file(w, "imported_sources_20240209_20240210.csv", plausible, head);
    struct history_import im = an_import(w, path, "plausible", "{}"), all;
    struct history_work work = work_of(w, path);

    assert_int_equal(history_run(w->cx, &work, im.id), ERR_INVALID);
    assert_string_equal(w->cx->fault.key, "history.no_rows");
    fault_clear(w->cx);
    assert_string_equal(as_it_is(w, im.id).state, "failed");
    im = an_import(w, path, "plausible", "{}");
    assert_int_equal(history_run(w->cx, &work, im.id), ERR_INVALID);
    assert_string_equal(w->cx->fault.key, "history.no_rows"); /* and not history.same_file */
    fault_clear(w->cx);
    (void)ran(w, a_log(w, "one", 300, 10), "log", "{}");
    path = a_log(w, "two", 301, 10);
    assert_int_equal(ran(w, path, "log", "{}").taken, 0);
    all = ran(w, path, "log", "{'overlap':true}");
    assert_true(all.taken > 0);
}

/* --- searches and awareness */

static enum err set_in(struct ctx *cx, struct db *db, void *arg)
{
    static const struct setting *const tables[] = {awareness_settings, NULL};
    const struct json *in = NULL;
    enum err e = json_parse(cx, arg, strlen(arg), &in);

    return e ? e : settings_change(cx, db, tables, cx->site, in);
}

static struct figure metric_of(struct engine_world *w, const char *key, const char *from,
                               const char *to)
{
    struct figure f = {0};
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(metric_value(w->cx, db, key, from, to, NULL, &f), OK);
    db_return(db);
    return f;
}

static void searches_with_a_word_of_the_brand_are_counted_and_weighted(void **state)
{
    static const char queries[] =
        "Principais consultas,Cliques,Impressões,CTR,Posição\n"
        "acme,50,100,\"50%\",\"1,5\"\nACME log preço,10,300,3.33%,2.5\nfrete barato,5,900,0.5%,9\n";
    struct engine_world *w = *state;
    struct history_import im;
    struct figure f;
    char terms[] = "{\"measure.brand_terms\":\"Acme, acme log\"}";
    const char *path = a_file(w, "Consultas.csv", queries, sizeof(queries) - 1);
    struct history_work work = work_of(w, path);

    im = an_import(w, path, "", "{}");
    assert_string_equal(im.format, "search");
    assert_int_equal(history_run(w->cx, &work, im.id), ERR_INVALID);
    assert_string_equal(w->cx->fault.key, "history.need_period");
    fault_clear(w->cx);
    im = ran(w, path, "search", "{'from':'2025-10-01','to':'2025-10-31'}");
    all_rows_are_accounted_for(&im);
    assert_int_equal(im.taken, 3);
    f = metric_of(w, "branded_search", "2025-10-01", "2025-10-31");
    assert_string_equal(f.reason, "metric.no_brand_terms");
    assert_int_equal(db_write(w->cx, w->pool, set_in, terms), OK);
    f = metric_of(w, "branded_search", "2025-10-01", "2025-10-31");
    assert_true(f.known);
    assert_int_equal(f.whole, 400);
    assert_int_equal(metric_of(w, "branded_clicks", "2025-01-01", "2025-12-31").whole, 60);
    f = metric_of(w, "branded_position", "2025-10-01", "2025-10-31");
    assert_true(f.value > 2.249 && f.value < 2.251); /* (100 × 1.5 + 300 × 2.5) ÷ 400 */
    f = metric_of(w, "branded_search", "2025-10-05", "2025-10-31");
    assert_string_equal(f.reason, "metric.search_cut");
    f = metric_of(w, "branded_search", "2025-09-01", "2025-09-30");
    assert_string_equal(f.reason, "metric.no_search");
    assert_int_equal(history_undo(w->cx, &work, im.id), OK);
    assert_int_equal(world_number(w, "select count(*) from search_terms"), 0);
}

static void searches_by_day_count_by_their_days(void **state)
{
    static const char rows[] = "date,query,clicks,impressions,ctr,position\n"
                               "2025-10-01,acme,1,60,0.1,1\n2025-10-02,acme,1,70,0.1,3\n"
                               "2025-10-02,acme,9,7,0.1,3\n";
    struct engine_world *w = *state;
    char terms[] = "{\"measure.brand_terms\":\"acme\"}";
    struct history_import im = ran(w, a_file(w, "api.csv", rows, sizeof(rows) - 1), "search", "{}");
    struct figure f;

    assert_int_equal(im.refused, 1); /* more clicks than impressions */
    assert_int_equal(db_write(w->cx, w->pool, set_in, terms), OK);
    f = metric_of(w, "branded_search", "2025-10-01", "2025-10-02");
    assert_int_equal(f.whole, 130);
    f = metric_of(w, "branded_search", "2025-10-02", "2025-10-02");
    assert_false(f.known);
    assert_int_equal(f.have, 70);
    assert_int_equal(f.need, SEARCHES_NEEDED);
}

static void direct_visits_of_those_who_return_are_counted_by_day(void **state)
{
    struct engine_world *w = *state;
    struct fact facts[120];
    struct visit visits[120];
    struct store_batch b = {.follower = "t",
                            .to = 1,
                            .facts = facts,
                            .count = 120,
                            .visits = visits,
                            .visit_count = 120};
    struct figure f;

    for (int i = 0; i < 120; i++) {
        facts[i] = fact_nothing();
        facts[i].id = facts[i].key_lo = id_next(w->cx);
        facts[i].site = w->cx->site;
        facts[i].at_ms = facts[i].received_ms = now_ms - DAYS_MS(3) + MINUTES_MS(i * 31);
        facts[i].visitor = 1 + i % 20;
        facts[i].kind = "view";
        facts[i].consent = CONSENT_STABLE;
        visits[i] = visit_new(&facts[i]);
        visit_add(&visits[i], &facts[i]);
        visits[i].channel = "direct_traffic";
        facts[i].visit = visits[i].id;
    }
    assert_int_equal(store_append(w->cx, w->more, &b), OK);
    f = metric_of(w, "direct_return", "2025-11-01", "2025-11-30");
    assert_int_equal(f.have, 0);
    assert_int_equal(direct_count(w->cx, w->pool, w->more), OK);
    assert_int_equal(direct_count(w->cx, w->pool, w->more), OK); /* again: the same */
    f = metric_of(w, "direct_return", "2025-11-01", "2025-11-30");
    assert_true(f.known);
    assert_int_equal(f.whole, 100); /* all but the first of each of twenty */
    assert_int_equal(f.have, 120);
}

static void companies_of_an_audience_are_seen_when_first_met(void **state)
{
    struct engine_world *w = *state;
    struct record *plan = world_record(w, &plan_model, "{'name':'2026'}");
    struct figure f = metric_of(w, "target_accounts_seen", "2025-11-01", "2025-11-30");

    assert_string_equal(f.reason, "metric.no_audience_industry");
    (void)world_record(
        w, &audience_model,
        arena_print(w->cx->arena, "{'plan':'%lld','name':'Transportadoras','industry':'Logística'}",
                    (long long)plan->id));
    for (int i = 0; i < 11; i++) {
        struct record *account =
            world_record(w, &account_model,
                         arena_print(w->cx->arena, "{'name':'Empresa %d','industry':'%s'}", i,
                                     i == 10 ? "Varejo" : "LOGISTICA"));
        (void)world_record(
            w, &contact_model,
            arena_print(w->cx->arena,
                        "{'email':'p%d@e%d.example','account':'%lld','first_contact_at':"
                        "'2025-11-0%dT12:00:00Z'}",
                        i, i, (long long)account->id, 1 + i % 9));
    }
    f = metric_of(w, "target_accounts_seen", "2025-11-01", "2025-11-30");
    assert_true(f.known);
    assert_int_equal(f.whole, 10);
    f = metric_of(w, "target_accounts_seen", "2025-11-05", "2025-11-30");
    assert_false(f.known);
    assert_int_equal(f.need, ACCOUNTS_NEEDED);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_read_in_its_pieces),
        cmocka_unit_test(what_is_no_line_is_refused_with_why),
        cmocka_unit_test(a_log_becomes_visits_with_robots_marked),
        cmocka_unit_test(an_undone_import_leaves_nothing_and_may_come_again),
        cmocka_unit_test(a_stopped_import_goes_on_and_has_each_row_once),
        cmocka_unit_test(a_trial_counts_and_changes_nothing),
        cmocka_unit_test(what_is_measured_here_is_not_taken_again),
        cmocka_unit_test(days_of_another_import_are_left_out_unless_wanted),
        cmocka_unit_test(totals_stand_in_answers_that_their_report_can_give),
        cmocka_unit_test(a_report_of_matomo_by_day_is_read_in_wide_letters),
        cmocka_unit_test(a_log_of_visits_becomes_visits_with_what_it_knows),
        cmocka_unit_test(what_takes_no_row_stands_in_nobodys_way),
        cmocka_unit_test(what_is_none_of_the_formats_is_refused_whole),
        cmocka_unit_test(searches_with_a_word_of_the_brand_are_counted_and_weighted),
        cmocka_unit_test(searches_by_day_count_by_their_days),
        cmocka_unit_test(direct_visits_of_those_who_return_are_counted_by_day),
        cmocka_unit_test(companies_of_an_audience_are_seen_when_first_met),
    };

    return engines_run("history_import", tests, COUNT_OF(tests), prepare);
}
