/* claim_ledger.c -- see claim_ledger.h. Three lists are read, each by claim, and laid together. */
#include "strategy/claim_ledger.h"

#include "access/site.h"
#include "base/message.h"
#include "base/text.h"
#include "base/time.h"
#include "strategy/audience.h"
#include "strategy/plan.h"
#include "strategy/positioning.h"

#include "claim_sql.h"
#include "positioning_sql.h"

#include <string.h>

static const char *const state_names[] = {"proved", "unproved", "withdrawn"};
static const char *const proof_names[] = {"stands", "expired", "withdrawn", "fails", "unknown"};

enum proof_state proof_state_on(const struct claim_proof *p, const char *today)
{
    if (p->withdrawn_on)
        return PROOF_WITHDRAWN;
    if (p->expires_on && strcmp(p->expires_on, today) < 0)
        return PROOF_EXPIRED;
    if (!text_equal(p->kind, "metric"))
        return PROOF_STANDS;
    if (p->value_micro == NIL || p->measured_micro == NIL)
        return PROOF_UNKNOWN;
    return (text_equal(p->comparison, "at_most") ? p->measured_micro <= p->value_micro
                                                 : p->measured_micro >= p->value_micro)
               ? PROOF_STANDS
               : PROOF_FAILS;
}

static enum err site_today(struct ctx *cx, struct db *db, const char **ret)
{
    char today[DATE_TEXT_MAX];
    enum err e = site_day(cx, db, today);

    if (e)
        return e;
    *ret = arena_dup(cx->arena, today);
    return *ret ? OK : fail_memory(cx);
}

/* --- reading */

static void read_claim(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct ledger_claim *)row = (struct ledger_claim){.id = db_int(st, 0),
                                                        .version = db_int(st, 1),
                                                        .name = db_text_dup(cx, st, 2),
                                                        .audience = db_int(st, 3),
                                                        .audience_name = db_text_dup(cx, st, 4),
                                                        .owner = db_int(st, 5),
                                                        .owner_name = db_text_dup(cx, st, 6),
                                                        .notes = db_text_dup(cx, st, 7)};
}

static void read_proof(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct claim_proof *)row =
        (struct claim_proof){.claim = db_int(st, 0),
                             .record = {.id = db_int(st, 1), .version = db_int(st, 2)},
                             .kind = db_text_dup(cx, st, 3),
                             .name = db_text_dup(cx, st, 4),
                             .metric = db_text_dup(cx, st, 5),
                             .url = db_text_dup(cx, st, 6),
                             .details = db_text_dup(cx, st, 7),
                             .proved_on = db_text_dup(cx, st, 8),
                             .expires_on = db_text_dup(cx, st, 9),
                             .withdrawn_on = db_text_dup(cx, st, 10),
                             .withdrawn_reason = db_text_dup(cx, st, 11),
                             .comparison = db_text_dup(cx, st, 12),
                             .value_micro = db_int(st, 13),
                             .measured_micro = db_int(st, 14),
                             .measured_at = db_int(st, 15)};
}

static void read_use(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct ledger_use *)row =
        (struct ledger_use){.use = {.claim = db_int(st, 0),
                                    .record = {.id = db_int(st, 1), .version = db_int(st, 2)},
                                    .kind = db_text_dup(cx, st, 3),
                                    .campaign = db_int(st, 4),
                                    .positioning = db_int(st, 6),
                                    .url = db_text_dup(cx, st, 8),
                                    .notes = db_text_dup(cx, st, 9)},
                            .campaign_name = db_text_dup(cx, st, 5),
                            .audience_name = db_text_dup(cx, st, 7)};
}

static enum err read_all(struct ctx *cx, struct db *db, const struct db_query *q, int64_t plan,
                         size_t bytes, db_row_read *read, void *ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, q, &st);

    if (!e)
        db_bind_int(st, "plan", plan);
    if (!e)
        e = db_collect(cx, st, bytes, read, ret, ret_n);
    db_done(st);
    return e;
}

static void judge(struct ledger_claim *c, const char *today)
{
    bool endless = false;

    c->state = CLAIM_UNPROVED;
    for (size_t i = 0; i < c->proof_count; i++) {
        const struct claim_proof *p = &c->proofs[i];
        enum proof_state s = proof_state_on(p, today);
        c->proofs_in[s]++;
        if (c->state == CLAIM_UNPROVED && (s == PROOF_EXPIRED || s == PROOF_WITHDRAWN))
            c->state = CLAIM_WITHDRAWN;
        if (s != PROOF_STANDS)
            continue;
        c->state = CLAIM_PROVED;
        endless |= p->expires_on == NULL;
        if (p->expires_on && (!c->until || strcmp(p->expires_on, c->until) > 0))
            c->until = p->expires_on;
    }
    if (endless)
        c->until = NULL;
}

enum err claim_ledger(struct ctx *cx, struct db *db, int64_t plan, struct claim_ledger *ret)
{
    struct claim_ledger l = {0};
    struct claim_proof *proofs = NULL;
    struct ledger_use *uses = NULL;
    size_t proof_n = 0, use_n = 0, p = 0, u = 0;
    void *found = NULL;
    enum err e = model_get(cx, db, &plan_model, plan, &found);

    if (!e)
        e = site_today(cx, db, &l.today);
    if (!e)
        e = read_all(cx, db, &SQL_ledger_claims, plan, sizeof(*l.claims), read_claim, &l.claims,
                     &l.count);
    if (!e)
        e = read_all(cx, db, &SQL_ledger_proofs, plan, sizeof(*proofs), read_proof, &proofs,
                     &proof_n);
    if (!e)
        e = read_all(cx, db, &SQL_ledger_uses, plan, sizeof(*uses), read_use, &uses, &use_n);
    if (e)
        return e;
    for (size_t i = 0; i < l.count; i++) {
        struct ledger_claim *c = &l.claims[i];
        for (c->proofs = proofs + p; p < proof_n && proofs[p].claim == c->id; p++)
            c->proof_count++;
        for (c->uses = uses + u; u < use_n && uses[u].use.claim == c->id; u++)
            c->use_count++;
        judge(c, l.today);
        l.states[c->state]++;
        l.flagged += c->state == CLAIM_PROVED ? 0 : (int64_t)c->use_count;
    }
    *ret = l;
    return OK;
}

/* --- writing */

static void put_micro(struct json_writer *w, const char *name, int64_t v)
{
    json_name(w, name);
    if (v == NIL)
        json_put_null(w);
    else
        json_put_int(w, v);
}

static void put_time(struct json_writer *w, const char *name, int64_t at)
{
    char text[TIME_TEXT_MAX];

    json_name(w, name);
    if (at == NIL) {
        json_put_null(w);
        return;
    }
    time_text(at, text);
    json_put_text(w, text);
}

static void put_proof(struct json_writer *w, const struct claim_proof *p, const char *today)
{
    json_open_object(w);
    json_id_member(w, "id", p->record.id);
    json_int_member(w, "version", p->record.version);
    json_text_member(w, "kind", p->kind);
    json_text_member(w, "name", p->name);
    json_text_member(w, "metric", p->metric);
    json_text_member(w, "comparison", p->comparison);
    put_micro(w, "value_micro", p->value_micro);
    put_micro(w, "measured_micro", p->measured_micro);
    put_time(w, "measured_at", p->measured_at);
    json_text_member(w, "url", p->url);
    json_text_member(w, "details", p->details);
    json_text_member(w, "proved_on", p->proved_on);
    json_text_member(w, "expires_on", p->expires_on);
    json_text_member(w, "withdrawn_on", p->withdrawn_on);
    json_text_member(w, "withdrawn_reason", p->withdrawn_reason);
    json_text_member(w, "state", proof_names[proof_state_on(p, today)]);
    json_close_object(w);
}

static void put_use(struct json_writer *w, const struct ledger_use *u, bool flagged)
{
    json_open_object(w);
    json_id_member(w, "id", u->use.record.id);
    json_int_member(w, "version", u->use.record.version);
    json_text_member(w, "kind", u->use.kind);
    json_id_member(w, "campaign", u->use.campaign);
    json_text_member(w, "campaign_name", u->campaign_name);
    json_id_member(w, "positioning", u->use.positioning);
    json_text_member(w, "audience_name", u->audience_name);
    json_text_member(w, "url", u->use.url);
    json_text_member(w, "notes", u->use.notes);
    json_bool_member(w, "flagged", flagged);
    json_close_object(w);
}

static const char *why(struct ctx *cx, const struct ledger_claim *c)
{
    const char *key = c->state == CLAIM_WITHDRAWN            ? "claim.why_withdrawn"
                      : c->state == CLAIM_PROVED && c->until ? "claim.why_proved_until"
                      : c->state == CLAIM_PROVED             ? "claim.why_proved"
                      : c->proofs_in[PROOF_FAILS]            ? "claim.why_fails"
                      : c->proofs_in[PROOF_UNKNOWN]          ? "claim.why_unknown"
                                                             : "claim.why_unproved";
    struct fault_param until = {"until",
                                c->until ? message_day(cx->arena, cx->lang, c->until) : NULL};

    return message(cx->arena, cx->lang, key, &until, c->until ? 1 : 0);
}

static void put_claim(struct ctx *cx, struct json_writer *w, const struct ledger_claim *c,
                      const char *today)
{
    json_open_object(w);
    json_id_member(w, "id", c->id);
    json_int_member(w, "version", c->version);
    json_text_member(w, "name", c->name);
    json_id_member(w, "audience", c->audience);
    json_text_member(w, "audience_name", c->audience_name);
    json_id_member(w, "owner", c->owner);
    json_text_member(w, "owner_name", c->owner_name);
    json_text_member(w, "notes", c->notes);
    json_text_member(w, "state", state_names[c->state]);
    json_text_member(w, "until", c->until);
    json_text_member(w, "why", why(cx, c));
    json_name(w, "proofs");
    json_open_list(w);
    for (size_t i = 0; i < c->proof_count; i++)
        put_proof(w, &c->proofs[i], today);
    json_close_list(w);
    json_name(w, "uses");
    json_open_list(w);
    for (size_t i = 0; i < c->use_count; i++)
        put_use(w, &c->uses[i], c->state != CLAIM_PROVED);
    json_close_list(w);
    json_close_object(w);
}

void claim_ledger_json(struct ctx *cx, const struct claim_ledger *l, struct json_writer *w)
{
    json_open_object(w);
    json_text_member(w, "today", l->today);
    json_name(w, "counts");
    json_open_object(w);
    for (size_t i = 0; i < CLAIM_STATES; i++)
        json_int_member(w, state_names[i], l->states[i]);
    json_close_object(w);
    json_int_member(w, "flagged_uses", l->flagged);
    json_name(w, "claims");
    json_open_list(w);
    for (size_t i = 0; i < l->count; i++)
        put_claim(cx, w, &l->claims[i], l->today);
    json_close_list(w);
    json_close_object(w);
}

/* --- the canvas */

static enum err put_rivals(struct ctx *cx, struct db *db, int64_t positioning,
                           struct json_writer *w)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_positioning_rivals_of, &st);

    json_name(w, "rivals");
    json_open_list(w);
    if (e)
        goto out;
    db_bind_int(st, "positioning", positioning);
    while (!(e = db_step(cx, st, &row)) && row) {
        json_open_object(w);
        json_id_member(w, "id", db_int(st, 0));
        json_int_member(w, "version", db_int(st, 1));
        json_id_member(w, "competitor", db_int(st, 2));
        json_text_member(w, "name", db_text(st, 3));
        json_text_member(w, "website", db_text(st, 4));
        json_text_member(w, "notes", db_text(st, 5));
        json_close_object(w);
    }
out:
    json_close_list(w);
    db_done(st);
    return e;
}

static bool stands_on(const struct ledger_claim *c, const struct positioning *p)
{
    bool used = c->audience == NIL || c->audience == p->audience;

    for (size_t i = 0; i < c->use_count && !used; i++)
        used = c->uses[i].use.positioning == p->record.id;
    return used;
}

enum err positioning_canvas(struct ctx *cx, struct db *db, int64_t positioning,
                            struct json_writer *w)
{
    struct claim_ledger l;
    void *found = NULL, *audience = NULL, *plan = NULL;
    const struct positioning *p;
    enum err e = model_get(cx, db, &positioning_model, positioning, &found);

    if (e)
        return e;
    p = found;
    e = model_get(cx, db, &audience_model, p->audience, &audience);
    if (!e)
        e = model_get(cx, db, &plan_model, p->plan, &plan);
    if (!e)
        e = claim_ledger(cx, db, p->plan, &l);
    if (e)
        return e;
    json_open_object(w);
    json_name(w, "positioning");
    model_to_json(w, &positioning_model, p);
    json_text_member(w, "audience_name", ((const struct audience *)audience)->name);
    json_text_member(w, "plan_name", ((const struct plan *)plan)->name);
    json_text_member(w, "today", l.today);
    e = put_rivals(cx, db, positioning, w);
    json_name(w, "claims");
    json_open_list(w);
    for (size_t i = 0; i < l.count; i++)
        if (stands_on(&l.claims[i], p))
            put_claim(cx, w, &l.claims[i], l.today);
    json_close_list(w);
    json_close_object(w);
    return e;
}
