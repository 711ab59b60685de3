/* csv_write.c -- rows for spreadsheets: quoted when needed, and never a formula.
 *
 * A cell that begins with = + - @ is run by spreadsheets. An apostrophe before it makes it text; a plain
 * number keeps its sign. (OWASP, "CSV Injection".)
 */
#include "base/csv.h"

#include <string.h>

static bool is_number(const char *p)
{
    size_t digits = 0;

    p += *p == '-' || *p == '+';
    for (; *p; p++) {
        if (*p >= '0' && *p <= '9')
            digits++;
        else if ((*p != '.' && *p != ',') || digits == 0 || !p[1])
            return false;
    }
    return digits > 0;
}

void csv_put(struct buf *out, const char *text, bool first)
{
    const char *p = text ? text : "";
    bool risky = *p && strchr("=+-@\t\r", *p) && !is_number(p);
    bool quote = strpbrk(p, ",\"\r\n") != NULL || *p == ' ';

    if (!first)
        buf_add_char(out, ',');
    if (quote)
        buf_add_char(out, '"');
    if (risky)
        buf_add_char(out, '\'');
    while (quote && *p) {
        size_t n = strcspn(p, "\"");
        buf_add(out, p, n);
        p += n;
        if (*p) {
            buf_add_text(out, "\"\"");
            p++;
        }
    }
    buf_add_text(out, p);
    if (quote)
        buf_add_char(out, '"');
}

void csv_end_row(struct buf *out)
{
    buf_add_text(out, "\r\n");
}
