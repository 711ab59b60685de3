/* mail_write_test.c -- a mail that was put together reads back as it was meant, and leaves once. */
#include "unit/unit.h"

#include "base/time.h"
#include "net/mail_read.h"
#include "net/mail_write.h"
#include "net/mailer.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

static struct mail_words words(void)
{
    return (struct mail_words){.message_id = "42.mail@praca.acme.example",
                               .from = "praca@acme.example",
                               .from_name = "Praça, a ágil",
                               .to = "ana@acme.example",
                               .to_name = "Ana “Nana” Conceição",
                               .subject =
                                   "Visitas da última semana: R$ 1.234,56 e mais um tanto de "
                                   "palavras para a linha passar de setenta e oito",
                               .text = "Olá, Ana.\n.\nFrom here: 100 % = bom \nfim",
                               .html = "<p>Olá, <b>Ana</b></p>",
                               .lang = "pt-BR",
                               .stop_url = "https://praca.acme.example/p/stop/abc",
                               .file = {"visitas-março.csv", "text/csv", "a,b\r\n1,é\r\n", 11},
                               .at = INT64_C(1700000000000)};
}

static const char *written(struct ctx *cx, const struct mail_words *m, size_t *n)
{
    struct buf out = buf_in(cx->arena);

    assert_int_equal(mail_write(cx, m, &out), OK);
    *n = out.len;
    return buf_text(&out);
}

static void what_is_written_is_read_again(void **state)
{
    struct ctx *cx = *state;
    struct mail_words m = words();
    struct mail_read r = {0};
    size_t n;
    const char *bytes = written(cx, &m, &n);

    assert_int_equal(mail_read(cx, bytes, n, &r), OK);
    assert_string_equal(r.message_id, m.message_id);
    assert_string_equal(r.subject, m.subject);
    assert_string_equal(r.from[0], m.from);
    assert_string_equal(r.to[0], m.to);
    assert_int_equal(r.to_count, 1);
    assert_int_equal(r.sent_at, m.at);
    assert_string_equal(r.text, "Olá, Ana.\n.\nFrom here: 100 % = bom \nfim");
    assert_non_null(strstr(bytes, "List-Unsubscribe: <https://praca.acme.example/p/stop/abc>\r\n"));
    assert_non_null(strstr(bytes, "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
    assert_non_null(strstr(bytes, "Auto-Submitted: auto-generated\r\n"));
    assert_non_null(strstr(bytes, "multipart/mixed"));
    assert_non_null(strstr(bytes, "multipart/alternative"));
    assert_non_null(strstr(bytes, "filename*=UTF-8''visitas-mar%C3%A7o.csv"));
    assert_non_null(strstr(bytes, "Ol=C3=A1, Ana.\r\n"));
    assert_null(strstr(bytes, "iso-8859"));
    assert_non_null(strstr(bytes, "YSxiDQoxLMOpDQo="));
}

/* RFC 5322, 2.1.1 and 2.3: lines of at most 998 bytes, CR and LF only together, and here no byte above 127. */
static void its_lines_are_lines_of_mail(void **state)
{
    struct ctx *cx = *state;
    struct mail_words m = words();
    size_t n, line = 0;
    char *html = arena_alloc(cx->arena, 5001);
    const char *bytes;

    memset(html, 'x', 5000);
    html[5000] = 0;
    m.html = html;
    bytes = written(cx, &m, &n);
    for (size_t i = 0; i < n; i++) {
        assert_true((unsigned char)bytes[i] < 128);
        assert_true(bytes[i] != '\n' || (i && bytes[i - 1] == '\r'));
        assert_true(bytes[i] != '\r' || bytes[i + 1] == '\n');
        line = bytes[i] == '\n' ? 0 : line + 1;
        assert_true(line <= 200);
    }
}

static void the_same_mail_has_the_same_bytes(void **state)
{
    struct ctx *cx = *state;
    struct mail_words m = words();
    size_t a, b;
    const char *one = written(cx, &m, &a), *two = written(cx, &m, &b);

    assert_int_equal(a, b);
    assert_memory_equal(one, two, a);
}

static void an_address_that_ends_a_header_is_refused(void **state)
{
    static const char *const wrong[] = {"a@b.example\r\nBcc: x@y.example", "nobody", "",
                                        "a@b.example, c@d.example", "<a@b.example>"};
    struct ctx *cx = *state;
    struct mail_words m = words();

    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct buf out = buf_in(cx->arena);
        m.to = wrong[i];
        fault_clear(cx);
        assert_int_equal(mail_write(cx, &m, &out), ERR_INVALID);
    }
    m = words();
    m.subject = "Oi\r\nBcc: x@y.example";
    {
        size_t n;
        const char *bytes = written(cx, &m, &n);
        assert_null(strstr(bytes, "\r\nBcc:"));
    }
}

/* --- the mailer */

static int files_in(const char *dir)
{
    DIR *d = dir ? opendir(dir) : NULL;
    int n = 0;

    if (!d) {
        fail_msg("%s is not there", dir ? dir : "the folder");
        return 0;
    }
    for (const struct dirent *e = readdir(d); e; e = readdir(d))
        n += e->d_name[0] != '.' || strlen(e->d_name) > 2;
    (void)closedir(d);
    return n;
}

static void a_name_is_one_file_however_often_it_is_handed_over(void **state)
{
    struct ctx *cx = *state;
    char base[] = "/tmp/praca-mail-XXXXXX";
    const char *dir = mkdtemp(base) ? arena_print(cx->arena, "%s/mail", base) : NULL;
    const char *path = dir ? arena_print(cx->arena, "%s/7.eml", dir) : NULL;
    struct mailer *m = dir ? mailer_folder_new(dir) : NULL;
    struct mail_parcel p = {"7", "a@b.example", "c@d.example", "one\r\n", 5};
    struct stat s;

    if (!dir || !path) {
        fail_msg("no folder to write to");
        return;
    }
    assert_non_null(m);
    assert_string_equal(mailer_name(m), "folder");
    assert_int_equal(mailer_send(cx, m, &p), OK);
    assert_int_equal(mailer_send(cx, m, &p), OK);
    assert_int_equal(files_in(dir), 1);
    assert_int_equal(stat(path, &s), 0);
    assert_int_equal(s.st_size, 5);
    assert_int_equal(s.st_mode & 0777, 0600);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(dir), 0);
    mailer_free(m);
    m = mailer_folder_new("/proc/nowhere/mail");
    assert_int_equal(mailer_send(cx, m, &p), ERR_BUSY);
    assert_string_equal(cx->fault.key, "mail.folder");
    mailer_free(m);
    assert_int_equal(rmdir(base), 0);
}

static void memory_keeps_what_it_was_given(void **state)
{
    struct ctx *cx = *state;
    struct mailer *m = mailer_memory_new();
    struct mail_parcel p = {"7", "a@b.example", "c@d.example", "one", 3};

    mailer_memory_fail(m, 1);
    assert_int_equal(mailer_send(cx, m, &p), ERR_BUSY);
    assert_int_equal(mailer_memory_count(m), 0);
    fault_clear(cx);
    assert_int_equal(mailer_send(cx, m, &p), OK);
    p.bytes = "two";
    assert_int_equal(mailer_send(cx, m, &p), OK);
    p.name = "8";
    assert_int_equal(mailer_send(cx, m, &p), OK);
    assert_int_equal(mailer_memory_count(m), 2);
    assert_string_equal(mailer_memory_at(m, 0)->bytes, "two");
    assert_null(mailer_memory_at(m, 2));
    mailer_free(m);
}

#define CLAIM(f) cmocka_unit_test_setup_teardown(f, begin, end),

int main(void)
{
    static const struct CMUnitTest tests[] = {
        CLAIM(what_is_written_is_read_again) CLAIM(its_lines_are_lines_of_mail)
            CLAIM(the_same_mail_has_the_same_bytes) CLAIM(an_address_that_ends_a_header_is_refused)
                CLAIM(a_name_is_one_file_however_often_it_is_handed_over)
                    CLAIM(memory_keeps_what_it_was_given)};

    return cmocka_run_group_tests_name("mail_write", tests, NULL, NULL);
}
