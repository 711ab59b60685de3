/* claim.c -- see claim.h. */
#include "strategy/claim.h"

#include "access/may.h"
#include "strategy/audience.h"
#include "strategy/owner.h"
#include "strategy/plan.h"
#include "strategy/plan_record.h"

static const struct field claim_fields[] = {
    FIELD_REF(struct claim, plan, REQUIRED | FILTER, .refers = &plan_model),
    FIELD_REF(struct claim, audience, FILTER, .refers = &audience_model),
    FIELD_TEXT(struct claim, name, REQUIRED | SEARCH | SORT, .max = 300),
    FIELD_REF(struct claim, owner, FILTER),
    FIELD_PROSE(struct claim, notes, 0, .max = 2000),
};

static enum err claim_before_save(struct ctx *cx, struct db *db, const void *before, void *record)
{
    const struct claim *was = before, *is = record;

    return owner_check(cx, db, was ? was->owner : NIL, is->owner,
                       plan_record_refs(cx, db, &claim_model, before, record, OK));
}

const struct model claim_model =
    MODEL(claim, "claims", claim_fields, .may_read = MAY_READ, .may_write = MAY_EDIT_PLAN,
          .before_save = claim_before_save, .sort = "-created_at");
