/* api_priv.h -- what the handlers share: who is calling, reading a body, writing an answer.
 *
 * A handler reads its input, calls one function of a floor below (inside db_write() when it changes
 * something) and writes JSON. What it passes through db_write() is a struct errand, so that the function
 * there can run again from its start.
 */
#ifndef PRACA_API_API_PRIV_H
#define PRACA_API_API_PRIV_H

#include "access/may.h"
#include "access/session.h"
#include "access/site.h"
#include "api/api.h"
#include "base/json.h"
#include "base/message.h"
#include "base/text.h"
#include "base/time.h"
#include "model/audit.h"

#define API_PREFIX "/api/v1"

enum api_route_flags {
    ROUTE_SELF = ROUTE_USER,          /* about the caller: any session, no site, no token */
    ROUTE_TABLE = ROUTE_USER << 1,    /* {table} names a model, which says who may */
    ROUTE_OPERATOR = ROUTE_USER << 2, /* the Unix socket needs no name */
};

/* What the authorise hook found; request->session. NULL on public routes. */
struct caller {
    struct session session; /* of a browser; id 0 for a token */
    struct token token;
    unsigned may;
    const char *role;
};

static inline const struct api *api_of(const struct request *r)
{
    return r->app;
}
static inline const struct caller *caller_of(const struct request *r)
{
    return r->session;
}

/* --- answer.c: input */

/* The body as an object. ERR_INVALID "api.content_type" (415), "json.*", "json.object_wanted". */
MUST_USE enum err api_body(struct request *r, struct response *ret, const struct json **in);
/* The same, each member of the kind that this row of api_schemas gives it; wrong fields otherwise. See body.c. */
MUST_USE enum err api_body_as(struct request *r, struct response *ret, const char *schema,
                              const struct json **in);
/* A text member that must be there; a wrong field otherwise. */
const char *api_need_text(struct request *r, const struct json *in, const char *name);
/* {id} of the path. ERR_NOTFOUND "net.no_route" when it is none. */
MUST_USE enum err api_id(struct request *r, int64_t *ret);
/* The same, of a record of that model which is there: asked before what the body says of it. ERR_NOTFOUND "model.missing". */
MUST_USE enum err api_id_of(struct request *r, const struct model *m, int64_t *ret);
/* The version in If-Match; 0 for *. 428 without. */
MUST_USE enum err api_if_match(struct request *r, struct response *ret, int64_t *ret_version);
/* A parameter other than this one (NULL: than none) is a wrong field. */
MUST_USE enum err api_query_only(struct request *r, const char *name);
/* Likewise other than these, each with a blank around it. */
MUST_USE enum err api_query_among(struct request *r, const char *names);
/* A parameter; *ret is left alone when it is not given, and what cannot be read is a wrong field. */
MUST_USE enum err api_query_id(struct request *r, const char *name, int64_t *ret);
MUST_USE enum err api_query_limit(struct request *r, int *ret);
MUST_USE enum err api_query_time(struct request *r, const char *name, int64_t *ret);

/* --- answer.c: output */

/* A JSON answer under way: write to w, then api_send(). */
struct answer_json {
    struct buf out;
    struct json_writer w;
};
void api_json(struct request *r, struct answer_json *ret);
MUST_USE enum err api_send(struct request *r, struct response *ret, int status,
                           struct answer_json *a);
/* 202 with the id of a job that was just added; whoever works is told. */
MUST_USE enum err api_send_job(struct request *r, struct response *ret, int64_t job);
/* A whole answer that a floor below wrote. */
MUST_USE enum err api_send_text(struct request *r, struct response *ret, const char *type,
                                struct buf *out);
void api_time_member(struct json_writer *w, const char *name, int64_t at); /* NIL and 0: null */
/* Where a chain of proofs breaks: "broken_at", "code", "message", "head". why: message key; NULL: nowhere. */
void api_verdict_members(struct request *r, struct json_writer *w, const char *why,
                         int64_t broken_at, const char *head);
/* "attachment" with a plain file name. */
void api_file_name(struct request *r, struct response *ret, const char *name);
/* The name that came with a file, ?name=, cut to 200 characters; or else otherwise. Errors of text_clean(). */
MUST_USE enum err api_upload_name(struct request *r, const char *otherwise, const char **ret);
/* The file that came stays, at path (NULL: there was no memory for it). ERR_BROKEN "net.upload". */
MUST_USE enum err api_upload_keep(struct request *r, const char *path);

/* --- answer.c: the database */

typedef enum err api_read_fn(struct request *r, struct db *db, void *arg);
/* Borrow a connection for reading for the time of fn. */
MUST_USE enum err api_read(struct request *r, api_read_fn *fn, void *arg);
/* 200 with what fn writes; its arg is the struct answer_json. */
MUST_USE enum err api_answer(struct request *r, struct response *ret, api_read_fn *fn);
/* The record {id} of the path, or of an id, as put writes it. ERR_NOTFOUND as put says. */
typedef enum err api_put_fn(struct ctx *cx, struct db *db, int64_t id, struct json_writer *w);
MUST_USE enum err api_answer_one(struct request *r, struct response *ret, int status, int64_t id,
                                 api_put_fn *put);
/* What is to be done with the record {id} of the path, later, by a job that fn adds. Inside db_write(). */
struct api_errand {
    int64_t id;
    int what;              /* the handler's own word for it */
    const struct json *in; /* the body; NULL when none came */
};
typedef enum err api_queue_fn(struct ctx *cx, struct db *db, const struct api_errand *x);
/* 202 with the record as put writes it in the same transaction; whoever works is told. */
MUST_USE enum err api_queue(struct request *r, struct response *ret, int what, api_queue_fn *fn,
                            api_put_fn *put);
/* The name of a user, NULL for none; remembers those it was asked for in this page. */
struct api_names {
    int64_t ids[64];
    const char *names[64];
    size_t n;
};
MUST_USE enum err api_user_name(struct ctx *cx, struct db *db, struct api_names *known, int64_t id,
                                const char **ret);

/* --- authorise.c, problem.c: the hooks */
enum err api_authorise(struct request *r, struct response *ret);
void api_problem(struct request *r, struct response *ret, enum err kind);

/* --- records.c */
const struct model *api_model(const struct request *r); /* by {table}; NULL: no such */
const struct model *api_model_named(const struct api *api, const char *name);

/* --- records_write.c */
void api_etag(struct request *r, struct response *ret, const void *record); /* its version */
enum err api_record_post(struct request *r, struct response *ret);
enum err api_record_patch(struct request *r, struct response *ret);
enum err api_record_delete(struct request *r, struct response *ret);

/* --- session.c */
/* {user, csrf, sites}, the open object left open so that more may follow. */
MUST_USE enum err api_session_open_json(struct request *r, struct db *db, const struct session *s,
                                        struct json_writer *w);
void api_session_cookie(struct request *r, struct response *ret, const char *token);

/* --- sites.c */
void api_site_json(struct json_writer *w, const struct site *s);

/* --- merges.c */
/* The id of the record that answers for this one, which may have gone into it. */
MUST_USE enum err api_survivor(struct request *r, struct db *db, const struct model *m,
                               int64_t *id);
/* Says that the answer is of another record than was asked for. */
void api_content_location(struct request *r, struct response *ret, const struct model *m,
                          int64_t id);
/* --- lists.c: {"path": "/p/TOKEN", "expires_at"} */
MUST_USE enum err api_put_link(struct ctx *cx, struct json_writer *w, const char *token,
                               int64_t expires_at);

/* --- rules.c: what a list is filtered by besides. ERR_INVALID with the mistakes of the rule by their path ("rule.all.0"),
 * or "rule.list_many". */
MUST_USE enum err api_list_rule(struct request *r, struct db *db, const struct model *m,
                                const char *json, struct model_query *q);
bool api_has_rules(const struct model *m); /* whether its lists take one */

/* --- history.c */
/* Puts on the audit record that who asks took data out: all of a model's that the question finds, or of one record (else NIL). */
MUST_USE enum err api_note_export(struct request *r, const char *model, int64_t record);
MUST_USE enum err api_audit_page(struct request *r, struct db *db, const struct audit_query *q,
                                 struct response *ret);

/* --- health.c */
void api_count(const struct request *r, int status, int64_t micros);

/* --- the route tables, one a file */
extern const struct route session_routes[], setup_routes[], site_routes[], user_routes[],
    token_routes[], totp_routes[], setting_routes[], history_routes[], job_routes[],
    custom_routes[], import_routes[], report_routes[], measure_routes[], visit_routes[],
    timeline_routes[], identity_routes[], past_company_routes[], merge_routes[], duplicate_routes[],
    record_routes[], openapi_routes[], health_routes[];

extern const struct route consent_routes[], list_routes[], suppression_routes[], search_routes[];
extern const struct route cookie_api_routes[];
extern const struct route bulk_routes[], view_routes[];
extern const struct route webhook_routes[], rights_routes[];
extern const struct route rule_routes[];
extern const struct route activity_routes[], after_sale_routes[], nps_routes[], research_routes[];
extern const struct route score_routes[], score_trial_routes[];
extern const struct route pipeline_routes[], handoff_routes[];
extern const struct route promotion_routes[];

extern const struct route segment_routes[], event_routes[];
extern const struct route source_routes[], rival_routes[];
extern const struct route statistics_routes[];
extern const struct route measuring_routes[];
extern const struct route visit_import_routes[], awareness_routes[];
extern const struct route content_report_routes[], economics_routes[], spend_routes[];
extern const struct route attribution_routes[], visitor_routes[];
extern const struct route saved_report_routes[];
extern const struct route share_link_routes[];
extern const struct route plan_version_routes[], plan_document_routes[], plan_scenario_routes[],
    plan_start_routes[];
extern const struct route audience_routes[], claim_routes[];
extern const struct route proposal_routes[];
extern const struct route launch_routes[];

/* What a route is for, in words and shapes: one row for each that no model describes. */
struct api_doc {
    const char *method, *path; /* of its route */
    const char *key;           /* message: what it does, in one line */
    const char *query;         /* parameters: "limit after"; NULL: none */
    const char *request;       /* schema of the body; NULL: none */
    const char *response;      /* schema of the answer, or a type with a slash; NULL: no body */
    int status;
    bool outside; /* of /api/v1 */
};
extern const struct api_doc api_docs[]; /* ended by {0} */

struct api_schema {
    const char *name, *members; /* see openapi_schemas.c */
};
extern const struct api_schema api_schemas[]; /* ended by {0} */

#endif
