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

uint64_t short_hash(const unsigned char key[SHORT_KEY_BYTES], const void *bytes, size_t n)
{
    unsigned char raw[crypto_shorthash_BYTES];
    uint64_t v = 0;

    _Static_assert(crypto_shorthash_KEYBYTES == SHORT_KEY_BYTES, "a key of SipHash");
    (void)crypto_shorthash(raw, bytes, n, key);
    for (size_t i = sizeof(raw); i-- > 0;)
        v = v << 8 | raw[i];
    return v;
}

void hex_text(const unsigned char *bytes, size_t n, char *ret)
{
    (void)sodium_bin2hex(ret, 2 * n + 1, bytes, n);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 32);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool hex_read(const char *text, unsigned char *ret, size_t n)
{
    if (!text || strlen(text) != 2 * n)
        return false;
    for (size_t i = 0; i < n; i++) {
        int high = hex_digit(text[2 * i]), low = hex_digit(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        ret[i] = (unsigned char)(high << 4 | low);
    }
    return true;
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
