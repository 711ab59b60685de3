/* score_replay.c -- see score_replay.h. */
#include "people/score_replay.h"

#include "base/text.h"
#include "people/score_priv.h"

#include "score_replay_sql.h"

#include <inttypes.h>
#include <string.h>

enum { TICK_EVERY = 200 };

struct past_deal {
    int64_t id, contact, opened_at;
    bool won;
};

struct replay {
    struct ctx *cx;
    struct db *db;
    const struct score_replay_ask *ask;
    struct rule_world world;
    struct score_model m;
    struct past_deal *deals;
    size_t n;
    struct score_case *cases;
    size_t case_n;
    int64_t no_contact, no_opening;
    score_tick *tick;
    void *self;
};

static void bind_period(struct db_stmt *st, const struct score_replay_ask *ask)
{
    db_bind_int(st, "from", ask->from);
    db_bind_int(st, "to", ask->to);
}

static void read_deal(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(struct past_deal *)row = (struct past_deal){db_int(st, 0), db_int(st, 1), db_int(st, 3),
                                                  text_equal(db_text(st, 2), "won")};
}

static enum err read_deals(struct replay *p)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(p->cx, p->db, &SQL_score_past_deals, &st);

    if (!e) {
        bind_period(st, p->ask);
        db_bind_int(st, "most", SCORE_REPLAY_MAX);
        e = db_collect(p->cx, st, sizeof(*p->deals), read_deal, &p->deals, &p->n);
    }
    db_done(st);
    return e;
}

/* --- one deal ---------------------------------------------------------------------------------- */

static enum err score_person(struct replay *p, int64_t contact, int64_t opened_at, int64_t *ret)
{
    struct rule_face *face = NULL;
    struct score_days *days = NULL;
    int64_t day;
    enum err e;

    if (p->m.kind == SCORE_FIT) {
        e = rule_face_load(p->cx, p->db, &rule_contacts, contact, &face);
        *ret = score_clamp(p->m.base);
        return !e && face ? score_fit_of(p->cx, p->db, &p->world, &p->m, face, ret, NULL) : e;
    }
    day = rule_day(p->world.zone, opened_at) - 1;
    e = score_days_read(p->cx, p->db, &p->m, contact, day, &days);
    if (!e)
        *ret = score_on(&p->m, days, day);
    return e;
}

struct voice {
    int64_t contact, weight;
};

/* Each person once, with the largest weight of the roles. */
static enum err voices_of(struct replay *p, const struct past_deal *d, struct voice *ret,
                          size_t most, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    bool row = false;
    size_t n = 1;
    enum err e = db_begin(p->cx, p->db, &SQL_score_past_members, &st);

    ret[0] = (struct voice){d->contact, 0};
    if (!e)
        db_bind_int(st, "deal", d->id);
    while (!e && !(e = db_step(p->cx, st, &row)) && row) {
        int64_t contact = db_int(st, 0), weight = score_weight(&p->m, db_text(st, 1));
        size_t i = 0;
        while (i < n && ret[i].contact != contact)
            i++;
        if (i == n && n < most)
            ret[n++] = (struct voice){contact, 0};
        if (i < n && weight > ret[i].weight)
            ret[i].weight = weight;
    }
    db_done(st);
    if (!ret[0].weight)
        ret[0].weight = score_weight(&p->m, NULL);
    *ret_n = n;
    return e;
}

static enum err score_deal(struct replay *p, const struct past_deal *d, double *ret)
{
    struct voice voices[20];
    double sum = 0, weights = 0, plain = 0;
    size_t n = 0;
    enum err e = voices_of(p, d, voices, COUNT_OF(voices), &n);

    for (size_t i = 0; i < n && !e; i++) {
        int64_t value = 0;
        e = score_person(p, voices[i].contact, d->opened_at, &value);
        sum += (double)(voices[i].weight * value);
        weights += (double)voices[i].weight;
        plain += (double)value;
    }
    *ret = weights > 0 ? sum / weights : plain / (double)n;
    return e;
}

static enum err score_deals(struct replay *p)
{
    enum err e = OK;

    p->cases = arena_array(p->cx->arena, p->n + 1, sizeof(*p->cases));
    if (!p->cases)
        return fail_memory(p->cx);
    for (size_t i = 0; i < p->n && !e; i++) {
        const struct past_deal *d = &p->deals[i];
        struct arena_mark mark = arena_mark(p->cx->arena);
        if (d->contact == NIL) {
            p->no_contact++;
            continue;
        }
        if (d->opened_at == NIL && p->m.kind == SCORE_ENGAGEMENT) {
            p->no_opening++;
            continue;
        }
        e = score_deal(p, d, &p->cases[p->case_n].score);
        p->cases[p->case_n++].won = d->won;
        if (!e && p->tick && i % TICK_EVERY == 0)
            e = p->tick(p->cx, p->self, (int64_t)i, (int64_t)p->n);
        if (!e)
            arena_reset(p->cx->arena, mark);
    }
    return e;
}

/* --- the answer -------------------------------------------------------------------------------- */

/* Rows that look at what follows from the outcome make a model look better than it is. */
static bool leaks(const struct score_row *row)
{
    return row->rule &&
           (rule_reads(row->rule, NULL, "lifecycle") || rule_reads(row->rule, NULL, "lead_status"));
}

static enum err write_answer(struct replay *p, const char **ret)
{
    struct buf out = buf_in(p->cx->arena);
    struct json_writer w = json_to(&out);
    struct score_figures f;
    enum err e = score_figures_of(p->cx, p->cases, p->case_n, &f);

    if (e)
        return e;
    json_open_object(&w);
    json_int_member(&w, "number", p->m.number);
    json_text_member(&w, "state", p->m.state);
    json_int_member(&w, "deals", (int64_t)p->n);
    json_int_member(&w, "no_contact", p->no_contact);
    json_int_member(&w, "no_opening", p->no_opening);
    json_bool_member(&w, "cut", p->n == SCORE_REPLAY_MAX);
    json_name(&w, "leaks");
    json_open_list(&w);
    for (size_t i = 0; i < p->m.row_count && p->m.kind == SCORE_FIT; i++)
        if (leaks(&p->m.rows[i]))
            json_put_int(&w, (int64_t)i);
    json_close_list(&w);
    score_figures_json(&f, &w);
    json_close_object(&w);
    *ret = buf_text(&out);
    return *ret ? OK : fail_memory(p->cx);
}

static enum err stamp_of(struct replay *p, const char **ret, int64_t *ret_deals)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(p->cx, p->db, &SQL_score_past_stamp, &st);

    if (!e) {
        bind_period(st, p->ask);
        e = db_step(p->cx, st, &row);
    }
    if (!e) {
        *ret_deals = db_int(st, 0);
        *ret =
            arena_print(p->cx->arena, "%" PRId64 ":%" PRId64 ":%" PRId64 ":%" PRId64, db_int(st, 0),
                        db_int(st, 1), p->m.version, rule_day(p->world.zone, ctx_now(p->cx)));
    }
    db_done(st);
    return !e && !*ret ? fail_memory(p->cx) : e;
}

static enum err look_up(struct replay *p, const char *stamp, const char **ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(p->cx, p->db, &SQL_score_replay_get, &st);

    if (!e) {
        bind_period(st, p->ask);
        db_bind_int(st, "model", p->m.id);
        db_bind_text(st, "stamp", stamp);
        e = db_step(p->cx, st, &row);
    }
    if (!e && row)
        *ret = db_text_dup(p->cx, st, 0);
    db_done(st);
    return e;
}

struct keeping {
    const struct score_replay_ask *ask;
    int64_t model;
    const char *stamp, *result;
};

static enum err keep_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct keeping *k = arg;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_score_replay_put, &st);

    if (!e) {
        bind_period(st, k->ask);
        db_bind_int(st, "id", id_next(cx));
        db_bind_int(st, "model", k->model);
        db_bind_text(st, "stamp", k->stamp);
        db_bind_text(st, "result", k->result);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

static enum err work_out(struct replay *p, bool at_once, struct keeping *k, const char **ret)
{
    int64_t deals = 0;
    enum err e = people_rules(p->cx, p->db, NULL, &p->world);

    if (!e)
        e = score_model_numbered(p->cx, p->db, &p->world, p->ask->kind, p->ask->number, &p->m);
    if (!e)
        e = stamp_of(p, &k->stamp, &deals);
    if (!e)
        e = look_up(p, k->stamp, ret);
    if (e || *ret || (at_once && deals > SCORE_REPLAY_AT_ONCE))
        return e;
    e = read_deals(p);
    if (!e)
        e = score_deals(p);
    if (!e)
        e = write_answer(p, ret);
    k->model = p->m.id;
    k->result = *ret;
    return e;
}

static enum err replay(struct replay *p, struct db_pool *pool, bool at_once, const char **ret)
{
    struct keeping k = {.ask = p->ask};
    enum err e = db_read(p->cx, pool, &p->db);

    *ret = NULL;
    if (!e)
        e = work_out(p, at_once, &k, ret);
    db_return(p->db);
    return !e && k.result ? db_write(p->cx, pool, keep_in, &k) : e;
}

enum err score_replay(struct ctx *cx, struct db_pool *pool, const struct score_replay_ask *ask,
                      const char **ret)
{
    struct replay p = {.cx = cx, .ask = ask};

    return replay(&p, pool, true, ret);
}

enum err score_replay_now(struct ctx *cx, struct db_pool *pool, const struct score_replay_ask *ask,
                          score_tick *tick, void *self, const char **ret)
{
    struct replay p = {.cx = cx, .ask = ask, .tick = tick, .self = self};

    return replay(&p, pool, false, ret);
}

/* --- as a job ---------------------------------------------------------------------------------- */

enum err score_replay_queue(struct ctx *cx, struct db *db, const struct score_replay_ask *ask,
                            int64_t *ret_job)
{
    struct job_new job = {.site = cx->site, .kind = "people.score_replay"};

    job.args = arena_print(cx->arena,
                           "{\"kind\":\"%s\",\"number\":%" PRId64 ",\"from\":%" PRId64
                           ",\"to\":%" PRId64 "}",
                           score_kind_names[ask->kind], ask->number, ask->from, ask->to);
    job.only_one = job.args;
    return job.args ? job_add(cx, db, &job, ret_job) : fail_memory(cx);
}

static enum err job_tick(struct ctx *cx, void *self, int64_t done, int64_t total)
{
    char progress[JOB_SHARE_MAX];

    job_share(done, total, progress);
    return job_progress(cx, self, progress);
}

static enum err replay_run(struct ctx *cx, struct job_run *run)
{
    const struct json *in = NULL;
    struct score_replay_ask ask = {0};
    const char *result = NULL;
    enum err e = json_parse(cx, run->job->args, strlen(run->job->args), &in);

    if (!e && !score_kind_of(json_text(json_get(in, "kind"), NULL), &ask.kind))
        e = fail(cx, ERR_INVALID, "score.no_model", NULL);
    if (e)
        return e;
    ask.number = json_int(json_get(in, "number"), 0);
    ask.from = json_int(json_get(in, "from"), 0);
    ask.to = json_int(json_get(in, "to"), 0);
    return score_replay_now(cx, run->pool, &ask, job_tick, run, &result);
}

const struct job_kind score_replay_job_kinds[] = {
    {"people.score_replay", replay_run, MINUTES_MS(2), 3},
    {0},
};
