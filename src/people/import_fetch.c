/* import_fetch.c -- what a source finds in its folder or at its address becomes imports.
 *
 * A file is copied beside the other uploads before anything is made of it, so that what is read is what was counted, and
 * so that an import that was killed finds it again. The delivery, which says that this content was taken, and its import
 * come to be in one transaction, before the copy gets the import's name: killed in between, both go again at the next
 * run and the file is taken anew.
 *
 * Folders are walked by open directories, each step refusing links: nothing outside the folder that the installation's owner
 * named is ever opened. A file changed in the last seconds may still be on its way and waits for the next run.
 *
 * Surprising: an address or a folder that fails is no failed job. It is written down as a delivery that failed, shows on the
 * first screen, and the next run tries again.
 */
#include "people/import_delivery_priv.h"

#include "base/hash.h"
#include "base/text.h"
#include "base/time.h"
#include "net/client.h"

#include "import_source_sql.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { FILES_MAX = 200, SETTLE_S = 5, CHUNK = 64 * 1024, FETCH_MS = 10 * 60 * 1000 };
enum { FETCH_BYTES_MAX = 1024 * 1024 * 1024, REDIRECTS = 5 };

struct fetch {
    struct job_run *run;
    struct import_source s;
    const struct import_home *home;
    int taken, failed; /* deliveries of this run */
    /* the file in hand */
    const char *temp;
    struct import import;
    struct import_delivery delivery;
    bool again;
    struct import_source_seen seen;
    const char *state; /* what the run comes to */
};

/* --- one file, copied already */

static enum err take_in(struct ctx *cx, struct db *db, void *arg)
{
    struct fetch *f = arg;
    enum err e;

    f->delivery.import = NIL;
    e = delivery_add(cx, db, &f->delivery, &f->again);
    if (e || f->again)
        return e;
    e = import_add(cx, db, &f->import);
    f->delivery.import = f->import.id;
    return e ? e : delivery_takes(cx, db, &f->delivery);
}

struct ending {
    const struct fetch *f;
    int64_t id;
    const char *state, *error, *params;
    int64_t rows; /* 0: not known */
};

static enum err end_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct ending *x = arg;
    struct db_stmt *st = NULL;
    enum err e = delivery_ends(cx, db, x->id, x->state, x->error, x->params);

    if (e || x->rows <= 0)
        return e;
    e = db_begin(cx, db, &SQL_import_delivery_rows, &st);
    if (!e) {
        db_bind_int(st, "id", x->id);
        db_bind_int(st, "n_rows", x->rows);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

static enum err progress(struct ctx *cx, void *self, const struct import *now)
{
    char text[JOB_SHARE_MAX];

    job_share(now->at_offset, now->bytes, text);
    return job_progress(cx, self, text);
}

/* An outage is the job's to try again; anything else is how this delivery ends. */
static bool is_outage(enum err e)
{
    return e == ERR_BROKEN || e == ERR_BUSY;
}

/* Runs the import of a delivery and writes down how it ended. */
static enum err apply(struct ctx *cx, struct fetch *f, const struct import_delivery *d)
{
    struct ending x = {.f = f, .id = d->id, .state = "done"};
    const char *path = import_file(cx, f->home->uploads_dir, d->import);
    struct import now = {0};
    struct db *db = NULL;
    enum err e =
        path ? import_run(cx, f->run->pool, d->import, path, progress, f->run) : fail_memory(cx);

    if (is_outage(e) || e == ERR_LIMIT)
        return e;
    if (e) {
        x.state = "failed";
        x.error = cx->fault.key;
        x.params = delivery_params(cx, &cx->fault);
        fault_clear(cx);
        f->failed++;
    }
    e = db_read(cx, f->run->pool, &db);
    if (!e)
        e = import_get(cx, db, d->import, &now);
    db_return(db);
    if (!e && !x.error && now.failed > 0)
        x.state = "partly";
    x.rows = now.rows;
    f->taken++;
    return e ? e : db_write(cx, f->run->pool, end_in, &x);
}

static const char *temp_name(struct ctx *cx, const struct fetch *f)
{
    unsigned char raw[12];
    char hex[25];

    random_bytes(raw, sizeof(raw));
    hex_text(raw, sizeof(raw), hex);
    return arena_print(cx->arena, "%s/upload-%s", f->home->uploads_dir, hex);
}

/* f->temp holds the content; it is renamed or removed. */
static enum err take_file(struct ctx *cx, struct fetch *f, const char *name)
{
    const struct json *map = NULL;
    const char *path;
    enum err e = OK;

    f->import = (struct import){
        .name = name, .skip_errors = f->s.skip_errors == 1, .source = f->s.record.id};
    if (!text_empty(f->s.map))
        e = json_parse(cx, f->s.map, strlen(f->s.map), &map);
    if (!e)
        e = import_probe(cx, f->temp, f->s.kind, map, &f->import);
    if (!e) {
        f->delivery = (struct import_delivery){.source = f->s.record.id,
                                               .state = "running",
                                               .name = name,
                                               .same_key = f->import.sha256,
                                               .bytes = f->import.bytes,
                                               .row_from = NIL,
                                               .rows = NIL};
        e = db_write(cx, f->run->pool, take_in, f);
    }
    path = !e ? import_file(cx, f->home->uploads_dir, f->import.id) : NULL;
    if (e || f->again || !path || rename(f->temp, path) != 0) {
        (void)unlink(f->temp);
        if (!e && !f->again)
            e = fail_detail(cx, ERR_BROKEN, "net.upload", "rename");
        return e;
    }
    return apply(cx, f, &f->delivery);
}

static enum err refuse_in(struct ctx *cx, struct db *db, void *arg)
{
    struct ending *x = arg;
    struct import_delivery d = {.source = x->f->s.record.id,
                                .state = "failed",
                                .name = x->f->delivery.name,
                                .same_key = x->f->delivery.same_key,
                                .import = NIL};
    bool again = false;
    enum err e = delivery_add(cx, db, &d, &again);

    return e ? e : delivery_ends(cx, db, d.id, "failed", x->error, x->params);
}

/* What could not even be read, written down with its cause; a content that is refused twice stands there once. */
static enum err note_failure(struct ctx *cx, struct fetch *f, const char *name)
{
    struct ending x = {.f = f,
                       .error = cx->fault.fields ? cx->fault.fields->key : cx->fault.key,
                       .params = delivery_params(cx, &cx->fault)};
    char at[TIME_TEXT_MAX];

    time_text(ctx_now(cx), at);
    fault_clear(cx);
    f->failed++;
    f->delivery.name = name;
    f->delivery.same_key = arena_print(cx->arena, "failed %s", at);
    return f->delivery.same_key ? db_write(cx, f->run->pool, refuse_in, &x) : fail_memory(cx);
}

/* --- a folder */

/* Step by step, none of them a link. */
static enum err open_folder(struct ctx *cx, const struct fetch *f, int *ret)
{
    char *path = arena_dup(cx->arena, f->s.path), *rest = NULL;
    int at;

    if (!path)
        return fail_memory(cx);
    if (text_empty(f->home->folder))
        return fail(cx, ERR_INVALID, "import.no_folder", NULL);
    at = open(f->home->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (char *part = strtok_r(path, "/", &rest); part && at >= 0;
         part = strtok_r(NULL, "/", &rest)) {
        int next = openat(at, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        (void)close(at);
        at = next;
    }
    if (at < 0)
        return fail(cx, ERR_INVALID, "import.folder_missing", "path", f->s.path, NULL);
    *ret = at;
    return OK;
}

static bool is_wanted(const char *name)
{
    static const char *const ends[] = {".csv", ".tsv", ".txt"};
    size_t n = strlen(name);

    for (size_t i = 0; name[0] != '.' && n > 4 && i < COUNT_OF(ends); i++) {
        const char *end = name + n - 4;
        bool same = true;
        for (size_t k = 0; k < 4; k++)
            same = same && (end[k] | (k ? 0x20 : 0)) == ends[i][k];
        if (same)
            return true;
    }
    return false;
}

static int by_name(const void *a, const void *b)
{
    const char *const *x = a, *const *y = b;

    return strcmp(*x, *y);
}

static enum err folder_names(struct ctx *cx, int at, const char ***ret, size_t *ret_n)
{
    int own = openat(at, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *d = own >= 0 ? fdopendir(own) : NULL;
    const char **all = arena_array(cx->arena, FILES_MAX, sizeof(*all));
    struct dirent *x;
    size_t n = 0;

    if (!d || !all) {
        if (d)
            (void)closedir(d);
        else if (own >= 0)
            (void)close(own);
        return all ? fail(cx, ERR_INVALID, "import.folder_missing", "path", ".", NULL)
                   : fail_memory(cx);
    }
    while ((x = readdir(d)) != NULL && n < FILES_MAX)
        if (is_wanted(x->d_name) && text_is_utf8(x->d_name, strlen(x->d_name)))
            all[n++] = arena_dup(cx->arena, x->d_name);
    (void)closedir(d);
    if (arena_full(cx->arena))
        return fail_memory(cx);
    qsort(all, n, sizeof(*all), by_name);
    *ret = all;
    *ret_n = n;
    return OK;
}

/* A plain file that lies still; -1: none. */
static int open_still(int at, const char *name)
{
    int fd = openat(at, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct stat st;

    if (fd < 0)
        return -1;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size == 0 ||
        st.st_size > FETCH_BYTES_MAX || time(NULL) - st.st_mtime < SETTLE_S) {
        (void)close(fd);
        return -1;
    }
    return fd;
}

/* The digest of all of it; with to >= 0 it is also copied there. */
static bool read_through(int fd, int to, char *hex)
{
    static const size_t room = CHUNK;
    char *chunk = malloc(room);
    unsigned char digest[SHA256_BYTES];
    struct sha256_run run;
    ssize_t got = -1;
    bool ok = chunk != NULL && lseek(fd, 0, SEEK_SET) == 0;

    sha256_start(&run);
    while (ok && (got = read(fd, chunk, room)) > 0) {
        sha256_add(&run, chunk, (size_t)got);
        ok = to < 0 || write(to, chunk, (size_t)got) == got;
    }
    free(chunk);
    sha256_end(&run, digest);
    hex_text(digest, sizeof(digest), hex);
    return ok && got == 0;
}

static enum err taken_before(struct ctx *cx, const struct fetch *f, const char *hex, bool *ret)
{
    struct db *db = NULL;
    enum err e = db_read(cx, f->run->pool, &db);

    if (!e)
        e = delivery_same(cx, db, f->s.record.id, hex, ret);
    db_return(db);
    return e;
}

static enum err folder_file(struct ctx *cx, struct fetch *f, int at, const char *name)
{
    int fd = open_still(at, name), to = -1;
    char hex[SHA256_HEX];
    bool before = false, copied;
    enum err e = OK;

    if (fd < 0)
        return OK;
    copied = read_through(fd, -1, hex);
    if (copied)
        e = taken_before(cx, f, hex, &before);
    if (!e && copied && !before) {
        f->temp = temp_name(cx, f);
        to = f->temp ? open(f->temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;
        copied = to >= 0 && read_through(fd, to, hex);
        copied = (to < 0 || close(to) == 0) && copied;
    }
    (void)close(fd);
    if (e || before)
        return e;
    if (!copied)
        return fail_detail(cx, ERR_BROKEN, "net.upload", "copy");
    return take_file(cx, f, name);
}

static enum err from_folder(struct ctx *cx, struct fetch *f)
{
    const char **names = NULL;
    size_t n = 0;
    int at = -1;
    enum err e = open_folder(cx, f, &at);

    if (!e)
        e = folder_names(cx, at, &names, &n);
    for (size_t i = 0; i < n && !e; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        e = folder_file(cx, f, at, names[i]);
        if (e && !is_outage(e) && e != ERR_LIMIT)
            e = note_failure(cx, f, names[i]);
        if (!e)
            e = job_progress(cx, f->run, NULL);
        if (!e)
            arena_reset(cx->arena, mark);
    }
    if (at >= 0)
        (void)close(at);
    return e;
}

/* --- an address */

static enum err seen_put_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct fetch *f = arg;

    return import_source_seen_put(cx, db, f->s.record.id, &f->seen);
}

/* The last part of the address's path, for people to know it by. */
static const char *name_of_url(struct ctx *cx, const char *url)
{
    size_t n = strcspn(url, "?#");
    const char *from = url + n;

    while (from > url && from[-1] != '/')
        from--;
    if (from == url + n)
        return arena_dup(cx->arena, "import.csv");
    return text_cut(cx->arena, arena_dup_n(cx->arena, from, (size_t)(url + n - from)), 120);
}

/* Where networks are allowed that are not public, so is the port that the address names. */
static enum err client_for(struct ctx *cx, const struct import_home *home, const char *url,
                           struct client **ret)
{
    static const char *const nobody[] = {NULL};
    struct client_options o = {.allow = home->allow ? home->allow : nobody,
                               .total_ms = FETCH_MS,
                               .size_max_bytes = FETCH_BYTES_MAX,
                               .redirects_max = REDIRECTS};
    const int ports[] = {80, 443, 8080, 8443, url_port(url), 0};

    if (o.allow[0])
        o.ports = ports;
    return client_new(cx, &o, ret);
}

static bool must_be_https(const struct import_home *home, const char *url)
{
    return !text_starts(url, "https://") && !(home->allow && home->allow[0]);
}

/* One that stands as it stood is not judged again, so that its other fields can be changed. */
static enum err is_as_before(struct ctx *cx, struct db *db, const struct import_source *is,
                             bool *ret)
{
    void *before = NULL;
    const struct import_source *was;
    enum err e;

    *ret = false;
    if (!is->record.id)
        return OK;
    e = model_get(cx, db, &import_source_model, is->record.id, &before);
    if (e)
        return e;
    was = before;
    *ret = text_equal(was->url ? was->url : "", is->url ? is->url : "") &&
           text_equal(was->path ? was->path : "", is->path ? is->path : "") &&
           (was->active == 1 || is->active != 1);
    return OK;
}

enum err import_source_check(struct ctx *cx, struct db *db, const struct import_home *home,
                             const struct import_source *is)
{
    static const struct client_settings open = {"import.allow", "import.allow"};
    struct client *c = NULL;
    bool same = false;
    enum err e = is_as_before(cx, db, is, &same);

    if (e || same)
        return e;
    if (text_equal(is->origin, "folder"))
        return text_empty(home->folder) ? fail_field(cx, "path", "import.no_folder", NULL) : OK;
    if (!text_equal(is->origin, "url") || text_empty(is->url) || fault_has_field(cx, "url"))
        return OK;
    if (must_be_https(home, is->url))
        return fail_field(cx, "url", "import.https", NULL);
    e = client_for(cx, home, is->url, &c);
    if (!e)
        e = client_check(cx, c, "url", is->url, &open);
    client_free(c);
    return e;
}

static enum err ask(struct ctx *cx, struct fetch *f, int fd, struct answer *ret)
{
    struct http_pair headers[4] = {{"Accept", "text/csv, text/plain, */*;q=0.5"}};
    struct call call = {.url = f->s.url, .headers = headers, .to_fd = fd};
    struct client *c = NULL;
    size_t n = 1;
    enum err e;

    if (f->seen.etag)
        headers[n++] = (struct http_pair){"If-None-Match", f->seen.etag};
    if (f->seen.modified)
        headers[n++] = (struct http_pair){"If-Modified-Since", f->seen.modified};
    headers[n] = (struct http_pair){NULL, NULL};
    e = client_for(cx, f->home, f->s.url, &c);
    if (!e)
        e = client_fetch(cx, c, &call, ret);
    client_free(c);
    return e;
}

static enum err status_refused(struct ctx *cx, int status)
{
    char text[16];

    (void)snprintf(text, sizeof(text), "%d", status);
    return fail(cx, ERR_INVALID, "import.status", "status", text, NULL);
}

static enum err from_url(struct ctx *cx, struct fetch *f)
{
    struct answer a = {0};
    struct db *db = NULL;
    int fd;
    enum err e = db_read(cx, f->run->pool, &db);

    if (!e)
        e = import_source_seen(cx, db, f->s.record.id, &f->seen);
    db_return(db);
    if (!e && must_be_https(f->home, f->s.url))
        e = fail(cx, ERR_INVALID, "import.https", NULL);
    if (e)
        return e;
    f->temp = temp_name(cx, f);
    fd = f->temp ? open(f->temp, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;
    if (fd < 0)
        return fail_detail(cx, ERR_BROKEN, "net.upload", "open");
    e = ask(cx, f, fd, &a);
    if (close(fd) != 0 && !e)
        e = fail_detail(cx, ERR_BROKEN, "net.upload", "close");
    if (!e && a.status != 200 && a.status != 304)
        e = status_refused(cx, a.status);
    if (e || a.status == 304) {
        (void)unlink(f->temp);
        return e;
    }
    e = take_file(cx, f, name_of_url(cx, f->s.url));
    f->seen =
        (struct import_source_seen){answer_header(&a, "ETag"), answer_header(&a, "Last-Modified")};
    return e ? e : db_write(cx, f->run->pool, seen_put_in, f);
}

/* --- the job */

static enum err begin_in(struct ctx *cx, struct db *db, void *arg)
{
    struct fetch *f = arg;
    struct db_stmt *st = NULL;
    void *found = NULL;
    int64_t next = NIL;
    enum err e = model_get(cx, db, &import_source_model, f->s.record.id, &found);

    if (e)
        goto out;
    f->s = *(const struct import_source *)found;
    e = import_source_next(cx, db, &f->s, ctx_now(cx), &next);
    if (!e)
        e = db_begin(cx, db, &SQL_import_source_plan, &st);
    if (e)
        goto out;
    db_bind_int(st, "id", f->s.record.id);
    db_bind_int(st, "next_at", next);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err drop_in(struct ctx *cx, struct db *db, void *arg)
{
    return delivery_drop(cx, db, arg);
}

static enum err set_map_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct fetch *f = arg;

    return text_empty(f->s.map)
               ? OK
               : import_set_map(cx, db, f->delivery.import, f->s.map, f->s.skip_errors == 1);
}

/* What a run before this one left unfinished, or somebody asked for again. */
static enum err resume(struct ctx *cx, struct fetch *f)
{
    struct import_delivery *all = NULL;
    struct import now = {0};
    struct db *db = NULL;
    size_t n = 0;
    enum err e = db_read(cx, f->run->pool, &db);

    if (!e)
        e = delivery_read(cx, db, DELIVERY_IN_STATE, f->s.record.id, "running", 0, FILES_MAX, &all,
                          &n);
    db_return(db);
    for (size_t i = 0; i < n && !e; i++) {
        const char *path = import_file(cx, f->home->uploads_dir, all[i].import);
        db = NULL;
        e = db_read(cx, f->run->pool, &db);
        if (!e)
            e = import_get(cx, db, all[i].import, &now);
        db_return(db);
        f->delivery = all[i];
        if (!e && text_equal(now.state, "done")) { /* killed just before it was written down */
            struct ending x = {
                .f = f, .id = all[i].id, .state = now.failed ? "partly" : "done", .rows = now.rows};
            e = db_write(cx, f->run->pool, end_in, &x);
        } else if (!e && (!path || access(path, R_OK) != 0) && now.at_row <= 0) {
            e = db_write(cx, f->run->pool, drop_in, &all[i]);
        } else if (!e) {
            if (now.at_row <= 0)
                e = db_write(cx, f->run->pool, set_map_in, f);
            if (!e)
                e = apply(cx, f, &all[i]);
        }
    }
    return e;
}

static enum err ended_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct fetch *f = arg;

    return import_source_ended(cx, db, &f->s, f->state);
}

enum err fetch_run(struct ctx *cx, struct job_run *run)
{
    struct fetch f = {.run = run, .home = run->app};
    const struct json *args = NULL;
    bool by_hand;
    enum err e = json_parse(cx, run->job->args, strlen(run->job->args), &args);

    if (e)
        return e;
    by_hand = json_bool(json_get(args, "by_hand"), false);
    f.s.record.id = json_int(json_get(args, "source"), 0);
    e = db_write(cx, run->pool, begin_in, &f);
    if (e || (!f.s.active && !by_hand))
        return e;
    e = resume(cx, &f);
    if (!e)
        e = text_equal(f.s.origin, "folder") ? from_folder(cx, &f) : from_url(cx, &f);
    if (e && cx->fault.key && (!is_outage(e) || text_starts(cx->fault.key, "net.")))
        e = note_failure(cx, &f, NULL);
    if (e)
        return e;
    if (!f.taken && !f.failed && text_equal(f.s.missing, "fail")) {
        (void)fail(cx, ERR_INVALID, "import.nothing_new", NULL);
        e = note_failure(cx, &f, NULL);
    }
    f.state = f.failed ? (f.taken > f.failed ? "partly" : "failed") : f.taken ? "done" : "nothing";
    return e ? e : db_write(cx, run->pool, ended_in, &f);
}
