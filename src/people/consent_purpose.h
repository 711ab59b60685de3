/* consent_purpose.h -- what a site wants to use its people's data for, and the words it asks with.
 *
 * A purpose has a code that rules, forms and other programs name it by, and texts: versions in each language. What a
 * person saw must stay what they saw, so a text that the ledger names can no longer be changed; a better wording is a
 * new version. The one in force in a language is the newest.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    fault fields "code" with "consent.code", "consent.code_used"; ERR_CONFLICT "consent.text_used",
 *            "model.referred" (what the ledger names is not deleted); ERR_NOTFOUND "consent.no_purpose".
 */
#ifndef PRACA_PEOPLE_CONSENT_PURPOSE_H
#define PRACA_PEOPLE_CONSENT_PURPOSE_H

#include "model/model.h"

struct consent_purpose {
    struct record record;
    const char *code;    /* "marketing_email" */
    const char *name;    /* for those who work here; people see the texts */
    const char *channel; /* email, phone, whatsapp, sms, post, none */
    const char *legal_basis;
    int64_t public; /* shown on a person's page of preferences */
    int64_t active;
};

struct consent_text {
    struct record record;
    int64_t purpose;
    const char *lang; /* "pt-BR", "en" */
    int64_t number;   /* 1, 2, ... within purpose and language */
    const char *title, *body;
    const char *digest; /* SHA-256 of title, a line end, body: hex */
    int64_t first_used_at;
};

extern const struct model consent_purpose_model, consent_text_model;

/* By code, or by decimal id. */
MUST_USE enum err consent_purpose_find(struct ctx *cx, struct db *db, const char *code,
                                       struct consent_purpose **ret);
/* The one in force; in the other language when there is none in this; *ret NULL when there is none at all. */
MUST_USE enum err consent_text_now(struct ctx *cx, struct db *db, int64_t purpose, enum lang lang,
                                   struct consent_text **ret);
/* Mark as shown: from now on it stays as it is. */
MUST_USE enum err consent_text_used(struct ctx *cx, struct db *db, int64_t text);
/* The usual purposes with a first wording in both languages, where the site has no such code yet. ret_added: how
 * many. Inside db_write(). */
MUST_USE enum err consent_purposes_usual(struct ctx *cx, struct db *db, int *ret_added);

#endif
