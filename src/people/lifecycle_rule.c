/* lifecycle_rule.c -- see lifecycle_rule.h.
 *
 * Surprising: "whom would it move" is the rule itself with one more condition (not yet at the stage), so that the rules'
 * own way of counting and finding does all the work. */
#include "people/lifecycle_rule.h"

#include "access/may.h"
#include "base/text.h"
#include "base/time.h"
#include "model/audit.h"
#include "people/rules.h"
#include "people/rules_kept.h"

#include "lifecycle_rule_sql.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 25, OF_ACCOUNT_MAX = 2000 };

static const char *const stage_choices[] = {"lead",        "mql",      "sal",      "sql",
                                            "opportunity", "customer", "advocate", NULL};

static const struct field lifecycle_rule_fields[] = {
    FIELD_TEXT(struct lifecycle_rule, name, REQUIRED | UNIQUE, .max = 120),
    FIELD_ENUM(struct lifecycle_rule, stage, REQUIRED | FILTER, .choices = stage_choices,
               .initial = "mql"),
    FIELD_JSON(struct lifecycle_rule, rule, REQUIRED, .max = RULE_BYTES_MAX),
    FIELD_INT(struct lifecycle_rule, position, SORT, .min = 0, .max = 1000000),
    FIELD_BOOL(struct lifecycle_rule, active, 0, .initial = "1"),
};

/* --- reading a rule --------------------------------------------------------------------------- */

/* {"all": [RULE, not yet at the stage]} */
static const char *moves_json(struct ctx *cx, const char *stage, const char *rule)
{
    struct buf b = buf_in(cx->arena);
    struct json_writer w = json_to(&b);

    json_open_object(&w);
    json_name(&w, "all");
    json_open_list(&w);
    json_put_raw(&w, rule);
    json_open_object(&w);
    json_text_member(&w, "field", "lifecycle");
    json_name(&w, "not_in");
    json_open_list(&w);
    for (int i = lifecycle_rank(stage); i >= 0 && lifecycle_stages[i]; i++)
        json_put_text(&w, lifecycle_stages[i]);
    json_close_list(&w);
    json_close_object(&w);
    json_close_list(&w);
    json_close_object(&w);
    return buf_ok(&b) ? buf_text(&b) : NULL;
}

/* Whom the rule would move; also checks that it is one this floor can follow. */
static enum err read_moves(struct ctx *cx, struct db *db, const struct rule_world *w,
                           const char *stage, const char *rule, struct rule **ret)
{
    const char *text;
    struct rule *r = NULL;
    enum err e = rule_parse(cx, db, w, &rule_contacts, rule, "rule", &r);

    if (e)
        return e;
    if (r->behaviour_count || r->by_time)
        return fail_field(cx, "rule", "lifecycle_rule.behaviour", NULL);
    text = moves_json(cx, stage, rule);
    return text ? rule_parse(cx, db, w, &rule_contacts, text, "rule", ret) : fail_memory(cx);
}

static enum err rule_before_save(struct ctx *cx, struct db *db, const void *before, void *record)
{
    const struct lifecycle_rule *was = before;
    struct lifecycle_rule *is = record;
    struct rule_world w;
    struct rule *r = NULL;
    enum err e;

    if (is->position == NIL)
        is->position = 0;
    if (text_empty(is->rule) || fault_has_field(cx, "rule") || fault_has_field(cx, "stage") ||
        (was && text_equal(was->rule, is->rule)))
        return OK;
    e = people_rules(cx, db, NULL, &w);
    return e ? e : read_moves(cx, db, &w, is->stage, is->rule, &r);
}

const struct model lifecycle_rule_model =
    MODEL(lifecycle_rule, "lifecycle_rules", lifecycle_rule_fields, .may_read = MAY_READ,
          .may_write = MAY_EDIT_PLAN, .sort = "position", .before_save = rule_before_save);

/* --- live --------------------------------------------------------------------------------------- */

static void read_active(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct lifecycle_rule *)row = (struct lifecycle_rule){.record.id = db_int(st, 0),
                                                            .name = db_text_dup(cx, st, 1),
                                                            .stage = db_text_dup(cx, st, 2),
                                                            .rule = db_text_dup(cx, st, 3)};
}

static enum err active_rules(struct ctx *cx, struct db *db, struct lifecycle_rule **ret,
                             size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_lifecycle_rules_active, &st);

    if (!e)
        e = db_collect(cx, st, sizeof(**ret), read_active, ret, ret_n);
    db_done(st);
    return e;
}

/* What is asked of many people, and of one change after another, is read once (rules_kept.h). */
struct asking {
    struct rule_world world;
    struct lifecycle_rule *rules;
    struct rule **
        parsed; /* of each; NULL: cannot be read any more, such as one that names a segment that is gone */
    size_t n; /* of both */
};

static enum err asking_open(struct ctx *cx, struct db *db, void *rules)
{
    struct asking *a = rules;
    enum err e = active_rules(cx, db, &a->rules, &a->n);

    if (e || !a->n)
        return e;
    a->parsed = arena_array(cx->arena, a->n, sizeof(struct rule *));
    if (!a->parsed)
        return fail_memory(cx);
    e = people_rules(cx, db, NULL, &a->world);
    for (size_t i = 0; i < a->n && !e; i++) {
        struct fault before = cx->fault;
        e = rule_parse(cx, db, &a->world, &rule_contacts, a->rules[i].rule, "rule", &a->parsed[i]);
        if (e == ERR_INVALID || e == ERR_NOTFOUND) {
            cx->fault = before;
            a->parsed[i] = NULL;
            e = OK;
        }
    }
    return e;
}

static const struct rules_kind ladder_rules = {&SQL_lifecycle_rules_stamp, sizeof(struct asking),
                                               asking_open};

static enum err raise_by(struct ctx *cx, struct db *db, int64_t contact,
                         const struct lifecycle_rule *r, int64_t run, bool *ret_moved)
{
    return lifecycle_raise(cx, db,
                           &(struct lifecycle_move){.contact = contact,
                                                    .stage = r->stage,
                                                    .cause = "rule",
                                                    .cause_id = r->record.id,
                                                    .cause_name = r->name,
                                                    .at = NIL,
                                                    .run = run},
                           ret_moved);
}

/* The furthest stage that any rule gives. A move is followed in its turn, so a rule may rest on another's stage. */
static enum err ask_of(struct ctx *cx, struct db *db, const struct asking *a, int64_t contact)
{
    const struct contact *who;
    const struct lifecycle_rule *best = NULL;
    struct rule_face *face = NULL;
    bool moved = false;
    enum err e = rule_face_load(cx, db, &rule_contacts, contact, &face);

    if (e || !face)
        return e;
    who = face->record;
    for (size_t i = 0; i < a->n; i++) {
        const struct lifecycle_rule *r = &a->rules[i];
        int rank = lifecycle_rank(r->stage);
        bool is = false;
        int64_t next = 0;
        if (!a->parsed[i] || rank <= lifecycle_rank(who->lifecycle) ||
            (best && rank <= lifecycle_rank(best->stage)))
            continue;
        e = rule_match(cx, db, &a->world, a->parsed[i], face, &is, &next);
        if (e)
            return e;
        if (is)
            best = r;
    }
    return best ? raise_by(cx, db, contact, best, NIL, &moved) : OK;
}

static enum err ids_of(struct ctx *cx, struct db *db, const struct db_query *q, const char *name,
                       int64_t id, struct buf *out)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, q, &st);

    if (e)
        goto out;
    db_bind_int(st, name, id);
    if (q == &SQL_lifecycle_contacts_of)
        db_bind_int(st, "most", OF_ACCOUNT_MAX);
    while (!(e = db_step(cx, st, &row)) && row) {
        int64_t contact = db_int(st, 0);
        buf_add(out, &contact, sizeof(contact));
    }
    if (!e && !buf_ok(out))
        e = fail_memory(cx);
out:
    db_done(st);
    return e;
}

static bool any_reads(const struct asking *a, const char *of)
{
    for (size_t i = 0; i < a->n; i++)
        if (a->parsed[i] && rule_reads(a->parsed[i], of, NULL))
            return true;
    return false;
}

/* Who is asked when this record changed: the person, or the people whose rules may see it. */
static enum err asked_by(struct ctx *cx, struct db *db, const struct asking *a,
                         enum change_kind kind, int64_t id, struct buf *out)
{
    if (kind == CHANGE_CONTACT)
        buf_add(out, &id, sizeof(id));
    else if (kind == CHANGE_ACCOUNT && any_reads(a, "account"))
        return ids_of(cx, db, &SQL_lifecycle_contacts_of, "account", id, out);
    else if (kind == CHANGE_DEAL && any_reads(a, "deals"))
        return ids_of(cx, db, &SQL_lifecycle_contact_of_deal, "deal", id, out);
    return OK;
}

static enum err ask_all(struct ctx *cx, struct db *db, enum change_kind kind, const int64_t *ids,
                        size_t n)
{
    const struct asking *a;
    const void *rules = NULL;
    struct buf who = buf_in(cx->arena);
    enum err e = rules_kept(cx, db, &ladder_rules, &rules);

    a = rules;
    if (e || !a)
        return e;
    for (size_t i = 0; i < n && !e; i++)
        e = asked_by(cx, db, a, kind, ids[i], &who);
    for (size_t i = 0; i < who.len / sizeof(int64_t) && !e; i++)
        e = ask_of(cx, db, a, ((const int64_t *)(const void *)who.bytes)[i]);
    return e;
}

enum err lifecycle_ask(struct ctx *cx, struct db *db, int64_t contact)
{
    return ask_all(cx, db, CHANGE_CONTACT, &contact, 1);
}

static enum err follow_one(struct ctx *cx, struct db *db, const struct change *c)
{
    if (c->before && !c->after)
        return OK;
    return ask_all(cx, db, c->kind, &c->id, 1);
}

const struct change_follower lifecycle_follower = {
    .name = "lifecycle", .one = follow_one, .many = ask_all};

/* --- everybody ---------------------------------------------------------------------------------- */

static enum err show(struct ctx *cx, struct db *db, int64_t id, struct lifecycle_preview *p)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_lifecycle_shown, &st);

    if (e)
        goto out;
    db_bind_int(st, "contact", id);
    e = db_step(cx, st, &row);
    if (!e && row) {
        p->shown[p->n].id = id;
        p->shown[p->n].name = db_text_dup(cx, st, 0);
        p->shown[p->n].email = db_text_dup(cx, st, 1);
        p->shown[p->n++].lifecycle = db_text_dup(cx, st, 2);
    }
out:
    db_done(st);
    return e;
}

enum err lifecycle_rule_preview(struct ctx *cx, struct db *db, const char *stage, const char *rule,
                                struct lifecycle_preview *ret)
{
    struct rule_world w;
    struct rule *r = NULL;
    struct rule_ids ids = {0};
    enum err e;

    if (lifecycle_rank(stage) < 1)
        return fail_choice(cx, "stage", stage_choices);
    e = people_rules(cx, db, NULL, &w);
    if (!e)
        e = read_moves(cx, db, &w, stage, rule, &r);
    if (!e)
        e = rule_members(cx, db, &w, r, &ids);
    if (!e) {
        ret->count = (int64_t)ids.n;
        ret->exact = true;
        ret->n = 0;
    }
    for (size_t i = 0; i < ids.n && ret->n < LIFECYCLE_SHOWN && !e; i++)
        e = show(cx, db, ids.ids[i], ret);
    rule_ids_done(&ids);
    return e;
}

static enum err read_arg(struct ctx *cx, const struct job *job, const char *member, int64_t *ret)
{
    const struct json *in = NULL;
    enum err e = json_parse(cx, job->args, strlen(job->args), &in);

    if (!e && !id_read(json_text(json_get(in, member), ""), ret))
        e = fail(cx, ERR_INVALID, "work.no_job", NULL);
    return e;
}

static enum err add_job(struct ctx *cx, struct db *db, const char *kind, const char *member,
                        int64_t id, int64_t *ret_job)
{
    struct buf b = buf_in(cx->arena);
    struct json_writer w = json_to(&b);
    struct job_new job = {.site = cx->site, .kind = kind};

    json_open_object(&w);
    json_id_member(&w, member, id);
    json_close_object(&w);
    job.args = buf_text(&b);
    job.only_one = job.args;
    return buf_ok(&b) ? job_add(cx, db, &job, ret_job) : fail_memory(cx);
}

enum err lifecycle_rule_apply(struct ctx *cx, struct db *db, int64_t rule, int64_t *ret_job)
{
    void *found = NULL;
    enum err e = model_get(cx, db, &lifecycle_rule_model, rule, &found);

    if (!e)
        e = add_job(cx, db, "people.lifecycle_apply", "rule", rule, ret_job);
    return e ? e : audit_add(cx, db, "lifecycle_rule", rule, "apply", NULL);
}

/* Left on, it would move the same people again as soon as they are touched. */
static enum err switch_off(struct ctx *cx, struct db *db, int64_t rule)
{
    void *found = NULL;
    enum err e = model_get(cx, db, &lifecycle_rule_model, rule, &found);

    if (e == ERR_NOTFOUND) {
        fault_clear(cx);
        return OK;
    }
    if (e)
        return e;
    ((struct lifecycle_rule *)found)->active = 0;
    return model_change(cx, db, &lifecycle_rule_model, found);
}

enum err lifecycle_rule_undo(struct ctx *cx, struct db *db, int64_t run, int64_t *ret_job)
{
    struct job job;
    int64_t rule = 0;
    enum err e = job_get(cx, db, cx->site, run, &job);

    if (!e && !text_equal(job.kind, "people.lifecycle_apply"))
        e = fail(cx, ERR_NOTFOUND, "work.no_job", NULL);
    if (!e)
        e = read_arg(cx, &job, "rule", &rule);
    if (!e)
        e = switch_off(cx, db, rule);
    if (!e)
        e = add_job(cx, db, "people.lifecycle_undo", "run", run, ret_job);
    return e ? e : audit_add(cx, db, "lifecycle_rule", rule, "undo", NULL);
}

struct apply_run {
    const struct lifecycle_rule *rule;
    int64_t job;
    const int64_t *ids;
    size_t n;
    int64_t moved;
};

static enum err apply_in(struct ctx *cx, struct db *db, void *arg)
{
    struct apply_run *a = arg;
    enum err e = OK;

    a->moved = 0;
    for (size_t i = 0; i < a->n && !e; i++) {
        bool moved = false;
        e = raise_by(cx, db, a->ids[i], a->rule, a->job, &moved);
        a->moved += moved;
    }
    return e;
}

/* Who was moved by a run that died does not match any more: going on is beginning again. */
static enum err find_moves(struct ctx *cx, struct job_run *run, struct lifecycle_rule **ret_rule,
                           struct rule_ids *ret)
{
    struct db *db = NULL;
    struct rule_world w;
    struct rule *r = NULL;
    int64_t id = 0;
    void *found = NULL;
    enum err e = read_arg(cx, run->job, "rule", &id);

    if (!e)
        e = db_read(cx, run->pool, &db);
    if (!e)
        e = model_get(cx, db, &lifecycle_rule_model, id, &found);
    if (!e)
        e = people_rules(cx, db, NULL, &w);
    *ret_rule = found;
    if (!e)
        e = read_moves(cx, db, &w, (*ret_rule)->stage, (*ret_rule)->rule, &r);
    if (!e)
        e = rule_members(cx, db, &w, r, ret);
    db_return(db);
    return e;
}

static enum err apply_run(struct ctx *cx, struct job_run *run)
{
    struct lifecycle_rule *rule = NULL;
    struct rule_ids ids = {0};
    struct apply_run a = {.job = run->job->id};
    int64_t moved = 0;
    enum err e = find_moves(cx, run, &rule, &ids);

    a.rule = rule;
    for (size_t at = 0; at < ids.n && !e; at += BATCH) {
        struct arena_mark mark = arena_mark(cx->arena);
        char progress[JOB_SHARE_MAX];
        a.ids = ids.ids + at;
        a.n = ids.n - at < BATCH ? ids.n - at : BATCH;
        e = db_write(cx, run->pool, apply_in, &a);
        moved += a.moved;
        job_share((int64_t)(at + a.n), (int64_t)ids.n, progress);
        if (!e)
            e = job_progress(cx, run, progress);
        if (!e)
            arena_reset(cx->arena, mark);
    }
    rule_ids_done(&ids);
    if (!e)
        run->result = arena_print(cx->arena, "{\"moved\":%" PRId64 "}", moved);
    return e;
}

struct undo_run {
    int64_t run, n;
};

static enum err undo_in(struct ctx *cx, struct db *db, void *arg)
{
    struct undo_run *u = arg;

    return lifecycle_run_undo(cx, db, u->run, BATCH, &u->n);
}

static enum err undo_run(struct ctx *cx, struct job_run *run)
{
    struct undo_run u = {.n = 1};
    int64_t done = 0;
    enum err e = read_arg(cx, run->job, "run", &u.run);

    while (!e && u.n) {
        struct arena_mark mark = arena_mark(cx->arena);
        e = db_write(cx, run->pool, undo_in, &u);
        done += u.n;
        if (!e)
            e = job_progress(cx, run, arena_print(cx->arena, "{\"done\":%" PRId64 "}", done));
        if (!e)
            arena_reset(cx->arena, mark);
    }
    return e;
}

const struct job_kind lifecycle_job_kinds[] = {
    {"people.lifecycle_apply", apply_run, MINUTES_MS(2), 5},
    {"people.lifecycle_undo", undo_run, MINUTES_MS(2), 5},
    {0},
};
