/* outside.c -- see outside.h. Redirects are not followed: the answer is the 3xx, so an address that was checked is the
 * one that is asked. */
#include "app/outside.h"

#include "base/text.h"

#include <string.h>

enum { MORE_PORTS_MAX = 8, CONNECT_MS = 5000, TOTAL_MS = 10000 };

/* "10.0.0.0/8, 127.0.0.1" as a list. */
static size_t split(char *text, const char **to, size_t max)
{
    size_t n = 0;

    while (*text && n < max) {
        size_t len = strcspn(text, ", ");
        char *end = text + len;
        if (len)
            to[n++] = text;
        text = *end ? end + 1 : end;
        *end = 0;
    }
    to[n] = NULL;
    return n;
}

static enum err read_ports(struct ctx *cx, char *text, int *ports)
{
    const char *named[MORE_PORTS_MAX + 1];
    size_t n = split(text, named, MORE_PORTS_MAX), at = 0;
    int64_t port;

    while (ports[at])
        at++;
    for (size_t i = 0; i < n; i++) {
        if (!text_to_int(named[i], &port) || port < 1 || port > 65535)
            return fail(cx, ERR_INVALID, "net.port_wrong", "port", named[i], NULL);
        ports[at++] = (int)port;
    }
    return OK;
}

enum err outside_networks(struct ctx *cx, const char *list, const char **ret)
{
    char *text = arena_dup(cx->arena, list);

    if (!text)
        return fail_memory(cx);
    (void)split(text, ret, NETWORKS_MAX);
    return OK;
}

enum err outside_client(struct ctx *cx, const struct config *config, struct client **ret)
{
    char *more = arena_dup(cx->arena, config_text(config, "net.ports"));
    const char *networks[NETWORKS_MAX + 1];
    int ports[4 + MORE_PORTS_MAX + 1] = {80, 443, 8080, 8443};
    enum err e = more ? read_ports(cx, more, ports) : fail_memory(cx);

    if (!e)
        e = outside_networks(cx, config_text(config, "net.allow"), networks);
    if (e)
        return e;
    return client_new(cx,
                      &(struct client_options){.user_agent = "Praca",
                                               .allow = networks,
                                               .ports = ports,
                                               .connect_ms = CONNECT_MS,
                                               .total_ms = TOTAL_MS,
                                               .size_max_bytes = KIB(256)},
                      ret);
}
