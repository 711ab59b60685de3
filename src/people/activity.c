/* activity.c -- see activity.h. */
#include "people/activity.h"

#include "access/may.h"
#include "base/text.h"
#include "base/time.h"
#include "people/account.h"
#include "people/change.h"
#include "people/contact.h"
#include "people/deal.h"
#include "people/promo_code.h"
#include "strategy/owner.h"
#include "work/job.h"

#include "activity_sql.h"

#include <string.h>

enum { GRACE_MS = 5 * 60000, SLOT_MS = 10000 };

const char *const activity_kinds[] = {"call",     "meeting", "note",  "mail",
                                      "whatsapp", "task",    "issue", NULL};
static const char *const direction_choices[] = {"out", "in", NULL};
static const char *const outcome_choices[] = {
    "reached", "interested", "not_interested", "left_message", "no_answer", "wrong_number",
    "held",    "no_show",    "sent",           "received",     NULL};
static const char *const source_choices[] = {"hand", "click", "pasted", "mail", NULL};

/* What each kind may end with, and whether it is done with a person and so can touch them. */
static const struct kind {
    const char *kind;
    bool touches;
    const char *outcomes[6];
} kinds[] = {
    {"call",
     true,
     {"reached", "interested", "not_interested", "left_message", "no_answer", "wrong_number"}},
    {"meeting", true, {"held", "interested", "not_interested", "no_show"}},
    {"mail", true, {"sent", "received"}},
    {"whatsapp", true, {"sent", "received"}},
    {"note", false, {0}},
    {"task", false, {0}},
    {"issue", false, {0}},
};

static const struct field activity_fields[] = {
    FIELD_ENUM(struct activity, kind, REQUIRED | FILTER, .choices = activity_kinds),
    FIELD_ENUM(struct activity, direction, 0, .choices = direction_choices),
    FIELD_ENUM(struct activity, outcome, FILTER, .choices = outcome_choices),
    FIELD_TIME(struct activity, at, SORT),
    FIELD_INT(struct activity, minutes, 0, .min = 0, .max = 1440),
    FIELD_TEXT(struct activity, subject, SEARCH, .max = 200),
    FIELD_PROSE(struct activity, body, 0, .max = 20000),
    FIELD_REF(struct activity, contact, FILTER, .refers = &contact_model),
    FIELD_REF(struct activity, account, FILTER, .refers = &account_model),
    FIELD_REF(struct activity, deal, FILTER, .refers = &deal_model),
    FIELD_TEXT(struct activity, channel, 0, .max = 60),
    FIELD_REF(struct activity, owner, FILTER),
    FIELD_TIME(struct activity, follow_up_at, SORT),
    FIELD_TIME(struct activity, done_at, 0),
    FIELD_BOOL(struct activity, is_open, FILTER | READONLY),
    FIELD_ENUM(struct activity, source, READONLY, .choices = source_choices, .initial = "hand"),
    FIELD_TEXT(struct activity, source_key, UNIQUE | READONLY, .max = 64),
};

static const struct kind *kind_of(const char *name)
{
    for (size_t i = 0; name && i < COUNT_OF(kinds); i++)
        if (!strcmp(kinds[i].kind, name))
            return &kinds[i];
    return NULL;
}

static bool may_end_so(const struct kind *k, const char *outcome)
{
    for (size_t i = 0; i < COUNT_OF(k->outcomes) && k->outcomes[i]; i++)
        if (!strcmp(k->outcomes[i], outcome))
            return true;
    return false;
}

static bool is_plan(const struct activity *a)
{
    return text_equal(a->kind, "task") || text_equal(a->kind, "issue");
}

bool activity_is_touch(const struct activity *a)
{
    const struct kind *k = a ? kind_of(a->kind) : NULL;

    return k && k->touches && a->contact != NIL && !text_equal(a->outcome, "no_answer") &&
           !text_equal(a->outcome, "wrong_number") && !text_equal(a->outcome, "no_show");
}

/* --- before it is saved */

static enum err look_up(struct ctx *cx, struct db *db, const struct db_query *q, int64_t id,
                        int64_t *ret_first, int64_t *ret_second)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, q, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id);
    e = db_step(cx, st, &row);
    if (!e && row) {
        if (*ret_first == NIL)
            *ret_first = db_int(st, 0);
        if (ret_second && *ret_second == NIL)
            *ret_second = db_int(st, 1);
    }
out:
    db_done(st);
    return e;
}

static enum err fill_whom(struct ctx *cx, struct db *db, struct activity *is)
{
    enum err e = OK;

    if (is->deal != NIL && (is->account == NIL || is->contact == NIL))
        e = look_up(cx, db, &SQL_activity_deal_of, is->deal, &is->account, &is->contact);
    if (!e && is->contact != NIL && is->account == NIL)
        e = look_up(cx, db, &SQL_activity_account_of, is->contact, &is->account, NULL);
    return e;
}

static enum err check(struct ctx *cx, const struct activity *is)
{
    const struct kind *k = kind_of(is->kind);
    enum err e = OK;

    if (is->contact == NIL && is->account == NIL && is->deal == NIL &&
        !fault_has_field(cx, "contact") && !fault_has_field(cx, "account") &&
        !fault_has_field(cx, "deal"))
        e = fail_field(cx, "contact", "activity.of_nobody", NULL);
    if (!k)
        return e;
    if (is->outcome && !may_end_so(k, is->outcome) && !fault_has_field(cx, "outcome"))
        e = fail_field(cx, "outcome", "activity.outcome", NULL);
    if (is->at != NIL && is->at > ctx_now(cx) + GRACE_MS)
        e = fail_field(cx, "at", "activity.future", NULL);
    else if (is->at != NIL && is->at < 0) /* a touch is a fact too (fact.h) */
        e = fail_field(cx, "at", "field.event_time", NULL);
    if (is_plan(is) && text_empty(is->subject) && !fault_has_field(cx, "subject"))
        e = fail_field(cx, "subject", "field.required", NULL);
    if (text_equal(is->kind, "note") && text_empty(is->subject) && text_empty(is->body) &&
        !fault_has_field(cx, "body"))
        e = fail_field(cx, "body", "field.required", NULL);
    return e;
}

static enum err activity_before_save(struct ctx *cx, struct db *db, const void *before,
                                     void *record)
{
    const struct activity *was = before;
    struct activity *is = record;
    const struct kind *k = kind_of(is->kind);
    enum err e = fill_whom(cx, db, is);

    if (e)
        return e;
    if (is->at == NIL)
        is->at = ctx_now(cx);
    if (!was && is->owner == NIL && cx->actor > 0)
        is->owner = cx->actor;
    if (k && k->touches && text_empty(is->direction))
        is->direction = "out";
    is->is_open = is->done_at == NIL && (is_plan(is) || is->follow_up_at != NIL);
    e = contact_takes_more(cx, db, was ? was->contact : NIL, is->contact, check(cx, is));
    return owner_check(cx, db, was ? was->owner : cx->actor, is->owner, e);
}

/* --- after */

static enum err queue_in(struct ctx *cx, struct db *db, const struct db_query *q, int64_t id)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, q, &st);

    if (e)
        goto out;
    db_bind_int(st, "activity", id);
    if (q == &SQL_touch_queue)
        db_bind_int(st, "ready_at", ctx_now(cx) + ACTIVITY_TOUCH_WAIT_MS);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* One job for all that is logged within the same ten seconds. */
static enum err queue_job(struct ctx *cx, struct db *db)
{
    int64_t slot = (ctx_now(cx) + ACTIVITY_TOUCH_WAIT_MS) / SLOT_MS + 1, job = 0;
    const char *only = arena_print(cx->arena, "%lld", (long long)slot);

    if (!only)
        return fail_memory(cx);
    return job_add(
        cx, db,
        &(struct job_new){
            .site = cx->site, .kind = "people.touches", .run_at = slot * SLOT_MS, .only_one = only},
        &job);
}

static enum err touch_whom(struct ctx *cx, struct db *db, const struct activity *a)
{
    enum err e = OK;

    if (a->contact != NIL)
        e = change_touch(cx, db, CHANGE_CONTACT, a->contact);
    if (!e && a->account != NIL)
        e = change_touch(cx, db, CHANGE_ACCOUNT, a->account);
    return e;
}

static enum err activity_after_save(struct ctx *cx, struct db *db, const void *before,
                                    const void *record)
{
    const struct activity *was = before, *is = record;
    enum err e = touch_whom(cx, db, is ? is : was);

    if (!e && is && is->contact != NIL && !text_empty(is->channel))
        e = contact_came_by(cx, db, is->contact, is->channel, NIL);
    if (e || !is)
        return e;
    if (!activity_is_touch(is))
        return activity_is_touch(was) ? queue_in(cx, db, &SQL_touch_unqueue, is->record.id) : OK;
    e = queue_in(cx, db, &SQL_touch_queue, is->record.id);
    return e ? e : queue_job(cx, db);
}

const struct model activity_model = MODEL(
    activity, "activities", activity_fields, .may_read = MAY_READ, .may_write = MAY_EDIT_PEOPLE,
    .sort = "-at", .before_save = activity_before_save, .after_save = activity_after_save);
