/* mail_read.h -- a mail as a server hands it over (RFC 5322 and MIME), read for who, when and what.
 *
 * Any bytes may come; what cannot be read is left out, never guessed. The text is the first part of
 * type text/plain that is no attachment, else the words of the first text/html. Everything is valid UTF-8, cleaned of
 * controls and bounded.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_INVALID "mail.unreadable" (no mail), "mail.too_large", "mail.nested" (more
 *            than 60 parts that hold parts).
 * Units:     bytes; _at unix ms UTC.
 * Threads:   any. GMime begins when the program is loaded, before there are threads.
 * Source:    RFC 5322, RFC 2045 to 2047, RFC 2231.
 */
#ifndef PRACA_NET_MAIL_READ_H
#define PRACA_NET_MAIL_READ_H

#include "base/ctx.h"
#include "base/id.h"

enum {
    MAIL_BYTES_MAX = 10 * 1024 * 1024,
    MAIL_ADDRESSES_MAX = 100,
    MAIL_TEXT_MAX = 20000, /* characters */
    MAIL_SUBJECT_MAX = 200,
};

struct mail_read {
    const char *message_id; /* without < >; NULL: none */
    int64_t sent_at;        /* NIL: none that can be read */
    const char *subject, *text;
    const char *from[MAIL_ADDRESSES_MAX]; /* addresses alone, as written */
    const char *to[MAIL_ADDRESSES_MAX];   /* To, Cc and Bcc */
    const char *delivered
        [MAIL_ADDRESSES_MAX]; /* whom servers say it went to: Delivered-To, X-Original-To, Envelope-To */
    size_t from_count, to_count, delivered_count;
};

MUST_USE enum err mail_read(struct ctx *cx, const void *bytes, size_t n, struct mail_read *ret);

#endif
