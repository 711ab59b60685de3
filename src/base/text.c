/* text.c -- UTF-8 checked, cleaned, folded and cut.
 *
 * Surprising: most text is ASCII or Western European, and imports run every cell through here. So
 * two short ways come before utf8proc: ASCII needs no table at all, and text whose characters all
 * lie below U+0300 is NFC as it stands (UAX #15: the first character that may change is U+0300).
 */
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

static bool ascii_word(const unsigned char *p)
{
    uint64_t w;

    memcpy(&w, p, sizeof(w));
    return (w & UINT64_C(0x8080808080808080)) == 0;
}

/* Bytes of the valid character at p, 0 when it is none (overlong, surrogate, past U+10FFFF, cut
 * off). */
static size_t char_bytes(const unsigned char *p, size_t n)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t len = p[0] < 0x80 ? 1 : p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
    uint32_t c = p[0] & (0x7fu >> len);

    if (len == 1)
        return 1;
    if (len == 0 || len > n || p[0] > 0xf4)
        return 0;
    for (size_t i = 1; i < len; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
        c = c << 6 | (p[i] & 0x3fu);
    }
    return c < least[len] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000) ? 0 : len;
}

bool text_is_utf8(const char *bytes, size_t n)
{
    const unsigned char *p = (const unsigned char *)bytes;
    size_t i = 0, len;

    while (i < n) {
        if (i + 8 <= n && ascii_word(p + i)) {
            i += 8;
            continue;
        }
        len = char_bytes(p + i, n - i);
        if (len == 0)
            return false;
        i += len;
    }
    return true;
}

/* Bytes of the white space at p: ASCII's, and the Unicode spaces people paste. */
static size_t space_bytes(const unsigned char *p, size_t n)
{
    if (*p == ' ' || (*p >= 9 && *p <= 13))
        return 1;
    if (n >= 2 && p[0] == 0xc2 && p[1] == 0xa0)
        return 2;
    if (n >= 3 && p[0] == 0xe2 && p[1] == 0x80 &&
        ((p[2] >= 0x80 && p[2] <= 0x8a) || p[2] == 0xa8 || p[2] == 0xa9 || p[2] == 0xaf))
        return 3;
    return n >= 3 && p[0] == 0xe3 && p[1] == 0x80 && p[2] == 0x80 ? 3 : 0;
}

static void trim(const char **text, size_t *n)
{
    const unsigned char *p = (const unsigned char *)*text;
    size_t i = 0, end = *n, step;

    while (i < end && (step = space_bytes(p + i, end - i)) != 0)
        i += step;
    for (; end > i; end -= step) {
        if (space_bytes(p + end - 1, 1))
            step = 1;
        else if (end - i >= 2 && space_bytes(p + end - 2, 2) == 2)
            step = 2;
        else if (end - i >= 3 && space_bytes(p + end - 3, 3) == 3)
            step = 3;
        else
            break;
    }
    *text += i;
    *n = end - i;
}

/* What one pass over the bytes tells. */
struct survey {
    bool controls;   /* C0, DEL or C1 present */
    bool ascii, nfc; /* nfc: certainly so */
};

static struct survey survey(const unsigned char *p, size_t n)
{
    struct survey s = {.ascii = true, .nfc = true};

    for (size_t i = 0; i < n; i++) {
        if (p[i] < 0x20 || p[i] == 0x7f)
            s.controls = true;
        if (p[i] < 0x80)
            continue;
        s.ascii = false;
        if (p[i] == 0xc2 && i + 1 < n && p[i + 1] < 0xa0)
            s.controls = true;
        if (p[i] >= 0xcc)
            s.nfc = false;
    }
    return s;
}

/* Drops controls in place. Prose keeps tab and newline; elsewhere they become a space. */
static size_t drop_controls(char *text, size_t n, bool prose)
{
    unsigned char *p = (unsigned char *)text;
    size_t to = 0;

    for (size_t i = 0; i < n; i++) {
        unsigned char c = p[i];
        if (c == '\r') {
            if (i + 1 < n && p[i + 1] == '\n')
                continue;
            c = '\n';
        }
        if (c == '\t' || c == '\n')
            p[to++] = prose ? c : ' ';
        else if (c == 0xc2 && i + 1 < n && p[i + 1] < 0xa0)
            i++;
        else if (c >= 0x20 && c != 0x7f)
            p[to++] = c;
    }
    return to;
}

/* Marks that are not seen, or turn the writing round so that a name reads as another: zero width spaces, marks of direction,
 * the byte order mark. Joiners stay, which emoji and Persian need. */
static size_t unseen_bytes(const unsigned char *p, size_t n)
{
    if (n < 3)
        return 0;
    if (p[0] == 0xef)
        return p[1] == 0xbb && p[2] == 0xbf ? 3 : 0;
    if (p[0] != 0xe2)
        return 0;
    if (p[1] == 0x80)
        return p[2] == 0x8b || p[2] == 0x8e || p[2] == 0x8f || (p[2] >= 0xaa && p[2] <= 0xae) ? 3
                                                                                              : 0;
    return p[1] == 0x81 && (p[2] == 0xa0 || (p[2] >= 0xa6 && p[2] <= 0xa9)) ? 3 : 0;
}

static size_t drop_unseen(char *text, size_t n)
{
    unsigned char *p = (unsigned char *)text;
    size_t to = 0;

    for (size_t i = 0; i < n;) {
        size_t step = unseen_bytes(p + i, n - i);
        if (step)
            i += step;
        else
            p[to++] = p[i++];
    }
    return to;
}

/* utf8proc_map into the arena. NULL when there is no memory (valid UTF-8 cannot fail otherwise). */
static char *map(struct arena *a, const char *text, size_t n, int options, size_t *ret_n)
{
    utf8proc_uint8_t *made = NULL;
    utf8proc_ssize_t len = utf8proc_map((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)n, &made,
                                        (utf8proc_option_t)options);
    char *out = NULL;

    if (len >= 0) {
        out = arena_dup_n(a, made, (size_t)len);
        *ret_n = (size_t)len;
    }
    free(made);
    return out;
}

enum err text_clean(struct ctx *cx, const char *bytes, size_t n, bool prose, const char **ret)
{
    struct survey s = survey((const unsigned char *)bytes, n);
    char *own = NULL;

    if (s.controls && memchr(bytes, 0, n))
        return fail(cx, ERR_INVALID, "text.has_nul", NULL);
    if (!s.ascii && !text_is_utf8(bytes, n))
        return fail(cx, ERR_INVALID, "text.not_utf8", NULL);
    if (s.controls || (!s.nfc && !prose)) {
        own = arena_dup_n(cx->arena, bytes, n);
        if (!own)
            return fail_memory(cx);
        n = drop_controls(own, n, prose);
        if (!prose)
            n = drop_unseen(own, n);
        bytes = own;
    }
    if (!s.nfc) {
        bytes = map(cx->arena, bytes, n, UTF8PROC_STABLE | UTF8PROC_COMPOSE, &n);
        if (!bytes)
            return fail_memory(cx);
    }
    trim(&bytes, &n);
    bytes = arena_dup_n(cx->arena, bytes, n);
    if (!bytes)
        return fail_memory(cx);
    *ret = bytes;
    return OK;
}

/* Runs of white space become one space, ends are trimmed; ASCII letters become small. In place. */
static void collapse(char *text, size_t n)
{
    unsigned char *p = (unsigned char *)text;
    size_t to = 0, step;

    for (size_t i = 0; i < n; i += step) {
        unsigned char c = p[i];
        if (c > ' ' && c < 0x80) {
            p[to++] = c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : c;
            step = 1;
            continue;
        }
        step = space_bytes(p + i, n - i);
        if (step == 0) {
            p[to++] = c;
            step = 1;
        } else if (to && p[to - 1] != ' ') {
            p[to++] = ' ';
        }
    }
    if (to && p[to - 1] == ' ')
        to--;
    p[to] = 0;
}

/* What U+00C0 to U+00FF fold to where that is one letter; elsewhere a space. */
static const char latin[] = "aaaaaa ceeeeiiii nooooo  uuuuy  aaaaaa ceeeeiiii nooooo  uuuuy y";

/* Text of nothing but ASCII and those letters, which is nearly all that Western Europe writes, needs no tables of Unicode.
 * NULL: it has others. */
static char *fold_latin(struct arena *a, const char *text, size_t n, size_t *ret_n)
{
    char *out = arena_alloc(a, n + 1);
    size_t to = 0;

    for (size_t i = 0; out && i < n; i++) {
        unsigned char c = (unsigned char)text[i], next = (unsigned char)text[i + 1];
        if (c < 0x80) {
            out[to++] = text[i];
            continue;
        }
        if (c != 0xc3 || next < 0x80 || next > 0xbf || latin[next - 0x80] == ' ')
            return NULL;
        out[to++] = latin[next - 0x80];
        i++;
    }
    *ret_n = to;
    return out;
}

/* The byte after `before`, of UTF-8. */
static char small(char before, char c)
{
    unsigned char b = (unsigned char)before, u = (unsigned char)c;

    if (u >= 'A' && u <= 'Z')
        return (char)(u + 32);
    return b == 0xc3 && u >= 0x80 && u <= 0x9e && u != 0x97 ? (char)(u + 32) : c;
}

const char *text_small(struct arena *a, const char *text)
{
    char *copy = arena_dup(a, text);

    for (size_t i = 0; copy && copy[i]; i++)
        copy[i] = small(i ? copy[i - 1] : 0, copy[i]);
    return copy;
}

bool text_small_equal(const char *a, const char *b)
{
    size_t i = 0;

    while (a[i] && b[i] && small(i ? a[i - 1] : 0, a[i]) == small(i ? b[i - 1] : 0, b[i]))
        i++;
    return !a[i] && !b[i];
}

const char *text_fold(struct arena *a, const char *text)
{
    size_t n = text ? strlen(text) : 0;
    const int how = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK |
                    UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    char *out;

    if (!text)
        return NULL;
    out = fold_latin(a, text, n, &n);
    if (!out && text_is_utf8(text, n))
        out = map(a, text, n, how, &n);
    else if (!out)
        return arena_dup(a, "");
    if (out)
        collapse(out, n);
    return out;
}

const char text_plain_from[] = "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüýÿ";
const char text_plain_to[] = "aaaaaaceeeeiiiinooooouuuuyaaaaaaceeeeiiiinooooouuuuyy";

/* The letters above are two bytes each, the first of them 0xc3. */
static char plain_letter(char second)
{
    for (size_t i = 1; text_plain_from[i]; i += 2)
        if (text_plain_from[i] == second)
            return text_plain_to[i / 2];
    return 0;
}

size_t text_plain_bytes(char *bytes, size_t n)
{
    size_t to = 0;

    for (size_t i = 0; i < n; i++) {
        char c = bytes[i], letter;
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        letter = (unsigned char)c == 0xc3 && i + 1 < n ? plain_letter(bytes[i + 1]) : 0;
        bytes[to++] = letter ? letter : c;
        i += letter != 0;
    }
    return to;
}

const char *text_plain(struct arena *a, const char *text)
{
    char *out = arena_dup(a, text);

    if (out)
        out[text_plain_bytes(out, strlen(out))] = 0;
    return out;
}

/* Letters that have no decomposition but a usual spelling. */
static const char *spelled(const unsigned char *p)
{
    static const struct {
        const char *letter, *ascii;
    } all[] = {{"ø", "o"},  {"ł", "l"},  {"đ", "d"},  {"ð", "d"},
               {"æ", "ae"}, {"œ", "oe"}, {"þ", "th"}, {"ı", "i"}};

    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (p[0] == (unsigned char)all[i].letter[0] && p[1] == (unsigned char)all[i].letter[1])
            return all[i].ascii;
    return NULL;
}

const char *text_slug(struct arena *a, const char *text, size_t max)
{
    const char *fold = text_fold(a, text ? text : "");
    struct buf b = buf_in(a);

    if (!fold)
        return NULL;
    for (const unsigned char *p = (const unsigned char *)fold; *p; p++) {
        const char *as = *p >= 0x80 ? spelled(p) : NULL;
        if (as)
            buf_add_text(&b, as);
        else if ((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9'))
            buf_add_char(&b, (char)*p);
        else if (*p < 0x80 && b.len && b.bytes[b.len - 1] != '-')
            buf_add_char(&b, '-');
    }
    if (!buf_text(&b))
        return NULL;
    if (b.len > max)
        b.len = max;
    while (b.len && b.bytes[b.len - 1] == '-')
        b.len--;
    b.bytes[b.len] = 0;
    return b.bytes;
}

void text_html(struct buf *out, const char *text)
{
    static const char special[] = "&<>\"'";

    while (text && *text) {
        size_t n = strcspn(text, special);
        buf_add(out, text, n);
        text += n;
        if (!*text)
            break;
        buf_print(out, "&#%d;", *text++);
    }
}

size_t text_chars(const char *utf8)
{
    size_t n = 0;

    for (; utf8 && *utf8; utf8++)
        n += ((unsigned char)*utf8 & 0xc0) != 0x80;
    return n;
}

void text_pad(struct buf *out, const char *utf8, size_t width, bool right)
{
    size_t chars = text_chars(utf8);

    for (size_t i = chars; right && i < width; i++)
        buf_add_char(out, ' ');
    buf_add_text(out, utf8);
    for (size_t i = chars; !right && i < width; i++)
        buf_add_char(out, ' ');
}

const char *text_cut(struct arena *a, const char *utf8, size_t chars)
{
    const char *p = utf8;
    size_t keep = chars ? chars - 1 : 0;

    if (!utf8 || text_chars(utf8) <= chars)
        return arena_dup(a, utf8);
    if (chars == 0)
        return arena_dup(a, "");
    for (; *p; p++)
        if (((unsigned char)*p & 0xc0) != 0x80 && keep-- == 0)
            break;
    while (p > utf8 && p[-1] == ' ')
        p--;
    return arena_print(a, "%.*s…", (int)(p - utf8), utf8);
}

bool text_equal(const char *a, const char *b)
{
    return a && b ? !strcmp(a, b) : a == b;
}

bool text_empty(const char *a)
{
    return !a || !*a;
}

bool text_starts(const char *text, const char *with)
{
    return text && with && !strncmp(text, with, strlen(with));
}

bool text_is_url(const char *text)
{
    const char *host = text_starts(text, "https://")  ? text + 8
                       : text_starts(text, "http://") ? text + 7
                                                      : NULL;

    return host && *host && *host != '/' && *host != '.' && !strpbrk(text, " \t\r\n\"<>\\");
}

bool text_to_int(const char *text, int64_t *ret)
{
    bool minus = text && *text == '-';
    int64_t v = 0; /* kept negative: INT64_MIN has no positive twin */

    if (!text)
        return false;
    text += minus;
    if (!*text)
        return false;
    for (; *text; text++) {
        int digit = *text - '0';
        if (digit < 0 || digit > 9 || v < (INT64_MIN + digit) / 10)
            return false;
        v = v * 10 - digit;
    }
    if (!minus && v == INT64_MIN)
        return false;
    *ret = minus ? v : -v;
    return true;
}

const char *text_from_1252(struct arena *a, const char *bytes, size_t n)
{
    /* 0x80..0x9f; the rest is Latin-1. */
    static const uint16_t high[32] = {
        0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
        0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
        0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178};
    char *out = n < SIZE_MAX / 4 ? arena_alloc(a, n * 3 + 1) : NULL;
    size_t to = 0;

    if (!out)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        unsigned c = (unsigned char)bytes[i];
        if (c >= 0x80 && c < 0xa0)
            c = high[c - 0x80];
        if (c < 0x80) {
            out[to++] = (char)c;
        } else if (c < 0x800) {
            out[to++] = (char)(0xc0 | c >> 6);
            out[to++] = (char)(0x80 | (c & 0x3f));
        } else {
            out[to++] = (char)(0xe0 | c >> 12);
            out[to++] = (char)(0x80 | (c >> 6 & 0x3f));
            out[to++] = (char)(0x80 | (c & 0x3f));
        }
    }
    out[to] = 0;
    return out;
}

size_t text_put_utf8(uint32_t c, char *to)
{
    return (size_t)utf8proc_encode_char((utf8proc_int32_t)c, (utf8proc_uint8_t *)(void *)to);
}
