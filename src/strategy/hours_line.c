/* hours_line.c -- see hours_line.h. */
#include "strategy/hours_line.h"

#include "access/may.h"
#include "base/text.h"
#include "base/time.h"
#include "strategy/channel.h"
#include "strategy/owner.h"

#include <string.h>

static const struct field hours_line_fields[] = {
    FIELD_REF(struct hours_line, channel, REQUIRED | FILTER, .refers = &channel_model),
    FIELD_DATE(struct hours_line, month, REQUIRED | SORT),
    FIELD_REF(struct hours_line, owner, FILTER),
    FIELD_INT(struct hours_line, hours, REQUIRED, .min = 0, .max = 10000),
    FIELD_PROSE(struct hours_line, note, 0, .max = 1000),
};

const char *month_first_day(struct ctx *cx, const char *date)
{
    char *first = date && date_ok(date) ? arena_dup(cx->arena, date) : NULL;

    if (!first)
        return date;
    memcpy(first + 8, "01", 2);
    return first;
}

/* A day of grace covers every time zone, as for spend. */
static enum err hours_line_before_save(struct ctx *cx, struct db *db, const void *before,
                                       void *record)
{
    const struct hours_line *was = before;
    struct hours_line *is = record;
    char tomorrow[DATE_TEXT_MAX];
    enum err e = OK;

    is->month = month_first_day(cx, is->month);
    if (!was && is->owner == NIL && cx->actor)
        is->owner = cx->actor;
    date_text(NULL, ctx_now(cx) + DAYS_MS(1), tomorrow);
    if (is->month && strcmp(is->month, tomorrow) > 0 && !fault_has_field(cx, "month"))
        e = fail_field(cx, "month", "field.future", NULL);
    return owner_check(cx, db, was ? was->owner : NIL, is->owner, e);
}

const struct model hours_line_model =
    MODEL(hours_line, "hours_lines", hours_line_fields, .may_read = MAY_READ,
          .may_write = MAY_EDIT_PLAN, .sort = "-month", .before_save = hours_line_before_save);
