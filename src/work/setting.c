/* setting.c -- see setting.h. What is not stored has its initial value, so a new default reaches
 * everyone who never chose. */
#include "work/setting.h"

#include "base/message.h"
#include "base/text.h"

#include "work_sql.h"

#include <stdio.h>
#include <string.h>

struct value {
    const struct setting *row;
    const char *text;
};

struct settings {
    size_t n;
    struct value *values;
};

static size_t rows_count(const struct setting *const *tables)
{
    size_t n = 0;

    for (size_t t = 0; tables[t]; t++)
        for (const struct setting *r = tables[t]; r->key; r++)
            n++;
    return n;
}

static struct value *value_find(const struct settings *s, const char *key)
{
    for (size_t i = 0; i < s->n; i++)
        if (!strcmp(s->values[i].row->key, key))
            return &s->values[i];
    return NULL;
}

static enum err read_stored(struct ctx *cx, struct db *db, int64_t site, struct settings *s)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_settings_all, &st);

    if (e)
        goto out;
    db_bind_int(st, "of_site", site);
    while (!(e = db_step(cx, st, &row)) && row) {
        struct value *v = value_find(s, db_text(st, 0));
        if (v)
            v->text = db_text_dup(cx, st, 1);
    }
out:
    db_done(st);
    return e;
}

enum err settings_load(struct ctx *cx, struct db *db, const struct setting *const *tables,
                       int64_t site, struct settings **ret)
{
    struct settings *s = arena_alloc(cx->arena, sizeof(*s));
    struct value *values = arena_array(cx->arena, rows_count(tables) + 1, sizeof(*values));
    enum err e;

    if (!s || !values)
        return fail_memory(cx);
    s->values = values;
    for (size_t t = 0; tables[t]; t++)
        for (const struct setting *r = tables[t]; r->key; r++)
            values[s->n++] = (struct value){.row = r, .text = r->initial};
    e = read_stored(cx, db, site, s);
    if (!e)
        *ret = s;
    return e;
}

int64_t setting_int(const struct settings *s, const char *key)
{
    const struct value *v = value_find(s, key);
    int64_t n = 0;

    must(v && v->row->kind < SETTING_TEXT);
    must(text_to_int(v->text, &n));
    return n;
}

const char *setting_text(const struct settings *s, const char *key)
{
    const struct value *v = value_find(s, key);

    must(v && v->row->kind >= SETTING_TEXT);
    return v->text;
}

static void put_value(struct json_writer *w, const struct setting *r, const char *text)
{
    int64_t n = 0;

    if (r->kind >= SETTING_TEXT)
        json_put_text(w, text);
    else if (text_to_int(text, &n) && r->kind == SETTING_BOOL)
        json_put_bool(w, n != 0);
    else
        json_put_int(w, n);
}

void settings_to_json(struct json_writer *w, const struct settings *s, enum lang lang)
{
    static const char *const kinds[] = {"int", "bool", "text", "text", "text", "text", "text"};
    char key[128];

    json_open_list(w);
    for (size_t i = 0; i < s->n; i++) {
        const struct setting *r = s->values[i].row;
        json_open_object(w);
        json_text_member(w, "key", r->key);
        json_text_member(w, "kind", kinds[r->kind]);
        if (r->kind == SETTING_INT) {
            json_int_member(w, "min", r->min);
            json_int_member(w, "max", r->max);
        }
        json_name(w, "initial");
        put_value(w, r, r->initial);
        json_text_member(w, "unit", r->unit);
        json_name(w, "value");
        put_value(w, r, s->values[i].text);
        (void)snprintf(key, sizeof(key), "setting.%s", r->key);
        json_text_member(w, "label", message_find(lang, key));
        (void)snprintf(key, sizeof(key), "setting.%s_help", r->key);
        json_text_member(w, "help", message_find(lang, key));
        json_close_object(w);
    }
    json_close_list(w);
}

static enum err email_read(struct ctx *cx, const struct setting *r, const char *text,
                           const char **ret)
{
    const struct fault before = cx->fault;
    enum err e = text_email(cx, text, ret);

    if (e != ERR_INVALID)
        return e;
    cx->fault = before;
    return fail_field(cx, r->key, "field.email", NULL);
}

/* The next name of a list and its length; *list goes past it. */
static const char *name_next(const char **list, size_t *ret_n)
{
    const char *name = *list + strspn(*list, ", ");

    *ret_n = strcspn(name, ", ");
    *list = name + *ret_n;
    return name;
}

static bool name_among(const char *list, const char *name, size_t n)
{
    for (size_t k = 1; k;) {
        const char *one = name_next(&list, &k);
        if (k == n && !memcmp(one, name, n))
            return true;
    }
    return false;
}

static bool names_ok(const struct setting *r, const char *text)
{
    const char *usual = r->initial;
    size_t wanted = 1, given = 1;

    while (wanted && given) {
        const char *name = name_next(&text, &given);
        (void)name_next(&usual, &wanted);
        if (given && !name_among(r->initial, name, given))
            return false;
    }
    return wanted == given;
}

static enum err words_read(struct ctx *cx, const struct setting *r, const struct json *in,
                           const char **ret)
{
    const char *text = json_text(in, NULL);

    if (!text)
        return fail_field(cx, r->key, "field.text", NULL);
    if ((int64_t)text_chars(text) > r->max)
        return fail_too_long(cx, r->key, (size_t)r->max, text_chars(text));
    *ret = text;
    if (text_empty(text))
        return OK;
    if (r->kind == SETTING_EMAIL)
        return email_read(cx, r, text, ret);
    if (r->kind == SETTING_URL && !text_is_url(text))
        return fail_field(cx, r->key, "field.url", NULL);
    if (r->kind == SETTING_DOMAIN && !text_domain(cx->arena, text + strspn(text, " @")))
        return fail_field(cx, r->key, "field.domain", NULL);
    if (r->kind == SETTING_NAMES && !names_ok(r, text))
        return fail_field(cx, r->key, "work.setting_names", "names", r->initial, NULL);
    return OK;
}

/* The stored text of a JSON value that fits the row; a fault field otherwise. */
static enum err value_read(struct ctx *cx, const struct setting *r, const struct json *in,
                           const char **ret)
{
    char min[24], max[24];

    (void)snprintf(min, sizeof(min), "%lld", (long long)r->min);
    (void)snprintf(max, sizeof(max), "%lld", (long long)r->max);
    switch (r->kind) {
    case SETTING_BOOL:
        if (in->kind != JSON_BOOL)
            return fail_field(cx, r->key, "field.bool", NULL);
        *ret = in->boolean ? "1" : "0";
        return OK;
    case SETTING_INT:
        if (in->kind != JSON_INT)
            return fail_field(cx, r->key, "field.number", NULL);
        if (in->integer < r->min || in->integer > r->max)
            return fail_field(cx, r->key, "field.range", "min", min, "max", max, NULL);
        *ret = arena_print(cx->arena, "%lld", (long long)in->integer);
        return *ret ? OK : fail_memory(cx);
    case SETTING_TEXT:
    case SETTING_EMAIL:
    case SETTING_URL:
    case SETTING_DOMAIN:
    case SETTING_NAMES:
        return words_read(cx, r, in, ret);
    }
    return ERR_INVALID;
}

static enum err store(struct ctx *cx, struct db *db, int64_t site, const char *key,
                      const char *value)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, value ? &SQL_setting_put : &SQL_setting_drop, &st);

    if (e)
        goto out;
    db_bind_int(st, "of_site", site);
    db_bind_text(st, "key", key);
    if (value)
        db_bind_text(st, "value", value);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static const struct setting *row_find(const struct setting *const *tables, const char *key)
{
    for (size_t t = 0; tables[t]; t++)
        for (const struct setting *r = tables[t]; r->key; r++)
            if (!strcmp(r->key, key))
                return r;
    return NULL;
}

enum err settings_change(struct ctx *cx, struct db *db, const struct setting *const *tables,
                         int64_t site, const struct json *in)
{
    enum err e = OK, one;

    if (!in || in->kind != JSON_OBJECT)
        return fail(cx, ERR_INVALID, "json.object_wanted", NULL);
    for (const struct json *v = in->first; v; v = v->next) {
        const struct setting *r = row_find(tables, v->name);
        const char *text = NULL;
        if (!r)
            one = fail_field(cx, v->name, "work.setting_unknown", NULL);
        else
            one = v->kind == JSON_NULL ? OK : value_read(cx, r, v, &text);
        if (!one && !e)
            one = store(cx, db, site, r->key, text);
        if (one && !e)
            e = one;
    }
    return e;
}
