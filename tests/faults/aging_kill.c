/* aging_kill.c -- a process that lets raw events leave is killed at random moments; the books close at every one of them.
 *
 * The child takes the events of day after day out of a DuckDB store and has the file written anew behind each. The parent kills
 * it, opens the store and counts: what left and what is there are what came; nothing is left of the days that are gone, nothing
 * is missing of the others; visits and the loss ledger are as they were. In the end no byte of what left is in the file.
 *
 * Usage: aging_kill [KILLS [SEED]]
 */
#include "facts/store_age.h"

#include "base/time.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { DAYS = 40, A_DAY = 400, KILLS = 20, LIFE_MAX_MS = 1500 };

static const int64_t first_day = INT64_C(1763856000000);

static void sure(enum err e, const struct ctx *cx, const char *what)
{
    if (!e)
        return;
    (void)fprintf(stderr, "%s: %s %s %s\n", what, err_name(e), cx->fault.key ? cx->fault.key : "",
                  cx->fault.detail ? cx->fault.detail : "");
    exit(1);
}

static void check(bool right, const char *what)
{
    if (right)
        return;
    (void)fprintf(stderr, "not so: %s\n", what);
    exit(1);
}

static struct fact_store *open_in(const char *dir)
{
    return store_duckdb_new(&(struct store_duckdb_options){.dir = dir});
}

/* Each visit has two views and a form; every tenth is of somebody known. */
static void fill(struct ctx *cx, struct fact_store *st)
{
    static struct fact facts[(size_t)3 * A_DAY];
    static struct visit visits[A_DAY];
    int64_t id = 1;

    for (int day = 0; day < DAYS; day++) {
        struct store_outcome o = {7, first_day / DAYS_MS(1) + day, FATE_HUMAN, "",
                                  (int64_t)3 * A_DAY};
        struct store_batch b = {.follower = "test",
                                .from = day,
                                .to = day + 1,
                                .facts = facts,
                                .count = (size_t)3 * A_DAY,
                                .visits = visits,
                                .visit_count = A_DAY,
                                .outcomes = &o,
                                .outcome_count = 1};
        for (int i = 0; i < A_DAY; i++) {
            int64_t at = first_day + DAYS_MS(day) + MINUTES_MS(i);
            char *click = arena_print(cx->arena, "klick-%d-%d", day, i);
            visits[i] = (struct visit){0};
            parts_clear(&visits[i], visit_fields, VISIT_FIELDS);
            visits[i].id = id;
            visits[i].site = 7;
            visits[i].visitor = i + 1;
            visits[i].started_ms = visits[i].ended_ms = at;
            visits[i].views = 2;
            visits[i].subject = i % 10 ? 0 : 5000 + i;
            visits[i].click_id = i % 10 ? click : "";
            for (int k = 0; k < 3; k++) {
                struct fact *f = &facts[3 * i + k];
                *f = fact_nothing();
                f->id = f->key_lo = id++;
                f->site = 7;
                f->at_ms = f->received_ms = at;
                f->kind = k < 2 ? "view" : "form";
                f->path = "/precos";
                f->visit = visits[i].id;
                f->visitor = i + 1;
                f->subject = visits[i].subject;
            }
        }
        sure(store_append(cx, st, &b), cx, "append");
    }
}

static const char *const kept[] = {"form"};

static _Noreturn void live(const char *dir)
{
    struct ctx *cx = ctx_new(MIB(256), clock_system(), NULL);
    struct fact_store *st = open_in(dir);
    struct store_aged aged = {0};

    sure(store_aged(cx, st, 7, &aged), cx, "aged");
    for (int64_t day = aged.before_ms ? (aged.before_ms - first_day) / DAYS_MS(1) : 0; day <= DAYS;
         day++) {
        struct store_age_ask ask = {.site = 7,
                                    .before_ms = first_day + DAYS_MS(day) + 1,
                                    .mask = 1 + day * 7919,
                                    .kept = kept,
                                    .kept_count = 1};
        sure(store_age(cx, st, &ask, &aged), cx, "age");
        sure(store_compact(cx, st), cx, "compact");
    }
    exit(0);
}

static int64_t count(struct ctx *cx, struct fact_store *st, int64_t from_ms, int64_t to_ms,
                     const char *kind)
{
    struct store_filter f = {.site = 7,
                             .from_ms = from_ms,
                             .to_ms = to_ms,
                             .kinds = kind ? &kind : NULL,
                             .kind_count = kind != NULL,
                             .robots = STORE_EVERYONE};
    struct store_count *rows = NULL;
    size_t n = 0;

    sure(store_counts(cx, st, &f, STORE_ALL, 1, &rows, &n), cx, "counts");
    return rows[0].count;
}

static int64_t visits_there(struct ctx *cx, struct fact_store *st)
{
    struct stats_question q =
        stats_question_of(7, first_day - DAYS_MS(1), first_day + DAYS_MS(DAYS + 1));
    struct stats_answer a = {0};

    q.metrics[q.metric_count++] = STATS_VISITS;
    sure(stats_check(cx, &q), cx, "question");
    sure(store_stats(cx, st, &q, &a), cx, "stats");
    return a.rows[0].sums[SUM_VISITS];
}

/* The books as the store has them now; false while something is still to leave. */
static bool look(const char *dir, bool *ret_pending)
{
    struct ctx *cx = ctx_new(MIB(256), clock_system(), NULL);
    struct fact_store *st = open_in(dir);
    struct store_outcome *outcomes = NULL;
    struct store_aged aged = {0};
    int64_t all, before, told = 0, far = first_day + DAYS_MS(DAYS + 2);
    size_t n = 0;

    sure(store_aged(cx, st, 7, &aged), cx, "aged");
    all = count(cx, st, 0, 0, NULL);
    check(all + aged.removed == (int64_t)3 * A_DAY * DAYS,
          "what left and what is there is what came");
    before = aged.before_ms;
    if (before) {
        int64_t days = (before - 1 - first_day) / DAYS_MS(1);
        check(count(cx, st, 1, before, NULL) == count(cx, st, 1, before, "form"),
              "of days that are gone only forms of the known are there");
        check(count(cx, st, before, far, NULL) == (DAYS - days) * 3 * A_DAY - 3 * (days < DAYS),
              "nothing is missing of the other days");
    }
    check(visits_there(cx, st) == (int64_t)A_DAY * DAYS, "visits stay");
    sure(store_outcomes(cx, st, 7, 0, far, &outcomes, &n), cx, "outcomes");
    for (size_t i = 0; i < n; i++)
        told += outcomes[i].count;
    check(told == (int64_t)3 * A_DAY * DAYS, "the ledger has what came");
    *ret_pending = aged.pending > 0;
    store_close(st);
    ctx_free(cx);
    return before >= first_day + DAYS_MS(DAYS);
}

/* How it ended: false when it was killed. */
static bool live_for(const char *dir, int64_t ms)
{
    struct timespec pause = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};
    int status = 0;
    sigset_t ended;
    pid_t pid;

    must(sigemptyset(&ended) == 0 && sigaddset(&ended, SIGCHLD) == 0);
    must(sigprocmask(SIG_BLOCK, &ended, NULL) == 0);
    while (sigtimedwait(&ended, NULL, &(struct timespec){0}) > 0)
        continue; /* that of the one before is still waiting */
    pid = fork();
    must(pid >= 0);
    if (pid == 0)
        live(dir);
    if (ms) {
        (void)sigtimedwait(&ended, NULL, &pause);
        must(kill(pid, SIGKILL) == 0); /* it is not yet waited for, so it is ours */
    }
    must(waitpid(pid, &status, 0) == pid);
    check(!WIFEXITED(status) || WEXITSTATUS(status) == 0, "a child that was left alone succeeds");
    return WIFEXITED(status);
}

static bool file_has(const char *dir, const char *text)
{
    char path[200], *bytes;
    bool found = false;
    long n;
    FILE *f;

    (void)snprintf(path, sizeof(path), "%s/facts.duckdb", dir);
    f = fopen(path, "rb");
    must(f != NULL && fseek(f, 0, SEEK_END) == 0);
    n = ftell(f);
    bytes = malloc((size_t)n);
    must(bytes != NULL && fseek(f, 0, SEEK_SET) == 0);
    must(fread(bytes, 1, (size_t)n, f) == (size_t)n);
    for (long i = 0; i + (long)strlen(text) <= n && !found; i++)
        found = memcmp(bytes + i, text, strlen(text)) == 0;
    free(bytes);
    (void)fclose(f);
    return found;
}

int main(int argc, char **argv)
{
    int kills = argc > 1 ? (int)strtol(argv[1], NULL, 10) : KILLS, killed = 0, between = 0;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : (uint64_t)time(NULL);
    char dir[] = "/tmp/praca-aging-XXXXXX", clear[64];
    struct ctx *cx = ctx_new(MIB(256), clock_system(), NULL);
    struct fact_store *st;
    bool pending = false;

    must(mkdtemp(dir) != NULL);
    (void)printf("seed %llu\n", (unsigned long long)seed);
    st = open_in(dir);
    fill(cx, st);
    store_close(st);
    ctx_free(cx);
    check(file_has(dir, "klick-"), "click ids are there at first");
    for (int i = 0; i < kills; i++) {
        bool over;
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        killed += !live_for(dir, 1 + (int64_t)(seed >> 33) % LIFE_MAX_MS);
        over = look(dir, &pending);
        between += pending;
        if (over && !pending)
            break;
    }
    (void)printf("killed %d times, %d of them before the file was written anew\n", killed, between);
    check(live_for(dir, 0), "the last one lives");
    check(look(dir, &pending) && !pending, "all days are gone and nothing is pending");
    check(!file_has(dir, "klick-"), "no click id of a stranger is left");
    (void)snprintf(clear, sizeof(clear), "rm -r %s", dir);
    return system(clear) == 0 ? 0 : 1;
}
