/* chat_link.c -- see chat_link.h. */
#include "people/chat_link.h"

#include "access/may.h"
#include "base/text.h"
#include "facts/fact.h"
#include "people/code_letters.h"
#include "people/whatsapp.h"
#include "strategy/campaign.h"

#include "chat_link_sql.h"

#include <string.h>

static const struct field chat_link_fields[] = {
    FIELD_TEXT(struct chat_link, name, REQUIRED | SEARCH | SORT, .max = 120),
    FIELD_TEXT(struct chat_link, code, READONLY | UNIQUE, .max = 20),
    FIELD_TEXT(struct chat_link, phone, REQUIRED, .max = 40),
    FIELD_PROSE(struct chat_link, words, 0, .max = 300),
    FIELD_TEXT(struct chat_link, source, 0, .max = 120),
    FIELD_TEXT(struct chat_link, medium, 0, .max = 120),
    FIELD_REF(struct chat_link, campaign, FILTER, .refers = &campaign_model),
    FIELD_BOOL(struct chat_link, active, 0, .initial = "1"),
    FIELD_INT(struct chat_link, started, READONLY | SORT, .min = 0, .max = INT64_MAX),
    FIELD_TIME(struct chat_link, last_at, READONLY),
};

static enum err before_save(struct ctx *cx, struct db *db, const void *before, void *record)
{
    struct chat_link *is = record;
    const char *phone;

    (void)db;
    if (!before) {
        is->code = code_new(cx, CODE_LOWER, CHAT_CODE_CHARS);
        is->started = 0;
    }
    if (text_empty(is->phone) || fault_has_field(cx, "phone"))
        return OK;
    phone = phone_e164(cx->arena, is->phone);
    if (!phone && !arena_full(cx->arena))
        return fail_field(cx, "phone", "whatsapp.no_phone", NULL);
    is->phone = phone;
    return arena_full(cx->arena) ? fail_memory(cx) : OK;
}

const struct model chat_link_model =
    MODEL(chat_link, "chat_links", chat_link_fields, .may_read = MAY_READ,
          .may_write = MAY_EDIT_PEOPLE, .sort = "-created_at", .before_save = before_save);

/* --- followed ---------------------------------------------------------------------------------- */

static enum err of_code(struct ctx *cx, struct db *db, const char *code, int64_t *ret_site,
                        int64_t *ret_id)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_chat_link_of_code, &st);

    if (e)
        goto out;
    db_bind_text(st, "code", code);
    e = db_step(cx, st, &row);
    *ret_site = !e && row ? db_int(st, 0) : 0;
    *ret_id = !e && row ? db_int(st, 1) : 0;
out:
    db_done(st);
    return e;
}

enum err chat_link_find(struct ctx *cx, struct db *db, const char *code, struct chat_link **ret)
{
    int64_t site = 0, id = 0;
    void *found = NULL;
    enum err e = OK;

    if (code && strlen(code) == CHAT_CODE_CHARS && code_is(code, CODE_LOWER, CHAT_CODE_CHARS))
        e = of_code(cx, db, code, &site, &id);
    if (!e && !id)
        e = fail(cx, ERR_NOTFOUND, "chat_link.missing", NULL);
    if (e)
        return e;
    cx->site = site;
    e = model_get(cx, db, &chat_link_model, id, &found);
    if (!e)
        *ret = found;
    return e;
}

const char *chat_link_message(struct ctx *cx, const struct chat_link *l)
{
    return text_empty(l->words) ? arena_print(cx->arena, "#%s", l->code)
                                : arena_print(cx->arena, "%s #%s", l->words, l->code);
}

enum err chat_link_url(struct ctx *cx, const struct chat_link *l, const char **ret)
{
    const char *first = chat_link_message(cx, l);
    struct buf out = buf_in(cx->arena);

    buf_print(&out, "https://wa.me/%s?text=", l->phone + 1);
    whatsapp_escape(&out, first);
    *ret = buf_text(&out);
    return first && *ret ? OK : fail_memory(cx);
}

/* --- counted ----------------------------------------------------------------------------------- */

static enum err campaign_word(struct ctx *cx, struct db_pool *pool, int64_t campaign,
                              const char **ret)
{
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = db_begin(cx, db, &SQL_chat_link_campaign, &st);
    if (!e) {
        db_bind_int(st, "campaign", campaign);
        e = db_step(cx, st, &row);
    }
    if (!e && row)
        *ret = db_text_dup(cx, st, 0);
    db_done(st);
    db_return(db);
    return e;
}

static enum err tell(struct ctx *cx, struct db_pool *pool, struct journal *j,
                     const struct chat_link *l)
{
    unsigned char bytes[FACT_RECORD_MAX];
    struct fact f = fact_nothing();
    size_t n = 0;
    enum err e = l->campaign != NIL ? campaign_word(cx, pool, l->campaign, &f.campaign) : OK;

    if (e)
        return e;
    f.id = id_next(cx);
    f.site = cx->site;
    f.at_ms = f.received_ms = ctx_now(cx);
    f.kind = "whatsapp_click";
    f.path = arena_print(cx->arena, "/w/%s", l->code);
    f.channel = CHAT_CHANNEL;
    f.source = l->source;
    f.medium = l->medium;
    f.campaign_id = l->campaign == NIL ? 0 : l->campaign;
    e = f.path ? fact_encode(cx, &f, bytes, &n) : fail_memory(cx);
    return e ? e : journal_append(cx, j, bytes, n, NULL);
}

static enum err count_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct chat_link *l = arg;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_chat_link_started, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", l->record.id);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err chat_link_started(struct ctx *cx, struct db_pool *pool, struct journal *j,
                           const struct chat_link *l)
{
    struct chat_link one = *l;
    enum err e = j ? tell(cx, pool, j, l) : OK;

    return e ? e : db_write(cx, pool, count_in, &one);
}

/* --- found again in a conversation --------------------------------------------------------------- */

enum err chat_link_in(struct ctx *cx, struct db *db, const char *text, struct chat_link **ret)
{
    enum err e = OK;

    *ret = NULL;
    for (int n = 0; text && (text = strchr(text, '#')) != NULL && n < CHAT_CODES_READ && !e; n++) {
        int64_t site = 0, id = 0;
        void *found = NULL;
        text++;
        if (!code_is(text, CODE_LOWER, CHAT_CODE_CHARS))
            continue;
        e = of_code(cx, db, arena_dup_n(cx->arena, text, CHAT_CODE_CHARS), &site, &id);
        if (!e && id && site == cx->site)
            e = model_get(cx, db, &chat_link_model, id, &found);
        if (found) {
            *ret = found;
            return e;
        }
    }
    return e;
}
