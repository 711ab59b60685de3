/* mail_read.c -- see mail_read.h. GMime's objects are freed before this returns; what is kept was copied. */
#include "net/mail_read.h"

#include "base/text.h"
#include "base/time.h"

#include <gmime/gmime.h>
#include <string.h>
#include <strings.h>

enum { PARTS_MAX = 200, HEADERS_MAX = 500, GROUPS_DEEP = 3, NESTED_MAX = 60 };

/* Counted by GMime, and begun once: a function that begins it later would race with others. */
__attribute__((constructor)) static void begin(void)
{
    g_mime_init();
}

/* Whatever came, as clean text of at most so many characters; NULL for nothing. */
static const char *clean(struct ctx *cx, const char *text, bool prose, size_t chars)
{
    const char *out = NULL;
    size_t n = text ? strlen(text) : 0;

    if (!n)
        return NULL;
    if (!text_is_utf8(text, n)) {
        text = text_from_1252(cx->arena, text, n);
        n = text ? strlen(text) : 0;
    }
    if (!n || text_clean(cx, text, n, prose, &out) != OK) {
        if (!arena_full(cx->arena))
            fault_clear(cx);
        return NULL;
    }
    return text_empty(out) ? NULL : text_cut(cx->arena, out, chars);
}

/* --- addresses */

static void add_one(struct ctx *cx, const char *text, const char **to, size_t *n)
{
    const char *address = clean(cx, text, false, 254);

    if (address && strchr(address, '@') && *n < MAIL_ADDRESSES_MAX)
        to[(*n)++] = address;
}

static void add_list(struct ctx *cx, InternetAddressList *list, const char **to, size_t *n,
                     int deep)
{
    int count = list ? internet_address_list_length(list) : 0;

    for (int i = 0; i < count && *n < MAIL_ADDRESSES_MAX; i++) {
        InternetAddress *a = internet_address_list_get_address(list, i);
        if (INTERNET_ADDRESS_IS_MAILBOX(a))
            add_one(cx, internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(a)), to, n);
        else if (INTERNET_ADDRESS_IS_GROUP(a) && deep < GROUPS_DEEP)
            add_list(cx, internet_address_group_get_members(INTERNET_ADDRESS_GROUP(a)), to, n,
                     deep + 1);
    }
}

static void read_addresses(struct ctx *cx, GMimeMessage *m, struct mail_read *ret)
{
    static const GMimeAddressType kinds[] = {GMIME_ADDRESS_TYPE_TO, GMIME_ADDRESS_TYPE_CC,
                                             GMIME_ADDRESS_TYPE_BCC};

    add_list(cx, g_mime_message_get_addresses(m, GMIME_ADDRESS_TYPE_FROM), ret->from,
             &ret->from_count, 0);
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        add_list(cx, g_mime_message_get_addresses(m, kinds[i]), ret->to, &ret->to_count, 0);
}

static void read_delivered(struct ctx *cx, GMimeMessage *m, struct mail_read *ret)
{
    static const char *const names[] = {"Delivered-To", "X-Original-To", "Envelope-To"};
    GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(m));
    int count = g_mime_header_list_get_count(list);

    for (int i = 0; i < count && i < HEADERS_MAX; i++) {
        GMimeHeader *h = g_mime_header_list_get_header_at(list, i);
        for (size_t k = 0; k < COUNT_OF(names); k++)
            if (!strcasecmp(g_mime_header_get_name(h), names[k]))
                add_one(cx, g_mime_header_get_value(h), ret->delivered, &ret->delivered_count);
    }
}

/* --- text */

static bool tag_is(const char *p, const char *name)
{
    size_t n = strlen(name);

    return !strncasecmp(p, name, n) && !strchr("abcdefghijklmnopqrstuvwxyz0123456789", p[n] | 32);
}

/* Behind the end of an element whose words are no text. */
static const char *skip_element(const char *p, const char *end)
{
    for (; *p; p++)
        if (!strncasecmp(p, end, strlen(end)))
            break;
    return p + strcspn(p, ">") + (strchr(p, '>') != NULL);
}

static const char *entity(const char *p, struct buf *out)
{
    static const struct {
        const char *name, *text;
    } all[] = {{"&amp;", "&"},  {"&lt;", "<"},    {"&gt;", ">"},
               {"&nbsp;", " "}, {"&quot;", "\""}, {"&#39;", "'"}};

    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (!strncmp(p, all[i].name, strlen(all[i].name))) {
            buf_add_text(out, all[i].text);
            return p + strlen(all[i].name);
        }
    buf_add_char(out, '&');
    return p + 1;
}

/* The words of a page, a line for each block. It is only read by people; nothing here is shown as markup. */
static const char *words_of_html(struct ctx *cx, const char *html)
{
    struct buf out = buf_in(cx->arena);

    for (const char *p = html; *p;) {
        if (*p == '&') {
            p = entity(p, &out);
        } else if (*p != '<') {
            size_t n = strcspn(p, "<&");
            buf_add(&out, p, n);
            p += n;
        } else if (tag_is(p, "<style")) {
            p = skip_element(p, "</style");
        } else if (tag_is(p, "<script")) {
            p = skip_element(p, "</script");
        } else {
            if (tag_is(p, "<br") || tag_is(p, "</p") || tag_is(p, "</div") || tag_is(p, "</tr") ||
                tag_is(p, "</li"))
                buf_add_char(&out, '\n');
            p += strcspn(p, ">");
            p += *p == '>';
        }
    }
    return buf_text(&out);
}

static char *text_of(GMimeObject *part)
{
    return g_mime_text_part_get_text(GMIME_TEXT_PART(part));
}

static void read_text(struct ctx *cx, GMimeMessage *m, struct mail_read *ret)
{
    GMimePartIter *it = g_mime_part_iter_new(GMIME_OBJECT(m));
    char *plain = NULL, *html = NULL;
    bool more = g_mime_part_iter_is_valid(it);

    for (int i = 0; more && i < PARTS_MAX && !plain; i++) {
        GMimeObject *part = g_mime_part_iter_get_current(it);
        GMimeContentType *type = g_mime_object_get_content_type(part);
        if (GMIME_IS_TEXT_PART(part) && !g_mime_part_is_attachment(GMIME_PART(part))) {
            if (g_mime_content_type_is_type(type, "text", "plain"))
                plain = text_of(part);
            else if (!html && g_mime_content_type_is_type(type, "text", "html"))
                html = text_of(part);
        }
        more = g_mime_part_iter_next(it);
    }
    if (plain)
        ret->text = clean(cx, plain, true, MAIL_TEXT_MAX);
    else if (html)
        ret->text = clean(cx, words_of_html(cx, html), true, MAIL_TEXT_MAX);
    g_free(plain);
    g_free(html);
    g_mime_part_iter_free(it);
}

/* --- the whole */

static int64_t time_of(GMimeMessage *m)
{
    GDateTime *date = g_mime_message_get_date(m);
    int64_t seconds = date ? g_date_time_to_unix(date) : 0;

    /* 1990 to 2200: another date is none. */
    return seconds > 631152000 && seconds < INT64_C(7258118400) ? SECONDS_MS(seconds) : NIL;
}

static void read_message(struct ctx *cx, GMimeMessage *m, struct mail_read *ret)
{
    ret->message_id = clean(cx, g_mime_message_get_message_id(m), false, 500);
    ret->sent_at = time_of(m);
    ret->subject = clean(cx, g_mime_message_get_subject(m), false, MAIL_SUBJECT_MAX);
    read_addresses(cx, m, ret);
    read_delivered(cx, m, ret);
    read_text(cx, m, ret);
}

/* GMime goes into parts within parts by calling itself: what could hold too many is not given to it. Each level needs one of
 * these words, wherever it stands. */
static bool nests_deep(const char *bytes, size_t n)
{
    static const char *const words[] = {"multipart/", "message/"};
    int found = 0;

    for (size_t i = 0; i + 8 <= n; i++) {
        if ((bytes[i] | 32) != 'm')
            continue;
        for (size_t k = 0; k < COUNT_OF(words); k++) {
            size_t len = strlen(words[k]);
            found += i + len <= n && !strncasecmp(bytes + i, words[k], len);
        }
    }
    return found > NESTED_MAX;
}

static bool is_address_line(const char *line, size_t n)
{
    static const char *const names[] = {"from", "sender", "reply-to", "to", "cc", "bcc"};

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        size_t len = strlen(names[i]);
        if (n <= len || strncasecmp(line, names[i], len) != 0)
            continue;
        while (len < n && (line[len] == ' ' || line[len] == '\t'))
            len++;
        if (len < n && line[len] == ':')
            return true;
    }
    return false;
}

/* The same for groups of addresses within groups: "a: b: c: ...;;;". Each level is a colon of one header, over all its
 * lines. */
static bool groups_deep(const char *bytes, size_t n)
{
    bool address = false;
    int colons = 0;

    for (size_t i = 0, next; i < n; i = next) {
        const char *end = memchr(bytes + i, '\n', n - i);
        next = end ? (size_t)(end - bytes) + 1 : n;
        if (bytes[i] != ' ' && bytes[i] != '\t') {
            address = is_address_line(bytes + i, next - i);
            colons = 0;
        }
        for (size_t k = i; address && k < next; k++)
            colons += bytes[k] == ':';
        if (colons > NESTED_MAX)
            return true;
    }
    return false;
}

enum err mail_read(struct ctx *cx, const void *bytes, size_t n, struct mail_read *ret)
{
    GMimeStream *stream;
    GMimeParser *parser;
    GMimeMessage *m;
    struct mail_read r = {.sent_at = NIL};

    if (n > MAIL_BYTES_MAX)
        return fail(cx, ERR_INVALID, "mail.too_large", "max", "10 MiB", NULL);
    if (nests_deep(bytes, n) || groups_deep(bytes, n))
        return fail(cx, ERR_INVALID, "mail.nested", NULL);
    stream = g_mime_stream_mem_new_with_buffer(bytes, n);
    parser = g_mime_parser_new_with_stream(stream);
    m = g_mime_parser_construct_message(parser, NULL);
    if (m)
        read_message(cx, m, &r);
    if (m)
        g_object_unref(m);
    g_object_unref(parser);
    g_object_unref(stream);
    if (arena_full(cx->arena))
        return fail_memory(cx);
    if (!m || (!r.from_count && !r.to_count))
        return fail(cx, ERR_INVALID, "mail.unreadable", NULL);
    *ret = r;
    return OK;
}
