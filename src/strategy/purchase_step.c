/* purchase_step.c -- see purchase_step.h. Positions are 10 apart, so that one may be written between two by hand. */
#include "strategy/purchase_step.h"

#include "access/may.h"
#include "strategy/audience.h"
#include "strategy/buying_role.h"
#include "strategy/plan.h"
#include "strategy/plan_record.h"

#include "purchase_step_sql.h"

static const int64_t step_apart = 10;

static const struct field purchase_step_fields[] = {
    FIELD_REF(struct purchase_step, plan, REQUIRED | FILTER, .refers = &plan_model),
    FIELD_REF(struct purchase_step, audience, REQUIRED | FILTER, .refers = &audience_model),
    FIELD_INT(struct purchase_step, position, READONLY | SORT),
    FIELD_TEXT(struct purchase_step, name, REQUIRED | SEARCH, .max = 200),
    FIELD_ENUM(struct purchase_step, buying_role, 0, .choices = buying_roles),
    FIELD_PROSE(struct purchase_step, needs, 0, .max = 2000),
};

static enum err to_the_end(struct ctx *cx, struct db *db, struct purchase_step *is)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_purchase_step_last, &st);

    if (e)
        goto out;
    db_bind_int(st, "audience", is->audience);
    e = db_step(cx, st, &row);
    if (e || !row)
        goto out;
    is->position = db_int(st, 0) + step_apart;
    if (db_int(st, 1) >= PURCHASE_STEPS_MAX)
        e = fail(cx, ERR_LIMIT, "purchase_step.many", "max",
                 arena_print(cx->arena, "%d", PURCHASE_STEPS_MAX), NULL);
out:
    db_done(st);
    return e;
}

static enum err purchase_step_before_save(struct ctx *cx, struct db *db, const void *before,
                                          void *record)
{
    struct purchase_step *is = record;
    enum err e = plan_record_refs(cx, db, &purchase_step_model, before, record,
                                  plan_record_before_save(cx, db, before, record));

    if (!e && is->audience != NIL && (!before || is->position == NIL))
        e = to_the_end(cx, db, is);
    return e;
}

const struct model purchase_step_model =
    MODEL(purchase_step, "purchase_steps", purchase_step_fields, .may_read = MAY_READ,
          .may_write = MAY_EDIT_PLAN, .sort = "position", .before_save = purchase_step_before_save,
          .after_save = plan_record_after_save);

/* --- another order */

static void read_id(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(int64_t *)row = db_int(st, 0);
}

static bool each_once(const int64_t *have, size_t have_n, const int64_t *ids, size_t n)
{
    if (have_n != n)
        return false;
    for (size_t i = 0; i < n; i++) {
        size_t times = 0;
        for (size_t k = 0; k < n; k++)
            times += ids[k] == have[i];
        if (times != 1)
            return false;
    }
    return true;
}

static enum err move_to(struct ctx *cx, struct db *db, int64_t id, int64_t position)
{
    void *found = NULL;
    struct purchase_step *s;
    enum err e = model_get(cx, db, &purchase_step_model, id, &found);

    if (e)
        return e;
    s = found;
    s->position = position;
    return model_change(cx, db, &purchase_step_model, s);
}

enum err purchase_steps_order(struct ctx *cx, struct db *db, int64_t audience, const int64_t *ids,
                              size_t n)
{
    struct db_stmt *st = NULL;
    int64_t *have = NULL;
    void *found = NULL;
    size_t have_n = 0;
    enum err e = model_get(cx, db, &audience_model, audience, &found);

    if (e)
        return e;
    e = db_begin(cx, db, &SQL_purchase_step_ids, &st);
    if (!e)
        db_bind_int(st, "audience", audience);
    if (!e)
        e = db_collect(cx, st, sizeof(*have), read_id, &have, &have_n);
    db_done(st);
    if (!e && !each_once(have, have_n, ids, n))
        return fail_field(cx, "ids", "purchase_step.order", NULL);
    for (size_t i = 0; i < n && !e; i++)
        e = move_to(cx, db, ids[i], step_apart * (int64_t)(i + 1));
    return e;
}
