/* log.h -- one line of JSON per happening, for whoever runs the server.
 *
 * Library code does not log; whoever handles an error does. Lines carry ids, never addresses, tokens or bodies.
 * Threads: any; a line is one write().
 */
#ifndef PRACA_BASE_LOG_H
#define PRACA_BASE_LOG_H

#include "base/ctx.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

struct log;
struct log *log_new(int fd, enum log_level least,
                    bool human); /* human: plain text for a terminal */
void log_free(struct log *l);

/* Pairs of name, value text after the event, ended by NULL: log_line(l, LOG_INFO, "job.done", "id", id, NULL). A NULL log is silent. */
void log_line(struct log *l, enum log_level level, const char *event, ...)
    __attribute__((sentinel));
/* The failure in cx with its detail. */
void log_fault(struct log *l, enum log_level level, const char *event, const struct ctx *cx);

#endif
