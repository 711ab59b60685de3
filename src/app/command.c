/* command.c -- the table of commands and what they share. */
#include "app/command.h"

#include "base/message.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SITE                                                                                       \
    {                                                                                              \
        "site", false                                                                              \
    }

/* Of those that ask the API. */
#define ASKING                                                                                     \
    SITE, {"as", false},                                                                           \
    {                                                                                              \
        "format", false                                                                            \
    }

static const struct arg_option no_options[] = {{0}};
static const struct arg_option init_options[] = {
    {"admin-email", false}, {"admin-password-file", false},
    {"admin-name", false},  {"company", false},
    {"currency", false},    {"time-zone", false},
    {"locale", false},      {0}};
static const struct arg_option import_options[] = {SITE,
                                                   {"map", false},
                                                   {"preset", false},
                                                   {"dry-run", true},
                                                   {"skip-bad-rows", true},
                                                   {"format", false},
                                                   {"host", false},
                                                   {"zone", false},
                                                   {"from", false},
                                                   {"to", false},
                                                   {"report", false},
                                                   {"overlap", true},
                                                   {"undo", true},
                                                   {0}};

static const struct arg_option demo_options[] = {
    {"if-missing", true}, {"seed", false}, {"password-file", false}, {0}};
static const struct arg_option report_options[] = {SITE,          {"from", false},   {"to", false},
                                                   {"by", false}, {"format", false}, {0}};
static const struct arg_option economics_options[] = {
    SITE, {"from", false}, {"to", false}, {"by", false}, {"compare", false}, {"format", false},
    {0}};
static const struct arg_option plan_options[] = {
    SITE, {"plan", false}, {"format", false}, {"table", false}, {"out", false}, {0}};
static const struct arg_option attribute_options[] = {{"paths", false},
                                                      {"model", false},
                                                      {"half-life", false},
                                                      {"format", false},
                                                      SITE,
                                                      {"credit", false},
                                                      {"by", false},
                                                      {"from", false},
                                                      {"to", false},
                                                      {"window", false},
                                                      {0}};

static const struct arg_option export_options[] = {SITE, {"out", false}, {0}};
static const struct arg_option user_options[] = {
    SITE, {"name", false}, {"role", false}, {"password-file", false}, {0}};
static const struct arg_option log_mail_options[] = {SITE, {0}};
static const struct arg_option nps_options[] = {SITE, {"url", false}, {0}};
static const struct arg_option merge_options[] = {ASKING, {0}};
static const struct arg_option segment_options[] = {
    ASKING, {"subject", false}, {"description", false}, {"out", false}, {0}};
static const struct arg_option score_options[] = {
    SITE, {"format", false}, {"from", false}, {"to", false}, {0}};
static const struct arg_option stages_options[] = {SITE, {0}};
static const struct arg_option handoff_options[] = {
    ASKING,           {"reason", false}, {"note", false},    {"state", false},
    {"limit", false}, {"seller", false}, {"message", false}, {0}};
static const struct arg_option webhook_options[] = {SITE, {0}};
static const struct arg_option chat_link_options[] = {SITE,
                                                      {"words", false},
                                                      {"source", false},
                                                      {"medium", false},
                                                      {"campaign", false},
                                                      {"url", false},
                                                      {0}};
static const struct arg_option campaign_options[] = {
    SITE, {"reason", false}, {"confirm", true}, {0}};
static const struct arg_option consent_options[] = {ASKING,
                                                    {"source", false},
                                                    {"text", false},
                                                    {"basis", false},
                                                    {"channel", false},
                                                    {"at", false},
                                                    {"limit", false},
                                                    {0}};
static const struct arg_option asking_options[] = {ASKING, {"limit", false}, {0}};
static const struct arg_option record_options[] = {ASKING,
                                                   {"q", false},
                                                   {"sort", false},
                                                   {"rule", false},
                                                   {"view", false},
                                                   {"limit", false},
                                                   {"columns", false},
                                                   {"out", false},
                                                   {0}};
static const struct arg_option duplicate_options[] = {
    ASKING, {"kind", false}, {"dismissed", false}, {"limit", false}, {0}};
static const struct arg_option deal_options[] = {ASKING, {"reason", false}, {"role", false}, {0}};
static const struct arg_option list_options[] = {
    ASKING,           {"q", false}, {"status", false}, {"source", false}, {"confirmed", true},
    {"limit", false}, {0}};
static const struct arg_option suppression_options[] = {
    ASKING, {"reason", false}, {"source", false}, {"limit", false}, {"out", false}, {0}};
static const struct arg_option bulk_options[] = {ASKING,
                                                 {"q", false},
                                                 {"rule", false},
                                                 {"view", false},
                                                 {"ids", false},
                                                 {"all", true},
                                                 {"set", false},
                                                 {"tag", false},
                                                 {"untag", false},
                                                 {"by-domain", true},
                                                 {"put", false},
                                                 {"take", false},
                                                 {"include", false},
                                                 {"exclude", false},
                                                 {"release", false},
                                                 {"delete", true},
                                                 {"do", true},
                                                 {"dry-run", true},
                                                 {0}};
static const struct arg_option api_options[] = {
    SITE, {"as", false}, {"body", false}, {"out", false}, {0}};
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
    {"report", command_report, report_options, 2},
    {"economics", command_economics, economics_options, 0},
    {"plan", command_plan, plan_options, 1},
    {"attribute", command_attribute, attribute_options, 0},
    {"user", command_user, user_options, 3},
    {"log-mail", command_log_mail, log_mail_options, 0},
    {"nps", command_nps, nps_options, 3},
    {"merge", command_verb, merge_options, 3},
    {"search", command_verb, asking_options, 20},
    {"record", command_record, record_options, ARGS_WORDS_MAX},
    {"duplicate", command_verb, duplicate_options, 2},
    {"deal", command_verb, deal_options, 3},
    {"list", command_verb, list_options, ARGS_WORDS_MAX},
    {"suppression", command_verb, suppression_options, 2},
    {"bulk", command_bulk, bulk_options, 40},
    {"lifecycle", command_verb, asking_options, 3},
    {"view", command_verb, asking_options, 2},
    {"segment", command_segment, segment_options, ARGS_WORDS_MAX},
    {"score", command_score, score_options, 2},
    {"stages", command_stages, stages_options, 0},
    {"handoff", command_handoff, handoff_options, ARGS_WORDS_MAX},
    {"person", command_person, person_options, 2},
    {"webhook", command_webhook, webhook_options, 2},
    {"consent", command_consent, consent_options, 3},
    {"chat-link", command_chat_link, chat_link_options, 3},
    {"campaign", command_campaign, campaign_options, 2},
    {"api", command_api, api_options, 2},
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

void say_progress(struct ctx *cx, int64_t done, int64_t total)
{
    const struct arena_mark mark = arena_mark(cx->arena);
    char of[24], all[24];
    const struct fault_param params[] = {{"done", of}, {"total", all}};

    if (!isatty(STDERR_FILENO))
        return;
    (void)snprintf(of, sizeof(of), "%" PRId64, done);
    (void)snprintf(all, sizeof(all), "%" PRId64, total);
    (void)fprintf(stderr, "\r\033[K%s",
                  total > 0 ? message(cx->arena, cx->lang, "cli.progress", params, 2) : of);
    arena_reset(cx->arena, mark);
}

void say_progress_end(void)
{
    if (isatty(STDERR_FILENO))
        (void)fputs("\r\033[K", stderr);
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
