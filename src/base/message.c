/* message.c -- sentences found by key in a table made at build time, and their {parameters} put in.
 *
 * Surprising: with a full arena a sentence is given raw, its {names} unfilled, rather than none.
 */
#include "base/message.h"

#include <stdlib.h>
#include <string.h>

struct message_row {
    const char *key;
    const char *text[LANG_COUNT]; /* in the order of enum lang */
};

#include "base/message_table.h"

static int by_key(const void *key, const void *row)
{
    return strcmp(key, ((const struct message_row *)row)->key);
}

const char *message_find(enum lang lang, const char *key)
{
    const struct message_row *r;

    if (!key)
        return NULL;
    r = bsearch(key, message_table, COUNT_OF(message_table), sizeof(message_table[0]), by_key);
    return r ? r->text[lang] : NULL;
}

/* The value for the name of n bytes; NULL when there is none. */
static const char *value_of(const struct fault_param *params, size_t count, const char *name,
                            size_t n)
{
    for (size_t i = 0; i < count && params[i].name; i++)
        if (strlen(params[i].name) == n && !memcmp(params[i].name, name, n))
            return params[i].value;
    return NULL;
}

const char *message(struct arena *a, enum lang lang, const char *key,
                    const struct fault_param *params, size_t n)
{
    const char *raw = message_find(lang, key), *p, *out;
    struct buf b = buf_in(a);

    if (!raw)
        return key ? key : "";
    for (p = raw; *p;) {
        const char *open = strchr(p, '{'), *close = open ? strchr(open, '}') : NULL;
        const char *value;
        if (!close)
            break;
        value = value_of(params, n, open + 1, (size_t)(close - open - 1));
        buf_add(&b, p, (size_t)((value ? open : close + 1) - p));
        buf_add_text(&b, value);
        p = close + 1;
    }
    if (p == raw)
        return raw;
    buf_add_text(&b, p);
    out = buf_text(&b);
    return out ? out : raw;
}

const char *fault_message(struct ctx *cx)
{
    return message(cx->arena, cx->lang, cx->fault.key, cx->fault.params, FAULT_PARAMS_MAX);
}

/* ";q=0.8" in thousandths; 1000 when it says nothing. */
static int weight(const char *p, const char *end)
{
    const char *q = memchr(p, ';', (size_t)(end - p));
    int v = 0, scale = 1000;

    for (q = q ? q + 1 : end; q < end && *q == ' ';)
        q++;
    if (end - q < 3 || (*q != 'q' && *q != 'Q') || q[1] != '=')
        return 1000;
    for (q += 2; q < end && scale > 0; q++) {
        if (*q >= '0' && *q <= '9') {
            v += (*q - '0') * scale;
            scale /= 10;
        } else if (*q != '.') {
            break;
        }
    }
    return v;
}

static const char *month_name(const char *date)
{
    static const char names[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int n = (date[5] - '0') * 10 + date[6] - '0';

    return names[n >= 1 && n <= 12 ? n - 1 : 0];
}

const char *message_day(struct arena *a, enum lang lang, const char *date)
{
    if (strlen(date) < 10)
        return date;
    if (lang == LANG_PT_BR)
        return arena_print(a, "%.2s/%.2s/%.4s", date + 8, date + 5, date);
    return arena_print(a, "%.*s %s %.4s", date[8] == '0' ? 1 : 2, date + (date[8] == '0' ? 9 : 8),
                       month_name(date), date);
}

const char *message_month(struct arena *a, enum lang lang, const char *date)
{
    if (strlen(date) < 7)
        return date;
    if (lang == LANG_PT_BR)
        return arena_print(a, "%.2s/%.4s", date + 5, date);
    return arena_print(a, "%s %.4s", month_name(date), date);
}

static bool is_tag(const char *p, const char *end, const char *tag)
{
    return end - p >= 2 && (p[0] | 32) == tag[0] && (p[1] | 32) == tag[1] &&
           (end - p == 2 || !(((p[2] | 32) >= 'a' && (p[2] | 32) <= 'z')));
}

enum lang lang_choose(const char *wanted)
{
    int best = 0;
    enum lang lang = LANG_PT_BR;

    for (const char *p = wanted; p && *p;) {
        const char *end = p + strcspn(p, ",");
        while (p < end && *p == ' ')
            p++;
        if ((is_tag(p, end, "pt") || is_tag(p, end, "en")) && weight(p, end) > best) {
            best = weight(p, end);
            lang = is_tag(p, end, "en") ? LANG_EN : LANG_PT_BR;
        }
        p = *end ? end + 1 : end;
    }
    return lang;
}

const char *lang_tag(enum lang lang)
{
    return lang == LANG_EN ? "en" : "pt-BR";
}
