/* weekly.c -- see weekly.h. */
#include "measure/weekly.h"

#include "access/site.h"
#include "base/text.h"
#include "base/time.h"
#include "measure/channel_report_priv.h"
#include "measure/dashboard.h"
#include "measure/mail_frame.h"
#include "measure/metric.h"
#include "measure/metric_text.h"
#include "measure/paper.h"
#include "measure/report_kind_priv.h"
#include "measure/report_schedule.h"

#include "report_sql.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { WEEK = 7, SUMMARY_DAYS = 30 };

const struct setting weekly_settings[] = {
    {"weekly.weekday", SETTING_INT, 1, 7, "1", NULL},
    {"weekly.hour", SETTING_INT, 0, 23, "8", "hours"},
    {0},
};

/* need: how much the four weeks before must hold before a change is told. by: the figure whose amount is asked for; money has that
 * of what it comes from. */
static const struct weekly_row {
    const char *key;
    int64_t need;
    const char *by;
} weekly_rows[] = {
    {"visits", 80, "visits"}, {"leads", 20, "leads"}, {"mqls", 10, "mqls"},
    {"won", 8, "won"},        {"revenue", 8, "won"},  {"spend", 0, "spend"},
};

struct summary {
    struct report_source source;
    const char *site, *home;
    int64_t first; /* day number: the week begins */
    struct dashboard board;
    struct paper paper;
};

/* --- figures */

static enum err visits_in(struct ctx *cx, const struct summary *s, int64_t first, int64_t last,
                          struct figure *ret)
{
    struct buf out = buf_in(cx->arena);
    const struct json *q = NULL, *answer = NULL, *row;
    const char *text =
        arena_print(cx->arena, "{\"metrics\":[\"visits\"],\"date_range\":[\"%s\",\"%s\"]}",
                    day_text(cx, first), day_text(cx, last));
    enum err e = text ? json_parse(cx, text, strlen(text), &q) : fail_memory(cx);

    if (!e)
        e = s->source.facts ? statistics_json(cx, &s->source.site, q, &out)
                            : fail(cx, ERR_BUSY, "facts.stopping", NULL);
    if (!e)
        e = buf_ok(&out) ? json_parse(cx, buf_text(&out), out.len, &answer) : fail_memory(cx);
    if (e)
        return e;
    row = json_get(answer, "results");
    row = row && row->first ? json_get(row->first, "metrics") : NULL;
    *ret = figure_whole(row && row->first ? json_int(row->first, 0) : 0);
    return OK;
}

static enum err value_in(struct ctx *cx, struct db *db, const struct summary *s, const char *key,
                         int64_t first, int64_t last, struct figure *ret)
{
    if (text_equal(key, "visits"))
        return visits_in(cx, s, first, last, ret);
    return metric_value(cx, db, key, day_text(cx, first), day_text(cx, last), NULL, ret);
}

static enum unit unit_of(const char *key)
{
    const struct metric *m = metric_find(key);

    return m ? m->unit : UNIT_COUNT;
}

static const char *label_of(struct ctx *cx, const char *key)
{
    return text_equal(key, "visits")
               ? message(cx->arena, cx->lang, "stats.metric.visits.label", NULL, 0)
               : metric_label(cx, key);
}

/* The four weeks as one sum, and as the mean of a week. */
static void put_before(struct ctx *cx, struct summary *s, const struct weekly_row *row,
                       const struct figure *now, const struct figure *four,
                       const struct figure *carries, struct paper_cell *cells)
{
    enum unit unit = unit_of(row->key);
    struct figure mean = *four;
    struct figure few;

    if (!four->known)
        return;
    if (carries->whole < row->need) {
        few = figure_few("weekly.few", carries->whole, row->need);
        cells[3] = paper_words(figure_sentence(cx, &few));
        cells[3].plain = "";
    } else if (now->known) {
        cells[3] = paper_change(cx, (double)now->whole, (double)four->whole / WEEKLY_WEEKS,
                                text_equal(row->key, "spend"));
    }
    mean.whole = (int64_t)llround((double)four->whole / WEEKLY_WEEKS);
    cells[2] = paper_figure(cx, &s->paper, unit, &mean);
}

static enum err put_row(struct ctx *cx, struct db *db, struct summary *s, struct paper_table *t,
                        const struct weekly_row *row)
{
    struct figure now = figure_unknown(NULL), four = now, carries;
    struct other_monies others = {0};
    struct paper_cell *cells;
    int64_t before = s->first - (int64_t)WEEK * WEEKLY_WEEKS;
    enum err e = value_in(cx, db, s, row->key, s->first, s->first + WEEK - 1, &now);

    if (!e)
        e = value_in(cx, db, s, row->key, before, s->first - 1, &four);
    carries = four;
    if (!e && !text_equal(row->by, row->key))
        e = value_in(cx, db, s, row->by, before, s->first - 1, &carries);
    if (!e && metric_leaves_out(row->key))
        e = metric_others(cx, db, row->key, day_text(cx, s->first),
                          day_text(cx, s->first + WEEK - 1), NULL, &others);
    cells = e ? NULL : paper_row_add(cx, t);
    if (!cells)
        return e ? e : fail_memory(cx);
    report_note_others(cx, &s->paper, label_of(cx, row->key), &others);
    cells[0] = paper_words(label_of(cx, row->key));
    cells[1] = paper_figure(cx, &s->paper, unit_of(row->key), &now);
    put_before(cx, s, row, &now, &four, &carries, cells);
    return OK;
}

static enum err put_changes(struct ctx *cx, struct db *db, struct summary *s)
{
    struct paper_table *t =
        paper_table_add(&s->paper, report_say(cx, "weekly.changes", NULL, NULL));
    enum err e = OK;

    paper_column_add(t, "metric", report_say(cx, "paper.figure", NULL, NULL), NULL, false);
    paper_column_add(t, "week", report_say(cx, "weekly.week", NULL, NULL), NULL, true);
    paper_column_add(t, "mean", report_say(cx, "weekly.mean", NULL, NULL), NULL, true);
    paper_column_add(t, "change", report_say(cx, "paper.change", NULL, NULL), NULL, true);
    for (size_t i = 0; i < COUNT_OF(weekly_rows) && !e; i++)
        e = put_row(cx, db, s, t, &weekly_rows[i]);
    return e;
}

static const char *state_key(const struct goal_progress *p)
{
    if (p->verdict != VERDICT_ON_TRACK)
        return p->verdict != VERDICT_BEHIND ? "weekly.unknown"
               : p->over                    ? "weekly.missed"
                                            : "weekly.behind";
    return p->keeps ? "weekly.kept" : p->reached ? "weekly.reached" : "weekly.on_track";
}

static void put_goals(struct ctx *cx, struct summary *s)
{
    struct paper_table *t;

    if (!s->board.goal_count)
        return;
    t = paper_table_add(&s->paper, report_say(cx, "weekly.goals", NULL, NULL));
    paper_column_add(t, "goal", report_say(cx, "weekly.goal", NULL, NULL), NULL, false);
    paper_column_add(t, "current", report_say(cx, "weekly.current", NULL, NULL), NULL, true);
    paper_column_add(t, "target", report_say(cx, "weekly.target", NULL, NULL), NULL, true);
    paper_column_add(t, "state", report_say(cx, "weekly.state", NULL, NULL), NULL, false);
    for (size_t i = 0; i < s->board.goal_count; i++) {
        const struct dashboard_goal *g = &s->board.goals[i];
        struct paper_cell *cells = paper_row_add(cx, t);
        struct figure now = figure_real(g->progress.current);
        struct figure to = figure_real(g->progress.target);
        if (!cells)
            return;
        now.whole = isnan(now.value) ? 0 : (int64_t)llround(now.value);
        to.whole = isnan(to.value) ? 0 : (int64_t)llround(to.value);
        now.known = !isnan(now.value);
        to.known = !isnan(to.value);
        report_note_others(cx, &s->paper, g->name, &g->progress.others);
        cells[0] = paper_words(g->name);
        cells[1] =
            now.known ? paper_figure(cx, &s->paper, g->progress.unit, &now) : paper_words("–");
        cells[2] = to.known ? paper_figure(cx, &s->paper, g->progress.unit, &to) : paper_words("–");
        cells[3] = paper_words(report_say(cx, state_key(&g->progress), NULL, NULL));
        cells[3].change = g->progress.verdict == VERDICT_BEHIND ? -1 : 0;
    }
}

/* --- what waits */

static void tasks_html(struct ctx *cx, const struct summary *s, struct buf *out)
{
    buf_add_text(out, "<h2 style=\"font-size:17px;margin:16px 0 6px;color:#12263a\">");
    text_html(out, report_say(cx, "weekly.todo", NULL, NULL));
    buf_add_text(out, "</h2>");
    if (!s->board.task_count) {
        buf_add_text(out, "<p style=\"margin:4px 0\">");
        text_html(out, report_say(cx, "weekly.nothing", NULL, NULL));
        buf_add_text(out, "</p>");
        return;
    }
    buf_add_text(out, "<ul style=\"margin:4px 0 18px;padding-left:20px\">");
    for (size_t i = 0; i < s->board.task_count; i++) {
        const struct dashboard_task *t = &s->board.tasks[i];
        buf_add_text(out, "<li style=\"margin:4px 0\">");
        if (s->home) {
            buf_add_text(out, "<a style=\"color:#1f4e8c\" href=\"");
            text_html(out, s->home);
            text_html(out, t->url);
            buf_add_text(out, "\">");
        }
        text_html(out, t->message);
        buf_add_text(out, s->home ? "</a></li>" : "</li>");
    }
    buf_add_text(out, "</ul>");
}

static void tasks_text(struct ctx *cx, const struct summary *s, struct buf *out)
{
    buf_print(out, "%s\n\n", report_say(cx, "weekly.todo", NULL, NULL));
    if (!s->board.task_count)
        buf_print(out, "%s\n", report_say(cx, "weekly.nothing", NULL, NULL));
    for (size_t i = 0; i < s->board.task_count; i++) {
        const struct dashboard_task *t = &s->board.tasks[i];
        buf_print(out, "- %s\n", t->message);
        if (s->home)
            buf_print(out, "  %s%s\n", s->home, t->url);
    }
    buf_add_char(out, '\n');
}

/* --- the whole */

static enum err read_summary(struct ctx *cx, struct db_pool *pool, struct fact_store *facts,
                             const char *home, struct summary *s)
{
    struct site site;
    struct db *db = NULL;
    enum err e = report_source_open(cx, pool, facts, &s->source);

    s->first = day_of(s->source.site.zone, ctx_now(cx)) - WEEK;
    s->paper.currency = s->source.site.currency;
    s->paper.period =
        report_days_text(cx, day_text(cx, s->first), day_text(cx, s->first + WEEK - 1));
    s->paper.compared = report_days_text(cx, day_text(cx, s->first - (int64_t)WEEK * WEEKLY_WEEKS),
                                         day_text(cx, s->first - 1));
    if (!e)
        e = db_read(cx, pool, &db);
    if (!e)
        e = site_get(cx, db, cx->site, &site);
    if (!e) {
        s->site = site.name;
        e = mail_home_of(cx, db, home, &s->home);
    }
    if (!e)
        e = dashboard_read(cx, db, SUMMARY_DAYS, &s->board);
    if (!e)
        e = put_changes(cx, db, s);
    db_return(db);
    if (!e)
        put_goals(cx, s);
    return e;
}

enum err weekly_compose(struct ctx *cx, struct db_pool *pool, struct fact_store *facts,
                        const char *home, const char *stop_url, struct mail *ret)
{
    struct summary *s = arena_alloc(cx->arena, sizeof(*s));
    struct buf html = buf_in(cx->arena), text = buf_in(cx->arena);
    struct mail_frame f = {.stop_url = stop_url};
    struct fault_param p[] = {{"site", NULL}, {"period", NULL}};
    enum err e = s ? read_summary(cx, pool, facts, home, s) : fail_memory(cx);

    if (e)
        return e;
    f.site = p[0].value = s->site;
    p[1].value = s->paper.period;
    f.title = report_say(cx, "weekly.title", NULL, NULL);
    f.why = report_say(cx, "weekly.why", "site", s->site);
    f.open_url = s->home ? arena_print(cx->arena, "%s/", s->home) : NULL;
    f.open_label = report_say(cx, "weekly.open", NULL, NULL);
    mail_frame_open(cx, &f, &html);
    tasks_html(cx, s, &html);
    paper_html(cx, &s->paper, PAPER_MAIL, &html);
    mail_frame_close(cx, &f, &html);
    mail_frame_text_open(&f, &text);
    tasks_text(cx, s, &text);
    paper_text(cx, &s->paper, &text);
    mail_frame_text_close(cx, &f, &text);
    if (!buf_ok(&html) || !buf_ok(&text) || arena_full(cx->arena))
        return fail_memory(cx);
    ret->purpose = "weekly";
    ret->lang = cx->lang;
    ret->subject = message(cx->arena, cx->lang, "weekly.subject", p, COUNT_OF(p));
    ret->html = buf_text(&html);
    ret->text = buf_text(&text);
    ret->stop_url = stop_url;
    return OK;
}

/* --- sending */

struct weekly_sending {
    struct mail *mails;
    size_t n;
    int64_t due_at, next_at; /* due_at NIL: the site had no moment yet */
    bool now;
};

/* As the reader, so that it speaks of their own tasks in their language. */
static enum err compose_for(struct ctx *cx, struct db_pool *pool, struct fact_store *facts,
                            const char *home, const struct mail_reader *r, struct mail *m)
{
    enum lang lang = cx->lang;
    int64_t actor = cx->actor;
    const char *here = NULL, *stop = NULL;
    struct db *db = NULL;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = mail_home_of(cx, db, home, &here);
    if (!e)
        e = mail_stop_url(cx, db, here, STOP_WEEKLY, r->user, &stop);
    db_return(db);
    cx->lang = r->lang;
    cx->actor = r->user;
    if (!e)
        e = weekly_compose(cx, pool, facts, home, stop, m);
    cx->lang = lang;
    cx->actor = actor;
    m->about = NIL;
    m->user = r->user;
    m->address = r->address;
    m->name = r->name;
    m->state = "waiting";
    return e;
}

static enum err put_next(struct ctx *cx, struct db *db, const struct weekly_sending *w, bool *ret)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_weekly_put, &st);

    if (!e) {
        db_bind_int(st, "next_at", w->next_at);
        db_bind_int(st, "due_at", w->due_at);
        e = db_step(cx, st, ret);
    }
    db_done(st);
    return e;
}

static enum err write_in(struct ctx *cx, struct db *db, void *arg)
{
    struct weekly_sending *w = arg;
    bool mine = w->now, is_new = false;
    enum err e = w->now ? OK : put_next(cx, db, w, &mine);

    for (size_t i = 0; i < w->n && mine && !e; i++)
        e = mail_add(cx, db, &w->mails[i], &is_new);
    return e;
}

enum err weekly_send_to(struct ctx *cx, struct db_pool *pool, struct fact_store *facts,
                        const char *home, int64_t user)
{
    struct mail m = {0};
    struct weekly_sending w = {.mails = &m, .n = 1, .now = true};
    struct mail_reader r;
    struct db *db = NULL;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = mail_reader_get(cx, db, user, &r);
    db_return(db);
    if (!e)
        e = compose_for(cx, pool, facts, home, &r, &m);
    if (e)
        return e;
    m.key = arena_print(cx->arena, "weekly-to:%" PRId64 ":%" PRId64, user, id_next(cx));
    return m.key ? db_write(cx, pool, write_in, &w) : fail_memory(cx);
}

static enum err next_moment(struct ctx *cx, struct db *db, int64_t *ret)
{
    static const struct setting *const tables[] = {weekly_settings, NULL};
    struct report_when when = {.cadence = CADENCE_WEEKLY};
    const struct zone *zone = NULL;
    const char *currency = NULL;
    struct settings *set = NULL;
    enum err e = settings_load(cx, db, tables, cx->site, &set);

    if (!e)
        e = report_site(cx, db, &zone, &currency);
    if (e)
        return e;
    when.weekday = (int)setting_int(set, "weekly.weekday");
    when.hour = (int)setting_int(set, "weekly.hour");
    *ret = report_when_next(&when, zone, ctx_now(cx));
    return OK;
}

static enum err compose_all(struct ctx *cx, struct db_pool *pool, struct fact_store *facts,
                            const char *home, const struct mail_reader *all, size_t n,
                            struct weekly_sending *w)
{
    enum err e = OK;

    w->mails = arena_array(cx->arena, n + 1, sizeof(*w->mails));
    if (!w->mails)
        return fail_memory(cx);
    for (size_t i = 0; i < n && !e; i++) {
        struct mail *m = &w->mails[w->n];
        if (!all[i].weekly)
            continue;
        e = compose_for(cx, pool, facts, home, &all[i], m);
        m->key = arena_print(cx->arena, "weekly:%" PRId64 ":%" PRId64, w->due_at, all[i].user);
        w->n++;
    }
    return !e && arena_full(cx->arena) ? fail_memory(cx) : e;
}

/* A site that has no moment yet gets its first one; one whose settings, or clock, moved gets the new one. */
static enum err site_due(struct ctx *cx, struct db_pool *pool, struct fact_store *facts,
                         const char *home, int64_t due_at)
{
    struct weekly_sending w = {.due_at = due_at};
    struct mail_reader *all = NULL;
    struct db *db = NULL;
    size_t n = 0;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = next_moment(cx, db, &w.next_at);
    if (!e && due_at != NIL)
        e = mail_readers(cx, db, &all, &n);
    db_return(db);
    if (e || (due_at > ctx_now(cx) && due_at == w.next_at))
        return e;
    if (due_at != NIL && due_at <= ctx_now(cx))
        e = compose_all(cx, pool, facts, home, all, n, &w);
    return e ? e : db_write(cx, pool, write_in, &w);
}

struct weekly_site {
    int64_t id, next_at;
};

static void read_site(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(struct weekly_site *)row = (struct weekly_site){db_int(st, 0), db_int(st, 1)};
}

enum err weekly_due(struct ctx *cx, struct db_pool *pool, struct fact_store *facts,
                    const char *home)
{
    struct weekly_site *all = NULL;
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    int64_t mine = cx->site;
    size_t n = 0;
    enum err first = OK, e = db_read(cx, pool, &db);

    if (!e)
        e = db_begin(cx, db, &SQL_weekly_sites, &st);
    if (!e)
        e = db_collect(cx, st, sizeof(*all), read_site, &all, &n);
    db_done(st);
    db_return(db);
    for (size_t i = 0; i < n && !e; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        enum err one;
        cx->site = all[i].id;
        one = site_due(cx, pool, facts, home, all[i].next_at);
        if (one && !first)
            first = one;
        if (!first)
            arena_reset(cx->arena, mark);
    }
    cx->site = mine;
    return e ? e : first;
}
