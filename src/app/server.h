/* server.h -- everything one process runs: HTTP, background work, the journal and its loader.
 *
 * Order of starting: lock the data directory, open the relational store, the journal, the worker, and last the door;
 * so whoever gets an answer gets it from a whole server. The event store opens by itself when it is first needed.
 * Stopping is the same backwards: no new requests, running ones finish, then the worker, the loader, the journal.
 *
 * Ownership: a server owns what it started; the instance is borrowed and outlives it.
 * Errors:    ERR_CONFLICT "app.running" (dir): another server has the directory; those of http_start() and journal_open().
 */
#ifndef PRACA_APP_SERVER_H
#define PRACA_APP_SERVER_H

#include "app/instance.h"

struct server;

MUST_USE enum err server_start(struct ctx *cx, const struct instance *in, struct server **ret);
int server_port(const struct server *s);
/* Waits for SIGTERM or SIGINT, which must be blocked in every thread, and keeps the node's lease meanwhile. */
void server_wait(struct server *s);
void server_stop(struct server *s);

#endif
