/* refs.c -- see refs.h. */
#include "people/refs.h"

#include <stddef.h>

const struct people_ref people_refs[] = {
    {"contacts", "account", REF_ACCOUNT, REF_MOVES, REF_CUT},
    {"accounts", "parent", REF_ACCOUNT, REF_MOVES, REF_CUT},
    {"deals", "account", REF_ACCOUNT, REF_MOVES, REF_CUT},
    {"deals", "contact", REF_CONTACT, REF_MOVES, REF_CUT},
    {"deal_members", "contact", REF_CONTACT, REF_JOINS, REF_ROW_GOES},
    {"lifecycle_stamps", "contact", REF_CONTACT, REF_MOVES, REF_STAYS_BLIND},
    {"consents", "contact", REF_CONTACT, REF_MOVES, REF_STAYS_BLIND},
    {"consent_states", "contact", REF_CONTACT, REF_COMPUTED, REF_ROW_GOES},
    {"list_members", "contact", REF_CONTACT, REF_JOINS, REF_ROW_GOES},
    {"rights_requests", "contact", REF_CONTACT, REF_MOVES, REF_STAYS_BLIND},
    {NULL, NULL, REF_CONTACT, REF_MOVES, REF_CUT},
};
