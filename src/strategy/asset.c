/* asset.c -- see asset.h. */
#include "strategy/asset.h"

#include "access/may.h"
#include "base/text.h"
#include "strategy/campaign.h"
#include "strategy/channel.h"
#include "strategy/owner.h"
#include "strategy/persona.h"
#include "strategy/plan_record.h"

enum { PARTS_MOST = 200 };

static const char *const kind_choices[] = {"ad",    "page",     "article", "mail", "video", "audio",
                                           "image", "document", "case",    "deck", "other", NULL};
static const char *const state_choices[] = {"wanted", "draft", "ready", "retired", NULL};
static const char *const stage_choices[] = {"awareness", "consideration", "decision", "retention",
                                            NULL};

static const struct field asset_fields[] = {
    FIELD_TEXT(struct marketing_asset, name, REQUIRED | SEARCH | SORT, .max = 200),
    FIELD_ENUM(struct marketing_asset, kind, REQUIRED | FILTER, .choices = kind_choices),
    FIELD_ENUM(struct marketing_asset, state, FILTER, .choices = state_choices, .initial = "draft"),
    FIELD_REF(struct marketing_asset, owner, FILTER),
    FIELD_URL(struct marketing_asset, url, 0),
    FIELD_TEXT(struct marketing_asset, utm_content, UNIQUE, .max = 120),
    FIELD_PROSE(struct marketing_asset, body, 0),
    FIELD_DATE(struct marketing_asset, due_on, SORT),
    FIELD_ENUM(struct marketing_asset, funnel_stage, FILTER, .choices = stage_choices),
    FIELD_REF(struct marketing_asset, persona, FILTER, .refers = &persona_model),
    FIELD_TEXT(struct marketing_asset, topic, SEARCH | SORT, .max = 120),
    FIELD_TEXT(struct marketing_asset, format, 0, .max = 120),
    FIELD_PROSE(struct marketing_asset, notes, 0, .max = 2000),
};

/* What is ready can be looked at: it has an address or its own text. */
static enum err asset_before_save(struct ctx *cx, struct db *db, const void *before, void *record)
{
    const struct marketing_asset *was = before, *is = record;
    enum err e = OK;

    if (text_equal(is->state, "ready") && text_empty(is->url) && text_empty(is->body) &&
        !fault_has_field(cx, "url"))
        e = fail_field(cx, "url", "asset.nowhere", NULL);
    return owner_check(cx, db, was ? was->owner : NIL, is->owner, e);
}

const struct model marketing_asset_model =
    MODEL(marketing_asset, "assets", asset_fields, .may_read = MAY_READ, .may_write = MAY_EDIT_PLAN,
          .sort = "-created_at", .before_save = asset_before_save);

/* --- parts of a campaign */

/* Whether another row of the campaign names the same; the reference is the record's second member in both models. */
static enum err only_once(struct ctx *cx, struct db *db, const struct model *m, const char *field,
                          int64_t campaign, const struct record *is)
{
    const struct field *f = model_field(m, field);
    void **rows = NULL;
    size_t n = 0;
    enum err e;

    if (campaign == NIL || field_int(f, is) == NIL || fault_has_field(cx, field))
        return OK;
    e = model_related(cx, db, m, "campaign", campaign, PARTS_MOST, &rows, &n);
    for (size_t i = 0; i < n && !e; i++) {
        const struct record *other = rows[i];
        if (other->id != is->id && field_int(f, other) == field_int(f, is))
            e = fail_field(cx, field, "asset.twice", NULL);
    }
    return e;
}

static const struct field campaign_asset_fields[] = {
    FIELD_REF(struct campaign_asset, campaign, REQUIRED | FILTER, .refers = &campaign_model),
    FIELD_REF(struct campaign_asset, asset, REQUIRED | FILTER, .refers = &marketing_asset_model),
};

static enum err campaign_asset_before_save(struct ctx *cx, struct db *db, const void *before,
                                           void *record)
{
    const struct campaign_asset *is = record;

    (void)before;
    return only_once(cx, db, &campaign_asset_model, "asset", is->campaign, &is->record);
}

const struct model campaign_asset_model = MODEL(
    campaign_asset, "campaign_assets", campaign_asset_fields, .may_read = MAY_READ,
    .may_write = MAY_EDIT_PLAN, .sort = "-created_at", .before_save = campaign_asset_before_save);

static const struct field campaign_channel_fields[] = {
    FIELD_REF(struct campaign_channel, campaign, REQUIRED | FILTER, .refers = &campaign_model),
    FIELD_REF(struct campaign_channel, channel, REQUIRED | FILTER, .refers = &channel_model),
};

static enum err campaign_channel_before_save(struct ctx *cx, struct db *db, const void *before,
                                             void *record)
{
    const struct campaign_channel *is = record;
    void *found = NULL;
    enum err e = only_once(cx, db, &campaign_channel_model, "channel", is->campaign, &is->record);

    (void)before;
    if (e || is->campaign == NIL || is->channel == NIL || cx->fault.fields)
        return e;
    e = model_get(cx, db, &campaign_model, is->campaign, &found);
    if (!e && ((const struct campaign *)found)->channel == is->channel)
        e = fail_field(cx, "channel", "asset.twice", NULL);
    return e ? e
             : plan_record_same(cx, db, "channel", &channel_model, is->channel,
                                ((const struct campaign *)found)->plan);
}

const struct model campaign_channel_model = MODEL(
    campaign_channel, "campaign_channels", campaign_channel_fields, .may_read = MAY_READ,
    .may_write = MAY_EDIT_PLAN, .sort = "-created_at", .before_save = campaign_channel_before_save);
