/* list.c -- see list.h. */
#include "people/list.h"

#include "access/may.h"
#include "base/text.h"
#include "base/time.h"
#include "people/change.h"
#include "people/consent_purpose.h"
#include "people/contact.h"
#include "people/suppression.h"
#include "work/link.h"

#include "list_sql.h"

#include <string.h>

enum { PAGE = 50 };

static const struct field list_fields[] = {
    FIELD_TEXT(struct list, name, REQUIRED | SEARCH | SORT, .max = 120),
    FIELD_PROSE(struct list, description, 0, .max = 500),
    FIELD_BOOL(struct list, public, 0, .initial = "0"),
    FIELD_BOOL(struct list, double_opt_in, 0, .initial = "1"),
    FIELD_REF(struct list, purpose, FILTER, .refers = &consent_purpose_model),
};

const struct model list_model = MODEL(list, "lists", list_fields, .may_read = MAY_READ,
                                      .may_write = MAY_EDIT_PEOPLE, .sort = "name");

static void read_member(struct ctx *cx, const struct db_stmt *st, void *row)
{
    struct list_member *m = row;

    *m = (struct list_member){.list = db_int(st, 0),
                              .contact = db_int(st, 1),
                              .status = db_text_dup(cx, st, 2),
                              .source = db_text_dup(cx, st, 3),
                              .asked = db_int(st, 4),
                              .pending_at = db_int(st, 5),
                              .subscribed_at = db_int(st, 6),
                              .unsubscribed_at = db_int(st, 7),
                              .changed_at = db_int(st, 8)};
}

enum err list_member_get(struct ctx *cx, struct db *db, int64_t list, int64_t contact,
                         struct list_member *ret)
{
    struct list_member m = {.list = list,
                            .contact = contact,
                            .pending_at = NIL,
                            .subscribed_at = NIL,
                            .unsubscribed_at = NIL,
                            .changed_at = NIL};
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_list_member_get, &st);

    if (e)
        goto out;
    db_bind_int(st, "list", list);
    db_bind_int(st, "contact", contact);
    e = db_step(cx, st, &row);
    if (!e && row)
        read_member(cx, st, &m);
    if (!e)
        *ret = m;
out:
    db_done(st);
    return e;
}

static enum err put(struct ctx *cx, struct db *db, const struct list_member *m)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_list_member_put, &st);

    if (e)
        goto out;
    db_bind_int(st, "list", m->list);
    db_bind_int(st, "contact", m->contact);
    db_bind_text(st, "status", m->status);
    db_bind_text(st, "source", m->source);
    db_bind_int(st, "asked", m->asked);
    db_bind_int(st, "pending_at", m->pending_at);
    db_bind_int(st, "subscribed_at", m->subscribed_at);
    db_bind_int(st, "unsubscribed_at", m->unsubscribed_at);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err source_ok(struct ctx *cx, const char **source)
{
    const char *text = *source ? *source : "";
    enum err e = text_clean(cx, text, strlen(text), false, source);

    if (!e)
        *source = text_empty(*source) ? NULL : text_cut(cx->arena, *source, 200);
    return e;
}

/* Whatever the purpose says: an address that gets nothing, or none at all. */
static enum err reachable(struct ctx *cx, struct db *db, const struct contact *who,
                          const char *channel, enum consent_answer *ret)
{
    bool suppressed = false;
    enum err e;

    if (text_equal(channel, "phone") || text_equal(channel, "whatsapp") ||
        text_equal(channel, "sms")) {
        *ret = text_empty(who->phone) ? CONSENT_NO_ADDRESS : CONSENT_MAY;
        return OK;
    }
    e = suppression_has(cx, db, who->email, &suppressed);
    *ret = text_empty(who->email) ? CONSENT_NO_ADDRESS
           : suppressed           ? CONSENT_SUPPRESSED
                                  : CONSENT_MAY;
    return e;
}

/* A list without a purpose sends mail: who objected to every use by mail objected to it. */
static enum err objects_to_mail(struct ctx *cx, struct db *db, int64_t contact, bool *ret)
{
    struct consent_state *states = NULL;
    size_t n = 0, mail = 0, objected = 0;
    enum err e = consent_states(cx, db, contact, &states, &n);

    for (size_t i = 0; i < n && !e; i++) {
        if (!states[i].active || !text_equal(states[i].channel, "email"))
            continue;
        mail++;
        objected += text_equal(states[i].state, "objected");
    }
    *ret = mail > 0 && objected == mail;
    return e;
}

enum err list_may_join(struct ctx *cx, struct db *db, int64_t list, int64_t contact,
                       enum consent_answer *ret)
{
    void *of = NULL, *who = NULL, *purpose = NULL;
    const struct consent_purpose *p = NULL;
    enum consent_answer a = CONSENT_MAY;
    bool objects = false;
    enum err e = model_get(cx, db, &list_model, list, &of);

    if (!e)
        e = contact_living(cx, db, contact, &who);
    if (!e && ((struct list *)of)->purpose != NIL) {
        e = model_get(cx, db, &consent_purpose_model, ((struct list *)of)->purpose, &purpose);
        p = purpose;
        if (!e)
            e = consent_may(cx, db, contact, p->code, &a);
    } else if (!e)
        e = objects_to_mail(cx, db, contact, &objects);
    if (objects)
        a = CONSENT_OBJECTED;
    if (!e && (a == CONSENT_MAY || a == CONSENT_NOT_GIVEN || a == CONSENT_NO_PURPOSE))
        e = reachable(cx, db, who, p ? p->channel : "email", &a);
    *ret = a;
    return e;
}

enum err list_set(struct ctx *cx, struct db *db, int64_t list, int64_t contact, const char *status,
                  const char *source, bool confirmed, struct list_member *ret)
{
    bool in = text_equal(status, "subscribed");
    void *of = NULL, *who = NULL;
    struct list_member m;
    const char *become = status;
    enum err e;

    if (!in && !text_equal(status, "unsubscribed"))
        return fail_field(cx, "status", "field.choice", "choices", "subscribed, unsubscribed",
                          NULL);
    e = model_get(cx, db, &list_model, list, &of);
    if (!e)
        e = contact_living(cx, db, contact, &who);
    if (!e)
        e = source_ok(cx, &source);
    if (!e)
        e = list_member_get(cx, db, list, contact, &m);
    if (e)
        return e;
    if (in && ((struct list *)of)->double_opt_in == 1 && !confirmed &&
        !text_equal(m.status, "subscribed"))
        become = "pending";
    if (ret)
        *ret = m;
    /* Asked again: a new link, and the old one ends. */
    if (text_equal(m.status, become) && !text_equal(become, "pending"))
        return OK;
    if (text_equal(become, "pending")) {
        m.asked++;
        m.pending_at = ctx_now(cx);
    } else if (in)
        m.subscribed_at = ctx_now(cx);
    else
        m.unsubscribed_at = ctx_now(cx);
    m.status = become;
    m.source = source;
    m.changed_at = ctx_now(cx);
    e = put(cx, db, &m);
    if (!e)
        e = change_touch(cx, db, CHANGE_CONTACT, contact);
    if (!e && ret)
        *ret = m;
    return e;
}

static void read_list_of(struct ctx *cx, const struct db_stmt *st, void *row)
{
    struct list_member *m = row;

    read_member(cx, st, m);
    m->list_name = db_text_dup(cx, st, 9);
    m->list_description = db_text_dup(cx, st, 10);
    m->public = db_int(st, 11) == 1;
    m->double_opt_in = db_int(st, 12) == 1;
    m->purpose = db_int(st, 13);
}

enum err lists_of(struct ctx *cx, struct db *db, int64_t contact, bool public_only,
                  struct list_member **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_lists_of, &st);

    if (e)
        goto out;
    db_bind_int(st, "contact", contact);
    db_bind_int(st, "public_only", public_only);
    e = db_collect(cx, st, sizeof(**ret), read_list_of, ret, ret_n);
out:
    db_done(st);
    return e;
}

static void read_of_list(struct ctx *cx, const struct db_stmt *st, void *row)
{
    struct list_member *m = row;

    read_member(cx, st, m);
    m->name = db_text_dup(cx, st, 9);
    m->email = db_text_dup(cx, st, 10);
}

enum err list_members(struct ctx *cx, struct db *db, const struct list_members_query *q,
                      struct list_member **ret, size_t *ret_n, int64_t *ret_next)
{
    size_t limit = q->limit ? (size_t)q->limit : PAGE, n = 0;
    struct list_member *rows = NULL;
    struct db_stmt *st = NULL;
    void *list = NULL;
    enum err e = model_get(cx, db, &list_model, q->list, &list);

    if (!e)
        e = db_begin(cx, db, q->status ? &SQL_list_members_page_of_status : &SQL_list_members_page,
                     &st);
    if (e)
        goto out;
    db_bind_int(st, "list", q->list);
    if (q->status)
        db_bind_text(st, "status", q->status);
    db_bind_int(st, "after", q->after);
    db_bind_int(st, "most", (int64_t)limit + 1);
    e = db_collect(cx, st, sizeof(*rows), read_of_list, &rows, &n);
out:
    db_done(st);
    if (e)
        return e;
    *ret_next = n > limit ? rows[limit - 1].contact : 0;
    *ret_n = n > limit ? limit : n;
    *ret = rows;
    return OK;
}

static void read_count(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(struct list_count *)row =
        (struct list_count){db_int(st, 0), db_int(st, 1), db_int(st, 2), db_int(st, 3)};
}

enum err list_counts(struct ctx *cx, struct db *db, struct list_count **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_list_counts, &st);

    if (!e)
        e = db_collect(cx, st, sizeof(**ret), read_count, ret, ret_n);
    db_done(st);
    return e;
}

enum err list_confirm_link(struct ctx *cx, struct db *db, int64_t list, int64_t contact,
                           int64_t days, const char **ret_token, int64_t *ret_expires_at)
{
    struct list_member m;
    struct link l = {.purpose = LINK_CONFIRM, .site = cx->site, .subject = contact, .about = list};
    void *of = NULL;
    enum err e = model_get(cx, db, &list_model, list, &of);

    if (!e)
        e = list_member_get(cx, db, list, contact, &m);
    if (!e && !text_equal(m.status, "pending"))
        e = fail(cx, ERR_CONFLICT, "list.not_pending", NULL);
    if (e)
        return e;
    l.version = m.asked;
    l.expires_at = m.pending_at + DAYS_MS(days);
    *ret_expires_at = l.expires_at;
    return link_sign(cx, db, &l, ret_token);
}

enum err lists_part(struct ctx *cx, struct db *db, int64_t kept, int64_t gone, int64_t since)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_lists_part, &st);

    if (e)
        goto out;
    db_bind_int(st, "kept", kept);
    db_bind_int(st, "gone", gone);
    db_bind_int(st, "since", since);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err lists_leave_purpose(struct ctx *cx, struct db *db, int64_t contact, int64_t purpose,
                             const char *source)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_lists_leave, &st);

    if (e)
        goto out;
    db_bind_int(st, "contact", contact);
    db_bind_int(st, "purpose", purpose);
    db_bind_text(st, "source", source);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err lists_join(struct ctx *cx, struct db *db, int64_t goes, int64_t stays)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_lists_join, &st);

    if (e)
        goto out;
    db_bind_int(st, "goes", goes);
    db_bind_int(st, "stays", stays);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}
