/* road_write.c -- the road as JSON, as CSV, for a terminal; the check, and the whole plan as JSON. */
#include "measure/road_priv.h"

#include "base/csv.h"
#include "base/text.h"
#include "base/time.h"
#include "measure/goal_progress.h"

#include <inttypes.h>
#include <string.h>

static const char *const kind_names[] = {"plan", "some", "each", "cover"};
static const char *const state_names[] = {"empty", "begun", "done"};

static void time_member(struct json_writer *w, const char *name, int64_t at)
{
    char text[TIME_TEXT_MAX];

    if (at != NIL)
        time_text(at, text);
    json_text_member(w, name, at == NIL ? NULL : text);
}

static bool put_name(const char *name, void *w)
{
    json_put_text(w, name);
    return true;
}

static void names_member(struct json_writer *w, const char *member, const char *names)
{
    json_name(w, member);
    json_open_list(w);
    if (names)
        (void)road_each_name(names, put_name, w);
    json_close_list(w);
}

static const char *question_state(const struct road_answer *a)
{
    return a->done ? "answered" : a->given ? "partly" : a->waits ? "waits" : "open";
}

static void targets_json(struct json_writer *w, const struct road_answer *a)
{
    json_name(w, "targets");
    json_open_list(w);
    for (size_t i = 0; i < a->target_count; i++) {
        const struct road_target *t = &a->targets[i];
        json_open_object(w);
        json_id_member(w, "id", t->id);
        json_text_member(w, "name", t->name);
        json_bool_member(w, "given", t->given);
        time_member(w, "at", t->at);
        json_close_object(w);
    }
    json_close_list(w);
}

static void proofs_json(struct json_writer *w, const struct road_answer *a)
{
    json_name(w, "evidence");
    json_open_list(w);
    for (size_t i = 0; i < a->proof_count; i++) {
        const struct road_proof *p = &a->proofs[i];
        json_open_object(w);
        json_id_member(w, "id", p->id);
        json_id_member(w, "about", p->about);
        json_text_member(w, "link", p->link);
        json_text_member(w, "note", p->note);
        time_member(w, "at", p->at);
        json_close_object(w);
    }
    json_close_list(w);
}

static void question_json(struct ctx *cx, struct json_writer *w, const struct road_answer *a)
{
    const struct road_question *q = a->question;

    json_open_object(w);
    json_text_member(w, "key", q->key);
    json_text_member(w, "label", road_words(cx, "q", q->key));
    json_text_member(w, "why", road_words(cx, "why", q->key));
    json_text_member(w, "example", road_words(cx, "example", q->key));
    json_text_member(w, "kind", kind_names[q->kind]);
    json_text_member(w, "table", q->model->table);
    names_member(w, "fields", q->fields);
    names_member(w, "further", q->further);
    json_bool_member(w, "required", q->required);
    json_text_member(w, "rests_on", q->rests_on);
    json_text_member(w, "state", question_state(a));
    json_int_member(w, "asked", a->asked);
    json_int_member(w, "given", a->given);
    time_member(w, "at", a->at);
    json_text_member(w, "by", a->by_name);
    targets_json(w, a);
    proofs_json(w, a);
    json_close_object(w);
}

void road_drift_json(struct json_writer *w, const struct road_drift *d)
{
    json_open_object(w);
    json_text_member(w, "code", d->code);
    json_text_member(w, "key", d->key);
    json_int_member(w, "step", d->step);
    json_text_member(w, "question", d->question);
    json_text_member(w, "table", d->table);
    json_id_member(w, "record", d->record);
    json_text_member(w, "name", d->name);
    json_text_member(w, "unit", unit_name(d->unit));
    goal_value_member(w, "expected", d->unit, d->expected);
    goal_value_member(w, "actual", d->unit, d->actual);
    json_name(w, "have");
    if (d->have == NIL)
        json_put_null(w);
    else
        json_put_int(w, d->have);
    time_member(w, "answered_at", d->answered_at);
    json_bool_member(w, "old", d->old);
    time_member(w, "since", d->since);
    json_text_member(w, "message", d->message);
    json_text_member(w, "url", d->url);
    json_close_object(w);
}

static void step_json(struct ctx *cx, struct json_writer *w, const struct road *r, int step)
{
    const struct road_step *s = &r->steps[step - 1];

    json_open_object(w);
    json_int_member(w, "step", step);
    json_text_member(w, "label", road_words(cx, "step", arena_print(cx->arena, "%d", step)));
    json_text_member(w, "state", state_names[s->state]);
    json_int_member(w, "asked", s->asked);
    json_int_member(w, "answered", s->answered);
    json_text_member(w, "next", s->next ? s->next->question->key : NULL);
    json_text_member(w, "next_label", s->next ? road_words(cx, "q", s->next->question->key) : NULL);
    json_name(w, "rests_on");
    if (s->rest) {
        json_open_object(w);
        json_int_member(w, "step", s->rest->question->step);
        json_text_member(w, "key", s->rest->question->key);
        json_text_member(w, "label", road_words(cx, "q", s->rest->question->key));
        json_close_object(w);
    } else {
        json_put_null(w);
    }
    json_name(w, "questions");
    json_open_list(w);
    for (size_t i = 0; i < r->answer_count; i++)
        if (r->answers[i].question->step == step)
            question_json(cx, w, &r->answers[i]);
    json_close_list(w);
    json_close_object(w);
}

void road_json(struct ctx *cx, const struct road *r, struct buf *out)
{
    struct json_writer w = json_to(out);

    json_open_object(&w);
    json_id_member(&w, "plan", r->plan->record.id);
    json_text_member(&w, "name", r->plan->name);
    json_text_member(&w, "state", r->plan->state ? r->plan->state : "draft");
    json_int_member(&w, "done", r->done);
    json_int_member(&w, "required_missing", r->required_missing);
    json_name(&w, "steps");
    json_open_list(&w);
    for (int step = 1; step <= ROAD_STEPS; step++)
        step_json(cx, &w, r, step);
    json_close_list(&w);
    json_name(&w, "drifts");
    json_open_list(&w);
    for (size_t i = 0; i < r->drift_count; i++)
        road_drift_json(&w, &r->drifts[i]);
    json_close_list(&w);
    json_close_object(&w);
}

void road_csv(struct ctx *cx, const struct road *r, struct buf *out)
{
    static const char *const head[] = {"step",  "question", "label", "required", "state",
                                       "given", "asked",    "by",    "at",       "evidence"};

    for (size_t i = 0; i < COUNT_OF(head); i++)
        csv_put(out, head[i], i == 0);
    csv_end_row(out);
    for (size_t i = 0; i < r->answer_count; i++) {
        const struct road_answer *a = &r->answers[i];
        char at[TIME_TEXT_MAX] = "";
        if (a->at != NIL)
            time_text(a->at, at);
        const char *const cells[] = {arena_print(cx->arena, "%d", a->question->step),
                                     a->question->key,
                                     road_words(cx, "q", a->question->key),
                                     a->question->required ? "yes" : "no",
                                     question_state(a),
                                     arena_print(cx->arena, "%" PRId64, a->given),
                                     arena_print(cx->arena, "%" PRId64, a->asked),
                                     a->by_name ? a->by_name : "",
                                     at,
                                     arena_print(cx->arena, "%zu", a->proof_count)};
        for (size_t k = 0; k < COUNT_OF(cells); k++)
            csv_put(out, cells[k], k == 0);
        csv_end_row(out);
    }
}

void road_table(struct ctx *cx, const struct road *r, struct buf *out)
{
    static const char marks[] = {' ', '~', 'x'};

    buf_print(out, "%s\n", r->plan->name);
    for (int i = 0; i < ROAD_STEPS; i++) {
        const struct road_step *s = &r->steps[i];
        buf_print(out, "[%c] %d. %s  %d/%d\n", marks[s->state], i + 1,
                  road_words(cx, "step", arena_print(cx->arena, "%d", i + 1)), s->answered,
                  s->asked);
        if (s->next)
            buf_print(out, "      → %s\n", road_words(cx, "q", s->next->question->key));
        for (size_t k = 0; k < r->drift_count; k++)
            if (r->drifts[k].step == i + 1)
                buf_print(out, "      ! %s\n", r->drifts[k].message);
    }
}

size_t road_check(struct ctx *cx, const struct road *r, struct buf *out)
{
    size_t n = 0;

    for (size_t i = 0; i < r->answer_count; i++) {
        const struct road_answer *a = &r->answers[i];
        if (!a->question->required || a->done)
            continue;
        n++;
        buf_print(out, "%d  %s  %s", a->question->step, a->question->key,
                  road_words(cx, "q", a->question->key));
        for (size_t k = 0; k < a->target_count; k++)
            if (!a->targets[k].given && a->targets[k].name)
                buf_print(out, " [%s]", a->targets[k].name);
        buf_add_char(out, '\n');
    }
    for (size_t i = 0; i < r->drift_count; i++, n++)
        buf_print(out, "%d  %s  %s\n", r->drifts[i].step, r->drifts[i].code, r->drifts[i].message);
    return n;
}

static enum err export_table(struct ctx *cx, struct db *db, const struct model *m, int64_t plan,
                             struct json_writer *w)
{
    struct model_query q = {.sort = "id", .limit = MODEL_PAGE_MAX};
    struct model_page page = {0};
    enum err e = model_query_add(cx, m, "plan", arena_print(cx->arena, "%" PRId64, plan), &q);

    json_name(w, m->table);
    json_open_list(w);
    do {
        if (!e)
            e = model_list(cx, db, m, &q, &page);
        for (size_t i = 0; i < page.n && !e; i++)
            model_to_json(w, m, page.records[i]);
        q.after = page.next;
    } while (!e && page.next);
    json_close_list(w);
    return e;
}

enum err road_export(struct ctx *cx, struct db *db, int64_t plan, const struct model *const *models,
                     struct buf *out)
{
    struct json_writer w = json_to(out);
    void *found = NULL;
    enum err e = model_get(cx, db, &plan_model, plan, &found);

    if (e)
        return e;
    json_open_object(&w);
    json_name(&w, "plan");
    model_to_json(&w, &plan_model, found);
    for (size_t i = 0; models[i] && !e; i++)
        if (road_of_plan(models[i]))
            e = export_table(cx, db, models[i], plan, &w);
    json_close_object(&w);
    return e;
}

enum err road_missing(struct ctx *cx, struct db *db, int64_t plan, const char **ret_json,
                      const char **ret_said)
{
    struct buf list = buf_in(cx->arena), said = buf_in(cx->arena);
    struct json_writer w = json_to(&list);
    struct road r;
    enum err e = road_read(cx, db, plan, &r);

    *ret_json = *ret_said = NULL;
    if (e || !r.required_missing)
        return e;
    json_open_list(&w);
    for (size_t i = 0; i < r.answer_count; i++) {
        const struct road_answer *a = &r.answers[i];
        const char *text = road_words(cx, "q", a->question->key);
        if (a->done || !a->question->required)
            continue;
        json_put_text(&w, text);
        buf_print(&said, "%s%s", said.len ? "; " : "", text);
    }
    json_close_list(&w);
    *ret_json = buf_text(&list);
    *ret_said = buf_text(&said);
    return *ret_json && *ret_said ? OK : fail_memory(cx);
}
