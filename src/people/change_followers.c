/* change_followers.c -- who follows changes of people, in this order. */
#include "people/change.h"
#include "people/consent_follow.h"
#include "people/lifecycle_rule.h"
#include "people/score_fit.h"
#include "people/search.h"
#include "people/segment.h"
#include "people/webhook_follow.h"

#include <stddef.h>

const struct change_follower *const change_followers[] = {&consent_follower,
                                                          &webhook_follower,
                                                          &search_follower,
                                                          &score_follower,
                                                          &segment_follower,
                                                          &lifecycle_follower,
                                                          NULL};
