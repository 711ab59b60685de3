/* score.c -- see score.h: the score of one contact and of one company, with every part. */
#include "people/score_priv.h"

#include "base/message.h"
#include "base/text.h"
#include "people/account.h"
#include "people/contact.h"

#include "score_sql.h"

#include <string.h>

const char *score_grade(struct ctx *cx, const struct score_model *fit, int64_t fit_value,
                        const struct score_model *engagement, int64_t engagement_value)
{
    return arena_print(cx->arena, "%c%d", "ABCD"[score_band(fit, fit_value)],
                       score_band(engagement, engagement_value) + 1);
}

static const char *word_of(struct ctx *cx, const char *key)
{
    return key ? message(cx->arena, cx->lang, key, NULL, 0) : NULL;
}

const char *score_grade_words(struct ctx *cx, const char *grade)
{
    const struct fault_param p[] = {
        {"fit", word_of(cx, arena_print(cx->arena, "score.fit_band.%c", grade[0]))},
        {"engagement", word_of(cx, arena_print(cx->arena, "score.engagement_band.%c", grade[1]))}};

    return message(cx->arena, cx->lang, "score.grade", p, 2);
}

enum err score_models_load(struct ctx *cx, struct db *db, struct rule_world *w,
                           struct score_model *ret)
{
    enum err e = people_rules(cx, db, NULL, w);

    for (int k = 0; k < SCORE_KINDS && !e; k++)
        e = score_model_in(cx, db, w, (enum score_kind)k, "published", &ret[k]);
    return e;
}

/* --- a contact --------------------------------------------------------------------------------- */

static enum err parts_new(struct ctx *cx, struct db *db, const struct rule_world *w,
                          struct score *s)
{
    enum err e = OK;

    s->parts = arena_array(cx->arena, s->model.row_count + 1, sizeof(*s->parts));
    if (!s->parts)
        return fail_memory(cx);
    for (size_t i = 0; i < s->model.row_count && !e; i++) {
        s->parts[i].row = &s->model.rows[i];
        if (s->model.rows[i].rule)
            e = rule_sentence(cx, db, w, s->model.rows[i].rule, cx->lang, &s->parts[i].sentence);
    }
    return e;
}

static enum err explain_fit(struct ctx *cx, struct db *db, const struct rule_world *w,
                            int64_t contact, struct score *s)
{
    struct rule_face *face = NULL;
    bool got[SCORE_ROWS_MAX] = {false};
    int64_t sum = s->model.base;
    enum err e = parts_new(cx, db, w, s);

    if (!e)
        e = rule_face_load(cx, db, &rule_contacts, contact, &face);
    if (!e && face)
        e = score_fit_of(cx, db, w, &s->model, face, &s->value, got);
    for (size_t i = 0; i < s->model.row_count && !e; i++) {
        s->parts[i].got = got[i];
        s->parts[i].points = got[i] ? s->model.rows[i].points : 0;
        sum += s->parts[i].points;
    }
    s->limit = s->value - sum;
    return e;
}

static void explain_row(struct score_part *p, const struct score_days *d, int64_t units)
{
    for (size_t i = 0; i < d->n; i++)
        p->count += d->days[i].count;
    p->got = d->n > 0;
    p->first_day = d->n ? d->days[0].day : 0;
    p->last_day = d->n ? d->days[d->n - 1].day : 0;
    p->undecayed = p->count * p->row->points;
    p->capped = units == p->row->at_most * SCORE_ONE || units == -p->row->at_most * SCORE_ONE;
}

static enum err explain_engagement(struct ctx *cx, struct db *db, const struct rule_world *w,
                                   int64_t contact, struct contact_score *ret)
{
    struct score *s = &ret->kinds[SCORE_ENGAGEMENT];
    int64_t units[SCORE_ROWS_MAX] = {0}, shown[SCORE_ROWS_MAX] = {0}, sum = s->model.base;
    struct score_days *days = NULL;
    enum err e = parts_new(cx, db, w, s);

    if (!e)
        e = score_days_read(cx, db, &s->model, contact, ret->today, &days);
    if (e)
        return e;
    for (size_t i = 0; i < s->model.row_count; i++) {
        if (s->model.rows[i].rule)
            units[i] = score_row_units(&s->model.rows[i], &days[i], ret->today);
        explain_row(&s->parts[i], &days[i], units[i]);
    }
    score_shares(units, s->model.row_count, SCORE_ONE, shown);
    for (size_t i = 0; i < s->model.row_count; i++) {
        s->parts[i].points = shown[i];
        sum += shown[i];
    }
    s->value = score_on(&s->model, days, ret->today);
    s->limit = s->value - sum;
    for (int i = 0; i < SCORE_HISTORY_DAYS; i++)
        ret->history[i] = score_on(&s->model, days, ret->today - SCORE_HISTORY_DAYS + 1 + i);
    return OK;
}

enum err score_contact(struct ctx *cx, struct db *db, int64_t contact, struct contact_score *ret)
{
    struct rule_world w;
    struct score_model models[SCORE_KINDS];
    void *found = NULL;
    enum err e = model_get(cx, db, &contact_model, contact, &found);

    *ret = (struct contact_score){.grade = NULL};
    if (!e)
        e = score_models_load(cx, db, &w, models);
    if (e)
        return e;
    ret->today = rule_day(w.zone, ctx_now(cx));
    for (int k = 0; k < SCORE_KINDS; k++)
        ret->kinds[k].model = models[k];
    if (models[SCORE_FIT].id)
        e = explain_fit(cx, db, &w, contact, &ret->kinds[SCORE_FIT]);
    if (!e && models[SCORE_ENGAGEMENT].id)
        e = explain_engagement(cx, db, &w, contact, ret);
    if (!e && models[SCORE_FIT].id && models[SCORE_ENGAGEMENT].id)
        ret->grade = score_grade(cx, &models[SCORE_FIT], ret->kinds[SCORE_FIT].value,
                                 &models[SCORE_ENGAGEMENT], ret->kinds[SCORE_ENGAGEMENT].value);
    return !e && arena_full(cx->arena) ? fail_memory(cx) : e;
}

/* --- a company --------------------------------------------------------------------------------- */

struct candidate {
    struct score_person person;
    int64_t account, fit;
};

static void read_member(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct score_member *)row =
        (struct score_member){db_int(st, 0), db_text_dup(cx, st, 1), db_int(st, 2)};
}

static void read_candidate(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct candidate *)row = (struct candidate){{.contact = db_int(st, 0),
                                                   .name = db_text_dup(cx, st, 1),
                                                   .email = db_text_dup(cx, st, 2),
                                                   .role = db_text_dup(cx, st, 3)},
                                                  db_int(st, 4),
                                                  db_int(st, 5)};
}

static enum err read_people(struct ctx *cx, struct db *db, const struct account_score *s,
                            int64_t account, struct candidate **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_score_account_people, &st);

    if (!e) {
        db_bind_int(st, "model", s->models[SCORE_FIT].id);
        db_bind_int(st, "account", account);
        db_bind_int(st, "most", SCORE_PEOPLE_MAX + 1);
        e = db_collect(cx, st, sizeof(**ret), read_candidate, ret, ret_n);
    }
    db_done(st);
    return e;
}

static enum err read_roles(struct ctx *cx, struct db *db, int64_t account,
                           struct score_member **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_score_account_roles, &st);

    if (!e) {
        db_bind_int(st, "account", account);
        e = db_collect(cx, st, sizeof(**ret), read_member, ret, ret_n);
    }
    db_done(st);
    return e;
}

bool score_role_take(const struct score_model *m, struct score_person *p,
                     const struct score_member *roles, size_t n)
{
    bool seen = false, there = false;
    const char *role = p->role;
    int64_t weight = 0;

    for (size_t i = 0; i < n; i++) {
        int64_t its = score_weight(m, roles[i].role);
        if (roles[i].contact != p->contact)
            continue;
        seen = true;
        if (roles[i].left_at != NIL)
            continue;
        if (!there || its > weight) {
            role = roles[i].role;
            weight = its;
        }
        there = true;
    }
    p->role = role;
    p->weight = there ? weight : score_weight(m, role);
    return !seen || there;
}

/* history NULL: not wanted. */
static enum err add_engagement(struct ctx *cx, struct db *db, struct account_score *s,
                               struct score_person *p, int64_t *history)
{
    const struct score_model *m = &s->models[SCORE_ENGAGEMENT];
    struct arena_mark mark = arena_mark(cx->arena);
    struct score_days *days = NULL;
    enum err e = score_days_read(cx, db, m, p->contact, s->today, &days);

    if (e)
        return e;
    p->value[SCORE_ENGAGEMENT] = score_on(m, days, s->today);
    for (int i = 0; history && i < SCORE_HISTORY_DAYS && p->weight; i++)
        history[i] += p->weight * score_on(m, days, s->today - SCORE_HISTORY_DAYS + 1 + i);
    arena_reset(cx->arena, mark);
    return OK;
}

static enum err share_points(struct ctx *cx, struct account_score *s, enum score_kind kind)
{
    int64_t *units = arena_array(cx->arena, s->n + 1, sizeof(*units));
    int64_t *shown = arena_array(cx->arena, s->n + 1, sizeof(*shown)), weights = 0, sum = 0;

    if (!units || !shown)
        return fail_memory(cx);
    for (size_t i = 0; i < s->n; i++) {
        units[i] = s->people[i].weight * s->people[i].value[kind];
        weights += s->people[i].weight;
    }
    s->known[kind] = s->models[kind].id && weights > 0;
    if (!s->known[kind])
        return OK;
    score_shares(units, s->n, kind == SCORE_FIT ? weights : SCORE_FULL, shown);
    for (size_t i = 0; i < s->n; i++) {
        s->people[i].points[kind] = shown[i];
        sum += shown[i];
    }
    s->value[kind] = score_clamp(sum);
    s->limit[kind] = s->value[kind] - sum;
    return OK;
}

static enum err take_people(struct ctx *cx, struct db *db, struct account_score *s, bool past,
                            const struct candidate *all, size_t n, const struct score_member *roles,
                            size_t role_n)
{
    const struct score_model *by =
        s->models[SCORE_FIT].id ? &s->models[SCORE_FIT] : &s->models[SCORE_ENGAGEMENT];
    int64_t history[SCORE_HISTORY_DAYS] = {0};
    enum err e = OK;

    s->more = n > SCORE_PEOPLE_MAX;
    s->people = arena_array(cx->arena, n + 1, sizeof(*s->people));
    if (!s->people)
        return fail_memory(cx);
    for (size_t i = 0; i < n && i < SCORE_PEOPLE_MAX && !e; i++) {
        struct score_person p = all[i].person;
        if (!score_role_take(by, &p, roles, role_n))
            continue;
        p.value[SCORE_FIT] = all[i].fit == NIL ? 0 : all[i].fit;
        if (s->models[SCORE_ENGAGEMENT].id)
            e = add_engagement(cx, db, s, &p, past ? history : NULL);
        s->people[s->n++] = p;
    }
    for (int i = 0; i < SCORE_HISTORY_DAYS; i++)
        s->history[i] = score_clamp((history[i] + SCORE_FULL / 2) / SCORE_FULL);
    return e;
}

static enum err account_read(struct ctx *cx, struct db *db, int64_t account, bool past,
                             struct account_score *ret)
{
    struct rule_world w;
    struct candidate *all = NULL;
    struct score_member *roles = NULL;
    size_t n = 0, role_n = 0;
    void *found = NULL;
    enum err e = model_get(cx, db, &account_model, account, &found);

    *ret = (struct account_score){.grade = NULL};
    if (!e)
        e = score_models_load(cx, db, &w, ret->models);
    if (e)
        return e;
    ret->today = rule_day(w.zone, ctx_now(cx));
    e = read_people(cx, db, ret, account, &all, &n);
    if (!e)
        e = read_roles(cx, db, account, &roles, &role_n);
    if (!e)
        e = take_people(cx, db, ret, past, all, n, roles, role_n);
    for (int k = 0; k < SCORE_KINDS && !e; k++)
        e = share_points(cx, ret, (enum score_kind)k);
    if (!e && ret->known[SCORE_FIT] && ret->known[SCORE_ENGAGEMENT])
        ret->grade = score_grade(cx, &ret->models[SCORE_FIT], ret->value[SCORE_FIT],
                                 &ret->models[SCORE_ENGAGEMENT], ret->value[SCORE_ENGAGEMENT]);
    return !e && arena_full(cx->arena) ? fail_memory(cx) : e;
}

enum err score_account(struct ctx *cx, struct db *db, int64_t account, struct account_score *ret)
{
    return account_read(cx, db, account, true, ret);
}

enum err score_account_now(struct ctx *cx, struct db *db, int64_t account,
                           struct account_score *ret)
{
    return account_read(cx, db, account, false, ret);
}

/* --- lists ------------------------------------------------------------------------------------- */

static enum err kept_fit(struct ctx *cx, struct db *db, int64_t model, int64_t contact,
                         int64_t *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_score_fit_get, &st);

    if (!e) {
        db_bind_int(st, "model", model);
        db_bind_int(st, "contact", contact);
        e = db_step(cx, st, &row);
    }
    if (!e && row)
        *ret = db_int(st, 0);
    db_done(st);
    return e;
}

enum err score_briefs(struct ctx *cx, struct db *db, const int64_t *contacts, size_t n,
                      struct score_brief *ret)
{
    struct score_model models[SCORE_KINDS];
    struct rule_world w;
    int64_t today;
    enum err e = score_models_load(cx, db, &w, models);

    if (e)
        return e;
    today = rule_day(w.zone, ctx_now(cx));
    for (size_t i = 0; i < n && !e; i++) {
        struct score_brief b = {contacts[i], NIL, NIL, NULL};
        struct score_days *days = NULL;
        if (models[SCORE_FIT].id)
            e = kept_fit(cx, db, models[SCORE_FIT].id, b.contact, &b.fit);
        if (!e && models[SCORE_ENGAGEMENT].id)
            e = score_days_read(cx, db, &models[SCORE_ENGAGEMENT], b.contact, today, &days);
        if (!e && days)
            b.engagement = score_on(&models[SCORE_ENGAGEMENT], days, today);
        if (!e && b.fit != NIL && days)
            b.grade =
                score_grade(cx, &models[SCORE_FIT], b.fit, &models[SCORE_ENGAGEMENT], b.engagement);
        ret[i] = b;
    }
    return !e && arena_full(cx->arena) ? fail_memory(cx) : e;
}

int64_t score_units_for(int64_t base, int64_t n)
{
    return (n - base) * SCORE_ONE - SCORE_ONE / 2;
}

static enum err count_grid(struct ctx *cx, struct db *db, const struct score_model *models,
                           int64_t today, struct score_grid *g)
{
    static const char *const fits[] = {"fit1", "fit2", "fit3"};
    static const char *const units[] = {"units1", "units2", "units3"};
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_score_grid, &st);

    if (e)
        return e;
    for (int i = 0; i < SCORE_BANDS; i++) {
        db_bind_int(st, fits[i], models[SCORE_FIT].bands[i]);
        db_bind_int(
            st, units[i],
            score_units_for(models[SCORE_ENGAGEMENT].base, models[SCORE_ENGAGEMENT].bands[i]));
    }
    db_bind_int(st, "fit", models[SCORE_FIT].id);
    db_bind_int(st, "engagement", models[SCORE_ENGAGEMENT].id);
    db_bind_int(st, "today", today);
    while (!(e = db_step(cx, st, &row)) && row) {
        g->counts[db_int(st, 0)][db_int(st, 1)] = db_int(st, 2);
        g->of += db_int(st, 2);
    }
    db_done(st);
    return e;
}

enum err score_grid(struct ctx *cx, struct db *db, struct score_grid *ret)
{
    struct score_model models[SCORE_KINDS];
    struct score_grid g = {0};
    struct rule_world w;
    enum err e = score_models_load(cx, db, &w, models);

    g.known = !e && models[SCORE_FIT].id && models[SCORE_ENGAGEMENT].id;
    if (g.known)
        e = count_grid(cx, db, models, rule_day(w.zone, ctx_now(cx)), &g);
    if (!e)
        *ret = g;
    return e;
}
