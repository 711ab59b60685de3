/* plan_compare.c -- see plan_compare.h. */
#include "measure/plan_compare.h"

#include "base/text.h"
#include "measure/metric.h"
#include "strategy/audience.h"
#include "strategy/budget_line.h"
#include "strategy/channel.h"
#include "strategy/goal.h"

#include <math.h>
#include <string.h>

struct side {
    struct plan_tree tree;
    struct plan_copies copies;
};

struct row {
    int64_t key;      /* the record that it is of, as it was first; 0: by text */
    const char *text; /* a month */
    const char *label;
    enum unit unit;
    struct figure values[PLANS_COMPARED_MAX];
    bool given[PLANS_COMPARED_MAX];
};

struct table {
    struct row *rows;
    size_t n, room;
};

struct comparing {
    struct ctx *cx;
    struct side sides[PLANS_COMPARED_MAX];
    size_t n;
    struct json_writer w;
    bool full;
};

static struct row *row_of(struct comparing *c, struct table *t, int64_t key, const char *text,
                          const char *label, enum unit unit)
{
    for (size_t i = 0; i < t->n; i++)
        if (text ? text_equal(t->rows[i].text, text) : t->rows[i].key == key)
            return &t->rows[i];
    if (t->n == t->room) {
        struct row *more = arena_array(c->cx->arena, t->room * 2 + 16, sizeof(*more));
        if (!more) {
            c->full = true;
            return NULL;
        }
        for (size_t i = 0; i < t->n; i++)
            more[i] = t->rows[i];
        t->rows = more;
        t->room = t->room * 2 + 16;
    }
    t->rows[t->n] = (struct row){.key = key, .text = text, .label = label, .unit = unit};
    return &t->rows[t->n++];
}

static void add(struct row *r, size_t side, int64_t amount)
{
    if (!r || amount == NIL)
        return;
    if (!r->given[side] || r->values[side].known)
        r->values[side] =
            figure_whole(money_add(r->given[side] ? r->values[side].whole : 0, amount));
    r->given[side] = true;
}

static void put(struct row *r, size_t side, struct figure f)
{
    if (!r)
        return;
    r->values[side] = f;
    r->given[side] = true;
}

static int64_t key_of(const struct side *s, int64_t id)
{
    return plan_copy_origin(&s->copies, id);
}

/* --- telling --------------------------------------------------------------------------------------- */

static bool same(const struct figure *a, const struct figure *b)
{
    if (!a->known || !b->known)
        return a->known == b->known;
    return a->whole == b->whole && fabs(a->value - b->value) < 1e-9;
}

static void put_row(struct comparing *c, const struct row *r, bool total)
{
    bool differs = false;

    json_open_object(&c->w);
    json_text_member(&c->w, "label", r->label);
    json_text_member(&c->w, "unit", unit_name(r->unit));
    json_bool_member(&c->w, "total", total);
    json_name(&c->w, "values");
    json_open_list(&c->w);
    for (size_t i = 0; i < c->n; i++) {
        if (r->given[i])
            figure_json(&c->w, r->unit, &r->values[i]);
        else
            json_put_null(&c->w);
        differs = differs || r->given[i] != r->given[0] ||
                  (r->given[i] && !same(&r->values[i], &r->values[0]));
    }
    json_close_list(&c->w);
    json_name(&c->w, "reasons");
    json_open_list(&c->w);
    for (size_t i = 0; i < c->n; i++)
        json_put_text(&c->w, r->given[i] ? figure_sentence(c->cx, &r->values[i]) : NULL);
    json_close_list(&c->w);
    json_bool_member(&c->w, "differs", differs);
    json_close_object(&c->w);
}

/* Rates and different units have no sum. */
static void put_total(struct comparing *c, const struct table *t)
{
    struct row all = {.unit = t->rows[0].unit};

    for (size_t i = 0; i < t->n; i++)
        for (size_t k = 0; k < c->n; k++)
            if (t->rows[i].given[k] && t->rows[i].values[k].known)
                add(&all, k, t->rows[i].values[k].whole);
    put_row(c, &all, true);
}

static void put_table(struct comparing *c, const char *key, const struct table *t, bool sums)
{
    json_open_object(&c->w);
    json_text_member(&c->w, "key", key);
    json_name(&c->w, "rows");
    json_open_list(&c->w);
    if (sums && t->n)
        put_total(c, t);
    for (size_t i = 0; i < t->n; i++)
        put_row(c, &t->rows[i], false);
    json_close_list(&c->w);
    json_close_object(&c->w);
}

/* --- budget ------------------------------------------------------------------------------------------ */

static const struct plan_branch *branch(const struct side *s, const struct model *m)
{
    static const struct plan_branch none = {0};
    const struct plan_branch *b = plan_tree_branch(&s->tree, m);

    return b ? b : &none;
}

static const char *channel_name(const struct side *s, int64_t id)
{
    const struct channel *c = plan_tree_find(&s->tree, &channel_model, id);

    return c ? c->name : NULL;
}

static void by_channel(struct comparing *c, struct table *money, struct table *hours)
{
    for (size_t i = 0; i < c->n; i++) {
        const struct side *s = &c->sides[i];
        const struct plan_branch *lines = branch(s, &budget_line_model);
        for (size_t k = 0; k < lines->n; k++) {
            const struct budget_line *l = lines->records[k];
            const char *name = channel_name(s, l->channel);
            int64_t key = key_of(s, l->channel);
            add(row_of(c, money, key, NULL, name, UNIT_MONEY), i, l->planned_minor);
            if (l->planned_hours != NIL)
                add(row_of(c, hours, key, NULL, name, UNIT_COUNT), i, l->planned_hours);
        }
    }
}

static void by_month(struct comparing *c, struct table *money, struct table *hours)
{
    for (size_t i = 0; i < c->n; i++) {
        const struct plan_branch *lines = branch(&c->sides[i], &budget_line_model);
        for (size_t k = 0; k < lines->n; k++) {
            const struct budget_line *l = lines->records[k];
            const char *month = arena_dup_n(c->cx->arena, l->month, 7);
            add(row_of(c, money, 0, month, month, UNIT_MONEY), i, l->planned_minor);
            if (l->planned_hours != NIL)
                add(row_of(c, hours, 0, month, month, UNIT_COUNT), i, l->planned_hours);
        }
    }
}

static void sort_by_month(struct table *t)
{
    for (size_t i = 1; i < t->n; i++)
        for (size_t k = i; k > 0 && strcmp(t->rows[k - 1].text, t->rows[k].text) > 0; k--) {
            struct row swap = t->rows[k];
            t->rows[k] = t->rows[k - 1];
            t->rows[k - 1] = swap;
        }
}

static void put_budget(struct comparing *c)
{
    struct table money = {0}, hours = {0}, months = {0}, month_hours = {0};

    by_channel(c, &money, &hours);
    by_month(c, &months, &month_hours);
    sort_by_month(&months);
    sort_by_month(&month_hours);
    put_table(c, "money_channel", &money, true);
    put_table(c, "hours_channel", &hours, true);
    put_table(c, "money_month", &months, true);
    put_table(c, "hours_month", &month_hours, true);
}

/* --- goals, and what is expected ------------------------------------------------------------------------ */

static struct figure target_of(const struct goal *g, enum unit unit)
{
    double v = (double)g->target_micro / 1e6;

    if (unit == UNIT_COUNT || unit == UNIT_MONEY || unit == UNIT_MONEY_PER_DAY)
        return figure_whole(llround(v));
    return figure_real(v);
}

static void put_goals(struct comparing *c)
{
    struct table t = {0};

    for (size_t i = 0; i < c->n; i++) {
        const struct plan_branch *goals = branch(&c->sides[i], &goal_model);
        for (size_t k = 0; k < goals->n; k++) {
            const struct goal *g = goals->records[k];
            const struct metric *m = metric_find(g->metric);
            if (m)
                put(row_of(c, &t, key_of(&c->sides[i], g->record.id), NULL, g->name, m->unit), i,
                    target_of(g, m->unit));
        }
    }
    put_table(c, "goals", &t, false);
}

static int64_t planned_for(const struct side *s, int64_t channel)
{
    const struct plan_branch *lines = branch(s, &budget_line_model);
    int64_t sum = 0;

    for (size_t i = 0; i < lines->n; i++) {
        const struct budget_line *l = lines->records[i];
        if (l->channel == channel && l->planned_minor != NIL)
            sum = money_add(sum, l->planned_minor);
    }
    return sum;
}

static struct figure leads_of(const struct side *s, const struct channel *ch)
{
    int64_t cost = ch->expected_cost_per_lead_minor, money = planned_for(s, ch->record.id);

    if (cost == NIL || cost <= 0)
        return figure_unknown("plan_compare.no_cost");
    return figure_whole(money / cost);
}

static void put_leads(struct comparing *c)
{
    struct table t = {0};

    for (size_t i = 0; i < c->n; i++) {
        const struct side *s = &c->sides[i];
        const struct plan_branch *channels = branch(s, &channel_model);
        for (size_t k = 0; k < channels->n; k++) {
            const struct channel *ch = channels->records[k];
            put(row_of(c, &t, key_of(s, ch->record.id), NULL, ch->name, UNIT_COUNT), i,
                leads_of(s, ch));
        }
    }
    put_table(c, "leads", &t, true);
}

static struct figure profit_of(const struct audience *a)
{
    double margin, profit;

    if (a->reachable_accounts == NIL || a->win_rate == NIL || a->margin_minor == NIL)
        return figure_unknown("plan_compare.no_economics");
    margin = (double)(a->margin_minor - (a->cost_to_win_minor == NIL ? 0 : a->cost_to_win_minor));
    profit = (double)a->reachable_accounts * ((double)a->win_rate / 1e6) * margin;
    return fabs(profit) < 9e15 ? figure_whole(llround(profit))
                               : figure_unknown("plan_compare.no_economics");
}

static void put_profit(struct comparing *c)
{
    struct table t = {0};

    for (size_t i = 0; i < c->n; i++) {
        const struct side *s = &c->sides[i];
        const struct plan_branch *audiences = branch(s, &audience_model);
        for (size_t k = 0; k < audiences->n; k++) {
            const struct audience *a = audiences->records[k];
            put(row_of(c, &t, key_of(s, a->record.id), NULL, a->name, UNIT_MONEY), i, profit_of(a));
        }
    }
    put_table(c, "profit", &t, true);
}

/* --- all of it ---------------------------------------------------------------------------------------------- */

static void put_plans(struct comparing *c)
{
    json_name(&c->w, "plans");
    json_open_list(&c->w);
    for (size_t i = 0; i < c->n; i++) {
        const struct plan *p = c->sides[i].tree.plan;
        json_open_object(&c->w);
        json_id_member(&c->w, "id", p->record.id);
        json_text_member(&c->w, "name", p->name);
        json_id_member(&c->w, "scenario_of", p->scenario_of);
        json_text_member(&c->w, "state", p->state);
        json_close_object(&c->w);
    }
    json_close_list(&c->w);
}

enum err plan_compare_json(struct ctx *cx, struct db *db, const struct model *const *models,
                           const int64_t *plans, size_t n, struct buf *out)
{
    struct comparing *c = arena_alloc(cx->arena, sizeof(*c));
    enum err e = OK;

    if (n < 2 || n > PLANS_COMPARED_MAX)
        return fail_field(cx, "plans", "plan_scenario.compare", NULL);
    if (!c)
        return fail_memory(cx);
    c->cx = cx;
    c->n = n;
    for (size_t i = 0; i < n && !e; i++) {
        e = plan_tree_read(cx, db, models, plans[i], &c->sides[i].tree);
        if (!e)
            e = plan_copies_of(cx, db, plans[i], &c->sides[i].copies);
    }
    if (e)
        return e;
    c->w = json_to(out);
    json_open_object(&c->w);
    put_plans(c);
    json_name(&c->w, "sections");
    json_open_list(&c->w);
    put_budget(c);
    put_goals(c);
    put_leads(c);
    put_profit(c);
    json_close_list(&c->w);
    json_close_object(&c->w);
    return c->full || !buf_ok(out) ? fail_memory(cx) : OK;
}
