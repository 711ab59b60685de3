/* standing_condition.h -- what rules may ask of how a person stands to us: on a list, and in the ledger of consents.
 *
 *     {"list": "17"}                          is on it
 *     {"list": "17", "status": "pending"}     was asked and has not confirmed; "unsubscribed": has left
 *     {"consent": "5", "state": "given"}      what was said last of a purpose; "none": nothing ever was
 *
 * Whether a mail may be sent is not asked here but at the moment of sending (consent_may() in consent.h).
 * Both are followed at once: whoever changes a standing touches the contact (change.h).
 */
#ifndef PRACA_PEOPLE_STANDING_CONDITION_H
#define PRACA_PEOPLE_STANDING_CONDITION_H

#include "rules/rule.h"

extern const struct rule_condition list_condition, consent_condition;

#endif
