/* history.c -- a file of the past by its first byte: a line of an access log, or a table or packed file of which the format is to be told.
 *
 * Whatever the bytes are, reading ends, stays inside them, and what was read as a line has its pieces in it.
 */
#include "fuzz.h"

#include "base/unpack.h"
#include "measure/history_priv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void one_line(const uint8_t *data, size_t n)
{
    char *line = malloc(n + 1);
    struct log_line l;

    must(line != NULL);
    if (n)
        memcpy(line, data, n);
    line[n] = 0;
    if (log_line_read(line, n, &l) == NULL) {
        must(l.address && l.method && l.target && l.referrer && l.agent && l.host);
        must(l.address >= line && l.agent <= line + n);
        must(l.status >= 100 && l.status <= 599);
    }
    free(line);
}

static void one_table(struct ctx *cx, const uint8_t *data, size_t n)
{
    const char *format = history_guess(cx, "", (const char *)data, n);

    must(!format || *format);
}

static void all_of(struct ctx *cx, const char *path)
{
    struct unpack *u = NULL;
    const char *name = "";
    bool more = true;
    char bytes[512];
    enum err e = unpack_open(cx, path, &u);

    while (!e && more) {
        size_t n = 1, all = 0;
        e = unpack_next(cx, u, &name, &more);
        while (!e && more && n && all < MIB(8)) {
            e = unpack_read(u, cx, bytes, sizeof(bytes), &n);
            all += n;
        }
    }
    must(!e || e == ERR_INVALID || e == ERR_LIMIT || e == ERR_BROKEN);
    unpack_close(u);
}

static void one_packed(struct ctx *cx, const uint8_t *data, size_t n)
{
    char path[] = "/tmp/praca-fuzz-XXXXXX";
    int fd = mkstemp(path);

    must(fd >= 0 && (!n || write(fd, data, n) == (ssize_t)n) && close(fd) == 0);
    all_of(cx, path);
    (void)unlink(path);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct ctx *cx = ctx_new(MIB(4), clock_system(), NULL);

    if (n && bytes[0] == 'l')
        one_line(bytes + 1, n - 1);
    else if (n && bytes[0] == 't')
        one_table(cx, bytes + 1, n - 1);
    else
        one_packed(cx, bytes, n);
    ctx_free(cx);
    return 0;
}
