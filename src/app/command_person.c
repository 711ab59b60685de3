/* command_person.c -- praca person: a person's data and rights, without a browser.
 *
 *     praca person export NUMBER [--html] [--out FILE]
 *     praca person erase NUMBER --confirm NAME
 *     praca person requests
 *
 * An erasure also concerns files and the event store, which belong to the server: here it is only begun; the running server,
 * or the next one that starts, carries it out.
 */
#include "app/command.h"

#include "access/site.h"
#include "app/instance.h"
#include "base/text.h"
#include "base/time.h"
#include "people/contact.h"
#include "people/erasure.h"
#include "people/person_export.h"
#include "people/rights_request.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct beginning {
    int64_t contact;
    const char *confirm;
    struct erasure erasure;
};

static enum err erase_in(struct ctx *cx, struct db *db, void *arg)
{
    struct beginning *b = arg;
    const struct contact *c;
    void *record = NULL;
    const char *wanted;
    enum err e = model_get(cx, db, &contact_model, b->contact, &record);

    if (e)
        return e;
    c = record;
    wanted = !text_empty(c->name) ? c->name : c->email;
    if (c->erased_at == NIL && !text_empty(wanted) &&
        !text_equal(text_fold(cx->arena, wanted), text_fold(cx->arena, b->confirm)))
        return fail(cx, ERR_INVALID, "rights.confirm", NULL);
    return erasure_begin(cx, db, b->contact, 0, "office", &b->erasure);
}

static enum err erase(struct ctx *cx, const struct instance *in, const struct args *a, int64_t id)
{
    struct beginning b = {.contact = id, .confirm = args_option(a, "confirm")};
    enum err e;

    if (text_empty(b.confirm))
        return fail(cx, ERR_INVALID, "cli.missing", "what", "--confirm", NULL);
    e = db_write(cx, in->pool, erase_in, &b);
    if (!e)
        say(cx, "cli.person_erasing", "id", arena_print(cx->arena, "%" PRId64, b.erasure.id), NULL);
    return e;
}

static enum err save(struct ctx *cx, const char *path, const struct buf *out)
{
    FILE *f = fopen(path, "wbx");
    bool ok = f && fwrite(out->bytes, 1, out->len, f) == out->len;

    if (f && fclose(f) != 0)
        ok = false;
    return ok ? OK
              : fail(cx, ERR_BROKEN, "cli.file", "file", path, "reason", strerror(errno), NULL);
}

static enum err note_in(struct ctx *cx, struct db *db, void *arg)
{
    return person_export_note(cx, db, *(int64_t *)arg);
}

/* The event store is the running server's: a copy made here says what the database holds. */
static enum err copy(struct ctx *cx, const struct instance *in, const struct args *a, int64_t id)
{
    struct buf json = buf_in(cx->arena), page = buf_in(cx->arena);
    bool html = args_flag(a, "html");
    const char *path = args_option(a, "out");
    struct db *db = NULL;
    enum err e = db_read(cx, in->pool, &db);

    if (!e)
        e = person_export(cx, db, NULL, id, &json);
    db_return(db);
    if (!e && html)
        e = person_export_html(cx, buf_text(&json), json.len, &page);
    if (!e)
        e = db_write(cx, in->pool, note_in, &id);
    if (e)
        return e;
    return path ? save(cx, path, html ? &page : &json) : print_all(cx, html ? &page : &json);
}

static enum err requests(struct ctx *cx, const struct instance *in)
{
    struct rights_request *rows = NULL;
    struct buf out = buf_in(cx->arena);
    struct db *db = NULL;
    int64_t next = 0;
    size_t n = 0;
    enum err e = db_read(cx, in->pool, &db);

    if (!e)
        e = rights_requests(cx, db, &(struct rights_query){.open = true}, &rows, &n, &next);
    db_return(db);
    for (size_t i = 0; i < n && !e; i++) {
        char due[DATE_TEXT_MAX];
        date_text(NULL, rows[i].due_at, due);
        buf_print(&out, "%" PRId64 "\t%s\t%s\t%" PRId64 "\t%s\n", rows[i].id, due, rows[i].kind,
                  rows[i].contact, rows[i].due_at < ctx_now(cx) ? "late" : "open");
    }
    return e ? e : print_all(cx, &out);
}

enum err command_person(struct ctx *cx, const struct args *a)
{
    const char *what = a->word_count ? a->words[0] : "";
    bool listing = a->word_count == 1 && text_equal(what, "requests");
    bool one = a->word_count == 2 && (text_equal(what, "export") || text_equal(what, "erase"));
    struct instance in = {0};
    struct site site;
    int64_t id = 0;
    enum err e;

    if (!listing && (!one || !id_read(a->words[1], &id)))
        return fail(cx, ERR_INVALID, "cli.person_usage", NULL);
    e = instance_open(cx, a, 0, &in);
    if (e)
        return e;
    e = instance_site(cx, &in, a, &site);
    if (!e)
        e = listing                     ? requests(cx, &in)
            : text_equal(what, "erase") ? erase(cx, &in, a, id)
                                        : copy(cx, &in, a, id);
    instance_close(cx, &in);
    return e;
}
