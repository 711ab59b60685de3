/* dashboard.c -- see dashboard.h. A few reports and a few counts; nothing is kept between two looks. */
#include "measure/dashboard.h"

#include "base/text.h"
#include "measure/channel_report_priv.h"
#include "measure/dashboard_priv.h"
#include "people/lifecycle.h"

#include "dashboard_sql.h"

#include <math.h>
#include <string.h>

enum { PEOPLE_NEEDED = 20, DAYS_MAX = 366, GOAL_AFTER_DAYS = 14 };

static const char *const stage_names[STAGES] = {"awareness", "consideration", "decision",
                                                "retention"};

/* In which stage of the funnel each lifecycle stands, in the order of lifecycle_stages, as the site has it: "awareness,
 * consideration, ..." False when the text is not eight of the four names. */
static bool read_map(const char *text, int *stage_of)
{
    int n = 0;

    while (text && *text && n < LIFECYCLES) {
        size_t at = strspn(text, " "), len = strcspn(text + at, ", ");
        int s = 0;
        while (s < STAGES &&
               (strlen(stage_names[s]) != len || memcmp(stage_names[s], text + at, len) != 0))
            s++;
        if (s == STAGES)
            return false;
        stage_of[n++] = s;
        text += at + len;
        text += strspn(text, ", ");
    }
    return n == LIFECYCLES && (!text || !*text);
}

static enum err read_stages(struct ctx *cx, struct db *db, int *stage_of)
{
    static const struct setting *const tables[] = {measure_settings, NULL};
    struct settings *set = NULL;
    enum err e = settings_load(cx, db, tables, cx->site, &set);

    if (!e && !read_map(setting_text(set, "funnel.stages"), stage_of))
        (void)read_map(FUNNEL_STAGES_USUAL, stage_of);
    return e;
}

static enum err read_funnel(struct ctx *cx, struct db *db, struct dashboard *d)
{
    struct db_stmt *st = NULL;
    int stage_of[LIFECYCLES] = {0};
    bool row = false;
    enum err e = read_stages(cx, db, stage_of);

    if (!e)
        e = db_begin(cx, db, &SQL_dashboard_lifecycle, &st);

    while (!e && !(e = db_step(cx, st, &row)) && row) {
        int rank = lifecycle_rank(db_text(st, 0));
        if (rank >= 0 && rank < LIFECYCLES)
            d->lifecycle[rank] = db_int(st, 1);
    }
    db_done(st);
    if (e)
        return e;
    for (int i = 0; i < LIFECYCLES; i++)
        for (int s = 0; s <= stage_of[i]; s++) {
            d->holds[s][i] = true;
            d->reached[s] += d->lifecycle[i];
        }
    for (int s = 0; s + 1 < STAGES; s++)
        d->goes_on[s] =
            figure_share(d->reached[s + 1], d->reached[s], PEOPLE_NEEDED, "dashboard.few_people");
    return OK;
}

static enum err read_sums(struct ctx *cx, struct db *db, int64_t first, int64_t last,
                          struct channel_report *ret_report, struct dashboard_sums *ret)
{
    struct report_ask ask = {
        .by = BY_CHANNEL, .from = day_text(cx, first), .to = day_text(cx, last)};
    enum err e = channel_report_run(cx, db, &ask, ret_report);

    if (e)
        return e;
    ret->leads = ret_report->totals.figures[COLUMN_LEADS];
    ret->spend = ret_report->totals.figures[COLUMN_SPEND];
    e = metric_value(cx, db, "won", ask.from, ask.to, NULL, &ret->won);
    if (!e)
        e = metric_value(cx, db, "revenue", ask.from, ask.to, NULL, &ret->revenue);
    if (!e)
        e = metric_others(cx, db, "revenue", ask.from, ask.to, NULL, &ret->others);
    if (!e)
        other_money_pick(cx->arena, &ret->others, &ret_report->totals.others,
                         OTHER_SPEND | OTHER_MEDIA);
    return e;
}

/* The month of a day, as an index from the first of the twelve; may be outside. */
static int64_t month_index(const struct dashboard *d, const char *month)
{
    for (int i = 0; i < DASHBOARD_MONTHS; i++)
        if (!strcmp(d->months[i].month, month))
            return i;
    return -1;
}

static enum err read_wins(struct ctx *cx, struct db *db, const struct period *p,
                          struct dashboard *d)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_dashboard_wins, &st);

    if (e)
        return e;
    db_bind_int(st, "from_at", p->from_at);
    db_bind_int(st, "until_at", p->until_at);
    while (!(e = db_step(cx, st, &row)) && row) {
        char day[DATE_TEXT_MAX];
        int64_t i;
        date_text(d->report.zone, db_int(st, 0), day);
        day[7] = 0;
        i = month_index(d, day);
        if (i < 0)
            continue;
        d->months[i].won++;
        if (db_is_null(st, 1))
            continue;
        if (is_foreign(db_text(st, 2), d->currency)) {
            other_money_add(cx->arena, &d->others, OTHER_DEALS, db_text(st, 2), db_int(st, 1), 1);
            continue;
        }
        d->months[i].revenue = figure_whole(
            money_add(d->months[i].revenue.known ? d->months[i].revenue.whole : 0, db_int(st, 1)));
    }
    db_done(st);
    return e;
}

static enum err read_months(struct ctx *cx, struct db *db, int64_t today, struct dashboard *d)
{
    int64_t first = month_start(today, 1 - DASHBOARD_MONTHS);
    struct period p = period_of_days(cx, d->report.zone, first, today);
    struct report_ask ask = {.by = BY_MONTH, .from = p.from, .to = p.to};
    struct channel_report r;
    enum err e;

    for (int i = 0; i < DASHBOARD_MONTHS; i++) {
        const char *day = day_text(cx, month_start(first, i));
        d->months[i] =
            (struct dashboard_month){.month = day ? arena_dup_n(cx->arena, day, 7) : NULL,
                                     .spend = figure_unknown("report.spend_not_given"),
                                     .revenue = figure_unknown("report.revenue_not_given")};
        if (!d->months[i].month)
            return fail_memory(cx);
    }
    e = channel_report_run(cx, db, &ask, &r);
    if (e)
        return e;
    for (size_t i = 0; i < r.count; i++) {
        int64_t at = month_index(d, r.rows[i].key);
        if (at >= 0)
            d->months[at].spend = r.rows[i].figures[COLUMN_SPEND];
    }
    e = read_wins(cx, db, &p, d);
    other_money_pick(cx->arena, &d->others, &r.totals.others, OTHER_SPEND | OTHER_MEDIA);
    for (int i = 0; i < DASHBOARD_MONTHS; i++)
        if (!d->months[i].won)
            d->months[i].revenue = figure_whole(0);
    return e;
}

static enum err goal_ids(struct ctx *cx, struct db *db, int64_t today, int64_t ids[DASHBOARD_GOALS],
                         size_t *ret_n)
{
    struct db_stmt *st = NULL;
    bool row = false;
    size_t n = 0;
    enum err e = db_begin(cx, db, &SQL_dashboard_goals, &st);

    if (e)
        return e;
    db_bind_text(st, "since_day", day_text(cx, today - GOAL_AFTER_DAYS));
    while (!(e = db_step(cx, st, &row)) && row && n < DASHBOARD_GOALS)
        ids[n++] = db_int(st, 0);
    db_done(st);
    *ret_n = n;
    return e;
}

/* A goal whose metric is no longer known has nothing to show. */
static enum err read_goals(struct ctx *cx, struct db *db, int64_t today, struct dashboard *d)
{
    int64_t ids[DASHBOARD_GOALS];
    size_t n = 0;
    enum err e = goal_ids(cx, db, today, ids, &n);

    for (size_t i = 0; !e && i < n; i++) {
        struct dashboard_goal *g = &d->goals[d->goal_count];
        void *found = NULL;
        e = model_get(cx, db, &goal_model, ids[i], &found);
        if (e || !metric_find(((struct goal *)found)->metric))
            continue;
        g->id = ids[i];
        g->name = ((struct goal *)found)->name;
        e = goal_progress(cx, db, found, &g->progress);
        d->goal_count++;
    }
    return e;
}

enum err dashboard_read(struct ctx *cx, struct db *db, int days, struct dashboard *ret)
{
    struct dashboard *d = arena_alloc(cx->arena, sizeof(*d));
    struct channel_report recent, earlier;
    int64_t today;
    enum err e;

    if (!d)
        return fail_memory(cx);
    if (days < 1 || days > DAYS_MAX)
        return fail_field(cx, "days", "field.range", "min", "1", "max", "366", NULL);
    d->days = days;
    e = channel_report_run(cx, db, &(struct report_ask){.by = BY_CHANNEL}, &d->report);
    if (e)
        return e;
    d->currency = d->report.currency;
    today = day_of(d->report.zone, ctx_now(cx));
    e = read_funnel(cx, db, d);
    if (!e)
        e = read_sums(cx, db, today - days + 1, today, &recent, &d->last);
    if (!e)
        e = read_sums(cx, db, today - 2 * days + 1, today - days, &earlier, &d->before);
    if (!e)
        e = read_months(cx, db, today, d);
    if (!e)
        e = read_goals(cx, db, today, d);
    if (!e)
        e = dashboard_tasks(cx, db, &recent, d);
    if (!e && arena_full(cx->arena))
        e = fail_memory(cx);
    if (!e)
        *ret = *d;
    return e;
}
