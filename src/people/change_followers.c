/* change_followers.c -- who follows changes of people, in this order. */
#include "people/change.h"
#include "people/consent_follow.h"
#include "people/lifecycle_rule.h"

#include <stddef.h>

const struct change_follower *const change_followers[] = {&consent_follower, &lifecycle_follower,
                                                          NULL};
