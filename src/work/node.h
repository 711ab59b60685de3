/* node.h -- ten bits of every id say which process made it; a process leases its own.
 *
 * Errors: ERR_LIMIT "work.no_node" when all 1,024 are held.
 * Units:  a lease lasts 10 minutes and is renewed by the worker; the command line takes one per
 * command.
 */
#ifndef PRACA_WORK_NODE_H
#define PRACA_WORK_NODE_H

#include "db/db.h"

enum { NODE_LEASE_MINUTES = 10, HOLDER_TEXT_MAX = 33 };

struct node_lease {
    int node;
    char holder[HOLDER_TEXT_MAX];
};

/* Needs no id source in cx. */
MUST_USE enum err node_take(struct ctx *cx, struct db_pool *pool, struct node_lease *ret);
/* Another NODE_LEASE_MINUTES. ERR_CONFLICT "work.lease_lost": it ran out and another process has it, whose ids could be the same. */
MUST_USE enum err node_keep(struct ctx *cx, struct db_pool *pool, const struct node_lease *l);
MUST_USE enum err node_give_back(struct ctx *cx, struct db_pool *pool, const struct node_lease *l);

#endif
