/* page_priv.h -- what every page shares: who may ask, its frame, its signed form, its errors. */
#ifndef PRACA_WEB_PAGE_PRIV_H
#define PRACA_WEB_PAGE_PRIV_H

#include "web/html_priv.h"
#include "web/limit_priv.h"
#include "work/link.h"

static inline const struct web *web_of(const struct request *r)
{
    return r->more;
}

/* The start of every handler: counts the origin, sets language and origin of the ctx. *ret_chosen: the reader chose the
 * language on the page (?lang=). */
MUST_USE enum err page_enter(struct request *r, bool writes, bool *ret_chosen);
/* The {token} of the path, checked; sets cx->site. */
MUST_USE enum err page_link(struct request *r, struct db *db, const char *purpose,
                            struct link *ret);

/* A page under way. title: a message key; site_name may be NULL. */
void page_open(struct request *r, struct buf *out, const char *title, const char *site_name);
/* The same with a title in somebody's own words. */
void page_open_titled(struct request *r, struct buf *out, const char *title, const char *site_name);
/* The same for what has a heading of its own. */
void page_open_headless(struct request *r, struct buf *out, const char *title,
                        const char *site_name);
/* footer: more markup goes before this. */
void page_close(struct request *r, struct buf *out);
/* The same on a page that does use scripts; footer: a message key. */
void page_close_saying(struct request *r, struct buf *out, const char *footer);
MUST_USE enum err page_send(struct request *r, struct response *ret, int status, struct buf *out);
/* Writes the fault as a page, whatever it was; always OK but for a full arena. */
MUST_USE enum err page_fault(struct request *r, struct response *ret, enum err kind);

/* --- forms */

/* <form> with its signature: who asked, and that the page was shown within the last two hours. */
MUST_USE enum err form_open(struct request *r, struct db *db, struct buf *out, const char *class,
                            const struct link *about);
void form_close(struct buf *out);
/* A button that says what it does. */
void form_button(struct ctx *cx, struct buf *out, const char *name, const char *value,
                 const char *class, const char *key);
/* Several lines of text, at most FORM_AREA_MAX characters. label: a message key. */
enum { FORM_AREA_MAX = 4000 };
void form_area(struct ctx *cx, struct buf *out, const char *name, const char *label,
               const char *value, bool needed);

/* One line to type. */
struct form_ask {
    const char *name, *type;
    const char *label; /* a message key */
    const char *hint;  /* a message key below it; NULL: none */
    const char *complete;
    const char *value; /* what is there; NULL: nothing */
    bool needed;
};
/* With what the ctx's fault says of its field. */
void form_input(struct ctx *cx, struct buf *out, const struct form_ask *a);

struct form {
    const struct http_pair *fields;
    int count;
};
/* The body's fields. ERR_INVALID "web.form". */
MUST_USE enum err form_read(struct request *r, struct form *ret);
const char *form_field(const struct form *f, const char *name); /* NULL: not there */
/* The signature, against the link of the address. ERR_DENIED "web.form_old". */
MUST_USE enum err form_check(struct request *r, struct db *db, const struct form *f,
                             const struct link *about);
/* 303 to this same address, with done=what, in the language that was chosen. */
void form_done(struct request *r, struct response *ret, const char *what);

#endif
