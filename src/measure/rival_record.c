/* rival_record.c -- see rival_record.h. */
#include "measure/rival_record.h"

#include "base/text.h"
#include "base/time.h"
#include "strategy/competitor.h"
#include "strategy/plan.h"

#include "rival_record_sql.h"

static struct figure rate_of(const struct rival_record *r)
{
    return figure_share(r->won, r->won + r->lost, RIVAL_CLOSED_NEEDED, "metric.few_closed");
}

static void read_outcome(struct ctx *cx, const struct db_stmt *st, void *row)
{
    struct rival_record *r = row;

    (void)cx;
    *r = (struct rival_record){.competitor = db_int(st, 0),
                               .won = db_int(st, 1),
                               .lost = db_int(st, 2),
                               .open = db_int(st, 3)};
    r->win_rate = rate_of(r);
}

static enum err all_of_plan(struct ctx *cx, struct db *db, int64_t plan, struct rival_record **ret,
                            size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_rival_outcomes, &st);

    if (e)
        goto out;
    db_bind_int(st, "plan", plan);
    e = db_collect(cx, st, sizeof(**ret), read_outcome, ret, ret_n);
out:
    db_done(st);
    return e;
}

static enum err own(struct ctx *cx, struct db *db, struct rival_record *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_rival_own_outcomes, &st);

    *ret = (struct rival_record){0};
    if (!e)
        e = db_step(cx, st, &row);
    if (!e && row) {
        ret->won = db_int(st, 0);
        ret->lost = db_int(st, 1);
        ret->open = db_int(st, 2);
    }
    ret->win_rate = rate_of(ret);
    db_done(st);
    return e;
}

/* Both lists come by id. */
static enum err notice(struct ctx *cx, struct db *db, int64_t plan, struct rival_record *all,
                       size_t n)
{
    struct db_stmt *st = NULL;
    bool row = false;
    size_t i = 0;
    enum err e = db_begin(cx, db, &SQL_rival_noticed, &st);

    if (e)
        goto out;
    db_bind_int(st, "plan", plan);
    while (!(e = db_step(cx, st, &row)) && row) {
        while (i < n && all[i].competitor < db_int(st, 0))
            i++;
        if (i == n)
            break;
        all[i].notes = db_int(st, 1);
        all[i].alerts = db_int(st, 2);
        all[i].last_note_on = db_text_dup(cx, st, 3);
        all[i].watched = db_int(st, 4);
        all[i].failing = db_int(st, 5);
    }
out:
    db_done(st);
    return e;
}

static void put_outcomes(struct ctx *cx, struct json_writer *w, const struct rival_record *r)
{
    json_int_member(w, "won", r->won);
    json_int_member(w, "lost", r->lost);
    json_int_member(w, "open", r->open);
    json_name(w, "win_rate");
    figure_json(w, UNIT_RATE, &r->win_rate);
    json_name(w, "reason");
    if (r->win_rate.known)
        json_put_null(w);
    else
        figure_reason_json(cx, w, &r->win_rate);
}

static void put_own(struct ctx *cx, struct json_writer *w, const struct rival_record *r)
{
    json_name(w, "own");
    json_open_object(w);
    put_outcomes(cx, w, r);
    json_close_object(w);
}

static void put_record(struct ctx *cx, struct json_writer *w, const struct rival_record *r)
{
    json_open_object(w);
    json_id_member(w, "competitor", r->competitor);
    put_outcomes(cx, w, r);
    json_int_member(w, "notes", r->notes);
    json_int_member(w, "alerts", r->alerts);
    json_text_member(w, "last_note_on", r->last_note_on);
    json_int_member(w, "watched", r->watched);
    json_int_member(w, "failing", r->failing);
    json_close_object(w);
}

enum err rival_records_json(struct ctx *cx, struct db *db, int64_t plan, struct json_writer *w)
{
    struct rival_record *all = NULL, ours;
    void *found = NULL;
    size_t n = 0;
    enum err e = model_get(cx, db, &plan_model, plan, &found);

    if (!e)
        e = all_of_plan(cx, db, plan, &all, &n);
    if (!e)
        e = notice(cx, db, plan, all, n);
    if (!e)
        e = own(cx, db, &ours);
    if (e)
        return e;
    json_open_object(w);
    put_own(cx, w, &ours);
    json_name(w, "items");
    json_open_list(w);
    for (size_t i = 0; i < n; i++)
        put_record(cx, w, &all[i]);
    json_close_list(w);
    json_close_object(w);
    return OK;
}

/* --- what stands behind it */

static void put_time(struct json_writer *w, const char *name, int64_t at)
{
    char text[TIME_TEXT_MAX];

    if (at != NIL)
        time_text(at, text);
    json_text_member(w, name, at == NIL ? NULL : text);
}

static enum err put_deals(struct ctx *cx, struct db *db, int64_t competitor, struct json_writer *w)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_rival_deals, &st);

    if (e)
        goto out;
    db_bind_int(st, "competitor", competitor);
    json_name(w, "items");
    json_open_list(w);
    while (!(e = db_step(cx, st, &row)) && row) {
        json_open_object(w);
        json_id_member(w, "deal", db_int(st, 0));
        json_text_member(w, "name", db_text(st, 1));
        json_text_member(w, "outcome", db_text(st, 2));
        json_name(w, "amount_minor");
        if (db_is_null(st, 3))
            json_put_null(w);
        else
            json_put_int(w, db_int(st, 3));
        json_text_member(w, "currency", db_text(st, 4));
        json_text_member(w, "why", db_text(st, 5));
        put_time(w, "opened_at", db_int(st, 6));
        put_time(w, "closed_at", db_int(st, 7));
        json_close_object(w);
    }
    json_close_list(w);
out:
    db_done(st);
    return e;
}

enum err rival_deals_json(struct ctx *cx, struct db *db, int64_t competitor, struct json_writer *w)
{
    struct rival_record *all = NULL, ours;
    void *found = NULL;
    size_t n = 0, i = 0;
    enum err e = model_get(cx, db, &competitor_model, competitor, &found);
    int64_t plan = e ? 0 : ((const struct competitor *)found)->plan;

    if (!e)
        e = all_of_plan(cx, db, plan, &all, &n);
    if (!e)
        e = notice(cx, db, plan, all, n);
    if (!e)
        e = own(cx, db, &ours);
    while (!e && i + 1 < n && all[i].competitor != competitor)
        i++;
    if (e)
        return e;
    json_open_object(w);
    json_name(w, "record");
    put_record(cx, w, &all[i]);
    put_own(cx, w, &ours);
    e = put_deals(cx, db, competitor, w);
    json_close_object(w);
    return e;
}
