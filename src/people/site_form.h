/* site_form.h -- one simple form on a page: address, name, company, "how did you hear of us?", and a consent with its exact words.
 *
 * Its key stands in public pages. An answer finds the contact by any of their addresses, or makes one; what is there is never
 * overwritten by what a stranger typed, only what was empty is filled in. A company is found, or made, by the address's domain, never by
 * the name that was typed, which is kept beside the answer. In the same transaction stand the contact, the consent with the text that was
 * shown, the visitor's link and the answer; the event of it follows from the answer (loaded), also after a crash.
 *
 * What a stranger can grow: SITE_FORM_DAY answers a day and form; whoever asks for more is refused.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_NOTFOUND "form.missing" (no such key, or switched off); ERR_LIMIT "form.many_today"; ERR_CONFLICT "form.again" (this answer was
 *            taken already); fault fields by the form's
 *            names: "email" with "form.email", "code" with "form.code", "name", "company", "heard_of" with "field.too_long".
 * Units:     _at unix ms UTC.
 */
#ifndef PRACA_PEOPLE_SITE_FORM_H
#define PRACA_PEOPLE_SITE_FORM_H

#include "model/model.h"

enum { SITE_FORM_DAY = 2000, SITE_FORM_KEY_CHARS = 16 };

struct site_form {
    struct record record;
    const char *name; /* for those who work here */
    const char *key;
    const char *title_pt, *title_en, *intro_pt, *intro_en;
    int64_t ask_name, ask_company, ask_heard, ask_code;
    int64_t purpose; /* NIL: no consent is asked for */
    const char *thanks_pt, *thanks_en;
    const char *redirect; /* where to go after an answer */
    int64_t active;
    int64_t answers, last_answer_at;
};

extern const struct model site_form_model;

/* By its public key; sets cx->site. */
MUST_USE enum err site_form_by_key(struct ctx *cx, struct db *db, const char *key,
                                   struct site_form **ret);
/* In the ctx's language, or the other when there is none. */
const char *site_form_title(const struct ctx *cx, const struct site_form *f);
const char *site_form_intro(const struct ctx *cx, const struct site_form *f);  /* NULL: none */
const char *site_form_thanks(const struct ctx *cx, const struct site_form *f); /* NULL: the usual */

/* What somebody typed. NULL or "": nothing. */
struct site_form_answer {
    int64_t id; /* given when the form was shown: an answer that is sent twice is one */
    int64_t at; /* filled in: the one moment of the contact, the answer and its event */
    int64_t contact, account; /* filled in; account 0: none */
    const char *email, *name, *company, *heard_of;
    const char *code;        /* of promo_code.h */
    int64_t promo;           /* which it is, filled in; NIL: none */
    int64_t text;            /* of consent_texts, which was agreed to; 0: no yes */
    const char *host, *path; /* of the page; NULL: the hosted one */
    const char *channel, *source,
        *medium; /* what the address of the page says led here; NULL: nothing */
    const char *utm_campaign, *utm_content, *utm_term; /* its words */
    int64_t campaign;         /* that utm_campaign names; 0: none of the site's */
    int64_t visitor, consent; /* of facts/fact.h; 0: not known */
    const char *ip, *agent;   /* only their digests are kept, with the consent */
    bool fresh;               /* the contact is new */
};
/* Inside db_write(). */
MUST_USE enum err site_form_take(struct ctx *cx, struct db *db, const struct site_form *f,
                                 struct site_form_answer *a);

struct site_form_row {
    int64_t id, contact, at;
    const char *contact_name, *email, *company, *heard_of, *host, *path;
    const char *channel, *source, *medium, *utm_campaign, *utm_content, *utm_term;
    bool fresh;
};
/* Newest first; before 0: from the newest. */
MUST_USE enum err site_form_answers(struct ctx *cx, struct db *db, int64_t form, int64_t before,
                                    int limit, struct site_form_row **ret, size_t *ret_n);

#endif
