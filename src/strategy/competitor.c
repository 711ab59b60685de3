/* competitor.c -- see competitor.h. */
#include "strategy/competitor.h"

#include "access/may.h"
#include "base/text.h"
#include "strategy/audience.h"
#include "strategy/owner.h"
#include "strategy/plan.h"
#include "strategy/plan_record.h"

#include "competitor_sql.h"

static const struct field competitor_fields[] = {
    FIELD_REF(struct competitor, plan, REQUIRED | FILTER, .refers = &plan_model),
    FIELD_TEXT(struct competitor, name, REQUIRED | SEARCH | SORT, .max = 200),
    FIELD_URL(struct competitor, website, 0, .max = 500),
    FIELD_PROSE(struct competitor, offers, 0),
    FIELD_PROSE(struct competitor, sales, 0),
    FIELD_PROSE(struct competitor, content, 0),
    FIELD_INT(struct competitor, threat, SORT, .min = 0, .max = 5),
    FIELD_REF(struct competitor, owner, FILTER),
    FIELD_PROSE(struct competitor, strengths, 0, .max = 4000),
    FIELD_PROSE(struct competitor, weaknesses, 0, .max = 4000),
    FIELD_PROSE(struct competitor, how_we_win, 0, .max = 4000),
    FIELD_PROSE(struct competitor, proof, 0, .max = 4000),
};

static enum err competitor_before_save(struct ctx *cx, struct db *db, const void *before,
                                       void *record)
{
    const struct competitor *was = before, *is = record;
    enum err e = plan_record_before_save(cx, db, before, record);

    return owner_check(cx, db, was ? was->owner : NIL, is->owner, e);
}

const struct model competitor_model =
    MODEL(competitor, "competitors", competitor_fields, .may_read = MAY_READ,
          .may_write = MAY_EDIT_PLAN, .before_save = competitor_before_save,
          .after_save = plan_record_after_save, .sort = "-created_at");

/* --- what belongs to it */

/* Whether another row than this one stands where it wants to. Unknown references are told by themselves. */
static enum err stands_there(struct ctx *cx, struct db *db, const struct db_query *q,
                             const int64_t of[3], int64_t but, bool *ret)
{
    static const char *const names[] = {"first", "second", "third"};
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, q, &st);

    if (e)
        goto out;
    for (int i = 0; i < 3 && of[i] != -1; i++)
        db_bind_int(st, names[i], of[i] == NIL ? 0 : of[i]);
    db_bind_int(st, "but", but);
    e = db_step(cx, st, ret);
out:
    db_done(st);
    return e;
}

static enum err both(enum err a, enum err b)
{
    return a && a != ERR_INVALID ? a : b ? b : a;
}

static const struct field competitor_audience_fields[] = {
    FIELD_REF(struct competitor_audience, plan, REQUIRED | FILTER, .refers = &plan_model),
    FIELD_REF(struct competitor_audience, competitor, REQUIRED | FILTER,
              .refers = &competitor_model),
    FIELD_REF(struct competitor_audience, audience, REQUIRED | FILTER, .refers = &audience_model),
    FIELD_TEXT(struct competitor_audience, notes, 0, .max = 500),
};

static enum err competitor_audience_before_save(struct ctx *cx, struct db *db, const void *before,
                                                void *record)
{
    const struct competitor_audience *is = record;
    const int64_t pair[3] = {is->competitor, is->audience, -1};
    bool twice = false;
    enum err e =
        plan_record_same(cx, db, "competitor", &competitor_model, is->competitor, is->plan);

    e = both(e, plan_record_same(cx, db, "audience", &audience_model, is->audience, is->plan));
    if (!e)
        e = stands_there(cx, db, &SQL_competitor_audience_twice, pair, is->record.id, &twice);
    if (!e && twice)
        e = fail_field(cx, "audience", "competitor_audience.twice", NULL);
    return both(e, plan_record_before_save(cx, db, before, record));
}

const struct model competitor_audience_model =
    MODEL(competitor_audience, "competitor_audiences", competitor_audience_fields,
          .may_read = MAY_READ, .may_write = MAY_EDIT_PLAN,
          .before_save = competitor_audience_before_save, .after_save = plan_record_after_save);

static const struct field competitor_attribute_fields[] = {
    FIELD_REF(struct competitor_attribute, plan, REQUIRED | FILTER, .refers = &plan_model),
    FIELD_TEXT(struct competitor_attribute, name, REQUIRED | SEARCH | SORT, .max = 120),
    FIELD_TEXT(struct competitor_attribute, notes, 0, .max = 500),
    FIELD_INT(struct competitor_attribute, position, SORT, .min = 0, .max = 1000),
};

const struct model competitor_attribute_model =
    MODEL(competitor_attribute, "competitor_attributes", competitor_attribute_fields,
          .may_read = MAY_READ, .may_write = MAY_EDIT_PLAN, .before_save = plan_record_before_save,
          .after_save = plan_record_after_save, .sort = "position");

static const struct field competitor_mark_fields[] = {
    FIELD_REF(struct competitor_mark, plan, REQUIRED | FILTER, .refers = &plan_model),
    FIELD_REF(struct competitor_mark, attribute, REQUIRED | FILTER,
              .refers = &competitor_attribute_model),
    FIELD_REF(struct competitor_mark, competitor, FILTER, .refers = &competitor_model),
    FIELD_REF(struct competitor_mark, audience, FILTER, .refers = &audience_model),
    FIELD_INT(struct competitor_mark, mark, 0, .min = 0, .max = 5),
    FIELD_TEXT(struct competitor_mark, words, 0, .max = 300),
};

static enum err competitor_mark_before_save(struct ctx *cx, struct db *db, const void *before,
                                            void *record)
{
    const struct competitor_mark *is = record;
    const int64_t cell[3] = {is->attribute, is->competitor, is->audience};
    bool twice = false;
    enum err e =
        plan_record_same(cx, db, "attribute", &competitor_attribute_model, is->attribute, is->plan);

    e = both(e,
             plan_record_same(cx, db, "competitor", &competitor_model, is->competitor, is->plan));
    e = both(e, plan_record_same(cx, db, "audience", &audience_model, is->audience, is->plan));
    if (is->mark == NIL && text_empty(is->words) && !fault_has_field(cx, "mark"))
        e = fail_field(cx, "mark", "competitor_mark.empty", NULL);
    if (!e)
        e = stands_there(cx, db, &SQL_competitor_mark_twice, cell, is->record.id, &twice);
    if (!e && twice)
        e = fail_field(cx, "attribute", "competitor_mark.twice", NULL);
    return both(e, plan_record_before_save(cx, db, before, record));
}

const struct model competitor_mark_model =
    MODEL(competitor_mark, "competitor_marks", competitor_mark_fields, .may_read = MAY_READ,
          .may_write = MAY_EDIT_PLAN, .before_save = competitor_mark_before_save,
          .after_save = plan_record_after_save);

static const struct field competitor_objection_fields[] = {
    FIELD_REF(struct competitor_objection, plan, REQUIRED | FILTER, .refers = &plan_model),
    FIELD_REF(struct competitor_objection, competitor, REQUIRED | FILTER,
              .refers = &competitor_model),
    FIELD_TEXT(struct competitor_objection, objection, REQUIRED, .max = 500),
    FIELD_PROSE(struct competitor_objection, answer, 0, .max = 2000),
    FIELD_INT(struct competitor_objection, position, SORT, .min = 0, .max = 1000),
};

static enum err competitor_objection_before_save(struct ctx *cx, struct db *db, const void *before,
                                                 void *record)
{
    const struct competitor_objection *is = record;
    enum err e =
        plan_record_same(cx, db, "competitor", &competitor_model, is->competitor, is->plan);

    return both(e, plan_record_before_save(cx, db, before, record));
}

const struct model competitor_objection_model =
    MODEL(competitor_objection, "competitor_objections", competitor_objection_fields,
          .may_read = MAY_READ, .may_write = MAY_EDIT_PLAN,
          .before_save = competitor_objection_before_save, .after_save = plan_record_after_save,
          .sort = "position");
