/* demo_plan_words.h -- the two plans of the demonstration, step by step, as data.
 *
 * Money in reais; rates in millionths; months from the plan's first. A row's number is its place in demo.audiences, goals
 * and channels. Priv to demo_plan.c. */
#ifndef PRACA_APP_DEMO_PLAN_WORDS_H
#define PRACA_APP_DEMO_PLAN_WORDS_H

#include <stdint.h>

struct plan_text {
    const char *name, *profile, *market, *summary;
};
struct audience_text {
    const char *name, *description, *industry;
    int fit, value, resources, influence;
    const char *fit_reason, *value_reason, *resources_reason, *influence_reason;
    int accounts, margin_reais, win_rate, cost_reais;
};
struct persona_text {
    int audience;
    const char *name, *role, *job, *pains, *objections, *looks_at;
};
struct competitor_text {
    const char *name, *website, *offers, *sales, *content;
    int threat;
};
struct positioning_text {
    int audience;
    const char *alternatives, *attributes, *value, *category, *statement;
};
struct goal_text {
    const char *name, *metric, *channel;
    int audience; /* -1: all */
    const char *who, *what, *when, *where, *how, *why, *reason;
    int64_t target; /* of the metric's unit, in thousandths */
    int parent;     /* -1: none */
    int owner;
};
struct selling_text {
    const char *name, *kind, *notes;
    int margin, cost_reais;
};
struct channel_text {
    const char *name, *kind, *matches, *why, *cost_model;
    int audience, lead_reais; /* -1: all; 0: not known */
    int offline, owner;
};
struct campaign_text {
    const char *name, *state, *utm;
    int audience, goal, channel; /* -1: none */
    const char *metric;
    int from_day, to_day; /* days from today */
    const char *override_reason, *notes;
};

enum {
    PLAN_AUDIENCES = 3,
    PLAN_PERSONAS = 6,
    PLAN_COMPETITORS = 4,
    PLAN_POSITIONINGS = 3,
    PLAN_GOALS = 5,
    PLAN_SELLING = 4,
    PLAN_CHANNELS = 10,
    PLAN_CAMPAIGNS = 9,
};
extern const struct plan_text demo_plan_texts[2];
extern const struct audience_text demo_audiences[PLAN_AUDIENCES];
extern const struct persona_text demo_personas[PLAN_PERSONAS];
extern const struct competitor_text demo_competitors[PLAN_COMPETITORS];
extern const struct positioning_text demo_positionings[PLAN_POSITIONINGS];
extern const struct goal_text demo_goals[2][PLAN_GOALS];
extern const struct selling_text demo_selling[PLAN_SELLING];
extern const struct channel_text demo_plan_channels[PLAN_CHANNELS];
extern const struct campaign_text
    demo_campaigns[2][PLAN_CAMPAIGNS]; /* ended by a row without a name */

#endif
