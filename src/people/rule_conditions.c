/* rule_conditions.c -- conditions that files of this folder add to the grammar of rules, one row each. */
#include "people/rules.h"
#include "people/score_condition.h"
#include "people/segment.h"

#include <stddef.h>

const struct rule_condition *const people_conditions[] = {&score_condition, &grade_condition,
                                                          &segment_condition, NULL};
