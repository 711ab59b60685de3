/* goal_family.h -- a goal's milestones, met or missed, and the goals that stand below it.
 *
 * A milestone is judged by the metric from the goal's first day to the milestone's own, as the goal itself is: what counts must have
 * added up to the value, in the direction of the goal's target; a level must be there. Until its day it is open, unless it
 * is reached before.
 *
 * A goal below another contributes to it where both are of the same metric and it counts: then targets and what is there add up. Others are
 * listed, and say so.
 *
 * Ownership: the ctx's arena.
 * Units:     as the metric's.
 */
#ifndef PRACA_MEASURE_GOAL_FAMILY_H
#define PRACA_MEASURE_GOAL_FAMILY_H

#include "measure/metric.h"
#include "strategy/goal.h"

enum { FAMILY_MAX = 50 };
enum milestone_state { MILESTONE_OPEN, MILESTONE_MET, MILESTONE_MISSED, MILESTONE_UNKNOWN };

struct milestone_told {
    int64_t id;
    const char *name, *due_on;
    double value, actual; /* actual NaN: unknown, or its day is to come */
    enum milestone_state state;
};

struct goal_child {
    int64_t id;
    const char *name, *metric;
    enum unit unit;
    double target, current; /* current NaN: unknown */
    bool adds_up;
};

struct goal_family {
    enum unit unit;
    struct milestone_told *milestones; /* by day */
    size_t milestone_count;
    struct goal_child *children;
    size_t child_count;
    double target, children_target, children_current; /* of those that add up; NaN: none do */
    int64_t parent;
    const char *parent_name; /* NULL: none */
};

MUST_USE enum err goal_family(struct ctx *cx, struct db *db, const struct goal *goal,
                              struct goal_family *ret);
/* {"unit", "milestones": [{"id", "name", "due_on", "value", "actual", "state"}], "parent": {"id", "name"} | null, "children": [{"id", "name",
 * "metric", "unit", "target", "current", "adds_up"}], "children_target", "children_current", "target"} */
void goal_family_json(const struct goal_family *f, struct json_writer *w);

#endif
