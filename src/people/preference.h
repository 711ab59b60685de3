/* preference.h -- what a person sees of themselves by a signed link, and what they may change there.
 *
 * Whoever holds the link is taken for the person: it was given to them or sent to their address. A yes names the words that
 * stood on the page; when they have changed since, nothing is taken and the page is shown again. Withdrawing on consent is
 * "withdrawn"; what stands on another basis is objected to instead.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    ERR_CONFLICT "preference.text_changed"; ERR_INVALID "preference.no_words", "preference.long" (max); ERR_LIMIT "preference.too_often" (so that a stranger with a link
 *            cannot grow the ledger without end); those of link.h, consent.h and list.h.
 * Units:     unix ms, UTC.
 */
#ifndef PRACA_PEOPLE_PREFERENCE_H
#define PRACA_PEOPLE_PREFERENCE_H

#include "people/consent.h"
#include "people/consent_purpose.h"
#include "people/contact.h"
#include "people/list.h"
#include "people/rights_request.h"
#include "people/suppression.h"
#include "work/setting.h"

#define LINK_PREFERENCES "preferences"
enum { PREFERENCE_CHANGES_A_DAY = 60, PREFERENCE_CHOICES_MAX = 60 };

extern const struct setting consent_settings[];

/* Whom the page is about. */
struct preference_held {
    const char *label, *value; /* the label in the ctx's language */
};
struct preferences {
    int64_t contact;
    enum lang lang; /* the person's, where their record says one; the ctx's otherwise */
    const char *site_name,
        *ask_at; /* ask_at: who answers for personal data; NULL: nobody was named */
    const char *email;
    struct preference_held *held;
    size_t held_count;
    struct consent_state *purposes;    /* public and active ones */
    const struct consent_text **texts; /* beside each: the words in force; NULL: there are none */
    size_t purpose_count;
    struct list_member *lists; /* public ones, and those the person is on */
    size_t list_count;
    struct rights_request *requests;
    size_t request_count;
    bool suppressed;
};

/* Sets cx->lang to the person's unless keep_lang, when they have chosen on the page. ERR_NOTFOUND "model.missing". */
MUST_USE enum err preferences_read(struct ctx *cx, struct db *db, int64_t contact, bool keep_lang,
                                   struct preferences *ret);

enum preference_deed {
    PREFERENCE_SAVE,
    PREFERENCE_WITHDRAW_ALL, /* every yes taken back, every list left, the address suppressed */
    PREFERENCE_OBJECT, /* every use objected to, whatever it stands on; and the office is asked to look at the rest */
    PREFERENCE_COPY,
    PREFERENCE_PORTABILITY,
    PREFERENCE_CORRECT, /* in their own words */
    PREFERENCE_ERASE,
};
enum { PREFERENCE_WORDS_MAX = 2000 };

struct preference_choice {
    int64_t id;   /* purpose or list */
    int64_t text; /* the words that stood on the page; NIL: none */
    bool yes;
};

struct preference_change {
    int64_t contact; /* as the link names them */
    int64_t said_of; /* filled in: the same, once contact is who answers for them */
    enum preference_deed deed;
    struct preference_choice purposes[PREFERENCE_CHOICES_MAX], lists[PREFERENCE_CHOICES_MAX];
    size_t purpose_count, list_count; /* what is not among them stays as it is */
    const char *words;                /* what is wrong; PREFERENCE_CORRECT */
    const char *source, *ip, *agent;
};

/* Inside db_write(). */
MUST_USE enum err preferences_change(struct ctx *cx, struct db *db,
                                     const struct preference_change *c);

/* The token of a person's page, and until when it opens. */
MUST_USE enum err preference_link(struct ctx *cx, struct db *db, int64_t contact,
                                  const char **ret_token, int64_t *ret_expires_at);
/* How long a confirmation of double opt-in may take, in days. */
MUST_USE enum err confirm_days(struct ctx *cx, struct db *db, int64_t *ret);

/* --- double opt-in: what the page of the link shows, and its button */
struct confirmation {
    int64_t list, contact, version;
    int64_t said_of; /* whom the link names; contact answers for them */
    const char *site_name, *list_name, *list_description, *status;
    const struct consent_purpose *purpose; /* NULL: the list stands on none */
    const struct consent_text *text;
};
/* Sets cx->lang. ERR_NOTFOUND "link.wrong" when a newer confirmation was asked for, or the person left meanwhile. */
MUST_USE enum err confirmation_read(struct ctx *cx, struct db *db, int64_t list, int64_t contact,
                                    int64_t version, bool keep_lang, struct confirmation *ret);
/* Subscribed, and a yes to the list's purpose in the ledger. text: the words that stood there. Twice is once. */
MUST_USE enum err confirmation_act(struct ctx *cx, struct db *db, const struct confirmation *c,
                                   int64_t text, const char *ip, const char *agent);

#endif
