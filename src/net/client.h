/* client.h -- asking other servers, without being led astray by the address.
 *
 * A client fetches over http and https only, to allowed ports, and never to an address that is not
 * public (address.h) unless its network is allowed. The address is checked when the socket is
 * opened, after the name was resolved, so a name that changes its mind between check and use gains
 * nothing; every redirect goes through the same door. Proxy settings of the environment are
 * ignored, as a proxy would look names up itself.
 *
 * A status of 400 or more is an answer, not an error.
 *
 * Ownership: an answer lives in the ctx's arena. The client copies its options.
 * Errors:    see client_fetch(). The params carry "host".
 * Units:     _ms, _bytes.
 * Threads:   any; one client serves many at once. A fetch blocks: pool and job threads only.
 * Source:    RFC 9110 section 15.4 (redirects), OWASP SSRF prevention.
 */
#ifndef PRACA_NET_CLIENT_H
#define PRACA_NET_CLIENT_H

#include "net/http.h"

struct client;

struct client_options {
    const char *user_agent;       /* NULL: "Praca" */
    const char *const *allow;     /* NULL-terminated networks that are allowed though not public */
    const int *ports;             /* ended by 0; NULL: 80, 443, 8080, 8443 */
    bool trusted;                 /* the owner chose the destination: any address, any port */
    const char *unix_path;        /* connect there whatever the URL's host */
    int64_t connect_ms, total_ms; /* 0: 5 s and 20 s; total covers all redirects */
    size_t size_max_bytes;        /* of the answer's body, unpacked; 0: 4 MiB */
    int redirects_max;            /* 0: none are followed: the 3xx is the answer */
};

/* ERR_INVALID "net.network_wrong" (network). ERR_BROKEN "net.start". */
MUST_USE enum err client_new(struct ctx *cx, const struct client_options *o, struct client **ret);
void client_free(struct client *c);

struct call {
    const char *method; /* NULL: GET, or POST with a body */
    const char *url;
    const struct http_pair *headers; /* ended by a NULL name */
    const char *body;                /* NULL: none */
    size_t body_bytes;
    int to_fd; /* an open, empty file that takes the answer's body, which is then no part of the answer; 0: none */
};

struct answer {
    int status;
    const char *url;  /* after redirects */
    const char *next; /* where a redirect that was not followed leads, whole; NULL: nowhere */
    const char *body; /* NUL-terminated */
    size_t body_bytes;
    const struct http_pair *headers; /* of the last answer, names as sent */
    int header_count;
};

const char *answer_header(const struct answer *a, const char *name); /* any case; NULL: none */

/* Of the call's headers only Accept* and Content-* follow a redirect to another origin.
 * ERR_INVALID: "net.url" (url) malformed or with a user name in it, "net.scheme", "net.no_host".
 * ERR_DENIED:  "net.refused_address", "net.refused_port" (port).
 * ERR_LIMIT:   "net.answer_large", "net.redirects".
 * ERR_BUSY:    "net.unreachable", "net.timeout", "net.transfer": may go better later.
 * ERR_BROKEN:  "net.tls"; "net.upload" (to_fd cannot be written). */
MUST_USE enum err client_fetch(struct ctx *cx, struct client *c, const struct call *call,
                               struct answer *ret);

/* What can be told before anybody is asked: shape, scheme and port of the URL, and a host that is itself an address, or this machine's
 * name. A name may still lead to an address that client_fetch() refuses. ERR_INVALID with the wrong field: "net.url", "net.scheme",
 * "net.closed_port" (port, setting), "net.closed_address" (host, setting). */
struct client_settings {
    const char *allow, *ports; /* settings in which the server's keeper opens them */
};
MUST_USE enum err client_check(struct ctx *cx, const struct client *c, const char *field,
                               const char *url, const struct client_settings *open);

/* The origin of a URL ("https://acme.example:443", lower case) and what its server is asked for ("/precos?x=1"). False: it is no
 * http address. */
bool url_parts(struct ctx *cx, const char *url, const char **ret_origin, const char **ret_path);
/* The port a URL names; 0: none. */
int url_port(const char *url);

#endif
