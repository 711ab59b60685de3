/* measured_site.h -- what the door must know of a site before it takes a visit from its pages.
 *
 * Its key, the hosts that may speak for it, whether those who refuse are counted at all, and the salts of today and
 * tomorrow on its own clock, by which a visitor without an id gets a number that ends with the day.
 *
 * Ownership: the ctx's arena.
 * Errors:    fault field "hosts" with "measure.host" (host), "measure.hosts" (max).
 * Units:     _ms unix ms, UTC.
 */
#ifndef PRACA_MEASURE_MEASURED_SITE_H
#define PRACA_MEASURE_MEASURED_SITE_H

#include "db/db.h"
#include "work/setting.h"

enum { MEASURED_HOSTS_MAX = 50, MEASURED_HOST_MAX = 100, VISITOR_SALT_BYTES = 16 };

/* "measure.count_refusing", "measure.silence_hours", "measure.silence_least" */
extern const struct setting measuring_settings[];

struct measured_site {
    int64_t site;
    const char *key, *name, *time_zone;
    bool count_refusing;
    const char *const *hosts;
    size_t host_count;
    unsigned char salts[2][VISITOR_SALT_BYTES]; /* today's, tomorrow's */
    int64_t tomorrow_ms;                        /* from when on the second holds */
};

/* A host that spoke for a site and may not. */
enum { MEASURED_STRANGERS = 5 };
struct measured_stranger {
    char host[MEASURED_HOST_MAX + 4];
    int64_t at_ms, count;
};

/* All sites, in order of id. Makes the salts that are missing and destroys those of days that are over. */
MUST_USE enum err measured_sites(struct ctx *cx, struct db_pool *pool, struct measured_site **ret,
                                 size_t *ret_n);
/* "www.acme.example" for "acme.example" too; any below it for "*.acme.example". host: lower case. */
bool measured_host_ok(const struct measured_site *s, const char *host);

/* Of the ctx's site, in order of name. */
MUST_USE enum err measured_hosts(struct ctx *cx, struct db *db, const char *const **ret,
                                 size_t *ret_n);
/* These from now on. As typed: an address of a page will do. Inside db_write(). */
MUST_USE enum err measured_hosts_set(struct ctx *cx, struct db *db, const char *const *hosts,
                                     size_t n);

#endif
