/* server_priv.h -- what server.c, exchange.c and reply.c share.
 *
 * server.c owns sockets, threads and deadlines; exchange.c takes one request from first byte to
 * last; reply.c turns a struct response into libmicrohttpd's.
 */
#ifndef PRACA_NET_SERVER_PRIV_H
#define PRACA_NET_SERVER_PRIV_H

#include "net/address.h"
#include "net/http.h"
#include "net/pool_priv.h"
#include "net/router_priv.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

enum { LISTENERS_MAX = 2 };

struct listener {
    struct http_server *server;
    struct loop *loops;
    size_t loop_count;
    int fd;
    bool local;
};

/* A thread with the connections that it took from its listener (loop.c). */
struct loop {
    struct listener *listener;
    struct MHD_Daemon *daemon;
    pthread_t thread;
    int bell;                         /* an eventfd */
    atomic_bool rung, closed, ending; /* rung: and not heard yet; closed: no new connections */
    bool running;
    /* of its thread alone */
    bool quiet;  /* closed, and the daemon knows */
    bool moved;  /* in this turn something happened but waiting */
    int waiting; /* exchanges that wait for their answer where they are */
};

/* Takes the daemon, also when false comes back. */
bool loop_start(struct loop *l, struct listener *of, struct MHD_Daemon *daemon);
/* Any thread: look again, an answer is there. */
void loop_ring(struct loop *l);
/* No new connections from now on. */
void loop_close(struct loop *l);
/* No connection may be suspended. */
void loop_stop(struct loop *l);

/* What a connection is doing, for the watch that cuts those who take too long. */
enum peer_state { PEER_FRESH, PEER_KEPT, PEER_READING, PEER_BUSY };

struct peer {
    struct peer *next, *before;
    int fd;
    enum peer_state state;
    int64_t since_ms;  /* monotonic */
    uint64_t received; /* of the body, while PEER_READING */
    bool cut;
};

struct http_server {
    struct http_options o;
    struct router *router;
    struct pool *pool;
    struct listener listeners[LISTENERS_MAX];
    struct network *proxies;
    size_t proxy_count;
    int port;
    uint64_t nonce; /* first half of request ids */
    atomic_llong requests, refused;

    pthread_mutex_t lock; /* for all below */
    pthread_cond_t change;
    pthread_t watch;
    bool watching, stopping;
    atomic_bool closing;
    struct peer *peers;
    int peer_count;
    int in_flight; /* requests between their headers and their end */
    int held;      /* suspended connections */
};

int64_t monotonic_us(void);
/* Count one connection as suspended; false when the server is closing and nothing may be suspended.
 */
bool server_hold(struct http_server *s);
void server_release(struct http_server *s);
/* False: the server is stopping and takes nothing new. */
bool server_request_begins(struct http_server *s, struct peer *p, bool reading);
void server_request_waits(struct http_server *s, struct peer *p); /* for its body, from now */
void server_request_reads(struct http_server *s, struct peer *p, uint64_t received);
void server_request_runs(struct http_server *s, struct peer *p);
void server_request_ends(struct http_server *s, struct peer *p);
/* Answer without libmicrohttpd, which allows none while a body comes in, and cut the connection. */
void server_cut(struct http_server *s, struct peer *p, const char *status_line);

enum stage {
    STAGE_FRESH,    /* request line seen */
    STAGE_CHECKING, /* on the pool: authorise, before an upload's body */
    STAGE_READING,
    STAGE_RUNNING, /* on the pool */
    STAGE_LATER,   /* somebody will call response_resume() */
    STAGE_READY,   /* the response is complete */
    STAGE_REPLIED
};

/* Who comes second ends an exchange with a later answer: who answers, or the loop whose client is gone. */
enum fate { FATE_OPEN, FATE_ANSWERED, FATE_GONE };

/* One request and its answer. */
struct exchange {
    struct request r; /* first: a request is cast to its exchange */
    struct response response;
    struct http_server *server;
    struct listener *listener;
    struct loop *loop;
    struct MHD_Connection *connection;     /* NULL: asked from within (call.c), and server, too */
    const struct http_pair *given_headers; /* then; ended by {0} */
    struct peer *peer;
    enum stage stage;
    const char *csp;
    char *target; /* raw, from malloc */
    char *body;   /* from malloc: grows with what arrives, not with what is announced */
    size_t body_room;
    int upload_fd;
    bool authorised, counted, has_body;
    int status;
    int64_t begun_us;
    struct arena_mark begin_mark; /* when the headers were read */
    bool later;                   /* response_later() was said */
    bool suspended;               /* as too many wait on this loop already */
    atomic_int fate;              /* of a later answer: enum fate */
    enum err late_err;
    const char *late_key;
    struct pool_job job;
    /* a streamed answer */
    struct buf piece;
    size_t piece_sent;
    struct arena_mark piece_mark;
    bool stream_marked, stream_ended;
    enum err stream_err;
};

void *exchange_new(void *loop, const char *target, struct MHD_Connection *c);
enum MHD_Result exchange_step(void *loop, struct MHD_Connection *c, const char *url,
                              const char *method, const char *version, const char *data,
                              size_t *data_bytes, void **state);
void exchange_done(void *loop, struct MHD_Connection *c, void **state,
                   enum MHD_RequestTerminationCode why);
/* Fill the response for an error; status 0: by kind, unless one of 400 or more is set. Headers
 * stay. */
void exchange_error(struct exchange *x, int status, enum err kind);
enum MHD_Result exchange_reply(struct exchange *x);
/* Give a suspended exchange back to its loop; it may be gone when this returns. */
void exchange_resume(struct exchange *x);

#endif
