/* network_set.h -- many networks, and whether an address is in one of them.
 *
 * From a text of one network a line ("192.0.2.0/24", "2001:db8::/32", an address alone), as lists of the address ranges of
 * data centres are published; what follows "#" is a remark, and what is after a comma or a blank is left out. A line that is
 * none is counted and passed over; so is a network wider than /8 of IPv4 or /16 of IPv6, which is no data centre's.
 *
 * Ownership: the maker's.
 * Errors:    ERR_INVALID "net.networks" (file, reason).
 * Threads:   any; it does not change.
 */
#ifndef PRACA_NET_NETWORK_SET_H
#define PRACA_NET_NETWORK_SET_H

#include "base/ctx.h"
#include "net/address.h"

enum { NETWORK_SET_MAX = 1000000 };

struct network_set;

MUST_USE enum err network_set_read(struct ctx *cx, const char *file, struct network_set **ret);
struct network_set *network_set_parse(const char *text, size_t n); /* NULL without memory */
void network_set_free(struct network_set *s);                      /* accepts NULL */
bool network_set_has(const struct network_set *s, const struct address *a); /* s NULL: no */
size_t network_set_count(const struct network_set *s);
size_t network_set_passed_over(const struct network_set *s);
/* The first that was too wide, "" for none. The set's own. */
const char *network_set_wide(const struct network_set *s);

#endif
