/* proposal_review.c -- see proposal.h: what was accepted, looked at again on its day.
 *
 * The days from the decision to the review are held against as many days before it; leads of both had the same time to buy. By kind:
 *   scale  more leads came
 *   keep   the leads did not become customers at a worse rate
 *   fix    of a channel, campaign, page or asset: they did at a better one; of a goal: what had to come in those days to arrive did
 *   stop   at most half as much was spent
 *   mend   a smaller part of the leads is without a known source
 * Leads of an asset, a topic or a format are those that met it, as asset_outcome.h says; its spend is its cost where that is known.
 * What is told by counts came true when it did in eight of ten draws, and did not when it did in less than half; between the two, and
 * under 20 leads, nobody can tell.
 */
#include "base/text.h"
#include "measure/chance.h"
#include "measure/channel_report_priv.h"
#include "measure/goal_progress.h"
#include "measure/proposal.h"

#include "proposal_sql.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const uint64_t review_seed = 521288629;
static const double sure = 0.8, unsure = 0.5, surely_worse = 0.9;

struct review {
    struct ctx *cx;
    struct db *db;
    const struct zone *zone;
    const char *currency;
    struct proposal *p;
    const struct proposal_dimension *dimension; /* NULL: of a goal */
    struct evidence was, found;
    int64_t decided, due, days; /* day numbers */
};

struct cohort {
    int64_t leads, won;
};

/* Of an asset, a topic or a format. */
static enum err asset_cohort(struct review *r, int64_t first, int64_t last, const char *key,
                             struct asset_cohort *ret)
{
    struct asset_book book;
    enum err e = asset_book_read(r->cx, r->db, r->cx->facts, first, last, &book);

    if (e)
        return e;
    e = asset_row_cohort(r->cx, &book, r->dimension->assets, key, book.period.until_at, ret);
    asset_book_done(&book);
    return e;
}

/* key NULL: of all. */
static enum err cohort_of(struct review *r, int64_t first, int64_t last, const char *by,
                          const char *key, struct cohort *ret)
{
    struct period p = period_of_days(r->cx, r->zone, first, last);
    struct asset_cohort of_asset = {0};
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e;

    if (r->dimension && r->dimension->assets) {
        e = asset_cohort(r, first, last, key, &of_asset);
        *ret = (struct cohort){of_asset.leads, of_asset.won};
        return e;
    }
    e = db_begin(r->cx, r->db, &SQL_review_cohort, &st);
    if (e)
        return e;
    db_bind_int(st, "from_at", p.from_at);
    db_bind_int(st, "until_at", p.until_at);
    db_bind_text(st, "by", by);
    db_bind_text(st, "key", key);
    e = db_step(r->cx, st, &row);
    if (!e && row)
        *ret = (struct cohort){db_int(st, 0), db_int(st, 1)};
    db_done(st);
    return e;
}

static enum err both(struct review *r, const char *by, const char *key, struct cohort *ret_before,
                     struct cohort *ret_after)
{
    enum err e = cohort_of(r, r->decided - r->days, r->decided - 1, by, key, ret_before);

    return e ? e : cohort_of(r, r->decided, r->due - 1, by, key, ret_after);
}

static const char *by_chance(struct review *r, double chance)
{
    r->found.n[EV_REVIEW_CHANCE] = chance;
    return chance >= sure ? "came_true" : chance < unsure ? "did_not" : "cannot_tell";
}

/* The chance that the share after is above the one before. */
static double share_rose(double part_before, double before, double part_after, double after)
{
    struct chance c = {review_seed};
    int rose = 0;

    for (int i = 0; i < JUDGE_DRAWS; i++)
        rose += chance_beta(&c, part_after + 0.5, after - part_after + 0.5) >
                chance_beta(&c, part_before + 0.5, before - part_before + 0.5);
    return (double)rose / JUDGE_DRAWS;
}

static double count_rose(double before, double after)
{
    struct chance c = {review_seed};
    int rose = 0;

    for (int i = 0; i < JUDGE_DRAWS; i++)
        rose += chance_gamma(&c, after + 0.5) > chance_gamma(&c, before + 0.5);
    return (double)rose / JUDGE_DRAWS;
}

static void note(struct review *r, const char *measure, int64_t before, int64_t before_of,
                 int64_t after, int64_t after_of)
{
    r->found.measure = measure;
    r->found.n[EV_BEFORE] = (double)before;
    r->found.n[EV_BEFORE_OF] = (double)before_of;
    r->found.n[EV_AFTER] = (double)after;
    r->found.n[EV_AFTER_OF] = (double)after_of;
}

/* --- by kind; each says what came of it */

typedef enum err review_how(struct review *r, const char *by, const char *key, const char **ret);

static enum err review_leads(struct review *r, const char *by, const char *key, const char **ret)
{
    struct cohort a = {0}, b = {0};
    enum err e = both(r, by, key, &a, &b);

    note(r, "leads", a.leads, 0, b.leads, 0);
    *ret = a.leads + b.leads < JUDGE_LEADS
               ? "cannot_tell"
               : by_chance(r, count_rose((double)a.leads, (double)b.leads));
    return e;
}

static enum err review_rate(struct review *r, const char *by, const char *key, const char **ret)
{
    struct cohort a = {0}, b = {0};
    bool keep = text_equal(r->p->kind, "keep");
    double better;
    enum err e = both(r, by, key, &a, &b);

    note(r, "conversion", a.won, a.leads, b.won, b.leads);
    *ret = "cannot_tell";
    if (e || a.leads < JUDGE_LEADS || b.leads < JUDGE_LEADS)
        return e;
    better = share_rose((double)a.won, (double)a.leads, (double)b.won, (double)b.leads);
    if (keep)
        r->found.n[EV_REVIEW_CHANCE] = better;
    *ret = !keep ? by_chance(r, better) : better > 1 - surely_worse ? "came_true" : "did_not";
    return OK;
}

static enum err review_share(struct review *r, const char *by, const char *key, const char **ret)
{
    struct cohort a = {0}, b = {0}, all_a = {0}, all_b = {0};
    enum err e = both(r, by, key, &a, &b);

    if (!e)
        e = both(r, by, NULL, &all_a, &all_b);
    note(r, "share", a.leads, all_a.leads, b.leads, all_b.leads);
    *ret = "cannot_tell";
    if (!e && all_a.leads >= JUDGE_LEADS && all_b.leads >= JUDGE_LEADS)
        *ret = by_chance(r, 1 - share_rose((double)a.leads, (double)all_a.leads, (double)b.leads,
                                           (double)all_b.leads));
    return e;
}

/* NIL: not known. */
static enum err spend_of(struct review *r, int64_t first, int64_t last, int64_t *ret)
{
    const struct proposal_dimension *d = r->dimension;
    struct asset_cohort of_asset = {0};
    struct channel_report report = {0};
    enum err e;

    *ret = 0;
    if (d->assets) {
        e = asset_cohort(r, first, last, r->p->subject, &of_asset);
        *ret = of_asset.cost_minor;
        return e;
    }
    e = channel_report_run(r->cx, r->db,
                           &(struct report_ask){.by = d->by,
                                                .from = day_text(r->cx, first),
                                                .to = day_text(r->cx, last)},
                           &report);
    for (size_t i = 0; i < report.count && !e; i++)
        if (text_equal(report.rows[i].key, r->p->subject) &&
            report.rows[i].figures[COLUMN_SPEND].known)
            *ret = report.rows[i].figures[COLUMN_SPEND].whole;
    return e;
}

static enum err review_spend(struct review *r, const char *by, const char *key, const char **ret)
{
    int64_t before = 0, after = 0;
    enum err e = spend_of(r, r->decided - r->days, r->decided - 1, &before);

    (void)by;
    (void)key;
    if (!e)
        e = spend_of(r, r->decided, r->due - 1, &after);
    if (before == NIL || after == NIL) {
        r->found.measure = "cost";
        *ret = "cannot_tell";
        return e;
    }
    note(r, "spend", before, 0, after, 0);
    *ret = before == 0 ? "cannot_tell" : after * 2 <= before ? "came_true" : "did_not";
    return e;
}

/* What had to come in those days for the goal to arrive, at an even pace; a level has to stand where that pace wants it. */
static enum err review_goal(struct review *r, const char *by, const char *key, const char **ret)
{
    const struct metric *m;
    const struct goal *g;
    struct figure f = {0};
    void *found = NULL;
    int64_t last = r->due - 1;
    bool counts, arrived;
    enum err e = model_get(r->cx, r->db, &goal_model, r->p->goal, &found);

    (void)by;
    (void)key;
    *ret = "cannot_tell";
    if (e == ERR_NOTFOUND) {
        fault_clear(r->cx);
        r->found.measure = "gone";
        return OK;
    }
    if (e)
        return e;
    g = found;
    m = metric_find(g->metric);
    if (day_number(g->due_on) < last)
        last = day_number(g->due_on);
    if (!m || last < r->decided)
        return OK;
    counts = m->nature == METRIC_COUNTS;
    e = metric_value(r->cx, r->db, m->key, counts ? day_text(r->cx, r->decided) : g->starts_on,
                     day_text(r->cx, last), g->channel, &f);
    r->found.measure = counts ? "gain" : "level";
    r->found.metric = m->key;
    r->found.n[EV_AFTER] = figure_number(m->unit, &f);
    r->found.n[EV_NEEDED] = r->was.n[EV_TARGET];
    if (counts)
        r->found.n[EV_NEEDED] = (r->was.n[EV_TARGET] - r->was.n[EV_CURRENT]) *
                                (double)(last - r->decided + 1) / fmax(1, r->was.n[EV_DAYS_LEFT]);
    else if (!isnan(r->was.n[EV_CURRENT]))
        r->found.n[EV_NEEDED] =
            r->was.n[EV_CURRENT] + (r->was.n[EV_TARGET] - r->was.n[EV_CURRENT]) *
                                       (double)(last - r->decided + 1) /
                                       fmax(1, r->was.n[EV_DAYS_LEFT]);
    if (e || isnan(r->found.n[EV_AFTER]) || isnan(r->found.n[EV_NEEDED]))
        return e;
    arrived = m->less_is_better && !counts ? r->found.n[EV_AFTER] <= r->found.n[EV_NEEDED]
                                           : r->found.n[EV_AFTER] >= r->found.n[EV_NEEDED];
    *ret = arrived ? "came_true" : "did_not";
    return OK;
}

static const struct {
    const char *kind, *dimension; /* NULL: any other */
    review_how *how;
} rules[] = {
    {"fix", "goal", review_goal}, {"scale", NULL, review_leads}, {"keep", NULL, review_rate},
    {"fix", NULL, review_rate},   {"stop", NULL, review_spend},  {"mend", NULL, review_share},
};

static enum err judge(struct review *r, const char **ret)
{
    const struct proposal_dimension *d = r->dimension;
    const char *key = r->p->subject;

    if (!strcmp(key, REPORT_NONE))
        key = "";
    else if (d && !d->assets && d->by == BY_CHANNEL)
        key = text_fold(r->cx->arena, key);
    for (size_t i = 0; i < COUNT_OF(rules); i++)
        if (text_equal(rules[i].kind, r->p->kind) &&
            (!rules[i].dimension || text_equal(rules[i].dimension, r->p->dimension)))
            return rules[i].how(r, d ? report_by_name(d->by) : NULL, key, ret);
    *ret = "cannot_tell";
    return OK;
}

static enum err look_again(struct review *r)
{
    struct buf out = buf_in(r->cx->arena);
    struct json_writer w = json_to(&out);
    const char *outcome = "cannot_tell";
    enum err e = evidence_read(r->cx, r->p->evidence, &r->was);

    if (e)
        return e;
    r->found = evidence_empty();
    r->dimension = proposal_dimension_find(r->p->dimension);
    r->found.unit = r->was.unit;
    r->decided = day_of(r->zone, r->p->decided_at);
    r->due = day_number(r->p->review_on);
    r->days = r->due > r->decided ? r->due - r->decided : 1;
    r->found.n[EV_DAYS] = (double)r->days;
    r->found.from = day_text(r->cx, r->decided);
    r->found.to = day_text(r->cx, r->due - 1);
    e = judge(r, &outcome);
    if (e)
        return e;
    evidence_json(&w, &r->found);
    r->p->outcome = outcome;
    r->p->findings = buf_text(&out);
    r->p->reviewed_at = ctx_now(r->cx);
    r->p->record.version = 0;
    return buf_ok(&out) ? model_change(r->cx, r->db, &proposal_model, r->p) : fail_memory(r->cx);
}

struct one {
    int64_t id;
};

static enum err review_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct one *one = arg;
    struct review r = {.cx = cx, .db = db};
    void *found = NULL;
    enum err e = model_get(cx, db, &proposal_model, one->id, &found);

    r.p = found;
    if (e || !text_equal(r.p->state, "accepted") || r.p->outcome)
        return e; /* decided otherwise meanwhile */
    e = report_site(cx, db, &r.zone, &r.currency);
    return e ? e : look_again(&r);
}

static void read_id(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(struct one *)row = (struct one){db_int(st, 0)};
}

static enum err due(struct ctx *cx, struct db_pool *pool, struct one **ret, size_t *ret_n)
{
    const struct zone *zone = NULL;
    const char *currency = NULL;
    struct db_stmt *st = NULL;
    struct db *db = NULL;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = report_site(cx, db, &zone, &currency);
    if (!e)
        e = db_begin(cx, db, &SQL_proposals_due, &st);
    if (e)
        goto out;
    db_bind_text(st, "day", day_text(cx, day_of(zone, ctx_now(cx))));
    e = db_collect(cx, st, sizeof(**ret), read_id, ret, ret_n);
out:
    db_done(st);
    db_return(db);
    return e;
}

enum err proposals_review(struct ctx *cx, struct db_pool *pool, int64_t *ret_n)
{
    struct one *all = NULL;
    size_t n = 0;
    enum err e = due(cx, pool, &all, &n);

    *ret_n = 0;
    for (size_t i = 0; i < n && !e; i++) {
        e = db_write(cx, pool, review_in, &all[i]);
        *ret_n += !e;
    }
    return e;
}
