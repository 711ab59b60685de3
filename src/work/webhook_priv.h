/* webhook_priv.h -- what webhook.c (noting down) and webhook_send.c (sending) share. */
#ifndef PRACA_WORK_WEBHOOK_PRIV_H
#define PRACA_WORK_WEBHOOK_PRIV_H

#include "work/webhook.h"

#define WEBHOOK_PING "ping"

/* The key of that number, as it is shown. */
MUST_USE enum err webhook_secret_of(struct ctx *cx, struct db *db, int64_t id, int64_t number,
                                    char *ret);
/* A job for this subscription, unless one waits already. */
MUST_USE enum err webhook_job(struct ctx *cx, struct db *db, int64_t site, int64_t webhook,
                              int64_t run_at);

#endif
