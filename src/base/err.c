/* err.c -- names of the error kinds, and the end of the program when what cannot be is. */
#include "base/err.h"

#include <stdio.h>
#include <stdlib.h>

const char *err_name(enum err e)
{
    static const char *const names[] = {"OK",
#define ERR_NAME(name, text) #name,
                                        ERR_KINDS(ERR_NAME)
#undef ERR_NAME
    };
    must((size_t)e < COUNT_OF(names));
    return names[e];
}

void must_failed(const char *what, const char *file, int line)
{
    (void)fprintf(stderr, "praca: %s:%d: this cannot be: %s\n", file, line, what);
    abort();
}
