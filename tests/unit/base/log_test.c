/* log_test.c -- one line a happening, as JSON or for a terminal. */
#include "base/json.h"
#include "base/log.h"
#include "unit/unit.h"

#include <unistd.h>

/* What is written to a pipe by the code between the two calls. */
static size_t drain(int fd, char *to, size_t room)
{
    ssize_t n = read(fd, to, room - 1);
    assert_true(n >= 0);
    to[n] = 0;
    return (size_t)n;
}

static void a_line_is_one_json_object(void **state)
{
    struct ctx *cx = ctx_new(KIB(64), clock_system(), NULL);
    const struct json *v = NULL;
    char line[1000];
    int fd[2];
    struct log *l;
    (void)state;
    assert_int_equal(pipe(fd), 0);
    l = log_new(fd[1], LOG_INFO, false);
    log_line(l, LOG_DEBUG, "not.shown", NULL);
    log_line(l, LOG_WARN, "job.done", "id", "12", "note", "two\n\"lines\"", "none", NULL, NULL);
    assert_int_equal(json_parse(cx, line, drain(fd[0], line, sizeof(line)), &v), OK);
    assert_string_equal(json_text(json_get(v, "level"), ""), "warn");
    assert_string_equal(json_text(json_get(v, "event"), ""), "job.done");
    assert_string_equal(json_text(json_get(v, "note"), ""), "two\n\"lines\"");
    assert_int_equal(json_get(v, "none")->kind, JSON_NULL);
    assert_int_equal(strlen(json_text(json_get(v, "at"), "")), 24);
    log_line(NULL, LOG_ERROR, "silent", NULL);
    log_free(l);
    (void)close(fd[0]);
    (void)close(fd[1]);
    ctx_free(cx);
}

static void a_fault_is_logged_without_what_people_typed(void **state)
{
    struct ctx *cx = ctx_new(KIB(64), clock_system(), NULL);
    char line[1000];
    int fd[2];
    struct log *l;
    (void)state;
    assert_int_equal(pipe(fd), 0);
    l = log_new(fd[1], LOG_DEBUG, true);
    assert_int_equal(fail_detail(cx, ERR_BROKEN, "db.broken", "disk\nfull"), ERR_BROKEN);
    assert_int_equal(fail_field(cx, "email", "field.email", "value", "ana@acme.example", NULL),
                     ERR_INVALID);
    log_fault(l, LOG_ERROR, "request.failed", cx);
    (void)drain(fd[0], line, sizeof(line));
    assert_non_null(strstr(line, "error request.failed kind=BROKEN key=db.broken detail=disk full "
                                 "fields=email:field.email\n"));
    assert_null(strstr(line, "acme"));
    log_free(l);
    (void)close(fd[0]);
    (void)close(fd[1]);
    ctx_free(cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_one_json_object),
        cmocka_unit_test(a_fault_is_logged_without_what_people_typed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
