/* config.h -- what is set before the program starts: file, environment, flags, in rising order.
 *
 * Each floor may declare rows; app/ gathers them. The file is INI-like ("[db]" then "url = ..."); the environment
 * name of "db.url" is PRACA_DB_URL; the flag is --db.url=... . An unknown key in the file or a flag is an error that names the
 * nearest one; the environment is only asked for the keys we know.
 *
 * Ownership: a config owns its text.
 * Errors:    ERR_INVALID "config.unknown" (key, near), "config.number", "config.range", "config.syntax" (file, line),
 *            "config.bool", "config.value" (a flag without one), "config.read" (file).
 */
#ifndef PRACA_BASE_CONFIG_H
#define PRACA_BASE_CONFIG_H

#include "base/ctx.h"

enum config_kind { CONFIG_TEXT, CONFIG_INT, CONFIG_BOOL, CONFIG_SECRET };

struct config_row {
    const char *key; /* "db.url" */
    enum config_kind kind;
    const char *initial;
    int64_t min, max;     /* CONFIG_INT */
    const char *help_key; /* message key of one sentence */
};

struct config;
/* tables: NULL-terminated list of tables, each ended by a row with key NULL. file may be NULL or absent.
 * flags: NULL-terminated "key=value" texts. */
MUST_USE enum err config_load(struct ctx *cx, const struct config_row *const *tables,
                              const char *file, char *const *environment, const char *const *flags,
                              struct config **ret);
void config_free(struct config *c);
const char *config_text(const struct config *c, const char *key); /* must be declared */
int64_t config_int(const struct config *c, const char *key);
bool config_bool(const struct config *c, const char *key);
/* Every key with its value (secrets masked), where it came from and its help, as text. */
void config_describe(const struct config *c, enum lang lang, struct buf *out);

#endif
