/* msgpack.c -- turn the two message files into one sorted C table.
 *
 *     msgpack messages/pt-BR.json messages/en.json > message_table.h
 *
 * A file is nested objects of text; the key of a text is the names on the way to it, joined by dots. The build
 * stops when a key stands in one file only, stands twice, or names other {parameters} in the other
 * language. Runs at build time, needs only libc.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ROWS = 8000, MAX_KEY = 120, MAX_TEXT = 4000, MAX_FILE = 4 * 1024 * 1024, LANGS = 2 };

struct row {
    char key[MAX_KEY];
    char *text;
    int line;
};

struct file {
    const char *name;
    const char *at;
    int line;
    size_t count;
    struct row rows[MAX_ROWS];
};

static _Noreturn void die(const struct file *f, int line, const char *why, const char *what)
{
    (void)fprintf(stderr, "%s:%d: %s%s%s\n", f->name, line, why, *what ? ": " : "", what);
    exit(1);
}

static void space(struct file *f)
{
    for (; *f->at == ' ' || *f->at == '\n' || *f->at == '\t' || *f->at == '\r'; f->at++)
        f->line += *f->at == '\n';
}

static void expect(struct file *f, char c)
{
    char what[2] = {c, 0};

    space(f);
    if (*f->at != c)
        die(f, f->line, "expected", what);
    f->at++;
}

static unsigned hex4(struct file *f)
{
    char digits[5] = {0};

    for (int i = 0; i < 4; i++) {
        if (!f->at[i])
            die(f, f->line, "text is cut off", "");
        digits[i] = f->at[i];
    }
    if (strspn(digits, "0123456789abcdefABCDEF") != 4)
        die(f, f->line, "not four hex digits", digits);
    f->at += 4;
    return (unsigned)strtoul(digits, NULL, 16);
}

/* Messages need no characters past U+FFFF by escape; they are written as they are. */
static size_t put_utf8(char *to, unsigned c)
{
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        to[0] = (char)(0xc0 | c >> 6);
        to[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    to[0] = (char)(0xe0 | c >> 12);
    to[1] = (char)(0x80 | (c >> 6 & 0x3f));
    to[2] = (char)(0x80 | (c & 0x3f));
    return 3;
}

static void text(struct file *f, char *to, size_t room)
{
    size_t n = 0;

    expect(f, '"');
    for (; *f->at && *f->at != '"' && *f->at != '\n'; f->at++) {
        char c = *f->at;
        if (n + 4 > room)
            die(f, f->line, "too long", "");
        if (c == '\\') {
            const char *k = strchr("\"\"\\\\//n\nt\tr\r", *++f->at);
            if (*f->at == 'u') {
                f->at++;
                n += put_utf8(to + n, hex4(f));
                f->at--;
                continue;
            }
            if (!k || !*f->at)
                die(f, f->line, "unknown escape", "");
            c = k[1];
        }
        to[n++] = c;
    }
    if (*f->at != '"')
        die(f, f->line, "text is not closed on its line", "");
    f->at++;
    to[n] = 0;
}

static void object(struct file *f, const char *prefix, int depth)
{
    expect(f, '{');
    space(f);
    if (*f->at == '}') {
        f->at++;
        return;
    }
    for (;;) {
        char name[MAX_KEY], key[2 * MAX_KEY + 2];
        text(f, name, sizeof(name));
        (void)snprintf(key, sizeof(key), "%s%s%s", prefix, *prefix ? "." : "", name);
        if (!*name || strlen(key) >= MAX_KEY || depth > 6)
            die(f, f->line, "empty, too long or too deep", key);
        expect(f, ':');
        space(f);
        if (*f->at == '{') {
            object(f, key, depth + 1);
        } else {
            char value[MAX_TEXT];
            struct row *r = &f->rows[f->count];
            if (f->count++ == MAX_ROWS)
                die(f, f->line, "too many messages", "");
            r->line = f->line;
            text(f, value, sizeof(value));
            (void)snprintf(r->key, sizeof(r->key), "%s", key);
            r->text = malloc(strlen(value) + 1);
            if (!r->text || !*value)
                die(f, f->line, "empty message", key);
            memcpy(r->text, value, strlen(value) + 1);
        }
        space(f);
        if (*f->at != ',')
            break;
        f->at++;
    }
    expect(f, '}');
}

static int by_key(const void *a, const void *b)
{
    return strcmp(((const struct row *)a)->key, ((const struct row *)b)->key);
}

static struct file *load(const char *name)
{
    struct file *f = calloc(1, sizeof(*f));
    char *bytes = calloc(1, MAX_FILE);
    FILE *in = fopen(name, "rb");

    if (!f || !bytes || !in) {
        (void)fprintf(stderr, "%s: cannot be read\n", name);
        exit(1);
    }
    f->name = name;
    f->line = 1;
    f->at = bytes;
    if (fread(bytes, 1, MAX_FILE - 1, in) == MAX_FILE - 1)
        die(f, 0, "too large", "");
    (void)fclose(in);
    object(f, "", 1);
    space(f);
    if (*f->at)
        die(f, f->line, "more after the end", "");
    qsort(f->rows, f->count, sizeof(f->rows[0]), by_key);
    for (size_t i = 1; i < f->count; i++)
        if (!strcmp(f->rows[i - 1].key, f->rows[i].key))
            die(f, f->rows[i].line, "stands twice", f->rows[i].key);
    return f;
}

/* Whether every {name} of a stands in b. */
static int names_in(const char *a, const char *b)
{
    while ((a = strchr(a, '{')) != NULL) {
        char name[64];
        size_t n = strcspn(a, "}") + 1;
        if (n >= sizeof(name))
            return 0;
        memcpy(name, a, n);
        name[n] = 0;
        if (!strstr(b, name))
            return 0;
        a++;
    }
    return 1;
}

/* Walks both sorted lists side by side. */
static void compare(const struct file *a, const struct file *b)
{
    for (size_t i = 0; i < a->count || i < b->count; i++) {
        const struct row *x = &a->rows[i], *y = &b->rows[i];
        int c = i >= a->count ? 1 : i >= b->count ? -1 : strcmp(x->key, y->key);
        if (c < 0)
            die(b, 0, "a message is missing", x->key);
        if (c > 0)
            die(a, 0, "a message is missing", y->key);
        if (!names_in(x->text, y->text) || !names_in(y->text, x->text))
            die(b, y->line, "other {parameters} than in the other language", y->key);
    }
}

static void quoted(const char *p)
{
    (void)putchar('"');
    for (; *p; p++) {
        if (*p == '\n')
            (void)fputs("\\n", stdout);
        else if (*p == '"' || *p == '\\' || *p == '?')
            (void)printf("\\%c", *p);
        else
            (void)putchar(*p);
    }
    (void)putchar('"');
}

int main(int argc, char **argv)
{
    struct file *f[LANGS];

    if (argc != 1 + LANGS) {
        (void)fputs("usage: msgpack pt-BR.json en.json > message_table.h\n", stderr);
        return 1;
    }
    for (int i = 0; i < LANGS; i++)
        f[i] = load(argv[1 + i]);
    compare(f[0], f[1]);
    (void)puts("/* Made by tools/msgpack. Do not edit. */");
    (void)puts("static const struct message_row message_table[] = {");
    for (size_t i = 0; i < f[0]->count; i++) {
        (void)fputs("    {", stdout);
        quoted(f[0]->rows[i].key);
        for (int k = 0; k < LANGS; k++) {
            (void)fputs(k ? ", " : ", {", stdout);
            quoted(f[k]->rows[i].text);
        }
        (void)puts("}},");
    }
    (void)puts("};");
    return 0;
}
