/* checklist.c -- see checklist.h. */
#include "strategy/checklist.h"

#include "access/may.h"
#include "base/message.h"
#include "base/text.h"
#include "strategy/campaign.h"
#include "strategy/channel.h"

enum { TICKS_MOST = 400 };

/* Seen by the program: those of a channel, then those of the campaign as a whole. */
static const char *const automatic[] = {"budget", "utm",     "landing",       "traceable",
                                        "dates",  "cta",     "assets",        "audience_bound",
                                        "goal",   "channel", "claims_proved", NULL};

const struct checklist checklists[] = {
    {"search",
     {"budget", "utm", "landing", "traceable", "search_answer", "search_title", "phone_screen"}},
    {"mail", {"budget", "utm", "landing", "traceable", "mail_basis", "mail_test", "mail_leave"}},
    {"site", {"budget", "landing", "traceable", "site_form", "phone_screen"}},
    {"paid",
     {"budget", "utm", "landing", "traceable", "paid_promise", "paid_cap", "paid_conversion"}},
    {"social", {"budget", "utm", "landing", "traceable", "social_format", "social_reply"}},
    {"content", {"budget", "utm", "landing", "traceable", "content_expert", "content_next"}},
    {"documents", {"budget", "landing", "doc_contact", "doc_permission"}},
    {"podcast", {"budget", "utm", "landing", "podcast_sound", "podcast_notes", "podcast_guest"}},
    {"live_events",
     {"budget", "utm", "landing", "traceable", "event_rehearsal", "event_reminder", "follow_up"}},
    {"customer_stories", {"budget", "landing", "story_permission", "story_number"}},
    {"fairs", {"budget", "fair_notes", "fair_code", "fair_team", "follow_up"}},
    {"print", {"budget", "print_code", "print_proof", "print_delivery"}},
    {"telephone", {"budget", "phone_script", "phone_blocked", "phone_log", "follow_up"}},
    {"direct_mail", {"budget", "print_code", "print_proof", "letter_addresses", "follow_up"}},
    {"referral", {"budget", "traceable", "referral_terms", "referral_thanks", "referral_ask"}},
    {"other", {"budget", "traceable", "other_owner", "other_measure"}},
    {0}};

const struct checklist *checklist_of(const char *kind)
{
    const struct checklist *c = checklists;

    while (!text_equal(c->kind, "other") && !text_equal(c->kind, kind))
        c++;
    return c;
}

bool checklist_is_automatic(const char *item)
{
    for (size_t i = 0; automatic[i]; i++)
        if (text_equal(automatic[i], item))
            return true;
    return false;
}

const char *checklist_words(struct ctx *cx, const char *item)
{
    const char *key = arena_print(cx->arena, "checklist.%s", item);

    return key ? message(cx->arena, cx->lang, key, NULL, 0) : item;
}

/* --- ticks */

static const struct field checklist_tick_fields[] = {
    FIELD_REF(struct checklist_tick, campaign, REQUIRED | FILTER, .refers = &campaign_model),
    FIELD_REF(struct checklist_tick, channel, REQUIRED | FILTER, .refers = &channel_model),
    FIELD_TEXT(struct checklist_tick, item, REQUIRED, .max = 60),
    FIELD_REF(struct checklist_tick, ticked_by, READONLY),
    FIELD_TIME(struct checklist_tick, ticked_at, READONLY),
};

static bool is_of(const struct checklist *c, const char *item)
{
    for (size_t i = 0; i < CHECKLIST_MOST && c->items[i]; i++)
        if (text_equal(c->items[i], item))
            return true;
    return false;
}

static enum err only_once(struct ctx *cx, struct db *db, const struct checklist_tick *is)
{
    void **rows = NULL;
    size_t n = 0;
    enum err e = model_related(cx, db, &checklist_tick_model, "campaign", is->campaign, TICKS_MOST,
                               &rows, &n);

    for (size_t i = 0; i < n && !e; i++) {
        const struct checklist_tick *other = rows[i];
        if (other->record.id != is->record.id && other->channel == is->channel &&
            text_equal(other->item, is->item))
            e = fail_field(cx, "item", "checklist_tick.twice", NULL);
    }
    return e;
}

static enum err tick_before_save(struct ctx *cx, struct db *db, const void *before, void *record)
{
    struct checklist_tick *is = record;
    const struct channel *channel;
    void *found = NULL;
    enum err e;

    if (!before) {
        is->ticked_by = cx->actor ? cx->actor : NIL;
        is->ticked_at = ctx_now(cx);
    }
    if (cx->fault.fields || is->channel == NIL || is->campaign == NIL)
        return OK; /* wrong fields are told first */
    e = model_get(cx, db, &channel_model, is->channel, &found);
    if (e)
        return e;
    channel = found;
    if (checklist_is_automatic(is->item))
        return fail_field(cx, "item", "checklist_tick.automatic", NULL);
    if (!is_of(checklist_of(channel->kind), is->item))
        return fail_field(cx, "item", "checklist_tick.unknown", NULL);
    return only_once(cx, db, is);
}

const struct model checklist_tick_model =
    MODEL(checklist_tick, "checklist_ticks", checklist_tick_fields, .may_read = MAY_READ,
          .may_write = MAY_EDIT_PLAN, .sort = "-created_at", .before_save = tick_before_save);
