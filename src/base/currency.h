/* currency.h -- the codes that money may be in.
 *
 * Threads: any; the table is constant.
 * Source:  ISO 4217, list one, without funds, metals and test codes; and the codes that went out of use since 2020,
 *          because records of those years are in them.
 */
#ifndef PRACA_BASE_CURRENCY_H
#define PRACA_BASE_CURRENCY_H

#include <stdbool.h>

/* code may be NULL. */
bool currency_is_known(const char *code);

/* Digits of its minor unit: 2 for BRL, 0 for JPY; 2 for an unknown code. */
int currency_digits(const char *code);

#endif
