/* dashboard.h -- one page: how the plan is doing, where people stand, money in and out, and what needs you today.
 *
 * The funnel counts who reached a stage: a customer has been through decision too, so each bar holds those below it and the
 * rate between two bars is how many went on. The stages come from the lifecycle by a table of the site (at first awareness is
 * known only as subscriber, consideration lead and MQL, decision SAL, SQL and opportunity, retention customer and
 * advocate). The channels are those of all time; the last days are compared with as many before them.
 *
 * Ownership: everything lives in the ctx's arena.
 * Errors:    fault field "days" with "field.range".
 * Units:     see figure.h.
 */
#ifndef PRACA_MEASURE_DASHBOARD_H
#define PRACA_MEASURE_DASHBOARD_H

#include "measure/channel_report.h"
#include "measure/goal_progress.h"
#include "work/setting.h"

enum { STAGES = 4, LIFECYCLES = 8, DASHBOARD_MONTHS = 12, DASHBOARD_CHANNELS = 6 };
enum { DASHBOARD_GOALS = 6, DASHBOARD_TASKS = 20 };

/* For how many days something waits before it is a task, and for how many it stays one. */
extern const struct setting measure_settings[];

/* Which stage of the funnel each lifecycle is, in its order; the setting funnel.stages says otherwise. */
#define FUNNEL_STAGES_USUAL                                                                        \
    "awareness,consideration,consideration,decision,decision,decision,retention,retention"

struct dashboard_sums {
    struct figure leads, won, revenue, spend;
    struct other_monies others; /* in neither revenue nor spend */
};

struct dashboard_month {
    const char *month; /* "2018-03" */
    struct figure spend, revenue;
    int64_t won;
};

struct dashboard_goal {
    int64_t id;
    const char *name;
    struct goal_progress progress;
};

struct dashboard_task {
    const char *code;    /* "import_failed" */
    const char *message; /* in the ctx's language */
    const char *url;     /* of a screen */
};

struct dashboard {
    int days;
    const char *currency;
    int64_t reached[STAGES];           /* people who came at least that far */
    bool holds[STAGES][LIFECYCLES];    /* whether who stands there came at least that far */
    struct figure goes_on[STAGES - 1]; /* share that went on to the next */
    int64_t lifecycle[LIFECYCLES];     /* people standing there now */
    struct dashboard_sums last, before;
    struct dashboard_month months[DASHBOARD_MONTHS];
    struct other_monies others;   /* of all the months, in none of them */
    struct channel_report report; /* all time; the first rows are shown */
    struct dashboard_goal goals[DASHBOARD_GOALS];
    size_t goal_count;
    struct dashboard_task tasks[DASHBOARD_TASKS];
    size_t task_count;
};

MUST_USE enum err dashboard_read(struct ctx *cx, struct db *db, int days, struct dashboard *ret);
/* {"days", "currency", "funnel": [{"stage", "label", "count", "lifecycle": ["lead", ...]}], "stages": [{"from", "to", "rate", "reason"}], "lifecycle":
 * [{"stage", "label", "count"}], "channels": [rows of the channel report], "goals": [progress with "id" and "name"], "money":
 * [{"month", "spend_minor", "revenue_minor", "won"}], "last30" and "before30" (of `days` days each): {"leads", "won",
 * "revenue_minor", "spend_minor", "reasons", "other_currencies"}, "other_currencies" of the months (other_money.h), "tasks": [{"code", "message", "url"}]} */
void dashboard_json(struct ctx *cx, const struct dashboard *d, struct buf *out);

#endif
