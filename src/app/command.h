/* command.h -- what can be typed after "praca". One row each; help is message "cli.help_NAME".
 *
 * A command runs in one ctx, writes its answer to standard output and returns OK; what went wrong is in the
 * ctx and main() prints it to standard error. Exit codes: 0 done, 1 it failed, 2 it was called wrongly.
 */
#ifndef PRACA_APP_COMMAND_H
#define PRACA_APP_COMMAND_H

#include "app/args.h"

struct command {
    const char *name;
    enum err (*run)(struct ctx *cx, const struct args *a);
    const struct arg_option *options; /* ended by {0} */
    size_t words;                     /* positional words at most */
};

extern const struct command commands[]; /* ended by {0} */

/* --- implemented one a file, command_*.c */
enum err command_init(struct ctx *cx, const struct args *a);
enum err command_serve(struct ctx *cx, const struct args *a);
enum err command_demo(struct ctx *cx, const struct args *a);
enum err command_history(struct ctx *cx, const struct args *a); /* of command_import() */
enum err command_import(struct ctx *cx, const struct args *a);
enum err command_export(struct ctx *cx, const struct args *a);
enum err command_report(struct ctx *cx, const struct args *a);
enum err command_economics(struct ctx *cx, const struct args *a);
enum err command_plan(struct ctx *cx, const struct args *a);
enum err command_attribute(struct ctx *cx, const struct args *a);
enum err command_user(struct ctx *cx, const struct args *a);
enum err command_stages(struct ctx *cx, const struct args *a);
enum err command_handoff(struct ctx *cx, const struct args *a);
enum err command_log_mail(struct ctx *cx, const struct args *a);
enum err command_nps(struct ctx *cx, const struct args *a);
enum err command_score(struct ctx *cx, const struct args *a);
enum err command_segment(struct ctx *cx, const struct args *a);
enum err command_person(struct ctx *cx, const struct args *a);
enum err command_consent(struct ctx *cx, const struct args *a);
enum err command_webhook(struct ctx *cx, const struct args *a);
enum err command_chat_link(struct ctx *cx, const struct args *a);
enum err command_campaign(struct ctx *cx, const struct args *a);
enum err command_backup(struct ctx *cx, const struct args *a);
enum err command_restore(struct ctx *cx, const struct args *a);
enum err command_migrate(struct ctx *cx, const struct args *a);
enum err command_doctor(struct ctx *cx, const struct args *a);
enum err command_record(struct ctx *cx, const struct args *a);
enum err command_bulk(struct ctx *cx, const struct args *a);
enum err command_api(struct ctx *cx, const struct args *a);
enum err command_verb(struct ctx *cx, const struct args *a); /* of verb.h: rows of verbs.c */
enum err command_version(struct ctx *cx, const struct args *a);

/* --- what they share */

/* The sentence of a key, with up to two parameters, and a line end, to standard output. */
void say(struct ctx *cx, const char *key, ...) __attribute__((sentinel));
/* How far long work is, on one line of a terminal that is written over; nothing where no person looks. total 0: not known. */
void say_progress(struct ctx *cx, int64_t done, int64_t total);
void say_progress_end(void);
/* All of a buffer to standard output. ERR_BROKEN "cli.output". */
MUST_USE enum err print_all(struct ctx *cx, const struct buf *out);
/* The first line of a file, for passwords: never from the command line, where others can read it. */
MUST_USE enum err read_secret_file(struct ctx *cx, const char *path, const char **ret);

#endif
