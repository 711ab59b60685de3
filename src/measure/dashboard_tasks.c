/* dashboard_tasks.c -- what needs somebody today: each with the screen where it is mended. */
#include "base/message.h"
#include "base/text.h"
#include "base/time.h"
#include "measure/channel_report_priv.h"
#include "measure/dashboard_priv.h"
#include "measure/road.h"
#include "measure/silence.h"
#include "people/research.h"
#include "people/rights_request.h"
#include "work/webhook.h"

#include "dashboard_sql.h"

#include <string.h>

enum { STOPPED_MAX = 3 };

const struct setting measure_settings[] = {
    {"measure.stale_deal_days", SETTING_INT, 7, 365, "90", "days"},
    {"measure.failed_import_days", SETTING_INT, 1, 365, "30", "days"},
    {"measure.gross_margin", SETTING_INT, 0, 100, "0", "percent"},
    {"measure.recurring", SETTING_BOOL, 0, 1, "0", NULL},
    {"funnel.stages", SETTING_NAMES, 0, 200, FUNNEL_STAGES_USUAL, NULL},
    {0},
};

static void add(struct ctx *cx, struct dashboard *d, const char *code, const char *plural,
                const struct fault_param *params, size_t n, const char *url)
{
    const char *key = arena_print(cx->arena, "dashboard.task.%s%s", code, plural);

    if (d->task_count < DASHBOARD_TASKS)
        d->tasks[d->task_count++] =
            (struct dashboard_task){code, message(cx->arena, cx->lang, key, params, n), url};
}

/* days: that the sentence names; NULL when it names none. */
static void add_count(struct ctx *cx, struct dashboard *d, const char *code, int64_t count,
                      const char *days, const char *url)
{
    struct figure f = figure_whole(count);
    struct fault_param p[] = {{"count", figure_text(cx, NULL, UNIT_COUNT, &f)}, {"days", days}};

    if (count > 0)
        add(cx, d, code, count == 1 ? "_one" : "", p, days ? 2 : 1, url);
}

static enum err failed_imports(struct ctx *cx, struct db *db, const struct settings *set,
                               struct dashboard *d)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_dashboard_imports_failed, &st);

    if (e)
        return e;
    db_bind_int(st, "since_at",
                ctx_now(cx) - DAYS_MS(setting_int(set, "measure.failed_import_days")));
    while (!(e = db_step(cx, st, &row)) && row) {
        struct fault_param p = {"name", db_text_dup(cx, st, 1)};
        add(cx, d, "import_failed", "", &p, 1,
            arena_print(cx->arena, "/import/%lld", (long long)db_int(st, 0)));
    }
    db_done(st);
    return e;
}

static enum err failed_sources(struct ctx *cx, struct db *db, struct dashboard *d)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_dashboard_sources_failed, &st);

    if (e)
        return e;
    while (!(e = db_step(cx, st, &row)) && row) {
        struct fault_param p = {"name", db_text_dup(cx, st, 1)};
        add(cx, d, "source_failed", "", &p, 1,
            arena_print(cx->arena, "/import/sources/%lld", (long long)db_int(st, 0)));
    }
    db_done(st);
    return e;
}

static enum err rivals_changed(struct ctx *cx, struct db *db, struct dashboard *d)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_dashboard_rivals, &st);

    if (e)
        return e;
    while (!(e = db_step(cx, st, &row)) && row) {
        struct fault_param p = {"name", db_text_dup(cx, st, 1)};
        add(cx, d, "rival_changed", "", &p, 1,
            arena_print(cx->arena, "/competitors/%lld", (long long)db_int(st, 0)));
    }
    db_done(st);
    return e;
}

static void goals_behind(struct ctx *cx, struct dashboard *d)
{
    for (size_t i = 0; i < d->goal_count; i++) {
        const struct dashboard_goal *g = &d->goals[i];
        struct fault_param p[] = {
            {"name", g->name},
            {"current", figure_said(cx, d->currency, g->progress.unit, g->progress.current)},
            {"expected", figure_said(cx, d->currency, g->progress.unit, g->progress.expected_now)}};
        if (g->progress.verdict == VERDICT_BEHIND)
            add(cx, d, g->progress.over ? "goal_missed" : "goal_behind", "", p, COUNT_OF(p),
                arena_print(cx->arena, "/goals/%lld", (long long)g->id));
    }
}

static enum err waiting_deals(struct ctx *cx, struct db *db, const struct settings *set,
                              struct dashboard *d)
{
    int64_t days = setting_int(set, "measure.stale_deal_days");
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_dashboard_deals_waiting, &st);

    if (e)
        return e;
    db_bind_int(st, "since_at", ctx_now(cx) - DAYS_MS(days));
    e = db_step(cx, st, &row);
    if (!e && row) {
        add_count(cx, d, "no_payer", db_int(st, 1), NULL, "/people/deals");
        add_count(cx, d, "stale_deals", db_int(st, 0), arena_print(cx->arena, "%d", (int)days),
                  "/people/deals");
    }
    db_done(st);
    return e;
}

/* What was promised for today or before: one's own, else everybody's. */
static enum err follow_ups(struct ctx *cx, struct db *db, struct dashboard *d)
{
    const struct zone *zone = NULL;
    const char *currency = NULL;
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = report_site(cx, db, &zone, &currency);

    if (!e)
        e = db_begin(cx, db, &SQL_dashboard_follow_ups, &st);
    if (e)
        return e;
    db_bind_int(st, "owner", cx->actor);
    db_bind_int(st, "until_at",
                time_day_start(zone, time_day_start(zone, ctx_now(cx)) + HOURS_MS(26)));
    e = db_step(cx, st, &row);
    if (!e && row && db_int(st, 1) > 0)
        add_count(cx, d, "my_follow_ups", db_int(st, 1), NULL, "/people/tasks?owner=me");
    else if (!e && row)
        add_count(cx, d, "follow_ups", db_int(st, 0), NULL, "/people/tasks");
    db_done(st);
    return e;
}

/* One's own first: nobody answers for another. */
static enum err late_handoffs(struct ctx *cx, struct db *db, struct dashboard *d)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_dashboard_handoffs_late, &st);

    if (e)
        return e;
    db_bind_int(st, "me", cx->actor);
    e = db_step(cx, st, &row);
    if (!e && row) {
        int64_t all = db_int(st, 0), mine = db_int(st, 1);
        add_count(cx, d, "my_handoffs", mine, NULL, "/people/handoff?late=1");
        add_count(cx, d, "late_handoffs", all - mine, NULL, "/people/handoff?late=1");
    }
    db_done(st);
    return e;
}

static enum err fell_silent(struct ctx *cx, struct db *db, struct dashboard *d)
{
    struct silence now;
    enum err e = silence_get(cx, db, &now);

    if (!e && now.silent)
        add(cx, d, "silence", "", NULL, 0, "/results/health");
    return e;
}

static enum err research(struct ctx *cx, struct db *db, struct dashboard *d)
{
    struct research_alert *rows = NULL;
    size_t n = 0;
    enum err e = research_alerts(cx, db, 0, &rows, &n);

    for (size_t i = 0; i < n && i < STOPPED_MAX && !e; i++) {
        struct fault_param p[] = {{"count", arena_print(cx->arena, "%zu", rows[i].people_count)},
                                  {"name", rows[i].account_name},
                                  {"days", arena_print(cx->arena, "%d", (int)rows[i].days)}};
        add(cx, d, "research", "", p, COUNT_OF(p),
            arena_print(cx->arena, "/people/accounts/%lld", (long long)rows[i].account));
    }
    return e;
}

static const struct report_row *row_by_key(const struct channel_report *r, const char *key)
{
    for (size_t i = 0; i < r->count; i++)
        if (!strcmp(r->rows[i].key, key))
            return &r->rows[i];
    return NULL;
}

/* Spend that was given once is missed when it stops; of what never cost anything nothing is asked. */
static void missing_spend(struct ctx *cx, const struct channel_report *recent, struct dashboard *d)
{
    const char *days = arena_print(cx->arena, "%d", d->days);
    int told = 0;

    if (d->report.totals.figures[COLUMN_LEADS].whole > 0 &&
        !d->report.totals.figures[COLUMN_SPEND].known &&
        !other_money_count(&d->report.totals.others, OTHER_SPEND) &&
        !other_money_count(&d->report.totals.others, OTHER_MEDIA)) {
        add(cx, d, "no_spend", "", NULL, 0, "/results/spend");
        return;
    }
    for (size_t i = 0; i < recent->count && told < STOPPED_MAX; i++) {
        const struct report_row *now = &recent->rows[i], *ever = row_by_key(&d->report, now->key);
        struct fault_param p[] = {{"name", now->name}, {"days", days}};
        if (now->figures[COLUMN_LEADS].whole > 0 && !now->figures[COLUMN_SPEND].known && ever &&
            ever->figures[COLUMN_SPEND].known) {
            add(cx, d, "spend_stopped", "", p, COUNT_OF(p), "/results/spend");
            told++;
        }
    }
}

static int64_t anomaly_count(const struct channel_report *r, const char *code)
{
    for (size_t i = 0; i < r->anomaly_count; i++)
        if (!strcmp(r->anomalies[i].code, code))
            return r->anomalies[i].count;
    return 0;
}

static enum err due_requests(struct ctx *cx, struct db *db, struct dashboard *d)
{
    int64_t late = 0, soon = 0;
    enum err e = rights_due(cx, db, &late, &soon);

    add_count(cx, d, "rights_late", late, NULL, "/people/rights");
    add_count(cx, d, "rights_soon", soon, NULL, "/people/rights");
    return e;
}

static enum err paused_webhooks(struct ctx *cx, struct db *db, struct dashboard *d)
{
    int64_t n = 0;
    enum err e = webhooks_paused(cx, db, &n);

    add_count(cx, d, "webhooks_paused", n, NULL, "/settings/webhooks");
    return e;
}

static enum err drifted(struct ctx *cx, struct db *db, struct dashboard *d)
{
    int64_t n = 0;
    enum err e = road_drifts_standing(cx, db, &n);

    add_count(cx, d, "plan_drifted", n, NULL, "/plan");
    return e;
}

enum err dashboard_tasks(struct ctx *cx, struct db *db, const struct channel_report *recent,
                         struct dashboard *d)
{
    static const struct setting *const tables[] = {measure_settings, NULL};
    struct settings *set = NULL;
    enum err e = settings_load(cx, db, tables, cx->site, &set);

    if (!e)
        e = failed_imports(cx, db, set, d);
    if (!e)
        e = due_requests(cx, db, d);
    if (!e)
        e = paused_webhooks(cx, db, d);
    if (!e)
        e = fell_silent(cx, db, d);
    if (e)
        return e;
    e = follow_ups(cx, db, d);
    if (!e)
        e = research(cx, db, d);
    if (!e)
        e = failed_sources(cx, db, d);
    if (!e)
        e = rivals_changed(cx, db, d);
    if (e)
        return e;
    goals_behind(cx, d);
    e = drifted(cx, db, d);
    if (!e)
        e = late_handoffs(cx, db, d);
    if (!e)
        e = waiting_deals(cx, db, set, d);
    missing_spend(cx, recent, d);
    add_count(cx, d, "blank_channel", anomaly_count(&d->report, "blank_channel"), NULL,
              "/results/channels/rows?by=channel&key=(none)&column=leads");
    add_count(cx, d, "won_before_contact", anomaly_count(&d->report, "won_before_contact"), NULL,
              "/results/channels");
    return e;
}
