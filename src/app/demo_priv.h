/* demo_priv.h -- the company while it is being drawn and written.
 *
 * First everything is drawn into plain arrays, in order of time, from dice that depend on seed and day alone; then it is
 * written, in batches. So a transaction that runs again writes the same.
 */
#ifndef PRACA_APP_DEMO_PRIV_H
#define PRACA_APP_DEMO_PRIV_H

#include "app/demo.h"

#include "base/time.h"
#include "model/model.h"

enum {
    DEMO_DAYS = 730,
    DEMO_ACCOUNTS = 350,
    DEMO_CONTACTS = 1600,
    DEMO_DEALS_MAX = 700,
    DEMO_SPEND_MAX = 600,
    DEMO_MEMBERS = 5,
    DEMO_TEAM = 4,
    DEMO_CAMPAIGNS_MAX = 24,
    DEMO_ASSETS = 17,
    DEMO_MONTHS = 12,
    DEMO_PARTNERS = 3,
    DEMO_FITS = 8,
};
#define DEMO_MAIL_DOMAIN "ferramentasaurora.example"

/* --- demo_dice.c: the same numbers for the same seed, on every machine */
struct dice {
    uint64_t state;
};
struct dice dice_of(uint64_t seed, const char *purpose);
uint64_t dice_next(struct dice *d);
int dice_below(struct dice *d, int n);
int dice_between(struct dice *d, int from, int to); /* both included */
bool dice_chance(struct dice *d, int permille);
int dice_weighted(struct dice *d, const int *weights, int n);
/* Between the two, small ones more often. */
int64_t dice_skewed(struct dice *d, int64_t from, int64_t to);
/* A CNPJ with right check digits. */
void dice_cnpj(struct dice *d, bool with_letters, char ret[15]);

/* --- demo_words.c: what the company and its customers are made of */
struct demo_channel {
    const char *key; /* contact.channel; NULL: blank */
    int weight;      /* share of the leads, permille */
    int opportunity; /* share of the leads that become a deal, permille */
    int won;         /* share of the decided deals that are won, permille */
    int days;        /* typical days from first contact to the end of the deal */
    int pages;       /* how far the landing pages of the table count for it */
};
enum {
    CHANNEL_SEARCH,
    CHANNEL_PAID,
    CHANNEL_SOCIAL,
    CHANNEL_EMAIL,
    CHANNEL_REFERRAL,
    CHANNEL_DIRECT,
    CHANNEL_WEBINAR,
    CHANNEL_FAIRS,
    CHANNEL_UNKNOWN,
    CHANNEL_BLANK,
    CHANNELS
};
extern const struct demo_channel demo_channels[CHANNELS];

struct demo_job {
    const char *title[2]; /* of a man, of a woman */
    const char *department, *seniority, *role;
    int weight;
};
struct demo_city {
    const char *city, *state, *area;
    int weight;
};
struct demo_industry {
    const char *name;
    const char *kinds[3]; /* "Metalúrgica" */
    int weight;
    int ticket; /* per cent of the usual amount */
};
struct demo_words {
    const char *const *all;
    int n;
};
extern const struct demo_job demo_jobs[];
extern const int demo_job_count;
extern const struct demo_city demo_cities[];
extern const int demo_city_count;
extern const struct demo_industry demo_industries[];
extern const int demo_industry_count;
extern const struct demo_words demo_men, demo_women, demo_surnames, demo_cores, demo_pages,
    demo_stages, demo_won_reasons, demo_lost_reasons, demo_products, demo_next_steps, demo_heard,
    demo_account_notes, demo_contact_notes, demo_deal_notes, demo_erps;

/* --- what is drawn */
struct demo_account {
    int64_t id;
    const char *name, *domain;
    char tax_number[15];
    int industry, city, owner;
    int64_t employees, revenue_minor, seen_at;
    const char *tags, *notes, *custom;
    int first_contact, contact_count; /* in demo.of_account */
};

struct demo_contact {
    int64_t id;
    int account; /* -1: none known */
    int number;  /* in which order it was drawn */
    bool woman, bought;
    const char *name, *email, *phone;
    int job, channel, page, owner, campaign; /* campaign -1: none */
    int64_t at;                              /* first contact */
    int stage;                               /* rank before any deal: 0 subscriber ... 4 sql */
    int64_t stage_at[5];
    const char *status, *heard, *tags, *notes, *custom;
};

struct demo_deal {
    int64_t id;
    int account, contact, number, owner, campaign;
    const char *name, *type, *outcome, *stage, *reason, *next_step, *tags, *notes, *custom;
    int64_t amount_minor, opened_at, closed_at;
    struct {
        int contact;
        const char *role;
        int64_t since_at, left_at;
    } members[DEMO_MEMBERS];
    int member_count;
};

struct demo_spend {
    const char *spent_on, *until_on, *note, *kind;
    int channel; /* -1: not tied to one */
    int campaign;
    int64_t amount_minor, at; /* at: when it was written down */
};

struct demo {
    struct db_pool *pool;
    const struct demo_options *options;
    uint64_t seed;
    const struct zone *zone;
    int64_t today; /* start of the site's day: nothing is later */
    int64_t now;   /* what the clock says while a record of the past is written */
    struct clock present;
    const char *currency;
    int64_t owner;             /* user id */
    const char *password_hash; /* of the team: nobody knows the password */
    int64_t team[DEMO_TEAM];
    int year, month; /* the first month of the published plan */

    struct demo_account *accounts;
    struct demo_contact *contacts; /* by time */
    int contact_count;
    int *of_account; /* contact numbers, account by account, by time */
    struct demo_deal *deals;
    int deal_count;
    struct demo_spend *spend;
    int spend_count;

    int64_t plans[2]; /* published, draft */
    int64_t audiences[2][3], goals[2][6], channels[2][12], campaigns[DEMO_CAMPAIGNS_MAX];
    struct {
        int channel;
        int64_t from, to;
    } campaign_times[DEMO_CAMPAIGNS_MAX];
    int campaign_count;
    int64_t partners[DEMO_PARTNERS];
    int64_t assets[DEMO_ASSETS];
};

/* A day of the last two years and a time in working hours. day 0 is the oldest; -1 when it was a day to reject. */
int64_t demo_moment(struct demo *d, struct dice *dice, int day);
/* The day's first instant, months away from the first of the published plan. */
int64_t demo_month_start(const struct demo *d, int months);
/* The same as a date; day -1 is the last of the month. */
const char *demo_month_date(struct ctx *cx, const struct demo *d, int months, int day);
const char *demo_date(struct ctx *cx, const struct demo *d, int64_t at);

MUST_USE enum err demo_draw_people(struct ctx *cx, struct demo *d);
MUST_USE enum err demo_draw_deals(struct ctx *cx, struct demo *d);
MUST_USE enum err demo_draw_spend(struct ctx *cx, struct demo *d);

/* What was drawn, over a span of time. */
struct demo_tally {
    int64_t leads, bought; /* leads that came then, no subscribers, and how many ever bought */
    int64_t won, revenue_minor;
    int64_t spend_minor, media_minor;
};
struct demo_tally demo_count(const struct demo *d, const char *channel, int64_t from, int64_t to);

/* --- what is written. Each function runs inside db_write() over items from..to-1 of its own kind. */
struct demo_batch {
    struct demo *demo;
    int from, to;
};
typedef enum err demo_work(struct ctx *cx, struct db *db, struct demo_batch *b);
demo_work demo_write_team, demo_write_fields, demo_write_plan, demo_write_accounts,
    demo_write_contacts, demo_write_deals, demo_write_spend, demo_write_trail, demo_write_segments,
    demo_write_care, demo_write_handoffs, demo_write_rivals, demo_write_rules, demo_write_sources,
    demo_write_rights, demo_write_channel_rules, demo_write_launch, demo_write_site,
    demo_write_audience_segments, demo_write_road, demo_write_partners, demo_write_promotion,
    demo_write_consents, demo_write_cookies, demo_write_answers, demo_write_versions;
/* demo_promote.c: the cost model of a channel of the plan, whom channels suit, and who sold a deal (NIL: the company itself). */
struct channel;
void demo_fill_cost(struct channel *c);
enum err demo_write_fit(struct ctx *cx, struct db *db, struct demo *d, int plan, int row);
int64_t demo_partner_of(const struct demo *d, const struct demo_deal *x);
/* --- demo_improve.c */
enum err demo_write_milestone(struct ctx *cx, struct db *db, struct demo *d, int plan, int row);
enum err demo_decide_proposals(struct ctx *cx, struct demo *d);
/* demo_searches.c */
MUST_USE enum err demo_write_searches(struct ctx *cx, struct db *db);
struct deal;
/* demo_pipeline.c: a deal as it went through the stages, and what was asked of it. */
MUST_USE enum err demo_write_stays(struct ctx *cx, struct db *db, struct demo *d,
                                   const struct demo_deal *x, struct deal *r);
void demo_fill_wishes(struct ctx *cx, struct demo *d, const struct demo_deal *x, struct deal *r);
int demo_plan_parts(void); /* how many items demo_write_plan has */
int demo_trail_parts(void);
/* demo_launch.c */
int demo_launch_parts(void);
struct campaign;
void demo_campaign_makings(struct ctx *cx, int plan, int row, struct campaign *c);
/* demo_money.c: hours that the plan in force has for a channel in a month. */
int demo_budget_hours(int channel, int month);
int demo_cookie_days(void);
/* One budget line of a plan: twelve months of the first channel, then of the next. */
enum err demo_write_budget(struct ctx *cx, struct db *db, struct demo *d, int plan, int row);
/* demo_audience.c: how audiences buy, canvases and claims of a plan; the hours an audience asks for. */
enum err demo_write_audience(struct ctx *cx, struct db *db, struct demo *d, int plan, int row);
int demo_team_hours(int audience);
/* All of step 2 but the competitors themselves. */
enum err demo_write_competition(struct ctx *cx, struct db *db, struct demo *d, int plan, int row);
/* Sets demo.campaign_times. */
void demo_plan_campaigns(struct demo *d);

/* --- demo_facts.c: two years of visits, from what is in the database, so that it can be done again */
MUST_USE enum err demo_facts(struct ctx *cx, struct demo *d, int64_t *ret_count);

#endif
