/* positioning.c -- see positioning.h. */
#include "strategy/positioning.h"

#include "access/may.h"
#include "strategy/audience.h"
#include "strategy/plan.h"
#include "strategy/plan_record.h"
#include "strategy/positioning_version.h"

static const struct field positioning_fields[] = {
    FIELD_REF(struct positioning, plan, REQUIRED | FILTER, .refers = &plan_model),
    FIELD_REF(struct positioning, audience, REQUIRED | FILTER, .refers = &audience_model),
    FIELD_PROSE(struct positioning, team, 0),
    FIELD_PROSE(struct positioning, alternatives, 0),
    FIELD_PROSE(struct positioning, attributes, 0),
    FIELD_PROSE(struct positioning, value, 0),
    FIELD_TEXT(struct positioning, category, 0, .max = 200),
    FIELD_PROSE(struct positioning, statement, SEARCH, .max = 500),
};

static enum err positioning_after_save(struct ctx *cx, struct db *db, const void *before,
                                       const void *record)
{
    return positioning_keep(cx, db, before, record);
}

static enum err positioning_before_save(struct ctx *cx, struct db *db, const void *before,
                                        void *record)
{
    return plan_record_refs(cx, db, &positioning_model, before, record,
                            plan_record_before_save(cx, db, before, record));
}

const struct model positioning_model =
    MODEL(positioning, "positionings", positioning_fields, .may_read = MAY_READ,
          .may_write = MAY_EDIT_PLAN, .before_save = positioning_before_save,
          .after_save = positioning_after_save, .sort = "-created_at");
