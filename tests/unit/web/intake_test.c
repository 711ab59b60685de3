/* intake_test.c -- the door in a real server: what is answered when, on a disk that is full, and what is written of refusals. */
#include "web/intake.h"

#include "facts/fact.h"
#include "facts/journal.h"
#include "unit/net/talk.h"
#include "unit/world.h"
#include "web/web.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>

/* A disk that is full while the test says so. */
struct disk {
    atomic_bool full;
    atomic_int syncs;
};

struct door {
    struct engine_world *w;
    struct disk disk;
    struct journal_disk port;
    struct journal *journal;
    struct web web;
    struct http_server *server;
    const char *key, *dir;
    struct heard heard;
};

static ssize_t disk_write(void *self, int fd, const void *bytes, size_t n, off_t at)
{
    struct disk *d = self;

    if (atomic_load(&d->full)) {
        errno = ENOSPC;
        return -1;
    }
    return pwrite(fd, bytes, n, at);
}

static int disk_sync(void *self, int fd)
{
    struct disk *d = self;

    (void)atomic_fetch_add(&d->syncs, 1);
    return fdatasync(fd);
}

static enum err site_in(struct ctx *cx, struct db *db, void *arg)
{
    static const char *const hosts[] = {"acme.example"};

    (void)arg;
    return measured_hosts_set(cx, db, hosts, COUNT_OF(hosts));
}

static void done(const struct request *r, int status, int64_t micros)
{
    (void)micros;
    intake_done(r, status);
}

static struct door *door_open(struct engine_world *w)
{
    static const struct route_group groups[] = {{.prefix = "/m", .routes = intake_routes}, {0}};
    struct door *d = calloc(1, sizeof(*d));
    struct measured_site *sites = NULL;
    size_t n = 0;

    assert_non_null(d);
    d->w = w;
    d->dir = arena_print(w->cx->arena, "%s/journal", w->dir);
    d->port = (struct journal_disk){disk_write, disk_sync, &d->disk};
    assert_int_equal(db_write(w->cx, w->pool, site_in, NULL), OK);
    assert_int_equal(measured_sites(w->cx, w->pool, &sites, &n), OK);
    d->key = sites[0].key;
    assert_int_equal(journal_open(w->cx, &(struct journal_options){.dir = d->dir, .disk = &d->port},
                                  &d->journal),
                     OK);
    assert_int_equal(intake_new(w->cx,
                                &(struct intake_options){.pool = w->pool,
                                                         .journal = d->journal,
                                                         .clock = clock_system(),
                                                         .ids = w->cx->ids},
                                &d->web.intake),
                     OK);
    assert_int_equal(http_start(w->cx,
                                &(struct http_options){.groups = groups,
                                                       .hooks = {.on_done = done},
                                                       .more = &d->web,
                                                       .clock = clock_system(),
                                                       .ids = w->cx->ids,
                                                       .loop_threads = 2},
                                &d->server),
                     OK);
    return d;
}

static void door_close(struct door *d)
{
    http_stop(d->server, 5000);
    intake_free(d->web.intake);
    journal_close(d->journal);
    for (int i = 1; i < 10; i++)
        (void)unlink(arena_print(d->w->cx->arena, "%s/%010d.log", d->dir, i));
    (void)unlink(arena_print(d->w->cx->arena, "%s/lock", d->dir));
    (void)rmdir(d->dir);
    free(d);
}

static int64_t records_of(struct door *d, const char *refusal, int64_t *ret_sum)
{
    struct journal_reader *r = NULL;
    struct ctx *cx = d->w->cx;
    int64_t n = 0;

    *ret_sum = 0;
    assert_int_equal(journal_reader_open(cx, d->journal, 0, &r), OK);
    for (;;) {
        const void *bytes = NULL;
        struct fact f;
        size_t len = 0;
        assert_int_equal(journal_read(cx, r, &bytes, &len), OK);
        if (!bytes)
            break;
        assert_int_equal(fact_decode(cx, bytes, len, &f), OK);
        if (!strcmp(f.refusal, refusal)) {
            n++;
            *ret_sum += f.value_minor == NIL ? 0 : f.value_minor;
        }
    }
    journal_reader_free(r);
    return n;
}

static int say_events(struct door *d, const char *host, int n)
{
    struct buf b = buf_in(d->w->cx->arena);
    int fd = dial(http_port(d->server));

    buf_print(&b, "{\"k\":\"%s\",\"b\":[", d->key);
    for (int i = 0; i < n; i++)
        buf_print(&b, "%s{\"n\":\"view\",\"u\":\"https://%s/\"}", i ? "," : "", host);
    buf_add_text(&b, "]}");
    say(fd, arena_print(d->w->cx->arena,
                        "POST /m/e HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Praca-Debug: 1\r\n"
                        "Content-Length: %zu\r\n\r\n%s",
                        b.len, buf_text(&b)));
    return fd;
}

static void a_full_disk_is_told_and_nothing_of_it_is_kept(void **state)
{
    struct door *d = door_open(*state);
    int64_t sum;

    assert_says(hear(say_events(d, "acme.example", 3), &d->heard), "HTTP/1.1 202");
    atomic_store(&d->disk.full, true);
    assert_says(hear(say_events(d, "acme.example", 3), &d->heard), "HTTP/1.1 503");
    assert_says(d->heard.bytes, "Retry-After");
    assert_int_equal(records_of(d, "", &sum), 3);
    atomic_store(&d->disk.full, false);
    assert_says(hear(say_events(d, "acme.example", 2), &d->heard), "HTTP/1.1 202");
    assert_int_equal(records_of(d, "", &sum), 5);
    door_close(d);
}

static void refusals_are_written_as_counts(void **state)
{
    struct door *d = door_open(*state);
    struct intake_stats stats;
    struct measured_stranger strangers[MEASURED_STRANGERS];
    int64_t sum = 0;

    atomic_store(&d->disk.full, true); /* what cannot be written waits */
    for (int i = 0; i < 20; i++)
        assert_says(hear(say_events(d, "evil.example", 5), &d->heard), "X-Praca-Refused: origin");
    assert_int_equal(intake_strangers(d->web.intake, d->w->cx->site, strangers), 1);
    assert_string_equal(strangers[0].host, "evil.example");
    assert_int_equal(strangers[0].count, 100);
    atomic_store(&d->disk.full, false);
    intake_stats(d->web.intake, &stats);
    assert_int_equal(stats.refused, 100);
    http_stop(d->server, 1000);
    d->server = NULL;
    intake_free(d->web.intake); /* the end writes down what is left */
    d->web.intake = NULL;
    assert_true(records_of(d, "origin", &sum) <= 3);
    assert_int_equal(sum, 100);
    door_close(d);
}

static void what_cannot_be_read_is_counted_of_its_site(void **state)
{
    static const struct {
        const char *before, *after, *header;
    } bodies[] = {
        {"{\"k\":\"", "\",\"b\":[{\"n\":\"view\",\"u\":\"https://acme", ""}, /* cut off */
        {"{\"k\": \"", "\",\"n\":\"view\",\"u\":\"https://acme.example/\xff\"}", ""},
        {"not json", "", "Origin: https://www.acme.example\r\n"},
        {"[\"", "\"]", "Origin: https://www.acme.example\r\n"},
    };
    struct door *d = door_open(*state);
    struct ctx *cx = d->w->cx;
    struct intake_stats stats;
    int64_t sum = 0;
    int fd;

    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        const char *body =
            arena_print(cx->arena, "%s%s%s", bodies[i].before, d->key, bodies[i].after);
        fd = dial(http_port(d->server));
        say(fd, arena_print(cx->arena,
                            "POST /m/e HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s"
                            "Content-Length: %zu\r\n\r\n%s",
                            bodies[i].header, strlen(body), body));
        assert_says(hear(fd, &d->heard), "HTTP/1.1 202");
    }
    fd = dial(http_port(d->server)); /* announced */
    say(fd, "POST /m/e HTTP/1.1\r\nHost: x\r\nReferer: https://acme.example/precos\r\n"
            "Content-Length: 70000\r\n\r\n");
    assert_says(hear(fd, &d->heard), "HTTP/1.1 413");
    fd = dial(http_port(d->server)); /* found out while it comes */
    say(fd, "POST /m/e HTTP/1.1\r\nHost: x\r\nOrigin: https://acme.example\r\n"
            "Transfer-Encoding: chunked\r\n\r\n11000\r\n");
    say(fd, arena_print(cx->arena, "%069632d\r\n0\r\n\r\n", 0));
    assert_says(hear(fd, &d->heard), "HTTP/1.1 413");
    fd = dial(http_port(d->server));
    say(fd, "POST /m/e HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1\r\n\r\n{");
    assert_says(hear(fd, &d->heard), "HTTP/1.1 202");
    http_stop(d->server, 1000);
    d->server = NULL;
    intake_stats(d->web.intake, &stats);
    assert_int_equal(stats.refused, 6);
    assert_int_equal(stats.unknown, 1);
    intake_free(d->web.intake);
    d->web.intake = NULL;
    assert_true(records_of(d, "malformed", &sum) >= 1);
    assert_int_equal(sum, 4);
    assert_true(records_of(d, "size", &sum) >= 1);
    assert_int_equal(sum, 2);
    door_close(d);
}

struct crowd {
    struct door *d;
    int seed;
    atomic_int *taken;
};

static void *come(void *arg)
{
    struct crowd *c = arg;
    struct heard *h = calloc(1, sizeof(*h));
    char text[400];

    assert_non_null(h);
    for (int i = 0; i < 100; i++) {
        int fd = dial(http_port(c->d->server));
        char body[160];
        (void)snprintf(body, sizeof(body),
                       "{\"k\":\"%s\",\"n\":\"view\",\"u\":\"https://acme.example/%d\"}", c->d->key,
                       i);
        (void)snprintf(
            text, sizeof(text),
            "POST /m/e HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %zu\r\n\r\n%s",
            strlen(body), body);
        say(fd, text);
        if ((i + c->seed) % 7 == 0) {
            (void)close(fd); /* gone before the answer */
            continue;
        }
        assert_says(hear(fd, h), "HTTP/1.1 202");
        (void)atomic_fetch_add(c->taken, 1);
    }
    free(h);
    return NULL;
}

static void many_share_a_sync_and_each_is_kept(void **state)
{
    struct door *d = door_open(*state);
    struct crowd crowds[8];
    pthread_t threads[8];
    atomic_int taken = 0;
    int64_t sum, kept;

    for (int i = 0; i < 8; i++) {
        crowds[i] = (struct crowd){d, i, &taken};
        assert_int_equal(pthread_create(&threads[i], NULL, come, &crowds[i]), 0);
    }
    for (int i = 0; i < 8; i++)
        (void)pthread_join(threads[i], NULL);
    http_stop(d->server, 5000);
    d->server = NULL;
    kept = records_of(d, "", &sum);
    assert_true(kept >= atomic_load(&taken));
    assert_true(kept <= 800);
    door_close(d);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_disk_is_told_and_nothing_of_it_is_kept),
        cmocka_unit_test(refusals_are_written_as_counts),
        cmocka_unit_test(what_cannot_be_read_is_counted_of_its_site),
        cmocka_unit_test(many_share_a_sync_and_each_is_kept),
    };

    return engines_run("intake", tests, COUNT_OF(tests), world_prepare);
}
