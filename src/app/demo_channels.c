/* demo_channels.c -- two rules of the owner's own: whoever scans the code at a stand came by a fair, and a webinar is a channel. */
#include "app/demo_priv.h"

#include "measure/channel_rule.h"

enum err demo_write_channel_rules(struct ctx *cx, struct db *db, struct demo_batch *b)
{
    static const struct {
        const char *channel, *medium, *notes;
    } rules[] = {
        {"fairs", "qr", "Código nos cartazes do estande"},
        {"webinar", "webinar", "Convites e gravações"},
    };
    enum err e = OK;

    b->demo->now = b->demo->today;
    for (size_t i = 0; i < COUNT_OF(rules) && !e; i++) {
        struct channel_rule *r = model_new(cx, &channel_rule_model);
        if (!r)
            return fail_memory(cx);
        r->channel = rules[i].channel;
        r->medium = rules[i].medium;
        r->notes = rules[i].notes;
        r->position = (int64_t)i + 1;
        r->active = 1;
        e = model_add(cx, db, &channel_rule_model, r);
    }
    return e;
}
