/* account.c -- see account.h. */
#include "people/account.h"
#include "people/change.h"

#include "access/may.h"
#include "base/text.h"
#include "strategy/currency.h"
#include "strategy/owner.h"

static const struct field account_fields[] = {
    FIELD_TEXT(struct account, external_id, UNIQUE, .max = 200, .further = "account_external_ids"),
    FIELD_TEXT(struct account, name, SEARCH | SORT, .max = 200),
    FIELD_TEXT(struct account, domain, UNIQUE | SEARCH, .max = 253, .further = "account_domains"),
    FIELD_TEXT(struct account, tax_number, UNIQUE, .max = 20, .further = "account_tax_numbers"),
    FIELD_TEXT(struct account, industry, SORT, .max = 120),
    FIELD_INT(struct account, employees, SORT, .min = 0, .max = 10000000),
    FIELD_MONEY(struct account, revenue_minor, 0, .min = 0, .max = MONEY_MAX),
    FIELD_TEXT(struct account, currency, 0, .max = 3),
    FIELD_TEXT(struct account, country, FILTER, .max = 2),
    FIELD_TEXT(struct account, state, FILTER, .max = 60),
    FIELD_TEXT(struct account, city, 0, .max = 120),
    FIELD_TEXT(struct account, street, 0, .max = 200),
    FIELD_TEXT(struct account, postal_code, 0, .max = 12),
    FIELD_REF(struct account, parent, FILTER, .refers = &account_model),
    FIELD_REF(struct account, owner, FILTER),
    FIELD_TAGS(struct account, tags, FILTER),
    FIELD_PROSE(struct account, notes, 0),
    FIELD_TIME(struct account, first_seen_at, SORT),
};

/* A Brazilian tax number is checked and kept bare; one from elsewhere is kept as written. */
static enum err tax_number_clean(struct ctx *cx, struct account *a)
{
    bool brazilian = text_empty(a->country) || text_equal(a->country, "BR");
    struct fault before = cx->fault;
    const char *bare = NULL;

    if (text_empty(a->tax_number) || !brazilian || fault_has_field(cx, "country"))
        return OK;
    if (text_cnpj(cx, a->tax_number, &bare) != OK) {
        cx->fault = before;
        return fail_field(cx, "tax_number", "field.cnpj", NULL);
    }
    a->tax_number = bare;
    return OK;
}

static enum err domain_clean(struct ctx *cx, struct account *a)
{
    const char *domain;

    if (text_empty(a->domain))
        return OK;
    domain = text_domain(cx->arena, a->domain);
    if (!domain)
        return fail_field(cx, "domain", "field.domain", NULL);
    if (text_is_free_mail(domain))
        return fail_field(cx, "domain", "account.free_mail", NULL);
    a->domain = domain;
    return OK;
}

enum err account_clean_keys(struct ctx *cx, struct account *a)
{
    enum err tax = tax_number_clean(cx, a), domain = domain_clean(cx, a);

    return tax ? tax : domain;
}

static bool is_nameless(const struct ctx *cx, const struct account *a)
{
    return text_empty(a->name) && text_empty(a->domain) && text_empty(a->tax_number) &&
           text_empty(a->external_id) && !fault_has_field(cx, "domain") &&
           !fault_has_field(cx, "tax_number") && !fault_has_field(cx, "external_id");
}

static enum err account_before_save(struct ctx *cx, struct db *db, const void *before, void *record)
{
    const struct account *was = before;
    struct account *is = record;
    enum err e = account_clean_keys(cx, is);

    if (is_nameless(cx, is))
        e = fail_field(cx, "name", "account.nameless", NULL);
    if (is->revenue_minor != NIL || !text_empty(is->currency))
        e = site_currency_fill(cx, db, &is->currency, e);
    return owner_check(cx, db, was ? was->owner : NIL, is->owner, e);
}

static enum err account_after_save(struct ctx *cx, struct db *db, const void *before,
                                   const void *record)
{
    const struct account *was = before, *is = record;

    return change_follow(
        cx, db,
        &(struct change){
            .kind = CHANGE_ACCOUNT, .id = (is ? is : was)->record.id, .before = was, .after = is});
}

const struct model account_model =
    MODEL(account, "accounts", account_fields, .flags = MODEL_CUSTOM | MODEL_WORDS,
          .may_read = MAY_READ, .may_write = MAY_EDIT_PEOPLE, .sort = "-created_at",
          .before_save = account_before_save, .after_save = account_after_save);
