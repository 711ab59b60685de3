/* mail.c -- any bytes are a mail that is read, or none; what is read is clean text of the stated size. */
#include "base/text.h"
#include "fuzz.h"
#include "net/mail_read.h"

static void is_clean(const char *text, size_t chars)
{
    if (!text)
        return;
    must(text_is_utf8(text, strlen(text)));
    must(text_chars(text) <= chars);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct ctx *cx = ctx_new(MIB(16), clock_system(), NULL);
    struct mail_read m = {0};

    if (mail_read(cx, bytes, n, &m) == OK) {
        must(m.from_count + m.to_count > 0 && m.from_count <= MAIL_ADDRESSES_MAX &&
             m.to_count <= MAIL_ADDRESSES_MAX && m.delivered_count <= MAIL_ADDRESSES_MAX);
        for (size_t i = 0; i < m.to_count; i++)
            is_clean(m.to[i], 254);
        is_clean(m.subject, MAIL_SUBJECT_MAX);
        is_clean(m.text, MAIL_TEXT_MAX);
        is_clean(m.message_id, 500);
    }
    ctx_free(cx);
    return 0;
}
