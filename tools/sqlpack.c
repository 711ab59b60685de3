/* sqlpack.c -- turn a .sql file into a C header of named queries.
 *
 *     -- name: contact_find             one text for both engines
 *     -- name: contact_age @sqlite      or one text for each
 *
 * :param is kept for SQLite as ?N and becomes $N for PostgreSQL, numbered by
 * first use, so the same name is the same parameter everywhere. '::' casts,
 * quoted text and comments are left alone. Runs at build time, needs only libc.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_Q = 200, MAX_P = 40, ENGINES = 2 };

static struct query {
    char name[64];
    char *text[ENGINES];
    char param[MAX_P + 1][32];
    int nparam;
} qs[MAX_Q];
static int nq;

static void die(const char *file, int line, const char *why)
{
    fprintf(stderr, "%s:%d: %s\n", file, line, why);
    exit(1);
}

static struct query *get(const char *name)
{
    for (int i = 0; i < nq; i++)
        if (!strcmp(qs[i].name, name))
            return &qs[i];
    if (nq == MAX_Q)
        return NULL;
    snprintf(qs[nq].name, sizeof(qs[nq].name), "%s", name);
    return &qs[nq++];
}

static int param(struct query *q, const char *s, size_t n)
{
    for (int i = 0; i < q->nparam; i++)
        if (strlen(q->param[i]) == n && !memcmp(q->param[i], s, n))
            return i + 1;
    if (q->nparam == MAX_P || n >= sizeof(q->param[0]))
        return 0;
    memcpy(q->param[q->nparam], s, n);
    return ++q->nparam;
}

/* Append one line of SQL to the texts of the engines in mask. */
static int add(struct query *q, unsigned mask, const char *line)
{
    for (int e = 0; e < ENGINES; e++) {
        char out[4096];
        size_t o = 0;
        int quoted = 0;
        if (!(mask & 1u << e))
            continue;
        for (const char *p = line; *p && *p != '\n' && o < sizeof(out) - 16; p++) {
            if (*p == '\'')
                quoted = !quoted;
            if (!quoted && p[0] == '-' && p[1] == '-')
                break;
            if (!quoted && p[0] == ':' && p[1] == ':') {
                out[o++] = *p++;
                out[o++] = *p;
            } else if (!quoted && p[0] == ':' && isalpha((unsigned char)p[1])) {
                size_t n = 1;
                int k;
                while (isalnum((unsigned char)p[n]) || p[n] == '_')
                    n++;
                k = param(q, p + 1, n - 1);
                if (!k)
                    return 0;
                o += (size_t)snprintf(out + o, 8, "%c%d", e ? '$' : '?', k);
                p += n - 1;
            } else {
                if (*p == '"' || *p == '\\')
                    out[o++] = '\\';
                out[o++] = *p;
            }
        }
        if (!o)
            continue;
        size_t old = q->text[e] ? strlen(q->text[e]) : 0;
        q->text[e] = realloc(q->text[e], old + o + 16);
        if (!q->text[e])
            abort();
        snprintf(q->text[e] + old, o + 16, "\n    \"%.*s\\n\"", (int)o, out);
    }
    return 1;
}

int main(int argc, char **argv)
{
    char line[4096], name[64], engine[16];
    struct query *q = NULL;
    unsigned mask = 0;
    FILE *f = argc == 2 ? fopen(argv[1], "r") : NULL;

    if (!f)
        die("sqlpack", 0, "usage: sqlpack file.sql > file_sql.h");
    for (int n = 1; fgets(line, sizeof(line), f); n++) {
        int got = sscanf(line, "-- name: %63s @%15s", name, engine);
        if (got >= 1) {
            q = get(name);
            mask = got == 1                      ? 3u
                   : !strcmp(engine, "sqlite")   ? 1u
                   : !strcmp(engine, "postgres") ? 2u
                                                 : 0u;
            if (!q || !mask)
                die(argv[1], n, "too many queries, or an engine nobody knows");
        } else if (q && !add(q, mask, line)) {
            die(argv[1], n, "too many parameters, or one with a long name");
        }
    }
    fclose(f);
    printf("/* Made by tools/sqlpack from %s. Do not edit. */\n#include \"db/db.h\"\n",
           argv[1]);
    for (int i = 0; i < nq; i++) {
        if (!qs[i].text[0] || !qs[i].text[1])
            die(argv[1], 0, qs[i].name);
        printf("\nstatic const struct db_query SQL_%s __attribute__((unused)) = {\n    .name = "
               "\"%s\",\n    .text = {%s,%s},\n    .params = (const char *const[]){",
               qs[i].name, qs[i].name, qs[i].text[0], qs[i].text[1]);
        for (int k = 0; k < qs[i].nparam; k++)
            printf("\"%s\", ", qs[i].param[k]);
        printf("NULL},\n};\n");
    }
    return 0;
}
