/* import_row.c -- one row of a file, on its way into one to three records.
 *
 * The records that a row mentions besides its own come first, so that their ids can be linked. A record is
 * built on a fresh one to learn by what it is found; when it is found, the same cells are laid over what the
 * database has, and what is equal afterwards is not written.
 */
#include "people/import_priv.h"

#include "base/hash.h"
#include "base/text.h"
#include "people/account.h"
#include "people/contact.h"
#include "people/deal.h"
#include "people/lifecycle.h"
#include "people/match.h"
#include "strategy/spend_line.h"

#include "import_sql.h"

#include <stdio.h>
#include <string.h>

/* A record of the row: as it is in the database (NULL: not there) and as it should be. */
struct built {
    void *before, *after;
    const struct field *found_by;
    bool mentioned; /* some cell of it is filled */
};

/* A template with a blank cell in it is blank: half an identifier would be taken for a whole one. */
static const char *template_fill(struct ctx *cx, const struct import_map *map, const char *text,
                                 const struct csv_row *row)
{
    struct buf out = buf_in(cx->arena);

    while (*text) {
        const char *open = strchr(text, '{');
        const char *close = open ? strchr(open, '}') : NULL;
        if (!close) {
            buf_add_text(&out, text);
            break;
        }
        buf_add(&out, text, (size_t)(open - text));
        for (size_t i = 0; i < map->header_count; i++) {
            if (strlen(map->header[i]) != (size_t)(close - open - 1) ||
                memcmp(map->header[i], open + 1, (size_t)(close - open - 1)) != 0)
                continue;
            if (text_empty(row->cells[i]))
                return "";
            buf_add_text(&out, row->cells[i]);
        }
        text = close + 1;
    }
    return buf_text(&out);
}

static const char *value_of(struct ctx *cx, const struct import_map *map,
                            const struct import_column *c, const struct csv_row *row)
{
    if (c->constant)
        return strchr(c->constant, '{') ? template_fill(cx, map, c->constant, row) : c->constant;
    return row->cells[c->at];
}

static enum err set_time(struct ctx *cx, const struct import_map *map,
                         const struct import_column *c, const char *text, void *record)
{
    const struct zone *zone = c->field->kind == FIELD_KIND_DATE ? NULL : map->zone;
    char day[DATE_TEXT_MAX];
    int64_t at = 0;
    enum err e = c->pattern ? time_read_pattern(cx, text, c->pattern, zone, &at)
                            : time_read(cx, text, zone, &at);

    if (e == ERR_INVALID) {
        fault_clear(cx);
        return fail_field(cx, c->name, c->pattern ? "import.time_pattern" : "import.time", "value",
                          text_cut(cx->arena, text, 40), "pattern", c->pattern, NULL);
    }
    if (e)
        return e;
    if (c->field->kind == FIELD_KIND_TIME) {
        field_set_int(c->field, record, at);
        return OK;
    }
    date_text(NULL, at, day);
    field_set_text(c->field, record, arena_dup(cx->arena, day));
    return OK;
}

static enum err set_money(struct ctx *cx, const struct import_map *map,
                          const struct import_column *c, const char *text, void *record)
{
    int64_t minor = 0;
    enum err e = text_money(cx, text, map->numbers, &minor);

    if (e == ERR_INVALID) {
        fault_clear(cx);
        return fail_field(cx, c->name, "import.money", "value", text_cut(cx->arena, text, 40),
                          NULL);
    }
    if (!e)
        field_set_int(c->field, record, minor);
    return e;
}

static enum err set_tags(struct ctx *cx, const struct import_column *c, const char *text,
                         void *record)
{
    char *list = arena_dup(cx->arena, text);

    if (!list)
        return fail_memory(cx);
    for (char *p = list; c->split && *p; p++)
        if (*p == c->split)
            *p = ',';
    return model_set_text(cx, c->field, list, record);
}

/* One cell into the record. Faults met before are another cell's and stay. */
static enum err set_value(struct ctx *cx, struct import_errand *er, const struct import_column *c,
                          const char *text, void *record)
{
    struct fault before = cx->fault;
    enum err e;

    cx->fault = (struct fault){0};
    if (c->custom) {
        const struct custom_field *cf = custom_find(&er->customs[c->part], c->custom);
        e = cf ? custom_set_text(cx, cf, text, record) : OK;
    } else if (c->field->kind == FIELD_KIND_TIME || c->field->kind == FIELD_KIND_DATE) {
        e = set_time(cx, er->map, c, text, record);
    } else if (c->field->kind == FIELD_KIND_MONEY) {
        e = set_money(cx, er->map, c, text, record);
    } else if (c->field->kind == FIELD_KIND_TAGS) {
        e = set_tags(cx, c, text, record);
    } else {
        e = model_set_text(cx, c->field, text, record);
    }
    if (!before.kind)
        return e;
    if (cx->fault.fields) {
        before.last_field->next = cx->fault.fields;
        before.last_field = cx->fault.last_field;
        before.field_count += cx->fault.field_count;
    }
    cx->fault = before;
    return e ? e : ERR_INVALID;
}

static bool is_blank(const char *text)
{
    return !text || text[strspn(text, " \t\r\n")] == 0;
}

/* Lay the row's cells over the record. */
static enum err fill(struct ctx *cx, struct import_errand *er, size_t part,
                     const struct csv_row *row, void *record, bool *ret_mentioned)
{
    enum err e = OK, one;

    for (size_t i = 0; i < er->map->count; i++) {
        const struct import_column *c = &er->map->columns[i];
        const char *text = c->part == part ? value_of(cx, er->map, c, row) : NULL;
        if (is_blank(text))
            continue;
        *ret_mentioned = *ret_mentioned || !c->constant || strchr(c->constant, '{');
        one = set_value(cx, er, c, text, record);
        if (one && one != ERR_INVALID)
            return one;
        e = e ? e : one;
    }
    return e;
}

/* Spend without an id of its own is known by its content: the same line read twice is one line. */
static void content_id(struct ctx *cx, const struct import_errand *er, const struct csv_row *row,
                       const struct field *f, void *record)
{
    struct sha256_run run;
    unsigned char digest[SHA256_BYTES];
    char hex[SHA256_HEX];

    sha256_start(&run);
    for (size_t i = 0; i < er->map->count; i++)
        if (!er->map->columns[i].constant)
            sha256_add(&run, row->cells[er->map->columns[i].at],
                       strlen(row->cells[er->map->columns[i].at]) + 1);
    sha256_end(&run, digest);
    hex_text(digest, 12, hex);
    field_set_text(f, record, arena_print(cx->arena, "row-%s", hex));
}

static enum err open_part(struct ctx *cx, struct import_errand *er, size_t at)
{
    const struct import_part *part = &er->map->kind->parts[at];
    enum err e = OK;

    for (size_t i = 0; part->keys[i] && !e; i++) {
        must(i < PART_KEYS_MAX);
        e = model_finder_open(cx, er->db, part->model, model_field(part->model, part->keys[i]),
                              &er->finders[at][i]);
    }
    if (!e && !part->must_exist)
        e = model_writer_open(cx, er->db, part->model, &er->writers[at]);
    return e;
}

enum err import_errand_open(struct ctx *cx, struct import_errand *er)
{
    enum err e = import_customs_load(cx, er);

    if (!e && er->map->kind->parts[0].model == &contact_model) {
        must(er->map->kind->parts[LEADS_COMPANY].model == &account_model);
        e = accounts_from_domains(cx, er->db, &er->make_companies);
    }
    for (size_t at = 0; at < er->map->kind->part_count && !e; at++)
        e = open_part(cx, er, at);
    return e;
}

void import_errand_close(struct import_errand *er)
{
    for (size_t at = 0; at < PARTS_MAX; at++) {
        for (size_t i = 0; i < PART_KEYS_MAX; i++)
            model_finder_done(er->finders[at][i]);
        model_writer_done(er->writers[at]);
    }
}

static enum err find(struct ctx *cx, struct import_errand *er, size_t at, struct built *b)
{
    const struct import_part *part = &er->map->kind->parts[at];

    for (size_t i = 0; part->keys[i] && !b->before; i++) {
        const struct field *f = model_field(part->model, part->keys[i]);
        const char *text = field_text(f, b->after);
        enum err e = OK;
        if (text_empty(text))
            continue;
        if (!b->found_by)
            b->found_by = f;
        if (import_ahead_absent(cx, er, f, text))
            continue;
        e = model_finder_get(cx, er->finders[at][i], text, &b->before);
        if (e)
            return e;
        if (b->before)
            b->found_by = f;
    }
    return OK;
}

/* The cells laid over what is there are as written: brought to the form that is stored, so that what is the same is seen
 * to be. */
static enum err clean_again(struct ctx *cx, const struct model *m, void *record)
{
    if (m == &account_model)
        return account_clean_keys(cx, record);
    return m == &contact_model ? contact_clean_keys(cx, record) : OK;
}

/* A company beside the row's own record is told by the row, not named anew: only one that has no name, or just its domain for
 * one, gets the file's. */
static void hold_name(const struct account *before, struct account *after)
{
    if (!text_empty(before->name) && !text_equal(before->name, before->domain))
        after->name = before->name;
}

/* The row's cells laid over what was found. Found by a further address or number, a record keeps its first one. */
static enum err lay_over(struct ctx *cx, struct import_errand *er, size_t at,
                         const struct csv_row *row, struct built *b)
{
    const struct import_part *part = &er->map->kind->parts[at];
    enum err e;

    b->after = arena_alloc(cx->arena, part->model->size);
    if (!b->after)
        return fail_memory(cx);
    memcpy(b->after, b->before, part->model->size);
    e = fill(cx, er, at, row, b->after, &b->mentioned);
    if (!e && b->found_by->further && !text_empty(field_text(b->found_by, b->before)))
        field_set_text(b->found_by, b->after, field_text(b->found_by, b->before));
    if (!e && part->model == &contact_model)
        lifecycle_hold(b->before, b->after);
    if (!e && at > 0 && part->model == &account_model)
        hold_name(b->before, b->after);
    return e ? e : clean_again(cx, part->model, b->after);
}

static enum err build(struct ctx *cx, struct import_errand *er, size_t at,
                      const struct csv_row *row, struct built *ret)
{
    const struct import_part *part = &er->map->kind->parts[at];
    struct built b = {.after = model_new(cx, part->model)};
    enum err e;

    if (!b.after)
        return fail_memory(cx);
    e = fill(cx, er, at, row, b.after, &b.mentioned);
    if (!e && b.mentioned)
        e = clean_again(cx, part->model, b.after);
    if (e)
        return e;
    if (at == 0 && !strcmp(er->map->kind->name, "spend")) {
        const struct field *f = model_field(part->model, "external_id");
        if (text_empty(field_text(f, b.after)))
            content_id(cx, er, row, f, b.after);
    }
    if (b.mentioned || at == 0)
        e = find(cx, er, at, &b);
    if (!e && b.before && !part->must_exist)
        e = lay_over(cx, er, at, row, &b);
    if (!e)
        *ret = b;
    return e;
}

static enum err note_change(struct ctx *cx, struct import_errand *er, const char *action,
                            const char *model, int64_t record, int64_t version, const char *before)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, er->db, &SQL_import_change_add, &st);

    if (e)
        goto out;
    db_bind_int(st, "import", er->import);
    db_bind_int(st, "n", id_next(cx));
    db_bind_text(st, "action", action);
    db_bind_text(st, "model", model);
    db_bind_int(st, "record", record);
    db_bind_int(st, "version_after", version);
    db_bind_text(st, "before", before);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* *ret_known: the record was touched by this import before, and that entry now stands for both. */
static enum err touched_again(struct ctx *cx, struct import_errand *er, const struct record *r,
                              bool *ret_known)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, er->db, &SQL_import_change_again, &st);

    if (e)
        goto out;
    db_bind_int(st, "import", er->import);
    db_bind_int(st, "record", r->id);
    db_bind_int(st, "version_after", r->version);
    e = db_run(cx, st);
    *ret_known = !e && db_changes(st) > 0;
out:
    db_done(st);
    return e;
}

/* Outside of a pipeline, since how many rows a change found matters. */
static enum err change_found(struct ctx *cx, struct import_errand *er, const struct model *m,
                             void *record, bool *ret_known)
{
    enum err e = er->piped ? db_flush(cx, er->db) : OK;

    if (!e)
        e = model_change_quietly(cx, er->db, m, record);
    if (!e)
        e = touched_again(cx, er, record, ret_known);
    return !e && er->piped ? db_pipeline(cx, er->db) : e;
}

static const char *as_json(struct ctx *cx, const struct model *m, const void *record)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);

    model_to_json(&w, m, record);
    return buf_text(&out);
}

/* Write, or only check, what was built. */
static enum err settle(struct ctx *cx, struct import_errand *er, size_t at, struct built *b,
                       enum row_fate *ret)
{
    const struct model *m = er->map->kind->parts[at].model;
    const struct record *r = b->after;
    bool known = false;
    enum err e;

    must(r != NULL); /* built before */
    if (b->before && !er->map->update) {
        *ret = ROW_SKIPPED;
        return OK;
    }
    if (b->before && model_same(m, b->before, b->after)) {
        *ret = ROW_SAME;
        return OK;
    }
    *ret = b->before ? ROW_CHANGED : ROW_ADDED;
    if (!er->write)
        return model_writer_try(cx, er->writers[at], b->before, b->after);
    e = b->before ? change_found(cx, er, m, b->after, &known)
                  : model_writer_add(cx, er->writers[at], b->after);
    if (e || known)
        return e;
    return note_change(cx, er, b->before ? "change" : "add", m->name, r->id, r->version,
                       b->before ? as_json(cx, m, b->before) : NULL);
}

/* Stands in the trying pass for the id of a record that the other pass will make. */
enum { TO_BE_MADE = 1 };

/* A record beside the row's own: its id goes into the link. *ret_changed is set when the row changes it. */
static enum err settle_part(struct ctx *cx, struct import_errand *er, size_t at,
                            const struct built *own, struct built *b, bool *ret_changed)
{
    const struct import_part *part = &er->map->kind->parts[at];
    const struct field *link = model_field(er->map->kind->parts[0].model, part->link);
    const struct record *r = b->before ? b->before : b->after;
    enum row_fate fate = ROW_SAME;
    enum err e = OK;

    if (!b->mentioned)
        return OK;
    if (part->must_exist && !b->before)
        return fail_field(cx, part->prefix, "import.no_such", "value",
                          b->found_by ? field_text(b->found_by, b->after) : "", NULL);
    if (!part->must_exist)
        e = settle(cx, er, at, b, &fate);
    *ret_changed |= !e && fate == ROW_CHANGED;
    if (!e && (r->id || !er->write))
        field_set_int(link, own->after, r->id ? r->id : TO_BE_MADE);
    return e;
}

enum err import_link_account(struct ctx *cx, struct db *db, int64_t contact, int64_t account)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_contact_link_account, &st);

    if (e)
        goto out;
    db_bind_int(st, "contact", contact);
    db_bind_int(st, "account", account);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* What a deal's file tells about its lead: the company it belongs to, and whether dates make sense. */
static enum err after_deal(struct ctx *cx, struct import_errand *er, const struct deal *deal,
                           const struct contact *contact)
{
    enum err e;

    if (!contact)
        return OK;
    er->won_before_contact = text_equal(deal->outcome, "won") && deal->closed_at != NIL &&
                             contact->first_contact_at != NIL &&
                             deal->closed_at < contact->first_contact_at;
    if (!er->write || contact->account != NIL || deal->account == NIL)
        return OK;
    e = import_link_account(cx, er->db, contact->record.id, deal->account);
    if (e)
        return e;
    return note_change(cx, er, "link", "contact", contact->record.id, contact->record.version,
                       arena_print(cx->arena, "%lld", (long long)deal->account));
}

/* Wrong fields of one part are named as the file names them. */
static enum err name_columns(struct ctx *cx, const struct import_map *map, size_t part, enum err e)
{
    if (e != ERR_INVALID && e != ERR_CONFLICT)
        return e;
    for (struct fault_field *f = cx->fault.fields; f; f = f->next) {
        for (size_t i = 0; i < map->count; i++) {
            const struct import_column *c = &map->columns[i];
            if (c->part == part && c->field && !c->constant && !strcmp(c->field->name, f->field)) {
                f->field = c->name;
                break;
            }
        }
    }
    return e;
}

/* For the trying pass, which looks for rows that speak of the same record. */
static void note_key(struct import_errand *er, const struct built *own)
{
    unsigned char digest[SHA256_BYTES];
    const char *text = own->found_by ? field_text(own->found_by, own->after) : NULL;

    er->key_hash = 0;
    if (!text || er->write)
        return;
    sha256(text, strlen(text), digest);
    memcpy(&er->key_hash, digest, sizeof(er->key_hash));
    er->key_field = own->found_by->name;
    er->key_is_content = !strncmp(text, "row-", 4);
    for (size_t i = 0; i < er->map->count; i++) {
        const struct import_column *c = &er->map->columns[i];
        if (c->field == own->found_by && c->part == 0 && !c->constant)
            er->key_field = c->name;
    }
}

/* The company that holds the domain, as the one that the row names. */
static enum err company_is(struct ctx *cx, struct import_errand *er, const struct csv_row *row,
                           int64_t id, struct built *company)
{
    enum err e = model_get(cx, er->db, &account_model, id, &company->before);

    return e ? e : lay_over(cx, er, LEADS_COMPANY, row, company);
}

/* Whether the company lacks everything by which the row tells its own: then nothing says that they are two. */
static bool is_untold(const struct import_part *part, const struct account *held,
                      const struct account *named)
{
    for (size_t i = 0; part->keys[i]; i++) {
        const struct field *f = model_field(part->model, part->keys[i]);
        if (!text_empty(field_text(f, named)) && !text_empty(field_text(f, held)))
            return false;
    }
    return text_empty(held->tax_number);
}

/* A company that the row tells by a number, and of which no domain is known: it gets that of the lead's address when no
 * other company has it. One that nobody knows by that number is the company of the domain, unless that is told by a number
 * of its own. */
static enum err company_numbered(struct ctx *cx, struct import_errand *er,
                                 const struct csv_row *row, const struct contact *is,
                                 const char *domain, struct built *company)
{
    struct account *named = company->after;
    const struct account *held;
    void *found = NULL;
    int64_t id = NIL;
    enum err e;

    if (!er->make_companies || !text_empty(named->domain))
        return OK;
    e = import_company_of(cx, er, is->email, &id);
    if (e)
        return e;
    if (id == NIL) {
        named->domain = domain;
        return OK;
    }
    if (company->before)
        return OK;
    e = model_get(cx, er->db, &account_model, id, &found);
    held = found;
    if (e || !held || !is_untold(&er->map->kind->parts[LEADS_COMPANY], held, named))
        return e;
    return company_is(cx, er, row, id, company);
}

/* A company of which the row says only what it is called, or how large it is: that of the lead's address, whose domain then
 * is its. Nothing is ever found by a name. */
static enum err company_named(struct ctx *cx, struct import_errand *er, const struct csv_row *row,
                              const struct contact *is, struct built *company)
{
    const char *domain = text_empty(is->email) ? NULL : account_domain_of(is->email);
    int64_t id = NIL;
    enum err e;

    if (!domain)
        return OK;
    if (company->found_by)
        return company_numbered(cx, er, row, is, domain, company);
    e = import_company_of(cx, er, is->email, &id);
    if (e || (id == NIL && !er->make_companies))
        return e;
    company->found_by = model_field(&account_model, "domain");
    if (id == NIL) {
        ((struct account *)company->after)->domain = domain;
        return OK;
    }
    return company_is(cx, er, row, id, company);
}

/* A lead to whom the row gives no company belongs to that of the address. One that is not there yet is made from the domain,
 * where the site wants that, as if the row had named it. */
static enum err company_of_address(struct ctx *cx, struct import_errand *er,
                                   const struct csv_row *row, const struct built *own,
                                   struct built *company)
{
    struct contact *is = own->after;
    const struct contact *was = own->before;
    struct account *made;
    const char *domain;
    enum err e;

    if (company->mentioned)
        return company_named(cx, er, row, is, company);
    if (is->account != NIL || text_empty(is->email) ||
        (was && (!er->map->update || text_equal(was->email, is->email))))
        return OK;
    e = import_company_of(cx, er, is->email, &is->account);
    domain = account_domain_of(is->email);
    if (e || is->account != NIL || !domain || !er->make_companies)
        return e;
    made = model_new(cx, &account_model);
    if (!made)
        return fail_memory(cx);
    made->domain = domain;
    *company = (struct built){.after = made, .mentioned = true};
    return OK;
}

/* The next row of this domain belongs to it too, unless it has another one. */
static void remember_company(struct import_errand *er, const struct contact *is,
                             const struct built *company)
{
    const struct account *made = company->after;

    if (company->mentioned && !company->before && made && !text_empty(made->domain) &&
        !text_empty(is->email) && text_equal(account_domain_of(is->email), made->domain))
        import_ahead_company(er, is->email, made->record.id);
}

static enum err apply(struct ctx *cx, struct import_errand *er, const struct csv_row *row,
                      enum row_fate *ret)
{
    const struct import_kind *kind = er->map->kind;
    struct built built[PARTS_MAX] = {0};
    bool beside = false; /* a record beside the row's own changes */
    enum err e = OK, one;

    for (size_t i = kind->part_count; i-- > 0;) {
        one = name_columns(cx, er->map, i, build(cx, er, i, row, &built[i]));
        if (one && one != ERR_INVALID)
            return one;
        e = e ? e : one;
    }
    if (e)
        return e;
    must(built[0].after != NULL);
    note_key(er, &built[0]);
    if (kind->parts[0].model == &contact_model)
        e = company_of_address(cx, er, row, &built[0], &built[LEADS_COMPANY]);
    for (size_t i = 1; i < kind->part_count && !e; i++)
        e = name_columns(cx, er->map, i, settle_part(cx, er, i, &built[0], &built[i], &beside));
    if (!e && er->write && kind->parts[0].model == &contact_model)
        remember_company(er, built[0].after, &built[LEADS_COMPANY]);
    if (!e)
        e = name_columns(cx, er->map, 0, settle(cx, er, 0, &built[0], ret));
    if (!e && beside && *ret == ROW_SAME)
        *ret = ROW_CHANGED;
    if (!e && kind->parts[0].model == &spend_line_model)
        er->spent = built[0].after;
    if (!e && kind->parts[0].model == &deal_model)
        e = after_deal(cx, er, built[0].after, built[1].before);
    if (!e && kind->parts[0].model == &contact_model)
        er->no_channel = text_empty(((const struct contact *)built[0].after)->channel);
    return e;
}

enum err import_row_apply(struct ctx *cx, struct import_errand *er, const struct csv_row *row,
                          enum row_fate *ret)
{
    er->won_before_contact = false;
    er->no_channel = false;
    er->spent = NULL;
    er->key_hash = 0;
    return apply(cx, er, row, ret);
}
