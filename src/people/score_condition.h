/* score_condition.h -- scores and grades as conditions of rules, for contacts and for companies:
 *
 *     {"score": "fit", "at_least": 60}   {"score": "engagement", "at_least": 20, "at_most": 80}
 *     {"grade": "A1"}   {"grade": "A"} any engagement   {"grade": "1"} any fit
 *
 * Fit is asked of what is kept (right after every change); engagement is worked out in the question itself from daily
 * counts, in the same whole numbers as score.h has, so it fades without anybody touching it: the answer may change at the
 * site's midnight, which match() names. A company's are worked out from its people when they are asked for (score_company.c).
 */
#ifndef PRACA_PEOPLE_SCORE_CONDITION_H
#define PRACA_PEOPLE_SCORE_CONDITION_H

#include "rules/rule.h"

extern const struct rule_condition score_condition, grade_condition;
extern const struct rule_condition company_score_condition, company_grade_condition;

#endif
