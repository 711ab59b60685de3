/* awareness.c -- how well a brand is known, as the screen shows it and as a file. */
#include "api/api_priv.h"

#include "measure/awareness.h"

struct awareness_run {
    struct buf out;
    bool csv;
};

static enum err awareness_in(struct request *r, struct db *db, void *arg)
{
    struct awareness_run *a = arg;
    const char *from = request_query(r, "from"), *to = request_query(r, "to");

    from = text_empty(from) ? NULL : from;
    to = text_empty(to) ? NULL : to;
    return a->csv ? awareness_csv(r->cx, db, from, to, &a->out)
                  : awareness_json(r->cx, db, from, to, &a->out);
}

static enum err awareness_get(struct request *r, struct response *ret)
{
    struct awareness_run a = {.out = buf_in(r->cx->arena)};
    enum err e = api_read(r, awareness_in, &a);

    return e ? e : api_send_text(r, ret, "application/json", &a.out);
}

static enum err csv_get(struct request *r, struct response *ret)
{
    struct awareness_run a = {.out = buf_in(r->cx->arena), .csv = true};
    enum err e = api_read(r, awareness_in, &a);

    if (e)
        return e;
    api_file_name(r, ret, "awareness.csv");
    return api_send_text(r, ret, "text/csv; charset=utf-8", &a.out);
}

const struct route awareness_routes[] = {
    {"GET", "/awareness", MAY_READ, 0, awareness_get, ROUTE_POOL, MIB(128)},
    {"GET", "/awareness.csv", MAY_READ | MAY_EXPORT, 0, csv_get, ROUTE_POOL, MIB(128)},
    {0},
};
