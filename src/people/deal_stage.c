/* deal_stage.c -- see deal_stage.h.
 *
 * Surprising: a stage is added in after_save and not in before_save, because a simulation of an import runs the latter and
 * must change nothing. */
#include "people/deal_stage.h"

#include "access/may.h"
#include "access/site.h"
#include "access/user.h"
#include "base/message.h"
#include "base/text.h"
#include "base/time.h"
#include "model/audit.h"
#include "strategy/competitor.h"

#include "deal_stage_sql.h"

#include <string.h>

enum { KEY_CHARS = 60, STEP = 10 };
#define TAKEN_BACK_MS MINUTES_MS(10)

static const char *const kind_choices[] = {"open", "won", "lost", NULL};
static const char *const ended_choices[] = {"won", "lost", NULL};

static const struct field deal_stage_fields[] = {
    FIELD_TEXT(struct deal_stage, key, UNIQUE | READONLY, .max = KEY_CHARS),
    FIELD_TEXT(struct deal_stage, name, REQUIRED | UNIQUE | SEARCH | SORT, .max = KEY_CHARS),
    FIELD_INT(struct deal_stage, position, SORT, .min = 0, .max = 1000000),
    FIELD_ENUM(struct deal_stage, kind, REQUIRED | FILTER, .choices = kind_choices,
               .initial = "open"),
    FIELD_RATE(struct deal_stage, probability, 0),
    FIELD_INT(struct deal_stage, stall_days, 0, .min = 1, .max = 3650),
    FIELD_TAGS(struct deal_stage, requires, 0),
};

static const struct field deal_reason_fields[] = {
    FIELD_ENUM(struct deal_reason, outcome, REQUIRED | FILTER, .choices = ended_choices),
    FIELD_TEXT(struct deal_reason, name, REQUIRED, .max = 120),
    FIELD_INT(struct deal_reason, position, SORT, .min = 0, .max = 1000000),
};

static const struct field deal_competitor_fields[] = {
    FIELD_REF(struct deal_competitor, deal, REQUIRED | FILTER, .refers = &deal_model),
    FIELD_REF(struct deal_competitor, competitor, REQUIRED | FILTER, .refers = &competitor_model),
    FIELD_TEXT(struct deal_competitor, notes, 0, .max = 500),
};

/* One number of a query; text (may be NULL) is bound by name. */
static enum err ask_count(struct ctx *cx, struct db *db, const struct db_query *q, const char *name,
                          const char *text, int64_t *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, q, &st);

    if (e)
        goto out;
    if (name)
        db_bind_text(st, name, text);
    e = db_step(cx, st, &row);
    if (!e)
        *ret = row ? db_int(st, 0) : 0;
out:
    db_done(st);
    return e;
}

/* --- a stage */

static enum err check_requires(struct ctx *cx, const struct deal_stage *is)
{
    const struct json *list = NULL;
    enum err e;

    if (text_empty(is->requires) || fault_has_field(cx, "requires"))
        return OK;
    e = json_parse(cx, is->requires, strlen(is->requires), &list);
    for (const struct json *v = list ? list->first : NULL; !e && v; v = v->next)
        if (!model_field(&deal_model, json_text(v, "")))
            e = fail_field(cx, "requires", "deal_stage.no_field", "field", json_text(v, ""), NULL);
    return e;
}

static enum err stage_before_save(struct ctx *cx, struct db *db, const void *before, void *record)
{
    const struct deal_stage *was = before;
    struct deal_stage *is = record;
    int64_t last = 0;
    enum err e = check_requires(cx, is);

    if (e && e != ERR_INVALID)
        return e;
    if (text_empty(is->key))
        is->key = is->name;
    if (is->position == NIL && !was) {
        enum err asked = ask_count(cx, db, &SQL_deal_stage_last_position, NULL, NULL, &last);
        if (asked)
            return asked;
        is->position = last + STEP;
    }
    return e;
}

/* Nothing is left without a place: not the open deals of a stage, and not the deals that will be won and lost. */
static enum err stage_after_save(struct ctx *cx, struct db *db, const void *before,
                                 const void *record)
{
    const struct deal_stage *was = before, *is = record;
    int64_t n = 0;
    enum err e = OK;

    if (!was || (is && text_equal(was->kind, is->kind)))
        return OK;
    e = ask_count(cx, db, &SQL_deal_stage_used, "key", was->key, &n);
    if (!e && n)
        return fail(cx, ERR_CONFLICT, "deal_stage.in_use", "name", was->name, NULL);
    if (!e)
        e = ask_count(cx, db, &SQL_deal_stage_left_of_kind, "kind", was->kind, &n);
    if (!e && !n)
        return fail(cx, ERR_CONFLICT, "deal_stage.last", "name", was->name, NULL);
    return e;
}

const struct model deal_stage_model = MODEL(
    deal_stage, "deal_stages", deal_stage_fields, .may_read = MAY_READ, .may_write = MAY_EDIT_PLAN,
    .sort = "position", .before_save = stage_before_save, .after_save = stage_after_save);

const struct model deal_reason_model =
    MODEL(deal_reason, "deal_reasons", deal_reason_fields, .may_read = MAY_READ,
          .may_write = MAY_EDIT_PLAN, .sort = "position");

const struct model deal_competitor_model =
    MODEL(deal_competitor, "deal_competitors", deal_competitor_fields, .may_read = MAY_READ,
          .may_write = MAY_EDIT_DEALS, .sort = "-created_at");

/* --- the usual ones */

static const struct {
    const char *key, *kind;
    int64_t probability, days;
} usual_stages[] = {
    {"qualification", "open", 100000, 14}, {"discovery", "open", 250000, 21},
    {"proposal", "open", 500000, 21},      {"negotiation", "open", 750000, 14},
    {"won", "won", 1000000, NIL},          {"lost", "lost", 0, NIL},
};

static const struct {
    const char *outcome, *key;
} usual_reasons[] = {
    {"won", "fit"},      {"won", "price"},   {"won", "trust"},       {"won", "time"},
    {"won", "referral"}, {"lost", "budget"}, {"lost", "competitor"}, {"lost", "undecided"},
    {"lost", "timing"},  {"lost", "fit"},    {"lost", "price"},
};

static const char *usual_name(struct ctx *cx, enum lang lang, const char *what, const char *key)
{
    return message(cx->arena, lang, arena_print(cx->arena, "deal_stage.usual_%s_%s", what, key),
                   NULL, 0);
}

static enum err add_usual(struct ctx *cx, struct db *db, enum lang lang)
{
    enum err e = OK;

    for (size_t i = 0; i < COUNT_OF(usual_stages) && !e; i++) {
        struct deal_stage *s = model_new(cx, &deal_stage_model);
        if (!s)
            return fail_memory(cx);
        s->key = usual_stages[i].key;
        s->name = usual_name(cx, lang, "stage", s->key);
        s->position = (int64_t)(i + 1) * STEP;
        s->kind = usual_stages[i].kind;
        s->probability = usual_stages[i].probability;
        s->stall_days = usual_stages[i].days;
        s->requires = text_equal(s->kind, "open") ? "[]" : "[\"reason\"]";
        e = model_add(cx, db, &deal_stage_model, s);
    }
    for (size_t i = 0; i < COUNT_OF(usual_reasons) && !e; i++) {
        struct deal_reason *r = model_new(cx, &deal_reason_model);
        if (!r)
            return fail_memory(cx);
        r->outcome = usual_reasons[i].outcome;
        r->name = usual_name(cx, lang, r->outcome, usual_reasons[i].key);
        r->position = (int64_t)(i + 1) * STEP;
        e = model_add(cx, db, &deal_reason_model, r);
    }
    return e;
}

enum err deal_stages_usual(struct ctx *cx, struct db *db)
{
    struct site site;
    int64_t n = 0;
    enum err e = ask_count(cx, db, &SQL_deal_stage_count, NULL, NULL, &n);

    if (!e && !n)
        e = site_get(cx, db, cx->site, &site);
    return e || n ? e : add_usual(cx, db, lang_choose(site.locale));
}

static void read_stage(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct deal_stage *)row = (struct deal_stage){.record.id = db_int(st, 0),
                                                    .key = db_text_dup(cx, st, 1),
                                                    .name = db_text_dup(cx, st, 2),
                                                    .position = db_int(st, 3),
                                                    .kind = db_text_dup(cx, st, 4),
                                                    .probability = db_int(st, 5),
                                                    .stall_days = db_int(st, 6),
                                                    .requires = db_text_dup(cx, st, 7)};
}

enum err deal_stages_all(struct ctx *cx, struct db *db, struct deal_stage **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_deal_stages_all, &st);

    if (!e)
        e = db_collect(cx, st, sizeof(**ret), read_stage, ret, ret_n);
    db_done(st);
    return e;
}

/* --- their order */

static struct deal_stage *stage_of(struct deal_stage *all, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (all[i].record.id == id)
            return &all[i];
    return NULL;
}

static enum err place_stage(struct ctx *cx, struct db *db, int64_t id, int64_t position)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_deal_stage_place, &st);

    if (!e) {
        db_bind_int(st, "id", id);
        db_bind_int(st, "position", position);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

static enum err note_order(struct ctx *cx, struct db *db, const char *was, const char *now)
{
    struct buf diff = buf_in(cx->arena);
    struct json_writer w = json_to(&diff);

    if (text_equal(was, now))
        return OK;
    json_open_object(&w);
    audit_put_change(&w, "order", was, now);
    json_close_object(&w);
    return audit_add(cx, db, deal_stage_model.name, NIL, "order", buf_text(&diff));
}

static void add_name(struct buf *b, const char *name)
{
    buf_print(b, "%s%s", b->len ? ", " : "", name);
}

enum err deal_stages_order(struct ctx *cx, struct db *db, const struct json *ids)
{
    struct buf was = buf_in(cx->arena), now = buf_in(cx->arena);
    struct deal_stage *all = NULL, *s;
    int64_t place = 0, id = 0;
    size_t n = 0;
    enum err e = deal_stages_all(cx, db, &all, &n);

    if (e)
        return e;
    for (size_t i = 0; i < n; i++)
        add_name(&was, all[i].name);
    if (!ids || ids->kind != JSON_LIST || ids->count != n)
        return fail_field(cx, "ids", "deal_stage.order", NULL);
    for (const struct json *v = ids->first; v && !e; v = v->next) {
        s = id_read(json_text(v, ""), &id) ? stage_of(all, n, id) : NULL;
        if (!s)
            return fail_field(cx, "ids", "deal_stage.order", NULL);
        s->record.id = NIL; /* named once */
        place += STEP;
        add_name(&now, s->name);
        if (s->position != place)
            e = place_stage(cx, db, id, place);
    }
    return e ? e : note_order(cx, db, buf_text(&was), buf_text(&now));
}

/* --- a deal on its way */

struct found {
    const char *key, *kind, *requires; /* key NULL: nobody named it yet */
};

static enum err find_by(struct ctx *cx, struct db *db, const struct db_query *q, const char *text,
                        struct found *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, q, &st);

    if (e)
        goto out;
    if (q == &SQL_deal_stage_find) {
        db_bind_text(st, "text", text);
        db_bind_text(st, "folded", text_fold(cx->arena, text));
    } else {
        db_bind_text(st, "kind", text);
    }
    e = db_step(cx, st, &row);
    if (!e && row)
        *ret = (struct found){.key = db_text_dup(cx, st, 1),
                              .kind = db_text_dup(cx, st, 2),
                              .requires = db_text_dup(cx, st, 3)};
    if (!e && row && arena_full(cx->arena))
        e = fail_memory(cx);
out:
    db_done(st);
    return e;
}

static enum err find(struct ctx *cx, struct db *db, const char *text, struct found *ret)
{
    return find_by(cx, db, &SQL_deal_stage_find, text, ret);
}

static enum err first_open(struct ctx *cx, struct db *db, const char **ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_deal_stage_first, &st);

    if (e)
        goto out;
    e = db_step(cx, st, &row);
    *ret = !e && row ? db_text_dup(cx, st, 0) : NULL;
out:
    db_done(st);
    return e;
}

static enum err ask_fields(struct ctx *cx, const struct found *f, const struct deal *is, enum err e)
{
    const struct json *list = NULL;

    if (!f->requires || !*f->requires ||
        json_parse(cx, f->requires, strlen(f->requires), &list) != OK)
        return e;
    for (const struct json *v = list->first; v; v = v->next) {
        const struct field *field = model_field(&deal_model, json_text(v, ""));
        if (field && field_is_nil(field, is) && !fault_has_field(cx, field->name))
            e = fail_field(cx, field->name, "deal.stage_requires", NULL);
    }
    return e;
}

/* A deal that ends by its outcome is asked what one that is moved to an end is asked. */
static enum err ask_ended(struct ctx *cx, struct db *db, const struct deal *was,
                          const struct deal *is, enum err e)
{
    struct found f = {0};
    enum err asked;

    if (!was || cx->undoing || text_equal(is->outcome, "open") ||
        text_equal(was->outcome, is->outcome))
        return e;
    asked = find_by(cx, db, &SQL_deal_stage_first_of_kind, is->outcome, &f);
    return asked ? asked : ask_fields(cx, &f, is, e);
}

static enum err no_stage(struct ctx *cx, struct db *db)
{
    struct buf names = buf_in(cx->arena);
    struct deal_stage *all = NULL;
    size_t n = 0;
    enum err e = deal_stages_all(cx, db, &all, &n);

    for (size_t i = 0; i < n; i++)
        buf_print(&names, "%s%s", i ? ", " : "", all[i].name);
    if (!e && !buf_text(&names))
        e = fail_memory(cx);
    return e ? e : fail_field(cx, "stage", "deal.no_stage", "choices", buf_text(&names), NULL);
}

/* The stages are the whole site's: nobody makes one by a slip of the hand, and of who imports only those who may write them. */
static enum err may_make(struct ctx *cx, struct db *db, enum err e)
{
    unsigned may = cx->may;
    const char *role = NULL;
    enum err asked = OK;

    if (cx->undoing)
        return e;
    if (!text_equal(cx->origin, "import"))
        return no_stage(cx, db);
    if (!may && cx->actor > 0) {
        asked = member_role(cx, db, cx->site, cx->actor, &role);
        may = may_of_role(role);
    } else if (!may) {
        may = MAY_ALL; /* the program itself */
    }
    if (asked || (may & MAY_EDIT_PLAN))
        return asked ? asked : e;
    return no_stage(cx, db);
}

enum err deal_stage_settle(struct ctx *cx, struct db *db, const struct deal *was, struct deal *is,
                           enum err e)
{
    bool moved = !was || !text_equal(was->stage, is->stage);
    bool decided = was ? !text_equal(was->outcome, is->outcome) : !text_equal(is->outcome, "open");
    struct found f = {0};
    enum err asked = OK;

    if ((!moved && !decided) || fault_has_field(cx, "stage") || fault_has_field(cx, "outcome"))
        return e;
    if (text_empty(is->stage))
        return ask_ended(cx, db, was, is, e);
    asked = find(cx, db, is->stage, &f);
    if (asked)
        return asked;
    if (!f.key) {
        e = ask_ended(cx, db, was, is, e);
        return moved ? may_make(cx, db, e) : e;
    }
    is->stage = f.key;
    moved = !was || !text_equal(was->stage, f.key);
    if (moved && !decided)
        is->outcome = f.kind;
    else if (!moved && !text_equal(f.kind, "open") && text_equal(is->outcome, "open"))
        asked = first_open(cx, db, &is->stage);
    else if (moved && !text_equal(f.kind, "open") && !text_equal(f.kind, is->outcome))
        e = fail_field(cx, "outcome", "deal.outcome_stage", NULL);
    if (asked)
        return asked;
    if (was && moved && !cx->undoing)
        e = ask_fields(cx, &f, is, e);
    return moved && !text_equal(f.kind, "open") ? e : ask_ended(cx, db, was, is, e);
}

static enum err add_named(struct ctx *cx, struct db *db, const char *name)
{
    struct deal_stage *s;
    struct found f = {0};
    enum err e = find(cx, db, name, &f);

    if (e || f.key)
        return e;
    s = model_new(cx, &deal_stage_model);
    if (!s)
        return fail_memory(cx);
    s->name = name;
    s->requires = "[]";
    return model_add(cx, db, &deal_stage_model, s);
}

/* --- stays */

struct stay {
    int64_t id, entered_at, left_at;
    const char *stage;
};

/* Where a deal is: its stage, or how it ended. */
static const char *place(const struct deal *d)
{
    if (!d)
        return NULL;
    if (!text_equal(d->outcome, "open"))
        return d->outcome;
    return text_empty(d->stage) ? NULL : d->stage;
}

static void read_stay(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct stay *)row = (struct stay){.id = db_int(st, 0),
                                        .stage = db_text_dup(cx, st, 1),
                                        .entered_at = db_int(st, 2),
                                        .left_at = db_int(st, 3)};
}

static enum err last_stays(struct ctx *cx, struct db *db, int64_t deal, struct stay **ret,
                           size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_deal_stays_last, &st);

    if (e)
        goto out;
    db_bind_int(st, "deal", deal);
    e = db_collect(cx, st, sizeof(**ret), read_stay, ret, ret_n);
out:
    db_done(st);
    return e;
}

static enum err end_stay(struct ctx *cx, struct db *db, int64_t id, int64_t left_at)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_deal_stay_end, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id);
    db_bind_int(st, "left_at", left_at);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err drop_stay(struct ctx *cx, struct db *db, int64_t id)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_deal_stay_drop, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err add_stay(struct ctx *cx, struct db *db, const struct deal *d, const char *stage,
                         int64_t at, bool exact)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_deal_stay_add, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id_next(cx));
    db_bind_int(st, "deal", d->record.id);
    db_bind_text(st, "stage", stage);
    db_bind_int(st, "entered_at", at);
    db_bind_int(st, "exact", exact);
    db_bind_int(st, "actor", cx->actor ? cx->actor : NIL);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* What a file tells of a deal happened some time before it was read. */
static bool is_exact(const struct ctx *cx, const struct deal *was, const struct deal *is)
{
    if (text_equal(cx->origin, "import"))
        return false;
    return was || is->opened_at == NIL || is->opened_at > ctx_now(cx) - DAYS_MS(1);
}

enum err deal_stage_follow(struct ctx *cx, struct db *db, const struct deal *was,
                           const struct deal *is)
{
    const char *from = place(was), *to = place(is);
    int64_t at = is && is->closed_at != NIL ? is->closed_at : ctx_now(cx);
    struct stay *last = NULL;
    size_t n = 0;
    enum err e = OK;

    if (!is)
        return OK;
    if (!text_empty(is->stage) && !(was && text_equal(was->stage, is->stage)))
        e = add_named(cx, db, is->stage);
    if (e || text_equal(from, to))
        return e;
    if (was)
        e = last_stays(cx, db, is->record.id, &last, &n);
    if (e)
        return e;
    if (n == 2 && text_equal(last[1].stage, to) && last[0].left_at == NIL &&
        last[0].entered_at > ctx_now(cx) - TAKEN_BACK_MS) {
        e = drop_stay(cx, db, last[0].id);
        return e ? e : end_stay(cx, db, last[1].id, NIL);
    }
    if (n && last[0].left_at == NIL)
        e = end_stay(cx, db, last[0].id, at > last[0].entered_at ? at : last[0].entered_at);
    if (!was && is->closed_at == NIL && is->opened_at != NIL)
        at = is->opened_at;
    return e || !to ? e : add_stay(cx, db, is, to, at, is_exact(cx, was, is));
}
