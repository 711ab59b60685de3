/* client.c -- see client.h. libcurl does the protocol; redirects are walked here, one hop a
 * transfer, so that scheme, port and credentials are judged anew at each. A handle is made per hop:
 * connections are not kept, which costs a handshake and saves the question whose connection it was.
 */
#include "net/client.h"
#include "net/address.h"
#include "net/wire.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { HEADERS_MAX = 100, PORTS_MAX = 16, URL_MAX = 4000 };

struct client {
    struct client_options o;
    char *user_agent, *unix_path;
    struct network *allow;
    size_t allow_count;
    int ports[PORTS_MAX + 1];
};

/* One transfer. */
struct hop {
    struct ctx *cx;
    const struct client *client;
    struct buf body;
    struct http_pair *headers;
    int header_count;
    int to_fd;
    size_t taken; /* bytes of the body so far */
    bool too_large, refused, unwritten;
    const char *host;
};

static int64_t now_ms(void)
{
    struct timespec t;

    must(clock_gettime(CLOCK_MONOTONIC, &t) == 0);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static char *copy(const char *text)
{
    char *p = text ? strdup(text) : NULL;

    must(p || !text);
    return p;
}

enum err client_new(struct ctx *cx, const struct client_options *o, struct client **ret)
{
    static const int usual[] = {80, 443, 8080, 8443, 0};
    const int *ports = o->ports ? o->ports : usual;
    struct client *c = calloc(1, sizeof(*c));
    size_t n = 0;
    enum err e = OK;

    must(c != NULL);
    c->o = *o;
    c->user_agent = copy(o->user_agent ? o->user_agent : "Praca");
    c->unix_path = copy(o->unix_path);
    c->o.connect_ms = o->connect_ms ? o->connect_ms : 5000;
    c->o.total_ms = o->total_ms ? o->total_ms : 20000;
    c->o.size_max_bytes = o->size_max_bytes ? o->size_max_bytes : MIB(4);
    for (int i = 0; i < PORTS_MAX && ports[i]; i++)
        c->ports[i] = ports[i];
    while (o->allow && o->allow[n])
        n++;
    c->allow = calloc(n + 1, sizeof(*c->allow));
    must(c->allow != NULL);
    for (; c->allow_count < n && !e; c->allow_count++)
        if (!network_read(o->allow[c->allow_count], &c->allow[c->allow_count]))
            e = fail(cx, ERR_INVALID, "net.network_wrong", "network", o->allow[c->allow_count],
                     NULL);
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) /* counted: as often as cleaned up */
        e = fail(cx, ERR_BROKEN, "net.start", NULL);
    if (e)
        client_free(c);
    else
        *ret = c;
    return e;
}

void client_free(struct client *c)
{
    if (!c)
        return;
    curl_global_cleanup();
    free(c->user_agent);
    free(c->unix_path);
    free(c->allow);
    free(c);
}

const char *answer_header(const struct answer *a, const char *name)
{
    for (int i = 0; i < a->header_count; i++)
        if (strcasecmp(a->headers[i].name, name) == 0)
            return a->headers[i].value;
    return NULL;
}

static bool may_reach(const struct client *c, const struct address *at)
{
    if (c->o.trusted || address_is_public(at))
        return true;
    for (size_t i = 0; i < c->allow_count; i++)
        if (network_has(&c->allow[i], at))
            return true;
    return false;
}

static bool may_connect(const struct client *c, const struct sockaddr *to)
{
    struct address at;

    if (c->unix_path)
        return to->sa_family == AF_UNIX;
    return address_of(to, &at) && may_reach(c, &at);
}

/* The last door: the very address that will be connected to. */
static curl_socket_t open_socket(void *thing, curlsocktype purpose, struct curl_sockaddr *to)
{
    struct hop *hop = thing;

    if (purpose != CURLSOCKTYPE_IPCXN || !may_connect(hop->client, &to->addr)) {
        hop->refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

static bool write_all(int fd, const char *bytes, size_t n)
{
    while (n) {
        ssize_t wrote = write(fd, bytes, n);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return false;
        bytes += wrote;
        n -= (size_t)wrote;
    }
    return true;
}

static size_t take_body(char *bytes, size_t size, size_t n, void *thing)
{
    struct hop *hop = thing;

    if (hop->taken + size * n > hop->client->o.size_max_bytes) {
        hop->too_large = true;
        return 0;
    }
    hop->taken += size * n;
    if (hop->to_fd > 0) {
        hop->unwritten = !write_all(hop->to_fd, bytes, size * n);
        return hop->unwritten ? 0 : size * n;
    }
    buf_add(&hop->body, bytes, size * n);
    return buf_ok(&hop->body) ? size * n : 0;
}

static size_t take_header(char *bytes, size_t size, size_t n, void *thing)
{
    struct hop *hop = thing;
    struct arena *a = hop->cx->arena;
    size_t len = size * n, name_len;
    const char *colon = memchr(bytes, ':', len), *value;

    if (len > 5 && memcmp(bytes, "HTTP/", 5) == 0)
        hop->header_count = 0; /* what came before was a 100 */
    if (!colon || hop->header_count == HEADERS_MAX)
        return len;
    name_len = (size_t)(colon - bytes);
    value = colon + 1;
    while (value < bytes + len && (*value == ' ' || *value == '\t'))
        value++;
    while (len && strchr("\r\n \t", bytes[len - 1]) && bytes + len > value)
        len--;
    hop->headers[hop->header_count].name = arena_dup_n(a, bytes, name_len);
    hop->headers[hop->header_count].value = arena_dup_n(a, value, (size_t)(bytes + len - value));
    if (arena_full(a))
        return 0;
    hop->header_count++;
    return size * n;
}

static bool port_allowed(const struct client *c, const char *port)
{
    if (c->o.trusted || c->unix_path)
        return true;
    for (int i = 0; c->ports[i]; i++)
        if (strtol(port, NULL, 10) == c->ports[i])
            return true;
    return false;
}

/* Scheme, port and shape of a URL; the address behind its host is judged in open_socket(). */
static enum err check_url(struct ctx *cx, const struct client *c, const char *url,
                          const char **ret_host, const char **ret_origin)
{
    CURLU *u = curl_url();
    bool malformed;
    char *scheme = NULL, *host = NULL, *port = NULL, *user = NULL;
    enum err e = OK;

    must(u != NULL);
    malformed = strlen(url) > URL_MAX ||
                curl_url_set(u, CURLUPART_URL, url, CURLU_NON_SUPPORT_SCHEME) ||
                curl_url_get(u, CURLUPART_SCHEME, &scheme, 0);
    if (!malformed && strcasecmp(scheme, "http") != 0 && strcasecmp(scheme, "https") != 0)
        e = fail(cx, ERR_INVALID, "net.scheme", "url", url, NULL);
    else if (malformed || curl_url_get(u, CURLUPART_HOST, &host, 0) ||
             curl_url_get(u, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) ||
             curl_url_get(u, CURLUPART_USER, &user, 0) == CURLUE_OK)
        e = fail(cx, ERR_INVALID, "net.url", "url", url, NULL);
    else if (!port_allowed(c, port))
        e = fail(cx, ERR_DENIED, "net.refused_port", "port", port, NULL);
    if (!e) {
        *ret_host = arena_dup(cx->arena, host);
        *ret_origin = arena_print(cx->arena, "%s://%s:%s", scheme, host, port);
        if (!*ret_host || !*ret_origin)
            e = fail_memory(cx);
    }
    curl_free(scheme);
    curl_free(host);
    curl_free(port);
    curl_free(user);
    curl_url_cleanup(u);
    return e;
}

/* A name that is not this machine's is judged when it is looked up. */
static bool may_name(const struct client *c, const char *host)
{
    struct address at;
    struct address own[2];

    if (c->unix_path)
        return true;
    if (address_read(host, &at))
        return may_reach(c, &at);
    must(address_read("127.0.0.1", &own[0]) && address_read("::1", &own[1]));
    return !host_is_loopback(host) || may_reach(c, &own[0]) || may_reach(c, &own[1]);
}

enum err client_check(struct ctx *cx, const struct client *c, const char *field, const char *url,
                      const struct client_settings *open)
{
    const struct fault before = cx->fault;
    const char *host = NULL, *origin = NULL, *key;
    struct fault_param p;
    enum err e = check_url(cx, c, url, &host, &origin);

    if (!e && !may_name(c, host))
        return fail_field(cx, field, "net.closed_address", "host", host, "setting", open->allow,
                          NULL);
    if (e != ERR_INVALID && e != ERR_DENIED)
        return e;
    key = cx->fault.key;
    p = cx->fault.params[0];
    cx->fault = before;
    if (e == ERR_DENIED)
        return fail_field(cx, field, "net.closed_port", "port", p.value, "setting", open->ports,
                          NULL);
    return fail_field(cx, field, key, p.name, p.value, NULL);
}

bool url_parts(struct ctx *cx, const char *url, const char **ret_origin, const char **ret_path)
{
    CURLU *u = curl_url();
    char *scheme = NULL, *host = NULL, *port = NULL, *path = NULL, *query = NULL;
    bool ok;

    must(u != NULL);
    ok = strlen(url) <= URL_MAX && !curl_url_set(u, CURLUPART_URL, url, 0) &&
         !curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) &&
         !curl_url_get(u, CURLUPART_HOST, &host, 0) &&
         !curl_url_get(u, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) &&
         !curl_url_get(u, CURLUPART_PATH, &path, 0) &&
         (!strcmp(scheme, "http") || !strcmp(scheme, "https"));
    (void)curl_url_get(u, CURLUPART_QUERY, &query, 0);
    for (char *p = ok ? host : NULL; p && *p; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p | 0x20);
    if (ok) {
        *ret_origin = arena_print(cx->arena, "%s://%s:%s", scheme, host, port);
        *ret_path = arena_print(cx->arena, "%s%s%s", path, query ? "?" : "", query ? query : "");
        ok = *ret_origin && *ret_path;
    }
    curl_free(scheme);
    curl_free(host);
    curl_free(port);
    curl_free(path);
    curl_free(query);
    curl_url_cleanup(u);
    return ok;
}

int url_port(const char *url)
{
    const char *host = strstr(url, "://"), *colon;
    size_t n;

    host = host ? host + 3 : url;
    n = strcspn(host, "/?#");
    colon = memchr(host, ']', n);
    colon = memchr(colon ? colon : host, ':', n - (size_t)((colon ? colon : host) - host));
    return colon ? (int)strtol(colon + 1, NULL, 10) : 0;
}

static enum err explain(const struct hop *hop, CURLcode code)
{
    struct ctx *cx = hop->cx;
    const char *host = hop->host;

    if (arena_full(cx->arena))
        return fail_memory(cx);
    if (hop->unwritten)
        return fail_detail(cx, ERR_BROKEN, "net.upload", "write");
    if (hop->too_large || code == CURLE_FILESIZE_EXCEEDED)
        return fail(cx, ERR_LIMIT, "net.answer_large", "host", host, NULL);
    if (hop->refused && code == CURLE_COULDNT_CONNECT)
        return fail(cx, ERR_DENIED, "net.refused_address", "host", host, NULL);
    switch (code) {
    case CURLE_OK:
        return OK;
    case CURLE_URL_MALFORMAT:
        return fail(cx, ERR_INVALID, "net.url", "url", host, NULL);
    case CURLE_COULDNT_RESOLVE_HOST:
        return fail(cx, ERR_INVALID, "net.no_host", "host", host, NULL);
    case CURLE_COULDNT_CONNECT:
        return fail(cx, ERR_BUSY, "net.unreachable", "host", host, NULL);
    case CURLE_OPERATION_TIMEDOUT:
        return fail(cx, ERR_BUSY, "net.timeout", "host", host, NULL);
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
        return fail(cx, ERR_BROKEN, "net.tls", "host", host, NULL);
    default:
        (void)fail(cx, ERR_BUSY, "net.transfer", "host", host, NULL);
        cx->fault.detail = curl_easy_strerror(code); /* static text */
        return ERR_BUSY;
    }
}

/* What may follow to another origin; anything else might be a credential. */
static bool is_harmless(const char *name)
{
    return strncasecmp(name, "Accept", 6) == 0 || strncasecmp(name, "Content-", 8) == 0;
}

static struct curl_slist *header_list(struct arena *a, const struct http_pair *headers,
                                      bool same_origin)
{
    struct curl_slist *list = curl_slist_append(NULL, "Expect:"); /* no pause before a body */

    for (const struct http_pair *h = headers; h && h->name; h++) {
        const char *line = arena_print(a, "%s%s%s", h->name, *h->value ? ": " : ";", h->value);
        if (line && (same_origin || is_harmless(h->name)))
            list = curl_slist_append(list, line);
    }
    return list;
}

static void set_options(CURL *curl, struct hop *hop, const struct call *call, int64_t left_ms)
{
    const struct client_options *o = &hop->client->o;

#define SET(option, value) must(curl_easy_setopt(curl, option, value) == CURLE_OK)
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_PROTOCOLS_STR, "http,https");
    SET(CURLOPT_PROXY, "");
    SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    SET(CURLOPT_FOLLOWLOCATION, 0L);
    SET(CURLOPT_USERAGENT, hop->client->user_agent);
    SET(CURLOPT_ACCEPT_ENCODING, "");
    SET(CURLOPT_CONNECTTIMEOUT_MS, (long)(o->connect_ms < left_ms ? o->connect_ms : left_ms));
    SET(CURLOPT_TIMEOUT_MS, (long)left_ms);
    SET(CURLOPT_OPENSOCKETFUNCTION, open_socket);
    SET(CURLOPT_OPENSOCKETDATA, hop);
    SET(CURLOPT_WRITEFUNCTION, take_body);
    SET(CURLOPT_WRITEDATA, hop);
    SET(CURLOPT_HEADERFUNCTION, take_header);
    SET(CURLOPT_HEADERDATA, hop);
    if (hop->client->unix_path)
        SET(CURLOPT_UNIX_SOCKET_PATH, hop->client->unix_path);
    if (call->body) {
        SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)call->body_bytes);
        SET(CURLOPT_POSTFIELDS, call->body);
    }
    if (call->method && strcmp(call->method, "HEAD") == 0)
        SET(CURLOPT_NOBODY, 1L);
    else
        SET(CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)o->size_max_bytes);
    if (call->method && strcmp(call->method, "HEAD") != 0)
        SET(CURLOPT_CUSTOMREQUEST, call->method);
#undef SET
}

/* One transfer; ret_next is where it redirects to, or NULL. */
static enum err one_hop(struct hop *hop, const struct call *call, const char *url, bool same_origin,
                        int64_t left_ms, long *ret_status, const char **ret_next)
{
    CURL *curl = curl_easy_init();
    struct curl_slist *headers = header_list(hop->cx->arena, call->headers, same_origin);
    const char *next = NULL;
    CURLcode code;
    enum err e;

    must(curl && headers);
    set_options(curl, hop, call, left_ms);
    code = curl_easy_setopt(curl, CURLOPT_URL, url);
    if (!code)
        code = curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    if (!code)
        code = curl_easy_perform(curl);
    if (!code)
        code = curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, ret_status);
    e = explain(hop, code);
    if (!e && curl_easy_getinfo(curl, CURLINFO_REDIRECT_URL, &next) == CURLE_OK)
        *ret_next = arena_dup(hop->cx->arena, next);
    if (!e && next && !*ret_next)
        e = fail_memory(hop->cx);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    return e;
}

static bool call_ok(const struct call *call)
{
    if (call->method && !wire_header_ok(call->method, ""))
        return false;
    for (const struct http_pair *h = call->headers; h && h->name; h++)
        if (!wire_header_ok(h->name, h->value))
            return false;
    return true;
}

/* RFC 9110: 303 always asks with GET; 301 and 302 do so after a POST, as everybody does. */
static void follow(struct call *call, long status)
{
    const char *method = call->method ? call->method : call->body ? "POST" : "GET";

    if (status != 303 && !((status == 301 || status == 302) && strcmp(method, "POST") == 0))
        return;
    call->method = strcmp(method, "HEAD") == 0 ? "HEAD" : NULL;
    call->body = NULL;
}

enum err client_fetch(struct ctx *cx, struct client *c, const struct call *call, struct answer *ret)
{
    struct hop hop = {.cx = cx, .client = c, .to_fd = call->to_fd};
    struct call now = *call;
    const char *url = call->url, *next = NULL, *origin = NULL, *first_origin = NULL;
    int64_t until = now_ms() + c->o.total_ms;
    long status = 0;

    if (!call_ok(call))
        return fail(cx, ERR_INVALID, "net.url", "url", call->url, NULL);
    hop.headers = arena_array(cx->arena, HEADERS_MAX, sizeof(*hop.headers));
    if (!hop.headers)
        return fail_memory(cx);
    for (int followed = 0;; followed++) {
        enum err e = check_url(cx, c, url, &hop.host, &origin);
        int64_t left = until - now_ms();
        if (!e && left <= 0)
            e = fail(cx, ERR_BUSY, "net.timeout", "host", hop.host, NULL);
        if (e)
            return e;
        if (!first_origin)
            first_origin = origin;
        hop.body = buf_in(cx->arena);
        hop.header_count = 0;
        hop.taken = 0;
        hop.refused = false;
        if (hop.to_fd > 0 && (ftruncate(hop.to_fd, 0) != 0 || lseek(hop.to_fd, 0, SEEK_SET) != 0))
            return fail_detail(cx, ERR_BROKEN, "net.upload", "truncate");
        next = NULL;
        e = one_hop(&hop, &now, url, strcasecmp(origin, first_origin) == 0, left, &status, &next);
        if (e)
            return e;
        if (!next || !c->o.redirects_max)
            break;
        if (followed == c->o.redirects_max)
            return fail(cx, ERR_LIMIT, "net.redirects", "host", hop.host, NULL);
        follow(&now, status);
        url = next;
    }
    *ret = (struct answer){.status = (int)status,
                           .url = url,
                           .next = next,
                           .body = buf_text(&hop.body),
                           .body_bytes = hop.taken,
                           .headers = hop.headers,
                           .header_count = hop.header_count};
    return ret->body ? OK : fail_memory(cx);
}
