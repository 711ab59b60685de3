/* api.c -- the tables that app/ gives to the server. Everything of /api/v1 is one prefix; a row of a model
 * is found after the rows that name their path. */
#include "api/api_priv.h"

#define PREFIX "/api/v1"
/* The page's style is inside it; there is no script. */
#define CSP_PAGE                                                                                   \
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"

const struct route_group api_groups[] = {
    {PREFIX, session_routes, NULL},
    {PREFIX, setup_routes, NULL},
    {PREFIX, site_routes, NULL},
    {PREFIX, user_routes, NULL},
    {PREFIX, token_routes, NULL},
    {PREFIX, totp_routes, NULL},
    {PREFIX, setting_routes, NULL},
    {PREFIX, history_routes, NULL},
    {PREFIX, job_routes, NULL},
    {PREFIX, custom_routes, NULL},
    {PREFIX, import_routes, NULL},
    {PREFIX, report_routes, NULL},
    {PREFIX, measure_routes, NULL},
    {PREFIX, timeline_routes, NULL},
    {PREFIX, identity_routes, NULL},
    {PREFIX, merge_routes, NULL},
    {PREFIX, duplicate_routes, NULL},
    {PREFIX, consent_routes, NULL},
    {PREFIX, list_routes, NULL},
    {PREFIX, suppression_routes, NULL},
    {PREFIX, webhook_routes, NULL},
    {PREFIX, rights_routes, NULL},
    {PREFIX, search_routes, NULL},
    {PREFIX, rule_routes, NULL},
    {PREFIX, activity_routes, NULL},
    {PREFIX, nps_routes, NULL},
    {PREFIX, after_sale_routes, NULL},
    {PREFIX, research_routes, NULL},
    {PREFIX, pipeline_routes, NULL},
    {PREFIX, handoff_routes, NULL},

    {PREFIX, score_routes, NULL},
    {PREFIX, score_trial_routes, NULL},
    {PREFIX, segment_routes, NULL},
    {PREFIX, event_routes, NULL},
    {PREFIX, bulk_routes, NULL},
    {PREFIX, view_routes, NULL},
    {PREFIX, source_routes, NULL},
    {PREFIX, record_routes, NULL},
    {PREFIX, openapi_routes, CSP_PAGE},
    {"", health_routes, NULL},
    {0},
};

const struct http_hooks api_hooks = {
    .authorise = api_authorise,
    .on_error = api_problem,
    .on_done = api_count,
};
