/* config.c -- settings from a file, the environment and flags, checked against declared rows.
 *
 * Surprising: an unknown key is refused in the file and in the flags, but not in the environment, which holds
 * other programs' names. The config has an arena of its own, since it outlives the errand that loads it.
 */
#include "base/config.h"

#include "base/message.h"
#include "base/text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { FILE_MAX = 256 * 1024, ARENA_MAX = 1024 * 1024, ENV_NAME_MAX = 128 };

struct value {
    const struct config_row *row;
    const char *text, *origin; /* "default", "file", "environment", "flag" */
    int64_t number;
};

struct config {
    struct arena *arena;
    struct value *values;
    size_t count;
};

static struct value *find(const struct config *c, const char *key, size_t n)
{
    for (size_t i = 0; i < c->count; i++)
        if (strlen(c->values[i].row->key) == n && !memcmp(c->values[i].row->key, key, n))
            return &c->values[i];
    return NULL;
}

/* Edit distance (Levenshtein), over at most 63 bytes. */
static size_t distance(const char *a, size_t n, const char *b)
{
    size_t row[64], m = strlen(b);

    if (n > 63 || m > 63)
        return 64;
    for (size_t j = 0; j <= m; j++)
        row[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t change = corner + (a[i - 1] != b[j - 1]);
            size_t add = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            corner = row[j];
            row[j] = change < add ? change : add;
        }
    }
    return row[m];
}

static enum err unknown(struct ctx *cx, const struct config *c, const char *key, size_t n)
{
    const char *near = "", *name = arena_dup_n(cx->arena, key, n);
    size_t best = 65;

    for (size_t i = 0; i < c->count; i++) {
        size_t d = distance(key, n, c->values[i].row->key);
        if (d < best) {
            best = d;
            near = c->values[i].row->key;
        }
    }
    return fail(cx, ERR_INVALID, "config.unknown", "key", name, "near", near, NULL);
}

static bool read_bool(const char *text, int64_t *ret)
{
    static const char *const words[] = {"false", "true", "no", "yes", "off", "on", "0", "1"};

    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (!strcmp(text, words[i])) {
            *ret = (int64_t)(i & 1);
            return true;
        }
    return false;
}

static enum err set(struct ctx *cx, struct config *c, struct value *v, const char *text, size_t n,
                    const char *origin)
{
    char min[24], max[24];
    const char *own = arena_dup_n(c->arena, text, n);
    int64_t number = 0;

    if (!own)
        return fail_memory(cx);
    if (v->row->kind == CONFIG_INT && !text_to_int(own, &number))
        return fail(cx, ERR_INVALID, "config.number", "key", v->row->key, NULL);
    if (v->row->kind == CONFIG_BOOL && !read_bool(own, &number))
        return fail(cx, ERR_INVALID, "config.bool", "key", v->row->key, NULL);
    if (v->row->kind == CONFIG_INT && (number < v->row->min || number > v->row->max)) {
        (void)snprintf(min, sizeof(min), "%" PRId64, v->row->min);
        (void)snprintf(max, sizeof(max), "%" PRId64, v->row->max);
        return fail(cx, ERR_INVALID, "config.range", "key", v->row->key, "min", min, "max", max,
                    NULL);
    }
    v->text = own;
    v->number = number;
    v->origin = origin;
    return OK;
}

static enum err load_rows(struct ctx *cx, const struct config_row *const *tables, struct config *c)
{
    size_t count = 0;
    enum err e = OK;

    for (size_t t = 0; tables[t]; t++)
        for (const struct config_row *r = tables[t]; r->key; r++)
            count++;
    c->values = arena_array(c->arena, count, sizeof(*c->values));
    if (!c->values)
        return fail_memory(cx);
    for (size_t t = 0; tables[t] && !e; t++)
        for (const struct config_row *r = tables[t]; r->key && !e; r++) {
            const char *initial = r->initial ? r->initial : "";
            must(!find(c, r->key, strlen(r->key)));
            c->values[c->count] = (struct value){.row = r};
            e = set(cx, c, &c->values[c->count++], initial, strlen(initial), "default");
        }
    return e;
}

static void trim(const char **p, size_t *n)
{
    while (*n && (**p == ' ' || **p == '\t')) {
        (*p)++;
        (*n)--;
    }
    while (*n && ((*p)[*n - 1] == ' ' || (*p)[*n - 1] == '\t' || (*p)[*n - 1] == '\r'))
        (*n)--;
}

/* One line of the file. section is "" before the first. */
static enum err read_line(struct ctx *cx, struct config *c, const char *p, size_t n,
                          const char **section, bool *ret_syntax)
{
    const char *equals, *value, *key;
    size_t value_n, key_n;
    struct value *v;

    trim(&p, &n);
    if (n == 0 || *p == '#' || *p == ';')
        return OK;
    if (*p == '[') {
        *ret_syntax = n > 2 && p[n - 1] == ']' && !memchr(p, 0, n);
        key = *ret_syntax ? arena_dup_n(cx->arena, p + 1, n - 2) : "";
        if (!key)
            return fail_memory(cx);
        *section = key;
        return OK;
    }
    equals = memchr(p, '=', n);
    *ret_syntax = equals && equals > p && !memchr(p, 0, n);
    if (!*ret_syntax)
        return OK;
    value = equals + 1;
    value_n = n - (size_t)(value - p);
    n = (size_t)(equals - p);
    trim(&p, &n);
    trim(&value, &value_n);
    if (value_n >= 2 && value[0] == '"' && value[value_n - 1] == '"') {
        value++;
        value_n -= 2;
    }
    key = arena_print(cx->arena, "%s%s%.*s", *section, **section ? "." : "", (int)n, p);
    if (!key)
        return fail_memory(cx);
    key_n = strlen(key);
    v = find(c, key, key_n);
    return v ? set(cx, c, v, value, value_n, "file") : unknown(cx, c, key, key_n);
}

static enum err load_text(struct ctx *cx, struct config *c, const char *name, const char *p,
                          size_t n)
{
    const char *section = "";
    int line = 1;
    char number[16];

    for (const char *end = p + n; p < end; line++) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        const char *stop = nl ? nl : end;
        bool syntax = true;
        enum err e = read_line(cx, c, p, (size_t)(stop - p), &section, &syntax);
        if (e)
            return e;
        if (!syntax) {
            (void)snprintf(number, sizeof(number), "%d", line);
            return fail(cx, ERR_INVALID, "config.syntax", "file", name, "line", number, NULL);
        }
        p = nl ? nl + 1 : end;
    }
    return OK;
}

static enum err load_file(struct ctx *cx, struct config *c, const char *name)
{
    char *bytes;
    size_t n;
    bool bad;
    FILE *f = name ? fopen(name, "rb") : NULL;

    if (!name || (!f && errno == ENOENT))
        return OK;
    if (!f)
        return fail(cx, ERR_INVALID, "config.read", "file", name, NULL);
    bytes = arena_alloc(c->arena, FILE_MAX);
    n = bytes ? fread(bytes, 1, FILE_MAX, f) : 0;
    bad = ferror(f) || n == FILE_MAX;
    (void)fclose(f);
    if (!bytes)
        return fail_memory(cx);
    if (bad)
        return fail(cx, ERR_INVALID, "config.read", "file", name, NULL);
    return load_text(cx, c, name, bytes, n);
}

/* "db.url" is PRACA_DB_URL. */
static void env_name(const char *key, char ret[ENV_NAME_MAX])
{
    char *to = ret;

    (void)snprintf(ret, ENV_NAME_MAX, "PRACA_%s", key);
    for (; *to; to++)
        *to = *to == '.' || *to == '-' ? '_' : *to >= 'a' && *to <= 'z' ? (char)(*to - 32) : *to;
}

static enum err load_environment(struct ctx *cx, struct config *c, char *const *environment)
{
    enum err e = OK;

    for (size_t i = 0; i < c->count && !e; i++) {
        char name[ENV_NAME_MAX];
        size_t n;
        env_name(c->values[i].row->key, name);
        n = strlen(name);
        for (char *const *v = environment; v && *v && !e; v++)
            if (!strncmp(*v, name, n) && (*v)[n] == '=')
                e = set(cx, c, &c->values[i], *v + n + 1, strlen(*v + n + 1), "environment");
    }
    return e;
}

static enum err load_flags(struct ctx *cx, struct config *c, const char *const *flags)
{
    enum err e = OK;

    for (; flags && *flags && !e; flags++) {
        size_t n = strcspn(*flags, "=");
        struct value *v = find(c, *flags, n);
        if (!v)
            e = unknown(cx, c, *flags, n);
        else if ((*flags)[n] == '=')
            e = set(cx, c, v, *flags + n + 1, strlen(*flags + n + 1), "flag");
        else /* --db.quiet alone switches it on */
            e = v->row->kind == CONFIG_BOOL
                    ? set(cx, c, v, "true", 4, "flag")
                    : fail(cx, ERR_INVALID, "config.value", "key", v->row->key, NULL);
    }
    return e;
}

enum err config_load(struct ctx *cx, const struct config_row *const *tables, const char *file,
                     char *const *environment, const char *const *flags, struct config **ret)
{
    struct arena *a = arena_new(ARENA_MAX);
    struct config *c = a ? arena_alloc(a, sizeof(*c)) : NULL;
    enum err e;

    if (!c) {
        arena_free(a);
        return fail_memory(cx);
    }
    c->arena = a;
    e = load_rows(cx, tables, c);
    if (!e)
        e = load_file(cx, c, file);
    if (!e)
        e = load_environment(cx, c, environment);
    if (!e)
        e = load_flags(cx, c, flags);
    if (e)
        config_free(c);
    else
        *ret = c;
    return e;
}

void config_free(struct config *c)
{
    if (c)
        arena_free(c->arena);
}

static const struct value *declared(const struct config *c, const char *key)
{
    const struct value *v = find(c, key, strlen(key));

    must(v != NULL);
    return v;
}

const char *config_text(const struct config *c, const char *key)
{
    return declared(c, key)->text;
}

int64_t config_int(const struct config *c, const char *key)
{
    must(declared(c, key)->row->kind == CONFIG_INT);
    return declared(c, key)->number;
}

bool config_bool(const struct config *c, const char *key)
{
    must(declared(c, key)->row->kind == CONFIG_BOOL);
    return declared(c, key)->number != 0;
}

void config_describe(const struct config *c, enum lang lang, struct buf *out)
{
    for (size_t i = 0; i < c->count; i++) {
        const struct value *v = &c->values[i];
        const char *help = message_find(lang, v->row->help_key);
        bool hide = v->row->kind == CONFIG_SECRET && *v->text;

        buf_print(out, "%s = %s  (%s)\n", v->row->key, hide ? "********" : v->text, v->origin);
        if (v->row->kind == CONFIG_INT)
            buf_print(out, "    %" PRId64 "..%" PRId64 "\n", v->row->min, v->row->max);
        if (help)
            buf_print(out, "    %s\n", help);
    }
}
