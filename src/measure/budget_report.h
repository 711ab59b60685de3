/* budget_report.h -- the budget of a plan: money and hours by channel and month, planned against actual.
 *
 * Actual money is the spend of the channel that the plan's channel stands for (channel.matches), spread evenly over its days; of
 * two channels that stand for the same one the first by name has it, and the others say so. Spend on no channel of the plan stands apart and is in no sum: the plan
 * did not promise it. Actual hours are those written down (strategy/hours_line.h). A month is over or under when it
 * differs from what was planned by more than a tenth; under is said only when the month is past. It is overcommitted
 * when it promises more money or hours than the plan says there are.
 *
 * Ownership: the ctx's arena.
 * Units:     _minor of the site's currency; months as their first day.
 * Errors:    ERR_NOTFOUND.
 */
#ifndef PRACA_MEASURE_BUDGET_REPORT_H
#define PRACA_MEASURE_BUDGET_REPORT_H

#include "strategy/plan.h"

enum { BUDGET_MONTHS_MOST = 36 };

struct budget_sums {
    int64_t planned_minor, actual_minor, planned_hours, actual_hours;
};

struct budget_cell {
    struct budget_sums sums;
    int64_t line; /* the first budget line of it; 0: none */
    int lines;
};

struct budget_row {
    int64_t channel; /* 0: spend on no channel of the plan */
    const char *name, *kind;
    const char *key;      /* fold of what it stands for; NULL: of nothing */
    const char *spend_in; /* the row that has the spend of what both stand for; NULL: its own */
    struct budget_cell *cells;
    struct budget_sums sums;
};

struct budget_column {
    const char *month;
    struct budget_sums sums; /* of the plan's channels */
    bool past, current;
    int64_t reason_id; /* 0: none */
    const char *reason;
    int64_t reasoned_by, reasoned_at;
};

struct budget_warning {
    const char *
        kind; /* "over_money", "over_hours", "spent_over", "spent_under", "worked_over", "worked_under" */
    const char *month;
    const char *message;
    int64_t have, than; /* what is, and what it was measured by */
    bool wants_reason;  /* more is promised than there is, and nobody said why */
};

/* Lines that stand in no cell: their month is outside the plan's dates, or their channel is of another plan. In no sum. */
struct budget_left_out {
    int64_t lines, planned_minor, planned_hours;
    const char *first, *last; /* their months; NULL: none */
};

struct budget_report {
    const struct plan *plan;
    const char *currency;
    struct budget_column *months;
    size_t month_n;
    struct budget_row *rows; /* the plan's channels */
    size_t row_n;
    struct budget_row outside;
    struct budget_sums sums;
    struct budget_warning *warnings;
    size_t warning_n;
    struct budget_left_out left_out;
    int64_t other_currency; /* lines of spend left out: in another currency */
};

MUST_USE enum err budget_report_run(struct ctx *cx, struct db *db, int64_t plan,
                                    struct budget_report *ret);
void budget_report_json(struct ctx *cx, const struct budget_report *r, struct buf *out);

#endif
