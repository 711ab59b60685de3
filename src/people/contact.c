/* contact.c -- see contact.h. */
#include "people/contact.h"

#include "access/may.h"
#include "base/text.h"
#include "base/time.h"
#include "people/account.h"
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
    FIELD_TEXT(struct contact, external_id, UNIQUE, .max = 200),
    FIELD_EMAIL(struct contact, email, UNIQUE | SEARCH, .max = 254),
    FIELD_TEXT(struct contact, name, SEARCH | SORT, .max = 200),
    FIELD_TEXT(struct contact, phone, 0, .max = 40),
    FIELD_TEXT(struct contact, job_title, 0, .max = 120),
    FIELD_ENUM(struct contact, seniority, FILTER, .choices = seniority_choices),
    FIELD_TEXT(struct contact, department, 0, .max = 120),
    FIELD_ENUM(struct contact, buying_role, FILTER, .choices = buying_roles),
    FIELD_REF(struct contact, account, FILTER, .refers = &account_model),
    FIELD_ENUM(struct contact, lifecycle, FILTER, .choices = lifecycle_choices, .initial = "lead"),
    FIELD_ENUM(struct contact, lead_status, FILTER, .choices = lead_status_choices),
    FIELD_TEXT(struct contact, channel, SORT, .max = 120),
    FIELD_TEXT(struct contact, landing_page, FILTER, .max = 500),
    FIELD_REF(struct contact, campaign, FILTER, .refers = &campaign_model),
    FIELD_TIME(struct contact, first_contact_at, SORT),
    FIELD_TEXT(struct contact, heard_of_us, 0, .max = 200),
    FIELD_REF(struct contact, owner, FILTER),
    FIELD_TEXT(struct contact, locale, 0, .max = 10),
    FIELD_TEXT(struct contact, time_zone, 0, .max = 60),
    FIELD_TAGS(struct contact, tags, 0),
    FIELD_PROSE(struct contact, notes, 0),
};

/* A day of grace covers every time zone. */
static enum err contact_before_save(struct ctx *cx, struct db *db, const void *before, void *record)
{
    const struct contact *was = before, *is = record;
    enum err e = OK;

    if (text_empty(is->name) && text_empty(is->email) && text_empty(is->external_id) &&
        text_empty(is->phone) && !fault_has_field(cx, "email") &&
        !fault_has_field(cx, "external_id") && !fault_has_field(cx, "phone"))
        e = fail_field(cx, "name", "contact.nameless", NULL);
    if (is->first_contact_at != NIL && is->first_contact_at > ctx_now(cx) + DAYS_MS(1))
        e = fail_field(cx, "first_contact_at", "field.future", NULL);
    return owner_check(cx, db, was ? was->owner : NIL, is->owner, e);
}

const struct model contact_model =
    MODEL(contact, "contacts", contact_fields, .flags = MODEL_CUSTOM, .may_read = MAY_READ,
          .may_write = MAY_EDIT_PEOPLE, .sort = "-created_at", .before_save = contact_before_save);
