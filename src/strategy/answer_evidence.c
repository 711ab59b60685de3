/* answer_evidence.c -- see answer_evidence.h. */
#include "strategy/answer_evidence.h"

#include "access/may.h"
#include "base/text.h"
#include "strategy/plan.h"

static const struct field answer_evidence_fields[] = {
    FIELD_REF(struct answer_evidence, plan, REQUIRED | FILTER, .refers = &plan_model),
    FIELD_TEXT(struct answer_evidence, question, REQUIRED | FILTER, .max = 60),
    FIELD_REF(struct answer_evidence, about, FILTER),
    FIELD_URL(struct answer_evidence, link, 0, .max = 1000),
    FIELD_PROSE(struct answer_evidence, note, 0, .max = 2000),
};

static enum err answer_evidence_before_save(struct ctx *cx, struct db *db, const void *before,
                                            void *record)
{
    const struct answer_evidence *is = record;

    (void)db;
    (void)before;
    if (text_empty(is->link) && text_empty(is->note) && !fault_has_field(cx, "link") &&
        !fault_has_field(cx, "note"))
        return fail_field(cx, "link", "road.no_evidence", NULL);
    return OK;
}

const struct model answer_evidence_model = MODEL(
    answer_evidence, "answer_evidence", answer_evidence_fields, .may_read = MAY_READ,
    .may_write = MAY_EDIT_PLAN, .sort = "-created_at", .before_save = answer_evidence_before_save);
