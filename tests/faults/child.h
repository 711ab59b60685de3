/* child.h -- the program, run as a child of a test: killed at a moment, or with little room on the disk.
 *
 * PRACA names the program. A child's output goes to DIR/child.log.
 */
#ifndef PRACA_TESTS_CHILD_H
#define PRACA_TESTS_CHILD_H

#include "unit/world.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CHILD_WORDS_MAX = 16, CHILD_KILLED = -1 };

struct child {
    const char *program; /* NULL: the one PRACA names */
    const char *words[CHILD_WORDS_MAX];
    int64_t kill_after_us; /* 0: lives as long as it likes */
    int64_t file_bytes;    /* no file grows beyond; 0: no limit */
};

static inline const char *child_log(struct engine_world *w)
{
    return arena_print(w->cx->arena, "%s/child.log", w->dir);
}

static inline int64_t child_clock_us(void)
{
    struct timespec t;

    must(clock_gettime(CLOCK_MONOTONIC, &t) == 0);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static inline _Noreturn void child_become(const struct child *c, const char *program,
                                          const char *log)
{
    struct rlimit room = {.rlim_cur = (rlim_t)c->file_bytes, .rlim_max = (rlim_t)c->file_bytes};
    int fd = open(log, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    char *argv[CHILD_WORDS_MAX + 1] = {0};

    must(program && fd >= 0 && dup2(fd, 1) == 1 && dup2(fd, 2) == 2);
    if (c->file_bytes)
        must(setrlimit(RLIMIT_FSIZE, &room) == 0);
    for (int i = 0; i < CHILD_WORDS_MAX && c->words[i]; i++)
        argv[i] = strdup(c->words[i]);
    (void)execv(program, argv);
    abort();
}

/* Its exit code, or CHILD_KILLED. */
static inline int child_run(struct engine_world *w, const struct child *c)
{
    const char *program = c->program ? c->program : getenv("PRACA"), *log = child_log(w);
    int status = 0;
    sigset_t ended;
    pid_t pid;

    assert_non_null(program);
    assert_non_null(log);
    assert_int_equal(sigemptyset(&ended), 0);
    assert_int_equal(sigaddset(&ended, SIGCHLD), 0);
    assert_int_equal(sigprocmask(SIG_BLOCK, &ended, NULL), 0);
    while (sigtimedwait(&ended, NULL, &(struct timespec){0}) > 0)
        continue; /* that of the child before is still waiting */
    pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        child_become(c, program, log);
    if (c->kill_after_us) { /* until it ends by itself, or its moment has come */
        struct timespec pause = {.tv_sec = (time_t)(c->kill_after_us / 1000000),
                                 .tv_nsec = (long)(c->kill_after_us % 1000000) * 1000};
        (void)sigtimedwait(&ended, NULL, &pause);
        assert_int_equal(kill(pid, SIGKILL), 0); /* it is not yet waited for, so it is ours */
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    if (WIFSIGNALED(status)) {
        assert_true(c->kill_after_us && WTERMSIG(status) == SIGKILL);
        return CHILD_KILLED;
    }
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

/* What the last child said. */
static inline const char *child_said(struct engine_world *w)
{
    char *text = arena_alloc(w->cx->arena, 4096);
    FILE *f = fopen(child_log(w), "r");

    assert_non_null(f);
    assert_non_null(text);
    text[fread(text, 1, 4095, f)] = 0;
    (void)fclose(f);
    return text;
}

static inline const char *child_file(struct engine_world *w, const char *name, const char *text)
{
    const char *path = arena_print(w->cx->arena, "%s/%s", w->dir, name);
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
    return path;
}

/* A random number below n; the seed is printed by whoever starts. */
static inline int64_t child_dice(uint64_t *state, int64_t n)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)((*state >> 33) % (uint64_t)n);
}

/* Leads with a company each: rows of them, for files/leads.csv and the map beside it. */
static inline const char *child_leads(struct engine_world *w, int rows)
{
    const char *path = arena_print(w->cx->arena, "%s/leads.csv", w->dir);
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    (void)fprintf(f, "id,day,channel,company,site,size\n");
    for (int i = 0; i < rows; i++)
        (void)fprintf(f, "lead-%d,%02d-%02d-2023,channel-%d,Company %d,c%d.example,%d\n", i,
                      i % 28 + 1, i % 12 + 1, i % 7, i % 500, i % 500, i % 9);
    assert_int_equal(fclose(f), 0);
    return path;
}

static inline const char *child_leads_map(struct engine_world *w)
{
    return child_file(w, "leads.json",
                      "{\"kind\":\"leads\",\"columns\":{\"id\":{\"to\":\"external_id\"},"
                      "\"day\":{\"to\":\"first_contact_at\",\"pattern\":\"DD-MM-YYYY\"},"
                      "\"channel\":{\"to\":\"channel\"},\"company\":{\"to\":\"account.name\"},"
                      "\"site\":{\"to\":\"account.domain\"},\"size\":{\"to\":\"custom.size\"}}}");
}

#endif
