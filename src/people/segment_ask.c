/* segment_ask.c -- questions about segments, and who is in or out by hand. */
#include "people/segment_priv.h"

#include "base/text.h"
#include "model/audit.h"
#include "people/account.h"
#include "people/contact.h"

#include "segment_sql.h"

#include <inttypes.h>
#include <string.h>

enum { PAGE = 50 };

static enum err find(struct ctx *cx, struct db *db, int64_t id, const struct segment **ret)
{
    void *record = NULL;
    enum err e = model_get(cx, db, &segment_model, id, &record);

    *ret = record;
    return e;
}

static bool of_accounts(const struct segment *s)
{
    return text_equal(s->subject, "account");
}

/* --- pages ------------------------------------------------------------------------------------- */

static void read_member(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct segment_member *)row = (struct segment_member){.id = db_int(st, 0),
                                                            .entered_at = db_int(st, 1),
                                                            .name = db_text_dup(cx, st, 2),
                                                            .address = db_text_dup(cx, st, 3),
                                                            .manual = db_text_dup(cx, st, 4)};
}

static enum err page_of(struct ctx *cx, struct db *db, const struct db_query *q,
                        const struct segment_page *p, struct segment_member **ret, size_t *ret_n,
                        int64_t *ret_next)
{
    size_t limit = p->limit ? (size_t)p->limit : PAGE, n = 0;
    struct segment_member *rows = NULL;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, q, &st);

    if (e)
        goto out;
    db_bind_int(st, "segment", p->segment);
    db_bind_int(st, "after", p->after);
    db_bind_int(st, "most", (int64_t)limit + 1);
    e = db_collect(cx, st, sizeof(*rows), read_member, &rows, &n);
out:
    db_done(st);
    if (e)
        return e;
    *ret_next = n > limit ? rows[limit - 1].id : 0;
    *ret_n = n > limit ? limit : n;
    *ret = rows;
    return OK;
}

enum err segment_members(struct ctx *cx, struct db *db, const struct segment_page *p,
                         struct segment_member **ret, size_t *ret_n, int64_t *ret_next,
                         bool *ret_account)
{
    const struct segment *s = NULL;
    enum err e = find(cx, db, p->segment, &s);

    if (e)
        return e;
    *ret_account = of_accounts(s);
    return page_of(cx, db,
                   *ret_account ? &SQL_segment_members_accounts : &SQL_segment_members_contacts, p,
                   ret, ret_n, ret_next);
}

enum err segment_manual(struct ctx *cx, struct db *db, const struct segment_page *p,
                        struct segment_member **ret, size_t *ret_n, int64_t *ret_next)
{
    const struct segment *s = NULL;
    enum err e = find(cx, db, p->segment, &s);

    if (e)
        return e;
    return page_of(cx, db,
                   of_accounts(s) ? &SQL_segment_manual_accounts : &SQL_segment_manual_contacts, p,
                   ret, ret_n, ret_next);
}

static void read_move(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct segment_move *)row = (struct segment_move){.id = db_int(st, 0),
                                                        .at = db_int(st, 1),
                                                        .record = db_int(st, 2),
                                                        .name = db_text_dup(cx, st, 3),
                                                        .entered = db_int(st, 4) == 1,
                                                        .cause = db_text_dup(cx, st, 5)};
}

enum err segment_history(struct ctx *cx, struct db *db, const struct segment_page *p,
                         struct segment_move **ret, size_t *ret_n, int64_t *ret_next)
{
    size_t limit = p->limit ? (size_t)p->limit : PAGE, n = 0;
    const struct segment *s = NULL;
    struct segment_move *rows = NULL;
    struct db_stmt *st = NULL;
    enum err e = find(cx, db, p->segment, &s);

    if (!e)
        e = db_begin(cx, db,
                     of_accounts(s) ? &SQL_segment_history_accounts : &SQL_segment_history_contacts,
                     &st);
    if (e)
        goto out;
    db_bind_int(st, "segment", p->segment);
    db_bind_int(st, "before", p->after ? p->after : INT64_MAX);
    db_bind_int(st, "most", (int64_t)limit + 1);
    e = db_collect(cx, st, sizeof(*rows), read_move, &rows, &n);
out:
    db_done(st);
    if (e)
        return e;
    *ret_next = n > limit ? rows[limit - 1].id : 0;
    *ret_n = n > limit ? limit : n;
    *ret = rows;
    return OK;
}

/* --- sizes ------------------------------------------------------------------------------------- */

static void read_size(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct segment_size *)row = (struct segment_size){db_text_dup(cx, st, 0), db_int(st, 1)};
}

static enum err size_before(struct ctx *cx, struct db *db, int64_t segment, const char *from,
                            struct segment_size *ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_segment_size_before, &st);

    if (e)
        goto out;
    db_bind_int(st, "segment", segment);
    db_bind_text(st, "from", from);
    e = db_step(cx, st, &row);
    *ret = (struct segment_size){from, !e && row ? db_int(st, 0) : 0};
    *ret_n = !e && row;
out:
    db_done(st);
    return e;
}

enum err segment_sizes(struct ctx *cx, struct db *db, int64_t segment, const char *from,
                       const char *to, struct segment_size **ret, size_t *ret_n)
{
    const struct segment *s = NULL;
    struct segment_size *rows = NULL, *all = NULL, before = {from, 0};
    struct db_stmt *st = NULL;
    size_t n = 0, first = 0;
    enum err e = find(cx, db, segment, &s);

    if (!e)
        e = size_before(cx, db, segment, from, &before, &first);
    if (!e)
        e = db_begin(cx, db, &SQL_segment_sizes, &st);
    if (!e) {
        db_bind_int(st, "segment", segment);
        db_bind_text(st, "from", from);
        db_bind_text(st, "to", to);
        e = db_collect(cx, st, sizeof(*rows), read_size, &rows, &n);
    }
    db_done(st);
    if (e)
        return e;
    if (n && text_equal(rows[0].day, from))
        first = 0;
    all = arena_array(cx->arena, n + 1, sizeof(*all));
    if (!all)
        return fail_memory(cx);
    all[0] = before;
    if (n)
        memcpy(all + first, rows, n * sizeof(*rows));
    *ret = all;
    *ret_n = n + first;
    return OK;
}

static enum err number(struct ctx *cx, struct db *db, const struct db_query *q, int64_t segment,
                       int64_t other, int64_t *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, q, &st);

    if (e)
        goto out;
    db_bind_int(st, "segment", segment);
    if (other)
        db_bind_int(st, "other", other);
    e = db_step(cx, st, &row);
    *ret = !e && row ? db_int(st, 0) : 0;
out:
    db_done(st);
    return e;
}

enum err segment_overlap(struct ctx *cx, struct db *db, int64_t segment, int64_t with,
                         struct segment_overlap *ret)
{
    const struct segment *s = NULL, *other = NULL;
    enum err e = find(cx, db, segment, &s);

    if (!e)
        e = find(cx, db, with, &other);
    if (e)
        return e;
    if (of_accounts(s) != of_accounts(other))
        return fail_field(cx, "with", "segment.other_kind", NULL);
    e = number(cx, db, &SQL_segment_size_now, segment, 0, &ret->this);
    if (!e)
        e = number(cx, db, &SQL_segment_size_now, with, 0, &ret->other);
    return e ? e : number(cx, db, &SQL_segment_both, segment, with, &ret->both);
}

static void read_of(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct segment_of *)row = (struct segment_of){.id = db_int(st, 0),
                                                    .name = db_text_dup(cx, st, 1),
                                                    .entered_at = db_int(st, 2),
                                                    .manual = db_text_dup(cx, st, 3)};
}

enum err segments_of(struct ctx *cx, struct db *db, int64_t record, struct segment_of **ret,
                     size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_segments_of, &st);

    if (e)
        goto out;
    db_bind_int(st, "record", record);
    e = db_collect(cx, st, sizeof(**ret), read_of, ret, ret_n);
out:
    db_done(st);
    return e;
}

/* --- by hand ----------------------------------------------------------------------------------- */

enum err segment_manual_get(struct ctx *cx, struct db *db, int64_t segment, int64_t record,
                            const char **ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_segment_manual_get, &st);

    *ret = "none";
    if (e)
        goto out;
    db_bind_int(st, "segment", segment);
    db_bind_int(st, "record", record);
    e = db_step(cx, st, &row);
    if (!e && row)
        *ret = db_text_dup(cx, st, 0);
out:
    db_done(st);
    return e || *ret ? e : fail_memory(cx);
}

static enum err set_how(struct ctx *cx, struct db *db, int64_t segment, int64_t record,
                        const char *how)
{
    bool none = text_equal(how, "none");
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, none ? &SQL_segment_manual_drop : &SQL_segment_manual_put, &st);

    if (e)
        goto out;
    db_bind_int(st, "segment", segment);
    db_bind_int(st, "record", record);
    if (!none) {
        db_bind_text(st, "how", how);
        db_bind_int(st, "actor", cx->actor ? cx->actor : NIL);
    }
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err there(struct ctx *cx, struct db *db, bool account, int64_t record, bool *ret)
{
    struct db_stmt *st = NULL;
    enum err e =
        db_begin(cx, db, account ? &SQL_segment_there_account : &SQL_segment_there_contact, &st);

    if (e)
        goto out;
    db_bind_int(st, "record", record);
    e = db_step(cx, st, ret);
out:
    db_done(st);
    return e;
}

static enum err set_one(struct segment_looks *l, const struct segment *s, int64_t record,
                        const char *how, int64_t *changed)
{
    const char *now = NULL;
    bool is_there = false;
    size_t place = segment_place(l->world, s->record.id);
    enum err e = there(l->cx, l->db, of_accounts(s), record, &is_there);

    if (!e)
        e = segment_manual_get(l->cx, l->db, s->record.id, record, &now);
    if (e || !is_there || text_equal(now, how))
        return e;
    e = set_how(l->cx, l->db, s->record.id, record, how);
    if (e)
        return e;
    ++*changed;
    must(place < l->world->n);
    l->dirty[place] = true;
    return segment_look(l, of_accounts(s), record);
}

enum err segment_manual_set(struct ctx *cx, struct db *db, int64_t segment, const int64_t *ids,
                            size_t n, const char *how, int64_t *ret_changed)
{
    const struct segment *s = NULL;
    struct segment_looks l;
    const char *diff;
    int64_t changed = 0;
    enum err e = find(cx, db, segment, &s);

    if (!e && !text_equal(how, "include") && !text_equal(how, "exclude") &&
        !text_equal(how, "none"))
        return fail_field(cx, "how", "field.choice", "choices", "include, exclude, none", NULL);
    if (!e)
        e = segment_looks_begin(cx, db, "manual", &l);
    for (size_t i = 0; i < n && !e; i++)
        e = set_one(&l, s, ids[i], how, &changed);
    if (!e)
        e = segment_looks_end(&l);
    if (e)
        return e;
    *ret_changed = changed;
    diff = arena_print(cx->arena, "{\"how\":[null,\"%s\"],\"members\":[null,%" PRId64 "]}", how,
                       changed);
    if (!diff)
        return fail_memory(cx);
    return changed ? audit_add(cx, db, "segment", segment, "members", diff) : OK;
}

enum err segment_manual_put(struct ctx *cx, struct db *db, int64_t segment, int64_t record,
                            const char *how)
{
    const struct segment *s = NULL;
    struct segment_looks l;
    int64_t changed = 0;
    enum err e = find(cx, db, segment, &s);

    if (!e)
        e = segment_looks_begin(cx, db, "manual", &l);
    if (e)
        return e;
    l.many = true;
    e = set_one(&l, s, record, how, &changed);
    return e ? e : segment_looks_end(&l);
}

/* --- against a full evaluation ----------------------------------------------------------------- */

static enum err hand_of(struct ctx *cx, struct db *db, int64_t segment, int64_t record, bool *in)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_segment_hand, &st);

    if (e)
        goto out;
    db_bind_int(st, "segment", segment);
    db_bind_int(st, "record", record);
    e = db_step(cx, st, &row);
    if (!e && row)
        *in = text_equal(db_text(st, 0), "include");
out:
    db_done(st);
    return e;
}

/* Which of the two lists has it, taken on. */
static int64_t step(const struct rule_ids *wanted, size_t *w, const struct segment_member *m,
                    size_t n, size_t *k, bool *ret_wanted, bool *ret_member)
{
    int64_t a = *w < wanted->n ? wanted->ids[*w] : INT64_MAX, b = *k < n ? m[*k].id : INT64_MAX;

    *ret_wanted = a <= b;
    *ret_member = b <= a;
    *w += *ret_wanted;
    *k += *ret_member;
    return a < b ? a : b;
}

static enum err compare(struct ctx *cx, struct db *db, const struct rule_ids *wanted,
                        struct segment_difference *d)
{
    struct segment_page p = {.segment = d->segment, .limit = 5000};
    struct segment_member *rows = NULL;
    size_t n = 0, w = 0, k = 0;
    int64_t next = 1;
    enum err e = OK;

    while (!e && (next || k < n || w < wanted->n)) {
        bool is_wanted = false, is_member = false, should;
        int64_t id;
        if (k == n && next) {
            p.after = n ? rows[n - 1].id : 0;
            e = page_of(cx, db, &SQL_segment_member_rows, &p, &rows, &n, &next);
            k = 0;
            continue;
        }
        id = step(wanted, &w, rows, n, &k, &is_wanted, &is_member);
        should = is_wanted;
        d->members += is_member;
        if (is_wanted != is_member || (is_member && rows[k - 1].manual))
            e = hand_of(cx, db, d->segment, id, &should);
        d->missing += should && !is_member;
        d->surplus += !should && is_member;
    }
    return e;
}

static enum err check_one(struct ctx *cx, struct db *db, const struct rule_world *world,
                          const struct segment_rule *s, struct segment_difference *ret)
{
    struct rule_ids wanted = {0};
    enum err e = OK;

    *ret = (struct segment_difference){.segment = s->id, .name = arena_dup(cx->arena, s->name)};
    if (!ret->name)
        return fail_memory(cx);
    if (!s->rule)
        return OK;
    e = rule_members(cx, db, world, s->rule, &wanted);
    if (!e)
        e = compare(cx, db, &wanted, ret);
    rule_ids_done(&wanted);
    return e;
}

enum err segments_check(struct ctx *cx, struct db *db, struct fact_store *facts, int64_t segment,
                        struct segment_difference **ret, size_t *ret_n)
{
    const struct segment_world *w = NULL;
    struct rule_world world;
    struct segment_difference *all;
    size_t n = 0;
    enum err e = segment_world_of(cx, db, &w);

    all = arena_array(cx->arena, w ? w->n + 1 : 1, sizeof(*all));
    if (!e && !all)
        e = fail_memory(cx);
    for (size_t i = 0; !e && w && i < w->n; i++) {
        if (segment && w->all[i].id != segment)
            continue;
        world = w->rules;
        world.facts = facts;
        e = check_one(cx, db, &world, &w->all[i], &all[n++]);
    }
    if (!e && segment && !n)
        e = model_missing(cx, &segment_model, segment);
    *ret = all;
    *ret_n = n;
    return e;
}
