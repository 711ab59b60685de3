/* identity.c -- see identity.h. What differs between addresses and domains is a row of a table. */
#include "people/identity.h"

#include "base/text.h"
#include "base/time.h"
#include "model/audit.h"
#include "people/account.h"
#include "people/change.h"
#include "people/contact.h"

#include "identity_sql.h"

struct kind {
    const struct model *model;
    const char *field;
    const char *many; /* what the audit calls them */
    enum change_kind change;
    const struct db_query *of, *add, *drop;
};

static const struct kind kinds[] = {
    [IDENTITY_EMAILS] = {&contact_model, "email", "emails", CHANGE_CONTACT, &SQL_contact_emails_of,
                         &SQL_contact_email_add, &SQL_contact_email_drop},
    [IDENTITY_DOMAINS] = {&account_model, "domain", "domains", CHANGE_ACCOUNT,
                          &SQL_account_domains_of, &SQL_account_domain_add,
                          &SQL_account_domain_drop},
};

static enum err read_further(struct ctx *cx, struct db *db, const struct kind *k, int64_t record,
                             struct identity *all)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, k->of, &st);

    if (e)
        goto out;
    db_bind_int(st, "record", record);
    while (!(e = db_step(cx, st, &row)) && row && all->n <= IDENTITY_MAX)
        all->all[all->n++] = (struct identity_value){
            .id = db_int(st, 0), .value = db_text_dup(cx, st, 1), .added_at = db_int(st, 2)};
    if (!e && arena_full(cx->arena))
        e = fail_memory(cx);
out:
    db_done(st);
    return e;
}

static enum err read_all(struct ctx *cx, struct db *db, const struct kind *k, int64_t id,
                         void **ret_record, struct identity *ret)
{
    struct identity all = {.all =
                               arena_array(cx->arena, (size_t)IDENTITY_MAX + 1, sizeof(*all.all))};
    const char *first;
    enum err e = all.all ? model_get(cx, db, k->model, id, ret_record) : fail_memory(cx);

    if (e)
        return e;
    first = field_text(model_field(k->model, k->field), *ret_record);
    if (!text_empty(first))
        all.all[all.n++] = (struct identity_value){.value = first, .added_at = NIL};
    e = read_further(cx, db, k, id, &all);
    if (!e)
        *ret = all;
    return e;
}

enum err identity_read(struct ctx *cx, struct db *db, enum identity_of of, int64_t record,
                       struct identity *ret)
{
    void *found = NULL;

    return read_all(cx, db, &kinds[of], record, &found, ret);
}

/* The audit keeps what came and what went, as any other change of the record. */
static enum err note(struct ctx *cx, struct db *db, const struct kind *k, int64_t record,
                     const char *was, const char *is)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    enum err e;

    json_open_object(&w);
    json_name(&w, k->many);
    json_open_list(&w);
    json_put_text(&w, was);
    json_put_text(&w, is);
    json_close_list(&w);
    json_close_object(&w);
    if (!buf_ok(&out))
        return fail_memory(cx);
    e = audit_add(cx, db, k->model->name, record, "change", buf_text(&out));
    return e ? e : change_touch(cx, db, k->change, record);
}

/* As it is stored; a wrong field for what is none. */
static enum err clean(struct ctx *cx, const struct kind *k, const char *text, const char **ret)
{
    const struct field *f = model_field(k->model, k->field);
    void *scratch = model_new(cx, k->model);
    enum err e;

    if (!scratch)
        return fail_memory(cx);
    e = text ? model_set_text(cx, f, text, scratch) : OK;
    if (!e && k->model == &account_model)
        e = account_clean_keys(cx, scratch);
    if (!e && text_empty(field_text(f, scratch)))
        e = fail_field(cx, f->name, "field.required", NULL);
    if (!e)
        *ret = field_text(f, scratch);
    return e;
}

static enum err refuse_holder(struct ctx *cx, const struct kind *k, const struct record *holder,
                              int64_t record, const char *value)
{
    const char *name = field_text(model_field(k->model, "name"), holder);
    const char *id = arena_print(cx->arena, "%lld", (long long)holder->id);

    (void)fail(cx, ERR_CONFLICT, "model.exists", "field",
               model_label(cx, k->model, model_field(k->model, k->field), NULL), "id", id, NULL);
    if (holder->id == record)
        (void)fail_field(cx, k->field, "identity.has_it", NULL);
    else
        (void)fail_field(cx, k->field, "field.taken_by", "holder", text_empty(name) ? value : name,
                         "id", id, NULL);
    return ERR_CONFLICT;
}

static enum err run(struct ctx *cx, struct db *db, const struct db_query *q, int64_t record,
                    int64_t id, const char *value, int64_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, q, &st);

    if (e)
        goto out;
    db_bind_int(st, "record", record);
    db_bind_int(st, "id", id);
    if (value) {
        db_bind_text(st, "value", value);
        db_bind_int(st, "actor", cx->actor ? cx->actor : NIL);
    }
    e = db_run(cx, st);
    if (!e && ret_n)
        *ret_n = db_changes(st);
out:
    db_done(st);
    return e;
}

enum err identity_add(struct ctx *cx, struct db *db, enum identity_of of, int64_t record,
                      const char *text)
{
    const struct kind *k = &kinds[of];
    const struct field *f = model_field(k->model, k->field);
    struct identity all = {0};
    void *found = NULL, *holder = NULL;
    const char *value = NULL;
    enum err e = read_all(cx, db, k, record, &found, &all);

    if (!e)
        e = clean(cx, k, text, &value);
    if (!e)
        e = model_find(cx, db, k->model, f, value, &holder);
    if (e)
        return e;
    if (holder)
        return refuse_holder(cx, k, holder, record, value);
    if (all.n >= IDENTITY_MAX)
        return fail(cx, ERR_LIMIT, "identity.too_many", "max", "20", NULL);
    if (!all.n) {
        field_set_text(f, found, value);
        return model_change(cx, db, k->model, found);
    }
    e = run(cx, db, k->add, record, id_next(cx), value, NULL);
    return e ? e : note(cx, db, k, record, NULL, value);
}

/* ERR_NOTFOUND "identity.missing" for one that is not the record's. */
static enum err find_value(struct ctx *cx, const struct identity *all, int64_t id, const char **ret)
{
    for (size_t i = 0; id && i < all->n; i++)
        if (all->all[i].id == id) {
            *ret = all->all[i].value;
            return OK;
        }
    return fail(cx, ERR_NOTFOUND, "identity.missing", NULL);
}

enum err identity_remove(struct ctx *cx, struct db *db, enum identity_of of, int64_t record,
                         int64_t id)
{
    const struct kind *k = &kinds[of];
    struct identity all = {0};
    void *found = NULL;
    const char *value = NULL;
    enum err e = read_all(cx, db, k, record, &found, &all);

    if (!e)
        e = find_value(cx, &all, id, &value);
    if (!e)
        e = run(cx, db, k->drop, record, id, NULL, NULL);
    return e ? e : note(cx, db, k, record, value, NULL);
}

enum err identity_make_first(struct ctx *cx, struct db *db, enum identity_of of, int64_t record,
                             int64_t id)
{
    const struct kind *k = &kinds[of];
    struct identity all = {0};
    void *found = NULL;
    const char *value = NULL;
    enum err e = read_all(cx, db, k, record, &found, &all);

    if (!e)
        e = find_value(cx, &all, id, &value);
    if (e)
        return e;
    field_set_text(model_field(k->model, k->field), found, value);
    return model_change(cx, db, k->model, found);
}

void identity_json(const struct identity *all, struct buf *out)
{
    struct json_writer w = json_to(out);
    char at[TIME_TEXT_MAX];

    json_open_object(&w);
    json_name(&w, "items");
    json_open_list(&w);
    for (size_t i = 0; i < all->n; i++) {
        const struct identity_value *v = &all->all[i];
        json_open_object(&w);
        json_id_member(&w, "id", v->id);
        json_text_member(&w, "value", v->value);
        json_bool_member(&w, "first", v->id == 0);
        if (v->added_at != NIL)
            time_text(v->added_at, at);
        json_text_member(&w, "added_at", v->added_at == NIL ? NULL : at);
        json_close_object(&w);
    }
    json_close_list(&w);
    json_text_member(&w, "next", NULL);
    json_close_object(&w);
}
