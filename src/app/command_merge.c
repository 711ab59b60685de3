/* command_merge.c -- praca merge: two records into one, and back.
 *
 *     praca merge contacts KEEP GONE
 *     praca merge accounts KEEP GONE
 *     praca merge undo MERGE
 */
#include "app/command.h"

#include "access/site.h"
#include "app/instance.h"
#include "base/text.h"
#include "people/merge.h"

#include <inttypes.h>

struct merging {
    struct merge_ask ask;
    int64_t merge;
    void *record;
    struct merge_undone done;
};

static enum err merge_in(struct ctx *cx, struct db *db, void *arg)
{
    struct merging *m = arg;

    return merge_records(cx, db, &m->ask, &m->merge, &m->record);
}

static enum err undo_in(struct ctx *cx, struct db *db, void *arg)
{
    struct merging *m = arg;

    return merge_undo(cx, db, m->merge, &m->done);
}

static const char *number(struct ctx *cx, int64_t n)
{
    return arena_print(cx->arena, "%" PRId64, n);
}

static bool read_words(const struct args *a, bool *ret_undo, struct merging *m)
{
    const char *const *w = a->words;

    *ret_undo = a->word_count == 2 && text_equal(w[0], "undo");
    if (*ret_undo)
        return id_read(w[1], &m->merge);
    if (a->word_count != 3 || !id_read(w[1], &m->ask.kept) || !id_read(w[2], &m->ask.gone))
        return false;
    m->ask.of = text_equal(w[0], "contacts") ? MERGE_CONTACTS : MERGE_ACCOUNTS;
    return text_equal(w[0], "contacts") || text_equal(w[0], "accounts");
}

enum err command_merge(struct ctx *cx, const struct args *a)
{
    struct instance in = {0};
    struct merging m = {.merge = 0};
    struct site site;
    bool undo = false;
    enum err e;

    if (!read_words(a, &undo, &m))
        return fail(cx, ERR_INVALID, "cli.merge_usage", NULL);
    e = instance_open(cx, a, 0, &in);
    if (e)
        return e;
    e = instance_site(cx, &in, a, &site);
    if (!e)
        e = db_write(cx, in.pool, undo ? undo_in : merge_in, &m);
    if (!e && undo)
        say(cx, "cli.merge_undone", "id", number(cx, m.done.gone), "count",
            number(cx, m.done.stayed), NULL);
    else if (!e)
        say(cx, "cli.merge_done", "id", number(cx, m.ask.kept), "merge", number(cx, m.merge), NULL);
    instance_close(cx, &in);
    return e;
}
