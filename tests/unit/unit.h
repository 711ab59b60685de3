/* unit.h -- what every unit test includes: cmocka with the headers it wants before it. */
#ifndef PRACA_TESTS_UNIT_H
#define PRACA_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours is a function of ctx.h */

#include "base/ctx.h"

/* A clock that stands still until a test moves it. */
struct test_clock {
    int64_t now_ms;
};

static inline int64_t test_clock_now(void *self)
{
    return ((struct test_clock *)self)->now_ms;
}

static inline struct clock test_clock(struct test_clock *c)
{
    return (struct clock){.now_ms = test_clock_now, .self = c};
}

#endif
