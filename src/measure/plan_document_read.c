/* plan_document_read.c -- an edition of a plan, found for its document; see plan_document.h. */
#include "measure/plan_document.h"

#include "access/site.h"
#include "access/user.h"
#include "measure/channel_report_priv.h"
#include "measure/plan_figures.h"
#include "strategy/plan_version.h"

#include <string.h>

static enum err find_edition(struct ctx *cx, struct db *db, int64_t plan, int64_t edition,
                             struct plan_version *ret)
{
    *ret = (struct plan_version){0};
    if (edition == DOCUMENT_NOW)
        return OK;
    if (edition == NIL)
        return plan_version_last(cx, db, plan, ret);
    return plan_version_get(cx, db, plan, arena_print(cx->arena, "%lld", (long long)edition), ret);
}

static enum err read_now(struct ctx *cx, struct db *db, const struct model *const *models,
                         int64_t plan, const char **ret)
{
    const char *figures = NULL;
    enum err e = plan_figures(cx, db, plan, &figures);

    return e ? e : plan_snapshot(cx, db, models, plan, figures, ret);
}

enum err plan_document_read(struct ctx *cx, struct db *db, const struct model *const *models,
                            int64_t plan, int64_t edition, struct plan_document *ret)
{
    struct plan_version v;
    struct site site;
    const char *text = NULL;
    enum err e = find_edition(cx, db, plan, edition, &v);

    *ret = (struct plan_document){.edition = DOCUMENT_NOW, .at = ctx_now(cx)};
    if (!e)
        e = report_site(cx, db, &ret->zone, &ret->currency);
    if (!e)
        e = site_get(cx, db, cx->site, &site);
    if (!e && v.id) {
        ret->edition = v.number;
        ret->at = v.made_at;
        ret->note = v.note;
        text = v.snapshot;
        e = user_name(cx, db, v.actor, &ret->by);
    } else if (!e) {
        e = read_now(cx, db, models, plan, &text);
    }
    if (e)
        return e;
    ret->site = site.name;
    return json_parse(cx, text, strlen(text), &ret->snapshot);
}
