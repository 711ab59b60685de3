/* spend_export.h -- what an advertising platform says was spent, as a file that the import of spend reads.
 *
 * Google Ads, Meta and LinkedIn each give a spreadsheet of their own: lines of preamble, sums at the top or the end,
 * UTF-16, months written out, either decimal sign. The preset is known by the names of the columns. What is written is
 * plain: one line for each campaign and span of days, with an id made of preset, days and campaign. So a file that is
 * read again, or a newer one over the same days, replaces what it said before and doubles nothing. A line stands at the same
 * number as in the file it came from, and what cannot be read is passed on as it is, for the import to say so.
 *
 * Several lines of one campaign and day (ad sets, devices) are added together. The campaign stays as text; the line of
 * spend looks for the record of that name (spend_line.c).
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_INVALID "spend_export.unknown" (a preset was asked for and the file is not one of it),
 *            "spend_export.no_day" (nothing says which days it is about), "spend_export.many", those of csv.h; fault field "preset".
 * Source:    Google Ads "Download report", Meta Ads Manager "Export table data", LinkedIn Campaign Manager "Export", in English
 *            and Portuguese.
 */
#ifndef PRACA_PEOPLE_SPEND_EXPORT_H
#define PRACA_PEOPLE_SPEND_EXPORT_H

#include "people/import.h"

struct spend_export {
    const char *preset; /* "google_ads", "meta_ads", "linkedin_ads"; NULL: not one of these files */
    int64_t lines;      /* written */
    int64_t merged;     /* added to a line of the same campaign and days */
    int64_t totals;     /* sums that the platform had added, left out */
    const char *from, *to; /* days it covers; NULL when no line has any */
};

/* Reads the file at `from` and writes that at `to`, when it is of a preset. wanted NULL: whichever fits; "none": none is looked
 * for. */
MUST_USE enum err spend_export_read(struct ctx *cx, const char *from, const char *wanted,
                                    const char *to, struct spend_export *ret);
/* import_probe() of the file that was written, with its map, and what was found put into the shape. */
MUST_USE enum err spend_export_probe(struct ctx *cx, const char *path, const struct spend_export *x,
                                     struct import *ret);

#endif
