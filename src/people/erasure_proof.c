/* erasure_proof.c -- the paper that says what was done: counts, what stays and why, what nobody here can reach.
 *
 * It names nobody. Its digest is over all of it before the digest itself; the seal is keyed by a secret of the installation, so
 * that a proof shown later can be told from one that was made up. */
#include "people/erasure_priv.h"

#include "base/hash.h"
#include "base/message.h"
#include "base/text.h"
#include "base/time.h"
#include "work/secret.h"

#include <string.h>

static const char *const kept_codes[] = {"contact", "deals", "ledger", "suppression",
                                         "facts",   "audit", "rules",  NULL};
static const char *const beyond_codes[] = {"backups", "sent", "nodes", "server", NULL};
/* With a file of our own there is no server; and where no rule or view said the person there is nothing to say of them. */
enum { BEYOND_OF_SERVER = 3, KEPT_OF_RULES = 6 };
static const char *const rule_tables[] = {"segments", "saved_views", "lifecycle_rules", NULL};

static void put_time(struct json_writer *w, const char *name, int64_t at)
{
    char text[TIME_TEXT_MAX];

    time_text(at, text);
    json_text_member(w, name, text);
}

/* {"code", "pt-BR", "en"}: whoever is shown it reads one of them. */
static void put_reason(struct ctx *cx, struct json_writer *w, const char *group, const char *code,
                       int64_t n)
{
    struct fault_param p = {"n", arena_print(cx->arena, "%lld", (long long)n)};
    const char *key = arena_print(cx->arena, "erasure.%s.%s", group, code);

    json_open_object(w);
    json_text_member(w, "code", code);
    json_text_member(w, "pt-BR", key ? message(cx->arena, LANG_PT_BR, key, &p, 1) : NULL);
    json_text_member(w, "en", key ? message(cx->arena, LANG_EN, key, &p, 1) : NULL);
    json_close_object(w);
}

static void put_reasons(struct ctx *cx, struct json_writer *w, const char *name, const char *group,
                        const char *const *codes, size_t most, int64_t count)
{
    json_name(w, name);
    json_open_list(w);
    for (size_t i = 0; codes[i] && i < most; i++)
        put_reason(cx, w, group, codes[i], count);
    json_close_list(w);
}

static bool is_of_rules(const struct erasure_count *c)
{
    for (size_t i = 0; rule_tables[i]; i++)
        if (!strcmp(c->what, "rewritten") && !strcmp(c->name, rule_tables[i]))
            return true;
    return false;
}

/* *ret_rules: how many texts of rules and views were rewritten. */
static enum err put_counts(struct ctx *cx, struct db *db, struct json_writer *w, int64_t id,
                           int64_t *ret_rules)
{
    struct erasure_count *all = NULL;
    size_t n = 0;
    enum err e = erasure_counts(cx, db, id, &all, &n);

    json_name(w, "counts");
    json_open_list(w);
    for (size_t i = 0; i < n && !e; i++) {
        json_open_object(w);
        json_text_member(w, "what", all[i].what);
        json_text_member(w, "table", all[i].name);
        json_int_member(w, "rows", all[i].n);
        *ret_rules += is_of_rules(&all[i]) ? all[i].n : 0;
        json_close_object(w);
    }
    json_close_list(w);
    return e;
}

static enum err seal(struct ctx *cx, struct db *db, struct buf *out, struct json_writer *w)
{
    unsigned char key[SECRET_BYTES], mac[SHA256_BYTES];
    char hex[SHA256_HEX];
    enum err e = secret_read(cx, db, SECRET_LEDGER, key);

    if (e)
        return e;
    if (!buf_ok(out))
        return fail_memory(cx);
    sha256(out->bytes, out->len, mac);
    hex_text(mac, sizeof(mac), hex);
    json_text_member(w, "digest", hex);
    hmac_sha256(key, sizeof(key), mac, sizeof(mac), mac);
    hex_text(mac, sizeof(mac), hex);
    json_text_member(w, "seal", hex);
    forget_bytes(key, sizeof(key));
    return OK;
}

enum err erasure_proof(struct ctx *cx, struct db *db, const struct proof_facts *f, const char **ret)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    int64_t rules = 0;
    enum err e;

    json_open_object(&w);
    json_text_member(&w, "document", "erasure");
    json_id_member(&w, "site", cx->site);
    json_id_member(&w, "erasure", f->erasure->id);
    json_id_member(&w, "contact", f->erasure->contact);
    json_text_member(&w, "person_digest", f->person_digest);
    json_id_member(&w, "request", f->erasure->request);
    json_text_member(&w, "asked_by", f->erasure->asked_by);
    json_id_member(&w, "done_by", f->erasure->actor);
    put_time(&w, "begun_at", f->erasure->created_at);
    put_time(&w, "done_at", f->done_at);
    e = put_counts(cx, db, &w, f->erasure->id, &rules);
    put_reasons(cx, &w, "kept", "kept", kept_codes, rules ? SIZE_MAX : KEPT_OF_RULES, rules);
    put_reasons(cx, &w, "out_of_reach", "beyond", beyond_codes,
                f->postgres ? SIZE_MAX : BEYOND_OF_SERVER, 0);
    json_name(&w, "files");
    json_open_object(&w);
    json_int_member(&w, "read", f->files.files);
    json_int_member(&w, "bytes", f->files.bytes);
    json_int_member(&w, "found_in", f->files.hits);
    json_close_object(&w);
    json_bool_member(&w, "database_server", f->postgres);
    if (!e)
        e = seal(cx, db, &out, &w);
    json_close_object(&w);
    if (!e && !buf_ok(&out))
        e = fail_memory(cx);
    if (!e)
        *ret = buf_text(&out);
    return e;
}
