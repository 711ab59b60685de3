/* jobs.c -- how far a job of this site is. What it was told (args) stays inside. */
#include "api/api_priv.h"

#include <string.h>

static enum err get_in(struct request *r, struct db *db, void *arg)
{
    struct job *j = arg;

    return job_get(r->cx, db, r->cx->site, j->id, j);
}

static void put_number(struct json_writer *w, const char *name, const struct json *progress)
{
    const struct json *v = json_get(progress, name);

    json_name(w, name);
    if (v)
        json_put(w, v);
    else
        json_put_null(w);
}

static void put_job(struct ctx *cx, struct json_writer *w, const struct job *j)
{
    const struct json *progress = NULL;

    if (j->progress && json_parse(cx, j->progress, strlen(j->progress), &progress) != OK)
        fault_clear(cx);
    json_open_object(w);
    json_id_member(w, "id", j->id);
    json_text_member(w, "kind", j->kind);
    json_text_member(w, "state", j->state);
    json_int_member(w, "attempts", j->attempts);
    put_number(w, "done", progress);
    put_number(w, "total", progress);
    put_number(w, "changed", progress);
    json_text_member(w, "error", j->error);
    json_text_member(w, "message",
                     j->error ? message(cx->arena, cx->lang, j->error, NULL, 0) : NULL);
    api_time_member(w, "created_at", j->created_at);
    api_time_member(w, "ended_at", j->ended_at);
    json_close_object(w);
}

static enum err jobs_get(struct request *r, struct response *ret)
{
    struct job j = {0};
    struct answer_json a;
    enum err e = api_id(r, &j.id);

    if (!e)
        e = api_read(r, get_in, &j);
    if (e)
        return e;
    api_json(r, &a);
    put_job(r->cx, &a.w, &j);
    return api_send(r, ret, 200, &a);
}

const struct route job_routes[] = {
    {"GET", "/jobs/{id}", MAY_READ, 0, jobs_get, ROUTE_POOL, 0},
    {0},
};
