/* plan_figures.c -- see plan_figures.h. */
#include "measure/plan_figures.h"

#include "base/json.h"
#include "measure/goal_outlook.h"
#include "measure/goal_progress.h"
#include "measure/proposal.h"

#include <inttypes.h>

enum { GOALS_MAX = 500 };

/* Of each state as many as a reader of the plan can take in. */
static const struct {
    const char *state;
    int most;
} told[] = {{"accepted", 8}, {"dismissed", 4}, {"open", 5}};

static enum err put_goal(struct ctx *cx, struct db *db, const struct goal *goal,
                         struct json_writer *w)
{
    struct buf one = buf_in(cx->arena);
    struct goal_progress p;
    struct goal_outlook o;
    enum err e;

    if (!metric_find(goal->metric))
        return OK;
    e = goal_progress(cx, db, goal, &p);
    if (!e)
        e = goal_outlook(cx, db, goal, &o);
    if (e)
        return e;
    goal_progress_json(cx, &p, &o, &one);
    if (!buf_ok(&one))
        return fail_memory(cx);
    json_name(w, arena_print(cx->arena, "%" PRId64, goal->record.id));
    json_put_raw(w, buf_text(&one));
    return OK;
}

static enum err put_improve(struct ctx *cx, struct db *db, struct json_writer *w)
{
    enum err e = OK;

    json_name(w, "improve");
    json_open_object(w);
    json_name(w, "proposals");
    json_open_list(w);
    for (size_t i = 0; i < COUNT_OF(told) && !e; i++) {
        struct proposal **all = NULL;
        size_t n = 0;
        e = proposals_read(cx, db, told[i].state, told[i].most, &all, &n);
        for (size_t k = 0; k < n && !e; k++)
            model_to_json(w, &proposal_model, all[k]);
    }
    json_close_list(w);
    if (!e)
        e = proposal_hits_json(cx, db, w);
    json_close_object(w);
    return e;
}

enum err plan_figures(struct ctx *cx, struct db *db, int64_t plan, const char **ret)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    void **goals = NULL;
    size_t n = 0;
    enum err e = model_related(cx, db, &goal_model, "plan", plan, GOALS_MAX, &goals, &n);

    json_open_object(&w);
    for (size_t i = 0; i < n && !e; i++)
        e = put_goal(cx, db, goals[i], &w);
    if (!e)
        e = put_improve(cx, db, &w);
    json_close_object(&w);
    if (!e && !buf_ok(&out))
        e = fail_memory(cx);
    if (!e)
        *ret = buf_text(&out);
    return e;
}
