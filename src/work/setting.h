/* setting.h -- what can be set while the program runs, one row each; site 0 holds the
 * installation's.
 *
 * Errors: fault field with "work.setting_unknown", "field.number", "field.range", "field.bool", "field.text", "field.email",
 *         "field.url", "field.domain", "work.setting_names".
 */
#ifndef PRACA_WORK_SETTING_H
#define PRACA_WORK_SETTING_H

#include "base/json.h"
#include "db/db.h"

/* From SETTING_TEXT on, texts: any words, or "" and what the name says. Names are parted by commas: as many as the initial
 * value has, each one of its own. */
enum setting_kind {
    SETTING_INT,
    SETTING_BOOL,
    SETTING_TEXT,
    SETTING_EMAIL,
    SETTING_URL,
    SETTING_DOMAIN,
    SETTING_NAMES
};

struct setting {
    const char *key; /* "report.cohort_days" */
    enum setting_kind kind;
    int64_t min, max; /* text: characters */
    const char *initial;
    const char *unit;
};

/* Values of one site in memory for an errand. */
struct settings;
MUST_USE enum err settings_load(struct ctx *cx, struct db *db, const struct setting *const *tables,
                                int64_t site, struct settings **ret);
int64_t setting_int(const struct settings *s, const char *key); /* must be declared */
const char *setting_text(const struct settings *s, const char *key);
void settings_to_json(struct json_writer *w, const struct settings *s, enum lang lang);
/* {"key": value or null for the initial one, ...}; nothing is stored when one is wrong. Inside
 * db_write(). */
MUST_USE enum err settings_change(struct ctx *cx, struct db *db,
                                  const struct setting *const *tables, int64_t site,
                                  const struct json *in);

#endif
