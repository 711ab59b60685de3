/* spend_line.c -- see spend_line.h. */
#include "strategy/spend_line.h"

#include "access/may.h"
#include "base/text.h"
#include "base/time.h"
#include "strategy/campaign.h"
#include "strategy/currency.h"
#include "strategy/plan_record.h"
#include "strategy/spend_campaign.h"

#include <string.h>

static const char *const kind_choices[] = {"media", "people", "tools", "commission", "other", NULL};

static const struct field spend_line_fields[] = {
    FIELD_TEXT(struct spend_line, external_id, UNIQUE, .max = 200),
    FIELD_DATE(struct spend_line, spent_on, REQUIRED | SORT),
    FIELD_DATE(struct spend_line, until_on, 0),
    FIELD_TEXT(struct spend_line, channel, SORT, .max = 120),
    FIELD_REF(struct spend_line, campaign, FILTER, .refers = &campaign_model),
    FIELD_TEXT(struct spend_line, campaign_name, SORT, .max = 200),
    FIELD_ENUM(struct spend_line, kind, FILTER, .choices = kind_choices, .initial = "media"),
    FIELD_MONEY(struct spend_line, amount_minor, REQUIRED | SORT, .min = 0, .max = MONEY_MAX),
    FIELD_TEXT(struct spend_line, currency, 0, .max = 3),
    FIELD_PROSE(struct spend_line, note, SEARCH, .max = 1000),
};

/* What was not spent yet is a budget line, not spend. A day of grace covers every time zone. */
static enum err spend_line_before_save(struct ctx *cx, struct db *db, const void *before,
                                       void *record)
{
    struct spend_line *is = record;
    char tomorrow[DATE_TEXT_MAX];
    enum err e = check_date_order(cx, "spent_on", is->spent_on, "until_on", is->until_on);

    (void)before;
    date_text(NULL, ctx_now(cx) + DAYS_MS(1), tomorrow);
    if (is->spent_on && strcmp(is->spent_on, tomorrow) > 0)
        e = fail_field(cx, "spent_on", "field.future", NULL);
    if (!e && is->campaign == NIL && !text_empty(is->campaign_name))
        e = spend_campaign_find(cx, db, is->campaign_name, &is->campaign);
    return site_currency_fill(cx, db, &is->currency, e);
}

const struct model spend_line_model =
    MODEL(spend_line, "spend_lines", spend_line_fields, .may_read = MAY_READ,
          .may_write = MAY_SPEND, .sort = "-spent_on", .before_save = spend_line_before_save);
