/* args.c -- see args.h. */
#include "app/args.h"

#include <string.h>

static const struct arg_option everywhere[] = {
    {"data", false}, {"lang", false}, {"config", false}, {"help", true}, {0}};

static const struct arg_option *known_option(const struct arg_option *rows, const char *name,
                                             size_t n)
{
    for (; rows->name; rows++)
        if (strlen(rows->name) == n && !memcmp(rows->name, name, n))
            return rows;
    return NULL;
}

static enum err take_setting(struct ctx *cx, struct args *a, const char *text)
{
    if (a->setting_count == ARGS_SETTINGS_MAX)
        return fail(cx, ERR_INVALID, "cli.too_many", "text", text, NULL);
    a->settings[a->setting_count++] = text;
    return OK;
}

/* argv[*i] is an option; its value may be the next word. */
static enum err take_option(struct ctx *cx, int argc, char **argv, int *i,
                            const struct arg_option *known, struct args *a)
{
    const char *text = argv[*i] + 2, *equals = strchr(text, '=');
    size_t n = equals ? (size_t)(equals - text) : strlen(text);
    const struct arg_option *row = known_option(known, text, n);

    if (memchr(text, '.', n) && !equals && *i + 1 < argc)
        text = arena_print(cx->arena, "%s=%s", text, argv[++*i]);
    if (!text)
        return fail_memory(cx);
    if (memchr(text, '.', n) && strchr(text, '='))
        return take_setting(cx, a, text);
    if (!row)
        row = known_option(everywhere, text, n);
    if (!row)
        return fail(cx, ERR_INVALID, "cli.unknown_option", "option", argv[*i], "command",
                    a->command, NULL);
    if (a->option_count == ARGS_OPTIONS_MAX)
        return fail(cx, ERR_INVALID, "cli.too_many", "text", argv[*i], NULL);
    a->options[a->option_count].name = row->name;
    if (row->is_flag)
        a->options[a->option_count++].value = "";
    else if (equals)
        a->options[a->option_count++].value = equals + 1;
    else if (*i + 1 < argc)
        a->options[a->option_count++].value = argv[++*i];
    else
        return fail(cx, ERR_INVALID, "cli.option_value", "option", argv[*i], NULL);
    return OK;
}

enum err args_read(struct ctx *cx, int argc, char **argv, const struct arg_option *known,
                   size_t words_max, struct args *ret)
{
    struct args a = {.command = argv[0]};
    bool plain = false;
    enum err e = OK;

    must(words_max <= ARGS_WORDS_MAX);
    for (int i = 1; i < argc && !e; i++) {
        if (!plain && !strcmp(argv[i], "--"))
            plain = true;
        else if (!plain && !strncmp(argv[i], "--", 2))
            e = take_option(cx, argc, argv, &i, known, &a);
        else if (a.word_count == words_max)
            e = fail(cx, ERR_INVALID, "cli.too_many", "text", argv[i], NULL);
        else
            a.words[a.word_count++] = argv[i];
    }
    if (!e)
        *ret = a;
    return e;
}

const char *args_option(const struct args *a, const char *name)
{
    for (size_t i = a->option_count; i-- > 0;)
        if (!strcmp(a->options[i].name, name))
            return a->options[i].value;
    return NULL;
}

bool args_flag(const struct args *a, const char *name)
{
    return args_option(a, name) != NULL;
}

enum err args_need(struct ctx *cx, const struct args *a, const char *name, const char **ret)
{
    const char *value = args_option(a, name);

    if (!value || !*value)
        return fail(cx, ERR_INVALID, "cli.missing", "what", arena_print(cx->arena, "--%s", name),
                    NULL);
    *ret = value;
    return OK;
}

enum err args_alone(struct ctx *cx, const struct args *a, const char *name)
{
    return fail(cx, ERR_INVALID, "cli.unknown_option", "option",
                arena_print(cx->arena, "--%s", name), "command", a->command, NULL);
}
