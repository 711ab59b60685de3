/* chat_link.h -- an address to put on a page, a card or a wall, that opens a WhatsApp chat with the firm and tells where its
 * reader came from.
 *
 * The page behind /w/CODE shows the number and the first words; its button, and nothing else, counts: an event
 * "whatsapp_click" with the link's source, medium and campaign, of nobody, since nobody is known yet. The first message ends
 * with "#CODE". So when the conversation is pasted in (whatsapp.h) it says which link it came by, and a person without a
 * channel gets the channel "whatsapp" and the link's campaign.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    wrong field "phone" "whatsapp.no_phone"; ERR_NOTFOUND "chat_link.missing": unknown, or switched off.
 * Units:     _at unix ms, UTC.
 * Source:    wa.me links as WhatsApp documents them.
 */
#ifndef PRACA_PEOPLE_CHAT_LINK_H
#define PRACA_PEOPLE_CHAT_LINK_H

#include "facts/journal.h"
#include "model/model.h"

enum { CHAT_CODE_CHARS = 7, CHAT_CODES_READ = 20 };
#define CHAT_CHANNEL "whatsapp"

struct chat_link {
    struct record record;
    const char *name;
    const char *code;  /* given when it is made, and kept */
    const char *phone; /* E.164 */
    const char *words; /* the reader's first message, without the code */
    const char *source, *medium;
    int64_t campaign;
    int64_t active;
    int64_t started; /* how many went on to the chat */
    int64_t last_at;
};

extern const struct model chat_link_model;

/* The one of a code, on whichever site; sets cx->site. */
MUST_USE enum err chat_link_find(struct ctx *cx, struct db *db, const char *code,
                                 struct chat_link **ret);
/* The first message, and the address at WhatsApp that begins with it. */
const char *chat_link_message(struct ctx *cx, const struct chat_link *l);
MUST_USE enum err chat_link_url(struct ctx *cx, const struct chat_link *l, const char **ret);
/* Somebody went on to the chat: an event, then the count. journal NULL: the count alone. */
MUST_USE enum err chat_link_started(struct ctx *cx, struct db_pool *pool, struct journal *j,
                                    const struct chat_link *l);
/* The first link that a text names by "#CODE"; NULL: none. On the ctx's site. */
MUST_USE enum err chat_link_in(struct ctx *cx, struct db *db, const char *text,
                               struct chat_link **ret);

#endif
