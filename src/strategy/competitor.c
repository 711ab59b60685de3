/* competitor.c -- see competitor.h. */
#include "strategy/competitor.h"

#include "access/may.h"
#include "strategy/plan.h"
#include "strategy/plan_record.h"

static const struct field competitor_fields[] = {
    FIELD_REF(struct competitor, plan, REQUIRED | FILTER, .refers = &plan_model),
    FIELD_TEXT(struct competitor, name, REQUIRED | SEARCH | SORT, .max = 200),
    FIELD_URL(struct competitor, website, 0, .max = 500),
    FIELD_PROSE(struct competitor, offers, 0),
    FIELD_PROSE(struct competitor, sales, 0),
    FIELD_PROSE(struct competitor, content, 0),
    FIELD_INT(struct competitor, threat, SORT, .min = 0, .max = 5),
};

const struct model competitor_model =
    MODEL(competitor, "competitors", competitor_fields, .may_read = MAY_READ,
          .may_write = MAY_EDIT_PLAN, .before_save = plan_record_before_save,
          .after_save = plan_record_after_save, .sort = "-created_at");
