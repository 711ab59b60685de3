/* road_drift.c -- where the data speak against the plan, answer by answer.
 *
 * What is too small a sample tells nothing: a cost per lead needs its 20 leads, a win rate 20 companies that had 90 days to buy, and
 * the answer must lie outside the 95 % interval of what was seen. Money may differ by a tenth of a budget line and by three tenths of
 * an expected cost before it is said.
 *
 * Source: interval of a share: Wilson 1927.
 */
#include "measure/road_priv.h"

#include "base/message.h"
#include "base/text.h"
#include "measure/channel_report_priv.h"
#include "measure/dashboard_priv.h"
#include "measure/goal_progress.h"
#include "measure/metric.h"
#include "strategy/audience.h"
#include "strategy/budget_line.h"
#include "strategy/campaign.h"
#include "strategy/channel.h"

#include "road_sql.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

enum {
    DRIFTS_MAX = 200,
    REACHED_LEAST = 20, /* companies */
    REACHED_DAYS = 730, /* looked back */
    RESULT_DAYS = 14,   /* after its end, a campaign has what it will have */
    BUDGET_MONTHS = 3,  /* the current one and those before */
    BUDGET_SLACK = 10,  /* per cent */
    COST_SLACK_PERMIL = 300,
};

#define HALF_TIME 0.5

const struct setting road_settings[] = {
    {"road.old_months", SETTING_INT, 1, 36, "6", "months"},
    {0},
};

struct looking {
    struct road *road;
    const struct road_holds *holds;
    const struct zone *zone;
    const char *currency;
    int64_t today, since; /* days; since: the plan's first */
    int64_t old_before;
};

const char *road_words(struct ctx *cx, const char *area, const char *key)
{
    const char *name = arena_print(cx->arena, "road.%s.%s", area, key);

    return name ? message(cx->arena, cx->lang, name, NULL, 0) : NULL;
}

static const char *told(struct ctx *cx, const struct looking *l, const struct road_drift *d)
{
    struct figure have = figure_whole(d->have == NIL ? 0 : d->have);
    const char *key = arena_print(cx->arena, "road.drift.%s", d->code);
    struct fault_param p[] = {{"name", d->name ? d->name : ""},
                              {"expected", figure_said(cx, l->currency, d->unit, d->expected)},
                              {"actual", figure_said(cx, l->currency, d->unit, d->actual)},
                              {"have", figure_text(cx, NULL, UNIT_COUNT, &have)}};
    const char *text = message(cx->arena, cx->lang, key, p, COUNT_OF(p));
    struct fault_param date[] = {{"date", NULL}};

    if (!d->old)
        return text;
    date[0].value = day_shown(cx, day_of(l->zone, d->answered_at));
    return arena_print(cx->arena, "%s %s", text,
                       message(cx->arena, cx->lang, "road.old_answer", date, 1));
}

/* fields: the expectation that the data speak against, which may be an old one; NULL: none. */
static void add(struct ctx *cx, struct looking *l, struct road_drift d, const struct model *m,
                const char *fields)
{
    struct road *r = l->road;
    int64_t by;

    if (r->drift_count == DRIFTS_MAX)
        return;
    d.table = m->table;
    d.since = NIL;
    d.answered_at = NIL;
    if (fields)
        road_changed(road_rows_of(l->holds, m), d.record, fields, &d.answered_at, &by);
    d.old = d.answered_at != NIL && d.answered_at < l->old_before;
    d.key = arena_print(cx->arena, "%s:%" PRId64, d.code, d.record);
    if (!d.url)
        d.url = arena_print(cx->arena, "/plan/%" PRId64 "/%d", r->plan->record.id, d.step);
    d.message = told(cx, l, &d);
    r->drifts[r->drift_count++] = d;
}

/* --- goals ------------------------------------------------------------------------------------- */

static enum err goals_behind(struct ctx *cx, struct db *db, struct looking *l)
{
    const struct road_rows *rows = road_rows_of(l->holds, &goal_model);

    for (size_t i = 0; i < rows->n; i++) {
        const struct goal *g = rows->all[i];
        struct goal_progress p;
        enum err e;
        if (!metric_find(g->metric))
            continue;
        e = goal_progress(cx, db, g, &p);
        if (e)
            return e;
        if (p.verdict == VERDICT_UNKNOWN && p.elapsed >= HALF_TIME)
            add(cx, l,
                (struct road_drift){.code = "goal_unmeasured",
                                    .step = 4,
                                    .question = "goal",
                                    .record = g->record.id,
                                    .name = g->name,
                                    .unit = p.unit,
                                    .expected = NAN,
                                    .actual = NAN,
                                    .have = NIL,
                                    .url = arena_print(cx->arena, "/goals/%" PRId64, g->record.id)},
                &goal_model, NULL);
        if (p.verdict == VERDICT_BEHIND)
            add(cx, l,
                (struct road_drift){.code = p.over ? "goal_missed" : "goal_behind",
                                    .step = 4,
                                    .question = "goal",
                                    .record = g->record.id,
                                    .name = g->name,
                                    .unit = p.unit,
                                    .expected = p.expected_now,
                                    .actual = p.current,
                                    .have = NIL,
                                    .url = arena_print(cx->arena, "/goals/%" PRId64, g->record.id)},
                &goal_model, NULL);
    }
    return OK;
}

/* --- channels ---------------------------------------------------------------------------------- */

static enum err costs(struct ctx *cx, struct db *db, struct looking *l)
{
    const struct road_rows *rows = road_rows_of(l->holds, &channel_model);
    const char *from = day_text(cx, l->since), *to = day_text(cx, l->today);

    for (size_t i = 0; i < rows->n; i++) {
        const struct channel *c = rows->all[i];
        int64_t expected = c->expected_cost_per_lead_minor;
        struct figure cost, leads;
        enum err e;
        if (text_empty(c->matches) || expected == NIL || expected <= 0)
            continue;
        e = metric_value(cx, db, "cost_per_lead", from, to, c->matches, &cost);
        if (!e)
            e = metric_value(cx, db, "leads", from, to, c->matches, &leads);
        if (e)
            return e;
        if (!cost.known ||
            fabs((double)(cost.whole - expected)) <= (double)expected * COST_SLACK_PERMIL / 1000)
            continue;
        add(cx, l,
            (struct road_drift){.code = cost.whole > expected ? "cost_above" : "cost_below",
                                .step = 6,
                                .question = "channel_cost",
                                .record = c->record.id,
                                .name = c->name,
                                .unit = UNIT_MONEY,
                                .expected = (double)expected,
                                .actual = (double)cost.whole,
                                .have = leads.known ? leads.whole : NIL},
            &channel_model, "expected_cost_per_lead_minor");
    }
    return OK;
}

/* --- budget ------------------------------------------------------------------------------------ */

/* A line of the budget of a month that is looked at, with what was spent. */
struct month_line {
    const struct budget_line *line;
    const struct channel *channel;
    const char *channel_key;
    int64_t first, last; /* days */
    int64_t planned, spent;
};

static const struct channel *channel_of(const struct looking *l, int64_t id)
{
    const struct road_rows *rows = road_rows_of(l->holds, &channel_model);

    for (size_t i = 0; i < rows->n; i++)
        if (((const struct channel *)rows->all[i])->record.id == id)
            return rows->all[i];
    return NULL;
}

/* Lines of one channel and month are one promise. */
static enum err month_lines(struct ctx *cx, const struct looking *l, struct month_line **ret,
                            size_t *ret_n)
{
    const struct road_rows *rows = road_rows_of(l->holds, &budget_line_model);
    int64_t from = month_start(l->today, 1 - BUDGET_MONTHS), to = month_start(l->today, 1);
    struct month_line *all = arena_array(cx->arena, rows->n + 1, sizeof(*all));
    size_t n = 0;

    if (!all)
        return fail_memory(cx);
    for (size_t i = 0; i < rows->n; i++) {
        const struct budget_line *b = rows->all[i];
        const struct channel *c = channel_of(l, b->channel);
        int64_t first = b->month ? month_start(day_number(b->month), 0) : 0;
        size_t k = 0;
        if (!c || text_empty(c->matches) || first < from || first >= to || b->planned_minor == NIL)
            continue;
        while (k < n && (all[k].channel != c || all[k].first != first))
            k++;
        if (k == n)
            all[n++] = (struct month_line){.line = b,
                                           .channel = c,
                                           .channel_key = text_fold(cx->arena, c->matches),
                                           .first = first,
                                           .last = month_start(first, 1) - 1};
        all[k].planned = money_add(all[k].planned, b->planned_minor);
    }
    *ret = all;
    *ret_n = n;
    return OK;
}

static enum err read_spend(struct ctx *cx, struct db *db, const struct looking *l,
                           struct month_line *all, size_t n)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_road_spend, &st);

    if (e)
        goto out;
    db_bind_text(st, "from_day", day_text(cx, month_start(l->today, 1 - BUDGET_MONTHS)));
    db_bind_text(st, "to_day", day_text(cx, l->today));
    db_bind_text(st, "currency", l->currency);
    while (!(e = db_step(cx, st, &row)) && row) {
        const char *channel = db_text_dup(cx, st, 0), *until = db_text_dup(cx, st, 3);
        int64_t start = day_number(db_text_dup(cx, st, 2)), end = until ? day_number(until) : start;
        for (size_t i = 0; i < n; i++)
            if (text_equal(all[i].channel_key, channel))
                all[i].spent = money_add(all[i].spent, money_over_days(db_int(st, 1), start, end,
                                                                       all[i].first, all[i].last));
    }
out:
    db_done(st);
    return e;
}

static enum err budget(struct ctx *cx, struct db *db, struct looking *l)
{
    struct month_line *all = NULL;
    size_t n = 0;
    enum err e = month_lines(cx, l, &all, &n);

    if (!e && n)
        e = read_spend(cx, db, l, all, n);
    for (size_t i = 0; i < n && !e; i++) {
        const struct month_line *m = &all[i];
        if (m->spent <= money_add(m->planned, m->planned / (100 / BUDGET_SLACK)))
            continue;
        add(cx, l,
            (struct road_drift){
                .code = "budget_over",
                .step = 7,
                .question = "budget",
                .record = m->line->record.id,
                .name = arena_print(cx->arena, "%s, %.7s", m->channel->name, m->line->month),
                .unit = UNIT_MONEY,
                .expected = (double)m->planned,
                .actual = (double)m->spent,
                .have = NIL},
            &budget_line_model, NULL);
    }
    return e;
}

/* --- audiences --------------------------------------------------------------------------------- */

/* Whether a share lies outside of what `won` of `all` can be, nineteen times in twenty. */
static bool outside(double share, int64_t won, int64_t all)
{
    const double z = 1.959964;
    double n = (double)all, p = (double)won / n;
    double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
    double half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n));

    return share < middle - half || share > middle + half;
}

static enum err reached(struct ctx *cx, struct db *db, const struct looking *l,
                        const struct audience *a, int64_t *ret_all, int64_t *ret_won)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_road_reached, &st);

    if (e)
        goto out;
    db_bind_text(st, "industry", text_fold(cx->arena, a->industry));
    db_bind_int(st, "from_at", day_at(l->zone, l->today - REACHED_DAYS));
    db_bind_int(st, "until_at", day_at(l->zone, l->today - COHORT_DAYS));
    e = db_step(cx, st, &row);
    if (!e && row) {
        *ret_all = db_int(st, 0);
        *ret_won = db_int(st, 1);
    }
out:
    db_done(st);
    return e;
}

static enum err win_rates(struct ctx *cx, struct db *db, struct looking *l)
{
    const struct road_rows *rows = road_rows_of(l->holds, &audience_model);

    for (size_t i = 0; i < rows->n; i++) {
        const struct audience *a = rows->all[i];
        int64_t all = 0, won = 0;
        double share = (double)a->win_rate / 1e6;
        enum err e;
        if (text_empty(a->industry) || a->win_rate == NIL)
            continue;
        e = reached(cx, db, l, a, &all, &won);
        if (e)
            return e;
        if (all < REACHED_LEAST || !outside(share, won, all))
            continue;
        add(cx, l,
            (struct road_drift){.code =
                                    (double)won > share * (double)all ? "wins_above" : "wins_below",
                                .step = 1,
                                .question = "audience_economics",
                                .record = a->record.id,
                                .name = a->name,
                                .unit = UNIT_RATE,
                                .expected = share,
                                .actual = (double)won / (double)all,
                                .have = all},
            &audience_model, "win_rate");
    }
    return OK;
}

/* --- campaigns --------------------------------------------------------------------------------- */

static enum err results_of(struct ctx *cx, struct db *db, int64_t campaign, int64_t *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_road_campaign_results, &st);

    if (!e) {
        db_bind_int(st, "campaign", campaign);
        e = db_step(cx, st, &row);
    }
    if (!e && row)
        *ret = db_int(st, 0) + db_int(st, 1);
    db_done(st);
    return e;
}

static enum err campaigns(struct ctx *cx, struct db *db, struct looking *l)
{
    const struct road_rows *rows = road_rows_of(l->holds, &campaign_model);
    enum err e = OK;

    for (size_t i = 0; i < rows->n && !e; i++) {
        const struct campaign *c = rows->all[i];
        int64_t end = c->ends_on ? day_number(c->ends_on) : INT64_MAX, results = 0;
        struct road_drift d = {.step = 8,
                               .question = "campaign",
                               .record = c->record.id,
                               .name = c->name,
                               .unit = UNIT_COUNT,
                               .expected = NAN,
                               .actual = NAN,
                               .have = NIL};
        bool ended = text_equal(c->state, "done") || text_equal(c->state, "stopped");
        bool waits = text_equal(c->state, "idea") || text_equal(c->state, "ready");
        if (waits && c->starts_on && day_number(c->starts_on) < l->today) {
            d.code = "campaign_waiting";
            add(cx, l, d, &campaign_model, NULL);
        } else if (text_equal(c->state, "running") && end < l->today) {
            d.code = "campaign_late";
            add(cx, l, d, &campaign_model, NULL);
        } else if (ended && (!c->ends_on || end + RESULT_DAYS < l->today)) {
            e = results_of(cx, db, c->record.id, &results);
            d.code = "campaign_no_result";
            d.actual = 0;
            if (!e && !results)
                add(cx, l, d, &campaign_model, NULL);
        }
    }
    return e;
}

/* --- all of them ------------------------------------------------------------------------------- */

static enum err set_out(struct ctx *cx, struct db *db, const struct plan *plan, struct looking *l)
{
    static const struct setting *const tables[] = {road_settings, NULL};
    struct settings *set = NULL;
    enum err e = report_site(cx, db, &l->zone, &l->currency);

    if (!e)
        e = settings_load(cx, db, tables, cx->site, &set);
    if (e)
        return e;
    l->today = day_of(l->zone, ctx_now(cx));
    l->since =
        plan->starts_on ? day_number(plan->starts_on) : day_of(l->zone, plan->record.created_at);
    l->old_before =
        day_at(l->zone, month_start(l->today, -(int)setting_int(set, "road.old_months")) +
                            (l->today - month_start(l->today, 0)));
    return OK;
}

static enum err read_since(struct ctx *cx, struct db *db, struct road *r)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_road_standing, &st);

    if (e)
        goto out;
    db_bind_int(st, "plan", r->plan->record.id);
    while (!(e = db_step(cx, st, &row)) && row) {
        const char *key = db_text_dup(cx, st, 0);
        for (size_t i = 0; i < r->drift_count; i++)
            if (text_equal(r->drifts[i].key, key))
                r->drifts[i].since = db_int(st, 1);
    }
out:
    db_done(st);
    return e;
}

enum err road_drifts(struct ctx *cx, struct db *db, const struct plan *plan,
                     const struct road_holds *holds, struct road *r)
{
    static enum err (*const looks[])(struct ctx *, struct db *, struct looking *) = {
        win_rates, goals_behind, costs, budget, campaigns};
    struct looking l = {.road = r, .holds = holds};
    enum err e = set_out(cx, db, plan, &l);

    if (e)
        return e;
    r->drifts = arena_array(cx->arena, DRIFTS_MAX, sizeof(*r->drifts));
    if (!r->drifts)
        return fail_memory(cx);
    for (size_t i = 0; i < COUNT_OF(looks) && l.since <= l.today && !e; i++)
        e = looks[i](cx, db, &l);
    return e ? e : read_since(cx, db, r);
}
