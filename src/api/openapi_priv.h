/* openapi_priv.h -- every operation there is, as the OpenAPI document and the reference page tell it. */
#ifndef PRACA_API_OPENAPI_PRIV_H
#define PRACA_API_OPENAPI_PRIV_H

#include "api/api_priv.h"

struct api_operation {
    const char *method, *path; /* with the prefix, and the table's name in place of {table} */
    const char *tag;           /* heading it stands under */
    const char *summary;
    const char *query; /* as in struct api_doc */
    const char *request, *response;
    int status;
    unsigned may;              /* permission bits; 0: none needed */
    unsigned flags;            /* of the route */
    const struct model *model; /* NULL: not a record's */
};

/* All of them, those of one path and one tag together. */
MUST_USE enum err api_operations(struct request *r, struct api_operation **ret, size_t *ret_n);

/* One member of an object in the notation of struct api_schema: "owner:id?". */
struct api_member {
    const char *name, *type; /* type without its marks */
    bool list, nullable, optional;
};
/* Takes the next one from *at; false at the end. */
bool api_member_next(struct arena *a, const char **at, struct api_member *ret);
/* "contact" → "Contact" */
const char *api_schema_name(struct arena *a, const struct model *m);
/* "@[]" of contact → "Contact[]"; others as they are. */
const char *api_shape(struct arena *a, const char *shape, const struct model *m);
/* "edit_people, import" */
const char *api_may_text(struct arena *a, unsigned may);

enum err api_reference_get(struct request *r, struct response *ret);

#endif
