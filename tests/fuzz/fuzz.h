/* fuzz.h -- what every fuzz target includes. A target claims with must(), which ends the program. */
#ifndef PRACA_TESTS_FUZZ_H
#define PRACA_TESTS_FUZZ_H

#include "base/ctx.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

#endif
