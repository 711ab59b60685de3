/* report.c -- see report.h. */
#include "measure/report.h"

#include "access/may.h"
#include "base/message.h"
#include "base/text.h"
#include "measure/channel_report_priv.h"
#include "measure/report_kind_priv.h"
#include "measure/statistics_priv.h"
#include "model/audit.h"
#include "strategy/owner.h"

#include <stdio.h>
#include <string.h>

enum { NAME_CHARS_MAX = 120, QUESTION_MAX = 16000, VIEW_MAX = 8000, FILE_NAME_MAX = 60 };

static const char *const kind_choices[] = {"visits",    "funnel",  "channels", "attribution",
                                           "economics", "metrics", NULL};

static const struct field report_fields[] = {
    FIELD_TEXT(struct report, name, REQUIRED | SEARCH | SORT, .max = NAME_CHARS_MAX),
    FIELD_ENUM(struct report, kind, REQUIRED | FILTER, .choices = kind_choices),
    FIELD_JSON(struct report, question, REQUIRED, .max = QUESTION_MAX),
    FIELD_JSON(struct report, view, 0, .max = VIEW_MAX),
    FIELD_REF(struct report, owner, FILTER),
    FIELD_BOOL(struct report, trashed, FILTER),
};

static enum err parse(struct ctx *cx, const char *field, const char *text, const struct json **ret)
{
    enum err e = json_parse(cx, text, strlen(text), ret);

    if (!e && (*ret)->kind != JSON_OBJECT)
        e = fail_field(cx, field, "field.object", NULL);
    return e;
}

/* The wrong fields of the question are found under "question.". */
static enum err check_question(struct ctx *cx, struct db *db, const struct report *is)
{
    const struct report_kind *kind = report_kind_find(is->kind);
    struct statistics_site site = {.now_ms = ctx_now(cx)};
    const struct fault before = cx->fault;
    const struct json *q = NULL;
    enum err e = parse(cx, "question", is->question, &q);

    if (e || !kind)
        return e;
    e = report_site(cx, db, &site.zone, &site.currency);
    if (!e)
        e = kind->check(cx, &site, q);
    return e == ERR_INVALID ? statistics_prefix(cx, &before, "question.") : e;
}

static enum err report_before_save(struct ctx *cx, struct db *db, const void *before, void *record)
{
    struct report *is = record;
    const struct report *was = before;
    const struct json *view = NULL;
    enum err e = OK;

    if (is->trashed == NIL)
        is->trashed = 0;
    if (!was && is->owner == NIL && cx->actor)
        is->owner = cx->actor;
    if (!text_empty(is->question) && !fault_has_field(cx, "question") &&
        !fault_has_field(cx, "kind"))
        e = check_question(cx, db, is);
    if ((!e || e == ERR_INVALID) && !text_empty(is->view) && !fault_has_field(cx, "view")) {
        enum err viewed = parse(cx, "view", is->view, &view);
        e = viewed ? viewed : e;
    }
    return owner_check(cx, db, was ? was->owner : NIL, is->owner == cx->actor ? NIL : is->owner, e);
}

const struct model report_model = {
    .name = "report",
    .table = "saved_reports",
    .fields = report_fields,
    .field_count = COUNT_OF(report_fields),
    .size = sizeof(struct report),
    .may_read = MAY_READ,
    .may_write = MAY_EDIT_PLAN,
    .sort = "name",
    .before_save = report_before_save,
};

enum err report_read(struct ctx *cx, struct db *db, int64_t id, struct report *ret)
{
    void *record = NULL;
    enum err e = model_get(cx, db, &report_model, id, &record);

    if (e)
        return e;
    *ret = *(struct report *)record;
    return ret->trashed == 1 ? fail(cx, ERR_NOTFOUND, "report.trashed", NULL) : OK;
}

static const char *clock_words(struct ctx *cx, const struct zone *zone, int64_t at)
{
    struct civil c = time_civil(zone, at);
    const char *day = day_shown(cx, day_of(zone, at));

    return arena_print(cx->arena, "%s %02d:%02d", day, c.hour, c.minute);
}

enum err report_ask(struct ctx *cx, const struct report_source *source, const struct report *r,
                    struct paper *ret)
{
    const struct report_kind *kind = report_kind_find(r->kind);
    const struct json *q = NULL;
    enum err e;

    if (!kind)
        return fail(cx, ERR_INVALID, "report.kind", NULL);
    memset(ret, 0, sizeof(*ret));
    ret->title = r->name;
    ret->kind = report_word(cx, "kind", r->kind, r->kind);
    ret->currency = source->site.currency;
    ret->made_at = ctx_now(cx);
    ret->made = clock_words(cx, source->site.zone, ret->made_at);
    e = parse(cx, "question", r->question, &q);
    if (!e)
        e = kind->run(cx, source, q, ret);
    return !e && arena_full(cx->arena) ? fail_memory(cx) : e;
}

enum err report_ask_by_id(struct ctx *cx, struct db_pool *pool, struct fact_store *facts,
                          int64_t id, struct report *ret, struct paper *ret_paper)
{
    struct report_source source;
    struct db *db = NULL;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = report_read(cx, db, id, ret);
    db_return(db);
    if (!e)
        e = report_source_open(cx, pool, facts, &source);
    return e ? e : report_ask(cx, &source, ret, ret_paper);
}

enum err report_copy(struct ctx *cx, struct db *db, int64_t id, int64_t *ret_id)
{
    struct report was, *copy = model_new(cx, &report_model);
    struct fault_param name = {"name", NULL};
    enum err e = copy ? report_read(cx, db, id, &was) : fail_memory(cx);

    if (e)
        return e;
    *copy = was;
    copy->record = (struct record){0};
    name.value = text_cut(cx->arena, was.name, NAME_CHARS_MAX - 20);
    copy->name = message(cx->arena, cx->lang, "report.copy", &name, 1);
    copy->owner = cx->actor ? cx->actor : NIL;
    e = model_add(cx, db, &report_model, copy);
    if (!e)
        *ret_id = copy->record.id;
    return e;
}

const char *report_file_name(struct ctx *cx, const struct report *r)
{
    const char *slug = text_slug(cx->arena, r->name, FILE_NAME_MAX);

    return arena_print(cx->arena, "%s.csv", text_empty(slug) ? r->kind : slug);
}
