/* place.c -- see place.h. The only home of maxminddb.h. */
#include "measure/place.h"

#include <maxminddb.h>
#include <stdlib.h>

struct places {
    MMDB_s db;
};

enum err places_open(struct ctx *cx, const char *file, struct places **ret)
{
    struct places *p = calloc(1, sizeof(*p));
    int status;

    if (!p)
        return fail_memory(cx);
    status = MMDB_open(file, MMDB_MODE_MMAP, &p->db);
    if (status != MMDB_SUCCESS) {
        free(p);
        return fail(cx, ERR_INVALID, "measure.mmdb", "file", file, "reason", MMDB_strerror(status),
                    NULL);
    }
    *ret = p;
    return OK;
}

void places_close(struct places *p)
{
    if (!p)
        return;
    MMDB_close(&p->db);
    free(p);
}

void place_country(const struct places *p, const char *numeric_address, char ret[3])
{
    MMDB_lookup_result_s found;
    MMDB_entry_data_s code;
    int resolve = 0, status = 0;

    ret[0] = 0;
    if (!p || !*numeric_address)
        return;
    found = MMDB_lookup_string(&p->db, numeric_address, &resolve, &status);
    if (resolve || status != MMDB_SUCCESS || !found.found_entry ||
        MMDB_get_value(&found.entry, &code, "country", "iso_code", NULL) != MMDB_SUCCESS ||
        !code.has_data || code.type != MMDB_DATA_TYPE_UTF8_STRING || code.data_size != 2)
        return;
    if (code.utf8_string[0] < 'A' || code.utf8_string[0] > 'Z' || code.utf8_string[1] < 'A' ||
        code.utf8_string[1] > 'Z')
        return;
    ret[0] = code.utf8_string[0];
    ret[1] = code.utf8_string[1];
    ret[2] = 0;
}
