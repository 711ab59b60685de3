/* score_fit.c -- the fit of everyone, kept.
 *
 * A contact's fit rests on its record and on its company's. The follower works it out again in the transaction of a change of
 * either; a company with very many people is left to a job. A fit that changed is a change of the contact to all that
 * follow, so segments that ask for it move too.
 *
 * A model that is on its way is worked out for all at once: each row's rule gives its members, and their points are added
 * up in memory (10 bytes a contact). The follower keeps it from the moment it was sent, so what it has put already is newer
 * and stays.
 */
#include "people/score_fit.h"

#include "base/text.h"
#include "people/rules_kept.h"
#include "people/score_priv.h"

#include "score_sql.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { PUT_BATCH = 400, FORGET_BATCH = 1000, PEOPLE_AT_ONCE = 200, MODELS = 2 };

enum err score_fit_of(struct ctx *cx, struct db *db, const struct rule_world *w,
                      const struct score_model *m, const struct rule_face *face, int64_t *ret,
                      bool *got)
{
    int64_t sum = m->base;
    enum err e = OK;

    for (size_t i = 0; i < m->row_count && !e; i++) {
        bool is = false;
        int64_t next = 0;
        if (m->rows[i].rule)
            e = rule_match(cx, db, w, m->rows[i].rule, face, &is, &next);
        if (is)
            sum += m->rows[i].points;
        if (got)
            got[i] = is;
    }
    if (!e)
        *ret = score_clamp(sum);
    return e;
}

/* --- the models that are kept ------------------------------------------------------------------ */

struct kept {
    struct rule_world world;
    struct score_model models[MODELS];
    size_t n;
};

struct kept_name {
    int64_t id;
    const char *state;
};

static void read_name(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct kept_name *)row = (struct kept_name){db_int(st, 0), db_text_dup(cx, st, 1)};
}

static enum err kept_load(struct ctx *cx, struct db *db, void *rules)
{
    struct kept *ret = rules;
    struct db_stmt *st = NULL;
    struct kept_name *names = NULL;
    size_t n = 0;
    enum err e = db_begin(cx, db, &SQL_score_fit_models, &st);

    if (!e)
        e = db_collect(cx, st, sizeof(*names), read_name, &names, &n);
    db_done(st);
    *ret = (struct kept){0};
    if (e || !n)
        return e;
    e = people_rules(cx, db, NULL, &ret->world);
    for (size_t i = 0; i < n && !e && ret->n < MODELS; i++)
        e = score_model_in(cx, db, &ret->world, SCORE_FIT, names[i].state, &ret->models[ret->n++]);
    return e;
}

static const struct rules_kind fit_rules = {&SQL_score_fit_stamp, sizeof(struct kept), kept_load};

/* NULL: nobody has a fit. */
static enum err kept_of(struct ctx *cx, struct db *db, const struct kept **ret)
{
    const void *rules = NULL;
    enum err e = rules_kept(cx, db, &fit_rules, &rules);

    *ret = rules;
    return e;
}

/* --- one contact ------------------------------------------------------------------------------- */

static enum err put(struct ctx *cx, struct db *db, const struct db_query *q, int64_t model,
                    int64_t contact, int64_t fit, bool *ret_changed)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, q, &st);

    if (!e) {
        db_bind_int(st, "model", model);
        db_bind_int(st, "contact", contact);
        db_bind_int(st, "fit", fit);
        e = db_run(cx, st);
    }
    if (!e && ret_changed)
        *ret_changed |= db_changes(st) > 0;
    db_done(st);
    return e;
}

static enum err refresh(struct ctx *cx, struct db *db, const struct kept *k, int64_t contact,
                        bool *ret_changed)
{
    struct rule_face *face = NULL;
    enum err e = rule_face_load(cx, db, &rule_contacts, contact, &face);

    for (size_t i = 0; i < k->n && !e && face; i++) {
        int64_t fit = 0;
        e = score_fit_of(cx, db, &k->world, &k->models[i], face, &fit, NULL);
        if (!e)
            e = put(cx, db, &SQL_score_fit_put, k->models[i].id, contact, fit, ret_changed);
    }
    return e;
}

/* --- a company --------------------------------------------------------------------------------- */

struct people {
    int64_t ids[PEOPLE_AT_ONCE + 1];
    size_t n;
};

static enum err people_of(struct ctx *cx, struct db *db, int64_t account, int64_t after,
                          struct people *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_score_people_page, &st);

    ret->n = 0;
    if (!e) {
        db_bind_int(st, "account", account);
        db_bind_int(st, "after", after);
        db_bind_int(st, "most", PEOPLE_AT_ONCE + 1);
    }
    while (!e && !(e = db_step(cx, st, &row)) && row)
        ret->ids[ret->n++] = db_int(st, 0);
    db_done(st);
    return e;
}

static enum err refresh_people(struct ctx *cx, struct db *db, const struct kept *k,
                               const struct people *p)
{
    enum err e = OK;

    for (size_t i = 0; i < p->n && i < PEOPLE_AT_ONCE && !e; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        bool changed = false;
        e = refresh(cx, db, k, p->ids[i], &changed);
        if (!e && changed)
            e = change_touch(cx, db, CHANGE_CONTACT, p->ids[i]);
        if (!e)
            arena_reset(cx->arena, mark);
    }
    return e;
}

static bool asks_of_company(const struct kept *k)
{
    for (size_t i = 0; i < k->n; i++)
        for (size_t r = 0; r < k->models[i].row_count; r++)
            if (k->models[i].rows[r].rule && rule_reads(k->models[i].rows[r].rule, "account", NULL))
                return true;
    return false;
}

static enum err leave_to_job(struct ctx *cx, struct db *db, int64_t account)
{
    struct job_new job = {.site = cx->site, .kind = "people.score_account"};
    int64_t id = 0;

    job.args = arena_print(cx->arena, "{\"account\":\"%" PRId64 "\"}", account);
    job.only_one = arena_print(cx->arena, "%" PRId64, account);
    return job.args && job.only_one ? job_add(cx, db, &job, &id) : fail_memory(cx);
}

static enum err refresh_account(struct ctx *cx, struct db *db, const struct kept *k,
                                int64_t account)
{
    struct people p;
    enum err e = people_of(cx, db, account, 0, &p);

    if (e)
        return e;
    return p.n > PEOPLE_AT_ONCE ? leave_to_job(cx, db, account) : refresh_people(cx, db, k, &p);
}

struct account_work {
    int64_t account, after;
    bool more;
};

static enum err account_in(struct ctx *cx, struct db *db, void *arg)
{
    struct account_work *a = arg;
    const struct kept *k = NULL;
    struct people p;
    enum err e = kept_of(cx, db, &k);

    if (!e)
        e = people_of(cx, db, a->account, a->after, &p);
    if (!e && k)
        e = refresh_people(cx, db, k, &p);
    if (e)
        return e;
    a->more = p.n > PEOPLE_AT_ONCE;
    return OK;
}

/* The last id of the page is only known inside, where it may be worked out twice; the place is moved on outside. */
static enum err next_place(struct ctx *cx, struct db_pool *pool, struct account_work *a)
{
    struct db *db = NULL;
    struct people p = {.n = 0};
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = people_of(cx, db, a->account, a->after, &p);
    db_return(db);
    if (!e && p.n)
        a->after = p.ids[(p.n < PEOPLE_AT_ONCE ? p.n : PEOPLE_AT_ONCE) - 1];
    return e;
}

enum err score_account_run(struct ctx *cx, struct job_run *run)
{
    const struct json *in = NULL;
    struct account_work a = {.more = true};
    enum err e = json_parse(cx, run->job->args, strlen(run->job->args), &in);

    if (!e && !id_read(json_text(json_get(in, "account"), ""), &a.account))
        e = fail(cx, ERR_INVALID, "field.id", NULL);
    /* A change that comes from here on asks for a job of its own. */
    if (!e)
        e = job_release(cx, run);
    while (!e && a.more) {
        struct arena_mark mark = arena_mark(cx->arena);
        e = db_write(cx, run->pool, account_in, &a);
        if (!e && a.more)
            e = next_place(cx, run->pool, &a);
        if (!e)
            e = job_progress(cx, run, NULL);
        if (!e)
            arena_reset(cx->arena, mark);
    }
    return e;
}

/* --- following --------------------------------------------------------------------------------- */

static enum err follow_ids(struct ctx *cx, struct db *db, enum change_kind kind, const int64_t *ids,
                           size_t n)
{
    const struct kept *k = NULL;
    enum err e;

    if (kind == CHANGE_DEAL)
        return OK;
    e = kept_of(cx, db, &k);
    if (e || !k || (kind == CHANGE_ACCOUNT && !asks_of_company(k)))
        return e;
    for (size_t i = 0; i < n && !e; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        e = kind == CHANGE_CONTACT ? refresh(cx, db, k, ids[i], NULL)
                                   : refresh_account(cx, db, k, ids[i]);
        if (!e)
            arena_reset(cx->arena, mark);
    }
    return e;
}

static enum err follow_one(struct ctx *cx, struct db *db, const struct change *c)
{
    if (c->before && !c->after)
        return OK; /* what was kept went with it */
    return follow_ids(cx, db, c->kind, &c->id, 1);
}

static enum err follow_many(struct ctx *cx, struct db *db, enum change_kind kind,
                            const int64_t *ids, size_t n)
{
    return follow_ids(cx, db, kind, ids, n);
}

const struct change_follower score_follower = {
    .name = "scores", .one = follow_one, .many = follow_many};

/* --- everyone at once -------------------------------------------------------------------------- */

struct everyone {
    struct rule_ids ids;
    int16_t *points;
    int64_t model, base;
    size_t put;
};

static void add_points(struct everyone *a, const struct rule_ids *got, int64_t points)
{
    size_t i = 0;

    for (size_t k = 0; k < got->n; k++) {
        while (i < a->ids.n && a->ids.ids[i] < got->ids[k])
            i++;
        if (i < a->ids.n && a->ids.ids[i] == got->ids[k])
            a->points[i] = (int16_t)(a->points[i] + points);
    }
}

static enum err read_everyone(struct ctx *cx, struct db *db, struct everyone *a)
{
    struct rule_world w;
    struct score_model m;
    struct rule *all = NULL;
    enum err e = people_rules(cx, db, NULL, &w);

    if (!e)
        e = score_model_in(cx, db, &w, SCORE_FIT, "publishing", &m);
    if (!e && m.id != a->model)
        return OK; /* it was done, or given up, meanwhile */
    if (!e)
        e = rule_parse(cx, db, &w, &rule_contacts, "{\"all\":[]}", "rule", &all);
    if (!e)
        e = rule_members(cx, db, &w, all, &a->ids);
    if (e)
        return e;
    a->base = m.base;
    a->points = calloc(a->ids.n + 1, sizeof(*a->points));
    if (!a->points)
        return fail_memory(cx);
    for (size_t i = 0; i < m.row_count && !e; i++) {
        struct rule_ids got = {0};
        if (!m.rows[i].rule)
            continue;
        e = rule_members(cx, db, &w, m.rows[i].rule, &got);
        if (!e)
            add_points(a, &got, m.rows[i].points);
        rule_ids_done(&got);
    }
    return e;
}

static enum err put_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct everyone *a = arg;
    enum err e = db_pipeline(cx, db);

    for (size_t i = a->put; i < a->ids.n && i < a->put + PUT_BATCH && !e; i++)
        e = put(cx, db, &SQL_score_fit_put_first, a->model, a->ids.ids[i],
                score_clamp(a->base + a->points[i]), NULL);
    return e ? e : db_flush(cx, db);
}

static enum err put_everyone(struct ctx *cx, struct db_pool *pool, struct everyone *a,
                             score_tick *tick, void *self)
{
    enum err e = OK;

    for (; a->put < a->ids.n && !e; a->put += PUT_BATCH) {
        struct arena_mark mark = arena_mark(cx->arena);
        e = db_write(cx, pool, put_in, a);
        if (!e && tick)
            e = tick(cx, self, (int64_t)a->put, (int64_t)a->ids.n);
        if (!e)
            arena_reset(cx->arena, mark);
    }
    return e;
}

enum err score_fit_fill(struct ctx *cx, struct db_pool *pool, int64_t model, score_tick *tick,
                        void *self)
{
    struct everyone a = {.model = model};
    struct db *db = NULL;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = read_everyone(cx, db, &a);
    db_return(db);
    if (!e && a.points)
        e = put_everyone(cx, pool, &a, tick, self);
    rule_ids_done(&a.ids);
    free(a.points);
    return e;
}

struct forget {
    int64_t model, gone;
};

static enum err forget_in(struct ctx *cx, struct db *db, void *arg)
{
    struct forget *f = arg;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_score_fit_forget, &st);

    if (!e) {
        db_bind_int(st, "model", f->model);
        db_bind_int(st, "most", FORGET_BATCH);
        e = db_run(cx, st);
    }
    if (!e)
        f->gone = db_changes(st);
    db_done(st);
    return e;
}

enum err score_fit_forget(struct ctx *cx, struct db_pool *pool, int64_t model)
{
    struct forget f = {model, 1};
    enum err e = OK;

    while (!e && f.gone > 0)
        e = db_write(cx, pool, forget_in, &f);
    return e;
}
