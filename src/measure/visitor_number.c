/* visitor_number.c -- see visitor_number.h. */
#include "measure/visitor_number.h"

#include "base/hash.h"

#include <string.h>

/* The site's bytes stand before what tells its visitors apart. */
enum { SITE_BYTES = 8, ADDRESS_MAX = 100, AGENT_MAX = 500 };

static size_t put_site(int64_t site, char *to)
{
    for (int i = 0; i < SITE_BYTES; i++)
        to[i] = (char)((uint64_t)site >> 8 * i & 0xff);
    return SITE_BYTES;
}

static size_t put_text(const char *text, size_t max, char *to)
{
    size_t n = strnlen(text, max);

    memcpy(to, text, n);
    to[n] = '\n';
    return n + 1;
}

static int64_t number_of(const unsigned char *key, const char *bytes, size_t n)
{
    uint64_t v = short_hash(key, bytes, n) >> 1;

    return v ? (int64_t)v : 1;
}

int64_t visitor_stable(const unsigned char *secret, int64_t site, const char *id)
{
    char bytes[SITE_BYTES + VISITOR_ID_CHARS];
    size_t n = put_site(site, bytes);

    if (strlen(id) != VISITOR_ID_CHARS || strspn(id, "0123456789abcdef") != VISITOR_ID_CHARS)
        return 0;
    memcpy(bytes + n, id, VISITOR_ID_CHARS);
    return number_of(secret, bytes, sizeof(bytes));
}

int64_t visitor_daily(const unsigned char salt[VISITOR_SALT_BYTES], int64_t site,
                      const char *address, const char *agent)
{
    char bytes[SITE_BYTES + ADDRESS_MAX + AGENT_MAX + 2];
    size_t n = put_site(site, bytes);

    n += put_text(address, ADDRESS_MAX, bytes + n);
    n += put_text(agent, AGENT_MAX, bytes + n);
    return number_of(salt, bytes, n);
}
