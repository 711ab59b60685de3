/* csv_priv.h -- one step of the grammar, shared by the reader and the guess. */
#ifndef PRACA_BASE_CSV_PRIV_H
#define PRACA_BASE_CSV_PRIV_H

#include "base/csv.h"

/* Where in a row we are. AFTER_QUOTE has just seen a quote inside quotes: the end, or half of a pair.
 * AFTER_CR has seen the CR that follows a closing quote. WRONG goes to the end of its line. */
enum csv_state { CSV_CELL_START, CSV_BARE, CSV_QUOTED, CSV_AFTER_QUOTE, CSV_AFTER_CR, CSV_WRONG };

/* The state after c; *ret_end when c ends the row. */
static inline enum csv_state csv_step(enum csv_state s, char c, char separator, bool *ret_end)
{
    if (s == CSV_QUOTED)
        return c == '"' ? CSV_AFTER_QUOTE : CSV_QUOTED;
    if (c == '\n') {
        *ret_end = true;
        return s;
    }
    if (s == CSV_WRONG || s == CSV_AFTER_CR)
        return CSV_WRONG;
    if (c == separator)
        return CSV_CELL_START;
    if (s == CSV_AFTER_QUOTE)
        return c == '"' ? CSV_QUOTED : c == '\r' ? CSV_AFTER_CR : CSV_WRONG;
    if (c == '"')
        return s == CSV_CELL_START ? CSV_QUOTED : CSV_WRONG;
    return CSV_BARE;
}

#endif
