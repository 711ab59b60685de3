/* link.c -- see link.h.
 *
 * The bytes: form, length of the purpose, the purpose, then site, subject, about, version and expires_at with the
 * highest byte first, then the hash. Numbers have a fixed length and the purpose says its own, so no two links have
 * the same bytes. The hash is over a name of this form too, so that it is of no use where else the key might serve.
 */
#include "work/link.h"

#include "base/hash.h"
#include "base/text.h"
#include "work/secret.h"

#include <string.h>

enum {
    FORM = 1,
    NUMBERS = 5,
    MAC_BYTES = 16,
    BODY_MAX = 2 + LINK_PURPOSE_MAX + 8 * NUMBERS,
    RAW_MAX = BODY_MAX + MAC_BYTES
};
static const char domain[] = "praca link 1";

_Static_assert(LINK_TOKEN_MAX > (RAW_MAX * 4 + 2) / 3, "a token has room");

static void number_put(unsigned char *to, int64_t v)
{
    for (int i = 0; i < 8; i++)
        to[i] = (unsigned char)((uint64_t)v >> (56 - 8 * i));
}

static int64_t number_get(const unsigned char *from)
{
    uint64_t v = 0;

    for (int i = 0; i < 8; i++)
        v = v << 8 | from[i];
    return (int64_t)v;
}

static enum err mac_of(struct ctx *cx, struct db *db, const unsigned char *body, size_t n,
                       unsigned char ret[SHA256_BYTES])
{
    unsigned char key[SECRET_BYTES], said[sizeof(domain) + BODY_MAX];
    enum err e = secret_read(cx, db, SECRET_LINKS, key);

    if (e)
        return e;
    memcpy(said, domain, sizeof(domain));
    memcpy(said + sizeof(domain), body, n);
    hmac_sha256(key, sizeof(key), said, sizeof(domain) + n, ret);
    forget_bytes(key, sizeof(key));
    return OK;
}

enum err link_sign(struct ctx *cx, struct db *db, const struct link *l, const char **ret_token)
{
    size_t purpose = strlen(l->purpose), n = 2 + purpose;
    const int64_t numbers[NUMBERS] = {l->site, l->subject, l->about, l->version, l->expires_at};
    unsigned char raw[RAW_MAX], mac[SHA256_BYTES];
    char *token = arena_alloc(cx->arena, LINK_TOKEN_MAX);
    enum err e;

    must(purpose >= 1 && purpose <= LINK_PURPOSE_MAX);
    if (!token)
        return fail_memory(cx);
    raw[0] = FORM;
    raw[1] = (unsigned char)purpose;
    memcpy(raw + 2, l->purpose, purpose);
    for (size_t i = 0; i < NUMBERS; i++, n += 8)
        number_put(raw + n, numbers[i]);
    e = mac_of(cx, db, raw, n, mac);
    if (e)
        return e;
    memcpy(raw + n, mac, MAC_BYTES);
    base64url_text(raw, n + MAC_BYTES, token);
    *ret_token = token;
    return OK;
}

/* Whether the bytes have the form of a link; *ret_body is how many of them come before the hash. */
static bool has_form(const unsigned char *raw, size_t n, size_t *ret_body)
{
    size_t purpose = n > 1 ? raw[1] : 0;

    *ret_body = 2 + purpose + 8 * NUMBERS;
    return n > 2 && raw[0] == FORM && purpose >= 1 && purpose <= LINK_PURPOSE_MAX &&
           n == *ret_body + MAC_BYTES;
}

enum err link_check(struct ctx *cx, struct db *db, const char *token, const char *purpose,
                    struct link *ret)
{
    unsigned char raw[RAW_MAX], mac[SHA256_BYTES];
    size_t n = 0, body = 0;
    const unsigned char *numbers;
    struct link l;
    enum err e;

    if (!token || !base64url_read(token, raw, sizeof(raw), &n) || !has_form(raw, n, &body))
        return fail(cx, ERR_NOTFOUND, "link.wrong", NULL);
    e = mac_of(cx, db, raw, body, mac);
    if (e)
        return e;
    if (!equal_in_constant_time(mac, raw + body, MAC_BYTES))
        return fail(cx, ERR_NOTFOUND, "link.wrong", NULL);
    l.purpose = arena_dup_n(cx->arena, (const char *)raw + 2, raw[1]);
    if (!l.purpose)
        return fail_memory(cx);
    if (!text_equal(l.purpose, purpose))
        return fail(cx, ERR_NOTFOUND, "link.wrong", NULL);
    numbers = raw + 2 + raw[1];
    l.site = number_get(numbers);
    l.subject = number_get(numbers + 8);
    l.about = number_get(numbers + 16);
    l.version = number_get(numbers + 24);
    l.expires_at = number_get(numbers + 32);
    *ret = l;
    if (l.expires_at <= ctx_now(cx))
        return fail(cx, ERR_DENIED, "link.expired", NULL);
    return OK;
}
