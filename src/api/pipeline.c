/* pipeline.c -- the board of deals. */
#include "api/api_priv.h"

#include "people/board.h"
#include "people/committee.h"

struct board_run {
    struct board_ask ask;
    struct buf out;
};

static const char *given(const struct request *r, const char *name)
{
    const char *text = request_query(r, name);

    return text_empty(text) ? NULL : text;
}

static enum err board_in(struct request *r, struct db *db, void *arg)
{
    struct board_run *b = arg;
    struct board board = {0};
    enum err e = board_read(r->cx, db, &b->ask, &board);

    if (!e)
        board_json(r->cx, &board, &b->out);
    return e;
}

static bool is_needed(const char *role)
{
    for (size_t i = 0; committee_needed[i]; i++)
        if (text_equal(committee_needed[i], role))
            return true;
    return false;
}

/* owner: a user's id, or "none". */
static enum err board_get(struct request *r, struct response *ret)
{
    struct board_run b = {.ask = {.q = given(r, "q"),
                                  .from = given(r, "from"),
                                  .to = given(r, "to"),
                                  .missing = given(r, "missing")},
                          .out = buf_in(r->cx->arena)};
    enum err e = OK;

    if (text_equal(given(r, "owner"), "none"))
        b.ask.owner = NIL;
    else
        e = api_query_id(r, "owner", &b.ask.owner);
    if (b.ask.missing && !is_needed(b.ask.missing))
        e = fail_field(r->cx, "missing", "field.choice", NULL);
    if (!e)
        e = api_read(r, board_in, &b);
    return e ? e : api_send_text(r, ret, "application/json", &b.out);
}

const struct route pipeline_routes[] = {
    {"GET", "/deals/board", MAY_READ, 0, board_get, ROUTE_POOL, MIB(32)},
    {0},
};
