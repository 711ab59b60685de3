/* html.c -- see html_priv.h. */
#include "web/html_priv.h"

#include "base/message.h"
#include "base/text.h"
#include "base/time.h"

#include <stdarg.h>

void html(struct buf *out, const char *markup)
{
    buf_add_text(out, markup);
}

void html_text(struct buf *out, const char *text)
{
    text_html(out, text);
}

void html_attr(struct buf *out, const char *name, const char *text)
{
    buf_print(out, " %s=\"", name);
    html_text(out, text);
    buf_add_char(out, '"');
}

void html_attr_id(struct buf *out, const char *name, const char *before, int64_t id)
{
    buf_print(out, " %s=\"%s%lld\"", name, before, (long long)id);
}

void html_say(struct ctx *cx, struct buf *out, const char *key, ...)
{
    struct fault_param params[FAULT_PARAMS_MAX] = {0};
    size_t n = 0;
    va_list args;

    va_start(args, key);
    while (n < FAULT_PARAMS_MAX && (params[n].name = va_arg(args, const char *)) != NULL)
        params[n++].value = va_arg(args, const char *);
    va_end(args);
    html_text(out, message(cx->arena, cx->lang, key, params, n));
}

void html_tag_say(struct ctx *cx, struct buf *out, const char *tag, const char *key)
{
    buf_print(out, "<%s>", tag);
    html_say(cx, out, key, NULL);
    buf_print(out, "</%s>", tag);
}

const char *html_day(struct ctx *cx, int64_t at)
{
    struct civil c = time_civil(NULL, at);
    const char *key = arena_print(cx->arena, "web.month_%d", c.month);
    const char *day = arena_print(cx->arena, "%d", c.day);
    const char *year = arena_print(cx->arena, "%d", c.year);
    struct fault_param params[] = {{"day", day}, {"month", NULL}, {"year", year}};

    if (!key || !day || !year)
        return NULL;
    params[1].value = message(cx->arena, cx->lang, key, NULL, 0);
    return message(cx->arena, cx->lang, "web.day", params, COUNT_OF(params));
}
