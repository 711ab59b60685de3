/* address.h -- which addresses are the public internet, and which are ours or nobody's.
 *
 * A fetch on a user's behalf must not reach the machine it runs on, its network or its cloud's
 * metadata service. The list is of special-purpose networks; IPv6 forms that carry an IPv4 address
 * (mapped, compatible, NAT64, 6to4, Teredo) are judged by what they carry, or refused.
 *
 * Threads: any; pure.
 * Source:  IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and updates).
 */
#ifndef PRACA_NET_ADDRESS_H
#define PRACA_NET_ADDRESS_H

#include "base/err.h"

struct sockaddr;

/* Sixteen bytes; IPv4 as ::ffff:a.b.c.d, so that one comparison does for both. */
struct address {
    unsigned char bytes[16];
};
struct network {
    struct address base;
    int bits; /* of 128 */
};

bool address_read(const char *numeric,
                  struct address *ret); /* "192.0.2.1", "2001:db8::1", "[::1]" */
bool address_of(const struct sockaddr *from, struct address *ret); /* AF_INET and AF_INET6 only */
enum { ADDRESS_TEXT_BYTES = 46 };
void address_text(const struct address *of, char ret[ADDRESS_TEXT_BYTES]);

/* "10.0.0.0/8", "::1/128", or an address alone. Bits beyond the prefix must be zero. */
bool network_read(const char *text, struct network *ret);
bool network_has(const struct network *in, const struct address *what);

/* Whether a stranger may have us talk to it. */
bool address_is_public(const struct address *a);
bool address_is_loopback(const struct address *a);
/* A host as in a URL or Host header, port allowed: "localhost", "x.localhost", 127/8 or [::1]. */
bool host_is_loopback(const char *host);

#endif
