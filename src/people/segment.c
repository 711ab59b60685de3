/* segment.c -- the record of a segment: its rule checked, circles refused, its work asked for. */
#include "people/segment_priv.h"

#include "access/may.h"
#include "base/message.h"
#include "base/text.h"
#include "people/rules.h"
#include "work/job.h"

#include "segment_sql.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { SMALL = 20000 };

static const char *const subject_choices[] = {"contact", "account", NULL};
static const char *const state_choices[] = {"building", "live", NULL};

static const struct field segment_fields[] = {
    FIELD_TEXT(struct segment, name, REQUIRED | SEARCH | SORT, .max = 120),
    FIELD_ENUM(struct segment, subject, REQUIRED | FILTER, .choices = subject_choices),
    FIELD_JSON(struct segment, rule, REQUIRED),
    FIELD_PROSE(struct segment, description, 0, .max = 2000),
    FIELD_INT(struct segment, member_count, READONLY | SORT),
    FIELD_TIME(struct segment, counted_at, READONLY),
    FIELD_ENUM(struct segment, state, READONLY, .choices = state_choices),
    FIELD_TEXT(struct segment, trouble, READONLY, .max = 60),
};

enum err segment_read_rule(struct ctx *cx, struct db *db, struct fact_store *facts,
                           const char *subject, const char *json, struct rule_world *ret_world,
                           struct rule **ret)
{
    enum err e = people_rules(cx, db, facts, ret_world);
    const struct rule_subject *s = e ? NULL : rule_subject_find(ret_world, subject);

    if (e)
        return e;
    must(s != NULL);
    return rule_parse(cx, db, ret_world, s, json, "rule", ret);
}

enum err segments_revise(struct ctx *cx, struct db *db)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_segment_revision_put, &st);

    if (e)
        goto out;
    db_bind_int(st, "revision", id_next(cx));
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err segment_work_soon(struct ctx *cx, struct db *db)
{
    int64_t id = 0;

    return job_add(
        cx, db,
        &(struct job_new){.site = cx->site, .kind = "segments.work", .only_one = "segments"}, &id);
}

/* --- circles ----------------------------------------------------------------------------------- */

struct edge {
    int64_t from, to;
};

static void read_edge(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(struct edge *)row = (struct edge){db_int(st, 0), db_int(st, 1)};
}

struct walk {
    const struct edge *edges;
    size_t n;
    int64_t goal;
    int64_t path[SEGMENTS_MAX];
    size_t depth;
    int64_t seen[SEGMENTS_MAX];
    size_t seen_n;
};

/* Whether goal is reached; the way there stands in path. What was seen leads nowhere. */
static bool reaches(struct walk *w, int64_t at)
{
    for (size_t i = 0; i < w->seen_n; i++)
        if (w->seen[i] == at)
            return false;
    if (w->depth == SEGMENTS_MAX || w->seen_n == SEGMENTS_MAX)
        return false;
    w->path[w->depth++] = at;
    w->seen[w->seen_n++] = at;
    if (at == w->goal)
        return true;
    for (size_t i = 0; i < w->n; i++)
        if (w->edges[i].from == at && reaches(w, w->edges[i].to))
            return true;
    w->depth--;
    return false;
}

static enum err name_of(struct ctx *cx, struct db *db, int64_t id, const char **ret,
                        const char **ret_subject)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_segment_brief, &st);

    if (e)
        goto out;
    db_bind_int(st, "segment", id);
    e = db_step(cx, st, &row);
    if (!e) {
        *ret = row ? db_text_dup(cx, st, 0) : NULL;
        *ret_subject = row ? db_text_dup(cx, st, 1) : NULL;
    }
out:
    db_done(st);
    return e;
}

static enum err say_circle(struct ctx *cx, struct db *db, const struct walk *w, const char *own)
{
    struct buf b = buf_in(cx->arena);

    buf_add_text(&b, own);
    for (size_t i = 0; i < w->depth; i++) {
        const char *name = own, *subject = NULL;
        enum err e = w->path[i] == w->goal ? OK : name_of(cx, db, w->path[i], &name, &subject);
        if (e)
            return e;
        buf_print(&b, " → %s", name ? name : "");
    }
    return buf_ok(&b) ? fail_field(cx, "rule", "segment.circle", "names", buf_text(&b), NULL)
                      : fail_memory(cx);
}

/* A rule that names segments from which one comes back to the segment itself. */
static enum err refuse_circle(struct ctx *cx, struct db *db, const struct segment *is,
                              const struct rule *r)
{
    struct walk *w = arena_alloc(cx->arena, sizeof(*w));
    struct edge *edges = NULL;
    struct db_stmt *st = NULL;
    enum err e = w ? db_begin(cx, db, &SQL_segment_names_all, &st) : fail_memory(cx);

    if (e)
        return e;
    e = db_collect(cx, st, sizeof(*edges), read_edge, &edges, &w->n);
    db_done(st);
    w->edges = edges;
    w->goal = is->record.id;
    for (size_t i = 0; i < r->use_count && !e; i++)
        if (r->uses[i].condition == &segment_condition && reaches(w, r->uses[i].values[0].number))
            return say_circle(cx, db, w, is->name);
    return e;
}

/* --- hooks ------------------------------------------------------------------------------------- */

static enum err refuse_many(struct ctx *cx, struct db *db)
{
    struct db_stmt *st = NULL;
    bool row = false;
    int64_t n = 0;
    char max[12];
    enum err e = db_begin(cx, db, &SQL_segment_count, &st);

    if (!e)
        e = db_step(cx, st, &row);
    if (!e && row)
        n = db_int(st, 0);
    db_done(st);
    (void)snprintf(max, sizeof(max), "%d", SEGMENTS_MAX);
    return !e && n >= SEGMENTS_MAX ? fail(cx, ERR_LIMIT, "segment.many", "max", max, NULL) : e;
}

static enum err segment_before_save(struct ctx *cx, struct db *db, const void *before, void *record)
{
    const struct segment *was = before;
    struct segment *is = record;
    struct rule_world world;
    struct rule *r = NULL;
    enum err e = was ? OK : refuse_many(cx, db);

    if (e)
        return e;
    if (was && !text_equal(was->subject, is->subject))
        return fail_field(cx, "subject", "segment.subject_fixed", NULL);
    if (!was) {
        is->member_count = 0;
        is->counted_at = ctx_now(cx);
        is->state = "building";
    }
    if (fault_has_field(cx, "rule") || fault_has_field(cx, "subject") || text_empty(is->rule) ||
        text_empty(is->subject))
        return OK;
    if (was && text_equal(was->rule, is->rule))
        return OK;
    e = segment_read_rule(cx, db, NULL, is->subject, is->rule, &world, &r);
    if (!e && was)
        e = refuse_circle(cx, db, is, r);
    if (e)
        return e;
    is->rule = r->json;
    if (was && !text_equal(was->rule, is->rule)) {
        is->state = "building";
        is->trouble = NULL;
    }
    return OK;
}

static enum err run_of(struct ctx *cx, struct db *db, const struct db_query *q, int64_t segment,
                       int64_t names)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, q, &st);

    if (e)
        goto out;
    db_bind_int(st, "segment", segment);
    if (names)
        db_bind_int(st, "names", names);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err put_names(struct ctx *cx, struct db *db, int64_t segment, const struct rule *r)
{
    enum err e = run_of(cx, db, &SQL_segment_names_drop, segment, 0);

    for (size_t i = 0; r && i < r->use_count && !e; i++)
        if (r->uses[i].condition == &segment_condition)
            e = run_of(cx, db, &SQL_segment_name_add, segment, r->uses[i].values[0].number);
    return e;
}

static enum err begin_build(struct ctx *cx, struct db *db, int64_t segment)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_segment_build_put, &st);

    if (e)
        goto out;
    db_bind_int(st, "segment", segment);
    db_bind_int(st, "revision", id_next(cx));
    db_bind_text(st, "cause", "rule");
    e = db_run(cx, st);
out:
    db_done(st);
    if (!e)
        e = segments_revise(cx, db);
    return e ? e : segment_work_soon(cx, db);
}

static enum err refuse_named(struct ctx *cx, struct db *db, int64_t segment)
{
    struct buf b = buf_in(cx->arena);
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_segment_named_by, &st);

    if (!e)
        db_bind_int(st, "segment", segment);
    while (!e && !(e = db_step(cx, st, &row)) && row)
        buf_print(&b, "%s%s", b.len ? ", " : "", db_text(st, 0));
    db_done(st);
    if (e || !b.len)
        return e;
    return buf_ok(&b) ? fail(cx, ERR_CONFLICT, "segment.named", "names", buf_text(&b), NULL)
                      : fail_memory(cx);
}

/* Its rows go in batches, behind the scenes. */
static enum err follow_delete(struct ctx *cx, struct db *db, int64_t segment)
{
    enum err e = refuse_named(cx, db, segment);

    if (!e)
        e = put_names(cx, db, segment, NULL);
    if (!e)
        e = run_of(cx, db, &SQL_segment_build_drop, segment, 0);
    if (!e)
        e = behaviour_keep(cx, db, "segment", segment, NULL, 0);
    if (!e)
        e = run_of(cx, db, &SQL_segment_leftover_add, segment, 0);
    if (!e)
        e = segments_revise(cx, db);
    return e ? e : segment_work_soon(cx, db);
}

static enum err segment_after_save(struct ctx *cx, struct db *db, const void *before,
                                   const void *record)
{
    const struct segment *was = before, *is = record;
    struct rule_world world;
    struct rule *r = NULL;
    enum err e;

    if (!is)
        return follow_delete(cx, db, was->record.id);
    if (was && text_equal(was->rule, is->rule))
        return OK;
    e = segment_read_rule(cx, db, NULL, is->subject, is->rule, &world, &r);
    if (!e)
        e = put_names(cx, db, is->record.id, r);
    if (!e)
        e = behaviour_keep(cx, db, "segment", is->record.id, r->behaviours, r->behaviour_count);
    return e ? e : begin_build(cx, db, is->record.id);
}

const struct model segment_model =
    MODEL(segment, "segments", segment_fields, .may_read = MAY_READ, .may_write = MAY_EDIT_PEOPLE,
          .sort = "name", .before_save = segment_before_save, .after_save = segment_after_save);

/* --- rebuilding -------------------------------------------------------------------------------- */

static enum err rebuild_one(struct ctx *cx, struct db *db, int64_t segment)
{
    enum err e = run_of(cx, db, &SQL_segment_set_building, segment, 0);

    return e ? e : begin_build(cx, db, segment);
}

enum err segment_rebuild(struct ctx *cx, struct db *db, int64_t segment)
{
    const struct segment_world *w = NULL;
    void *record = NULL;
    enum err e = segment ? model_get(cx, db, &segment_model, segment, &record) : OK;

    if (e)
        return e;
    if (segment)
        return rebuild_one(cx, db, segment);
    e = segment_world_of(cx, db, &w);
    for (size_t i = 0; !e && w && i < w->n; i++)
        e = rebuild_one(cx, db, w->all[i].id);
    return e;
}

enum err segments_fields_changed(struct ctx *cx, struct db *db)
{
    enum err e = segments_revise(cx, db);

    return e ? e : segments_rebuild_using(cx, db, "");
}

enum err segments_clock_changed(struct ctx *cx, struct db *db)
{
    const struct segment_world *w = NULL;
    enum err e = behaviours_recount(cx, db);

    if (!e)
        e = segments_revise(cx, db);
    if (!e)
        e = segment_world_of(cx, db, &w);
    for (size_t i = 0; !e && w && i < w->n; i++) {
        const struct rule *r = w->all[i].rule;
        if (!r || r->by_time || r->behaviour_count)
            e = rebuild_one(cx, db, w->all[i].id);
    }
    return e;
}

enum err segments_rebuild_using(struct ctx *cx, struct db *db, const char *condition)
{
    const struct segment_world *w = NULL;
    enum err e = segment_world_of(cx, db, &w);

    for (size_t i = 0; !e && w && i < w->n; i++) {
        const struct rule *r = w->all[i].rule;
        bool uses = !r;
        for (size_t k = 0; r && k < r->use_count; k++)
            uses = uses || text_equal(r->uses[k].condition->key, condition);
        if (uses)
            e = rebuild_one(cx, db, w->all[i].id);
    }
    return e;
}

/* --- {"segment": "17"} ------------------------------------------------------------------------- */

static enum err check_use(struct ctx *cx, struct db *db, const struct rule_use *u)
{
    const char *name = NULL, *subject = NULL;
    enum err e = name_of(cx, db, u->values[0].number, &name, &subject);

    if (e)
        return e;
    if (!name || !text_equal(subject, u->subject->name))
        return rule_wrong(cx, u, "segment", "segment.unknown");
    return OK;
}

static enum err say_use(struct ctx *cx, struct db *db, const struct rule_use *u, struct buf *out)
{
    const char *name = NULL, *subject = NULL;
    enum err e = name_of(cx, db, u->values[0].number, &name, &subject);
    const char *text;

    if (e)
        return e;
    text = message(cx->arena, cx->lang, "segment.say",
                   &(struct fault_param){"name", name ? name : "?"}, 1);
    if (!text)
        return fail_memory(cx);
    buf_add_text(out, text);
    return OK;
}

/* SQLite alone: whether it has so few members that a list of them costs less than a look for each record. */
static enum err is_small(struct ctx *cx, struct db *db, int64_t segment, bool *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_segment_size_kept, &st);

    if (e)
        goto out;
    db_bind_int(st, "segment", segment);
    e = db_step(cx, st, &row);
    if (!e)
        *ret = row && db_int(st, 0) <= SMALL && db_engine_of(db) == DB_SQLITE;
out:
    db_done(st);
    return e;
}

static enum err where_use(struct ctx *cx, struct db *db, const struct rule_world *w,
                          const struct rule_use *u, struct rule_sql *out)
{
    bool small = false;
    enum err e = is_small(cx, db, u->values[0].number, &small);

    (void)w;
    if (e)
        return e;
    if (small) {
        rule_sql_add(out, rule_sql_row(out));
        rule_sql_add(out, ".id in (select sm.record from segment_members sm where sm.site = ");
    } else {
        rule_sql_add(out, "exists (select 1 from segment_members sm where sm.site = ");
    }
    rule_sql_site(out);
    rule_sql_add(out, " and sm.segment = ");
    rule_sql_int(out, u->values[0].number);
    if (!small) {
        rule_sql_add(out, " and sm.record = ");
        rule_sql_add(out, rule_sql_row(out));
        rule_sql_add(out, ".id");
    }
    rule_sql_add(out, ")");
    return OK;
}

static enum err match_use(struct ctx *cx, struct db *db, const struct rule_world *w,
                          const struct rule_use *u, int64_t id, bool *ret, int64_t *ret_next_at)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_segment_member_get, &st);

    (void)w;
    if (e)
        goto out;
    db_bind_int(st, "segment", u->values[0].number);
    db_bind_int(st, "record", id);
    e = db_step(cx, st, ret);
    *ret_next_at = 0;
out:
    db_done(st);
    return e;
}

static const struct rule_param segment_params[] = {
    {.field = {.name = "segment", .kind = FIELD_KIND_REF, .flags = REQUIRED},
     .options = "/api/v1/segments?subject={subject}"},
};

const struct rule_condition segment_condition = {
    .key = "segment",
    .subjects = {"contact", "account"},
    .params = segment_params,
    .param_count = COUNT_OF(segment_params),
    .binds = 1,
    .steady = true,
    .check = check_use,
    .say = say_use,
    .where = where_use,
    .match = match_use,
};
