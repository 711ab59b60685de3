/* migpack.c -- turn migrations/NNNN_name.sql into one C file, in the order of their numbers.
 *
 *     -- @sqlite      what follows is for SQLite alone
 *     -- @postgres    ... for PostgreSQL alone
 *     -- @both        ... for both again, as at the start of a file
 *
 * Each on a line of its own. Texts are written as arrays, since C promises literals of 4095 characters only.
 * The folder is read here and named in the depfile, so that a new file is packed without a word to the build.
 * Runs at build time, needs only libc.
 *
 * Usage: migpack FOLDER OUT.c DEPFILE
 */
#include <ctype.h>
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILES_MAX = 1000, NAME_MAX_BYTES = 128, ENGINES = 2 };
enum { SQLITE = 1, POSTGRES = 2, BOTH = 3 };

struct text {
    char *bytes;
    size_t len, cap;
};

struct migration {
    char file[NAME_MAX_BYTES];
    bool split; /* the texts differ */
    struct text text[ENGINES];
};

static _Noreturn void die(const char *file, int line, const char *why)
{
    (void)fprintf(stderr, "%s:%d: %s\n", file, line, why);
    exit(1);
}

static void add(struct text *t, const char *bytes, size_t n)
{
    if (t->len + n + 1 > t->cap) {
        t->cap = (t->len + n + 1) * 2;
        t->bytes = realloc(t->bytes, t->cap);
        if (!t->bytes)
            die("migpack", 0, "no memory");
    }
    memcpy(t->bytes + t->len, bytes, n);
    t->len += n;
    t->bytes[t->len] = 0;
}

/* NNNN_name.sql */
static bool good_name(const char *s)
{
    size_t n = strlen(s);

    for (int i = 0; i < 4; i++)
        if (!isdigit((unsigned char)s[i]))
            return false;
    if (s[4] != '_' || n < 10 || n >= NAME_MAX_BYTES || strcmp(s + n - 4, ".sql") != 0)
        return false;
    for (size_t i = 5; i < n - 4; i++)
        if (!islower((unsigned char)s[i]) && !isdigit((unsigned char)s[i]) && s[i] != '_')
            return false;
    return strncmp(s, "0000", 4) != 0;
}

static bool ends_in_sql(const char *s)
{
    size_t n = strlen(s);
    return n >= 4 && strcmp(s + n - 4, ".sql") == 0;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct migration *)a)->file, ((const struct migration *)b)->file);
}

static int list(const char *folder, struct migration *all)
{
    DIR *d = opendir(folder);
    struct dirent *f;
    int n = 0;

    if (!d)
        die(folder, 0, "cannot be read");
    while ((f = readdir(d))) {
        if (f->d_name[0] == '.' || !ends_in_sql(f->d_name))
            continue;
        if (!good_name(f->d_name))
            die(f->d_name, 0, "a migration is called NNNN_name.sql, from 0001, in lower case");
        if (n == FILES_MAX)
            die(folder, 0, "too many migrations");
        (void)snprintf(all[n++].file, NAME_MAX_BYTES, "%s", f->d_name);
    }
    (void)closedir(d);
    qsort(all, (size_t)n, sizeof(*all), by_name);
    for (int i = 1; i < n; i++)
        if (strncmp(all[i].file, all[i - 1].file, 4) == 0)
            die(all[i].file, 0, "two migrations have this number");
    return n;
}

static char *read_all(const char *folder, const char *file)
{
    char path[4096];
    char chunk[8192];
    struct text t = {0};
    size_t n;
    FILE *f;

    (void)snprintf(path, sizeof(path), "%s/%s", folder, file);
    f = fopen(path, "rb");
    if (!f)
        die(path, 0, "cannot be read");
    add(&t, "", 0);
    while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
        add(&t, chunk, n);
    (void)fclose(f);
    if (strlen(t.bytes) != t.len)
        die(path, 0, "has a NUL byte");
    return t.bytes;
}

/* Which engines a line "-- @..." switches to; 0: it is not such a line. */
static unsigned section(const char *file, int line, const char *s, size_t n)
{
    while (n && isspace((unsigned char)s[n - 1]))
        n--;
    if (n < 4 || strncmp(s, "-- @", 4) != 0)
        return 0;
    if (n == 10 && strncmp(s + 4, "sqlite", 6) == 0)
        return SQLITE;
    if (n == 12 && strncmp(s + 4, "postgres", 8) == 0)
        return POSTGRES;
    if (n == 8 && strncmp(s + 4, "both", 4) == 0)
        return BOTH;
    die(file, line, "no such section: @sqlite, @postgres and @both are");
}

static bool blank(const struct text *t)
{
    return t->len == 0 || strspn(t->bytes, " \t\r\n") == t->len;
}

static void read_one(const char *folder, struct migration *m)
{
    char *bytes = read_all(folder, m->file);
    unsigned engines = BOTH, next;
    int line = 1;

    for (const char *s = bytes; *s; line++) {
        size_t n = strcspn(s, "\n");
        if (s[n] == '\n')
            n++;
        next = section(m->file, line, s, n);
        if (next) {
            engines = next;
            m->split = true;
        }
        for (int e = 0; e < ENGINES && !next; e++)
            if (engines & 1u << e)
                add(&m->text[e], s, n);
        s += n;
    }
    for (int e = 0; e < ENGINES; e++)
        add(&m->text[e], "", 0);
    if (blank(&m->text[0]) && blank(&m->text[1]))
        die(m->file, 1, "is empty");
    free(bytes);
}

static void write_text(FILE *out, const struct migration *m, int engine)
{
    const struct text *t = &m->text[engine];

    (void)fprintf(out, "\nstatic const char text_%.4s_%d[] = {", m->file, engine);
    for (size_t i = 0; i <= t->len; i++)
        (void)fprintf(out, "%s'\\%o',", i % 14 ? "" : "\n    ",
                      i < t->len ? (unsigned)(unsigned char)t->bytes[i] : 0u);
    (void)fputs("\n};\n", out);
}

static void write_row(FILE *out, const struct migration *m)
{
    int number = (int)strtol(m->file, NULL, 10);
    int name = (int)strlen(m->file) - 9;

    (void)fprintf(out, "    {%d, \"%.*s\", {text_%.4s_0, text_%.4s_%d}},\n", number, name,
                  m->file + 5, m->file, m->file, m->split ? 1 : 0);
}

static FILE *writing(const char *file)
{
    FILE *f = fopen(file, "wb");

    if (!f)
        die(file, 0, "cannot be written");
    return f;
}

static void written(FILE *f, const char *file)
{
    bool bad = ferror(f) != 0;

    if (fclose(f) != 0 || bad)
        die(file, 0, "cannot be written");
}

static void write_depfile(const char *file, const char *folder, const char *out,
                          const struct migration *all, int n)
{
    FILE *f = writing(file);

    (void)fprintf(f, "%s: %s", out, folder);
    for (int i = 0; i < n; i++)
        (void)fprintf(f, " %s/%s", folder, all[i].file);
    (void)fputc('\n', f);
    written(f, file);
}

int main(int argc, char **argv)
{
    struct migration *all = calloc(FILES_MAX, sizeof(*all));
    FILE *out;
    int n;

    if (argc != 4 || !all)
        die("migpack", 0, "usage: migpack FOLDER OUT.c DEPFILE");
    n = list(argv[1], all);
    out = writing(argv[2]);
    (void)fputs("/* Made by tools/migpack. Do not edit. */\n#include \"db/migrations.h\"\n", out);
    for (int i = 0; i < n; i++) {
        read_one(argv[1], &all[i]);
        write_text(out, &all[i], 0);
        if (all[i].split)
            write_text(out, &all[i], 1);
    }
    (void)fputs("\nconst struct db_migration praca_migrations[] = {\n", out);
    for (int i = 0; i < n; i++)
        write_row(out, &all[i]);
    (void)fprintf(out, "    {0},\n};\nconst size_t praca_migration_count = %d;\n", n);
    written(out, argv[2]);
    write_depfile(argv[3], argv[1], argv[2], all, n);
    for (int i = 0; i < n; i++)
        for (int e = 0; e < ENGINES; e++)
            free(all[i].text[e].bytes);
    free(all);
    return 0;
}
