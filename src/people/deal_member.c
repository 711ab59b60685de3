/* deal_member.c -- see deal_member.h. */
#include "people/deal_member.h"

#include "access/may.h"
#include "people/contact.h"
#include "people/deal.h"
#include "strategy/buying_role.h"

static const struct field deal_member_fields[] = {
    FIELD_REF(struct deal_member, deal, REQUIRED | FILTER, .refers = &deal_model),
    FIELD_REF(struct deal_member, contact, REQUIRED | FILTER, .refers = &contact_model),
    FIELD_ENUM(struct deal_member, role, REQUIRED | FILTER, .choices = buying_roles),
    FIELD_TIME(struct deal_member, since_at, 0),
    FIELD_TIME(struct deal_member, left_at, 0),
};

const struct model deal_member_model =
    MODEL(deal_member, "deal_members", deal_member_fields, .may_read = MAY_READ,
          .may_write = MAY_EDIT_DEALS, .sort = "-created_at");
