/* price.c -- see price.h. */
#include "watch/price.h"

#include <string.h>

enum { NUMBER_MAX = 20 };

/* Longer signs first: "R$" before "$". */
static const struct {
    const char *sign, *shown;
    bool word; /* letters: nothing that goes on before or after it */
} signs[] = {
    {"US$", "US$", true}, {"R$", "R$", true}, {"USD", "US$", true}, {"BRL", "R$", true},
    {"EUR", "€", true},   {"€", "€", false},  {"$", "US$", false},
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static const char *past_blanks(const char *p)
{
    for (int i = 0; i < 4; i++) {
        if (*p == ' ')
            p++;
        else if ((unsigned char)p[0] == 0xc2 && (unsigned char)p[1] == 0xa0)
            p += 2;
        else
            break;
    }
    return p;
}

/* "1.299,90": digits, with single signs between them. 0: none here. */
static size_t number_at(const char *p)
{
    size_t n = 0;

    while (n <= NUMBER_MAX &&
           (is_digit(p[n]) || (n && (p[n] == '.' || p[n] == ',') && is_digit(p[n + 1]))))
        n++;
    return n <= NUMBER_MAX ? n : 0;
}

static bool sign_at(const char *text, const char *p, const char **ret_shown, size_t *ret_n)
{
    for (size_t i = 0; i < COUNT_OF(signs); i++) {
        size_t n = strlen(signs[i].sign);
        if (strncmp(p, signs[i].sign, n) != 0)
            continue;
        if (signs[i].word && p > text && is_letter(p[-1]))
            continue;
        *ret_shown = signs[i].shown;
        *ret_n = n;
        return true;
    }
    return false;
}

bool price_next(const char *text, struct price_found *ret)
{
    for (const char *p = text; *p; p++) {
        const char *shown = NULL;
        size_t sign_n = 0, n;
        if (sign_at(text, p, &shown, &sign_n)) {
            const char *number = past_blanks(p + sign_n);
            n = number_at(number);
            if (!n) {
                p += sign_n - 1;
                continue;
            }
            *ret = (struct price_found){p, (size_t)(number + n - p), shown, number, n};
            return true;
        }
        n = is_digit(*p) ? number_at(p) : 0;
        if (n) {
            const char *after = past_blanks(p + n);
            if (strncmp(after, "€", strlen("€")) == 0) {
                *ret = (struct price_found){p, (size_t)(after - p) + strlen("€"), "€", p, n};
                return true;
            }
            p += n - 1;
        } else {
            while (is_digit(p[0]) && is_digit(p[1])) /* too long to be an amount, all of it */
                p++;
        }
    }
    return false;
}

const char *price_text(struct ctx *cx, const struct price_found *p)
{
    return arena_print(cx->arena, "%s %.*s", p->sign, (int)p->number_n, p->number);
}
