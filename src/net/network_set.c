/* network_set.c -- see network_set.h. Kept as ranges, sorted and merged, so that one search by halves answers. */
#include "net/network_set.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MAX = 64 * 1024 * 1024 };
enum { NETWORK_TEXT_MAX = 64, WIDEST = 16, WIDEST_IPV4 = 96 + 8 };

struct range {
    struct address first, last;
};

struct network_set {
    size_t n, passed_over;
    struct range *ranges;
    char wide[NETWORK_TEXT_MAX];
};

static int compare(const struct address *a, const struct address *b)
{
    return memcmp(a->bytes, b->bytes, sizeof(a->bytes));
}

static int by_first(const void *a, const void *b)
{
    return compare(&((const struct range *)a)->first, &((const struct range *)b)->first);
}

static struct range range_of(const struct network *n)
{
    struct range r = {n->base, n->base};

    for (int bit = n->bits; bit < 128; bit++)
        r.last.bytes[bit / 8] |= (unsigned char)(0x80 >> bit % 8);
    return r;
}

/* One that holds much of the internet, as 0.0.0.0/0 and the networks of IPv6 that all of IPv4 lies in. */
static bool is_wide(const struct network *n)
{
    static const struct network ipv4 = {{{[10] = 0xff, [11] = 0xff}}, 96};

    return n->bits < WIDEST ||
           (n->bits < WIDEST_IPV4 && (network_has(&ipv4, &n->base) || network_has(n, &ipv4.base)));
}

/* The network of a line; false when there is none in it, *ret_wrong when there should be. text: it, as it was written. */
static bool read_line(const char *line, size_t n, struct network *ret, bool *ret_wrong,
                      char text[NETWORK_TEXT_MAX])
{
    size_t from = 0, len;

    while (from < n && strchr(" \t\r\"", line[from]))
        from++;
    for (len = 0; from + len < n && !strchr(" \t\r\",;#", line[from + len]); len++)
        ;
    *ret_wrong = false;
    if (!len)
        return false;
    *ret_wrong = len >= NETWORK_TEXT_MAX;
    if (*ret_wrong)
        return false;
    memcpy(text, line + from, len);
    text[len] = 0;
    *ret_wrong = !network_read(text, ret);
    return !*ret_wrong;
}

static bool add(struct network_set *s, size_t *cap, const struct network *n)
{
    if (s->n == *cap) {
        size_t more = *cap ? *cap * 2 : 256;
        struct range *grown = realloc(s->ranges, more * sizeof(*grown));
        if (!grown)
            return false;
        s->ranges = grown;
        *cap = more;
    }
    s->ranges[s->n++] = range_of(n);
    return true;
}

static void merge(struct network_set *s)
{
    size_t kept = 0;

    if (s->n)
        qsort(s->ranges, s->n, sizeof(s->ranges[0]), by_first);
    for (size_t i = 0; i < s->n; i++) {
        struct range *last = kept ? &s->ranges[kept - 1] : NULL;
        if (!last || compare(&s->ranges[i].first, &last->last) > 0)
            s->ranges[kept++] = s->ranges[i];
        else if (compare(&s->ranges[i].last, &last->last) > 0)
            last->last = s->ranges[i].last;
    }
    s->n = kept;
}

struct network_set *network_set_parse(const char *text, size_t n)
{
    struct network_set *s = calloc(1, sizeof(*s));
    size_t cap = 0, at = 0;

    while (s && at < n) {
        const char *end = memchr(text + at, '\n', n - at);
        size_t len = end ? (size_t)(end - (text + at)) : n - at;
        struct network network;
        bool wrong = false;
        char said[NETWORK_TEXT_MAX];
        if (read_line(text + at, len, &network, &wrong, said)) {
            bool wide = is_wide(&network);
            if (wide && !*s->wide)
                memcpy(s->wide, said, sizeof(said));
            if (wide || s->n == NETWORK_SET_MAX)
                wrong = true;
            else if (!add(s, &cap, &network)) {
                network_set_free(s);
                return NULL;
            }
        }
        s->passed_over += wrong;
        at += len + 1;
    }
    if (s)
        merge(s);
    return s;
}

enum err network_set_read(struct ctx *cx, const char *file, struct network_set **ret)
{
    FILE *f = fopen(file, "re");
    char *text = NULL;
    size_t n = 0, cap = 0;

    if (!f)
        return fail(cx, ERR_INVALID, "net.networks", "file", file, "reason", strerror(errno), NULL);
    for (;;) {
        char *grown = realloc(text, cap = cap ? cap * 2 : KIB(64));
        size_t did;
        if (!grown || cap > FILE_MAX)
            break;
        text = grown;
        did = fread(text + n, 1, cap - n, f);
        n += did;
        if (n < cap) { /* the end */
            *ret = network_set_parse(text, n);
            break;
        }
    }
    (void)fclose(f);
    free(text);
    return *ret ? OK : fail_memory(cx);
}

void network_set_free(struct network_set *s)
{
    if (!s)
        return;
    free(s->ranges);
    free(s);
}

bool network_set_has(const struct network_set *s, const struct address *a)
{
    size_t from = 0, to = s ? s->n : 0;

    while (from < to) {
        size_t mid = from + (to - from) / 2;
        if (compare(&s->ranges[mid].first, a) > 0)
            to = mid;
        else if (compare(&s->ranges[mid].last, a) < 0)
            from = mid + 1;
        else
            return true;
    }
    return false;
}

size_t network_set_count(const struct network_set *s)
{
    return s ? s->n : 0;
}

size_t network_set_passed_over(const struct network_set *s)
{
    return s ? s->passed_over : 0;
}

const char *network_set_wide(const struct network_set *s)
{
    return s ? s->wide : "";
}
