/* buying_role.c -- see buying_role.h; definitions as in the glossary of the product. */
#include "strategy/buying_role.h"

#include <stddef.h>

const char *const buying_roles[] = {"user",       "initiator", "influencer", "champion",
                                    "gatekeeper", "decider",   "approver",   "buyer",
                                    "payer",      "blocker",   NULL};
