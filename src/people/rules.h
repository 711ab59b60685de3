/* rules.h -- what rules may ask of people: subjects, what belongs to them, and conditions that other files declare.
 *
 * A new condition (a list, a consent, a score) is one struct rule_condition beside its code and one row in
 * rule_conditions.c; the builder in the browser then offers it by itself.
 *
 * Ownership: the tables are constant; the zone lives in the ctx's arena.
 */
#ifndef PRACA_PEOPLE_RULES_H
#define PRACA_PEOPLE_RULES_H

#include "rules/rule.h"

extern const struct rule_subject rule_contacts, rule_accounts, rule_deals;
extern const struct rule_condition *const people_conditions[]; /* ended by NULL */

/* The world of the ctx's site. facts may be NULL: then no behaviour can be asked. */
MUST_USE enum err people_rules(struct ctx *cx, struct db *db, struct fact_store *facts,
                               struct rule_world *ret);

#endif
