/* referral.c -- see referral.h. */
#include "people/referral.h"

#include "access/may.h"
#include "base/text.h"
#include "base/time.h"
#include "people/account.h"
#include "people/change.h"
#include "people/contact.h"
#include "people/deal.h"
#include "people/match.h"
#include "people/whatsapp.h"
#include "strategy/owner.h"

#include "referral_sql.h"

#include <string.h>

static const char *const state_choices[] = {"new",  "contacted", "contact",
                                            "deal", "declined",  NULL};
static const char *const source_choices[] = {"page", "hand", NULL};

static const struct field referral_fields[] = {
    FIELD_TEXT(struct referral, name, REQUIRED | SEARCH, .max = 200),
    FIELD_TEXT(struct referral, employer, 0, .max = 200),
    FIELD_EMAIL(struct referral, email, 0, .max = 254),
    FIELD_TEXT(struct referral, phone, 0, .max = 40),
    FIELD_PROSE(struct referral, note, 0, .max = 2000),
    FIELD_ENUM(struct referral, state, FILTER, .choices = state_choices, .initial = "new"),
    FIELD_REF(struct referral, referrer, FILTER, .refers = &contact_model),
    FIELD_REF(struct referral, contact, FILTER | READONLY, .refers = &contact_model),
    FIELD_REF(struct referral, deal, FILTER, .refers = &deal_model),
    FIELD_REF(struct referral, owner, FILTER),
    FIELD_ENUM(struct referral, source, READONLY, .choices = source_choices, .initial = "hand"),
};

static enum err referral_before_save(struct ctx *cx, struct db *db, const void *before,
                                     void *record)
{
    const struct referral *was = before;
    struct referral *is = record;

    if (is->deal != NIL && (text_equal(is->state, "new") || text_equal(is->state, "contacted") ||
                            text_equal(is->state, "contact")))
        is->state = "deal";
    return owner_check(cx, db, was ? was->owner : NIL, is->owner,
                       contact_takes_more(cx, db, was ? was->referrer : NIL, is->referrer,
                                          phone_check(cx, was ? was->phone : NULL, is->phone)));
}

static enum err referral_after_save(struct ctx *cx, struct db *db, const void *before,
                                    const void *record)
{
    const struct referral *r = record ? record : before;

    return r->referrer == NIL ? OK : change_touch(cx, db, CHANGE_CONTACT, r->referrer);
}

const struct model referral_model = MODEL(
    referral, "referrals", referral_fields, .may_read = MAY_READ, .may_write = MAY_EDIT_PEOPLE,
    .sort = "-created_at", .before_save = referral_before_save, .after_save = referral_after_save);

static enum err count_lately(struct ctx *cx, struct db *db, int64_t referrer, int64_t *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_referrals_lately, &st);

    if (e)
        goto out;
    db_bind_int(st, "referrer", referrer);
    db_bind_int(st, "since_at", ctx_now(cx) - DAYS_MS(30));
    e = db_step(cx, st, &row);
    if (!e && row)
        *ret = db_int(st, 0);
out:
    db_done(st);
    return e;
}

enum err referral_by_page(struct ctx *cx, struct db *db, struct referral *in)
{
    int64_t lately = 0;
    enum err e = count_lately(cx, db, in->referrer, &lately);

    if (!e && lately >= REFERRALS_A_MONTH)
        e = fail(cx, ERR_LIMIT, "referral.many", "max", "10", NULL);
    if (e)
        return e;
    in->source = "page";
    e = model_check(cx, &referral_model, in);
    return e ? e : model_add(cx, db, &referral_model, in);
}

static enum err make_contact(struct ctx *cx, struct db *db, const struct referral *r,
                             int64_t *ret_contact)
{
    const struct model *m = &contact_model;
    struct contact *c = model_new(cx, m), *known = NULL;
    enum err e = c ? OK : fail_memory(cx);

    if (!e && !text_empty(r->email))
        e = model_find(cx, db, m, model_field(m, "email"), r->email, (void **)&known);
    if (e || known) {
        *ret_contact = known ? known->record.id : 0;
        return e;
    }
    c->name = r->name;
    c->email = r->email;
    c->phone = r->phone;
    c->notes = text_empty(r->employer) ? NULL : r->employer;
    c->channel = "referral";
    c->first_contact_at = r->record.created_at;
    c->owner = r->owner;
    e = model_check(cx, m, c);
    if (!e)
        e = model_add(cx, db, m, c);
    *ret_contact = c->record.id;
    return e;
}

enum err referral_to_contact(struct ctx *cx, struct db *db, int64_t id, struct referral **ret)
{
    struct referral *r = NULL;
    enum err e = model_get(cx, db, &referral_model, id, (void **)&r);

    if (!e && r->contact != NIL)
        e = fail(cx, ERR_CONFLICT, "referral.is_contact", NULL);
    if (!e)
        e = make_contact(cx, db, r, &r->contact);
    if (e)
        return e;
    if (!text_equal(r->state, "deal"))
        r->state = "contact";
    e = model_change(cx, db, &referral_model, r);
    *ret = r;
    return e;
}
