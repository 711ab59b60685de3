/* fact.c -- any bytes as a fact's record: refused, or a fact that is written and read back the same. */
#include "facts/fact.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct ctx *cx = ctx_new(MIB(1), clock_system(), NULL);
    unsigned char first[FACT_RECORD_MAX], again[FACT_RECORD_MAX];
    struct fact f;
    size_t first_n = 0, again_n = 0;

    if (fact_decode(cx, bytes, n, &f) == OK) {
        must(fact_encode(cx, &f, first, &first_n) == OK);
        must(fact_decode(cx, first, first_n, &f) == OK);
        must(fact_encode(cx, &f, again, &again_n) == OK);
        must(first_n == again_n && memcmp(first, again, first_n) == 0);
    }
    ctx_free(cx);
    return 0;
}
