/* mail_write.h -- a mail put together as servers and readers want it (RFC 5322 and MIME).
 *
 * Text and HTML of the same words stand beside each other (multipart/alternative), a file behind them. Everything is UTF-8 in
 * quoted-printable, the file in base64, subject and names as encoded words; lines end with CR LF and none is too long. The same
 * input gives the same bytes, boundaries too: a mail that is put together again after a crash is that mail.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_INVALID "mail.address" (an address that cannot stand in a header).
 * Units:     at: unix ms, UTC; bytes.
 * Threads:   any.
 * Source:    RFC 5322, RFC 2045 to 2047, RFC 2231, RFC 3834 (Auto-Submitted), RFC 2369 and RFC 8058 (List-Unsubscribe).
 */
#ifndef PRACA_NET_MAIL_WRITE_H
#define PRACA_NET_MAIL_WRITE_H

#include "base/ctx.h"

struct mail_file {
    const char *name; /* "visitas.csv" */
    const char *type; /* "text/csv" */
    const char *bytes;
    size_t n;
};

struct mail_words {
    const char *message_id; /* without < >: "123@praca.example" */
    const char *from, *from_name;
    const char *to, *to_name; /* names may be NULL */
    const char *subject;
    const char *text, *html; /* html may be NULL */
    const char *lang;        /* "pt-BR" */
    const char *stop_url;    /* where a POST ends these mails; NULL: there is no end to ask for */
    struct mail_file file;   /* name NULL: none */
    int64_t at;
};

MUST_USE enum err mail_write(struct ctx *cx, const struct mail_words *m, struct buf *out);

#endif
