/* legal_basis.h -- what gives a site the right to use what it knows of a person, and the names laws and others have for it.
 *
 * The first six are RD Station's, by its names, so that bases travel both ways unchanged; the last is one that the laws
 * know and RD Station does not. Only consent needs a yes; the others hold until the person objects.
 *
 * Source: LGPD (Lei 13.709/2018) art. 7; GDPR (EU 2016/679) art. 6(1); RD Station Marketing API, legal_bases.
 */
#ifndef PRACA_PEOPLE_LEGAL_BASIS_H
#define PRACA_PEOPLE_LEGAL_BASIS_H

#include "base/err.h"

struct legal_basis {
    const char *code;
    const char *lgpd;       /* "art. 7, I" */
    const char *gdpr;       /* "art. 6(1)(a)" */
    const char *rd_station; /* its type; NULL: it has none */
};

extern const struct legal_basis legal_bases[];                /* ended by {0} */
extern const char *const legal_basis_choices[];               /* the codes, for fields */
const struct legal_basis *legal_basis_find(const char *code); /* NULL: no such */

#endif
