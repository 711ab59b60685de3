/* consent_follow.h -- keeps where people stand right when records are merged, and merges undone. */
#ifndef PRACA_PEOPLE_CONSENT_FOLLOW_H
#define PRACA_PEOPLE_CONSENT_FOLLOW_H

#include "people/change.h"

extern const struct change_follower consent_follower;

#endif
