/* ctx.c -- see ctx.h. Parameters are copied into the arena, so callers may pass what is on their stack. */
#include "base/ctx.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#undef fail /* as ctx.h names them for an analyser */
#undef fail_detail
#undef fail_field
#undef fail_choice
#undef fail_too_long
#undef fail_memory

enum { FIELDS_MAX = 100 };

static int64_t system_now_ms(void *self)
{
    struct timespec t;

    (void)self;
    must(clock_gettime(CLOCK_REALTIME, &t) == 0);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct clock clock_system(void)
{
    return (struct clock){.now_ms = system_now_ms};
}

struct ctx *ctx_new(size_t cap_bytes, struct clock clock, struct id_source *ids)
{
    struct ctx *cx = calloc(1, sizeof(*cx));

    must(cx != NULL);
    cx->arena = arena_new(cap_bytes);
    must(cx->arena != NULL);
    cx->clock = clock;
    cx->ids = ids;
    cx->origin = "system";
    return cx;
}

void ctx_free(struct ctx *cx)
{
    if (!cx)
        return;
    arena_free(cx->arena);
    free(cx);
}

int64_t ctx_now(const struct ctx *cx)
{
    return cx->clock.now_ms(cx->clock.self);
}

static void take_params(struct ctx *cx, struct fault_param *to, va_list args)
{
    for (int i = 0; i < FAULT_PARAMS_MAX; i++) {
        const char *name = va_arg(args, const char *); /* NOLINT(clang-analyzer-valist.*) */
        if (!name)
            return;
        to[i].name = name;
        to[i].value = arena_dup(cx->arena, va_arg(args, const char *));
    }
    must(va_arg(args, const char *) == NULL);
}

/* Whether the first cause stays when this kind comes. */
static bool is_settled(const struct fault *f, enum err kind)
{
    bool outage = kind == ERR_LIMIT || kind == ERR_BUSY || kind == ERR_BROKEN;

    return f->kind && !(outage && f->kind == ERR_INVALID && f->fields);
}

enum err fail(struct ctx *cx, enum err kind, const char *key, ...)
{
    va_list args;

    if (is_settled(&cx->fault, kind))
        return kind;
    cx->fault = (struct fault){0};
    cx->fault.kind = kind;
    cx->fault.key = key;
    va_start(args, key);
    take_params(cx, cx->fault.params, args);
    va_end(args);
    if (arena_full(cx->arena)) {
        cx->fault = (struct fault){.kind = ERR_LIMIT, .key = "base.memory"};
        return ERR_LIMIT;
    }
    return kind;
}

enum err fail_detail(struct ctx *cx, enum err kind, const char *key, const char *detail)
{
    if (!is_settled(&cx->fault, kind))
        cx->fault =
            (struct fault){.kind = kind, .key = key, .detail = arena_dup(cx->arena, detail)};
    return kind;
}

enum err fail_memory(struct ctx *cx)
{
    return fail(cx, ERR_LIMIT, "base.memory", NULL);
}

bool fault_has_field(const struct ctx *cx, const char *field)
{
    for (const struct fault_field *ff = cx->fault.fields; ff; ff = ff->next)
        if (field && ff->field && !strcmp(ff->field, field))
            return true;
    return false;
}

enum err fail_field(struct ctx *cx, const char *field, const char *key, ...)
{
    struct fault *f = &cx->fault;
    struct fault_field *ff;
    va_list args;

    if (!f->kind) {
        f->kind = ERR_INVALID;
        f->key = "base.fields";
    }
    if (f->field_count == FIELDS_MAX || fault_has_field(cx, field))
        return ERR_INVALID;
    ff = arena_alloc(cx->arena, sizeof(*ff));
    if (!ff)
        return ERR_LIMIT;
    ff->field = arena_dup(cx->arena, field);
    ff->key = key;
    va_start(args, key);
    take_params(cx, ff->params, args);
    va_end(args);
    if (f->last_field)
        f->last_field->next = ff;
    else
        f->fields = ff;
    f->last_field = ff;
    f->field_count++;
    return ERR_INVALID;
}

enum err fail_choice(struct ctx *cx, const char *field, const char *const *choices)
{
    struct buf b = buf_in(cx->arena);

    for (size_t i = 0; choices[i]; i++)
        buf_print(&b, "%s%s", i ? ", " : "", choices[i]);
    return fail_field(cx, field, "field.choice", "choices", buf_text(&b), NULL);
}

enum err fail_too_long(struct ctx *cx, const char *field, size_t max, size_t have)
{
    const char *most = arena_print(cx->arena, "%zu", max);
    const char *now = arena_print(cx->arena, "%zu", have);

    return fail_field(cx, field, "field.too_long", "max", most, "have", now, NULL);
}

void fault_clear(struct ctx *cx)
{
    cx->fault = (struct fault){0};
}
