/* saved_reports.c -- what is done with a saved report besides changing it: asked, mailed, opened by link, scheduled. The record
 * itself is served as every model is. */
#include "api/api_priv.h"

#include "measure/mail_choice.h"
#include "measure/report_schedule.h"
#include "measure/weekly.h"

#include <inttypes.h>
#include <string.h>

struct report_run {
    int64_t id, version, made;
    const struct json *in;
    struct report report;
    struct report_schedule schedule;
    struct mail mail;
    const char *home, *path;
    struct answer_json a;
};

/* --- asked */

static enum err asked(struct request *r, struct report *ret, struct paper **ret_paper)
{
    struct paper *p = arena_alloc(r->cx->arena, sizeof(*p));
    int64_t id = 0;
    enum err e = p ? api_id(r, &id) : fail_memory(r->cx);

    if (!e)
        e = report_ask_by_id(r->cx, api_of(r)->pool, api_of(r)->facts, id, ret, p);
    *ret_paper = p;
    return e;
}

static enum err paper_get(struct request *r, struct response *ret)
{
    struct answer_json a;
    struct report report;
    struct paper *p = NULL;
    enum err e = asked(r, &report, &p);

    if (e)
        return e;
    api_json(r, &a);
    paper_json(p, &a.w);
    return api_send(r, ret, 200, &a);
}

static enum err paper_csv_get(struct request *r, struct response *ret)
{
    struct buf out = buf_in(r->cx->arena);
    struct report report;
    struct paper *p = NULL;
    enum err e = asked(r, &report, &p);

    if (e)
        return e;
    paper_csv(p, &out);
    api_file_name(r, ret, report_file_name(r->cx, &report));
    return api_send_text(r, ret, "text/csv; charset=utf-8", &out);
}

/* --- mailed */

static enum err send_preview(struct request *r, struct response *ret, const struct mail *m)
{
    struct answer_json a;

    api_json(r, &a);
    json_open_object(&a.w);
    json_text_member(&a.w, "subject", m->subject);
    json_text_member(&a.w, "html", m->html);
    json_text_member(&a.w, "text", m->text);
    json_text_member(&a.w, "file_name", m->file_name);
    json_close_object(&a.w);
    return api_send(r, ret, 200, &a);
}

static enum err preview_in(struct request *r, struct db *db, void *arg)
{
    struct report_run *x = arg;
    enum err e = report_read(r->cx, db, x->id, &x->report);

    return e ? e : mail_home_of(r->cx, db, api_of(r)->home_url, &x->home);
}

static enum err mail_preview_get(struct request *r, struct response *ret)
{
    struct report_run x = {0};
    struct report_source source;
    struct site site;
    struct db *db = NULL;
    bool something = false;
    enum err e = api_id(r, &x.id);

    if (!e)
        e = api_read(r, preview_in, &x);
    if (!e)
        e = db_read(r->cx, api_of(r)->pool, &db);
    if (!e)
        e = site_get(r->cx, db, r->cx->site, &site);
    db_return(db);
    if (!e)
        e = report_source_open(r->cx, api_of(r)->pool, api_of(r)->facts, &source);
    if (!e)
        e = report_compose(r->cx, &source, &x.report, site.name, x.home, NULL, &x.mail, &something);
    return e ? e : send_preview(r, ret, &x.mail);
}

static enum err send_waiting(struct request *r, struct response *ret, int64_t n)
{
    struct answer_json a;

    worker_poke(api_of(r)->worker);
    api_json(r, &a);
    json_open_object(&a.w);
    json_int_member(&a.w, "waiting", n);
    json_close_object(&a.w);
    return api_send(r, ret, 202, &a);
}

/* A program has no mailbox; its token is somebody's. */
static int64_t reader_of(const struct request *r)
{
    return r->cx->actor;
}

static enum err report_send_post(struct request *r, struct response *ret)
{
    int64_t id = 0;
    enum err e = api_id(r, &id);

    if (!e)
        e = report_send_to(r->cx, api_of(r)->pool, api_of(r)->facts, api_of(r)->home_url, id,
                           reader_of(r));
    return e ? e : send_waiting(r, ret, 1);
}

/* --- copied */

static enum err copy_in(struct ctx *cx, struct db *db, void *arg)
{
    struct report_run *x = arg;
    void *record = NULL;
    enum err e = report_copy(cx, db, x->id, &x->made);

    if (!e)
        e = model_get(cx, db, &report_model, x->made, &record);
    if (!e)
        x->report = *(struct report *)record;
    return e;
}

static enum err copy_post(struct request *r, struct response *ret)
{
    struct report_run x = {0};
    enum err e = api_id(r, &x.id);

    if (!e)
        e = db_write(r->cx, api_of(r)->pool, copy_in, &x);
    if (e)
        return e;
    api_json(r, &x.a);
    model_to_json(&x.a.w, &report_model, &x.report);
    return api_send(r, ret, 201, &x.a);
}

/* --- schedules */

static enum err schedules_in(struct request *r, struct db *db, void *arg)
{
    struct report_run *x = arg;
    struct report_schedule *all = NULL;
    size_t n = 0;
    enum err e = report_read(r->cx, db, x->id, &x->report);

    if (!e)
        e = schedules_of(r->cx, db, x->id, &all, &n);
    json_open_object(&x->a.w);
    json_name(&x->a.w, "items");
    json_open_list(&x->a.w);
    for (size_t i = 0; i < n && !e; i++)
        schedule_json(&x->a.w, &all[i]);
    json_close_list(&x->a.w);
    json_text_member(&x->a.w, "next", NULL);
    json_close_object(&x->a.w);
    return e;
}

static enum err schedules_get(struct request *r, struct response *ret)
{
    struct report_run x = {0};
    enum err e = api_id(r, &x.id);

    api_json(r, &x.a);
    if (!e)
        e = api_read(r, schedules_in, &x);
    return e ? e : api_send(r, ret, 200, &x.a);
}

static enum err send_schedule(struct request *r, struct response *ret, int status,
                              struct report_run *x)
{
    api_json(r, &x->a);
    schedule_json(&x->a.w, &x->schedule);
    ret->etag = arena_print(r->cx->arena, "\"%" PRId64 "\"", x->schedule.version);
    ret->failed = ret->failed || !ret->etag;
    return api_send(r, ret, status, &x->a);
}

static enum err schedule_add_in(struct ctx *cx, struct db *db, void *arg)
{
    struct report_run *x = arg;

    return schedule_add(cx, db, x->id, x->in, &x->schedule);
}

static enum err schedules_post(struct request *r, struct response *ret)
{
    struct report_run x = {0};
    enum err e = api_id(r, &x.id);

    if (!e)
        e = api_body(r, ret, &x.in);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, schedule_add_in, &x);
    return e ? e : send_schedule(r, ret, 201, &x);
}

static enum err schedule_change_in(struct ctx *cx, struct db *db, void *arg)
{
    struct report_run *x = arg;

    return schedule_change(cx, db, x->id, x->version, x->in, &x->schedule);
}

static enum err schedule_patch(struct request *r, struct response *ret)
{
    struct report_run x = {0};
    enum err e = api_id(r, &x.id);

    if (!e)
        e = api_if_match(r, ret, &x.version);
    if (!e)
        e = api_body(r, ret, &x.in);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, schedule_change_in, &x);
    return e ? e : send_schedule(r, ret, 200, &x);
}

static enum err schedule_drop_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct report_run *x = arg;

    return schedule_drop(cx, db, x->id);
}

static enum err schedule_delete(struct request *r, struct response *ret)
{
    struct report_run x = {0};
    enum err e = api_id(r, &x.id);

    if (!e)
        e = db_write(r->cx, api_of(r)->pool, schedule_drop_in, &x);
    if (!e)
        ret->status = 204;
    return e;
}

static enum err schedule_send_post(struct request *r, struct response *ret)
{
    int64_t id = 0, n = 0;
    enum err e = api_id(r, &id);

    if (!e)
        e = report_send_now(r->cx, api_of(r)->pool, api_of(r)->facts, api_of(r)->home_url, id, &n);
    return e ? e : send_waiting(r, ret, n);
}

/* --- the ledger of mails */

struct mails_run {
    struct mail_query q;
    int64_t id;
    struct answer_json a;
    bool all; /* not reports alone: a summary speaks of its reader's own tasks */
};

static enum err mails_in(struct request *r, struct db *db, void *arg)
{
    struct mails_run *x = arg;
    struct mail *all = NULL;
    size_t n = 0;
    enum err e = mail_list(r->cx, db, &x->q, &all, &n);
    bool full = !e && n > 0 && (int)n == x->q.limit;

    json_open_object(&x->a.w);
    json_name(&x->a.w, "items");
    json_open_list(&x->a.w);
    for (size_t i = 0; i < n && !e; i++) {
        mail_json_open(r->cx, &x->a.w, &all[i], false);
        json_close_object(&x->a.w);
    }
    json_close_list(&x->a.w);
    json_id_member(&x->a.w, "next", full ? all[n - 1].id : 0);
    json_close_object(&x->a.w);
    return e;
}

static bool sees_all(const struct request *r)
{
    return caller_of(r)->may & MAY_ADMIN;
}

static enum err mails_get(struct request *r, struct response *ret)
{
    struct mails_run x = {.q = {.purpose = request_query(r, "purpose")}};
    enum err e = api_query_id(r, "about", &x.q.about);

    if (!e)
        e = api_query_id(r, "after", &x.q.before);
    if (!e)
        e = api_query_limit(r, &x.q.limit);
    if (!e && !x.q.limit)
        x.q.limit = 50;
    if (!e && x.q.limit > MAIL_LIST_MAX)
        x.q.limit = MAIL_LIST_MAX;
    if (e)
        return e;
    if (text_empty(x.q.purpose))
        x.q.purpose = NULL;
    if (!sees_all(r))
        x.q.purpose = "report";
    api_json(r, &x.a);
    e = api_read(r, mails_in, &x);
    return e ? e : api_send(r, ret, 200, &x.a);
}

static enum err mail_in(struct request *r, struct db *db, void *arg)
{
    struct mails_run *x = arg;
    struct mail m;
    enum err e = mail_get(r->cx, db, x->id, &m);

    if (!e && !x->all && !text_equal(m.purpose, "report"))
        e = fail(r->cx, ERR_NOTFOUND, "mail.none", NULL);
    if (e)
        return e;
    mail_json_open(r->cx, &x->a.w, &m, true);
    json_close_object(&x->a.w);
    return OK;
}

static enum err mail_get_one(struct request *r, struct response *ret)
{
    struct mails_run x = {.all = sees_all(r)};
    enum err e = api_id(r, &x.id);

    api_json(r, &x.a);
    if (!e)
        e = api_read(r, mail_in, &x);
    return e ? e : api_send(r, ret, 200, &x.a);
}

/* --- one's own choices, and the summary of the week */

static enum err choices_in(struct request *r, struct db *db, void *arg)
{
    static const struct setting *const tables[] = {weekly_settings, mail_settings, NULL};
    struct answer_json *a = arg;
    struct mail_reader me;
    struct settings *set = NULL;
    enum err e = mail_reader_get(r->cx, db, reader_of(r), &me);

    if (!e)
        e = settings_load(r->cx, db, tables, r->cx->site, &set);
    if (e)
        return e;
    json_open_object(&a->w);
    json_text_member(&a->w, "address", me.address);
    json_bool_member(&a->w, "weekly", me.weekly);
    json_bool_member(&a->w, "silence", me.silence);
    json_int_member(&a->w, "weekday", setting_int(set, "weekly.weekday"));
    json_int_member(&a->w, "hour", setting_int(set, "weekly.hour"));
    json_text_member(&a->w, "home", mail_home(set, api_of(r)->home_url));
    json_text_member(&a->w, "sink", api_of(r)->mail_sink);
    json_text_member(&a->w, "confirmation", schedule_confirmation(r->cx));
    json_close_object(&a->w);
    return OK;
}

static enum err choices_get(struct request *r, struct response *ret)
{
    return api_answer(r, ret, choices_in);
}

static enum err choices_change_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct report_run *x = arg;

    return mail_choice_change(cx, db, cx->actor, x->in);
}

static enum err choices_patch(struct request *r, struct response *ret)
{
    struct report_run x = {0};
    enum err e = api_body_as(r, ret, "MailChoicesChange", &x.in);

    if (!e)
        e = db_write(r->cx, api_of(r)->pool, choices_change_in, &x);
    return e ? e : choices_get(r, ret);
}

static enum err weekly_get(struct request *r, struct response *ret)
{
    struct mail m = {0};
    enum err e =
        weekly_compose(r->cx, api_of(r)->pool, api_of(r)->facts, api_of(r)->home_url, NULL, &m);

    return e ? e : send_preview(r, ret, &m);
}

static enum err weekly_send_post(struct request *r, struct response *ret)
{
    enum err e =
        weekly_send_to(r->cx, api_of(r)->pool, api_of(r)->facts, api_of(r)->home_url, reader_of(r));

    return e ? e : send_waiting(r, ret, 1);
}

const struct route saved_report_routes[] = {
    {"GET", "/saved_reports/{id}/paper", MAY_READ, 0, paper_get, ROUTE_POOL, MIB(128)},
    {"GET", "/saved_reports/{id}/paper.csv", MAY_READ | MAY_EXPORT, 0, paper_csv_get, ROUTE_POOL,
     MIB(128)},
    {"GET", "/saved_reports/{id}/mail", MAY_READ, 0, mail_preview_get, ROUTE_POOL, MIB(128)},
    {"POST", "/saved_reports/{id}/copy", MAY_EDIT_PLAN, KIB(1), copy_post, ROUTE_POOL, 0},
    {"POST", "/saved_reports/{id}/send", MAY_READ | MAY_EXPORT, KIB(1), report_send_post,
     ROUTE_POOL, MIB(128)},
    {"GET", "/saved_reports/{id}/schedules", MAY_EDIT_PLAN, 0, schedules_get, ROUTE_POOL, 0},
    {"POST", "/saved_reports/{id}/schedules", MAY_EDIT_PLAN | MAY_EXPORT, KIB(32), schedules_post,
     ROUTE_POOL, 0},
    {"PATCH", "/report_schedules/{id}", MAY_EDIT_PLAN | MAY_EXPORT, KIB(32), schedule_patch,
     ROUTE_POOL, 0},
    {"DELETE", "/report_schedules/{id}", MAY_EDIT_PLAN, 0, schedule_delete, ROUTE_POOL, 0},
    {"POST", "/report_schedules/{id}/send", MAY_EDIT_PLAN | MAY_EXPORT, KIB(1), schedule_send_post,
     ROUTE_POOL, MIB(128)},
    {"GET", "/mails", MAY_EDIT_PLAN, 0, mails_get, ROUTE_POOL, 0},
    {"GET", "/mails/{id}", MAY_EDIT_PLAN, 0, mail_get_one, ROUTE_POOL, 0},
    {"GET", "/mail_choices", MAY_READ, 0, choices_get, ROUTE_POOL, 0},
    {"PATCH", "/mail_choices", MAY_READ, KIB(1), choices_patch, ROUTE_POOL, 0},
    {"GET", "/weekly", MAY_READ, 0, weekly_get, ROUTE_POOL, MIB(128)},
    {"POST", "/weekly/send", MAY_READ, KIB(1), weekly_send_post, ROUTE_POOL, MIB(128)},
    {0},
};
