/* mail_write.c -- see mail_write.h. GMime's objects are freed before this returns; the bytes were copied. */
#include "net/mail_write.h"

#include "base/hash.h"
#include "base/text.h"

#include <gmime/gmime.h>
#include <string.h>

/* A program that writes mail may not read any, and then has no mail_read.c in it. GMime counts how often it was begun. */
__attribute__((constructor)) static void begin(void)
{
    g_mime_init();
}

enum { BOUNDARY_BYTES = 12, BOUNDARY_MAX = 2 * BOUNDARY_BYTES + 3 };

/* What could end a header, or stand for another address. */
static bool address_ok(const char *address)
{
    return !text_empty(address) && strlen(address) <= 254 && strchr(address, '@') &&
           !strpbrk(address, "\r\n\t <>,;\"");
}

/* No text in quoted-printable or base64 has "=_" in it. */
static void boundary_of(const struct mail_words *m, const char *part, char ret[BOUNDARY_MAX])
{
    struct sha256_run run;
    unsigned char digest[SHA256_BYTES];

    sha256_start(&run);
    sha256_add(&run, m->message_id, strlen(m->message_id) + 1);
    sha256_add(&run, part, strlen(part));
    sha256_end(&run, digest);
    memcpy(ret, "=_", 2);
    hex_text(digest, BOUNDARY_BYTES, ret + 2);
}

/* GMime's own part for text would choose the smallest charset that does; here it is always the one the words say. */
static GMimePart *part_of(const char *type, const char *bytes, size_t n, GMimeContentEncoding how)
{
    GMimeContentType *what = g_mime_content_type_parse(NULL, type);
    GMimePart *part = g_mime_part_new();
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, n);
    GMimeDataWrapper *content =
        g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);

    g_mime_content_type_set_parameter(what, "charset", "utf-8");
    g_mime_object_set_content_type(GMIME_OBJECT(part), what);
    g_mime_part_set_content(part, content);
    g_mime_part_set_content_encoding(part, how);
    g_object_unref(content);
    g_object_unref(stream);
    g_object_unref(what);
    return part;
}

static GMimeObject *text_part(const struct mail_words *m, const char *type, const char *text)
{
    GMimePart *part = part_of(type, text, strlen(text), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);

    if (m->lang)
        g_mime_object_set_header(GMIME_OBJECT(part), "Content-Language", m->lang, NULL);
    return GMIME_OBJECT(part);
}

static GMimeObject *many(const struct mail_words *m, const char *subtype, GMimeObject *first,
                         GMimeObject *second)
{
    GMimeMultipart *all = g_mime_multipart_new_with_subtype(subtype);
    char boundary[BOUNDARY_MAX];

    boundary_of(m, subtype, boundary);
    g_mime_multipart_set_boundary(all, boundary);
    g_mime_multipart_add(all, first);
    g_mime_multipart_add(all, second);
    g_object_unref(first);
    g_object_unref(second);
    return GMIME_OBJECT(all);
}

/* A name that is not ASCII alone: as RFC 2231 has it, in UTF-8. */
static void put_charset(GMimePart *part)
{
    GMimeContentDisposition *how = g_mime_object_get_content_disposition(GMIME_OBJECT(part));
    GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
    GMimeParamList *both[] = {g_mime_content_disposition_get_parameters(how),
                              g_mime_content_type_get_parameters(type)};

    for (size_t i = 0; i < COUNT_OF(both); i++)
        for (int k = 0; k < g_mime_param_list_length(both[i]); k++) {
            GMimeParam *param = g_mime_param_list_get_parameter_at(both[i], k);
            g_mime_param_set_charset(param, "utf-8");
        }
}

static GMimeObject *file_part(const struct mail_file *f)
{
    GMimePart *part = part_of(f->type, f->bytes, f->n, GMIME_CONTENT_ENCODING_BASE64);

    g_mime_object_set_disposition(GMIME_OBJECT(part), GMIME_DISPOSITION_ATTACHMENT);
    g_mime_part_set_filename(part, f->name);
    put_charset(part);
    return GMIME_OBJECT(part);
}

static GMimeObject *body_of(const struct mail_words *m)
{
    GMimeObject *body = text_part(m, "text/plain", m->text);

    if (m->html)
        body = many(m, "alternative", body, text_part(m, "text/html", m->html));
    return m->file.name ? many(m, "mixed", body, file_part(&m->file)) : body;
}

/* As it stands: a mail program looks for the address between < and >, which GMime would fold and encode. */
static void put_raw(GMimeObject *object, const char *name, const char *raw)
{
    GMimeHeaderList *all = g_mime_object_get_header_list(object);

    g_mime_object_set_header(object, name, "-", NULL);
    g_mime_header_set_raw_value(
        g_mime_header_list_get_header_at(all, g_mime_header_list_get_count(all) - 1), raw);
}

static void put_mailbox(GMimeMessage *message, GMimeAddressType type, const char *name,
                        const char *address)
{
    InternetAddress *box = internet_address_mailbox_new(name, address);

    internet_address_set_charset(box, "utf-8");
    internet_address_list_add(g_mime_message_get_addresses(message, type), box);
    g_object_unref(box);
}

static void put_headers(struct ctx *cx, const struct mail_words *m, GMimeMessage *message)
{
    GDateTime *at = g_date_time_new_from_unix_utc(m->at / 1000);
    GMimeObject *object = GMIME_OBJECT(message);
    const char *stop = m->stop_url ? arena_print(cx->arena, " <%s>\n", m->stop_url) : NULL;

    put_mailbox(message, GMIME_ADDRESS_TYPE_FROM, m->from_name, m->from);
    put_mailbox(message, GMIME_ADDRESS_TYPE_TO, m->to_name, m->to);
    g_mime_message_set_subject(message, m->subject, "utf-8");
    if (at)
        g_mime_message_set_date(message, at);
    g_mime_message_set_message_id(message, m->message_id);
    g_mime_object_set_header(object, "Auto-Submitted", "auto-generated", NULL);
    if (stop) {
        put_raw(object, "List-Unsubscribe", stop);
        g_mime_object_set_header(object, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click",
                                 NULL);
    }
    if (at)
        g_date_time_unref(at);
}

static void write_out(GMimeMessage *message, struct buf *out)
{
    GMimeFormatOptions *format = g_mime_format_options_new();
    GByteArray *bytes = g_byte_array_new();
    GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(bytes);

    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
    g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS);
    g_mime_object_write_to_stream(GMIME_OBJECT(message), format, stream);
    buf_add(out, bytes->data, bytes->len);
    g_object_unref(stream);
    g_byte_array_unref(bytes);
    g_mime_format_options_free(format);
}

enum err mail_write(struct ctx *cx, const struct mail_words *m, struct buf *out)
{
    GMimeMessage *message;
    GMimeObject *body;

    if (!address_ok(m->from) || !address_ok(m->to) || strpbrk(m->message_id, "\r\n <>"))
        return fail(cx, ERR_INVALID, "mail.address", NULL);
    message = g_mime_message_new(TRUE);
    body = body_of(m);
    put_headers(cx, m, message);
    g_mime_message_set_mime_part(message, body);
    g_object_unref(body);
    write_out(message, out);
    g_object_unref(message);
    return buf_ok(out) ? OK : fail_memory(cx);
}
