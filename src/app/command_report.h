/* command_report.h -- the parts of praca report. */
#ifndef PRACA_APP_COMMAND_REPORT_H
#define PRACA_APP_COMMAND_REPORT_H

#include "app/command.h"
#include "app/instance.h"

/* list, run, send. */
enum err command_saved_report(struct ctx *cx, const struct args *a);

#endif
