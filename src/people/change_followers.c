/* change_followers.c -- who follows changes of people, in this order. */
#include "people/change.h"

#include <stddef.h>

const struct change_follower *const change_followers[] = {NULL};
