/* import_ahead.c -- what the rows of a batch will ask the database, asked once for all of them.
 *
 * Where the database is a server each question is a journey. Nearly all rows of a first import ask for an address that
 * nobody has: those are told from the others by one question before the rows begin, on PostgreSQL; on SQLite asking is cheap. The
 * companies that rows were found to belong to are remembered by the domain of the address, for this batch, in which nobody else
 * changes them. Only what was found is: a company that was not there may be made by the next row.
 *
 * Domains are kept as 64 bits, by a key that is drawn for the batch.
 */
#include "people/import_priv.h"

#include "base/hash.h"
#include "base/text.h"
#include "people/contact.h"
#include "people/match.h"

#include "import_sql.h"

#include <stdlib.h>
#include <string.h>

struct import_ahead {
    const char **asked; /* sorted */
    bool *there;
    size_t n;
    struct {
        uint64_t domain;
        int64_t account;
    } * places; /* open addressing; domain 0: free */
    size_t room;
    unsigned char key[SHORT_KEY_BYTES];
};

static int by_text(const void *a, const void *b)
{
    const char *const *x = a, *const *y = b;

    return strcmp(*x, *y);
}

static const char *lower(struct ctx *cx, const char *text)
{
    char *small = arena_dup(cx->arena, text);

    for (char *p = small; p && *p; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    return small;
}

static const struct import_column *email_column(const struct import_map *map)
{
    for (size_t i = 0; i < map->count; i++)
        if (map->columns[i].part == 0 && map->columns[i].field && !map->columns[i].constant &&
            map->columns[i].field == model_field(&contact_model, "email"))
            return &map->columns[i];
    return NULL;
}

static void mark(struct import_ahead *a, const char *text)
{
    const char **at = a->n ? bsearch(&text, a->asked, a->n, sizeof(*a->asked), by_text) : NULL;

    if (at)
        a->there[at - a->asked] = true;
}

static enum err ask(struct ctx *cx, struct db *db, struct import_ahead *a)
{
    struct buf list = buf_in(cx->arena);
    struct json_writer w = json_to(&list);
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e;

    json_open_list(&w);
    for (size_t i = 0; i < a->n; i++)
        json_put_text(&w, a->asked[i]);
    json_close_list(&w);
    if (!buf_ok(&list))
        return fail_memory(cx);
    e = db_begin(cx, db, &SQL_import_emails_there, &st);
    if (e)
        goto out;
    db_bind_text(st, "emails", buf_text(&list));
    while (!(e = db_step(cx, st, &row)) && row)
        mark(a, db_text(st, 0));
out:
    db_done(st);
    return e;
}

static enum err ask_emails(struct ctx *cx, struct import_errand *er, struct import_ahead *a,
                           const struct csv_row *rows, size_t n)
{
    const struct import_column *c = email_column(er->map);
    size_t kept = 0;

    if (!c || db_engine_of(er->db) != DB_POSTGRES)
        return OK;
    a->asked = arena_array(cx->arena, n + 1, sizeof(*a->asked));
    a->there = arena_array(cx->arena, n + 1, sizeof(*a->there));
    if (!a->asked || !a->there)
        return fail_memory(cx);
    for (size_t i = 0; i < n; i++)
        if (!text_empty(rows[i].cells[c->at]) &&
            text_is_utf8(rows[i].cells[c->at], rows[i].lengths[c->at]))
            a->asked[a->n++] = lower(cx, rows[i].cells[c->at]);
    if (arena_full(cx->arena))
        return fail_memory(cx);
    qsort(a->asked, a->n, sizeof(*a->asked), by_text);
    for (size_t i = 0; i < a->n; i++)
        if (!kept || strcmp(a->asked[kept - 1], a->asked[i]) != 0)
            a->asked[kept++] = a->asked[i];
    a->n = kept;
    return a->n ? ask(cx, er->db, a) : OK;
}

enum err import_ahead_open(struct ctx *cx, struct import_errand *er, const struct csv_row *rows,
                           size_t n)
{
    struct import_ahead *a = arena_alloc(cx->arena, sizeof(*a));

    if (!a || er->map->kind->parts[0].model != &contact_model)
        return a ? OK : fail_memory(cx);
    *a = (struct import_ahead){.room = 64};
    random_bytes(a->key, sizeof(a->key));
    while (a->room < n * 2)
        a->room *= 2;
    a->places = arena_array(cx->arena, a->room, sizeof(*a->places));
    if (!a->places)
        return fail_memory(cx);
    er->ahead = a;
    return ask_emails(cx, er, a, rows, n);
}

bool import_ahead_absent(struct ctx *cx, const struct import_errand *er, const struct field *key,
                         const char *text)
{
    const struct import_ahead *a = er->ahead;
    const char *small, **at;

    if (!a || !a->n || key != model_field(&contact_model, "email"))
        return false;
    small = lower(cx, text);
    at = small ? bsearch(&small, a->asked, a->n, sizeof(*a->asked), by_text) : NULL;
    return at && !a->there[at - a->asked];
}

static uint64_t domain_hash(const struct import_ahead *a, const char *address)
{
    const char *at = strrchr(address, '@');

    return at ? short_hash(a->key, at + 1, strlen(at + 1)) : 0;
}

void import_ahead_company(struct import_errand *er, const char *address, int64_t account)
{
    struct import_ahead *a = er->ahead;
    uint64_t hash = a && a->places ? domain_hash(a, address) : 0;
    size_t at = hash ? hash & (a->room - 1) : 0;

    if (!hash || account == NIL || account <= 0)
        return;
    while (a->places[at].domain && a->places[at].domain != hash)
        at = (at + 1) & (a->room - 1);
    a->places[at].domain = hash;
    a->places[at].account = account;
}

enum err import_company_of(struct ctx *cx, struct import_errand *er, const char *address,
                           int64_t *ret)
{
    const struct import_ahead *a = er->ahead;
    uint64_t hash = a && a->places ? domain_hash(a, address) : 0;
    enum err e;

    for (size_t at = hash ? hash & (a->room - 1) : 0; hash && a->places[at].domain;
         at = (at + 1) & (a->room - 1)) {
        if (a->places[at].domain == hash) {
            *ret = a->places[at].account;
            return OK;
        }
    }
    e = account_for_address(cx, er->db, address, ret);
    if (!e && *ret != NIL)
        import_ahead_company(er, address, *ret);
    return e;
}
