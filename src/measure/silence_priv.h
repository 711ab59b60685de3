/* silence_priv.h -- the mails of silence.c. */
#ifndef PRACA_MEASURE_SILENCE_PRIV_H
#define PRACA_MEASURE_SILENCE_PRIV_H

#include "measure/silence.h"

/* Inside db_write(): to who wants it, that the silence which was noticed then began or ended. */
MUST_USE enum err silence_mail(struct ctx *cx, struct db *db, const char *home,
                               const struct silence *now, int64_t noticed_at);

#endif
