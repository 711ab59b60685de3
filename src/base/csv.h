/* csv.h -- rows out of bytes, and bytes out of rows, never the whole file.
 *
 * The reader pulls bytes from a source, so a file of any size passes through a fixed buffer. What real
 * exports contain is read: CRLF or LF, a byte-order mark, quotes with line breaks and commas inside, Windows-1252.
 * What cannot be read safely is refused with the row and line, and the reader can go on with the next row.
 *
 * Ownership: a row's cells live in the arena until the caller resets it.
 * Errors:    ERR_INVALID "csv.quote" (a quote inside a bare cell, text after a closing quote, or an unclosed
 *            quote), "csv.long_row" (over row_max_bytes), "csv.cells" (another number of cells than the header),
 *            "csv.encoding"; each with row and line. After one of these csv_next() goes on after the bad row;
 *            an unclosed quote swallows the rest of the file and is the last error. Beside such an error
 *            number, line and end_offset of the row are given, without cells.
 * Source:    RFC 4180, with any one-byte separator.
 */
#ifndef PRACA_BASE_CSV_H
#define PRACA_BASE_CSV_H

#include "base/ctx.h"

enum csv_encoding { CSV_UTF8, CSV_1252 };

struct csv_shape {
    char separator; /* , ; tab | */
    enum csv_encoding encoding;
    size_t row_max_bytes; /* 0: 1 MiB */
};

struct csv_row {
    int64_t number;     /* 1 = first row after the header */
    int64_t line;       /* 1 = first line of the file */
    int64_t end_offset; /* bytes consumed up to and with this row's line break: where to resume */
    size_t count;
    const char **cells; /* NUL-terminated UTF-8, never NULL */
    size_t *lengths;
};

struct csv_reader;
/* Gives up to room bytes; *ret_n = 0 at the end. */
typedef enum err csv_source(void *self, struct ctx *cx, char *to, size_t room, size_t *ret_n);

/* What the first bytes (at most 64 KiB are looked at) tell about the file. What is no table of text is refused:
 * "csv.workbook", "csv.pdf", "csv.utf16", "csv.no_text", "csv.empty". */
MUST_USE enum err csv_guess(struct ctx *cx, const char *bytes, size_t n, struct csv_shape *ret);

/* Reads the header at once; "csv.empty" when there is none, "csv.twice" when a name stands twice.
 * The reader lives in the arena of cx. */
MUST_USE enum err csv_open(struct ctx *cx, csv_source *source, void *self,
                           const struct csv_shape *shape, struct csv_reader **ret);
/* Header names, trimmed; count in *ret_count. */
const char *const *csv_header(const struct csv_reader *r, size_t *ret_count);
/* Go on from a place that an earlier reader of the same file reported: the source already stands at
 * offset, the next row will be number. */
void csv_resume(struct csv_reader *r, int64_t offset, int64_t next_number, int64_t next_line);
/* *ret_more is false at the end. Blank lines are passed over. */
MUST_USE enum err csv_next(struct ctx *cx, struct csv_reader *r, struct csv_row *ret,
                           bool *ret_more);

/* Appends one cell, quoted when needed; text that a spreadsheet would run as a formula (= + - @ first, not a
 * number) gets a leading apostrophe. */
void csv_put(struct buf *out, const char *text, bool first);
void csv_end_row(struct buf *out); /* CRLF */

/* A source over a FILE * and over memory. */
csv_source csv_from_file;
struct csv_memory {
    const char *bytes;
    size_t len, at;
};
csv_source csv_from_memory;

#endif
