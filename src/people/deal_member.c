/* deal_member.c -- see deal_member.h. */
#include "people/deal_member.h"

#include "access/may.h"
#include "people/contact.h"
#include "people/lifecycle.h"
#include "people/segment.h"
#include "strategy/buying_role.h"

#include "committee_sql.h"

static const struct field deal_member_fields[] = {
    FIELD_REF(struct deal_member, deal, REQUIRED | FILTER, .refers = &deal_model),
    FIELD_REF(struct deal_member, contact, REQUIRED | FILTER, .refers = &contact_model),
    FIELD_ENUM(struct deal_member, role, REQUIRED | FILTER, .choices = buying_roles),
    FIELD_TIME(struct deal_member, since_at, 0),
    FIELD_TIME(struct deal_member, left_at, 0),
};

/* Two times the same person in the same part would count them twice. */
static enum err check_member(struct ctx *cx, struct db *db, const struct deal_member *is)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = OK, asked;

    if (is->since_at != NIL && is->left_at != NIL && is->left_at < is->since_at)
        e = fail_field(cx, "left_at", "deal_member.left_before", NULL);
    if (fault_has_field(cx, "deal") || fault_has_field(cx, "contact") ||
        fault_has_field(cx, "role"))
        return e;
    asked = db_begin(cx, db, &SQL_deal_member_same, &st);
    if (asked)
        goto out;
    db_bind_int(st, "id", is->record.id);
    db_bind_int(st, "deal", is->deal);
    db_bind_int(st, "contact", is->contact);
    db_bind_text(st, "role", is->role);
    asked = db_step(cx, st, &row);
out:
    db_done(st);
    if (!asked && row)
        e = fail_field(cx, "role", "deal_member.twice", NULL);
    return asked ? asked : e;
}

static enum err deal_member_before_save(struct ctx *cx, struct db *db, const void *before,
                                        void *record)
{
    const struct deal_member *was = before, *is = record;

    return contact_takes_more(cx, db, was ? was->contact : NIL, is->contact,
                              check_member(cx, db, is));
}

static enum err deal_member_after_save(struct ctx *cx, struct db *db, const void *before,
                                       const void *record)
{
    const struct deal_member *was = before, *is = record;
    bool comes = is && (!was || was->deal != is->deal || was->contact != is->contact ||
                        was->left_at != is->left_at);
    enum err e = comes ? lifecycle_follow_member(cx, db, is) : OK;

    if (!e && was)
        e = segment_committee_changed(cx, db, was->deal);
    return e || !is || (was && was->deal == is->deal) ? e
                                                      : segment_committee_changed(cx, db, is->deal);
}

const struct model deal_member_model =
    MODEL(deal_member, "deal_members", deal_member_fields, .may_read = MAY_READ,
          .may_write = MAY_EDIT_DEALS, .sort = "-created_at",
          .before_save = deal_member_before_save, .after_save = deal_member_after_save);
