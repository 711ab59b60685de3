/* html_priv.h -- HTML appended to a buffer: what is ours as it stands, what is anybody's escaped.
 *
 * There is one way for text of others to reach a page, html_text(), and it escapes; attributes are always in double
 * quotes. html() takes only literals of this program.
 *
 * Ownership: the buffer's arena.
 */
#ifndef PRACA_WEB_HTML_PRIV_H
#define PRACA_WEB_HTML_PRIV_H

#include "base/ctx.h"

/* Markup of our own. */
void html(struct buf *out, const char *markup);
/* Escaped; NULL adds nothing. Lines stay lines under the style's "white-space: pre-line". */
void html_text(struct buf *out, const char *text);
/* name="text", with a space before. */
void html_attr(struct buf *out, const char *name, const char *text);
void html_attr_id(struct buf *out, const char *name, const char *before, int64_t id);
/* The sentence of a key in the ctx's language, escaped; parameters name, value to NULL. */
void html_say(struct ctx *cx, struct buf *out, const char *key, ...) __attribute__((sentinel));
/* <tag>sentence</tag> */
void html_tag_say(struct ctx *cx, struct buf *out, const char *tag, const char *key);
/* "3 de março de 2026", "3 March 2026", UTC. */
const char *html_day(struct ctx *cx, int64_t at);

#endif
