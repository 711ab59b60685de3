/* command_saved_report.c -- praca report list, run and send: what was saved under a name, asked without a browser.
 *
 *     praca report list
 *     praca report run NUMBER [--format table|json|csv|html]
 *     praca report send NUMBER --to ADDRESS
 *
 * Reports of visits, funnels and attribution need the events at hand: while a server has them, the command is refused, and the
 * server's own answer is asked for (GET /api/v1/saved_reports/NUMBER/paper). A mail that was sent is handed over at once.
 */
#include "app/command_report.h"

#include "access/site.h"
#include "access/user.h"
#include "app/events.h"
#include "base/message.h"
#include "base/text.h"
#include "measure/report_schedule.h"
#include "net/mailer.h"

#include <inttypes.h>

struct saved {
    struct instance *in;
    int64_t id;
    struct report report;
    struct paper paper;
    struct events events;
    bool has_events;
};

static enum err list(struct ctx *cx, const struct instance *in)
{
    struct model_query q = {.limit = MODEL_PAGE_MAX};
    struct model_page page = {0};
    struct buf out = buf_in(cx->arena);
    struct db *db = NULL;
    enum err e = db_read(cx, in->pool, &db);

    if (!e)
        e = model_query_add(cx, &report_model, "trashed", "false", &q);
    if (!e)
        e = model_list(cx, db, &report_model, &q, &page);
    db_return(db);
    for (size_t i = 0; i < page.n && !e; i++) {
        const struct report *r = page.records[i];
        buf_print(&out, "%" PRId64 "\t%s\t%s\n", r->record.id, r->kind, r->name);
    }
    return e ? e : print_all(cx, &out);
}

static bool needs_events(const struct report *r)
{
    return text_equal(r->kind, "visits") || text_equal(r->kind, "funnel") ||
           text_equal(r->kind, "attribution");
}

static enum err read_report(struct ctx *cx, struct saved *s)
{
    struct db *db = NULL;
    enum err e = db_read(cx, s->in->pool, &db);

    if (!e)
        e = report_read(cx, db, s->id, &s->report);
    db_return(db);
    if (e || !needs_events(&s->report))
        return e;
    e = events_open(cx, s->in, &s->events);
    s->has_events = !e;
    return e ? e : events_load(cx, &s->events);
}

static struct fact_store *facts_of(const struct saved *s)
{
    return s->has_events ? s->events.store : NULL;
}

static enum err run(struct ctx *cx, struct saved *s, const char *format)
{
    struct buf out = buf_in(cx->arena);
    struct report_source source;
    struct json_writer w = json_to(&out);
    enum err e = report_source_open(cx, s->in->pool, facts_of(s), &source);

    if (!e)
        e = report_ask(cx, &source, &s->report, &s->paper);
    if (e)
        return e;
    if (text_equal(format, "json"))
        paper_json(&s->paper, &w);
    else if (text_equal(format, "csv"))
        paper_csv(&s->paper, &out);
    else if (text_equal(format, "html"))
        paper_html(cx, &s->paper, PAPER_MAIL, &out);
    else
        buf_print(&out, "%s\n", s->report.name);
    if (!format || text_equal(format, "table"))
        paper_text(cx, &s->paper, &out);
    return print_all(cx, &out);
}

static enum err send(struct ctx *cx, struct saved *s, const char *address)
{
    const char *dir = instance_path(cx, s->in, "mail");
    struct mailer *mailer = dir ? mailer_folder_new(dir) : NULL;
    struct db *db = NULL;
    struct user user;
    int sent = 0;
    enum err e = mailer ? db_read(cx, s->in->pool, &db) : fail_memory(cx);

    if (!e)
        e = user_find(cx, db, address, &user);
    db_return(db);
    if (!e)
        e = report_send_to(cx, s->in->pool, facts_of(s), instance_home(cx, s->in), s->id, user.id);
    if (!e)
        e = mail_send_waiting(cx, s->in->pool, mailer, instance_home(cx, s->in), &sent);
    mailer_free(mailer);
    if (!e)
        say(cx, "cli.report_sent", "waiting", "1", "sent", arena_print(cx->arena, "%d", sent),
            NULL);
    return e;
}

static bool is_format(const char *format)
{
    static const char *const names[] = {"table", "json", "csv", "html"};

    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (text_equal(names[i], format))
            return true;
    return !format;
}

enum err command_saved_report(struct ctx *cx, const struct args *a)
{
    bool is_list = a->word_count == 1 && text_equal(a->words[0], "list");
    bool is_run = a->word_count == 2 && text_equal(a->words[0], "run");
    bool is_send = a->word_count == 2 && text_equal(a->words[0], "send");
    const char *format = args_option(a, "format"), *to = args_option(a, "to");
    struct saved *s = arena_alloc(cx->arena, sizeof(*s));
    struct instance in = {0};
    struct site site;
    enum err e;

    if (!s)
        return fail_memory(cx);
    if ((!is_list && !is_run && !is_send) || (!is_list && !id_read(a->words[1], &s->id)) ||
        (is_send && text_empty(to)))
        return fail(cx, ERR_INVALID, "cli.report_usage", NULL);
    if (!is_format(format))
        return fail(cx, ERR_INVALID, "cli.format", "format", format, NULL);
    e = instance_open(cx, a, 0, &in);
    if (e)
        return e;
    s->in = &in;
    e = instance_site(cx, &in, a, &site);
    if (!e && !is_list)
        e = read_report(cx, s);
    if (!e)
        e = is_list ? list(cx, &in) : is_run ? run(cx, s, format) : send(cx, s, to);
    if (s->has_events)
        events_close(&s->events);
    instance_close(cx, &in);
    return e;
}
