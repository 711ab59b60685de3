/* ctx.h -- the errand: whose it is, where its memory is, what went wrong first.
 *
 * One request, one job, one test has one ctx. It carries the arena, the clock, who acts and for which
 * site, the reader's language, and the first failure with its parameters. Fields that are wrong
 * gather beside the failure, so that a form learns all of its mistakes at once.
 *
 * Ownership: everything reachable from a ctx lives in its arena, except the clock and id source, which
 *            the process owns and which outlive it.
 * Threads:   one at a time.
 */
#ifndef PRACA_BASE_CTX_H
#define PRACA_BASE_CTX_H

#include "base/arena.h"
#include "base/err.h"

enum lang { LANG_PT_BR, LANG_EN };
enum { LANG_COUNT = 2 };

/* The time as the errand sees it: the process's, or a test's. */
struct clock {
    int64_t (*now_ms)(void *self); /* unix ms, UTC */
    void *self;
};

struct fault_param {
    const char *name, *value;
};
enum { FAULT_PARAMS_MAX = 6 };

/* One wrong field of an input. */
struct fault_field {
    struct fault_field *next;
    const char *field; /* as the sender named it: "email", "rows.12.amount" */
    const char *key;   /* message key */
    struct fault_param params[FAULT_PARAMS_MAX];
};

struct fault {
    enum err kind;
    const char *key; /* message key of the first cause, e.g. "db.away" */
    struct fault_param params[FAULT_PARAMS_MAX];
    const char *detail; /* for the log only: never shown to a stranger, never personal data */
    struct fault_field *fields, *last_field;
    int field_count;
};

struct id_source;
struct changes;
struct fact_store;

struct ctx {
    struct arena *arena;
    struct clock clock;
    struct id_source *ids;
    enum lang lang;
    int64_t site;       /* 0: none yet */
    int64_t actor;      /* user id; 0: the system itself or nobody yet */
    unsigned may;       /* what the caller may, access/may.h; 0: nobody calls, as in a job */
    const char *origin; /* how it came, for the audit: "screen", "api", "cli", "import", "job" */
    const char *request_id;
    const char *cause;        /* why records change, where it is no plain change: "merge"; NULL */
    struct changes *changes;  /* gathered by people/change.h; NULL: each is followed at once */
    struct fact_store *facts; /* what happened, for figures that count touches; NULL: not at hand */
    bool
        undoing; /* what is written is what stood there before: it may go back where nothing else may */
    struct fault fault;
};

/* An errand over a fresh arena. Dies (must) when there is no memory for the arena itself. */
struct ctx *ctx_new(size_t cap_bytes, struct clock clock, struct id_source *ids);
void ctx_free(struct ctx *cx);

struct clock clock_system(void);
int64_t ctx_now(const struct ctx *cx);

/* Record the first cause and return its kind. Later calls keep the first cause but return their own
 * kind; only an outage (LIMIT, BUSY, BROKEN) takes the place of wrong fields. Parameters are name, value pairs of text, ended by NULL:
 *     return fail(cx, ERR_INVALID, "import.row", "row", row_text, NULL);
 * With a full arena the kind becomes ERR_LIMIT with "base.memory". */
enum err fail(struct ctx *cx, enum err kind, const char *key, ...) __attribute__((sentinel));
/* The same, with a detail for the log that the reader never sees. */
enum err fail_detail(struct ctx *cx, enum err kind, const char *key, const char *detail);
/* For a caller that only sees "full arena": records "base.memory". */
enum err fail_memory(struct ctx *cx);
/* Add one wrong field; the failure as a whole becomes ERR_INVALID with "base.fields". A field keeps its
 * first error; at most 100 have one. */
enum err fail_field(struct ctx *cx, const char *field, const char *key, ...)
    __attribute__((sentinel));
/* The same for a value that is none of these: "field.choice", with all of them (ended by NULL). */
enum err fail_choice(struct ctx *cx, const char *field, const char *const *choices);
/* The same for a text of more characters (or bytes) than it may have: "field.too_long". */
enum err fail_too_long(struct ctx *cx, const char *field, size_t max, size_t have);
/* Whether this field has its error: what follows from its value is then not judged. */
bool fault_has_field(const struct ctx *cx, const char *field);
/* Forget what went wrong, e.g. before a retry. */
void fault_clear(struct ctx *cx);

/* A static analyser cannot look into ctx.c: told that what fails is not OK, it does not follow a failure
 * into the code behind `if (e)`. */
#ifdef __clang_analyzer__
#define fail(cx, kind, ...) ((void)(fail)(cx, kind, __VA_ARGS__), (kind))
#define fail_detail(cx, kind, key, detail) ((void)(fail_detail)(cx, kind, key, detail), (kind))
#define fail_field(cx, field, ...) ((void)(fail_field)(cx, field, __VA_ARGS__), ERR_INVALID)
#define fail_choice(cx, field, choices) ((void)(fail_choice)(cx, field, choices), ERR_INVALID)
#define fail_too_long(cx, field, max, n) ((void)(fail_too_long)(cx, field, max, n), ERR_INVALID)
#define fail_memory(cx) ((void)(fail_memory)(cx), ERR_LIMIT)
#endif

#endif
