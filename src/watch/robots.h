/* robots.h -- what a server asks of programs that read its pages: robots.txt.
 *
 * Rules are those of the group that names our product token, "Praca" in any case; without such a group those of "*"; without
 * either everything may be read. The longest rule that matches the path decides, and of two as long the one that allows. "*"
 * stands for anything, "$" at the end for the end. What is no rule is passed over, as the standard has it, so any bytes are
 * a robots.txt.
 *
 * Crawl-delay is no part of the standard, but many servers state it, so it is kept to.
 *
 * Ownership: the rules point into the text, which the caller keeps.
 * Units:     delay_s: seconds, rounded up; 0: not stated.
 * Threads:   any; pure.
 * Source:    RFC 9309.
 */
#ifndef PRACA_WATCH_ROBOTS_H
#define PRACA_WATCH_ROBOTS_H

#include "base/ctx.h"

#define ROBOTS_TOKEN "Praca"
enum { ROBOTS_RULES_MAX = 5000, ROBOTS_BYTES_MAX = 512 * 1024, ROBOTS_DELAY_MAX_S = 86400 };

struct robots_rule {
    const char *path;
    size_t n;
    bool allow;
};

struct robots {
    const struct robots_rule *rules;
    size_t rule_count;
    int64_t delay_s;
    const char *sitemaps[5]; /* addresses; NULL after the last */
};

/* text: n bytes, of which the first ROBOTS_BYTES_MAX are read. ERR_LIMIT "base.memory". */
MUST_USE enum err robots_read(struct ctx *cx, const char *text, size_t n, struct robots *ret);
/* path: with its query, as the server gets it: "/precos?moeda=brl". */
bool robots_allow(struct ctx *cx, const struct robots *r, const char *path);

#endif
