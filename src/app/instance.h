/* instance.h -- one data directory, opened: what every command and the server stand on.
 *
 * A data directory holds praca.conf (may be absent), praca.db (unless db.url names a server), journal/,
 * facts/, uploads/ and praca.sock. Opening reads the configuration, opens the pool, brings the schema
 * up to date where asked, and leases a node so that ids made here are made nowhere else.
 *
 * Ownership: an instance owns all it opened; it ends before the ctx it was opened with.
 * Errors:    ERR_NOTFOUND "app.no_data" (dir), ERR_CONFLICT "app.migrate_first" (dir), those of config.h and db.h.
 */
#ifndef PRACA_APP_INSTANCE_H
#define PRACA_APP_INSTANCE_H

#include "app/args.h"
#include "base/config.h"
#include "base/log.h"
#include "db/db.h"
#include "work/node.h"

#define INSTANCE_DIR_DEFAULT "praca-data"

enum instance_flags {
    INSTANCE_CREATE = 1 << 0,  /* make the directory when it is not there */
    INSTANCE_MIGRATE = 1 << 1, /* bring the schema up to date; otherwise an old one is refused */
    INSTANCE_BARE = 1 << 2,    /* neither schema nor node: for migrate itself and doctor */
};

struct instance {
    const char *dir;
    struct config *config;
    struct db_pool *pool;
    struct node_lease lease;
    struct id_source *ids;
    struct log *log;
};

extern const struct config_row app_config_rows[];

MUST_USE enum err instance_open(struct ctx *cx, const struct args *a, unsigned flags,
                                struct instance *ret);
void instance_close(struct ctx *cx, struct instance *in);
/* DIR/name */
const char *instance_path(struct ctx *cx, const struct instance *in, const char *name);
/* Where people on this machine find the server, "http://127.0.0.1:8080"; NULL when it takes any free port. */
const char *instance_home(struct ctx *cx, const struct instance *in);
/* Sets cx->site (and language, unless --lang was given) from --site SLUG or the only site there is. */
struct site;
MUST_USE enum err instance_site(struct ctx *cx, const struct instance *in, const struct args *a,
                                struct site *ret);

#endif
