/* person_export.c -- see person_export.h.
 *
 * Rows are made into JSON by the engine and then told again with what a reader needs: moments as RFC 3339, long numbers as
 * text. What is only ours (the site's number, folds for searching, salts) is left out.
 */
#include "people/person_export.h"

#include "base/text.h"
#include "base/time.h"
#include "model/audit.h"
#include "people/contact.h"
#include "people/merge.h"
#include "people/refs.h"

#include "merge_sql.h"
#include "person_export_sql.h"

#include <inttypes.h>
#include <string.h>

enum { PAGE = 500 };

static const int64_t exact_max = INT64_C(9007199254740991); /* 2^53 - 1 */

struct exporting {
    struct ctx *cx;
    struct db *db;
    struct json_writer *w;
    int64_t contact;
    const int64_t *ids;
    size_t id_count;
};

/* --- rows by refs.h */

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), k = strlen(end);

    return n >= k && !strcmp(text + n - k, end);
}

static bool is_ours(const char *column)
{
    return !strcmp(column, "site") || !strcmp(column, "vector") || !strcmp(column, "salt") ||
           !strcmp(column, "needles") || !strcmp(column, "words") || ends_with(column, "_key");
}

static void put_member(struct json_writer *w, const struct json *v)
{
    char at[TIME_TEXT_MAX];

    if (v->kind == JSON_INT && ends_with(v->name, "_at")) {
        time_text(v->integer, at);
        json_text_member(w, v->name, at);
    } else if (v->kind == JSON_INT && (v->integer > exact_max || v->integer < -exact_max)) {
        json_id_member(w, v->name, v->integer);
    } else {
        json_name(w, v->name);
        json_put(w, v);
    }
}

static enum err put_row(struct ctx *cx, struct json_writer *w, const char *text)
{
    const struct json *row = NULL;
    enum err e = json_parse(cx, text, strlen(text), &row);

    if (e)
        return e;
    json_open_object(w);
    for (const struct json *v = row->first; v; v = v->next)
        if (v->kind != JSON_NULL && !is_ours(v->name))
            put_member(w, v);
    json_close_object(w);
    return OK;
}

/* SQLite has no word for "this row as JSON". */
static enum err add_columns(const struct exporting *x, const char *table, struct buf *sql)
{
    struct db_stmt *st = NULL;
    bool row = false;
    const char *before = "json_object(";
    enum err e = db_begin(x->cx, x->db, &SQL_table_columns, &st);

    if (e)
        goto out;
    db_bind_text(st, "name", table);
    while (!(e = db_step(x->cx, st, &row)) && row) {
        const char *name = db_text(st, 0);
        if (is_ours(name))
            continue;
        buf_print(sql, "%s'%s', t.%s", before, name, name);
        before = ", ";
    }
    buf_add_char(sql, ')');
out:
    db_done(st);
    return e;
}

/* A row that names the person in two columns (a merge of two of their records) was told by the first of them. */
static void not_told_before(const struct exporting *x, const struct people_ref *r, struct buf *sql)
{
    for (const struct people_ref *p = people_refs; p < r; p++) {
        if (p->to != REF_CONTACT || strcmp(p->table, r->table) != 0)
            continue;
        buf_print(sql, " and (t.%s is null or t.%s not in (", p->column, p->column);
        for (size_t i = 0; i < x->id_count; i++)
            buf_print(sql, "%s%" PRId64, i ? ", " : "", x->ids[i]);
        buf_add_text(sql, "))");
    }
}

static enum err select_rows(const struct exporting *x, const struct people_ref *r, struct buf *sql)
{
    bool lite = db_engine_of(x->db) == DB_SQLITE;
    enum err e = OK;

    buf_add_text(sql, "select ");
    if (lite)
        e = add_columns(x, r->table, sql);
    else
        buf_add_text(sql, "cast(to_jsonb(t) as text)");
    buf_print(sql,
              lite ? " from %s t where t.site = ?1 and t.%s = ?2"
                   : " from %s t where t.site = $1 and t.%s = $2",
              r->table, r->column);
    if (r->when)
        buf_print(sql, " and t.%s = 'contact'", r->when);
    not_told_before(x, r, sql);
    buf_print(sql, " limit %d", EXPORT_ROWS_MAX);
    if (!e && !buf_ok(sql))
        e = fail_memory(x->cx);
    return e;
}

static enum err put_rows(const struct exporting *x, const struct people_ref *r, int64_t id)
{
    struct buf sql = buf_in(x->cx->arena);
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = select_rows(x, r, &sql);

    if (!e)
        e = db_begin_text(x->cx, x->db, buf_text(&sql), &st);
    if (e)
        goto out;
    db_bind_int_at(st, 1, x->cx->site);
    db_bind_int_at(st, 2, id);
    while (!(e = db_step(x->cx, st, &row)) && row) {
        e = put_row(x->cx, x->w, db_text(st, 0));
        if (e)
            break;
    }
out:
    db_done(st);
    return e;
}

/* Pairs that may be one are about somebody else too, and an erasure is none of the person's data. */
static bool is_told(const struct people_ref *r)
{
    return r->to == REF_CONTACT && strcmp(r->table, "duplicates") != 0 &&
           strcmp(r->table, "erasures") != 0 && strcmp(r->table, "search_entries") != 0 &&
           strcmp(r->table, "deals") != 0;
}

static bool is_first_of_table(const struct people_ref *r)
{
    for (const struct people_ref *p = people_refs; p < r; p++)
        if (is_told(p) && !strcmp(p->table, r->table))
            return false;
    return true;
}

static enum err put_tables(const struct exporting *x)
{
    enum err e = OK;

    json_name(x->w, "tables");
    json_open_object(x->w);
    for (const struct people_ref *r = people_refs; r->table && !e; r++) {
        if (!is_told(r) || !is_first_of_table(r))
            continue;
        json_name(x->w, r->table);
        json_open_list(x->w);
        for (const struct people_ref *p = r; p->table && !e; p++)
            for (size_t i = 0; i < x->id_count && !e; i++)
                if (is_told(p) && !strcmp(p->table, r->table))
                    e = put_rows(x, p, x->ids[i]);
        json_close_list(x->w);
    }
    json_close_object(x->w);
    return e;
}

/* --- what it takes to read them */

static const struct {
    const char *name;
    const struct db_query *q;
} more[] = {
    {"account", &SQL_export_account},   {"deals", &SQL_export_deals}, {"lists", &SQL_export_lists},
    {"segments", &SQL_export_segments}, {"texts", &SQL_export_texts},
};

static enum err put_more(const struct exporting *x, size_t i)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(x->cx, x->db, more[i].q, &st);

    json_name(x->w, more[i].name);
    json_open_list(x->w);
    if (!e)
        db_bind_int(st, "contact", x->contact);
    while (!e && !(e = db_step(x->cx, st, &row)) && row) {
        json_open_object(x->w);
        for (int c = 0; c < db_columns(st); c++)
            json_text_member(x->w, db_column_name(st, c), db_text(st, c));
        json_close_object(x->w);
    }
    json_close_list(x->w);
    db_done(st);
    return e;
}

/* --- facts */

static void put_fact(struct json_writer *w, const struct fact *f)
{
    char at[TIME_TEXT_MAX];

    json_open_object(w);
    time_text(f->at_ms, at);
    json_text_member(w, "at", at);
    for (size_t i = 0; i < FACT_FIELDS; i++) {
        const struct fact_part *k = &fact_fields[i];
        if (k->kind == PART_TEXT && part_has(f, k) && k->stored)
            json_text_member(w, k->name, part_text(f, k));
    }
    if (f->value_minor != NIL)
        json_int_member(w, "value_minor", f->value_minor);
    json_close_object(w);
}

static enum err put_facts(const struct exporting *x, struct fact_store *facts)
{
    struct store_filter q = {.site = x->cx->site,
                             .subjects = x->ids,
                             .subject_count = x->id_count,
                             .robots = STORE_EVERYONE};
    struct store_page page = {.limit = PAGE};
    struct fact *rows = NULL;
    size_t n = PAGE, told = 0;
    enum err e = OK;

    json_name(x->w, "facts");
    json_open_list(x->w);
    while (facts && !e && n == PAGE && told < EXPORT_FACTS_MAX) {
        e = store_timeline(x->cx, facts, &q, &page, &rows, &n);
        for (size_t i = 0; i < n && !e; i++)
            put_fact(x->w, &rows[i]);
        told += n;
        if (!e && n) {
            page.before_ms = rows[n - 1].at_ms;
            page.before_id = rows[n - 1].id;
        }
    }
    json_close_list(x->w);
    return e;
}

enum err person_export(struct ctx *cx, struct db *db, struct fact_store *facts, int64_t contact,
                       struct buf *out)
{
    struct json_writer w = json_to(out);
    struct exporting x = {.cx = cx, .db = db, .w = &w, .contact = contact};
    char at[TIME_TEXT_MAX];
    int64_t *ids = NULL;
    void *record = NULL;
    enum err e = model_get(cx, db, &contact_model, contact, &record);

    if (!e)
        e = merge_ids_of(cx, db, MERGE_CONTACTS, contact, &ids, &x.id_count);
    if (e)
        return e;
    x.ids = ids;
    json_open_object(&w);
    json_text_member(&w, "document", "person");
    time_text(ctx_now(cx), at);
    json_text_member(&w, "made_at", at);
    json_name(&w, "contact");
    model_to_json(&w, &contact_model, record);
    for (size_t i = 0; i < COUNT_OF(more) && !e; i++)
        e = put_more(&x, i);
    if (!e)
        e = put_tables(&x);
    if (!e)
        e = put_facts(&x, facts);
    json_close_object(&w);
    return e || buf_ok(out) ? e : fail_memory(cx);
}

/* --- told */

enum { LOOK_BACK = 100 };

static enum err noted_today(struct ctx *cx, struct db *db, int64_t contact, bool *ret)
{
    struct audit_page page = {0};
    enum err e = audit_list(cx, db,
                            &(struct audit_query){.model = contact_model.name,
                                                  .record = contact,
                                                  .from = ctx_now(cx) - DAYS_MS(1),
                                                  .limit = LOOK_BACK},
                            &page);

    for (size_t i = 0; i < page.n && !e && !*ret; i++)
        *ret = text_equal(page.entries[i].action, "copy") &&
               text_equal(page.entries[i].origin, cx->origin);
    return e;
}

enum err person_export_note(struct ctx *cx, struct db *db, int64_t contact)
{
    bool noted = false;
    enum err e = text_equal(cx->origin, "web") ? noted_today(cx, db, contact, &noted) : OK;

    return e || noted ? e : audit_add(cx, db, contact_model.name, contact, "copy", NULL);
}
