/* competitor.h -- step 2: who else our audiences may choose, whom they go after, and how they compare with us.
 *
 * The marks of the matrix stand for an attribute of the plan, a competitor (none: ourselves) and an audience (none: in
 * general); one cell has one mark. What belongs to a competitor goes with it.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    fault fields "competitor", "audience", "attribute" with "competitor.other_plan"; "audience" with
 *            "competitor_audience.twice"; "attribute" with "competitor_mark.twice"; "mark" with "competitor_mark.empty".
 */
#ifndef PRACA_STRATEGY_COMPETITOR_H
#define PRACA_STRATEGY_COMPETITOR_H

#include "model/model.h"

struct competitor {
    struct record record;
    int64_t plan; /* the plan it belongs to */
    const char *name;
    const char *website;
    const char *offers;  /* product offers */
    const char *sales;   /* sales tactics and results */
    const char *content; /* marketing content and presence */
    int64_t threat;      /* 0 none ... 5 severe */
    int64_t owner;       /* user id: who keeps an eye on it */
    /* the battle card */
    const char *strengths, *weaknesses, *how_we_win, *proof;
};

extern const struct model competitor_model;

/* An audience of ours that it goes after. */
struct competitor_audience {
    struct record record;
    int64_t plan, competitor, audience;
    const char *notes;
};

extern const struct model competitor_audience_model;

/* What the market compares suppliers by. */
struct competitor_attribute {
    struct record record;
    int64_t plan;
    const char *name;
    const char *notes;
    int64_t position;
};

extern const struct model competitor_attribute_model;

struct competitor_mark {
    struct record record;
    int64_t plan, attribute;
    int64_t competitor; /* NIL: ourselves */
    int64_t audience;   /* NIL: in general */
    int64_t mark;       /* 0 to 5; NIL: words only */
    const char *words;
};

extern const struct model competitor_mark_model;

/* What a buyer who likes them says, and what we answer. */
struct competitor_objection {
    struct record record;
    int64_t plan, competitor;
    const char *objection, *answer;
    int64_t position;
};

extern const struct model competitor_objection_model;

#endif
