/* verb.h -- commands that are one question to the API: a row each says which words they take, what is asked, and what is printed.
 *
 *     words    names of the words after the verb. "#list": the number of a record; "@contact": that, or an address of the person;
 *              a plain name: any text. "?" at its end: need not be given; "+": one or more, and the last.
 *     target   "/lists/{list}/members?status={--status}": words and options in their places; a parameter without a value goes.
 *     body     members of the JSON with spaces between: "gone=gone" a word, "contacts=[contact]" all of those, "source=--source" an option that
 *              may be missing, "email=--email!" one that must not, "status='subscribed'" itself, "rule=@rule" the JSON of a file, "confirmed=?--confirmed" true where
 *              it was given, "left_at=:now" this moment, "seller=&--seller" a member by their id or address. "<file" alone: the body is that file.
 *     columns  of the items of the answer, or of the answer itself: "id contact.name #count"; "#" before whole numbers.
 *     said     the sentence when nothing else is printed; its parameters are members of the answer and words.
 *
 * Errors: ERR_INVALID "cli.verbs" (command) when the words fit no row; those of ask.h.
 */
#ifndef PRACA_APP_VERB_H
#define PRACA_APP_VERB_H

#include "app/ask.h"
#include "app/command.h"

enum verb_flag {
    VERB_PAGES = 1 << 0,  /* the answer has pages: all are taken, or --limit */
    VERB_EVENTS = 1 << 1, /* asks what people did, or leaves a job that does */
    VERB_JOB = 1 << 2,    /* the answer names a job, which is waited for; with VERB_EVENTS */
    VERB_GROUPS = 1 << 3, /* items stand in groups, each of a kind */
    VERB_CSV = 1 << 4,    /* the answer is a CSV, to the output or to --out */
};

struct verb {
    const char *command, *verb; /* verb "": the command has no verbs */
    const char *words, *method, *target, *body, *columns, *said;
    unsigned flags;
    const char *list;  /* where the items stand; NULL: "items" */
    const char *notes; /* a list of what is to be said besides, each with a "message"; NULL: none */
    unsigned without;  /* rights that are left aside, so that a slip of the hand makes nothing */
};

extern const struct verb verbs[]; /* ended by {0} */

/* The row for what was typed; NULL: none. */
const struct verb *verb_find(const struct args *a);
MUST_USE enum err verb_run(struct ctx *cx, const struct args *a, const struct verb *v);
/* Items as the caller has them: JSON as it is, else the columns. */
MUST_USE enum err verb_print(struct ctx *cx, const struct args *a, const char *columns,
                             const struct json *const *items, size_t n);

#endif
