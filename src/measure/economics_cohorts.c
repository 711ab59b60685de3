/* economics_cohorts.c -- the heat map of economics_report.h: what became of each month's leads, month after month.
 *
 * A cell says how it stood at the end of that month; the month of now is under way and says how it stands. What closed before the
 * first contact counts with its first month, as it counts as won.
 */
#include "measure/economics_report.h"

#include "base/text.h"
#include "measure/channel_report_priv.h"
#include "measure/period.h"

#include "economics_sql.h"

#include <stdlib.h>
#include <string.h>

enum { COHORTS = 18, LEADS_NEEDED = 20 };

struct lead {
    int64_t id, cohort; /* 0 the oldest */
};

struct cohort {
    int64_t leads;
    int64_t won[COHORTS], revenue[COHORTS]; /* in that month alone */
};

struct heat {
    const struct zone *zone;
    const char *currency;
    int64_t first, last; /* first days of the oldest and the newest month */
    int64_t now;         /* first day of the month of now */
    struct cohort cohorts[COHORTS];
    struct lead *leads; /* by id */
    size_t lead_count;
};

static int64_t months_between(int64_t from, int64_t to)
{
    int64_t n = 0;

    while (month_start(from, (int)n) < month_start(to, 0) && n < COHORTS)
        n++;
    return n;
}

static int64_t cohort_of(const struct heat *h, int64_t at)
{
    return months_between(h->first, day_of(h->zone, at));
}

static void read_lead(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(struct lead *)row = (struct lead){db_int(st, 0), db_int(st, 1)};
}

static enum err read_leads(struct ctx *cx, struct db *db, struct heat *h)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_economics_cohort_leads, &st);

    if (e)
        goto out;
    db_bind_int(st, "from_at", day_at(h->zone, h->first));
    db_bind_int(st, "until_at", day_at(h->zone, month_start(h->last, 1)));
    e = db_collect(cx, st, sizeof(*h->leads), read_lead, &h->leads, &h->lead_count);
    for (size_t i = 0; i < h->lead_count && !e; i++) {
        h->leads[i].cohort = cohort_of(h, h->leads[i].cohort);
        if (h->leads[i].cohort >= COHORTS)
            h->leads[i].cohort = COHORTS - 1;
        h->cohorts[h->leads[i].cohort].leads++;
    }
out:
    db_done(st);
    return e;
}

static int by_id(const void *a, const void *b)
{
    const struct lead *x = a, *y = b;

    return (x->id > y->id) - (x->id < y->id);
}

static void count_win(struct heat *h, const struct lead *lead, const struct db_stmt *st, bool first)
{
    struct cohort *c = &h->cohorts[lead->cohort];
    int64_t since =
        months_between(month_start(h->first, (int)lead->cohort), day_of(h->zone, db_int(st, 1)));

    if (since >= COHORTS)
        return;
    c->won[since] += first;
    if (db_int(st, 2) != NIL)
        c->revenue[since] = money_add(c->revenue[since], db_int(st, 2));
}

static enum err read_wins(struct ctx *cx, struct db *db, struct heat *h)
{
    struct db_stmt *st = NULL;
    int64_t last = NIL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_economics_cohort_wins, &st);

    if (e)
        goto out;
    db_bind_text(st, "currency", h->currency);
    while (!(e = db_step(cx, st, &row)) && row) {
        struct lead key = {.id = db_int(st, 0)};
        const struct lead *lead =
            h->lead_count ? bsearch(&key, h->leads, h->lead_count, sizeof(key), by_id) : NULL;
        if (!lead)
            continue;
        count_win(h, lead, st, lead->id != last);
        last = lead->id;
    }
out:
    db_done(st);
    return e;
}

static void put_cohort(struct ctx *cx, struct json_writer *w, const struct heat *h, int64_t at,
                       bool revenue)
{
    const struct cohort *c = &h->cohorts[at];
    int64_t month = month_start(h->first, (int)at), won = 0, sum = 0;

    json_open_object(w);
    json_text_member(w, "month", arena_dup_n(cx->arena, day_text(cx, month), 7));
    json_int_member(w, "leads", c->leads);
    json_name(w, "cells");
    json_open_list(w);
    for (int since = 0; since < COHORTS && month_start(month, since) <= h->now; since++) {
        struct figure f;
        won += c->won[since];
        sum = money_add(sum, c->revenue[since]);
        f = revenue ? figure_whole(sum)
                    : figure_share(won, c->leads, LEADS_NEEDED, "report.few_leads");
        json_open_object(w);
        json_int_member(w, "since", since);
        json_name(w, "value");
        figure_json(w, revenue ? UNIT_MONEY : UNIT_RATE, &f);
        json_int_member(w, "won", won);
        json_name(w, "reason");
        figure_reason_json(cx, w, &f);
        json_close_object(w);
    }
    json_close_list(w);
    json_close_object(w);
}

enum err economics_cohorts_json(struct ctx *cx, struct db *db, const char *of, const char *to,
                                struct buf *out)
{
    bool revenue = text_equal(of, "revenue");
    struct json_writer w = json_to(out);
    struct heat *h = arena_alloc(cx->arena, sizeof(*h));
    struct period p;
    enum err e = h ? OK : fail_memory(cx);

    if (!e && of && !revenue && !text_equal(of, "won"))
        e = fail_field(cx, "of", "field.choice", "choices", "won, revenue", NULL);
    if (!e)
        e = report_site(cx, db, &h->zone, &h->currency);
    if (!e)
        e = period_read(cx, h->zone, NULL, to, &p);
    if (e)
        return e;
    h->now = month_start(day_of(h->zone, ctx_now(cx)), 0);
    h->last = to && month_start(p.last, 0) < h->now ? month_start(p.last, 0) : h->now;
    h->first = month_start(h->last, 1 - COHORTS);
    e = read_leads(cx, db, h);
    if (!e)
        e = read_wins(cx, db, h);
    if (e)
        return e;
    json_open_object(&w);
    json_text_member(&w, "of", revenue ? "revenue" : "won");
    json_text_member(&w, "currency", h->currency);
    json_int_member(&w, "need", LEADS_NEEDED);
    json_name(&w, "cohorts");
    json_open_list(&w);
    for (int64_t i = 0; i < COHORTS; i++)
        if (h->cohorts[i].leads)
            put_cohort(cx, &w, h, i, revenue);
    json_close_list(&w);
    json_close_object(&w);
    return OK;
}
