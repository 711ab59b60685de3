/* json_quick.c -- json_parse_quick(): what json_parse() reads, in a tenth of the time.
 *
 * jansson makes a tree of hash tables on the heap, which is then copied; for the few hundred bytes that come with every page
 * view that is most of the work of taking them. Here one pass over one copy of the bytes makes the arena's tree: text is
 * unescaped where it stands, and its closing quote becomes its end. A fuzz target holds the two readers against each other.
 */
#include "base/json.h"

#include "base/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct reader {
    struct arena *arena;
    char *at, *end; /* *end is NUL */
};

static bool read_value(struct reader *r, int depth, struct json *v);

static void skip_blanks(struct reader *r)
{
    while (*r->at == ' ' || *r->at == '\n' || *r->at == '\r' || *r->at == '\t')
        r->at++;
}

static bool take(struct reader *r, char c)
{
    if (*r->at != c)
        return false;
    r->at++;
    return true;
}

/* --- text */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 32);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The four digits after "\u"; -1 when they are none. The bytes are closed by a NUL, which is no digit. */
static int32_t read_unit(struct reader *r)
{
    int32_t v = 0;

    for (int i = 0; i < 4; i++) {
        int d = hex_digit(*r->at);
        if (d < 0)
            return -1;
        v = v * 16 + d;
        r->at++;
    }
    return v;
}

static char *put_utf8(char *to, uint32_t c)
{
    if (c < 0x80) {
        *to++ = (char)c;
    } else if (c < 0x800) {
        *to++ = (char)(0xc0 | c >> 6);
        *to++ = (char)(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        *to++ = (char)(0xe0 | c >> 12);
        *to++ = (char)(0x80 | (c >> 6 & 0x3f));
        *to++ = (char)(0x80 | (c & 0x3f));
    } else {
        *to++ = (char)(0xf0 | c >> 18);
        *to++ = (char)(0x80 | (c >> 12 & 0x3f));
        *to++ = (char)(0x80 | (c >> 6 & 0x3f));
        *to++ = (char)(0x80 | (c & 0x3f));
    }
    return to;
}

/* After "\u". An escaped NUL and half a pair are refused. */
static char *read_unicode(struct reader *r, char *to)
{
    int32_t c = read_unit(r), low;

    if (c <= 0 || (c >= 0xdc00 && c < 0xe000))
        return NULL;
    if (c < 0xd800 || c >= 0xe000)
        return put_utf8(to, (uint32_t)c);
    if (!take(r, '\\') || !take(r, 'u'))
        return NULL;
    low = read_unit(r);
    if (low < 0xdc00 || low >= 0xe000)
        return NULL;
    return put_utf8(to, 0x10000 + ((uint32_t)(c - 0xd800) << 10 | (uint32_t)(low - 0xdc00)));
}

/* After a backslash; NULL when it is no escape. What it stands for is never longer than it is. */
static char *read_escape(struct reader *r, char *to)
{
    static const char from[] = "\"\\/bfnrt", into[] = "\"\\/\b\f\n\r\t";
    const char *which = *r->at ? strchr(from, *r->at) : NULL;

    if (take(r, 'u'))
        return read_unicode(r, to);
    if (!which)
        return NULL;
    r->at++;
    *to++ = into[which - from];
    return to;
}

/* Whether none of eight bytes is a control, a quote, a backslash or beyond ASCII. Adding or taking away carries into
 * the high bit of a byte that is one (or, behind one, of its neighbour: no harm). */
static bool plain_word(const char *p)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
    uint64_t w, quote, slash;

    memcpy(&w, p, sizeof(w));
    quote = w ^ ones * '"';
    slash = w ^ ones * '\\';
    return !((w | (w - ones * 0x20) | (quote - ones) | (slash - ones)) & high);
}

/* Over what stands for itself. */
static char *skip_plain(char *p, const char *end)
{
    while (end - p >= 8 && plain_word(p))
        p += 8;
    while ((unsigned char)(*p - 0x20) < 0x60 && *p != '"' && *p != '\\')
        p++;
    return p;
}

/* The opening quote was taken. */
static bool read_text(struct reader *r, const char **ret, size_t *ret_n)
{
    char *start = r->at, *to = skip_plain(start, r->end);
    bool ascii = true;

    r->at = to;
    for (;;) {
        unsigned char c = (unsigned char)*r->at;
        if (c == '"')
            break;
        if (c < 0x20)
            return false; /* a control, or the end */
        ascii = ascii && c < 0x80;
        r->at++;
        if (c != '\\')
            *to++ = (char)c;
        else if (!(to = read_escape(r, to)))
            return false;
    }
    r->at++;
    *to = 0; /* at the closing quote, or before it */
    *ret = start;
    *ret_n = (size_t)(to - start);
    return ascii || text_is_utf8(start, *ret_n);
}

/* --- the other kinds */

static char *digits(char *p)
{
    while (*p >= '0' && *p <= '9')
        p++;
    return p;
}

enum { SHORT_DIGITS = 18 }; /* that many fit 63 bits, whichever they are */

static bool read_short(struct reader *r, const char *from, char *to, struct json *v)
{
    int64_t n = 0;

    for (; from < to; from++)
        n = n * 10 + (*from - '0');
    v->kind = JSON_INT;
    v->integer = *r->at == '-' ? -n : n;
    r->at = to;
    return true;
}

static bool read_number(struct reader *r, struct json *v)
{
    char *start = r->at, *p = start + (*start == '-'), *whole = p, *stop = NULL;
    bool real = false;

    p = digits(p);
    if (p == whole || (*whole == '0' && p > whole + 1))
        return false;
    if (p - whole <= SHORT_DIGITS && *p != '.' && (*p | 32) != 'e')
        return read_short(r, whole, p, v);
    if (*p == '.') {
        char *after = digits(p + 1);
        if (after == p + 1)
            return false;
        p = after;
        real = true;
    }
    if (*p == 'e' || *p == 'E') {
        char *first = p + 1 + (p[1] == '+' || p[1] == '-'), *after = digits(first);
        if (after == first)
            return false;
        p = after;
        real = true;
    }
    errno = 0;
    v->kind = real ? JSON_REAL : JSON_INT;
    if (real)
        v->real = strtod(start, &stop);
    else
        v->integer = strtoll(start, &stop, 10);
    r->at = p;
    if (real && errno == ERANGE)
        return v->real > -1 && v->real < 1; /* too small is 0, too large is none */
    return errno == 0 && stop == p;
}

static bool read_word(struct reader *r, const char *word)
{
    size_t n = strlen(word);

    if (strncmp(r->at, word, n) != 0)
        return false;
    r->at += n;
    return true;
}

static bool read_member(struct reader *r, int depth, struct json *parent, struct json **last)
{
    struct json *m = arena_alloc(r->arena, sizeof(*m));
    size_t n;

    if (!m)
        return false;
    if (parent->kind == JSON_OBJECT) {
        if (!take(r, '"') || !read_text(r, &m->name, &n))
            return false;
        skip_blanks(r);
        if (!take(r, ':'))
            return false;
        skip_blanks(r);
    }
    if (*last)
        (*last)->next = m;
    else
        parent->first = m;
    *last = m;
    parent->count++;
    return read_value(r, depth + 1, m);
}

static bool read_members(struct reader *r, int depth, struct json *v, char close)
{
    struct json *last = NULL;

    if (depth >= JSON_DEPTH_MAX)
        return false;
    skip_blanks(r);
    if (take(r, close))
        return true;
    for (;;) {
        if (!read_member(r, depth, v, &last))
            return false;
        skip_blanks(r);
        if (take(r, close))
            return true;
        if (!take(r, ','))
            return false;
        skip_blanks(r);
    }
}

/* Recursion ends at JSON_DEPTH_MAX. */
static bool read_value(struct reader *r, int depth, struct json *v)
{
    switch (*r->at) {
    case '{':
        r->at++;
        v->kind = JSON_OBJECT;
        return read_members(r, depth, v, '}');
    case '[':
        r->at++;
        v->kind = JSON_LIST;
        return read_members(r, depth, v, ']');
    case '"':
        r->at++;
        v->kind = JSON_TEXT;
        return read_text(r, &v->text, &v->count);
    case 't':
        v->kind = JSON_BOOL;
        v->boolean = true;
        return read_word(r, "true");
    case 'f':
        v->kind = JSON_BOOL;
        return read_word(r, "false");
    case 'n':
        v->kind = JSON_NULL;
        return read_word(r, "null");
    default:
        return read_number(r, v);
    }
}

enum err json_parse_quick(struct ctx *cx, const char *bytes, size_t n, const struct json **ret)
{
    struct reader r = {.arena = cx->arena, .at = arena_dup_n(cx->arena, bytes, n)};
    struct json *v = arena_alloc(cx->arena, sizeof(*v));
    bool whole;

    if (!r.at || !v)
        return fail_memory(cx);
    r.end = r.at + n;
    skip_blanks(&r);
    whole = read_value(&r, 0, v);
    if (whole)
        skip_blanks(&r);
    if (arena_full(cx->arena))
        return fail_memory(cx);
    if (!whole || r.at != r.end)
        return fail(cx, ERR_INVALID, "json.syntax", "line", "1", "column", "1", NULL);
    *ret = v;
    return OK;
}
