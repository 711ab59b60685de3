/* persona.c -- see persona.h. */
#include "strategy/persona.h"

#include "access/may.h"
#include "strategy/audience.h"
#include "strategy/buying_role.h"
#include "strategy/plan.h"
#include "strategy/plan_record.h"

static const struct field persona_fields[] = {
    FIELD_REF(struct persona, plan, REQUIRED | FILTER, .refers = &plan_model),
    FIELD_REF(struct persona, audience, FILTER, .refers = &audience_model),
    FIELD_TEXT(struct persona, name, REQUIRED | SEARCH | SORT, .max = 120),
    FIELD_ENUM(struct persona, buying_role, FILTER, .choices = buying_roles),
    FIELD_TEXT(struct persona, job_title, 0, .max = 120),
    FIELD_PROSE(struct persona, pains, 0),
    FIELD_PROSE(struct persona, objections, 0),
    FIELD_PROSE(struct persona, looks_at, 0),
};

static enum err persona_before_save(struct ctx *cx, struct db *db, const void *before, void *record)
{
    return plan_record_refs(cx, db, &persona_model, before, record,
                            plan_record_before_save(cx, db, before, record));
}

const struct model persona_model =
    MODEL(persona, "personas", persona_fields, .may_read = MAY_READ, .may_write = MAY_EDIT_PLAN,
          .before_save = persona_before_save, .after_save = plan_record_after_save,
          .sort = "-created_at");
