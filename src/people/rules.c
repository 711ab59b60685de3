/* rules.c -- see rules.h. */
#include "people/rules.h"

#include "access/site.h"
#include "access/user.h"
#include "people/account.h"
#include "people/contact.h"
#include "people/deal.h"
#include "people/deal_member.h"

#include "merge_sql.h"

static void read_alias(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(struct rule_alias *)row = (struct rule_alias){db_int(st, 0), db_int(st, 1)};
}

/* Facts keep the id of a contact who went into another. */
static enum err contact_aliases(struct ctx *cx, struct db *db, struct rule_alias **ret,
                                size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_merged_contacts, &st);

    if (!e)
        e = db_collect(cx, st, sizeof(**ret), read_alias, ret, ret_n);
    db_done(st);
    return e;
}

/* Asked of through their deals alone: who is in the committee, in which role, and who left. */
static const struct rule_subject rule_members_of_deals = {
    .name = "deal_member",
    .model = &deal_member_model,
    .facts = RULE_FACTS_NONE,
};

static const struct rule_one contact_ones[] = {{"account", &rule_accounts, "account"}, {0}};
static const struct rule_many contact_manys[] = {{"deals", &rule_deals, "contact"}, {0}};
static const struct rule_many account_manys[] = {
    {"contacts", &rule_contacts, "account"}, {"deals", &rule_deals, "account"}, {0}};
static const struct rule_one deal_ones[] = {
    {"account", &rule_accounts, "account"}, {"contact", &rule_contacts, "contact"}, {0}};
static const struct rule_many deal_manys[] = {{"members", &rule_members_of_deals, "deal"}, {0}};

const struct rule_subject rule_contacts = {
    .name = "contact",
    .model = &contact_model,
    .gone = "erased_at",
    .ones = contact_ones,
    .manys = contact_manys,
    .facts = RULE_FACTS_OWN,
    .aliases = contact_aliases,
};

/* What a company did is what its people did, those it has now. */
const struct rule_subject rule_accounts = {
    .name = "account",
    .model = &account_model,
    .manys = account_manys,
    .facts = RULE_FACTS_OF,
    .facts_of = "contacts",
};

const struct rule_subject rule_deals = {
    .name = "deal",
    .model = &deal_model,
    .ones = deal_ones,
    .manys = deal_manys,
    .facts = RULE_FACTS_NONE,
};

/* References without a model are to users. */
static enum err person_name(struct ctx *cx, struct db *db, const struct field *f, int64_t id,
                            const char **ret)
{
    (void)f;
    return user_name(cx, db, id, ret);
}

static const struct rule_subject *const subjects[] = {&rule_contacts, &rule_accounts, &rule_deals,
                                                      NULL};

enum err people_rules(struct ctx *cx, struct db *db, struct fact_store *facts,
                      struct rule_world *ret)
{
    struct rule_world w = {.subjects = subjects,
                           .conditions = people_conditions,
                           .facts = facts,
                           .ref_name = person_name};
    struct site site = {0};
    enum err e = site_get(cx, db, cx->site, &site);

    if (!e)
        e = zone_find(cx, site.time_zone, &w.zone);
    if (!e)
        *ret = w;
    return e;
}
