/* listen_priv.h -- listening sockets, TCP and Unix. */
#ifndef PRACA_NET_LISTEN_PRIV_H
#define PRACA_NET_LISTEN_PRIV_H

#include "base/ctx.h"

/* ERR_INVALID "net.host_wrong", ERR_CONFLICT "net.port_taken", ERR_BROKEN "net.start". */
MUST_USE enum err listen_tcp(struct ctx *cx, const char *host, int port, int *ret_fd,
                             int *ret_port);
/* Mode 0600. A socket file that nobody listens on is replaced. ERR_CONFLICT "net.socket_taken". */
MUST_USE enum err listen_unix(struct ctx *cx, const char *path, int *ret_fd);

#endif
