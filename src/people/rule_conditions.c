/* rule_conditions.c -- conditions that files of this folder add to the grammar of rules, one row each. */
#include "people/rules.h"
#include "people/score_condition.h"
#include "people/segment.h"
#include "people/standing_condition.h"

#include <stddef.h>

const struct rule_condition *const people_conditions[] = {
    &score_condition,   &grade_condition, &company_score_condition, &company_grade_condition,
    &segment_condition, &list_condition,  &consent_condition,       NULL};
