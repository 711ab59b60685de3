/* report_send.c -- reports as mails, and the job that writes them down when they are due.
 *
 * All figures are computed first; then one short transaction writes the mails and the next moment. A process that dies before has
 * done nothing; one that dies after has done it all. */
#include "access/site.h"
#include "base/text.h"
#include "base/time.h"
#include "measure/channel_report_priv.h"
#include "measure/mail_choice.h"
#include "measure/mail_frame.h"
#include "measure/report_kind_priv.h"
#include "measure/report_schedule.h"
#include "measure/share_link.h"
#include "measure/weekly.h"
#include "people/home.h"

#include "report_sql.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* --- one mail */

static const char *say_two(struct ctx *cx, const char *key, const char *a, const char *a_value,
                           const char *b, const char *b_value)
{
    struct fault_param p[] = {{a, a_value}, {b, b_value}};

    return message(cx->arena, cx->lang, key, p, COUNT_OF(p));
}

enum err report_compose(struct ctx *cx, const struct report_source *source, const struct report *r,
                        const char *site, const char *home, const char *stop_url, struct mail *ret,
                        bool *ret_something)
{
    struct buf html = buf_in(cx->arena), text = buf_in(cx->arena), csv = buf_in(cx->arena);
    struct paper *p = arena_alloc(cx->arena, sizeof(*p));
    struct mail_frame f = {.title = r->name, .site = site, .stop_url = stop_url};
    enum err e = p ? report_ask(cx, source, r, p) : fail_memory(cx);

    if (e)
        return e;
    f.why = report_say(cx, "report.mail_why", "site", site);
    f.open_label = report_say(cx, "report.mail_open", NULL, NULL);
    if (home)
        f.open_url = arena_print(cx->arena, "%s/results/reports/%" PRId64, home, r->record.id);
    mail_frame_open(cx, &f, &html);
    paper_html(cx, p, PAPER_MAIL, &html);
    mail_frame_close(cx, &f, &html);
    mail_frame_text_open(&f, &text);
    paper_text(cx, p, &text);
    mail_frame_text_close(cx, &f, &text);
    paper_csv(p, &csv);
    if (!buf_ok(&html) || !buf_ok(&text) || !buf_ok(&csv))
        return fail_memory(cx);
    ret->purpose = "report";
    ret->lang = cx->lang;
    ret->subject = p->period
                       ? say_two(cx, "report.mail_subject", "name", r->name, "period", p->period)
                       : r->name;
    ret->html = buf_text(&html);
    ret->text = buf_text(&text);
    ret->file = buf_text(&csv);
    ret->file_name = report_file_name(cx, r);
    ret->file_type = "text/csv";
    ret->stop_url = stop_url;
    *ret_something = p->something;
    return OK;
}

/* --- a schedule */

struct sending {
    struct report_schedule s;
    struct report r;
    const char *site, *home;
    const struct zone *zone;
    struct mail *mails;
    size_t n;
    int64_t due_at;
    bool now;        /* asked for by somebody, not by the clock */
    int64_t waiting; /* out: how many wait to go */
};

static enum err site_words(struct ctx *cx, struct db *db, struct sending *x, const char *home)
{
    struct site site;
    enum err e = site_get(cx, db, cx->site, &site);

    if (e)
        return e;
    x->site = site.name;
    return mail_home_of(cx, db, home, &x->home);
}

/* What each gets besides the words: their link to end it. */
static enum err read_links(struct ctx *cx, struct db *db, struct sending *x)
{
    enum err e = OK;

    x->mails = arena_array(cx->arena, x->s.recipient_count + 1, sizeof(*x->mails));
    if (!x->mails)
        return fail_memory(cx);
    for (size_t i = 0; i < x->s.recipient_count && !e; i++) {
        const struct recipient *r = &x->s.recipients[i];
        struct mail *m = &x->mails[x->n];
        if (r->stopped_at != NIL)
            continue;
        *m = (struct mail){.purpose = "report",
                           .about = x->s.id,
                           .user = r->user,
                           .address = r->address ? r->address : "",
                           .name = r->name,
                           .lang = r->lang,
                           .state = r->gone ? "skipped" : "waiting",
                           .reason = r->gone ? "report.skip_gone" : NULL};
        m->key = arena_print(cx->arena, "report:%" PRId64 ":%" PRId64 ":%" PRId64, x->s.id,
                             x->due_at, r->id);
        e = mail_stop_url(cx, db, x->home, STOP_RECIPIENT, r->id, &m->stop_url);
        x->n++;
    }
    return e;
}

static enum err read_sending(struct ctx *cx, struct db_pool *pool, int64_t id, const char *home,
                             struct sending *x)
{
    const char *currency = NULL;
    struct db *db = NULL;
    void *record = NULL;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = schedule_get(cx, db, id, &x->s);
    if (!e)
        e = model_get(cx, db, &report_model, x->s.report, &record);
    if (!e)
        e = site_words(cx, db, x, home);
    if (!e)
        e = report_site(cx, db, &x->zone, &currency);
    if (!e)
        e = read_links(cx, db, x);
    db_return(db);
    if (!e)
        x->r = *(struct report *)record;
    return e;
}

static void skip_all(struct sending *x, const char *reason)
{
    for (size_t i = 0; i < x->n; i++) {
        struct mail *m = &x->mails[i];
        if (text_equal(m->state, "skipped"))
            continue;
        m->state = "skipped";
        m->reason = reason;
        m->subject = x->r.name;
    }
}

/* One mail in the language of its reader. What cannot be asked any more (a kind that is gone, a question that is wrong by now) is
 * left out with the reason; what may go better later is passed up. */
static enum err compose_one(struct ctx *cx, const struct report_source *source, struct sending *x,
                            struct mail *m)
{
    enum lang mine = cx->lang;
    bool something = false;
    enum err e;

    m->subject = x->r.name;
    if (text_equal(m->state, "skipped"))
        return OK;
    cx->lang = m->lang;
    e = report_compose(cx, source, &x->r, x->site, x->home, m->stop_url, m, &something);
    cx->lang = mine;
    if (!e && !something) {
        m->state = "skipped";
        m->reason = "report.skip_nothing";
    }
    if (e == ERR_INVALID) {
        fault_clear(cx);
        m->state = "skipped";
        m->reason = "report.skip_wrong";
        return OK;
    }
    return e;
}

static enum err compose_all(struct ctx *cx, struct db_pool *pool, struct fact_store *facts,
                            struct sending *x)
{
    struct report_source source;
    enum err e;

    if (x->r.trashed == 1) {
        skip_all(x, "report.trashed");
        return OK;
    }
    e = report_source_open(cx, pool, facts, &source);
    for (size_t i = 0; i < x->n && !e; i++)
        e = compose_one(cx, &source, x, &x->mails[i]);
    return e;
}

static enum err went(struct ctx *cx, struct db *db, const struct sending *x, bool *ret)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_schedule_went, &st);

    if (!e) {
        db_bind_int(st, "id", x->s.id);
        db_bind_int(st, "due_at", x->due_at);
        db_bind_int(st, "next_at", report_when_next(&x->s.when, x->zone, ctx_now(cx)));
        e = db_run(cx, st);
    }
    *ret = !e && db_changes(st) > 0;
    db_done(st);
    return e;
}

static enum err write_in(struct ctx *cx, struct db *db, void *arg)
{
    struct sending *x = arg;
    bool mine = x->now, is_new = false;
    enum err e = x->now ? OK : went(cx, db, x, &mine);

    x->waiting = 0;
    for (size_t i = 0; i < x->n && mine && !e; i++) {
        e = mail_add(cx, db, &x->mails[i], &is_new);
        x->waiting += !e && is_new && !text_equal(x->mails[i].state, "skipped");
    }
    return e;
}

static enum err send_one(struct ctx *cx, struct db_pool *pool, struct fact_store *facts,
                         const char *home, int64_t id, struct sending *x)
{
    enum err e = read_sending(cx, pool, id, home, x);

    if (!e)
        e = compose_all(cx, pool, facts, x);
    return e ? e : db_write(cx, pool, write_in, x);
}

enum err report_send_now(struct ctx *cx, struct db_pool *pool, struct fact_store *facts,
                         const char *home, int64_t schedule, int64_t *ret)
{
    struct sending x = {.now = true, .due_at = id_next(cx)};
    enum err e = send_one(cx, pool, facts, home, schedule, &x);

    *ret = x.waiting;
    return e;
}

static enum err read_to(struct ctx *cx, struct db_pool *pool, const char *home, int64_t report,
                        int64_t user, struct sending *x)
{
    struct mail_reader reader;
    struct db *db = NULL;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = report_read(cx, db, report, &x->r);
    if (!e)
        e = site_words(cx, db, x, home);
    if (!e)
        e = mail_reader_get(cx, db, user, &reader);
    db_return(db);
    x->n = 1;
    x->mails = arena_alloc(cx->arena, sizeof(*x->mails));
    if (!e && !x->mails)
        e = fail_memory(cx);
    if (!e)
        *x->mails = (struct mail){.purpose = "report",
                                  .about = report,
                                  .user = user,
                                  .address = reader.address,
                                  .name = reader.name,
                                  .lang = reader.lang,
                                  .state = "waiting"};
    return e;
}

enum err report_send_to(struct ctx *cx, struct db_pool *pool, struct fact_store *facts,
                        const char *home, int64_t report, int64_t user)
{
    struct sending x = {.now = true};
    enum err e = read_to(cx, pool, home, report, user, &x);

    if (e)
        return e;
    x.mails->key = arena_print(cx->arena, "report-to:%" PRId64 ":%" PRId64, report, id_next(cx));
    if (!x.mails->key)
        return fail_memory(cx);
    e = compose_all(cx, pool, facts, &x);
    if (!e && text_equal(x.mails->state, "skipped"))
        return fail(cx, ERR_INVALID, x.mails->reason, NULL);
    return e ? e : db_write(cx, pool, write_in, &x);
}

/* --- what is due */

struct due {
    int64_t site, id, at;
};

static void read_due(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(struct due *)row = (struct due){db_int(st, 0), db_int(st, 1), db_int(st, 2)};
}

/* One that fails keeps nobody behind it waiting; it is tried again with the next look, and the failure is passed up. */
enum err reports_due(struct ctx *cx, struct db_pool *pool, struct fact_store *facts,
                     const char *home)
{
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    struct due *all = NULL;
    int64_t mine = cx->site;
    size_t n = 0;
    enum err first = OK, e = db_read(cx, pool, &db);

    if (!e)
        e = db_begin(cx, db, &SQL_schedules_due, &st);
    if (!e)
        e = db_collect(cx, st, sizeof(*all), read_due, &all, &n);
    db_done(st);
    db_return(db);
    for (size_t i = 0; i < n && !e; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct sending x = {.due_at = all[i].at};
        enum err one;
        cx->site = all[i].site;
        one = send_one(cx, pool, facts, home, all[i].id, &x);
        if (one == ERR_NOTFOUND) /* dropped meanwhile */
            fault_clear(cx);
        else if (one && !first)
            first = one;
        if (!first)
            arena_reset(cx->arena, mark);
    }
    cx->site = mine;
    return e ? e : first;
}

/* --- the jobs */

static enum err due_run(struct ctx *cx, struct job_run *run)
{
    const struct people_home *home = run->app;
    enum err e, weekly;

    if (!home->store)
        return OK;
    e = reports_due(cx, run->pool, home->store, run->home_url);
    weekly = weekly_due(cx, run->pool, home->store, run->home_url);
    return e ? e : weekly;
}

static enum err forget_in(struct ctx *cx, struct db *db, void *arg)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_reports_forget, &st);

    (void)arg;
    if (!e) {
        db_bind_int(st, "before", ctx_now(cx) - DAYS_MS(REPORT_TRASH_DAYS));
        e = db_run(cx, st);
    }
    db_done(st);
    return e ? e : share_tidy(cx, db);
}

static enum err tidy_run(struct ctx *cx, struct job_run *run)
{
    return db_write(cx, run->pool, forget_in, NULL);
}

const struct job_kind report_job_kinds[] = {
    {"reports.due", due_run, MINUTES_MS(10), 3},
    {"reports.tidy", tidy_run, MINUTES_MS(1), 3},
    {0},
};
