/* cookie.h -- the consent banner as other people's pages meet it: its script, the receipts it sends, and the pages that show
 * a visitor their own receipt and what a visitor who refuses really gets.
 *
 * None of these addresses sets a cookie. GET changes nothing. A receipt comes by POST as text/plain from a page of the site
 * (its Origin is one of the site's hosts, or our own): 201 kept, 200 it was there, 202 looked at and not kept ("test").
 *
 * Who takes back the permission to recognise them, or to be called by name, sends the number that they had: in the same
 * transaction it is tied to nobody any more (people/visitor_link.h). The receipt does not have it.
 *
 * Threads: any.
 */
#ifndef PRACA_WEB_COOKIE_H
#define PRACA_WEB_COOKIE_H

#include "web/web.h"

enum { COOKIE_BODY_MAX = 4096, COOKIE_GETS = 600, COOKIE_POSTS = 120 }; /* a minute and address */

/* "/c.js", "/c", "/c/{key}/{receipt}", "/self/...": served under the neutral path. */
extern const struct route cookie_routes[];

#endif
