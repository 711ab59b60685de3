/* metric_text.c -- see metric_text.h. */
#include "measure/metric_text.h"

#include "base/message.h"
#include "measure/metric.h"

#include <string.h>

static const char *text_of(struct ctx *cx, const char *key, const char *part)
{
    int n = (int)strcspn(key, ":");

    return message_find(cx->lang, arena_print(cx->arena, "metric.%.*s.%s", n, key, part));
}

const char *metric_label(struct ctx *cx, const char *key)
{
    const char *text = text_of(cx, key, "label");

    if (text && metric_part(key))
        text = arena_print(cx->arena, "%s: %s", text, metric_part(key));
    return text ? text : key;
}

const char *metric_definition(struct ctx *cx, const char *key)
{
    return text_of(cx, key, "definition");
}

const char *metric_sample_rule(struct ctx *cx, const char *key)
{
    return text_of(cx, key, "sample");
}
