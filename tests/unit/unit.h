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
#undef fail_msg
#define fail_msg(...) (print_error(__VA_ARGS__), print_error("\n"), _fail(__FILE__, __LINE__))

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
