/* import_suggest.c -- what a file looks like, and where its columns probably go.
 *
 * The suggestion goes by names people give columns, in both languages, and by what the cells look like: a
 * column of dates gets the pattern that reads most of them. It is only a suggestion, and every choice of it can
 * be changed before anything happens.
 */
#include "people/import_priv.h"

#include "base/hash.h"
#include "base/json.h"
#include "base/message.h"
#include "base/text.h"
#include "model/custom.h"

#include <string.h>

enum { PROBE_BYTES = 256 * 1024 };

/* Folded header names and the target they speak of, per kind; the first that fits wins. */
static const struct hint {
    const char *kind, *name, *to;
} hints[] = {
    {"accounts", "id", "external_id"},
    {"accounts", "codigo", "external_id"},
    {"accounts", "code", "external_id"},
    {"accounts", "account id", "external_id"},
    {"accounts", "company id", "external_id"},
    {"accounts", "nome", "name"},
    {"accounts", "empresa", "name"},
    {"accounts", "nome da empresa", "name"},
    {"accounts", "razao social", "name"},
    {"accounts", "nome fantasia", "name"},
    {"accounts", "name", "name"},
    {"accounts", "company", "name"},
    {"accounts", "company name", "name"},
    {"accounts", "account name", "name"},
    {"accounts", "site", "domain"},
    {"accounts", "dominio", "domain"},
    {"accounts", "domain", "domain"},
    {"accounts", "website", "domain"},
    {"accounts", "company domain", "domain"},
    {"accounts", "site da empresa", "domain"},
    {"accounts", "cnpj", "tax_number"},
    {"accounts", "tax number", "tax_number"},
    {"accounts", "setor", "industry"},
    {"accounts", "segmento", "industry"},
    {"accounts", "industry", "industry"},
    {"accounts", "porte", "employees"},
    {"accounts", "funcionarios", "employees"},
    {"accounts", "employees", "employees"},
    {"accounts", "company size", "employees"},
    {"accounts", "receita", "revenue_minor"},
    {"accounts", "receita anual", "revenue_minor"},
    {"accounts", "faturamento", "revenue_minor"},
    {"accounts", "revenue", "revenue_minor"},
    {"accounts", "annual revenue", "revenue_minor"},
    {"accounts", "moeda", "currency"},
    {"accounts", "currency", "currency"},
    {"accounts", "endereco", "street"},
    {"accounts", "rua", "street"},
    {"accounts", "street", "street"},
    {"accounts", "address", "street"},
    {"accounts", "cep", "postal_code"},
    {"accounts", "postal code", "postal_code"},
    {"accounts", "zip", "postal_code"},
    {"accounts", "cidade", "city"},
    {"accounts", "city", "city"},
    {"accounts", "estado", "state"},
    {"accounts", "uf", "state"},
    {"accounts", "state", "state"},
    {"accounts", "pais", "country"},
    {"accounts", "country", "country"},
    {"accounts", "marcadores", "tags"},
    {"accounts", "etiquetas", "tags"},
    {"accounts", "tags", "tags"},
    {"accounts", "notas", "notes"},
    {"accounts", "observacoes", "notes"},
    {"accounts", "notes", "notes"},
    {"accounts", "matriz", "parent.name"},
    {"accounts", "empresa mae", "parent.name"},
    {"accounts", "grupo", "parent.name"},
    {"accounts", "parent company", "parent.name"},
    {"accounts", "site da matriz", "parent.domain"},
    {"accounts", "dominio da matriz", "parent.domain"},
    {"accounts", "parent domain", "parent.domain"},
    {"accounts", "cnpj da matriz", "parent.tax_number"},
    {"accounts", "parent tax number", "parent.tax_number"},
    {"accounts", "visto em", "first_seen_at"},
    {"leads", "mql id", "external_id"},
    {"leads", "lead id", "external_id"},
    {"leads", "id", "external_id"},
    {"leads", "codigo", "external_id"},
    {"leads", "email", "email"},
    {"leads", "e mail", "email"},
    {"leads", "nome", "name"},
    {"leads", "name", "name"},
    {"leads", "telefone", "phone"},
    {"leads", "celular", "phone"},
    {"leads", "phone", "phone"},
    {"leads", "cargo", "job_title"},
    {"leads", "job title", "job_title"},
    {"leads", "area", "department"},
    {"leads", "department", "department"},
    {"leads", "dores", "pains"},
    {"leads", "dor", "pains"},
    {"leads", "pains", "pains"},
    {"leads", "pain points", "pains"},
    {"leads", "cidade", "account.city"},
    {"leads", "city", "account.city"},
    {"leads", "estado", "account.state"},
    {"leads", "uf", "account.state"},
    {"leads", "state", "account.state"},
    {"leads", "empresa", "account.name"},
    {"leads", "company", "account.name"},
    {"leads", "company name", "account.name"},
    {"leads", "nome da empresa", "account.name"},
    {"leads", "empresa nome", "account.name"},
    {"leads", "account name", "account.name"},
    {"leads", "organization name", "account.name"},
    {"leads", "razao social", "account.name"},
    {"leads", "cnpj", "account.tax_number"},
    {"leads", "cpf", "tax_number"},
    {"leads", "site", "account.domain"},
    {"leads", "dominio", "account.domain"},
    {"leads", "domain", "account.domain"},
    {"leads", "website", "account.domain"},
    {"leads", "company domain", "account.domain"},
    {"leads", "site da empresa", "account.domain"},
    {"leads", "porte", "account.employees"},
    {"leads", "funcionarios", "account.employees"},
    {"leads", "employees", "account.employees"},
    {"leads", "company size", "account.employees"},
    {"leads", "setor", "account.industry"},
    {"leads", "segmento", "account.industry"},
    {"leads", "industry", "account.industry"},
    {"leads", "origin", "channel"},
    {"leads", "origem", "channel"},
    {"leads", "canal", "channel"},
    {"leads", "channel", "channel"},
    {"leads", "source", "channel"},
    {"leads", "landing page id", "landing_page"},
    {"leads", "landing page", "landing_page"},
    {"leads", "pagina de entrada", "landing_page"},
    {"leads", "first contact date", "first_contact_at"},
    {"leads", "primeiro contato", "first_contact_at"},
    {"leads", "chegou em", "first_contact_at"},
    {"leads", "data", "first_contact_at"},
    {"leads", "data de criacao", "first_contact_at"},
    {"leads", "created at", "first_contact_at"},
    {"leads", "date", "first_contact_at"},
    {"leads", "como nos conheceu", "heard_of_us"},
    {"deals", "mql id", "contact.external_id"},
    {"deals", "lead id", "contact.external_id"},
    {"deals", "email", "contact.email"},
    {"deals", "e mail", "contact.email"},
    {"deals", "deal id", "external_id"},
    {"deals", "id", "external_id"},
    {"deals", "negocio", "name"},
    {"deals", "nome", "name"},
    {"deals", "name", "name"},
    {"deals", "deal", "name"},
    {"deals", "seller id", "account.external_id"},
    {"deals", "empresa", "account.name"},
    {"deals", "company", "account.name"},
    {"deals", "cnpj", "account.tax_number"},
    {"deals", "business segment", "account.industry"},
    {"deals", "setor", "account.industry"},
    {"deals", "industry", "account.industry"},
    {"deals", "won date", "closed_at"},
    {"deals", "data de fechamento", "closed_at"},
    {"deals", "fechado em", "closed_at"},
    {"deals", "closed at", "closed_at"},
    {"deals", "close date", "closed_at"},
    {"deals", "aberto em", "opened_at"},
    {"deals", "opened at", "opened_at"},
    {"deals", "valor", "amount_minor"},
    {"deals", "amount", "amount_minor"},
    {"deals", "moeda", "currency"},
    {"deals", "currency", "currency"},
    {"deals", "etapa", "stage"},
    {"deals", "stage", "stage"},
    {"deals", "motivo", "reason"},
    {"deals", "reason", "reason"},
    {"deals", "resultado", "outcome"},
    {"deals", "outcome", "outcome"},
    {"deals", "lead behaviour profile", "tags"},
    {"spend", "id", "external_id"},
    {"spend", "data", "spent_on"},
    {"spend", "dia", "spent_on"},
    {"spend", "mes", "spent_on"},
    {"spend", "date", "spent_on"},
    {"spend", "day", "spent_on"},
    {"spend", "inicio", "spent_on"},
    {"spend", "fim", "until_on"},
    {"spend", "ate", "until_on"},
    {"spend", "until", "until_on"},
    {"spend", "canal", "channel"},
    {"spend", "channel", "channel"},
    {"spend", "origin", "channel"},
    {"spend", "campanha", "campaign.utm_campaign"},
    {"spend", "campaign", "campaign.utm_campaign"},
    {"spend", "valor", "amount_minor"},
    {"spend", "custo", "amount_minor"},
    {"spend", "gasto", "amount_minor"},
    {"spend", "amount", "amount_minor"},
    {"spend", "cost", "amount_minor"},
    {"spend", "spend", "amount_minor"},
    {"spend", "moeda", "currency"},
    {"spend", "currency", "currency"},
    {"spend", "tipo", "kind"},
    {"spend", "kind", "kind"},
    {"spend", "nota", "note"},
    {"spend", "note", "note"},
};

/* "First_Contact-Date" → "first contact date". */
static const char *header_fold(struct arena *a, const char *name)
{
    char *folded = arena_dup(a, text_fold(a, name));

    for (char *p = folded; p && *p; p++)
        if (strchr("_-./", *p))
            *p = ' ';
    return folded ? text_fold(a, folded) : "";
}

static const char *hint_for(struct ctx *cx, const struct import_kind *kind, const char *column)
{
    const char *folded = header_fold(cx->arena, column);

    for (size_t i = 0; i < COUNT_OF(hints); i++)
        if (!strcmp(hints[i].kind, kind->name) && text_equal(hints[i].name, folded))
            return hints[i].to;
    return NULL;
}

static bool is_time(const struct import_kind *kind, const char *to)
{
    const struct field *f = model_field(kind->parts[0].model, to);

    return f && (f->kind == FIELD_KIND_TIME || f->kind == FIELD_KIND_DATE);
}

static const char *pattern_of(struct ctx *cx, const char *const *const *samples, size_t n,
                              size_t at, bool *ret_ambiguous)
{
    const char **cells = arena_array(cx->arena, n + 1, sizeof(*cells));
    size_t filled = 0;

    *ret_ambiguous = false;
    for (size_t i = 0; cells && i < n; i++)
        if (samples[i][at][0])
            cells[filled++] = samples[i][at];
    return filled ? time_guess_pattern(cells, filled, ret_ambiguous) : NULL;
}

static const char *column_of(const char *const *taken, const char *const *header, size_t n,
                             const char *to)
{
    for (size_t i = 0; i < n; i++)
        if (text_equal(taken[i], to) && !strpbrk(header[i], "{}"))
            return header[i];
    return NULL;
}

/* What every row of a file of deals says without a column for it: that it was won, and who it is, so that the same
 * file imported twice leaves every deal once. A lead may have several deals, but not at the same moment. */
static void put_constants(struct ctx *cx, struct json_writer *w, const char *const *taken,
                          const char *const *header, size_t n)
{
    const char *lead = column_of(taken, header, n, "contact.external_id");
    const char *when = column_of(taken, header, n, "closed_at");

    if (!lead)
        lead = column_of(taken, header, n, "contact.email");
    if (!when)
        when = column_of(taken, header, n, "opened_at");
    json_name(w, "constants");
    json_open_object(w);
    if (!column_of(taken, header, n, "outcome"))
        json_text_member(w, "outcome", "won");
    if (lead && when && !column_of(taken, header, n, "external_id"))
        json_text_member(w, "external_id", arena_print(cx->arena, "{%s} {%s}", lead, when));
    json_close_object(w);
}

const char *import_map_suggest(struct ctx *cx, const struct import_kind *kind,
                               const struct csv_shape *shape, const char *const *header, size_t n,
                               const char *const *const *samples, size_t sample_count)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    char separator[2] = {shape->separator, 0};
    const char **taken = arena_array(cx->arena, n + 1, sizeof(*taken));
    bool ambiguous;

    json_open_object(&w);
    json_text_member(&w, "kind", kind->name);
    json_text_member(&w, "separator", separator);
    json_text_member(&w, "encoding", shape->encoding == CSV_UTF8 ? "utf-8" : "windows-1252");
    json_text_member(&w, "on_duplicate", "update");
    json_name(&w, "columns");
    json_open_object(&w);
    for (size_t i = 0; i < n && taken; i++) {
        const char *to = hint_for(cx, kind, header[i]);
        for (size_t k = 0; k < i && to; k++)
            if (text_equal(taken[k], to))
                to = NULL;
        taken[i] = to;
        json_name(&w, header[i]);
        if (!to) {
            json_put_null(&w);
            continue;
        }
        json_open_object(&w);
        json_text_member(&w, "to", to);
        if (is_time(kind, to))
            json_text_member(&w, "pattern", pattern_of(cx, samples, sample_count, i, &ambiguous));
        json_close_object(&w);
    }
    json_close_object(&w);
    if (!strcmp(kind->name, "deals") && taken)
        put_constants(cx, &w, taken, header, n);
    json_close_object(&w);
    return buf_text(&out);
}

static void file_close(void *f)
{
    (void)fclose(f);
}

enum err import_file_open(struct ctx *cx, const char *path, int64_t offset, FILE **ret)
{
    FILE *f = fopen(path, "rb");

    if (!f)
        return fail(cx, ERR_NOTFOUND, "import.unreadable", NULL);
    if (!arena_defer(cx->arena, file_close, f))
        return fail_memory(cx);
    if (offset && fseeko(f, offset, SEEK_SET) != 0)
        return fail(cx, ERR_BROKEN, "import.unreadable", NULL);
    *ret = f;
    return OK;
}

/* Bytes, digest, and the first part of the file. */
static enum err file_read(struct ctx *cx, const char *path, struct import *ret, char **ret_head,
                          size_t *ret_n)
{
    unsigned char digest[SHA256_BYTES];
    char hex[SHA256_HEX];
    char *chunk = arena_alloc(cx->arena, PROBE_BYTES), *head = arena_alloc(cx->arena, PROBE_BYTES);
    struct sha256_run run;
    FILE *f = NULL;
    size_t got;
    enum err e = import_file_open(cx, path, 0, &f);

    if (e)
        return e;
    if (!chunk || !head)
        return fail_memory(cx);
    sha256_start(&run);
    ret->bytes = 0;
    while ((got = fread(chunk, 1, PROBE_BYTES, f)) > 0) {
        if (!ret->bytes) {
            memcpy(head, chunk, got);
            *ret_n = got;
        }
        sha256_add(&run, chunk, got);
        ret->bytes += (int64_t)got;
    }
    if (ferror(f))
        return fail(cx, ERR_BROKEN, "import.unreadable", NULL);
    if (!ret->bytes)
        return fail(cx, ERR_INVALID, "csv.empty", NULL);
    sha256_end(&run, digest);
    hex_text(digest, sizeof(digest), hex);
    ret->sha256 = arena_dup(cx->arena, hex);
    *ret_head = head;
    return OK;
}

static const char *shape_json(struct ctx *cx, const struct csv_shape *shape,
                              const char *const *header, size_t n,
                              const char *const *const *samples, size_t sample_count)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    char separator[2] = {shape->separator, 0};
    bool ambiguous;

    json_open_object(&w);
    json_text_member(&w, "separator", separator);
    json_text_member(&w, "encoding", shape->encoding == CSV_UTF8 ? "utf-8" : "windows-1252");
    json_name(&w, "ambiguous_dates");
    json_open_list(&w);
    for (size_t i = 0; i < n; i++)
        if (pattern_of(cx, samples, sample_count, i, &ambiguous) && ambiguous)
            json_put_text(&w, header[i]);
    json_close_list(&w);
    json_name(&w, "header");
    json_open_list(&w);
    for (size_t i = 0; i < n; i++)
        json_put_text(&w, header[i]);
    json_close_list(&w);
    json_name(&w, "sample");
    json_open_list(&w);
    for (size_t r = 0; r < sample_count && r < IMPORT_SAMPLE_ROWS; r++) {
        json_open_list(&w);
        for (size_t i = 0; i < n; i++)
            json_put_text(&w, text_cut(cx->arena, samples[r][i], 200));
        json_close_list(&w);
    }
    json_close_list(&w);
    json_close_object(&w);
    return buf_text(&out);
}

/* A map that was given says itself how the file is written, where it says so. */
static enum err shape_from_map(struct ctx *cx, const struct json *map, const char *kind,
                               struct csv_shape *shape)
{
    struct import_defaults guessed = {.time_zone = "UTC", .locale = "en", .shape = *shape};
    struct import_map read;
    enum err e = import_map_read(cx, map, kind, &guessed, &read);

    if (!e)
        *shape = read.shape;
    return e;
}

enum err import_probe(struct ctx *cx, const char *path, const char *kind,
                      const struct json *map_json, struct import *ret)
{
    const struct import_kind *k = import_kind_find(kind);
    const char *const **samples = arena_array(cx->arena, IMPORT_GUESS_ROWS, sizeof(*samples));
    const char *const *header;
    struct csv_shape shape = {0};
    struct csv_reader *csv = NULL;
    size_t head_n = 0, n = 0, count = 0;
    char *head = NULL;
    FILE *f = NULL;
    bool more = true;
    enum err e;

    if (!samples)
        return fail_memory(cx);
    if (!k)
        return fail_choice(cx, "kind", import_kind_names);
    e = file_read(cx, path, ret, &head, &head_n);
    if (!e)
        e = csv_guess(cx, head, head_n, &shape);
    if (!e && map_json)
        e = shape_from_map(cx, map_json, kind, &shape);
    if (!e)
        e = import_file_open(cx, path, 0, &f);
    if (!e)
        e = csv_open(cx, csv_from_file, f, &shape, &csv);
    if (e)
        return e;
    header = csv_header(csv, &n);
    while (count < IMPORT_GUESS_ROWS && more) {
        struct csv_row row = {0};
        e = csv_next(cx, csv, &row, &more);
        if (!e && more)
            samples[count++] = (const char *const *)row.cells;
        if (e && e != ERR_INVALID)
            return e;
        fault_clear(cx); /* a wrong row is the simulation's to list */
    }
    ret->kind = k->name;
    ret->shape = shape_json(cx, &shape, header, n, samples, count);
    if (!map_json) {
        ret->map = import_map_suggest(cx, k, &shape, header, n, samples, count);
    } else {
        struct buf out = buf_in(cx->arena);
        struct json_writer w = json_to(&out);
        json_put(&w, map_json);
        ret->map = buf_text(&out);
    }
    return ret->shape && ret->map ? OK : fail_memory(cx);
}

/* --- targets and custom fields */

/* What a spreadsheet most often holds; a map may name any other pattern. */
static void put_formats(struct json_writer *w, const struct field *f)
{
    static const char *const patterns[] = {
        "YYYY-MM-DD",          "DD/MM/YYYY",       "MM/DD/YYYY",       "DD-MM-YYYY",
        "YYYY-MM-DD hh:mm:ss", "DD/MM/YYYY hh:mm", "DD-MM-YYYY hh:mm", "RFC3339"};

    json_name(w, "formats");
    if (f->kind != FIELD_KIND_DATE && f->kind != FIELD_KIND_TIME) {
        json_put_null(w);
        return;
    }
    json_open_list(w);
    for (size_t i = 0; i < COUNT_OF(patterns); i++)
        json_put_text(w, patterns[i]);
    json_close_list(w);
}

static void target_put(struct ctx *cx, struct json_writer *w, const struct import_part *part,
                       const struct field *f)
{
    const char *to =
        part->prefix[0] ? arena_print(cx->arena, "%s.%s", part->prefix, f->name) : f->name;
    const char *key = arena_print(cx->arena, "model.%s.%s", part->model->name, f->name);
    const char *label = key ? message(cx->arena, cx->lang, key, NULL, 0) : NULL;
    static const char *const kinds[] = {"text", "prose", "email", "url",  "int", "money", "rate",
                                        "bool", "time",  "date",  "enum", "ref", "tags",  "json"};

    json_open_object(w);
    json_text_member(w, "name", to);
    json_text_member(w, "label", label);
    json_text_member(w, "record", part->model->name);
    json_text_member(w, "kind", kinds[f->kind]);
    json_bool_member(w, "required", (f->flags & REQUIRED) != 0);
    put_formats(w, f);
    json_close_object(w);
}

enum err import_targets(struct ctx *cx, struct db *db, const char *kind, struct json_writer *w)
{
    const struct import_kind *k = import_kind_find(kind);

    (void)db;
    if (!k)
        return fail_choice(cx, "kind", import_kind_names);
    json_open_list(w);
    for (size_t p = 0; p < k->part_count; p++) {
        const struct import_part *part = &k->parts[p];
        for (size_t i = 0; i < part->model->field_count; i++) {
            const struct field *f = &part->model->fields[i];
            bool is_key = false;
            for (size_t n = 0; part->keys[n]; n++)
                is_key = is_key || !strcmp(part->keys[n], f->name);
            if ((f->flags & READONLY) || f->kind == FIELD_KIND_REF || f->kind == FIELD_KIND_JSON ||
                (part->must_exist && !is_key))
                continue;
            target_put(cx, w, part, f);
        }
    }
    json_close_list(w);
    return OK;
}

enum err import_customs_load(struct ctx *cx, struct import_errand *er)
{
    enum err e = OK;

    for (size_t i = 0; i < er->map->kind->part_count && !e; i++) {
        const struct model *m = er->map->kind->parts[i].model;
        if (m->flags & MODEL_CUSTOM)
            e = custom_fields_of(cx, er->db, m, &er->customs[i]);
    }
    return e;
}

static enum err custom_add(struct ctx *cx, struct db *db, const struct model *m, const char *name)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    const struct json *in = NULL;
    int64_t id;
    enum err e;

    json_open_object(&w);
    json_text_member(&w, "name", name);
    json_text_member(&w, "label", name);
    json_text_member(&w, "kind", "text");
    json_close_object(&w);
    if (!buf_text(&out))
        return fail_memory(cx);
    e = json_parse(cx, out.bytes, out.len, &in);
    return e ? e : custom_field_add(cx, db, m, in, &id);
}

enum err import_customs_add(struct ctx *cx, struct db *db, const struct import_map *map)
{
    struct import_errand er = {.db = db, .map = map};
    enum err e = import_customs_load(cx, &er);

    for (size_t i = 0; i < map->count && !e; i++) {
        const struct import_column *c = &map->columns[i];
        if (c->custom && !custom_find(&er.customs[c->part], c->custom))
            e = custom_add(cx, db, map->kind->parts[c->part].model, c->custom);
    }
    return e;
}
