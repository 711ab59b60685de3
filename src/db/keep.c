/* keep.c -- things that floors above keep with a connection: a short list, what was asked for last in front. */
#include "db/db_priv.h"

#include <stdlib.h>

struct db_thing {
    struct db_thing *next;
    const void *key;
    int64_t number;
    void *thing;
    void (*done)(void *);
};

static void drop(struct db_thing *t)
{
    t->done(t->thing);
    free(t);
}

/* Out of the list, or NULL. */
static struct db_thing *take(struct db *db, const void *key, int64_t number)
{
    for (struct db_thing **at = &db->things; *at; at = &(*at)->next) {
        struct db_thing *t = *at;
        if (t->key == key && t->number == number) {
            *at = t->next;
            return t;
        }
    }
    return NULL;
}

static void put(struct db *db, struct db_thing *t)
{
    t->next = db->things;
    db->things = t;
}

void *db_kept(struct db *db, const void *key, int64_t number)
{
    struct db_thing *t = take(db, key, number);

    if (!t)
        return NULL;
    put(db, t);
    return t->thing;
}

enum err db_keep(struct ctx *cx, struct db *db, const void *key, int64_t number, void *thing,
                 void (*done)(void *))
{
    struct db_thing *t = calloc(1, sizeof(*t)), *old = take(db, key, number);
    struct db_thing **at = &db->things;

    if (old)
        drop(old);
    if (!t) {
        done(thing);
        return fail_memory(cx);
    }
    *t = (struct db_thing){.key = key, .number = number, .thing = thing, .done = done};
    put(db, t);
    for (int n = 0; *at; n++) {
        if (n < THINGS_MAX) {
            at = &(*at)->next;
            continue;
        }
        old = *at;
        *at = old->next;
        drop(old);
    }
    return OK;
}

void db_things_drop(struct db *db)
{
    while (db->things) {
        struct db_thing *t = db->things;
        db->things = t->next;
        drop(t);
    }
}
