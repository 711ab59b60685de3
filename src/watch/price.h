/* price.h -- amounts of money in running text: "R$ 1.299,90", "US$ 99", "€ 20", "20 €", "$5", "BRL 10".
 *
 * Threads: any; pure.
 */
#ifndef PRACA_WATCH_PRICE_H
#define PRACA_WATCH_PRICE_H

#include "base/ctx.h"

struct price_found {
    const char *from; /* where it stands in the text */
    size_t n;
    const char *sign; /* "R$" */
    const char *number;
    size_t number_n;
};

/* The next one at or after text; false when there is none. */
bool price_next(const char *text, struct price_found *ret);
/* "R$ 1.299,90", however it was spaced. NULL with a full arena. */
const char *price_text(struct ctx *cx, const struct price_found *p);

#endif
