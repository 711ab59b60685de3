/* command_doctor.c -- praca doctor: looks at everything an installation stands on and says what it found.
 *
 * Every check is a row; each says its line, and the worst decides how the command ends. With --config it explains every
 * setting instead: what it is now, where that came from and what it does. */
#include "app/command.h"

#include "app/copy.h"
#include "app/health.h"
#include "app/instance.h"
#include "base/message.h"
#include "base/text.h"
#include "base/time.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* 2026-01-01: before this program was. */
#define FIRST_POSSIBLE_MS INT64_C(1767225600000)
enum { DISK_LOW_MB = 1024, DISK_OUT_MB = 100 };

enum verdict { WELL, CARE, WRONG };

struct patient {
    const char *dir;
    struct instance in;
    bool open;
    int verdicts[3];
};

/* What a check found: a sentence with up to two parameters. */
struct finding {
    enum verdict verdict;
    const char *key;
    struct fault_param params[2];
};

static struct finding found(enum verdict v, const char *key, const char *name, const char *value)
{
    return (struct finding){v, key, {{name, value}}};
}

/* The fault of the ctx as a finding. */
static struct finding fault_of(struct ctx *cx)
{
    const char *text = fault_message(cx);

    fault_clear(cx);
    return found(WRONG, "health.fault", "reason", text);
}

static struct finding check_dir(struct ctx *cx, struct patient *p)
{
    struct stat st;

    (void)cx;
    if (stat(p->dir, &st) != 0 || !S_ISDIR(st.st_mode))
        return found(WRONG, "health.no_dir", "dir", p->dir);
    if (access(p->dir, R_OK | W_OK | X_OK) != 0)
        return found(WRONG, "health.dir_closed", "dir", p->dir);
    if (st.st_mode & (S_IRWXG | S_IRWXO))
        return found(CARE, "health.dir_open", "dir", p->dir);
    return found(WELL, "health.dir", "dir", p->dir);
}

static struct finding check_space(struct ctx *cx, struct patient *p)
{
    struct statvfs v;
    const char *text;
    unsigned long long mb;

    if (statvfs(p->dir, &v) != 0)
        return found(CARE, "health.no_space_known", "dir", p->dir);
    mb = (unsigned long long)v.f_bavail * v.f_frsize / 1000000;
    text = arena_print(cx->arena, "%llu", mb);
    if (mb < DISK_OUT_MB)
        return found(WRONG, "health.disk_out", "mb", text);
    return found(mb < DISK_LOW_MB ? CARE : WELL,
                 mb < DISK_LOW_MB ? "health.disk_low" : "health.disk", "mb", text);
}

static struct finding check_engine(struct ctx *cx, struct patient *p)
{
    const char *engine = NULL;

    if (!p->open)
        return found(WRONG, "health.not_open", NULL, NULL);
    if (health_engine(cx, p->in.pool, &engine) != OK || health_database(cx, p->in.pool) != OK)
        return fault_of(cx);
    return found(WELL, "health.engine", "engine", engine);
}

static struct finding check_schema(struct ctx *cx, struct patient *p)
{
    int now = 0;

    if (!p->open)
        return found(WRONG, "health.not_open", NULL, NULL);
    if (health_schema(cx, p->in.pool, p->dir, false) != OK ||
        db_migrated_to(cx, p->in.pool, &now) != OK)
        return fault_of(cx);
    return found(WELL, "health.schema", "number", arena_print(cx->arena, "%d", now));
}

static enum err newest_entry(struct ctx *cx, struct db_pool *pool, int64_t *ret)
{
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = db_begin_text(cx, db, "select max(id) from audit", &st);
    if (!e)
        e = db_step(cx, st, &row);
    if (!e)
        *ret = row ? db_int(st, 0) : NIL;
    db_done(st);
    db_return(db);
    return e;
}

/* A clock that went back makes ids and times that lie; the newest entry of the trail tells. */
static struct finding check_clock(struct ctx *cx, struct patient *p)
{
    int64_t newest = NIL, now = ctx_now(cx);
    char at[TIME_TEXT_MAX];

    time_text(now, at);
    if (p->open && newest_entry(cx, p->in.pool, &newest) != OK)
        fault_clear(cx);
    if (now < FIRST_POSSIBLE_MS || (newest != NIL && id_time_ms(newest) > now + MINUTES_MS(1)))
        return found(WRONG, "health.clock_back", "at", arena_dup(cx->arena, at));
    return found(WELL, "health.clock", "at", arena_dup(cx->arena, at));
}

static struct finding check_zones(struct ctx *cx, struct patient *p)
{
    const struct zone *zone;

    (void)p;
    if (zone_find(cx, "America/Sao_Paulo", &zone) == OK)
        return found(WELL, "health.zones", NULL, NULL);
    fault_clear(cx);
    return found(WRONG, "health.no_zones", NULL, NULL);
}

static struct finding check_events(struct ctx *cx, struct patient *p)
{
    const char *journal = arena_print(cx->arena, "%s/journal", p->dir);
    const char *facts = arena_print(cx->arena, "%s/facts/facts.duckdb", p->dir);

    if (!copy_is_there(journal))
        return found(WELL, "health.no_events", NULL, NULL);
    if (access(journal, R_OK | W_OK | X_OK) != 0)
        return found(WRONG, "health.dir_closed", "dir", journal);
    if (copy_is_there(facts) && access(facts, R_OK | W_OK) != 0)
        return found(WRONG, "health.dir_closed", "dir", facts);
    return found(WELL, "health.events", NULL, NULL);
}

static const struct {
    const char *name; /* message "health.name_…" */
    struct finding (*check)(struct ctx *cx, struct patient *p);
} checks[] = {
    {"health.name_dir", check_dir},       {"health.name_space", check_space},
    {"health.name_engine", check_engine}, {"health.name_schema", check_schema},
    {"health.name_events", check_events}, {"health.name_clock", check_clock},
    {"health.name_zones", check_zones},
};

static void say_finding(struct ctx *cx, struct patient *p, size_t i)
{
    static const char *const marks[] = {"health.well", "health.care", "health.wrong"};
    struct finding f = checks[i].check(cx, p);
    const char *name = message(cx->arena, cx->lang, checks[i].name, NULL, 0);
    const char *mark = message(cx->arena, cx->lang, marks[f.verdict], NULL, 0);

    p->verdicts[f.verdict]++;
    (void)printf("%-9s %s: %s\n", mark, name,
                 message(cx->arena, cx->lang, f.key, f.params, COUNT_OF(f.params)));
}

static enum err examine(struct ctx *cx, struct patient *p)
{
    char wrong[16];

    for (size_t i = 0; i < COUNT_OF(checks); i++)
        say_finding(cx, p, i);
    if (!p->verdicts[WRONG]) {
        say(cx, p->verdicts[CARE] ? "health.done_care" : "health.done_well", NULL);
        return OK;
    }
    (void)snprintf(wrong, sizeof(wrong), "%d", p->verdicts[WRONG]);
    return fail(cx, ERR_BROKEN, "health.done_wrong", "count", wrong, NULL);
}

static enum err explain(struct ctx *cx, const struct patient *p)
{
    struct buf out = buf_in(cx->arena);

    config_describe(p->in.config, cx->lang, &out);
    return print_all(cx, &out);
}

enum err command_doctor(struct ctx *cx, const struct args *a)
{
    struct patient p = {.dir = args_option(a, "data")};
    bool settings = args_flag(a, "config");
    enum err e;

    if (!p.dir)
        p.dir = INSTANCE_DIR_DEFAULT;
    e = instance_open(cx, a, INSTANCE_BARE, &p.in);
    p.open = !e;
    if (e && (settings || text_equal(cx->fault.key, "app.no_data") ||
              text_starts(cx->fault.key, "config.")))
        return e;
    if (e) {
        (void)fprintf(stderr, "praca: %s\n", fault_message(cx));
        fault_clear(cx);
    }
    e = settings ? explain(cx, &p) : examine(cx, &p);
    if (p.open)
        instance_close(cx, &p.in);
    return e;
}
