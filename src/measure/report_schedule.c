/* report_schedule.c -- see report_schedule.h: what is kept, read and checked. */
#include "measure/report_schedule.h"

#include "access/user.h"
#include "base/text.h"
#include "base/time.h"
#include "measure/channel_report_priv.h"
#include "model/audit.h"

#include "report_sql.h"

#include <inttypes.h>

static const char *const cadences[] = {"weekly", "monthly"};

/* --- the next moment */

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return month == 2 && leap ? 29 : days[month - 1];
}

static int64_t at_hour(const struct zone *zone, int64_t day, int hour)
{
    struct civil c = time_civil(NULL, day * DAYS_MS(1));

    c.hour = hour;
    return time_from_civil(zone, &c);
}

int64_t report_when_next(const struct report_when *w, const struct zone *zone, int64_t after)
{
    int64_t today = day_of(zone, after), at;

    for (int64_t day = today;; day++) {
        struct civil c = time_civil(NULL, day * DAYS_MS(1));
        int last = month_days(c.year, c.month);
        bool it_is = w->cadence == CADENCE_WEEKLY ? (c.weekday + 6) % 7 + 1 == w->weekday
                                                  : c.day == (w->day < last ? w->day : last);
        if (it_is && (at = at_hour(zone, day, w->hour)) > after)
            return at;
    }
}

static enum err zone_of(struct ctx *cx, struct db *db, const struct zone **ret)
{
    const char *currency = NULL;

    return report_site(cx, db, ret, &currency);
}

/* --- reading */

static void read_schedule(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(struct report_schedule *)row = (struct report_schedule){
        .id = db_int(st, 0),
        .version = db_int(st, 1),
        .report = db_int(st, 2),
        .when = {.cadence =
                     text_equal(db_text(st, 3), "monthly") ? CADENCE_MONTHLY : CADENCE_WEEKLY,
                 .weekday = (int)db_int(st, 4),
                 .day = (int)db_int(st, 5),
                 .hour = (int)db_int(st, 6)},
        .paused = db_int(st, 7) == 1,
        .next_at = db_int(st, 8),
        .last_at = db_int(st, 9)};
}

static void read_recipient(struct ctx *cx, const struct db_stmt *st, void *row)
{
    bool user = !db_is_null(st, 2);

    *(struct recipient *)row = (struct recipient){.id = db_int(st, 0),
                                                  .schedule = db_int(st, 1),
                                                  .user = db_int(st, 2),
                                                  .address = db_text_dup(cx, st, user ? 9 : 3),
                                                  .name = db_text_dup(cx, st, 10),
                                                  .lang = lang_choose(db_text(st, user ? 11 : 4)),
                                                  .confirmed_by = db_int(st, 5),
                                                  .confirmed_at = db_int(st, 6),
                                                  .confirmed_text = db_text_dup(cx, st, 7),
                                                  .stopped_at = db_int(st, 8),
                                                  .gone = user && db_int(st, 12) != 1};
}

static enum err read_recipients(struct ctx *cx, struct db *db, struct report_schedule *s)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_recipients_of, &st);

    if (!e) {
        db_bind_int(st, "schedule", s->id);
        e = db_collect(cx, st, sizeof(*s->recipients), read_recipient, &s->recipients,
                       &s->recipient_count);
    }
    db_done(st);
    return e;
}

enum err schedules_of(struct ctx *cx, struct db *db, int64_t report, struct report_schedule **ret,
                      size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_schedules_of, &st);

    if (!e) {
        db_bind_int(st, "report", report ? report : NIL);
        e = db_collect(cx, st, sizeof(**ret), read_schedule, ret, ret_n);
    }
    db_done(st);
    for (size_t i = 0; i < *ret_n && !e; i++)
        e = read_recipients(cx, db, &(*ret)[i]);
    return e;
}

enum err schedule_get(struct ctx *cx, struct db *db, int64_t id, struct report_schedule *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_schedule_by_id, &st);

    if (!e) {
        db_bind_int(st, "id", id);
        e = db_step(cx, st, &row);
    }
    if (!e && !row)
        e = fail(cx, ERR_NOTFOUND, "report.no_schedule", NULL);
    if (!e)
        read_schedule(cx, st, ret);
    db_done(st);
    return e ? e : read_recipients(cx, db, ret);
}

/* --- read from outside */

static enum err read_number(struct ctx *cx, const struct json *in, const char *name, int min,
                            int max, int *ret)
{
    const struct json *v = json_get(in, name);
    int64_t n = json_int(v, INT64_MIN);

    if (!v)
        return OK;
    if (n < min || n > max)
        return fail_field(cx, name, "field.range", "min", arena_print(cx->arena, "%d", min), "max",
                          arena_print(cx->arena, "%d", max), NULL);
    *ret = (int)n;
    return OK;
}

static enum err read_when(struct ctx *cx, const struct json *in, struct report_schedule *s)
{
    const struct json *cadence = json_get(in, "cadence"), *paused = json_get(in, "paused");
    const char *word = json_text(cadence, "");
    enum err e = OK;

    if (cadence && !text_equal(word, cadences[0]) && !text_equal(word, cadences[1]))
        e = fail_field(cx, "cadence", "field.choice", "choices", "weekly, monthly", NULL);
    else if (cadence)
        s->when.cadence = text_equal(word, cadences[1]) ? CADENCE_MONTHLY : CADENCE_WEEKLY;
    if (read_number(cx, in, "weekday", 1, 7, &s->when.weekday) != OK)
        e = ERR_INVALID;
    if (read_number(cx, in, "day", 1, 31, &s->when.day) != OK)
        e = ERR_INVALID;
    if (read_number(cx, in, "hour", 0, 23, &s->when.hour) != OK)
        e = ERR_INVALID;
    if (paused && paused->kind != JSON_BOOL)
        e = fail_field(cx, "paused", "field.bool", NULL);
    else if (paused)
        s->paused = paused->boolean;
    return e;
}

const char *schedule_confirmation(struct ctx *cx)
{
    return message(cx->arena, cx->lang, "report.confirmation", NULL, 0);
}

static enum err read_user(struct ctx *cx, struct db *db, const char *field, const struct json *in,
                          struct recipient *r)
{
    const char *role = NULL;
    enum err e;

    if (!id_read(json_text(json_get(in, "user"), ""), &r->user))
        return fail_field(cx, field, "field.id", NULL);
    e = member_role(cx, db, cx->site, r->user, &role);
    if (!e && !role)
        e = fail_field(cx, field, "field.owner", NULL);
    return e;
}

static enum err read_address(struct ctx *cx, const char *field, const struct json *in,
                             struct recipient *r)
{
    const struct fault before = cx->fault;
    enum err e = text_email(cx, json_text(json_get(in, "address"), ""), &r->address);

    r->user = NIL;
    r->lang = json_get(in, "lang") ? lang_choose(json_text(json_get(in, "lang"), "")) : cx->lang;
    if (e == ERR_INVALID) {
        cx->fault = before;
        return fail_field(cx, field, "field.email", NULL);
    }
    r->confirmed_by = cx->actor ? cx->actor : NIL;
    r->confirmed_at = ctx_now(cx);
    r->confirmed_text = schedule_confirmation(cx);
    return e;
}

/* The one that is there already. */
static const struct recipient *known(const struct report_schedule *s, const struct recipient *r)
{
    for (size_t i = 0; i < s->recipient_count; i++)
        if (r->user != NIL
                ? s->recipients[i].user == r->user
                : s->recipients[i].user == NIL && text_equal(s->recipients[i].address, r->address))
            return &s->recipients[i];
    return NULL;
}

struct wanted {
    struct recipient *all;
    size_t n;
    bool *again; /* who ended the mails gets them once more */
};

static bool is_twice(const struct wanted *w, const struct recipient *r)
{
    const struct report_schedule so_far = {.recipients = w->all, .recipient_count = w->n};

    return known(&so_far, r) != NULL;
}

static enum err read_recipient_in(struct ctx *cx, struct db *db, const struct report_schedule *s,
                                  const struct json *in, size_t at, struct wanted *w)
{
    const char *field = arena_print(cx->arena, "recipients.%zu", at);
    struct recipient r = {.user = NIL, .stopped_at = NIL, .confirmed_at = NIL, .confirmed_by = NIL};
    enum err e =
        json_get(in, "user") ? read_user(cx, db, field, in, &r) : read_address(cx, field, in, &r);
    const struct recipient *was = e ? NULL : known(s, &r);

    if (e || is_twice(w, &r))
        return e;
    if (r.user == NIL && !was && !json_bool(json_get(in, "confirmed"), false))
        return fail_field(cx, field, "report.unconfirmed", NULL);
    if (was)
        r = *was;
    w->again[w->n] = json_get(in, "stopped") && !json_bool(json_get(in, "stopped"), true);
    w->all[w->n++] = r;
    return OK;
}

static enum err read_recipients_in(struct ctx *cx, struct db *db, const struct report_schedule *s,
                                   const struct json *in, struct wanted *w)
{
    size_t at = 0;
    enum err e = OK;

    if (in->kind != JSON_LIST || in->count > RECIPIENTS_MAX)
        return fail_field(cx, "recipients", "report.recipients", "max",
                          arena_print(cx->arena, "%d", (int)RECIPIENTS_MAX), NULL);
    w->all = arena_array(cx->arena, in->count + 1, sizeof(*w->all));
    w->again = arena_array(cx->arena, in->count + 1, sizeof(*w->again));
    if (!w->all || !w->again)
        return fail_memory(cx);
    for (const struct json *j = in->first; j && (!e || e == ERR_INVALID); j = j->next, at++) {
        enum err one = read_recipient_in(cx, db, s, j, at, w);
        e = one ? one : e;
    }
    if (!e && !w->n)
        e = fail_field(cx, "recipients", "report.no_recipients", NULL);
    return e;
}

/* --- writing */

static enum err run_id(struct ctx *cx, struct db *db, const struct db_query *q, int64_t id)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, q, &st);

    if (!e) {
        db_bind_int(st, "id", id);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

static enum err add_recipient(struct ctx *cx, struct db *db, int64_t schedule,
                              const struct recipient *r)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_recipient_insert, &st);

    if (!e) {
        db_bind_int(st, "id", id_next(cx));
        db_bind_int(st, "schedule", schedule);
        db_bind_int(st, "user_id", r->user);
        db_bind_text(st, "address", r->user == NIL ? r->address : NULL);
        db_bind_text(st, "lang", r->user == NIL ? lang_tag(r->lang) : NULL);
        db_bind_int(st, "confirmed_by", r->confirmed_by);
        db_bind_int(st, "confirmed_at", r->confirmed_at);
        db_bind_text(st, "confirmed_text", r->confirmed_text);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

static enum err put_recipients(struct ctx *cx, struct db *db, const struct report_schedule *s,
                               const struct wanted *w)
{
    const struct report_schedule now = {.recipients = w->all, .recipient_count = w->n};
    enum err e = OK;

    for (size_t i = 0; i < s->recipient_count && !e; i++)
        if (!known(&now, &s->recipients[i]))
            e = run_id(cx, db, &SQL_recipient_delete, s->recipients[i].id);
    for (size_t i = 0; i < w->n && !e; i++) {
        if (!w->all[i].id)
            e = add_recipient(cx, db, s->id, &w->all[i]);
        else if (w->again[i])
            e = run_id(cx, db, &SQL_recipient_again, w->all[i].id);
    }
    return e;
}

static enum err put(struct ctx *cx, struct db *db, const struct report_schedule *s, bool is_new)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, is_new ? &SQL_schedule_insert : &SQL_schedule_update, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", s->id);
    db_bind_text(st, "cadence", cadences[s->when.cadence]);
    db_bind_int(st, "weekday", s->when.weekday);
    db_bind_int(st, "day", s->when.day);
    db_bind_int(st, "hour", s->when.hour);
    db_bind_int(st, "paused", s->paused);
    db_bind_int(st, "next_at", s->next_at);
    if (is_new) {
        db_bind_int(st, "report", s->report);
        db_bind_int(st, "actor", cx->actor ? cx->actor : NIL);
    }
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* Addresses of other people do not belong into the audit. */
static enum err note(struct ctx *cx, struct db *db, const struct report_schedule *s,
                     const char *action)
{
    return audit_add(cx, db, report_model.name, s->report, action, NULL);
}

static enum err save(struct ctx *cx, struct db *db, struct report_schedule *s,
                     const struct json *in, bool is_new)
{
    const struct json *people = json_get(in, "recipients");
    const struct zone *zone = NULL;
    const struct report_when before = s->when;
    bool was_paused = s->paused;
    struct wanted w = {0};
    enum err e = read_when(cx, in, s), read = OK;

    if (people)
        read = read_recipients_in(cx, db, s, people, &w);
    else if (is_new)
        read = fail_field(cx, "recipients", "report.no_recipients", NULL);
    if (read)
        e = read;
    if (!e)
        e = zone_of(cx, db, &zone);
    if (e)
        return e;
    if (is_new || was_paused || before.cadence != s->when.cadence ||
        before.weekday != s->when.weekday || before.day != s->when.day ||
        before.hour != s->when.hour)
        s->next_at = report_when_next(&s->when, zone, ctx_now(cx));
    e = put(cx, db, s, is_new);
    return e || !people ? e : put_recipients(cx, db, s, &w);
}

enum err schedule_add(struct ctx *cx, struct db *db, int64_t report, const struct json *in,
                      struct report_schedule *ret)
{
    struct report_schedule s = {
        .report = report, .last_at = NIL, .when = {.weekday = 1, .day = 1, .hour = 8}};
    struct report_schedule *all = NULL;
    struct report r;
    size_t n = 0;
    enum err e = report_read(cx, db, report, &r);

    if (!e)
        e = schedules_of(cx, db, report, &all, &n);
    if (!e && n >= SCHEDULES_MAX)
        e = fail(cx, ERR_LIMIT, "report.schedules_many", "max",
                 arena_print(cx->arena, "%d", (int)SCHEDULES_MAX), NULL);
    if (e)
        return e;
    s.id = id_next(cx);
    e = save(cx, db, &s, in, true);
    if (!e)
        e = note(cx, db, &s, "schedule_add");
    return e ? e : schedule_get(cx, db, s.id, ret);
}

enum err schedule_change(struct ctx *cx, struct db *db, int64_t id, int64_t version,
                         const struct json *in, struct report_schedule *ret)
{
    struct report_schedule s = {0};
    enum err e = schedule_get(cx, db, id, &s);

    if (!e && version && version != s.version)
        e = fail(cx, ERR_CONFLICT, "model.version", "version",
                 arena_print(cx->arena, "%" PRId64, s.version), NULL);
    if (!e)
        e = save(cx, db, &s, in, false);
    if (!e)
        e = note(cx, db, &s, "schedule_change");
    return e ? e : schedule_get(cx, db, id, ret);
}

enum err schedule_drop(struct ctx *cx, struct db *db, int64_t id)
{
    struct report_schedule s = {0};
    enum err e = schedule_get(cx, db, id, &s);

    if (!e)
        e = run_id(cx, db, &SQL_schedule_delete, id);
    return e ? e : note(cx, db, &s, "schedule_delete");
}

/* --- told */

static void time_member(struct json_writer *w, const char *name, int64_t at)
{
    char text[TIME_TEXT_MAX];

    if (at != NIL)
        time_text(at, text);
    json_text_member(w, name, at == NIL ? NULL : text);
}

static void recipient_json(struct json_writer *w, const struct recipient *r)
{
    json_open_object(w);
    json_id_member(w, "id", r->id);
    json_id_member(w, "user", r->user);
    json_text_member(w, "address", r->address);
    json_text_member(w, "name", r->name);
    json_text_member(w, "lang", lang_tag(r->lang));
    json_id_member(w, "confirmed_by", r->confirmed_by);
    time_member(w, "confirmed_at", r->confirmed_at);
    json_text_member(w, "confirmed_text", r->confirmed_text);
    time_member(w, "stopped_at", r->stopped_at);
    json_bool_member(w, "gone", r->gone);
    json_close_object(w);
}

void schedule_json(struct json_writer *w, const struct report_schedule *s)
{
    json_open_object(w);
    json_id_member(w, "id", s->id);
    json_int_member(w, "version", s->version);
    json_id_member(w, "report", s->report);
    json_text_member(w, "cadence", cadences[s->when.cadence]);
    json_int_member(w, "weekday", s->when.weekday);
    json_int_member(w, "day", s->when.day);
    json_int_member(w, "hour", s->when.hour);
    json_bool_member(w, "paused", s->paused);
    time_member(w, "next_at", s->next_at);
    time_member(w, "last_at", s->last_at);
    json_name(w, "recipients");
    json_open_list(w);
    for (size_t i = 0; i < s->recipient_count; i++)
        recipient_json(w, &s->recipients[i]);
    json_close_list(w);
    json_close_object(w);
}
