/* handoff.c -- see handoff.h. */
#include "people/handoff.h"

#include "access/may.h"
#include "access/site.h"
#include "access/user.h"
#include "base/text.h"
#include "base/time.h"
#include "model/audit.h"
#include "people/contact.h"
#include "people/lifecycle.h"
#include "people/webhook_follow.h"

#include "handoff_sql.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { PAGE = 50, DUE_HOUR = 18, TEXT_MAX = 1000 };

const char *const handoff_reasons[] = {"no_authority", "early", "no_fit", "no_budget", NULL};

const struct setting handoff_settings[] = {
    {"handoff.business_days", SETTING_INT, 1, 30, "2", "days"},
    {0},
};

int64_t handoff_due(const struct zone *zone, int64_t now, int64_t business_days)
{
    int64_t day = time_day_start(zone, now);
    struct civil c = time_civil(zone, day);

    while (business_days > 0) {
        /* Noon of the next day, whatever the clocks do in between. */
        day = time_day_start(zone, day + HOURS_MS(36));
        c = time_civil(zone, day);
        if (c.weekday != 0 && c.weekday != 6)
            business_days--;
    }
    c.hour = DUE_HOUR;
    return time_from_civil(zone, &c);
}

/* --- passing ------------------------------------------------------------------------------------- */

static enum err due_now(struct ctx *cx, struct db *db, int64_t *ret)
{
    static const struct setting *const tables[] = {handoff_settings, NULL};
    struct settings *set = NULL;
    const struct zone *zone = NULL;
    enum err e = settings_load(cx, db, tables, cx->site, &set);

    if (!e)
        e = site_zone(cx, db, &zone);
    if (!e)
        *ret = handoff_due(zone, ctx_now(cx), setting_int(set, "handoff.business_days"));
    return e;
}

static enum err one_id(struct ctx *cx, struct db *db, const struct db_query *q, int64_t contact,
                       int64_t *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, q, &st);

    if (e)
        goto out;
    if (contact)
        db_bind_int(st, "contact", contact);
    e = db_step(cx, st, &row);
    if (!e)
        *ret = row ? db_int(st, 0) : 0;
out:
    db_done(st);
    return e;
}

static enum err seller_check(struct ctx *cx, struct db *db, int64_t seller)
{
    const char *role = NULL;
    enum err e = member_role(cx, db, cx->site, seller, &role);

    if (!e && !(may_of_role(role) & MAY_EDIT_DEALS))
        e = fail_field(cx, "seller", "handoff.seller", NULL);
    return e;
}

static enum err add(struct ctx *cx, struct db *db, const struct contact *c, int64_t seller,
                    const char *text, int64_t due_at, int64_t *ret)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_handoff_add, &st);

    *ret = id_next(cx);
    if (e)
        goto out;
    db_bind_int(st, "id", *ret);
    db_bind_int(st, "contact", c->record.id);
    db_bind_int(st, "seller", seller);
    db_bind_int(st, "asked_by", cx->actor ? cx->actor : NIL);
    db_bind_int(st, "due_at", due_at);
    db_bind_text(st, "message", text);
    db_bind_text(st, "channel", c->channel);
    db_bind_text(st, "channel_key",
                 text_empty(c->channel) ? NULL : text_fold(cx->arena, c->channel));
    e = db_run(cx, st);
out:
    db_done(st);
    if (!e)
        e = webhook_handoff(cx, db, "handoff.passed", *ret, c->record.id, seller, NULL);
    return e ? e : audit_add(cx, db, "handoff", *ret, "add", NULL);
}

/* The person's row tells of it too, so that lists and rules can ask. */
static enum err mark(struct ctx *cx, struct db *db, int64_t contact, const char *status,
                     const char *reason, int64_t owner)
{
    void *found = NULL;
    struct contact *c;
    enum err e = model_get(cx, db, &contact_model, contact, &found);

    if (e)
        return e;
    c = found;
    c->lead_status = status;
    c->return_reason = reason;
    if (owner)
        c->owner = owner;
    return model_change_quietly(cx, db, &contact_model, c);
}

static enum err why_not(struct ctx *cx, struct db *db, int64_t contact, struct contact **ret,
                        const char **ret_why)
{
    void *found = NULL;
    int64_t waiting = 0;
    enum err e = model_get(cx, db, &contact_model, contact, &found);

    if (e == ERR_NOTFOUND) {
        fault_clear(cx);
        *ret_why = "handoff.gone";
        return OK;
    }
    if (!e)
        e = one_id(cx, db, &SQL_handoff_waiting_of, contact, &waiting);
    if (e)
        return e;
    *ret = found;
    *ret_why = waiting                                 ? "handoff.waiting"
               : !text_equal((*ret)->lifecycle, "mql") ? "handoff.not_mql"
                                                       : NULL;
    return OK;
}

static enum err pass_one(struct ctx *cx, struct db *db, int64_t contact, int64_t seller,
                         const char *text, int64_t due_at, struct handoff_passed *ret)
{
    struct contact *c = NULL;
    const char *why = NULL;
    enum err e = why_not(cx, db, contact, &c, &why);

    if (!e && why)
        ret->skipped[ret->skipped_n++] = (struct handoff_skip){contact, why};
    if (e || why)
        return e;
    if (!seller) {
        e = one_id(cx, db, &SQL_handoff_next_seller, 0, &seller);
        if (!e && !seller)
            e = fail(cx, ERR_INVALID, "handoff.no_seller", NULL);
    }
    if (!e)
        e = add(cx, db, c, seller, text, due_at, &ret->ids[ret->n]);
    if (!e)
        ret->n++;
    return e ? e : mark(cx, db, contact, "new", NULL, 0);
}

static enum err clean_text(struct ctx *cx, const char *name, const char **text)
{
    enum err e;

    if (text_empty(*text)) {
        *text = NULL;
        return OK;
    }
    e = text_clean(cx, *text, strlen(*text), true, text);
    if (!e && text_chars(*text) > TEXT_MAX)
        e = fail_too_long(cx, name, TEXT_MAX, text_chars(*text));
    return e;
}

enum err handoff_pass(struct ctx *cx, struct db *db, const int64_t *contacts, size_t n,
                      int64_t seller, const char *text, struct handoff_passed *ret)
{
    int64_t due_at = 0;
    enum err e = clean_text(cx, "message", &text);

    must(n <= HANDOFFS_AT_ONCE);
    ret->n = ret->skipped_n = 0;
    if (!e && seller)
        e = seller_check(cx, db, seller);
    if (!e)
        e = due_now(cx, db, &due_at);
    for (size_t i = 0; i < n && !e; i++)
        e = pass_one(cx, db, contacts[i], seller, text, due_at, ret);
    return e;
}

/* --- answers ------------------------------------------------------------------------------------- */

static void read_row(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct handoff *)row = (struct handoff){.id = db_int(st, 0),
                                              .contact = db_int(st, 1),
                                              .seller = db_int(st, 2),
                                              .asked_by = db_int(st, 3),
                                              .asked_at = db_int(st, 4),
                                              .due_at = db_int(st, 5),
                                              .message = db_text_dup(cx, st, 6),
                                              .channel = db_text_dup(cx, st, 7),
                                              .state = db_text_dup(cx, st, 8),
                                              .answered_at = db_int(st, 9),
                                              .answered_by = db_int(st, 10),
                                              .reason = db_text_dup(cx, st, 11),
                                              .note = db_text_dup(cx, st, 12),
                                              .seller_name = db_text_dup(cx, st, 13),
                                              .asked_name = db_text_dup(cx, st, 14),
                                              .name = db_text_dup(cx, st, 15),
                                              .email = db_text_dup(cx, st, 16),
                                              .phone = db_text_dup(cx, st, 17),
                                              .job_title = db_text_dup(cx, st, 18),
                                              .lifecycle = db_text_dup(cx, st, 19),
                                              .account_name = db_text_dup(cx, st, 20),
                                              .industry = db_text_dup(cx, st, 21),
                                              .account = db_int(st, 22),
                                              .employees = db_int(st, 23),
                                              .first_contact_at = db_int(st, 24)};
}

enum err handoff_get(struct ctx *cx, struct db *db, int64_t id, struct handoff *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_handoff_get, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id);
    e = db_step(cx, st, &row);
    if (!e && !row)
        e = fail(cx, ERR_NOTFOUND, "handoff.missing", NULL);
    if (!e)
        read_row(cx, st, ret);
    if (!e && arena_full(cx->arena))
        e = fail_memory(cx);
out:
    db_done(st);
    return e;
}

static enum err answer(struct ctx *cx, struct db *db, int64_t id, const char *state,
                       const char *reason, const char *note)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_handoff_answer, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id);
    db_bind_text(st, "state", state);
    db_bind_int(st, "answered_by", cx->actor ? cx->actor : NIL);
    db_bind_text(st, "reason", reason);
    db_bind_text(st, "note", note);
    e = db_run(cx, st);
    if (!e && !db_changes(st))
        e = fail(cx, ERR_CONFLICT, "handoff.answered", NULL);
out:
    db_done(st);
    return e ? e : audit_add(cx, db, "handoff", id, state, NULL);
}

enum err handoff_accept(struct ctx *cx, struct db *db, int64_t id)
{
    struct lifecycle_move m = {
        .stage = "sal", .cause = "handoff", .cause_id = id, .at = NIL, .run = NIL};
    struct handoff h;
    bool moved = false;
    enum err e = handoff_get(cx, db, id, &h);

    if (!e)
        e = answer(cx, db, id, "accepted", NULL, NULL);
    if (!e)
        e = webhook_handoff(cx, db, "handoff.accepted", id, h.contact, h.seller, NULL);
    if (!e)
        e = mark(cx, db, h.contact, "in_work", NULL, h.seller);
    if (e)
        return e;
    m.contact = h.contact;
    return lifecycle_raise(cx, db, &m, &moved);
}

enum err handoff_return(struct ctx *cx, struct db *db, int64_t id, const char *reason,
                        const char *note)
{
    struct handoff h;
    bool known = false;
    enum err e = handoff_get(cx, db, id, &h);

    for (size_t i = 0; handoff_reasons[i]; i++)
        known = known || text_equal(handoff_reasons[i], reason);
    if (!e && !known)
        e = text_empty(reason) ? fail_field(cx, "reason", "field.required", NULL)
                               : fail_choice(cx, "reason", handoff_reasons);
    if (!e)
        e = clean_text(cx, "note", &note);
    if (!e)
        e = answer(cx, db, id, "returned", reason, note);
    if (!e)
        e = webhook_handoff(cx, db, "handoff.returned", id, h.contact, h.seller, reason);
    return e ? e : mark(cx, db, h.contact, "returned", reason, 0);
}

enum err handoff_withdraw(struct ctx *cx, struct db *db, int64_t id)
{
    struct handoff h;
    enum err e = handoff_get(cx, db, id, &h);

    return e ? e : answer(cx, db, id, "withdrawn", NULL, NULL);
}

/* --- lists ---------------------------------------------------------------------------------------- */

/* "at.id" */
static enum err read_cursor(struct ctx *cx, const char *after, int64_t *ret_at, int64_t *ret_id)
{
    char copy[64];
    char *dot;

    if (text_empty(after))
        return OK;
    (void)snprintf(copy, sizeof(copy), "%s", after);
    dot = strchr(copy, '.');
    if (dot)
        *dot = 0;
    if (strlen(after) >= sizeof(copy) || !dot || !text_to_int(copy, ret_at) ||
        !text_to_int(dot + 1, ret_id))
        return fail(cx, ERR_INVALID, "model.page", NULL);
    return OK;
}

static void bind(struct ctx *cx, struct db_stmt *st, const struct handoff_query *q, bool waiting,
                 size_t most)
{
    const char *key = !q->channel                         ? NULL
                      : strcmp(q->channel, "(none)") == 0 ? ""
                                                          : text_fold(cx->arena, q->channel);

    db_bind_int(st, "seller", q->seller);
    db_bind_int(st, "contact", q->contact);
    db_bind_text(st, "channel_key", key);
    db_bind_int(st, "from_at", q->from_at);
    db_bind_int(st, "until_at", q->until_at ? q->until_at : INT64_MAX);
    db_bind_int(st, "most", (int64_t)most + 1);
    if (waiting) {
        db_bind_int(st, "late_at", q->late ? ctx_now(cx) : INT64_MAX);
    } else {
        db_bind_text(st, "state", q->state ? q->state : "");
        db_bind_text(st, "reason", q->reason ? q->reason : "");
    }
}

enum err handoffs_list(struct ctx *cx, struct db *db, const struct handoff_query *q,
                       struct handoff_page *ret)
{
    bool waiting = q->late || text_equal(q->state, "waiting");
    size_t limit = q->limit ? (size_t)q->limit : PAGE, n = 0;
    int64_t at = INT64_MIN + 1, id = waiting ? 0 : INT64_MAX;
    struct handoff *rows = NULL;
    struct db_stmt *st = NULL;
    enum err e = read_cursor(cx, q->after, &at, &id);

    if (!e)
        e = db_begin(cx, db, waiting ? &SQL_handoffs_waiting : &SQL_handoffs_any, &st);
    if (e)
        goto out;
    bind(cx, st, q, waiting, limit);
    if (waiting)
        db_bind_int(st, "after_at", at);
    db_bind_int(st, "after_id", id);
    e = db_collect(cx, st, sizeof(*rows), read_row, &rows, &n);
out:
    db_done(st);
    if (e)
        return e;
    ret->all = rows;
    ret->n = n > limit ? limit : n;
    ret->next = n > limit ? arena_print(cx->arena, "%" PRId64 ".%" PRId64, rows[limit - 1].due_at,
                                        rows[limit - 1].id)
                          : NULL;
    return OK;
}

static void read_seller(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct handoff_seller *)row = (struct handoff_seller){.id = db_int(st, 0),
                                                            .name = db_text_dup(cx, st, 1),
                                                            .waiting = db_int(st, 2),
                                                            .late = db_int(st, 3)};
}

enum err handoff_sellers(struct ctx *cx, struct db *db, struct handoff_seller **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_handoff_sellers, &st);

    if (!e)
        e = db_collect(cx, st, sizeof(**ret), read_seller, ret, ret_n);
    db_done(st);
    return e;
}
