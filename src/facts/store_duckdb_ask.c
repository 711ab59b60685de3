/* store_duckdb_ask.c -- a statement from its text and values to its rows.
 *
 * Surprising: DuckDB's own prefix is duckdb_, and so is that of this engine's internal functions; what is DuckDB's is declared
 * in duckdb.h. A list is bound as one value, so a segment of a hundred thousand people is one parameter.
 */
#include "facts/store_duckdb_priv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int64_t duckdb_store_clock_ms(void)
{
    struct timespec t;

    must(clock_gettime(CLOCK_MONOTONIC, &t) == 0);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void duckdb_store_used(struct duckdb_store *d)
{
    (void)pthread_mutex_lock(&d->lock);
    d->used = true;
    (void)pthread_mutex_unlock(&d->lock);
}

/* Counted before it is made: from here on the memory of work may be used. */
void duckdb_store_raise(struct duckdb_store *d, duckdb_connection con)
{
    bool raise;

    (void)pthread_mutex_lock(&d->lock);
    raise = !d->raised;
    d->raised = true;
    d->used = true;
    if (raise) {
        char sql[64];
        duckdb_result result;
        (void)snprintf(sql, sizeof(sql), "set global memory_limit = '%lldKiB'",
                       (long long)(d->options.work_memory_bytes / 1024));
        (void)duckdb_query(con, sql, &result); /* refused: the question runs in less */
        duckdb_destroy_result(&result);
    }
    (void)pthread_mutex_unlock(&d->lock);
}

enum err ask_begin(struct ctx *cx, struct duckdb_store *d, duckdb_connection con, struct ask *a)
{
    enum err e = OK;

    *a = (struct ask){.cx = cx, .store = d, .con = con, .text = buf_in(cx->arena)};
    if (con)
        return OK;
    e = duckdb_store_enter(cx, d);
    if (e)
        return e;
    a->own = true;
    if (duckdb_connect(d->db, &a->con) != DuckDBSuccess)
        return duckdb_store_broken(cx, "no connection");
    duckdb_store_raise(d, a->con);
    return OK;
}

void ask_done(struct ask *a)
{
    if (a->chunk)
        duckdb_destroy_data_chunk(&a->chunk);
    if (a->has_result)
        duckdb_destroy_result(&a->result);
    if (a->statement)
        duckdb_destroy_prepare(&a->statement);
    for (idx_t i = 0; i < a->value_count; i++)
        duckdb_destroy_value(&a->values[i]);
    if (!a->own)
        return;
    if (a->con)
        duckdb_disconnect(&a->con);
    (void)pthread_mutex_lock(&a->store->lock);
    if (--a->store->asking == 0)
        (void)pthread_cond_broadcast(&a->store->calm);
    a->store->asked_ms = duckdb_store_clock_ms();
    (void)pthread_mutex_unlock(&a->store->lock);
    a->own = false;
}

void ask_add(struct ask *a, const char *sql)
{
    buf_add_text(&a->text, sql);
}

static void add_value(struct ask *a, const char *sql, duckdb_value v)
{
    must(a->value_count < ASK_VALUES_MAX);
    buf_add_text(&a->text, sql);
    a->values[a->value_count++] = v;
}

void ask_number(struct ask *a, const char *sql, int64_t v)
{
    add_value(a, sql, v == NIL ? duckdb_create_null_value() : duckdb_create_int64(v));
}

void ask_text(struct ask *a, const char *sql, const char *v)
{
    add_value(a, sql, v ? duckdb_create_varchar(v) : duckdb_create_null_value());
}

/* Takes the members over. */
static duckdb_value list_value(duckdb_type type, duckdb_value *members, size_t n)
{
    duckdb_logical_type of = duckdb_create_logical_type(type);
    duckdb_value list = duckdb_create_list_value(of, members, n);

    duckdb_destroy_logical_type(&of);
    for (size_t i = 0; i < n; i++)
        duckdb_destroy_value(&members[i]);
    free(members);
    return list;
}

static duckdb_value *members_new(size_t n)
{
    duckdb_value *members = calloc(n + 1, sizeof(duckdb_value));

    must(members != NULL);
    return members;
}

void ask_numbers(struct ask *a, const char *sql, const int64_t *list, size_t n)
{
    duckdb_value *members = members_new(n);

    for (size_t i = 0; i < n; i++)
        members[i] = duckdb_create_int64(list[i]);
    add_value(a, sql, list_value(DUCKDB_TYPE_BIGINT, members, n));
}

void ask_texts(struct ask *a, const char *sql, const char *const *list, size_t n)
{
    duckdb_value *members = members_new(n);

    for (size_t i = 0; i < n; i++)
        members[i] = duckdb_create_varchar(list[i]);
    add_value(a, sql, list_value(DUCKDB_TYPE_VARCHAR, members, n));
}

/* "f.subject in (...)" */
static void add_members(struct ask *a, const char *before, const char *column, const int64_t *list,
                        size_t n)
{
    buf_print(&a->text, "%s%s", before, column);
    ask_numbers(a, " in (select unnest(?::bigint[]))", list, n);
}

void ask_people(struct ask *a, const char *before, const struct store_filter *f)
{
    bool both = f->nameless && f->subjects && f->accounts;

    if (f->subjects) {
        ask_add(a, both ? " and (" : " and ");
        add_members(a, before, "subject", f->subjects, f->subject_count);
    }
    if (both)
        buf_print(&a->text, " or %ssubject is null", before);
    if (f->accounts) {
        ask_add(a, " and ");
        add_members(a, before, "account", f->accounts, f->account_count);
    }
    if (both)
        ask_add(a, ")");
}

enum err ask_run(struct ask *a)
{
    const char *sql = buf_text(&a->text);

    if (!sql)
        return fail_memory(a->cx);
    if (duckdb_prepare(a->con, sql, &a->statement) != DuckDBSuccess) {
        duckdb_store_doubt(a->store, duckdb_prepare_error(a->statement));
        return duckdb_store_broken(a->cx, duckdb_prepare_error(a->statement));
    }
    for (idx_t i = 0; i < a->value_count; i++)
        if (duckdb_bind_value(a->statement, i + 1, a->values[i]) != DuckDBSuccess)
            return duckdb_store_broken(a->cx, "a value cannot be bound");
    a->has_result = true;
    if (duckdb_execute_prepared(a->statement, &a->result) == DuckDBSuccess)
        return OK;
    duckdb_store_doubt(a->store, duckdb_result_error(&a->result));
    return duckdb_store_broken(a->cx, duckdb_result_error(&a->result));
}

bool ask_next(struct ask *a)
{
    if (a->chunk && ++a->row < a->rows)
        return true;
    for (;;) {
        if (a->chunk)
            duckdb_destroy_data_chunk(&a->chunk);
        a->chunk = duckdb_fetch_chunk(a->result);
        a->row = 0;
        a->rows = a->chunk ? duckdb_data_chunk_get_size(a->chunk) : 0;
        if (!a->chunk)
            return false;
        if (a->rows > 0)
            return true;
    }
}

/* The column's values, or NULL where this row has none. */
static void *column_at(const struct ask *a, idx_t column)
{
    duckdb_vector v = duckdb_data_chunk_get_vector(a->chunk, column);
    uint64_t *validity = duckdb_vector_get_validity(v);

    if (validity && !duckdb_validity_row_is_valid(validity, a->row))
        return NULL;
    return duckdb_vector_get_data(v);
}

int64_t ask_get_number(const struct ask *a, idx_t column, int64_t nothing)
{
    const int64_t *values = column_at(a, column);

    return values ? values[a->row] : nothing;
}

bool ask_get_flag(const struct ask *a, idx_t column)
{
    const bool *values = column_at(a, column);

    return values && values[a->row];
}

const char *ask_get_text(const struct ask *a, idx_t column)
{
    duckdb_string_t *values = column_at(a, column);

    if (!values)
        return "";
    return arena_dup_n(a->cx->arena, duckdb_string_t_data(&values[a->row]),
                       duckdb_string_t_length(values[a->row]));
}

void ask_parts(struct ask *a, const char *prefix, const struct fact_part *parts, size_t n)
{
    for (size_t i = 0, told = 0; i < n; i++)
        if (parts[i].stored)
            buf_print(&a->text, "%s %s%s", told++ ? "," : "select", prefix, parts[i].name);
}

void ask_get_parts(const struct ask *a, const struct fact_part *parts, size_t n, void *record)
{
    idx_t column = 0;

    for (size_t i = 0; i < n; i++) {
        if (!parts[i].stored)
            continue;
        if (parts[i].kind == PART_NUMBER)
            part_set_number(record, &parts[i], ask_get_number(a, column, parts[i].nothing));
        else if (parts[i].kind == PART_TEXT)
            part_set_text(record, &parts[i], ask_get_text(a, column));
        else
            part_set_flag(record, &parts[i], ask_get_flag(a, column));
        column++;
    }
}

void *row_add(struct row_list *l)
{
    if (l->count == l->cap) {
        l->cap = l->cap ? l->cap * 2 : 64;
        l->rows = realloc(l->rows, l->cap * l->size);
        must(l->rows != NULL);
    }
    return (char *)l->rows + l->size * l->count++;
}

enum err rows_keep(struct ctx *cx, struct row_list *l, enum err before)
{
    void *rows = before ? NULL : arena_array(cx->arena, l->count + 1, l->size);

    if (rows && l->count)
        memcpy(rows, l->rows, l->count * l->size);
    free(l->rows);
    l->rows = rows;
    if (before)
        return before;
    return arena_full(cx->arena) ? fail_memory(cx) : OK;
}
