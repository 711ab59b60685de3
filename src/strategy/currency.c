/* currency.c -- see currency.h. */
#include "strategy/currency.h"

#include "access/site.h"
#include "base/currency.h"
#include "base/text.h"

enum err site_currency_fill(struct ctx *cx, struct db *db, const char **currency, enum err so_far)
{
    struct site site;
    enum err e;

    if (so_far && so_far != ERR_INVALID)
        return so_far;
    if (!text_empty(*currency)) {
        if (!currency_is_known(*currency))
            return fail_field(cx, "currency", "field.currency", NULL);
        return so_far;
    }
    e = site_get(cx, db, cx->site, &site);
    if (!e)
        *currency = site.currency;
    return e ? e : so_far;
}
