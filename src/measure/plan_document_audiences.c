/* plan_document_audiences.c -- step 1 of a document: each audience with its people and its purchase beneath it.
 *
 * A persona need name no audience; those come last, under a heading of their own. */
#include "measure/audience_report.h"
#include "measure/plan_chart.h"
#include "measure/plan_document_priv.h"
#include "strategy/audience.h"
#include "strategy/persona.h"
#include "strategy/purchase_step.h"

#include <math.h>

/* All records of a model, and room to pick some of them. */
struct flock {
    const struct model *model;
    void **all, **picked;
    size_t count;
};

static struct flock flock_of(struct doc *d, const struct model *m)
{
    struct flock f = {.model = m};

    f.count = doc_records(d, m, &f.all);
    f.picked = arena_array(d->cx->arena, f.count ? f.count : 1, sizeof(*f.picked));
    if (!f.picked)
        f.count = 0;
    return f;
}

static size_t pick(struct flock *f, int64_t audience)
{
    const struct field *whose = model_field(f->model, "audience");
    size_t n = 0;

    for (size_t i = 0; i < f->count; i++)
        if (field_int(whose, f->all[i]) == audience)
            f->picked[n++] = f->all[i];
    return n;
}

static void put_chart(struct doc *d, void *const *all, size_t n)
{
    struct chart_bar *bars = arena_array(d->cx->arena, n ? n : 1, sizeof(*bars));
    size_t k = 0;

    if (!bars)
        return;
    for (size_t i = 0; i < n; i++) {
        const struct audience *a = all[i];
        struct rank_case c;
        double profit;
        audience_expected(a, &c);
        if (!rank_profitable(&c))
            continue;
        profit = rank_profit(&c);
        bars[k++] = (struct chart_bar){
            .label = a->name, .words = doc_money(d, (int64_t)llround(profit)), .value = profit};
    }
    chart_bars(d->cx, d->out, doc_sentence(d, "document.profit", NULL, NULL), bars, k);
}

static void put_people(struct doc *d, struct flock *personas, struct flock *steps, int64_t audience,
                       const char *name)
{
    static const char *const person[] = {"name",       "buying_role", "job_title", "pains",
                                         "objections", "looks_at",    NULL};
    static const char *const step[] = {"name", "buying_role", "needs", NULL};

    doc_blocks(d, "h4", &persona_model, person, personas->picked, pick(personas, audience));
    doc_table(d, name, &purchase_step_model, step, NULL, steps->picked, pick(steps, audience));
}

static void put_heading(struct doc *d, const char *words)
{
    doc_put(d, "<article class=\"doc-block\"><h3>");
    doc_text(d, words);
    doc_put(d, "</h3>");
}

size_t doc_audiences(struct doc *d)
{
    static const char *const worth[] = {"name",     "reachable_accounts", "margin_minor",
                                        "win_rate", "cost_to_win_minor",  "team_hours",
                                        NULL};
    static const char *const marks[] = {"name", "fit", "value", "resources", "influence", NULL};
    static const char *const words[] = {
        "description",      "industry",         "fit_reason", "value_reason",
        "resources_reason", "influence_reason", "owner",      NULL};
    struct flock audiences = flock_of(d, &audience_model);
    struct flock personas = flock_of(d, &persona_model);
    struct flock steps = flock_of(d, &purchase_step_model);

    put_chart(d, audiences.all, audiences.count);
    doc_table(d, NULL, &audience_model, worth, NULL, audiences.all, audiences.count);
    doc_table(d, NULL, &audience_model, marks, NULL, audiences.all, audiences.count);
    for (size_t i = 0; i < audiences.count; i++) {
        const struct audience *a = audiences.all[i];
        put_heading(d, a->name);
        doc_pairs(d, &audience_model, words, a);
        put_people(d, &personas, &steps, a->record.id, a->name);
        doc_put(d, "</article>");
    }
    if (pick(&personas, NIL) + pick(&steps, NIL)) {
        const char *none = doc_sentence(d, "document.no_audience", NULL, NULL);
        put_heading(d, none);
        put_people(d, &personas, &steps, NIL, none);
        doc_put(d, "</article>");
    }
    return audiences.count + personas.count + steps.count;
}
