/* short_link.h -- a short address for paper, walls, voices and cards: /r/CODE leads to one fixed page and says by which channel.
 *
 * The page is the record's and nobody else's to choose. On the way it gets utm_source, utm_medium, utm_campaign (those it does not have yet)
 * and, when the link belongs to a code, praca_code. So the visit that follows is judged by the words (measure/judge.h): the pair of source
 * and medium of a link means the link's channel, after the owner's own rules. No two links give the same pair different channels.
 *
 * Each following is an event "short_link" of nobody in the journal, and a count by day; robots are counted apart. Before its days, after them, or
 * switched off, it leads to its fallback, or says so.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    ERR_NOTFOUND "short_link.missing"; fault fields "code" "short_link.code", "short_link.code_kept", "field.taken"; "channel"
 *            "field.required"; "source" "short_link.pair".
 * Units:     _on days of the site's clock; _at unix ms, UTC.
 */
#ifndef PRACA_PEOPLE_SHORT_LINK_H
#define PRACA_PEOPLE_SHORT_LINK_H

#include "facts/journal.h"
#include "model/model.h"

enum { SHORT_LINK_CHARS = 6, SHORT_LINK_CODE_MAX = 40 };
#define SHORT_LINK_PREFIX "/r"

struct short_link {
    struct record record;
    const char *name;
    const char *code; /* chosen or made when it is made, and kept: it is printed */
    const char *target;
    const char *channel; /* as in contact.channel */
    const char *source, *medium;
    int64_t campaign;
    int64_t promo;
    int64_t partner;
    const char *starts_on, *ends_on;
    const char *fallback; /* where to lead when it is not in force */
    int64_t active;
    int64_t hits, robot_hits;
    int64_t last_at;
};

extern const struct model short_link_model;

/* Of any site; sets cx->site. */
MUST_USE enum err short_link_find(struct ctx *cx, struct db *db, const char *code,
                                  struct short_link **ret);

/* What the link says besides its own fields. */
struct short_link_words {
    const char *campaign, *promo; /* NULL: none */
    bool in_force;
    char day[16]; /* of the site */
};
MUST_USE enum err short_link_read(struct ctx *cx, struct db *db, const struct short_link *l,
                                  struct short_link_words *ret);
/* Where it leads now; *ret NULL: nowhere. */
MUST_USE enum err short_link_url(struct ctx *cx, const struct short_link *l,
                                 const struct short_link_words *w, const char **ret);

/* Who followed it, as far as the request says. Texts are never NULL. */
struct short_link_hit {
    const char *agent, *network, *country, *language;
    const char *robot_reason; /* "": a person */
};
/* An event, then the count. journal NULL: the count alone. */
MUST_USE enum err short_link_followed(struct ctx *cx, struct db_pool *pool, struct journal *j,
                                      const struct short_link *l, const struct short_link_words *w,
                                      const struct short_link_hit *hit);

/* {"items": [{"day", "hits", "robots"}], "next"} of its last `days` days on which it was followed, oldest first. */
MUST_USE enum err short_link_days_json(struct ctx *cx, struct db *db, int64_t link, int days,
                                       struct buf *out);

#endif
