/* dashboard_json.c -- the dashboard as the API answers it. */
#include "base/message.h"
#include "measure/channel_report_priv.h"
#include "measure/dashboard.h"
#include "people/lifecycle.h"

static const char *const stage_names[STAGES] = {"awareness", "consideration", "decision",
                                                "retention"};

static const char *label(struct ctx *cx, const char *area, const char *name)
{
    return message(cx->arena, cx->lang, arena_print(cx->arena, "%s.%s", area, name), NULL, 0);
}

/* holds: which lifecycles each is the sum of; NULL: each is itself one. */
static void counts_json(struct ctx *cx, struct json_writer *w, const char *area,
                        const char *const *names, const int64_t *counts,
                        const bool (*holds)[LIFECYCLES], int n)
{
    json_open_list(w);
    for (int i = 0; i < n; i++) {
        json_open_object(w);
        json_text_member(w, "stage", names[i]);
        json_text_member(w, "label", label(cx, area, names[i]));
        json_int_member(w, "count", counts[i]);
        if (holds) {
            json_name(w, "lifecycle");
            json_open_list(w);
            for (int k = 0; k < LIFECYCLES; k++)
                if (holds[i][k])
                    json_put_text(w, lifecycle_stages[k]);
            json_close_list(w);
        }
        json_close_object(w);
    }
    json_close_list(w);
}

static void rates_json(struct ctx *cx, struct json_writer *w, const struct dashboard *d)
{
    json_open_list(w);
    for (int i = 0; i + 1 < STAGES; i++) {
        json_open_object(w);
        json_text_member(w, "from", stage_names[i]);
        json_text_member(w, "to", stage_names[i + 1]);
        json_name(w, "rate");
        figure_json(w, UNIT_RATE, &d->goes_on[i]);
        json_name(w, "reason");
        figure_reason_json(cx, w, &d->goes_on[i]);
        json_close_object(w);
    }
    json_close_list(w);
}

static void sums_json(struct ctx *cx, struct json_writer *w, const struct dashboard_sums *s)
{
    const struct {
        const char *name;
        enum unit unit;
        const struct figure *f;
    } all[] = {{"leads", UNIT_COUNT, &s->leads},
               {"won", UNIT_COUNT, &s->won},
               {"revenue_minor", UNIT_MONEY, &s->revenue},
               {"spend_minor", UNIT_MONEY, &s->spend}};

    json_open_object(w);
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        json_name(w, all[i].name);
        figure_json(w, all[i].unit, all[i].f);
    }
    json_name(w, "reasons");
    json_open_object(w);
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        if (all[i].f->known)
            continue;
        json_name(w, all[i].name);
        figure_reason_json(cx, w, all[i].f);
    }
    json_close_object(w);
    other_money_json(w, &s->others);
    json_close_object(w);
}

static void money_json(struct json_writer *w, const struct dashboard *d)
{
    json_open_list(w);
    for (int i = 0; i < DASHBOARD_MONTHS; i++) {
        json_open_object(w);
        json_text_member(w, "month", d->months[i].month);
        json_name(w, "spend_minor");
        figure_json(w, UNIT_MONEY, &d->months[i].spend);
        json_name(w, "revenue_minor");
        figure_json(w, UNIT_MONEY, &d->months[i].revenue);
        json_int_member(w, "won", d->months[i].won);
        json_close_object(w);
    }
    json_close_list(w);
}

static void goals_json(struct ctx *cx, struct json_writer *w, const struct dashboard *d)
{
    json_open_list(w);
    for (size_t i = 0; i < d->goal_count; i++) {
        json_open_object(w);
        json_id_member(w, "id", d->goals[i].id);
        json_text_member(w, "name", d->goals[i].name);
        goal_progress_members(cx, w, &d->goals[i].progress);
        json_close_object(w);
    }
    json_close_list(w);
}

static void channels_json(struct ctx *cx, struct json_writer *w, const struct dashboard *d)
{
    json_open_list(w);
    for (size_t i = 0; i < d->report.count && i < DASHBOARD_CHANNELS; i++)
        report_row_json(cx, w, &d->report, &d->report.rows[i]);
    json_close_list(w);
}

static void tasks_json(struct json_writer *w, const struct dashboard *d)
{
    json_open_list(w);
    for (size_t i = 0; i < d->task_count; i++) {
        json_open_object(w);
        json_text_member(w, "code", d->tasks[i].code);
        json_text_member(w, "message", d->tasks[i].message);
        json_text_member(w, "url", d->tasks[i].url);
        json_close_object(w);
    }
    json_close_list(w);
}

void dashboard_json(struct ctx *cx, const struct dashboard *d, struct buf *out)
{
    struct json_writer w = json_to(out);

    json_open_object(&w);
    json_int_member(&w, "days", d->days);
    json_text_member(&w, "currency", d->currency);
    json_name(&w, "funnel");
    counts_json(cx, &w, "dashboard.stage", stage_names, d->reached, d->holds, STAGES);
    json_name(&w, "stages");
    rates_json(cx, &w, d);
    json_name(&w, "lifecycle");
    counts_json(cx, &w, "model.contact.lifecycle", lifecycle_stages, d->lifecycle, NULL,
                LIFECYCLES);
    json_name(&w, "channels");
    channels_json(cx, &w, d);
    json_name(&w, "goals");
    goals_json(cx, &w, d);
    json_name(&w, "money");
    money_json(&w, d);
    json_name(&w, "last30");
    sums_json(cx, &w, &d->last);
    json_name(&w, "before30");
    sums_json(cx, &w, &d->before);
    other_money_json(&w, &d->others);
    json_name(&w, "tasks");
    tasks_json(&w, d);
    json_close_object(&w);
}
