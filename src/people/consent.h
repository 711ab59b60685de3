/* consent.h -- the ledger of what people agreed to, and where each stands now.
 *
 * An entry says who, for which purpose, on which legal basis, given, withdrawn or objected, which words were shown, when
 * the person said it, where and with what proof. Entries are only added. Each carries a digest over a random salt and its
 * content, and a chain over all before it on its site, so that consent_verify() finds an entry that was changed, put
 * between, or taken away. An erasure empties what speaks of the person and the salt: the digest then says nothing of them,
 * and the chain still holds. What is left (purpose, state, time) is sealed with a key of the installation.
 *
 * Where a person stands now (consent_states) follows from the ledger: per purpose the entry with the latest time of
 * the person's word, then the last one written. So an old paper that is typed in late brings nothing back to life.
 *
 * A withdrawal or objection also ends the subscription of the lists that stand on the purpose, in the same transaction.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    fault fields: "state" with "field.choice", "legal_basis" with "field.choice", "at" with "field.future", "text" with
 *            "consent.text_needed" (a yes on consent names the words shown) and "consent.text_other", "channel" with
 *            "field.choice", "proof" with "field.object", "purpose" with "consent.purpose_off"; ERR_NOTFOUND
 *            "model.missing" (contact), "consent.no_purpose".
 * Units:     unix ms, UTC.
 * Threads:   any; two writers of one site's ledger wait for each other.
 */
#ifndef PRACA_PEOPLE_CONSENT_H
#define PRACA_PEOPLE_CONSENT_H

#include "base/json.h"
#include "db/db.h"

struct consent {
    int64_t id, n;
    int64_t contact, subject; /* the person today; the record it was said of, filled in */
    int64_t purpose;
    const char *purpose_code, *purpose_name; /* filled in by reading */
    const char *legal_basis;                 /* NULL on the way in: the purpose's */
    const char *state;                       /* given, withdrawn, objected */
    int64_t text;                            /* of consent_texts; NIL: no words were shown */
    const char *text_digest, *text_title, *text_lang;
    int64_t text_number;
    int64_t at; /* when the person said it; NIL on the way in: now */
    int64_t recorded_at;
    const char *source;     /* in words: "Feira do Mel 2026", "formulário /contato" */
    const char *channel;    /* web, email, phone, whatsapp, paper, person, import, api */
    const char *ip, *agent; /* on the way in; only their salted digests are kept */
    const char *ip_digest, *agent_digest;
    const char *proof; /* JSON object; NULL: none */
    int64_t actor;     /* user; NIL: the person, or a program */
    const char *digest, *chain;
    bool erased;
};

extern const char *const consent_state_choices[];   /* ended by NULL */
extern const char *const consent_channel_choices[]; /* ended by NULL */

/* Add an entry; contact may be an id that went into another. What was left open is filled in, id and n too. Inside db_write(). */
MUST_USE enum err consent_record(struct ctx *cx, struct db *db, struct consent *c);

/* --- where people stand */

struct consent_state {
    int64_t purpose;
    const char *code, *name, *channel, *purpose_basis;
    bool active, public;
    const char *state; /* NULL: nothing was ever said */
    const char *legal_basis;
    int64_t at, consent;          /* the entry that decides; NIL without */
    const char *source, *said_by; /* of that entry: its source and channel */
    int64_t text, text_number;
    const char *text_title, *text_body, *text_lang; /* as it was shown */
};

/* One for each purpose of the site. */
MUST_USE enum err consent_states(struct ctx *cx, struct db *db, int64_t contact,
                                 struct consent_state **ret, size_t *ret_n);
/* Work the states out again from the ledger, for one contact: after merges. Inside db_write(). */
MUST_USE enum err consent_states_refresh(struct ctx *cx, struct db *db, int64_t contact);

/* Inside a merge's undo, once both are there: what was said of either since the merge. Entries of the one that comes back are its
 * own again, a no holds for both, and so does leaving a list. */
MUST_USE enum err consent_part(struct ctx *cx, struct db *db, int64_t kept, int64_t gone,
                               int64_t since);

/* Whether a site may use a person's data for a purpose, now. */
enum consent_answer {
    CONSENT_MAY,
    CONSENT_NO_PURPOSE, /* unknown or switched off */
    CONSENT_NO_CONTACT,
    CONSENT_NO_ADDRESS, /* the purpose's channel needs one that we do not have */
    CONSENT_NOT_GIVEN,  /* it needs a yes, and there was none */
    CONSENT_WITHDRAWN,
    CONSENT_OBJECTED,
    CONSENT_SUPPRESSED,
};
/* purpose: its code. What is not consent holds until withdrawn or objected to. Asked at the moment of use, in the
 * transaction that uses it. */
MUST_USE enum err consent_may(struct ctx *cx, struct db *db, int64_t contact, const char *purpose,
                              enum consent_answer *ret);
/* "may", "not_given", ...: in answers and, after "consent.why_", as a message. */
const char *consent_answer_name(enum consent_answer a);

/* --- reading the ledger */

struct consent_query {
    int64_t contact, purpose; /* 0: any */
    const char *state;        /* NULL: any */
    int64_t from, to;         /* of at; to excluded; 0: open */
    int64_t after;            /* n of the last entry of the page before; 0: begin with the newest */
    int limit;                /* 0: 50 */
};
/* Newest first; *ret_next is 0 on the last page. */
MUST_USE enum err consent_list(struct ctx *cx, struct db *db, const struct consent_query *q,
                               struct consent **ret, size_t *ret_n, int64_t *ret_next);

struct consent_verdict {
    int64_t entries, erased; /* looked at; of these, emptied by an erasure */
    int64_t broken_at;       /* n of the first entry that does not fit; 0: all do */
    const char *why;         /* message key; NULL: all is well */
    const char *head;        /* the last chain, to be noted elsewhere; "" without entries */
};
/* Walk the site's chain. What is wrong is the verdict, not an error. */
MUST_USE enum err consent_verify(struct ctx *cx, struct db *db, struct consent_verdict *ret);

/* Erasure: empty what the ledger says of a person, forget where they stand, leave lists, and keep their address from
 * coming back, hashed. Inside db_write(), while the contact's row is still there. */
MUST_USE enum err consent_forget(struct ctx *cx, struct db *db, int64_t contact);

#endif
