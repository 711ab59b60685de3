/* channel_power.c -- see channel_power.h. */
#include "measure/channel_power.h"

#include "base/text.h"
#include "measure/channel_report_priv.h"
#include "measure/economics_priv.h"

#include "proposal_sql.h"

#include <math.h>
#include <string.h>

enum { QUARTER_HOUR_MS = 900000, CHANNELS_MAX = 400, CHANGE_SPAN_DAYS = 730, MONTHS_TELL = 6 };

static const double elasticity_first = 0.6, elasticity_first_sd = 0.3, elasticity_told_sd = 0.2;
static const uint64_t judge_seed = 20171201;

bool channel_is_unknown(const char *folded)
{
    static const char *const names[] = {
        "",       "(none)",         "none",     "unknown",        "desconhecido", "desconhecida",
        "direct", "direct_traffic", "(direct)", "direct traffic", "direto",       "trafego direto",
        "n/a",    "(not set)",      "not set",  "nao informado",  "sem origem"};

    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (!folded || !strcmp(folded, names[i]))
            return true;
    return false;
}

/* --- cohorts */

static enum err last_lead(struct ctx *cx, struct db *db, int64_t *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_power_last_lead, &st);

    if (!e)
        e = db_step(cx, st, &row);
    if (!e)
        *ret = row ? db_int(st, 0) : NIL;
    db_done(st);
    return e;
}

enum err cohorts_read(struct ctx *cx, struct db *db, struct cohorts *ret)
{
    struct cohorts c = {.margin = NAN};
    struct channel_report r;
    struct worth worth = {0};
    int64_t at = NIL, oldest;
    enum err e = report_site(cx, db, &c.zone, &c.currency);

    if (!e)
        e = last_lead(cx, db, &at);
    if (!e)
        e = worth_settings(cx, db, &worth);
    if (e)
        return e;
    c.margin = worth.margin > 0 ? worth.margin : NAN;
    *ret = c;
    if (at == NIL)
        return OK;
    oldest = day_of(c.zone, ctx_now(cx)) - COHORT_DAYS - 1;
    c.last = day_of(c.zone, at) < oldest ? day_of(c.zone, at) : oldest;
    c.first = c.last - CHANGE_SPAN_DAYS + 1;
    e = channel_report_run(cx, db,
                           &(struct report_ask){.by = BY_CHANNEL,
                                                .from = day_text(cx, c.first),
                                                .to = day_text(cx, c.last)},
                           &r);
    if (e || !r.totals.figures[COLUMN_LEADS].whole)
        return e;
    c.change = r.change;
    c.first = c.last - COHORT_SPAN_DAYS + 1;
    if (c.change.found && c.change.until > c.first)
        c.first = c.change.until;
    c.from = day_text(cx, c.first);
    c.to = day_text(cx, c.last);
    *ret = c;
    return OK;
}

struct amount {
    const char *id;
    double amount;
};

static void read_amount(struct ctx *cx, const struct db_stmt *st, void *row)
{
    const char *id = db_text_dup(cx, st, 0);

    *(struct amount *)row = (struct amount){is_none(id) ? "" : id, (double)db_int(st, 1)};
}

static enum err read_amounts(struct ctx *cx, struct db *db, const struct cohorts *c,
                             enum report_by by, struct amount **ret, size_t *ret_n)
{
    struct period p = period_of_days(cx, c->zone, c->first, c->last);
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_power_amounts, &st);

    if (e)
        return e;
    db_bind_text(st, "by", report_by_name(by));
    db_bind_text(st, "currency", c->currency);
    db_bind_int(st, "from_at", p.from_at);
    db_bind_int(st, "until_at", p.until_at);
    e = db_collect(cx, st, sizeof(**ret), read_amount, ret, ret_n);
    db_done(st);
    return e;
}

struct course {
    const char *id;
    int64_t mqls, pipeline;
};

static void read_course(struct ctx *cx, const struct db_stmt *st, void *row)
{
    const char *id = db_text_dup(cx, st, 0);

    *(struct course *)row = (struct course){is_none(id) ? "" : id, db_int(st, 1), db_int(st, 2)};
}

static enum err read_courses(struct ctx *cx, struct db *db, const struct cohorts *c,
                             enum report_by by, struct course **ret, size_t *ret_n)
{
    struct period p = period_of_days(cx, c->zone, c->first, c->last);
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_power_course, &st);

    if (e)
        return e;
    db_bind_text(st, "by", report_by_name(by));
    db_bind_text(st, "currency", c->currency);
    db_bind_int(st, "from_at", p.from_at);
    db_bind_int(st, "until_at", p.until_at);
    e = db_collect(cx, st, sizeof(**ret), read_course, ret, ret_n);
    db_done(st);
    return e;
}

/* Two spellings of nothing may stand in the data. */
static void add_course(struct judged *j, const char *id, const struct course *all, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!text_equal(all[i].id, id))
            continue;
        j->mqls += all[i].mqls;
        j->pipeline += (double)all[i].pipeline;
    }
}

/* As the report groups it. */
static const char *group_id(struct ctx *cx, enum report_by by, const char *key)
{
    if (!strcmp(key, REPORT_NONE))
        return "";
    return by == BY_CHANNEL ? text_fold(cx->arena, key) : key;
}

static enum err to_judge(struct ctx *cx, const struct report_row *row, const char *id,
                         const struct amount *all, size_t n, struct judged *ret)
{
    double *amounts = arena_array(cx->arena, n + 1, sizeof(*amounts));
    const struct figure *f = row->figures;
    size_t count = 0;

    if (!amounts)
        return fail_memory(cx);
    for (size_t i = 0; i < n; i++)
        if (text_equal(all[i].id, id))
            amounts[count++] = all[i].amount;
    *ret = (struct judged){.key = row->key,
                           .name = row->name,
                           .leads = f[COLUMN_LEADS].whole,
                           .won = f[COLUMN_WON].whole,
                           .spend = figure_number(UNIT_MONEY, &f[COLUMN_SPEND]),
                           .spend_why = f[COLUMN_SPEND].known ? NULL : "none",
                           .revenue = figure_number(UNIT_MONEY, &f[COLUMN_REVENUE]),
                           .amounts = amounts,
                           .amount_count = count,
                           .elasticity = NAN};
    return OK;
}

/* The rows of one dimension as they are to be judged, with the amounts of their won deals. */
static enum err cohorts_rows(struct ctx *cx, struct db *db, const struct cohorts *c,
                             enum report_by by, struct judged **ret, size_t *ret_n,
                             int64_t *ret_leads)
{
    struct channel_report r = {0};
    struct amount *amounts = NULL;
    struct course *courses = NULL;
    size_t n = 0, course_n = 0, count = 0;
    enum err e = OK;

    *ret = NULL;
    *ret_n = 0;
    *ret_leads = 0;
    if (!c->from)
        return OK;
    e = channel_report_run(cx, db, &(struct report_ask){.by = by, .from = c->from, .to = c->to},
                           &r);
    if (!e)
        e = read_amounts(cx, db, c, by, &amounts, &n);
    if (!e)
        e = read_courses(cx, db, c, by, &courses, &course_n);
    if (e)
        return e;
    *ret_leads = r.totals.figures[COLUMN_LEADS].whole;
    *ret = arena_array(cx->arena, r.count + 1, sizeof(**ret));
    if (!*ret)
        return fail_memory(cx);
    for (size_t i = 0; i < r.count && !e; i++) {
        const char *id = group_id(cx, by, r.rows[i].key);
        if (by != BY_CHANNEL && !*id)
            continue; /* without a campaign is no campaign */
        e = to_judge(cx, &r.rows[i], id, amounts, n, &(*ret)[count]);
        add_course(&(*ret)[count], id, courses, course_n);
        (*ret)[count++].unknown = by == BY_CHANNEL && channel_is_unknown(id);
    }
    *ret_n = count;
    return e;
}

/* --- elasticity */

struct elasticity elasticity_fit(const int64_t *in, const int64_t *out, size_t n)
{
    struct elasticity e = {.mean = elasticity_first, .sd = elasticity_first_sd};
    double x_sum = 0, y_sum = 0, xx = 0, xy = 0, off = 0, slope, noise, trust, few = 0;

    for (size_t i = 0; i < n; i++) {
        if (in[i] <= 0)
            continue;
        e.months++;
        x_sum += log((double)in[i]);
        y_sum += log((double)out[i] + 0.5);
        few += (double)out[i];
    }
    if (e.months < MONTHS_TELL)
        return e;
    x_sum /= (double)e.months;
    y_sum /= (double)e.months;
    for (size_t i = 0; i < n; i++) {
        double x = in[i] > 0 ? log((double)in[i]) - x_sum : 0;
        xx += x * x;
        xy += in[i] > 0 ? x * (log((double)out[i] + 0.5) - y_sum) : 0;
    }
    slope = xx > 0 ? xy / xx : 0;
    for (size_t i = 0; i < n; i++) {
        double y = in[i] > 0
                       ? log((double)out[i] + 0.5) - y_sum - slope * (log((double)in[i]) - x_sum)
                       : 0;
        off += y * y;
    }
    /* Counts are never less uneven than chance makes them. */
    noise = fmax(off / ((double)e.months - 2), 1 / fmax(1, few / (double)e.months));
    trust = 1 / (elasticity_first_sd * elasticity_first_sd) + xx / noise;
    e.mean = (elasticity_first / (elasticity_first_sd * elasticity_first_sd) + xy / noise) / trust;
    e.sd = sqrt(1 / trust);
    e.told = e.sd <= elasticity_told_sd;
    return e;
}

/* --- months */

struct reading {
    struct channel_powers *p;
    const struct zone *zone;
    int64_t days[POWER_MONTHS + 1], begins[POWER_MONTHS + 1]; /* of the months */
};

/* The channel's place, made when it is new; NULL: there are too many, or the arena is full. */
static struct channel_power *place(struct ctx *cx, struct channel_powers *p, const char *id,
                                   const char *key)
{
    const char *name = is_none(id) ? "" : id;

    for (size_t i = 0; i < p->n; i++)
        if (!strcmp(p->list[i].id, name))
            return &p->list[i];
    if (p->n == CHANNELS_MAX)
        return NULL;
    p->list[p->n] = (struct channel_power){.id = arena_dup(cx->arena, name),
                                           .key = *name ? arena_dup(cx->arena, key) : REPORT_NONE,
                                           .unknown = channel_is_unknown(name)};
    return p->list[p->n].id ? &p->list[p->n++] : NULL;
}

static size_t month_of(const int64_t *begins, int64_t at)
{
    size_t i = 0;

    while (i + 1 < POWER_MONTHS && begins[i + 1] <= at)
        i++;
    return i;
}

static enum err read_leads(struct ctx *cx, struct db *db, struct reading *r)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_power_leads, &st);

    if (e)
        return e;
    db_bind_int(st, "from_at", r->begins[0]);
    db_bind_int(st, "until_at", r->begins[POWER_MONTHS]);
    while (!(e = db_step(cx, st, &row)) && row) {
        struct channel_power *c = place(cx, r->p, db_text(st, 0), db_text(st, 1));
        if (c)
            c->leads[month_of(r->begins, db_int(st, 2) * QUARTER_HOUR_MS)] += db_int(st, 3);
    }
    db_done(st);
    return e;
}

static enum err read_spend(struct ctx *cx, struct db *db, struct reading *r)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_power_spend, &st);

    if (e)
        return e;
    db_bind_text(st, "currency", r->p->cohorts.currency);
    db_bind_text(st, "from_day", day_text(cx, r->p->first));
    db_bind_text(st, "to_day", day_text(cx, r->p->end - 1));
    while (!(e = db_step(cx, st, &row)) && row) {
        struct channel_power *c = place(cx, r->p, db_text(st, 0), db_text(st, 1));
        const char *until = db_text(st, 4);
        int64_t start = day_number(db_text(st, 3)), end = until ? day_number(until) : start;
        for (size_t i = 0; c && i < POWER_MONTHS; i++)
            c->spend[i] = money_add(c->spend[i], money_over_days(db_int(st, 2), start, end,
                                                                 r->days[i], r->days[i + 1] - 1));
    }
    db_done(st);
    return e;
}

static enum err read_hours(struct ctx *cx, struct db *db, struct reading *r)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_power_hours, &st);

    if (e)
        return e;
    db_bind_text(st, "from_day", day_text(cx, r->p->first));
    db_bind_text(st, "to_day", day_text(cx, r->p->end));
    while (!(e = db_step(cx, st, &row)) && row) {
        const char *key = db_text(st, 0);
        struct channel_power *c = place(cx, r->p, text_fold(cx->arena, key), key);
        if (c)
            c->hours[month_of(r->days, day_number(db_text(st, 1)))] += db_int(st, 2);
    }
    db_done(st);
    return e;
}

static void sum_up(struct channel_power *c)
{
    for (size_t i = POWER_MONTHS - POWER_NOW; i < POWER_MONTHS; i++) {
        c->leads_now += c->leads[i];
        c->spend_now = money_add(c->spend_now, c->spend[i]);
        c->hours_now += c->hours[i];
    }
    c->by_money = elasticity_fit(c->spend, c->leads, POWER_MONTHS);
    c->by_hours = elasticity_fit(c->hours, c->leads, POWER_MONTHS);
}

/* The cohort of each channel, judged with what its months tell. */
static enum err add_cohorts(struct ctx *cx, struct db *db, struct channel_powers *p)
{
    struct channel_power **at;
    struct judged *rows = NULL;
    size_t n = 0;
    int64_t leads = 0;
    enum err e = cohorts_rows(cx, db, &p->cohorts, BY_CHANNEL, &rows, &n, &leads);

    if (e)
        return e;
    at = arena_array(cx->arena, n + 1, sizeof(struct channel_power *));
    if (!at)
        return fail_memory(cx);
    for (size_t i = 0; i < n; i++)
        at[i] = place(cx, p, group_id(cx, BY_CHANNEL, rows[i].key), rows[i].key);
    for (size_t i = 0; i < p->n; i++)
        sum_up(&p->list[i]);
    for (size_t i = 0; i < n; i++)
        if (at[i] && at[i]->by_money.told)
            rows[i].elasticity = at[i]->by_money.mean;
    proposal_judge(rows, n, p->cohorts.margin, judge_seed);
    for (size_t i = 0; i < n; i++)
        if (at[i])
            at[i]->cohort = rows[i];
    return arena_full(cx->arena) ? fail_memory(cx) : OK;
}

enum err channel_powers_read(struct ctx *cx, struct db *db, struct channel_powers *ret)
{
    struct channel_powers p = {0};
    struct reading r = {.p = &p};
    int64_t end;
    enum err e = cohorts_read(cx, db, &p.cohorts);

    if (e)
        return e;
    /* Whole months, up to where the data end. */
    end = day_of(p.cohorts.zone, ctx_now(cx));
    if (p.cohorts.from && p.cohorts.last + 2 * COHORT_DAYS < end)
        end = p.cohorts.last;
    p.end = month_start(end, 0);
    p.first = month_start(end, -POWER_MONTHS);
    p.list = arena_array(cx->arena, CHANNELS_MAX, sizeof(*p.list));
    if (!p.list)
        return fail_memory(cx);
    for (int i = 0; i <= POWER_MONTHS; i++) {
        r.days[i] = month_start(p.first, i);
        r.begins[i] = day_at(p.cohorts.zone, r.days[i]);
    }
    e = read_leads(cx, db, &r);
    if (!e)
        e = read_spend(cx, db, &r);
    if (!e)
        e = read_hours(cx, db, &r);
    if (!e)
        e = add_cohorts(cx, db, &p);
    if (!e)
        *ret = p;
    return e;
}

const struct channel_power *channel_power_find(struct ctx *cx, const struct channel_powers *p,
                                               const char *key)
{
    const char *id = key ? group_id(cx, BY_CHANNEL, key) : NULL;

    for (size_t i = 0; id && i < p->n; i++)
        if (!strcmp(p->list[i].id, id))
            return &p->list[i];
    return NULL;
}

enum err powers_judge(struct ctx *cx, struct db *db, const struct channel_powers *p,
                      enum report_by by, struct judged **ret, size_t *ret_n, int64_t *ret_leads)
{
    enum err e = cohorts_rows(cx, db, &p->cohorts, by, ret, ret_n, ret_leads);

    if (e)
        return e;
    for (size_t i = 0; i < *ret_n && by == BY_CHANNEL; i++) {
        const struct channel_power *c = channel_power_find(cx, p, (*ret)[i].key);
        if (c && c->by_money.told)
            (*ret)[i].elasticity = c->by_money.mean;
    }
    proposal_judge(*ret, *ret_n, p->cohorts.margin, judge_seed);
    return OK;
}
