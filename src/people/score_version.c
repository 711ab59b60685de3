/* score_version.c -- drafts, versions and their publication, see score_model.h.
 *
 * Publishing takes three steps: the draft is sent ("publishing", and a job is added, in one transaction); the job works out
 * what is kept of the model aside, in small transactions, while the version before still counts; one transaction switches.
 * From the first step on the follower of changes keeps both, so nothing that changes meanwhile is missed. A job that is
 * killed runs again: what was worked out stands.
 */
#include "people/score_priv.h"

#include "base/text.h"
#include "model/audit.h"
#include "people/behaviour.h"
#include "people/segment.h"

#include "score_model_sql.h"

#include <inttypes.h>
#include <string.h>

static void read_row(struct ctx *cx, const struct db_stmt *st, void *row)
{
    struct score_model *m = row;

    *m = (struct score_model){.id = db_int(st, 0),
                              .version = db_int(st, 1),
                              .number = db_int(st, 2),
                              .state = db_text_dup(cx, st, 4),
                              .definition = db_text_dup(cx, st, 5),
                              .created_at = db_int(st, 6),
                              .changed_at = db_int(st, 7),
                              .published_at = db_int(st, 8),
                              .author = db_int(st, 9),
                              .published_by = db_int(st, 10)};
    (void)score_kind_of(db_text(st, 3), &m->kind);
}

static enum err find_one(struct ctx *cx, struct db *db, const struct rule_world *w,
                         enum score_kind kind, const char *state, int64_t number,
                         struct score_model *ret)
{
    struct db_stmt *st = NULL;
    struct score_model *rows = NULL;
    size_t n = 0;
    enum err e = db_begin(cx, db, state ? &SQL_score_model_in : &SQL_score_model_numbered, &st);

    if (!e) {
        db_bind_text(st, "kind", score_kind_names[kind]);
        if (state)
            db_bind_text(st, "state", state);
        else
            db_bind_int(st, "number", number);
        e = db_collect(cx, st, sizeof(*rows), read_row, &rows, &n);
    }
    db_done(st);
    *ret = (struct score_model){.kind = kind};
    if (e || !n)
        return e;
    *ret = rows[0];
    return score_model_fill(cx, db, w, ret);
}

enum err score_model_in(struct ctx *cx, struct db *db, const struct rule_world *w,
                        enum score_kind kind, const char *state, struct score_model *ret)
{
    return find_one(cx, db, w, kind, state, 0, ret);
}

enum err score_model_numbered(struct ctx *cx, struct db *db, const struct rule_world *w,
                              enum score_kind kind, int64_t number, struct score_model *ret)
{
    enum err e = find_one(cx, db, w, kind, NULL, number, ret);

    return !e && !ret->id ? fail(cx, ERR_NOTFOUND, "score.no_model", NULL) : e;
}

enum err score_models_of(struct ctx *cx, struct db *db, enum score_kind kind,
                         struct score_model **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_score_models_of, &st);

    if (!e) {
        db_bind_text(st, "kind", score_kind_names[kind]);
        e = db_collect(cx, st, sizeof(**ret), read_row, ret, ret_n);
    }
    db_done(st);
    return e;
}

static enum err number_of(struct ctx *cx, struct db *db, const struct db_query *q,
                          enum score_kind kind, const char *state, int64_t *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, q, &st);

    if (!e) {
        db_bind_text(st, "kind", score_kind_names[kind]);
        if (state)
            db_bind_text(st, "state", state);
        e = db_step(cx, st, &row);
    }
    if (!e)
        *ret = row ? db_int(st, 0) : 0;
    db_done(st);
    return e;
}

enum err score_model_id(struct ctx *cx, struct db *db, enum score_kind kind, const char *state,
                        int64_t *ret)
{
    return number_of(cx, db, &SQL_score_model_id, kind, state, ret);
}

/* --- drafts ------------------------------------------------------------------------------------ */

static enum err changed_meanwhile(struct ctx *cx, int64_t version)
{
    const char *now = arena_print(cx->arena, "%" PRId64, version);

    return fail(cx, ERR_CONFLICT, "model.version", "version", now, NULL);
}

static enum err draft_of(struct ctx *cx, struct db *db, const struct rule_world *w,
                         enum score_kind kind, int64_t version, struct score_model *ret)
{
    enum err e = score_model_in(cx, db, w, kind, "draft", ret);

    if (!e && !ret->id)
        e = fail(cx, ERR_NOTFOUND, "score.no_draft", NULL);
    if (!e && version && ret->version != version)
        e = changed_meanwhile(cx, ret->version);
    return e;
}

static enum err put_draft(struct ctx *cx, struct db *db, const struct db_query *q, int64_t number,
                          const struct score_model *m)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, q, &st);

    if (!e) {
        db_bind_int(st, "id", m->id);
        if (number) {
            db_bind_text(st, "kind", score_kind_names[m->kind]);
            db_bind_int(st, "number", number);
        }
        db_bind_text(st, "definition", m->definition);
        db_bind_int(st, "base", m->base);
        db_bind_int(st, "band1", m->bands[0]);
        db_bind_int(st, "band2", m->bands[1]);
        db_bind_int(st, "band3", m->bands[2]);
        db_bind_int(st, "author", cx->actor ? cx->actor : NIL);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

static enum err note(struct ctx *cx, struct db *db, const struct score_model *m, const char *action)
{
    const char *diff = arena_print(cx->arena, "{\"kind\":\"%s\",\"number\":%lld}",
                                   score_kind_names[m->kind], (long long)m->number);

    return diff ? audit_add(cx, db, "score_model", m->id, action, diff) : fail_memory(cx);
}

enum err score_draft_save(struct ctx *cx, struct db *db, const struct rule_world *w,
                          enum score_kind kind, const struct json *in, int64_t version,
                          struct score_model *ret)
{
    struct score_model now, next;
    int64_t last = 0;
    enum err e = score_model_in(cx, db, w, kind, "draft", &now);

    if (!e && version && now.id && now.version != version)
        e = changed_meanwhile(cx, now.version);
    if (!e)
        e = score_model_read(cx, db, w, kind, in, &next);
    if (!e && !now.id)
        e = number_of(cx, db, &SQL_score_model_last, kind, NULL, &last);
    if (e)
        return e;
    next.id = now.id ? now.id : id_next(cx);
    e = put_draft(cx, db, now.id ? &SQL_score_draft_put : &SQL_score_model_add,
                  now.id ? 0 : last + 1, &next);
    if (!e)
        e = score_model_in(cx, db, w, kind, "draft", ret);
    if (!e && kind == SCORE_ENGAGEMENT)
        e = score_rows_keep(cx, db, ret);
    return e ? e : note(cx, db, ret, now.id ? "change" : "add");
}

static enum err run_id(struct ctx *cx, struct db *db, const struct db_query *q, int64_t id)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, q, &st);

    if (!e) {
        db_bind_int(st, "id", id);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

enum err score_draft_drop(struct ctx *cx, struct db *db, enum score_kind kind, int64_t version)
{
    struct rule_world w;
    struct score_model m;
    enum err e = people_rules(cx, db, NULL, &w);

    if (!e)
        e = draft_of(cx, db, &w, kind, version, &m);
    if (!e)
        e = run_id(cx, db, &SQL_score_draft_drop, m.id);
    if (!e)
        e = behaviour_keep(cx, db, "score", m.id, NULL, 0);
    return e ? e : note(cx, db, &m, "delete");
}

enum err score_start(struct ctx *cx, struct db *db, const struct rule_world *w, int *ret_added)
{
    enum err e = OK;

    *ret_added = 0;
    for (int k = 0; k < SCORE_KINDS && !e; k++) {
        enum score_kind kind = (enum score_kind)k;
        const char *text = score_ready(cx, kind);
        const struct json *in = NULL;
        struct score_model m;
        int64_t last = 0;
        e = text ? number_of(cx, db, &SQL_score_model_last, kind, NULL, &last) : fail_memory(cx);
        if (e || last)
            continue;
        e = json_parse(cx, text, strlen(text), &in);
        if (!e)
            e = score_draft_save(cx, db, w, kind, in, 0, &m);
        *ret_added += !e;
    }
    return e;
}

/* --- publishing -------------------------------------------------------------------------------- */

static enum err send(struct ctx *cx, struct db *db, int64_t id)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_score_model_send, &st);

    if (!e) {
        db_bind_int(st, "id", id);
        db_bind_int(st, "actor", cx->actor ? cx->actor : NIL);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

enum err score_publish(struct ctx *cx, struct db *db, const struct rule_world *w,
                       enum score_kind kind, int64_t version, int64_t *ret_job)
{
    struct job_new job = {
        .site = cx->site, .kind = "people.score_publish", .only_one = score_kind_names[kind]};
    struct score_model m;
    int64_t under_way = 0;
    enum err e = score_model_id(cx, db, kind, "publishing", &under_way);

    if (!e && under_way)
        e = fail(cx, ERR_CONFLICT, "score.publishing", NULL);
    if (!e)
        e = draft_of(cx, db, w, kind, version, &m);
    if (!e && !m.row_count)
        e = fail(cx, ERR_CONFLICT, "score.no_rows", NULL);
    if (!e)
        e = send(cx, db, m.id);
    if (e)
        return e;
    job.args = arena_print(cx->arena, "{\"kind\":\"%s\"}", score_kind_names[kind]);
    return job.args ? job_add(cx, db, &job, ret_job) : fail_memory(cx);
}

struct turn {
    enum score_kind kind;
    int64_t was, is; /* ids; 0: none */
};

static enum err turn_in(struct ctx *cx, struct db *db, void *arg)
{
    struct turn *t = arg;
    struct score_model m = {.kind = t->kind};
    struct db_stmt *st = NULL;
    const char *diff;
    enum err e = score_model_id(cx, db, t->kind, "publishing", &m.id);

    if (e || m.id != t->is)
        return e; /* somebody did it already */
    e = score_model_id(cx, db, t->kind, "published", &t->was);
    if (!e)
        e = db_begin(cx, db, &SQL_score_model_retire, &st);
    if (!e) {
        db_bind_text(st, "kind", score_kind_names[t->kind]);
        e = db_run(cx, st);
    }
    db_done(st);
    if (!e && t->was)
        e = behaviour_keep(cx, db, "score", t->was, NULL, 0);
    if (!e)
        e = run_id(cx, db, &SQL_score_model_publish, t->is);
    if (!e)
        e = segments_rebuild_using(cx, db, "score");
    if (!e)
        e = segments_rebuild_using(cx, db, "grade");
    diff = arena_print(cx->arena, "{\"kind\":\"%s\"}", score_kind_names[t->kind]);
    if (!e && !diff)
        e = fail_memory(cx);
    return e ? e : audit_add(cx, db, "score_model", t->is, "publish", diff);
}

/* Which model is on its way, and whether what it rests on is there. */
static enum err look(struct ctx *cx, struct db *db, enum score_kind kind, int64_t *ret_id,
                     bool *ret_ready)
{
    struct rule_behaviour list[SCORE_ROWS_MAX];
    struct rule_world w;
    struct score_model m;
    size_t n = 0;
    enum err e = people_rules(cx, db, NULL, &w);

    *ret_ready = true;
    if (!e)
        e = score_model_in(cx, db, &w, kind, "publishing", &m);
    if (e)
        return e;
    *ret_id = m.id;
    if (kind != SCORE_ENGAGEMENT || !m.id)
        return OK;
    score_behaviours(&m, list, &n);
    return behaviours_live(cx, db, list, n, ret_ready);
}

enum err score_publish_now(struct ctx *cx, struct db_pool *pool, enum score_kind kind,
                           score_tick *tick, void *self, bool *ret_done)
{
    struct turn t = {.kind = kind};
    struct db *db = NULL;
    bool ready = false;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = look(cx, db, kind, &t.is, &ready);
    db_return(db);
    if (e)
        return e;
    *ret_done = ready;
    if (!t.is || !ready)
        return OK;
    if (kind == SCORE_FIT)
        e = score_fit_fill(cx, pool, t.is, tick, self);
    if (!e)
        e = db_write(cx, pool, turn_in, &t);
    if (!e && t.was && kind == SCORE_FIT)
        e = score_fit_forget(cx, pool, t.was);
    return e;
}

static enum err job_tick(struct ctx *cx, void *self, int64_t done, int64_t total)
{
    char progress[JOB_SHARE_MAX];

    job_share(done, total, progress);
    return job_progress(cx, self, progress);
}

/* Counters are still being filled: look again in a moment, and less and less often. The name differs, because this job is not
 * ended yet. */
static enum err again_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct job *now = arg;
    const struct json *in = NULL;
    const char *kind = NULL;
    int64_t id = 0, turn = 0;
    struct job_new job = {.site = cx->site, .kind = now->kind};
    enum err e = json_parse(cx, now->args, strlen(now->args), &in);

    if (e)
        return e;
    kind = json_text(json_get(in, "kind"), "");
    turn = json_int(json_get(in, "turn"), 0) + 1;
    job.args = arena_print(cx->arena, "{\"kind\":\"%s\",\"turn\":%lld}", kind, (long long)turn);
    job.only_one = arena_print(cx->arena, "%s %lld", kind, (long long)turn);
    job.run_at = ctx_now(cx) + SECONDS_MS(turn < 60 ? turn : 60);
    return job.args && job.only_one ? job_add(cx, db, &job, &id) : fail_memory(cx);
}

static enum err publish_run(struct ctx *cx, struct job_run *run)
{
    const struct json *in = NULL;
    enum score_kind kind = SCORE_FIT;
    struct job now = *run->job;
    bool done = true;
    enum err e = json_parse(cx, run->job->args, strlen(run->job->args), &in);

    if (!e && !score_kind_of(json_text(json_get(in, "kind"), NULL), &kind))
        e = fail(cx, ERR_INVALID, "score.no_model", NULL);
    if (!e)
        e = score_publish_now(cx, run->pool, kind, job_tick, run, &done);
    return !e && !done ? db_write(cx, run->pool, again_in, &now) : e;
}

const struct job_kind score_job_kinds[] = {
    {"people.score_publish", publish_run, MINUTES_MS(2), 5},
    {"people.score_account", score_account_run, MINUTES_MS(2), 5},
    {0},
};
