/* promo_code.c -- see promo_code.h. */
#include "people/promo_code.h"

#include "access/may.h"
#include "access/site.h"
#include "base/text.h"
#include "base/time.h"
#include "people/code_letters.h"
#include "people/contact.h"
#include "people/deal.h"
#include "people/partner.h"
#include "strategy/campaign.h"
#include "strategy/plan_record.h"

#include "promo_code_sql.h"

#include <string.h>

static const struct field promo_code_fields[] = {
    FIELD_TEXT(struct promo_code, name, REQUIRED | SEARCH | SORT, .max = 120),
    FIELD_TEXT(struct promo_code, code, UNIQUE, .max = PROMO_CODE_MAX),
    FIELD_TEXT(struct promo_code, channel, FILTER, .max = 60),
    FIELD_REF(struct promo_code, campaign, FILTER, .refers = &campaign_model),
    FIELD_REF(struct promo_code, partner, FILTER, .refers = &partner_model),
    FIELD_TEXT(struct promo_code, offer, 0, .max = 200),
    FIELD_DATE(struct promo_code, starts_on, 0),
    FIELD_DATE(struct promo_code, ends_on, 0),
    FIELD_BOOL(struct promo_code, active, 0, .initial = "1"),
    FIELD_INT(struct promo_code, uses, READONLY | SORT, .min = 0, .max = INT64_MAX),
    FIELD_TIME(struct promo_code, last_at, READONLY),
};

/* Upper case, and nothing but letters, digits and single hyphens; NULL: not even one. */
static const char *clean(struct ctx *cx, const char *typed)
{
    char code[PROMO_CODE_MAX + 1];
    size_t n = 0;

    for (; *typed && n < PROMO_CODE_MAX; typed++) {
        char c = *typed;
        if (c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
            code[n++] = c;
        else if (c != ' ' && c != '-')
            return NULL;
    }
    code[n] = '\0';
    return *typed || n == 0 ? NULL : arena_dup(cx->arena, code);
}

static enum err settle_code(struct ctx *cx, const struct promo_code *was, struct promo_code *is)
{
    const char *code;

    if (fault_has_field(cx, "code"))
        return OK;
    code = text_empty(is->code) ? code_new(cx, CODE_UPPER, PROMO_CODE_CHARS) : clean(cx, is->code);
    if (!code && !arena_full(cx->arena))
        return fail_field(cx, "code", "promo.code", NULL);
    if (code && strlen(code) < 3)
        return fail_field(cx, "code", "promo.code", NULL);
    if (was && was->uses > 0 && !text_equal(was->code, code))
        return fail_field(cx, "code", "promo.code_used", NULL);
    is->code = code;
    return code ? OK : fail_memory(cx);
}

static enum err before_save(struct ctx *cx, struct db *db, const void *before, void *record)
{
    const struct promo_code *was = before;
    struct promo_code *is = record;
    enum err e = settle_code(cx, was, is);
    enum err dates = check_date_order(cx, "starts_on", is->starts_on, "ends_on", is->ends_on);

    (void)db;
    if (is->uses == NIL)
        is->uses = 0;
    if (text_empty(is->channel) && is->partner != NIL)
        is->channel = PARTNER_CHANNEL;
    if (text_empty(is->channel) && !fault_has_field(cx, "channel"))
        e = fail_field(cx, "channel", "promo.no_channel", NULL);
    return e ? e : dates;
}

const struct model promo_code_model =
    MODEL(promo_code, "promo_codes", promo_code_fields, .may_read = MAY_READ,
          .may_write = MAY_EDIT_PLAN, .sort = "-created_at", .before_save = before_save);

/* --- typed --------------------------------------------------------------------------------------- */

enum err promo_code_typed(struct ctx *cx, struct db *db, const char *typed, struct promo_code **ret)
{
    const struct model *m = &promo_code_model;
    const char *code = text_empty(typed) ? NULL : clean(cx, typed);
    struct promo_code *c = NULL;
    bool now = false;
    enum err e = OK;

    *ret = NULL;
    if (code)
        e = model_find(cx, db, m, model_field(m, "code"), code, (void **)&c);
    if (e || !c || c->active != 1)
        return e;
    e = site_day_within(cx, db, c->starts_on, c->ends_on, &now);
    if (!e && now)
        *ret = c;
    return e;
}

/* --- used ---------------------------------------------------------------------------------------- */

enum err contact_came_by(struct ctx *cx, struct db *db, int64_t contact, const char *channel,
                         int64_t campaign)
{
    void *found = NULL;
    struct contact *c;
    enum err e = model_get(cx, db, &contact_model, contact, &found);

    if (e)
        return e;
    c = found;
    if (!text_empty(c->channel) || text_empty(channel) || c->erased_at != NIL)
        return OK;
    c->channel = channel;
    if (c->campaign == NIL)
        c->campaign = campaign;
    return model_change(cx, db, &contact_model, c);
}

static void bind_use(struct db_stmt *st, int64_t code, const struct promo_use *u)
{
    db_bind_int(st, "code", code);
    db_bind_int(st, "deal", u->deal);
    db_bind_int(st, "contact", u->contact);
}

static enum err is_there(struct ctx *cx, struct db *db, int64_t code, const struct promo_use *u,
                         bool *ret)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_promo_use_there, &st);

    if (!e) {
        bind_use(st, code, u);
        e = db_step(cx, st, ret);
    }
    db_done(st);
    return e;
}

static enum err add(struct ctx *cx, struct db *db, int64_t code, const struct promo_use *u)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_promo_use_add, &st);

    if (!e) {
        bind_use(st, code, u);
        db_bind_int(st, "id", id_next(cx));
        db_bind_int(st, "account", u->account);
        db_bind_int(st, "at", u->at);
        db_bind_text(st, "how", u->how);
        db_bind_int(st, "loaded", u->told);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

static enum err recount(struct ctx *cx, struct db *db, int64_t code)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_promo_code_count, &st);

    if (!e) {
        db_bind_int(st, "code", code);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

enum err promo_code_use(struct ctx *cx, struct db *db, const struct promo_code *c,
                        const struct promo_use *u)
{
    bool there = false;
    enum err e = is_there(cx, db, c->record.id, u, &there);

    if (e || there)
        return e;
    e = add(cx, db, c->record.id, u);
    if (!e)
        e = recount(cx, db, c->record.id);
    if (!e && u->contact != NIL)
        e = contact_came_by(cx, db, u->contact, c->channel, c->campaign);
    return e;
}

/* --- of a deal ----------------------------------------------------------------------------------- */

static void read_id(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(int64_t *)row = db_int(st, 0);
}

static enum err drop_others(struct ctx *cx, struct db *db, int64_t deal, int64_t code)
{
    struct db_stmt *st = NULL;
    int64_t *others = NULL;
    size_t n = 0;
    enum err e = db_begin(cx, db, &SQL_promo_use_other, &st);

    if (!e) {
        db_bind_int(st, "deal", deal);
        db_bind_int(st, "code", code == NIL ? 0 : code);
        e = db_collect(cx, st, sizeof(*others), read_id, &others, &n);
    }
    db_done(st);
    if (e || n == 0)
        return e;
    st = NULL;
    e = db_begin(cx, db, &SQL_promo_use_drop, &st);
    if (!e) {
        db_bind_int(st, "deal", deal);
        db_bind_int(st, "code", code == NIL ? 0 : code);
        e = db_run(cx, st);
    }
    db_done(st);
    for (size_t i = 0; i < n && !e; i++)
        e = recount(cx, db, others[i]);
    return e;
}

enum err promo_code_follow_deal(struct ctx *cx, struct db *db, const struct deal *was,
                                const struct deal *is)
{
    struct promo_use u = {.how = "deal"};
    void *found = NULL;
    enum err e;

    if (!is || (was ? was->promo_code : NIL) == is->promo_code)
        return OK;
    e = drop_others(cx, db, is->record.id, is->promo_code);
    if (e || is->promo_code == NIL)
        return e;
    e = model_get(cx, db, &promo_code_model, is->promo_code, &found);
    if (e)
        return e;
    u.contact = is->contact;
    u.account = is->account;
    u.deal = is->record.id;
    u.at = (is->opened_at == NIL ? ctx_now(cx) : is->opened_at) - 1;
    return promo_code_use(cx, db, found, &u);
}
