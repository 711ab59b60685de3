/* road_priv.h -- what the parts of the road share. */
#ifndef PRACA_MEASURE_ROAD_PRIV_H
#define PRACA_MEASURE_ROAD_PRIV_H

#include "measure/road.h"

/* Records of one model of the plan, and the trail of their changes. */
struct road_rows {
    const struct model *model;
    void **all;
    size_t n;
    struct road_change *trail; /* oldest first */
    size_t trail_count;
};

struct road_change {
    int64_t record, at, actor;
    const struct json *diff; /* NULL: not told */
};

struct road_holds {
    struct road_rows *rows; /* one for each model that a question is about */
    size_t n;
};

/* NULL: no question is about it. */
const struct road_rows *road_rows_of(const struct road_holds *h, const struct model *m);
/* The newest change of one of these fields in the record; *ret_at is NIL when the trail does not tell. */
void road_changed(const struct road_rows *rows, int64_t record, const char *fields, int64_t *ret_at,
                  int64_t *ret_by);
/* Calls fn with each name of a list apart by spaces until it says no; false when it did. */
bool road_each_name(const char *names, bool (*fn)(const char *name, void *arg), void *arg);

MUST_USE enum err road_drifts(struct ctx *cx, struct db *db, const struct plan *plan,
                              const struct road_holds *holds, struct road *r);
void road_drift_json(struct json_writer *w, const struct road_drift *d);
/* In the ctx's language. */
const char *road_words(struct ctx *cx, const char *area, const char *key);

#endif
