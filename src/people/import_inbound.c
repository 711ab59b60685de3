/* import_inbound.c -- what other programs send becomes imports.
 *
 * A body is stored first and answered then; nobody's program waits for our checks. A job takes what has gathered, lays the
 * values out as a table (a column for each path that the map names, a row for each record in a body) and gives that to the
 * machinery that files go through. So a body has the same trial, the same wrong rows and the same undo as a line of a file.
 *
 * A path is the names on the way to a value, with dots between them: "lead.email", "items.0.id".
 *
 * Surprising: a wrong row never stops its neighbours here, whatever the source says: whoever sent the other bodies
 * does not know of it. It makes its own delivery fail, which says why and can be played again.
 */
#include "people/import_delivery_priv.h"

#include "base/hash.h"
#include "base/text.h"
#include "base/time.h"
#include "net/wire.h"
#include "people/import_priv.h"

#include "import_source_sql.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { TAKE_MAX = 500, SAMPLE_BODIES = 20, PATHS_MAX = 150, SAMPLES = 3, LEVELS_MAX = 6 };
enum { RECORDS_MAX = 5000, KEY_MAX = 200 };

/* --- paths */

static const struct json *member_of(const struct json *v, const char *name, size_t n)
{
    int64_t nth = -1;
    char number[8];

    if (!v || (v->kind != JSON_OBJECT && v->kind != JSON_LIST))
        return NULL;
    if (v->kind == JSON_LIST) {
        if (n >= sizeof(number))
            return NULL;
        memcpy(number, name, n);
        number[n] = 0;
        if (!text_to_int(number, &nth) || nth < 0)
            return NULL;
    }
    for (const struct json *m = v->first; m; m = m->next) {
        if (v->kind == JSON_OBJECT ? strlen(m->name) == n && !memcmp(m->name, name, n) : nth-- == 0)
            return m;
    }
    return NULL;
}

/* A name that holds dots itself ("custom.fields") is looked for before its parts are. */
static const struct json *at_path(const struct json *v, const char *path)
{
    size_t all = strlen(path);
    const struct json *whole = v && v->kind == JSON_OBJECT ? member_of(v, path, all) : NULL;
    size_t n = strcspn(path, ".");

    if (whole || !path[n])
        return whole ? whole : member_of(v, path, n);
    return at_path(member_of(v, path, n), path + n + 1);
}

static void scalar_text(struct buf *out, const struct json *v)
{
    struct json_writer w = json_to(out);

    if (v->kind == JSON_TEXT)
        buf_add_text(out, v->text);
    else if (v->kind == JSON_INT || v->kind == JSON_REAL || v->kind == JSON_BOOL)
        json_put(&w, v);
}

/* As a cell: a list of plain values with commas between them; an object and what is not there are nothing. */
static const char *cell_text(struct ctx *cx, const struct json *v)
{
    struct buf out = buf_in(cx->arena);

    if (!v || v->kind == JSON_OBJECT || v->kind == JSON_NULL)
        return "";
    if (v->kind == JSON_TEXT)
        return v->text;
    if (v->kind != JSON_LIST) {
        scalar_text(&out, v);
        return buf_text(&out);
    }
    for (const struct json *m = v->first; m; m = m->next) {
        if (m != v->first)
            buf_add_char(&out, ',');
        scalar_text(&out, m);
    }
    return buf_text(&out);
}

/* --- receiving */

/* A form as an object of texts; a name that comes twice becomes a list. */
static enum err form_as_json(struct ctx *cx, const char *body, const char **ret)
{
    const struct http_pair *fields = NULL;
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    int count = 0;

    if (!wire_query(cx->arena, body, &fields, &count) || count > PATHS_MAX)
        return fail(cx, ERR_INVALID, "import.body", NULL);
    json_open_object(&w);
    for (int i = 0; i < count; i++) {
        int before = 0, all = 0;
        for (int k = 0; k < count; k++) {
            bool same = !strcmp(fields[k].name, fields[i].name);
            before += same && k < i;
            all += same;
        }
        if (before) /* written with the first of its name */
            continue;
        json_name(&w, fields[i].name);
        if (all > 1)
            json_open_list(&w);
        for (int k = i; k < count; k++)
            if (!strcmp(fields[k].name, fields[i].name))
                json_put_text(&w, fields[k].value);
        if (all > 1)
            json_close_list(&w);
    }
    json_close_object(&w);
    *ret = buf_text(&out);
    return *ret ? OK : fail_memory(cx);
}

/* Also brings the body to one form, whatever its blanks. */
static enum err read_body(struct ctx *cx, const char *type, const char *body, size_t bytes,
                          const struct json **ret, const char **ret_text)
{
    static const char form[] = "application/x-www-form-urlencoded";
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    const char *text = body;
    enum err e = OK;

    if (type && !strncasecmp(type, form, sizeof(form) - 1)) {
        e = form_as_json(cx, body, &text);
        bytes = !e ? strlen(text) : 0;
    }
    if (!e)
        e = json_parse(cx, text, bytes, ret);
    if (e == ERR_INVALID || (!e && (*ret)->kind != JSON_OBJECT && (*ret)->kind != JSON_LIST)) {
        fault_clear(cx);
        return fail(cx, ERR_INVALID, "import.body", NULL);
    }
    if (e)
        return e;
    json_put(&w, *ret);
    *ret_text = buf_text(&out);
    return *ret_text ? OK : fail_memory(cx);
}

struct receipt {
    const char *token_hash, *secret;
    int64_t site;
    struct import_delivery d;
    const char *id_path;
    const struct json *in;
    bool again;
};

static enum err token_source(struct ctx *cx, struct db *db, struct receipt *x)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_import_source_of_token, &st);

    if (e)
        goto out;
    db_bind_text(st, "token_hash", x->token_hash);
    e = db_step(cx, st, &row);
    if (!e && !row)
        e = fail(cx, ERR_NOTFOUND, "import.no_source", NULL);
    if (e)
        goto out;
    x->site = db_int(st, 0);
    x->d.source = db_int(st, 1);
    x->secret = db_text_dup(cx, st, 2);
out:
    db_done(st);
    return e;
}

static enum err who_is(struct ctx *cx, struct db_pool *pool, struct receipt *x)
{
    struct db *db = NULL;
    void *found = NULL;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = token_source(cx, db, x);
    if (!e) {
        cx->site = x->site;
        e = model_get(cx, db, &import_source_model, x->d.source, &found);
    }
    db_return(db);
    if (!e)
        x->id_path = ((const struct import_source *)found)->id_path;
    return e;
}

static enum err check_signature(struct ctx *cx, const char *secret, const char *signature,
                                const char *body, size_t bytes)
{
    unsigned char want[SHA256_BYTES], got[SHA256_BYTES];

    if (!secret)
        return OK;
    hmac_sha256(secret, strlen(secret), body, bytes, want);
    if (signature && !strncmp(signature, "sha256=", 7))
        signature += 7;
    if (!signature || !hex_read(signature, got, sizeof(got)) ||
        !equal_in_constant_time(want, got, sizeof(want)))
        return fail(cx, ERR_DENIED, "import.signature", NULL);
    return OK;
}

/* What makes it the same as another: the value it names, or all of it. */
static enum err set_key(struct ctx *cx, struct receipt *x)
{
    const char *named = text_empty(x->id_path) ? "" : cell_text(cx, at_path(x->in, x->id_path));
    unsigned char digest[SHA256_BYTES];
    char hex[SHA256_HEX];
    const char *from = text_empty(named) ? x->d.body : named;

    sha256(from, strlen(from), digest);
    hex_text(digest, sizeof(digest), hex);
    x->d.same_key = arena_print(cx->arena, "%s%s", text_empty(named) ? "" : "id ", hex);
    return x->d.same_key ? OK : fail_memory(cx);
}

static enum err receive_in(struct ctx *cx, struct db *db, void *arg)
{
    struct receipt *x = arg;
    enum err e = delivery_add(cx, db, &x->d, &x->again);

    return e || x->again ? e : inbound_queue(cx, db, x->d.source);
}

enum err import_receive(struct ctx *cx, struct db_pool *pool, const char *token, const char *type,
                        const char *signature, const char *body, size_t bytes, int64_t *ret_id,
                        bool *ret_again)
{
    struct receipt x = {.d = {.state = "waiting", .import = NIL}};
    unsigned char raw[SHA256_BYTES];
    char hex[SHA256_HEX];
    enum err e;

    sha256(token, strlen(token), raw);
    hex_text(raw, sizeof(raw), hex);
    x.token_hash = hex;
    e = who_is(cx, pool, &x);
    if (!e)
        e = check_signature(cx, x.secret, signature, body, bytes);
    if (!e)
        e = read_body(cx, type, body, bytes, &x.in, &x.d.body);
    if (!e)
        e = set_key(cx, &x);
    if (e)
        return e;
    x.d.bytes = (int64_t)bytes;
    e = db_write(cx, pool, receive_in, &x);
    if (!e) {
        *ret_id = x.d.id;
        *ret_again = x.again;
    }
    return e;
}

/* --- bodies as a table */

struct table {
    const char **columns;
    size_t count;
    struct buf out;
    int64_t rows;
};

/* Always in quotes: nobody opens this in a spreadsheet, so nothing is defused and nothing is lost. */
static void put_cell(struct buf *out, const char *text, bool first)
{
    buf_add_text(out, first ? "\"" : ",\"");
    for (const char *p = text; *p; p++) {
        if (*p == '"')
            buf_add_char(out, '"');
        buf_add_char(out, *p);
    }
    buf_add_char(out, '"');
}

static bool has_column(const struct table *t, const char *name, size_t n)
{
    for (size_t i = 0; i < t->count; i++)
        if (strlen(t->columns[i]) == n && !memcmp(t->columns[i], name, n))
            return true;
    return false;
}

static void add_column(struct ctx *cx, struct table *t, const char *name, size_t n)
{
    if (n && t->count < IMPORT_COLUMNS_MAX && !has_column(t, name, n))
        t->columns[t->count++] = arena_dup_n(cx->arena, name, n);
}

/* The columns that a map reads, those in the templates of its constants too. */
static enum err table_open(struct ctx *cx, const char *map_text, struct table *t)
{
    const struct json *map = NULL;
    enum err e = json_parse(cx, map_text, strlen(map_text), &map);

    *t = (struct table){.out = buf_in(cx->arena)};
    t->columns = arena_array(cx->arena, IMPORT_COLUMNS_MAX, sizeof(*t->columns));
    if (e)
        return e;
    if (!t->columns)
        return fail_memory(cx);
    for (const struct json *c = json_get(map, "columns") ? json_get(map, "columns")->first : NULL;
         c; c = c->next)
        add_column(cx, t, c->name, strlen(c->name));
    for (const struct json *c = json_get(map, "constants") ? json_get(map, "constants")->first
                                                           : NULL;
         c; c = c->next) {
        const char *text = json_text(c, "");
        for (const char *p = strchr(text, '{'); p; p = strchr(p, '{')) {
            const char *end = strchr(++p, '}');
            if (!end)
                break;
            add_column(cx, t, p, (size_t)(end - p));
        }
    }
    for (size_t i = 0; i < t->count; i++)
        put_cell(&t->out, t->columns[i], i == 0);
    buf_add_text(&t->out, "\n");
    return arena_full(cx->arena) ? fail_memory(cx) : OK;
}

/* Where the records of a body stand: a list's members, or the one it is. NULL: nowhere. */
static const struct json *records_of(const struct json *body, const char *items_path, bool *ret_one)
{
    const struct json *at = text_empty(items_path) ? body : at_path(body, items_path);

    *ret_one = at && at->kind == JSON_OBJECT;
    return at && (at->kind == JSON_LIST || at->kind == JSON_OBJECT) ? at : NULL;
}

static void table_row(struct ctx *cx, struct table *t, const struct json *record)
{
    for (size_t i = 0; i < t->count; i++) {
        const char *text = cell_text(cx, at_path(record, t->columns[i]));
        put_cell(&t->out, text ? text : "", i == 0);
    }
    buf_add_text(&t->out, "\n");
    t->rows++;
}

/* The rows of one delivery; it learns which. */
static enum err table_add(struct ctx *cx, struct table *t, const struct import_source *s,
                          struct import_delivery *d)
{
    const struct json *body = NULL, *at;
    bool one = false;
    enum err e = json_parse(cx, d->body, strlen(d->body), &body);

    if (e)
        return e;
    at = records_of(body, s->items_path, &one);
    d->row_from = t->rows + 1;
    if (one)
        table_row(cx, t, at);
    for (const struct json *m = at && !one ? at->first : NULL;
         m && t->rows - d->row_from < RECORDS_MAX; m = m->next)
        table_row(cx, t, m);
    d->rows = t->rows + 1 - d->row_from;
    return buf_ok(&t->out) ? OK : fail_memory(cx);
}

static enum err write_file(struct ctx *cx, const char *path, const struct buf *bytes)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    size_t at = 0;
    bool ok = fd >= 0;

    while (ok && at < bytes->len) {
        ssize_t wrote = write(fd, bytes->bytes + at, bytes->len - at);
        ok = wrote > 0;
        at += ok ? (size_t)wrote : 0;
    }
    ok = (fd < 0 || close(fd) == 0) && ok;
    return ok ? OK : fail_detail(cx, ERR_BROKEN, "net.upload", "write");
}

/* --- applying what has gathered */

struct batch {
    struct job_run *run;
    const struct import_home *home;
    struct import_source s;
    struct import_delivery *all;
    size_t n;
    struct table table;
    struct import import;
    const char *state;
    const char *error, *params;
    bool failed, partly;
};

static enum err load_source(struct ctx *cx, struct db *db, struct batch *b)
{
    void *found = NULL;
    enum err e = model_get(cx, db, &import_source_model, b->s.record.id, &found);

    if (!e)
        b->s = *(const struct import_source *)found;
    return e;
}

/* The map with the shape of our own table, whatever it says of files. */
static const char *own_map(struct ctx *cx, const char *text)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    const struct json *map = NULL;

    if (json_parse(cx, text, strlen(text), &map) != OK)
        return NULL;
    json_open_object(&w);
    for (const struct json *m = map->first; m; m = m->next) {
        if (!strcmp(m->name, "separator") || !strcmp(m->name, "encoding"))
            continue;
        json_name(&w, m->name);
        json_put(&w, m);
    }
    json_text_member(&w, "separator", ",");
    json_text_member(&w, "encoding", "utf-8");
    json_close_object(&w);
    return buf_text(&out);
}

static enum err add_import_in(struct ctx *cx, struct db *db, void *arg)
{
    return import_add(cx, db, arg);
}

static enum err take_in(struct ctx *cx, struct db *db, void *arg)
{
    struct batch *b = arg;
    enum err e = OK;

    for (size_t i = 0; i < b->n && !e; i++) {
        b->all[i].import = b->import.id;
        e = delivery_takes(cx, db, &b->all[i]);
    }
    return e;
}

/* The file and its import, then in one transaction the deliveries that it holds: killed before that, nothing has happened
 * but for a draft that nobody sees. */
static enum err make_import(struct ctx *cx, struct db_pool *pool, const char *uploads_dir,
                            const struct import_source *s, const char *map_text, struct table *t,
                            struct import *ret)
{
    const struct json *map = NULL;
    const char *path, *own = own_map(cx, map_text);
    enum err e = own ? json_parse(cx, own, strlen(own), &map) : fail_memory(cx);

    if (e)
        return e;
    *ret = (struct import){.name = s->name, .skip_errors = true, .source = s->record.id};
    ret->kind = s->kind;
    ret->map = own;
    ret->sha256 = "";
    ret->shape = "{\"separator\":\",\",\"encoding\":\"utf-8\",\"header\":[],\"sample\":[]}";
    ret->bytes = (int64_t)t->out.len;
    ret->id = 0;
    e = db_write(cx, pool, add_import_in, ret);
    path = !e ? import_file(cx, uploads_dir, ret->id) : NULL;
    if (!e && !path)
        e = fail_memory(cx);
    return e ? e : write_file(cx, path, &t->out);
}

static enum err gather(struct ctx *cx, struct batch *b)
{
    struct db *db = NULL;
    enum err e = db_read(cx, b->run->pool, &db);

    if (!e)
        e = load_source(cx, db, b);
    if (!e && !text_empty(b->s.map))
        e = delivery_read(cx, db, DELIVERY_IN_STATE, b->s.record.id, "waiting", 0, TAKE_MAX,
                          &b->all, &b->n);
    db_return(db);
    if (e || !b->n)
        return e;
    e = table_open(cx, b->s.map, &b->table);
    for (size_t i = 0; i < b->n && !e; i++) {
        e = table_add(cx, &b->table, &b->s, &b->all[i]);
        if (b->table.out.len > MIB(8)) /* the rest comes in the next round */
            b->n = i + 1;
    }
    if (!e)
        e = make_import(cx, b->run->pool, b->home->uploads_dir, &b->s, b->s.map, &b->table,
                        &b->import);
    return e ? e : db_write(cx, b->run->pool, take_in, b);
}

static enum err tick(struct ctx *cx, void *self, const struct import *now)
{
    (void)now;
    return job_progress(cx, self, NULL);
}

/* How many of a delivery's rows were wrong, and the first of them. */
static enum err wrong_rows(struct ctx *cx, struct db *db, const struct import_delivery *d,
                           int64_t *ret_n, int64_t *ret_first)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_import_errors_between, &st);

    if (e)
        goto out;
    db_bind_int(st, "import", d->import);
    db_bind_int(st, "low", d->row_from);
    db_bind_int(st, "high", d->row_from + d->rows);
    e = db_step(cx, st, &row);
    if (!e && row) {
        *ret_n = db_int(st, 0);
        *ret_first = db_int(st, 1);
    }
out:
    db_done(st);
    return e;
}

static enum err end_one(struct ctx *cx, struct db *db, struct batch *b,
                        const struct import_delivery *d, const struct import_error *errors,
                        size_t n)
{
    int64_t wrong = 0, first = 0;
    const struct import_error *x = NULL;
    enum err e;

    if (b->error || !d->rows) {
        b->failed = true;
        return delivery_ends(cx, db, d->id, "failed", b->error ? b->error : "import.items_path",
                             b->params);
    }
    e = wrong_rows(cx, db, d, &wrong, &first);
    for (size_t i = 0; i < n && !x; i++)
        x = errors[i].row == first ? &errors[i] : NULL;
    if (e || !wrong)
        return e ? e : delivery_ends(cx, db, d->id, "done", NULL, NULL);
    b->failed = b->failed || wrong == d->rows;
    b->partly = true;
    return delivery_ends(cx, db, d->id, wrong == d->rows ? "failed" : "partly",
                         x ? x->code : "import.row_wrong", x ? x->params : NULL);
}

static enum err end_in(struct ctx *cx, struct db *db, void *arg)
{
    struct batch *b = arg;
    struct import_error *errors = NULL;
    size_t n = 0;
    enum err e = import_errors(cx, db, b->import.id, IMPORT_ERRORS_MAX, &errors, &n);

    for (size_t i = 0; i < b->n && !e; i++)
        e = end_one(cx, db, b, &b->all[i], errors, n);
    if (!e)
        e = import_source_ended(cx, db, &b->s,
                                b->failed   ? "failed"
                                : b->partly ? "partly"
                                            : "done");
    return e;
}

/* Runs the import of a batch, and writes down what became of each delivery in it. */
static enum err apply(struct ctx *cx, struct batch *b)
{
    const char *path = import_file(cx, b->home->uploads_dir, b->import.id);
    enum err e = !path           ? fail_memory(cx)
                 : b->table.rows ? import_run(cx, b->run->pool, b->import.id, path, tick, b->run)
                                 : OK;

    if (e == ERR_BROKEN || e == ERR_BUSY || e == ERR_LIMIT)
        return e;
    if (e) {
        b->error = cx->fault.fields ? cx->fault.fields->key : cx->fault.key;
        b->params = delivery_params(cx, &cx->fault);
        fault_clear(cx);
    }
    return db_write(cx, b->run->pool, end_in, b);
}

/* What an earlier run had taken and did not end: the same import goes on. */
static enum err resume(struct ctx *cx, struct batch *b)
{
    struct import_delivery *left = NULL;
    struct db *db = NULL;
    struct import now = {0};
    size_t n = 0;
    enum err e = db_read(cx, b->run->pool, &db);

    if (!e)
        e = load_source(cx, db, b);
    if (!e)
        e = delivery_read(cx, db, DELIVERY_IN_STATE, b->s.record.id, "running", 0, 1, &left, &n);
    if (!e && n)
        e = delivery_read(cx, db, DELIVERY_OF_IMPORT, b->s.record.id, NULL, left[0].import,
                          TAKE_MAX, &b->all, &b->n);
    if (!e && n)
        e = import_get(cx, db, left[0].import, &now);
    db_return(db);
    if (e || !n)
        return e;
    b->import.id = left[0].import;
    b->table.rows = text_equal(now.state, "done") ? 0 : 1;
    return apply(cx, b);
}

/* A delivery that came while this job was ending found it there and added none. */
static enum err look_again_in(struct ctx *cx, struct db *db, void *arg)
{
    const int64_t *source = arg;
    struct import_delivery *left = NULL;
    size_t n = 0;
    enum err e = delivery_read(cx, db, DELIVERY_IN_STATE, *source, "waiting", 0, 1, &left, &n);

    return e || !n ? e : inbound_queue(cx, db, *source);
}

enum err inbound_run(struct ctx *cx, struct job_run *run)
{
    int64_t source = 0;
    bool more = true, mapped = false;
    enum err e = job_told_id(cx, run, "source", &source);

    while (!e && more) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct batch b = {.run = run, .home = run->app};
        b.s.record.id = source;
        e = resume(cx, &b);
        more = !e && b.n;
        if (!e && !b.n) {
            e = gather(cx, &b);
            more = !e && b.n;
            if (more)
                e = apply(cx, &b);
        }
        mapped = !text_empty(b.s.map);
        if (!e)
            arena_reset(cx->arena, mark);
    }
    if (!e)
        e = job_release(cx, run);
    /* Without a map they wait for one, and whoever gives it adds a job. */
    return e || !mapped ? e : db_write(cx, run->pool, look_again_in, &source);
}

/* --- learning what a program sends */

struct shape {
    struct ctx *cx;
    const char *paths[PATHS_MAX];
    const char *samples[PATHS_MAX][SAMPLES];
    int sample_count[PATHS_MAX];
    size_t n;
};

static void learn_value(struct shape *s, const char *path, const char *text)
{
    size_t i = 0;

    while (i < s->n && strcmp(s->paths[i], path) != 0)
        i++;
    if (i == PATHS_MAX || !text)
        return;
    if (i == s->n) {
        s->paths[s->n] = path;
        s->sample_count[s->n++] = 0;
    }
    for (int k = 0; k < s->sample_count[i]; k++)
        if (!strcmp(s->samples[i][k], text))
            return;
    if (s->sample_count[i] < SAMPLES && *text)
        s->samples[i][s->sample_count[i]++] = text_cut(s->cx->arena, text, 80);
}

/* All plain values below v, and lists of plain values. Objects within lists are named by their place. */
static void learn(struct shape *s, const struct json *v, const char *path, int level)
{
    bool plain = v->kind != JSON_OBJECT && v->kind != JSON_LIST;
    int64_t nth = 0;

    for (const struct json *m = v->kind == JSON_LIST ? v->first : NULL; m && !plain; m = m->next)
        plain = m->kind != JSON_OBJECT && m->kind != JSON_LIST;
    if (plain && *path) {
        learn_value(s, path, cell_text(s->cx, v));
        return;
    }
    if (level == LEVELS_MAX)
        return;
    for (const struct json *m = v->first; m && nth < PATHS_MAX; m = m->next, nth++) {
        const char *dot = *path ? "." : "";
        const char *name = v->kind == JSON_OBJECT
                               ? arena_print(s->cx->arena, "%s%s%s", path, dot, m->name)
                               : arena_print(s->cx->arena, "%s%s%" PRId64, path, dot, nth);
        if (name && strlen(name) <= KEY_MAX && nth < (v->kind == JSON_LIST ? 3 : PATHS_MAX))
            learn(s, m, name, level + 1);
    }
}

static enum err learn_bodies(struct ctx *cx, struct db *db, const struct import_source *src,
                             struct shape *s, size_t *ret_bodies)
{
    struct import_delivery *all = NULL;
    size_t n = 0;
    enum err e =
        delivery_read(cx, db, DELIVERY_WITH_BODY, src->record.id, NULL, 0, SAMPLE_BODIES, &all, &n);

    for (size_t i = 0; i < n && !e; i++) {
        const struct json *body = NULL, *at;
        bool one = false;
        e = json_parse(cx, all[i].body, strlen(all[i].body), &body);
        at = !e ? records_of(body, src->items_path, &one) : NULL;
        if (one)
            learn(s, at, "", 0);
        for (const struct json *m = at && !one ? at->first : NULL; m; m = m->next)
            learn(s, m, "", 0);
    }
    *ret_bodies = n;
    return e;
}

static size_t dots_in(const char *path)
{
    size_t n = 0;

    for (; *path; path++)
        n += *path == '.';
    return n;
}

/* The last so many parts of a path. */
static const char *ending(const char *path, size_t parts)
{
    const char *p = path + strlen(path);

    while (p > path && (p[-1] != '.' || --parts))
        p--;
    return p;
}

/* What people call a value: the last part of its path; of several with that name the one that lies highest has it ("nome" of
 * "lead.nome"), the others two parts ("empresa.nome"), or all where that is not enough either. */
static const char *plain_name(const struct shape *s, size_t i)
{
    for (size_t parts = 1; parts <= 2; parts++) {
        const char *name = ending(s->paths[i], parts);
        bool mine = true;
        for (size_t k = 0; k < s->n && mine; k++)
            mine = k == i || strcmp(ending(s->paths[k], parts), name) != 0 ||
                   (parts == 1 && dots_in(s->paths[i]) < dots_in(s->paths[k]));
        if (mine)
            return name;
    }
    return s->paths[i];
}

/* The columns of a suggested map under their paths. */
static const char *with_paths(struct ctx *cx, const struct shape *s, const char *const *header,
                              const char *text)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    const struct json *map = NULL;

    if (!text || json_parse(cx, text, strlen(text), &map) != OK)
        return NULL;
    json_open_object(&w);
    for (const struct json *m = map->first; m; m = m->next) {
        json_name(&w, m->name);
        if (strcmp(m->name, "columns") != 0) {
            json_put(&w, m);
            continue;
        }
        json_open_object(&w);
        for (const struct json *c = m->first; c; c = c->next)
            for (size_t i = 0; i < s->n; i++)
                if (!strcmp(header[i], c->name)) {
                    json_name(&w, s->paths[i]);
                    json_put(&w, c);
                }
        json_close_object(&w);
    }
    json_close_object(&w);
    return buf_text(&out);
}

static const char *suggest(struct ctx *cx, const struct import_source *src, const struct shape *s)
{
    const char **header = arena_array(cx->arena, s->n + 1, sizeof(*header));
    const char *const **rows = arena_array(cx->arena, SAMPLES, sizeof(*rows));
    struct csv_shape shape = {.separator = ','};
    size_t n = 0;

    if (!header || !rows)
        return NULL;
    for (size_t i = 0; i < s->n; i++)
        header[i] = plain_name(s, i);
    for (int k = 0; k < SAMPLES; k++) {
        const char **cells = arena_array(cx->arena, s->n + 1, sizeof(*cells));
        if (!cells)
            return NULL;
        for (size_t i = 0; i < s->n; i++)
            cells[i] = k < s->sample_count[i] ? s->samples[i][k] : "";
        rows[n++] = cells;
    }
    return with_paths(
        cx, s, header,
        import_map_suggest(cx, import_kind_find(src->kind), &shape, header, s->n, rows, n));
}

enum err import_source_shape(struct ctx *cx, struct db *db, int64_t source, struct json_writer *w)
{
    struct shape *s = arena_alloc(cx->arena, sizeof(*s));
    void *found = NULL;
    const char *map = NULL;
    size_t bodies = 0;
    enum err e = s ? model_get(cx, db, &import_source_model, source, &found) : fail_memory(cx);

    if (e)
        return e;
    *s = (struct shape){.cx = cx};
    e = learn_bodies(cx, db, found, s, &bodies);
    if (!e && s->n)
        map = suggest(cx, found, s);
    if (e)
        return e;
    json_open_object(w);
    json_int_member(w, "bodies", (int64_t)bodies);
    json_name(w, "fields");
    json_open_list(w);
    for (size_t i = 0; i < s->n; i++) {
        json_open_object(w);
        json_text_member(w, "path", s->paths[i]);
        json_name(w, "samples");
        json_open_list(w);
        for (int k = 0; k < s->sample_count[i]; k++)
            json_put_text(w, s->samples[i][k]);
        json_close_list(w);
        json_close_object(w);
    }
    json_close_list(w);
    json_name(w, "map");
    json_put_raw(w, map ? map : "null");
    json_close_object(w);
    return arena_full(cx->arena) ? fail_memory(cx) : OK;
}

/* --- trying a map on what came */

struct preview {
    struct import_source s;
    struct import_delivery *all;
    size_t n;
    struct import import;
    struct import_error *errors;
    size_t error_count;
};

static enum err preview_read(struct ctx *cx, struct db_pool *pool, struct preview *p)
{
    struct db *db = NULL;
    void *found = NULL;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = model_get(cx, db, &import_source_model, p->s.record.id, &found);
    if (!e)
        p->s = *(const struct import_source *)found;
    if (!e)
        e = delivery_read(cx, db, DELIVERY_WITH_BODY, p->s.record.id, NULL, 0, SAMPLE_BODIES,
                          &p->all, &p->n);
    db_return(db);
    return e;
}

static enum err preview_drop_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct import *i = arg;

    return delivery_drop(cx, db, &(struct import_delivery){.import = i->id});
}

static enum err preview_outcome(struct ctx *cx, struct db_pool *pool, struct preview *p)
{
    struct db *db = NULL;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = import_get(cx, db, p->import.id, &p->import);
    if (!e)
        e = import_errors(cx, db, p->import.id, SAMPLE_BODIES, &p->errors, &p->error_count);
    db_return(db);
    return e;
}

static void preview_put(struct ctx *cx, const struct preview *p, struct json_writer *w)
{
    json_open_object(w);
    json_int_member(w, "rows", p->import.rows);
    json_int_member(w, "added", p->import.added);
    json_int_member(w, "changed", p->import.changed);
    json_int_member(w, "same", p->import.same);
    json_int_member(w, "skipped", p->import.skipped);
    json_int_member(w, "failed", p->import.failed);
    json_name(w, "errors");
    json_open_list(w);
    for (size_t i = 0; i < p->error_count; i++) {
        json_open_object(w);
        json_int_member(w, "row", p->errors[i].row);
        json_text_member(w, "field", text_empty(p->errors[i].field) ? NULL : p->errors[i].field);
        json_text_member(w, "message", import_error_text(cx, &p->errors[i]));
        json_close_object(w);
    }
    json_close_list(w);
    json_close_object(w);
}

enum err import_source_preview(struct ctx *cx, struct db_pool *pool, const char *uploads_dir,
                               int64_t source, const char *map, struct json_writer *w)
{
    struct preview p = {.s.record.id = source};
    struct table t;
    const char *path;
    struct fault first;
    enum err e = preview_read(cx, pool, &p), gone;

    if (!e && !map)
        map = p.s.map;
    if (!e && text_empty(map))
        e = fail_field(cx, "map", "field.required", NULL);
    if (!e)
        e = table_open(cx, map, &t);
    for (size_t i = p.n; i-- > 0 && !e;)
        e = table_add(cx, &t, &p.s, &p.all[i]);
    if (!e && !t.rows)
        e = fail(cx, ERR_CONFLICT, "import.no_body", NULL);
    if (!e)
        e = make_import(cx, pool, uploads_dir, &p.s, map, &t, &p.import);
    if (e)
        return e;
    path = import_file(cx, uploads_dir, p.import.id);
    e = path ? import_simulate(cx, pool, p.import.id, path, NULL, NULL) : fail_memory(cx);
    if (!e)
        e = preview_outcome(cx, pool, &p);
    if (!e)
        preview_put(cx, &p, w);
    first = cx->fault;
    fault_clear(cx);
    gone = db_write(cx, pool, preview_drop_in, &p.import);
    if (path)
        (void)unlink(path);
    if (!e)
        return gone;
    cx->fault = first;
    return e;
}
