/* cookie_say.h -- what the banner says of this program, sentence by sentence, and what holds each one to it.
 *
 * The text of the banner is put together here from sentences of the catalogue (messages cookies.say_KEY), so that an owner
 * adds words of their own but never changes what is said of the code. Each sentence names the check that would fail if
 * it were no longer true: one that a browser makes on the self-test page, or one of the tests of the server.
 *
 * Ownership: the table is static; composed text lives in the ctx's arena.
 * Threads:   any.
 */
#ifndef PRACA_PEOPLE_COOKIE_SAY_H
#define PRACA_PEOPLE_COOKIE_SAY_H

#include "base/json.h"

/* The categories of the banner: OneTrust's four, and one of our own. */
extern const char *const cookie_categories[]; /* ended by NULL */
enum { COOKIE_CATEGORIES = 5 };

enum cookie_when {
    SAY_ALWAYS,
    SAY_COUNTED,  /* while visits without permission are counted */
    SAY_UNCOUNTED /* while they are not */
};

enum cookie_judge { JUDGE_BROWSER, JUDGE_SERVER };

struct cookie_say {
    const char *key;
    const char *where; /* "layer", "centre" or a category */
    enum cookie_when when;
    enum cookie_judge judge;
    const char *check; /* its name on the self-test page, or in the tests */
};
extern const struct cookie_say cookie_says[]; /* ended by {0} */

/* What an owner adds in one language; each may be NULL. */
struct cookie_words {
    const char *title, *own, *policy_url;
    const char *more[COOKIE_CATEGORIES];
};

/* The whole text in one language, as JSON: what the banner shows and what a receipt stands for. */
MUST_USE enum err cookie_compose(struct ctx *cx, enum lang lang, const struct cookie_words *words,
                                 bool counted, const char **ret);

#endif
