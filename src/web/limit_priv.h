/* limit_priv.h -- how often one origin may ask.
 *
 * A table of fixed size: whoever asks takes a place by the hash of their address (IPv6: of its network of 64 bits, which
 * is one customer's) with a key that only this process knows, and is counted for a minute. When all places of an address
 * are taken, the one that began longest ago is given away: a flood of origins makes the count forget, never grow.
 *
 * Threads: any.
 */
#ifndef PRACA_WEB_LIMIT_PRIV_H
#define PRACA_WEB_LIMIT_PRIV_H

#include "web/web.h"

enum { LIMIT_GET = 120, LIMIT_POST = 20, LIMIT_INBOUND = 600 }; /* a minute */

/* remote "": not limited (the machine's own socket). ERR_LIMIT "web.too_often". */
MUST_USE enum err limit_count(struct ctx *cx, struct limits *l, const char *remote, bool writes);
/* The same for n events of a page, most a minute. */
MUST_USE enum err limit_events(struct ctx *cx, struct limits *l, const char *remote, int64_t n,
                               int64_t most);
/* The same for a webhook's post. */
MUST_USE enum err limit_inbound(struct ctx *cx, struct limits *l, const char *remote);

#endif
