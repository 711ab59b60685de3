/* funnel_report.c -- see funnel_report.h. Rows come person by person and channel by channel, so nothing is held but the times
 * themselves. */
#include "measure/funnel_report.h"

#include "base/message.h"
#include "base/text.h"
#include "measure/channel_report.h"
#include "measure/channel_report_priv.h"
#include "people/deal_stage.h"
#include "people/handoff.h"
#include "people/lifecycle.h"

#include "funnel_report_sql.h"

#include <stdlib.h>
#include <string.h>

enum { LADDER = 8, FIRST_STEP = 1 /* lead */, LAST_STEP = 6 /* customer */, REASONS = 4 };
enum { HOURS_NEEDED = 8, PEOPLE_NEEDED = 20 };

struct asked {
    const struct zone *zone;
    struct period period;
};

static enum err asked_read(struct ctx *cx, struct db *db, const char *from, const char *to,
                           struct asked *ret)
{
    const char *currency = NULL;
    enum err e = report_site(cx, db, &ret->zone, &currency);

    return e ? e : period_read(cx, ret->zone, from, to, &ret->period);
}

static int by_size(const void *a, const void *b)
{
    double x, y;

    memcpy(&x, a, sizeof(x));
    memcpy(&y, b, sizeof(y));
    return (x > y) - (x < y);
}

static struct figure part_of(struct buf *times, double p, int64_t need, const char *reason)
{
    size_t n = times->len / sizeof(double);

    if (n)
        qsort(times->bytes, n, sizeof(double), by_size);
    return figure_percentile((double *)(void *)times->bytes, n, p, need, reason);
}

static void add_days(struct buf *to, const struct zone *zone, int64_t from_at, int64_t until_at)
{
    double d = days_between(zone, from_at, until_at);

    buf_add(to, &d, sizeof(d));
}

static void put_percentiles(struct ctx *cx, struct json_writer *w, struct buf *times)
{
    static const struct {
        const char *name;
        double p;
    } parts[] = {{"p25", 0.25}, {"p50", 0.5}, {"p75", 0.75}};
    struct figure f = {0};

    json_int_member(w, "have", (int64_t)(times->len / sizeof(double)));
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        f = part_of(times, parts[i].p, STAYS_NEEDED, "metric.few_stays");
        json_name(w, parts[i].name);
        figure_json(w, UNIT_DAYS, &f);
    }
    json_name(w, "reason");
    figure_reason_json(cx, w, &f);
}

/* --- the ladder ------------------------------------------------------------------------------------ */

struct ladder {
    int64_t reached[LADDER];  /* came at least that far */
    struct buf times[LADDER]; /* to the next */
};

static enum err read_reached(struct ctx *cx, struct db *db, const struct asked *a,
                             struct ladder *to)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_funnel_reached, &st);

    if (e)
        goto out;
    db_bind_int(st, "from_at", a->period.from_at);
    db_bind_int(st, "until_at", a->period.until_at);
    while (!(e = db_step(cx, st, &row)) && row)
        for (int i = lifecycle_rank(db_text(st, 0)); i >= 0; i--)
            to->reached[i] += db_int(st, 1);
out:
    db_done(st);
    return e;
}

/* Each step of one person whose both ends are known. */
static void add_steps(struct ladder *to, const struct asked *a, const int64_t *at)
{
    for (int i = FIRST_STEP; i < LAST_STEP; i++)
        if (at[i] != NIL && at[i + 1] != NIL && at[i + 1] >= at[i])
            add_days(&to->times[i], a->zone, at[i], at[i + 1]);
}

static void forget(int64_t *at)
{
    for (int i = 0; i < LADDER; i++)
        at[i] = NIL;
}

static enum err read_steps(struct ctx *cx, struct db *db, const struct asked *a, struct ladder *to)
{
    struct db_stmt *st = NULL;
    int64_t at[LADDER], who = 0;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_funnel_stamps, &st);

    if (e)
        goto out;
    db_bind_int(st, "from_at", a->period.from_at);
    db_bind_int(st, "until_at", a->period.until_at);
    forget(at);
    while (!(e = db_step(cx, st, &row)) && row) {
        int rank = lifecycle_rank(db_text(st, 1));
        if (db_int(st, 0) != who) {
            add_steps(to, a, at);
            forget(at);
            who = db_int(st, 0);
            at[FIRST_STEP] = db_int(st, 3);
        }
        if (rank > FIRST_STEP)
            at[rank] = db_int(st, 2);
    }
    if (!e)
        add_steps(to, a, at);
    for (int i = 0; i < LADDER && !e; i++)
        if (!buf_ok(&to->times[i]))
            e = fail_memory(cx);
out:
    db_done(st);
    return e;
}

static const char *stage_label(struct ctx *cx, const char *stage)
{
    const char *text =
        message_find(cx->lang, arena_print(cx->arena, "model.contact.lifecycle.%s", stage));

    return text ? text : stage;
}

static void put_step(struct ctx *cx, struct json_writer *w, struct ladder *l, int i)
{
    struct figure rate =
        figure_share(l->reached[i + 1], l->reached[i], PEOPLE_NEEDED, "dashboard.few_people");

    json_open_object(w);
    json_text_member(w, "from", lifecycle_stages[i]);
    json_text_member(w, "to", lifecycle_stages[i + 1]);
    json_text_member(w, "from_label", stage_label(cx, lifecycle_stages[i]));
    json_text_member(w, "to_label", stage_label(cx, lifecycle_stages[i + 1]));
    json_int_member(w, "entered", l->reached[i]);
    json_int_member(w, "went_on", l->reached[i + 1]);
    json_name(w, "rate");
    figure_json(w, UNIT_RATE, &rate);
    put_percentiles(cx, w, &l->times[i]);
    json_close_object(w);
}

/* --- stays ------------------------------------------------------------------------------------------- */

static enum err read_stays(struct ctx *cx, struct db *db, const struct asked *a,
                           const char *channel_key, const struct deal_stage *stages, size_t n,
                           struct buf *times, struct buf *all)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_funnel_stays, &st);

    if (e)
        goto out;
    db_bind_int(st, "from_at", a->period.from_at);
    db_bind_int(st, "until_at", a->period.until_at);
    db_bind_text(st, "channel_key", channel_key);
    while (!(e = db_step(cx, st, &row)) && row) {
        for (size_t i = 0; i < n; i++)
            if (text_equal(stages[i].key, db_text(st, 0)))
                add_days(&times[i], a->zone, db_int(st, 1), db_int(st, 2));
        if (all)
            add_days(all, a->zone, db_int(st, 1), db_int(st, 2));
    }
    for (size_t i = 0; i < n && !e; i++)
        if (!buf_ok(&times[i]))
            e = fail_memory(cx);
out:
    db_done(st);
    return e;
}

static enum err put_stages(struct ctx *cx, struct db *db, const struct asked *a,
                           struct json_writer *w)
{
    struct deal_stage *stages = NULL;
    struct buf *times;
    size_t n = 0;
    enum err e = deal_stages_all(cx, db, &stages, &n);

    if (e)
        return e;
    times = arena_array(cx->arena, n + 1, sizeof(*times));
    if (!times)
        return fail_memory(cx);
    for (size_t i = 0; i < n; i++)
        times[i] = buf_in(cx->arena);
    e = read_stays(cx, db, a, NULL, stages, n, times, NULL);
    json_name(w, "stages");
    json_open_list(w);
    for (size_t i = 0; i < n && !e; i++) {
        if (!text_equal(stages[i].kind, "open"))
            continue;
        json_open_object(w);
        json_text_member(w, "key", stages[i].key);
        json_text_member(w, "name", stages[i].name);
        put_percentiles(cx, w, &times[i]);
        json_close_object(w);
    }
    json_close_list(w);
    return e;
}

enum err funnel_report_json(struct ctx *cx, struct db *db, const char *from, const char *to,
                            struct buf *out)
{
    struct json_writer w = json_to(out);
    struct asked a = {0};
    struct ladder l = {0};
    enum err e = asked_read(cx, db, from, to, &a);

    for (int i = 0; i < LADDER; i++)
        l.times[i] = buf_in(cx->arena);
    if (!e)
        e = read_reached(cx, db, &a, &l);
    if (!e)
        e = read_steps(cx, db, &a, &l);
    if (e)
        return e;
    json_open_object(&w);
    json_text_member(&w, "from", a.period.from);
    json_text_member(&w, "to", a.period.to);
    json_name(&w, "ladder");
    json_open_list(&w);
    for (int i = FIRST_STEP; i < LAST_STEP; i++)
        put_step(cx, &w, &l, i);
    json_close_list(&w);
    e = put_stages(cx, db, &a, &w);
    json_close_object(&w);
    return e;
}

/* --- hand-offs ---------------------------------------------------------------------------------------- */

struct passed {
    const char *key, *channel;
    int64_t asked, waiting, late, accepted, returned;
    int64_t reasons[REASONS];
    struct buf hours;
};

static void add_passed(const struct ctx *cx, const struct db_stmt *st, struct passed *p)
{
    const char *state = db_text(st, 2), *reason = db_text(st, 3);
    double hours = (double)(db_int(st, 5) - db_int(st, 4)) / (double)HOURS_MS(1);

    p->asked++;
    if (text_equal(state, "waiting")) {
        p->waiting++;
        p->late += db_int(st, 6) < ctx_now(cx);
        return;
    }
    p->accepted += text_equal(state, "accepted");
    p->returned += text_equal(state, "returned");
    for (int i = 0; i < REASONS && handoff_reasons[i]; i++)
        p->reasons[i] += text_equal(handoff_reasons[i], reason);
    buf_add(&p->hours, &hours, sizeof(hours));
}

static void put_passed(struct ctx *cx, struct json_writer *w, struct passed *p)
{
    struct figure rate = figure_share(p->accepted, p->accepted + p->returned, ANSWERED_NEEDED,
                                      "metric.few_answered");
    struct figure hours = part_of(&p->hours, 0.5, HOURS_NEEDED, "metric.few_answered");

    json_open_object(w);
    json_text_member(w, "channel", text_empty(p->channel) ? "(none)" : p->channel);
    json_int_member(w, "asked", p->asked);
    json_int_member(w, "waiting", p->waiting);
    json_int_member(w, "late", p->late);
    json_int_member(w, "accepted", p->accepted);
    json_int_member(w, "returned", p->returned);
    json_name(w, "rate");
    figure_json(w, UNIT_RATE, &rate);
    json_name(w, "rate_reason");
    figure_reason_json(cx, w, &rate);
    json_name(w, "answer_hours");
    figure_json(w, UNIT_DAYS, &hours);
    json_name(w, "hours_reason");
    figure_reason_json(cx, w, &hours);
    json_name(w, "reasons");
    json_open_object(w);
    for (int i = 0; i < REASONS; i++)
        json_int_member(w, handoff_reasons[i], p->reasons[i]);
    json_close_object(w);
    json_close_object(w);
}

static int by_asked(const void *x, const void *y)
{
    const struct passed *a = x, *b = y;

    if (a->asked != b->asked)
        return a->asked < b->asked ? 1 : -1;
    return strcmp(a->key, b->key);
}

static enum err read_passed(struct ctx *cx, struct db *db, const struct asked *a, struct buf *rows,
                            struct passed *all)
{
    struct db_stmt *st = NULL;
    struct passed *now = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_funnel_handoffs, &st);

    if (e)
        goto out;
    db_bind_int(st, "from_at", a->period.from_at);
    db_bind_int(st, "until_at", a->period.until_at);
    while (!(e = db_step(cx, st, &row)) && row) {
        if (!now || !text_equal(now->key, db_text(st, 0))) {
            struct passed fresh = {.key = db_text_dup(cx, st, 0),
                                   .channel = db_text_dup(cx, st, 1),
                                   .hours = buf_in(cx->arena)};
            buf_add(rows, &fresh, sizeof(fresh));
            if (!buf_ok(rows)) {
                e = fail_memory(cx);
                break;
            }
            now = (struct passed *)(void *)(rows->bytes + rows->len - sizeof(fresh));
        }
        add_passed(cx, st, now);
        add_passed(cx, st, all);
    }
out:
    db_done(st);
    return e;
}

enum err handoff_report_json(struct ctx *cx, struct db *db, const char *from, const char *to,
                             struct buf *out)
{
    struct json_writer w = json_to(out);
    struct buf rows = buf_in(cx->arena);
    struct passed all = {.key = "", .hours = buf_in(cx->arena)}, *each;
    struct asked a = {0};
    size_t n;
    enum err e = asked_read(cx, db, from, to, &a);

    if (!e)
        e = read_passed(cx, db, &a, &rows, &all);
    if (e)
        return e;
    each = (struct passed *)(void *)rows.bytes;
    n = rows.len / sizeof(*each);
    if (n)
        qsort(each, n, sizeof(*each), by_asked);
    json_open_object(&w);
    json_text_member(&w, "from", a.period.from);
    json_text_member(&w, "to", a.period.to);
    json_name(&w, "rows");
    json_open_list(&w);
    for (size_t i = 0; i < n; i++)
        put_passed(cx, &w, &each[i]);
    json_close_list(&w);
    json_name(&w, "totals");
    put_passed(cx, &w, &all);
    json_close_object(&w);
    return OK;
}

/* --- metrics ------------------------------------------------------------------------------------------ */

static const char *key_of(struct ctx *cx, const char *channel)
{
    if (!channel)
        return NULL;
    return is_none(channel) ? "" : text_fold(cx->arena, channel);
}

enum err metric_days_in_stage(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                              struct figure *ret)
{
    const struct asked a = {.zone = ask->zone, .period = ask->period};
    struct buf all = buf_in(cx->arena);
    enum err e = read_stays(cx, db, &a, key_of(cx, ask->channel), NULL, 0, NULL, &all);

    if (!e && !buf_ok(&all))
        e = fail_memory(cx);
    if (!e)
        *ret = part_of(&all, 0.5, STAYS_NEEDED, "metric.few_stays");
    return e;
}

enum err metric_mql_accept_rate(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                                struct figure *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_metric_handoffs, &st);

    if (e)
        goto out;
    db_bind_int(st, "from_at", ask->period.from_at);
    db_bind_int(st, "until_at", ask->period.until_at);
    db_bind_text(st, "channel_key", key_of(cx, ask->channel));
    e = db_step(cx, st, &row);
    if (!e)
        *ret = figure_share(db_int(st, 0), db_int(st, 0) + db_int(st, 1), ANSWERED_NEEDED,
                            "metric.few_answered");
out:
    db_done(st);
    return e;
}
