/* merge_further.c -- see merge_further_priv.h: so that an import which knows the one that went finds the one that stayed. */
#include "people/merge_further_priv.h"

#include "base/text.h"

#include "merge_sql.h"

#include <string.h>

static const struct {
    const char *table;
    const struct db_query *put, *take;
} tables[] = {
    {"contact_emails", &SQL_contact_email_put, &SQL_contact_email_take},
    {"contact_external_ids", &SQL_contact_external_id_put, &SQL_contact_external_id_take},
    {"account_domains", &SQL_account_domain_put, &SQL_account_domain_take},
    {"account_external_ids", &SQL_account_external_id_put, &SQL_account_external_id_take},
    {"account_tax_numbers", &SQL_account_tax_number_put, &SQL_account_tax_number_take},
};

static size_t table_at(const char *name)
{
    size_t i = 0;

    while (i < COUNT_OF(tables) && strcmp(tables[i].table, name) != 0)
        i++;
    return i;
}

static enum err put_one(struct ctx *cx, struct db *db, const struct field *f, int64_t record,
                        const char *value, struct json_writer *w)
{
    size_t at = table_at(f->further);
    int64_t id = id_next(cx);
    struct db_stmt *st = NULL;
    enum err e;

    must(at < COUNT_OF(tables));
    e = db_begin(cx, db, tables[at].put, &st);
    if (e)
        goto out;
    db_bind_int(st, "id", id);
    db_bind_int(st, "record", record);
    db_bind_text(st, "value", value);
    db_bind_int(st, "actor", cx->actor ? cx->actor : NIL);
    e = db_run(cx, st);
    json_open_object(w);
    json_text_member(w, "table", f->further);
    json_id_member(w, "id", id);
    json_text_member(w, "value", value);
    json_close_object(w);
out:
    db_done(st);
    return e;
}

enum err merge_further_put(struct ctx *cx, struct db *db, const struct model *m, const void *kept,
                           const void *gone, const void *after, struct json_writer *w)
{
    int64_t id = ((const struct record *)after)->id;
    enum err e = OK;

    json_open_list(w);
    for (size_t i = 0; i < m->field_count && !e; i++) {
        const struct field *f = &m->fields[i];
        const void *const both[] = {kept, gone};
        for (size_t k = 0; f->further && k < COUNT_OF(both) && !e; k++) {
            const char *value = field_text(f, both[k]);
            if (!text_empty(value) && !text_equal(value, field_text(f, after)))
                e = put_one(cx, db, f, id, value, w);
        }
    }
    json_close_list(w);
    return e;
}

enum err merge_further_take(struct ctx *cx, struct db *db, int64_t kept, const struct json *list,
                            int64_t *stayed)
{
    enum err e = OK;

    for (const struct json *j = list ? list->first : NULL; j && !e; j = j->next) {
        size_t at = table_at(json_text(json_get(j, "table"), ""));
        struct db_stmt *st = NULL;
        if (at == COUNT_OF(tables))
            continue;
        e = db_begin(cx, db, tables[at].take, &st);
        if (e)
            return e;
        db_bind_int(st, "record", kept);
        db_bind_int(st, "id", json_int(json_get(j, "id"), 0));
        db_bind_text(st, "value", json_text(json_get(j, "value"), ""));
        e = db_run(cx, st);
        if (!e && !db_changes(st))
            ++*stayed;
        db_done(st);
    }
    return e;
}
