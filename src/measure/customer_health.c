/* customer_health.c -- see customer_health.h. */
#include "measure/customer_health.h"

#include "base/message.h"
#include "base/text.h"
#include "measure/channel_report_priv.h"
#include "measure/period.h"

#include "customer_health_sql.h"

#include <stdlib.h>
#include <string.h>

enum { PAGE = 50, PAGE_MAX = 500, FRESH_DAYS = 30, STALE_DAYS = 180, NEAR_DAYS = 90 };

/* What the judges below are given. */
struct facts {
    int64_t today, last_activity_at, issues, activities, renewals, nps, ends_on;
    const struct zone *zone;
};

static const char *days_text(struct ctx *cx, int64_t days)
{
    return arena_print(cx->arena, "%lld", (long long)days);
}

static void say(struct ctx *cx, struct health_part *p, const char *key, const char *name,
                const char *value)
{
    struct fault_param param = {name, value};

    p->sentence = message(cx->arena, cx->lang, key, &param, name ? 1 : 0);
}

static void judge_activity(struct ctx *cx, const struct facts *f, struct health_part *p)
{
    int64_t days;

    if (f->last_activity_at == NIL) {
        say(cx, p, "health_part.activity_none", NULL, NULL);
        return;
    }
    days = f->today - day_of(f->zone, f->last_activity_at);
    p->known = true;
    p->value = days <= FRESH_DAYS   ? 100
               : days >= STALE_DAYS ? 0
                                    : (int)((STALE_DAYS - days) * 100 / (STALE_DAYS - FRESH_DAYS));
    say(cx, p, days < 1 ? "health_part.activity_today" : "health_part.activity", "days",
        days_text(cx, days));
}

static void judge_nps(struct ctx *cx, const struct facts *f, struct health_part *p)
{
    if (f->nps == NIL) {
        say(cx, p, "health_part.nps_none", NULL, NULL);
        return;
    }
    p->known = true;
    p->value = (int)f->nps;
    say(cx, p, "health_part.nps", "score",
        arena_print(cx->arena, cx->lang == LANG_EN ? "%d.%d" : "%d,%d", (int)f->nps / 10,
                    (int)f->nps % 10));
}

static void judge_issues(struct ctx *cx, const struct facts *f, struct health_part *p)
{
    if (f->activities == NIL || !f->activities) {
        say(cx, p, "health_part.issues_unknown", NULL, NULL);
        return;
    }
    p->known = true;
    p->value = !f->issues ? 100 : f->issues == 1 ? 40 : 0;
    say(cx, p,
        !f->issues       ? "health_part.issues_none"
        : f->issues == 1 ? "health_part.issues_one"
                         : "health_part.issues",
        "count", days_text(cx, f->issues));
}

static void judge_renewal(struct ctx *cx, const struct facts *f, struct health_part *p)
{
    bool open = f->renewals != NIL && f->renewals > 0;
    int64_t days = f->ends_on - f->today;

    if (f->ends_on == NIL) {
        say(cx, p, "health_part.renewal_unknown", NULL, NULL);
        return;
    }
    p->known = true;
    p->value = days > NEAR_DAYS ? 100 : days >= 0 ? (open ? 80 : 40) : open ? 40 : 0;
    say(cx, p,
        days < 0 ? (open ? "health_part.renewal_late_open" : "health_part.renewal_late")
        : open   ? "health_part.renewal_open"
                 : "health_part.renewal",
        "days", days_text(cx, days < 0 ? -days : days));
}

/* The parts, in the order in which they are told; the weights add up to 100. */
static const struct {
    const char *key;
    int weight;
    void (*judge)(struct ctx *cx, const struct facts *f, struct health_part *p);
} parts[HEALTH_PARTS] = {{"activity", 30, judge_activity},
                         {"nps", 30, judge_nps},
                         {"issues", 20, judge_issues},
                         {"renewal", 20, judge_renewal}};

static void judge(struct ctx *cx, const struct facts *f, struct customer_health *c)
{
    int known = 0, sum = 0;

    for (size_t i = 0; i < HEALTH_PARTS; i++) {
        c->parts[i] = (struct health_part){.key = parts[i].key, .weight = parts[i].weight};
        parts[i].judge(cx, f, &c->parts[i]);
        if (!c->parts[i].known)
            continue;
        known += parts[i].weight;
        sum += parts[i].weight * c->parts[i].value;
    }
    c->score = c->churned_on ? figure_unknown("health_part.left")
               : known < HEALTH_KNOWN_LEAST
                   ? figure_few("health_part.little_known", known, HEALTH_KNOWN_LEAST)
                   : figure_whole((sum + known / 2) / known);
}

/* --- reading */

struct reading {
    const struct zone *zone;
    int64_t today;
};

static void read_customer(struct ctx *cx, const struct reading *r, const struct db_stmt *st,
                          struct customer_health *c)
{
    const char *churned = db_text(st, 11), *ends = db_text(st, 6);
    struct facts f = {.zone = r->zone,
                      .today = r->today,
                      .last_activity_at = db_int(st, 7),
                      .issues = db_int(st, 8) == NIL ? 0 : db_int(st, 8),
                      .activities = db_int(st, 9),
                      .renewals = db_int(st, 10),
                      .nps = db_int(st, 12),
                      .ends_on = ends && date_ok(ends) ? day_number(ends) : NIL};

    *c = (struct customer_health){.account = db_int(st, 0),
                                  .name = db_text_dup(cx, st, 1),
                                  .owner = db_int(st, 2),
                                  .first_won_at = db_int(st, 3),
                                  .last_won_at = db_int(st, 4),
                                  .revenue_minor = db_int(st, 5),
                                  .contract_ends_on = db_text_dup(cx, st, 6),
                                  .last_activity_at = f.last_activity_at};
    /* One that bought again after leaving is a customer again. */
    if (churned && date_ok(churned) && day_of(r->zone, c->last_won_at) <= day_number(churned))
        c->churned_on = arena_dup(cx->arena, churned);
    judge(cx, &f, c);
}

static enum err read_all(struct ctx *cx, struct db *db, int64_t account, int64_t owner,
                         struct customer_health **ret, size_t *ret_n)
{
    struct reading r = {0};
    const char *currency = NULL;
    struct buf rows = buf_in(cx->arena);
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = report_site(cx, db, &r.zone, &currency);

    if (!e)
        e = db_begin(cx, db, &SQL_customers, &st);
    if (e)
        goto out;
    r.today = day_of(r.zone, ctx_now(cx));
    db_bind_text(st, "currency", currency);
    db_bind_int(st, "year_ago", ctx_now(cx) - DAYS_MS(365));
    db_bind_int(st, "account", account);
    db_bind_int(st, "owner", owner);
    while (!(e = db_step(cx, st, &row)) && row) {
        struct customer_health c;
        read_customer(cx, &r, st, &c);
        buf_add(&rows, &c, sizeof(c));
    }
    if (!e && !buf_ok(&rows))
        e = fail_memory(cx);
    *ret = (struct customer_health *)(void *)rows.bytes;
    *ret_n = rows.len / sizeof(**ret);
out:
    db_done(st);
    return e;
}

/* --- told */

static int64_t order_of(const struct customer_health *c)
{
    return c->score.known ? c->score.whole : c->churned_on ? 300 : 200;
}

static int worst_first(const void *x, const void *y)
{
    const struct customer_health *a = x, *b = y;
    int64_t p = order_of(a), q = order_of(b);

    if (p != q)
        return p < q ? -1 : 1;
    if (a->revenue_minor != b->revenue_minor)
        return a->revenue_minor > b->revenue_minor ? -1 : 1;
    return (a->account > b->account) - (a->account < b->account);
}

static void put_time(struct json_writer *w, const char *name, int64_t at)
{
    char text[TIME_TEXT_MAX];

    if (at != NIL)
        time_text(at, text);
    json_text_member(w, name, at == NIL ? NULL : text);
}

static void put_customer(struct ctx *cx, struct json_writer *w, const struct customer_health *c)
{
    json_open_object(w);
    json_id_member(w, "account", c->account);
    json_text_member(w, "name", c->name);
    json_id_member(w, "owner", c->owner);
    json_name(w, "score");
    figure_json(w, UNIT_COUNT, &c->score);
    json_name(w, "reason");
    figure_reason_json(cx, w, &c->score);
    put_time(w, "first_won_at", c->first_won_at);
    put_time(w, "last_won_at", c->last_won_at);
    put_time(w, "last_activity_at", c->last_activity_at);
    json_int_member(w, "revenue_minor", c->revenue_minor);
    json_text_member(w, "contract_ends_on", c->contract_ends_on);
    json_text_member(w, "churned_on", c->churned_on);
    json_name(w, "parts");
    json_open_list(w);
    for (size_t i = 0; i < HEALTH_PARTS; i++) {
        const struct health_part *p = &c->parts[i];
        json_open_object(w);
        json_text_member(w, "key", p->key);
        json_int_member(w, "weight", p->weight);
        json_name(w, "value");
        if (p->known)
            json_put_int(w, p->value);
        else
            json_put_null(w);
        json_text_member(w, "sentence", p->sentence);
        json_close_object(w);
    }
    json_close_list(w);
    json_close_object(w);
}

static bool is_shown(const struct customer_health *c, const char *show)
{
    if (!show || !strcmp(show, "active"))
        return !c->churned_on;
    if (!strcmp(show, "risk"))
        return c->score.known && c->score.whole < HEALTH_RISK;
    return strcmp(show, "former") != 0 || c->churned_on;
}

enum err customers_json(struct ctx *cx, struct db *db, const struct health_query *q,
                        struct buf *out)
{
    struct json_writer w = json_to(out);
    struct customer_health *all = NULL;
    int limit = q->limit > 0 && q->limit <= PAGE_MAX ? q->limit : PAGE, at = 0, shown = 0;
    bool more = false;
    size_t n = 0;
    enum err e;

    if (q->show && strcmp(q->show, "active") != 0 && strcmp(q->show, "risk") != 0 &&
        strcmp(q->show, "former") != 0 && strcmp(q->show, "all") != 0)
        return fail_field(cx, "show", "field.choice", "choices", "active, risk, former, all", NULL);
    e = read_all(cx, db, 0, q->owner, &all, &n);
    if (e)
        return e;
    if (n)
        qsort(all, n, sizeof(*all), worst_first);
    json_open_object(&w);
    json_name(&w, "items");
    json_open_list(&w);
    for (size_t i = 0; i < n && !more; i++) {
        if (!is_shown(&all[i], q->show) || at++ < q->from)
            continue;
        more = shown == limit;
        if (!more) {
            put_customer(cx, &w, &all[i]);
            shown++;
        }
    }
    json_close_list(&w);
    json_text_member(&w, "next", more ? arena_print(cx->arena, "%d", q->from + limit) : NULL);
    json_close_object(&w);
    return buf_ok(out) ? OK : fail_memory(cx);
}

enum err customer_json(struct ctx *cx, struct db *db, int64_t account, struct buf *out)
{
    struct json_writer w = json_to(out);
    struct customer_health *one = NULL;
    size_t n = 0;
    enum err e = read_all(cx, db, account, 0, &one, &n);

    if (!e && !n)
        e = fail(cx, ERR_NOTFOUND, "health_part.no_customer", NULL);
    if (!e)
        put_customer(cx, &w, one);
    return e ? e : buf_ok(out) ? OK : fail_memory(cx);
}
