/* csv_guess.c -- which separator and which encoding a file has, from its first bytes.
 *
 * The separator is the one that cuts most rows into as many cells as the first row, and into more than one;
 * of two equals, the one that makes more cells.
 */
#include "base/csv.h"
#include "base/csv_priv.h"

#include "base/text.h"

#include <string.h>

enum { LOOK = 64 * 1024 };

struct tally {
    size_t cells, rows, same; /* cells of the first row; rows seen; rows with as many */
};

/* The last row may be cut off by the end of the sample, so it counts only when it is the first. */
static struct tally count(const char *p, size_t n, char separator)
{
    struct tally t = {0};
    enum csv_state s = CSV_CELL_START;
    size_t cells = 1, from = 0;

    for (size_t i = 0; i <= n; i++) {
        bool end = i == n;
        if (!end)
            s = csv_step(s, p[i], separator, &end);
        if (!end) {
            cells += s == CSV_CELL_START;
            continue;
        }
        if (i - from > 1 && (i < n || t.rows == 0)) {
            t.cells = t.rows == 0 ? cells : t.cells;
            t.rows++;
            t.same += cells == t.cells && s != CSV_WRONG;
        }
        cells = 1;
        from = i + 1;
        s = CSV_CELL_START;
    }
    return t;
}

/* Whether a is the better reading: the greater share of equal rows, then more cells. */
static bool better(const struct tally *a, const struct tally *b)
{
    size_t left = a->same * b->rows, right = b->same * a->rows;

    if (a->cells < 2 || a->rows == 0)
        return false;
    return b->cells < 2 || left > right || (left == right && a->cells > b->cells);
}

/* UTF-8, but that the last character may be cut off. */
static bool starts_as_utf8(const char *p, size_t n)
{
    for (size_t cut = 0; cut < 4 && cut <= n; cut++) {
        if (text_is_utf8(p, n - cut))
            return true;
        if (((unsigned char)p[n - cut - 1] & 0x80) == 0)
            return false;
    }
    return false;
}

/* What people send for a table of text: the key that says how to mend it. */
static const char *other_kind(const char *bytes, size_t n)
{
    static const struct {
        const char *magic;
        size_t n;
        const char *key;
    } all[] = {
        {"PK\x03\x04", 4, "csv.workbook"},
        {"PK\x05\x06", 4, "csv.workbook"},
        {"\xd0\xcf\x11\xe0", 4, "csv.workbook"},
        {"%PDF", 4, "csv.pdf"},
        {"\xff\xfe", 2, "csv.utf16"},
        {"\xfe\xff", 2, "csv.utf16"},
    };

    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (n >= all[i].n && !memcmp(bytes, all[i].magic, all[i].n))
            return all[i].key;
    return memchr(bytes, 0, n) ? "csv.no_text" : NULL;
}

enum err csv_guess(struct ctx *cx, const char *bytes, size_t n, struct csv_shape *ret)
{
    static const char separators[] = {',', ';', '\t', '|'};
    struct csv_shape shape = {.separator = ',', .encoding = CSV_1252};
    struct tally best = {0};
    const char *other;

    if (n > LOOK)
        n = LOOK;
    if (n >= 3 && !memcmp(bytes, "\xef\xbb\xbf", 3)) {
        bytes += 3;
        n -= 3;
    }
    if (n == 0)
        return fail(cx, ERR_INVALID, "csv.empty", NULL);
    other = other_kind(bytes, n);
    if (other)
        return fail(cx, ERR_INVALID, other, NULL);
    if (starts_as_utf8(bytes, n))
        shape.encoding = CSV_UTF8;
    for (size_t i = 0; i < COUNT_OF(separators); i++) {
        struct tally t = count(bytes, n, separators[i]);
        if (better(&t, &best)) {
            best = t;
            shape.separator = separators[i];
        }
    }
    *ret = shape;
    return OK;
}
