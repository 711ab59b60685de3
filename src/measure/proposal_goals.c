/* proposal_goals.c -- goals that fall behind, as proposals to fix them: with where they stand, where they will probably arrive, and
 * which channel would close what lacks.
 *
 * A goal is behind when an even pace would have it further (goal_progress.h). On its first days that is chance: it is said from a
 * twentieth of the time on.
 */
#include "base/text.h"
#include "measure/goal_gap.h"
#include "measure/goal_outlook.h"
#include "measure/goal_progress.h"
#include "measure/proposal.h"

#include "proposal_sql.h"

#include <math.h>

/* Before what channels say, as somebody wanted it; the least likely first. */
enum { GOAL_WEIGHT = 1000000 };

static const double elapsed_needed = 0.05;

static void read_id(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(int64_t *)row = db_int(st, 0);
}

static enum err running(struct ctx *cx, struct db *db, const char *today, size_t room,
                        int64_t **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_goals_running, &st);

    if (e)
        return e;
    db_bind_text(st, "day", today);
    db_bind_int(st, "limit", (int64_t)room);
    e = db_collect(cx, st, sizeof(**ret), read_id, ret, ret_n);
    db_done(st);
    return e;
}

static void put_gap(struct evidence *e, const struct goal_gap *gap)
{
    if (!gap->reason.known)
        return;
    e->n[EV_GAP] = fmax(0, gap->gap);
    if (!gap->best)
        return;
    e->channel = gap->best->key;
    e->hours = gap->best->hours;
    e->n[EV_GAP_EXTRA] = round(gap->best->extra.middle);
}

static enum err tell(struct ctx *cx, const struct goal *g, const struct goal_progress *p,
                     const struct goal_outlook *o, const struct channel_powers *powers,
                     struct proposal *to)
{
    struct evidence e = evidence_empty();
    struct goal_gap gap;
    enum err failed = goal_gap(cx, g, o, powers, &gap);

    if (failed)
        return failed;
    e.from = g->starts_on;
    e.to = g->due_on;
    e.unit = unit_name(p->unit);
    e.metric = g->metric;
    e.n[EV_CURRENT] = p->current;
    e.n[EV_EXPECTED] = p->expected_now;
    e.n[EV_TARGET] = p->target;
    e.n[EV_DAYS_LEFT] = (double)p->days_left;
    if (o->reason.known) {
        e.n[EV_OUTLOOK_LOW] = o->low;
        e.n[EV_OUTLOOK_MIDDLE] = o->middle;
        e.n[EV_OUTLOOK_HIGH] = o->high;
        e.n[EV_CHANCE] = o->chance;
    }
    put_gap(&e, &gap);
    *to = (struct proposal){
        .kind = proposal_kind_name(PROPOSAL_FIX),
        .dimension = "goal",
        .subject = arena_print(cx->arena, "%lld", (long long)g->record.id),
        .name = g->name,
        .goal = g->record.id,
        .state = "open",
        .weight =
            GOAL_WEIGHT + llround(GOAL_WEIGHT * (isnan(e.n[EV_CHANCE]) ? 0 : 1 - e.n[EV_CHANCE])),
        .confidence = o->reason.known && !isnan(o->chance) ? llround((1 - o->chance) * 1e6) : NIL,
        .decided_at = NIL,
        .decided_by = NIL,
        .reviewed_at = NIL};
    return proposal_put_evidence(cx, to, &e);
}

enum err proposals_of_goals(struct ctx *cx, struct db *db, const struct channel_powers *powers,
                            struct proposal *to, size_t room, size_t *ret_n)
{
    const char *today = day_text(cx, day_of(powers->cohorts.zone, ctx_now(cx)));
    int64_t *ids = NULL;
    size_t n = 0;
    enum err e = today ? running(cx, db, today, room, &ids, &n) : fail_memory(cx);

    *ret_n = 0;
    for (size_t i = 0; i < n && !e; i++) {
        struct goal_progress p;
        struct goal_outlook o;
        void *goal = NULL;
        e = model_get(cx, db, &goal_model, ids[i], &goal);
        if (!e)
            e = goal_progress(cx, db, goal, &p);
        if (e || p.verdict != VERDICT_BEHIND || p.elapsed < elapsed_needed)
            continue;
        e = goal_outlook(cx, db, goal, &o);
        if (!e)
            e = tell(cx, goal, &p, &o, powers, &to[(*ret_n)++]);
    }
    return e;
}
