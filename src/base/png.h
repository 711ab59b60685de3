/* png.h -- a picture of black and white points as a PNG file.
 *
 * Source: ISO/IEC 15948, colour type 0, one bit a point. Errors: a full arena.
 */
#ifndef PRACA_BASE_PNG_H
#define PRACA_BASE_PNG_H

#include "base/ctx.h"

/* light: width × height bytes, row by row, 0 black, 1 white. */
MUST_USE enum err png_black_white(struct ctx *cx, const unsigned char *light, uint32_t width,
                                  uint32_t height, struct buf *out);

#endif
