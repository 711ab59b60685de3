/* people.c -- fills a site with believable accounts, contacts and deals, quickly: what rows of `make bench` ask about.
 *
 *     bench_people DB CONTACTS
 *
 * DB is a file of SQLite or the URL of a PostgreSQL, made by `praca init`; its first site is filled, with an account for every eighth
 * contact or so and a deal for every fiftieth. Everything goes through the model and its followers, in batches, and is the same each time. Names are made of
 * syllables, so that words are as common as they are among people: a few in every hundred, most in none.
 */
#include "base/ctx.h"
#include "base/text.h"
#include "db/db.h"
#include "people/account.h"
#include "people/change.h"
#include "people/contact.h"
#include "people/deal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BATCH = 1000, A_DEAL_EACH = 50, PEOPLE_EACH = 8 };

static const char *const heads[] = {"Mar", "Jo",  "An", "Lu", "Pe",  "Ca", "Fe",
                                    "Ra",  "Bru", "Ro", "Be", "Gui", "Vi", "Te",
                                    "La",  "Dan", "El", "Pa", "So",  "Hel"};
static const char *const tails[] = {"ia",   "ão",  "na",    "cas",   "dro",  "rlos", "nanda",
                                    "fael", "isa", "drigo", "atriz", "tor",  "úlia", "ério",
                                    "ane",  "iel", "ton",   "uza",   "eide", "oel"};
static const char *const houses[] = {"Sil", "San", "Oli", "Sou", "Pei", "Li",  "Cos",
                                     "Fer", "Al",  "Rod", "Gom", "Mar", "Car", "Bar",
                                     "Rib", "Cor", "Mel", "Tei", "Mor", "Nog"};
static const char *const ends[] = {"va",   "tos",  "veira",  "za",    "xoto", "ma",    "ta",
                                   "nes",  "ves",  "rigues", "es",    "tins", "valho", "bosa",
                                   "eiro", "reia", "lo",     "xeira", "aes",  "ueira"};
static const char *const works[] = {"Metal", "Agro", "Trans", "Nova", "Sul",  "Norte",
                                    "Tec",   "Quim", "Papel", "Casa", "Vita", "Eco",
                                    "Log",   "Pro",  "Max",   "Alfa"};
static const char *const lines[] = {"forte", "log", "plast", "med", "soft", "vale", "mais", "rio",
                                    "serra", "par", "lux",   "net", "food", "pack", "tex",  "bras"};
static const char *const titles[] = {"Diretora comercial",
                                     "Gerente de compras",
                                     "Analista de TI",
                                     "Coordenador de marketing",
                                     "CEO",
                                     "Engenheira de produção",
                                     NULL,
                                     NULL};
static const char *const industries[] = {"Software",  "Metalurgia", "Alimentos", "Saúde",
                                         "Logística", "Educação",   "Varejo",    NULL};
static const char *const channels[] = {"organic_search", "paid_search", "social", "email",
                                       "referral",       "unknown",     "direct", NULL};
/* As often as they stand here. */
static const char *const stages[] = {"lead", "lead", "lead",       "lead",       "lead", "lead",
                                     "lead", "lead", "subscriber", "subscriber", "mql",  "mql",
                                     "mql",  "sal",  "sql",        "customer"};
static const char *const statuses[] = {"new",         "new", "in_work", "returned",
                                       "unreachable", NULL,  NULL,      NULL};

#define ONE(list, h) ((list)[(h) % COUNT_OF(list)])

/* The same number for the same row and use. */
static uint64_t mix(uint64_t row, uint64_t use)
{
    uint64_t h = (row + 1) * 0x9e3779b97f4a7c15u ^ (use + 7) * 0xc2b2ae3d27d4eb4fu;

    h ^= h >> 29;
    h *= 0xbf58476d1ce4e5b9u;
    return h ^ h >> 32;
}

struct part {
    int from, to, accounts;
    int64_t *ids; /* of the accounts */
};

static void check(struct ctx *cx, enum err e)
{
    if (!e)
        return;
    (void)fprintf(stderr, "%s %s\n", cx->fault.key, cx->fault.detail ? cx->fault.detail : "");
    exit(1);
}

static const char *domain_of(struct ctx *cx, uint64_t i)
{
    const char *name = arena_print(cx->arena, "%s%s%" PRIu64 ".example", ONE(works, mix(i, 1)),
                                   ONE(lines, mix(i, 2)), i);

    return text_fold(cx->arena, name);
}

static void *an_account(struct ctx *cx, const struct part *p, int i)
{
    struct account *a = model_new(cx, &account_model);
    uint64_t n = (uint64_t)i;

    (void)p;
    a->name = arena_print(cx->arena, "%s%s %d", ONE(works, mix(n, 1)), ONE(lines, mix(n, 2)), i);
    a->domain = domain_of(cx, n);
    a->industry = ONE(industries, mix(n, 3));
    a->employees = (int64_t)(mix(n, 4) % 900);
    a->first_seen_at = INT64_C(1600000000000) + (int64_t)(mix(n, 5) % 150000000000u);
    return a;
}

static void *a_contact(struct ctx *cx, const struct part *p, int i)
{
    struct contact *c = model_new(cx, &contact_model);
    uint64_t n = (uint64_t)i, firm = mix(n, 1) % (uint64_t)p->accounts;
    const char *first =
        arena_print(cx->arena, "%s%s", ONE(heads, mix(n, 2)), ONE(tails, mix(n, 3)));
    const char *last = arena_print(cx->arena, "%s%s", ONE(houses, mix(n, 4)), ONE(ends, mix(n, 5)));

    c->name = arena_print(cx->arena, "%s %s %s%s", first, last, ONE(houses, mix(n, 6)),
                          ONE(ends, mix(n, 7)));
    c->email = arena_print(cx->arena, "%s.%s.%d@%s", text_fold(cx->arena, first),
                           text_fold(cx->arena, last), i, domain_of(cx, firm));
    c->phone = arena_print(cx->arena, "+55 %d 9%04d-%04d", 11 + (int)(mix(n, 8) % 80),
                           (int)(mix(n, 9) % 10000), (int)(mix(n, 10) % 10000));
    c->job_title = ONE(titles, mix(n, 11));
    c->account = p->ids[firm];
    c->lifecycle = ONE(stages, mix(n, 12));
    c->lead_status = ONE(statuses, mix(n, 13));
    c->channel = ONE(channels, mix(n, 14));
    c->landing_page = arena_print(cx->arena, "/p/%d", (int)(mix(n, 15) % 400));
    c->first_contact_at = INT64_C(1600000000000) + (int64_t)(mix(n, 16) % 150000000000u);
    if (mix(n, 17) % 10 == 0)
        c->tags = mix(n, 18) % 50 ? "[\"feira\"]" : "[\"vip\"]";
    return c;
}

static void *a_deal(struct ctx *cx, const struct part *p, int i)
{
    struct deal *d = model_new(cx, &deal_model);
    uint64_t n = (uint64_t)i, firm = mix(n, 21) % (uint64_t)p->accounts;

    d->name = arena_print(cx->arena, "Pedido %06d %s", i, ONE(lines, mix(n, 22)));
    d->account = p->ids[firm];
    d->outcome = mix(n, 23) % 3 ? "open" : mix(n, 24) % 2 ? "won" : "lost";
    d->amount_minor = (int64_t)(mix(n, 25) % 9000000);
    d->currency = "BRL";
    d->opened_at = INT64_C(1650000000000) + (int64_t)(mix(n, 26) % 90000000000u);
    if (strcmp(d->outcome, "open") != 0)
        d->closed_at = d->opened_at + INT64_C(1000000000);
    return d;
}

struct write_run {
    const struct model *m;
    void *(*make)(struct ctx *cx, const struct part *p, int i);
    struct part *p;
    bool keep_ids;
};

static enum err write_part(struct ctx *cx, struct db *db, void *arg)
{
    const struct write_run *r = arg;
    struct model_writer *w = NULL;
    struct arena_mark mark;
    enum err e = changes_gather(cx, BATCH);

    if (!e)
        e = model_writer_open(cx, db, r->m, &w);
    mark = arena_mark(cx->arena);
    for (int i = r->p->from; !e && i < r->p->to; i++) {
        struct record *record = r->make(cx, r->p, i);
        e = model_writer_add(cx, w, record);
        if (!e && r->keep_ids)
            r->p->ids[i] = record->id;
        arena_reset(cx->arena, mark);
    }
    model_writer_done(w);
    return e ? e : changes_flush(cx, db);
}

static void fill(struct ctx *cx, struct db_pool *pool, struct write_run *r, int rows)
{
    struct timespec from, to;
    double s;

    must(clock_gettime(CLOCK_MONOTONIC, &from) == 0);
    for (int i = 0; i < rows; i += BATCH) {
        struct arena_mark mark = arena_mark(cx->arena);
        r->p->from = i;
        r->p->to = i + BATCH < rows ? i + BATCH : rows;
        check(cx, db_write(cx, pool, write_part, r));
        arena_reset(cx->arena, mark);
    }
    must(clock_gettime(CLOCK_MONOTONIC, &to) == 0);
    s = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
    (void)printf("%s: %d, %.0f/s\n", r->m->table, rows, rows / s);
}

static int64_t first_site(struct ctx *cx, struct db_pool *pool)
{
    struct db_stmt *st = NULL;
    struct db *db = NULL;
    bool row = false;
    int64_t site;

    check(cx, db_read(cx, pool, &db));
    check(cx, db_begin_text(cx, db, "select min(id) from sites", &st));
    check(cx, db_step(cx, st, &row));
    site = db_int(st, 0);
    db_done(st);
    db_return(db);
    return site;
}

int main(int argc, char **argv)
{
    int64_t contacts = 0;
    struct id_source *ids = id_source_new(900);
    struct ctx *cx = ctx_new(MIB(256), clock_system(), ids);
    struct db_pool *pool = NULL;
    struct part p = {0};
    char url[1024];

    if (argc < 3 || !text_to_int(argv[2], &contacts) || contacts < 1 || contacts > 10000000) {
        (void)fprintf(stderr, "usage: bench_people DB CONTACTS\n");
        return 2;
    }
    (void)snprintf(url, sizeof(url), "%s%s", strstr(argv[1], "://") ? "" : "sqlite:", argv[1]);
    check(cx, db_pool_open(cx, &(struct db_options){.url = url}, &pool));
    db_bulk_begin(pool);
    cx->site = first_site(cx, pool);
    p.accounts = (int)contacts / PEOPLE_EACH + 1;
    p.ids = arena_array(cx->arena, (size_t)p.accounts, sizeof(int64_t));
    must(p.ids != NULL);
    fill(cx, pool, &(struct write_run){&account_model, an_account, &p, true}, p.accounts);
    fill(cx, pool, &(struct write_run){&contact_model, a_contact, &p, false}, (int)contacts);
    fill(cx, pool, &(struct write_run){&deal_model, a_deal, &p, false},
         (int)contacts / A_DEAL_EACH);
    db_bulk_end(pool);
    db_pool_close(pool);
    ctx_free(cx);
    id_source_free(ids);
    return 0;
}
