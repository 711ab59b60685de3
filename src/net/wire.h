/* wire.h -- the small grammars of a request: percent-encoding, query, cookie, range, entity tags.
 *
 * Pure functions over outside bytes, apart from the server so that they can be fuzzed.
 *
 * Ownership: results live in the given arena. A full arena reads as "not well formed"; the caller
 * tells the two apart with arena_full(). Source:    RFC 3986 section 2.1, WHATWG urlencoded
 * parsing, RFC 6265 section 4.2, RFC 9110 sections 8.8, 12.5.3 and 14.
 */
#ifndef PRACA_NET_WIRE_H
#define PRACA_NET_WIRE_H

#include "net/http.h"

enum { WIRE_QUERY_MAX = 256 };

/* False for a bad escape, NUL (raw or escaped), other controls in a path, or what is not UTF-8.
 * plus: "+" is a space, and tabs and line ends are let through, as in a query. */
bool wire_decode(struct arena *a, const char *text, size_t n, bool plus, char **ret);
/* A path: as above, and no backslash, escaped slash, "." or ".." segment; begins with "/". */
bool wire_path(struct arena *a, const char *text, size_t n, char **ret);
/* "a=1&b=&c": at most WIRE_QUERY_MAX pairs. */
bool wire_query(struct arena *a, const char *text, const struct http_pair **ret, int *ret_count);
/* The first cookie of that name in a Cookie header; NULL when there is none. */
const char *wire_cookie(struct arena *a, const char *header, const char *name);

enum wire_range {
    WIRE_RANGE_WHOLE, /* no header, not bytes, malformed, or several ranges: send it all */
    WIRE_RANGE_PART,
    WIRE_RANGE_UNSATISFIABLE
};
enum wire_range wire_range(const char *header, uint64_t size, uint64_t *ret_first,
                           uint64_t *ret_len);
/* If-None-Match against one tag, by weak comparison. */
bool wire_etag_matches(const char *header, const char *etag);
/* Accept-Encoding has gzip with a weight that is not zero. */
bool wire_takes_gzip(const char *header);
/* A name is an RFC 9110 token; a value holds no control but tab. */
bool wire_header_ok(const char *name, const char *value);

#endif
