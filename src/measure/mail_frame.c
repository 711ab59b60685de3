/* mail_frame.c -- see mail_frame.h. One column, styles at the elements, no picture: nothing is loaded when it is opened. */
#include "measure/mail_frame.h"

#include "base/message.h"
#include "base/text.h"

#define FONT "font-family:-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"

static void put_link(struct buf *out, const char *style, const char *url, const char *label)
{
    buf_print(out, "<a style=\"%s\" href=\"", style);
    text_html(out, url);
    buf_add_text(out, "\">");
    text_html(out, label);
    buf_add_text(out, "</a>");
}

void mail_frame_open(struct ctx *cx, const struct mail_frame *f, struct buf *html)
{
    buf_print(html,
              "<!doctype html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">"
              "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
              "<meta name=\"color-scheme\" content=\"light\"><title>",
              lang_tag(cx->lang));
    text_html(html, f->title);
    buf_add_text(html, "</title></head><body style=\"margin:0;padding:0;background:#faf7f2;"
                       "color:#12263a;" FONT ";font-size:15px;line-height:1.45\">"
                       "<div style=\"max-width:680px;margin:0 auto;padding:24px 16px\">"
                       "<div style=\"background:#ffffff;border:1px solid #e3e0d9;"
                       "border-radius:10px;padding:22px 20px\">"
                       "<p style=\"margin:0;color:#4a5a68;font-size:14px\">");
    text_html(html, f->site);
    buf_add_text(html, "</p><h1 style=\"margin:2px 0 10px;font-size:21px;line-height:1.25;"
                       "color:#12263a\">");
    text_html(html, f->title);
    buf_add_text(html, "</h1>");
}

void mail_frame_close(struct ctx *cx, const struct mail_frame *f, struct buf *html)
{
    if (f->open_url) {
        buf_add_text(html, "<p style=\"margin:18px 0 4px\">");
        put_link(html,
                 "display:inline-block;background:#1f4e8c;color:#ffffff;text-decoration:none;"
                 "padding:10px 16px;border-radius:8px;font-weight:600",
                 f->open_url, f->open_label);
        buf_add_text(html, "</p>");
    }
    buf_add_text(html, "</div><p style=\"margin:14px 4px;color:#4a5a68;font-size:13px\">");
    text_html(html, f->why);
    if (f->stop_url) {
        buf_add_text(html, " ");
        put_link(html, "color:#1f4e8c", f->stop_url,
                 message(cx->arena, cx->lang, "mail.stop", NULL, 0));
    }
    buf_add_text(html, "</p></div></body></html>\n");
}

void mail_frame_text_open(const struct mail_frame *f, struct buf *text)
{
    buf_print(text, "%s\n%s\n\n", f->title, f->site ? f->site : "");
}

void mail_frame_text_close(struct ctx *cx, const struct mail_frame *f, struct buf *text)
{
    if (f->open_url)
        buf_print(text, "\n%s: %s\n", f->open_label, f->open_url);
    buf_print(text, "\n-- \n%s\n", f->why ? f->why : "");
    if (f->stop_url)
        buf_print(text, "%s: %s\n", message(cx->arena, cx->lang, "mail.stop", NULL, 0),
                  f->stop_url);
}
