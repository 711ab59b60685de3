/* churn.c -- see churn.h. */
#include "people/churn.h"

#include "access/may.h"
#include "base/text.h"
#include "base/time.h"
#include "people/account.h"
#include "people/change.h"

#include "people_sql.h"

#include <string.h>

static const char *const reason_choices[] = {"price",   "service", "product", "competitor",
                                             "no_need", "closed",  "other",   NULL};

static const struct field churn_fields[] = {
    FIELD_REF(struct churn, account, REQUIRED | FILTER, .refers = &account_model),
    FIELD_DATE(struct churn, churned_on, REQUIRED | SORT),
    FIELD_ENUM(struct churn, reason, REQUIRED | FILTER, .choices = reason_choices),
    FIELD_PROSE(struct churn, notes, 0, .max = 2000),
};

static enum err has_bought(struct ctx *cx, struct db *db, int64_t account, bool *ret)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_account_has_bought, &st);

    if (e)
        goto out;
    db_bind_int(st, "account", account);
    e = db_step(cx, st, ret);
out:
    db_done(st);
    return e;
}

static enum err churn_before_save(struct ctx *cx, struct db *db, const void *before, void *record)
{
    const struct churn *was = before, *is = record;
    char tomorrow[DATE_TEXT_MAX];
    bool bought = true;
    enum err e = OK;

    date_text(NULL, ctx_now(cx) + DAYS_MS(1), tomorrow);
    if (is->churned_on && strcmp(is->churned_on, tomorrow) > 0 &&
        !fault_has_field(cx, "churned_on"))
        e = fail_field(cx, "churned_on", "field.future", NULL);
    if (is->account != NIL && !(was && was->account == is->account) &&
        !fault_has_field(cx, "account")) {
        enum err look = has_bought(cx, db, is->account, &bought);
        if (look)
            return look;
    }
    return bought ? e : fail_field(cx, "account", "churn.no_customer", NULL);
}

static enum err churn_after_save(struct ctx *cx, struct db *db, const void *before,
                                 const void *record)
{
    const struct churn *c = record ? record : before;

    return change_touch(cx, db, CHANGE_ACCOUNT, c->account);
}

const struct model churn_model =
    MODEL(churn, "churns", churn_fields, .may_read = MAY_READ, .may_write = MAY_EDIT_DEALS,
          .sort = "-churned_on", .before_save = churn_before_save, .after_save = churn_after_save);
