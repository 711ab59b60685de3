/* report_test.c -- reports are saved, opened by link and mailed: when they are due, once, to who wants them, and never for nothing. */
#include "unit/world.h"

#include "access/user.h"
#include "facts/store.h"
#include "measure/mail_choice.h"
#include "measure/report_schedule.h"
#include "measure/share_link.h"
#include "measure/weekly.h"
#include "net/mailer.h"
#include "unit/model/schema_check.h"

#include <inttypes.h>

#define HOME "https://praca.acme.example"
/* Monday 2025-11-24 07:00 in São Paulo. */
static const int64_t now_ms = INT64_C(1763978400000);

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

/* --- short verbs */

struct member {
    const char *email, *role, *locale;
    int64_t id;
};

static enum err member_in(struct ctx *cx, struct db *db, void *arg)
{
    struct member *m = arg;
    const struct user u = {.email = m->email, .name = "Ana", .locale = m->locale};
    enum err e = user_add(cx, db, &u, "x", &m->id);

    return e ? e : member_set(cx, db, cx->site, m->id, m->role);
}

static int64_t a_member(struct engine_world *w, const char *email, const char *role,
                        const char *locale)
{
    struct member m = {email, role, locale, 0};

    assert_int_equal(db_write(w->cx, w->pool, member_in, &m), OK);
    return m.id;
}

static void views(struct engine_world *w, int64_t at, int n)
{
    struct fact facts[100];
    struct visit visits[100];
    struct store_batch b = {.follower = "test", .facts = facts, .visits = visits};
    int64_t from = 0;

    assert_true(n <= (int)COUNT_OF(facts));
    for (int i = 0; i < n; i++) {
        facts[i] = fact_nothing();
        facts[i].id = facts[i].key_lo = id_next(w->cx);
        facts[i].site = w->cx->site;
        facts[i].at_ms = facts[i].received_ms = at + i;
        facts[i].visitor = id_next(w->cx);
        facts[i].kind = "view";
        facts[i].path = "/precos";
        visits[i] = visit_new(&facts[i]);
        visit_add(&visits[i], &facts[i]);
        facts[i].visit = visits[i].id;
    }
    b.count = b.visit_count = (size_t)n;
    assert_int_equal(store_position(w->cx, w->more, "test", &from), OK);
    b.from = from;
    b.to = from + 1;
    assert_int_equal(store_append(w->cx, w->more, &b), OK);
}

static int64_t a_report(struct engine_world *w)
{
    struct report *r = world_record(
        w, &report_model,
        "{'name':'Visitas da semana','kind':'visits','question':{'date_range':'7d','queries':["
        "{'metrics':['visits','views']},{'metrics':['views'],'dimensions':['page']}]}}");

    return r->record.id;
}

struct scheduling {
    int64_t report, id, version;
    const char *json;
    struct report_schedule s;
};

static enum err schedule_in(struct ctx *cx, struct db *db, void *arg)
{
    struct scheduling *x = arg;
    char *text = arena_dup(cx->arena, x->json);
    const struct json *in = NULL;
    enum err e;

    for (char *p = text; *p; p++)
        if (*p == '\'')
            *p = '"';
    e = json_parse(cx, text, strlen(text), &in);
    if (e)
        return e;
    return x->id ? schedule_change(cx, db, x->id, x->version, in, &x->s)
                 : schedule_add(cx, db, x->report, in, &x->s);
}

static struct report_schedule scheduled(struct engine_world *w, int64_t report, const char *json)
{
    struct scheduling x = {.report = report, .json = json};
    enum err e = db_write(w->cx, w->pool, schedule_in, &x);

    if (e)
        fail_msg("%s: %s", json, w->cx->fault.key);
    return x.s;
}

static void look(struct engine_world *w)
{
    assert_int_equal(reports_due(w->cx, w->pool, w->more, HOME), OK);
}

static struct mail *mails(struct engine_world *w, size_t *n)
{
    struct mail *all = NULL;
    struct mail_query q = {0};
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(mail_list(w->cx, db, &q, &all, n), OK);
    db_return(db);
    return all;
}

static size_t mail_count(struct engine_world *w)
{
    size_t n = 0;

    (void)mails(w, &n);
    return n;
}

/* --- the model */

static void the_model_matches_its_table(void **state)
{
    struct engine_world *w = *state;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_true(model_matches_schema(w->cx, db, &report_model));
    db_return(db);
}

static void a_question_is_checked_when_it_is_saved(void **state)
{
    static const struct {
        const char *json, *field;
    } wrong[] = {
        {"{'name':'X','kind':'visits','question':{'metrics':['clicks']}}", "question.metrics.0"},
        {"{'name':'X','kind':'visits','question':{'queries':[{'metrics':['visits']},"
         "{'metrics':['visits'],'dimensions':['colour']}]}}",
         "question.queries.1.dimensions.0"},
        {"{'name':'X','kind':'visits','question':{'metrics':['visits'],'date_range':'soon'}}",
         "question.date_range"},
        {"{'name':'X','kind':'funnel','question':{'steps':[{'page':'/'}]}}", "question.steps"},
        {"{'name':'X','kind':'channels','question':{'by':'moon'}}", "question.by"},
        {"{'name':'X','kind':'attribution','question':{'credit':'moon'}}", "question.credit"},
        {"{'name':'X','kind':'attribution','question':{'models':['moon']}}", "question.models"},
        {"{'name':'X','kind':'economics','question':{'by':'moon'}}", "question.by"},
        {"{'name':'X','kind':'economics','question':{'model':'moon'}}", "question.model"},
        {"{'name':'X','kind':'metrics','question':{'metrics':[]}}", "question.metrics"},
        {"{'name':'X','kind':'metrics','question':{'metrics':['moon']}}", "question.metrics"},
        {"{'name':'X','kind':'metrics','question':[]}", "question"},
        {"{'name':'X','kind':'channels','question':{},'view':[]}", "view"},
    };
    struct engine_world *w = *state;

    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        void *record = NULL;
        fault_clear(w->cx);
        assert_int_equal(world_try_add(w, &report_model, wrong[i].json, &record), ERR_INVALID);
        if (!fault_has_field(w->cx, wrong[i].field))
            fail_msg("%s: %s", wrong[i].json, w->cx->fault.fields->field);
    }
    fault_clear(w->cx);
    (void)world_record(w, &report_model,
                       "{'name':'Sempre','kind':'visits','question':{'metrics':['visits'],"
                       "'date_range':'all'}}");
}

static void a_report_is_one_paper_in_the_readers_language(void **state)
{
    struct engine_world *w = *state;
    struct report r;
    struct paper p;
    struct buf text = buf_in(w->cx->arena), csv = buf_in(w->cx->arena), html = buf_in(w->cx->arena);

    views(w, now_ms - DAYS_MS(2), 5);
    w->cx->lang = LANG_EN;
    assert_int_equal(report_ask_by_id(w->cx, w->pool, w->more, a_report(w), &r, &p), OK);
    assert_true(p.something);
    assert_int_equal(p.table_count, 2);
    assert_string_equal(p.tables[0].cells[0].text, "Visits");
    assert_string_equal(p.tables[0].cells[1].text, "5");
    assert_string_equal(p.tables[1].cells[0].text, "/precos");
    paper_text(w->cx, &p, &text);
    assert_non_null(strstr(buf_text(&text), "Period: 18 Nov 2025 to 24 Nov 2025"));
    paper_csv(&p, &csv);
    assert_string_equal(buf_text(&csv), "metric,value\r\nVisits,5\r\nPage views,5\r\n\r\npage,views"
                                        "\r\n/precos,5\r\n");
    p.tables[1].cells[0].text = "<script>&";
    paper_html(w->cx, &p, PAPER_PAGE, &html);
    assert_null(strstr(buf_text(&html), "<script>"));
    assert_null(strstr(buf_text(&html), "style="));
    w->cx->lang = LANG_PT_BR;
    assert_int_equal(report_ask_by_id(w->cx, w->pool, w->more, r.record.id, &r, &p), OK);
    assert_string_equal(p.tables[0].cells[0].text, "Visitas");
    assert_string_equal(p.period, "18/11/2025 a 24/11/2025");
}

static void a_figure_says_what_it_is_in(void **state)
{
    static const struct {
        enum unit unit;
        enum lang lang;
        double v;
        const char *text;
    } all[] = {
        {UNIT_DAYS, LANG_PT_BR, 32.9, "32,9 dias"}, {UNIT_DAYS, LANG_PT_BR, 1.5, "1,5 dia"},
        {UNIT_DAYS, LANG_EN, 32.9, "32.9 days"},    {UNIT_MONTHS, LANG_PT_BR, 7, "7,0 meses"},
        {UNIT_RATE, LANG_PT_BR, 0.25, "25,0 %"},
    };
    struct engine_world *w = *state;
    struct figure money = figure_whole(123456);
    struct paper p = {.currency = "BRL"};

    for (size_t i = 0; i < COUNT_OF(all); i++) {
        struct figure f = figure_real(all[i].v);
        struct paper_cell c;
        w->cx->lang = all[i].lang;
        c = paper_figure(w->cx, &p, all[i].unit, &f);
        assert_string_equal(c.text, all[i].text);
        assert_null(strstr(c.plain, "d")); /* a file has the number alone */
    }
    w->cx->lang = LANG_PT_BR;
    assert_string_equal(paper_figure(w->cx, &p, UNIT_MONEY_PER_DAY, &money).text,
                        "R$\u00a01.234,56 por dia");
}

static void money_is_written_as_the_language_and_the_currency_do(void **state)
{
    static const struct {
        const char *currency;
        int64_t minor;
        const char *pt, *en;
    } all[] = {
        {"BRL", 123456, "R$\u00a01.234,56", "R$1,234.56"},
        {"BRL", -5, "-R$\u00a00,05", "-R$0.05"},
        {"USD", 100000000, "US$\u00a01.000.000,00", "$1,000,000.00"},
        {"EUR", 0, "€\u00a00,00", "€0.00"},
        {"JPY", 123456, "JPY\u00a0123.456", "JPY\u00a0123,456"},
        {"KWD", 123456, "KWD\u00a0123,456", "KWD\u00a0123.456"},
        {"BRL", INT64_MIN + 1, "-R$\u00a092.233.720.368.547.758,07",
         "-R$92,233,720,368,547,758.07"},
    };
    struct engine_world *w = *state;

    for (size_t i = 0; i < COUNT_OF(all); i++) {
        w->cx->lang = LANG_PT_BR;
        assert_string_equal(money_said(w->cx, all[i].currency, all[i].minor), all[i].pt);
        w->cx->lang = LANG_EN;
        assert_string_equal(money_said(w->cx, all[i].currency, all[i].minor), all[i].en);
    }
    assert_string_equal(money_plain(w->cx, "JPY", -1500), "-1500");
    assert_string_equal(money_plain(w->cx, NULL, 1500), "15.00");
}

static void a_figure_without_its_sample_says_why(void **state)
{
    struct engine_world *w = *state;
    struct report *made = world_record(w, &report_model,
                                       "{'name':'Taxas','kind':'metrics','question':{'metrics':["
                                       "'won','win_rate'],'date_range':'30d','include':{"
                                       "'comparisons':{'mode':'previous_period'}}}}");
    struct report r;
    struct paper p;

    assert_int_equal(report_ask_by_id(w->cx, w->pool, NULL, made->record.id, &r, &p), OK);
    assert_false(p.something);
    assert_string_equal(p.tables[0].cells[1].text, "0");
    assert_string_equal(p.tables[0].cells[5].text, "–");
    assert_non_null(p.tables[0].cells[5].why);
    assert_non_null(p.compared);
}

/* --- when */

static int64_t next(const struct report_when *when, const struct zone *z, const char *after)
{
    int64_t at = 0;
    struct ctx *cx = ctx_new(KIB(64), clock_system(), NULL);

    assert_int_equal(time_read(cx, after, z, &at), OK);
    ctx_free(cx);
    return report_when_next(when, z, at);
}

static void the_next_moment_is_the_sites(void **state)
{
    static const struct {
        struct report_when when;
        const char *after, *next;
    } moments[] = {
        {{CADENCE_WEEKLY, 1, 1, 8}, "2025-11-24T07:59:00-03:00", "2025-11-24T11:00:00.000Z"},
        {{CADENCE_WEEKLY, 1, 1, 8}, "2025-11-24T08:00:00-03:00", "2025-12-01T11:00:00.000Z"},
        {{CADENCE_WEEKLY, 7, 1, 0}, "2025-11-24T08:00:00-03:00", "2025-11-30T03:00:00.000Z"},
        {{CADENCE_MONTHLY, 1, 31, 8}, "2026-02-01T08:00:00-03:00", "2026-02-28T11:00:00.000Z"},
        {{CADENCE_MONTHLY, 1, 31, 8}, "2026-02-28T08:00:00-03:00", "2026-03-31T11:00:00.000Z"},
        {{CADENCE_MONTHLY, 1, 1, 23}, "2025-12-31T23:30:00-03:00", "2026-01-02T02:00:00.000Z"},
        {{CADENCE_MONTHLY, 1, 29, 8}, "2028-02-01T08:00:00-03:00", "2028-02-29T11:00:00.000Z"},
    };
    struct engine_world *w = *state;
    const struct zone *z = NULL;
    char text[TIME_TEXT_MAX];

    assert_int_equal(zone_find(w->cx, "America/Sao_Paulo", &z), OK);
    for (size_t i = 0; i < COUNT_OF(moments); i++) {
        time_text(next(&moments[i].when, z, moments[i].after), text);
        assert_string_equal(text, moments[i].next);
    }
    /* The hour that the change of clocks in Berlin skips is the next one. */
    assert_int_equal(zone_find(w->cx, "Europe/Berlin", &z), OK);
    time_text(next(&(struct report_when){CADENCE_WEEKLY, 7, 1, 2}, z, "2026-03-28T12:00:00+01:00"),
              text);
    assert_string_equal(text, "2026-03-29T01:00:00.000Z");
}

static void what_is_due_is_mailed_once_and_missed_times_are_made_up_for_once(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = a_member(w, "ana@acme.example", "owner", "pt-BR");
    const char *json = arena_print(w->cx->arena,
                                   "{'cadence':'weekly','weekday':1,'hour':8,'recipients':[{'user':"
                                   "'%" PRId64 "'},{'address':'chefe@norte.example','lang':'en',"
                                   "'confirmed':true}]}",
                                   ana);
    struct report_schedule s = scheduled(w, a_report(w), json);
    struct mail *all;
    size_t n;

    views(w, now_ms - DAYS_MS(2), 5);
    assert_int_equal(s.next_at, now_ms + HOURS_MS(1));
    look(w);
    assert_int_equal(mail_count(w), 0);
    w->clock.now_ms += HOURS_MS(1);
    look(w);
    look(w);
    all = mails(w, &n);
    assert_int_equal(n, 2);
    assert_string_equal(all[0].address, "chefe@norte.example");
    assert_string_equal(all[0].subject, "Visitas da semana: 18 Nov 2025 to 24 Nov 2025");
    assert_string_equal(all[1].subject, "Visitas da semana: 18/11/2025 a 24/11/2025");
    assert_string_equal(all[1].state, "waiting");
    assert_int_equal(strncmp(all[1].stop_url, HOME "/p/stop/", strlen(HOME "/p/stop/")), 0);
    /* Five weeks without a server: one mail each, and the next moment lies ahead. */
    w->clock.now_ms += DAYS_MS(35);
    views(w, ctx_now(w->cx) - DAYS_MS(2), 5);
    look(w);
    look(w);
    assert_int_equal(mail_count(w), 4);
    assert_true(world_number(w, "select next_at from report_schedules") > ctx_now(w->cx));
}

static void nothing_is_not_mailed_and_the_list_says_why(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = a_member(w, "ana@acme.example", "owner", "pt-BR");
    struct mail *all;
    size_t n;

    (void)scheduled(
        w, a_report(w),
        arena_print(w->cx->arena, "{'weekday':1,'recipients':[{'user':'%" PRId64 "'}]}", ana));
    w->clock.now_ms += HOURS_MS(1);
    look(w);
    all = mails(w, &n);
    assert_int_equal(n, 1);
    assert_string_equal(all[0].state, "skipped");
    assert_string_equal(all[0].reason, "report.skip_nothing");
    assert_int_equal(world_number(w, "select count(*) from jobs where kind = 'mail.send'"), 0);
}

static enum err pause_in(struct ctx *cx, struct db *db, void *arg)
{
    (void)arg;
    return engine_run_text(cx, db, "update report_schedules set paused = 1");
}

static void who_is_gone_or_stopped_or_paused_gets_nothing(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = a_member(w, "ana@acme.example", "owner", "pt-BR");
    int64_t rui = a_member(w, "rui@acme.example", "analyst", "pt-BR");
    struct report_schedule s =
        scheduled(w, a_report(w),
                  arena_print(w->cx->arena,
                              "{'weekday':1,'recipients':[{'user':'%" PRId64 "'},{'user':'%" PRId64
                              "'},{'address':'x@y.example','confirmed':true}]}",
                              ana, rui));
    struct mail *all;
    size_t n;

    views(w, now_ms - DAYS_MS(2), 5);
    assert_int_equal(engine_sql(w->cx, w->pool, "delete from memberships where role = 'analyst'"),
                     OK);
    assert_int_equal(engine_sql(w->cx, w->pool,
                                "update report_recipients set stopped_at = 1 where address = "
                                "'x@y.example'"),
                     OK);
    w->clock.now_ms += HOURS_MS(1);
    look(w);
    all = mails(w, &n);
    assert_int_equal(n, 2);
    assert_string_equal(all[0].reason, "report.skip_gone");
    assert_string_equal(all[1].state, "waiting");
    assert_int_equal(db_write(w->cx, w->pool, pause_in, NULL), OK);
    w->clock.now_ms += DAYS_MS(8);
    look(w);
    assert_int_equal(mail_count(w), 2);
    (void)s;
}

static void another_address_needs_a_word_that_it_is_wanted(void **state)
{
    struct engine_world *w = *state;
    struct scheduling x = {.report = a_report(w),
                           .json = "{'weekday':8,'hour':24,'recipients':[{'address':'x@y.example'},"
                                   "{'address':'nobody','confirmed':true},{'user':'1'}]}"};

    assert_int_equal(db_write(w->cx, w->pool, schedule_in, &x), ERR_INVALID);
    assert_true(fault_has_field(w->cx, "weekday"));
    assert_true(fault_has_field(w->cx, "hour"));
    assert_true(fault_has_field(w->cx, "recipients.0"));
    assert_true(fault_has_field(w->cx, "recipients.1"));
    assert_true(fault_has_field(w->cx, "recipients.2"));
    fault_clear(w->cx);
    x.json = "{'weekday':1,'recipients':[]}";
    assert_int_equal(db_write(w->cx, w->pool, schedule_in, &x), ERR_INVALID);
    fault_clear(w->cx);
    x.s = scheduled(w, x.report, "{'recipients':[{'address':'x@Y.example','confirmed':true}]}");
    assert_non_null(x.s.recipients[0].confirmed_text);
    /* It stays confirmed when the schedule is changed. */
    x.id = x.s.id;
    x.json = "{'hour':9,'recipients':[{'address':'x@y.example'}]}";
    assert_int_equal(db_write(w->cx, w->pool, schedule_in, &x), OK);
    assert_int_equal(x.s.when.hour, 9);
    assert_int_equal(world_number(w, "select count(*) from report_recipients"), 1);
}

/* --- the mailer */

struct dying {
    struct mailer mailer;
    struct mailer *inner;
    int times;
};

/* Hands over, and dies before anybody notes it down. */
static enum err dying_send(struct ctx *cx, struct mailer *m, const struct mail_parcel *p)
{
    struct dying *d = (struct dying *)m;
    enum err e = mailer_send(cx, d->inner, p);

    if (e || d->times-- <= 0)
        return e;
    return fail(cx, ERR_BUSY, "mail.folder", "reason", "died", NULL);
}

static void who_dies_between_handing_over_and_noting_sends_one(void **state)
{
    static const struct mailer_kind kind = {"dying", dying_send, NULL};
    struct engine_world *w = *state;
    int64_t ana = a_member(w, "ana@acme.example", "owner", "pt-BR");
    struct dying d = {{&kind}, mailer_memory_new(), 3};
    size_t n;
    int sent = 0;

    views(w, now_ms - DAYS_MS(2), 5);
    (void)scheduled(
        w, a_report(w),
        arena_print(w->cx->arena, "{'weekday':1,'recipients':[{'user':'%" PRId64 "'}]}", ana));
    w->clock.now_ms += HOURS_MS(1);
    look(w);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(mail_send_waiting(w->cx, w->pool, &d.mailer, HOME, &sent), ERR_BUSY);
        fault_clear(w->cx);
        assert_string_equal(mails(w, &n)[0].state, "waiting");
    }
    assert_int_equal(mail_send_waiting(w->cx, w->pool, &d.mailer, HOME, &sent), OK);
    assert_int_equal(sent, 1);
    assert_int_equal(mail_send_waiting(w->cx, w->pool, &d.mailer, HOME, &sent), OK);
    assert_int_equal(sent, 0);
    assert_int_equal(mailer_memory_count(d.inner), 1);
    assert_string_equal(mails(w, &n)[0].state, "sent");
    assert_non_null(strstr(mailer_memory_at(d.inner, 0)->bytes, "visitas-da-semana.csv"));
    assert_string_equal(mailer_memory_at(d.inner, 0)->from, "praca@praca.acme.example");
    mailer_free(d.inner);
}

static void a_folder_that_stays_full_is_given_up_in_the_end(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = a_member(w, "ana@acme.example", "owner", "pt-BR");
    struct mailer *m = mailer_memory_new();
    size_t n;
    int sent = 0;

    assert_int_equal(report_send_to(w->cx, w->pool, w->more, HOME, a_report(w), ana), ERR_INVALID);
    assert_string_equal(w->cx->fault.key, "report.skip_nothing");
    fault_clear(w->cx);
    assert_int_equal(weekly_send_to(w->cx, w->pool, w->more, HOME, ana), OK);
    mailer_memory_fail(m, 1000);
    for (int i = 0; i < MAIL_ATTEMPTS_MAX; i++) {
        assert_int_equal(mail_send_waiting(w->cx, w->pool, m, HOME, &sent),
                         i + 1 < MAIL_ATTEMPTS_MAX ? ERR_BUSY : OK);
        fault_clear(w->cx);
    }
    assert_string_equal(mails(w, &n)[0].state, "failed");
    assert_string_equal(mails(w, &n)[0].reason, "mail.folder");
    assert_int_equal(mails(w, &n)[0].attempts, MAIL_ATTEMPTS_MAX);
    mailer_free(m);
}

/* --- links */

struct linking {
    struct share_link l;
    const char *token, *agent;
    int64_t id;
};

static enum err link_in(struct ctx *cx, struct db *db, void *arg)
{
    struct linking *x = arg;

    enum err e = share_link_add(cx, db, &x->l, &x->token);

    if (!e)
        x->token += strlen("/p/report/");
    return e;
}

static enum err revoke_in(struct ctx *cx, struct db *db, void *arg)
{
    return share_link_revoke(cx, db, ((struct linking *)arg)->l.id);
}

static enum err count_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct linking *x = arg;

    return share_link_count(cx, db, x->l.id, x->agent);
}

static enum err opened(struct engine_world *w, const char *token)
{
    struct share_link l;
    struct db *db = NULL;
    enum err e;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    fault_clear(w->cx);
    e = share_link_open(w->cx, db, token, "report", &l);
    db_return(db);
    return e;
}

static void a_link_opens_one_report_until_it_is_ended(void **state)
{
    struct engine_world *w = *state;
    struct linking x = {
        .l = {.kind = "report", .target = a_report(w), .edition = NIL, .expires_at = NIL}};
    struct linking soon = {.l = {.kind = "report",
                                 .target = x.l.target,
                                 .edition = NIL,
                                 .expires_at = now_ms + HOURS_MS(1)}};
    char *cut;

    assert_int_equal(db_write(w->cx, w->pool, link_in, &x), OK);
    assert_int_equal(db_write(w->cx, w->pool, link_in, &soon), OK);
    assert_int_equal(opened(w, x.token), OK);
    assert_int_equal(opened(w, soon.token), OK);
    cut = arena_dup(w->cx->arena, x.token);
    cut[20] = cut[20] == 'A' ? 'B' : 'A';
    assert_int_equal(opened(w, cut), ERR_NOTFOUND);
    /* The token itself is nowhere in the database. */
    assert_int_equal(
        world_number(w,
                     arena_print(w->cx->arena,
                                 "select count(*) from share_links where digest = '%s'", x.token)),
        0);
    x.agent = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0";
    assert_int_equal(db_write(w->cx, w->pool, count_in, &x), OK);
    x.agent = "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)";
    assert_int_equal(db_write(w->cx, w->pool, count_in, &x), OK);
    /* What looks at links for somebody is kept, and is nobody's reading. */
    assert_int_equal(world_number(w, "select sum(opened_count) from share_links"), 1);
    assert_int_equal(world_number(w, "select count(*) from share_openings"), 2);
    assert_int_equal(world_number(w, "select count(*) from share_openings where robot is null"), 1);
    w->clock.now_ms += HOURS_MS(2);
    assert_int_equal(opened(w, soon.token), ERR_DENIED);
    assert_int_equal(db_write(w->cx, w->pool, revoke_in, &x), OK);
    assert_int_equal(opened(w, x.token), ERR_NOTFOUND);
    assert_string_equal(w->cx->fault.key, "share.ended");
    fault_clear(w->cx);
    soon.l.expires_at = now_ms;
    assert_int_equal(db_write(w->cx, w->pool, link_in, &soon), ERR_INVALID);
    assert_true(fault_has_field(w->cx, "expires_at"));
}

static void what_is_in_the_trash_opens_and_sends_nothing_and_comes_back(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = a_member(w, "ana@acme.example", "owner", "pt-BR");
    struct linking x = {
        .l = {.kind = "report", .target = a_report(w), .edition = NIL, .expires_at = NIL}};
    struct mail *all;
    size_t n;

    views(w, now_ms - DAYS_MS(2), 5);
    assert_int_equal(db_write(w->cx, w->pool, link_in, &x), OK);
    (void)scheduled(
        w, x.l.target,
        arena_print(w->cx->arena, "{'weekday':1,'recipients':[{'user':'%" PRId64 "'}]}", ana));
    assert_int_equal(engine_sql(w->cx, w->pool, "update saved_reports set trashed = 1"), OK);
    assert_int_equal(opened(w, x.token), ERR_NOTFOUND);
    fault_clear(w->cx);
    w->clock.now_ms += HOURS_MS(1);
    look(w);
    all = mails(w, &n);
    assert_string_equal(all[0].reason, "report.trashed");
    assert_int_equal(engine_sql(w->cx, w->pool, "update saved_reports set trashed = 0"), OK);
    assert_int_equal(opened(w, x.token), OK);
    assert_int_equal(world_number(w, "select count(*) from report_schedules"), 1);
}

/* --- the week */

static enum err choose_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct json *in = NULL;
    enum err e = json_parse(cx, "{\"weekly\":true}", strlen("{\"weekly\":true}"), &in);

    return e ? e : mail_choice_change(cx, db, *(int64_t *)arg, in);
}

static void the_summary_goes_to_who_asked_for_it_in_their_language_once_a_week(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = a_member(w, "ana@acme.example", "owner", "pt-BR");
    int64_t bob = a_member(w, "bob@acme.example", "marketer", "en");
    struct mail *all, m = {0};
    struct db *db = NULL;
    size_t n;

    (void)a_member(w, "rui@acme.example", "owner", "pt-BR");
    assert_int_equal(db_write(w->cx, w->pool, choose_in, &ana), OK);
    assert_int_equal(db_write(w->cx, w->pool, choose_in, &bob), OK);
    for (int week = 1; week <= 5; week++)
        views(w, now_ms - DAYS_MS(7) * week + DAYS_MS(1), 25);
    assert_int_equal(weekly_due(w->cx, w->pool, w->more, HOME), OK);
    assert_int_equal(mail_count(w), 0);
    w->clock.now_ms += HOURS_MS(1);
    assert_int_equal(weekly_due(w->cx, w->pool, w->more, HOME), OK);
    assert_int_equal(weekly_due(w->cx, w->pool, w->more, HOME), OK);
    all = mails(w, &n);
    assert_int_equal(n, 2);
    assert_string_equal(all[0].subject, "Your week · Acme · 17 Nov 2025 to 23 Nov 2025");
    assert_string_equal(all[1].subject, "Resumo da semana · Acme · 17/11/2025 a 23/11/2025");
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(mail_get(w->cx, db, all[0].id, &m), OK);
    db_return(db);
    /* 25 visits a week were told; of leads there is too little. */
    assert_non_null(strstr(m.text, "0.0%"));
    assert_non_null(strstr(m.text, "too little data (0 of 20)"));
    w->clock.now_ms += DAYS_MS(21);
    assert_int_equal(weekly_due(w->cx, w->pool, w->more, HOME), OK);
    assert_int_equal(weekly_due(w->cx, w->pool, w->more, HOME), OK);
    assert_int_equal(mail_count(w), 4);
}

static enum err stop_in(struct ctx *cx, struct db *db, void *arg)
{
    return mail_stop_do(cx, db, arg);
}

static void a_link_ends_what_it_names(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = a_member(w, "ana@acme.example", "owner", "pt-BR");
    const char *url = NULL;
    struct mail_reader r;
    struct link l;
    struct db *db = NULL;

    assert_int_equal(db_write(w->cx, w->pool, choose_in, &ana), OK);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(mail_stop_url(w->cx, db, HOME, STOP_WEEKLY, ana, &url), OK);
    assert_int_equal(link_check(w->cx, db, url + strlen(HOME "/p/stop/"), LINK_STOP, &l), OK);
    db_return(db);
    assert_int_equal(l.subject, ana);
    assert_int_equal(db_write(w->cx, w->pool, stop_in, &l), OK);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(mail_reader_get(w->cx, db, ana, &r), OK);
    db_return(db);
    assert_false(r.weekly);
    assert_true(r.silence); /* the other kind goes on */
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_model_matches_its_table),
        cmocka_unit_test(a_question_is_checked_when_it_is_saved),
        cmocka_unit_test(a_report_is_one_paper_in_the_readers_language),
        cmocka_unit_test(a_figure_says_what_it_is_in),
        cmocka_unit_test(money_is_written_as_the_language_and_the_currency_do),
        cmocka_unit_test(a_figure_without_its_sample_says_why),
        cmocka_unit_test(the_next_moment_is_the_sites),
        cmocka_unit_test(what_is_due_is_mailed_once_and_missed_times_are_made_up_for_once),
        cmocka_unit_test(nothing_is_not_mailed_and_the_list_says_why),
        cmocka_unit_test(who_is_gone_or_stopped_or_paused_gets_nothing),
        cmocka_unit_test(another_address_needs_a_word_that_it_is_wanted),
        cmocka_unit_test(who_dies_between_handing_over_and_noting_sends_one),
        cmocka_unit_test(a_folder_that_stays_full_is_given_up_in_the_end),
        cmocka_unit_test(a_link_opens_one_report_until_it_is_ended),
        cmocka_unit_test(what_is_in_the_trash_opens_and_sends_nothing_and_comes_back),
        cmocka_unit_test(the_summary_goes_to_who_asked_for_it_in_their_language_once_a_week),
        cmocka_unit_test(a_link_ends_what_it_names),
    };

    return engines_run("reports", tests, COUNT_OF(tests), prepare);
}
