/* outside.h -- the one client with which a running server asks other servers on a user's behalf (webhooks), and the networks that the
 * configuration names.
 *
 * The client reaches the public internet on the usual ports, and beyond that only what net.allow and net.ports name.
 *
 * Ownership: the caller frees with client_free(); networks live in the ctx's arena.
 * Errors:    those of client_new(); ERR_INVALID "net.port_wrong" (port).
 */
#ifndef PRACA_APP_OUTSIDE_H
#define PRACA_APP_OUTSIDE_H

#include "base/config.h"
#include "net/client.h"

enum { NETWORKS_MAX = 16 };

/* "10.0.0.0/8, 127.0.0.1" as a list of at most NETWORKS_MAX, ended by NULL. */
MUST_USE enum err outside_networks(struct ctx *cx, const char *list, const char **ret);
MUST_USE enum err outside_client(struct ctx *cx, const struct config *config, struct client **ret);

#endif
