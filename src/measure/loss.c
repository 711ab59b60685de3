/* loss.c -- see loss.h. */
#include "measure/loss.h"

#include "base/message.h"
#include "base/time.h"
#include "facts/store_age.h"

#include <stdlib.h>
#include <string.h>

enum { LOSS_DAYS = 30 };

static const char *const names[FATES] = {"human", "robot", "duplicate", "refused", "invalid"};

const char *fate_name(enum store_fate fate)
{
    return names[fate];
}

struct sums {
    int64_t of[FATES];
};

struct reason {
    enum store_fate fate;
    const char *reason;
    int64_t count;
};

struct loss {
    int64_t from_day, to_day; /* the last excluded */
    struct sums total, *days;
    struct reason *reasons;
    size_t reason_count;
};

/* Days since 1970 of a date; false leaves a fault field. */
static bool read_day(struct ctx *cx, const char *field, const char *text, int64_t *ret)
{
    int64_t ms = 0;

    if (!date_ok(text) || time_read(cx, text, NULL, &ms) != OK) {
        fault_clear(cx);
        (void)fail_field(cx, field, "field.date", NULL);
        return false;
    }
    *ret = ms / DAYS_MS(1);
    return true;
}

static enum err read_range(struct ctx *cx, const char *from, const char *to, struct loss *l)
{
    int64_t today = ctx_now(cx) / DAYS_MS(1), last = today, first;

    if (to && !read_day(cx, "to", to, &last))
        return ERR_INVALID;
    first = last - LOSS_DAYS + 1;
    if (from && !read_day(cx, "from", from, &first))
        return ERR_INVALID;
    if (first > last || last - first >= LOSS_DAYS_MAX)
        return fail_field(cx, "from", "measure.range", NULL);
    l->from_day = first;
    l->to_day = last + 1;
    return OK;
}

static int by_count(const void *a, const void *b)
{
    const struct reason *x = a, *y = b;

    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return strcmp(x->reason, y->reason);
}

static void add_reason(struct loss *l, const struct store_outcome *o)
{
    for (size_t i = 0; i < l->reason_count; i++)
        if (l->reasons[i].fate == o->fate && !strcmp(l->reasons[i].reason, o->reason)) {
            l->reasons[i].count += o->count;
            return;
        }
    l->reasons[l->reason_count++] = (struct reason){o->fate, o->reason, o->count};
}

static enum err gather(struct ctx *cx, struct fact_store *store, struct loss *l)
{
    struct store_outcome *rows = NULL;
    size_t n = 0;
    enum err e = store_outcomes(cx, store, cx->site, l->from_day, l->to_day, &rows, &n);

    if (e)
        return e;
    l->days = arena_array(cx->arena, (size_t)(l->to_day - l->from_day), sizeof(*l->days));
    l->reasons = arena_array(cx->arena, n + 1, sizeof(*l->reasons));
    if (!l->days || !l->reasons)
        return fail_memory(cx);
    for (size_t i = 0; i < n; i++) {
        l->total.of[rows[i].fate] += rows[i].count;
        l->days[rows[i].day - l->from_day].of[rows[i].fate] += rows[i].count;
        if (rows[i].count && (rows[i].reason[0] || rows[i].fate == FATE_ROBOT))
            add_reason(l, &rows[i]);
    }
    if (l->reason_count)
        qsort(l->reasons, l->reason_count, sizeof(l->reasons[0]), by_count);
    return OK;
}

static void put_sums(struct json_writer *w, const struct sums *s)
{
    int64_t received = 0;

    for (size_t i = 0; i < FATES; i++)
        received += s->of[i];
    json_int_member(w, "received", received);
    for (size_t i = 0; i < FATES; i++)
        json_int_member(w, names[i], s->of[i]);
}

static void put_day(struct json_writer *w, const char *name, int64_t day)
{
    char text[DATE_TEXT_MAX];

    date_text(NULL, DAYS_MS(day), text);
    json_text_member(w, name, text);
}

/* Robots of which no reason was kept. */
static const char *name_of(const struct reason *r)
{
    return r->reason[0] ? r->reason : "unknown";
}

/* In the reader's words; a reason that somebody else gave, or a later version wrote, stands as it is. */
static const char *label_of(struct ctx *cx, const struct reason *r)
{
    const char *key = arena_print(cx->arena, "measure.%s_%s",
                                  r->fate == FATE_ROBOT ? "robot" : "refused", name_of(r));
    const char *text = key ? message_find(cx->lang, key) : NULL;

    return text ? text : r->reason;
}

static void put_aged(struct json_writer *w, const struct store_aged *aged)
{
    char text[DATE_TEXT_MAX];

    json_name(w, "aged");
    if (!aged->removed) {
        json_put_null(w);
        return;
    }
    date_text(NULL, aged->before_ms, text);
    json_open_object(w);
    json_text_member(w, "before", text);
    json_int_member(w, "removed", aged->removed);
    json_close_object(w);
}

enum err loss_report(struct ctx *cx, struct fact_store *store, const char *from, const char *to,
                     struct json_writer *w)
{
    struct loss l = {0};
    struct store_aged aged = {0};
    enum err e = read_range(cx, from, to, &l);

    if (!e)
        e = gather(cx, store, &l);
    if (!e)
        e = store_aged(cx, store, cx->site, &aged);
    if (e)
        return e;
    put_day(w, "from", l.from_day);
    put_day(w, "to", l.to_day - 1);
    json_name(w, "totals");
    json_open_object(w);
    put_sums(w, &l.total);
    json_close_object(w);
    json_name(w, "days");
    json_open_list(w);
    for (int64_t d = l.from_day; d < l.to_day; d++) {
        json_open_object(w);
        put_day(w, "day", d);
        put_sums(w, &l.days[d - l.from_day]);
        json_close_object(w);
    }
    json_close_list(w);
    json_name(w, "reasons");
    json_open_list(w);
    for (size_t i = 0; i < l.reason_count; i++) {
        json_open_object(w);
        json_text_member(w, "fate", names[l.reasons[i].fate]);
        json_text_member(w, "reason", name_of(&l.reasons[i]));
        json_text_member(w, "label", label_of(cx, &l.reasons[i]));
        json_int_member(w, "count", l.reasons[i].count);
        json_close_object(w);
    }
    json_close_list(w);
    put_aged(w, &aged);
    return OK;
}

enum err metric_data_loss(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                          struct figure *ret)
{
    int64_t today = ctx_now(cx) / DAYS_MS(1), received = 0;
    struct loss l = {.to_day = (ask->period.last < today ? ask->period.last : today) + 1};
    enum err e;

    (void)db;
    l.from_day = ask->period.first;
    if (l.from_day < l.to_day - LOSS_DAYS_MAX)
        l.from_day = l.to_day - LOSS_DAYS_MAX;
    if (ask->channel || !cx->facts || l.from_day >= l.to_day) {
        *ret = ask->channel ? figure_unknown("metric.no_channel")
               : !cx->facts ? figure_unknown("metric.no_facts")
                            : figure_few("metric.few_events", 0, LOSS_NEEDED);
        return OK;
    }
    e = gather(cx, cx->facts, &l);
    for (size_t i = 0; i < FATES; i++)
        received += l.total.of[i];
    if (!e)
        *ret = figure_share(l.total.of[FATE_REFUSED] + l.total.of[FATE_INVALID], received,
                            LOSS_NEEDED, "metric.few_events");
    return e;
}
