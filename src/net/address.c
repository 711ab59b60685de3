/* address.c -- see address.h. Surprising: IPv4 lives inside IPv6 at ::ffff:0:0/96 throughout, so
 * the table below writes 10.0.0.0/8 and means its mapped form. */
#include "net/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

static bool is_v4(const struct address *a)
{
    return memcmp(a->bytes, mapped, sizeof(mapped)) == 0;
}

static struct address from_v4(const void *four)
{
    struct address a;

    memcpy(a.bytes, mapped, sizeof(mapped));
    memcpy(a.bytes + 12, four, 4);
    return a;
}

bool address_read(const char *numeric, struct address *ret)
{
    char text[ADDRESS_TEXT_BYTES + 2];
    unsigned char four[4];
    size_t n = strlen(numeric);

    if (n >= sizeof(text))
        return false;
    memcpy(text, numeric, n + 1);
    if (n > 2 && text[0] == '[' && text[n - 1] == ']') {
        memmove(text, text + 1, n - 2);
        text[n - 2] = 0;
        return inet_pton(AF_INET6, text, ret->bytes) == 1;
    }
    if (inet_pton(AF_INET, text, four) == 1) {
        *ret = from_v4(four);
        return true;
    }
    return inet_pton(AF_INET6, text, ret->bytes) == 1;
}

bool address_of(const struct sockaddr *from, struct address *ret)
{
    if (from->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, from, sizeof(in));
        *ret = from_v4(&in.sin_addr);
        return true;
    }
    if (from->sa_family == AF_INET6) {
        struct sockaddr_in6 in;
        memcpy(&in, from, sizeof(in));
        memcpy(ret->bytes, &in.sin6_addr, 16);
        return true;
    }
    return false;
}

/* As inet_ntop() writes it, without its printf(): every request has an address. */
static void v4_text(const unsigned char four[4], char *to)
{
    for (size_t i = 0; i < 4; i++) {
        unsigned n = four[i];
        if (i)
            *to++ = '.';
        if (n >= 100)
            *to++ = (char)('0' + n / 100);
        if (n >= 10)
            *to++ = (char)('0' + n / 10 % 10);
        *to++ = (char)('0' + n % 10);
    }
    *to = 0;
}

void address_text(const struct address *of, char ret[ADDRESS_TEXT_BYTES])
{
    if (is_v4(of))
        v4_text(of->bytes + 12, ret);
    else
        must(inet_ntop(AF_INET6, of->bytes, ret, ADDRESS_TEXT_BYTES) != NULL);
}

bool network_read(const char *text, struct network *ret)
{
    const char *slash = strchr(text, '/');
    size_t n = slash ? (size_t)(slash - text) : strlen(text);
    char base[ADDRESS_TEXT_BYTES];
    struct network net = {.bits = 128};

    if (n >= sizeof(base))
        return false;
    memcpy(base, text, n);
    base[n] = 0;
    if (!address_read(base, &net.base))
        return false;
    if (slash) {
        int bits = 0, most = strchr(base, ':') ? 128 : 32;
        const char *p = slash + 1;
        if (!*p || strlen(p) > 3)
            return false;
        for (; *p; p++) {
            if (*p < '0' || *p > '9')
                return false;
            bits = bits * 10 + (*p - '0');
        }
        if (bits > most)
            return false;
        net.bits = bits + 128 - most;
    }
    for (int i = net.bits; i < 128; i++)
        if (net.base.bytes[i / 8] & (0x80 >> (i % 8)))
            return false;
    *ret = net;
    return true;
}

bool network_has(const struct network *in, const struct address *what)
{
    int whole = in->bits / 8, rest = in->bits % 8;

    if (memcmp(in->base.bytes, what->bytes, (size_t)whole) != 0)
        return false;
    return !rest || ((in->base.bytes[whole] ^ what->bytes[whole]) >> (8 - rest)) == 0;
}

static bool in_network(const char *network, const struct address *a)
{
    struct network net;

    must(network_read(network, &net));
    return network_has(&net, a);
}

static bool v4_is_public(const struct address *a)
{
    static const char *const special[] = {
        "0.0.0.0/8",        "10.0.0.0/8",      "100.64.0.0/10",  "127.0.0.0/8",    "169.254.0.0/16",
        "172.16.0.0/12",    "192.0.0.0/24",    "192.0.2.0/24",   "192.88.99.0/24", "192.168.0.0/16",
        "198.18.0.0/15",    "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",    "240.0.0.0/4",
        "168.63.129.16/32", /* Azure's host service, outside every reserved block */
    };

    for (size_t i = 0; i < COUNT_OF(special); i++)
        if (in_network(special[i], a))
            return false;
    return true;
}

bool address_is_public(const struct address *a)
{
    static const char *const special[] = {
        "2001::/23",     /* IETF protocols: Teredo, ORCHID, benchmarking */
        "2001:db8::/32", /* documentation */
        "3fff::/20",     /* documentation */
        "5f00::/16",     /* segment routing */
    };
    struct address inner;

    if (is_v4(a))
        return v4_is_public(a);
    if (in_network("64:ff9b::/96", a)) { /* NAT64 carries the IPv4 address at its end */
        inner = from_v4(a->bytes + 12);
        return v4_is_public(&inner);
    }
    if (in_network("2002::/16", a)) { /* 6to4 carries it after the prefix */
        inner = from_v4(a->bytes + 2);
        return v4_is_public(&inner);
    }
    for (size_t i = 0; i < COUNT_OF(special); i++)
        if (in_network(special[i], a))
            return false;
    return in_network("2000::/3", a); /* the only block given out: all else is refused */
}

bool address_is_loopback(const struct address *a)
{
    return in_network("127.0.0.0/8", a) || in_network("::1/128", a);
}

bool host_is_loopback(const char *host)
{
    char name[256];
    size_t n = host[0] == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");
    struct address a;

    if (n >= sizeof(name) || n > strlen(host))
        return false;
    memcpy(name, host, n);
    name[n] = 0;
    if (strcasecmp(name, "localhost") == 0 ||
        (n > 10 && strcasecmp(name + n - 10, ".localhost") == 0))
        return true;
    return address_read(name, &a) && address_is_loopback(&a);
}
