/* json.h -- JSON as an arena tree to read, and a writer that appends.
 *
 * Reading is jansson's work (its header stays in json.c); the result is copied into the ctx's arena and
 * never changes. Writing goes straight into a buf: commas and nesting are kept by the writer, text is
 * escaped, and 63-bit ids are written as decimal strings, because JavaScript loses digits past 2^53.
 *
 * Ownership: trees and text live in the arena.
 * Errors:    json_parse: ERR_INVALID "json.syntax", "json.duplicate_key", "json.number" (past int64 or double), each
 *            with line and column; "json.depth"; ERR_LIMIT "base.memory".
 * Units:     numbers are int64 or double; an integer past int64 is refused.
 * Source:    RFC 8259. Depth is limited to JSON_DEPTH_MAX.
 */
#ifndef PRACA_BASE_JSON_H
#define PRACA_BASE_JSON_H

#include "base/ctx.h"

/* Of what is read. Less than what can be written (64), so that it can be written again inside something else. */
enum { JSON_DEPTH_MAX = 48 };

enum json_kind { JSON_NULL, JSON_BOOL, JSON_INT, JSON_REAL, JSON_TEXT, JSON_LIST, JSON_OBJECT };

/* A value. Members of a list or an object hang on first/next; a member of an object has a name. */
struct json {
    enum json_kind kind;
    const char *name;
    struct json *first, *next;
    size_t count; /* members of a list or object; bytes of a text */
    union {
        bool boolean;
        int64_t integer;
        double real;
        const char *text; /* NUL-terminated, valid UTF-8, no NUL inside */
    };
};

/* bytes are copied; they need not end with a NUL. */
MUST_USE enum err json_parse(struct ctx *cx, const char *bytes, size_t n, const struct json **ret);

/* The same for small bodies on a hot path: many times quicker, but does not say where a mistake is, and takes a name that
 * comes twice (json_get() finds the first). ERR_INVALID "json.syntax"; ERR_LIMIT "base.memory". */
MUST_USE enum err json_parse_quick(struct ctx *cx, const char *bytes, size_t n,
                                   const struct json **ret);

/* NULL when v is NULL, not an object, or has no such member. */
const struct json *json_get(const struct json *v, const char *name);
/* The value, or otherwise where v is NULL or of another kind. A real is no int; an int is a real too. */
const char *json_text(const struct json *v, const char *otherwise);
int64_t json_int(const struct json *v, int64_t otherwise); /* also of a decimal text */
/* jansson exports a json_real of its own; the two must not meet in one program. */
#define json_real praca_json_real
double json_real(const struct json *v, double otherwise);
bool json_bool(const struct json *v, bool otherwise);

/* Reads value after value (a list's members, or one value a line) from a source of bytes, so that a
 * large file never stands in memory. */
struct json_stream;
typedef enum err json_source(void *self, struct ctx *cx, char *to, size_t room, size_t *ret_n);
MUST_USE enum err json_stream_open(struct ctx *cx, json_source *source, void *self,
                                   size_t value_max_bytes, struct json_stream **ret);
/* *ret is NULL at the end. The value lives in the arena until the caller resets it. After an error the
 * stream is spent. Beside json_parse's errors: ERR_LIMIT "json.too_long" (line). */
MUST_USE enum err json_stream_next(struct ctx *cx, struct json_stream *s, const struct json **ret);

struct json_writer {
    struct buf *out;
    uint64_t comma; /* bit per depth: a member stands before */
    int depth;
    bool named;
};

/* Within a list one value follows another; within an object json_name() goes before each. A buf that fails makes all of these
 * do nothing: ask buf_ok() or buf_text() once, at the end. */
struct json_writer json_to(struct buf *out);
void json_open_object(struct json_writer *w);
void json_close_object(struct json_writer *w);
void json_open_list(struct json_writer *w);
void json_close_list(struct json_writer *w);
void json_name(struct json_writer *w, const char *name);
void json_put_text(struct json_writer *w, const char *text); /* NULL writes null */
void json_put_text_n(struct json_writer *w, const char *text, size_t n);
void json_put_int(struct json_writer *w, int64_t v);
void json_put_id(struct json_writer *w, int64_t id); /* decimal text; 0 and NIL write null */
void json_put_real(struct json_writer *w,
                   double v); /* shortest that reads back; null when not finite */
void json_put_bool(struct json_writer *w, bool v);
void json_put_null(struct json_writer *w);
void json_put_raw(struct json_writer *w, const char *json); /* already JSON */
void json_put(struct json_writer *w, const struct json *v); /* a whole tree */
/* name and value in one call */
void json_text_member(struct json_writer *w, const char *name, const char *text);
void json_int_member(struct json_writer *w, const char *name, int64_t v);
void json_id_member(struct json_writer *w, const char *name, int64_t id);
void json_bool_member(struct json_writer *w, const char *name, bool v);
void json_real_member(struct json_writer *w, const char *name, double v);

#endif
