/* refs.c -- see refs.h. */
#include "people/refs.h"

#include <stddef.h>

/* What a row leaves out is NULL, as refs.h says. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

const struct people_ref people_refs[] = {
    {"contacts", "account", REF_ACCOUNT, REF_MOVES, REF_CUT},
    {"accounts", "parent", REF_ACCOUNT, REF_MOVES, REF_CUT},
    {"deals", "account", REF_ACCOUNT, REF_MOVES, REF_CUT},
    {"deals", "contact", REF_CONTACT, REF_MOVES, REF_CUT},
    {"deal_members", "contact", REF_CONTACT, REF_JOINS, REF_ROW_GOES, .same = "deal,role"},
    {"lifecycle_stamps", "contact", REF_CONTACT, REF_MOVES, REF_STAYS_BLIND},
    {"contact_emails", "contact", REF_CONTACT, REF_MOVES, REF_ROW_GOES},
    {"contact_external_ids", "contact", REF_CONTACT, REF_MOVES, REF_ROW_GOES},
    {"account_domains", "account", REF_ACCOUNT, REF_MOVES, REF_ROW_GOES},
    {"account_external_ids", "account", REF_ACCOUNT, REF_MOVES, REF_ROW_GOES},
    {"account_tax_numbers", "account", REF_ACCOUNT, REF_MOVES, REF_ROW_GOES},
    {"record_tags", "record", REF_CONTACT, REF_COMPUTED, REF_ROW_GOES, .when = "model"},
    {"record_tags", "record", REF_ACCOUNT, REF_COMPUTED, REF_ROW_GOES, .when = "model"},
    {"duplicates", "one", REF_CONTACT, REF_COMPUTED, REF_ROW_GOES, .when = "kind"},
    {"duplicates", "one", REF_ACCOUNT, REF_COMPUTED, REF_ROW_GOES, .when = "kind"},
    {"duplicates", "other", REF_CONTACT, REF_COMPUTED, REF_ROW_GOES, .when = "kind"},
    {"duplicates", "other", REF_ACCOUNT, REF_COMPUTED, REF_ROW_GOES, .when = "kind"},
    {"merges", "kept", REF_CONTACT, REF_STAYS, REF_ROW_GOES, .when = "kind"},
    {"merges", "kept", REF_ACCOUNT, REF_STAYS, REF_ROW_GOES, .when = "kind"},
    {"merges", "gone", REF_CONTACT, REF_STAYS, REF_ROW_GOES, .when = "kind"},
    {"merges", "gone", REF_ACCOUNT, REF_STAYS, REF_ROW_GOES, .when = "kind"},
    {"merged_ids", "kept", REF_CONTACT, REF_STAYS, REF_ROW_GOES, .when = "kind"},
    {"merged_ids", "kept", REF_ACCOUNT, REF_STAYS, REF_ROW_GOES, .when = "kind"},
    {"merged_ids", "gone", REF_CONTACT, REF_STAYS, REF_ROW_GOES, .when = "kind"},
    {"merged_ids", "gone", REF_ACCOUNT, REF_STAYS, REF_ROW_GOES, .when = "kind"},
    {"import_changes", "record", REF_CONTACT, REF_STAYS, REF_ROW_GOES, .when = "model"},
    {"import_changes", "record", REF_ACCOUNT, REF_STAYS, REF_ROW_GOES, .when = "model"},
    {"audit", "record", REF_CONTACT, REF_STAYS, REF_ROW_GOES, .when = "model"},
    {"audit", "record", REF_ACCOUNT, REF_STAYS, REF_ROW_GOES, .when = "model"},
    {"consents", "contact", REF_CONTACT, REF_MOVES, REF_STAYS_BLIND},
    {"consent_states", "contact", REF_CONTACT, REF_COMPUTED, REF_ROW_GOES, .key = "purpose"},
    {"list_members", "contact", REF_CONTACT, REF_JOINS, REF_ROW_GOES},
    {"rights_requests", "contact", REF_CONTACT, REF_MOVES, REF_STAYS_BLIND},
    {"bulk_items", "record", REF_CONTACT, REF_STAYS, REF_ROW_GOES, .when = "model"},
    {"bulk_items", "record", REF_ACCOUNT, REF_STAYS, REF_ROW_GOES, .when = "model"},
    {"search_entries", "record", REF_CONTACT, REF_COMPUTED, REF_ROW_GOES, .when = "kind"},
    {"search_entries", "record", REF_ACCOUNT, REF_COMPUTED, REF_ROW_GOES, .when = "kind"},
    {NULL, NULL, REF_CONTACT, REF_MOVES, REF_CUT},
};
