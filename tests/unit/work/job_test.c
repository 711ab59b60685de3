/* job_test.c -- a job is done once when all goes well, again when it does not, and never lost. */
#include "unit/world.h"

#include "base/time.h"
#include "work/job.h"

struct ledger {
    struct engine_world *w;
    int runs, fail_first;
    bool told; /* a second time */
    enum err how;
    int64_t site_seen;
};

static enum err count_run(struct ctx *cx, struct job_run *run)
{
    struct ledger *l = run->app;

    l->runs++;
    l->site_seen = cx->site;
    run->result = "{\"done\":true}";
    if (l->runs <= l->fail_first)
        return fail(cx, l->how, "db.away", NULL);
    return OK;
}

/* A thousand steps that take no time: the first is told, and a stop is noticed at once. */
static enum err step_run(struct ctx *cx, struct job_run *run)
{
    struct ledger *l = run->app;
    const atomic_bool *stopping = run->stopping;
    atomic_bool stop = true;
    int64_t last_ms = 0, first_ms;
    enum err e = job_progress_some(cx, run, "{\"done\":0}", &last_ms);

    first_ms = last_ms;
    for (l->runs = 1; !e && l->runs < 1000 && last_ms == first_ms; l->runs++)
        e = job_progress_some(cx, run, "{\"done\":1}", &last_ms);
    l->told = last_ms != first_ms;
    if (e)
        return e;
    run->stopping = &stop;
    e = job_progress_some(cx, run, "{\"done\":2}", &last_ms);
    l->how = e;
    run->stopping = stopping;
    fault_clear(cx);
    return e == ERR_BUSY ? OK : fail(cx, ERR_BROKEN, "db.broken", NULL);
}

static const struct job_kind kinds[] = {
    {"count", count_run, SECONDS_MS(30), 3}, {"step", step_run, SECONDS_MS(30), 3}, {0}};
static const struct job_kind *const kind_tables[] = {kinds, NULL};

static struct worker_options options(struct ledger *l)
{
    return (struct worker_options){.pool = l->w->pool,
                                   .kinds = kind_tables,
                                   .clock = test_clock(&l->w->clock),
                                   .ids = l->w->cx->ids,
                                   .app = l,
                                   .threads = 1};
}

struct adding {
    struct job_new in;
    int64_t id;
};

static enum err add_in(struct ctx *cx, struct db *db, void *arg)
{
    struct adding *a = arg;

    return job_add(cx, db, &a->in, &a->id);
}

static int64_t add(struct engine_world *w, const char *kind, int64_t run_at, const char *only_one)
{
    struct adding a = {
        .in = {.site = w->cx->site, .kind = kind, .run_at = run_at, .only_one = only_one}};

    assert_int_equal(db_write(w->cx, w->pool, add_in, &a), OK);
    return a.id;
}

static struct job state_of(struct engine_world *w, int64_t id)
{
    struct db *db = NULL;
    struct job j;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(job_get(w->cx, db, w->cx->site, id, &j), OK);
    db_return(db);
    return j;
}

static int run_due(struct ledger *l)
{
    struct worker_options o = options(l);
    int ran = 0;

    assert_int_equal(worker_run_due(l->w->cx, &o, &ran), OK);
    return ran;
}

static void a_job_runs_once_on_its_own_site(void **state)
{
    struct ledger l = {.w = *state};
    int64_t id = add(l.w, "count", 0, NULL);

    assert_int_equal(run_due(&l), 1);
    assert_int_equal(run_due(&l), 0);
    assert_int_equal(l.runs, 1);
    assert_int_equal(l.site_seen, l.w->cx->site);
    assert_string_equal(state_of(l.w, id).state, "done");
    assert_string_equal(state_of(l.w, id).result, "{\"done\":true}");
}

static void a_job_waits_for_its_time(void **state)
{
    struct ledger l = {.w = *state};

    (void)add(l.w, "count", l.w->clock.now_ms + MINUTES_MS(10), NULL);
    assert_int_equal(run_due(&l), 0);
    l.w->clock.now_ms += MINUTES_MS(10);
    assert_int_equal(run_due(&l), 1);
}

static void one_job_is_run_and_no_other(void **state)
{
    struct ledger l = {.w = *state};
    struct worker_options o = options(&l);
    int64_t first = add(l.w, "count", 0, NULL), second = add(l.w, "count", 0, NULL);

    assert_int_equal(worker_run_job(l.w->cx, &o, second), OK);
    assert_int_equal(l.runs, 1);
    assert_string_equal(state_of(l.w, first).state, "waiting");
    assert_string_equal(state_of(l.w, second).state, "done");
    assert_int_equal(worker_run_job(l.w->cx, &o, second), OK); /* it has ended: nothing to do */
    assert_int_equal(l.runs, 1);
}

static void what_fails_is_tried_again_later_and_then_given_up(void **state)
{
    struct ledger l = {.w = *state, .fail_first = 99, .how = ERR_BROKEN};
    int64_t id = add(l.w, "count", 0, NULL);

    for (int i = 0; i < 10; i++) {
        (void)run_due(&l);
        assert_int_equal(run_due(&l), 0); /* not at once */
        l.w->clock.now_ms += HOURS_MS(2);
    }
    assert_int_equal(l.runs, 3);
    assert_string_equal(state_of(l.w, id).state, "failed");
    assert_string_equal(state_of(l.w, id).error, "db.away");
}

static void wrong_input_is_not_tried_again(void **state)
{
    struct ledger l = {.w = *state, .fail_first = 99, .how = ERR_INVALID};
    int64_t id = add(l.w, "count", 0, NULL);

    assert_int_equal(run_due(&l), 1);
    assert_string_equal(state_of(l.w, id).state, "failed");
}

static void a_job_of_a_dead_worker_comes_back(void **state)
{
    struct ledger l = {.w = *state};
    int64_t id = add(l.w, "count", 0, NULL);
    const char *taken = arena_print(l.w->cx->arena,
                                    "update jobs set state = 'running', attempts = 1, lease_id = 7,"
                                    " lease_until = %lld where id = %lld",
                                    (long long)l.w->clock.now_ms + 30000, (long long)id);

    assert_int_equal(engine_sql(l.w->cx, l.w->pool, taken), OK);
    assert_int_equal(run_due(&l), 0);
    l.w->clock.now_ms += SECONDS_MS(31);
    assert_int_equal(run_due(&l), 1);
    assert_int_equal(state_of(l.w, id).attempts, 2);
    assert_string_equal(state_of(l.w, id).state, "done");
}

static void only_one_waits_at_a_time(void **state)
{
    struct ledger l = {.w = *state};
    int64_t first = add(l.w, "count", 0, "import-1");

    assert_int_equal(add(l.w, "count", 0, "import-1"), first);
    assert_int_equal(run_due(&l), 1);
    assert_int_not_equal(add(l.w, "count", 0, "import-1"), first);
}

static void a_kind_nobody_knows_fails_with_a_reason(void **state)
{
    struct ledger l = {.w = *state};
    int64_t id = add(l.w, "mystery", 0, NULL);

    assert_int_equal(run_due(&l), 1);
    assert_string_equal(state_of(l.w, id).error, "work.unknown_kind");
}

static void quick_steps_are_told_now_and_then_and_stop_at_once(void **state)
{
    struct ledger l = {.w = *state};
    int64_t id = add(l.w, "step", 0, NULL);

    assert_int_equal(run_due(&l), 1);
    assert_int_equal(l.how, ERR_BUSY);
    assert_string_equal(state_of(l.w, id).state, "done");
    assert_string_equal(state_of(l.w, id).progress, l.told ? "{\"done\":1}" : "{\"done\":0}");
}

static void a_job_is_of_its_site(void **state)
{
    struct engine_world *w = *state;
    int64_t id = add(w, "count", 0, NULL);
    struct db *db = NULL;
    struct job j;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(job_get(w->cx, db, w->cx->site + 1, id, &j), ERR_NOTFOUND);
    db_return(db);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_job_runs_once_on_its_own_site),
        cmocka_unit_test(a_job_waits_for_its_time),
        cmocka_unit_test(one_job_is_run_and_no_other),
        cmocka_unit_test(what_fails_is_tried_again_later_and_then_given_up),
        cmocka_unit_test(wrong_input_is_not_tried_again),
        cmocka_unit_test(a_job_of_a_dead_worker_comes_back),
        cmocka_unit_test(only_one_waits_at_a_time),
        cmocka_unit_test(a_kind_nobody_knows_fails_with_a_reason),
        cmocka_unit_test(quick_steps_are_told_now_and_then_and_stop_at_once),
        cmocka_unit_test(a_job_is_of_its_site),
    };
    return engines_run("job", tests, COUNT_OF(tests), world_prepare);
}
