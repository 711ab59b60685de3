/* erasure_who.c -- who a person is, before they are erased: every number they had, and every text that is theirs.
 *
 * Short words are no needle: a first name is also somebody else's. */
#include "people/erasure_priv.h"

#include "base/text.h"
#include "people/contact.h"
#include "people/identity.h"
#include "people/merge.h"

#include "erasure_sql.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

struct gathering {
    struct ctx *cx;
    const char *needles[ERASURE_NEEDLES_MAX];
    size_t n;
};

static void add_one(struct gathering *g, const char *text)
{
    char *lower = text ? arena_dup(g->cx->arena, text) : NULL;

    for (char *p = lower; p && *p; p++)
        *p = (char)tolower((unsigned char)*p);
    for (size_t i = 0; lower && i < g->n; i++)
        if (!strcmp(g->needles[i], lower))
            return;
    if (lower && g->n < ERASURE_NEEDLES_MAX)
        g->needles[g->n++] = lower;
}

/* As it was written, as it is searched by, and without accents. */
static void add(struct gathering *g, const char *text)
{
    if (text_empty(text) || strlen(text) < NEEDLE_LEAST)
        return;
    add_one(g, text);
    add_one(g, text_fold(g->cx->arena, text));
    add_one(g, text_plain(g->cx->arena, text));
}

/* One word alone may be anybody's name. */
static void add_name(struct gathering *g, const char *name)
{
    if (name && strchr(name, ' '))
        add(g, name);
}

static enum err add_record(struct gathering *g, const char *record)
{
    const struct json *v = NULL;
    enum err e = text_empty(record) ? OK : json_parse(g->cx, record, strlen(record), &v);

    if (e)
        return e;
    add(g, json_text(json_get(v, "email"), NULL));
    add(g, json_text(json_get(v, "phone"), NULL));
    add(g, json_text(json_get(v, "tax_number"), NULL));
    add_name(g, json_text(json_get(v, "name"), NULL));
    return OK;
}

static enum err add_merged(struct gathering *g, struct db *db, int64_t id)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(g->cx, db, &SQL_erasure_merged_records, &st);

    if (e)
        goto out;
    db_bind_int(st, "contact", id);
    while (!(e = db_step(g->cx, st, &row)) && row && !e) {
        e = add_record(g, db_text_dup(g->cx, st, 0));
        if (!e)
            e = add_record(g, db_text_dup(g->cx, st, 1));
        if (e)
            break;
    }
out:
    db_done(st);
    return e;
}

static enum err gather(struct gathering *g, struct db *db, const struct contact *c,
                       const int64_t *ids, size_t n)
{
    struct identity emails = {0};
    enum err e = identity_read(g->cx, db, IDENTITY_EMAILS, c->record.id, &emails);

    add(g, c->email);
    for (size_t i = 0; i < emails.n && !e; i++)
        add(g, emails.all[i].value);
    add(g, c->phone);
    add(g, c->tax_number);
    add_name(g, c->name);
    for (size_t i = 0; i < n && !e; i++)
        e = add_merged(g, db, ids[i]);
    return e;
}

enum err erased_person_find(struct ctx *cx, struct db *db, int64_t contact,
                            struct erased_person *ret)
{
    struct gathering *g = arena_alloc(cx->arena, sizeof(*g));
    int64_t *ids = NULL;
    void *record = NULL;
    size_t n = 0;
    enum err e = g ? model_get(cx, db, &contact_model, contact, &record) : fail_memory(cx);

    if (!e)
        e = merge_ids_of(cx, db, MERGE_CONTACTS, contact, &ids, &n);
    if (e)
        return e;
    *g = (struct gathering){.cx = cx};
    e = gather(g, db, record, ids, n);
    if (!e && arena_full(cx->arena))
        e = fail_memory(cx);
    if (!e)
        *ret = (struct erased_person){.contact = contact,
                                      .ids = ids,
                                      .id_count = n,
                                      .needles = g->needles,
                                      .needle_count = g->n};
    return e;
}

/* --- as it is kept while the erasure is under way */

const char *erased_ids_json(struct ctx *cx, const struct erased_person *p)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);

    json_open_list(&w);
    for (size_t i = 0; i < p->id_count; i++)
        json_put_id(&w, p->ids[i]);
    json_close_list(&w);
    return buf_ok(&out) ? buf_text(&out) : NULL;
}

const char *erased_needles_json(struct ctx *cx, const struct erased_person *p)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);

    json_open_list(&w);
    for (size_t i = 0; i < p->needle_count; i++)
        json_put_text(&w, p->needles[i]);
    json_close_list(&w);
    return buf_ok(&out) ? buf_text(&out) : NULL;
}

static enum err read_list(struct ctx *cx, const char *text, const struct json **ret)
{
    *ret = NULL;
    return text_empty(text) ? OK : json_parse(cx, text, strlen(text), ret);
}

enum err erased_person_read(struct ctx *cx, int64_t contact, const char *ids, const char *needles,
                            struct erased_person *ret)
{
    const struct json *list = NULL, *texts = NULL;
    int64_t *numbers = arena_array(cx->arena, ERASURE_IDS_MAX + 1, sizeof(*numbers));
    const char **words = arena_array(cx->arena, ERASURE_NEEDLES_MAX, sizeof(*words));
    size_t n = 0, n_words = 0;
    enum err e = numbers && words ? read_list(cx, ids, &list) : fail_memory(cx);

    if (!e)
        e = read_list(cx, needles, &texts);
    if (e)
        return e;
    for (const struct json *v = list ? list->first : NULL; v && n <= ERASURE_IDS_MAX; v = v->next)
        numbers[n++] = json_int(v, 0);
    for (const struct json *v = texts ? texts->first : NULL; v && n_words < ERASURE_NEEDLES_MAX;
         v = v->next)
        words[n_words++] = json_text(v, "");
    if (!n)
        numbers[n++] = contact;
    *ret = (struct erased_person){.contact = contact,
                                  .ids = numbers,
                                  .id_count = n,
                                  .needles = words,
                                  .needle_count = n_words};
    return OK;
}
