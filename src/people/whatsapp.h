/* whatsapp.h -- WhatsApp without its paid interface: a link that opens a chat, and a conversation that was pasted in.
 *
 * The link is wa.me with the telephone in E.164 and the site's own first words (setting care.whatsapp_text, where {name},
 * {user} and {company} stand for the person, whoever clicks and the site). A number without a country is Brazil's.
 *
 * A conversation is what WhatsApp's "export chat" gives: lines that begin with a date, a time and an author; others go on
 * from the line before. Telephones write it in two ways, and with day or month first; a text where neither fits every line
 * is taken with the day first.
 *
 * A conversation that names the link it came by (chat_link.h) gives a person without a channel theirs.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    ERR_INVALID fault field "phone" "whatsapp.no_phone", "text" "whatsapp.no_lines".
 * Units:     _at unix ms UTC.
 * Source:    ITU-T E.164; wa.me links as WhatsApp documents them.
 */
#ifndef PRACA_PEOPLE_WHATSAPP_H
#define PRACA_PEOPLE_WHATSAPP_H

#include "base/time.h"
#include "db/db.h"
#include "people/contact.h"
#include "work/setting.h"

extern const struct setting care_settings[];

/* "(11) 95555-1234" → "+5511955551234"; NULL when it cannot be a number. */
const char *phone_e164(struct arena *a, const char *phone);

/* What is new needs digits enough to be called; a short code or a number with its extension in words is one too. A fault of the
 * field "phone": "field.phone". was NULL: nothing stood there. */
MUST_USE enum err phone_check(struct ctx *cx, const char *was, const char *is);

/* As a part of an address. */
void whatsapp_escape(struct buf *out, const char *text);

MUST_USE enum err whatsapp_link(struct ctx *cx, struct db *db, const struct contact *c,
                                const char **ret_url);

enum { WHATSAPP_AUTHORS = 8, WHATSAPP_TEXT_MAX = 256 * 1024 };

struct whatsapp_chat {
    int64_t first_at, last_at;
    int messages;
    const char *authors[WHATSAPP_AUTHORS]; /* in order of speaking; more are not kept */
    int author_count;
    int64_t link; /* the one it came by (chat_link.h), and its name; 0: not known */
    const char *link_name;
    const char *
        text; /* "31/12/2026 10:04 Ana: Bom dia", a line each; at most 20,000 characters, the newest kept */
};

MUST_USE enum err whatsapp_read(struct ctx *cx, const char *text, const struct zone *z,
                                struct whatsapp_chat *ret);

/* Logs it as one activity with the contact; a text that was logged before gives that one. Inside db_write(). */
MUST_USE enum err whatsapp_log(struct ctx *cx, struct db *db, int64_t contact, const char *text,
                               struct whatsapp_chat *ret, int64_t *ret_activity, bool *ret_again);

#endif
