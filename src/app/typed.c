/* typed.c -- see typed.h. */
#include "app/typed.h"

#include "app/tables.h"
#include "base/text.h"
#include "model/custom.h"
#include "people/contact.h"

#include <inttypes.h>
#include <string.h>

enum { FILE_MAX_BYTES = 256 * 1024 };

enum err typed_model(struct ctx *cx, const char *table, const struct model **ret)
{
    struct buf all = buf_in(cx->arena);

    for (size_t i = 0; app_models[i]; i++) {
        if (text_equal(app_models[i]->table, table)) {
            *ret = app_models[i];
            return OK;
        }
        buf_print(&all, "%s%s", i ? ", " : "", app_models[i]->table);
    }
    return fail(cx, ERR_INVALID, "cli.export_table", "table", table, "tables", buf_text(&all),
                NULL);
}

static enum err split(struct ctx *cx, const char *word, const char **ret_name,
                      const char **ret_value)
{
    const char *equals = strchr(word, '=');

    if (!equals || equals == word)
        return fail(cx, ERR_INVALID, "cli.pair", "text", word, NULL);
    *ret_name = arena_dup_n(cx->arena, word, (size_t)(equals - word));
    *ret_value = equals + 1;
    return *ret_name ? OK : fail_memory(cx);
}

/* A person is named by their address as well: a contact, or a member of the site. */
static enum err by_address(struct ctx *cx, struct ask *k, const struct field *f, const char **value)
{
    bool of_person = f && f->kind == FIELD_KIND_REF && strchr(*value, '@') &&
                     (!f->refers || f->refers == &contact_model);
    int64_t id = 0;
    enum err e;

    if (!of_person)
        return OK;
    e = f->refers ? ask_id(cx, k, f->refers, *value, &id) : ask_user(cx, k, *value, &id);
    if (!e)
        *value = arena_print(cx->arena, "%" PRId64, id);
    return e || *value ? e : fail_memory(cx);
}

/* --- fields -------------------------------------------------------------------------------------- */

struct reading {
    const struct model *m;
    struct custom_fields customs;
    void *record;
};

static enum err read_custom(struct ctx *cx, const struct reading *x, const char *name,
                            const char *value)
{
    const struct custom_field *cf = custom_find(&x->customs, name);

    return cf ? custom_set_text(cx, cf, value, x->record)
              : fail_field(cx, arena_print(cx->arena, "custom.%s", name), "field.unknown", NULL);
}

static enum err read_one(struct ctx *cx, const struct reading *x, const char *name,
                         const char *value)
{
    const struct field *f = model_field(x->m, name);
    int64_t n = 0;

    if (text_starts(name, "custom."))
        return read_custom(cx, x, name + strlen("custom."), value);
    if (!f)
        return fail_field(cx, name, "field.unknown", NULL);
    if ((f->kind != FIELD_KIND_INT && f->kind != FIELD_KIND_MONEY) || text_empty(value))
        return model_set_text(cx, f, value, x->record);
    if (!text_to_int(value, &n))
        return fail_field(cx, name, "field.int", NULL);
    field_set_int(f, x->record, n);
    return OK;
}

/* What was given, of the record it was read into. */
static enum err write_given(struct ctx *cx, const struct reading *x, const char *const *names,
                            size_t n, struct json_writer *w)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer all = json_to(&out);
    const struct json *v = NULL;
    size_t own = strlen("custom."), customs = 0;
    enum err e;

    model_to_json(&all, x->m, x->record);
    e = buf_ok(&out) ? json_parse(cx, out.bytes, out.len, &v) : fail_memory(cx);
    if (e)
        return e;
    for (size_t i = 0; i < n; i++) {
        if (text_starts(names[i], "custom.")) {
            customs++;
            continue;
        }
        json_name(w, names[i]);
        json_put(w, json_get(v, names[i]));
    }
    if (!customs)
        return OK;
    json_name(w, "custom");
    json_open_object(w);
    for (size_t i = 0; i < n; i++) { /* null removes one */
        if (!text_starts(names[i], "custom."))
            continue;
        json_name(w, names[i] + own);
        json_put(w, json_get(json_get(v, "custom"), names[i] + own));
    }
    json_close_object(w);
    return OK;
}

enum err typed_fields(struct ctx *cx, struct ask *k, const struct model *m,
                      const char *const *words, size_t n, struct json_writer *w)
{
    struct reading x = {.m = m, .record = model_new(cx, m)};
    const char **names = arena_alloc(cx->arena, (n + 1) * sizeof(*names));
    struct db *db = NULL;
    enum err e;

    if (!x.record || !names)
        return fail_memory(cx);
    e = db_read(cx, k->in.pool, &db);
    if (!e && m->flags & MODEL_CUSTOM)
        e = custom_fields_of(cx, db, m, &x.customs);
    db_return(db);
    for (size_t i = 0; i < n && (!e || cx->fault.fields); i++) { /* all that is wrong at once */
        const char *name = NULL, *value = NULL;
        enum err one = split(cx, words[i], &name, &value);
        if (!one && *value == '@')
            one = ask_file(cx, value + 1, FILE_MAX_BYTES, &value);
        if (!one)
            one = by_address(cx, k, model_field(m, name), &value);
        if (!one)
            one = read_one(cx, &x, name, value);
        names[i] = name;
        e = e ? e : one;
        if (one && !cx->fault.fields)
            break;
    }
    return e ? e : write_given(cx, &x, names, n, w);
}

/* --- questions ------------------------------------------------------------------------------------ */

/* One of the same name stands in place of the earlier one; a value of nothing is none. */
static enum err put_pair(struct ctx *cx, struct typed_question *q, const char *name,
                         const char *value)
{
    size_t i = 0;

    while (i < q->n && !text_equal(q->pairs[i].name, name))
        i++;
    if (i == TYPED_PAIRS_MAX)
        return fail(cx, ERR_INVALID, "model.filters_many", NULL);
    q->pairs[i] = (struct http_pair){name, value};
    q->n += i == q->n;
    return OK;
}

/* What of a view is the question, and what the screen's own. */
static bool is_asked(const char *name)
{
    static const char *const screens[] = {"view", "new", "v", "cols"};

    for (size_t i = 0; i < COUNT_OF(screens); i++)
        if (text_equal(name, screens[i]))
            return false;
    return true;
}

static enum err find_view(struct ctx *cx, struct ask *k, const struct model *m, const char *named,
                          const struct json **ret)
{
    const char *target = arena_print(cx->arena, "/views?model=%s", m->name);
    const struct json *answer = NULL, *items;
    enum err e = ask_json(cx, k, "GET", target, NULL, &answer);

    *ret = NULL;
    items = json_get(answer, "items");
    for (const struct json *v = items ? items->first : NULL; v && !e; v = v->next) {
        bool is = text_equal(json_text(json_get(v, "name"), NULL), named) ||
                  text_equal(json_text(json_get(v, "id"), NULL), named);
        if (is && *ret)
            return fail(cx, ERR_INVALID, "cli.view_many", "name", named, NULL);
        *ret = is ? v : *ret;
    }
    return e || *ret ? e : fail(cx, ERR_NOTFOUND, "view.none", NULL);
}

static enum err put_view(struct ctx *cx, struct ask *k, const struct model *m, const char *named,
                         struct typed_question *q)
{
    const struct json *view = NULL, *search;
    enum err e = find_view(cx, k, m, named, &view);

    search = json_get(json_get(view, "view"), "search");
    for (const struct json *v = search ? search->first : NULL; v && !e; v = v->next)
        if (v->kind == JSON_TEXT && *v->text && is_asked(v->name))
            e = put_pair(cx, q, v->name, v->text);
    return e;
}

enum err typed_question(struct ctx *cx, struct ask *k, const struct model *m,
                        const char *const *words, size_t n, struct typed_question *ret)
{
    const char *view = args_option(k->a, "view"), *rule = args_option(k->a, "rule");
    const char *options[] = {"q", "sort"}, *text = NULL;
    enum err e = view ? put_view(cx, k, m, view, ret) : OK;

    if (!e && rule)
        e = ask_file(cx, rule, FILE_MAX_BYTES, &text);
    if (!e && text)
        e = put_pair(cx, ret, "rule", text);
    for (size_t i = 0; i < COUNT_OF(options) && !e; i++)
        if (args_option(k->a, options[i]))
            e = put_pair(cx, ret, options[i], args_option(k->a, options[i]));
    for (size_t i = 0; i < n && !e; i++) {
        const char *name = NULL, *value = NULL;
        e = split(cx, words[i], &name, &value);
        if (!e)
            e = by_address(cx, k, model_field(m, name), &value);
        if (!e)
            e = put_pair(cx, ret, name, value);
    }
    return e;
}
