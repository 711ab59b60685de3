/* positioning_rival.c -- see positioning_rival.h. */
#include "strategy/positioning_rival.h"

#include "access/may.h"
#include "strategy/competitor.h"
#include "strategy/plan.h"
#include "strategy/plan_record.h"
#include "strategy/positioning.h"

#include "positioning_sql.h"

static const struct field positioning_rival_fields[] = {
    FIELD_REF(struct positioning_rival, plan, REQUIRED | FILTER, .refers = &plan_model),
    FIELD_REF(struct positioning_rival, positioning, REQUIRED | FILTER,
              .refers = &positioning_model),
    FIELD_REF(struct positioning_rival, competitor, REQUIRED | FILTER, .refers = &competitor_model),
    FIELD_PROSE(struct positioning_rival, notes, 0, .max = 2000),
};

static enum err not_twice(struct ctx *cx, struct db *db, const struct positioning_rival *is)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_positioning_rival_same, &st);

    if (e)
        goto out;
    db_bind_int(st, "positioning", is->positioning);
    db_bind_int(st, "competitor", is->competitor);
    db_bind_int(st, "id", is->record.id);
    e = db_step(cx, st, &row);
    if (!e && row && db_int(st, 0) > 0)
        e = fail_field(cx, "competitor", "positioning.rival_twice", NULL);
out:
    db_done(st);
    return e;
}

static enum err positioning_rival_before_save(struct ctx *cx, struct db *db, const void *before,
                                              void *record)
{
    const struct positioning_rival *is = record;
    enum err e = plan_record_refs(cx, db, &positioning_rival_model, before, record,
                                  plan_record_before_save(cx, db, before, record));

    if (e || is->positioning == NIL || is->competitor == NIL)
        return e;
    return not_twice(cx, db, is);
}

const struct model positioning_rival_model =
    MODEL(positioning_rival, "positioning_rivals", positioning_rival_fields, .may_read = MAY_READ,
          .may_write = MAY_EDIT_PLAN, .before_save = positioning_rival_before_save,
          .after_save = plan_record_after_save, .sort = "created_at");
