/* currency.c -- see currency.h. */
#include "strategy/currency.h"

#include "access/site.h"
#include "base/text.h"

#include <string.h>

enum err site_currency_fill(struct ctx *cx, struct db *db, const char **currency)
{
    struct site site;
    enum err e;

    if (!text_empty(*currency)) {
        if (strlen(*currency) != 3 || strspn(*currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3)
            return fail_field(cx, "currency", "field.currency", NULL);
        return OK;
    }
    e = site_get(cx, db, cx->site, &site);
    if (!e)
        *currency = site.currency;
    return e;
}
