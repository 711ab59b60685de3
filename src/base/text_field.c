/* text_field.c -- what people type into fields: addresses, domains, CNPJ and CPF, amounts of money.
 *
 * Surprising: addresses and domains are ASCII only, since a name with accents reaches no mailbox
 * without a conversion that we do not make. A lone sign before three digits ("1.234") is the one
 * amount that the reader's language decides.
 */
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_alnum(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= 9 && c <= 13);
}

/* Two labels at least, none over 63 or with a hyphen at an end; the last one begins with a letter.
 */
static bool domain_ok(const char *p, size_t n)
{
    size_t label = 0, labels = 0;

    if (n == 0 || n > 253)
        return false;
    for (size_t i = 0; i <= n; i++) {
        if (i == n || p[i] == '.') {
            if (label == 0 || label > 63 || p[i - 1] == '-')
                return false;
            labels++;
            if (i == n)
                return labels >= 2 && label >= 2 && !is_digit(p[i - label]);
            label = 0;
        } else if (!is_alnum(p[i]) && (p[i] != '-' || label == 0)) {
            return false;
        } else {
            label++;
        }
    }
    return false;
}

static bool local_ok(const char *p, size_t n)
{
    if (n == 0 || n > 64 || p[0] == '.' || p[n - 1] == '.')
        return false;
    for (size_t i = 0; i < n; i++) {
        if (p[i] == '.' ? p[i + 1] == '.' : !is_alnum(p[i]) && !strchr("!#$%&'*+/=?^_`{|}~-", p[i]))
            return false;
        if (p[i] == 0)
            return false;
    }
    return true;
}

enum err text_email(struct ctx *cx, const char *text, const char **ret)
{
    const char *at, *end;
    char *out;

    if (!text)
        return fail(cx, ERR_INVALID, "field.email", NULL);
    while (is_space(*text))
        text++;
    end = text + strlen(text);
    while (end > text && is_space(end[-1]))
        end--;
    at = memchr(text, '@', (size_t)(end - text));
    if (!at || end - text > 254 || !local_ok(text, (size_t)(at - text)) ||
        !domain_ok(at + 1, (size_t)(end - at - 1)))
        return fail(cx, ERR_INVALID, "field.email", NULL);
    out = arena_dup_n(cx->arena, text, (size_t)(end - text));
    if (!out)
        return fail_memory(cx);
    for (char *p = out + (at - text); *p; p++)
        *p = lower(*p);
    *ret = out;
    return OK;
}

const char *text_domain(struct arena *a, const char *text)
{
    const char *p = text, *at;
    size_t n;
    char *out;

    if (!text)
        return NULL;
    while (is_space(*p))
        p++;
    at = strstr(p, "://");
    if (at && strcspn(p, "/?#@") == (size_t)(at - p) + 1)
        p = at + 3;
    n = strcspn(p, "/?# \t\r\n");
    at = memchr(p, '@', n);
    if (at) {
        n -= (size_t)(at + 1 - p);
        p = at + 1;
    }
    at = memchr(p, ':', n);
    if (at)
        n = (size_t)(at - p);
    if (n && p[n - 1] == '.')
        n--;
    if (n > 4 && lower(p[0]) == 'w' && lower(p[1]) == 'w' && lower(p[2]) == 'w' && p[3] == '.' &&
        memchr(p + 4, '.', n - 4)) {
        p += 4;
        n -= 4;
    }
    if (!domain_ok(p, n))
        return NULL;
    out = arena_dup_n(a, p, n);
    for (char *c = out; c && *c; c++)
        *c = lower(*c);
    return out;
}

/* The letters and digits of text, in capitals, without the usual dots, strokes and spaces. False
 * when there are not exactly n, or something else stands between. */
static bool bare(const char *text, char *ret, size_t n)
{
    size_t have = 0;

    for (; text && *text; text++) {
        char c = *text;
        if (c == '.' || c == '-' || c == '/' || is_space(c))
            continue;
        if (!is_alnum(c) || have == n)
            return false;
        ret[have++] = c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
    }
    ret[have] = 0;
    return have == n && strspn(ret, (char[]){ret[0], 0}) != n;
}

/* The modulo 11 digit over n characters, weights 2, 3, ... from the right, back to 2 after top. */
static char check_digit(const char *p, size_t n, int top)
{
    int sum = 0, weight = 2;

    for (size_t i = n; i-- > 0; weight = weight == top ? 2 : weight + 1)
        sum += (p[i] - '0') * weight;
    return (char)(sum % 11 < 2 ? '0' : '0' + 11 - sum % 11);
}

enum err text_cnpj(struct ctx *cx, const char *text, const char **ret)
{
    char c[15];

    if (!bare(text, c, 14) || c[12] != check_digit(c, 12, 9) || c[13] != check_digit(c, 13, 9))
        return fail(cx, ERR_INVALID, "field.cnpj", NULL);
    *ret = arena_dup(cx->arena, c);
    return *ret ? OK : fail_memory(cx);
}

enum err text_cpf(struct ctx *cx, const char *text, const char **ret)
{
    char c[12];

    if (!bare(text, c, 11) || strspn(c, "0123456789") != 11 || c[9] != check_digit(c, 9, 11) ||
        c[10] != check_digit(c, 10, 11))
        return fail(cx, ERR_INVALID, "field.cpf", NULL);
    *ret = arena_dup(cx->arena, c);
    return *ret ? OK : fail_memory(cx);
}

/* An amount without currency, sign and spaces. */
struct amount {
    char text[32];
    size_t n;
    bool minus;
};

/* Bytes of a space, breaking or not, at p. */
static size_t any_space(const char *p)
{
    if (is_space(*p))
        return 1;
    if (!strncmp(p, "\xc2\xa0", 2))
        return 2;
    return !strncmp(p, "\xe2\x80\xaf", 3) ? 3 : 0;
}

static bool amount_read(const char *text, struct amount *ret)
{
    static const char *const marks[] = {"R$", "US$", "$", "€", "£", "BRL", "USD", "EUR"};
    bool marked = false, apart = false;

    for (size_t step; *text; text += step) {
        step = any_space(text);
        for (size_t i = 0; !step && i < COUNT_OF(marks); i++)
            if (!strncmp(text, marks[i], strlen(marks[i])))
                step = strlen(marks[i]);
        if (step > 0 && any_space(text)) {
            apart = ret->n > 0;
        } else if (step > 0) {
            if (marked)
                return false;
            marked = true;
        } else if (!step && *text == '-' && !ret->minus && ret->n == 0) {
            ret->minus = true;
            step = 1;
        } else if (!step) {
            if ((!is_digit(*text) && *text != '.' && *text != ',') ||
                ret->n + 3 > sizeof(ret->text))
                return false;
            if (apart) /* "1 234,56": the space groups */
                ret->text[ret->n++] = ' ';
            apart = false;
            ret->text[ret->n++] = *text;
            step = 1;
        }
    }
    ret->text[ret->n] = 0;
    return ret->n > 0;
}

/* Where the decimal sign stands; n when there is none. */
static size_t decimal_place(const struct amount *m, enum lang lang)
{
    const char *dot = strrchr(m->text, '.'), *comma = strrchr(m->text, ',');
    const char *last = !dot ? comma : !comma ? dot : dot > comma ? dot : comma;
    size_t at = last ? (size_t)(last - m->text) : m->n;

    if (!last || (dot && comma))
        return at;
    if (strchr(m->text, *last) != last)
        return m->n; /* it stands twice: it groups */
    if (m->n - at - 1 != 3 || at == 0 || at > 3 || m->text[0] == '0')
        return at;
    return *last == (lang == LANG_PT_BR ? ',' : '.') ? at : m->n;
}

/* Whether the signs before the decimal one are all the same other sign, three digits apart. */
static bool groups_ok(const struct amount *m, size_t end)
{
    char sign = 0;
    size_t run = 0;

    for (size_t i = 0; i < end; i++) {
        if (is_digit(m->text[i])) {
            run++;
            continue;
        }
        if (run == 0 || run > 3 || (sign && (m->text[i] != sign || run != 3)))
            return false;
        sign = m->text[i];
        run = 0;
    }
    return !sign || (run == 3 && sign != m->text[end]);
}

enum err text_money(struct ctx *cx, const char *text, enum lang lang, int64_t *ret_minor)
{
    struct amount m = {.n = 0};
    int64_t v = 0;
    size_t point;

    if (!text || !amount_read(text, &m))
        return fail(cx, ERR_INVALID, "field.money", NULL);
    point = decimal_place(&m, lang);
    if (!groups_ok(&m, point) || point + 1 == m.n)
        return fail(cx, ERR_INVALID, "field.money", NULL);
    for (size_t i = 0; i < m.n || i <= point + 2; i++) {
        int digit = i < m.n && is_digit(m.text[i]) ? m.text[i] - '0' : 0;
        if (i == point || (i < point && !is_digit(m.text[i])))
            continue;
        if (i > point + 2 ? digit != 0 : v > (INT64_MAX - digit) / 10)
            return fail(cx, ERR_INVALID, "field.money", NULL);
        if (i <= point + 2)
            v = v * 10 + digit;
    }
    *ret_minor = m.minus ? -v : v;
    return OK;
}
