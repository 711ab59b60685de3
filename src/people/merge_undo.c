/* merge_undo.c -- see merge.h: two again.
 *
 * The one that stayed gives back what it took, as far as it still has it so; the other comes back under its id, and what moved and still
 * refers to the one that stayed refers to it again. A value that somebody else has got meanwhile is not taken from them.
 */
#include "people/merge.h"

#include "base/text.h"
#include "base/time.h"
#include "people/account.h"
#include "people/consent.h"
#include "people/contact.h"
#include "people/merge_further_priv.h"
#include "people/merge_priv.h"

#include "merge_sql.h"

#include <string.h>

struct undoing {
    int64_t id, merged_at;
    struct merge_undone done;
    const struct model *m;
    const struct json *record, *kept_before, *kept_after, *moved;
    bool was_daughter; /* the one that stayed, of the one that went */
};

static enum err parse_column(struct ctx *cx, const struct db_stmt *st, int column,
                             const struct json **ret)
{
    const char *text = db_text_dup(cx, st, column);

    return text ? json_parse(cx, text, strlen(text), ret) : fail_memory(cx);
}

static enum err read_merge(struct ctx *cx, struct db *db, struct undoing *u)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_merge_get, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", u->id);
    e = db_step(cx, st, &row);
    if (!e && !row)
        e = fail(cx, ERR_NOTFOUND, "merge.missing", NULL);
    if (!e && db_int(st, 7) != NIL)
        e = fail(cx, ERR_CONFLICT, "merge.undone", NULL);
    if (e)
        goto out;
    u->done.of = text_equal(db_text(st, 0), contact_model.name) ? MERGE_CONTACTS : MERGE_ACCOUNTS;
    u->m = merge_model(u->done.of);
    u->done.kept = db_int(st, 1);
    u->done.gone = db_int(st, 2);
    u->merged_at = db_int(st, 8);
    e = parse_column(cx, st, 3, &u->record);
    if (!e)
        e = parse_column(cx, st, 4, &u->kept_before);
    if (!e)
        e = parse_column(cx, st, 5, &u->kept_after);
    if (!e)
        e = parse_column(cx, st, 6, &u->moved);
out:
    db_done(st);
    return e;
}

static enum err check_last(struct ctx *cx, struct db *db, const struct undoing *u)
{
    int64_t now = NIL;
    enum err e = merge_survivor(cx, db, u->done.of, u->done.kept, &now);

    if (e || now == u->done.kept)
        return e;
    return fail(cx, ERR_CONFLICT, "merge.later_first", "id",
                arena_print(cx->arena, "%lld", (long long)now), NULL);
}

static enum err from_json(struct ctx *cx, const struct model *m, const struct json *json,
                          void **ret)
{
    void *record = model_new(cx, m);
    enum err e = record ? model_restore(cx, m, json, record) : fail_memory(cx);

    if (!e)
        *ret = record;
    return e;
}

/* It is given its parent once that is there again. */
static void wait_for_parent(struct undoing *u, void *now)
{
    struct account *a = now;

    if (u->done.of != MERGE_ACCOUNTS || a->parent != u->done.gone)
        return;
    a->parent = NIL;
    u->was_daughter = true;
}

/* The one that stayed may have been deleted since: then there is nothing to give back. */
static enum err give_back(struct ctx *cx, struct db *db, struct undoing *u)
{
    void *now = NULL, *before = NULL, *after = NULL;
    enum err e = model_get(cx, db, u->m, u->done.kept, &now);

    if (e == ERR_NOTFOUND) {
        fault_clear(cx);
        u->done.stayed++;
        return OK;
    }
    if (!e)
        e = merge_further_take(cx, db, u->done.kept, json_get(u->moved, "further"),
                               &u->done.stayed);
    if (!e)
        e = from_json(cx, u->m, u->kept_before, &before);
    if (!e)
        e = from_json(cx, u->m, u->kept_after, &after);
    if (!e)
        e = merge_unbuild(cx, u->m, before, after, now, &u->done.stayed);
    if (!e)
        wait_for_parent(u, now);
    return e ? e : model_change_quietly(cx, db, u->m, now);
}

/* A company that went into another meanwhile is that other; what is there no more is nothing. */
static enum err settle_ref(struct ctx *cx, struct db *db, struct undoing *u, const struct field *f,
                           void *record)
{
    enum merge_of of;
    void *found = NULL;
    int64_t id = field_int(f, record);
    enum err e = OK;

    if (merge_of_model(f->refers, &of))
        e = merge_survivor(cx, db, of, id, &id);
    if (!e)
        e = model_get(cx, db, f->refers, id, &found);
    if (e && e != ERR_NOTFOUND)
        return e;
    if (e) {
        fault_clear(cx);
        u->done.stayed++;
        id = NIL;
    }
    field_set_int(f, record, id);
    return OK;
}

static enum err settle_unique(struct ctx *cx, struct db *db, struct undoing *u,
                              const struct field *f, void *record)
{
    void *holder = NULL;
    enum err e = model_find(cx, db, u->m, f, field_text(f, record), &holder);

    if (e || !holder)
        return e;
    field_set_text(f, record, NULL);
    u->done.stayed++;
    return OK;
}

static enum err settle(struct ctx *cx, struct db *db, struct undoing *u, void *record)
{
    enum err e = OK;

    for (size_t i = 0; i < u->m->field_count && !e; i++) {
        const struct field *f = &u->m->fields[i];
        if (field_is_nil(f, record))
            continue;
        if (f->kind == FIELD_KIND_REF && f->refers)
            e = settle_ref(cx, db, u, f, record);
        else if (f->flags & UNIQUE)
            e = settle_unique(cx, db, u, f, record);
    }
    return e;
}

static enum err read_stamp(struct ctx *cx, const struct json *record, const char *name,
                           int64_t *ret)
{
    return time_read(cx, json_text(json_get(record, name), ""), NULL, ret);
}

static enum err still_as_imported(struct ctx *cx, struct db *db, const struct undoing *u,
                                  int64_t version)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_merged_imported, &st);

    if (e)
        goto out;
    db_bind_text(st, "kind", u->m->name);
    db_bind_int(st, "gone", u->done.gone);
    db_bind_int(st, "version", version);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err bring_back(struct ctx *cx, struct db *db, struct undoing *u)
{
    void *back = NULL;
    struct record *r;
    int64_t stayed = u->done.stayed;
    enum err e = from_json(cx, u->m, u->record, &back);

    if (e)
        return e;
    r = back;
    r->site = cx->site;
    r->id = u->done.gone;
    r->version = json_int(json_get(u->record, "version"), 1) + 1;
    e = read_stamp(cx, u->record, "created_at", &r->created_at);
    if (!e)
        e = read_stamp(cx, u->record, "changed_at", &r->changed_at);
    if (!e)
        e = settle(cx, db, u, back);
    if (!e)
        e = model_put_back(cx, db, u->m, back);
    if (!e && u->done.stayed == stayed)
        e = still_as_imported(cx, db, u, r->version);
    if (!e)
        u->done.record = back;
    return e;
}

static enum err set_undone(struct ctx *cx, struct db *db, const struct undoing *u)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_merge_set_undone, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", u->id);
    db_bind_int(st, "actor", cx->actor ? cx->actor : NIL);
    e = db_run(cx, st);
    if (!e && db_changes(st) != 1)
        e = fail(cx, ERR_CONFLICT, "merge.undone", NULL);
out:
    db_done(st);
    return e;
}

static enum err answer_again(struct ctx *cx, struct db *db, const struct undoing *u)
{
    const struct db_query *const both[] = {&SQL_merged_id_drop, &SQL_merged_ids_return};
    enum err e = OK;

    for (size_t i = 0; i < COUNT_OF(both) && !e; i++) {
        struct db_stmt *st = NULL;
        e = db_begin(cx, db, both[i], &st);
        if (!e) {
            db_bind_text(st, "kind", u->m->name);
            db_bind_int(st, "gone", u->done.gone);
            e = db_run(cx, st);
        }
        db_done(st);
    }
    return e;
}

static enum err note_both(struct ctx *cx, struct db *db, const struct undoing *u)
{
    enum err e =
        merge_note(cx, db, u->m, u->done.kept, "unmerge", u->id, merge_label(u->m, u->record));

    return e ? e
             : merge_note(cx, db, u->m, u->done.gone, "unmerge", u->id,
                          merge_label(u->m, u->kept_before));
}

static enum err undo_in(struct ctx *cx, struct db *db, struct undoing *u)
{
    struct merge_walk walk = {.db = db};
    enum err e = read_merge(cx, db, u);

    if (!e)
        e = check_last(cx, db, u);
    if (!e)
        e = set_undone(cx, db, u);
    if (!e)
        e = give_back(cx, db, u);
    if (!e)
        e = bring_back(cx, db, u);
    if (!e && u->was_daughter)
        e = merge_parent_put(cx, db, u->done.kept, u->done.gone);
    if (e)
        return e;
    walk.of = u->done.of;
    walk.kept = u->done.kept;
    walk.gone = u->done.gone;
    e = merge_refs_return(cx, &walk, json_get(u->moved, "refs"));
    if (!e)
        e = merge_twins_return(cx, &walk, json_get(u->moved, "twins"));
    u->done.stayed += walk.stayed;
    if (!e)
        e = answer_again(cx, db, u);
    if (!e && u->done.of == MERGE_CONTACTS)
        e = consent_part(cx, db, u->done.kept, u->done.gone, u->merged_at);
    if (!e)
        e = note_both(cx, db, u);
    if (!e)
        e = change_touch(cx, db, merge_change(u->done.of), u->done.kept);
    return e ? e : change_touch(cx, db, merge_change(u->done.of), u->done.gone);
}

enum err merge_undo(struct ctx *cx, struct db *db, int64_t merge, struct merge_undone *ret)
{
    struct undoing u = {.id = merge};
    const char *cause = cx->cause;
    bool mine = !cx->changes, undoing = cx->undoing;
    enum err e = mine ? changes_gather(cx, MERGE_GATHERED) : OK;

    cx->cause = "merge";
    cx->undoing = true;
    if (!e)
        e = undo_in(cx, db, &u);
    if (!e && mine)
        e = changes_flush(cx, db);
    cx->cause = cause;
    cx->undoing = undoing;
    if (mine)
        cx->changes = NULL;
    if (!e)
        *ret = u.done;
    return e;
}
