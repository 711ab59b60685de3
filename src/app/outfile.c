/* outfile.c -- see outfile.h. */
#include "app/outfile.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static enum err failed(struct ctx *cx, const struct outfile *f)
{
    return f->name ? fail(cx, ERR_BROKEN, "cli.file_write", "file", f->name, "reason",
                          strerror(errno), NULL)
                   : fail(cx, ERR_BROKEN, "cli.output", "reason", strerror(errno), NULL);
}

enum err outfile_open(struct ctx *cx, const char *name, struct outfile *ret)
{
    struct outfile f = {.name = name, .to = stdout};

    if (name) {
        f.part = arena_print(cx->arena, "%s.part", name);
        if (!f.part)
            return fail_memory(cx);
        f.to = fopen(f.part, "wb");
        if (!f.to)
            return failed(cx, &f);
    }
    *ret = f;
    return OK;
}

enum err outfile_add(struct ctx *cx, struct outfile *f, const char *bytes, size_t n)
{
    return fwrite(bytes, 1, n, f->to) == n ? OK : failed(cx, f);
}

enum err outfile_end(struct ctx *cx, struct outfile *f, enum err e)
{
    if (!f->name)
        return !e && fflush(f->to) != 0 ? failed(cx, f) : e;
    if (!e && (fflush(f->to) != 0 || fsync(fileno(f->to)) != 0))
        e = failed(cx, f);
    if (fclose(f->to) != 0 && !e)
        e = failed(cx, f);
    if (!e && rename(f->part, f->name) != 0)
        e = failed(cx, f);
    if (e)
        (void)unlink(f->part);
    return e;
}
