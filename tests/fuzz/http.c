/* http.c -- the grammars of a request, on anything. The first byte chooses which; what they
 * promise about their results is checked too. */
#include "net/address.h"
#include "net/wire.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void path(struct arena *a, const char *text, size_t n)
{
    char *out;

    if (!wire_path(a, text, n, &out))
        return;
    must(out[0] == '/' && !strchr(out, '\\') && !strstr(out, "/../"));
    for (const char *p = out; *p; p++)
        must((unsigned char)*p >= 0x20);
}

static void query(struct arena *a, const char *text)
{
    const struct http_pair *pairs;
    int count;

    if (!wire_query(a, text, &pairs, &count))
        return;
    must(count <= WIRE_QUERY_MAX);
    for (int i = 0; i < count; i++)
        must(pairs[i].name && pairs[i].value);
}

static void range(const char *text, uint64_t size)
{
    uint64_t first, len;

    if (wire_range(text, size, &first, &len) == WIRE_RANGE_PART)
        must(len > 0 && first < size && len <= size - first);
}

static void address(const char *text)
{
    struct network net;
    struct address a;
    char back[ADDRESS_TEXT_BYTES];

    (void)host_is_loopback(text);
    if (network_read(text, &net))
        must(network_has(&net, &net.base));
    if (address_read(text, &a)) {
        (void)address_is_public(&a);
        address_text(&a, back);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena *a = arena_new(MIB(1));
    char *text;

    must(a != NULL);
    if (n) {
        text = arena_dup_n(a, data + 1, n - 1);
        switch (text ? data[0] % 8 : 8) {
        case 0:
            path(a, text, n - 1);
            break;
        case 1:
            query(a, text);
            break;
        case 2:
            (void)wire_cookie(a, text, "sid");
            break;
        case 3:
            range(text, 0);
            range(text, 1000);
            range(text, UINT64_MAX);
            break;
        case 4:
            (void)wire_etag_matches(text, "\"a\"");
            break;
        case 5:
            (void)wire_takes_gzip(text);
            break;
        case 6:
            (void)wire_header_ok(text, text);
            break;
        case 7:
            address(text);
            break;
        }
    }
    arena_free(a);
    return 0;
}
