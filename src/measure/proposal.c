/* proposal.c -- see proposal.h. The record, its numbers, and how the new ones take the place of the old. */
#include "measure/proposal.h"

#include "access/may.h"
#include "base/text.h"
#include "base/time.h"
#include "people/home.h"
#include "work/webhook.h"

#include "proposal_sql.h"

#include <math.h>
#include <string.h>

static const char *const kind_choices[] = {"scale", "keep", "fix", "stop", "mend", NULL};
static const char *const dimension_choices[] = {"channel", "campaign", "page", "asset",
                                                "topic",   "format",   "goal", NULL};
static const char *const state_choices[] = {"open", "accepted", "dismissed", "replaced", NULL};
static const char *const outcome_choices[] = {"came_true", "did_not", "cannot_tell", NULL};

static const struct field proposal_fields[] = {
    FIELD_ENUM(struct proposal, kind, REQUIRED, .choices = kind_choices),
    FIELD_ENUM(struct proposal, dimension, REQUIRED, .choices = dimension_choices),
    FIELD_TEXT(struct proposal, subject, REQUIRED, .max = 2000),
    FIELD_TEXT(struct proposal, name, REQUIRED, .max = 2000),
    FIELD_INT(struct proposal, goal, 0),
    FIELD_ENUM(struct proposal, state, REQUIRED | FILTER, .choices = state_choices),
    FIELD_INT(struct proposal, weight, REQUIRED | SORT),
    FIELD_RATE(struct proposal, confidence, 0),
    FIELD_JSON(struct proposal, evidence, REQUIRED, .max = 16000),
    FIELD_PROSE(struct proposal, reason, 0, .max = 2000),
    FIELD_TIME(struct proposal, decided_at, 0),
    FIELD_REF(struct proposal, decided_by, 0),
    FIELD_DATE(struct proposal, review_on, SORT),
    FIELD_JSON(struct proposal, shift, 0, .max = 16000),
    FIELD_ENUM(struct proposal, outcome, 0, .choices = outcome_choices),
    FIELD_JSON(struct proposal, findings, 0, .max = 16000),
    FIELD_TIME(struct proposal, reviewed_at, 0),
};

const struct model proposal_model =
    MODEL(proposal, "proposals", proposal_fields, .may_read = MAY_READ, .may_write = MAY_EDIT_PLAN);

const struct proposal_dimension proposal_dimensions[] = {
    {"channel", BY_CHANNEL, BY_NO_ASSET, true, 12},
    {"campaign", BY_CAMPAIGN, BY_NO_ASSET, false, 4},
    {"page", BY_LANDING_PAGE, BY_NO_ASSET, false, 3},
    {"asset", BY_CHANNEL, BY_ASSET, true, 4},
    {"topic", BY_CHANNEL, BY_TOPIC, false, 3},
    {"format", BY_CHANNEL, BY_FORMAT, false, 3},
    {0},
};

const struct proposal_dimension *proposal_dimension_find(const char *key)
{
    for (const struct proposal_dimension *d = proposal_dimensions; d->key; d++)
        if (text_equal(d->key, key))
            return d;
    return NULL;
}

/* --- numbers */

static const char *const names[EVIDENCE] = {
    [EV_LEADS] = "leads",
    [EV_WON] = "won",
    [EV_RATE] = "rate",
    [EV_LOW] = "low",
    [EV_HIGH] = "high",
    [EV_REST] = "rest",
    [EV_CHANCE] = "chance",
    [EV_SPEND] = "spend",
    [EV_REVENUE] = "revenue",
    [EV_RETURN_LOW] = "return_low",
    [EV_RETURN_MIDDLE] = "return_middle",
    [EV_RETURN_HIGH] = "return_high",
    [EV_CHANCE_PAYS] = "chance_pays",
    [EV_ELASTICITY] = "elasticity",
    [EV_MONTHS] = "months",
    [EV_SHARE] = "share",
    [EV_CURRENT] = "current",
    [EV_EXPECTED] = "expected",
    [EV_TARGET] = "target",
    [EV_OUTLOOK_LOW] = "outlook_low",
    [EV_OUTLOOK_MIDDLE] = "outlook_middle",
    [EV_OUTLOOK_HIGH] = "outlook_high",
    [EV_DAYS_LEFT] = "days_left",
    [EV_GAP] = "gap",
    [EV_GAP_EXTRA] = "gap_extra",
    [EV_DAYS] = "days",
    [EV_BEFORE] = "before",
    [EV_BEFORE_OF] = "before_of",
    [EV_AFTER] = "after",
    [EV_AFTER_OF] = "after_of",
    [EV_NEEDED] = "needed",
    [EV_REVIEW_CHANCE] = "review_chance",
    [EV_LOOKS] = "looks",
    [EV_BAR] = "bar",
};

struct evidence evidence_empty(void)
{
    struct evidence e = {0};

    for (size_t i = 0; i < EVIDENCE; i++)
        e.n[i] = NAN;
    return e;
}

void evidence_json(struct json_writer *w, const struct evidence *e)
{
    json_open_object(w);
    for (size_t i = 0; i < EVIDENCE; i++)
        if (!isnan(e->n[i]))
            json_real_member(w, names[i], e->n[i]);
    json_text_member(w, "from", e->from);
    json_text_member(w, "to", e->to);
    json_text_member(w, "unit", e->unit);
    json_text_member(w, "metric", e->metric);
    json_text_member(w, "channel", e->channel);
    json_text_member(w, "measure", e->measure);
    json_bool_member(w, "margin", e->margin);
    json_bool_member(w, "hours", e->hours);
    json_close_object(w);
}

enum err evidence_read(struct ctx *cx, const char *json, struct evidence *ret)
{
    const struct json *v = NULL;
    enum err e = json_parse(cx, json, strlen(json), &v);

    if (e)
        return e;
    *ret = evidence_empty();
    for (size_t i = 0; i < EVIDENCE; i++)
        ret->n[i] = json_real(json_get(v, names[i]), NAN);
    ret->from = json_text(json_get(v, "from"), NULL);
    ret->to = json_text(json_get(v, "to"), NULL);
    ret->unit = json_text(json_get(v, "unit"), NULL);
    ret->metric = json_text(json_get(v, "metric"), NULL);
    ret->channel = json_text(json_get(v, "channel"), NULL);
    ret->measure = json_text(json_get(v, "measure"), NULL);
    ret->margin = json_bool(json_get(v, "margin"), false);
    ret->hours = json_bool(json_get(v, "hours"), false);
    return OK;
}

/* --- the new ones in the place of the old */

struct refresh {
    const struct proposal *made;
    size_t n;
    int64_t added;
};

static void read_id(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(int64_t *)row = db_int(st, 0);
}

static enum err live(struct ctx *cx, struct db *db, struct proposal ***ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    int64_t *ids = NULL;
    size_t n = 0;
    enum err e = db_begin(cx, db, &SQL_proposals_live, &st);

    if (e)
        return e;
    db_bind_int(st, "since_at", ctx_now(cx) - DAYS_MS(PROPOSAL_REST_DAYS));
    e = db_collect(cx, st, sizeof(*ids), read_id, &ids, &n);
    db_done(st);
    if (e)
        return e;
    *ret = arena_array(cx->arena, n + 1, sizeof(struct proposal *));
    *ret_n = n;
    if (!*ret)
        return fail_memory(cx);
    for (size_t i = 0; i < n && !e; i++) {
        void *found = NULL;
        e = model_get(cx, db, &proposal_model, ids[i], &found);
        (*ret)[i] = found;
    }
    return e;
}

static bool is_of(const struct proposal *a, const struct proposal *b)
{
    return text_equal(a->dimension, b->dimension) && text_equal(a->subject, b->subject);
}

/* Whether one that is there stands in the way of a new one, or is it; *ret is the one that it is. */
static bool stands(struct proposal *const *there, size_t n, const struct proposal *made,
                   struct proposal **ret)
{
    *ret = NULL;
    for (size_t i = 0; i < n; i++) {
        if (!is_of(there[i], made))
            continue;
        if (text_equal(there[i]->state, "accepted"))
            return true;
        if (text_equal(there[i]->state, "dismissed") && text_equal(there[i]->kind, made->kind))
            return true;
        if (text_equal(there[i]->state, "open") && text_equal(there[i]->kind, made->kind)) {
            *ret = there[i];
            return true;
        }
    }
    return false;
}

static enum err put_new(struct ctx *cx, struct db *db, const struct proposal *made)
{
    struct proposal *p = model_new(cx, &proposal_model);
    struct record empty;

    if (!p)
        return fail_memory(cx);
    empty = p->record;
    *p = *made;
    p->record = empty;
    return model_add_quietly(cx, db, &proposal_model, p);
}

static enum err put_again(struct ctx *cx, struct db *db, struct proposal *was,
                          const struct proposal *made)
{
    was->name = made->name;
    was->weight = made->weight;
    was->confidence = made->confidence;
    was->evidence = made->evidence;
    was->record.version = 0;
    return model_change_quietly(cx, db, &proposal_model, was);
}

/* Open ones that nothing speaks for any more. */
static enum err drop_old(struct ctx *cx, struct db *db, struct proposal *const *there, size_t n,
                         const struct refresh *r)
{
    enum err e = OK;

    for (size_t i = 0; i < n && !e; i++) {
        bool said = false;
        for (size_t k = 0; k < r->n && !said; k++)
            said = is_of(there[i], &r->made[k]) && text_equal(there[i]->kind, r->made[k].kind);
        if (said || !text_equal(there[i]->state, "open"))
            continue;
        there[i]->state = "replaced";
        there[i]->record.version = 0;
        e = model_change_quietly(cx, db, &proposal_model, there[i]);
    }
    return e;
}

static enum err tell(struct ctx *cx, struct db *db, const struct refresh *r, const bool *is_new)
{
    struct buf data = buf_in(cx->arena);
    struct json_writer w = json_to(&data);

    json_open_object(&w);
    json_int_member(&w, "count", r->added);
    json_name(&w, "proposals");
    json_open_list(&w);
    for (size_t i = 0; i < r->n; i++) {
        if (!is_new[i])
            continue;
        json_open_object(&w);
        json_text_member(&w, "kind", r->made[i].kind);
        json_text_member(&w, "dimension", r->made[i].dimension);
        json_text_member(&w, "subject", r->made[i].subject);
        json_text_member(&w, "name", r->made[i].name);
        json_close_object(&w);
    }
    json_close_list(&w);
    json_close_object(&w);
    return buf_ok(&data) ? webhook_emit(cx, db, "proposals.new", NIL, buf_text(&data))
                         : fail_memory(cx);
}

static enum err refresh_in(struct ctx *cx, struct db *db, void *arg)
{
    struct refresh *r = arg;
    struct proposal **there = NULL;
    bool *is_new = arena_array(cx->arena, r->n + 1, sizeof(*is_new));
    size_t n = 0;
    enum err e = is_new ? live(cx, db, &there, &n) : fail_memory(cx);

    r->added = 0;
    for (size_t i = 0; i < r->n && !e; i++) {
        struct proposal *same = NULL;
        bool held = stands(there, n, &r->made[i], &same);
        is_new[i] = !held;
        r->added += !held;
        if (same)
            e = put_again(cx, db, same, &r->made[i]);
        else if (!held)
            e = put_new(cx, db, &r->made[i]);
    }
    if (!e)
        e = drop_old(cx, db, there, n, r);
    return e || !r->added ? e : tell(cx, db, r, is_new);
}

enum err proposals_refresh(struct ctx *cx, struct db_pool *pool, int64_t *ret_new,
                           int64_t *ret_reviewed)
{
    struct refresh r = {0};
    struct proposal *made = NULL;
    struct db *db = NULL;
    enum err e = proposals_review(cx, pool, ret_reviewed);

    if (!e)
        e = db_read(cx, pool, &db);
    if (!e)
        e = db_snapshot(cx, db);
    if (!e)
        e = proposals_make(cx, db, &made, &r.n);
    db_return(db);
    r.made = made;
    if (!e)
        e = db_write(cx, pool, refresh_in, &r);
    if (!e)
        *ret_new = r.added;
    return e;
}

/* --- the job: of its site, or of all */

static enum err all_sites(struct ctx *cx, struct db_pool *pool, int64_t **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    struct db *db = NULL;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = db_begin(cx, db, &SQL_proposal_sites, &st);
    if (!e)
        e = db_collect(cx, st, sizeof(**ret), read_id, ret, ret_n);
    db_done(st);
    db_return(db);
    return e;
}

static enum err refresh_run(struct ctx *cx, struct job_run *run)
{
    int64_t one = run->job->site, *sites = &one, added = 0, reviewed = 0;
    const struct people_home *home = run->app;
    size_t n = 1;
    enum err e = one ? OK : all_sites(cx, run->pool, &sites, &n);

    cx->facts = home ? home->store : NULL;
    for (size_t i = 0; i < n && !e; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        cx->site = sites[i];
        e = proposals_refresh(cx, run->pool, &added, &reviewed);
        if (!e)
            arena_reset(cx->arena, mark);
        if (!e)
            e = job_progress(cx, run, NULL);
    }
    if (!e && one)
        run->result = arena_print(cx->arena, "{\"new\":%lld,\"reviewed\":%lld}", (long long)added,
                                  (long long)reviewed);
    return e;
}

const struct job_kind proposal_job_kinds[] = {
    {"measure.proposals", refresh_run, MINUTES_MS(10), 3},
    {0},
};
