/* merge_refs.c -- everything that refers to a record, moved to another and back, by the table of refs.h.
 *
 * The statements are made from the names in that table; values are always bound. A row is told by its key columns as text, so that
 * this file need not know what they hold.
 * A row that goes because the other record has such a row already is kept as JSON by the engine itself.
 */
#include "people/merge_priv.h"

#include "base/text.h"
#include "people/change.h"
#include "people/refs.h"
#include "people/row_json.h"

#include "merge_sql.h"

#include <string.h>

enum { KEYS_MAX = MERGE_KEYS_MAX, NAME_MAX_BYTES = 64 };

/* The columns of "list,purpose". */
struct columns {
    char names[KEYS_MAX][NAME_MAX_BYTES];
    size_t n;
};

static void columns_of(const char *text, struct columns *ret)
{
    ret->n = 0;
    while (*text) {
        size_t n = strcspn(text, ",");
        must(n > 0 && n < NAME_MAX_BYTES && ret->n < KEYS_MAX);
        memcpy(ret->names[ret->n], text, n);
        ret->names[ret->n++][n] = 0;
        text += n + (text[n] == ',');
    }
}

/* What tells the rows of one person apart: as the table of refs says, or else the primary key but for the site and the
 * column itself; nothing, where a person has one row at most. Asked once for each row of refs.h. */
static enum err key_columns(struct ctx *cx, struct merge_walk *walk, const struct people_ref *r,
                            struct columns *ret)
{
    struct buf names = buf_in(cx->arena);
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = OK;

    if (walk->key_ref != r && r->key) {
        walk->key = r->key;
    } else if (walk->key_ref != r) {
        e = db_begin(cx, walk->db, &SQL_table_key, &st);
        if (e)
            return e;
        db_bind_text(st, "name", r->table);
        while (!(e = db_step(cx, st, &row)) && row) {
            const char *name = db_text(st, 0);
            if (strcmp(name, "site") != 0 && strcmp(name, r->column) != 0)
                buf_print(&names, "%s%s", names.len ? "," : "", name);
        }
        db_done(st);
        if (e)
            return e;
        walk->key = buf_text(&names);
    }
    if (!walk->key)
        return fail_memory(cx);
    walk->key_ref = r;
    columns_of(walk->key, ret);
    return OK;
}

static enum ref_to to_of(enum merge_of of)
{
    return of == MERGE_CONTACTS ? REF_CONTACT : REF_ACCOUNT;
}

/* --- statements: ?1 is the site, ?2 the record referred to */

struct sql {
    struct buf b;
    enum db_engine engine;
};

static struct sql sql_in(struct ctx *cx, const struct merge_walk *walk)
{
    return (struct sql){.b = buf_in(cx->arena), .engine = db_engine_of(walk->db)};
}

static void param(struct sql *s, int n)
{
    buf_print(&s->b, s->engine == DB_SQLITE ? "?%d" : "$%d", n);
}

static void where_ref(struct sql *s, const struct people_ref *r, const struct merge_walk *walk)
{
    buf_add_text(&s->b, " where t.site = ");
    param(s, 1);
    buf_print(&s->b, " and t.%s = ", r->column);
    param(s, 2);
    if (r->when)
        buf_print(&s->b, " and t.%s = '%s'", r->when, merge_model(walk->of)->name);
    /* The record that stays may itself have referred to the other; what it says is settled elsewhere. */
    if (!strcmp(r->table, merge_model(walk->of)->table))
        buf_print(&s->b, " and t.id <> %lld", (long long)walk->kept);
}

/* An id is a number and has an index; whatever else is compared as text. */
static bool is_id(const char *column)
{
    return !strcmp(column, "id");
}

static void where_key(struct sql *s, const struct columns *key, int first)
{
    for (size_t i = 0; i < key->n; i++) {
        buf_print(&s->b, is_id(key->names[i]) ? " and t.%s = " : " and cast(t.%s as text) = ",
                  key->names[i]);
        param(s, first + (int)i);
    }
}

static void bind_key(struct db_stmt *st, const struct columns *key, int first,
                     const char *const *values)
{
    for (size_t i = 0; i < key->n; i++) {
        int64_t n = NIL;
        if (!is_id(key->names[i]))
            db_bind_text_at(st, first + (int)i, values[i]);
        else if (text_to_int(values[i], &n))
            db_bind_int_at(st, first + (int)i, n);
    }
}

static enum err begin(struct ctx *cx, const struct merge_walk *walk, struct sql *s,
                      int64_t referred, struct db_stmt **ret)
{
    const char *text = buf_text(&s->b);
    enum err e = text ? db_begin_text(cx, walk->db, text, ret) : fail_memory(cx);

    if (e)
        return e;
    db_bind_int_at(*ret, 1, cx->site);
    db_bind_int_at(*ret, 2, referred);
    return OK;
}

/* --- moving */

/* The key columns of each row, and last whether the other record has such a row already. */
static void select_keys(struct sql *s, const struct people_ref *r, const struct merge_walk *walk,
                        const struct columns *key)
{
    struct columns same = *key;

    if (r->same)
        columns_of(r->same, &same);
    buf_add_text(&s->b, "select ");
    for (size_t i = 0; i < key->n; i++)
        buf_print(&s->b, "cast(t.%s as text), ", key->names[i]);
    if (r->merge == REF_JOINS) {
        buf_print(&s->b,
                  "case when exists (select 1 from %s k where k.site = t.site and k.%s = %lld",
                  r->table, r->column, (long long)walk->kept);
        for (size_t i = 0; i < same.n; i++)
            buf_print(&s->b, " and (k.%s = t.%s or (k.%s is null and t.%s is null))", same.names[i],
                      same.names[i], same.names[i], same.names[i]);
        if (r->when)
            buf_print(&s->b, " and k.%s = t.%s", r->when, r->when);
        buf_add_text(&s->b, ") then 1 else 0 end");
    } else {
        buf_add_char(&s->b, '0');
    }
    buf_print(&s->b, " from %s t", r->table);
    where_ref(s, r, walk);
}

struct found_key {
    const char *text[KEYS_MAX];
    bool joins;
};

static enum err read_keys(struct ctx *cx, struct merge_walk *walk, const struct people_ref *r,
                          struct buf *rows, size_t *ret_n)
{
    struct sql s = sql_in(cx, walk);
    struct columns key;
    struct db_stmt *st = NULL;
    bool row = false;
    size_t n = 0;
    enum err e = key_columns(cx, walk, r, &key);

    if (e)
        return e;
    select_keys(&s, r, walk, &key);
    e = begin(cx, walk, &s, walk->gone, &st);
    if (e)
        return e;
    while (!(e = db_step(cx, st, &row)) && row) {
        struct found_key found = {.joins = db_int(st, (int)key.n) != 0};
        for (size_t i = 0; i < key.n; i++)
            found.text[i] = db_text_dup(cx, st, (int)i);
        buf_add(rows, &found, sizeof(found));
        n++;
        if (++walk->rows > MERGE_ROWS_MAX)
            break;
    }
    db_done(st);
    if (!e && walk->rows > MERGE_ROWS_MAX)
        return fail(cx, ERR_LIMIT, "merge.too_large", "max", "20.000", NULL);
    *ret_n = n;
    return !e && (!buf_ok(rows) || arena_full(cx->arena)) ? fail_memory(cx) : e;
}

static void put_key(struct json_writer *w, const struct found_key *k, size_t n)
{
    json_open_list(w);
    for (size_t i = 0; i < n; i++)
        json_put_text(w, k->text[i]);
    json_close_list(w);
}

/* A statement over one row by its key. */
static enum err run_keyed(struct ctx *cx, struct merge_walk *walk, const char *head,
                          const struct people_ref *r, const char *const *key, int64_t referred,
                          int64_t to, int64_t *ret_n)
{
    struct sql s = sql_in(cx, walk);
    struct columns columns;
    struct db_stmt *st = NULL;
    int first = to == NIL ? 3 : 4;
    enum err e = key_columns(cx, walk, r, &columns);

    if (e)
        return e;
    buf_print(&s.b, "%s %s as t", head, r->table);
    if (to != NIL) {
        buf_print(&s.b, " set %s = ", r->column);
        param(&s, 3);
    }
    where_ref(&s, r, walk);
    where_key(&s, &columns, first);
    e = begin(cx, walk, &s, referred, &st);
    if (e)
        return e;
    if (to != NIL)
        db_bind_int_at(st, 3, to);
    bind_key(st, &columns, first, key);
    e = db_run(cx, st);
    if (!e && ret_n)
        *ret_n = db_changes(st);
    db_done(st);
    return e;
}

/* Everything that still refers to the one that goes. */
static enum err move_rest(struct ctx *cx, struct merge_walk *walk, const struct people_ref *r)
{
    struct sql s = sql_in(cx, walk);
    struct db_stmt *st = NULL;
    enum err e;

    buf_print(&s.b, "update %s as t set %s = ", r->table, r->column);
    param(&s, 3);
    where_ref(&s, r, walk);
    e = begin(cx, walk, &s, walk->gone, &st);
    if (e)
        return e;
    db_bind_int_at(st, 3, walk->kept);
    e = db_run(cx, st);
    db_done(st);
    return e;
}

static enum err drop_all(struct ctx *cx, struct merge_walk *walk, const struct people_ref *r)
{
    struct sql s = sql_in(cx, walk);
    struct db_stmt *st = NULL;
    enum err e;

    buf_print(&s.b, "delete from %s as t", r->table);
    where_ref(&s, r, walk);
    e = begin(cx, walk, &s, walk->gone, &st);
    if (e)
        return e;
    e = db_run(cx, st);
    db_done(st);
    return e;
}

/* --- rows that are kept to be put back */

static enum err save_row(struct ctx *cx, struct merge_walk *walk, const struct people_ref *r,
                         const struct found_key *key, const char **ret)
{
    struct sql s = sql_in(cx, walk);
    struct columns columns;
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = key_columns(cx, walk, r, &columns);

    if (e)
        return e;
    buf_add_text(&s.b, "select ");
    e = row_json_column(cx, walk->db, r->table, &s.b);
    if (e)
        return e;
    buf_print(&s.b, " from %s t", r->table);
    where_ref(&s, r, walk);
    where_key(&s, &columns, 3);
    e = begin(cx, walk, &s, walk->gone, &st);
    if (e)
        return e;
    bind_key(st, &columns, 3, key->text);
    e = db_step(cx, st, &row);
    if (!e && row)
        *ret = db_text_dup(cx, st, 0);
    db_done(st);
    return !e && arena_full(cx->arena) ? fail_memory(cx) : e;
}

/* --- twins: rows of the one that stays which the other has too */

/* As the walk seen from the other side: what refers to the one that stays. */
static struct merge_walk other_side(const struct merge_walk *walk)
{
    return (struct merge_walk){
        .db = walk->db, .of = walk->of, .kept = walk->gone, .gone = walk->kept};
}

enum err merge_twins_read(struct ctx *cx, const struct merge_walk *walk, struct buf *ret)
{
    struct merge_walk side = other_side(walk);
    enum err e = OK;

    for (const struct people_ref *r = people_refs; r->table && !e; r++) {
        struct buf rows = buf_in(cx->arena);
        size_t n = 0;
        if (r->to != to_of(walk->of) || r->merge != REF_JOINS)
            continue;
        e = read_keys(cx, &side, r, &rows, &n);
        for (size_t i = 0; i < n && !e; i++) {
            const struct found_key *key = (const struct found_key *)(const void *)rows.bytes + i;
            struct merge_twin twin = {.ref = r};
            if (!key->joins)
                continue;
            memcpy(twin.key, key->text, sizeof(key->text));
            e = save_row(cx, &side, r, key, &twin.before);
            buf_add(ret, &twin, sizeof(twin));
        }
    }
    return !e && !buf_ok(ret) ? fail_memory(cx) : e;
}

static enum err row_now(struct ctx *cx, const struct merge_walk *walk, const struct people_ref *r,
                        const char *const *key, const char **ret)
{
    struct merge_walk side = other_side(walk);
    struct found_key found = {.joins = true};

    memcpy(found.text, key, sizeof(found.text));
    *ret = NULL;
    return save_row(cx, &side, r, &found, ret);
}

enum err merge_twins_write(struct ctx *cx, struct merge_walk *walk, const struct buf *twins,
                           struct json_writer *w)
{
    const struct merge_twin *all = (const struct merge_twin *)(const void *)twins->bytes;
    size_t n = twins->len / sizeof(*all);
    enum err e = OK;

    json_open_list(w);
    for (size_t i = 0; i < n && !e; i++) {
        const struct merge_twin *t = &all[i];
        const char *after = NULL;
        struct found_key key = {.joins = true};
        struct columns columns;
        e = row_now(cx, walk, t->ref, t->key, &after);
        if (e || text_equal(after, t->before))
            continue;
        e = key_columns(cx, walk, t->ref, &columns);
        if (e)
            continue;
        memcpy(key.text, t->key, sizeof(key.text));
        json_open_object(w);
        json_text_member(w, "table", t->ref->table);
        json_text_member(w, "column", t->ref->column);
        json_name(w, "key");
        put_key(w, &key, columns.n);
        json_text_member(w, "before", t->before);
        json_text_member(w, "after", after);
        json_close_object(w);
    }
    json_close_list(w);
    return e;
}

/* --- the walk */

static bool kind_of_table(const char *table, enum change_kind *ret)
{
    static const char *const tables[] = {
        [CHANGE_CONTACT] = "contacts", [CHANGE_ACCOUNT] = "accounts", [CHANGE_DEAL] = "deals"};

    for (size_t i = 0; i < COUNT_OF(tables); i++)
        if (!strcmp(table, tables[i])) {
            *ret = (enum change_kind)i;
            return true;
        }
    return false;
}

static enum err follow(struct ctx *cx, struct merge_walk *walk, const struct people_ref *r,
                       const char *id)
{
    enum change_kind kind = CHANGE_CONTACT;
    int64_t n = 0;

    if (!kind_of_table(r->table, &kind) || !text_to_int(id, &n))
        return OK;
    return change_touch(cx, walk->db, kind, n);
}

static enum err join_rows(struct ctx *cx, struct merge_walk *walk, const struct people_ref *r,
                          const struct found_key *keys, size_t n, struct json_writer *w)
{
    enum err e = OK;

    json_name(w, "rows");
    json_open_list(w);
    for (size_t i = 0; i < n && !e; i++) {
        const char *json = NULL;
        if (!keys[i].joins)
            continue;
        e = save_row(cx, walk, r, &keys[i], &json);
        if (!e)
            e = run_keyed(cx, walk, "delete from", r, keys[i].text, walk->gone, NIL, NULL);
        if (!e && json)
            json_put_text(w, json);
    }
    json_close_list(w);
    return e;
}

static enum err move_ref(struct ctx *cx, struct merge_walk *walk, const struct people_ref *r,
                         struct json_writer *w)
{
    struct buf rows = buf_in(cx->arena);
    const struct found_key *keys;
    struct columns columns;
    size_t n = 0;
    enum err e = read_keys(cx, walk, r, &rows, &n);

    if (e || !n)
        return e;
    keys = (const struct found_key *)(const void *)rows.bytes;
    e = key_columns(cx, walk, r, &columns);
    if (e)
        return e;
    json_open_object(w);
    json_text_member(w, "table", r->table);
    json_text_member(w, "column", r->column);
    json_name(w, "keys");
    json_open_list(w);
    for (size_t i = 0; i < n; i++)
        if (!keys[i].joins)
            put_key(w, &keys[i], columns.n);
    json_close_list(w);
    e = join_rows(cx, walk, r, keys, n, w);
    json_close_object(w);
    if (!e)
        e = move_rest(cx, walk, r);
    for (size_t i = 0; i < n && !e; i++)
        e = keys[i].joins ? OK : follow(cx, walk, r, keys[i].text[0]);
    return e;
}

enum err merge_refs_move(struct ctx *cx, struct merge_walk *walk, struct json_writer *w)
{
    enum err e = OK;

    json_open_list(w);
    for (const struct people_ref *r = people_refs; r->table && !e; r++) {
        if (r->to != to_of(walk->of))
            continue;
        if (r->merge == REF_COMPUTED)
            e = drop_all(cx, walk, r);
        else if (r->merge != REF_STAYS)
            e = move_ref(cx, walk, r, w);
    }
    json_close_list(w);
    return e;
}

static const struct people_ref *ref_named(const struct merge_walk *walk, const char *table,
                                          const char *column)
{
    for (const struct people_ref *r = people_refs; r->table; r++)
        if (r->to == to_of(walk->of) && text_equal(r->table, table) &&
            text_equal(r->column, column))
            return r;
    return NULL;
}

static enum err return_key(struct ctx *cx, struct merge_walk *walk, const struct people_ref *r,
                           const struct json *key)
{
    const char *text[KEYS_MAX] = {NULL};
    int64_t n = 0;
    size_t i = 0;
    enum err e;

    for (const struct json *k = key->first; k && i < KEYS_MAX; k = k->next)
        text[i++] = json_text(k, "");
    e = run_keyed(cx, walk, "update", r, text, walk->kept, walk->gone, &n);
    if (!e && !n)
        walk->stayed++;
    return e ? e : follow(cx, walk, r, text[0]);
}

static enum err return_row(struct ctx *cx, struct merge_walk *walk, const struct people_ref *r,
                           const char *json)
{
    bool put = false;
    enum err e = row_json_return(cx, walk->db, r->table, json, &put);

    if (!e && !put)
        walk->stayed++;
    return e;
}

enum err merge_refs_return(struct ctx *cx, struct merge_walk *walk, const struct json *moved)
{
    enum err e = OK;

    for (const struct json *m = moved ? moved->first : NULL; m && !e; m = m->next) {
        const struct people_ref *r = ref_named(walk, json_text(json_get(m, "table"), ""),
                                               json_text(json_get(m, "column"), ""));
        const struct json *keys = json_get(m, "keys"), *rows = json_get(m, "rows");
        if (!r)
            continue;
        for (const struct json *k = keys ? keys->first : NULL; k && !e; k = k->next)
            e = return_key(cx, walk, r, k);
        for (const struct json *j = rows ? rows->first : NULL; j && !e; j = j->next)
            e = return_row(cx, walk, r, json_text(j, ""));
    }
    return e;
}

enum err merge_twins_return(struct ctx *cx, struct merge_walk *walk, const struct json *list)
{
    struct merge_walk side = other_side(walk);
    enum err e = OK;

    for (const struct json *j = list ? list->first : NULL; j && !e; j = j->next) {
        const struct people_ref *r = ref_named(walk, json_text(json_get(j, "table"), ""),
                                               json_text(json_get(j, "column"), ""));
        const struct json *k = json_get(j, "key");
        const char *key[KEYS_MAX] = {NULL}, *now = NULL;
        size_t n = 0;
        if (!r || !k)
            continue;
        for (k = k->first; k && n < KEYS_MAX; k = k->next)
            key[n++] = json_text(k, "");
        e = row_now(cx, walk, r, key, &now);
        if (!e && !text_equal(now, json_text(json_get(j, "after"), ""))) {
            walk->stayed++;
            continue;
        }
        if (!e)
            e = run_keyed(cx, &side, "delete from", r, key, walk->kept, NIL, NULL);
        if (!e)
            e = return_row(cx, walk, r, json_text(json_get(j, "before"), ""));
    }
    return e;
}
