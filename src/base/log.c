/* log.c -- a line is made in an arena of its own and leaves in one write().
 *
 * Surprising: parameters of a fault may hold what a person typed, so of a fault only its kind, key, detail
 * and the names of wrong fields are logged. A line that cannot be written is lost: there is no one to tell.
 */
#include "base/log.h"

#include "base/json.h"
#include "base/time.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 64 * 1024 };

struct log {
    int fd;
    enum log_level least;
    bool human;
};

static const char *const level_names[] = {"debug", "info", "warn", "error"};

struct log *log_new(int fd, enum log_level least, bool human)
{
    struct log *l = malloc(sizeof(*l));

    if (l)
        *l = (struct log){.fd = fd, .least = least, .human = human};
    return l;
}

void log_free(struct log *l)
{
    free(l);
}

/* One line under way. */
struct line {
    struct arena *arena;
    struct buf out;
    struct json_writer w;
    bool human;
};

static bool line_start(struct line *n, const struct log *l, enum log_level level, const char *event)
{
    char now[TIME_TEXT_MAX];
    struct clock c = clock_system();

    if (!l || level < l->least)
        return false;
    n->arena = arena_new(LINE_MAX_BYTES);
    if (!n->arena)
        return false;
    n->out = buf_in(n->arena);
    n->w = json_to(&n->out);
    n->human = l->human;
    time_text(c.now_ms(c.self), now);
    if (n->human) {
        buf_print(&n->out, "%s %-5s %s", now, level_names[level], event);
        return true;
    }
    json_open_object(&n->w);
    json_text_member(&n->w, "at", now);
    json_text_member(&n->w, "level", level_names[level]);
    json_text_member(&n->w, "event", event);
    return true;
}

static void line_put(struct line *n, const char *name, const char *value)
{
    if (!n->human) {
        json_text_member(&n->w, name, value);
        return;
    }
    buf_print(&n->out, " %s=", name);
    for (const char *p = value ? value : "-"; *p; p++) /* one line stays one line */
        buf_add_char(&n->out, (unsigned char)*p < ' ' || *p == 0x7f ? ' ' : *p);
}

static void line_end(struct line *n, const struct log *l)
{
    const char *p;
    size_t left;

    if (!n->human)
        json_close_object(&n->w);
    buf_add_char(&n->out, '\n');
    p = buf_ok(&n->out) ? buf_text(&n->out) : NULL;
    left = p ? n->out.len : 0;
    while (left > 0) {
        ssize_t done = write(l->fd, p, left);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            break;
        p += done;
        left -= (size_t)done;
    }
    arena_free(n->arena);
}

void log_line(struct log *l, enum log_level level, const char *event, ...)
{
    struct line n = {0};
    const char *name;
    va_list args;

    if (!line_start(&n, l, level, event))
        return;
    va_start(args, event);
    while ((name = va_arg(args, const char *)) != NULL) /* NOLINT(clang-analyzer-valist.*) */
        line_put(&n, name, va_arg(args, const char *));
    va_end(args);
    line_end(&n, l);
}

void log_fault(struct log *l, enum log_level level, const char *event, const struct ctx *cx)
{
    struct line n = {0};

    if (!line_start(&n, l, level, event))
        return;
    line_put(&n, "kind", err_name(cx->fault.kind));
    line_put(&n, "key", cx->fault.key);
    if (cx->fault.detail)
        line_put(&n, "detail", cx->fault.detail);
    if (cx->request_id)
        line_put(&n, "request", cx->request_id);
    if (cx->site)
        line_put(&n, "site", arena_print(n.arena, "%lld", (long long)cx->site));
    if (cx->fault.fields) {
        struct buf b = buf_in(n.arena);
        for (const struct fault_field *f = cx->fault.fields; f; f = f->next)
            buf_print(&b, "%s%s:%s", b.len ? " " : "", f->field ? f->field : "?", f->key);
        line_put(&n, "fields", buf_text(&b));
    }
    line_end(&n, l);
}
