/* merge.c -- see merge.h: two become one.
 *
 * Order inside the transaction: what refers to the one that goes is moved, its row goes, the one that stays takes what it lacks,
 * and what else the other was found by becomes further values of it. Then come the row from which all of it can be
 * undone and the ids that are answered for.
 */
#include "people/merge.h"

#include "base/text.h"
#include "model/audit.h"
#include "people/account.h"
#include "people/change.h"
#include "people/contact.h"
#include "people/list.h"
#include "people/merge_further_priv.h"
#include "people/merge_priv.h"
#include "people/webhook_follow.h"

#include "merge_sql.h"

#include <string.h>

const struct model *merge_model(enum merge_of of)
{
    return of == MERGE_CONTACTS ? &contact_model : &account_model;
}

bool merge_of_model(const struct model *m, enum merge_of *ret)
{
    if (m != &contact_model && m != &account_model)
        return false;
    *ret = m == &contact_model ? MERGE_CONTACTS : MERGE_ACCOUNTS;
    return true;
}

const char *merge_label(const struct model *m, const struct json *record)
{
    static const char *const names[] = {"name", "email", "domain", "external_id", "phone"};

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const char *text = json_text(json_get(record, names[i]), NULL);
        if (!text_empty(text) && model_field(m, names[i]))
            return text;
    }
    return NULL;
}

/* --- questions */

enum err merge_survivor(struct ctx *cx, struct db *db, enum merge_of of, int64_t id, int64_t *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_merged_into, &st);

    if (e)
        goto out;
    db_bind_text(st, "kind", merge_model(of)->name);
    db_bind_int(st, "record", id);
    e = db_step(cx, st, &row);
    if (!e)
        *ret = row ? db_int(st, 0) : id;
out:
    db_done(st);
    return e;
}

enum err merge_ids_of(struct ctx *cx, struct db *db, enum merge_of of, int64_t id,
                      int64_t **ret_ids, size_t *ret_n)
{
    struct buf ids = buf_in(cx->arena);
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_merged_ids_of, &st);

    if (e)
        goto out;
    db_bind_text(st, "kind", merge_model(of)->name);
    db_bind_int(st, "record", id);
    db_bind_int(st, "most", MERGE_IDS_MAX - 1);
    buf_add(&ids, &id, sizeof(id));
    while (!(e = db_step(cx, st, &row)) && row) {
        int64_t gone = db_int(st, 0);
        buf_add(&ids, &gone, sizeof(gone));
    }
    if (!e && !buf_ok(&ids))
        e = fail_memory(cx);
    if (!e) {
        *ret_ids = (int64_t *)(void *)ids.bytes;
        *ret_n = ids.len / sizeof(id);
    }
out:
    db_done(st);
    return e;
}

static enum err read_listed(struct ctx *cx, enum merge_of of, const struct db_stmt *st,
                            struct merge *ret)
{
    const char *text = db_text(st, 3);
    const struct json *record = NULL;
    enum err e = json_parse(cx, text, strlen(text), &record);

    if (e)
        return e;
    *ret = (struct merge){.id = db_int(st, 0),
                          .kept = db_int(st, 1),
                          .gone = db_int(st, 2),
                          .kind = merge_model(of)->name,
                          .label = merge_label(merge_model(of), record),
                          .merged_at = db_int(st, 4),
                          .actor = db_int(st, 5),
                          .undone_at = db_int(st, 6)};
    return OK;
}

enum err merge_list(struct ctx *cx, struct db *db, enum merge_of of, int64_t record,
                    struct merge **ret, size_t *ret_n)
{
    struct merge *all = arena_array(cx->arena, MERGES_LISTED_MAX, sizeof(*all));
    struct db_stmt *st = NULL;
    bool row = false;
    size_t n = 0;
    enum err e = all ? db_begin(cx, db, record == NIL ? &SQL_merges_all : &SQL_merges_of, &st)
                     : fail_memory(cx);

    if (e)
        goto out;
    db_bind_text(st, "kind", merge_model(of)->name);
    if (record != NIL)
        db_bind_int(st, "record", record);
    db_bind_int(st, "most", MERGES_LISTED_MAX);
    while (n < MERGES_LISTED_MAX && !(e = db_step(cx, st, &row)) && row) {
        e = read_listed(cx, of, st, &all[n++]);
        if (e)
            break;
    }
    if (!e) {
        *ret = all;
        *ret_n = n;
    }
out:
    db_done(st);
    return e;
}

/* --- merging */

struct merging {
    const struct merge_ask *ask;
    const struct model *m;
    int64_t id;
    void *kept, *gone, *after;
    const char *kept_json, *gone_json;
    struct buf moved;
};

static const char *as_json(struct ctx *cx, const struct model *m, const void *record)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);

    model_to_json(&w, m, record);
    return buf_text(&out);
}

static enum err read_one(struct ctx *cx, struct db *db, const struct model *m, int64_t id,
                         int64_t version, void **ret, const char **ret_json)
{
    enum err e = model_get(cx, db, m, id, ret);

    if (e)
        return e;
    if (version && ((const struct record *)*ret)->version != version)
        return fail(
            cx, ERR_CONFLICT, "model.version", "version",
            arena_print(cx->arena, "%lld", (long long)((const struct record *)*ret)->version),
            NULL);
    *ret_json = as_json(cx, m, *ret);
    return *ret_json ? OK : fail_memory(cx);
}

static enum err read_both(struct ctx *cx, struct db *db, struct merging *g)
{
    const struct merge_ask *ask = g->ask;
    enum err e;

    e = read_one(cx, db, g->m, ask->kept, ask->kept_version, &g->kept, &g->kept_json);
    if (!e && ask->gone <= 0)
        e = fail_field(cx, "gone", ask->gone ? "field.id" : "field.required", NULL);
    if (!e && ask->kept == ask->gone)
        e = fail(cx, ERR_INVALID, "merge.itself", NULL);
    if (!e)
        e = read_one(cx, db, g->m, ask->gone, ask->gone_version, &g->gone, &g->gone_json);
    if (!e && ask->of == MERGE_CONTACTS &&
        (((struct contact *)g->kept)->erased_at != NIL ||
         ((struct contact *)g->gone)->erased_at != NIL))
        e = fail(cx, ERR_CONFLICT, "contact.erased", NULL);
    return e ? e : merge_build(cx, db, ask, g->kept, g->gone, &g->after);
}

static enum err run_ids(struct ctx *cx, struct db *db, const struct db_query *q,
                        const struct merging *g)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, q, &st);

    if (e)
        goto out;
    db_bind_text(st, "kind", g->m->name);
    db_bind_int(st, "kept", g->ask->kept);
    db_bind_int(st, "gone", g->ask->gone);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err keep_row(struct ctx *cx, struct db *db, struct merging *g)
{
    const char *after = as_json(cx, g->m, g->after), *moved = buf_text(&g->moved);
    struct db_stmt *st = NULL;
    enum err e = after && moved ? db_begin(cx, db, &SQL_merge_add, &st) : fail_memory(cx);

    if (e)
        goto out;
    db_bind_int(st, "id", g->id);
    db_bind_text(st, "kind", g->m->name);
    db_bind_int(st, "kept", g->ask->kept);
    db_bind_int(st, "gone", g->ask->gone);
    db_bind_text(st, "record", g->gone_json);
    db_bind_text(st, "kept_before", g->kept_json);
    db_bind_text(st, "kept_after", after);
    db_bind_text(st, "moved", moved);
    db_bind_int(st, "actor", cx->actor ? cx->actor : NIL);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err merge_note(struct ctx *cx, struct db *db, const struct model *m, int64_t record,
                    const char *action, int64_t merge, const char *label)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);

    json_open_object(&w);
    json_name(&w, "merge");
    json_open_list(&w);
    json_put_null(&w);
    json_put_text(&w, label);
    json_close_list(&w);
    json_id_member(&w, "merge_id", merge);
    json_close_object(&w);
    return buf_ok(&out) ? audit_add(cx, db, m->name, record, action, buf_text(&out))
                        : fail_memory(cx);
}

static enum err note_both(struct ctx *cx, struct db *db, const struct merging *g)
{
    const struct json *kept = NULL, *gone = NULL;
    enum err e = json_parse(cx, g->kept_json, strlen(g->kept_json), &kept);

    if (!e)
        e = json_parse(cx, g->gone_json, strlen(g->gone_json), &gone);
    if (!e)
        e = merge_note(cx, db, g->m, g->ask->kept, "merge", g->id, merge_label(g->m, gone));
    return e ? e : merge_note(cx, db, g->m, g->ask->gone, "merged", g->id, merge_label(g->m, kept));
}

enum err merge_parent_put(struct ctx *cx, struct db *db, int64_t account, int64_t parent)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_account_parent_put, &st);

    if (e)
        goto out;
    db_bind_int(st, "record", account);
    db_bind_int(st, "parent", parent);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* A company into which its own parent goes lets go of it first; merge_build() has said whose it will be. */
static enum err let_go(struct ctx *cx, struct db *db, const struct merging *g)
{
    if (g->ask->of != MERGE_ACCOUNTS || ((const struct account *)g->kept)->parent != g->ask->gone)
        return OK;
    return merge_parent_put(cx, db, g->ask->kept, NIL);
}

enum change_kind merge_change(enum merge_of of)
{
    return of == MERGE_CONTACTS ? CHANGE_CONTACT : CHANGE_ACCOUNT;
}

static enum err merge_in(struct ctx *cx, struct db *db, struct merging *g)
{
    struct merge_walk walk = {
        .db = db, .of = g->ask->of, .kept = g->ask->kept, .gone = g->ask->gone};
    struct json_writer w = json_to(&g->moved);
    struct buf twins = buf_in(cx->arena);
    enum err e = read_both(cx, db, g);

    if (e)
        return e;
    json_open_object(&w);
    json_name(&w, "refs");
    e = merge_twins_read(cx, &walk, &twins);
    if (!e && g->ask->of == MERGE_CONTACTS)
        e = lists_join(cx, db, g->ask->gone, g->ask->kept);
    if (!e)
        e = merge_refs_move(cx, &walk, &w);
    if (e)
        return e;
    json_name(&w, "twins");
    e = merge_twins_write(cx, &walk, &twins, &w);
    if (!e)
        e = let_go(cx, db, g);
    if (!e)
        e = model_delete_quietly(cx, db, g->m, g->ask->gone);
    if (!e)
        e = model_change_quietly(cx, db, g->m, g->after);
    if (e)
        return e;
    json_name(&w, "further");
    e = merge_further_put(cx, db, g->m, g->kept, g->gone, g->after, &w);
    if (e)
        return e;
    json_close_object(&w);
    e = keep_row(cx, db, g);
    if (!e)
        e = run_ids(cx, db, &SQL_merged_ids_follow, g);
    if (!e)
        e = run_ids(cx, db, &SQL_merged_id_add, g);
    if (!e)
        e = note_both(cx, db, g);
    if (!e)
        e = webhook_merged(cx, db, merge_change(g->ask->of), g->ask->kept, g->ask->gone);
    return e ? e : change_touch(cx, db, merge_change(g->ask->of), g->ask->kept);
}

enum err merge_records(struct ctx *cx, struct db *db, const struct merge_ask *ask,
                       int64_t *ret_merge, void **ret_record)
{
    struct merging g = {
        .ask = ask, .m = merge_model(ask->of), .id = id_next(cx), .moved = buf_in(cx->arena)};
    const char *cause = cx->cause;
    bool mine = !cx->changes;
    enum err e = mine ? changes_gather(cx, MERGE_GATHERED) : OK;

    cx->cause = "merge";
    if (!e)
        e = merge_in(cx, db, &g);
    if (!e && mine)
        e = changes_flush(cx, db);
    cx->cause = cause;
    if (mine)
        cx->changes = NULL;
    if (e)
        return e;
    *ret_merge = g.id;
    *ret_record = g.after;
    return OK;
}
