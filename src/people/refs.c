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
    {"activities", "contact", REF_CONTACT, REF_MOVES, REF_ROW_GOES},
    {"activities", "account", REF_ACCOUNT, REF_MOVES, REF_CUT},
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
    /* The follower of changes takes whoever is gone out of their segments, with the counts and the history of it. */
    {"segment_members", "record", REF_CONTACT, REF_STAYS, REF_ROW_GOES},
    {"segment_members", "record", REF_ACCOUNT, REF_STAYS, REF_ROW_GOES},
    {"segment_moves", "record", REF_CONTACT, REF_STAYS, REF_ROW_GOES},
    {"segment_moves", "record", REF_ACCOUNT, REF_STAYS, REF_ROW_GOES},
    {"segment_manual", "record", REF_CONTACT, REF_JOINS, REF_ROW_GOES},
    {"segment_manual", "record", REF_ACCOUNT, REF_JOINS, REF_ROW_GOES},
    {"segment_due", "record", REF_CONTACT, REF_COMPUTED, REF_ROW_GOES, .key = "segment"},
    {"segment_due", "record", REF_ACCOUNT, REF_COMPUTED, REF_ROW_GOES, .key = "segment"},
    {"segment_stale", "record", REF_CONTACT, REF_COMPUTED, REF_ROW_GOES, .key = "segment"},
    {"segment_stale", "record", REF_ACCOUNT, REF_COMPUTED, REF_ROW_GOES, .key = "segment"},
    /* Counts stay under the id under which it happened, as facts do. */
    {"behaviour_days", "contact", REF_CONTACT, REF_STAYS, REF_ROW_GOES, .key = "counted,day"},
    {"contact_fits", "contact", REF_CONTACT, REF_COMPUTED, REF_ROW_GOES, .key = "model"},
    {NULL, NULL, REF_CONTACT, REF_MOVES, REF_CUT},
};
