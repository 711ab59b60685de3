/* plan_seed.c -- see plan_seed.h. */
#include "strategy/plan_seed.h"

#include "base/message.h"
#include "base/text.h"
#include "base/time.h"
#include "strategy/plan_guess.h"

#include <string.h>

enum { KEYS_MAX = 500 };

struct seeding {
    struct plan_seed *s;
    const struct model *const *models;
    const char *keys[KEYS_MAX];
    int64_t ids[KEYS_MAX];
    size_t n;
    int year, month; /* of the plan's first month */
    bool numbers;    /* all of them are guesses */
};

const struct json *plan_seed_in(struct ctx *cx, const struct json *v)
{
    const struct json *own = json_get(v, lang_tag(cx->lang));

    return own ? own : v;
}

/* --- values ----------------------------------------------------------------------------------------- */

static const char *month_day(struct ctx *cx, const struct seeding *g, int64_t k, bool end)
{
    int64_t months = (int64_t)g->year * 12 + g->month - 1 + k + (end ? 1 : 0);
    struct civil first = {.year = (int)(months / 12), .month = (int)(months % 12) + 1, .day = 1};
    char text[DATE_TEXT_MAX];

    date_text(NULL, time_from_civil(NULL, &first) - (end ? DAYS_MS(1) : 0), text);
    return arena_dup(cx->arena, text);
}

static enum err put_value(struct ctx *cx, struct seeding *g, struct json_writer *w,
                          const struct field *f, const struct json *raw)
{
    const struct json *v = plan_seed_in(cx, raw);
    const char *text = json_text(v, NULL);

    if (v->kind == JSON_OBJECT && json_get(v, "month"))
        json_put_text(w, month_day(cx, g, json_int(json_get(v, "month"), 0), false));
    else if (v->kind == JSON_OBJECT && json_get(v, "month_end"))
        json_put_text(w, month_day(cx, g, json_int(json_get(v, "month_end"), 0), true));
    else if (f && f->kind == FIELD_KIND_REF && text && text[0] == '@') {
        for (size_t i = 0; i < g->n; i++)
            if (text_equal(g->keys[i], text + 1)) {
                json_put_id(w, g->ids[i]);
                return OK;
            }
        return fail(cx, ERR_INVALID, "plan_seed.key", "key", text, NULL);
    } else
        json_put(w, v);
    return OK;
}

/* --- records ----------------------------------------------------------------------------------------- */

static bool is_number(const struct field *f)
{
    return f->kind == FIELD_KIND_INT || f->kind == FIELD_KIND_MONEY || f->kind == FIELD_KIND_RATE;
}

static bool is_guess(const struct seeding *g, const struct json *of, const struct field *f)
{
    const struct json *named = json_get(of, "guess");

    for (const struct json *v = named ? named->first : NULL; v; v = v->next)
        if (text_equal(json_text(v, NULL), f->name))
            return true;
    return g->numbers && is_number(f) && json_get(json_get(of, "fields"), f->name);
}

static enum err keep_guesses(struct ctx *cx, struct db *db, const struct seeding *g,
                             const struct model *m, const struct json *of, const void *record)
{
    enum err e = OK;

    for (size_t i = 0; i < m->field_count && !e; i++) {
        const struct field *f = &m->fields[i];
        if (!field_is_nil(f, record) && is_guess(g, of, f))
            e = plan_guess_add(cx, db, g->s->plan, f, record);
    }
    return e;
}

static enum err write_record(struct ctx *cx, struct db *db, struct seeding *g,
                             const struct model *m, struct buf *text, int64_t *ret_id,
                             const struct json *of)
{
    const struct json *in = NULL;
    struct record *record = model_new(cx, m);
    field_set given;
    enum err e =
        record && buf_ok(text) ? json_parse(cx, text->bytes, text->len, &in) : fail_memory(cx);

    if (!e)
        e = model_from_json(cx, m, in, record, &given);
    if (!e && g->s->prepare)
        e = g->s->prepare(g->s->self, cx, db, m, record);
    if (!e)
        e = model_add(cx, db, m, record);
    if (!e && m == &plan_model)
        g->s->plan = record->id;
    if (!e)
        e = keep_guesses(cx, db, g, m, of, record);
    if (!e)
        *ret_id = record->id;
    return e;
}

/* month NIL: as the fields say. */
static enum err seed_record(struct ctx *cx, struct db *db, struct seeding *g, const struct model *m,
                            const struct json *of, int64_t month, int64_t *ret_id)
{
    const struct json *fields = json_get(of, "fields");
    struct buf text = buf_in(cx->arena);
    struct json_writer w = json_to(&text);
    enum err e = OK;

    json_open_object(&w);
    if (m == &plan_model) {
        json_text_member(&w, "name", g->s->name);
        json_text_member(&w, "starts_on", month_day(cx, g, 0, false));
        json_text_member(&w, "ends_on", month_day(cx, g, g->s->months - 1, true));
    } else if (model_field(m, "plan")) {
        json_id_member(&w, "plan", g->s->plan);
    }
    if (month != NIL)
        json_text_member(&w, "month", month_day(cx, g, month, false));
    for (const struct json *v = fields ? fields->first : NULL; v && !e; v = v->next) {
        json_name(&w, v->name);
        e = put_value(cx, g, &w, model_field(m, v->name), v);
    }
    json_close_object(&w);
    return e ? e : write_record(cx, db, g, m, &text, ret_id, of);
}

static const struct model *model_of(const struct seeding *g, const char *table)
{
    for (size_t i = 0; g->models[i]; i++)
        if (text_equal(g->models[i]->table, table))
            return g->models[i];
    return NULL;
}

static enum err seed_one(struct ctx *cx, struct db *db, struct seeding *g, const struct json *of)
{
    const char *table = json_text(json_get(of, "table"), ""),
               *key = json_text(json_get(of, "key"), NULL);
    const struct model *m = model_of(g, table);
    int64_t each = json_int(json_get(of, "each_month"), 0), id = 0;
    enum err e = OK;

    if (!m)
        return fail(cx, ERR_INVALID, "plan_seed.table", "table", table, NULL);
    if (!each)
        e = seed_record(cx, db, g, m, of, NIL, &id);
    for (int64_t k = 0; k < each && !e; k++)
        e = seed_record(cx, db, g, m, of, k, &id);
    if (!e && key && g->n < KEYS_MAX) {
        g->keys[g->n] = key;
        g->ids[g->n++] = id;
    }
    return e;
}

enum err plan_seed(struct ctx *cx, struct db *db, const struct model *const *models,
                   struct plan_seed *s)
{
    struct seeding *g = arena_alloc(cx->arena, sizeof(*g));
    const struct json *records = json_get(s->doc, "records");
    struct json plan = {.kind = JSON_OBJECT}, fields, guess;
    int64_t id = 0, start = 0;
    struct civil c;
    enum err e = g ? time_read(cx, s->starts_on, NULL, &start) : fail_memory(cx);

    if (e)
        return e;
    c = time_civil(NULL, start);
    *g = (struct seeding){.s = s,
                          .models = models,
                          .year = c.year,
                          .month = c.month,
                          .numbers =
                              text_equal(json_text(json_get(s->doc, "guess"), ""), "numbers")};
    if (json_get(s->doc, "plan")) {
        fields = *json_get(s->doc, "plan");
        fields.name = "fields";
        fields.next = NULL;
        plan.first = &fields;
    }
    if (json_get(s->doc, "plan_guess")) {
        guess = *json_get(s->doc, "plan_guess");
        guess.name = "guess";
        guess.next = plan.first;
        plan.first = &guess;
    }
    e = seed_record(cx, db, g, &plan_model, &plan, NIL, &id);
    for (const struct json *v = records ? records->first : NULL; v && !e; v = v->next)
        e = seed_one(cx, db, g, v);
    return e;
}

/* --- looking at it before -------------------------------------------------------------------------------- */

/* What a record is called: its name, or its one sentence. */
static const char *called(struct ctx *cx, const struct json *records, const char *key)
{
    for (const struct json *v = records->first; v; v = v->next) {
        const struct json *f = json_get(v, "fields");
        if (text_equal(json_text(json_get(v, "key"), NULL), key))
            return json_text(plan_seed_in(cx, json_get(f, "name")), NULL);
    }
    return NULL;
}

static void preview_record(struct ctx *cx, const struct json *records, const struct json *of,
                           struct json_writer *w)
{
    const struct json *fields = json_get(of, "fields");

    json_open_object(w);
    if (json_get(of, "each_month"))
        json_int_member(w, "each_month", json_int(json_get(of, "each_month"), 0));
    for (const struct json *f = fields ? fields->first : NULL; f; f = f->next) {
        const struct json *v = plan_seed_in(cx, f);
        const char *text = json_text(v, NULL);
        if (v->kind == JSON_OBJECT)
            continue; /* a day that depends on when the plan begins */
        json_name(w, f->name);
        if (text && text[0] == '@')
            json_put_text(w, called(cx, records, text + 1));
        else
            json_put(w, v);
    }
    json_close_object(w);
}

static bool first_of_its_table(const struct json *records, const struct json *of)
{
    const char *table = json_text(json_get(of, "table"), "");

    for (const struct json *v = records->first; v != of; v = v->next)
        if (text_equal(json_text(json_get(v, "table"), ""), table))
            return false;
    return true;
}

static void preview_table(struct ctx *cx, const struct json *records, const struct json *first,
                          struct json_writer *w)
{
    const char *table = json_text(json_get(first, "table"), "");

    json_name(w, table);
    json_open_list(w);
    for (const struct json *v = first; v; v = v->next)
        if (text_equal(json_text(json_get(v, "table"), ""), table))
            preview_record(cx, records, v, w);
    json_close_list(w);
}

void plan_seed_preview(struct ctx *cx, const struct json *doc, struct json_writer *w)
{
    const struct json *records = json_get(doc, "records"), *plan = json_get(doc, "plan");

    json_open_object(w);
    json_text_member(w, "key", json_text(json_get(doc, "key"), NULL));
    json_text_member(w, "name", json_text(plan_seed_in(cx, json_get(doc, "name")), NULL));
    json_text_member(w, "text", json_text(plan_seed_in(cx, json_get(doc, "text")), NULL));
    json_name(w, "plan");
    json_open_object(w);
    for (const struct json *f = plan ? plan->first : NULL; f; f = f->next) {
        json_name(w, f->name);
        json_put(w, plan_seed_in(cx, f));
    }
    json_close_object(w);
    json_name(w, "records");
    json_open_object(w);
    for (const struct json *v = records ? records->first : NULL; v; v = v->next)
        if (first_of_its_table(records, v))
            preview_table(cx, records, v, w);
    json_close_object(w);
    json_close_object(w);
}
