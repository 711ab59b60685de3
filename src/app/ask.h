/* ask.h -- the API as a command asks it: the same handlers, checks and trail as behind the server's door, without the door.
 *
 * A command acts as the installation's owner of its data and may do all, or, with --as EMAIL, as that person with the rights of
 * their role. A server may run meanwhile; it and the command share the database as two servers do.
 *
 * Ownership: answers live in the ctx's arena.
 * Errors:    ERR_DENIED "app.not_member" (email, site): no member, or disabled; those of instance.h and of the routes.
 */
#ifndef PRACA_APP_ASK_H
#define PRACA_APP_ASK_H

#include "access/site.h"
#include "api/api.h"
#include "app/args.h"
#include "app/events.h"
#include "app/instance.h"
#include "app/outside.h"
#include "people/import_jobs.h"

struct ask {
    const struct args *a;
    struct instance in;
    struct site site;
    struct events events;
    bool has_events; /* no server runs, and this command has its events */
    unsigned may;
    struct api api;
    struct import_home imports;
    const char *import_allow[NETWORKS_MAX + 1];
    struct client *client;
};

/* events: rules may ask what people did, and jobs that need it are done here, unless a server runs. *ret stays where it is until it
 * is closed. */
MUST_USE enum err ask_open(struct ctx *cx, const struct args *a, bool events, struct ask *ret);
void ask_close(struct ctx *cx, struct ask *k);

/* target below /api/v1: "/contacts?limit=5". */
MUST_USE enum err ask_bytes(struct ctx *cx, struct ask *k, const char *method, const char *target,
                            const char *body, struct buf *ret);
/* The same, with the answer's status: 202 for what is done later. */
MUST_USE enum err ask_status(struct ctx *cx, struct ask *k, const char *method, const char *target,
                             const char *body, struct buf *ret, int *ret_status);
/* *ret is NULL when the answer is empty. */
MUST_USE enum err ask_json(struct ctx *cx, struct ask *k, const char *method, const char *target,
                           const char *body, const struct json **ret);
/* The answer to standard output, or to the file where it is not NULL, a piece at a time; at most so many lines after the first of a CSV
 * (0: all). */
MUST_USE enum err ask_csv(struct ctx *cx, struct ask *k, const char *target, const char *path,
                          int64_t rows_max);
/* Until it has ended, done here or by the server. ERR_INVALID with the job's own key when it failed. */
MUST_USE enum err ask_wait(struct ctx *cx, struct ask *k, int64_t job);

/* "?q=a%20b&…": appends one parameter; nothing for an empty value. */
void ask_parameter(struct buf *target, const char *name, const char *value);
/* The number of a record as typed: its id, or of a contact also an address of theirs. */
MUST_USE enum err ask_id(struct ctx *cx, struct ask *k, const struct model *m, const char *typed,
                         int64_t *ret);
/* Of a member of the site: their id or address. ERR_NOTFOUND "app.not_member". */
MUST_USE enum err ask_user(struct ctx *cx, struct ask *k, const char *typed, int64_t *ret);
/* A whole file of at most max bytes. ERR_NOTFOUND "cli.file"; ERR_INVALID "cli.file_large" (file). */
MUST_USE enum err ask_file(struct ctx *cx, const char *path, size_t max_bytes, const char **ret);

#endif
