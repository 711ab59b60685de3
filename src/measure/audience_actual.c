/* audience_actual.c -- see audience_actual.h. */
#include "measure/audience_actual.h"

#include "base/text.h"
#include "measure/channel_report_priv.h"
#include "measure/economics_priv.h"
#include "people/segment.h"

#include "audience_sql.h"

#include <math.h>

struct reading {
    const struct zone *zone;
    const char *currency;
    int64_t audience;
    double margin; /* of the site's settings; 0: not said */
    bool losses;   /* lost deals are recorded somewhere */
    struct audience_actual *a;
};

static enum err read_segment(struct ctx *cx, struct db *db, struct audience_actual *a)
{
    const struct segment *s;
    void *found = NULL;
    enum err e = model_get(cx, db, &segment_model, a->segment, &found);

    if (e == ERR_NOTFOUND) {
        fault_clear(cx);
        a->gone = true;
        return OK;
    }
    if (e)
        return e;
    s = found;
    a->bound = true;
    a->segment_name = s->name;
    a->segment_state = s->state;
    return OK;
}

static enum err read_accounts(struct ctx *cx, struct db *db, struct reading *r)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_audience_accounts, &st);

    if (e)
        goto out;
    db_bind_int(st, "segment", r->a->segment);
    e = db_step(cx, st, &row);
    if (e || !row)
        goto out;
    r->a->members = db_int(st, 0);
    r->a->reached = db_int(st, 1);
    r->a->won_accounts = db_int(st, 2);
    r->a->open_accounts = db_int(st, 3);
out:
    db_done(st);
    return e;
}

static enum err read_deals(struct ctx *cx, struct db *db, struct reading *r)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_audience_deal_sums, &st);

    if (e)
        goto out;
    db_bind_int(st, "segment", r->a->segment);
    db_bind_text(st, "currency", r->currency);
    e = db_step(cx, st, &row);
    if (e || !row)
        goto out;
    r->a->open_deals = db_int(st, 0);
    r->a->won_deals = db_int(st, 1);
    r->a->lost_deals = db_int(st, 2);
    r->a->priced = db_int(st, 3);
    r->a->unpriced = r->a->won_deals - r->a->priced;
    r->a->revenue_minor = db_int(st, 4);
    r->losses = db_int(st, 5) > 0;
out:
    db_done(st);
    return e;
}

static enum err read_won_since(struct ctx *cx, struct db *db, struct reading *r)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_audience_won_since, &st);

    if (e)
        goto out;
    db_bind_int(st, "segment", r->a->segment);
    db_bind_int(st, "from_at", day_at(r->zone, day_number(r->a->spend_since)));
    e = db_step(cx, st, &row);
    if (!e && row)
        r->a->won_since = db_int(st, 0);
out:
    db_done(st);
    return e;
}

static enum err read_spend(struct ctx *cx, struct db *db, struct reading *r)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_audience_spend, &st);

    if (e)
        goto out;
    db_bind_int(st, "audience", r->audience);
    db_bind_text(st, "currency", r->currency);
    e = db_step(cx, st, &row);
    if (e || !row)
        goto out;
    r->a->spend_since = db_text_dup(cx, st, 0);
    r->a->spend_minor = db_int(st, 1);
out:
    db_done(st);
    return !e && r->a->spend_since ? read_won_since(cx, db, r) : e;
}

static void conclude(struct reading *r)
{
    struct audience_actual *a = r->a;
    int64_t closed = a->won_deals + a->lost_deals;

    a->won_share =
        figure_share(a->won_accounts, a->reached, REACHED_NEEDED, "audience.few_reached");
    a->win_rate = r->losses || closed == 0 ? figure_share(a->won_deals, closed, CLOSED_OF_AUDIENCE,
                                                          "audience.few_closed")
                                           : figure_unknown("metric.no_lost_deals");
    a->average = a->unpriced ? figure_unknown("audience.unpriced")
                             : figure_per(a->revenue_minor, a->won_accounts, WON_OF_AUDIENCE,
                                          "audience.few_won");
    a->margin = a->average;
    if (!(r->margin > 0))
        a->margin = figure_unknown("metric.no_margin");
    else if (a->average.known)
        a->margin = figure_whole(llround((double)a->average.whole * r->margin));
    a->cost = a->spend_since
                  ? figure_per(a->spend_minor, a->won_since, WON_OF_AUDIENCE, "audience.few_won")
                  : figure_unknown("audience.no_spend");
}

static void nothing_known(struct audience_actual *a)
{
    struct figure why = figure_unknown(a->gone ? "audience.segment_gone" : "audience.no_segment");

    if (text_equal(a->segment_state, "building"))
        why = figure_unknown("audience.segment_building");
    a->won_share = a->win_rate = a->average = a->margin = a->cost = why;
}

enum err audience_actual(struct ctx *cx, struct db *db, const struct audience *audience,
                         struct audience_actual *ret)
{
    struct audience_actual a = {.segment = audience->segment};
    struct reading r = {.audience = audience->record.id, .a = &a};
    struct worth worth = {0};
    enum err e = OK;

    if (a.segment != NIL && a.segment != 0)
        e = read_segment(cx, db, &a);
    if (e)
        return e;
    if (!a.bound || !text_equal(a.segment_state, "live")) {
        nothing_known(&a);
        *ret = a;
        return OK;
    }
    e = report_site(cx, db, &r.zone, &r.currency);
    if (!e)
        e = worth_settings(cx, db, &worth);
    r.margin = worth.margin;
    if (!e)
        e = read_accounts(cx, db, &r);
    if (!e)
        e = read_deals(cx, db, &r);
    if (!e)
        e = read_spend(cx, db, &r);
    if (e)
        return e;
    conclude(&r);
    *ret = a;
    return OK;
}

/* --- the rows */

static void read_deal(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct audience_deal *)row = (struct audience_deal){.id = db_int(st, 0),
                                                          .account = db_int(st, 1),
                                                          .amount_minor = db_int(st, 2),
                                                          .closed_at = db_int(st, 3),
                                                          .name = db_text_dup(cx, st, 4),
                                                          .account_name = db_text_dup(cx, st, 5),
                                                          .outcome = db_text_dup(cx, st, 6),
                                                          .currency = db_text_dup(cx, st, 7)};
}

enum err audience_deals(struct ctx *cx, struct db *db, int64_t audience, struct audience_deal **ret,
                        size_t *ret_n)
{
    struct db_stmt *st = NULL;
    void *found = NULL;
    enum err e = model_get(cx, db, &audience_model, audience, &found);

    if (!e)
        e = db_begin(cx, db, &SQL_audience_deals_list, &st);
    if (e)
        goto out;
    db_bind_int(st, "segment", ((const struct audience *)found)->segment);
    db_bind_int(st, "most", AUDIENCE_DEALS_MAX);
    e = db_collect(cx, st, sizeof(**ret), read_deal, ret, ret_n);
out:
    db_done(st);
    return e;
}

/* --- binding */

enum err audience_bind(struct ctx *cx, struct db *db, int64_t audience, int64_t segment, void **ret)
{
    struct audience *a;
    void *found = NULL, *target = NULL;
    enum err e = model_get(cx, db, &audience_model, audience, &found);

    if (!e && segment != NIL)
        e = model_get(cx, db, &segment_model, segment, &target);
    if (e)
        return e;
    if (target && !text_equal(((const struct segment *)target)->subject, "account"))
        return fail_field(cx, "segment", "audience.segment_of_people", NULL);
    a = found;
    a->segment = segment;
    e = model_change(cx, db, &audience_model, a);
    *ret = a;
    return e;
}
