/* lifecycle_rule.h -- rules that move people on: "who is director in a company of 50 or more is an MQL".
 *
 * A rule is asked whenever something about a person changes, in the transaction of the change, and moves the person to its
 * stage, never back. It asks of the record and of what stands in other records; what a person did, and what only time
 * changes, is asked by a segment, which a rule may name: a segment follows facts and clock by itself, and touches the person
 * when it lets them in. So no rule waits for anything, and none is asked twice.
 *
 * A new rule moves nobody by itself: how many it would move is counted first, then applied by a job, which can be taken
 * back.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    fault fields of the rule's grammar under "rule", and "rule" with "lifecycle_rule.behaviour";
 *            ERR_NOTFOUND "model.missing".
 */
#ifndef PRACA_PEOPLE_LIFECYCLE_RULE_H
#define PRACA_PEOPLE_LIFECYCLE_RULE_H

#include "people/change.h"
#include "people/lifecycle.h"
#include "work/job.h"

struct lifecycle_rule {
    struct record record;
    const char *name;
    const char *stage;
    const char *rule; /* JSON, over contacts */
    int64_t position;
    int64_t active;
};

extern const struct model lifecycle_rule_model;
extern const struct change_follower lifecycle_follower;

/* The rules are asked of one person, who has entered a segment. Inside db_write(). */
MUST_USE enum err lifecycle_ask(struct ctx *cx, struct db *db, int64_t contact);

enum { LIFECYCLE_SHOWN = 50 };

struct lifecycle_preview {
    int64_t count;
    bool exact;
    struct {
        int64_t id;
        const char *name, *email, *lifecycle;
    } shown[LIFECYCLE_SHOWN];
    size_t n;
};

/* Whom a rule would move now. rule: JSON text. */
MUST_USE enum err lifecycle_rule_preview(struct ctx *cx, struct db *db, const char *stage,
                                         const char *rule, struct lifecycle_preview *ret);

/* The job that moves them, and the one that takes a job of that kind back, which also switches the rule off. Inside
 * db_write(). */
MUST_USE enum err lifecycle_rule_apply(struct ctx *cx, struct db *db, int64_t rule,
                                       int64_t *ret_job);
MUST_USE enum err lifecycle_rule_undo(struct ctx *cx, struct db *db, int64_t run, int64_t *ret_job);
extern const struct job_kind lifecycle_job_kinds[];

#endif
