/* share_kind.c -- what a link may open, one row each; see share_link.h. */
#include "base/text.h"
#include "measure/report.h"
#include "measure/share_link.h"
#include "strategy/plan.h"
#include "strategy/plan_version.h"
#include "strategy/positioning.h"

#include <string.h>

static enum err report_check(struct ctx *cx, struct db *db, int64_t target, int64_t edition)
{
    struct report r;

    (void)edition;
    return report_read(cx, db, target, &r);
}

static enum err plan_check(struct ctx *cx, struct db *db, int64_t target, int64_t edition)
{
    struct plan_version v;
    void *found = NULL;
    enum err e = model_get(cx, db, &plan_model, target, &found);

    if (e || edition == NIL)
        return e;
    return plan_version_get(cx, db, target, arena_print(cx->arena, "%lld", (long long)edition), &v);
}

static enum err positioning_check(struct ctx *cx, struct db *db, int64_t target, int64_t edition)
{
    void *found = NULL;

    (void)edition;
    return model_get(cx, db, &positioning_model, target, &found);
}

const struct share_kind share_kinds[] = {
    {"report", &report_model, report_check, false},
    {"plan", &plan_model, plan_check, true},
    {"positioning", &positioning_model, positioning_check, false},
    {0},
};

const struct share_kind *share_kind_of(const char *name)
{
    for (const struct share_kind *k = share_kinds; name && k->name; k++)
        if (text_equal(k->name, name))
            return k;
    return NULL;
}
