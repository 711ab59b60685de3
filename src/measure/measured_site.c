/* measured_site.c -- see measured_site.h.
 *
 * Surprising: tomorrow's salt is made today, so that at midnight nothing has to be written before a visit can be taken, and
 * several processes agree on it. Yesterday's is deleted by whoever looks first.
 */
#include "measure/measured_site.h"

#include "base/hash.h"
#include "base/text.h"
#include "base/time.h"
#include "net/address.h"
#include "people/cookie_banner.h"

#include "measured_site_sql.h"

#include <stdio.h>
#include <string.h>

const struct setting measuring_settings[] = {
    SETTING_COUNT_REFUSING,
    {"measure.silence_hours", SETTING_INT, 1, 168, "6", "hours"},
    {"measure.silence_least", SETTING_INT, 1, 100000, "10", "events"},
    {"measure.keep_months", SETTING_INT, 0, 120, "25", "months"},
    {0},
};

/* --- reading all */

struct salt_row {
    int64_t site;
    const char *day;
    unsigned char salt[VISITOR_SALT_BYTES];
    bool ok;
};

struct host_row {
    int64_t site;
    const char *host;
};

static void site_row(struct ctx *cx, const struct db_stmt *st, void *row)
{
    struct measured_site *ret = row;
    const char *counted = db_text(st, 4);

    *ret = (struct measured_site){
        .site = db_int(st, 0),
        .key = db_text_dup(cx, st, 1),
        .name = db_text_dup(cx, st, 2),
        .time_zone = db_text_dup(cx, st, 3),
        .count_refusing = !counted || strcmp(counted, "0") != 0,
    };
}

static void host_row(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct host_row *)row = (struct host_row){db_int(st, 0), db_text_dup(cx, st, 1)};
}

static void salt_row(struct ctx *cx, const struct db_stmt *st, void *row)
{
    struct salt_row *ret = row;

    *ret = (struct salt_row){.site = db_int(st, 0), .day = db_text_dup(cx, st, 1)};
    ret->ok = hex_read(db_text(st, 2), ret->salt, sizeof(ret->salt));
}

static enum err collect(struct ctx *cx, struct db *db, const struct db_query *q, size_t bytes,
                        db_row_read *read, void *ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, q, &st);

    if (!e)
        e = db_collect(cx, st, bytes, read, ret, ret_n);
    db_done(st);
    return e;
}

static enum err give_hosts(struct ctx *cx, struct db *db, struct measured_site *sites, size_t n)
{
    struct host_row *rows = NULL;
    const char **names;
    size_t count = 0, at = 0;
    enum err e = collect(cx, db, &SQL_measured_hosts_all, sizeof(*rows), host_row, &rows, &count);

    if (e)
        return e;
    names = arena_array(cx->arena, count + 1, sizeof(*names));
    if (!names)
        return fail_memory(cx);
    for (size_t i = 0; i < count; i++)
        names[i] = rows[i].host;
    for (size_t i = 0; i < n; i++) {
        while (at < count && rows[at].site < sites[i].site)
            at++;
        sites[i].hosts = names + at;
        for (; at < count && rows[at].site == sites[i].site; at++)
            sites[i].host_count++;
    }
    return OK;
}

/* --- days and their salts */

struct days {
    char today[DATE_TEXT_MAX], tomorrow[DATE_TEXT_MAX];
    int64_t tomorrow_ms;
};

/* A day has 22 to 26 hours: noon of the next one is 36 after its beginning. */
static void days_of(struct ctx *cx, const struct measured_site *s, struct days *ret)
{
    const struct zone *z = NULL;
    int64_t now = ctx_now(cx), start;

    if (zone_find(cx, s->time_zone, &z) != OK) {
        fault_clear(cx);
        z = NULL;
    }
    start = time_day_start(z, now);
    ret->tomorrow_ms = time_day_start(z, start + HOURS_MS(36));
    date_text(z, now, ret->today);
    date_text(z, ret->tomorrow_ms, ret->tomorrow);
}

/* Whether both salts are there, and no older one. */
static bool take_salts(struct measured_site *s, const struct days *d, const struct salt_row *rows,
                       size_t n)
{
    bool have[2] = {false, false}, old = false;

    s->tomorrow_ms = d->tomorrow_ms;
    for (size_t i = 0; i < n; i++) {
        if (rows[i].site != s->site || !rows[i].ok)
            continue;
        old = old || strcmp(rows[i].day, d->today) < 0;
        for (size_t k = 0; k < 2; k++)
            if (!strcmp(rows[i].day, k ? d->tomorrow : d->today)) {
                memcpy(s->salts[k], rows[i].salt, VISITOR_SALT_BYTES);
                have[k] = true;
            }
    }
    return have[0] && have[1] && !old;
}

static enum err salt_add(struct ctx *cx, struct db *db, int64_t site, const char *day)
{
    unsigned char raw[VISITOR_SALT_BYTES];
    char hex[2 * VISITOR_SALT_BYTES + 1];
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_visitor_salt_add, &st);

    if (e)
        goto out;
    random_bytes(raw, sizeof(raw));
    hex_text(raw, sizeof(raw), hex);
    db_bind_int(st, "of_site", site);
    db_bind_text(st, "day", day);
    db_bind_text(st, "salt", hex);
    e = db_run(cx, st);
    forget_bytes(raw, sizeof(raw));
    forget_bytes(hex, sizeof(hex));
out:
    db_done(st);
    return e;
}

static enum err salts_end(struct ctx *cx, struct db *db, int64_t site, const char *day)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_visitor_salts_end, &st);

    if (e)
        goto out;
    db_bind_int(st, "of_site", site);
    db_bind_text(st, "day", day);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

struct all {
    struct measured_site *sites;
    size_t n;
    bool complete;
};

static enum err make_salts(struct ctx *cx, struct db *db, void *arg)
{
    const struct all *all = arg;
    enum err e = OK;

    for (size_t i = 0; i < all->n && !e; i++) {
        struct days d;
        days_of(cx, &all->sites[i], &d);
        e = salt_add(cx, db, all->sites[i].site, d.today);
        if (!e)
            e = salt_add(cx, db, all->sites[i].site, d.tomorrow);
        if (!e)
            e = salts_end(cx, db, all->sites[i].site, d.today);
    }
    return e;
}

static enum err read_all(struct ctx *cx, struct db *db, struct all *all)
{
    struct salt_row *salts = NULL;
    size_t salt_count = 0;
    enum err e =
        collect(cx, db, &SQL_measured_sites, sizeof(*all->sites), site_row, &all->sites, &all->n);

    if (!e)
        e = give_hosts(cx, db, all->sites, all->n);
    if (!e)
        e = collect(cx, db, &SQL_visitor_salts_all, sizeof(*salts), salt_row, &salts, &salt_count);
    all->complete = true;
    for (size_t i = 0; !e && i < all->n; i++) {
        struct days d;
        days_of(cx, &all->sites[i], &d);
        all->complete = take_salts(&all->sites[i], &d, salts, salt_count) && all->complete;
    }
    return e;
}

enum err measured_sites(struct ctx *cx, struct db_pool *pool, struct measured_site **ret,
                        size_t *ret_n)
{
    struct all all = {0};
    enum err e = OK;

    for (int round = 0; round < 2 && !e && !all.complete; round++) {
        struct db *db = NULL;
        if (round)
            e = db_write(cx, pool, make_salts, &all);
        if (!e)
            e = db_read(cx, pool, &db);
        if (!e)
            e = read_all(cx, db, &all);
        db_return(db);
    }
    if (e)
        return e;
    *ret = all.sites;
    *ret_n = all.n;
    return OK;
}

/* --- hosts */

bool measured_host_ok(const struct measured_site *s, const char *host)
{
    for (size_t i = 0; i < s->host_count; i++) {
        const char *h = s->hosts[i];
        size_t n = strlen(host), m = strlen(h);
        if (!strcmp(h, host) || (text_starts(host, "www.") && !strcmp(host + 4, h)))
            return true;
        if (text_starts(h, "*.") && n > m - 1 && !strcmp(host + n - (m - 1), h + 1))
            return true;
    }
    return false;
}

static void one_host(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(const char **)row = db_text_dup(cx, st, 0);
}

enum err measured_hosts(struct ctx *cx, struct db *db, const char *const **ret, size_t *ret_n)
{
    const char **rows = NULL;
    enum err e = collect(cx, db, &SQL_measured_hosts, sizeof(*rows), one_host, &rows, ret_n);

    if (!e)
        *ret = rows;
    return e;
}

/* Labels of letters, digits and "-", and not all suffix: not "com", not "com.br". */
static bool is_name(const char *host)
{
    const char *label = host;

    for (;;) {
        size_t n = strcspn(label, ".");
        if (!n || n > 63 || label[0] == '-' || label[n - 1] == '-' ||
            strspn(label, "abcdefghijklmnopqrstuvwxyz0123456789-") < n)
            return false;
        if (!label[n])
            break;
        label += n + 1;
    }
    return label[strspn(label, "0123456789")] && text_registrable(host);
}

static bool is_host(const char *host, bool below)
{
    struct address at;

    if (strlen(host) > MEASURED_HOST_MAX - 2)
        return false;
    return is_name(host) || (!below && (host_is_loopback(host) || address_read(host, &at)));
}

/* "https://Www.Acme.example:8080/x" → "www.acme.example"; NULL when it is no host. */
static const char *clean_host(struct ctx *cx, const char *text)
{
    const char *scheme = strstr(text, "://");
    bool below = false;
    char *host, *end;

    text = scheme ? scheme + 3 : text + strspn(text, " \t");
    below = text_starts(text, "*.");
    text += below ? 2 : 0;
    host = arena_dup_n(cx->arena, text,
                       *text == '[' ? strcspn(text, "]") + (strchr(text, ']') != NULL)
                                    : strcspn(text, ":/?#"));
    if (!host)
        return NULL;
    for (end = host; *end; end++)
        *end = *end >= 'A' && *end <= 'Z' ? (char)(*end + 32) : *end;
    while (end > host && (end[-1] == ' ' || end[-1] == '\t'))
        *--end = 0;
    if (!is_host(host, below))
        return NULL;
    return below ? arena_print(cx->arena, "*.%s", host) : host;
}

static enum err host_add(struct ctx *cx, struct db *db, const char *host)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_measured_host_add, &st);

    if (e)
        goto out;
    db_bind_text(st, "host", host);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err measured_hosts_set(struct ctx *cx, struct db *db, const char *const *hosts, size_t n)
{
    struct db_stmt *st = NULL;
    char most[12];
    enum err e = OK;

    (void)snprintf(most, sizeof(most), "%d", MEASURED_HOSTS_MAX);
    if (n > MEASURED_HOSTS_MAX)
        return fail_field(cx, "hosts", "measure.hosts", "max", most, NULL);
    e = db_begin(cx, db, &SQL_measured_hosts_clear, &st);
    if (!e)
        e = db_run(cx, st);
    db_done(st);
    for (size_t i = 0; i < n && !e; i++) {
        const char *host = clean_host(cx, hosts[i]);
        e = host ? host_add(cx, db, host)
                 : fail_field(cx, "hosts", "measure.host", "host", hosts[i], NULL);
    }
    return e;
}
