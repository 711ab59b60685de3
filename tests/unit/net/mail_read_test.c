/* mail_read_test.c -- a mail is read for who, when and what, however it was put together. */
#include "unit/unit.h"

#include "base/time.h"
#include "net/mail_read.h"

#include <string.h>

static int begin(void **state)
{
    *state = ctx_new(MIB(8), clock_system(), NULL);
    return 0;
}

static int end(void **state)
{
    ctx_free(*state);
    return 0;
}

static struct mail_read read_of(struct ctx *cx, const char *text)
{
    struct mail_read m = {0};

    assert_int_equal(mail_read(cx, text, strlen(text), &m), OK);
    return m;
}

static void words_in_other_alphabets_and_encodings_come_out(void **state)
{
    struct ctx *cx = *state;
    struct mail_read m =
        read_of(cx, "From: =?utf-8?Q?Ana_Souza?= <Ana@Acme.example>\r\n"
                    "To: \"Prado, Rui\" <rui@norte.example>, equipe: a@b.example, c@d.example;\r\n"
                    "Cc: bia@norte.example\r\nSubject: =?iso-8859-1?Q?Cota=E7=E3o?=\r\n"
                    "Date: Fri, 10 Nov 2023 12:30:00 -0300\r\nMessage-ID: <1@acme.example>\r\n"
                    "Content-Type: text/plain; charset=iso-8859-1\r\n"
                    "Content-Transfer-Encoding: quoted-printable\r\n\r\nOl=E1,\r\ntudo bem?\r\n");

    assert_int_equal(m.from_count, 1);
    assert_string_equal(m.from[0], "Ana@Acme.example");
    assert_int_equal(m.to_count, 4);
    assert_string_equal(m.to[2], "c@d.example");
    assert_string_equal(m.subject, "Cotação");
    assert_string_equal(m.text, "Olá,\ntudo bem?");
    assert_string_equal(m.message_id, "1@acme.example");
    assert_int_equal(m.sent_at, INT64_C(1699630200000));
}

static void of_many_parts_the_plain_one_is_the_text_and_files_are_not(void **state)
{
    struct ctx *cx = *state;
    struct mail_read m = read_of(
        cx, "From: a@b.example\r\nDelivered-To: registro+abc@x.example\r\n"
            "Content-Type: multipart/mixed; boundary=X\r\n\r\n--X\r\n"
            "Content-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\n"
            "secret file\r\n--X\r\nContent-Type: multipart/alternative; boundary=Y\r\n\r\n"
            "--Y\r\nContent-Type: text/html\r\n\r\n<p>HTML</p>\r\n"
            "--Y\r\nContent-Type: text/plain\r\n\r\nplain words\r\n--Y--\r\n--X--\r\n");

    assert_string_equal(m.text, "plain words");
    assert_int_equal(m.delivered_count, 1);
    assert_string_equal(m.delivered[0], "registro+abc@x.example");
    assert_int_equal(m.sent_at, NIL);
}

static void html_alone_gives_its_words(void **state)
{
    struct ctx *cx = *state;
    struct mail_read m = read_of(
        cx, "From: a@b.example\r\nContent-Type: text/html\r\n\r\n"
            "<html><style>p{color:red}</style><script>x<1</script><p>Oi &amp; ol&aacute;<br>"
            "tchau</p><b>1 &lt; 2</b></html>");

    assert_string_equal(m.text, "Oi & ol&aacute;\ntchau\n1 < 2");
}

static void what_is_no_mail_is_refused(void **state)
{
    struct ctx *cx = *state;
    struct mail_read m;

    assert_int_equal(mail_read(cx, "", 0, &m), ERR_INVALID);
    fault_clear(cx);
    assert_int_equal(mail_read(cx, "hello\r\n\r\nworld", 14, &m), ERR_INVALID);
    assert_string_equal(cx->fault.key, "mail.unreadable");
}

/* GMime would call itself until the stack is full. */
static void what_nests_too_deep_is_refused(void **state)
{
    static const char *const levels[] = {"Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n",
                                         "Content-Type: message/rfc822\r\n\r\n",
                                         "To: g:\r\n g:\r\n g:\r\n g:\r\n"};
    struct ctx *cx = *state;
    struct mail_read m;

    for (size_t i = 0; i < COUNT_OF(levels); i++) {
        struct buf b = buf_in(cx->arena);
        buf_add_text(&b, "From: a@b.example\r\n");
        for (int k = 0; k < 3000; k++)
            buf_add_text(&b, i == 2 && k ? " g:\r\n" : levels[i]);
        assert_int_equal(mail_read(cx, b.bytes, b.len, &m), ERR_INVALID);
        assert_string_equal(cx->fault.key, "mail.nested");
        fault_clear(cx);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(words_in_other_alphabets_and_encodings_come_out, begin,
                                        end),
        cmocka_unit_test_setup_teardown(of_many_parts_the_plain_one_is_the_text_and_files_are_not,
                                        begin, end),
        cmocka_unit_test_setup_teardown(html_alone_gives_its_words, begin, end),
        cmocka_unit_test_setup_teardown(what_nests_too_deep_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(what_is_no_mail_is_refused, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
