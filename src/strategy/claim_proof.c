/* claim_proof.c -- see claim_proof.h. */
#include "strategy/claim_proof.h"

#include "access/may.h"
#include "base/text.h"
#include "base/time.h"
#include "strategy/claim.h"
#include "strategy/plan_record.h"

#include <string.h>

static const char *const kind_choices[] = {"case", "metric", "testimonial", "document", NULL};

static const char *const comparison_choices[] = {"at_least", "at_most", NULL};

static const struct field claim_proof_fields[] = {
    FIELD_REF(struct claim_proof, claim, REQUIRED | FILTER, .refers = &claim_model),
    FIELD_ENUM(struct claim_proof, kind, REQUIRED | FILTER, .choices = kind_choices,
               .initial = "case"),
    FIELD_TEXT(struct claim_proof, name, REQUIRED | SEARCH, .max = 300),
    FIELD_TEXT(struct claim_proof, metric, 0, .max = 60),
    FIELD_ENUM(struct claim_proof, comparison, 0, .choices = comparison_choices),
    FIELD_INT(struct claim_proof, value_micro, 0),
    FIELD_URL(struct claim_proof, url, 0, .max = 1000),
    FIELD_PROSE(struct claim_proof, details, 0, .max = 4000),
    FIELD_DATE(struct claim_proof, proved_on, 0),
    FIELD_DATE(struct claim_proof, expires_on, SORT),
    FIELD_DATE(struct claim_proof, withdrawn_on, 0),
    FIELD_PROSE(struct claim_proof, withdrawn_reason, 0, .max = 1000),
    FIELD_INT(struct claim_proof, measured_micro, READONLY),
    FIELD_TIME(struct claim_proof, measured_at, READONLY),
};

/* A day of grace covers every time zone. */
static enum err not_to_come(struct ctx *cx, const char *field, const char *day)
{
    char tomorrow[DATE_TEXT_MAX];

    date_text(NULL, ctx_now(cx) + DAYS_MS(1), tomorrow);
    if (day && strcmp(day, tomorrow) > 0 && !fault_has_field(cx, field))
        return fail_field(cx, field, "field.future", NULL);
    return OK;
}

/* What is withdrawn already need not be completed. */
static enum err check_threshold(struct ctx *cx, const struct claim_proof *is)
{
    enum err e = OK;

    if (!text_equal(is->kind, "metric") || is->withdrawn_on)
        return OK;
    if (text_empty(is->metric))
        e = fail_field(cx, "metric", "claim_proof.metric", NULL);
    if (text_empty(is->comparison) && !fault_has_field(cx, "comparison"))
        e = fail_field(cx, "comparison", "claim_proof.comparison", NULL);
    if (is->value_micro == NIL && !fault_has_field(cx, "value_micro"))
        e = fail_field(cx, "value_micro", "claim_proof.value", NULL);
    return e;
}

static enum err claim_proof_before_save(struct ctx *cx, struct db *db, const void *before,
                                        void *record)
{
    const struct claim_proof *is = record;
    enum err e = check_date_order(cx, "proved_on", is->proved_on, "expires_on", is->expires_on);
    enum err more = not_to_come(cx, "proved_on", is->proved_on);

    (void)db;
    (void)before;
    e = more ? more : e;
    more = not_to_come(cx, "withdrawn_on", is->withdrawn_on);
    e = more ? more : e;
    more = check_threshold(cx, is);
    e = more ? more : e;
    if (text_equal(is->kind, "document") && text_empty(is->url) && !fault_has_field(cx, "url"))
        e = fail_field(cx, "url", "claim_proof.url", NULL);
    if (is->withdrawn_on && text_empty(is->withdrawn_reason))
        e = fail_field(cx, "withdrawn_reason", "claim_proof.reason", NULL);
    return e;
}

const struct model claim_proof_model =
    MODEL(claim_proof, "claim_proofs", claim_proof_fields, .may_read = MAY_READ,
          .may_write = MAY_EDIT_PLAN, .before_save = claim_proof_before_save, .sort = "created_at");
