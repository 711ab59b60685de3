/* page_url.h -- what may be kept of a page's address: host, path, campaign marks, click ids. Nothing else of a query.
 *
 * An address of a page may carry an e-mail address in its path or its marks, because somebody built a link so. A part with
 * an "@" in it is not kept: a segment of the path becomes "*", a mark becomes "".
 *
 * Ownership: the ctx's arena; "" is "not there".
 * Threads:   any; pure.
 * Source:    WHATWG URL, of which a browser's location.href is already the serialised form.
 */
#ifndef PRACA_NET_PAGE_URL_H
#define PRACA_NET_PAGE_URL_H

#include "base/ctx.h"

struct page_url {
    const char *host; /* lower case, without a port */
    const char *path; /* decoded; with "#..." when hashes are pages */
    const char *source, *medium, *campaign, *content, *term;
    const char *click, *click_id; /* "gclid" and its value */
};

/* False when it is no http address, or the arena is full. */
bool page_url_read(struct ctx *cx, const char *url, bool hash_pages, struct page_url *ret);
/* The host alone, as of an Origin header; "" when it is none. */
const char *page_url_host(struct ctx *cx, const char *url);
/* "acme.example/precos" of "https://acme.example/precos?x=1", and "com.google.android.gm" of "android-app://com.google.android.gm/",
 * which is how an app says that it led here; "" when it is none. */
const char *page_url_bare(struct ctx *cx, const char *url, size_t max);
/* What page_url_read() keeps of a path alone, of "/precos?utm_source=x" or "precos": "/precos". NULL: no text, or a full arena. */
const char *page_url_path(struct ctx *cx, const char *path);
/* At most max bytes, cut between characters; in place. */
char *text_cut_bytes(char *text, size_t max);

#endif
