/* sqlpack.c -- turn a .sql file into a C header of named queries.
 *
 *     -- name: contact_find             one text for both engines
 *     -- name: contact_age @sqlite      or one text for each
 *
 *     -- part: of_channel               text that queries below have as @{of_channel}
 *
 * :param becomes ?N for SQLite and $N for PostgreSQL, numbered by first use, so the same name is
 * the same parameter everywhere. Quoted text (also E'' and $tag$), quoted names, comments and '::'
 * casts are left alone; comments are dropped. A query that lacks a text for one engine stops the
 * build. Runs at build time, needs only libc.
 *
 * Surprising: a text longer than what C promises for a literal (4095 characters) is written as an
 * array. A ':' before a letter inside an array slice, a[1:n], reads as a parameter: write a[1 : 5]
 * or a cast.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PARAMS_MAX = 64, PARTS_MAX = 32, NAME_MAX_BYTES = 64, ENGINES = 2, LITERAL_MAX = 4000 };
enum { SQLITE = 1, POSTGRES = 2 };

struct text {
    char *bytes;
    size_t len, cap;
};

struct query {
    struct query *next;
    char name[NAME_MAX_BYTES];
    int line, param_count;
    struct text text[ENGINES];
    char *params[PARAMS_MAX];
};

struct packer {
    const char *file;
    const char *at; /* what is left of the input */
    int line;
    struct query *first, *last, *now;
    unsigned engines;
};

__attribute__((format(printf, 2, 3))) static _Noreturn void die(const struct packer *p,
                                                                const char *format, ...)
{
    va_list args;

    va_start(args, format);
    (void)fprintf(stderr, "%s:%d: ", p->file, p->line);
    (void)vfprintf(stderr, format, args);
    (void)fputc('\n', stderr);
    va_end(args);
    exit(1);
}

static void *checked(void *memory)
{
    if (!memory) {
        (void)fputs("sqlpack: no memory\n", stderr);
        exit(1);
    }
    return memory;
}

static void add(struct text *t, const char *bytes, size_t n)
{
    if (t->len + n + 1 > t->cap) {
        t->cap = (t->len + n + 1) * 2;
        t->bytes = checked(realloc(t->bytes, t->cap));
    }
    if (!t->bytes) /* checked() has ended the program; this is for those who cannot see it */
        abort();
    memcpy(t->bytes + t->len, bytes, n);
    t->len += n;
    t->bytes[t->len] = 0;
}

static bool name_char(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

static char *read_all(const char *file)
{
    FILE *f = fopen(file, "rb");
    struct text t = {0};
    char chunk[8192];
    size_t n;

    if (!f) {
        (void)fprintf(stderr, "sqlpack: cannot read %s\n", file);
        exit(1);
    }
    add(&t, "", 0);
    while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
        add(&t, chunk, n);
    (void)fclose(f);
    return t.bytes;
}

/* Take n bytes of input; text of the query when keep. */
static void take(struct packer *p, size_t n, bool keep)
{
    for (size_t i = 0; i < n; i++)
        if (p->at[i] == '\n')
            p->line++;
    for (int e = 0; keep && e < ENGINES; e++)
        if (p->engines & 1u << e)
            add(&p->now->text[e], p->at, n);
    p->at += n;
}

/* Length of what is quoted at s, with both ends; 0: not closed. */
static size_t quoted(const char *s, char end, bool backslash)
{
    for (size_t n = 1; s[n]; n++) {
        if (backslash && s[n] == '\\' && s[n + 1])
            n++;
        else if (s[n] == end && s[n + 1] == end)
            n++;
        else if (s[n] == end)
            return n + 1;
    }
    return 0;
}

/* Length of $tag$ at s; 0: it is none. */
static size_t dollar_tag(const char *s)
{
    size_t n = 1;

    if (isdigit((unsigned char)s[1]))
        return 0;
    while (name_char(s[n]))
        n++;
    return s[n] == '$' ? n + 1 : 0;
}

static size_t dollar_quoted(const char *s, size_t tag)
{
    for (const char *x = s + tag; *x; x++)
        if (strncmp(x, s, tag) == 0)
            return (size_t)(x - s) + tag;
    return 0;
}

/* Block comments nest, as PostgreSQL has it. */
static size_t block_comment(const char *s)
{
    int depth = 0;

    for (size_t n = 0; s[n]; n++) {
        if (s[n] == '/' && s[n + 1] == '*') {
            depth++;
            n++;
        } else if (s[n] == '*' && s[n + 1] == '/') {
            n++;
            if (--depth == 0)
                return n + 1;
        }
    }
    return 0;
}

static int param_number(struct packer *p, const char *name, size_t n)
{
    struct query *q = p->now;

    for (int i = 0; i < q->param_count; i++)
        if (strlen(q->params[i]) == n && memcmp(q->params[i], name, n) == 0)
            return i + 1;
    if (q->param_count == PARAMS_MAX)
        die(p, "%s: more than %d parameters", q->name, PARAMS_MAX);
    q->params[q->param_count] = checked(calloc(1, n + 1));
    memcpy(q->params[q->param_count], name, n);
    return ++q->param_count;
}

static void param(struct packer *p)
{
    char number[16];
    size_t n = 1;
    int k;

    while (name_char(p->at[n]))
        n++;
    k = param_number(p, p->at + 1, n - 1);
    for (int e = 0; e < ENGINES; e++) {
        int len = snprintf(number, sizeof(number), "%c%d", e ? '$' : '?', k);
        if (p->engines & 1u << e)
            add(&p->now->text[e], number, (size_t)len);
    }
    take(p, n, false);
}

static void space(struct packer *p)
{
    for (int e = 0; e < ENGINES; e++)
        if (p->engines & 1u << e)
            add(&p->now->text[e], " ", 1);
}

static struct query *find(struct packer *p, const char *name)
{
    struct query *q = p->first;

    while (q && strcmp(q->name, name) != 0)
        q = q->next;
    if (q)
        return q;
    q = checked(calloc(1, sizeof(*q)));
    (void)snprintf(q->name, sizeof(q->name), "%s", name);
    q->line = p->line;
    if (p->last)
        p->last->next = q;
    else
        p->first = q;
    p->last = q;
    return q;
}

static bool has_text(const struct text *t)
{
    for (size_t i = 0; i < t->len; i++)
        if (!isspace((unsigned char)t->bytes[i]))
            return true;
    return false;
}

/* The line "-- name: ..." at p->at, without its end. */
static void head(struct packer *p)
{
    char name[128] = "", engine[16] = "", rest[2] = "";
    char line[256];
    size_t n = strcspn(p->at, "\n");
    int got;

    if (n >= sizeof(line))
        die(p, "the line of the name is too long");
    memcpy(line, p->at, n);
    line[n] = 0;
    got = sscanf(line, "-- name: %127s %15s %1s", name, engine, rest);
    if (got < 1 || got > 2 || strlen(name) >= NAME_MAX_BYTES || isdigit((unsigned char)name[0]))
        die(p, "not \"-- name: a_name\" or \"-- name: a_name @engine\"");
    for (const char *c = name; *c; c++)
        if (!name_char(*c))
            die(p, "%s: a name is made of letters, digits and _", name);
    p->engines = got == 1                           ? SQLITE | POSTGRES
                 : strcmp(engine, "@sqlite") == 0   ? SQLITE
                 : strcmp(engine, "@postgres") == 0 ? POSTGRES
                                                    : 0;
    if (!p->engines)
        die(p, "%s: no engine is called %s", name, engine);
    p->now = find(p, name);
    for (int e = 0; e < ENGINES; e++)
        if ((p->engines & 1u << e) && p->now->text[e].bytes)
            die(p, "%s is there twice", name);
    take(p, n, false);
    for (int e = 0; e < ENGINES; e++)
        if (p->engines & 1u << e)
            add(&p->now->text[e], "", 0);
}

static void comment_or_head(struct packer *p, const char *start)
{
    bool fresh_line = p->at == start || p->at[-1] == '\n';

    if (fresh_line && strncmp(p->at, "-- name:", 8) == 0)
        head(p);
    else
        take(p, strcspn(p->at, "\n"), false);
}

static void need_closed(const struct packer *p, size_t n, const char *what)
{
    if (!n)
        die(p, "%s that does not end", what);
}

/* Whether the quote at p->at follows an E that stands alone. */
static bool escape_string(const struct packer *p, const char *start)
{
    const char *e = p->at - 1;

    return p->at > start && (*e == 'E' || *e == 'e') && (e == start || !name_char(e[-1]));
}

static void one(struct packer *p, const char *start)
{
    const char *s = p->at;
    size_t n;

    if (*s == '\'' || *s == '"') {
        n = quoted(s, *s, *s == '\'' && escape_string(p, start));
        need_closed(p, n, "quoted text");
        take(p, n, true);
    } else if (*s == '$' && (n = dollar_tag(s)) > 0) {
        n = dollar_quoted(s, n);
        need_closed(p, n, "$quoted$ text");
        take(p, n, true);
    } else if ((*s == '$' || *s == '?') && isdigit((unsigned char)s[1])) {
        die(p, "%s: parameters have names here, as :name", p->now->name);
    } else if (s[0] == ':' && s[1] == ':') {
        take(p, 2, true);
    } else if (s[0] == ':' && (isalpha((unsigned char)s[1]) || s[1] == '_')) {
        param(p);
    } else {
        take(p, 1, true);
    }
}

/* --- parts: put in before anything is read, on one line, so that lines keep their numbers */

struct part {
    char name[NAME_MAX_BYTES];
    struct text text;
};

struct parts {
    struct part all[PARTS_MAX];
    int n;
};

static bool begins(const char *line, const char *word)
{
    return strncmp(line, word, strlen(word)) == 0;
}

static const struct part *part_find(const struct parts *parts, const char *name, size_t n)
{
    for (int i = 0; i < parts->n; i++)
        if (strlen(parts->all[i].name) == n && memcmp(parts->all[i].name, name, n) == 0)
            return &parts->all[i];
    return NULL;
}

/* One line of the input into `to`, with the parts that it names. */
static void expand_line(const struct packer *p, const struct parts *parts, const char *line,
                        size_t n, struct text *to)
{
    const char *end = line + n;

    while (line < end) {
        const char *open = strstr(line, "@{");
        const struct part *found;
        size_t length;
        if (!open || open >= end)
            break;
        length = strcspn(open + 2, "}\n");
        found = open[2 + length] == '}' ? part_find(parts, open + 2, length) : NULL;
        if (!found || &found->text == to) /* nor is one a part of itself */
            die(p, "no part is called %.*s here", (int)length, open + 2);
        add(to, line, (size_t)(open - line));
        add(to, found->text.bytes, found->text.len);
        line = open + 2 + length + 1;
    }
    if (line < end)
        add(to, line, (size_t)(end - line));
}

static struct part *part_begin(const struct packer *p, struct parts *parts, const char *line,
                               size_t n)
{
    struct part *part = &parts->all[parts->n];
    char name[NAME_MAX_BYTES] = "", rest[2] = "", head_line[256];

    if (parts->n == PARTS_MAX || n >= sizeof(head_line))
        die(p, "too many parts, or too long a line");
    memcpy(head_line, line, n);
    head_line[n] = 0;
    if (sscanf(head_line, "-- part: %63s %1s", name, rest) != 1)
        die(p, "not \"-- part: a_name\"");
    if (part_find(parts, name, strlen(name)))
        die(p, "%s is there twice", name);
    memcpy(part->name, name, sizeof(name));
    add(&part->text, "", 0);
    parts->n++;
    return part;
}

/* The input without its parts and with them where they are named; to be freed. */
static char *expand(struct packer *p, const char *input)
{
    struct parts *parts = checked(calloc(1, sizeof(*parts)));
    struct part *now = NULL;
    struct text out = {0};

    add(&out, "", 0);
    for (const char *line = input; *line; p->line++) {
        size_t n = strcspn(line, "\n");
        if (begins(line, "-- name:"))
            now = NULL;
        if (begins(line, "-- part:"))
            now = part_begin(p, parts, line, n);
        else if (!now)
            expand_line(p, parts, line, n, &out);
        else if (n && !begins(line, "--")) {
            if (now->text.len)
                add(&now->text, " ", 1);
            expand_line(p, parts, line, n, &now->text);
        }
        line += n;
        if (*line == '\n')
            add(&out, line++, 1);
    }
    p->line = 1;
    for (int i = 0; i < parts->n; i++)
        free(parts->all[i].text.bytes);
    free(parts);
    return out.bytes;
}

static void pack(struct packer *p)
{
    const char *start = p->at;

    while (*p->at) {
        if (p->at[0] == '-' && p->at[1] == '-') {
            comment_or_head(p, start);
        } else if (p->at[0] == '/' && p->at[1] == '*') {
            size_t n = block_comment(p->at);
            need_closed(p, n, "a comment");
            take(p, n, false);
            if (p->now)
                space(p);
        } else if (!p->now && !isspace((unsigned char)*p->at)) {
            die(p, "text before the first \"-- name:\"");
        } else if (!p->now) {
            take(p, 1, false);
        } else {
            one(p, start);
        }
    }
}

/* Whether a second statement follows a ';' outside of quotes: looked for in the packed text, whose
 * only comments are gone. */
static bool many(const char *begin)
{
    const char *s = begin;

    while (*s) {
        size_t n = 1;
        if (*s == '\'' || *s == '"')
            n = quoted(s, *s, *s == '\'' && s > begin && (s[-1] | 32) == 'e');
        else if (*s == '$' && dollar_tag(s))
            n = dollar_quoted(s, dollar_tag(s));
        else if (*s == ';')
            return s[strspn(s + 1, " \t\r\n;") + 1] != 0;
        s += n ? n : 1;
    }
    return false;
}

/* Spaces around, blank lines and the closing ';' go. */
static void tidy(struct text *t)
{
    size_t from = strspn(t->bytes, " \t\r\n");

    while (t->len > from && strchr(" \t\r\n;", t->bytes[t->len - 1]))
        t->len--;
    memmove(t->bytes, t->bytes + from, t->len - from);
    t->len -= from;
    t->bytes[t->len] = 0;
}

static void finish(struct packer *p)
{
    static const char *const engines[] = {"sqlite", "postgres"};

    if (!p->first)
        die(p, "no query here");
    for (struct query *q = p->first; q; q = q->next) {
        p->line = q->line;
        for (int e = 0; e < ENGINES; e++) {
            if (!q->text[e].bytes)
                die(p, "%s has no text for %s", q->name, engines[e]);
            if (!has_text(&q->text[e]))
                die(p, "%s is empty", q->name);
            tidy(&q->text[e]);
            if (many(q->text[e].bytes))
                die(p, "%s is more than one statement", q->name);
        }
    }
}

static void print_literal(const struct text *t)
{
    (void)fputs("\n        \"", stdout);
    for (size_t i = 0; i < t->len; i++) {
        char c = t->bytes[i];
        if (c == '\n')
            (void)fputs(i + 1 < t->len ? "\\n\"\n        \"" : "\\n", stdout);
        else if (c == '"' || c == '\\' || c == '?')
            (void)printf("\\%c", c);
        else if ((unsigned char)c < 32 || (unsigned char)c > 126)
            (void)printf("\\%03o", (unsigned)(unsigned char)c);
        else
            (void)putchar(c);
    }
    (void)putchar('"');
}

static void print_array(const struct query *q, int engine)
{
    const struct text *t = &q->text[engine];

    if (t->len <= LITERAL_MAX)
        return;
    (void)printf("\nstatic const char SQL_%s_text_%d[] __attribute__((unused)) = {", q->name,
                 engine);
    for (size_t i = 0; i <= t->len; i++)
        (void)printf("%s'\\%o',", i % 14 ? "" : "\n    ",
                     i < t->len ? (unsigned)(unsigned char)t->bytes[i] : 0u);
    (void)puts("\n};");
}

static void print_query(const struct query *q)
{
    for (int e = 0; e < ENGINES; e++)
        print_array(q, e);
    (void)printf("\nstatic const struct db_query SQL_%s __attribute__((unused)) = {\n"
                 "    .name = \"%s\",\n    .text = {",
                 q->name, q->name);
    for (int e = 0; e < ENGINES; e++) {
        if (q->text[e].len > LITERAL_MAX)
            (void)printf("SQL_%s_text_%d", q->name, e);
        else
            print_literal(&q->text[e]);
        (void)putchar(e + 1 < ENGINES ? ',' : '}');
    }
    (void)fputs(",\n    .params = (const char *const[]){", stdout);
    for (int i = 0; i < q->param_count; i++)
        (void)printf("\"%s\", ", q->params[i]);
    (void)puts("NULL},\n};");
}

/* All of a file, for tests that prepare each: SQL_all_<file>. */
static void print_all(const struct packer *p)
{
    (void)fputs("\nstatic const struct db_query *const SQL_all_", stdout);
    for (const char *c = p->file; *c && *c != '.'; c++)
        (void)putchar(name_char(*c) ? *c : '_');
    (void)puts("[] __attribute__((unused)) = {");
    for (const struct query *q = p->first; q; q = q->next)
        (void)printf("    &SQL_%s,\n", q->name);
    (void)puts("    NULL,\n};");
}

static void free_all(struct query *q)
{
    while (q) {
        struct query *next = q->next;
        for (int e = 0; e < ENGINES; e++)
            free(q->text[e].bytes);
        for (int i = 0; i < q->param_count; i++)
            free(q->params[i]);
        free(q);
        q = next;
    }
}

int main(int argc, char **argv)
{
    struct packer p = {.line = 1};
    const char *slash;
    char *raw, *input;

    if (argc != 2) {
        (void)fputs("usage: sqlpack file.sql > file_sql.h\n", stderr);
        return 1;
    }
    slash = strrchr(argv[1], '/');
    p.file = slash ? slash + 1 : argv[1];
    raw = read_all(argv[1]);
    input = expand(&p, raw);
    free(raw);
    p.at = input;
    pack(&p);
    finish(&p);
    (void)printf("/* Made by tools/sqlpack from %s. Do not edit. */\n#include \"db/db.h\"\n",
                 p.file);
    for (const struct query *q = p.first; q; q = q->next)
        print_query(q);
    print_all(&p);
    free_all(p.first);
    free(input);
    return fflush(stdout) == 0 ? 0 : 1;
}
