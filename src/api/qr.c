/* qr.c -- see qr_priv.h. A module of the PNG is PIXELS wide, so that it prints sharp at the size of a hand. */
#include "api/qr_priv.h"

#include "base/png.h"

#include <qrencode.h>
#include <string.h>

enum { QUIET_MODULES = 4, PIXELS = 16 };

static enum err encode(struct ctx *cx, const char *text, QRcode **ret)
{
    if (strlen(text) > QR_TEXT_MAX)
        return fail(cx, ERR_INVALID, "api.qr_long", NULL);
    *ret = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    return *ret ? OK : fail_memory(cx);
}

/* One path of unit squares, a row at a time. */
enum err qr_svg(struct ctx *cx, const char *text, struct buf *out)
{
    QRcode *qr = NULL;
    enum err e = encode(cx, text, &qr);
    int all;

    if (e)
        return e;
    all = qr->width + 2 * QUIET_MODULES;
    buf_print(out,
              "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
              "shape-rendering=\"crispEdges\"><rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>"
              "<path fill=\"#000\" d=\"",
              all, all, all, all);
    for (int y = 0; y < qr->width; y++)
        for (int x = 0; x < qr->width; x++)
            if (qr->data[y * qr->width + x] & 1)
                buf_print(out, "M%d %dh1v1h-1z", x + QUIET_MODULES, y + QUIET_MODULES);
    buf_add_text(out, "\"/></svg>");
    QRcode_free(qr);
    return buf_ok(out) ? OK : fail_memory(cx);
}

static bool is_dark(const QRcode *qr, int x, int y)
{
    x -= QUIET_MODULES;
    y -= QUIET_MODULES;
    return x >= 0 && y >= 0 && x < qr->width && y < qr->width && (qr->data[y * qr->width + x] & 1);
}

enum err qr_png(struct ctx *cx, const char *text, struct buf *out)
{
    QRcode *qr = NULL;
    unsigned char *light = NULL;
    enum err e = encode(cx, text, &qr);
    int modules, side;

    if (e)
        return e;
    modules = qr->width + 2 * QUIET_MODULES;
    side = modules * PIXELS;
    light = arena_alloc(cx->arena, (size_t)side * (size_t)side);
    if (!light)
        e = fail_memory(cx);
    for (int y = 0; y < side && !e; y++)
        for (int x = 0; x < side; x++)
            light[y * side + x] = !is_dark(qr, x / PIXELS, y / PIXELS);
    QRcode_free(qr);
    return e ? e : png_black_white(cx, light, (uint32_t)side, (uint32_t)side, out);
}
