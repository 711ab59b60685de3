/* short_link.c -- see short_link.h. */
#include "people/short_link.h"

#include "access/may.h"
#include "access/site.h"
#include "base/text.h"
#include "base/time.h"
#include "facts/fact.h"
#include "people/code_letters.h"
#include "people/partner.h"
#include "people/promo_code.h"
#include "people/whatsapp.h"
#include "strategy/campaign.h"
#include "strategy/plan_record.h"

#include "short_link_sql.h"

#include <string.h>

enum { CODE_LEAST = 3, WORD_MAX = 60 };

static const struct field short_link_fields[] = {
    FIELD_TEXT(struct short_link, name, REQUIRED | SEARCH | SORT, .max = 120),
    FIELD_TEXT(struct short_link, code, UNIQUE, .max = SHORT_LINK_CODE_MAX),
    FIELD_URL(struct short_link, target, REQUIRED, .max = 1000),
    FIELD_TEXT(struct short_link, channel, FILTER, .max = 60),
    FIELD_TEXT(struct short_link, source, 0, .max = WORD_MAX),
    FIELD_TEXT(struct short_link, medium, 0, .max = WORD_MAX),
    FIELD_REF(struct short_link, campaign, FILTER, .refers = &campaign_model),
    FIELD_REF(struct short_link, promo, 0, .refers = &promo_code_model),
    FIELD_REF(struct short_link, partner, FILTER, .refers = &partner_model),
    FIELD_DATE(struct short_link, starts_on, 0),
    FIELD_DATE(struct short_link, ends_on, 0),
    FIELD_URL(struct short_link, fallback, 0, .max = 1000),
    FIELD_BOOL(struct short_link, active, 0, .initial = "1"),
    FIELD_INT(struct short_link, hits, READONLY | SORT, .min = 0, .max = INT64_MAX),
    FIELD_INT(struct short_link, robot_hits, READONLY, .min = 0, .max = INT64_MAX),
    FIELD_TIME(struct short_link, last_at, READONLY),
};

/* --- before it is saved --------------------------------------------------------------------------- */

static enum err of_code(struct ctx *cx, struct db *db, const char *code, int64_t *ret_site,
                        int64_t *ret_id)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_short_link_of_code, &st);

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

/* "Feira-2027" → "feira-2027"; NULL: not of letters, digits and hyphens, or too short. */
static const char *clean_code(struct ctx *cx, const char *typed)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    char *code = arena_dup(cx->arena, typed);

    for (char *c = code; c && *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    return code && strlen(code) >= CODE_LEAST && strspn(code, allowed) == strlen(code) &&
                   code[0] != '-'
               ? code
               : NULL;
}

static enum err settle_code(struct ctx *cx, struct db *db, const struct short_link *was,
                            struct short_link *is)
{
    int64_t site = 0, id = 0;
    enum err e;

    if (fault_has_field(cx, "code"))
        return OK;
    is->code = text_empty(is->code) ? code_new(cx, CODE_LOWER, SHORT_LINK_CHARS)
                                    : clean_code(cx, is->code);
    if (!is->code)
        return arena_full(cx->arena) ? fail_memory(cx)
                                     : fail_field(cx, "code", "short_link.code", NULL);
    if (was)
        return text_equal(was->code, is->code)
                   ? OK
                   : fail_field(cx, "code", "short_link.code_kept", NULL);
    e = of_code(cx, db, is->code, &site, &id);
    return !e && id ? fail_field(cx, "code", "short_link.code_taken", NULL) : e;
}

static enum err settle_channel(struct ctx *cx, struct db *db, struct short_link *is)
{
    void *found = NULL;
    enum err e = OK;

    if (text_empty(is->channel) && is->promo != NIL && !fault_has_field(cx, "promo"))
        e = model_get(cx, db, &promo_code_model, is->promo, &found);
    if (e == ERR_NOTFOUND) {
        fault_clear(cx);
        return OK;
    }
    if (!e && found)
        is->channel = ((struct promo_code *)found)->channel;
    if (!e && text_empty(is->channel) && is->partner != NIL)
        is->channel = PARTNER_CHANNEL;
    if (!e && text_empty(is->channel) && !fault_has_field(cx, "channel"))
        e = fail_field(cx, "channel", "field.required", NULL);
    return e;
}

static enum err check_pair(struct ctx *cx, struct db *db, const struct short_link *is)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_short_link_pair, &st);

    if (e)
        goto out;
    db_bind_text(st, "source", is->source);
    db_bind_text(st, "medium", is->medium);
    db_bind_text(st, "channel", is->channel);
    db_bind_int(st, "id", is->record.id);
    e = db_step(cx, st, &row);
    if (!e && row)
        e = fail_field(cx, "source", "short_link.pair", "name", db_text_dup(cx, st, 0), "channel",
                       db_text_dup(cx, st, 1), NULL);
out:
    db_done(st);
    return e;
}

static enum err before_save(struct ctx *cx, struct db *db, const void *before, void *record)
{
    struct short_link *is = record;
    enum err e = settle_code(cx, db, before, is);
    enum err dates = check_date_order(cx, "starts_on", is->starts_on, "ends_on", is->ends_on);

    if (e && e != ERR_INVALID)
        return e;
    if (is->hits == NIL)
        is->hits = is->robot_hits = 0;
    e = settle_channel(cx, db, is);
    if (e || dates || cx->fault.fields)
        return e ? e : dates ? dates : ERR_INVALID;
    if (text_empty(is->source))
        is->source = text_slug(cx->arena, is->name, WORD_MAX);
    if (text_empty(is->source))
        is->source = is->code;
    if (text_empty(is->medium))
        is->medium = "link";
    return check_pair(cx, db, is);
}

const struct model short_link_model =
    MODEL(short_link, "short_links", short_link_fields, .may_read = MAY_READ,
          .may_write = MAY_EDIT_PLAN, .sort = "-created_at", .before_save = before_save);

/* --- followed ------------------------------------------------------------------------------------- */

enum err short_link_find(struct ctx *cx, struct db *db, const char *code, struct short_link **ret)
{
    int64_t site = 0, id = 0;
    const char *clean = code ? clean_code(cx, code) : NULL;
    void *found = NULL;
    enum err e = clean ? of_code(cx, db, clean, &site, &id) : OK;

    if (!e && !id)
        e = fail(cx, ERR_NOTFOUND, "short_link.missing", NULL);
    if (e)
        return e;
    cx->site = site;
    e = model_get(cx, db, &short_link_model, id, &found);
    if (!e)
        *ret = found;
    return e;
}

enum err short_link_read(struct ctx *cx, struct db *db, const struct short_link *l,
                         struct short_link_words *ret)
{
    struct short_link_words w = {0};
    struct db_stmt *st = NULL;
    bool row = false, within = false;
    enum err e = site_day(cx, db, w.day);

    if (!e)
        e = site_day_within(cx, db, l->starts_on, l->ends_on, &within);
    if (!e)
        e = db_begin(cx, db, &SQL_short_link_words, &st);
    if (e)
        goto out;
    db_bind_int(st, "link", l->record.id);
    e = db_step(cx, st, &row);
    if (!e && row) {
        w.campaign = db_text_dup(cx, st, 0);
        w.promo = db_text_dup(cx, st, 1);
    }
    w.in_force = within && l->active == 1;
    *ret = w;
out:
    db_done(st);
    return e;
}

/* Whether a query already has the parameter. */
static bool has(const char *query, size_t n, const char *name)
{
    size_t length = strlen(name);

    for (size_t i = 0; i + length < n; i++)
        if ((i == 0 || query[i - 1] == '&' || query[i - 1] == '?') &&
            strncmp(query + i, name, length) == 0 && query[i + length] == '=')
            return true;
    return false;
}

enum err short_link_url(struct ctx *cx, const struct short_link *l,
                        const struct short_link_words *w, const char **ret)
{
    const struct {
        const char *name, *value;
    } words[] = {{"utm_source", l->source},
                 {"utm_medium", l->medium},
                 {"utm_campaign", w->campaign},
                 {"praca_code", w->promo}};
    size_t n = strcspn(l->target, "#");
    bool asks = memchr(l->target, '?', n) != NULL;
    struct buf out = buf_in(cx->arena);

    if (!w->in_force) {
        *ret = text_empty(l->fallback) ? NULL : l->fallback;
        return OK;
    }
    buf_add(&out, l->target, n);
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (text_empty(words[i].value) || has(l->target, n, words[i].name))
            continue;
        buf_print(&out, "%c%s=", asks ? '&' : '?', words[i].name);
        whatsapp_escape(&out, words[i].value);
        asks = true;
    }
    buf_add_text(&out, l->target + n);
    *ret = buf_text(&out);
    return *ret ? OK : fail_memory(cx);
}

static enum err tell(struct ctx *cx, struct journal *j, const struct short_link *l,
                     const struct short_link_words *w, const struct short_link_hit *hit)
{
    unsigned char bytes[FACT_RECORD_MAX];
    struct fact f = fact_nothing();
    size_t n = 0;
    enum err e;

    f.id = id_next(cx);
    f.site = cx->site;
    f.at_ms = f.received_ms = ctx_now(cx);
    f.kind = "short_link";
    f.path = arena_print(cx->arena, SHORT_LINK_PREFIX "/%s", l->code);
    f.channel = l->channel;
    f.source = l->source;
    f.medium = l->medium;
    f.campaign = w->campaign;
    f.campaign_id = l->campaign == NIL ? 0 : l->campaign;
    f.agent = hit->agent;
    f.network = hit->network;
    f.country = hit->country;
    f.language = hit->language;
    f.robot = *hit->robot_reason != '\0';
    f.robot_reason = hit->robot_reason;
    e = f.path ? fact_encode(cx, &f, bytes, &n) : fail_memory(cx);
    return e ? e : journal_append(cx, j, bytes, n, NULL);
}

struct counted {
    const struct short_link *link;
    const char *day;
    bool robot;
};

static enum err count_in(struct ctx *cx, struct db *db, void *arg)
{
    static const struct db_query *const both[] = {&SQL_short_link_counted, &SQL_short_link_day};
    const struct counted *c = arg;
    enum err e = OK;

    for (size_t i = 0; i < COUNT_OF(both) && !e; i++) {
        struct db_stmt *st = NULL;
        e = db_begin(cx, db, both[i], &st);
        if (!e) {
            db_bind_int(st, "link", c->link->record.id);
            db_bind_int(st, "human", !c->robot);
            db_bind_int(st, "robot", c->robot);
            if (both[i] == &SQL_short_link_day)
                db_bind_text(st, "day", c->day);
            e = db_run(cx, st);
        }
        db_done(st);
    }
    return e;
}

enum err short_link_followed(struct ctx *cx, struct db_pool *pool, struct journal *j,
                             const struct short_link *l, const struct short_link_words *w,
                             const struct short_link_hit *hit)
{
    struct counted c = {.link = l, .day = w->day, .robot = *hit->robot_reason != '\0'};
    enum err e = j ? tell(cx, j, l, w, hit) : OK;

    return e ? e : db_write(cx, pool, count_in, &c);
}

/* --- by day --------------------------------------------------------------------------------------- */

struct day_row {
    const char *day;
    int64_t hits, robots;
};

static void read_row(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct day_row *)row = (struct day_row){db_text_dup(cx, st, 0), db_int(st, 1), db_int(st, 2)};
}

enum err short_link_days_json(struct ctx *cx, struct db *db, int64_t link, int days,
                              struct buf *out)
{
    struct json_writer w = json_to(out);
    struct day_row *rows = NULL;
    struct db_stmt *st = NULL;
    void *found = NULL;
    size_t n = 0;
    enum err e = model_get(cx, db, &short_link_model, link, &found);

    if (!e)
        e = db_begin(cx, db, &SQL_short_link_days, &st);
    if (e)
        goto out;
    db_bind_int(st, "link", link);
    db_bind_int(st, "most", days);
    e = db_collect(cx, st, sizeof(*rows), read_row, &rows, &n);
    json_open_object(&w);
    json_name(&w, "items");
    json_open_list(&w);
    while (n-- > 0 && !e) {
        json_open_object(&w);
        json_text_member(&w, "day", rows[n].day);
        json_int_member(&w, "hits", rows[n].hits);
        json_int_member(&w, "robots", rows[n].robots);
        json_close_object(&w);
    }
    json_close_list(&w);
    json_text_member(&w, "next", NULL);
    json_close_object(&w);
out:
    db_done(st);
    return e;
}
