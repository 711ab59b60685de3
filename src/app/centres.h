/* centres.h -- the addresses of data centres that the owner loaded: asked at every event, replaced while the program runs.
 *
 * A list that was loaded on the screen is kept in the data directory (networks.txt) and goes before the file that the
 * configuration names (measure.networks).
 *
 * Ownership: the process's. A list that is replaced is freed when nobody asks it any more.
 * Errors:    centres_open: those of network_set.h. centres_load: fault field "text" "measure.networks_none", "measure.networks_wide"
 *            (network); centres_unload: those of network_set.h; both ERR_BROKEN "cli.file_write" (file, reason).
 * Threads:   any; who asks waits for nobody but a replacement of a few microseconds.
 */
#ifndef PRACA_APP_CENTRES_H
#define PRACA_APP_CENTRES_H

#include "net/network_set.h"

struct centres;

struct centres_told {
    size_t networks, passed_over;
    int64_t loaded_at; /* unix ms; NIL: by the configuration, or none is */
};

/* kept: the file for a list that is loaded; fallback: that of the configuration, "" for none. */
MUST_USE enum err centres_open(struct ctx *cx, const char *kept, const char *fallback,
                               struct centres **ret);
void centres_free(struct centres *c); /* accepts NULL */
bool centres_have(void *centres, const struct address *a);
struct centres_told centres_tell(struct centres *c);
/* On disk before anybody is judged by it. */
MUST_USE enum err centres_load(struct ctx *cx, struct centres *c, const char *text, size_t n);
/* Without the list that was loaded: what the configuration names holds again. */
MUST_USE enum err centres_unload(struct ctx *cx, struct centres *c);

#endif
