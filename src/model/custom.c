/* custom.c -- see custom.h. A definition becomes a struct field, so that reading, checking and
 * writing a value is the same code as for a built-in one. The stored object holds only given
 * values, in the order of the definitions. */
#include "model/custom.h"

#include "custom_sql.h"
#include "model/audit.h"
#include "model/model_priv.h"

#include "base/text.h"

#include <string.h>

static const struct {
    const char *name;
    enum field_kind kind;
} kinds[] = {
    {"text", FIELD_KIND_TEXT}, {"int", FIELD_KIND_INT},   {"money", FIELD_KIND_MONEY},
    {"date", FIELD_KIND_DATE}, {"bool", FIELD_KIND_BOOL}, {"enum", FIELD_KIND_ENUM},
};

static const char *kind_name(enum field_kind kind)
{
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (kinds[i].kind == kind)
            return kinds[i].name;
    return "text";
}

static bool kind_read(const char *name, enum field_kind *ret)
{
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (text_equal(kinds[i].name, name)) {
            *ret = kinds[i].kind;
            return true;
        }
    }
    return false;
}

/* --- definitions --------------------------------------------------------------------------- */

static enum err read_choices(struct ctx *cx, const char *json, const char *const **ret)
{
    const struct json *list = NULL;
    const char **all;
    size_t n = 0;
    enum err e = json_parse(cx, json, strlen(json), &list);

    if (e)
        return e;
    all = arena_array(cx->arena, list->count + 1, sizeof(*all));
    if (!all)
        return fail_memory(cx);
    for (const struct json *c = list->kind == JSON_LIST ? list->first : NULL; c; c = c->next)
        if (c->kind == JSON_TEXT)
            all[n++] = c->text;
    *ret = all;
    return OK;
}

static enum err read_definition(struct ctx *cx, const struct db_stmt *st, struct custom_field *to)
{
    enum field_kind kind = FIELD_KIND_TEXT;
    const char *choices = db_text_dup(cx, st, 4);

    to->id = db_int(st, 0);
    to->name = db_text_dup(cx, st, 1);
    to->label = db_text_dup(cx, st, 2);
    (void)kind_read(db_text(st, 3), &kind);
    to->field = (struct field){.kind = kind};
    to->field.name = arena_print(cx->arena, "custom.%s", to->name ? to->name : "");
    if (arena_full(cx->arena))
        return fail_memory(cx);
    return choices ? read_choices(cx, choices, &to->field.choices) : OK;
}

enum err custom_fields_of(struct ctx *cx, struct db *db, const struct model *m,
                          struct custom_fields *ret)
{
    struct custom_fields all = {0};
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e;

    all.all = arena_array(cx->arena, MODEL_CUSTOM_MAX, sizeof(*all.all));
    if (!all.all)
        return fail_memory(cx);
    e = db_begin(cx, db, &SQL_custom_fields_of, &st);
    if (e)
        return e;
    db_bind_text(st, "model", m->name);
    while (!e && !(e = db_step(cx, st, &row)) && row && all.n < MODEL_CUSTOM_MAX)
        e = read_definition(cx, st, &all.all[all.n++]);
    db_done(st);
    if (!e)
        *ret = all;
    return e;
}

const struct custom_field *custom_find(const struct custom_fields *all, const char *name)
{
    for (size_t i = 0; i < all->n; i++)
        if (!strcmp(all->all[i].name, name))
            return &all->all[i];
    return NULL;
}

/* --- adding, changing and removing definitions --------------------------------------------- */

static bool name_ok(const char *name)
{
    size_t n = name ? strlen(name) : 0;

    return n && n <= 40 && name[0] >= 'a' && name[0] <= 'z' &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == n;
}

/* Choices are read like tags: trimmed, each once. */
static enum err take_choices(struct ctx *cx, const struct json *in, enum field_kind kind,
                             const char **ret)
{
    const struct field f = {.name = "choices", .kind = FIELD_KIND_TAGS};
    union custom_value v = {0};
    const struct json *given = json_get(in, "choices");
    enum err e = OK;

    if (kind == FIELD_KIND_ENUM && given)
        e = field_read_json(cx, &f, given, &v);
    if (!e && kind == FIELD_KIND_ENUM && !v.text)
        e = fail_field(cx, "choices", "field.required", NULL);
    if (!e)
        *ret = v.text;
    return e;
}

static enum err take_label(struct ctx *cx, const struct json *in, const char **ret)
{
    const struct field f = {.name = "label", .kind = FIELD_KIND_TEXT, .flags = REQUIRED, .max = 80};
    const struct json *given = json_get(in, "label");
    union custom_value v = {0};
    enum err e = given ? field_read_json(cx, &f, given, &v) : OK;

    if (!e)
        e = field_check(cx, &f, &v);
    if (!e)
        *ret = v.text;
    return e;
}

static enum err insert_definition(struct ctx *cx, struct db *db, const struct model *m,
                                  const char *name, const char *label, const char *kind,
                                  const char *choices, int64_t *ret_id)
{
    struct db_stmt *st = NULL;
    int64_t id = id_next(cx);
    enum err e = db_begin(cx, db, &SQL_custom_field_add, &st);

    if (e)
        return e;
    db_bind_int(st, "id", id);
    db_bind_text(st, "model", m->name);
    db_bind_text(st, "name", name);
    db_bind_text(st, "label", label);
    db_bind_text(st, "kind", kind);
    db_bind_text(st, "choices", choices);
    e = db_run(cx, st);
    db_done(st);
    if (!e)
        *ret_id = id;
    return e;
}

enum err custom_field_add(struct ctx *cx, struct db *db, const struct model *m,
                          const struct json *in, int64_t *ret_id)
{
    const char *name = json_text(json_get(in, "name"), NULL), *label = NULL, *choices = NULL;
    const char *kind_text = json_text(json_get(in, "kind"), NULL);
    enum field_kind kind = FIELD_KIND_TEXT;
    struct custom_fields all = {0};
    struct buf diff = buf_in(cx->arena);
    struct json_writer w = json_to(&diff);
    enum err e;

    must(m->flags & MODEL_CUSTOM);
    if (!name_ok(name))
        (void)fail_field(cx, "name", "field.name", NULL);
    if (!kind_read(kind_text, &kind))
        (void)fail_field(cx, "kind", "field.choice", "choices",
                         "text, int, money, date, bool, enum", NULL);
    (void)take_label(cx, in, &label);
    (void)take_choices(cx, in, kind, &choices);
    if (arena_full(cx->arena))
        return fail_memory(cx);
    if (cx->fault.field_count)
        return ERR_INVALID;
    e = custom_fields_of(cx, db, m, &all);
    if (e)
        return e;
    if (custom_find(&all, name)) {
        e = fail(cx, ERR_CONFLICT, "model.exists", "field", "name", NULL);
        (void)fail_field(cx, "name", "field.taken", NULL);
        return e;
    }
    if (all.n >= MODEL_CUSTOM_MAX)
        return fail(cx, ERR_LIMIT, "model.custom_max", "max",
                    int_as_text(cx->arena, MODEL_CUSTOM_MAX), NULL);
    e = insert_definition(cx, db, m, name, label, kind_name(kind), choices, ret_id);
    if (e)
        return e;
    json_open_object(&w);
    json_text_member(&w, "model", m->name);
    json_text_member(&w, "name", name);
    json_close_object(&w);
    return audit_add(cx, db, "custom_field", *ret_id, "add", buf_text(&diff));
}

/* A row of custom_fields; choices is the text of a list, or NULL. */
struct definition {
    const char *model, *name, *label, *kind, *choices;
};

static enum err definition_get(struct ctx *cx, struct db *db, int64_t id, struct definition *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_custom_field_get, &st);

    if (e)
        return e;
    db_bind_int(st, "id", id);
    e = db_step(cx, st, &row);
    if (!e && row)
        *ret = (struct definition){db_text_dup(cx, st, 0), db_text_dup(cx, st, 1),
                                   db_text_dup(cx, st, 2), db_text_dup(cx, st, 3),
                                   db_text_dup(cx, st, 4)};
    db_done(st);
    if (!e && !row)
        e = fail(cx, ERR_NOTFOUND, "model.missing", "kind", "custom_field", "id",
                 int_as_text(cx->arena, id), NULL);
    return !e && arena_full(cx->arena) ? fail_memory(cx) : e;
}

/* What values stand under, or are read as, is not changed below them. */
static enum err change_take(struct ctx *cx, const struct json *in, struct definition *d)
{
    static const char *const fixed[] = {"model", "name", "kind"};
    enum field_kind kind = FIELD_KIND_TEXT;

    for (size_t i = 0; i < COUNT_OF(fixed); i++)
        if (json_get(in, fixed[i]))
            (void)fail_field(cx, fixed[i], "field.readonly", NULL);
    (void)kind_read(d->kind, &kind);
    if (json_get(in, "label"))
        (void)take_label(cx, in, &d->label);
    if (json_get(in, "choices"))
        (void)take_choices(cx, in, kind, &d->choices);
    if (arena_full(cx->arena))
        return fail_memory(cx);
    return cx->fault.field_count ? ERR_INVALID : OK;
}

static enum err definition_update(struct ctx *cx, struct db *db, int64_t id,
                                  const struct definition *d)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_custom_field_update, &st);

    if (e)
        return e;
    db_bind_int(st, "id", id);
    db_bind_text(st, "label", d->label);
    db_bind_text(st, "choices", d->choices);
    e = db_run(cx, st);
    db_done(st);
    return e;
}

enum err custom_field_change(struct ctx *cx, struct db *db, int64_t id, const struct json *in,
                             const char **ret_model)
{
    struct definition was = {0}, now;
    struct buf diff = buf_in(cx->arena);
    struct json_writer w = json_to(&diff);
    enum err e = definition_get(cx, db, id, &was);

    now = was;
    if (!e)
        e = change_take(cx, in, &now);
    if (!e)
        e = definition_update(cx, db, id, &now);
    if (e)
        return e;
    json_open_object(&w);
    audit_put_change(&w, "label", was.label, now.label);
    audit_put_change(&w, "choices", was.choices, now.choices);
    json_close_object(&w);
    e = audit_add(cx, db, "custom_field", id, "change", buf_text(&diff));
    if (!e)
        *ret_model = was.model;
    return e;
}

enum err custom_field_delete(struct ctx *cx, struct db *db, int64_t id)
{
    struct definition d = {0};
    struct db_stmt *st = NULL;
    struct buf diff = buf_in(cx->arena);
    struct json_writer w = json_to(&diff);
    enum err e = definition_get(cx, db, id, &d);

    if (!e)
        e = db_begin(cx, db, &SQL_custom_field_delete, &st);
    if (e)
        return e;
    db_bind_int(st, "id", id);
    e = db_run(cx, st);
    db_done(st);
    json_open_object(&w);
    json_text_member(&w, "model", d.model);
    json_text_member(&w, "name", d.name);
    json_close_object(&w);
    return e ? e : audit_add(cx, db, "custom_field", id, "delete", buf_text(&diff));
}

void custom_field_to_json(struct json_writer *w, const struct model *m,
                          const struct custom_field *cf)
{
    json_open_object(w);
    json_id_member(w, "id", cf->id);
    json_text_member(w, "model", m->name);
    json_text_member(w, "name", cf->name);
    json_text_member(w, "label", cf->label);
    json_text_member(w, "kind", kind_name(cf->field.kind));
    json_name(w, "choices");
    json_open_list(w);
    for (size_t i = 0; cf->field.choices && cf->field.choices[i]; i++)
        json_put_text(w, cf->field.choices[i]);
    json_close_list(w);
    json_close_object(w);
}

/* --- values -------------------------------------------------------------------------------- */

static enum err parse_object(struct ctx *cx, const char *text, const struct json **ret)
{
    *ret = NULL;
    return text_empty(text) ? OK : json_parse(cx, text, strlen(text), ret);
}

enum err custom_merge(struct ctx *cx, const char *old, const struct json *in, const char **ret)
{
    struct buf b = buf_in(cx->arena);
    struct json_writer w = json_to(&b);
    const struct json *was = NULL;
    enum err e = parse_object(cx, old, &was);

    if (e)
        return e;
    json_open_object(&w);
    for (const struct json *v = was && in->kind == JSON_OBJECT ? was->first : NULL; v;
         v = v->next) {
        if (!json_get(in, v->name)) {
            json_name(&w, v->name);
            json_put(&w, v);
        }
    }
    for (const struct json *v = in->kind == JSON_OBJECT ? in->first : NULL; v; v = v->next) {
        if (v->kind != JSON_NULL) {
            json_name(&w, v->name);
            json_put(&w, v);
        }
    }
    json_close_object(&w);
    if (!buf_ok(&b))
        return fail_memory(cx);
    *ret = b.len > 2 ? buf_text(&b) : NULL;
    return OK;
}

/* Whether a stored object has this member. Its values are no objects and quotes in text are escaped, so
 * "name": stands nowhere else. */
static bool has_member(const char *object, const char *name)
{
    size_t n = strlen(name);

    for (const char *p = object ? strstr(object, name) : NULL; p; p = strstr(p + 1, name))
        if (p > object && p[-1] == '"' && p[n] == '"' && p[n + 1] == ':')
            return true;
    return false;
}

/* {"a":1} and {"b":2} are {"a":1,"b":2}. */
static const char *appended(struct ctx *cx, const char *object, const char *more)
{
    if (text_empty(object))
        return more;
    return arena_print(cx->arena, "%.*s,%s", (int)strlen(object) - 1, object, more + 1);
}

enum err custom_set_text(struct ctx *cx, const struct custom_field *cf, const char *text,
                         struct record *r)
{
    union custom_value v = {0};
    struct buf b = buf_in(cx->arena);
    struct json_writer w = json_to(&b);
    const struct json *in = NULL;
    enum err e;

    field_clear(&cf->field, &v);
    if (cf->field.kind == FIELD_KIND_BOOL)
        v.number = NIL;
    e = text_empty(text) ? OK : model_set_text(cx, &cf->field, text, &v);
    if (e)
        return e;
    json_open_object(&w);
    json_name(&w, cf->name);
    field_to_json(&w, &cf->field, &v);
    json_close_object(&w);
    if (!buf_ok(&b))
        return fail_memory(cx);
    if (!field_is_nil(&cf->field, &v) && !has_member(r->custom, cf->name)) {
        r->custom = appended(cx, r->custom, b.bytes);
        return r->custom ? OK : fail_memory(cx);
    }
    e = json_parse(cx, b.bytes, b.len, &in);
    return e ? e : custom_merge(cx, r->custom, in, &r->custom);
}

static bool same_value(const struct json *a, const struct json *b)
{
    if (!a || a->kind != b->kind)
        return false;
    switch (a->kind) {
    case JSON_TEXT:
        return !strcmp(a->text, b->text);
    case JSON_INT:
        return a->integer == b->integer;
    case JSON_BOOL:
        return a->boolean == b->boolean;
    default:
        return false;
    }
}

static enum err write_checked(struct ctx *cx, struct json_writer *w, const struct custom_field *cf,
                              const struct json *given)
{
    union custom_value v = {0};
    enum err e = field_read_json(cx, &cf->field, given, &v);

    if (!e)
        e = field_check(cx, &cf->field, &v);
    if (e)
        return e;
    if (field_is_nil(&cf->field, &v))
        return OK;
    json_name(w, cf->name);
    field_to_json(w, &cf->field, &v);
    return OK;
}

/* A value that no longer fits what its field has become, in a record that is written for another reason: what was
 * chosen from a choice now gone stays, what stood in a removed field of the same name goes. */
static enum err write_given(struct ctx *cx, struct json_writer *w, const struct custom_field *cf,
                            const struct json *was, const struct json *given)
{
    const struct fault before = cx->fault;
    enum err e = write_checked(cx, w, cf, given);

    if (e != ERR_INVALID || !same_value(json_get(was, cf->name), given))
        return e;
    cx->fault = before;
    if (cx->fault.last_field)
        cx->fault.last_field->next = NULL;
    if (cf->field.kind == FIELD_KIND_ENUM && given->kind == JSON_TEXT) {
        json_name(w, cf->name);
        json_put(w, given);
    }
    return OK;
}

/* A name that nobody defines is wrong, unless the record has it from before. */
static enum err refuse_unknown(struct ctx *cx, const struct custom_fields *all,
                               const struct json *was, const struct json *now)
{
    for (const struct json *v = now->first; v; v = v->next) {
        if (!custom_find(all, v->name) && !json_get(was, v->name)) {
            const char *name = arena_print(cx->arena, "custom.%s", v->name);
            if (!name)
                return fail_memory(cx);
            (void)fail_field(cx, name, "field.unknown", NULL);
        }
    }
    return OK;
}

enum err custom_check(struct ctx *cx, const struct custom_fields *all, const char *before,
                      struct record *r)
{
    struct buf b = buf_in(cx->arena);
    struct json_writer w = json_to(&b);
    const struct json *was = NULL, *now = NULL;
    enum err e = parse_object(cx, before, &was);

    if (!e)
        e = parse_object(cx, r->custom, &now);
    if (e || !now)
        return e;
    if (now->kind != JSON_OBJECT)
        return fail_field(cx, "custom", "field.object", NULL);
    e = refuse_unknown(cx, all, was, now);
    if (e)
        return e;
    json_open_object(&w);
    for (size_t i = 0; i < all->n; i++) {
        const struct json *given = json_get(now, all->all[i].name);
        e = given ? write_given(cx, &w, &all->all[i], was, given) : OK;
        if (e && e != ERR_INVALID)
            return e;
    }
    json_close_object(&w);
    if (!buf_ok(&b))
        return fail_memory(cx);
    if (cx->fault.field_count)
        return ERR_INVALID;
    r->custom = b.len > 2 ? buf_text(&b) : NULL;
    return OK;
}
