/* partner.c -- see partner.h. */
#include "people/partner.h"

#include "access/may.h"
#include "base/text.h"
#include "base/time.h"
#include "model/audit.h"
#include "people/account.h"
#include "people/contact.h"
#include "people/deal.h"
#include "people/promo_code.h"
#include "strategy/owner.h"
#include "work/link.h"

#include "partner_sql.h"

static const char *const kind_choices[] = {"partner", "distributor", "wholesaler", "other", NULL};

static const struct field partner_fields[] = {
    FIELD_TEXT(struct partner, name, REQUIRED | SEARCH | SORT, .max = 200),
    FIELD_ENUM(struct partner, kind, REQUIRED | FILTER, .choices = kind_choices),
    FIELD_REF(struct partner, account, FILTER, .refers = &account_model),
    FIELD_REF(struct partner, contact, FILTER, .refers = &contact_model),
    FIELD_RATE(struct partner, commission, 0, .min = 0, .max = 1000000),
    FIELD_INT(struct partner, protection_days, 0, .min = 1, .max = 730, .initial = "90"),
    FIELD_DATE(struct partner, agreement_ends_on, 0),
    FIELD_BOOL(struct partner, active, 0, .initial = "1"),
    FIELD_REF(struct partner, owner, FILTER),
    FIELD_PROSE(struct partner, notes, 0),
    FIELD_INT(struct partner, link_version, READONLY, .min = 0, .max = INT64_MAX),
};

static enum err before_save(struct ctx *cx, struct db *db, const void *before, void *record)
{
    const struct partner *was = before;
    struct partner *is = record;

    if (is->protection_days == NIL)
        is->protection_days = PARTNER_PROTECTION_DAYS;
    if (is->link_version == NIL)
        is->link_version = 1;
    return owner_check(cx, db, was ? was->owner : NIL, is->owner, OK);
}

/* What tells of the past keeps its partner: such a one is switched off, not deleted. */
static enum err after_save(struct ctx *cx, struct db *db, const void *before, const void *record)
{
    const struct partner *was = before;
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e;

    if (record)
        return OK;
    e = db_begin(cx, db, &SQL_partner_uses, &st);
    if (e)
        goto out;
    db_bind_int(st, "partner", was->record.id);
    e = db_step(cx, st, &row);
    if (!e && row && db_int(st, 0) > 0)
        e = fail(cx, ERR_CONFLICT, "partner.in_use", NULL);
out:
    db_done(st);
    return e;
}

const struct model partner_model =
    MODEL(partner, "partners", partner_fields, .may_read = MAY_READ, .may_write = MAY_EDIT_DEALS,
          .sort = "name", .before_save = before_save, .after_save = after_save);

/* --- the link ------------------------------------------------------------------------------------ */

enum err partner_link(struct ctx *cx, struct db *db, int64_t id, const char **ret_token,
                      int64_t *ret_expires_at)
{
    struct link l = {.purpose = LINK_PARTNER, .site = cx->site, .subject = id};
    void *found = NULL;
    enum err e = model_get(cx, db, &partner_model, id, &found);

    if (e)
        return e;
    l.version = ((struct partner *)found)->link_version;
    l.expires_at = ctx_now(cx) + DAYS_MS(PARTNER_LINK_DAYS);
    e = link_sign(cx, db, &l, ret_token);
    if (!e)
        e = audit_add(cx, db, partner_model.name, id, "link_add", NULL);
    if (!e)
        *ret_expires_at = l.expires_at;
    return e;
}

enum err partner_link_end(struct ctx *cx, struct db *db, int64_t id)
{
    void *found = NULL;
    struct partner *p;
    enum err e = model_get(cx, db, &partner_model, id, &found);

    if (e)
        return e;
    p = found;
    p->link_version++;
    return model_change(cx, db, &partner_model, p);
}

enum err partner_of_link(struct ctx *cx, struct db *db, const struct link *l, struct partner **ret)
{
    void *found = NULL;
    enum err e = model_get(cx, db, &partner_model, l->subject, &found);
    struct partner *p = found;

    if (e == ERR_NOTFOUND || (!e && (p->link_version != l->version || p->active != 1))) {
        fault_clear(cx);
        return fail(cx, ERR_NOTFOUND, "partner.link_ended", NULL);
    }
    if (!e)
        *ret = p;
    return e;
}

/* --- whose deal ---------------------------------------------------------------------------------- */

static enum err of_person(struct ctx *cx, struct db *db, int64_t contact, int64_t *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_partner_of_person, &st);

    if (e)
        goto out;
    db_bind_int(st, "contact", contact);
    e = db_step(cx, st, &row);
    if (!e && row)
        *ret = db_int(st, 0);
out:
    db_done(st);
    return e;
}

static enum err of_code(struct ctx *cx, struct db *db, int64_t code, int64_t *ret)
{
    void *found = NULL;
    enum err e = model_get(cx, db, &promo_code_model, code, &found);

    if (e == ERR_NOTFOUND) { /* the check of references tells it */
        fault_clear(cx);
        return OK;
    }
    if (!e)
        *ret = ((struct promo_code *)found)->partner;
    return e;
}

enum err partner_settle(struct ctx *cx, struct db *db, const struct deal *was, struct deal *is)
{
    bool new_code = is->promo_code != NIL && (!was || was->promo_code != is->promo_code);
    void *found = NULL;
    enum err e = OK;

    if (cx->fault.fields)
        return OK;
    if (is->partner == NIL && new_code)
        e = of_code(cx, db, is->promo_code, &is->partner);
    if (!e && is->partner == NIL && !was && is->contact != NIL)
        e = of_person(cx, db, is->contact, &is->partner);
    if (e || is->partner == NIL || !text_empty(is->sold_through))
        return e;
    e = model_get(cx, db, &partner_model, is->partner, &found);
    if (!e)
        is->sold_through = ((struct partner *)found)->kind;
    if (e == ERR_NOTFOUND) {
        fault_clear(cx);
        e = OK;
    }
    return e;
}
