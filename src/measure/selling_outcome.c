/* selling_outcome.c -- see selling_outcome.h. One pass over the deals fills a sum for each way of selling or for each partner. */
#include "measure/selling_outcome.h"

#include "base/text.h"
#include "measure/channel_outcome.h"
#include "measure/channel_report_priv.h"
#include "measure/figure.h"
#include "measure/figures_json_priv.h"
#include "strategy/selling_channel.h"

#include "selling_outcome_sql.h"

#include <stdlib.h>
#include <string.h>

enum { CLOSED_NEEDED = 10, WON_FOR_CYCLE = 8, WON_FOR_SHARE = 5, CHANNELS_MAX = 200 };
#define MILLIONTHS 1000000

struct sum {
    const char *how; /* of ways; of partners NULL */
    int64_t partner;
    int64_t open, won, lost, priced, revenue, commission;
    bool all_commissions; /* of every won deal of a partner it is known */
    struct buf days;
};

struct sums {
    const struct zone *zone;
    const char *currency;
    struct period period;
    struct sum *all;
    size_t n, room;
    int64_t won, revenue; /* of all */
};

struct deal_row {
    const char *how, *outcome, *currency;
    int64_t partner, amount, opened_at, closed_at, commission;
};

static void read_deal(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct deal_row *)row = (struct deal_row){.how = db_text_dup(cx, st, 0),
                                                .partner = db_int(st, 1),
                                                .outcome = db_text_dup(cx, st, 2),
                                                .amount = db_int(st, 3),
                                                .currency = db_text_dup(cx, st, 4),
                                                .opened_at = db_int(st, 5),
                                                .closed_at = db_int(st, 6),
                                                .commission = db_int(st, 7)};
}

static struct sum *sum_of(struct ctx *cx, struct sums *s, const char *how, int64_t partner)
{
    for (size_t i = 0; i < s->n; i++)
        if (how ? text_equal(s->all[i].how, how) : s->all[i].partner == partner)
            return &s->all[i];
    must(s->n < s->room);
    s->all[s->n] = (struct sum){
        .how = how, .partner = partner, .all_commissions = true, .days = buf_in(cx->arena)};
    return &s->all[s->n++];
}

static void add_won(const struct sums *s, struct sum *to, const struct deal_row *d)
{
    bool ours = !d->currency || text_equal(d->currency, s->currency);

    to->won++;
    if (d->amount != NIL && ours) {
        to->priced++;
        to->revenue = money_add(to->revenue, d->amount);
        if (d->commission != NIL)
            to->commission =
                money_add(to->commission,
                          (int64_t)((double)d->amount * (double)d->commission / MILLIONTHS + 0.5));
    }
    if (d->partner != NIL && d->commission == NIL)
        to->all_commissions = false;
    if (d->opened_at != NIL && d->closed_at != NIL && d->closed_at >= d->opened_at) {
        double days = days_between(s->zone, d->opened_at, d->closed_at);
        buf_add(&to->days, &days, sizeof(days));
    }
}

static void add_deal(const struct sums *s, struct sum *to, const struct deal_row *d)
{
    if (text_equal(d->outcome, "won"))
        add_won(s, to, d);
    else if (text_equal(d->outcome, "lost"))
        to->lost++;
    else
        to->open++;
}

static enum err read_deals(struct ctx *cx, struct db *db, const struct sums *s,
                           struct deal_row **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_selling_deals, &st);

    if (!e) {
        db_bind_int(st, "from_at", s->period.from_at);
        db_bind_int(st, "until_at", s->period.until_at);
        e = db_collect(cx, st, sizeof(**ret), read_deal, ret, ret_n);
    }
    db_done(st);
    return e;
}

static int by_days(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static enum err sums_read(struct ctx *cx, struct db *db, const char *from, const char *to,
                          bool by_partner, struct sums *s)
{
    struct deal_row *deals = NULL;
    struct sum total = {.days = buf_in(cx->arena)};
    size_t n = 0;
    enum err e = report_site(cx, db, &s->zone, &s->currency);

    if (!e)
        e = period_read(cx, s->zone, from, to, &s->period);
    if (!e)
        e = read_deals(cx, db, s, &deals, &n);
    if (e)
        return e;
    s->room = n + 1;
    s->all = arena_array(cx->arena, s->room, sizeof(*s->all));
    if (!s->all)
        return fail_memory(cx);
    for (size_t i = 0; i < n; i++) {
        add_deal(s, &total, &deals[i]);
        if (!by_partner || deals[i].partner != NIL)
            add_deal(s, sum_of(cx, s, by_partner ? NULL : deals[i].how, deals[i].partner),
                     &deals[i]);
    }
    s->won = total.won;
    s->revenue = total.revenue;
    for (size_t i = 0; i < s->n; i++)
        if (s->all[i].days.len)
            qsort(s->all[i].days.bytes, s->all[i].days.len / sizeof(double), sizeof(double),
                  by_days);
    return arena_full(cx->arena) ? fail_memory(cx) : OK;
}

/* --- figures ----------------------------------------------------------------------------------------- */

static const struct sum nothing = {.all_commissions = true};

static struct figure commission_of(const struct sum *x)
{
    return x->all_commissions ? figure_whole(x->commission)
                              : figure_unknown("selling.no_commission");
}

static struct figure margin_of(const struct sum *x, const struct selling_channel *c)
{
    int64_t serve = c->cost_to_serve_minor == NIL ? 0 : c->cost_to_serve_minor;

    if (c->margin == NIL)
        return figure_unknown("selling.no_margin");
    if (!x->all_commissions)
        return figure_unknown("selling.no_commission");
    if (x->won > 0 && x->priced == 0)
        return figure_few("metric.few_priced", 0, 1);
    return figure_whole((int64_t)((double)x->revenue * (double)c->margin / MILLIONTHS) -
                        x->commission -
                        (x->won > 0 && serve > MONEY_MAX / x->won ? MONEY_MAX : serve * x->won));
}

/* channel NULL: of no channel of the plan. */
static void put_sum(struct ctx *cx, struct json_writer *w, const struct sums *s,
                    const struct sum *x, const struct selling_channel *c)
{
    const double *days = (const double *)(const void *)x->days.bytes;
    struct named_figure all[] = {
        {"open", UNIT_COUNT, figure_whole(x->open)},
        {"won", UNIT_COUNT, figure_whole(x->won)},
        {"lost", UNIT_COUNT, figure_whole(x->lost)},
        {"revenue_minor", UNIT_MONEY,
         x->won > 0 && x->priced == 0 ? figure_few("metric.few_priced", 0, 1)
                                      : figure_whole(x->revenue)},
        {"commission_minor", UNIT_MONEY, commission_of(x)},
        {"win_rate", UNIT_RATE,
         figure_share(x->won, x->won + x->lost, CLOSED_NEEDED, "metric.few_closed")},
        {"cycle_days", UNIT_DAYS,
         figure_percentile(days, x->days.len / sizeof(double), 0.5, WON_FOR_CYCLE,
                           "report.few_won")},
        {"share", UNIT_RATE,
         s->won < WON_FOR_SHARE || s->revenue == 0
             ? figure_few("report.few_won", s->won, WON_FOR_SHARE)
             : figure_real((double)x->revenue / (double)s->revenue)},
        {"margin_minor", UNIT_MONEY, c ? margin_of(x, c) : figure_unknown("selling.no_margin")},
    };

    figures_put(cx, w, all, COUNT_OF(all));
}

static const struct sum *way(const struct sums *s, const char *how)
{
    for (size_t i = 0; i < s->n; i++)
        if (text_equal(s->all[i].how, how))
            return &s->all[i];
    return &nothing;
}

static void open_answer(struct json_writer *w, const struct sums *s)
{
    json_open_object(w);
    json_text_member(w, "from", s->period.from);
    json_text_member(w, "to", s->period.to);
    json_text_member(w, "currency", s->currency);
    json_name(w, "items");
    json_open_list(w);
}

static int of_kind(void **channels, size_t n, const char *kind)
{
    int many = 0;

    for (size_t i = 0; i < n; i++)
        many += text_equal(((struct selling_channel *)channels[i])->kind, kind);
    return many;
}

static void put_channel(struct ctx *cx, struct json_writer *w, const struct sums *s,
                        const struct selling_channel *c, bool shared)
{
    json_open_object(w);
    json_id_member(w, "channel", c->record.id);
    json_text_member(w, "name", c->name);
    json_text_member(w, "kind", c->kind);
    json_name(w, "expected_share");
    if (c->expected_share == NIL)
        json_put_null(w);
    else
        json_put_real(w, (double)c->expected_share / MILLIONTHS);
    json_bool_member(w, "shared", shared);
    put_sum(cx, w, s, way(s, c->kind), c);
    json_close_object(w);
}

enum err selling_outcome_json(struct ctx *cx, struct db *db, int64_t plan, const char *from,
                              const char *to, struct buf *out)
{
    struct json_writer w = json_to(out);
    struct sums s = {0};
    void **channels = NULL;
    size_t n = 0;
    enum err e = plan_days(cx, db, plan, &from, &to);

    if (!e)
        e = model_related(cx, db, &selling_channel_model, "plan", plan, CHANNELS_MAX, &channels,
                          &n);
    if (!e)
        e = sums_read(cx, db, from, to, false, &s);
    if (e)
        return e;
    open_answer(&w, &s);
    for (size_t i = 0; i < n; i++) {
        const struct selling_channel *c = channels[i];
        put_channel(cx, &w, &s, c, of_kind(channels, n, c->kind) > 1);
    }
    json_close_list(&w);
    json_name(&w, "others");
    json_open_list(&w);
    for (size_t i = 0; i < s.n; i++) {
        if (of_kind(channels, n, s.all[i].how))
            continue;
        json_open_object(&w);
        json_text_member(&w, "kind", s.all[i].how);
        put_sum(cx, &w, &s, &s.all[i], NULL);
        json_close_object(&w);
    }
    json_close_list(&w);
    json_close_object(&w);
    return arena_full(cx->arena) ? fail_memory(cx) : OK;
}

/* --- partners ---------------------------------------------------------------------------------------- */

struct partner_row {
    int64_t id, active, commission, registered, waiting, accepted;
    const char *name, *kind;
};

static void read_partner(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct partner_row *)row = (struct partner_row){.id = db_int(st, 0),
                                                      .name = db_text_dup(cx, st, 1),
                                                      .kind = db_text_dup(cx, st, 2),
                                                      .active = db_int(st, 3),
                                                      .commission = db_int(st, 4),
                                                      .registered = db_int(st, 5),
                                                      .waiting = db_int(st, 6),
                                                      .accepted = db_int(st, 7)};
}

static enum err read_partners(struct ctx *cx, struct db *db, const struct period *p,
                              struct partner_row **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_selling_partners, &st);

    if (!e) {
        db_bind_int(st, "from_at", p->from_at);
        db_bind_int(st, "until_at", p->until_at);
        e = db_collect(cx, st, sizeof(**ret), read_partner, ret, ret_n);
    }
    db_done(st);
    return e;
}

static const struct sum *partner_sum(const struct sums *s, int64_t id)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->all[i].partner == id)
            return &s->all[i];
    return &nothing;
}

enum err partners_outcome_json(struct ctx *cx, struct db *db, const char *from, const char *to,
                               struct buf *out)
{
    struct json_writer w = json_to(out);
    struct partner_row *rows = NULL;
    struct sums s = {0};
    size_t n = 0;
    enum err e = sums_read(cx, db, from, to, true, &s);

    if (!e)
        e = read_partners(cx, db, &s.period, &rows, &n);
    if (e)
        return e;
    open_answer(&w, &s);
    for (size_t i = 0; i < n; i++) {
        const struct partner_row *p = &rows[i];
        json_open_object(&w);
        json_id_member(&w, "partner", p->id);
        json_text_member(&w, "name", p->name);
        json_text_member(&w, "kind", p->kind);
        json_bool_member(&w, "active", p->active == 1);
        json_name(&w, "commission");
        if (p->commission == NIL)
            json_put_null(&w);
        else
            json_put_real(&w, (double)p->commission / MILLIONTHS);
        json_int_member(&w, "registered", p->registered);
        json_int_member(&w, "waiting", p->waiting);
        json_int_member(&w, "accepted", p->accepted);
        put_sum(cx, &w, &s, partner_sum(&s, p->id), NULL);
        json_close_object(&w);
    }
    json_close_list(&w);
    json_close_object(&w);
    return arena_full(cx->arena) ? fail_memory(cx) : OK;
}
