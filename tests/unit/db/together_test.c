/* together_test.c -- many at once: threads that write, another process, a server that goes away, a copy. */
#include "unit/engines.h"

#include "queries_sql.h"

#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

static void table(struct engine_world *w)
{
    assert_int_equal(engine_sql(w->cx, w->pool,
                                "create table counters (id bigint primary key, n bigint not null)"),
                     OK);
    assert_int_equal(engine_sql(w->cx, w->pool, "insert into counters values (1, 0), (2, 0)"), OK);
}

static enum err number_from(struct ctx *cx, struct db *db, const char *text, int64_t *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin_text(cx, db, text, &st);

    if (!e)
        e = db_step(cx, st, &row);
    if (!e)
        *ret = db_int(st, 0);
    db_done(st);
    return e;
}

static int64_t number(struct engine_world *w, const char *text)
{
    struct db *db = NULL;
    int64_t n = NIL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(number_from(w->cx, db, text, &n), OK);
    db_return(db);
    return n;
}

static enum err set_counter(struct ctx *cx, struct db *db, int64_t id, int64_t n)
{
    struct db_stmt *st = NULL;
    enum err e =
        db_begin_text(cx, db,
                      db_engine_of(db) == DB_SQLITE ? "update counters set n = ?2 where id = ?1"
                                                    : "update counters set n = $2 where id = $1",
                      &st);
    if (e)
        return e;
    db_bind_int_at(st, 1, id);
    db_bind_int_at(st, 2, n);
    e = db_run(cx, st);
    db_done(st);
    return e;
}

struct worker {
    struct engine_world *w;
    pthread_t thread;
    pthread_barrier_t *meet; /* both have read before either writes */
    int runs, rounds, done;
    enum err e;
};

/* Read, think, write: what loses an update where isolation fails. */
static enum err read_and_add(struct ctx *cx, struct db *db, void *arg)
{
    struct worker *k = arg;
    int64_t n = 0;
    enum err e = number_from(cx, db, "select n from counters where id = 1", &n);

    if (k->meet && k->runs++ == 0)
        (void)pthread_barrier_wait(k->meet);
    return e ? e : set_counter(cx, db, 1, n + 1);
}

static void *add_in_rounds(void *arg)
{
    struct worker *k = arg;
    struct ctx *cx = ctx_new(MIB(1), clock_system(), NULL);

    for (; k->done < k->rounds && !k->e; k->done++)
        k->e = db_write(cx, k->w->pool, read_and_add, k);
    ctx_free(cx);
    return NULL;
}

static void start(struct worker *k, struct engine_world *w, int rounds, void *(*run)(void *))
{
    *k = (struct worker){.w = w, .rounds = rounds, .meet = k->meet};
    assert_int_equal(pthread_create(&k->thread, NULL, run, k), 0);
}

static void no_update_is_lost_between_threads(void **state)
{
    struct engine_world *w = *state;
    struct worker k[3] = {0};

    for (size_t i = 0; i < COUNT_OF(k); i++)
        start(&k[i], w, 20, add_in_rounds);
    for (size_t i = 0; i < COUNT_OF(k); i++) {
        assert_int_equal(pthread_join(k[i].thread, NULL), 0);
        assert_int_equal(k[i].e, OK);
    }
    assert_int_equal(number(w, "select n from counters where id = 1"), 60);
}

static void the_work_that_met_another_is_run_again(void **state)
{
    struct engine_world *w = *state;
    struct worker k[2] = {0};
    pthread_barrier_t meet;

    assert_int_equal(pthread_barrier_init(&meet, NULL, 2), 0);
    k[0].meet = k[1].meet = &meet;
    start(&k[0], w, 1, add_in_rounds);
    start(&k[1], w, 1, add_in_rounds);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(pthread_join(k[i].thread, NULL), 0);
        assert_int_equal(k[i].e, OK);
    }
    assert_int_equal(k[0].runs + k[1].runs, 3);
    assert_int_equal(number(w, "select n from counters where id = 1"), 2);
    (void)pthread_barrier_destroy(&meet);
}

static enum err touch_both(struct ctx *cx, struct db *db, void *arg)
{
    struct worker *k = arg;
    int64_t first = k->rounds, n = 0;
    enum err e = number_from(cx, db, "select n from counters where id = 2", &n);

    if (!e)
        e = set_counter(cx, db, first, n + 1);
    if (!e && k->runs++ == 0)
        (void)pthread_barrier_wait(k->meet);
    return e ? e : set_counter(cx, db, 3 - first, n + 1);
}

static void *touch(void *arg)
{
    struct worker *k = arg;
    struct ctx *cx = ctx_new(MIB(1), clock_system(), NULL);

    k->e = db_write(cx, k->w->pool, touch_both, k);
    ctx_free(cx);
    return NULL;
}

static void two_that_wait_for_each_other_both_get_through(void **state)
{
    struct engine_world *w = *state;
    struct worker k[2] = {0};
    pthread_barrier_t meet;

    assert_int_equal(pthread_barrier_init(&meet, NULL, 2), 0);
    k[0].meet = k[1].meet = &meet;
    start(&k[0], w, 1, touch);
    start(&k[1], w, 2, touch);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(pthread_join(k[i].thread, NULL), 0);
        assert_int_equal(k[i].e, OK);
    }
    assert_int_equal(number(w, "select n from counters where id = 1"), 2);
    (void)pthread_barrier_destroy(&meet);
}

/* Each of the two in an order of its own, and a while between reading and writing. */
static enum err add_to_both(struct ctx *cx, struct db *db, void *arg)
{
    struct worker *k = arg;
    int64_t first = 1 + k->runs++ % 2, ns[2] = {0};
    enum err e = number_from(cx, db, "select n from counters where id = 1", &ns[0]);

    for (int i = 0; i < 20 && !e; i++)
        e = number_from(cx, db, "select n from counters where id = 2", &ns[1]);
    if (!e)
        e = set_counter(cx, db, first, ns[first - 1] + 1);
    return e ? e : set_counter(cx, db, 3 - first, ns[2 - first] + 1);
}

static void *add_to_both_in_rounds(void *arg)
{
    struct worker *k = arg;
    struct ctx *cx = ctx_new(MIB(1), clock_system(), NULL);

    for (; k->done < k->rounds && !k->e; k->done++)
        k->e = db_write(cx, k->w->pool, add_to_both, k);
    ctx_free(cx);
    return NULL;
}

static void four_who_always_want_the_same_all_get_through(void **state)
{
    enum { ROUNDS = 50 };
    struct engine_world *w = *state;
    struct worker k[4] = {0};

    for (size_t i = 0; i < COUNT_OF(k); i++)
        start(&k[i], w, ROUNDS, add_to_both_in_rounds);
    for (size_t i = 0; i < COUNT_OF(k); i++) {
        assert_int_equal(pthread_join(k[i].thread, NULL), 0);
        assert_int_equal(k[i].e, OK);
    }
    assert_int_equal(number(w, "select n from counters where id = 1"), 4 * ROUNDS);
    assert_int_equal(number(w, "select n from counters where id = 2"), 4 * ROUNDS);
}

/* Another program: nothing here makes it wait. */
static enum err always_in_the_way(struct ctx *cx, struct db *db, void *arg)
{
    struct worker *k = arg;
    struct engine_world elsewhere = *k->w;
    struct worker other = {.w = &elsewhere, .rounds = 1};
    int64_t n = 0;
    enum err e = number_from(cx, db, "select n from counters where id = 1", &n);

    k->runs++;
    assert_int_equal(e, OK);
    assert_int_equal(db_pool_open(cx, &(struct db_options){.url = k->w->url}, &elsewhere.pool), OK);
    (void)add_in_rounds(&other); /* commits in between, every time */
    db_pool_close(elsewhere.pool);
    assert_int_equal(other.e, OK);
    return set_counter(cx, db, 1, n + 100);
}

static void after_so_many_tries_it_is_busy(void **state)
{
    struct engine_world *w = *state;
    struct worker k = {.w = w};

    assert_int_equal(db_write(w->cx, w->pool, always_in_the_way, &k), ERR_BUSY);
    assert_string_equal(w->cx->fault.key, "db.busy");
    assert_true(k.runs > 8);
    fault_clear(w->cx);
    assert_int_equal(number(w, "select n from counters where id = 1"), k.runs);
}

/* A thread that writes whenever another has read, and before that one writes, if it is let. */
struct rival {
    struct engine_world *w;
    sem_t go, done;
    int runs, outrun;
    bool over;
};

static void *write_in_between(void *arg)
{
    struct rival *r = arg;
    struct worker k = {.w = r->w};

    while (sem_wait(&r->go) == 0 && !r->over) {
        k.rounds++;
        (void)add_in_rounds(&k);
        (void)sem_post(&r->done);
    }
    r->runs = k.done;
    return NULL;
}

/* A rival that has to wait for this very work is not done before it; every other is, long before the time is up. */
static enum err read_and_be_outrun(struct ctx *cx, struct db *db, void *arg)
{
    struct rival *r = arg;
    struct timespec until;
    int64_t n = 0;
    enum err e = number_from(cx, db, "select n from counters where id = 1", &n);

    assert_int_equal(clock_gettime(CLOCK_REALTIME, &until), 0);
    until.tv_sec += 2;
    (void)sem_post(&r->go);
    if (sem_timedwait(&r->done, &until) == 0)
        r->outrun++;
    return e ? e : set_counter(cx, db, 1, n + 100);
}

static void who_is_always_outrun_goes_alone(void **state)
{
    struct engine_world *w = *state;
    struct rival r = {.w = w};
    pthread_t t;

    assert_int_equal(sem_init(&r.go, 0, 0) | sem_init(&r.done, 0, 0), 0);
    assert_int_equal(pthread_create(&t, NULL, write_in_between, &r), 0);
    assert_int_equal(db_write(w->cx, w->pool, read_and_be_outrun, &r), OK);
    assert_int_equal(sem_wait(&r.done), 0); /* it was let in then */
    r.over = true;
    (void)sem_post(&r.go);
    assert_int_equal(pthread_join(t, NULL), 0);
    assert_in_range(r.outrun, 1, 8);
    assert_int_equal(r.runs, r.outrun + 1);
    assert_int_equal(number(w, "select n from counters where id = 1"), 100 + r.runs);
    (void)sem_destroy(&r.go);
    (void)sem_destroy(&r.done);
}

/* --- order -------------------------------------------------------------------------------------- */

struct line {
    pthread_mutex_t lock;
    int order[8], n;
};

struct in_line {
    struct engine_world *w;
    struct line *line;
    pthread_t thread;
    int me;
    enum err e;
};

static enum err sign(struct ctx *cx, struct db *db, void *arg)
{
    struct in_line *k = arg;

    (void)cx, (void)db;
    (void)pthread_mutex_lock(&k->line->lock);
    k->line->order[k->line->n++] = k->me;
    (void)pthread_mutex_unlock(&k->line->lock);
    return OK;
}

static void *sign_in_line(void *arg)
{
    struct in_line *k = arg;
    struct ctx *cx = ctx_new(MIB(1), clock_system(), NULL);

    k->e = db_write(cx, k->w->pool, sign, k);
    ctx_free(cx);
    return NULL;
}

/* While this holds the only writer, the others come one after another. */
static enum err hold_while_they_come(struct ctx *cx, struct db *db, void *arg)
{
    struct in_line *all = arg;

    (void)cx, (void)db;
    for (int i = 0; i < 6; i++) {
        assert_int_equal(pthread_create(&all[i].thread, NULL, sign_in_line, &all[i]), 0);
        while (db_pool_waiting(all[i].w->pool) < i + 1)
            (void)sched_yield();
    }
    return OK;
}

static void writers_are_served_in_the_order_of_asking(void **state)
{
    struct engine_world *w = *state;
    struct line line = {.lock = PTHREAD_MUTEX_INITIALIZER};
    struct in_line all[6];
    struct db_pool *own = w->pool, *p = NULL;

    assert_int_equal(db_pool_open(w->cx, &(struct db_options){.url = w->url, .writers = 1}, &p),
                     OK);
    w->pool = p;
    for (int i = 0; i < 6; i++)
        all[i] = (struct in_line){.w = w, .line = &line, .me = i};
    assert_int_equal(db_write(w->cx, p, hold_while_they_come, all), OK);
    for (int i = 0; i < 6; i++) {
        assert_int_equal(pthread_join(all[i].thread, NULL), 0);
        assert_int_equal(all[i].e, OK);
        assert_int_equal(line.order[i], i);
    }
    w->pool = own;
    db_pool_close(p);
}

static enum err write_again(struct ctx *cx, struct db *db, void *arg)
{
    struct db_pool *p = arg;

    (void)db;
    assert_int_equal(db_write(cx, p, read_and_add, NULL), ERR_BUSY);
    assert_string_equal(cx->fault.key, "db.busy");
    fault_clear(cx);
    return OK;
}

static void who_waits_too_long_is_told_busy(void **state)
{
    struct engine_world *w = *state;
    struct db_pool *p = NULL;

    assert_int_equal(
        db_pool_open(w->cx, &(struct db_options){.url = w->url, .writers = 1, .wait_ms = 20}, &p),
        OK);
    assert_int_equal(db_write(w->cx, p, write_again, p), OK);
    db_pool_close(p);
}

static void readers_go_on_while_one_writes(void **state)
{
    struct engine_world *w = *state;
    struct db *many[4] = {NULL};
    int64_t n = 0;

    for (size_t i = 0; i < COUNT_OF(many); i++)
        assert_int_equal(db_read(w->cx, w->pool, &many[i]), OK);
    for (size_t i = 0; i < COUNT_OF(many); i++) {
        assert_int_equal(number_from(w->cx, many[i], "select count(*) from counters", &n), OK);
        assert_int_equal(n, 2);
    }
    for (size_t i = 0; i < COUNT_OF(many); i++)
        db_return(many[i]);
}

static enum err look_meanwhile(struct ctx *cx, struct db *db, void *arg)
{
    struct engine_world *w = arg;
    enum err e = set_counter(cx, db, 1, 5);

    assert_int_equal(number(w, "select n from counters where id = 1"), 0);
    return e;
}

static void a_reader_sees_what_was_committed_and_nothing_else(void **state)
{
    struct engine_world *w = *state;

    assert_int_equal(db_write(w->cx, w->pool, look_meanwhile, w), OK);
    assert_int_equal(number(w, "select n from counters where id = 1"), 5);
}

/* --- another process ----------------------------------------------------------------------------- */

struct pipes {
    int up[2], down[2];
};

static enum err hold_until_told(struct ctx *cx, struct db *db, void *arg)
{
    struct pipes *p = arg;
    char c = 0;
    enum err e = set_counter(cx, db, 2, 7);

    if (write(p->up[1], "!", 1) != 1 || read(p->down[0], &c, 1) < 0)
        return ERR_BROKEN;
    return e;
}

static void another_process_that_writes_is_waited_for(void **state)
{
    struct engine_world *w = *state;
    struct worker k = {.w = w, .rounds = 1};
    struct db_pool *hasty = NULL, *own = w->pool;
    struct pipes p;
    int status = 0;
    char c;
    pid_t pid;

    assert_int_equal(pipe(p.up), 0);
    assert_int_equal(pipe(p.down), 0);
    pid = fork();
    if (pid == 0) {
        struct ctx *cx = ctx_new(MIB(1), clock_system(), NULL);
        struct db_pool *mine = NULL;
        enum err e = db_pool_open(cx, &(struct db_options){.url = w->url}, &mine);
        (void)close(p.down[1]);
        if (!e)
            e = db_write(cx, mine, hold_until_told, &p);
        db_pool_close(mine);
        _exit(e ? 1 : 0);
    }
    assert_int_equal(read(p.up[0], &c, 1), 1);
    assert_int_equal(
        db_pool_open(w->cx, &(struct db_options){.url = w->url, .wait_ms = 30}, &hasty), OK);
    w->pool = hasty;
    (void)add_in_rounds(&k);
    assert_int_equal(k.e, ERR_BUSY); /* not for ever */
    w->pool = own;
    k = (struct worker){.w = w};
    start(&k, w, 1, add_in_rounds);
    assert_int_equal(close(p.down[1]), 0);
    assert_int_equal(pthread_join(k.thread, NULL), 0);
    assert_int_equal(k.e, OK);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    assert_int_equal(number(w, "select n from counters where id = 2"), 7);
    db_pool_close(hasty);
    for (int i = 0; i < 2; i++)
        (void)close(p.up[i]);
    (void)close(p.down[0]);
}

/* --- the server goes away ------------------------------------------------------------------------ */

static void end_connection(struct engine_world *w, int64_t pid)
{
    struct db_pool *p = NULL;
    char text[128];

    (void)snprintf(text, sizeof(text), "select pg_terminate_backend(%d, 5000)", (int)pid);
    assert_int_equal(db_pool_open(w->cx, &(struct db_options){.url = w->url}, &p), OK);
    assert_int_equal(engine_sql(w->cx, p, text), OK);
    db_pool_close(p);
}

static enum err lose_connection(struct ctx *cx, struct db *db, void *arg)
{
    struct engine_world *w = arg;
    int64_t pid = 0;
    enum err e = set_counter(cx, db, 1, 5);

    assert_int_equal(e, OK);
    assert_int_equal(number_from(cx, db, "select pg_backend_pid()", &pid), OK);
    end_connection(w, pid);
    return set_counter(cx, db, 1, 6);
}

static void a_connection_lost_in_the_middle_is_away_and_the_next_one_works(void **state)
{
    struct engine_world *w = *state;
    struct worker k = {.w = w};

    assert_int_equal(db_write(w->cx, w->pool, lose_connection, w), ERR_BUSY);
    assert_string_equal(w->cx->fault.key, "db.away");
    fault_clear(w->cx);
    assert_int_equal(number(w, "select n from counters where id = 1"), 0);
    assert_int_equal(db_write(w->cx, w->pool, read_and_add, &k), OK);
    assert_int_equal(number(w, "select n from counters where id = 1"), 1);
}

static void a_connection_lost_while_idle_is_not_noticed_by_anyone(void **state)
{
    struct engine_world *w = *state;
    int64_t pid;

    for (int i = 0; i < 5; i++) {
        pid = number(w, "select pg_backend_pid()");
        end_connection(w, pid);
        assert_true(number(w, "select pg_backend_pid()") != pid);
    }
}

static void a_statement_outlives_a_change_of_its_table(void **state)
{
    static const char text[] = "select * from counters where id = 1";
    struct engine_world *w = *state;
    struct db *db = NULL;
    int64_t n = 0;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(number_from(w->cx, db, text, &n), OK);
    assert_int_equal(engine_sql(w->cx, w->pool, "alter table counters add column more bigint"), OK);
    assert_int_equal(number_from(w->cx, db, text, &n), OK);
    assert_int_equal(n, 1);
    db_return(db);
}

/* --- copies ---------------------------------------------------------------------------------------- */

static enum err move_one(struct ctx *cx, struct db *db, void *arg)
{
    int64_t one = 0, two = 0;
    enum err e = number_from(cx, db, "select n from counters where id = 1", &one);

    (void)arg;
    if (!e)
        e = number_from(cx, db, "select n from counters where id = 2", &two);
    if (!e)
        e = set_counter(cx, db, 1, one + 1);
    return e ? e : set_counter(cx, db, 2, two - 1);
}

static void *move_until_told(void *arg)
{
    struct worker *k = arg;
    struct ctx *cx = ctx_new(MIB(8), clock_system(), NULL);

    for (; !k->e && !__atomic_load_n(&k->runs, __ATOMIC_SEQ_CST); k->done++)
        k->e = db_write(cx, k->w->pool, move_one, NULL);
    ctx_free(cx);
    return NULL;
}

static void a_copy_made_while_others_write_is_whole_and_of_one_moment(void **state)
{
    struct engine_world *w = *state;
    struct worker k = {0};
    struct engine_world there = *w; /* the copy, while the thread goes on here */
    char file[128], url[160];

    (void)snprintf(file, sizeof(file), "%s/copy.db", w->dir);
    if (w->engine == DB_POSTGRES) {
        assert_int_equal(db_backup(w->cx, w->pool, file), ERR_INVALID);
        assert_string_equal(w->cx->fault.key, "db.backup_engine");
        return;
    }
    assert_int_equal(
        engine_sql(w->cx, w->pool,
                   "create table ballast as with recursive c (x) as (select 1 union all"
                   " select x + 1 from c where x < 20000) select x, hex(randomblob(100)) from c"),
        OK);
    start(&k, w, 0, move_until_told);
    for (int i = 0; i < 3; i++) {
        (void)unlink(file);
        assert_int_equal(db_backup(w->cx, w->pool, file), OK);
        (void)snprintf(url, sizeof(url), "sqlite:%s", file);
        assert_int_equal(db_pool_open(w->cx, &(struct db_options){.url = url}, &there.pool), OK);
        assert_int_equal(number(&there, "select sum(n) from counters"), 0);
        assert_int_equal(number(&there, "select count(*) from ballast"), 20000);
        assert_int_equal(number(&there, "select count(*) from pragma_integrity_check"
                                        " where integrity_check = 'ok'"),
                         1);
        db_pool_close(there.pool);
    }
    __atomic_store_n(&k.runs, 1, __ATOMIC_SEQ_CST);
    assert_int_equal(pthread_join(k.thread, NULL), 0);
    assert_int_equal(k.e, OK);
    assert_int_equal(db_backup(w->cx, w->pool, file), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "db.backup_exists");
}

static void an_import_does_not_let_the_log_grow_for_ever(void **state)
{
    struct engine_world *w = *state;
    struct db_pool *p = NULL, *own = w->pool;
    struct worker k = {.w = w, .rounds = 2000};

    assert_int_equal(db_pool_open(w->cx, &(struct db_options){.url = w->url}, &p), OK);
    db_bulk_begin(p);
    w->pool = p;
    for (int i = 0; i < 10; i++) {
        assert_int_equal(
            engine_sql(w->cx, p,
                       w->engine == DB_SQLITE
                           ? "insert into counters with recursive c (x) as (select 1 union all"
                             " select x + 1 from c where x < 5000)"
                             " select (select max(id) from counters) + x, x from c"
                           : "insert into counters select (select max(id) from counters) + x, x"
                             " from generate_series(1, 5000) as c (x)"),
            OK);
    }
    k.rounds = 10;
    (void)add_in_rounds(&k);
    assert_int_equal(k.e, OK);
    assert_int_equal(number(w, "select count(*) from counters"), 50002);
    w->pool = own;
    db_bulk_end(p);
    db_pool_close(p);
}

static int64_t size_of(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 ? st.st_size : 0;
}

/* The log is used again from its beginning once it was copied back, so its file stops growing. */
static void the_log_begins_anew_while_somebody_writes(void **state)
{
    enum { AT_MOST = 400 };
    struct engine_world *w = *state;
    char add[] = "insert into blobs values (zeroblob(1048576))", file[600];
    int64_t before = -1;
    int n = 0;

    if (w->engine != DB_SQLITE)
        return;
    (void)snprintf(file, sizeof(file), "%s-wal", w->url + strlen("sqlite:"));
    assert_int_equal(engine_sql(w->cx, w->pool, "create table blobs (b blob)"), OK);
    while (n < AT_MOST && size_of(file) != before) {
        before = size_of(file);
        assert_int_equal(engine_sql(w->cx, w->pool, add), OK);
        n++;
    }
    assert_true(n > 20);
    assert_true(n < AT_MOST);
}

/* --- memory ---------------------------------------------------------------------------------------- */

static enum err main_path(struct ctx *cx, struct db *db, void *arg)
{
    struct worker k = {0};
    int64_t n = 0;
    enum err e = db_try(cx, db, read_and_add, &k);

    (void)arg;
    if (!e)
        e = number_from(cx, db, "select n from counters where id = 1", &n);
    return e;
}

static void each_allocation_may_fail_and_nothing_is_half_done(void **state)
{
    struct engine_world *w = *state;
    struct arena_mark mark = arena_mark(w->cx->arena);
    enum err e = ERR_LIMIT;
    int64_t n = 0;

    for (size_t nth = 1; e; nth++) {
        assert_true(nth < 1000);
        arena_fail_at(w->cx->arena, nth);
        e = db_write(w->cx, w->pool, main_path, NULL);
        arena_fail_at(w->cx->arena, 0);
        arena_reset(w->cx->arena, mark);
        if (e) {
            assert_int_equal(e, ERR_LIMIT);
            assert_string_equal(w->cx->fault.key, "base.memory");
        }
        fault_clear(w->cx);
        n = number(w, "select n from counters where id = 1");
        assert_int_equal(n, e ? 0 : 1);
    }
}

int main(void)
{
    static const struct CMUnitTest both[] = {
        cmocka_unit_test(no_update_is_lost_between_threads),
        cmocka_unit_test(writers_are_served_in_the_order_of_asking),
        cmocka_unit_test(who_waits_too_long_is_told_busy),
        cmocka_unit_test(readers_go_on_while_one_writes),
        cmocka_unit_test(a_reader_sees_what_was_committed_and_nothing_else),
        cmocka_unit_test(a_copy_made_while_others_write_is_whole_and_of_one_moment),
        cmocka_unit_test(an_import_does_not_let_the_log_grow_for_ever),
        cmocka_unit_test(the_log_begins_anew_while_somebody_writes),
        cmocka_unit_test(a_statement_outlives_a_change_of_its_table),
        cmocka_unit_test(each_allocation_may_fail_and_nothing_is_half_done),
    };
    static const struct CMUnitTest sqlite[] = {
        cmocka_unit_test(another_process_that_writes_is_waited_for),
    };
    static const struct CMUnitTest postgres[] = {
        cmocka_unit_test(the_work_that_met_another_is_run_again),
        cmocka_unit_test(two_that_wait_for_each_other_both_get_through),
        cmocka_unit_test(four_who_always_want_the_same_all_get_through),
        cmocka_unit_test(after_so_many_tries_it_is_busy),
        cmocka_unit_test(who_is_always_outrun_goes_alone),
        cmocka_unit_test(a_connection_lost_in_the_middle_is_away_and_the_next_one_works),
        cmocka_unit_test(a_connection_lost_while_idle_is_not_noticed_by_anyone),
    };
    int failed = engines_run("together", both, COUNT_OF(both), table);

    failed += engine_run("together", DB_SQLITE, sqlite, COUNT_OF(sqlite), table);
    failed += engine_run("together", DB_POSTGRES, postgres, COUNT_OF(postgres), table);
    return failed;
}
