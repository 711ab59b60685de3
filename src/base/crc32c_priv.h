/* crc32c_priv.h -- the way without the processor's instruction, so that a test can compare the two. */
#ifndef PRACA_BASE_CRC32C_PRIV_H
#define PRACA_BASE_CRC32C_PRIV_H

#include "base/hash.h"

uint32_t crc32c_by_table(uint32_t before, const void *bytes, size_t n);

#endif
