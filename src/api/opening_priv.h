/* opening_priv.h -- opening a site by one of the two doors, for the first-run setup and for later. */
#ifndef PRACA_API_OPENING_PRIV_H
#define PRACA_API_OPENING_PRIV_H

#include "api/api_priv.h"

struct opening {
    struct site site;
    int64_t job; /* fills the demonstration; 0: none */
};

/* door, currency, time_zone, locale, and the name under name_member. Wrong fields for what is no choice;
 * the rest is checked when the site is added. */
MUST_USE enum err opening_read(struct request *r, const struct json *in, const char *name_member,
                               struct opening *ret);
/* Inside db_write(): the site, its owner, its audit entry and its job. Leaves cx->site at the new site. */
MUST_USE enum err opening_do(struct ctx *cx, struct db *db, const struct api *api, int64_t owner,
                             struct opening *o);

#endif
