/* match.h -- which company an address belongs to.
 *
 * A company is found by what identifies it, and an address names it by its domain: the company that has just this domain, or
 * else the nearest one above it, down to what somebody registered: ana@mail.acme.com.br is of acme.com.br, and no
 * address is of com.br. It does not go the other way: who holds only mail.acme.com.br does not get ana@acme.com.br. A
 * free mailbox belongs to no company.
 *
 * Ownership: the ctx's arena.
 */
#ifndef PRACA_PEOPLE_MATCH_H
#define PRACA_PEOPLE_MATCH_H

#include "db/db.h"
#include "work/setting.h"

extern const struct setting people_settings[]; /* ended by {0} */

/* *ret is NIL when no company has the domain. */
MUST_USE enum err account_for_address(struct ctx *cx, struct db *db, const char *address,
                                      int64_t *ret);
enum { UNLINKED_MAX = 5000 }; /* as many as one bulk change takes by their ids */
/* The people of no company whose address belongs to this one, by id; as those who came before it do. ret_more: there are more. */
MUST_USE enum err account_unlinked(struct ctx *cx, struct db *db, int64_t account, int64_t **ret,
                                   size_t *ret_n, bool *ret_more);
/* The domain that a company made for this address gets; NULL: it makes none. A place in address. */
const char *account_domain_of(const char *address);
/* people.accounts_from_domains of the ctx's site. */
MUST_USE enum err accounts_from_domains(struct ctx *cx, struct db *db, bool *ret);

#endif
