/* erasure_rows.c -- the statements of an erasure, made from the tables that say what is whose.
 *
 * Names come from refs.h, from person_texts below and from the contact's field table; every value is bound. Rows are looked for outside of
 * writing transactions, since some tables have no index for it, and taken away by their place, a bounded number at a
 * time; each engine has its own word for the place of a row.
 */
#include "people/erasure_priv.h"

#include "base/text.h"
#include "people/contact.h"

#include "erasure_sql.h"

#include <string.h>

/* What a row leaves out is false, as erasure_priv.h says. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

/* Where rows of other things may hold a person's address, number or full name. */
const struct person_text person_texts[] = {
    {"audit", "diff", TEXT_BLANK},
    {"import_errors", "params", TEXT_BLANK},
    {"import_changes", "before", TEXT_ROW},
    {"imports", "shape", TEXT_BLANK},
    {"import_deliveries", "body", TEXT_BLANK},
    {"import_deliveries", "params", TEXT_BLANK},
    {"merges", "moved", TEXT_ROW},
    {"idempotency", "answer", TEXT_ROW},
    {"webhook_deliveries", "body", TEXT_ROW},
    {"webhook_deliveries", "answer", TEXT_BLANK},
    {"mails", "address", TEXT_ROW},
    {"mails", "body_text", TEXT_BLANK},
    {"mails", "body_html", TEXT_BLANK},
    {"mails", "file", TEXT_BLANK},
    {"report_recipients", "address", TEXT_ROW},
    {"share_links", "note", TEXT_BLANK},
    {"share_links", "confirmed_by", TEXT_BLANK},
    {"jobs", "result", TEXT_BLANK},
    {"jobs", "progress", TEXT_BLANK},
    {"suppressions", "source", TEXT_BLANK},
    {"list_members", "source", TEXT_BLANK},
    {"rights_requests", "note", TEXT_BLANK},
    {"referrals", "email", TEXT_ROW},                   /* named by somebody, and no contact yet */
    {"deal_registrations", "contact_name", TEXT_BLANK}, /* not accepted yet, so no contact's */
    {"deal_registrations", "email", TEXT_BLANK},
    {"deal_registrations", "phone", TEXT_BLANK},
    {"deal_registrations", "notes", TEXT_MENTION},
    {"imports", "name", TEXT_REWRITE},
    {"bulk_actions", "action", TEXT_REWRITE, .json = true},
    {"lists", "name", TEXT_REWRITE, .keyed = true, .versioned = true},
    {"lists", "description", TEXT_REWRITE, .versioned = true},
    {"deals", "name", TEXT_REWRITE, .keyed = true, .versioned = true},
    {"lifecycle_stamps", "cause_name", TEXT_REWRITE}, /* the deal's name as it was then */
    {"segments", "name", TEXT_REWRITE, .keyed = true, .versioned = true},
    {"segments", "description", TEXT_REWRITE, .versioned = true},
    {"segments", "rule", TEXT_REWRITE, .json = true, .versioned = true},
    {"lifecycle_rules", "rule", TEXT_REWRITE, .json = true, .versioned = true},
    {"saved_views", "name", TEXT_REWRITE, .versioned = true},
    {"saved_views", "view", TEXT_REWRITE, .json = true, .versioned = true},
    {"score_models", "definition", TEXT_MENTION}, /* one that counted once is never changed */
    {"contacts", "notes", TEXT_MENTION},          /* of others: theirs is empty by then */
    {"handoffs", "message", TEXT_MENTION},
    {"churns", "notes", TEXT_MENTION},
    {"accounts", "name", TEXT_MENTION},
    {"accounts", "notes", TEXT_MENTION},
    {"accounts", "custom", TEXT_MENTION},
    {"deals", "custom", TEXT_MENTION},
    {"deals", "notes", TEXT_MENTION},
    {"deals", "next_step", TEXT_MENTION},
    {"deals", "reason", TEXT_MENTION},
    {"deals", "requirements", TEXT_MENTION},
    {"activities", "subject", TEXT_MENTION},
    {"activities", "body", TEXT_MENTION},
    {"nps_answers", "comment", TEXT_MENTION},
    {"referrals", "note", TEXT_MENTION},
    {"consents", "source", TEXT_MENTION}, /* of others: the ledger is only added to */
    {"consents", "proof", TEXT_MENTION},
    {NULL, NULL, TEXT_BLANK},
};

/* What of a contact's row stays, because sums are made of it. */
static const char *const kept_fields[] = {"account",  "lifecycle",    "lead_status",      "channel",
                                          "campaign", "landing_page", "first_contact_at", NULL};

/* --- putting a statement together */

static void param(struct buf *sql, const struct db *db, int n)
{
    buf_print(sql, db_engine_of(db) == DB_SQLITE ? "?%d" : "$%d", n);
}

/* Which rows a target means: those of a person's number, or those that say one of the needles. */
static bool is_ref(const struct erase_target *t)
{
    return t->ref != NULL;
}

static const char *table_of(const struct erase_target *t)
{
    return is_ref(t) ? t->ref->table : t->text->table;
}

static bool row_goes(const struct erase_target *t)
{
    return is_ref(t) ? t->ref->erase == REF_ROW_GOES : t->text->erase == TEXT_ROW;
}

/* What becomes NULL; NULL for nothing. */
static const char *columns_of(const struct erase_target *t)
{
    if (!is_ref(t))
        return t->text->column;
    return t->ref->erase == REF_CUT ? t->ref->column : t->ref->blank;
}

/* " and (note is not null or answer is not null)", so that the same rows do not come again. */
static void where_full(struct buf *sql, const char *columns)
{
    const char *before = " and (";

    for (const char *p = columns; *p;) {
        size_t n = strcspn(p, ",");
        buf_print(sql, "%s%.*s is not null", before, (int)n, p);
        before = " or ";
        p += n + (p[n] == ',');
    }
    buf_add_char(sql, ')');
}

static void set_null(struct buf *sql, const char *columns)
{
    const char *before = " set ";

    for (const char *p = columns; *p;) {
        size_t n = strcspn(p, ",");
        buf_print(sql, "%s%.*s = null", before, (int)n, p);
        before = ", ";
        p += n + (p[n] == ',');
    }
}

static void where_needles(struct buf *sql, const struct db *db, const struct erase_target *t)
{
    bool lite = db_engine_of(db) == DB_SQLITE;

    buf_add_text(sql, " and (");
    for (size_t i = 0; i < t->who->needle_count; i++) {
        if (i)
            buf_add_text(sql, " or ");
        if (lite)
            buf_print(sql, "instr(text_plain(%s), ", t->text->column);
        else
            buf_print(sql, "strpos(translate(lower((%s) collate \"C\"), '%s', '%s'), ",
                      t->text->column, text_plain_from, text_plain_to);
        param(sql, db, 2 + (int)i);
        buf_add_text(sql, ") > 0");
    }
    buf_add_char(sql, ')');
}

/* Somebody's notes about themselves are no mention by others. */
static bool is_theirs_too(const struct erase_target *t)
{
    return !is_ref(t) && !strcmp(t->text->table, contact_model.table);
}

/* The number of the parameter behind those of where(). */
static int next_param(const struct erase_target *t)
{
    return is_ref(t) ? 3 : 2 + (int)t->who->needle_count + (is_theirs_too(t) ? 1 : 0);
}

static void where(struct buf *sql, const struct db *db, const struct erase_target *t)
{
    buf_add_text(sql, " where site = ");
    param(sql, db, 1);
    if (!is_ref(t)) {
        where_needles(sql, db, t);
        if (is_theirs_too(t)) {
            buf_add_text(sql, " and id <> ");
            param(sql, db, next_param(t) - 1);
        }
        return;
    }
    buf_print(sql, " and %s = ", t->ref->column);
    param(sql, db, 2);
    if (t->ref->when)
        buf_print(sql, " and %s = 'contact'", t->ref->when);
}

/* Returns next_param(). */
static int bind(struct db_stmt *st, struct ctx *cx, const struct erase_target *t)
{
    db_bind_int_at(st, 1, cx->site);
    if (is_ref(t)) {
        db_bind_int_at(st, 2, t->id);
        return next_param(t);
    }
    for (size_t i = 0; i < t->who->needle_count; i++)
        db_bind_text_at(st, 2 + (int)i, text_plain(cx->arena, t->who->needles[i]));
    if (is_theirs_too(t))
        db_bind_int_at(st, next_param(t) - 1, t->who->contact);
    return next_param(t);
}

static bool is_idle(const struct erase_target *t)
{
    if (!is_ref(t))
        return t->who->needle_count == 0;
    return t->ref->erase == REF_STAYS_BLIND && !t->ref->blank;
}

/* --- looking, and then taking away */

enum err erase_count(struct ctx *cx, struct db *db, const struct erase_target *t, int64_t *ret)
{
    struct buf sql = buf_in(cx->arena);
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e;

    *ret = 0;
    if (!is_ref(t) && !t->who->needle_count)
        return OK;
    buf_print(&sql, "select count(*) from %s", table_of(t));
    where(&sql, db, t);
    e = buf_ok(&sql) ? db_begin_text(cx, db, buf_text(&sql), &st) : fail_memory(cx);
    if (e)
        goto out;
    (void)bind(st, cx, t);
    e = db_step(cx, st, &row);
    if (!e && row)
        *ret = db_int(st, 0);
out:
    db_done(st);
    return e;
}

/* SQLite keeps some tables by their key alone: their rows have no place, and go together. One person has few of each. */
static enum err has_places(struct ctx *cx, struct db *db, const char *table, bool *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_erasure_table_kind, &st);

    if (e)
        goto out;
    db_bind_text(st, "name", table);
    e = db_step(cx, st, &row);
    *ret = !row || db_int(st, 0) == 0;
out:
    db_done(st);
    return e;
}

enum err erase_find(struct ctx *cx, struct db *db, const struct erase_target *t,
                    const char **ret_places, int64_t *ret_n)
{
    struct buf sql = buf_in(cx->arena), out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    struct db_stmt *st = NULL;
    bool row = false, places = true;
    enum err e;

    *ret_n = 0;
    *ret_places = NULL;
    if (is_idle(t))
        return OK;
    e = has_places(cx, db, table_of(t), &places);
    if (e)
        return e;
    if (!places)
        return erase_count(cx, db, t, ret_n);
    buf_print(&sql, "select cast(%s as text) from %s",
              db_engine_of(db) == DB_SQLITE ? "rowid" : "ctid", table_of(t));
    where(&sql, db, t);
    if (!row_goes(t))
        where_full(&sql, columns_of(t));
    buf_print(&sql, " limit %d", ERASURE_BATCH);
    e = buf_ok(&sql) ? db_begin_text(cx, db, buf_text(&sql), &st) : fail_memory(cx);
    if (e)
        goto out;
    (void)bind(st, cx, t);
    json_open_list(&w);
    while (!(e = db_step(cx, st, &row)) && row) {
        json_put_text(&w, db_text(st, 0));
        ++*ret_n;
    }
    json_close_list(&w);
    if (!e && !buf_ok(&out))
        e = fail_memory(cx);
    if (!e)
        *ret_places = buf_text(&out);
out:
    db_done(st);
    return e;
}

/* The condition is asked once more: a row may have changed its place meanwhile. */
enum err erase_take(struct ctx *cx, struct db *db, const struct erase_target *t, const char *places,
                    int64_t *ret_n)
{
    struct buf sql = buf_in(cx->arena);
    struct db_stmt *st = NULL;
    int next = next_param(t);
    bool lite = db_engine_of(db) == DB_SQLITE;
    enum err e;

    *ret_n = 0;
    buf_print(&sql, row_goes(t) ? "delete from %s" : "update %s", table_of(t));
    if (!row_goes(t))
        set_null(&sql, columns_of(t));
    where(&sql, db, t);
    if (places) {
        buf_add_text(&sql,
                     lite ? " and rowid in (select cast(value as integer) from json_each("
                          : " and ctid = any(cast(array(select jsonb_array_elements_text(cast(");
        param(&sql, db, next);
        buf_add_text(&sql, lite ? "))" : " as jsonb))) as tid[]))");
    }
    e = buf_ok(&sql) ? db_begin_text(cx, db, buf_text(&sql), &st) : fail_memory(cx);
    if (e)
        goto out;
    next = bind(st, cx, t);
    if (places)
        db_bind_text_at(st, next, places);
    e = db_run(cx, st);
    *ret_n = e ? 0 : db_changes(st);
out:
    db_done(st);
    return e;
}

/* --- rewriting */

static void read_said(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct said_row *)row =
        (struct said_row){.id = db_int(st, 0), .text = db_text_dup(cx, st, 1)};
}

enum err erase_said(struct ctx *cx, struct db *db, const struct erase_target *t, int64_t after,
                    struct said_row **ret, size_t *ret_n)
{
    struct buf sql = buf_in(cx->arena);
    struct db_stmt *st = NULL;
    int next = next_param(t);
    enum err e;

    *ret_n = 0;
    if (is_idle(t))
        return OK;
    buf_print(&sql, "select id, %s from %s", t->text->column, t->text->table);
    where(&sql, db, t);
    buf_add_text(&sql, " and id > ");
    param(&sql, db, next);
    buf_print(&sql, " order by id limit %d", ERASURE_BATCH);
    e = buf_ok(&sql) ? db_begin_text(cx, db, buf_text(&sql), &st) : fail_memory(cx);
    if (e)
        goto out;
    (void)bind(st, cx, t);
    db_bind_int_at(st, next, after);
    e = db_collect(cx, st, sizeof(**ret), read_said, ret, ret_n);
out:
    db_done(st);
    return e;
}

static void set_said(struct buf *sql, const struct db *db, const struct person_text *t)
{
    buf_print(sql, "update %s set %s = ", t->table, t->column);
    param(sql, db, 4);
    if (t->keyed) {
        buf_print(sql, ", %s_key = ", t->column);
        param(sql, db, 5);
    }
    if (t->versioned) {
        buf_add_text(sql, ", version = version + 1, changed_at = ");
        param(sql, db, t->keyed ? 6 : 5);
    }
}

enum err erase_say(struct ctx *cx, struct db *db, const struct erase_target *t,
                   const struct said_row *row, const char *text, int64_t *ret_n)
{
    struct buf sql = buf_in(cx->arena);
    struct db_stmt *st = NULL;
    int next = 5;
    enum err e;

    *ret_n = 0;
    set_said(&sql, db, t->text);
    buf_add_text(&sql, " where site = ");
    param(&sql, db, 1);
    buf_add_text(&sql, " and id = ");
    param(&sql, db, 2);
    buf_print(&sql, " and %s = ", t->text->column);
    param(&sql, db, 3);
    e = buf_ok(&sql) ? db_begin_text(cx, db, buf_text(&sql), &st) : fail_memory(cx);
    if (e)
        goto out;
    db_bind_int_at(st, 1, cx->site);
    db_bind_int_at(st, 2, row->id);
    db_bind_text_at(st, 3, row->text);
    db_bind_text_at(st, 4, text);
    if (t->text->keyed)
        db_bind_text_at(st, next++, text_fold(cx->arena, text));
    if (t->text->versioned)
        db_bind_int_at(st, next, ctx_now(cx));
    e = db_run(cx, st);
    *ret_n = e ? 0 : db_changes(st);
out:
    db_done(st);
    return e;
}

/* --- the contact */

static bool is_kept(const char *name)
{
    for (size_t i = 0; kept_fields[i]; i++)
        if (!strcmp(kept_fields[i], name))
            return true;
    return !strcmp(name, "erased_at");
}

enum err erase_contact(struct ctx *cx, struct db *db, int64_t id)
{
    struct buf sql = buf_in(cx->arena);
    struct db_stmt *st = NULL;
    enum err e;

    buf_add_text(&sql, "update contacts set custom = null");
    for (size_t i = 0; i < contact_model.field_count; i++) {
        const struct field *f = &contact_model.fields[i];
        if (is_kept(f->name))
            continue;
        buf_print(&sql, ", %s = null", f->name);
        if (model_field_has_fold(f))
            buf_print(&sql, ", %s_key = null", f->name);
    }
    buf_add_text(&sql, ", version = version + 1, erased_at = ");
    param(&sql, db, 3);
    buf_add_text(&sql, ", changed_at = ");
    param(&sql, db, 3);
    buf_add_text(&sql, " where site = ");
    param(&sql, db, 1);
    buf_add_text(&sql, " and id = ");
    param(&sql, db, 2);
    e = buf_ok(&sql) ? db_begin_text(cx, db, buf_text(&sql), &st) : fail_memory(cx);
    if (e)
        goto out;
    db_bind_int_at(st, 1, cx->site);
    db_bind_int_at(st, 2, id);
    db_bind_int_at(st, 3, ctx_now(cx));
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* --- all of them */

static void add_name(const char **list, size_t *n, const char *name)
{
    for (size_t i = 0; i < *n; i++)
        if (!strcmp(list[i], name))
            return;
    list[(*n)++] = name;
}

enum err erased_tables(struct ctx *cx, const char *const **ret)
{
    size_t n = 0, most = 4;
    const char **list;

    for (const struct people_ref *r = people_refs; r->table; r++)
        most++;
    for (const struct person_text *t = person_texts; t->table; t++)
        most++;
    list = arena_array(cx->arena, most, sizeof(*list));
    if (!list)
        return fail_memory(cx);
    add_name(list, &n, "contacts");
    add_name(list, &n, "erasures");
    for (const struct people_ref *r = people_refs; r->table; r++)
        if (r->to == REF_CONTACT)
            add_name(list, &n, r->table);
    for (const struct person_text *t = person_texts; t->table; t++)
        if (t->erase != TEXT_MENTION)
            add_name(list, &n, t->table);
    list[n] = NULL;
    *ret = list;
    return OK;
}
