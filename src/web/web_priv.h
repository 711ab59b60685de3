/* web_priv.h -- the handlers of the pages, for the one table of routes. */
#ifndef PRACA_WEB_WEB_PRIV_H
#define PRACA_WEB_WEB_PRIV_H

#include "web/page_priv.h"

enum err confirm_get(struct request *r, struct response *ret);
enum err confirm_post(struct request *r, struct response *ret);
enum err copy_get(struct request *r, struct response *ret);
enum err form_get(struct request *r, struct response *ret);
enum err form_post(struct request *r, struct response *ret);
enum err nps_get(struct request *r, struct response *ret);
enum err nps_post(struct request *r, struct response *ret);
enum err off_get(struct request *r, struct response *ret);
enum err off_post(struct request *r, struct response *ret);
enum err partner_get(struct request *r, struct response *ret);
enum err partner_post(struct request *r, struct response *ret);
enum err preferences_get(struct request *r, struct response *ret);
enum err report_get(struct request *r, struct response *ret);
enum err shared_plan_get(struct request *r, struct response *ret);
enum err shared_plan_post(struct request *r, struct response *ret);
enum err shared_positioning_get(struct request *r, struct response *ret);
enum err shared_positioning_post(struct request *r, struct response *ret);
enum err stop_get(struct request *r, struct response *ret);
enum err stop_post(struct request *r, struct response *ret);
enum err preferences_post(struct request *r, struct response *ret);

#endif
