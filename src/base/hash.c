/* hash.c -- libsodium's digests and random bytes behind our names; hex and base64url.
 *
 * Surprising: sodium_init() is called where random bytes are drawn. It may be called often and from any
 * thread; the first call does the work.
 */
#include "base/hash.h"

#include <sodium.h>
#include <string.h>

static crypto_hash_sha256_state *inside(struct sha256_run *r)
{
    _Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(r->state), "room for sodium's state");
    return (crypto_hash_sha256_state *)(void *)r->state;
}

void sha256(const void *bytes, size_t n, unsigned char ret[SHA256_BYTES])
{
    (void)crypto_hash_sha256(ret, bytes, n);
}

void sha256_start(struct sha256_run *r)
{
    (void)crypto_hash_sha256_init(inside(r));
}

void sha256_add(struct sha256_run *r, const void *bytes, size_t n)
{
    (void)crypto_hash_sha256_update(inside(r), bytes, n);
}

void sha256_end(struct sha256_run *r, unsigned char ret[SHA256_BYTES])
{
    (void)crypto_hash_sha256_final(inside(r), ret);
}

void hmac_sha256(const void *key, size_t key_bytes, const void *bytes, size_t n,
                 unsigned char ret[SHA256_BYTES])
{
    crypto_auth_hmacsha256_state s;

    (void)crypto_auth_hmacsha256_init(&s, key, key_bytes);
    (void)crypto_auth_hmacsha256_update(&s, bytes, n);
    (void)crypto_auth_hmacsha256_final(&s, ret);
    sodium_memzero(&s, sizeof(s));
}

void hex_text(const unsigned char *bytes, size_t n, char *ret)
{
    (void)sodium_bin2hex(ret, 2 * n + 1, bytes, n);
}

bool hex_read(const char *text, unsigned char *ret, size_t n)
{
    if (!text || strlen(text) != 2 * n || strspn(text, "0123456789abcdefABCDEF") != 2 * n)
        return false;
    return sodium_hex2bin(ret, n, text, 2 * n, NULL, NULL, NULL) == 0;
}

void random_bytes(void *to, size_t n)
{
    must(sodium_init() >= 0);
    randombytes_buf(to, n);
}

bool equal_in_constant_time(const void *a, const void *b, size_t n)
{
    return sodium_memcmp(a, b, n) == 0;
}

void base64url_text(const unsigned char *bytes, size_t n, char *ret)
{
    const int how = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

    (void)sodium_bin2base64(ret, sodium_base64_encoded_len(n, how), bytes, n, how);
}

bool base64url_read(const char *text, unsigned char *ret, size_t max, size_t *ret_n)
{
    const char *end = NULL;
    size_t n = strlen(text);

    return sodium_base642bin(ret, max, text, n, NULL, ret_n, &end,
                             sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 &&
           end == text + n;
}

void forget_bytes(void *bytes, size_t n)
{
    sodium_memzero(bytes, n);
}
