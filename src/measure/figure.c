/* figure.c -- see figure.h. */
#include "measure/figure.h"

#include "base/currency.h"
#include "base/message.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct figure figure_whole(int64_t n)
{
    return (struct figure){.known = true, .whole = n, .value = (double)n, .have = NIL, .need = NIL};
}

struct figure figure_real(double v)
{
    return (struct figure){.known = true, .value = v, .have = NIL, .need = NIL};
}

struct figure figure_unknown(const char *reason)
{
    return (struct figure){.value = NAN, .reason = reason, .have = NIL, .need = NIL};
}

struct figure figure_few(const char *reason, int64_t have, int64_t need)
{
    return (struct figure){.value = NAN, .reason = reason, .have = have, .need = need};
}

struct figure figure_share(int64_t part, int64_t all, int64_t need, const char *reason)
{
    if (all < need || all == 0)
        return figure_few(reason, all, need);
    return figure_real((double)part / (double)all);
}

struct figure figure_per(int64_t amount, int64_t n, int64_t need, const char *reason)
{
    int64_t quotient, rest;

    if (n < need || n == 0)
        return figure_few(reason, n, need);
    quotient = amount / n;
    rest = amount % n;
    return figure_whole(quotient + (rest >= n - rest));
}

struct figure figure_percentile(const double *sorted, size_t n, double p, int64_t need,
                                const char *reason)
{
    double h, below;
    size_t i;

    if ((int64_t)n < need || n == 0)
        return figure_few(reason, (int64_t)n, need);
    h = (double)(n - 1) * p;
    below = floor(h);
    i = (size_t)below;
    if (i + 1 >= n)
        return figure_real(sorted[n - 1]);
    return figure_real(sorted[i] + (h - below) * (sorted[i + 1] - sorted[i]));
}

static bool is_whole(enum unit unit)
{
    return unit == UNIT_COUNT || unit == UNIT_MONEY || unit == UNIT_MONEY_PER_DAY;
}

double figure_number(enum unit unit, const struct figure *f)
{
    if (!f->known)
        return NAN;
    return is_whole(unit) ? (double)f->whole : f->value;
}

const char *figure_sentence(struct ctx *cx, const struct figure *f)
{
    struct fault_param params[] = {{"have", NULL}, {"need", NULL}};

    if (f->known)
        return NULL;
    if (f->have != NIL)
        params[0].value = arena_print(cx->arena, "%lld", (long long)f->have);
    if (f->need != NIL)
        params[1].value = arena_print(cx->arena, "%lld", (long long)f->need);
    return message(cx->arena, cx->lang, f->reason, params, COUNT_OF(params));
}

void figure_json(struct json_writer *w, enum unit unit, const struct figure *f)
{
    if (!f->known)
        json_put_null(w);
    else if (is_whole(unit))
        json_put_int(w, f->whole);
    else
        json_put_real(w, f->value);
}

static void int_or_null(struct json_writer *w, const char *name, int64_t v)
{
    json_name(w, name);
    if (v == NIL)
        json_put_null(w);
    else
        json_put_int(w, v);
}

void figure_reason_json(struct ctx *cx, struct json_writer *w, const struct figure *f)
{
    if (f->known) {
        json_put_null(w);
        return;
    }
    json_open_object(w);
    json_text_member(w, "code", f->reason);
    json_text_member(w, "message", figure_sentence(cx, f));
    int_or_null(w, "have", f->have);
    int_or_null(w, "need", f->need);
    json_close_object(w);
}

/* Digits with the language's marks: "1.234,56". plain: a number with a point, as printf writes it. */
static const char *localized(struct ctx *cx, const char *plain)
{
    bool pt = cx->lang == LANG_PT_BR;
    struct buf b = buf_in(cx->arena);
    const char *p = plain;
    size_t digits;

    if (*p == '-')
        buf_add_char(&b, *p++);
    digits = strcspn(p, ".");
    for (size_t i = 0; i < digits; i++) {
        if (i && (digits - i) % 3 == 0)
            buf_add_char(&b, pt ? '.' : ',');
        buf_add_char(&b, p[i]);
    }
    p += digits;
    if (*p == '.') {
        buf_add_char(&b, pt ? ',' : '.');
        buf_add_text(&b, p + 1);
    }
    return buf_text(&b);
}

const char *money_plain(struct ctx *cx, const char *currency, int64_t minor)
{
    static const uint64_t units[] = {1, 10, 100, 1000};
    uint64_t n = minor < 0 ? 0 - (uint64_t)minor : (uint64_t)minor;
    int digits = currency_digits(currency);
    uint64_t unit = units[digits];
    const char *sign = minor < 0 ? "-" : "";

    return digits ? arena_print(cx->arena, "%s%llu.%0*llu", sign, (unsigned long long)(n / unit),
                                digits, (unsigned long long)(n % unit))
                  : arena_print(cx->arena, "%s%llu", sign, (unsigned long long)n);
}

const char *figure_text(struct ctx *cx, const char *currency, enum unit unit,
                        const struct figure *f)
{
    const char *plain = NULL;

    if (!f->known)
        return "–";
    switch (unit) {
    case UNIT_COUNT:
        plain = arena_print(cx->arena, "%lld", (long long)f->whole);
        break;
    case UNIT_MONEY:
    case UNIT_MONEY_PER_DAY:
        plain = money_plain(cx, currency, f->whole);
        break;
    case UNIT_RATE:
        plain = arena_print(cx->arena, "%.1f", f->value * 100);
        break;
    case UNIT_DAYS:
    case UNIT_MONTHS:
        plain = arena_print(cx->arena, "%.1f", f->value);
        break;
    case UNIT_SECONDS:
        plain = arena_print(cx->arena, "%.0f", f->value);
        break;
    case UNIT_RATIO:
        plain = arena_print(cx->arena, "%.2f", f->value);
        break;
    }
    plain = plain ? localized(cx, plain) : NULL;
    if (plain && unit == UNIT_RATE)
        plain = arena_print(cx->arena, cx->lang == LANG_PT_BR ? "%s %%" : "%s%%", plain);
    if (plain && unit == UNIT_SECONDS)
        plain = arena_print(cx->arena, "%s s", plain);
    return plain ? plain : "";
}

const char *money_said(struct ctx *cx, const char *currency, int64_t minor)
{
    static const struct {
        const char *code, *pt, *en;
    } signs[] = {{"BRL", "R$", "R$"}, {"USD", "US$", "$"}, {"EUR", "€", "€"}, {"GBP", "£", "£"}};
    bool pt = cx->lang == LANG_PT_BR, minus = minor < 0;
    const char *plain = money_plain(cx, currency, minor), *sign = NULL;

    for (size_t i = 0; i < COUNT_OF(signs); i++)
        if (!strcmp(signs[i].code, currency))
            sign = pt ? signs[i].pt : signs[i].en;
    return plain ? arena_print(cx->arena, "%s%s%s%s", minus ? "-" : "", sign ? sign : currency,
                               pt || !sign ? "\u00a0" : "", localized(cx, plain + minus))
                 : "";
}

const char *figure_said(struct ctx *cx, const char *currency, enum unit unit, double v)
{
    struct figure f = isnan(v) ? figure_unknown(NULL) : figure_real(v);

    f.whole = isnan(v) ? 0 : llround(v);
    return f.known && (unit == UNIT_MONEY || unit == UNIT_MONEY_PER_DAY)
               ? money_said(cx, currency, f.whole)
               : figure_text(cx, currency, unit, &f);
}

static const char *const unit_names[] = {
    [UNIT_COUNT] = "count",   [UNIT_RATE] = "rate",      [UNIT_DAYS] = "days",
    [UNIT_MONEY] = "money",   [UNIT_RATIO] = "ratio",    [UNIT_MONEY_PER_DAY] = "money_per_day",
    [UNIT_MONTHS] = "months", [UNIT_SECONDS] = "seconds"};

const char *unit_name(enum unit unit)
{
    return unit_names[unit];
}

enum unit unit_named(const char *name)
{
    for (size_t i = 0; name && i < COUNT_OF(unit_names); i++)
        if (!strcmp(unit_names[i], name))
            return (enum unit)i;
    return UNIT_COUNT;
}

int64_t money_add(int64_t a, int64_t b)
{
    if (b > 0 && a > INT64_MAX - b)
        return INT64_MAX;
    if (b < 0 && a < -INT64_MAX - b)
        return -INT64_MAX;
    return a + b;
}

/* What the first days of all carry, rounded down. */
static int64_t first_days(int64_t amount, int64_t days, int64_t all)
{
    return amount / all * days + amount % all * days / all;
}

int64_t money_over_days(int64_t amount, int64_t start, int64_t end, int64_t first, int64_t last)
{
    int64_t all = end - start + 1;

    if (end < start || last < start || first > end || last < first)
        return 0;
    if (first < start)
        first = start;
    if (last > end)
        last = end;
    return first_days(amount, last - start + 1, all) - first_days(amount, first - start, all);
}
