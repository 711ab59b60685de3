/* paths_decimal.c -- decimal numbers, exactly.
 *
 * Digits are kept as an integer with a power of ten; binary fractions would turn 0.1 of a file into
 * something else and depend on the locale of the process.
 */
#include "measure/paths_priv.h"

#include <string.h>

enum { DIGITS = 17, EXPONENT_MAX = 400, DECIMALS = 6 };
#define LARGEST (INT64_C(1000000000000) * DECIMAL_PARTS)

struct scanned {
    int64_t digits; /* at most DIGITS of them, the rest dropped */
    int exponent;
    int significant;
    bool half; /* the first dropped digit was 5 or more */
    bool any, dropped, marked;
    char mark;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void scan_digit(struct scanned *s, char c)
{
    s->any = true;
    if (s->significant == 0 && c == '0') {
        s->exponent -= s->marked;
    } else if (s->significant < DIGITS) {
        s->digits = s->digits * 10 + (c - '0');
        s->significant++;
        s->exponent -= s->marked;
    } else {
        s->half = s->dropped ? s->half : c >= '5';
        s->dropped = true;
        s->exponent += !s->marked;
    }
}

static bool scan_exponent(const char *t, struct scanned *s)
{
    bool minus = *t == '-';
    int n = 0;

    if (*t == '+' || *t == '-')
        t++;
    if (!is_digit(*t))
        return false;
    for (; is_digit(*t); t++)
        n = n < EXPONENT_MAX ? n * 10 + (*t - '0') : n;
    s->exponent += minus ? -n : n;
    return *t == 0;
}

static bool scan(const char *t, struct scanned *s)
{
    for (; is_digit(*t) || ((*t == '.' || *t == ',') && !s->marked); t++) {
        if (is_digit(*t)) {
            scan_digit(s, *t);
        } else {
            s->marked = true;
            s->mark = *t;
            if (!is_digit(t[1]))
                return false;
        }
    }
    if (!s->any)
        return false;
    return *t == 0 || ((*t == 'e' || *t == 'E') && scan_exponent(t + 1, s));
}

/* Millionths of digits * 10^exponent; false when past LARGEST. */
static bool scale(const struct scanned *s, int64_t *ret)
{
    int shift = s->exponent + DECIMALS;
    int64_t v = s->digits;
    bool half = s->half;

    for (; shift < 0 && (v || half); shift++) {
        half = v % 10 >= 5;
        v /= 10;
    }
    for (; shift > 0 && v; shift--) {
        if (v > LARGEST / 10)
            return false;
        v *= 10;
    }
    v += half;
    *ret = v;
    return v <= LARGEST;
}

enum decimal_outcome decimal_read(const char *text, bool empty_is_zero, struct decimal_marks *marks,
                                  int64_t *ret, int *ret_decimals)
{
    struct scanned s = {0};
    char plain[64];
    size_t n = strlen(text);

    while (n && (*text == ' ' || *text == '\t')) {
        text++;
        n--;
    }
    while (n && (text[n - 1] == ' ' || text[n - 1] == '\t'))
        n--;
    *ret = 0;
    *ret_decimals = 0;
    if (!n)
        return empty_is_zero ? DECIMAL_OK : DECIMAL_BAD;
    if (n >= sizeof(plain))
        return DECIMAL_BAD;
    memcpy(plain, text, n);
    plain[n] = 0;
    if (!scan(plain, &s) || (s.mark == ',' && !marks->comma))
        return DECIMAL_BAD;
    marks->saw_comma = marks->saw_comma || s.mark == ',';
    marks->saw_point = marks->saw_point || s.mark == '.';
    if (marks->saw_comma && marks->saw_point)
        return DECIMAL_MARKS;
    if (!scale(&s, ret))
        return DECIMAL_RANGE;
    *ret_decimals = DECIMALS;
    for (int64_t v = *ret; *ret_decimals > 0 && v % 10 == 0; v /= 10)
        --*ret_decimals;
    return DECIMAL_OK;
}
