/* owner.c -- see owner.h. */
#include "strategy/owner.h"

#include "access/user.h"
#include "base/id.h"

enum err owner_check(struct ctx *cx, struct db *db, int64_t was, int64_t owner, enum err so_far)
{
    const char *role = NULL;
    enum err e;

    if ((so_far && so_far != ERR_INVALID) || owner == NIL || owner == 0 || owner == was)
        return so_far;
    e = member_role(cx, db, cx->site, owner, &role);
    if (!e && !role)
        e = fail_field(cx, "owner", "field.owner", NULL);
    return e ? e : so_far;
}
