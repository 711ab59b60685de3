/* claim_use.c -- see claim_use.h. */
#include "strategy/claim_use.h"

#include "access/may.h"
#include "base/text.h"
#include "strategy/campaign.h"
#include "strategy/claim.h"
#include "strategy/positioning.h"

static const char *const kind_choices[] = {"campaign", "canvas", "page", NULL};

static const struct field claim_use_fields[] = {
    FIELD_REF(struct claim_use, claim, REQUIRED | FILTER, .refers = &claim_model),
    FIELD_ENUM(struct claim_use, kind, READONLY | FILTER, .choices = kind_choices),
    FIELD_REF(struct claim_use, campaign, FILTER, .refers = &campaign_model),
    FIELD_REF(struct claim_use, positioning, FILTER, .refers = &positioning_model),
    FIELD_URL(struct claim_use, url, 0, .max = 1000),
    FIELD_PROSE(struct claim_use, notes, 0, .max = 1000),
};

static enum err claim_use_before_save(struct ctx *cx, struct db *db, const void *before,
                                      void *record)
{
    struct claim_use *is = record;
    int given = (is->campaign != NIL) + (is->positioning != NIL) + !text_empty(is->url);

    (void)db;
    (void)before;
    if (given != 1 && !fault_has_field(cx, "url") && !fault_has_field(cx, "campaign") &&
        !fault_has_field(cx, "positioning"))
        return fail_field(cx, "url", "claim_use.one", NULL);
    is->kind = is->campaign != NIL ? "campaign" : is->positioning != NIL ? "canvas" : "page";
    return OK;
}

const struct model claim_use_model =
    MODEL(claim_use, "claim_uses", claim_use_fields, .may_read = MAY_READ,
          .may_write = MAY_EDIT_PLAN, .before_save = claim_use_before_save, .sort = "created_at");
