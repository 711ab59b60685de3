/* fact.c -- any bytes as a fact's record: refused, or a fact that is written and read back the same. */
#include "facts/fact.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ctx *cx = ctx_new(MIB(1), clock_system(), NULL);
    unsigned char bytes[FACT_RECORD_MAX], again[FACT_RECORD_MAX];
    struct fact f;
    size_t n = 0, m = 0;

    if (fact_decode(cx, data, size, &f) == OK) {
        must(fact_encode(cx, &f, bytes, &n) == OK);
        must(fact_decode(cx, bytes, n, &f) == OK);
        must(fact_encode(cx, &f, again, &m) == OK);
        must(n == m && memcmp(bytes, again, n) == 0);
    }
    ctx_free(cx);
    return 0;
}
