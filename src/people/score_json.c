/* score_json.c -- a score as its reader gets it. */
#include "people/score_priv.h"

#include "base/text.h"

static void put_day(struct json_writer *w, const char *name, int64_t day)
{
    char text[DATE_TEXT_MAX];

    date_text(NULL, day * DAYS_MS(1), text);
    json_text_member(w, name, text);
}

static void put_part(struct json_writer *w, const struct score_part *p, bool engagement)
{
    json_open_object(w);
    json_text_member(w, "label", p->row->label);
    json_text_member(w, "sentence", p->sentence);
    json_int_member(w, "points", p->got ? p->points : p->row->points);
    if (engagement) {
        json_int_member(w, "half_life_days", p->row->half_life_days);
        json_int_member(w, "at_most", p->row->at_most);
        json_int_member(w, "count", p->count);
        if (p->got) {
            put_day(w, "first_day", p->first_day);
            put_day(w, "last_day", p->last_day);
        }
        json_int_member(w, "undecayed", p->undecayed);
        json_bool_member(w, "capped", p->capped);
    }
    json_close_object(w);
}

static void put_parts(struct json_writer *w, const struct score *s, bool got)
{
    json_open_list(w);
    for (size_t i = 0; i < s->model.row_count; i++)
        if (s->parts[i].got == got && s->parts[i].row->rule)
            put_part(w, &s->parts[i], s->model.kind == SCORE_ENGAGEMENT);
    json_close_list(w);
}

static void put_band(struct json_writer *w, const struct score_model *m, int64_t value)
{
    char band[2] = {0};

    band[0] = (m->kind == SCORE_FIT ? "ABCD" : "1234")[score_band(m, value)];
    json_int_member(w, "score", value);
    json_text_member(w, "band", band);
    json_int_member(w, "number", m->number);
}

static void put_score(struct json_writer *w, const char *name, const struct score *s)
{
    json_name(w, name);
    if (!s->model.id) {
        json_put_null(w);
        return;
    }
    json_open_object(w);
    put_band(w, &s->model, s->value);
    json_int_member(w, "base", s->model.base);
    json_name(w, "parts");
    put_parts(w, s, true);
    json_int_member(w, "limit", s->limit);
    json_name(w, "missed");
    put_parts(w, s, false);
    json_close_object(w);
}

static void put_grade(struct ctx *cx, struct json_writer *w, const char *grade)
{
    json_text_member(w, "grade", grade);
    json_text_member(w, "meaning", grade ? score_grade_words(cx, grade) : NULL);
}

static void put_history(struct json_writer *w, const int64_t *history, int64_t today, bool known)
{
    json_name(w, "history");
    json_open_list(w);
    for (int i = 0; i < SCORE_HISTORY_DAYS && known; i++) {
        json_open_object(w);
        put_day(w, "day", today - SCORE_HISTORY_DAYS + 1 + i);
        json_int_member(w, "score", history[i]);
        json_close_object(w);
    }
    json_close_list(w);
}

enum err score_contact_json(struct ctx *cx, const struct contact_score *s, struct json_writer *w)
{
    json_open_object(w);
    put_grade(cx, w, s->grade);
    put_score(w, "fit", &s->kinds[SCORE_FIT]);
    put_score(w, "engagement", &s->kinds[SCORE_ENGAGEMENT]);
    put_history(w, s->history, s->today, s->kinds[SCORE_ENGAGEMENT].model.id != 0);
    json_close_object(w);
    return arena_full(cx->arena) ? fail_memory(cx) : OK;
}

/* --- a company --------------------------------------------------------------------------------- */

static void put_people(struct json_writer *w, const struct account_score *s, enum score_kind kind)
{
    json_name(w, "people");
    json_open_list(w);
    for (size_t i = 0; i < s->n; i++) {
        const struct score_person *p = &s->people[i];
        json_open_object(w);
        json_id_member(w, "id", p->contact);
        json_text_member(w, "name", text_empty(p->name) ? p->email : p->name);
        json_text_member(w, "role", p->role);
        json_int_member(w, "weight", p->weight);
        json_int_member(w, "score", p->value[kind]);
        json_int_member(w, "points", p->points[kind]);
        json_close_object(w);
    }
    json_close_list(w);
}

static void put_account(struct json_writer *w, const struct account_score *s, enum score_kind kind)
{
    json_name(w, score_kind_names[kind]);
    if (!s->known[kind]) {
        json_put_null(w);
        return;
    }
    json_open_object(w);
    put_band(w, &s->models[kind], s->value[kind]);
    json_text_member(w, "how", kind == SCORE_FIT ? "mean" : "sum");
    put_people(w, s, kind);
    json_int_member(w, "limit", s->limit[kind]);
    json_close_object(w);
}

enum err score_account_json(struct ctx *cx, const struct account_score *s, struct json_writer *w)
{
    json_open_object(w);
    put_grade(cx, w, s->grade);
    put_account(w, s, SCORE_FIT);
    put_account(w, s, SCORE_ENGAGEMENT);
    put_history(w, s->history, s->today, s->known[SCORE_ENGAGEMENT]);
    json_bool_member(w, "more", s->more);
    json_close_object(w);
    return arena_full(cx->arena) ? fail_memory(cx) : OK;
}
