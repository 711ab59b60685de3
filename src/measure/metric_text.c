/* metric_text.c -- see metric_text.h. */
#include "measure/metric_text.h"

#include "base/message.h"

static const char *text_of(struct ctx *cx, const char *key, const char *part)
{
    return message_find(cx->lang, arena_print(cx->arena, "metric.%s.%s", key, part));
}

const char *metric_label(struct ctx *cx, const char *key)
{
    const char *text = text_of(cx, key, "label");

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
