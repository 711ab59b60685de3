/* listen.c -- see listen_priv.h. Sockets are made here and not by libmicrohttpd, so that a taken
 * port can be told from other failures, port 0 can be asked for, and a dead server's socket file
 * does not stop the next. */
#include "net/listen_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

static bool make_ready(int fd)
{
    int flags = fcntl(fd, F_GETFL);

    return fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 && flags >= 0 &&
           fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0 && listen(fd, BACKLOG) == 0;
}

static int port_of(int fd)
{
    struct sockaddr_storage at;
    socklen_t n = sizeof(at);

    if (getsockname(fd, (struct sockaddr *)&at, &n) != 0)
        return 0;
    return ntohs(at.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&at)->sin6_port
                                          : ((struct sockaddr_in *)&at)->sin_port);
}

enum err listen_tcp(struct ctx *cx, const char *host, int port, int *ret_fd, int *ret_port)
{
    struct addrinfo want = {.ai_flags = AI_NUMERICHOST | AI_PASSIVE, .ai_socktype = SOCK_STREAM};
    struct addrinfo *at = NULL;
    const char *port_text = arena_print(cx->arena, "%d", port);
    enum err e = OK;
    int fd = -1, yes = 1, no = 0;

    if (!port_text)
        return fail_memory(cx);
    if (getaddrinfo(host, port_text, &want, &at) != 0)
        return fail(cx, ERR_INVALID, "net.host_wrong", "host", host, NULL);
    fd = socket(at->ai_family, SOCK_STREAM, 0);
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) != 0)
        e = fail_detail(cx, ERR_BROKEN, "net.start", strerror(errno));
    if (!e && at->ai_family == AF_INET6) /* "::" takes IPv4 too, whatever the system's habit */
        (void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof(no));
    if (!e && bind(fd, at->ai_addr, at->ai_addrlen) != 0)
        e = fail(cx, ERR_CONFLICT, "net.port_taken", "host", host, "port", port_text, NULL);
    if (!e && !make_ready(fd))
        e = errno == EADDRINUSE
                ? fail(cx, ERR_CONFLICT, "net.port_taken", "host", host, "port", port_text, NULL)
                : fail_detail(cx, ERR_BROKEN, "net.start", strerror(errno));
    freeaddrinfo(at);
    if (e) {
        if (fd >= 0)
            (void)close(fd);
        return e;
    }
    *ret_fd = fd;
    *ret_port = port_of(fd);
    return OK;
}

static bool somebody_listens(const struct sockaddr_un *at)
{
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    bool yes = fd >= 0 && connect(fd, (const struct sockaddr *)at, sizeof(*at)) == 0;

    if (fd >= 0)
        (void)close(fd);
    return yes;
}

enum err listen_unix(struct ctx *cx, const char *path, int *ret_fd)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    struct stat st;
    int fd;

    if (strlen(path) >= sizeof(at.sun_path))
        return fail(cx, ERR_INVALID, "net.host_wrong", "host", path, NULL);
    memcpy(at.sun_path, path, strlen(path) + 1);
    if (lstat(path, &st) == 0) {
        if (!S_ISSOCK(st.st_mode) || somebody_listens(&at))
            return fail(cx, ERR_CONFLICT, "net.socket_taken", "path", path, NULL);
        (void)unlink(path);
    }
    fd = socket(AF_UNIX, SOCK_STREAM, 0);
    /* Nobody can connect between bind and listen, so the mode is right before the first comes. */
    if (fd < 0 || bind(fd, (const struct sockaddr *)&at, sizeof(at)) != 0 ||
        chmod(path, S_IRUSR | S_IWUSR) != 0 || !make_ready(fd)) {
        enum err e = fail_detail(cx, ERR_BROKEN, "net.start", strerror(errno));
        if (fd >= 0)
            (void)close(fd);
        return e;
    }
    *ret_fd = fd;
    return OK;
}
