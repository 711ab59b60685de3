/* agent.h -- what a user agent string says: device, browser, system.
 *
 * Strings are read by tables of marks, the more particular before the more general, because every browser names those it
 * pretends to be. What no row knows is "other" or "". Systems froze parts of the string long ago (Windows 11 says 10.0, macOS
 * says 10_15_7 for ever), so versions of a system are what is said, not what is.
 *
 * Ownership: names are constants; versions lie in the struct.
 * Source:    the strings in tests/unit/measure/agent_test.c, as browsers sent them.
 */
#ifndef PRACA_MEASURE_AGENT_H
#define PRACA_MEASURE_AGENT_H

#include "base/ctx.h"

struct agent {
    const char *device; /* desktop, mobile, tablet, tv, other */
    const char *browser, *os;
    char browser_version[16]; /* "121.0" */
    char os_version[16];
};

/* Any bytes. "" gives device "other" and the rest "". */
struct agent agent_read(const char *text);
/* The name the agent gives itself as a program that fetches pages by itself, NULL when it says it is a person's browser. The
 * word is one of a table: "bot", "curl" ... */
const char *agent_robot(const char *text);
/* Whether it is surely none of a person: it names a program and does not pass for a browser ("curl/8.5.0", "(compatible;
 * Googlebot/2.1)"). A browser with such a word in its name, as one of an app, or without a window, is not sure. */
bool agent_declares_robot(const char *text);

#endif
