/* refs.c -- see refs.h. */
#include "people/refs.h"

#include <stddef.h>

/* What a row leaves out is NULL, as refs.h says. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

const struct people_ref people_refs[] = {
    {"contacts", "account", REF_ACCOUNT, REF_MOVES, REF_CUT},
    {"accounts", "parent", REF_ACCOUNT, REF_MOVES, REF_CUT},
    {"deals", "account", REF_ACCOUNT, REF_MOVES, REF_CUT},
    /* An erased person's row stays without a name, so that sums by channel stay as they were: erasure.h. */
    {"deals", "contact", REF_CONTACT, REF_MOVES, REF_STAYS_BLIND,
     .keeps = "custom,external_id,name,name_key,currency,type,stage,outcome,reason,next_step,tags,"
              "notes"},
    {"deal_members", "contact", REF_CONTACT, REF_JOINS, REF_ROW_GOES, .same = "deal,role"},
    {"lifecycle_stamps", "contact", REF_CONTACT, REF_MOVES, REF_STAYS_BLIND,
     .keeps = "stage,before_stage"},
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
    {"audit", "record", REF_CONTACT, REF_STAYS, REF_STAYS_BLIND, .when = "model", .blank = "diff",
     .keeps = "origin,model,action"},
    {"audit", "record", REF_ACCOUNT, REF_STAYS, REF_ROW_GOES, .when = "model"},
    /* consent_forget() empties it and seals what stays. */
    {"consents", "contact", REF_CONTACT, REF_MOVES, REF_STAYS_BLIND,
     .blank = "source,proof,ip_digest,agent_digest,salt",
     .keeps = "legal_basis,state,text_digest,channel,seal,digest,chain"},
    {"consent_states", "contact", REF_CONTACT, REF_COMPUTED, REF_ROW_GOES, .key = "purpose"},
    {"list_members", "contact", REF_CONTACT, REF_JOINS, REF_ROW_GOES},
    {"rights_requests", "contact", REF_CONTACT, REF_MOVES, REF_STAYS_BLIND, .blank = "note,answer",
     .keeps = "kind,state,channel"},
    {"erasures", "contact", REF_CONTACT, REF_STAYS, REF_STAYS_BLIND,
     .keeps = "state,step,ids,needles,person_digest,error,proof,asked_by"},
    {"webhook_deliveries", "record", REF_CONTACT, REF_STAYS, REF_ROW_GOES},
    {NULL, NULL, REF_CONTACT, REF_MOVES, REF_CUT},
};
