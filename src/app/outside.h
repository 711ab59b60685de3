/* outside.h -- the one client with which a running server asks other servers on a user's behalf: webhooks.
 *
 * It reaches the public internet on the usual ports, and beyond that only what net.allow and net.ports name.
 *
 * Ownership: the caller frees with client_free().
 * Errors:    those of client_new(); ERR_INVALID "net.port_wrong" (port).
 */
#ifndef PRACA_APP_OUTSIDE_H
#define PRACA_APP_OUTSIDE_H

#include "base/config.h"
#include "net/client.h"

MUST_USE enum err outside_client(struct ctx *cx, const struct config *config, struct client **ret);

#endif
