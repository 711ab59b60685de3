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
    const struct funnel *is = record, *was = before;
    const struct json *steps = NULL;
    enum err e;

    (void)db;
    if (text_empty(is->steps) || fault_has_field(cx, "steps") ||
        (was && text_equal(was->steps, is->steps)))
        return OK;
    e = json_parse(cx, is->steps, strlen(is->steps), &steps);
    return e ? e : statistics_steps_check(cx, steps);
}

const struct model funnel_model =
    MODEL(funnel, "funnels", funnel_fields, .may_read = MAY_READ, .may_write = MAY_EDIT_PLAN,
          .sort = "name", .before_save = funnel_before_save);

enum err funnel_question(struct ctx *cx, const struct funnel *f, const struct json *in,
                         const struct json **ret)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);

    json_open_object(&w);
    json_name(&w, "steps");
    json_put_raw(&w, f->steps);
    json_text_member(&w, "scope", f->scope);
    if (f->window_days != NIL)
        json_int_member(&w, "window_days", f->window_days);
    for (const struct json *m = in->first; m; m = m->next) {
        if (text_equal(m->name, "funnel"))
            continue;
        json_name(&w, m->name);
        json_put(&w, m);
    }
    json_close_object(&w);
    return buf_ok(&out) ? json_parse(cx, buf_text(&out), out.len, ret) : fail_memory(cx);
}
