/* cursor.c -- a place in a list, as text for a URL.
 *
 * A cursor says where the page before ended: the order it was made for, the last value of the sort
 * column and the last id. It is base64url of "sort\nn|t|0\nid\nvalue". It is no secret and no
 * proof: a made-up one can only begin somewhere else in a list that the reader may see anyway. It
 * is checked so that a wrong one is told.
 */
#include "model/model_priv.h"

#include "base/hash.h"
#include "base/text.h"

#include <inttypes.h>
#include <string.h>

enum { CURSOR_MAX = 8192 };

const char *cursor_write(struct arena *a, const char *sort, const struct cursor *c)
{
    char *plain, *out;
    size_t n;

    if (c->in_nulls)
        plain = arena_print(a, "%s\n0\n%" PRId64 "\n", sort, c->id);
    else if (c->text)
        plain = arena_print(a, "%s\nt\n%" PRId64 "\n%s", sort, c->id, c->text);
    else
        plain = arena_print(a, "%s\nn\n%" PRId64 "\n%" PRId64, sort, c->id, c->number);
    if (!plain)
        return NULL;
    n = strlen(plain);
    out = arena_alloc(a, 4 * ((n + 2) / 3) + 1);
    if (out)
        base64url_text((const unsigned char *)plain, n, out);
    return out;
}

static int sextet(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '-' ? 62 : c == '_' ? 63 : -1;
}

/* NULL when it is not base64url of UTF-8 without NUL. */
static char *decode(struct arena *a, const char *text)
{
    size_t n = strlen(text), len = 0;
    unsigned bits = 0;
    char *out;

    if (n > CURSOR_MAX || n % 4 == 1)
        return NULL;
    out = arena_alloc(a, n + 1);
    for (size_t i = 0; out && i < n; i++) {
        int s = sextet(text[i]);
        if (s < 0)
            return NULL;
        bits = bits << 6 | (unsigned)s;
        if (i % 4)
            out[len++] = (char)(bits >> (6 - 2 * (i % 4)) & 0xff);
    }
    return out && strlen(out) == len && text_is_utf8(out, len) ? out : NULL;
}

/* Ends the first line of *at with a NUL and gives it; NULL when there is no line break. */
static char *line(char **at)
{
    char *start = *at, *end = strchr(start, '\n');

    if (!end)
        return NULL;
    *end = 0;
    *at = end + 1;
    return start;
}

bool cursor_read(struct arena *a, const char *text, const char *sort, bool is_text,
                 struct cursor *ret)
{
    char *rest = decode(a, text), *part;
    struct cursor c = {0};
    char kind;

    if (!rest || !(part = line(&rest)) || strcmp(part, sort) != 0)
        return false;
    part = line(&rest);
    if (!part || strlen(part) != 1)
        return false;
    kind = *part;
    part = line(&rest);
    if (!part || !id_read(part, &c.id))
        return false;
    if (kind == '0' && !*rest)
        c.in_nulls = true;
    else if (kind == 't' && is_text)
        c.text = rest;
    else if (kind != 'n' || is_text || !text_to_int(rest, &c.number) || c.number == NIL)
        return false;
    *ret = c;
    return true;
}
