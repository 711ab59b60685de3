/* csv_source.c -- where a reader's bytes come from: a FILE * or memory. They fit json_stream_open()
 * too. */
#include "base/csv.h"

#include <stdio.h>
#include <string.h>

enum err csv_from_file(void *self, struct ctx *cx, char *to, size_t room, size_t *ret_n)
{
    FILE *f = self;
    size_t n = fread(to, 1, room, f);

    if (n == 0 && ferror(f))
        return fail(cx, ERR_BROKEN, "csv.read", NULL);
    *ret_n = n;
    return OK;
}

enum err csv_from_memory(void *self, struct ctx *cx, char *to, size_t room, size_t *ret_n)
{
    struct csv_memory *m = self;
    size_t n = m->len - m->at < room ? m->len - m->at : room;

    (void)cx;
    if (n)
        memcpy(to, m->bytes + m->at, n);
    m->at += n;
    *ret_n = n;
    return OK;
}
