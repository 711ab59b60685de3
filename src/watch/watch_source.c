/* watch_source.c -- see watch_source.h. */
#include "watch/watch_source.h"

#include "access/may.h"
#include "base/message.h"
#include "base/text.h"
#include "base/time.h"
#include "strategy/competitor.h"
#include "strategy/competitor_note.h"
#include "watch/watch_priv.h"

#include "watch_sql.h"

#include <inttypes.h>
#include <string.h>

static const char *const kind_choices[] = {"page", "feed", "sitemap", NULL};
static const char *const state_choices[] = {"first", "same", "changed", "failed", NULL};

static const struct field watch_source_fields[] = {
    FIELD_REF(struct watch_source, competitor, REQUIRED | FILTER, .refers = &competitor_model),
    FIELD_ENUM(struct watch_source, kind, REQUIRED, .choices = kind_choices, .initial = "page"),
    FIELD_URL(struct watch_source, url, REQUIRED, .max = 2000),
    FIELD_ENUM(struct watch_source, section, 0, .choices = competitor_sections,
               .initial = "offers"),
    FIELD_INT(struct watch_source, every_hours, 0, .min = 1, .max = WATCH_HOURS_MAX,
              .initial = "24"),
    FIELD_BOOL(struct watch_source, active, 0, .initial = "1"),
    FIELD_BOOL(struct watch_source, alert_price, 0, .initial = "1"),
    FIELD_BOOL(struct watch_source, alert_title, 0, .initial = "1"),
    FIELD_BOOL(struct watch_source, alert_heading, 0, .initial = "0"),
    FIELD_BOOL(struct watch_source, alert_data, 0, .initial = "0"),
    FIELD_BOOL(struct watch_source, alert_news, 0, .initial = "0"),
    FIELD_REF(struct watch_source, added_by, READONLY),
    FIELD_TIME(struct watch_source, next_at, READONLY),
    FIELD_TIME(struct watch_source, asked_at, READONLY),
    FIELD_TIME(struct watch_source, checked_at, READONLY),
    FIELD_TIME(struct watch_source, changed_page_at, READONLY),
    FIELD_ENUM(struct watch_source, last_state, READONLY | FILTER, .choices = state_choices),
    FIELD_INT(struct watch_source, failures, READONLY),
    FIELD_TEXT(struct watch_source, error, READONLY),
    FIELD_JSON(struct watch_source, error_params, READONLY),
};

bool watch_source_alarms(const struct watch_source *s, const struct difference *c)
{
    const int64_t of[ITEM_KINDS] = {
        [ITEM_TITLE] = s->alert_title,     [ITEM_PRICE] = s->alert_price,
        [ITEM_HEADING] = s->alert_heading, [ITEM_DATA] = s->alert_data,
        [ITEM_NEWS] = s->alert_news,       [ITEM_URL] = s->alert_news};

    return of[c->what] == 1;
}

static enum err not_too_many(struct ctx *cx, struct db *db, int64_t competitor)
{
    struct model_query q = {.limit = 1, .count = true};
    struct model_page page;
    const char *id = arena_print(cx->arena, "%" PRId64, competitor);
    enum err e;

    if (fault_has_field(cx, "competitor") || competitor == NIL)
        return OK;
    if (!id)
        return fail_memory(cx);
    q.filters[q.filter_count++] = (struct model_filter){"competitor", IS, id};
    e = model_list(cx, db, &watch_source_model, &q, &page);
    return !e && page.count >= WATCH_SOURCES_MAX
               ? fail_field(cx, "url", "watch.sources_many", "max",
                            arena_print(cx->arena, "%d", WATCH_SOURCES_MAX), NULL)
               : e;
}

static bool has_login(const char *url)
{
    const char *host = url ? strstr(url, "://") : NULL;

    return host && memchr(host + 3, '@', strcspn(host + 3, "/?#")) != NULL;
}

/* Another address or kind is another thing: it begins anew. */
static enum err watch_source_before_save(struct ctx *cx, struct db *db, const void *before,
                                         void *record)
{
    const struct watch_source *was = before;
    struct watch_source *is = record;
    enum err e = OK;

    if (has_login(is->url) && !fault_has_field(cx, "url"))
        e = fail_field(cx, "url", "watch.login", NULL);
    if (!was) {
        enum err many = not_too_many(cx, db, is->competitor);
        e = many ? many : e;
        is->added_by = cx->actor ? cx->actor : NIL;
    }
    if (e)
        return e;
    if (was && text_equal(was->url, is->url) && text_equal(was->kind, is->kind)) {
        if (was->active != is->active || was->every_hours != is->every_hours)
            is->next_at = is->active == 1 ? ctx_now(cx) : NIL;
        return OK;
    }
    is->next_at = is->active == 1 ? ctx_now(cx) : NIL;
    is->last_state = is->error = is->error_params = NULL;
    is->failures = 0;
    is->checked_at = is->changed_page_at = NIL;
    return OK;
}

static enum err watch_source_after_save(struct ctx *cx, struct db *db, const void *before,
                                        const void *record)
{
    const struct watch_source *was = before, *is = record;

    if (!was || !is || (text_equal(was->url, is->url) && text_equal(was->kind, is->kind)))
        return OK;
    return watch_state_drop(cx, db, is->record.id);
}

const struct model watch_source_model =
    MODEL(watch_source, "watch_sources", watch_source_fields, .may_read = MAY_READ,
          .may_write = MAY_EDIT_PLAN, .before_save = watch_source_before_save,
          .after_save = watch_source_after_save, .sort = "created_at");

/* --- a look now */

static enum err queued(struct ctx *cx, struct db *db, const struct watch_source *s)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_watch_queued, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", s->record.id);
    db_bind_int(st, "next_at",
                s->active == 1 ? ctx_now(cx) + HOURS_MS(s->every_hours == NIL ? 24 : s->every_hours)
                               : NIL);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err watch_job_add(struct ctx *cx, struct db *db, int64_t source, bool by_hand, int64_t run_at,
                       int64_t *ret_job)
{
    struct job_new job = {.site = cx->site, .kind = "watch.look", .run_at = run_at};

    job.args = arena_print(cx->arena, "{\"source\":\"%" PRId64 "\",\"by_hand\":%s}", source,
                           by_hand ? "true" : "false");
    job.only_one = arena_print(cx->arena, "%" PRId64, source);
    return job.args && job.only_one ? job_add(cx, db, &job, ret_job) : fail_memory(cx);
}

enum err watch_source_look(struct ctx *cx, struct db *db, int64_t source, bool by_hand,
                           int64_t *ret_job)
{
    void *found = NULL;
    enum err e = model_get(cx, db, &watch_source_model, source, &found);

    if (!e)
        e = watch_job_add(cx, db, source, by_hand, 0, ret_job);
    return e ? e : queued(cx, db, found);
}

enum err watch_source_queue(struct ctx *cx, struct db *db, int64_t source, int64_t *ret_job)
{
    return watch_source_look(cx, db, source, true, ret_job);
}

/* --- told */

const char *watch_message(struct ctx *cx, const char *key, const char *params)
{
    struct fault_param p[FAULT_PARAMS_MAX];
    const struct json *in = NULL;
    struct fault first = cx->fault;
    size_t n = 0;

    if (text_empty(key))
        return NULL;
    if (!text_empty(params) && json_parse(cx, params, strlen(params), &in) != OK)
        cx->fault = first;
    for (const struct json *v = in ? in->first : NULL; v && n < COUNT_OF(p); v = v->next)
        p[n++] = (struct fault_param){v->name, json_text(v, "")};
    return message(cx->arena, cx->lang, key, p, n);
}

static enum err put_source(struct ctx *cx, struct db *db, int64_t id, int64_t notes,
                           struct json_writer *w)
{
    const struct watch_source *s;
    void *found = NULL;
    enum err e = model_get(cx, db, &watch_source_model, id, &found);

    if (e)
        return e;
    s = found;
    json_open_object(w);
    json_name(w, "source");
    model_to_json(w, &watch_source_model, s);
    json_int_member(w, "notes", notes == NIL ? 0 : notes);
    json_text_member(w, "message", watch_message(cx, s->error, s->error_params));
    json_close_object(w);
    return OK;
}

struct counted {
    int64_t id, notes;
};

static void read_counted(struct ctx *cx, const struct db_stmt *st, void *row)
{
    struct counted *c = row;

    (void)cx;
    *c = (struct counted){db_int(st, 0), db_int(st, 1)};
}

enum err watch_sources_json(struct ctx *cx, struct db *db, int64_t competitor,
                            struct json_writer *w)
{
    struct counted *all = NULL;
    struct db_stmt *st = NULL;
    void *found = NULL;
    size_t n = 0;
    enum err e = model_get(cx, db, &competitor_model, competitor, &found);

    if (!e)
        e = db_begin(cx, db, &SQL_watch_of_competitor, &st);
    if (e)
        goto out;
    db_bind_int(st, "competitor", competitor);
    e = db_collect(cx, st, sizeof(*all), read_counted, &all, &n);
    json_open_list(w);
    for (size_t i = 0; i < n && !e; i++)
        e = put_source(cx, db, all[i].id, all[i].notes, w);
    json_close_list(w);
out:
    db_done(st);
    return e;
}
