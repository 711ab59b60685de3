/* talk.h -- raw sockets for tests: what goes over the wire is written out, and read to its end. */
#ifndef PRACA_TESTS_TALK_H
#define PRACA_TESTS_TALK_H

#include "unit/unit.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static inline int dial(int port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof(at)), 0);
    return fd;
}

static inline int dial_unix(const char *path)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    assert_true(fd >= 0);
    memcpy(at.sun_path, path, strlen(path) + 1);
    assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof(at)), 0);
    return fd;
}

static inline void say_n(int fd, const char *bytes, size_t n)
{
    while (n) {
        ssize_t did = send(fd, bytes, n, MSG_NOSIGNAL);
        if (did <= 0)
            return; /* cut off: what was answered is still read */
        bytes += did;
        n -= (size_t)did;
    }
}

static inline void say(int fd, const char *text)
{
    say_n(fd, text, strlen(text));
}

struct heard {
    char bytes[1 << 20];
    size_t len;
};

/* Everything until the other side closes (or, with until, until that text is there). */
static inline const char *hear_until(int fd, struct heard *h, const char *until)
{
    h->len = 0;
    h->bytes[0] = 0;
    while (h->len < sizeof(h->bytes) - 1 && !(until && strstr(h->bytes, until))) {
        struct pollfd p = {.fd = fd, .events = POLLIN};
        ssize_t n;
        assert_int_equal(poll(&p, 1, 20000), 1); /* a silent server fails the test, not hangs it */
        n = recv(fd, h->bytes + h->len, sizeof(h->bytes) - 1 - h->len, 0);
        if (n <= 0)
            break;
        h->len += (size_t)n;
        h->bytes[h->len] = 0;
    }
    return h->bytes;
}

static inline const char *hear(int fd, struct heard *h)
{
    const char *text = hear_until(fd, h, NULL);
    (void)close(fd);
    return text;
}

static inline const char *ask(int port, struct heard *h, const char *request)
{
    int fd = dial(port);
    say(fd, request);
    return hear(fd, h);
}

static inline const char *body_of(const struct heard *h)
{
    const char *p = strstr(h->bytes, "\r\n\r\n");
    assert_non_null(p);
    return p + 4;
}

static inline void assert_says_at(const char *text, const char *part, const char *file, int line)
{
    if (strstr(text, part))
        return;
    print_error("\"%s\" is not in:\n%.600s\n", part, text);
    _fail(file, line);
}

#define assert_says(text, part) assert_says_at((text), (part), __FILE__, __LINE__)
#define assert_silent_on(text, part) assert_null(strstr((text), (part)))

#endif
