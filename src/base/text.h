/* text.h -- UTF-8 at the door, and the few things done with it inside.
 *
 * Text that enters is checked, brought to NFC and stripped of control characters (text_clean). Two texts
 * are compared, searched and sorted by their fold: lower case, without accents, spaces collapsed. The fold
 * has the same bytes on every engine, because it is made here and stored.
 *
 * Ownership: results live in the arena.
 * Source:    Unicode 14 by utf8proc.
 */
#ifndef PRACA_BASE_TEXT_H
#define PRACA_BASE_TEXT_H

#include "base/ctx.h"

bool text_is_utf8(const char *bytes, size_t n);
/* Write one character, no half of a pair, as 1 to 4 bytes; how many. */
size_t text_put_utf8(uint32_t c, char *to);
/* NFC, controls dropped, ends trimmed. Tab and newline stay in prose and become a space elsewhere, where marks that are not
 * seen or turn the writing round go too; CRLF becomes LF.
 * ERR_INVALID "text.not_utf8", "text.has_nul". */
MUST_USE enum err text_clean(struct ctx *cx, const char *bytes, size_t n, bool prose,
                             const char **ret);
const char *text_fold(struct arena *a, const char *text);
/* ASCII and the Latin letters of U+00C0..00DE in lower case, accents kept: for what people type in two ways and mean once. */
const char *text_small(struct arena *a, const char *text);
/* Whether two are the same so. */
bool text_small_equal(const char *a, const char *b);
/* Only ASCII and the Latin letters of U+00C0..00FF: lower case, without accents, as every engine can do to a column that
 * has no fold beside it. text_plain_from and _to list the letters for translate(). */
const char *text_plain(struct arena *a, const char *text);
/* The same in place; returns how many bytes are left. */
size_t text_plain_bytes(char *bytes, size_t n);
extern const char text_plain_from[], text_plain_to[];
/* "Ação & Reação" → "acao-reacao"; "" when nothing is left. At most max bytes. */
const char *text_slug(struct arena *a, const char *text, size_t max);
size_t text_chars(const char *utf8);
/* With spaces before it (right) or behind, up to width characters; what is wider stays whole. */
void text_pad(struct buf *out, const char *utf8, size_t width, bool right);
/* As text of HTML, or of an attribute in double quotes; NULL adds nothing. */
void text_html(struct buf *out, const char *text);
/* At most chars characters, cut at a character, with "…" when cut. */
const char *text_cut(struct arena *a, const char *utf8, size_t chars);
bool text_equal(const char *a, const char *b); /* NULL equals only NULL */
bool text_empty(const char *a);                /* NULL or "" */
bool text_starts(const char *text, const char *with);
bool text_is_url(const char *text); /* http:// or https://, a host, nothing that breaks a link */
/* Decimal integer, optional minus, nothing around it. False leaves *ret alone. */
bool text_to_int(const char *text, int64_t *ret);
/* Latin-1 / Windows-1252 to UTF-8. Undefined bytes become U+FFFD. */
const char *text_from_1252(struct arena *a, const char *bytes, size_t n);

/* An ASCII e-mail address as people write them, trimmed; lower-cases the domain. ERR_INVALID "field.email". */
MUST_USE enum err text_email(struct ctx *cx, const char *text, const char **ret);
/* "https://www.Acme.example/x" or "Acme.example" → "acme.example"; NULL when it is no domain. */
const char *text_domain(struct arena *a, const char *text);
/* Whether people get free mailboxes there or below (gmail.com, mail.uol.com.br, ...): never makes an account. */
bool text_is_free_mail(const char *domain);
/* The part that somebody registered, as a place in domain: "mail.acme.com.br" → "acme.com.br", "www.city.sp.gov.br" →
 * "city.sp.gov.br". NULL when everything is suffix ("com.br"). */
const char *text_registrable(const char *domain);

/* Brazil's company number, numeric or alphanumeric (in force since July 2026), check digits verified;
 * all-equal ones refused. ret is the bare 14 characters, upper case. ERR_INVALID "field.cnpj". */
MUST_USE enum err text_cnpj(struct ctx *cx, const char *text, const char **ret);
/* The person's number, 11 digits. ERR_INVALID "field.cpf". */
MUST_USE enum err text_cpf(struct ctx *cx, const char *text, const char **ret);

/* "1.234,56" (pt-BR), "1,234.56" (en), "R$ 1.234,56", "-3" → minor units of a currency with two
 * digits. Which sign is the decimal one is told by lang only where the text itself leaves it open
 * ("1.234"). ERR_INVALID "field.money". */
MUST_USE enum err text_money(struct ctx *cx, const char *text, enum lang lang, int64_t *ret_minor);

#endif
