/* command_nps.c -- praca nps links: signed links to the survey as CSV, for whatever tool sends mail.
 *
 *     praca nps links customers --url https://crm.example
 *     praca nps links list NUMBER
 *     praca nps links segment NUMBER
 */
#include "app/command.h"

#include "access/site.h"
#include "app/instance.h"
#include "base/csv.h"
#include "base/text.h"
#include "people/nps.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { AT_ONCE = 100 };

struct linking {
    enum nps_whom whom;
    int64_t id, after;
    size_t count;
    struct nps_link links[AT_ONCE];
};

static enum err invite_in(struct ctx *cx, struct db *db, void *arg)
{
    struct linking *l = arg;
    int64_t contacts[AT_ONCE];
    enum err e = nps_audience(cx, db, l->whom, l->id, l->after, AT_ONCE, contacts, &l->count);

    for (size_t i = 0; i < l->count && !e; i++)
        e = nps_invite(cx, db, contacts[i], &l->links[i]);
    return e;
}

static bool read_words(const struct args *a, struct linking *l)
{
    static const struct {
        const char *word;
        enum nps_whom whom;
        size_t words;
    } all[] = {{"customers", NPS_CUSTOMERS, 2}, {"list", NPS_LIST, 3}, {"segment", NPS_SEGMENT, 3}};

    if (a->word_count < 2 || !text_equal(a->words[0], "links"))
        return false;
    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (text_equal(a->words[1], all[i].word)) {
            l->whom = all[i].whom;
            return a->word_count == all[i].words &&
                   (all[i].words == 2 || id_read(a->words[2], &l->id));
        }
    return false;
}

static enum err write_links(struct ctx *cx, const struct linking *l, const char *url)
{
    struct buf out = buf_in(cx->arena);

    for (size_t i = 0; i < l->count; i++) {
        csv_put(&out, l->links[i].name, true);
        csv_put(&out, l->links[i].email, false);
        csv_put(&out, arena_print(cx->arena, "%s/p/nps/%s", url, l->links[i].token), false);
        csv_end_row(&out);
    }
    if (!buf_ok(&out))
        return fail_memory(cx);
    if (out.len && fwrite(out.bytes, 1, out.len, stdout) != out.len)
        return fail(cx, ERR_BROKEN, "cli.output", "reason", strerror(errno), NULL);
    return OK;
}

static enum err run(struct ctx *cx, struct db_pool *pool, struct linking *l, const char *url)
{
    enum err e = fputs("name,email,link\r\n", stdout) < 0
                     ? fail(cx, ERR_BROKEN, "cli.output", "reason", strerror(errno), NULL)
                     : OK;

    do {
        struct arena_mark mark = arena_mark(cx->arena);
        if (!e)
            e = db_write(cx, pool, invite_in, l);
        if (!e)
            e = write_links(cx, l, url);
        if (!e && l->count)
            l->after = l->links[l->count - 1].contact;
        if (!e)
            arena_reset(cx->arena, mark);
    } while (!e && l->count == AT_ONCE);
    return e;
}

enum err command_nps(struct ctx *cx, const struct args *a)
{
    struct linking *l = arena_alloc(cx->arena, sizeof(*l));
    const char *url = args_option(a, "url");
    struct instance in = {0};
    struct site site;
    enum err e;

    if (!l)
        return fail_memory(cx);
    if (!read_words(a, l))
        return fail(cx, ERR_INVALID, "cli.nps_usage", NULL);
    e = instance_open(cx, a, 0, &in);
    if (e)
        return e;
    e = instance_site(cx, &in, a, &site);
    if (!e)
        e = run(cx, in.pool, l, url ? url : "");
    instance_close(cx, &in);
    return e;
}
