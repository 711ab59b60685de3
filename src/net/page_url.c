/* page_url.c -- see page_url.h. */
#include "net/page_url.h"

#include "base/text.h"
#include "net/wire.h"

#include <string.h>
#include <strings.h>

enum { HOST_MAX = 100, PATH_MAX_BYTES = 1000, URL_MAX = 8000 };

static const char *const click_names[] = {"gclid",     "gbraid", "wbraid", "fbclid", "msclkid",
                                          "li_fat_id", "ttclid", "twclid", "rdcid",  "dclid"};

char *text_cut_bytes(char *text, size_t max)
{
    size_t n = strlen(text);

    if (n <= max)
        return text;
    n = max;
    while (n && ((unsigned char)text[n] & 0xc0) == 0x80)
        n--;
    text[n] = 0;
    return text;
}

static const char *after_scheme(const char *url)
{
    if (strlen(url) > URL_MAX)
        return NULL;
    if (!strncasecmp(url, "https://", 8))
        return url + 8;
    return strncasecmp(url, "http://", 7) ? NULL : url + 7;
}

/* Of "user@Acme.example:8080/": "acme.example". */
static char *host_of(struct ctx *cx, const char *authority, size_t n)
{
    const char *at = memchr(authority, '@', n);
    char *host;

    if (at) {
        n -= (size_t)(at + 1 - authority);
        authority = at + 1;
    }
    host = arena_dup_n(cx->arena, authority, n);
    if (!host)
        return NULL;
    if (*host == '[')
        host[strcspn(host, "]") + (strchr(host, ']') != NULL)] = 0;
    else
        host[strcspn(host, ":")] = 0;
    for (char *p = host; *p; p++)
        *p = *p >= 'A' && *p <= 'Z' ? (char)(*p + 32) : *p;
    return *host && strlen(host) <= HOST_MAX && text_is_utf8(host, strlen(host)) ? host : NULL;
}

/* Segments that look like somebody's address become "*". */
static void hide_addresses(char *path)
{
    if (!strchr(path, '@'))
        return;
    for (char *p = path; *p;) {
        size_t n = strcspn(p, "/");
        size_t at = strcspn(p, "@");
        if (at < n) {
            *p = '*';
            memmove(p + 1, p + n, strlen(p + n) + 1);
            n = 1;
        }
        p += n;
        p += *p == '/';
    }
}

static const char *path_of(struct ctx *cx, const char *text, size_t n, const char *hash)
{
    char *path = NULL, *end;
    size_t hash_len = hash ? strcspn(hash, "?") : 0;
    char *whole = arena_alloc(cx->arena, n + hash_len + 2);

    if (!whole)
        return NULL;
    whole[0] = '/';
    memcpy(whole, text, n);
    if (hash_len > 1)
        memcpy(whole + (n ? n : 1), hash, hash_len);
    if (!wire_decode(cx->arena, whole, strlen(whole), false, &path))
        path = whole; /* not well formed: as it stands, when that is text */
    if (!text_is_utf8(path, strlen(path)))
        return NULL;
    hide_addresses(path);
    end = text_cut_bytes(path, PATH_MAX_BYTES);
    return end;
}

/* A mark as it may be kept: cleaned, bounded, and "" when there is an address in it. */
static const char *mark(struct ctx *cx, const char *value, size_t max)
{
    const char *clean = NULL;
    char *copy;

    if (strchr(value, '@') || text_clean(cx, value, strlen(value), false, &clean) != OK || !clean) {
        fault_clear(cx);
        return "";
    }
    copy = arena_dup(cx->arena, clean);
    return copy ? text_cut_bytes(copy, max) : "";
}

static void read_mark(struct ctx *cx, const struct http_pair *pair, struct page_url *ret)
{
    const struct {
        const char *name;
        const char **to;
        size_t max;
    } marks[] = {{"utm_source", &ret->source, 200},
                 {"utm_medium", &ret->medium, 100},
                 {"utm_campaign", &ret->campaign, 200},
                 {"utm_content", &ret->content, 200},
                 {"utm_term", &ret->term, 200}};

    for (size_t k = 0; k < COUNT_OF(marks) && (*pair->name | 32) == 'u'; k++)
        if (!strcasecmp(pair->name, marks[k].name) && !**marks[k].to)
            *marks[k].to = mark(cx, pair->value, marks[k].max);
    for (size_t k = 0; k < COUNT_OF(click_names) && !*ret->click; k++)
        if (*pair->name == *click_names[k] && !strcmp(pair->name, click_names[k]) && *pair->value) {
            ret->click = click_names[k];
            ret->click_id = mark(cx, pair->value, 200);
        }
}

/* Pair by pair: one that is not well formed spoils none of the others. */
static void read_marks(struct ctx *cx, const char *query, size_t n, struct page_url *ret)
{
    for (size_t at = 0, len; at < n && !arena_full(cx->arena); at += len + 1) {
        const struct http_pair *pair = NULL;
        const char *end = memchr(query + at, '&', n - at);
        const char *text;
        int count = 0;
        len = end ? (size_t)(end - (query + at)) : n - at;
        text = len ? arena_dup_n(cx->arena, query + at, len) : NULL;
        if (text && wire_query(cx->arena, text, &pair, &count) && count == 1)
            read_mark(cx, pair, ret);
    }
}

bool page_url_read(struct ctx *cx, const char *url, bool hash_pages, struct page_url *ret)
{
    const char *rest = after_scheme(url), *query, *hash;
    size_t host_len, path_len;
    struct page_url u = {"", "", "", "", "", "", "", "", ""};

    if (!rest)
        return false;
    host_len = strcspn(rest, "/?#");
    u.host = host_of(cx, rest, host_len);
    path_len = strcspn(rest + host_len, "?#");
    hash = strchr(rest, '#');
    u.path = u.host ? path_of(cx, rest + host_len, path_len, hash_pages ? hash : NULL) : NULL;
    if (!u.host || !u.path)
        return false;
    query = rest + host_len + path_len;
    if (*query == '?')
        read_marks(cx, query + 1, strcspn(query + 1, "#"), &u);
    *ret = u;
    return !arena_full(cx->arena);
}

const char *page_url_path(struct ctx *cx, const char *path)
{
    size_t n = strcspn(path, "?#");
    const char *whole = arena_print(cx->arena, "%s%.*s", *path == '/' ? "" : "/", (int)n, path);

    return whole ? path_of(cx, whole, strlen(whole), NULL) : NULL;
}

const char *page_url_host(struct ctx *cx, const char *url)
{
    const char *rest = after_scheme(url), *host;

    host = rest ? host_of(cx, rest, strcspn(rest, "/?#")) : NULL;
    return host ? host : "";
}

const char *page_url_bare(struct ctx *cx, const char *url, size_t max)
{
    bool app = strlen(url) <= URL_MAX && !strncasecmp(url, "android-app://", 14);
    const char *rest = app ? url + 14 : after_scheme(url), *host, *path;
    size_t n = rest ? strcspn(rest, "/?#") : 0, host_len, path_len;
    char *bare;

    host = rest ? host_of(cx, rest, n) : NULL;
    path = host ? path_of(cx, rest + n, strcspn(rest + n, "?#"), NULL) : NULL;
    if (!path)
        return "";
    host_len = strlen(host);
    path_len = strcmp(path, "/") ? strlen(path) : 0;
    bare = arena_alloc(cx->arena, host_len + path_len + 1);
    if (!bare)
        return "";
    memcpy(bare, host, host_len);
    memcpy(bare + host_len, path, path_len);
    return text_cut_bytes(bare, max);
}
