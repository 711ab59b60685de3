/* cookie_priv.h -- between the files of the banner's addresses. */
#ifndef PRACA_WEB_COOKIE_PRIV_H
#define PRACA_WEB_COOKIE_PRIV_H

#include "web/cookie.h"
#include "web/page_priv.h"

/* The site of a key: cx->site is set. ERR_NOTFOUND "cookies.unknown_key". */
MUST_USE enum err cookie_site(struct ctx *cx, struct db *db, const char *key);
MUST_USE enum err cookie_often(struct request *r, bool writes);

/* The built script, ended by NUL; "" when it was not built. */
const char *cookie_script_bytes(const struct request *r);

enum err cookie_script_get(struct request *r, struct response *ret);
enum err cookie_post(struct request *r, struct response *ret);
enum err cookie_receipt_page(struct request *r, struct response *ret);
enum err cookie_preview_get(struct request *r, struct response *ret);
enum err cookie_preview_script_get(struct request *r, struct response *ret);
enum err self_test_get(struct request *r, struct response *ret);
enum err self_test_page_get(struct request *r, struct response *ret);
enum err self_test_third_get(struct request *r, struct response *ret);

#endif
