/* search.h -- accounts, contacts and deals found by anything they are called.
 *
 * A follower of changes (change.h) keeps a row of search_entries for each of them, in the transaction of the change: name, every
 * address and domain, tax numbers, telephone, job title. model/words.h says how words are cut and what answers; lists ask the same
 * index for their q. Sites from before the index are taken in by the job search.fill.
 *
 * On SQLite what an import brings new is found by its address, its numbers and its name's beginning at once, and by all its
 * words when the import says that it is done (search_fill.c); lists look for it as if there were no index until then.
 *
 * Ranking is simple and the same on both engines: who has the question as an address, domain or tax number; then whose name
 * begins with it; then who came last.
 *
 * Erasure: a row of search_entries that goes leaves the index of PostgreSQL with it; on SQLite a trigger notes its words for
 * search_take_out(), and old pages of the index keep their bytes until pages are merged. search_purge() does both, in short
 * steps.
 *
 * Ownership: the ctx's arena.
 * Errors:    search_all: ERR_INVALID with the wrong field "q" when it is no text.
 */
#ifndef PRACA_PEOPLE_SEARCH_H
#define PRACA_PEOPLE_SEARCH_H

#include "base/json.h"
#include "base/thread_time.h"
#include "people/change.h"
#include "work/job.h"

enum { SEARCH_EACH = 6, SEARCH_EACH_MAX = 20 };

struct search_hit {
    int64_t id;
    const char *name;
    /* Domain, address or name of the stage: what tells it from its namesakes; NULL: nothing. */
    const char *detail;
    /* What the last word was found in: "name", "email", "phone", ...; NULL: more than one. */
    const char *field;
    const char *text; /* what stands there */
    int64_t account;  /* of a contact or deal; NIL: none */
    const char *account_name;
};

struct search_group {
    const char *kind; /* "account", "contact", "deal" */
    struct search_hit *hits;
    size_t n;
    bool more;
};

/* At most each of a kind; groups in the order accounts, contacts, deals, empty ones too. */
MUST_USE enum err search_all(struct ctx *cx, struct db *db, const char *q, size_t each,
                             struct search_group ret[CHANGE_KINDS]);
void search_json(struct json_writer *w, const struct search_group groups[CHANGE_KINDS]);

extern const struct change_follower search_follower;

/* "search.fill": takes in what was there before the index, site by site, and what an import that died has left; joins what was
 * written in many parts. */
extern const struct job_kind search_job_kinds[]; /* ended by {0} */
/* Both in transactions of a few milliseconds that do not wait for the disk (db_write_soon()); nothing to do on PostgreSQL. tick is
 * told how long each took and may be NULL; its failure ends the work where it is. */
typedef enum err search_tick(struct ctx *cx, void *self, struct thread_time held);
/* Takes in what is not in the index yet, all sites', then joins. */
MUST_USE enum err search_catch_up(struct ctx *cx, struct db_pool *pool, search_tick *tick,
                                  void *self);
/* Joins the parts that many transactions have written: for whoever changes very many records, now and then. */
MUST_USE enum err search_join(struct ctx *cx, struct db_pool *pool, search_tick *tick, void *self);
/* Inside db_write(): what left search_entries by whatever way leaves the index too. */
MUST_USE enum err search_take_out(struct ctx *cx, struct db *db);
/* After an erasure: no byte of what was taken out stays in the index of SQLite. Elsewhere nothing to do. */
MUST_USE enum err search_purge(struct ctx *cx, struct db_pool *pool);

#endif
