/* channel_rule.c -- see channel_rule.h. */
#include "measure/channel_rule.h"

#include "access/may.h"
#include "base/text.h"

#include <string.h>

static const struct field channel_rule_fields[] = {
    FIELD_TEXT(struct channel_rule, channel, REQUIRED | FILTER, .max = 60),
    FIELD_TEXT(struct channel_rule, host, 0, .max = 100),
    FIELD_TEXT(struct channel_rule, source, 0, .max = 200),
    FIELD_TEXT(struct channel_rule, medium, 0, .max = 100),
    FIELD_TEXT(struct channel_rule, campaign, 0, .max = 200),
    FIELD_TEXT(struct channel_rule, click, 0, .max = 20),
    FIELD_INT(struct channel_rule, position, SORT, .min = 0, .max = 1000000),
    FIELD_BOOL(struct channel_rule, active, 0, .initial = "1"),
    FIELD_TEXT(struct channel_rule, notes, 0, .max = 500),
};

/* The host of an address that was pasted whole: a rule is held against nothing else. */
static const char *host_alone(struct ctx *cx, const char *text)
{
    const char *scheme = strstr(text, "://");

    if (scheme)
        text = scheme + 3;
    return arena_dup_n(cx->arena, text, strcspn(text, "/:?#"));
}

static enum err rule_before_save(struct ctx *cx, struct db *db, const void *before, void *record)
{
    struct channel_rule *is = record;
    enum err e = OK;

    (void)db;
    (void)before;
    if (is->position == NIL)
        is->position = 0;
    if (!text_empty(is->channel) &&
        (strspn(is->channel, "abcdefghijklmnopqrstuvwxyz0123456789_") != strlen(is->channel) ||
         strspn(is->channel, "0123456789_")))
        e = fail_field(cx, "channel", "channel_rule.channel", NULL);
    if (!text_empty(is->host)) {
        is->host = host_alone(cx, is->host);
        if (!is->host)
            return fail_memory(cx);
        if (!*is->host)
            e = fail_field(cx, "host", "channel_rule.host", NULL);
    }
    if (text_empty(is->host) && !e && text_empty(is->source) && text_empty(is->medium) &&
        text_empty(is->campaign) && text_empty(is->click))
        e = fail_field(cx, "host", "channel_rule.empty", NULL);
    return e;
}

const struct model channel_rule_model =
    MODEL(channel_rule, "channel_rules", channel_rule_fields, .may_read = MAY_READ,
          .may_write = MAY_EDIT_PLAN, .sort = "position", .before_save = rule_before_save);
