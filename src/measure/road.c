/* road.c -- see road.h. All records of the plan are read once, model by model, and each question is asked of them in memory. */
#include "measure/road_priv.h"

#include "access/user.h"
#include "base/text.h"
#include "measure/channel_report_priv.h"

#include "road_sql.h"

#include <string.h>

bool road_each_name(const char *names, bool (*fn)(const char *name, void *arg), void *arg)
{
    char one[64];

    while (*names) {
        size_t n = strcspn(names, " ");
        must(n < sizeof(one));
        memcpy(one, names, n);
        one[n] = 0;
        if (!fn(one, arg))
            return false;
        names += n + strspn(names + n, " ");
    }
    return true;
}

/* --- records and their trail ------------------------------------------------------------------- */

static void read_change(struct ctx *cx, const struct db_stmt *st, void *row)
{
    const char *text = db_text_dup(cx, st, 3);
    struct road_change *c = row;

    *c = (struct road_change){.record = db_int(st, 0), .at = db_int(st, 1), .actor = db_int(st, 2)};
    if (text && json_parse_quick(cx, text, strlen(text), &c->diff) != OK) {
        fault_clear(cx); /* a trail that cannot be read tells nothing */
        c->diff = NULL;
    }
}

static enum err read_trail(struct ctx *cx, struct db *db, struct road_rows *rows)
{
    struct db_stmt *st = NULL;
    int64_t low = INT64_MAX, high = 0;
    enum err e;

    for (size_t i = 0; i < rows->n; i++) {
        int64_t id = ((const struct record *)rows->all[i])->id;
        low = id < low ? id : low;
        high = id > high ? id : high;
    }
    if (!rows->n)
        return OK;
    e = db_begin(cx, db, &SQL_road_trail, &st);
    if (!e) {
        db_bind_text(st, "model", rows->model->name);
        db_bind_int(st, "low", low);
        db_bind_int(st, "high", high);
        e = db_collect(cx, st, sizeof(*rows->trail), read_change, &rows->trail, &rows->trail_count);
    }
    db_done(st);
    return e;
}

const struct road_rows *road_rows_of(const struct road_holds *h, const struct model *m)
{
    for (size_t i = 0; i < h->n; i++)
        if (h->rows[i].model == m)
            return &h->rows[i];
    return NULL;
}

static enum err read_holds(struct ctx *cx, struct db *db, int64_t plan, struct road_holds *h)
{
    size_t questions = 0;
    enum err e = OK;

    while (road_questions[questions].key)
        questions++;
    h->rows = arena_array(cx->arena, questions, sizeof(*h->rows));
    if (!h->rows)
        return fail_memory(cx);
    for (const struct road_question *q = road_questions; q->key && !e; q++) {
        struct road_rows *rows = &h->rows[h->n];
        if (road_rows_of(h, q->model))
            continue;
        h->n++;
        rows->model = q->model;
        e = model_related(cx, db, q->model, q->kind == ROAD_PLAN ? "id" : "plan", plan,
                          ROAD_ROWS_MAX, &rows->all, &rows->n);
        if (!e)
            e = read_trail(cx, db, rows);
    }
    return e;
}

struct wanted {
    const struct json *diff;
    const struct model *model;
    const void *record;
};

static bool not_in_diff(const char *name, void *arg)
{
    return !json_get(((const struct wanted *)arg)->diff, name);
}

static bool is_given(const char *name, void *arg)
{
    const struct wanted *w = arg;
    const struct field *f = model_field(w->model, name);

    must(f); /* a test walks the table */
    return !field_is_nil(f, w->record) &&
           (!field_is_text(f) || !text_empty(field_text(f, w->record)));
}

void road_changed(const struct road_rows *rows, int64_t record, const char *fields, int64_t *ret_at,
                  int64_t *ret_by)
{
    *ret_at = *ret_by = NIL;
    for (size_t i = rows->trail_count; i > 0; i--) {
        const struct road_change *c = &rows->trail[i - 1];
        struct wanted w = {.diff = c->diff};
        if (c->record != record || road_each_name(fields, not_in_diff, &w))
            continue;
        *ret_at = c->at;
        *ret_by = c->actor;
        return;
    }
}

/* --- answers ----------------------------------------------------------------------------------- */

static const char *name_of(const struct model *m, const void *record)
{
    static const char *const names[] = {"name", "statement", "month"};

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const struct field *f = model_field(m, names[i]);
        if (f && field_is_text(f) && !text_empty(field_text(f, record)))
            return field_text(f, record);
    }
    return NULL;
}

static void target_put(const struct road_rows *rows, struct road_answer *a, const void *record,
                       bool given)
{
    const struct record *r = record;
    struct road_target *t = &a->targets[a->target_count++];

    *t = (struct road_target){
        .id = r->id, .name = name_of(rows->model, record), .given = given, .at = NIL, .by = NIL};
    if (!given)
        return;
    road_changed(rows, r->id, a->question->fields, &t->at, &t->by);
    if (t->at == NIL)
        t->at = r->created_at; /* written without a trail, by an import */
}

static void answer_records(const struct road_rows *rows, struct road_answer *a)
{
    const struct road_question *q = a->question;

    for (size_t i = 0; i < rows->n; i++) {
        struct wanted w = {.model = q->model, .record = rows->all[i]};
        bool given =
            road_each_name(q->fields, is_given, &w) || (q->unless && is_given(q->unless, &w));
        target_put(rows, a, rows->all[i], given);
        a->given += given;
    }
    a->asked = (int64_t)rows->n;
    if (q->kind == ROAD_SOME && a->asked < q->least)
        a->asked = q->least;
}

/* Which record of the model names this audience; NULL: none. */
static const void *covering(const struct road_rows *rows, int64_t audience)
{
    const struct field *f = model_field(rows->model, "audience");

    must(f);
    for (size_t i = 0; i < rows->n; i++)
        if (field_int(f, rows->all[i]) == audience)
            return rows->all[i];
    return NULL;
}

static void answer_audiences(const struct road_rows *rows, const struct road_rows *audiences,
                             struct road_answer *a)
{
    for (size_t i = 0; i < audiences->n; i++) {
        const struct record *of = audiences->all[i];
        const void *found;
        must(of != NULL);
        found = covering(rows, of->id);
        struct wanted w = {.model = rows->model, .record = found};
        bool given = found && road_each_name(a->question->fields, is_given, &w);
        target_put(rows, a, found ? found : of, given);
        a->targets[i].id = of->id;
        a->targets[i].name = name_of(audiences->model, of);
        a->given += given;
    }
    a->asked = (int64_t)audiences->n;
}

static enum err answer(struct ctx *cx, const struct road_holds *h, struct road_answer *a)
{
    const struct road_question *q = a->question;
    const struct road_rows *rows = road_rows_of(h, q->model), *of = rows;

    if (q->kind == ROAD_COVER)
        of = road_rows_of(h, road_question_find(q->rests_on)->model);
    a->targets = arena_array(cx->arena, of->n + 1, sizeof(*a->targets));
    if (!a->targets)
        return fail_memory(cx);
    if (q->kind == ROAD_COVER)
        answer_audiences(rows, of, a);
    else
        answer_records(rows, a);
    a->done = a->asked > 0 && a->given >= a->asked;
    a->at = a->by = NIL;
    for (size_t i = 0; i < a->target_count; i++) {
        if (!a->targets[i].given || (a->at != NIL && a->targets[i].at <= a->at))
            continue;
        a->at = a->targets[i].at;
        a->by = a->targets[i].by;
    }
    return OK;
}

static struct road_answer *answer_to(const struct road *r, const char *key)
{
    for (size_t i = 0; i < r->answer_count; i++)
        if (text_equal(r->answers[i].question->key, key))
            return &r->answers[i];
    return NULL;
}

static enum err read_names(struct ctx *cx, struct db *db, struct road *r)
{
    for (size_t i = 0; i < r->answer_count; i++) {
        struct road_answer *a = &r->answers[i];
        enum err e;
        for (size_t k = 0; k < i && !a->by_name; k++)
            if (r->answers[k].by == a->by)
                a->by_name = r->answers[k].by_name;
        if (a->by_name || a->by == NIL || a->by == 0)
            continue;
        e = user_name(cx, db, a->by, &a->by_name);
        if (e)
            return e;
    }
    return OK;
}

static enum err read_proofs(struct ctx *cx, struct db *db, struct road *r)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_road_proofs, &st);

    if (e)
        goto out;
    db_bind_int(st, "plan", r->plan->record.id);
    while (!(e = db_step(cx, st, &row)) && row) {
        struct road_answer *a = answer_to(r, db_text_dup(cx, st, 1));
        struct road_proof *more;
        if (!a)
            continue; /* of a question that is no longer asked */
        more = arena_array(cx->arena, a->proof_count + 1, sizeof(*more));
        if (!more) {
            e = fail_memory(cx);
            goto out;
        }
        if (a->proof_count)
            memcpy(more, a->proofs, a->proof_count * sizeof(*more));
        more[a->proof_count++] = (struct road_proof){.id = db_int(st, 0),
                                                     .about = db_int(st, 2),
                                                     .at = db_int(st, 3),
                                                     .link = db_text_dup(cx, st, 4),
                                                     .note = db_text_dup(cx, st, 5)};
        a->proofs = more;
    }
out:
    db_done(st);
    return e;
}

/* --- steps ------------------------------------------------------------------------------------- */

static void sum_step(struct road *r, int step)
{
    struct road_step *s = &r->steps[step - 1];
    const struct road_answer *wish = NULL;
    bool done = true, begun = false;

    for (size_t i = 0; i < r->answer_count; i++) {
        const struct road_answer *a = &r->answers[i];
        const struct road_answer *rest = answer_to(r, a->question->rests_on);
        if (a->question->step != step)
            continue;
        s->asked++;
        s->answered += a->done;
        begun = begun || a->given > 0;
        if (rest && !rest->done && rest->question->step != step && !s->rest)
            s->rest = rest;
        if (a->done)
            continue;
        done = done && !a->question->required;
        r->required_missing += a->question->required;
        if (a->question->required && !s->next)
            s->next = a;
        if (!wish && !a->waits)
            wish = a;
    }
    s->state = done ? ROAD_DONE : begun ? ROAD_BEGUN : ROAD_EMPTY;
    r->done += done;
    if (!s->next)
        s->next = wish;
}

static enum err answer_all(struct ctx *cx, const struct road_holds *h, struct road *r)
{
    size_t n = 0;

    while (road_questions[n].key)
        n++;
    r->answers = arena_array(cx->arena, n, sizeof(*r->answers));
    if (!r->answers)
        return fail_memory(cx);
    for (; r->answer_count < n; r->answer_count++) {
        struct road_answer *a = &r->answers[r->answer_count];
        enum err e;
        *a = (struct road_answer){.question = &road_questions[r->answer_count]};
        e = answer(cx, h, a);
        if (e)
            return e;
    }
    for (size_t i = 0; i < n; i++) {
        const struct road_answer *rest = answer_to(r, r->answers[i].question->rests_on);
        r->answers[i].waits = rest && rest->given == 0;
    }
    return OK;
}

enum err road_read(struct ctx *cx, struct db *db, int64_t plan, struct road *ret)
{
    struct road_holds *h = arena_alloc(cx->arena, sizeof(*h));
    struct road r = {0};
    void *found = NULL;
    enum err e = model_get(cx, db, &plan_model, plan, &found);

    if (e)
        return e;
    if (!h)
        return fail_memory(cx);
    *h = (struct road_holds){0};
    r.plan = found;
    e = read_holds(cx, db, plan, h);
    if (!e)
        e = answer_all(cx, h, &r);
    if (!e)
        e = read_names(cx, db, &r);
    if (!e)
        e = read_proofs(cx, db, &r);
    if (!e && !text_equal(r.plan->state, "archived"))
        e = road_drifts(cx, db, r.plan, h, &r);
    if (e)
        return e;
    for (int step = 1; step <= ROAD_STEPS; step++)
        sum_step(&r, step);
    *ret = r;
    return OK;
}

enum err road_plan_now(struct ctx *cx, struct db *db, int64_t *ret)
{
    const struct zone *zone = NULL;
    const char *currency = NULL;
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = report_site(cx, db, &zone, &currency);

    if (!e)
        e = db_begin(cx, db, &SQL_road_plan_now, &st);
    if (e)
        goto out;
    db_bind_text(st, "today", day_text(cx, day_of(zone, ctx_now(cx))));
    e = db_step(cx, st, &row);
    if (!e && row)
        *ret = db_int(st, 0);
    else if (!e)
        e = fail(cx, ERR_NOTFOUND, "road.no_plan", NULL);
out:
    db_done(st);
    return e;
}

enum err road_evidence_prepare(struct ctx *cx, struct db *db, void *evidence)
{
    const struct answer_evidence *x = evidence;

    (void)db;
    if (!text_empty(x->question) && !road_question_find(x->question))
        return fail_field(cx, "question", "road.no_question", NULL);
    return OK;
}

bool road_of_plan(const struct model *m)
{
    const struct field *f = model_field(m, "plan");

    return f && f->refers == &plan_model;
}
