/* hash_test.c -- published digests come out; both ways to a checksum agree. */
#include "base/crc32c_priv.h"
#include "base/hash.h"
#include "unit/unit.h"

static void checksums_match_rfc_3720_both_ways(void **state)
{
    unsigned char bytes[32] = {0}, noise[1000];
    (void)state;
    assert_int_equal(crc32c(0, bytes, 32), 0x8a9136aa);
    memset(bytes, 0xff, 32);
    assert_int_equal(crc32c(0, bytes, 32), 0x62a8ab43);
    assert_int_equal(crc32c(0, "123456789", 9), 0xe3069283);
    random_bytes(noise, sizeof(noise));
    for (size_t n = 0; n < 900; n += 7) {
        uint32_t whole = crc32c(0, noise + n % 9, n);
        assert_int_equal(whole, crc32c_by_table(0, noise + n % 9, n));
        assert_int_equal(whole,
                         crc32c(crc32c(0, noise + n % 9, n / 3), noise + n % 9 + n / 3, n - n / 3));
    }
}

static void digests_match_their_standards(void **state)
{
    unsigned char d[SHA256_BYTES], key[20];
    char hex[SHA256_HEX];
    struct sha256_run r;
    (void)state;
    sha256("abc", 3, d);
    hex_text(d, sizeof(d), hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    sha256_start(&r);
    sha256_add(&r, "a", 1);
    sha256_add(&r, "bc", 2);
    sha256_end(&r, d);
    hex_text(d, sizeof(d), hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    memset(key, 0x0b, sizeof(key)); /* RFC 4231, case 1 */
    hmac_sha256(key, sizeof(key), "Hi There", 8, d);
    hex_text(d, sizeof(d), hex);
    assert_string_equal(hex, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
}

/* The example of the paper: the key 00 to 0f, the text 00 to 0e. */
static void a_short_hash_is_siphash(void **state)
{
    unsigned char key[SHORT_KEY_BYTES], text[15];

    (void)state;
    for (size_t i = 0; i < sizeof(key); i++)
        key[i] = (unsigned char)i;
    memcpy(text, key, sizeof(text));
    assert_true(short_hash(key, text, sizeof(text)) == UINT64_C(0xa129ca6149be45e5));
    key[0] = 1;
    assert_true(short_hash(key, text, sizeof(text)) != UINT64_C(0xa129ca6149be45e5));
}

static void hex_is_read_exactly(void **state)
{
    unsigned char b[2] = {0};
    (void)state;
    assert_true(hex_read("0aFf", b, 2) && b[0] == 10 && b[1] == 255);
    assert_false(hex_read("0aF", b, 2) || hex_read("0aFff", b, 2) || hex_read("0aFg", b, 2));
    assert_false(hex_read("0a f", b, 2) || hex_read(NULL, b, 2));
}

static void random_bytes_differ_and_read_as_url_text(void **state)
{
    unsigned char a[32], b[32];
    char text[44];
    size_t n = 0;
    (void)state;
    random_bytes(a, sizeof(a));
    random_bytes(b, sizeof(b));
    assert_false(equal_in_constant_time(a, b, 32));
    assert_true(equal_in_constant_time(a, a, 32));
    base64url_text(a, sizeof(a), text);
    assert_int_equal(strlen(text), 43);
    base64url_text((const unsigned char *)"\xff\xef\xbe", 3, text);
    assert_string_equal(text, "_---");
    assert_true(base64url_read(text, b, 3, &n) && n == 3 && b[0] == 0xff && b[2] == 0xbe);
    assert_false(base64url_read(text, b, 2, &n) || base64url_read("_--", b, 3, &n));
    assert_false(base64url_read("_---=", b, 8, &n) || base64url_read("_- --", b, 8, &n));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(checksums_match_rfc_3720_both_ways),
        cmocka_unit_test(digests_match_their_standards),
        cmocka_unit_test(a_short_hash_is_siphash),
        cmocka_unit_test(hex_is_read_exactly),
        cmocka_unit_test(random_bytes_differ_and_read_as_url_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
