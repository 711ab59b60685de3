/* board.c -- see board.h. Two statements, whatever the number of stages. */
#include "people/board.h"

#include "access/site.h"
#include "base/text.h"
#include "base/time.h"
#include "people/committee.h"

#include "board_sql.h"

#include <string.h>

/* What both statements are asked. */
struct filter {
    int64_t owner;
    const char *pattern, *missing;
    int64_t open_from, open_until, ended_from, ended_until;
};

struct builder {
    struct board *b;
    const struct zone *zone;
    int64_t now;
    char today[DATE_TEXT_MAX];
};

/* --- what is asked */

static const char *pattern_of(struct ctx *cx, const char *q)
{
    const char *folded = text_empty(q) ? "" : text_fold(cx->arena, q);
    struct buf b = buf_in(cx->arena);

    buf_add_char(&b, '%');
    for (const char *p = folded ? folded : ""; *p; p++) {
        if (*p == '%' || *p == '_' || *p == '\\')
            buf_add_char(&b, '\\');
        buf_add_char(&b, *p);
    }
    if (!text_empty(folded))
        buf_add_char(&b, '%');
    return buf_text(&b);
}

static enum err read_day(struct ctx *cx, const char *name, const char *text,
                         const struct zone *zone, int64_t *ret)
{
    if (text_empty(text))
        return OK;
    if (!date_ok(text))
        return fail_field(cx, name, "field.date", NULL);
    return time_read(cx, text, zone, ret);
}

static enum err filter_make(struct ctx *cx, const struct board_ask *ask, const struct zone *zone,
                            struct filter *ret)
{
    struct filter f = {.owner = ask->owner == NIL ? -1 : ask->owner,
                       .pattern = pattern_of(cx, ask->q),
                       .missing = ask->missing ? ask->missing : "",
                       .open_from = INT64_MIN + 1,
                       .open_until = INT64_MAX};
    bool period = !text_empty(ask->from) || !text_empty(ask->to);
    enum err e = read_day(cx, "from", ask->from, zone, &f.open_from);
    enum err to = read_day(cx, "to", ask->to, zone, &f.open_until);

    if (e || to || !f.pattern)
        return e ? e : to ? to : fail_memory(cx);
    if (!text_empty(ask->to)) /* an hour more than a day, for the longest of days */
        f.open_until = time_day_start(zone, f.open_until + HOURS_MS(25) + HOURS_MS(1));
    f.ended_from =
        period ? f.open_from : time_day_start(zone, ctx_now(cx) - DAYS_MS(BOARD_ENDED_DAYS));
    f.ended_until = f.open_until;
    *ret = f;
    return OK;
}

static void bind(struct db_stmt *st, const struct filter *f)
{
    db_bind_int(st, "owner", f->owner);
    db_bind_text(st, "pattern", f->pattern);
    db_bind_text(st, "missing", f->missing);
    db_bind_int(st, "open_from", f->open_from);
    db_bind_int(st, "open_until", f->open_until);
    db_bind_int(st, "ended_from", f->ended_from);
    db_bind_int(st, "ended_until", f->ended_until);
}

/* --- columns */

/* The stages in order, and before them a place for deals that say none. */
static enum err columns_make(struct ctx *cx, struct db *db, struct board *b)
{
    struct deal_stage *stages = NULL;
    size_t n = 0;
    enum err e = deal_stages_all(cx, db, &stages, &n);

    if (e)
        return e;
    b->columns = arena_array(cx->arena, n + 1, sizeof(*b->columns));
    if (!b->columns)
        return fail_memory(cx);
    memset(b->columns, 0, (n + 1) * sizeof(*b->columns));
    for (size_t i = 0; i < n; i++)
        b->columns[i + 1].stage = &stages[i];
    b->count = n + 1;
    return OK;
}

static struct board_column *column_of(struct board *b, const char *outcome, const char *stage)
{
    bool open = text_equal(outcome, "open");
    struct board_column *first = &b->columns[0];

    for (size_t i = b->count - 1; i > 0; i--) {
        const struct deal_stage *s = b->columns[i].stage;
        if (text_equal(s->key, stage) && text_equal(s->kind, outcome))
            return &b->columns[i];
        if (!open && text_equal(s->kind, outcome))
            first = &b->columns[i];
    }
    return first;
}

static enum err add_sum(struct ctx *cx, struct board_sum **sums, size_t *n, const char *currency,
                        int64_t amount, int64_t chance)
{
    struct board_sum *to = NULL;

    for (size_t i = 0; i < *n && !to; i++)
        if (text_equal((*sums)[i].currency, currency))
            to = &(*sums)[i];
    if (!to) {
        struct board_sum *more = arena_array(cx->arena, *n + 1, sizeof(*more));
        if (!more)
            return fail_memory(cx);
        if (*n)
            memcpy(more, *sums, *n * sizeof(*more));
        more[*n] = (struct board_sum){.currency = currency};
        *sums = more;
        to = &more[(*n)++];
    }
    to->amount_minor += amount;
    to->weighted_minor += amount / 1000000 * chance + amount % 1000000 * chance / 1000000;
    return OK;
}

static enum err read_sums(struct ctx *cx, struct db *db, const struct filter *f, struct board *b)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_board_sums, &st);

    if (e)
        goto out;
    bind(st, f);
    while (!(e = db_step(cx, st, &row)) && row) {
        const char *outcome = db_text_dup(cx, st, 0), *currency = db_text_dup(cx, st, 2);
        struct board_column *c = column_of(b, outcome, db_text_dup(cx, st, 1));
        int64_t chance = c->stage && c->stage->probability != NIL ? c->stage->probability : 0;
        int64_t amount = db_int(st, 4);
        c->count += db_int(st, 3);
        if (!db_int(st, 5))
            continue;
        e = add_sum(cx, &c->sums, &c->sum_count, currency, amount, chance);
        if (!e && text_equal(outcome, "open"))
            e = add_sum(cx, &b->sums, &b->sum_count, currency, amount, chance);
        if (e)
            goto out;
    }
out:
    db_done(st);
    return e;
}

/* --- cards */

/* "0110" in the order of committee_needed: "champion,user". */
static const char *missing_of(struct ctx *cx, const char *held)
{
    struct buf b = buf_in(cx->arena);

    for (size_t i = 0; held && held[i] && i < COMMITTEE_NEEDED; i++)
        if (held[i] == '0')
            buf_print(&b, "%s%s", b.len ? "," : "", committee_needed[i]);
    return b.len ? buf_text(&b) : "";
}

static struct board_card read_card(struct ctx *cx, const struct db_stmt *st)
{
    return (struct board_card){.id = db_int(st, 0),
                               .version = db_int(st, 1),
                               .name = db_text_dup(cx, st, 2),
                               .account = db_int(st, 3),
                               .account_name = db_text_dup(cx, st, 4),
                               .amount_minor = db_int(st, 5),
                               .currency = db_text_dup(cx, st, 6),
                               .type = db_text_dup(cx, st, 7),
                               .outcome = db_text_dup(cx, st, 8),
                               .entered_at = db_int(st, 10),
                               .days = NIL,
                               .exact = db_int(st, 11) == 1,
                               .next_step = db_text_dup(cx, st, 12),
                               .next_step_on = db_text_dup(cx, st, 13),
                               .owner = db_int(st, 14),
                               .owner_name = db_text_dup(cx, st, 15),
                               .closed_at = db_int(st, 16),
                               .reason = db_text_dup(cx, st, 17),
                               .missing = missing_of(cx, db_text(st, 18))};
}

static void judge(const struct builder *to, const struct board_column *c, struct board_card *card)
{
    int64_t most = c->stage ? c->stage->stall_days : NIL;

    if (!text_equal(card->outcome, "open"))
        return;
    if (card->entered_at != NIL)
        card->days = (time_day_start(to->zone, to->now) -
                      time_day_start(to->zone, card->entered_at) + HOURS_MS(2)) /
                     DAYS_MS(1);
    card->stalled = card->days != NIL && most != NIL && card->days > most;
    card->next_step_late = card->next_step_on && strcmp(card->next_step_on, to->today) < 0;
}

static enum err read_cards(struct ctx *cx, struct db *db, const struct filter *f,
                           struct builder *to)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_board_cards, &st);

    if (e)
        goto out;
    bind(st, f);
    db_bind_int(st, "most", BOARD_CARDS);
    while (!(e = db_step(cx, st, &row)) && row) {
        struct board_card card = read_card(cx, st);
        struct board_column *c = column_of(to->b, card.outcome, db_text(st, 9));
        if (!c->cards)
            c->cards = arena_array(cx->arena, BOARD_CARDS, sizeof(*c->cards));
        if (arena_full(cx->arena))
            e = fail_memory(cx);
        if (e)
            goto out;
        judge(to, c, &card);
        if (c->card_count < BOARD_CARDS)
            c->cards[c->card_count++] = card;
    }
out:
    db_done(st);
    return e;
}

enum err board_read(struct ctx *cx, struct db *db, const struct board_ask *ask, struct board *ret)
{
    struct board b = {0};
    struct builder to = {.b = &b, .now = ctx_now(cx)};
    struct filter f = {0};
    struct site site;
    enum err e = site_get(cx, db, cx->site, &site);

    if (!e)
        e = zone_find(cx, site.time_zone, &to.zone);
    if (!e)
        e = filter_make(cx, ask, to.zone, &f);
    if (e)
        return e;
    date_text(to.zone, to.now, to.today);
    e = columns_make(cx, db, &b);
    if (!e)
        e = read_sums(cx, db, &f, &b);
    if (!e)
        e = read_cards(cx, db, &f, &to);
    if (e)
        return e;
    if (!b.columns[0].count) { /* every deal says its stage */
        b.columns++;
        b.count--;
    }
    *ret = b;
    return OK;
}

/* --- as JSON */

static void put_time(struct json_writer *w, const char *name, int64_t at)
{
    char text[TIME_TEXT_MAX];

    if (at != NIL)
        time_text(at, text);
    json_text_member(w, name, at == NIL ? NULL : text);
}

static void put_int(struct json_writer *w, const char *name, int64_t v)
{
    if (v != NIL) {
        json_int_member(w, name, v);
        return;
    }
    json_name(w, name);
    json_put_null(w);
}

static void put_rate(struct json_writer *w, const char *name, int64_t v)
{
    if (v == NIL)
        put_int(w, name, NIL);
    else
        json_real_member(w, name, (double)v / 1e6);
}

static void put_named(struct json_writer *w, const char *name, int64_t id, const char *label)
{
    json_name(w, name);
    if (id == NIL) {
        json_put_null(w);
        return;
    }
    json_open_object(w);
    json_id_member(w, "id", id);
    json_text_member(w, "name", label);
    json_close_object(w);
}

static void put_sums(struct json_writer *w, const struct board_sum *sums, size_t n)
{
    json_name(w, "sums");
    json_open_list(w);
    for (size_t i = 0; i < n; i++) {
        json_open_object(w);
        json_text_member(w, "currency", sums[i].currency);
        json_int_member(w, "amount_minor", sums[i].amount_minor);
        json_int_member(w, "weighted_minor", sums[i].weighted_minor);
        json_close_object(w);
    }
    json_close_list(w);
}

static void put_list(struct json_writer *w, const char *name, const char *text)
{
    json_name(w, name);
    json_open_list(w);
    for (const char *p = text ? text : ""; *p;) {
        size_t n = strcspn(p, ",");
        json_put_text_n(w, p, n);
        p += n + (p[n] == ',');
    }
    json_close_list(w);
}

static void put_card(struct json_writer *w, const struct board_card *c)
{
    json_open_object(w);
    json_id_member(w, "id", c->id);
    json_int_member(w, "version", c->version);
    json_text_member(w, "name", c->name);
    put_named(w, "account", c->account, c->account_name);
    put_int(w, "amount_minor", c->amount_minor);
    json_text_member(w, "currency", c->currency);
    json_text_member(w, "type", c->type);
    json_text_member(w, "outcome", c->outcome);
    put_int(w, "days", c->days);
    json_bool_member(w, "exact", c->exact);
    json_bool_member(w, "stalled", c->stalled);
    json_text_member(w, "next_step", c->next_step);
    json_text_member(w, "next_step_on", c->next_step_on);
    json_bool_member(w, "next_step_late", c->next_step_late);
    put_named(w, "owner", c->owner, c->owner_name);
    put_list(w, "missing", c->missing);
    put_time(w, "closed_at", c->closed_at);
    json_text_member(w, "reason", c->reason);
    json_close_object(w);
}

static void put_stage(struct ctx *cx, struct json_writer *w, const struct deal_stage *s)
{
    const struct json *list = NULL;

    json_name(w, "stage");
    if (!s) {
        json_put_null(w);
        return;
    }
    json_open_object(w);
    json_id_member(w, "id", s->record.id);
    json_text_member(w, "key", s->key);
    json_text_member(w, "name", s->name);
    json_text_member(w, "kind", s->kind);
    put_rate(w, "probability", s->probability);
    put_int(w, "stall_days", s->stall_days);
    json_name(w, "requires");
    json_open_list(w);
    if (!text_empty(s->requires) && json_parse(cx, s->requires, strlen(s->requires), &list) == OK)
        for (const struct json *v = list->first; v; v = v->next)
            json_put_text(w, json_text(v, ""));
    json_close_list(w);
    json_close_object(w);
}

void board_json(struct ctx *cx, const struct board *b, struct buf *out)
{
    struct json_writer w = json_to(out);

    json_open_object(&w);
    json_name(&w, "columns");
    json_open_list(&w);
    for (size_t i = 0; i < b->count; i++) {
        const struct board_column *c = &b->columns[i];
        json_open_object(&w);
        put_stage(cx, &w, c->stage);
        json_int_member(&w, "count", c->count);
        put_sums(&w, c->sums, c->sum_count);
        json_name(&w, "cards");
        json_open_list(&w);
        for (size_t k = 0; k < c->card_count; k++)
            put_card(&w, &c->cards[k]);
        json_close_list(&w);
        json_close_object(&w);
    }
    json_close_list(&w);
    put_sums(&w, b->sums, b->sum_count);
    json_close_object(&w);
}
