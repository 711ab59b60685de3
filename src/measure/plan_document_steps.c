/* plan_document_steps.c -- the nine steps of a document: which records each shows, and how.
 *
 * Most of it is a table of rows: a step, a model, its fields. What a table cannot say (profit, budget, dates) follows as functions. */
#include "base/message.h"
#include "base/text.h"
#include "measure/metric.h"
#include "measure/plan_chart.h"
#include "measure/plan_document_priv.h"
#include "strategy/budget_line.h"
#include "strategy/campaign.h"
#include "strategy/channel.h"
#include "strategy/claim.h"
#include "strategy/competitor.h"
#include "strategy/goal.h"
#include "strategy/milestone.h"
#include "strategy/positioning.h"
#include "strategy/positioning_rival.h"
#include "strategy/selling_channel.h"

#include <math.h>
#include <string.h>

enum { MONTHS_MAX = 24, STEPS = 9, FIELDS_MAX = 12 };

struct doc_part {
    int step;
    const struct model *model;
    bool blocks;
    const char *fields[FIELDS_MAX];
    const char *more[FIELDS_MAX]; /* words beneath the row of a table */
};

static const struct doc_part parts[] = {
    {2, &competitor_model, true, {"name", "website", "threat", "offers", "sales", "content"}, {0}},
    {3,
     &positioning_model,
     true,
     {"audience", "statement", "category", "alternatives", "attributes", "value", "team"},
     {0}},
    {3, &claim_model, false, {"name", "audience", "owner"}, {0}},
    {5,
     &selling_channel_model,
     false,
     {"name", "kind", "margin", "cost_to_serve_minor"},
     {"notes"}},
    {6,
     &channel_model,
     false,
     {"name", "kind", "cost_model", "expected_cost_per_lead_minor", "audience", "owner"},
     {"why"}},
    {8,
     &campaign_model,
     false,
     {"name", "state", "audience", "goal", "channel", "starts_on", "ends_on"},
     {"notes", "override_reason"}},
};

static size_t put_part(struct doc *d, const struct doc_part *p)
{
    void **records = NULL;
    size_t n = doc_records(d, p->model, &records);

    if (p->blocks)
        doc_blocks(d, "h3", p->model, p->fields, records, n);
    else
        doc_table(d, NULL, p->model, p->fields, p->more, records, n);
    return n;
}

/* --- 4: goals with their numbers */

static const char *micro_text(struct doc *d, const struct goal *g, int64_t micro)
{
    const struct metric *m = metric_find(g->metric);
    enum unit unit = m ? m->unit : UNIT_COUNT;
    struct figure f;

    if (micro == NIL)
        return "–";
    if (unit == UNIT_MONEY || unit == UNIT_MONEY_PER_DAY)
        return doc_money(d, (int64_t)llround((double)micro / 1e6));
    if (unit == UNIT_COUNT) {
        f = figure_whole((int64_t)llround((double)micro / 1e6));
        return figure_text(d->cx, NULL, unit, &f);
    }
    f = figure_real((double)micro / 1e6);
    return figure_text(d->cx, NULL, unit, &f);
}

static const char *metric_label(struct doc *d, const char *key)
{
    char *k = arena_print(d->cx->arena, "metric.%s.label", key);
    const char *label = k ? message_find(d->cx->lang, k) : NULL;

    return label ? label : key;
}

static void put_goal_line(struct doc *d, const char *key, const char *value)
{
    if (text_empty(value))
        return;
    doc_put(d, "<div><dt>");
    doc_say(d, key, NULL, NULL);
    doc_put(d, "</dt><dd>");
    doc_text(d, value);
    doc_put(d, "</dd></div>");
}

/* What it wants to have reached on the way, each with its value and its day. */
static void put_milestones(struct doc *d, const struct goal *g, void *const *all, size_t n)
{
    bool shown = false;

    for (size_t i = 0; i < n; i++) {
        const struct milestone *m = all[i];
        if (m->goal != g->record.id)
            continue;
        if (!shown) {
            doc_put(d, "<div><dt>");
            doc_say(d, "document.milestones", NULL, NULL);
            doc_put(d, "</dt><dd>");
        }
        shown = true;
        doc_put(d, "<span class=\"doc-line\">");
        doc_text(d,
                 arena_print(d->cx->arena, "%s: %s, %s", m->name, micro_text(d, g, m->value_micro),
                             day_shown(d->cx, day_number(m->due_on))));
        doc_put(d, "</span>");
    }
    if (shown)
        doc_put(d, "</dd></div>");
}

static void put_goal(struct doc *d, const struct goal *g, void *const *milestones, size_t n)
{
    static const char *const smart[] = {"who", "what", "when_text", "where_text",
                                        "how", "why",  "reason",    NULL};
    doc_put(d, "<article class=\"doc-block\"><h3>");
    doc_text(d, g->name);
    doc_put(d, "</h3><dl>");
    put_goal_line(d, "document.metric", metric_label(d, g->metric));
    put_goal_line(d, "document.baseline", micro_text(d, g, g->baseline_micro));
    put_goal_line(d, "document.target", micro_text(d, g, g->target_micro));
    put_goal_line(d, "document.due", day_shown(d->cx, day_number(g->due_on)));
    put_milestones(d, g, milestones, n);
    put_goal_line(d, "document.for_whom", doc_name(d, g->audience));
    for (size_t i = 0; smart[i]; i++) {
        const struct field *f = model_field(&goal_model, smart[i]);
        const char *value = doc_value(d, &goal_model, f, g);
        if (!value)
            continue;
        doc_put(d, "<div><dt>");
        doc_text(d, model_label(d->cx, &goal_model, f, NULL));
        doc_put(d, "</dt><dd>");
        doc_text(d, value);
        doc_put(d, "</dd></div>");
    }
    doc_put(d, "</dl></article>");
}

static size_t put_goals(struct doc *d)
{
    void **all = NULL, **milestones = NULL;
    size_t n = doc_records(d, &goal_model, &all);
    size_t n_milestones = doc_records(d, &milestone_model, &milestones);

    if (n)
        doc_put(d, "<div class=\"doc-two\">");
    for (size_t i = 0; i < n; i++)
        put_goal(d, all[i], milestones, n_milestones);
    if (n)
        doc_put(d, "</div>");
    return n;
}

/* --- 7: money and hours, month by month */

struct budget {
    void **channels;
    size_t channel_count;
    const char *months[MONTHS_MAX];
    size_t month_count;
    int64_t (*money)[MONTHS_MAX], (*hours)[MONTHS_MAX]; /* by channel */
};

static size_t month_at(struct budget *b, const char *month)
{
    size_t i = 0, k;

    while (i < b->month_count && strncmp(b->months[i], month, 7) < 0)
        i++;
    if (i < b->month_count && strncmp(b->months[i], month, 7) == 0)
        return i;
    if (b->month_count == MONTHS_MAX)
        return MONTHS_MAX;
    for (k = b->month_count++; k > i; k--)
        b->months[k] = b->months[k - 1];
    b->months[i] = month;
    return i;
}

static size_t channel_at(const struct budget *b, int64_t id)
{
    for (size_t i = 0; i < b->channel_count; i++)
        if (((const struct channel *)b->channels[i])->record.id == id)
            return i;
    return b->channel_count;
}

static size_t read_budget(struct doc *d, struct budget *b)
{
    void **lines = NULL;
    size_t n = doc_records(d, &budget_line_model, &lines);

    b->channel_count = doc_records(d, &channel_model, &b->channels);
    if (!n || !b->channel_count)
        return 0;
    b->money = arena_alloc(d->cx->arena, b->channel_count * sizeof(*b->money));
    b->hours = arena_alloc(d->cx->arena, b->channel_count * sizeof(*b->hours));
    if (!b->money || !b->hours)
        return 0;
    memset(b->money, 0, b->channel_count * sizeof(*b->money));
    memset(b->hours, 0, b->channel_count * sizeof(*b->hours));
    for (size_t i = 0; i < n; i++)
        (void)month_at(b, ((const struct budget_line *)lines[i])->month);
    for (size_t i = 0; i < n; i++) {
        const struct budget_line *l = lines[i];
        size_t m = month_at(b, l->month), c = channel_at(b, l->channel);
        if (m == MONTHS_MAX || c == b->channel_count)
            continue;
        b->money[c][m] += l->planned_minor;
        b->hours[c][m] += l->planned_hours == NIL ? 0 : l->planned_hours;
    }
    return n;
}

static int64_t total(const int64_t *row, size_t n)
{
    int64_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum = money_add(sum, row[i]);
    return sum;
}

/* "03/26" */
static const char *month_words(struct doc *d, const char *month)
{
    return arena_print(d->cx->arena, "%.2s/%.2s", month + 5, month + 2);
}

/* Thousands, so that twelve fit side by side. */
static const char *short_money(struct doc *d, double minor)
{
    struct figure f = figure_real(minor / 1e5);

    return doc_sentence(d, "document.thousand", "n", figure_text(d->cx, NULL, UNIT_DAYS, &f));
}

static void put_budget_chart(struct doc *d, const struct budget *b)
{
    struct chart_column columns[MONTHS_MAX] = {{0}};
    const char *names[CHART_PARTS_MAX];
    size_t shown = b->channel_count < CHART_PARTS_MAX ? b->channel_count : CHART_PARTS_MAX;
    bool rest = b->channel_count > CHART_PARTS_MAX;

    for (size_t c = 0; c < shown; c++)
        names[c] = ((const struct channel *)b->channels[c])->name;
    if (rest)
        names[CHART_PARTS_MAX - 1] = doc_sentence(d, "document.others", NULL, NULL);
    for (size_t m = 0; m < b->month_count; m++) {
        double sum = 0;
        for (size_t c = 0; c < b->channel_count; c++) {
            size_t part = c < CHART_PARTS_MAX ? c : CHART_PARTS_MAX - 1;
            columns[m].parts[part] += (double)b->money[c][m];
            sum += (double)b->money[c][m];
        }
        columns[m].label = month_words(d, b->months[m]);
        columns[m].words = sum > 0 ? short_money(d, sum) : "";
    }
    chart_columns(d->cx, d->out, doc_sentence(d, "document.budget_chart", NULL, NULL), names, shown,
                  columns, b->month_count);
}

static void put_number(struct doc *d, const char *text)
{
    doc_put(d, "<td class=\"num\">");
    doc_text(d, text);
    doc_put(d, "</td>");
}

static const char *whole(struct doc *d, int64_t n)
{
    struct figure f = figure_whole(n);

    return figure_text(d->cx, NULL, UNIT_COUNT, &f);
}

static void put_budget_table(struct doc *d, const struct budget *b)
{
    int64_t money = 0, hours = 0;

    doc_open_table(d, doc_sentence(d, "document.step_7", NULL, NULL));
    doc_put(d, "<th scope=\"col\">");
    doc_text(d, model_label(d->cx, &channel_model, NULL, NULL));
    doc_put(d, "</th><th scope=\"col\" class=\"num\">");
    doc_say(d, "document.money", NULL, NULL);
    doc_put(d, "</th><th scope=\"col\" class=\"num\">");
    doc_say(d, "document.hours", NULL, NULL);
    doc_put(d, "</th></tr></thead><tbody>");
    for (size_t c = 0; c < b->channel_count; c++) {
        int64_t m = total(b->money[c], b->month_count), h = total(b->hours[c], b->month_count);
        if (!m && !h)
            continue;
        doc_put(d, "<tr><th scope=\"row\">");
        doc_text(d, ((const struct channel *)b->channels[c])->name);
        doc_put(d, "</th>");
        put_number(d, doc_money(d, m));
        put_number(d, whole(d, h));
        doc_put(d, "</tr>");
        money = money_add(money, m);
        hours += h;
    }
    doc_put(d, "<tr class=\"totals\"><th scope=\"row\">");
    doc_say(d, "document.total", NULL, NULL);
    doc_put(d, "</th>");
    put_number(d, doc_money(d, money));
    put_number(d, whole(d, hours));
    doc_put(d, "</tr></tbody></table></div>");
}

static size_t put_budget(struct doc *d)
{
    struct budget b = {0};
    size_t n = read_budget(d, &b);

    if (!n)
        return 0;
    put_budget_chart(d, &b);
    put_budget_table(d, &b);
    return n;
}

/* --- 8: what runs when */

static size_t put_campaign_chart(struct doc *d)
{
    void **all = NULL;
    size_t n = doc_records(d, &campaign_model, &all), k = 0;
    struct chart_span *spans = arena_array(d->cx->arena, n ? n : 1, sizeof(*spans));
    int64_t first = INT64_MAX, last = INT64_MIN;

    if (!spans)
        return 0;
    for (size_t i = 0; i < n; i++) {
        const struct campaign *c = all[i];
        if (!c->starts_on || !c->ends_on)
            continue;
        spans[k] = (struct chart_span){.label = c->name,
                                       .words = day_shown(d->cx, day_number(c->ends_on)),
                                       .first = day_number(c->starts_on),
                                       .last = day_number(c->ends_on),
                                       .tone = (int)(k % CHART_PARTS_MAX)};
        first = spans[k].first < first ? spans[k].first : first;
        last = spans[k].last > last ? spans[k].last : last;
        k++;
    }
    if (k)
        chart_spans(d->cx, d->out, doc_sentence(d, "document.campaign_chart", NULL, NULL), first,
                    last, spans, k);
    return k;
}

/* --- 3: one canvas alone */

/* A section of the records that are about it. Nothing without records. */
static void put_about(struct doc *d, const char *title, const struct model *m,
                      const char *const *fields, void **all, size_t n)
{
    if (!n)
        return;
    doc_put(d, "<section class=\"doc-step\"><h2>");
    doc_say(d, title, NULL, NULL);
    doc_put(d, "</h2>");
    doc_table(d, NULL, m, fields, NULL, all, n);
    doc_put(d, "</section>");
}

static void put_canvas(struct doc *d, const struct positioning *is)
{
    static const char *const fields[] = {
        "statement", "category", "alternatives", "attributes", "value", "team", NULL};
    const char *whom =
        doc_value(d, &positioning_model, model_field(&positioning_model, "audience"), is);

    doc_put(d, "<header class=\"doc-cover doc-cover-brief\"><p class=\"doc-site\">");
    doc_text(d, d->plan->name);
    doc_put(d, "</p><h1>");
    doc_say(d, "document.positioning", "name", whom ? whom : "–");
    doc_put(d, "</h1></header><section class=\"doc-step\">");
    doc_pairs(d, &positioning_model, fields, is);
    doc_put(d, "</section>");
}

static void put_rivals_of(struct doc *d, const struct positioning *is)
{
    static const char *const fields[] = {"competitor", "notes", NULL};
    void **all = NULL;
    size_t n = doc_records(d, &positioning_rival_model, &all), kept = 0;

    for (size_t i = 0; i < n; i++)
        if (((const struct positioning_rival *)all[i])->positioning == is->record.id)
            all[kept++] = all[i];
    put_about(d, "document.rivals", &positioning_rival_model, fields, all, kept);
}

static void put_claims_to(struct doc *d, const struct positioning *is)
{
    static const char *const fields[] = {"name", "owner", NULL};
    void **all = NULL;
    size_t n = doc_records(d, &claim_model, &all), kept = 0;

    for (size_t i = 0; i < n; i++) {
        const struct claim *c = all[i];
        if (c->audience == NIL || c->audience == is->audience)
            all[kept++] = all[i];
    }
    put_about(d, "document.claims", &claim_model, fields, all, kept);
}

void doc_positioning(struct doc *d, int64_t id)
{
    void **all = NULL;
    size_t n = doc_records(d, &positioning_model, &all);

    for (size_t i = 0; i < n; i++) {
        const struct positioning *is = all[i];
        if (is->record.id != id)
            continue;
        put_canvas(d, is);
        put_rivals_of(d, is);
        put_claims_to(d, is);
    }
}

/* --- all of them */

static size_t put_own(struct doc *d, int step)
{
    switch (step) {
    case 1:
        return doc_audiences(d);
    case 4:
        return put_goals(d);
    case 7:
        return put_budget(d);
    case 8:
        return put_campaign_chart(d);
    case 9:
        return doc_review(d);
    default:
        return 0;
    }
}

static const char *step_title(struct doc *d, int step)
{
    return doc_sentence(d, arena_print(d->cx->arena, "document.step_%d", step), NULL, NULL);
}

/* Whether there was anything to write; the heading goes again when there was not. */
static bool put_step(struct doc *d, int step)
{
    const size_t before = d->out->len;
    size_t shown;

    buf_print(d->out, "<section class=\"doc-step\"><h2><span>%d</span> ", step);
    doc_text(d, step_title(d, step));
    doc_put(d, "</h2><p class=\"doc-lead\">");
    doc_say(d, arena_print(d->cx->arena, "document.lead_%d", step), NULL, NULL);
    doc_put(d, "</p>");
    shown = put_own(d, step);
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (parts[i].step == step)
            shown += put_part(d, &parts[i]);
    if (shown)
        doc_put(d, "</section>");
    else
        d->out->len = before;
    return shown > 0;
}

void doc_steps(struct doc *d)
{
    struct buf open = buf_in(d->cx->arena);

    for (int step = 1; step <= STEPS && !d->e; step++)
        if (!put_step(d, step))
            buf_print(&open, "%s%d %s", open.len ? "; " : "", step, step_title(d, step));
    if (d->e || !open.len)
        return;
    doc_put(d, "<p class=\"doc-open\">");
    doc_say(d, "document.open", "steps", buf_text(&open));
    doc_put(d, "</p>");
}
