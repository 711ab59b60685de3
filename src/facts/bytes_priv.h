/* bytes_priv.h -- little-endian numbers in byte buffers, as the journal and its records hold them. */
#ifndef PRACA_FACTS_BYTES_PRIV_H
#define PRACA_FACTS_BYTES_PRIV_H

#include "base/err.h"

static inline void put_le(unsigned char *to, uint64_t v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] = (unsigned char)(v >> (8 * i));
}

static inline uint64_t get_le(const unsigned char *from, size_t n)
{
    uint64_t v = 0;

    for (size_t i = 0; i < n; i++)
        v |= (uint64_t)from[i] << (8 * i);
    return v;
}

#endif
