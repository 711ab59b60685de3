/* mailer.h -- the port through which mail leaves.
 *
 * Behind it: a folder (one file .eml a mail, for a viewer or a program that picks them up) and memory (for tests). An engine
 * that speaks to a relay has the same three functions.
 *
 * What a caller may count on:
 *  - OK means handed over: on disk and synced (folder), or accepted by the next server.
 *  - A parcel has a name, the same at every attempt. An engine that was given a name already may be given it again, after a
 *    crash between handing over and noting it down: a folder then writes the same file, so there is one. An engine that cannot
 *    take back what it sent gives the name to the next server as the Message-ID.
 *  - ERR_BUSY may go better later. ERR_INVALID never will: the address or the mail itself is refused.
 *
 * Ownership: mailer_free() ends an engine; parcels stay the caller's.
 * Errors:    ERR_BUSY "mail.folder" (reason), ERR_INVALID "mail.address".
 * Threads:   any.
 */
#ifndef PRACA_NET_MAILER_H
#define PRACA_NET_MAILER_H

#include "base/ctx.h"

struct mail_parcel {
    const char *name; /* of letters, digits and hyphens */
    const char *from, *to;
    const char *bytes; /* as mail_write() made them */
    size_t n;
};

struct mailer;
struct mailer_kind {
    const char *name; /* "folder" */
    enum err (*send)(struct ctx *cx, struct mailer *m, const struct mail_parcel *p);
    void (*end)(struct mailer *m);
};

/* First in an engine's own struct. */
struct mailer {
    const struct mailer_kind *kind;
};

MUST_USE enum err mailer_send(struct ctx *cx, struct mailer *m, const struct mail_parcel *p);
const char *mailer_name(const struct mailer *m);
void mailer_free(struct mailer *m); /* accepts NULL */

/* dir is made when first needed. NULL without memory. */
struct mailer *mailer_folder_new(const char *dir);
struct mailer *mailer_memory_new(void);

/* Of the memory: what lies there, by name, each once. */
size_t mailer_memory_count(const struct mailer *m);
/* NULL: there is none. The bytes end with a NUL of their own. */
const struct mail_parcel *mailer_memory_at(const struct mailer *m, size_t i);
/* The next so many answer ERR_BUSY. */
void mailer_memory_fail(struct mailer *m, int times);

#endif
