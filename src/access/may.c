/* may.c -- roles as rows. A new role is a row here and a name in the messages. */
#include "access/may.h"

#include "base/err.h"

#include <string.h>

static const struct role {
    const char *name;
    unsigned may;
} roles[] = {
    {"owner", MAY_ALL},
    {"marketer", MAY_ALL & ~(unsigned)MAY_ADMIN},
    {"sales", MAY_READ | MAY_EDIT_PEOPLE | MAY_EDIT_DEALS | MAY_EXPORT},
    {"analyst", MAY_READ | MAY_EXPORT | MAY_AUDIT},
    {"readonly", MAY_READ},
};

unsigned may_of_role(const char *role)
{
    for (size_t i = 0; role && i < COUNT_OF(roles); i++)
        if (!strcmp(roles[i].name, role))
            return roles[i].may;
    return 0;
}

const char *const *may_roles(void)
{
    static const char *const names[] = {"owner", "marketer", "sales", "analyst", "readonly", NULL};

    return names;
}

static const struct scope {
    const char *name;
    unsigned bit;
} scopes_known[] = {
#define MAY_ROW(name, text, bit) {text, MAY_##name},
    MAY_BITS(MAY_ROW)
#undef MAY_ROW
};

const char *may_name(unsigned one_bit)
{
    for (size_t i = 0; i < COUNT_OF(scopes_known); i++)
        if (scopes_known[i].bit == one_bit)
            return scopes_known[i].name;
    return NULL;
}

bool may_read_scopes(const char *scopes, unsigned *ret)
{
    unsigned bits = 0;

    while (*scopes) {
        size_t n = strcspn(scopes, ",");
        size_t i = 0;
        while (i < COUNT_OF(scopes_known) &&
               (strlen(scopes_known[i].name) != n || memcmp(scopes_known[i].name, scopes, n) != 0))
            i++;
        if (i == COUNT_OF(scopes_known))
            return false;
        bits |= scopes_known[i].bit;
        scopes += n + (scopes[n] == ',');
    }
    *ret = bits;
    return true;
}
