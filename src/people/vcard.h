/* vcard.h -- a person as a card that a telephone takes into its contacts.
 *
 * Source: RFC 6350 (vCard 4.0), RFC 6868 is not used: names hold no line breaks. Lines are folded at 75 bytes, at a character.
 *
 * Ownership: the ctx's arena.
 */
#ifndef PRACA_PEOPLE_VCARD_H
#define PRACA_PEOPLE_VCARD_H

#include "people/contact.h"

/* emails: all of the person's, the first one first. company NULL: none. */
void vcard_put(struct buf *out, const struct contact *c, const char *const *emails, size_t n,
               const char *company);

/* The same with what the database knows. ERR_NOTFOUND "model.missing". */
MUST_USE enum err vcard_of(struct ctx *cx, struct db *db, int64_t contact, struct buf *out,
                           const char **ret_name);

#endif
