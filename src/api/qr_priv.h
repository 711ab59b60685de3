/* qr_priv.h -- a text as a QR code, with four modules of white around it as ISO/IEC 18004 asks.
 *
 * Source: ISO/IEC 18004, error correction level M; PNG: ISO/IEC 15948, one bit a pixel.
 * Errors: ERR_INVALID "api.qr_long": more than such a code holds.
 */
#ifndef PRACA_API_QR_PRIV_H
#define PRACA_API_QR_PRIV_H

#include "base/ctx.h"

enum { QR_TEXT_MAX = 1000 };

MUST_USE enum err qr_svg(struct ctx *cx, const char *text, struct buf *out);
MUST_USE enum err qr_png(struct ctx *cx, const char *text, struct buf *out);

#endif
