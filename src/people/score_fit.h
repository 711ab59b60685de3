/* score_fit.h -- keeps everyone's fit right after each change. */
#ifndef PRACA_PEOPLE_SCORE_FIT_H
#define PRACA_PEOPLE_SCORE_FIT_H

#include "people/change.h"

/* Stands before those in change_followers whose answers may rest on a score. */
extern const struct change_follower score_follower;

#endif
