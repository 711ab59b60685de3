/* launch.c -- see launch.h. */
#include "strategy/launch.h"

#include "access/site.h"
#include "base/message.h"
#include "base/text.h"
#include "strategy/asset.h"
#include "strategy/audience.h"
#include "strategy/channel.h"
#include "strategy/checklist.h"
#include "strategy/claim_ledger.h"
#include "strategy/goal.h"

#include "launch_sql.h"

#include <inttypes.h>
#include <string.h>

enum { ITEMS_MOST = 200, CHANNELS_MOST = 20, TICKS_MOST = 400, MOVES_MOST = 100 };

/* What is known of a campaign while it is looked at. */
struct look {
    struct ctx *cx;
    struct db *db;
    struct campaign *c;
    struct launch *ret;
    void **ticks;
    size_t tick_n;
    char today[DATE_TEXT_MAX]; /* where the site is */
};

static void put(struct look *k, struct launch_item item)
{
    struct launch *l = k->ret;

    if (l->n == ITEMS_MOST)
        return;
    l->missing += item.state == LAUNCH_MISSING;
    l->open += item.state == LAUNCH_OPEN;
    l->items[l->n++] = item;
}

/* --- audience, goal and metric */

struct need {
    const char *field;
    bool given;
};
enum { NEEDS = 3 };

static void needs_of(const struct campaign *c, struct need ret[NEEDS])
{
    ret[0] = (struct need){"audience", c->audience != NIL};
    ret[1] = (struct need){"goal", c->goal != NIL};
    ret[2] = (struct need){"metric", !text_empty(c->metric)};
}

enum err launch_gate(struct ctx *cx, const struct campaign *c)
{
    struct need needs[NEEDS];
    enum err e = OK;

    needs_of(c, needs);
    for (size_t i = 0; i < NEEDS; i++)
        if (!needs[i].given)
            e = fail_field(cx, needs[i].field, "campaign.gate", NULL);
    return e;
}

static void look_at_needs(struct look *k)
{
    struct need needs[NEEDS];

    needs_of(k->c, needs);
    for (size_t i = 0; i < NEEDS; i++) {
        const char *key = arena_print(k->cx->arena, "campaign.needs_%s", needs[i].field);
        put(k, (struct launch_item){.key = needs[i].field,
                                    .field = needs[i].field,
                                    .words = key ? message(k->cx->arena, k->cx->lang, key, NULL, 0)
                                                 : NULL,
                                    .channel = NIL,
                                    .state = needs[i].given ? LAUNCH_DONE : LAUNCH_MISSING,
                                    .automatic = true,
                                    .tick = NIL,
                                    .ticked_by = NIL,
                                    .ticked_at = NIL});
    }
}

/* --- what the program sees for itself */

static void put_seen(struct look *k, const char *key, const struct channel *ch, bool done)
{
    struct arena *a = k->cx->arena;

    put(k, (struct launch_item){.key = key,
                                .field =
                                    ch ? arena_print(a, "checklist.%s.%" PRId64, key, ch->record.id)
                                       : arena_print(a, "checklist.%s", key),
                                .words = checklist_words(k->cx, key),
                                .channel = ch ? ch->record.id : NIL,
                                .channel_name = ch ? ch->name : NULL,
                                .state = done ? LAUNCH_DONE : LAUNCH_OPEN,
                                .automatic = true,
                                .tick = NIL,
                                .ticked_by = NIL,
                                .ticked_at = NIL});
}

/* To the item that was put last. */
static void note(struct look *k, const char *text)
{
    if (k->ret->n)
        k->ret->items[k->ret->n - 1].note = text;
}

static enum err assets_ready(struct look *k, bool *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(k->cx, k->db, &SQL_launch_assets, &st);

    if (e)
        goto out;
    db_bind_int(st, "campaign", k->c->record.id);
    e = db_step(k->cx, st, &row);
    if (!e && row)
        *ret = db_int(st, 0) > 0 && db_int(st, 0) == db_int(st, 1);
out:
    db_done(st);
    return e;
}

static enum err has_budget(struct look *k, const struct channel *ch, bool *ret)
{
    struct db_stmt *st = NULL;
    const char *from = k->c->starts_on, *to = k->c->ends_on;
    bool row = false;
    enum err e = db_begin(k->cx, k->db, &SQL_launch_budget, &st);

    if (e)
        goto out;
    from = from ? from : k->today;
    to = to && strcmp(to, from) >= 0 ? to : from;
    db_bind_int(st, "channel", ch->record.id);
    db_bind_text(st, "from_month", arena_print(k->cx->arena, "%.7s", from));
    db_bind_text(st, "to_month", arena_print(k->cx->arena, "%.7s", to));
    e = db_step(k->cx, st, &row);
    if (!e && row)
        *ret = db_int(st, 0) > 0;
out:
    db_done(st);
    return e;
}

/* --- the claims it makes */

/* Up to what tells visits apart, and without the stroke at the end. */
static size_t page_length(const char *url)
{
    size_t n = strcspn(url, "?#");

    return n && url[n - 1] == '/' ? n - 1 : n;
}

static bool same_page(const char *a, const char *b)
{
    return a && b && page_length(a) == page_length(b) && !strncmp(a, b, page_length(a));
}

static void read_url(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(const char **)row = db_text_dup(cx, st, 0);
}

/* Where a campaign speaks: its landing page, and wherever its assets lie. */
static enum err pages_of(struct look *k, const char ***ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(k->cx, k->db, &SQL_launch_pages, &st);

    if (!e)
        db_bind_int(st, "campaign", k->c->record.id);
    if (!e)
        e = db_collect(k->cx, st, sizeof(**ret), read_url, ret, ret_n);
    db_done(st);
    return e;
}

static bool says(const struct look *k, const struct ledger_claim *claim, const char **pages,
                 size_t n)
{
    for (size_t i = 0; i < claim->use_count; i++) {
        const struct claim_use *use = &claim->uses[i].use;
        if (use->campaign == k->c->record.id || same_page(use->url, k->c->landing_url))
            return true;
        for (size_t p = 0; p < n; p++)
            if (same_page(use->url, pages[p]))
                return true;
    }
    return false;
}

/* A claim without proof is named; that none was noted is said, and no reason to wait. */
static enum err look_at_claims(struct look *k)
{
    struct buf names = buf_in(k->cx->arena);
    struct fault_param which = {"names", NULL};
    struct claim_ledger l = {0};
    const char **pages = NULL;
    size_t n = 0, said = 0;
    enum err e = pages_of(k, &pages, &n);

    if (!e)
        e = claim_ledger(k->cx, k->db, k->c->plan, &l);
    for (size_t i = 0; i < l.count && !e; i++) {
        const struct ledger_claim *claim = &l.claims[i];
        if (!says(k, claim, pages, n))
            continue;
        said++;
        if (claim->state != CLAIM_PROVED)
            buf_print(&names, "%s“%s”", names.len ? ", " : "", claim->name);
    }
    if (e)
        return e;
    put_seen(k, "claims_proved", NULL, !names.len);
    which.value = buf_text(&names);
    if (names.len)
        note(k, message(k->cx->arena, k->cx->lang, "checklist.claims_unproved", &which, 1));
    else if (!said)
        note(k, message(k->cx->arena, k->cx->lang, "checklist.claims_none", NULL, 0));
    return OK;
}

static enum err look_at_whole(struct look *k, size_t channels)
{
    struct campaign *c = k->c;
    void *audience = NULL, *goal = NULL;
    bool assets = false;
    enum err e = assets_ready(k, &assets);

    if (!e && c->audience != NIL)
        e = model_get(k->cx, k->db, &audience_model, c->audience, &audience);
    if (!e && c->goal != NIL)
        e = model_get(k->cx, k->db, &goal_model, c->goal, &goal);
    if (e)
        return e;
    put_seen(k, "channel", NULL, channels > 0);
    put_seen(k, "dates", NULL, c->starts_on && c->ends_on);
    put_seen(k, "cta", NULL, !text_empty(c->cta));
    put_seen(k, "assets", NULL, assets);
    e = look_at_claims(k);
    if (e)
        return e;
    if (audience)
        put_seen(k, "audience_bound", NULL,
                 !text_empty(((const struct audience *)audience)->industry));
    if (goal) {
        const char *due = ((const struct goal *)goal)->due_on;
        put_seen(k, "goal", NULL, due && strcmp(due, k->today) >= 0);
    }
    return OK;
}

/* --- the checklist of a channel */

static const struct checklist_tick *tick_of(const struct look *k, const char *item, int64_t channel)
{
    for (size_t i = 0; i < k->tick_n; i++) {
        const struct checklist_tick *t = k->ticks[i];
        if (t->channel == channel && text_equal(t->item, item))
            return t;
    }
    return NULL;
}

static bool is_https(const char *url)
{
    return url && !strncmp(url, "https://", 8);
}

static enum err seen(struct look *k, const char *item, const struct channel *ch, bool *ret)
{
    const struct campaign *c = k->c;

    if (text_equal(item, "budget"))
        return has_budget(k, ch, ret);
    if (text_equal(item, "landing"))
        *ret = is_https(c->landing_url);
    else if (text_equal(item, "traceable"))
        *ret = !text_empty(ch->matches);
    else
        *ret = !text_empty(c->utm_campaign) && !text_empty(c->utm_source) &&
               !text_empty(c->utm_medium);
    return OK;
}

static enum err look_at_channel(struct look *k, const struct channel *ch)
{
    const struct checklist *list = checklist_of(ch->kind);
    enum err e = OK;

    for (size_t i = 0; i < CHECKLIST_MOST && list->items[i] && !e; i++) {
        const char *item = list->items[i];
        const struct checklist_tick *t = tick_of(k, item, ch->record.id);
        bool done = t != NULL, is_auto = checklist_is_automatic(item);
        if (is_auto)
            e = seen(k, item, ch, &done);
        if (e)
            break;
        put_seen(k, item, ch, done);
        if (!k->ret->n)
            break;
        k->ret->items[k->ret->n - 1].automatic = is_auto;
        if (t) {
            struct launch_item *last = &k->ret->items[k->ret->n - 1];
            last->tick = t->record.id;
            last->ticked_by = t->ticked_by;
            last->ticked_at = t->ticked_at;
        }
    }
    return e;
}

/* The campaign's own channel first. */
static enum err channels_of(struct look *k, int64_t ret[CHANNELS_MOST], size_t *ret_n)
{
    void **rows = NULL;
    size_t n = 0, have = 0;
    enum err e = model_related(k->cx, k->db, &campaign_channel_model, "campaign", k->c->record.id,
                               CHANNELS_MOST - 1, &rows, &n);

    if (k->c->channel != NIL)
        ret[have++] = k->c->channel;
    for (size_t i = 0; i < n && !e; i++) {
        int64_t channel = ((const struct campaign_channel *)rows[i])->channel;
        if (channel != k->c->channel)
            ret[have++] = channel;
    }
    *ret_n = have;
    return e;
}

static enum err look(struct look *k)
{
    int64_t channels[CHANNELS_MOST];
    size_t n = 0;
    enum err e = channels_of(k, channels, &n);

    if (!e)
        e = site_day(k->cx, k->db, k->today);
    k->ret->items = arena_array(k->cx->arena, ITEMS_MOST, sizeof(*k->ret->items));
    if (!e && !k->ret->items)
        e = fail_memory(k->cx);
    if (!e)
        e = model_related(k->cx, k->db, &checklist_tick_model, "campaign", k->c->record.id,
                          TICKS_MOST, &k->ticks, &k->tick_n);
    if (e)
        return e;
    look_at_needs(k);
    e = look_at_whole(k, n);
    for (size_t i = 0; i < n && !e; i++) {
        void *ch = NULL;
        e = model_get(k->cx, k->db, &channel_model, channels[i], &ch);
        if (!e)
            e = look_at_channel(k, ch);
    }
    return !e && arena_full(k->cx->arena) ? fail_memory(k->cx) : e;
}

/* --- the log */

static enum err moves_of(struct ctx *cx, struct db *db, struct launch *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_launch_moves, &st);

    if (e)
        goto out;
    ret->moves = arena_array(cx->arena, MOVES_MOST, sizeof(*ret->moves));
    db_bind_int(st, "campaign", ret->campaign->record.id);
    db_bind_int(st, "most", MOVES_MOST);
    while (ret->moves && ret->move_n < MOVES_MOST && !(e = db_step(cx, st, &row)) && row)
        ret->moves[ret->move_n++] = (struct launch_move){.id = db_int(st, 0),
                                                         .at = db_int(st, 1),
                                                         .actor = db_int(st, 2),
                                                         .origin = db_text_dup(cx, st, 3),
                                                         .from = db_text_dup(cx, st, 4),
                                                         .to = db_text_dup(cx, st, 5),
                                                         .reason = db_text_dup(cx, st, 6),
                                                         .missing = db_text_dup(cx, st, 7),
                                                         .unready = db_text_dup(cx, st, 8)};
    if (!e && arena_full(cx->arena))
        e = fail_memory(cx);
out:
    db_done(st);
    return e;
}

enum err launch_look(struct ctx *cx, struct db *db, int64_t campaign, struct launch *ret)
{
    struct look k = {.cx = cx, .db = db, .ret = ret};
    void *found = NULL;
    enum err e = model_get(cx, db, &campaign_model, campaign, &found);

    if (e)
        return e;
    *ret = (struct launch){.campaign = found};
    k.c = found;
    e = look(&k);
    return e ? e : moves_of(cx, db, ret);
}

static const char *fields_in(struct ctx *cx, const struct launch *l, enum launch_state state)
{
    struct buf b = buf_in(cx->arena);

    for (size_t i = 0; i < l->n; i++)
        if (l->items[i].state == state)
            buf_print(&b, "%s%s", b.len ? " " : "", l->items[i].field);
    return b.len ? buf_text(&b) : NULL;
}

/* What it lacked is written down when it goes live; a reason, only where it is about this change. */
enum err launch_log(struct ctx *cx, struct db *db, const struct campaign *was,
                    const struct campaign *is)
{
    bool live = text_equal(is->state, "running");
    struct launch l = {.campaign = NULL};
    struct look k = {.cx = cx, .db = db, .ret = &l};
    struct campaign copy = *is;
    struct db_stmt *st = NULL;
    enum err e;

    if (text_equal(was ? was->state : "idea", is->state))
        return OK;
    k.c = &copy;
    e = live ? look(&k) : OK;
    if (!e)
        e = db_begin(cx, db, &SQL_launch_move_add, &st);
    if (e)
        goto out;
    db_bind_int(st, "id", id_next(cx));
    db_bind_int(st, "campaign", is->record.id);
    db_bind_int(st, "actor", cx->actor);
    db_bind_text(st, "origin", cx->origin ? cx->origin : "system");
    db_bind_text(st, "from_state", was ? was->state : NULL);
    db_bind_text(st, "to_state", is->state);
    db_bind_text(st, "reason", live ? is->override_reason : is->stop_reason);
    db_bind_text(st, "missing", fields_in(cx, &l, LAUNCH_MISSING));
    db_bind_text(st, "unready", fields_in(cx, &l, LAUNCH_OPEN));
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* --- the end */

enum err launch_forget(struct ctx *cx, struct db *db, const struct campaign *c)
{
    static const char *const keys[] = {"campaign.holds_spend",      "campaign.holds_deals",
                                       "campaign.holds_contacts",   "campaign.holds_short_links",
                                       "campaign.holds_chat_links", "campaign.holds_promo_codes"};
    struct buf what = buf_in(cx->arena);
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_launch_holds, &st);

    if (e)
        goto out;
    db_bind_int(st, "campaign", c->record.id);
    e = db_step(cx, st, &row);
    for (size_t i = 0; i < COUNT_OF(keys) && !e && row; i++) {
        struct fault_param n = {"n", arena_print(cx->arena, "%" PRId64, db_int(st, (int)i))};
        if (db_int(st, (int)i))
            buf_print(&what, "%s%s", what.len ? "; " : "",
                      message(cx->arena, cx->lang, keys[i], &n, 1));
    }
    if (!e && what.len)
        e = fail(cx, ERR_CONFLICT, "campaign.holds", "what", buf_text(&what), NULL);
out:
    db_done(st);
    return e;
}

/* --- changes of state */

static enum err wrong_state(struct ctx *cx, const struct campaign *c)
{
    return fail(cx, ERR_CONFLICT, "campaign.state", "state",
                model_label(cx, &campaign_model, model_field(&campaign_model, "state"), c->state),
                NULL);
}

/* As a person typed it. */
static enum err set_reason(struct ctx *cx, struct campaign *c, const char *field,
                           const char *reason)
{
    return model_set_text(cx, model_field(&campaign_model, field), reason ? reason : "", c);
}

/* All that stands in the way, in the order of the list. */
static enum err refuse(struct ctx *cx, const struct launch *l, const struct launch_ask *ask)
{
    enum err e = OK;

    for (size_t i = 0; i < l->n; i++) {
        const struct launch_item *x = &l->items[i];
        const char *words =
            x->note ? arena_print(cx->arena, "%s (%s)", x->words, x->note) : x->words;
        if (x->state == LAUNCH_MISSING && text_empty(ask->reason))
            e = fail_field(cx, x->field, "campaign.gate", NULL);
        if (x->state == LAUNCH_OPEN && !ask->confirmed)
            e = fail_field(
                cx, x->field, "campaign.unready", "item",
                x->channel_name ? arena_print(cx->arena, "%s: %s", x->channel_name, words) : words,
                NULL);
    }
    return e;
}

enum err launch_start(struct ctx *cx, struct db *db, const struct launch_ask *ask,
                      struct launch *ret)
{
    enum err e = launch_look(cx, db, ask->campaign, ret);
    struct campaign *c;

    if (e)
        return e;
    c = ret->campaign;
    if (text_equal(c->state, "running") || text_equal(c->state, "done"))
        return wrong_state(cx, c);
    e = refuse(cx, ret, ask);
    if (e)
        return e;
    c->state = "running";
    c->stop_reason = NULL;
    e = set_reason(cx, c, "override_reason", ret->missing ? ask->reason : NULL);
    if (!e)
        e = model_change(cx, db, &campaign_model, c);
    return e ? e : launch_look(cx, db, ask->campaign, ret);
}

static enum err end(struct ctx *cx, struct db *db, const struct launch_ask *ask, const char *state,
                    struct launch *ret)
{
    enum err e = launch_look(cx, db, ask->campaign, ret);

    if (e)
        return e;
    if (!text_equal(ret->campaign->state, "running"))
        return wrong_state(cx, ret->campaign);
    ret->campaign->state = state;
    e = set_reason(cx, ret->campaign, "stop_reason", ask->reason);
    if (!e)
        e = model_change(cx, db, &campaign_model, ret->campaign);
    return e ? e : launch_look(cx, db, ask->campaign, ret);
}

enum err launch_stop(struct ctx *cx, struct db *db, const struct launch_ask *ask,
                     struct launch *ret)
{
    return end(cx, db, ask, "stopped", ret);
}

enum err launch_finish(struct ctx *cx, struct db *db, const struct launch_ask *ask,
                       struct launch *ret)
{
    return end(cx, db, ask, "done", ret);
}
