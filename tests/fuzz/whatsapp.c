/* whatsapp.c -- any text is a chat that is read, or none; what is read has times in order and a text of the stated size. */
#include "people/whatsapp.h"
#include "base/text.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct ctx *cx = ctx_new(MIB(16), clock_system(), NULL);
    const char *text = arena_dup_n(cx->arena, bytes, n);
    struct whatsapp_chat chat = {0};
    const char *phone;

    if (text && whatsapp_read(cx, text, NULL, &chat) == OK) {
        must(chat.messages > 0 && chat.first_at <= chat.last_at);
        must(chat.author_count > 0 && chat.author_count <= WHATSAPP_AUTHORS);
        must(text_chars(chat.text) <= 20000);
    }
    phone = text ? phone_e164(cx->arena, text) : NULL;
    must(!phone || (phone[0] == '+' && strlen(phone) >= 9 && strlen(phone) <= 16));
    ctx_free(cx);
    return 0;
}
