/* segment_look.c -- one record against the rules, now: what it entered, what it left, and when to look again.
 *
 * All that is asked of the record is read once and shared by all rules: its row and relations (rule_face_load), its
 * counts of behaviour, and what stands about it here. A segment that another names is asked before it, and answers it from
 * memory, so both move together. Only what differs is written. Who entered a segment is asked by the rules that move people
 * on (lifecycle_rule.h), which may name it.
 */
#include "people/segment_priv.h"

#include "base/time.h"
#include "people/lifecycle_rule.h"
#include "work/webhook.h"

#include "segment_sql.h"

#include <string.h>
#include <time.h>

int64_t segment_micros(void)
{
    struct timespec t;

    must(clock_gettime(CLOCK_MONOTONIC, &t) == 0);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* --- the record as rules ask for it ------------------------------------------------------------ */

enum by_hand { BY_NOBODY, BY_HAND_IN, BY_HAND_OUT };

struct standing {
    bool was, is, was_manual, moved;
    enum by_hand hand;
    int64_t due; /* 0: none */
};

struct seen {
    struct rule_face face; /* what rules ask; its self is this */
    struct segment_looks *looks;
    struct rule_face *loaded; /* NULL: the record is gone */
    bool account, counted;
    struct behaviour_counts counts;
    struct standing *at; /* by place */
};

static enum err seen_one(struct ctx *cx, void *self, const struct rule_one *one, const void **ret)
{
    struct seen *s = self;

    return s->loaded->one(cx, s->loaded->self, one, ret);
}

static enum err seen_many(struct ctx *cx, void *self, const struct rule_many *many,
                          void *const **ret, size_t *ret_n)
{
    struct seen *s = self;

    return s->loaded->many(cx, s->loaded->self, many, ret, ret_n);
}

static enum err seen_days(struct ctx *cx, void *self, const struct rule_behaviour *b,
                          const struct rule_day_count **ret, size_t *ret_n)
{
    struct seen *s = self;
    enum err e = OK;

    if (!s->counted)
        e = behaviour_counts_of(cx, s->looks->db, s->account, s->face.id, &s->counts);
    s->counted = !e;
    return e ? e : behaviour_days(cx, s->looks->db, &s->counts, b->key, ret, ret_n);
}

static enum err seen_use(struct ctx *cx, void *self, const struct rule_use *u, bool *ret,
                         int64_t *ret_next_at)
{
    struct seen *s = self;
    const struct segment_world *w = s->looks->world;
    size_t place;

    if (u->condition != &segment_condition)
        return u->condition->match(cx, s->looks->db, &w->rules, u, s->face.id, ret, ret_next_at);
    place = segment_place(w, u->values[0].number);
    *ret = place < w->n && s->at[place].is;
    *ret_next_at = 0;
    return OK;
}

/* --- what stands about it ---------------------------------------------------------------------- */

static enum err read_standing(struct segment_looks *l, int64_t record, struct standing *at)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(l->cx, l->db, &SQL_segment_standing, &st);

    if (e)
        goto out;
    db_bind_int(st, "record", record);
    while (!(e = db_step(l->cx, st, &row)) && row) {
        size_t place = segment_place(l->world, db_int(st, 1));
        int64_t what = db_int(st, 0);
        if (place == l->world->n)
            continue;
        if (what == 1) {
            at[place].was = at[place].is = true;
            at[place].was_manual = !db_is_null(st, 3);
        } else if (what == 2) {
            at[place].due = db_int(st, 2);
        } else {
            at[place].hand = strcmp(db_text(st, 3), "include") == 0 ? BY_HAND_IN : BY_HAND_OUT;
        }
    }
out:
    db_done(st);
    return e;
}

static enum err put_due(struct segment_looks *l, int64_t segment, int64_t record, int64_t at)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(l->cx, l->db, at ? &SQL_segment_due_put : &SQL_segment_due_drop, &st);

    if (e)
        goto out;
    db_bind_int(st, "record", record);
    db_bind_int(st, "segment", segment);
    if (at)
        db_bind_int(st, "at", at);
    e = db_run(l->cx, st);
out:
    db_done(st);
    return e;
}

static enum err add_move(struct ctx *cx, struct db *db, int64_t segment, int64_t record, bool in,
                         const char *cause)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_segment_move_add, &st);

    if (e)
        goto out;
    db_bind_int(st, "segment", segment);
    db_bind_int(st, "id", id_next(cx));
    db_bind_int(st, "record", record);
    db_bind_int(st, "entered", in);
    db_bind_text(st, "cause", cause);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err segment_member_put(struct ctx *cx, struct db *db, int64_t segment, int64_t record, bool in,
                            const char *manual, const char *cause, bool quiet)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, in ? &SQL_segment_member_add : &SQL_segment_member_drop, &st);

    if (e)
        goto out;
    db_bind_int(st, "segment", segment);
    db_bind_int(st, "record", record);
    if (in)
        db_bind_text(st, "manual", manual);
    e = db_run(cx, st);
out:
    db_done(st);
    return e || quiet ? e : add_move(cx, db, segment, record, in, cause);
}

enum err segment_stale_add(struct ctx *cx, struct db *db, int64_t record, int64_t segment,
                           const char *cause)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_segment_stale_add, &st);

    if (e)
        goto out;
    db_bind_int(st, "record", record);
    db_bind_int(st, "segment", segment);
    db_bind_text(st, "cause", cause);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err segment_turn(struct ctx *cx, struct db *db, int64_t record)
{
    struct db_stmt *st = NULL;
    enum err e = OK;

    if (db_engine_of(db) == DB_SQLITE)
        return OK;
    e = db_begin(cx, db, &SQL_segment_turn, &st);
    if (e)
        goto out;
    db_bind_int(st, "record", record);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* --- looking ----------------------------------------------------------------------------------- */

enum err segment_tell(struct segment_looks *l, size_t place, int64_t record, bool in)
{
    const char *event = in ? "segment.entered" : "segment.left";
    const struct segment_rule *s = &l->world->all[place];
    enum webhook_how how = l->many ? WEBHOOK_MANY : WEBHOOK_ONE;
    struct buf out = buf_in(l->cx->arena);
    struct json_writer w = json_to(&out);
    bool wanted = false;
    enum err e = OK;

    if (!l->wanted[in]) {
        e = webhook_wanted(l->cx, l->db, event, how, &wanted);
        l->wanted[in] = wanted ? 1 : 2;
    }
    if (e || l->wanted[in] != 1)
        return e;
    json_open_object(&w);
    json_name(&w, "segment");
    json_open_object(&w);
    json_id_member(&w, "id", s->id);
    json_text_member(&w, "name", s->name);
    json_close_object(&w);
    json_id_member(&w, s->account ? "account" : "contact", record);
    json_text_member(&w, "cause", l->cause);
    json_close_object(&w);
    return buf_ok(&out) ? webhook_emit_as(l->cx, l->db, event, how, record, buf_text(&out))
                        : fail_memory(l->cx);
}

static enum err write_one(struct segment_looks *l, size_t place, int64_t record,
                          const struct standing *s, bool was_in)
{
    const struct segment_rule *r = &l->world->all[place];
    bool manual = s->is && s->hand == BY_HAND_IN;
    enum err e;

    if (s->is == was_in && (!s->is || manual == s->was_manual))
        return OK;
    if (s->is != was_in)
        l->deltas[place] += s->is ? 1 : -1;
    e = segment_member_put(l->cx, l->db, r->id, record, s->is, manual ? "include" : NULL, l->cause,
                           s->is == was_in);
    return e || s->is == was_in ? e : segment_tell(l, place, record, s->is);
}

static enum err ask(struct segment_looks *l, struct seen *s, size_t place)
{
    const struct segment_rule *r = &l->world->all[place];
    struct standing *at = &s->at[place];
    bool was = at->was, is = false;
    int64_t next = 0;
    enum err e = OK;

    if (s->loaded)
        e = rule_match(l->cx, l->db, &l->world->rules, r->rule, &s->face, &is, &next);
    if (e)
        return e;
    if (s->loaded && at->hand != BY_NOBODY)
        is = at->hand == BY_HAND_IN;
    at->is = is;
    at->moved = is != was;
    e = write_one(l, place, s->face.id, at, was);
    if (!e && next != at->due)
        e = put_due(l, r->id, s->face.id, next);
    return e;
}

/* What names a segment that moved is asked too. */
static bool is_concerned(const struct segment_looks *l, const struct seen *s, size_t place)
{
    const struct segment_rule *r = &l->world->all[place];

    if (r->account != s->account)
        return false;
    if (l->dirty[place] || !s->loaded)
        return true;
    for (size_t i = 0; i < r->name_count; i++)
        if (s->at[r->names[i]].moved)
            return true;
    return false;
}

static enum err ask_all(struct segment_looks *l, struct seen *s)
{
    enum err e = OK;

    for (size_t i = 0; i < l->world->n && !e; i++) {
        if (!is_concerned(l, s, i))
            continue;
        if (l->building[i])
            e = segment_stale_add(l->cx, l->db, s->face.id, l->world->all[i].id, l->cause);
        else if (l->world->all[i].rule || !s->loaded)
            e = ask(l, s, i);
    }
    return e;
}

static enum err forget_manual(struct segment_looks *l, int64_t record)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(l->cx, l->db, &SQL_segment_manual_drop_record, &st);

    if (!e)
        db_bind_int(st, "record", record);
    if (!e)
        e = db_run(l->cx, st);
    db_done(st);
    return e;
}

static bool has_entered(const struct segment_looks *l, const struct seen *s)
{
    for (size_t i = 0; s->loaded && i < l->world->n; i++)
        if (s->at[i].moved && s->at[i].is)
            return true;
    return false;
}

enum err segment_look(struct segment_looks *l, bool account, int64_t record)
{
    struct arena_mark mark = arena_mark(l->cx->arena);
    struct seen s = {.looks = l, .account = account};
    bool entered;
    enum err e = segment_turn(l->cx, l->db, record);

    s.at = arena_array(l->cx->arena, l->world->n, sizeof(*s.at));
    if (!e && !s.at)
        e = fail_memory(l->cx);
    if (!e)
        e = rule_face_load(l->cx, l->db, account ? &rule_accounts : &rule_contacts, record,
                           &s.loaded);
    if (!e)
        e = read_standing(l, record, s.at);
    if (!e) {
        s.face = (struct rule_face){.self = &s,
                                    .id = record,
                                    .record = s.loaded ? s.loaded->record : NULL,
                                    .one = seen_one,
                                    .many = seen_many,
                                    .days = seen_days,
                                    .use = seen_use};
        e = ask_all(l, &s);
    }
    if (!e && !s.loaded)
        e = forget_manual(l, record);
    memset(l->dirty, 0, l->world->n * sizeof(*l->dirty));
    entered = !e && !account && has_entered(l, &s);
    if (!e)
        arena_reset(l->cx->arena, mark);
    return entered ? lifecycle_ask(l->cx, l->db, record) : e;
}

void segment_all_dirty(struct segment_looks *l, bool account)
{
    for (size_t i = 0; i < l->world->n; i++)
        l->dirty[i] = l->dirty[i] || l->world->all[i].account == account;
}

/* --- a transaction's looks --------------------------------------------------------------------- */

static enum err read_building(struct segment_looks *l)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(l->cx, l->db, &SQL_segment_builds_hold, &st);

    while (!e && !(e = db_step(l->cx, st, &row)) && row) {
        size_t place = segment_place(l->world, db_int(st, 0));
        const char *phase = db_text(st, 1);
        if (place < l->world->n)
            l->building[place] = !strcmp(phase, "new") || !strcmp(phase, "members");
    }
    db_done(st);
    return e;
}

enum err segment_looks_begin(struct ctx *cx, struct db *db, const char *cause,
                             struct segment_looks *ret)
{
    enum err e;

    *ret = (struct segment_looks){.cx = cx, .db = db, .cause = cause};
    e = segment_world_of(cx, db, &ret->world);
    if (e || !ret->world)
        return e;
    ret->building = arena_array(cx->arena, ret->world->n, sizeof(bool));
    ret->deltas = arena_array(cx->arena, ret->world->n, sizeof(int64_t));
    ret->dirty = arena_array(cx->arena, ret->world->n, sizeof(bool));
    if (!ret->building || !ret->deltas || !ret->dirty)
        return fail_memory(cx);
    return read_building(ret);
}

enum err segment_count_add(struct ctx *cx, struct db *db, const struct segment_world *w,
                           int64_t segment, int64_t delta)
{
    char day[DATE_TEXT_MAX];
    struct db_stmt *st = NULL;
    int64_t size = 0;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_segment_count_add, &st);

    if (!e) {
        db_bind_int(st, "segment", segment);
        db_bind_int(st, "delta", delta);
        e = db_step(cx, st, &row);
    }
    if (!e && row)
        size = db_int(st, 0);
    db_done(st);
    if (e || !row)
        return e;
    date_text(w->rules.zone, ctx_now(cx), day);
    st = NULL;
    e = db_begin(cx, db, &SQL_segment_size_put, &st);
    if (!e) {
        db_bind_int(st, "segment", segment);
        db_bind_text(st, "day", day);
        db_bind_int(st, "size", size);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

enum err segment_looks_end(struct segment_looks *l)
{
    enum err e = OK;

    for (size_t i = 0; l->world && i < l->world->n && !e; i++)
        if (l->deltas[i])
            e = segment_count_add(l->cx, l->db, l->world, l->world->all[i].id, l->deltas[i]);
    return e;
}
