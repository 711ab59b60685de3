/* intake.c -- what a page sends, whatever it is: refused, or a fact that the journal takes and that holds no address. */
#include "web/intake_priv.h"

#include "base/json.h"
#include "fuzz.h"
#include "net/network_set.h"

static void must_be_sound(struct ctx *cx, const struct fact *f)
{
    unsigned char bytes[FACT_RECORD_MAX];
    struct fact again;
    size_t n = 0;

    must(fact_encode(cx, f, bytes, &n) == OK);
    must(fact_decode(cx, bytes, n, &again) == OK);
    must(f->visitor > 0 && f->kind[0] != '_');
    must(!strchr(f->path, '@') && !strchr(f->props, '@') && !strchr(f->source, '@') &&
         !strchr(f->campaign, '@') && !strchr(f->content, '@') && !strchr(f->click_id, '@'));
}

static void event(struct ctx *cx, const char *bytes, size_t n)
{
    static const char *const hosts[] = {"a.example", "*.b.example"};
    static const unsigned char secret[32];
    const struct measured_site whole = {.site = 1, .key = "k", .hosts = hosts, .host_count = 2};
    const struct intake_site site = {.site = 1, .count_refusing = true, .whole = &whole};
    const struct intake_sender who = {
        .remote = "192.0.2.1", .agent = "a", .language = "pt", .network = ""};
    const struct json *in = NULL;
    struct fact f = fact_nothing();

    if (json_parse_quick(cx, bytes, n, &in))
        return;
    if (intake_read_event(cx, &site, &who, secret, in, json_int(json_get(in, "t"), 0), &f) ==
        REFUSED_NOT)
        must_be_sound(cx, &f);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct id_source *ids = id_source_new(1);
    struct ctx *cx = ctx_new(MIB(16), clock_system(), ids);
    struct network_set *set;
    struct address a = {{0}};

    event(cx, (const char *)bytes, n);
    set = network_set_parse((const char *)bytes, n);
    (void)network_set_has(set, &a);
    network_set_free(set);
    ctx_free(cx);
    id_source_free(ids);
    return 0;
}
