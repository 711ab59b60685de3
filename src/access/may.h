/* may.h -- what someone may do, as bits; roles and token scopes are sets of them.
 *
 * Routes and models carry bits; who has which is decided here and nowhere else.
 */
#ifndef PRACA_ACCESS_MAY_H
#define PRACA_ACCESS_MAY_H

#include <stdbool.h>

#define MAY_BITS(X)                                                                                \
    X(READ, "read", 0)                                                                             \
    X(EDIT_PEOPLE, "edit_people", 1)                                                               \
    X(EDIT_DEALS, "edit_deals", 2)                                                                 \
    X(EDIT_PLAN, "edit_plan", 3)                                                                   \
    X(SPEND, "spend", 4)                                                                           \
    X(IMPORT, "import", 5)                                                                         \
    X(EXPORT, "export", 6)                                                                         \
    X(ERASE, "erase", 7)                                                                           \
    X(AUDIT, "audit", 8)                                                                           \
    X(ADMIN, "admin", 9)

enum may {
#define MAY_ENUM(name, text, bit) MAY_##name = 1 << bit,
    MAY_BITS(MAY_ENUM)
#undef MAY_ENUM
};
enum { MAY_ALL = (1 << 10) - 1 };

/* owner, marketer, sales, analyst, readonly; 0 for an unknown name. */
unsigned may_of_role(const char *role);
/* NULL-terminated, for forms and checks. */
const char *const *may_roles(void);
/* "read,edit_people" → bits; false when a name is unknown. */
bool may_read_scopes(const char *scopes, unsigned *ret);
const char *may_name(unsigned one_bit);

#endif
