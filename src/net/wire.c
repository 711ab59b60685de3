/* wire.c -- see wire.h. Everything here reads what a stranger sent; nothing here keeps state. */
#include "net/wire.h"

#include "base/text.h"

#include <string.h>
#include <strings.h>

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

static bool clean_utf8(const char *text, size_t n, bool lines)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == 0x7f || (c < 0x20 && !(lines && (c == '\t' || c == '\n' || c == '\r'))))
            return false;
    }
    return text_is_utf8(text, n);
}

/* How many bytes stand for themselves and need no look at more than one: printing ASCII, and neither "%" nor "+". */
static size_t plain_bytes(const char *text, size_t n)
{
    size_t i = 0;

    while (i < n && text[i] >= 0x20 && text[i] < 0x7f && text[i] != '%' && text[i] != '+')
        i++;
    return i;
}

bool wire_decode(struct arena *a, const char *text, size_t n, bool plus, char **ret)
{
    size_t len = plain_bytes(text, n);
    char *out = arena_dup_n(a, text, n); /* what comes after len is written anew */

    if (!out)
        return false;
    if (len == n) {
        *ret = out;
        return true;
    }
    for (size_t i = len; i < n; i++) {
        char c = text[i];
        if (c == '%') {
            int high = n - i > 2 ? hex_value(text[i + 1]) : -1;
            int low = n - i > 2 ? hex_value(text[i + 2]) : -1;
            if (high < 0 || low < 0)
                return false;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        out[len++] = c;
    }
    out[len] = 0;
    if (!clean_utf8(out, len, plus))
        return false;
    *ret = out;
    return true;
}

static bool has_escaped_slash(const char *text, size_t n)
{
    for (size_t i = 0; i + 2 < n; i++)
        if (text[i] == '%' && text[i + 1] == '2' && (text[i + 2] == 'f' || text[i + 2] == 'F'))
            return true;
    return false;
}

bool wire_path(struct arena *a, const char *text, size_t n, char **ret)
{
    char *path;

    if (!n || text[0] != '/' || has_escaped_slash(text, n))
        return false;
    if (!wire_decode(a, text, n, false, &path) || strchr(path, '\\'))
        return false;
    for (const char *p = path; p; p = strchr(p + 1, '/')) {
        const char *segment = p + 1;
        size_t len = strcspn(segment, "/");
        if ((len == 1 && segment[0] == '.') || (len == 2 && segment[0] == '.' && segment[1] == '.'))
            return false;
    }
    *ret = path;
    return true;
}

static bool pair_read(struct arena *a, const char *text, size_t n, struct http_pair *ret)
{
    const char *equals = memchr(text, '=', n);
    size_t name_len = equals ? (size_t)(equals - text) : n;
    char *name, *value;

    if (!wire_decode(a, text, name_len, true, &name))
        return false;
    if (!wire_decode(a, equals ? equals + 1 : text + n, equals ? n - name_len - 1 : 0, true,
                     &value))
        return false;
    *ret = (struct http_pair){.name = name, .value = value};
    return true;
}

bool wire_query(struct arena *a, const char *text, const struct http_pair **ret, int *ret_count)
{
    struct http_pair *pairs;
    int room = 1, count = 0;

    for (const char *p = text; *p; p++)
        room += *p == '&';
    if (room > WIRE_QUERY_MAX)
        return false;
    pairs = arena_array(a, (size_t)room, sizeof(*pairs));
    if (!pairs)
        return false;
    for (const char *p = text; *p;) {
        size_t n = strcspn(p, "&");
        if (n && !pair_read(a, p, n, &pairs[count++]))
            return false;
        p += n;
        p += *p == '&';
    }
    *ret = pairs;
    *ret_count = count;
    return true;
}

const char *wire_cookie(struct arena *a, const char *header, const char *name)
{
    size_t name_len = strlen(name);

    for (const char *p = header; p && *p;) {
        size_t n;
        p += strspn(p, " \t;");
        n = strcspn(p, ";");
        if (n > name_len && p[name_len] == '=' && memcmp(p, name, name_len) == 0) {
            const char *value = p + name_len + 1;
            size_t len = n - name_len - 1;
            while (len && (value[len - 1] == ' ' || value[len - 1] == '\t'))
                len--;
            if (len >= 2 && value[0] == '"' && value[len - 1] == '"') {
                value++;
                len -= 2;
            }
            return clean_utf8(value, len, false) ? arena_dup_n(a, value, len) : NULL;
        }
        p += n;
    }
    return NULL;
}

/* Digits at *p; false when there are none or they overflow. */
static bool number(const char **p, uint64_t *ret)
{
    uint64_t n = 0;
    const char *s = *p;

    if (*s < '0' || *s > '9')
        return false;
    for (; *s >= '0' && *s <= '9'; s++) {
        uint64_t digit = (uint64_t)(*s - '0');
        if (n > (UINT64_MAX - digit) / 10)
            return false;
        n = n * 10 + digit;
    }
    *p = s;
    *ret = n;
    return true;
}

enum wire_range wire_range(const char *header, uint64_t size, uint64_t *ret_first,
                           uint64_t *ret_len)
{
    uint64_t first = 0, last = 0;
    const char *p = header;
    bool suffix;

    if (!p || strncasecmp(p, "bytes=", 6) != 0)
        return WIRE_RANGE_WHOLE;
    p += 6;
    suffix = *p == '-';
    if (suffix) {
        p++;
        if (!number(&p, &last) || *p)
            return WIRE_RANGE_WHOLE;
        if (!last || !size)
            return WIRE_RANGE_UNSATISFIABLE;
        *ret_len = last < size ? last : size;
        *ret_first = size - *ret_len;
        return WIRE_RANGE_PART;
    }
    if (!number(&p, &first) || *p++ != '-')
        return WIRE_RANGE_WHOLE;
    if (!*p)
        last = UINT64_MAX;
    else if (!number(&p, &last) || *p || last < first)
        return WIRE_RANGE_WHOLE;
    if (first >= size)
        return WIRE_RANGE_UNSATISFIABLE;
    if (last >= size)
        last = size - 1;
    *ret_first = first;
    *ret_len = last - first + 1;
    return WIRE_RANGE_PART;
}

bool wire_etag_matches(const char *header, const char *etag)
{
    size_t len;

    if (!header || !etag)
        return false;
    if (strncmp(etag, "W/", 2) == 0)
        etag += 2;
    len = strlen(etag);
    for (const char *p = header; *p;) {
        p += strspn(p, " \t,");
        if (*p == '*')
            return true;
        if (strncmp(p, "W/", 2) == 0)
            p += 2;
        if (*p != '"')
            return false;
        size_t n = strcspn(p + 1, "\"");
        if (p[n + 1] != '"')
            return false;
        if (n + 2 == len && memcmp(p, etag, len) == 0)
            return true;
        p += n + 2;
    }
    return false;
}

bool wire_takes_gzip(const char *header)
{
    for (const char *p = header; p && *p;) {
        size_t n, name;
        p += strspn(p, " \t,");
        n = strcspn(p, ",");
        name = strcspn(p, " \t;,");
        if ((name == 4 && strncasecmp(p, "gzip", 4) == 0) || (name == 1 && *p == '*')) {
            const char *q = memchr(p, ';', n);
            if (!q)
                return true;
            q += 1 + strspn(q + 1, " \t");
            if (strncasecmp(q, "q=0", 3) != 0)
                return true;
            q += 3;
            q += *q == '.';
            q += strspn(q, "0");
            return *q >= '1' && *q <= '9';
        }
        p += n;
    }
    return false;
}

bool wire_header_ok(const char *name, const char *value)
{
    if (!name || !*name || !value)
        return false;
    for (const char *p = name; *p; p++) {
        bool letter = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z');
        bool digit = *p >= '0' && *p <= '9';
        if (!letter && !digit && *p != '-' && !strchr("!#$%&'*+.^_`|~", *p))
            return false;
    }
    for (const unsigned char *p = (const unsigned char *)value; *p; p++)
        if ((*p < 0x20 && *p != '\t') || *p == 0x7f)
            return false;
    return true;
}
