/* command.c -- the table of commands and what they share. */
#include "app/command.h"

#include "base/message.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define SITE                                                                                       \
    {                                                                                              \
        "site", false                                                                              \
    }

static const struct arg_option no_options[] = {{0}};
static const struct arg_option init_options[] = {
    {"admin-email", false}, {"admin-password-file", false},
    {"admin-name", false},  {"company", false},
    {"currency", false},    {"time-zone", false},
    {"locale", false},      {0}};
static const struct arg_option import_options[] = {
    SITE, {"map", false}, {"dry-run", true}, {"skip-bad-rows", true}, {0}};

static const struct arg_option demo_options[] = {
    {"if-missing", true}, {"seed", false}, {"password-file", false}, {0}};
static const struct arg_option report_options[] = {SITE,          {"from", false},   {"to", false},
                                                   {"by", false}, {"format", false}, {0}};
static const struct arg_option attribute_options[] = {
    {"paths", false}, {"model", false}, {"half-life", false}, {"format", false}, {0}};

static const struct arg_option export_options[] = {SITE, {"out", false}, {0}};
static const struct arg_option user_options[] = {
    SITE, {"name", false}, {"role", false}, {"password-file", false}, {0}};
static const struct arg_option log_mail_options[] = {SITE, {0}};
static const struct arg_option nps_options[] = {SITE, {"url", false}, {0}};
static const struct arg_option merge_options[] = {SITE, {0}};
static const struct arg_option segment_options[] = {SITE, {"format", false}, {0}};
static const struct arg_option score_options[] = {
    SITE, {"format", false}, {"from", false}, {"to", false}, {0}};
static const struct arg_option stages_options[] = {SITE, {0}};
static const struct arg_option handoff_options[] = {SITE, {"reason", false}, {"note", false}, {0}};
static const struct arg_option webhook_options[] = {SITE, {0}};
static const struct arg_option person_options[] = {
    SITE, {"html", true}, {"out", false}, {"confirm", false}, {0}};
static const struct arg_option backup_options[] = {{"to", false}, {0}};
static const struct arg_option restore_options[] = {{"from", false}, {0}};
static const struct arg_option doctor_options[] = {{"config", true}, {0}};

const struct command commands[] = {
    {"init", command_init, init_options, 0},
    {"serve", command_serve, no_options, 0},
    {"demo", command_demo, demo_options, 0},
    {"import", command_import, import_options, 2},
    {"export", command_export, export_options, 1},
    {"report", command_report, report_options, 1},
    {"attribute", command_attribute, attribute_options, 0},
    {"user", command_user, user_options, 3},
    {"log-mail", command_log_mail, log_mail_options, 0},
    {"nps", command_nps, nps_options, 3},
    {"merge", command_merge, merge_options, 3},
    {"segment", command_segment, segment_options, 2},
    {"score", command_score, score_options, 2},
    {"stages", command_stages, stages_options, 0},
    {"handoff", command_handoff, handoff_options, 2},
    {"person", command_person, person_options, 2},
    {"webhook", command_webhook, webhook_options, 2},
    {"backup", command_backup, backup_options, 0},
    {"restore", command_restore, restore_options, 0},
    {"doctor", command_doctor, doctor_options, 0},
    {"migrate", command_migrate, no_options, 0},
    {"version", command_version, no_options, 0},
    {0},
};

enum { SECRET_MAX = 1024 };

void say(struct ctx *cx, const char *key, ...)
{
    struct fault_param params[FAULT_PARAMS_MAX] = {0};
    va_list args;
    size_t n = 0;

    va_start(args, key);
    while (n < FAULT_PARAMS_MAX && (params[n].name = va_arg(args, const char *)) != NULL)
        params[n++].value = va_arg(args, const char *);
    va_end(args);
    (void)printf("%s\n", message(cx->arena, cx->lang, key, params, n));
}

enum err print_all(struct ctx *cx, const struct buf *out)
{
    if (!buf_ok(out))
        return fail_memory(cx);
    if (fwrite(out->bytes, 1, out->len, stdout) != out->len || fflush(stdout) != 0)
        return fail(cx, ERR_BROKEN, "cli.output", "reason", strerror(errno), NULL);
    return OK;
}

enum err read_secret_file(struct ctx *cx, const char *path, const char **ret)
{
    char line[SECRET_MAX];
    FILE *f = fopen(path, "r");
    char *got;

    if (!f)
        return fail(cx, ERR_NOTFOUND, "cli.file", "file", path, "reason", strerror(errno), NULL);
    got = fgets(line, sizeof(line), f);
    (void)fclose(f);
    if (!got)
        return fail(cx, ERR_INVALID, "cli.file_empty", "file", path, NULL);
    line[strcspn(line, "\r\n")] = 0;
    *ret = arena_dup(cx->arena, line);
    return *ret ? OK : fail_memory(cx);
}
