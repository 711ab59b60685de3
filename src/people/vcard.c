/* vcard.c -- see vcard.h. */
#include "people/vcard.h"

#include "base/text.h"
#include "base/time.h"
#include "people/account.h"
#include "people/identity.h"

#include <inttypes.h>
#include <string.h>

enum { LINE_BYTES = 75 };

/* Backslash, comma, semicolon and line breaks have a meaning of their own (RFC 6350, 3.4). */
static void escape(struct buf *b, const char *text)
{
    for (; text && *text; text++) {
        if (*text == '\n') {
            buf_add_text(b, "\\n");
        } else if (*text != '\r') {
            if (strchr("\\,;", *text))
                buf_add_char(b, '\\');
            buf_add_char(b, *text);
        }
    }
}

/* One line, folded: what goes on begins with a space, which counts (3.2). */
static void put_line(struct buf *out, const char *line)
{
    size_t room = LINE_BYTES;

    while (line && strlen(line) > room) {
        size_t n = room;
        while (n && ((unsigned char)line[n] & 0xC0) == 0x80)
            n--;
        buf_add(out, line, n);
        buf_add_text(out, "\r\n ");
        line += n;
        room = LINE_BYTES - 1;
    }
    buf_add_text(out, line);
    buf_add_text(out, "\r\n");
}

static void put_text(struct buf *out, const char *name, const char *value)
{
    struct buf b = buf_in(out->arena);

    if (text_empty(value))
        return;
    buf_print(&b, "%s:", name);
    escape(&b, value);
    put_line(out, buf_text(&b));
}

/* Family name and given names: the last word, and what stands before it. */
static void put_name(struct buf *out, const char *name)
{
    struct buf b = buf_in(out->arena);
    const char *last = strrchr(name, ' ');

    buf_add_text(&b, "N:");
    escape(&b, last ? last + 1 : name);
    buf_add_char(&b, ';');
    if (last)
        escape(&b, arena_dup_n(out->arena, name, (size_t)(last - name)));
    buf_add_text(&b, ";;;");
    put_line(out, buf_text(&b));
}

/* "tel:" knows digits and a plus. */
static void put_phone(struct buf *out, const char *phone)
{
    struct buf b = buf_in(out->arena);

    for (const char *p = phone; p && *p; p++)
        if ((*p >= '0' && *p <= '9') || (*p == '+' && !b.len))
            buf_add_char(&b, *p);
    if (b.len)
        put_line(out,
                 arena_print(out->arena, "TEL;VALUE=uri;TYPE=\"voice,work\":tel:%s", buf_text(&b)));
}

static void put_changed(struct buf *out, int64_t at)
{
    char text[TIME_TEXT_MAX], *to = text;

    time_text(at, text);
    for (const char *p = text; *p && *p != '.'; p++) /* 20261129T053500 */
        if (*p != '-' && *p != ':' && *p != 'Z')
            *to++ = *p;
    *to = 0;
    put_line(out, arena_print(out->arena, "REV:%sZ", text));
}

void vcard_put(struct buf *out, const struct contact *c, const char *const *emails, size_t n,
               const char *company)
{
    const char *name = !text_empty(c->name)    ? c->name
                       : !text_empty(c->email) ? c->email
                       : !text_empty(c->phone) ? c->phone
                                               : "?";

    buf_add_text(out, "BEGIN:VCARD\r\nVERSION:4.0\r\n");
    put_line(out, arena_print(out->arena, "UID:praca-%" PRId64, c->record.id));
    put_text(out, "FN", name);
    put_name(out, name);
    put_text(out, "ORG", company);
    put_text(out, "TITLE", c->job_title);
    for (size_t i = 0; i < n; i++)
        put_text(out, i ? "EMAIL;TYPE=work" : "EMAIL;PREF=1;TYPE=work", emails[i]);
    put_phone(out, c->phone);
    put_changed(out, c->record.changed_at);
    buf_add_text(out, "END:VCARD\r\n");
}

enum err vcard_of(struct ctx *cx, struct db *db, int64_t id, struct buf *out, const char **ret_name)
{
    struct identity all = {0};
    const char *emails[IDENTITY_MAX + 1];
    void *found = NULL, *account = NULL;
    const struct contact *c;
    size_t n = 0;
    enum err e = model_get(cx, db, &contact_model, id, &found);

    if (!e)
        e = identity_read(cx, db, IDENTITY_EMAILS, id, &all);
    if (e)
        return e;
    c = found;
    if (c->account != NIL)
        e = model_get(cx, db, &account_model, c->account, &account);
    if (e)
        return e;
    for (size_t i = 0; i < all.n && n < COUNT_OF(emails); i++)
        emails[n++] = all.all[i].value;
    vcard_put(out, c, emails, n, account ? ((const struct account *)account)->name : NULL);
    *ret_name = text_slug(cx->arena, text_empty(c->name) ? "contato" : c->name, 60);
    return buf_ok(out) && *ret_name ? OK : fail_memory(cx);
}
