/* deal_registration.c -- see deal_registration.h. */
#include "people/deal_registration.h"

#include "access/may.h"
#include "base/text.h"
#include "base/time.h"
#include "people/account.h"
#include "people/contact.h"
#include "people/deal.h"
#include "people/match.h"
#include "people/partner.h"
#include "people/promo_code.h"
#include "people/whatsapp.h"
#include "strategy/currency.h"

#include "deal_registration_sql.h"

static const char *const state_choices[] = {"new", "accepted", "declined", "expired", NULL};
static const char *const source_choices[] = {"page", "hand", NULL};

static const struct field deal_registration_fields[] = {
    FIELD_REF(struct deal_registration, partner, REQUIRED | FILTER, .refers = &partner_model),
    FIELD_TEXT(struct deal_registration, employer, REQUIRED | SEARCH | SORT, .max = 200),
    FIELD_TEXT(struct deal_registration, tax_number, 0, .max = 20),
    FIELD_TEXT(struct deal_registration, domain, 0, .max = 253),
    FIELD_TEXT(struct deal_registration, contact_name, 0, .max = 200),
    FIELD_EMAIL(struct deal_registration, email, 0, .max = 254),
    FIELD_TEXT(struct deal_registration, phone, 0, .max = 40),
    FIELD_MONEY(struct deal_registration, amount_minor, 0, .min = 0, .max = MONEY_MAX),
    FIELD_TEXT(struct deal_registration, currency, 0, .max = 3),
    FIELD_DATE(struct deal_registration, closes_on, 0),
    FIELD_PROSE(struct deal_registration, notes, 0, .max = 4000),
    FIELD_ENUM(struct deal_registration, source, READONLY, .choices = source_choices,
               .initial = "hand"),
    FIELD_ENUM(struct deal_registration, state, FILTER | READONLY, .choices = state_choices,
               .initial = "new"),
    FIELD_TIME(struct deal_registration, expires_at, SORT | READONLY),
    FIELD_TIME(struct deal_registration, decided_at, READONLY),
    FIELD_REF(struct deal_registration, decided_by, READONLY),
    FIELD_TEXT(struct deal_registration, reason, READONLY, .max = 500),
    FIELD_REF(struct deal_registration, account, FILTER | READONLY, .refers = &account_model),
    FIELD_REF(struct deal_registration, contact, FILTER | READONLY, .refers = &contact_model),
    FIELD_REF(struct deal_registration, deal, READONLY, .refers = &deal_model),
};

/* --- before it is saved --------------------------------------------------------------------------- */

static enum err clean_keys(struct ctx *cx, struct deal_registration *is)
{
    struct account a = {.tax_number = is->tax_number, .domain = is->domain};
    enum err e;

    if (text_empty(a.domain) && !text_empty(is->email) && !fault_has_field(cx, "email"))
        a.domain = account_domain_of(is->email);
    e = account_clean_keys(cx, &a);
    if (e)
        return e;
    is->tax_number = text_empty(a.tax_number) ? NULL : a.tax_number;
    is->domain = text_empty(a.domain) ? NULL : a.domain;
    if (!is->tax_number && !is->domain && !fault_has_field(cx, "domain") &&
        !fault_has_field(cx, "tax_number"))
        e = fail_field(cx, "domain", "registration.no_key", NULL);
    return e;
}

static enum err protect(struct ctx *cx, struct db *db, struct deal_registration *is)
{
    void *found = NULL;
    enum err e = model_get(cx, db, &partner_model, is->partner, &found);

    if (e == ERR_NOTFOUND) { /* the check of references tells it */
        fault_clear(cx);
        return OK;
    }
    if (!e)
        is->expires_at = ctx_now(cx) + DAYS_MS(((struct partner *)found)->protection_days);
    return e;
}

static enum err before_save(struct ctx *cx, struct db *db, const void *before, void *record)
{
    const struct deal_registration *was = before;
    struct deal_registration *is = record;
    enum err e = clean_keys(cx, is), phone = phone_check(cx, was ? was->phone : NULL, is->phone);

    e = e ? e : phone;
    if (is->amount_minor != NIL)
        e = site_currency_fill(cx, db, &is->currency, e);
    if (!e && !before && !cx->fault.fields)
        e = protect(cx, db, is);
    return e;
}

const struct model deal_registration_model =
    MODEL(deal_registration, "deal_registrations", deal_registration_fields, .may_read = MAY_READ,
          .may_write = MAY_EDIT_DEALS, .sort = "-created_at", .before_save = before_save);

enum err deal_registration_by_page(struct ctx *cx, struct db *db, struct deal_registration *in)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_registrations_today, &st);

    if (e)
        goto out;
    db_bind_int(st, "partner", in->partner);
    db_bind_int(st, "since_at", ctx_now(cx) - DAYS_MS(1));
    e = db_step(cx, st, &row);
    if (!e && row && db_int(st, 0) >= DEAL_REGISTRATIONS_DAY)
        e = fail(cx, ERR_LIMIT, "registration.many_today", "max",
                 arena_print(cx->arena, "%d", (int)DEAL_REGISTRATIONS_DAY), NULL);
out:
    db_done(st);
    if (e)
        return e;
    in->source = "page";
    return model_add(cx, db, &deal_registration_model, in);
}

/* --- what stands against it ------------------------------------------------------------------------ */

static enum err find_account(struct ctx *cx, struct db *db, const struct deal_registration *r,
                             struct account **ret)
{
    const struct model *m = &account_model;
    enum err e = OK;

    *ret = NULL;
    if (r->tax_number)
        e = model_find(cx, db, m, model_field(m, "tax_number"), r->tax_number, (void **)ret);
    if (!e && !*ret && r->domain)
        e = model_find(cx, db, m, model_field(m, "domain"), r->domain, (void **)ret);
    return e;
}

struct rival {
    int64_t id, partner, expires_at;
    const char *name;
};

static void read_rival(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct rival *)row = (struct rival){.id = db_int(st, 0),
                                          .name = db_text_dup(cx, st, 1),
                                          .partner = db_int(st, 2),
                                          .expires_at = db_int(st, 3)};
}

static enum err rivals_of(struct ctx *cx, struct db *db, const struct deal_registration *r,
                          struct rival **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_registration_rivals, &st);

    if (!e) {
        db_bind_int(st, "before", r->record.id);
        db_bind_text(st, "tax_number", r->tax_number);
        db_bind_text(st, "domain", r->domain);
        e = db_collect(cx, st, sizeof(**ret), read_rival, ret, ret_n);
    }
    db_done(st);
    return e;
}

static void read_deal(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct registration_conflict *)row = (struct registration_conflict){
        .kind = text_equal(db_text(st, 2), "open") ? "open_deal" : "customer",
        .id = db_int(st, 0),
        .name = db_text_dup(cx, st, 1),
        .until = NIL};
}

static enum err deals_of(struct ctx *cx, struct db *db, const struct deal_registration *r,
                         int64_t account, struct registration_conflict **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_registration_deals, &st);

    if (!e) {
        db_bind_int(st, "account", account);
        db_bind_int(st, "but", r->deal == NIL ? 0 : r->deal);
        e = db_collect(cx, st, sizeof(**ret), read_deal, ret, ret_n);
    }
    db_done(st);
    return e;
}

enum err deal_registration_conflicts(struct ctx *cx, struct db *db,
                                     const struct deal_registration *r,
                                     struct registration_conflict **ret, size_t *ret_n)
{
    struct registration_conflict *deals = NULL, *all;
    struct rival *rivals = NULL;
    struct account *account = NULL;
    size_t rival_n = 0, deal_n = 0, n = 0;
    enum err e = rivals_of(cx, db, r, &rivals, &rival_n);

    if (!e)
        e = find_account(cx, db, r, &account);
    if (!e && account)
        e = deals_of(cx, db, r, account->record.id, &deals, &deal_n);
    if (e)
        return e;
    all = arena_array(cx->arena, rival_n + deal_n + 1, sizeof(*all));
    if (!all)
        return fail_memory(cx);
    for (size_t i = 0; i < rival_n; i++)
        all[n++] = (struct registration_conflict){
            .kind = rivals[i].partner == r->partner ? "again" : "registered",
            .id = rivals[i].id,
            .name = rivals[i].name,
            .until = rivals[i].expires_at};
    for (size_t i = 0; i < deal_n; i++)
        all[n++] = deals[i];
    if (account)
        all[n++] = (struct registration_conflict){
            .kind = "known", .id = account->record.id, .name = account->name, .until = NIL};
    *ret = all;
    *ret_n = n;
    return OK;
}

/* --- answered --------------------------------------------------------------------------------------- */

static enum err open_one(struct ctx *cx, struct db *db, int64_t id, struct deal_registration **ret)
{
    enum err e = model_get(cx, db, &deal_registration_model, id, (void **)ret);

    if (!e && !text_equal((*ret)->state, "new"))
        e = fail(cx, ERR_CONFLICT, "registration.decided", NULL);
    if (!e && (*ret)->expires_at <= ctx_now(cx))
        e = fail(cx, ERR_CONFLICT, "registration.expired", NULL);
    return e;
}

static enum err judge(struct ctx *cx, struct db *db, const struct deal_registration *r,
                      const char *reason)
{
    struct registration_conflict *all = NULL;
    size_t n = 0;
    enum err e = deal_registration_conflicts(cx, db, r, &all, &n);

    for (size_t i = 0; i < n && !e; i++) {
        if (text_equal(all[i].kind, "registered"))
            e = fail(cx, ERR_CONFLICT, "registration.first", "partner", all[i].name, NULL);
        else if (!text_equal(all[i].kind, "known") && text_empty(reason))
            e = fail_field(cx, "reason", "registration.reason", NULL);
    }
    return e;
}

static enum err settle_account(struct ctx *cx, struct db *db, struct deal_registration *r,
                               int64_t owner)
{
    struct account *a = NULL;
    enum err e = find_account(cx, db, r, &a);

    if (!e && !a) {
        a = model_new(cx, &account_model);
        if (!a)
            return fail_memory(cx);
        a->name = r->employer;
        a->domain = r->domain;
        a->tax_number = r->tax_number;
        a->owner = owner;
        a->first_seen_at = ctx_now(cx);
        e = model_add(cx, db, &account_model, a);
    }
    if (!e)
        r->account = a->record.id;
    return e;
}

static enum err settle_contact(struct ctx *cx, struct db *db, struct deal_registration *r,
                               int64_t owner)
{
    const struct model *m = &contact_model;
    struct contact *c = NULL;
    enum err e = OK;

    if (text_empty(r->email) && text_empty(r->contact_name))
        return OK;
    if (!text_empty(r->email))
        e = model_find(cx, db, m, model_field(m, "email"), r->email, (void **)&c);
    if (e || c) {
        r->contact = c ? c->record.id : NIL;
        return e || !c ? e : contact_came_by(cx, db, r->contact, PARTNER_CHANNEL, NIL);
    }
    c = model_new(cx, m);
    if (!c)
        return fail_memory(cx);
    c->name = r->contact_name;
    c->email = r->email;
    c->phone = r->phone;
    c->account = r->account;
    c->channel = PARTNER_CHANNEL;
    c->first_contact_at = r->record.created_at;
    c->owner = owner;
    e = model_add(cx, db, m, c);
    r->contact = c->record.id;
    return e;
}

static enum err make_deal(struct ctx *cx, struct db *db, struct deal_registration *r, int64_t owner)
{
    struct deal *d = model_new(cx, &deal_model);
    enum err e;

    if (!d)
        return fail_memory(cx);
    d->name = r->employer;
    d->account = r->account;
    d->contact = r->contact;
    d->amount_minor = r->amount_minor;
    d->currency = r->currency;
    d->partner = r->partner;
    d->opened_at = ctx_now(cx);
    d->owner = owner;
    d->notes = r->notes;
    e = model_add(cx, db, &deal_model, d);
    r->deal = d->record.id;
    return e;
}

static enum err decide(struct ctx *cx, struct db *db, struct deal_registration *r,
                       const char *state, const char *reason)
{
    r->state = state;
    r->reason = text_empty(reason) ? NULL : reason;
    r->decided_at = ctx_now(cx);
    r->decided_by = cx->actor > 0 ? cx->actor : NIL;
    return model_change(cx, db, &deal_registration_model, r);
}

enum err deal_registration_accept(struct ctx *cx, struct db *db,
                                  const struct registration_answer *a,
                                  struct deal_registration **ret)
{
    struct deal_registration *r = NULL;
    int64_t owner = a->owner;
    enum err e = open_one(cx, db, a->id, &r);

    if (!e)
        e = judge(cx, db, r, a->reason);
    if (e)
        return e;
    if (owner == NIL && cx->actor > 0)
        owner = cx->actor;
    e = settle_account(cx, db, r, owner);
    if (!e)
        e = settle_contact(cx, db, r, owner);
    if (!e)
        e = make_deal(cx, db, r, owner);
    if (!e)
        e = decide(cx, db, r, "accepted", a->reason);
    if (!e)
        *ret = r;
    return e;
}

enum err deal_registration_decline(struct ctx *cx, struct db *db,
                                   const struct registration_answer *a,
                                   struct deal_registration **ret)
{
    struct deal_registration *r = NULL;
    enum err e = open_one(cx, db, a->id, &r);

    if (!e && text_empty(a->reason))
        e = fail_field(cx, "reason", "registration.reason_partner", NULL);
    if (!e)
        e = decide(cx, db, r, "declined", a->reason);
    if (!e)
        *ret = r;
    return e;
}

/* --- the job ----------------------------------------------------------------------------------------- */

static enum err tidy_in(struct ctx *cx, struct db *db, void *arg)
{
    static const struct db_query *const both[] = {&SQL_registrations_expire,
                                                  &SQL_registrations_forget};
    enum err e = OK;

    (void)arg;
    for (size_t i = 0; i < COUNT_OF(both) && !e; i++) {
        struct db_stmt *st = NULL;
        e = db_begin(cx, db, both[i], &st);
        if (!e && both[i] == &SQL_registrations_forget)
            db_bind_int(st, "before_at", ctx_now(cx) - DAYS_MS(DEAL_REGISTRATION_KEEPS_DAYS));
        if (!e)
            e = db_run(cx, st);
        db_done(st);
    }
    return e;
}

static enum err tidy_run(struct ctx *cx, struct job_run *run)
{
    return db_write(cx, run->pool, tidy_in, NULL);
}

const struct job_kind registration_job_kinds[] = {
    {"partners.expire", tidy_run, MINUTES_MS(2), 5},
    {0},
};
