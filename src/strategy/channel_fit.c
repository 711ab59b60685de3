/* channel_fit.c -- see channel_fit.h. */
#include "strategy/channel_fit.h"

#include "access/may.h"
#include "strategy/audience.h"
#include "strategy/channel.h"
#include "strategy/plan.h"
#include "strategy/plan_record.h"

#include "channel_fit_sql.h"

static const struct field channel_fit_fields[] = {
    FIELD_REF(struct channel_fit, plan, REQUIRED | FILTER, .refers = &plan_model),
    FIELD_REF(struct channel_fit, channel, REQUIRED | FILTER, .refers = &channel_model),
    FIELD_REF(struct channel_fit, audience, REQUIRED | FILTER, .refers = &audience_model),
    FIELD_PROSE(struct channel_fit, why, 0, .max = 2000),
};

static enum err before_save(struct ctx *cx, struct db *db, const void *before, void *record)
{
    const struct channel_fit *is = record;
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = plan_record_refs(cx, db, &channel_fit_model, before, record,
                                  plan_record_before_save(cx, db, before, record));

    if (e || cx->fault.fields)
        return e;
    e = db_begin(cx, db, &SQL_channel_fit_other, &st);
    if (e)
        goto out;
    db_bind_int(st, "channel", is->channel);
    db_bind_int(st, "audience", is->audience);
    db_bind_int(st, "id", is->record.id);
    e = db_step(cx, st, &row);
    if (!e && row)
        e = fail_field(cx, "audience", "channel_fit.twice", NULL);
out:
    db_done(st);
    return e;
}

const struct model channel_fit_model =
    MODEL(channel_fit, "channel_fits", channel_fit_fields, .may_read = MAY_READ,
          .may_write = MAY_EDIT_PLAN, .before_save = before_save,
          .after_save = plan_record_after_save, .sort = "created_at");
