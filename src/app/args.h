/* args.h -- what was typed after "praca COMMAND", checked against what the command knows.
 *
 * Options are --name VALUE, --name=VALUE or flags; a name with a dot (--db.url=...) is a setting of config.h and is
 * kept for it. Everything else is a positional word.
 *
 * Ownership: points into argv and the ctx's arena.
 * Errors:    ERR_INVALID "cli.unknown_option" (option, command), "cli.option_value" (option), "cli.too_many" (text),
 *            "cli.missing" (what).
 */
#ifndef PRACA_APP_ARGS_H
#define PRACA_APP_ARGS_H

#include "base/ctx.h"

enum { ARGS_WORDS_MAX = 520, ARGS_OPTIONS_MAX = 24, ARGS_SETTINGS_MAX = 32 };

struct arg_option {
    const char *name; /* without dashes */
    bool is_flag;
};

struct args {
    const char *command;
    const char *words[ARGS_WORDS_MAX];
    size_t word_count;
    struct {
        const char *name, *value; /* value "" for a flag */
    } options[ARGS_OPTIONS_MAX];
    size_t option_count;
    const char *settings[ARGS_SETTINGS_MAX + 1]; /* "key=value", NULL-terminated */
    size_t setting_count;
};

/* known: ended by {0}; --data, --lang, --help and --config FILE are known to every command, unless it has one of that name
 * itself. */
MUST_USE enum err args_read(struct ctx *cx, int argc, char **argv, const struct arg_option *known,
                            size_t words_max, struct args *ret);
/* NULL when not given. */
const char *args_option(const struct args *a, const char *name);
bool args_flag(const struct args *a, const char *name);
/* "cli.missing" when it was not given. */
MUST_USE enum err args_need(struct ctx *cx, const struct args *a, const char *name,
                            const char **ret);
/* Refuses an option that others of the command's verbs take: "cli.unknown_option". */
enum err args_alone(struct ctx *cx, const struct args *a, const char *name);

#endif
