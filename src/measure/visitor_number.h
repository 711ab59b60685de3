/* visitor_number.h -- the number under which events know a visitor: 63 bits of a keyed hash, never 0.
 *
 * Of who has an id on the device (the cookie praca_v, with consent), a hash with the installation's key: the same as long as the
 * cookie is there. Of everybody else, a hash of address and browser with the salt of the site's day, which is destroyed when the day is
 * over (measured_site.h): yesterday's number cannot be made again.
 *
 * Threads: any; pure.
 * Source:  SipHash-2-4, by base/hash.h.
 */
#ifndef PRACA_MEASURE_VISITOR_NUMBER_H
#define PRACA_MEASURE_VISITOR_NUMBER_H

#include "measure/measured_site.h"

enum { VISITOR_ID_CHARS = 32 }; /* hexadecimal digits of praca_v, lower case */

/* 0: that is no id of ours. secret: SECRET_VISITORS of work/secret.h. */
int64_t visitor_stable(const unsigned char *secret, int64_t site, const char *id);
int64_t visitor_daily(const unsigned char salt[VISITOR_SALT_BYTES], int64_t site,
                      const char *address, const char *agent);

#endif
