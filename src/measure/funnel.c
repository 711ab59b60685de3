/* funnel.c -- see funnel.h. */
#include "measure/funnel.h"

#include "access/may.h"
#include "base/json.h"
#include "base/text.h"
#include "measure/statistics.h"

#include <string.h>

static const char *const scope_choices[] = {"visit", "visitor", NULL};

static const struct field funnel_fields[] = {
    FIELD_TEXT(struct funnel, name, REQUIRED | SEARCH | SORT, .max = 120),
    FIELD_JSON(struct funnel, steps, REQUIRED, .max = 8000),
    FIELD_ENUM(struct funnel, scope, REQUIRED, .choices = scope_choices, .initial = "visit"),
    FIELD_INT(struct funnel, window_days, 0, .min = 1, .max = 365),
};

static enum err funnel_before_save(struct ctx *cx, struct db *db, const void *before, void *record)
{
    const struct funnel *is = record;
    const struct json *steps = NULL;
    enum err e;

    (void)db;
    (void)before;
    if (text_empty(is->steps) || fault_has_field(cx, "steps"))
        return OK;
    e = json_parse(cx, is->steps, strlen(is->steps), &steps);
    return e ? e : statistics_steps_check(cx, steps);
}

const struct model funnel_model =
    MODEL(funnel, "funnels", funnel_fields, .may_read = MAY_READ, .may_write = MAY_EDIT_PLAN,
          .sort = "name", .before_save = funnel_before_save);
