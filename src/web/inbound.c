/* inbound.c -- the door for other programs: a body to a token's address, stored and answered at once.
 *
 * Who holds the token may send; what becomes of it is the source's business. An unknown token, one that was taken back and
 * one of a source that is switched off get the same answer.
 */
#include "web/page_priv.h"

#include "base/json.h"
#include "people/import_source.h"

static enum err inbound_post(struct request *r, struct response *ret)
{
    const char *signature = request_header(r, "X-Praca-Signature");
    struct buf out = buf_in(r->cx->arena);
    struct json_writer w = json_to(&out);
    int64_t id = 0;
    bool again = false;
    enum err e = limit_inbound(r->cx, web_of(r)->inbound, r->remote);

    if (!signature)
        signature = request_header(r, "X-Hub-Signature-256");
    r->cx->origin = "webhook";
    if (!e)
        e = import_receive(r->cx, web_of(r)->pool, request_param(r, "token"),
                           request_header(r, "Content-Type"), signature, r->body, r->body_bytes,
                           &id, &again);
    if (e)
        return e;
    json_open_object(&w);
    json_id_member(&w, "id", id);
    json_bool_member(&w, "again", again);
    json_close_object(&w);
    if (!buf_ok(&out))
        return fail_memory(r->cx);
    response_bytes(ret, 202, "application/json", out.bytes, out.len);
    return OK;
}

const struct route inbound_routes[] = {
    {"POST", "/in/{token}", 0, DELIVERY_BODY_MAX, inbound_post, ROUTE_POOL | ROUTE_PUBLIC, MIB(8)},
    {0},
};
