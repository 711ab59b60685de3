/* score.h -- how good a match somebody is and how much they care, and why: every point can be explained.
 *
 * Fit is worked out from the record as it is now. Engagement is worked out from dated facts when it is asked for: what
 * happened on a local day counts points * 2^(-age / half_life), age in whole local days, and a row gives at most its at_most;
 * nothing is stored, so nothing goes stale, and any past day can be worked out exactly.
 *
 * Arithmetic is in whole numbers: a point is 2^20 units, what is left of it after some days is one table (score_decay) for C and
 * for SQL, so both give the same score to the unit. A score is rounded half up; the parts that are shown are rounded so that
 * base + parts + limit is the score that is shown, exactly (largest remainder). limit: what was cut to stay in 0..100.
 *
 * A company's people are those of its record and those in a committee of its deals; who left every committee does not count. A
 * person's weight is the largest of the roles held, else that of the buying role in the record. A company's fit is the mean of its
 * people's fits by weight; its engagement is the sum of its people's by weight: two who care are more than one.
 *
 * The grade joins both: letter of fit, figure of engagement, "A1". There is none while one of the two models is missing.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_NOTFOUND "model.missing" when there is no such contact or account.
 * Units:     points of 100; a day is days since 1970-01-01 on the site's clock.
 */
#ifndef PRACA_PEOPLE_SCORE_H
#define PRACA_PEOPLE_SCORE_H

#include "people/score_model.h"

enum {
    SCORE_ONE = 1 << 20,  /* units of a point */
    SCORE_FORGOTTEN = 20, /* half-lives after which nothing is left */
    SCORE_HISTORY_DAYS = 90,
    SCORE_PEOPLE_MAX = 1000, /* of one company */
};

/* Units left of a point after age days. */
int64_t score_decay(int64_t half_life_days, int64_t age_days);

struct score_day {
    int64_t day, count;
};
struct score_days {
    struct score_day *days; /* rising */
    size_t n;
};
/* Units that a row gives for what happened until today, today included. */
int64_t score_row_units(const struct score_row *row, const struct score_days *d, int64_t today);
int64_t score_of_units(int64_t units); /* rounded half up, 0..100 */
/* ret[i] are whole and add up to the sum of units / of, rounded half up: largest remainder, the first of equals. */
void score_shares(const int64_t *units, size_t n, int64_t of, int64_t *ret);

struct score_part {
    const struct score_row *row;
    const char *sentence;
    int64_t points; /* 0: it gave nothing */
    bool got;
    /* engagement */
    int64_t count, first_day, last_day;
    int64_t undecayed; /* points, had nothing faded and no limit held */
    bool capped;
};

/* Of one kind. model.id 0: nothing is published. */
struct score {
    struct score_model model;
    int64_t value;
    struct score_part *parts; /* of each row */
    int64_t limit;
};

struct contact_score {
    struct score kinds[SCORE_KINDS];
    const char *grade; /* "A1"; NULL: none */
    int64_t today;
    int64_t history[SCORE_HISTORY_DAYS]; /* engagement at the end of each day, today last */
};

struct score_person {
    int64_t contact;
    const char *name, *email, *role; /* the role that gave the weight; NULL: none */
    int64_t weight;                  /* per cent */
    int64_t value[SCORE_KINDS], points[SCORE_KINDS];
};

struct account_score {
    struct score_model models[SCORE_KINDS]; /* without id: none */
    int64_t value[SCORE_KINDS], limit[SCORE_KINDS];
    bool known[SCORE_KINDS]; /* false: no model, or nobody whose weight is above 0 */
    struct score_person *people;
    size_t n;
    bool more; /* than SCORE_PEOPLE_MAX */
    const char *grade;
    int64_t today, history[SCORE_HISTORY_DAYS];
};

MUST_USE enum err score_contact(struct ctx *cx, struct db *db, int64_t contact,
                                struct contact_score *ret);
MUST_USE enum err score_account(struct ctx *cx, struct db *db, int64_t account,
                                struct account_score *ret);
MUST_USE enum err score_contact_json(struct ctx *cx, const struct contact_score *s,
                                     struct json_writer *w);
MUST_USE enum err score_account_json(struct ctx *cx, const struct account_score *s,
                                     struct json_writer *w);

/* For lists: fits as they are kept, engagement as of now. A contact that is not there has NIL. */
struct score_brief {
    int64_t contact, fit, engagement; /* NIL: no model, or not worked out yet */
    const char *grade;
};
MUST_USE enum err score_briefs(struct ctx *cx, struct db *db, const int64_t *contacts, size_t n,
                               struct score_brief *ret);

/* How many contacts stand where. */
struct score_grid {
    bool known; /* both models are published */
    int64_t counts[SCORE_BANDS + 1][SCORE_BANDS + 1];
    int64_t of;
};
MUST_USE enum err score_grid(struct ctx *cx, struct db *db, struct score_grid *ret);
/* "A1" by the bands of two models. */
const char *score_grade(struct ctx *cx, const struct score_model *fit, int64_t fit_value,
                        const struct score_model *engagement, int64_t engagement_value);
/* "perfil ideal, muito engajado" */
const char *score_grade_words(struct ctx *cx, const char *grade);

#endif
