/* mail_frame.h -- what every mail of the program looks like: a title, whose it is, what it says, and how to end such mails.
 *
 * Ownership: the ctx's arena.
 */
#ifndef PRACA_MEASURE_MAIL_FRAME_H
#define PRACA_MEASURE_MAIL_FRAME_H

#include "base/ctx.h"

struct mail_frame {
    const char *title, *site;
    const char *open_url, *open_label; /* a button; NULL: none */
    const char *why;                   /* why the reader gets it; NULL */
    const char *stop_url;              /* NULL: it cannot be ended by a link */
};

void mail_frame_open(struct ctx *cx, const struct mail_frame *f, struct buf *html);
void mail_frame_close(struct ctx *cx, const struct mail_frame *f, struct buf *html);
/* The same around a text. */
void mail_frame_text_open(const struct mail_frame *f, struct buf *text);
void mail_frame_text_close(struct ctx *cx, const struct mail_frame *f, struct buf *text);

#endif
