/* main.c -- praca COMMAND ...: find the command, run it in a ctx, say in words how it ended. */
#include "app/command.h"

#include "base/message.h"
#include "base/text.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COMMAND_ARENA_BYTES = 512 * 1024 * 1024 };
enum { EXIT_FAILED = 1, EXIT_USAGE = 2 };

static void print_fault(struct ctx *cx)
{
    const struct fault *f = &cx->fault;

    (void)fprintf(stderr, "praca: %s\n", fault_message(cx));
    for (const struct fault_field *x = f->fields; x; x = x->next)
        (void)fprintf(stderr, "  %s: %s\n", x->field,
                      message(cx->arena, cx->lang, x->key, x->params, FAULT_PARAMS_MAX));
    if (f->detail)
        (void)fprintf(stderr, "  (%s)\n", f->detail);
}

static void print_help(struct ctx *cx)
{
    (void)printf("%s\n\n", message(cx->arena, cx->lang, "cli.help", NULL, 0));
    for (const struct command *c = commands; c->name; c++) {
        const char *key = arena_print(cx->arena, "cli.help_%s", c->name);
        (void)printf("  %-12s %s\n", c->name,
                     key ? message(cx->arena, cx->lang, key, NULL, 0) : "");
    }
}

static const struct command *command_find(const char *name)
{
    for (const struct command *c = commands; c->name; c++)
        if (!strcmp(c->name, name))
            return c;
    return NULL;
}

/* --lang, else the environment's, in time for the first sentence. */
static enum lang early_lang(int argc, char **argv)
{
    const char *names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

    for (int i = 1; i < argc; i++) {
        if (!strncmp(argv[i], "--lang=", 7))
            return lang_choose(argv[i] + 7);
        if (!strcmp(argv[i], "--lang") && i + 1 < argc)
            return lang_choose(argv[i + 1]);
    }
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (!text_empty(getenv(names[i])))
            return lang_choose(getenv(names[i]));
    return LANG_PT_BR;
}

static bool is_usage(const char *key)
{
    return text_starts(key, "cli.") || text_starts(key, "attribute.usage");
}

static int run(struct ctx *cx, int argc, char **argv)
{
    const struct command *c = argc > 1 ? command_find(argv[1]) : NULL;
    struct args a;
    enum err e;

    if (argc < 2 || !strcmp(argv[1], "help") || !strcmp(argv[1], "--help")) {
        print_help(cx);
        return argc < 2 ? EXIT_USAGE : 0;
    }
    if (!c) {
        (void)fail(cx, ERR_INVALID, "cli.unknown", "command", argv[1], NULL);
        print_fault(cx);
        return EXIT_USAGE;
    }
    if (args_read(cx, argc - 1, argv + 1, c->options, c->words, &a) != OK) {
        print_fault(cx);
        return EXIT_USAGE;
    }
    if (args_flag(&a, "help")) {
        const char *key = arena_print(cx->arena, "cli.usage_%s", c->name);
        (void)printf("%s\n", key ? message(cx->arena, cx->lang, key, NULL, 0) : "");
        return 0;
    }
    e = c->run(cx, &a);
    if (e) {
        print_fault(cx);
        return is_usage(cx->fault.key) ? EXIT_USAGE : EXIT_FAILED;
    }
    return fflush(stdout) == 0 ? 0 : EXIT_FAILED;
}

int main(int argc, char **argv)
{
    struct ctx *cx = ctx_new(COMMAND_ARENA_BYTES, clock_system(), NULL);
    int code;

    /* A file-size limit is an answer of the disk, not the end of the program. */
    must(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
    cx->origin = "cli";
    cx->lang = early_lang(argc, argv);
    code = run(cx, argc, argv);
    ctx_free(cx);
    return code;
}
