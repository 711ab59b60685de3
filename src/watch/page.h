/* page.h -- what is worth watching in what a server sent: a page, a feed, a list of addresses. Home of libxml2.
 *
 * Of a page: its title, headings of the first three levels, amounts of money with the words around them, and what its
 * structured data (JSON-LD) says of products, offers and firms. Scripts and styles are no text. Feeds are RSS, Atom and JSON
 * Feed; lists of addresses are sitemaps, indexes of sitemaps, and plain text with an address a line, packed by gzip or not.
 *
 * Nothing is fetched and no entity of a document is put in place; one that declares some is refused. What libxml2 needs is its own and
 * is given back before these return; the snapshot lives in the arena.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_INVALID "watch.not_page" (type), "watch.nothing", "watch.not_feed", "watch.not_sitemap", "watch.entities"; those of
 *            gzip_open(); ERR_LIMIT "base.memory".
 * Threads:   any.
 * Source:    RSS 2.0, RFC 4287, JSON Feed 1.1, sitemaps.org 0.9, schema.org.
 */
#ifndef PRACA_WATCH_PAGE_H
#define PRACA_WATCH_PAGE_H

#include "watch/snapshot.h"

enum { SITEMAP_BYTES_MAX = 12 * 1024 * 1024 };

/* type: of the answer, "text/html; charset=iso-8859-1"; NULL: not said. */
MUST_USE enum err page_read(struct ctx *cx, const char *body, size_t n, const char *type,
                            struct snapshot *ret);
MUST_USE enum err feed_read(struct ctx *cx, const char *body, size_t n, struct snapshot *ret);
MUST_USE enum err sitemap_read(struct ctx *cx, const char *body, size_t n, struct snapshot *ret);
/* What a block of JSON-LD says; what is no JSON says nothing. */
void linked_read(struct ctx *cx, const char *json, size_t n, struct snapshot *s);

#endif
