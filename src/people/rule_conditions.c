/* rule_conditions.c -- conditions that files of this folder add to the grammar of rules, one row each. */
#include "people/rules.h"
#include "people/segment.h"

#include <stddef.h>

const struct rule_condition *const people_conditions[] = {&segment_condition, NULL};
