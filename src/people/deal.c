/* deal.c -- see deal.h. */
#include "people/deal.h"

#include "access/may.h"
#include "base/text.h"
#include "base/time.h"
#include "people/account.h"
#include "people/change.h"
#include "people/contact.h"
#include "people/deal_stage.h"
#include "people/lifecycle.h"
#include "people/partner.h"
#include "people/promo_code.h"
#include "strategy/campaign.h"
#include "strategy/currency.h"
#include "strategy/owner.h"
#include "strategy/selling_channel.h"

static const char *const type_choices[] = {"new", "expansion", "renewal", NULL};
static const char *const outcome_choices[] = {"open", "won", "lost", NULL};

static const struct field deal_fields[] = {
    FIELD_TEXT(struct deal, external_id, UNIQUE, .max = 200),
    FIELD_TEXT(struct deal, name, SEARCH | SORT, .max = 200),
    FIELD_REF(struct deal, account, FILTER, .refers = &account_model),
    FIELD_REF(struct deal, contact, FILTER, .refers = &contact_model),
    FIELD_MONEY(struct deal, amount_minor, SORT, .min = 0, .max = MONEY_MAX),
    FIELD_TEXT(struct deal, currency, 0, .max = 3),
    FIELD_ENUM(struct deal, type, FILTER, .choices = type_choices, .initial = "new"),
    FIELD_TEXT(struct deal, stage, FILTER, .max = 60),
    FIELD_ENUM(struct deal, outcome, FILTER, .choices = outcome_choices, .initial = "open"),
    FIELD_TIME(struct deal, opened_at, SORT),
    FIELD_TIME(struct deal, closed_at, SORT),
    FIELD_TEXT(struct deal, reason, 0, .max = 500),
    FIELD_REF(struct deal, campaign, FILTER, .refers = &campaign_model),
    FIELD_REF(struct deal, partner, FILTER, .refers = &partner_model),
    FIELD_ENUM(struct deal, sold_through, FILTER, .choices = selling_kinds),
    FIELD_REF(struct deal, promo_code, 0, .refers = &promo_code_model),
    FIELD_REF(struct deal, owner, FILTER),
    FIELD_TEXT(struct deal, next_step, 0, .max = 500),
    FIELD_DATE(struct deal, next_step_on, SORT),
    FIELD_PROSE(struct deal, requirements, 0),
    FIELD_MONEY(struct deal, budget_min_minor, 0, .min = 0, .max = MONEY_MAX),
    FIELD_MONEY(struct deal, budget_max_minor, 0, .min = 0, .max = MONEY_MAX),
    FIELD_DATE(struct deal, contract_ends_on, SORT),
    FIELD_TAGS(struct deal, tags, FILTER),
    FIELD_PROSE(struct deal, notes, 0),
};

static enum err check_dates(struct ctx *cx, const struct deal *is)
{
    enum err e = OK;

    if (is->closed_at != NIL && is->closed_at > ctx_now(cx) + DAYS_MS(1))
        e = fail_field(cx, "closed_at", "field.future", NULL);
    if (is->opened_at != NIL && is->opened_at > ctx_now(cx) + DAYS_MS(1))
        e = fail_field(cx, "opened_at", "field.future", NULL);
    if (is->closed_at != NIL && is->opened_at != NIL && is->closed_at < is->opened_at &&
        !fault_has_field(cx, "opened_at"))
        e = fail_field(cx, "closed_at", "deal.closed_before_opened", NULL);
    return e;
}

static enum err deal_before_save(struct ctx *cx, struct db *db, const void *before, void *record)
{
    const struct deal *was = before;
    struct deal *is = record;
    enum err e = deal_stage_settle(cx, db, was, is, OK);

    if (e && e != ERR_INVALID)
        return e;
    if (text_equal(is->outcome, "open")) {
        is->closed_at = NIL;
        if (was && !text_equal(was->outcome, "open"))
            is->reason = NULL; /* of an end that was taken back */
    } else if (is->closed_at == NIL)
        is->closed_at = ctx_now(cx);
    if (check_dates(cx, is) != OK)
        e = ERR_INVALID;
    if (is->budget_min_minor != NIL && is->budget_max_minor != NIL &&
        is->budget_min_minor > is->budget_max_minor && !fault_has_field(cx, "budget_max_minor"))
        e = fail_field(cx, "budget_min_minor", "deal.budget_order", NULL);
    if (is->account == NIL && is->contact == NIL && text_empty(is->name) &&
        !fault_has_field(cx, "account") && !fault_has_field(cx, "contact"))
        e = fail_field(cx, "name", "deal.nameless", NULL);
    if (is->amount_minor != NIL || is->budget_min_minor != NIL || is->budget_max_minor != NIL ||
        !text_empty(is->currency))
        e = site_currency_fill(cx, db, &is->currency, e);
    if (!e)
        e = partner_settle(cx, db, was, is);
    e = contact_takes_more(cx, db, was ? was->contact : NIL, is->contact, e);
    return owner_check(cx, db, was ? was->owner : NIL, is->owner, e);
}

static enum err deal_after_save(struct ctx *cx, struct db *db, const void *before,
                                const void *record)
{
    const struct deal *was = before, *is = record;
    enum err e = deal_stage_follow(cx, db, was, is);

    if (!e)
        e = lifecycle_follow_deal(cx, db, was, is);
    if (!e)
        e = promo_code_follow_deal(cx, db, was, is);
    if (e)
        return e;
    return change_follow(
        cx, db,
        &(struct change){
            .kind = CHANGE_DEAL, .id = (is ? is : was)->record.id, .before = was, .after = is});
}

const struct model deal_model =
    MODEL(deal, "deals", deal_fields, .flags = MODEL_CUSTOM | MODEL_WORDS, .may_read = MAY_READ,
          .may_write = MAY_EDIT_DEALS, .sort = "-created_at", .before_save = deal_before_save,
          .after_save = deal_after_save);
