/* csv.c -- a file read in one piece and in drops gives the same rows, and each row's end is where the next begins.
 *
 * The first byte chooses the separator, the encoding and the size of a drop.
 */
#include "base/csv.h"
#include "base/hash.h"
#include "base/text.h"
#include "fuzz.h"

struct drip {
    struct csv_memory m;
    size_t step;
};

static enum err drip(void *self, struct ctx *cx, char *to, size_t room, size_t *ret_n)
{
    struct drip *d = self;

    return csv_from_memory(&d->m, cx, to, room < d->step ? room : d->step, ret_n);
}

/* A checksum over everything that came out. */
static uint32_t walk(const struct csv_shape *shape, const char *bytes, size_t n, size_t step)
{
    struct ctx *cx = ctx_new(MIB(32), clock_system(), NULL);
    struct drip d = {{.bytes = bytes, .len = n}, step};
    struct csv_reader *r = NULL;
    struct csv_row row = {0};
    bool more = true;
    uint32_t sum = 1;
    int64_t at = 0;

    if (csv_open(cx, drip, &d, shape, &r))
        more = false;
    while (more) {
        enum err e = csv_next(cx, r, &row, &more);
        if (e == ERR_LIMIT)
            break;
        if (!more)
            continue;
        must(row.end_offset > at && row.end_offset <= (int64_t)n);
        at = row.end_offset;
        sum = crc32c(sum, &row.number, sizeof(row.number));
        sum = crc32c(sum, &row.line, sizeof(row.line));
        sum = crc32c(sum, &row.end_offset, sizeof(row.end_offset));
        for (size_t i = 0; i < row.count; i++) {
            must(strlen(row.cells[i]) == row.lengths[i]);
            must(text_is_utf8(row.cells[i], row.lengths[i]));
            sum = crc32c(sum, row.cells[i], row.lengths[i] + 1);
        }
        fault_clear(cx);
    }
    ctx_free(cx);
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const char separators[] = {',', ';', '\t', '|'};
    const char *text = (const char *)bytes + 1;
    struct ctx *cx = ctx_new(KIB(64), clock_system(), NULL);
    struct csv_shape shape = {.row_max_bytes = 200}, guess;

    if (n > 0) {
        shape.separator = separators[bytes[0] & 3];
        shape.encoding = bytes[0] & 4 ? CSV_1252 : CSV_UTF8;
        must(walk(&shape, text, n - 1, n) == walk(&shape, text, n - 1, 1 + (bytes[0] >> 3)));
        if (csv_guess(cx, text, n - 1, &guess) == OK)
            must(guess.separator != 0);
    }
    ctx_free(cx);
    return 0;
}
