/* contact.c -- see contact.h. */
#include "people/contact.h"

#include "access/may.h"
#include "base/text.h"
#include "base/time.h"
#include "people/account.h"
#include "people/change.h"
#include "people/handoff.h"
#include "people/lifecycle.h"
#include "people/match.h"
#include "people/past_company.h"
#include "people/whatsapp.h"
#include "strategy/buying_role.h"
#include "strategy/campaign.h"
#include "strategy/owner.h"

static const char *const seniority_choices[] = {"junior",    "specialist", "manager", "director",
                                                "executive", "owner",      NULL};
static const char *const lifecycle_choices[] = {"subscriber",  "lead",     "mql",      "sal", "sql",
                                                "opportunity", "customer", "advocate", NULL};
static const char *const lead_status_choices[] = {"new",         "in_work", "returned",
                                                  "unreachable", "unfit",   NULL};

static const struct field contact_fields[] = {
    FIELD_TEXT(struct contact, external_id, UNIQUE, .max = 200, .further = "contact_external_ids"),
    FIELD_EMAIL(struct contact, email, UNIQUE | SEARCH, .max = 254, .further = "contact_emails"),
    FIELD_TEXT(struct contact, name, SEARCH | SORT, .max = 200),
    FIELD_TEXT(struct contact, phone, 0, .max = 40),
    FIELD_TEXT(struct contact, tax_number, UNIQUE, .max = 20),
    FIELD_TEXT(struct contact, job_title, FILTER, .max = 120),
    FIELD_ENUM(struct contact, seniority, FILTER, .choices = seniority_choices),
    FIELD_TEXT(struct contact, department, 0, .max = 120),
    FIELD_ENUM(struct contact, buying_role, FILTER, .choices = buying_roles),
    FIELD_PROSE(struct contact, pains, 0, .max = 2000),
    FIELD_REF(struct contact, account, FILTER, .refers = &account_model),
    FIELD_ENUM(struct contact, lifecycle, FILTER, .choices = lifecycle_choices, .initial = "lead"),
    FIELD_ENUM(struct contact, lead_status, FILTER, .choices = lead_status_choices),
    FIELD_ENUM(struct contact, return_reason, FILTER | READONLY, .choices = handoff_reasons),
    FIELD_TEXT(struct contact, channel, SORT, .max = 120),
    FIELD_TEXT(struct contact, landing_page, FILTER, .max = 500),
    FIELD_REF(struct contact, campaign, FILTER, .refers = &campaign_model),
    FIELD_TIME(struct contact, first_contact_at, SORT),
    FIELD_TEXT(struct contact, heard_of_us, 0, .max = 200),
    FIELD_REF(struct contact, owner, FILTER),
    FIELD_TEXT(struct contact, locale, 0, .max = 10),
    FIELD_TEXT(struct contact, time_zone, 0, .max = 60),
    FIELD_TAGS(struct contact, tags, FILTER),
    FIELD_PROSE(struct contact, notes, 0),
    FIELD_TIME(struct contact, erased_at, READONLY | FILTER),
};

static size_t run_of(const char *text, char low, char high)
{
    size_t n = 0;

    while (text[n] >= low && text[n] <= high)
        n++;
    return n;
}

/* The shape of BCP 47 as contacts have it: "pt", "pt-BR", "es-419". */
static bool looks_like_locale(const char *text)
{
    size_t n = run_of(text, 'a', 'z');
    const char *place = text + n + 1;

    if (n < 2 || n > 3 || (text[n] && text[n] != '-'))
        return false;
    return !text[n] || (run_of(place, 'A', 'Z') == 2 && !place[2]) ||
           (run_of(place, '0', '9') == 3 && !place[3]);
}

/* Where and in what language to reach them; what stands there from before is not asked for again. */
static enum err check_place(struct ctx *cx, const struct contact *was, const struct contact *is)
{
    const struct zone *zone = NULL;
    struct fault before;
    enum err e, locale = OK;

    if (!text_empty(is->locale) && !(was && text_equal(was->locale, is->locale)) &&
        !looks_like_locale(is->locale))
        locale = fail_field(cx, "locale", "field.locale", NULL);
    if (text_empty(is->time_zone) || (was && text_equal(was->time_zone, is->time_zone)))
        return locale;
    before = cx->fault;
    e = zone_find(cx, is->time_zone, &zone);
    if (e == ERR_INVALID) {
        cx->fault = before;
        e = fail_field(cx, "time_zone", "field.time_zone", NULL);
    }
    return e ? e : locale;
}

enum err contact_clean_keys(struct ctx *cx, struct contact *c)
{
    const struct fault before = cx->fault;
    const char *bare = NULL;

    if (text_empty(c->tax_number))
        return OK;
    if (text_cpf(cx, c->tax_number, &bare) != OK) {
        cx->fault = before;
        return fail_field(cx, "tax_number", "field.cpf", NULL);
    }
    c->tax_number = bare;
    return OK;
}

/* Who is of nobody, and has got an address that is new, belongs to the company whose domain it is. */
static enum err company_fill(struct ctx *cx, struct db *db, const struct contact *was,
                             struct contact *is)
{
    if (is->account != NIL || text_empty(is->email) ||
        (was && (was->account != NIL || text_equal(was->email, is->email))))
        return OK;
    return account_for_address(cx, db, is->email, &is->account);
}

/* What a merge chooses, and what an undo brings back, stood there before. */
static enum err check_phone(struct ctx *cx, const struct contact *was, const struct contact *is)
{
    if (cx->undoing || text_equal(cx->cause, "merge"))
        return OK;
    return phone_check(cx, was ? was->phone : NULL, is->phone);
}

/* A day of grace covers every time zone. */
static enum err contact_before_save(struct ctx *cx, struct db *db, const void *before, void *record)
{
    const struct contact *was = before;
    struct contact *is = record;
    enum err e, place;

    if (was && was->erased_at != NIL)
        return fail(cx, ERR_CONFLICT, "contact.erased", NULL);
    e = contact_clean_keys(cx, is);
    place = check_place(cx, was, is);
    if (e && e != ERR_INVALID)
        return e;
    if (place && place != ERR_INVALID)
        return place;
    e = e ? e : place;
    place = check_phone(cx, was, is);
    e = e ? e : place;
    if (text_empty(is->name) && text_empty(is->email) && text_empty(is->external_id) &&
        text_empty(is->phone) && !fault_has_field(cx, "email") &&
        !fault_has_field(cx, "external_id") && !fault_has_field(cx, "phone"))
        e = fail_field(cx, "name", "contact.nameless", NULL);
    if (is->first_contact_at != NIL && is->first_contact_at > ctx_now(cx) + DAYS_MS(1))
        e = fail_field(cx, "first_contact_at", "field.future", NULL);
    if (!e)
        e = company_fill(cx, db, was, is);
    e = lifecycle_settle_contact(cx, db, was, is, e);
    return owner_check(cx, db, was ? was->owner : NIL, is->owner, e);
}

static enum err contact_after_save(struct ctx *cx, struct db *db, const void *before,
                                   const void *record)
{
    const struct contact *was = before, *is = record;
    enum err e = lifecycle_follow_contact(cx, db, was, is);

    if (!e)
        e = past_company_follow(cx, db, was, is);
    if (e)
        return e;
    return change_follow(
        cx, db,
        &(struct change){
            .kind = CHANGE_CONTACT, .id = (is ? is : was)->record.id, .before = was, .after = is});
}

const struct model contact_model = MODEL(
    contact, "contacts", contact_fields, .flags = MODEL_CUSTOM | MODEL_WORDS, .may_read = MAY_READ,
    .may_write = MAY_EDIT_PEOPLE, .sort = "-created_at", .along = "first_contact_at",
    .before_save = contact_before_save, .after_save = contact_after_save);

enum err contact_living(struct ctx *cx, struct db *db, int64_t contact, void **ret)
{
    enum err e = model_get(cx, db, &contact_model, contact, ret);

    if (!e && ((const struct contact *)*ret)->erased_at != NIL)
        e = fail(cx, ERR_CONFLICT, "contact.erased", NULL);
    return e;
}

enum err contact_takes_more(struct ctx *cx, struct db *db, int64_t was, int64_t is, enum err e)
{
    const struct fault before = cx->fault;
    void *record = NULL;

    if (e || is == NIL || is == was)
        return e;
    e = contact_living(cx, db, is, &record);
    if (e == ERR_NOTFOUND) { /* told by the field that names them */
        cx->fault = before;
        e = OK;
    }
    return e;
}
