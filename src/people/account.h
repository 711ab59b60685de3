/* account.h -- a company.
 *
 * Found by domain, tax number or the sender's own id, never by name alone.
 *
 * Ownership: text lives in the ctx's arena.
 */
#ifndef PRACA_PEOPLE_ACCOUNT_H
#define PRACA_PEOPLE_ACCOUNT_H

#include "model/model.h"

struct account {
    struct record record;
    const char *external_id; /* the sender's own id */
    const char *name;
    const char *domain;     /* bare host name, never one of free mailboxes */
    const char *tax_number; /* CNPJ, bare; others as written */
    const char *industry;
    int64_t employees;
    int64_t revenue_minor; /* a year */
    const char *currency;
    const char *country; /* ISO 3166 alpha-2 */
    const char *state;
    const char *city;
    const char *street; /* with number and floor */
    const char *postal_code;
    int64_t parent;
    int64_t owner; /* user id */
    const char *tags;
    const char *notes;
    int64_t first_seen_at;
};

extern const struct model account_model;

/* Brings what an account is found by into the form it is stored in; wrong fields for what cannot be. */
MUST_USE enum err account_clean_keys(struct ctx *cx, struct account *a);

#endif
