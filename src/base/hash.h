/* hash.h -- digests and random bytes. libsodium's and a table's work; only this header and access/ know sodium.
 *
 * Ownership: nothing is kept; what is written lies where the caller says.
 * Errors:    none; random_bytes() stops the program where the system has no randomness to give.
 * Threads:   any; a run belongs to one.
 * Source:    SHA-256 (FIPS 180-4), HMAC-SHA-256 (RFC 2104), SipHash-2-4 (Aumasson and Bernstein 2012), CRC32C (RFC 3720, Castagnoli, reflected 0x82F63B78).
 */
#ifndef PRACA_BASE_HASH_H
#define PRACA_BASE_HASH_H

#include "base/err.h"

enum { SHA256_BYTES = 32, SHA256_HEX = 65 };

uint32_t crc32c(uint32_t before, const void *bytes, size_t n); /* start with 0 */
void sha256(const void *bytes, size_t n, unsigned char ret[SHA256_BYTES]);
/* The same of bytes that come in pieces: start, add as often as there is a piece, end once. */
struct sha256_run {
    _Alignas(16) unsigned char state[128];
};
void sha256_start(struct sha256_run *r);
void sha256_add(struct sha256_run *r, const void *bytes, size_t n);
void sha256_end(struct sha256_run *r, unsigned char ret[SHA256_BYTES]);
void hmac_sha256(const void *key, size_t key_bytes, const void *bytes, size_t n,
                 unsigned char ret[SHA256_BYTES]);
/* 64 bits that nobody can make or foresee without the key: for tables, and for numbers of visitors. SipHash-2-4. */
enum { SHORT_KEY_BYTES = 16 };
uint64_t short_hash(const unsigned char key[SHORT_KEY_BYTES], const void *bytes, size_t n);
void hex_text(const unsigned char *bytes, size_t n, char *ret); /* 2n+1 bytes */
bool hex_read(const char *text, unsigned char *ret, size_t n);  /* exactly 2n digits */
void random_bytes(void *to, size_t n);                          /* nobody can foresee them */
/* For secrets: how long it takes does not tell where they differ. */
bool equal_in_constant_time(const void *a, const void *b, size_t n);
/* URL-safe base64 without padding. ret has room for 4*((n+2)/3)+1. */
void base64url_text(const unsigned char *bytes, size_t n, char *ret);
/* Back into at most max bytes. False when it is not just that, written the one way base64url_text() writes it. */
bool base64url_read(const char *text, unsigned char *ret, size_t max, size_t *ret_n);
void forget_bytes(void *bytes, size_t n); /* overwritten, also where a compiler sees no use in it */

#endif
