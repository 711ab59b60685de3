/* demo_improve.c -- what a year of looking again leaves: milestones of the goals that count, and proposals of some months ago of which some were
 * accepted and one dismissed. They are made, decided and reviewed by the program itself from the company's data, with its clock set
 * back for the time.
 */
#include "app/demo_priv.h"

#include "base/text.h"
#include "measure/proposal.h"
#include "strategy/goal.h"
#include "strategy/milestone.h"

enum { DECIDED_DAYS_AGO = 160, REVIEW_DAYS = 120, LOOKED_AT = 100, QUARTERS = 3 };

static const char *const milestone_names[QUARTERS] = {"Primeiro trimestre", "Meio do ano",
                                                      "Terceiro trimestre"};

/* Three for each goal that counts: a quarter, a half, three quarters of its target. */
enum err demo_write_milestone(struct ctx *cx, struct db *db, struct demo *d, int plan, int row)
{
    int quarter = row % QUARTERS + 1;
    const struct goal *g;
    struct milestone *m;
    void *found = NULL;
    enum err e = model_get(cx, db, &goal_model, d->goals[plan][row / QUARTERS], &found);

    if (e)
        return e;
    g = found;
    if (!text_equal(g->metric, "leads") && !text_equal(g->metric, "won") &&
        !text_equal(g->metric, "revenue"))
        return OK;
    m = model_new(cx, &milestone_model);
    if (!m)
        return fail_memory(cx);
    m->plan = g->plan;
    m->goal = g->record.id;
    m->name = milestone_names[quarter - 1];
    m->due_on = demo_month_date(cx, d, plan * DEMO_MONTHS + 3 * quarter - 1, 0);
    m->value_micro = g->target_micro / 4 * quarter;
    return model_add(cx, db, &milestone_model, m);
}

static enum err decide(struct ctx *cx, struct db *db, const struct proposal *p, const char *review,
                       const char *reason)
{
    struct proposal *now = NULL;

    return reason ? proposal_dismiss(cx, db, p->record.id, reason, &now)
                  : proposal_accept(cx, db, p->record.id, review, NULL, &now);
}

/* The first of each kind about a channel. */
static enum err decide_in(struct ctx *cx, struct db *db, void *arg)
{
    static const struct {
        const char *kind, *reason;
    } all[] = {{"scale", NULL},
               {"keep", NULL},
               {"fix", NULL},
               {"mend", "A pergunta “como nos conheceu” entra no formulário no mês que vem."}};
    struct model_query q = {.limit = LOOKED_AT};
    struct model_page page = {0};
    enum err e = model_list(cx, db, &proposal_model, &q, &page);

    for (size_t i = 0; i < COUNT_OF(all) && !e; i++) {
        for (size_t k = 0; k < page.n; k++) {
            const struct proposal *p = page.records[k];
            if (!text_equal(p->kind, all[i].kind) || !text_equal(p->dimension, "channel"))
                continue;
            e = decide(cx, db, p, arg, all[i].reason);
            break;
        }
    }
    return e;
}

enum err demo_decide_proposals(struct ctx *cx, struct demo *d)
{
    int64_t added = 0, reviewed = 0;
    char review[DATE_TEXT_MAX];
    enum err e;

    date_text(d->zone, d->today - DAYS_MS(DECIDED_DAYS_AGO - REVIEW_DAYS) + HOURS_MS(12), review);
    d->now = d->today - DAYS_MS(DECIDED_DAYS_AGO) + HOURS_MS(10);
    cx->actor = d->team[0];
    e = proposals_refresh(cx, d->pool, &added, &reviewed);
    if (!e)
        e = db_write(cx, d->pool, decide_in, review);
    cx->actor = d->owner;
    return e;
}
