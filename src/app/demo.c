/* demo.c -- see demo.h. What is done in which order, in transactions that others hardly notice. */
#include "app/demo_priv.h"

#include "access/may.h"
#include "model/audit.h"

#include "base/hash.h"
#include "base/text.h"
#include "measure/proof_metric.h"
#include "measure/proposal.h"
#include "people/score_model.h"
#include "work/job.h"

#include "demo_sql.h"

#include <stdio.h>

static const char step_key[] = "demo.step";
static const char step_records[] = "records", step_done[] = "done";

enum err demo_site_add(struct ctx *cx, struct db *db, const char *owner_hash, struct site *ret_site,
                       struct user *ret_owner)
{
    struct site site = {.name = "Ferramentas Aurora",
                        .slug = DEMO_SLUG,
                        .locale = "pt-BR",
                        .time_zone = "America/Sao_Paulo",
                        .currency = "BRL",
                        .is_demo = true};
    struct user owner = {
        .email = DEMO_EMAIL, .name = "Visitante da demonstração", .locale = "pt-BR"};
    enum err e = site_add(cx, db, &site);

    if (!e)
        e = user_find(cx, db, owner.email, ret_owner);
    if (e == ERR_NOTFOUND) {
        fault_clear(cx);
        e = user_add(cx, db, &owner, owner_hash, &owner.id);
        *ret_owner = owner;
    } else if (!e) {
        e = user_set_password(cx, db, ret_owner->id, owner_hash);
    }
    if (!e)
        e = member_set(cx, db, site.id, ret_owner->id, "owner");
    if (!e)
        *ret_site = site;
    return e;
}

/* --- time ----------------------------------------------------------------------------------------- */

int64_t demo_month_start(const struct demo *d, int months)
{
    int at = d->year * 12 + d->month - 1 + months;
    struct civil c = {.year = at / 12, .month = at % 12 + 1, .day = 1};

    return time_from_civil(d->zone, &c);
}

const char *demo_date(struct ctx *cx, const struct demo *d, int64_t at)
{
    char text[DATE_TEXT_MAX];

    date_text(d->zone, at, text);
    return arena_dup(cx->arena, text);
}

const char *demo_month_date(struct ctx *cx, const struct demo *d, int months, int day)
{
    int64_t at = day > 0 ? demo_month_start(d, months) + DAYS_MS(day - 1) + HOURS_MS(12)
                         : demo_month_start(d, months + 1) - HOURS_MS(12);

    return demo_date(cx, d, at);
}

static int64_t clock_of_the_past(void *self)
{
    return ((const struct demo *)self)->now;
}

/* --- steps ---------------------------------------------------------------------------------------- */

static enum err step_read(struct ctx *cx, struct db_pool *pool, const char **ret)
{
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = db_begin(cx, db, &SQL_demo_setting_get, &st);
    if (e)
        goto out;
    db_bind_text(st, "key", step_key);
    e = db_step(cx, st, &row);
    if (!e)
        *ret = row ? db_text_dup(cx, st, 0) : NULL;
out:
    db_done(st);
    db_return(db);
    return e;
}

static enum err step_write_in(struct ctx *cx, struct db *db, void *arg)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_demo_setting_set, &st);

    if (e)
        goto out;
    db_bind_text(st, "key", step_key);
    db_bind_text(st, "value", arg);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err step_write(struct ctx *cx, struct db_pool *pool, const char *step)
{
    char *copy = arena_dup(cx->arena, step);

    return copy ? db_write(cx, pool, step_write_in, copy) : fail_memory(cx);
}

static enum err clear_in(struct ctx *cx, struct db *db, void *arg)
{
    struct db_stmt *st = NULL;
    const struct db_query *const *q = arg;
    enum err e = db_begin(cx, db, *q, &st);

    if (!e)
        e = db_run(cx, st);
    db_done(st);
    return e;
}

/* What a killed filling left behind, whatever refers first. */
static enum err clear(struct ctx *cx, struct demo *d)
{
    static const struct db_query *const all[] = {
        &SQL_demo_clear_answers,        &SQL_demo_clear_visitor_links,
        &SQL_demo_clear_cookies,        &SQL_demo_clear_cookie_heads,
        &SQL_demo_clear_cookie_days,    &SQL_demo_clear_list_members,
        &SQL_demo_clear_consent_states, &SQL_demo_clear_consents,
        &SQL_demo_clear_consent_heads,

        &SQL_demo_clear_import_sources, &SQL_demo_clear_channel_rules,
        &SQL_demo_clear_forms,          &SQL_demo_clear_funnels,
        &SQL_demo_clear_history,        &SQL_demo_clear_direct,
        &SQL_demo_clear_reports,        &SQL_demo_clear_mails,
        &SQL_demo_clear_requests,       &SQL_demo_clear_webhooks,
        &SQL_demo_clear_activities,     &SQL_demo_clear_referrals,
        &SQL_demo_clear_churns,         &SQL_demo_clear_segments,
        &SQL_demo_clear_segment_names,  &SQL_demo_clear_segment_builds,
        &SQL_demo_clear_segment_sizes,  &SQL_demo_clear_chat_links,
        &SQL_demo_clear_segment_worlds, &SQL_demo_clear_behaviour_owners,
        &SQL_demo_clear_behaviour_keys, &SQL_demo_clear_search,
        &SQL_demo_clear_stamps,         &SQL_demo_clear_members,

        &SQL_demo_clear_rivals,         &SQL_demo_clear_links,
        &SQL_demo_clear_registrations,  &SQL_demo_clear_code_uses,
        &SQL_demo_clear_deals,          &SQL_demo_clear_codes,
        &SQL_demo_clear_partners,       &SQL_demo_clear_fits,
        &SQL_demo_clear_stages,

        &SQL_demo_clear_rules,          &SQL_demo_clear_reasons,
        &SQL_demo_clear_lists,          &SQL_demo_clear_texts,
        &SQL_demo_clear_purposes,       &SQL_demo_clear_contacts,
        &SQL_demo_clear_accounts,       &SQL_demo_clear_spend,
        &SQL_demo_clear_claim_uses,     &SQL_demo_clear_claim_proofs,
        &SQL_demo_clear_claims,         &SQL_demo_clear_canvas_rivals,
        &SQL_demo_clear_purchase_steps, &SQL_demo_clear_canvas_versions,
        &SQL_demo_clear_campaigns,      &SQL_demo_clear_assets,
        &SQL_demo_clear_hours,          &SQL_demo_clear_budget_months,
        &SQL_demo_clear_plan_events,    &SQL_demo_clear_budget,
        &SQL_demo_clear_channels,       &SQL_demo_clear_selling,
        &SQL_demo_clear_milestones,     &SQL_demo_clear_proposals,
        &SQL_demo_clear_goals,          &SQL_demo_clear_positionings,
        &SQL_demo_clear_personas,       &SQL_demo_clear_attributes,
        &SQL_demo_clear_competitors,    &SQL_demo_clear_audiences,
        &SQL_demo_clear_plan_copies,    &SQL_demo_clear_plan_guesses,
        &SQL_demo_clear_plan_versions,  &SQL_demo_clear_evidence,
        &SQL_demo_clear_plans,          &SQL_demo_clear_fields,
        &SQL_demo_clear_scores,         &SQL_demo_clear_audit};
    enum err e = OK;

    for (size_t i = 0; i < COUNT_OF(all) && !e; i++) {
        const struct db_query *q = all[i];
        e = db_write(cx, d->pool, clear_in, &q);
    }
    return e;
}

struct batch_work {
    struct demo_batch batch;
    demo_work *work;
};

static enum err batch_in(struct ctx *cx, struct db *db, void *arg)
{
    struct batch_work *w = arg;

    return w->work(cx, db, &w->batch);
}

/* One row each: what is written, how many there are, how many go into one transaction, per cent afterwards. */
struct part {
    demo_work *work;
    int count, each, percent;
};

/* In the present, whatever day is being written: a lease is kept by it. */
static enum err say_how_far(struct ctx *cx, const struct demo *d, int percent)
{
    struct clock past = cx->clock;
    enum err e;

    if (!d->options->progress)
        return OK;
    cx->clock = d->present;
    e = d->options->progress(cx, d->options->arg, percent);
    cx->clock = past;
    return e;
}

static enum err write_part(struct ctx *cx, struct demo *d, const struct part *p, int before)
{
    enum err e = OK;

    for (int from = 0; from < p->count && !e; from += p->each) {
        struct arena_mark mark = arena_mark(cx->arena);
        int to = from + p->each < p->count ? from + p->each : p->count;
        struct batch_work w = {{d, from, to}, p->work};
        e = db_write(cx, d->pool, batch_in, &w);
        if (!e)
            arena_reset(cx->arena, mark);
        if (!e)
            e = say_how_far(cx, d, before + (p->percent - before) * to / p->count);
    }
    return e;
}

static enum err write_all(struct ctx *cx, struct demo *d)
{
    const struct part parts[] = {
        {demo_write_team, DEMO_TEAM, DEMO_TEAM, 2},
        {demo_write_fields, 1, 1, 3},
        {demo_write_plan, demo_plan_parts(), 20, 12},
        {demo_write_accounts, DEMO_ACCOUNTS, 90, 20},
        {demo_write_contacts, d->contact_count, 60, 45},
        {demo_write_partners, 1, 1, 45},
        {demo_write_deals, d->deal_count, 10, 59},
        {demo_write_rivals, d->deal_count, 100, 59},
        {demo_write_handoffs, d->contact_count, 120, 60},
        {demo_write_care, d->deal_count, 3, 63},
        {demo_write_spend, d->spend_count, 90, 65},
        {demo_write_trail, demo_trail_parts(), 12, 69},
        {demo_write_launch, demo_launch_parts(), 10, 70},
        {demo_write_segments, 1, 1, 70},
        {demo_write_audience_segments, 1, 1, 70},
        {demo_write_rules, 1, 1, 70},
        {demo_write_sources, 1, 1, 70},
        {demo_write_rights, 1, 1, 70},
        {demo_write_channel_rules, 1, 1, 70},
        {demo_write_site, 1, 1, 70},
        {demo_write_road, 1, 1, 70},
        {demo_write_promotion, 1, 1, 70},
        {demo_write_consents, d->contact_count, 60, 71},
        {demo_write_cookies, demo_cookie_days(), 5, 71},
        {demo_write_answers, 1, 1, 72},
        {demo_write_versions, 3, 1, 70},
    };
    int before = 0;
    enum err e = OK;

    for (size_t i = 0; i < COUNT_OF(parts) && !e; i++) {
        e = write_part(cx, d, &parts[i], before);
        before = parts[i].percent;
    }
    return e;
}

enum err demo_is_filled(struct ctx *cx, struct db_pool *pool, bool *ret)
{
    const char *step = NULL;
    enum err e = step_read(cx, pool, &step);

    if (!e)
        *ret = text_equal(step, step_done);
    return e;
}

/* --- all of it ------------------------------------------------------------------------------------ */

static enum err set_out(struct ctx *cx, struct demo *d, struct site *site)
{
    struct db *db = NULL;
    struct civil c;
    enum err e = db_read(cx, d->pool, &db);

    if (!e)
        e = site_get(cx, db, cx->site, site);
    db_return(db);
    if (!e && !site->is_demo)
        e = fail(cx, ERR_CONFLICT, "demo.not_empty", "site", site->slug, NULL);
    if (!e)
        e = zone_find(cx, site->time_zone, &d->zone);
    if (e)
        return e;
    d->today = time_day_start(d->zone, ctx_now(cx));
    c = time_civil(d->zone, d->today);
    /* The published plan began eight months ago. */
    d->year = (c.year * 12 + c.month - 1 - 8) / 12;
    d->month = (c.year * 12 + c.month - 1 - 8) % 12 + 1;
    d->owner = cx->actor;
    d->present = cx->clock;
    d->currency = site->currency;
    return OK;
}

static enum err nobody_knows(struct ctx *cx, struct demo *d)
{
    unsigned char raw[24];
    char text[49];

    random_bytes(raw, sizeof(raw));
    hex_text(raw, sizeof(raw), text);
    return password_digest(cx, text, &d->password_hash);
}

/* --- scores --------------------------------------------------------------------------------------- */

static enum err scores_in(struct ctx *cx, struct db *db, void *arg)
{
    struct rule_world w;
    int added = 0;
    enum err e = people_rules(cx, db, NULL, &w);

    (void)arg;
    if (!e)
        e = score_start(cx, db, &w, &added);
    for (int k = 0; k < added && !e; k++) {
        int64_t job = 0;
        e = score_publish(cx, db, &w, (enum score_kind)k, 0, &job);
    }
    return e;
}

/* Fit is worked out here; the server publishes engagement as soon as it has counted the events. */
static enum err fill_scores(struct ctx *cx, struct demo *d)
{
    enum lang before = cx->lang;
    bool done = false;
    enum err e;

    cx->lang = LANG_PT_BR;
    e = db_write(cx, d->pool, scores_in, NULL);
    cx->lang = before;
    return e ? e : score_publish_now(cx, d->pool, SCORE_FIT, NULL, NULL, &done);
}

static enum err fill_records(struct ctx *cx, struct demo *d)
{
    int64_t added = 0, reviewed = 0;
    struct arena_mark mark;
    enum err e = clear(cx, d);

    if (!e)
        e = nobody_knows(cx, d);
    demo_plan_campaigns(d);
    if (!e)
        e = demo_draw_people(cx, d);
    if (!e)
        e = demo_draw_deals(cx, d);
    if (!e)
        e = demo_draw_spend(cx, d);
    if (e)
        return e;
    (void)id_next(cx); /* from here on the source goes on from now, whatever the clock says */
    d->now = demo_month_start(d, 0);
    cx->clock = (struct clock){clock_of_the_past, d};
    cx->may = MAY_ALL; /* whoever sold a deal, it is the program that writes it */
    e = write_all(cx, d);
    mark = arena_mark(cx->arena);
    if (!e)
        e = demo_decide_proposals(cx, d);
    cx->clock = d->present;
    cx->actor = d->owner;
    cx->may = 0;
    if (!e)
        e = proposals_refresh(cx, d->pool, &added, &reviewed);
    if (!e)
        e = proofs_measure(cx, d->pool);
    if (!e)
        arena_reset(cx->arena, mark);
    if (!e)
        e = fill_scores(cx, d);
    return e ? e : step_write(cx, d->pool, step_records);
}

static void count(const struct demo *d, struct demo_result *ret)
{
    ret->accounts = d->accounts ? DEMO_ACCOUNTS : 0;
    ret->contacts = d->contact_count;
    ret->deals = d->deal_count;
    ret->spend_lines = d->spend_count;
    for (int i = 0; i < d->deal_count; i++)
        ret->won += text_equal(d->deals[i].outcome, "won");
}

/* What assets brought is told by visits, which are loaded by then. */
static enum err look_again_in(struct ctx *cx, struct db *db, void *arg)
{
    return job_add(cx, db,
                   &(struct job_new){.site = cx->site,
                                     .kind = "measure.proposals",
                                     .only_one = "site",
                                     .run_at = ctx_now(cx) + MINUTES_MS(1)},
                   arg);
}

enum err demo_fill(struct ctx *cx, struct db_pool *pool, const struct demo_options *o,
                   struct demo_result *ret)
{
    struct demo *d = arena_alloc(cx->arena, sizeof(*d));
    struct demo_result r = {0};
    const char *step = NULL;
    struct site site;
    int64_t job = 0;
    enum err e;

    if (!d)
        return fail_memory(cx);
    *d = (struct demo){.pool = pool, .options = o, .seed = o->seed ? o->seed : 1};
    e = set_out(cx, d, &site);
    if (!e)
        e = step_read(cx, pool, &step);
    if (e)
        return e;
    r.was_filled = text_equal(step, step_done);
    if (!step)
        e = fill_records(cx, d);
    if (!e && o->journal && !r.was_filled)
        e = demo_facts(cx, d, &r.facts);
    if (!e && o->journal && !r.was_filled)
        e = db_write(cx, pool, look_again_in, &job);
    if (!e && !r.was_filled)
        e = step_write(cx, pool, step_done);
    if (e)
        return e;
    count(d, &r);
    *ret = r;
    return OK;
}
