/* embedded.h -- the files that ride in the program.
 *
 * tools/embed.sh makes the tables at build time, each sorted by the bytes of its paths and closed by a row
 * of zeros. A table is empty when its folder was not there at build time, as before the interface is built.
 *
 * Ownership: static.
 * Threads:   any.
 */
#ifndef PRACA_APP_EMBEDDED_H
#define PRACA_APP_EMBEDDED_H

#include <stddef.h>

#include "net/http.h"

/* ui/dist: the admin application. */
extern const struct asset embedded_ui[];
extern const size_t embedded_ui_count;
/* src/web/assets: the style of the public pages. */
extern const struct asset embedded_web[];
extern const size_t embedded_web_count;
/* tracker/dist: the scripts that pages of others load. */
extern const struct asset embedded_tracker[];
extern const size_t embedded_tracker_count;
/* examples/plans: plans to begin with, one a sector (strategy/plan_seed.h). */
extern const struct asset embedded_plans[];
extern const size_t embedded_plans_count;

/* The row of that path ("/assets/main.js"), or NULL. */
const struct asset *embedded_find(const struct asset *files, size_t count, const char *path);

#endif
