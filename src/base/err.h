/* err.h -- the few ways something can go wrong.
 *
 * The kind says what the caller can do about it; which sentence the reader sees is set once, where
 * the cause is known, with fail() of ctx.h. Everything that can fail returns enum err and is marked
 * MUST_USE; OK is zero, so `if (e)` reads as "if it failed".
 */
#ifndef PRACA_BASE_ERR_H
#define PRACA_BASE_ERR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ERR_KINDS(X)                                                                               \
    X(INVALID, "the input breaks a stated rule")                                                   \
    X(NOTFOUND, "no such thing, or not yours to see")                                              \
    X(CONFLICT, "it is already so, or it changed meanwhile")                                       \
    X(DENIED, "this actor may not do this")                                                        \
    X(LIMIT, "a stated limit was reached")                                                         \
    X(BUSY, "try again later")                                                                     \
    X(BROKEN, "our fault, or the disk's")

enum err {
    OK = 0,
#define ERR_ENUM(name, text) ERR_##name,
    ERR_KINDS(ERR_ENUM)
#undef ERR_ENUM
};

/* "INVALID", "NOTFOUND", ...; "OK" for OK. Static text. */
const char *err_name(enum err e);

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))

/* What cannot be. Stays on in release: prints the place and aborts. Never on input. */
#define must(x) ((x) ? (void)0 : must_failed(#x, __FILE__, __LINE__))
_Noreturn void must_failed(const char *what, const char *file, int line);

#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))
#define KIB(n) ((size_t)(n)*1024u)
#define MIB(n) ((size_t)(n)*1024u * 1024u)

#endif
