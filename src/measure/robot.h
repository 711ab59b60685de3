/* robot.h -- whether a visit is a machine's.
 *
 * Robots are kept, with the flag and the reason, and left out of figures. A visit becomes a robot's at any of its facts, and
 * stays one until it is judged anew (judge.h). The reasons:
 *
 *  "agent"       the user agent names a program (agent.h), or a word that the owner wrote down
 *  "no_agent"    there is none, and a page was seen; of what a form or a program told (SIGN_TOLD) none is asked
 *  "webdriver"   the browser says that a program drives it
 *  "headless"    it has no window, no languages, or says so itself
 *  "datacentre"  the address is of a data centre, by the owner's list
 *  "pace"        more views a minute than a person reads
 *  "silent"      many views, and nothing was looked at, scrolled or typed
 *
 * Visits of imported history are judged by their agent alone, as that is all that is known of them.
 */
#ifndef PRACA_MEASURE_ROBOT_H
#define PRACA_MEASURE_ROBOT_H

#include "facts/visit.h"

struct robot_limits {
    int64_t views_a_minute;
    int64_t silent_views;
    bool datacentres;
    const char *const *words; /* of the owner, in small letters, ended by NULL; may be NULL */
};

/* The reason, a constant; NULL: a person's, as far as can be told. */
const char *robot_reason(const struct visit *v, const struct robot_limits *limits);

#endif
