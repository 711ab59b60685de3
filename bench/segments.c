/* segments.c -- what live segments cost: one built from nothing over many people and facts, a change of one person while a
 * hundred exist, and events of known people that come all the time.
 *
 *     bench_segments DIR FACTS [build] [change] [events]
 *
 * DIR/praca.db was made by `praca init` and filled by bench_people; facts are made here, once. Prints one figure a line.
 */
#include "base/ctx.h"
#include "base/text.h"
#include "base/time.h"
#include "facts/loader.h"
#include "people/change.h"
#include "people/contact.h"
#include "people/counters.h"
#include "people/search.h"
#include "people/segment.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum { BATCH = 20000, SEGMENTS = 100, CHANGES = 1500, RATE = 1000, EVENT_SECONDS = 15 };

static const char *const followers[] = {"loader", COUNTERS_FOLLOWER, NULL};

struct bench {
    const char *dir;
    struct ctx *cx;
    struct db_pool *pool;
    struct fact_store *store;
    struct journal *journal;
    int64_t *people;
    size_t n;
};

static double now_ms(void)
{
    struct timespec t;

    must(clock_gettime(CLOCK_MONOTONIC, &t) == 0);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void check(struct ctx *cx, enum err e)
{
    if (!e)
        return;
    (void)fprintf(stderr, "%s %s\n", cx->fault.key, cx->fault.detail ? cx->fault.detail : "");
    exit(1);
}

static void tell(const char *name, double value)
{
    (void)printf("%s %.3f\n", name, value);
    (void)fflush(stdout);
}

/* The same number for the same row and use. */
static uint64_t mix(uint64_t row, uint64_t use)
{
    uint64_t h = (row + 1) * 0x9e3779b97f4a7c15u ^ (use + 7) * 0xc2b2ae3d27d4eb4fu;

    h ^= h >> 29;
    h *= 0xbf58476d1ce4e5b9u;
    return h ^ h >> 32;
}

/* --- the world --------------------------------------------------------------------------------- */

static int64_t ask_number(struct bench *b, const char *sql)
{
    struct db_stmt *st = NULL;
    struct db *db = NULL;
    bool row = false;
    int64_t n;

    check(b->cx, db_read(b->cx, b->pool, &db));
    check(b->cx, db_begin_text(b->cx, db, sql, &st));
    check(b->cx, db_step(b->cx, st, &row));
    n = row ? db_int(st, 0) : 0;
    db_done(st);
    db_return(db);
    return n;
}

static void read_people(struct bench *b)
{
    struct db_stmt *st = NULL;
    struct db *db = NULL;
    bool row = false;
    size_t cap = (size_t)ask_number(b, "select count(*) from contacts");

    b->people = calloc(cap + 1, sizeof(*b->people));
    must(b->people != NULL && cap > 0);
    check(b->cx, db_read(b->cx, b->pool, &db));
    check(b->cx, db_begin_text(b->cx, db, "select id from contacts order by id", &st));
    while (b->n < cap && !db_step(b->cx, st, &row) && row)
        b->people[b->n++] = db_int(st, 0);
    db_done(st);
    db_return(db);
}

static struct fact a_fact(struct bench *b, uint64_t i, int64_t now)
{
    static const char *const paths[] = {"/",      "/",      "/blog/a", "/blog/b",
                                        "/casos", "/sobre", "/contato"};
    static const char *const channels[] = {"organic_search", "paid_search", "direct", "social"};
    struct fact f = fact_nothing();

    f.id = INT64_C(100000000000000000) + (int64_t)i;
    f.key_lo = f.id;
    f.site = b->cx->site;
    f.at_ms = now - (int64_t)(mix(i, 1) % (uint64_t)DAYS_MS(180));
    f.received_ms = f.at_ms;
    f.kind = mix(i, 2) % 50 ? "view" : "form";
    f.path = mix(i, 3) % 12 ? paths[mix(i, 4) % COUNT_OF(paths)] : "/precos";
    f.channel = channels[mix(i, 5) % 4];
    f.visitor = (int64_t)(mix(i, 6) >> 1);
    /* A few do much, most do little. */
    f.subject = b->people[mix(i, 7) % (mix(i, 8) % 3 ? b->n : b->n / 20 + 1)];
    return f;
}

static void make_facts(struct bench *b, int64_t facts)
{
    struct fact *batch = calloc(BATCH, sizeof(*batch));
    int64_t there = 0, now = ctx_now(b->cx);

    must(batch != NULL);
    check(b->cx, store_position(b->cx, b->store, "bench", &there));
    for (int64_t from = there; from < facts; from += BATCH) {
        struct arena_mark mark = arena_mark(b->cx->arena);
        struct store_batch sb = {
            .follower = "bench", .from = from, .to = from + BATCH, .facts = batch, .count = BATCH};
        for (int64_t i = 0; i < BATCH; i++)
            batch[i] = a_fact(b, (uint64_t)(from + i), now);
        check(b->cx, store_append(b->cx, b->store, &sb));
        arena_reset(b->cx->arena, mark);
    }
    free(batch);
}

static struct counters *counters_of(struct bench *b)
{
    struct counters *c = counters_new(&(struct counters_options){.journal = b->journal,
                                                                 .store = b->store,
                                                                 .store_follower = "loader",
                                                                 .pool = b->pool,
                                                                 .clock = clock_system(),
                                                                 .ids = b->cx->ids});
    must(c != NULL);
    return c;
}

struct adding {
    const char *name, *rule;
    int64_t id;
};

static enum err add_in(struct ctx *cx, struct db *db, void *arg)
{
    struct adding *a = arg;
    struct segment *s = model_new(cx, &segment_model);
    enum err e;

    if (!s)
        return fail_memory(cx);
    s->name = a->name;
    s->subject = "contact";
    s->rule = a->rule;
    e = model_add(cx, db, &segment_model, s);
    a->id = s->record.id;
    return e;
}

static int64_t add_segment(struct bench *b, const char *name, const char *rule)
{
    struct adding a = {name, rule, 0};

    check(b->cx, db_write(b->cx, b->pool, add_in, &a));
    return a.id;
}

static enum err delete_in(struct ctx *cx, struct db *db, void *arg)
{
    return model_delete(cx, db, &segment_model, *(const int64_t *)arg, 0);
}

/* --- built from nothing ------------------------------------------------------------------------ */

static const char five[] =
    "{\"all\":[{\"field\":\"lifecycle\",\"in\":[\"lead\",\"mql\"]},"
    "{\"field\":\"account.employees\",\"at_least\":50},{\"field\":\"channel\",\"is_not\":"
    "\"unknown\"},"
    "{\"event\":\"view\",\"path\":\"/precos\",\"at_least\":2,\"within_days\":30},"
    "{\"event\":\"view\",\"path_starts\":\"/blog\",\"at_least\":3,\"within_days\":60}]}";

static void ask_members(struct bench *b, const char *name)
{
    struct arena_mark mark = arena_mark(b->cx->arena);
    struct rule_world w;
    struct rule *r = NULL;
    struct rule_ids ids = {0};
    struct db *db = NULL;
    double from = now_ms();

    check(b->cx, db_read(b->cx, b->pool, &db));
    check(b->cx, people_rules(b->cx, db, b->store, &w));
    check(b->cx, rule_parse(b->cx, db, &w, &rule_contacts, five, "rule", &r));
    check(b->cx, rule_members(b->cx, db, &w, r, &ids));
    db_return(db);
    tell(name, now_ms() - from);
    tell("members", (double)ids.n);
    rule_ids_done(&ids);
    arena_reset(b->cx->arena, mark);
}

/* The two questions of the event store alone. */
static void ask_store(struct bench *b)
{
    static const struct {
        const char *path, *path_starts;
        int64_t days, least;
    } both[] = {{"/precos", NULL, 30, 2}, {NULL, "/blog", 60, 3}};
    const char *const kinds[] = {"view"};
    double from = now_ms();

    for (size_t i = 0; i < 2; i++) {
        struct store_filter f = {.site = b->cx->site,
                                 .kinds = kinds,
                                 .kind_count = 1,
                                 .path = both[i].path,
                                 .path_starts = both[i].path_starts,
                                 .from_ms = ctx_now(b->cx) - DAYS_MS(both[i].days)};
        struct store_tallies t = {0};
        check(b->cx, store_tally(b->cx, b->store, &f, both[i].least, &t));
        store_tallies_done(&t);
    }
    tell("store-alone", now_ms() - from);
}

static void build(struct bench *b)
{
    struct counters *c = counters_of(b);
    double from, filled;
    int64_t id, n = 1;
    bool left = false;

    ask_members(b, "members-cold");
    ask_members(b, "members-warm");
    ask_store(b);
    from = now_ms();
    id = add_segment(b, "Cinco condições", five);
    check(b->cx, segments_work(b->cx, b->pool, b->store, &left));
    tell("built", now_ms() - from);
    while (n)
        check(b->cx, counters_step(b->cx, c, &n));
    filled = now_ms();
    tell("counted", filled - from);
    check(b->cx, segments_work(b->cx, b->pool, b->store, &left));
    tell("live-and-due", now_ms() - filled);
    tell("left", left);
    tell("counts", (double)ask_number(b, "select count(*) from behaviour_days"));
    tell("due", (double)ask_number(b, "select count(*) from segment_due"));
    check(b->cx, db_write(b->cx, b->pool, delete_in, &id));
    check(b->cx, segments_work(b->cx, b->pool, b->store, &left));
    counters_free(c);
}

/* --- one change among a hundred ---------------------------------------------------------------- */

static const char *a_rule(struct ctx *cx, int i)
{
    static const char *const stages[] = {"lead", "mql", "sal", "sql", "customer"};
    static const char *const lines[] = {"Software", "Metalurgia", "Saúde", "Varejo"};

    switch (i % 5) {
    case 0:
        return arena_print(
            cx->arena,
            "{\"all\":[{\"field\":\"lifecycle\",\"is\":\"%s\"},{\"field\":\"job_title\","
            "\"contains\":\"%c\"}]}",
            stages[i / 5 % 5], 'a' + i % 20);
    case 1:
        return arena_print(cx->arena,
                           "{\"all\":[{\"field\":\"account.industry\",\"is\":\"%s\"},{\"field\":"
                           "\"account.employees\",\"at_least\":%d}]}",
                           lines[i / 5 % 4], i * 8);
    case 2:
        return arena_print(
            cx->arena, "{\"event\":\"view\",\"path\":\"%s\",\"at_least\":%d,\"within_days\":%d}",
            i / 5 % 2 ? "/precos" : "/casos", 1 + i % 4, 3 + i % 28);
    case 3:
        return arena_print(
            cx->arena,
            "{\"all\":[{\"field\":\"first_contact_at\",\"within_days\":%d},{\"not\":{"
            "\"event\":\"form\",\"within_days\":30}}]}",
            i * 10);
    default:
        return arena_print(
            cx->arena,
            "{\"all\":[{\"has\":\"deals\",\"where\":{\"field\":\"outcome\",\"is\":\"%s\"}},"
            "{\"field\":\"tags\",\"has\":\"vip\"}]}",
            i / 5 % 2 ? "open" : "won");
    }
}

static void a_hundred(struct bench *b)
{
    struct counters *c;
    int64_t n = 1;
    bool left = false;
    double from = now_ms();

    if (ask_number(b, "select count(*) from segments where state = 'live'") >= SEGMENTS)
        return;
    for (int i = 0; i < SEGMENTS; i++)
        (void)add_segment(b, arena_print(b->cx->arena, "S%d", i), a_rule(b->cx, i));
    c = counters_of(b);
    check(b->cx, segments_work(b->cx, b->pool, b->store, &left));
    while (n)
        check(b->cx, counters_step(b->cx, c, &n));
    check(b->cx, segments_work(b->cx, b->pool, b->store, &left));
    counters_free(c);
    tell("hundred-built", now_ms() - from);
}

struct touching {
    int64_t id;
    int i;
};

/* The value after v in a list that ends with NULL, so that a change always changes something. */
static const char *after(const char *const *list, const char *v)
{
    size_t i = 0;

    while (list[i] && !text_equal(list[i], v))
        i++;
    return list[i] && list[i + 1] ? list[i + 1] : list[0];
}

/* The same for a stage, which does not go back: the last one stays. */
static const char *onward(const char *const *list, const char *v)
{
    const char *next = after(list, v);

    return next == list[0] ? v : next;
}

static enum err change_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct touching *t = arg;
    static const char *const stages[] = {"lead", "mql", "sal", NULL};
    static const char *const titles[] = {"Diretora", "Gerente de compras", "Analista", NULL};
    void *record = NULL;
    struct contact *c;
    enum err e = model_get(cx, db, &contact_model, t->id, &record);

    if (e)
        return e;
    c = record;
    c->job_title = after(titles, c->job_title);
    c->lifecycle = onward(stages, c->lifecycle);
    return model_change(cx, db, &contact_model, c);
}

/* The same row read, changed and committed, by hand. */
static enum err bare_in(struct ctx *cx, struct db *db, void *arg)
{
    static const char text[] =
        "update contacts set job_title = ?1, lifecycle = ?2, changed_at = ?3, "
        "version = version + 1 where site = ?4 and id = ?5";
    const struct touching *t = arg;
    struct db_stmt *st = NULL;
    void *record = NULL;
    enum err e = model_get(cx, db, &contact_model, t->id, &record);

    if (!e)
        e = db_begin_text(cx, db, text, &st);
    if (!e) {
        db_bind_text_at(st, 1, t->i % 2 ? "Diretora" : "Analista");
        db_bind_text_at(st, 2, t->i % 3 ? "lead" : "mql");
        db_bind_int_at(st, 3, ctx_now(cx));
        db_bind_int_at(st, 4, cx->site);
        db_bind_int_at(st, 5, t->id);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

static int by_value(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static void tell_times(const char *name, double *ms, int n)
{
    qsort(ms, (size_t)n, sizeof(*ms), by_value);
    (void)printf("%s p50 %.3f p99 %.3f max %.3f\n", name, ms[n / 2], ms[n * 99 / 100], ms[n - 1]);
}

static double spent_ms(void)
{
    struct timespec t;

    must(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t) == 0);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* What the job search.fill does behind them: for each change its part of it. */
static void join(struct bench *b)
{
    double cpu = spent_ms();

    check(b->cx, search_join(b->cx, b->pool, NULL, NULL));
    tell("joined-behind-processor", (spent_ms() - cpu) / (CHANGES + 50));
}

/* Bare ones and real ones in turn, so that both meet the same machine. */
static void change(struct bench *b)
{
    static double bare[CHANGES], real[CHANGES], work[CHANGES];

    a_hundred(b);
    for (int i = 0; i < CHANGES + 50; i++) {
        int at = i < 50 ? 0 : i - 50;
        struct arena_mark mark = arena_mark(b->cx->arena);
        struct touching t = {b->people[mix((uint64_t)i, 9) % b->n], i};
        double from = now_ms(), cpu;
        check(b->cx, db_write(b->cx, b->pool, bare_in, &t));
        bare[at] = now_ms() - from;
        t.id = b->people[mix((uint64_t)i, 10) % b->n];
        from = now_ms();
        cpu = spent_ms();
        check(b->cx, db_write(b->cx, b->pool, change_in, &t));
        work[at] = spent_ms() - cpu;
        real[at] = now_ms() - from;
        arena_reset(b->cx->arena, mark);
    }
    tell_times("bare", bare, CHANGES);
    tell_times("change", real, CHANGES);
    tell_times("change-processor", work, CHANGES);
    join(b);
    tell("moves",
         (double)ask_number(b, "select count(*) from segment_moves where cause = 'change'"));
}

/* --- events that come all the time ------------------------------------------------------------- */

struct stream {
    struct bench *b;
    struct counters *c;
    atomic_llong position[RATE * EVENT_SECONDS]; /* after each record */
    double at[RATE * EVENT_SECONDS];
    atomic_int sent;
};

static void *send_events(void *arg)
{
    struct stream *s = arg;
    struct ctx *cx = ctx_new(MIB(1), clock_system(), s->b->cx->ids);
    double from = now_ms();

    for (int i = 0; i < RATE * EVENT_SECONDS; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        unsigned char bytes[FACT_RECORD_MAX];
        struct fact f = a_fact(s->b, (uint64_t)i * 31 + 5, ctx_now(cx));
        struct timespec nap = {0, 0};
        int64_t position = 0;
        size_t n = 0;
        double ahead = from + i * 1e3 / RATE - now_ms();
        f.id = id_next(cx);
        f.key_lo = f.id;
        f.at_ms = f.received_ms = ctx_now(cx);
        if (ahead > 1) {
            nap.tv_nsec = (long)(ahead * 1e6) % 1000000000;
            (void)nanosleep(&nap, NULL);
        }
        check(cx, fact_encode(cx, &f, bytes, &n));
        s->at[i] = now_ms();
        check(cx, journal_append(cx, s->b->journal, bytes, n, &position));
        atomic_store(&s->position[i], position);
        atomic_store(&s->sent, i + 1);
        arena_reset(cx->arena, mark);
    }
    ctx_free(cx);
    return NULL;
}

static void events(struct bench *b)
{
    static struct stream s;
    static double lags[100000];
    struct loader *l = loader_new(&(struct loader_options){.journal = b->journal,
                                                           .store = b->store,
                                                           .follower = "loader",
                                                           .batch_wait_ms = 200,
                                                           .clock = clock_system()});
    struct timespec nap = {0, 10000000};
    struct counters_stats stats;
    pthread_t t[8];
    int done = 0, n = 0;
    double from;

    a_hundred(b);
    s.b = b;
    s.c = counters_of(b);
    check(b->cx, loader_start(b->cx, l));
    check(b->cx, counters_start(b->cx, s.c));
    must(pthread_create(&t[0], NULL, send_events, &s) == 0);
    from = now_ms();
    while (done < RATE * EVENT_SECONDS) {
        (void)nanosleep(&nap, NULL);
        counters_stats(s.c, &stats);
        for (; done < atomic_load(&s.sent) && s.position[done] <= stats.position; done++)
            if (n < (int)COUNT_OF(lags) && done % 5 == 0)
                lags[n++] = now_ms() - s.at[done];
        if (now_ms() - from > 180000)
            break;
    }
    (void)pthread_join(t[0], NULL);
    tell("events", done);
    tell("events-per-second", done / (now_ms() - from) * 1e3);
    tell_times("lag", lags, n);
    counters_free(s.c);
    loader_free(l);
}

int main(int argc, char **argv)
{
    struct id_source *ids = id_source_new(901);
    struct bench b = {.cx = ctx_new(MIB(512), clock_system(), ids)};
    int64_t facts = 0;
    char path[1024];

    if (argc < 3 || !text_to_int(argv[2], &facts)) {
        (void)fprintf(stderr, "usage: bench_segments DIR FACTS [build] [change] [events]\n");
        return 2;
    }
    b.dir = argv[1];
    (void)snprintf(path, sizeof(path), "sqlite:%s/praca.db", b.dir);
    check(b.cx, db_pool_open(b.cx, &(struct db_options){.url = path}, &b.pool));
    b.cx->site = ask_number(&b, "select min(id) from sites");
    read_people(&b);
    (void)snprintf(path, sizeof(path), "%s/facts", b.dir);
    b.store = store_duckdb_new(&(struct store_duckdb_options){.dir = path});
    (void)snprintf(path, sizeof(path), "%s/journal", b.dir);
    check(b.cx, journal_open(b.cx, &(struct journal_options){.dir = path, .followers = followers},
                             &b.journal));
    make_facts(&b, facts);
    for (int i = 3; i < argc || i == 3; i++) {
        if (argc == 3 || text_equal(argv[i], "build"))
            build(&b);
        if (argc == 3 || text_equal(argv[i], "change"))
            change(&b);
        if (argc == 3 || text_equal(argv[i], "events"))
            events(&b);
    }
    journal_close(b.journal);
    store_close(b.store);
    db_pool_close(b.pool);
    ctx_free(b.cx);
    id_source_free(ids);
    free(b.people);
    return 0;
}
