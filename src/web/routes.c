/* routes.c -- the public pages, one row each. All are for anybody: what a page may show, its link says. */
#include "web/web_priv.h"

static enum err style_get(struct request *r, struct response *ret)
{
    response_asset(r, ret, web_of(r)->style);
    return OK;
}

const struct route web_routes[] = {
    {"GET", WEB_PREFIX "/style.css", 0, 0, style_get, ROUTE_INLINE | ROUTE_PUBLIC, KIB(64)},
    {"GET", WEB_PREFIX "/confirm/{token}", 0, 0, confirm_get, ROUTE_POOL | ROUTE_PUBLIC, MIB(2)},
    {"POST", WEB_PREFIX "/confirm/{token}", 0, KIB(16), confirm_post, ROUTE_POOL | ROUTE_PUBLIC,
     MIB(4)},
    {"GET", WEB_PREFIX "/copy/{token}", 0, 0, copy_get, ROUTE_POOL | ROUTE_PUBLIC, MIB(64)},
    {"GET", WEB_PREFIX "/nps/{token}", 0, 0, nps_get, ROUTE_POOL | ROUTE_PUBLIC, MIB(2)},
    {"POST", WEB_PREFIX "/nps/{token}", 0, KIB(32), nps_post, ROUTE_POOL | ROUTE_PUBLIC, MIB(4)},
    {"GET", WEB_PREFIX "/plan/{token}", 0, 0, shared_plan_get, ROUTE_POOL | ROUTE_PUBLIC, MIB(64)},
    {"POST", WEB_PREFIX "/plan/{token}", 0, KIB(16), shared_plan_post, ROUTE_POOL | ROUTE_PUBLIC,
     MIB(4)},
    {"GET", WEB_PREFIX "/positioning/{token}", 0, 0, shared_positioning_get,
     ROUTE_POOL | ROUTE_PUBLIC, MIB(64)},
    {"POST", WEB_PREFIX "/positioning/{token}", 0, KIB(16), shared_positioning_post,
     ROUTE_POOL | ROUTE_PUBLIC, MIB(4)},
    {"GET", WEB_PREFIX "/partner/{token}", 0, 0, partner_get, ROUTE_POOL | ROUTE_PUBLIC, MIB(4)},
    {"POST", WEB_PREFIX "/partner/{token}", 0, KIB(32), partner_post, ROUTE_POOL | ROUTE_PUBLIC,
     MIB(8)},
    {"GET", WEB_PREFIX "/report/{token}", 0, 0, report_get, ROUTE_POOL | ROUTE_PUBLIC, MIB(128)},
    {"GET", WEB_PREFIX "/stop/{token}", 0, 0, stop_get, ROUTE_POOL | ROUTE_PUBLIC, MIB(2)},
    {"POST", WEB_PREFIX "/stop/{token}", 0, KIB(16), stop_post, ROUTE_POOL | ROUTE_PUBLIC, MIB(4)},
    {"GET", WEB_PREFIX "/{token}", 0, 0, preferences_get, ROUTE_POOL | ROUTE_PUBLIC, MIB(4)},
    {"POST", WEB_PREFIX "/{token}", 0, KIB(32), preferences_post, ROUTE_POOL | ROUTE_PUBLIC,
     MIB(8)},
    {0},
};
