/* message.h -- sentences by key, in both languages.
 *
 * Keys and texts come from messages/pt-BR.json and messages/en.json, compiled in by tools/msgpack; a key that
 * is missing in either stops the build. {name} in a text is replaced by the parameter of that name; for counts,
 * "{n, plural, one {# linha} other {# linhas}}" is not supported: write two keys.
 *
 * Ownership: results live in the arena.
 */
#ifndef PRACA_BASE_MESSAGE_H
#define PRACA_BASE_MESSAGE_H

#include "base/ctx.h"

/* The sentence; the key itself when it is unknown (a test walks all keys in the code). */
const char *message(struct arena *a, enum lang lang, const char *key,
                    const struct fault_param *params, size_t n);
/* The raw text, NULL when unknown. */
const char *message_find(enum lang lang, const char *key);
/* The ctx's first cause in the ctx's language. */
const char *fault_message(struct ctx *cx);
/* "2026-02-03" as people write it: "03/02/2026", "3 Feb 2026". What follows the ten characters is left out; what is shorter stays as it is. */
const char *message_day(struct arena *a, enum lang lang, const char *date);
/* The month of it: "02/2026", "Feb 2026". */
const char *message_month(struct arena *a, enum lang lang, const char *date);
/* "pt-BR" and "en"; from an Accept-Language header or a locale name; pt-BR when in doubt. */
enum lang lang_choose(const char *wanted);
const char *lang_tag(enum lang lang);

#endif
