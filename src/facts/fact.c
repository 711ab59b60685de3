/* fact.c -- the table of a fact's parts, and the record made from it. See fact.h. */
#include "facts/fact.h"

#include "base/text.h"
#include "base/time.h"
#include "facts/bytes_priv.h"

#include <stdio.h>
#include <string.h>

#define NUMBER(name, required, nothing, stored)                                                    \
    {                                                                                              \
#name, offsetof(struct fact, name), 0, nothing, PART_NUMBER, required, stored              \
    }
#define TEXT(name, max, required, stored)                                                          \
    {                                                                                              \
#name, offsetof(struct fact, name), max, 0, PART_TEXT, required, stored                    \
    }
#define FLAG(name)                                                                                 \
    {                                                                                              \
#name, offsetof(struct fact, name), 0, 0, PART_FLAG, false, true                           \
    }

/* The order is the format: rows are added at the end and never moved. */
const struct fact_part fact_fields[FACT_FIELDS] = {
    NUMBER(site, true, 0, true),
    NUMBER(id, true, 0, true),
    NUMBER(key_hi, false, 0, false),
    NUMBER(key_lo, false, 0, false),
    NUMBER(at_ms, true, 0, true),
    NUMBER(received_ms, true, 0, true),
    TEXT(kind, 32, true, true),
    NUMBER(subject, false, 0, true),
    NUMBER(account, false, 0, true),
    NUMBER(visitor, false, 0, true),
    NUMBER(visit, false, 0, true),
    TEXT(path, 1000, false, true),
    TEXT(channel, 60, false, true),
    TEXT(source, 200, false, true),
    TEXT(medium, 100, false, true),
    TEXT(campaign, 200, false, true),
    NUMBER(value_minor, false, NIL, true),
    TEXT(currency, 3, false, true),
    NUMBER(campaign_id, false, 0, true),
    NUMBER(journey_id, false, 0, true),
    NUMBER(step_id, false, 0, true),
    NUMBER(message_id, false, 0, true),
    FLAG(robot),
    TEXT(props, 2048, false, true),
    TEXT(refusal, 40, false, false),
    TEXT(host, 100, false, true),
    TEXT(referrer, 300, false, false),
    TEXT(content, 200, false, true),
    TEXT(term, 200, false, false),
    TEXT(click, 20, false, false),
    TEXT(click_id, 200, false, false),
    TEXT(agent, 400, false, false),
    TEXT(language, 12, false, false),
    TEXT(country, 2, false, false),
    TEXT(network, 20, false, false),
    TEXT(robot_reason, 40, false, false),
    NUMBER(screen, false, 0, false),
    NUMBER(engaged_ms, false, 0, true),
    NUMBER(scroll, false, 0, true),
    NUMBER(consent, false, 0, false),
    NUMBER(signs, false, 0, false),
    NUMBER(imported, false, 0, true),
    FLAG(linked),
};

enum {
    RECORD_TYPE = 'F',
    RECORD_VERSION = 2,
    RECORD_START = 10,
    RECORD_START_1 = 6, /* of version 1, which had a mask of 4 bytes */
};

/* An id is made when its fact is received. */
enum { SAME_MS = 1000 };

/* Of a fact's value: so that the values of millions of facts can be added in 64 bits. */
static const int64_t value_minor_max = INT64_C(1000000000000);
/* 1970 to 2200; a time that is not in there is a mistake of units. */
static const int64_t at_ms_max = INT64_C(7258118400000);

/* Numbers that are added up or shown must not be absurd. */
static const struct {
    const char *name;
    size_t offset;
    int64_t max;
} ranges[] = {
    {"screen", offsetof(struct fact, screen), 100000},
    {"engaged_ms", offsetof(struct fact, engaged_ms), DAYS_MS(1)},
    {"scroll", offsetof(struct fact, scroll), 100},
    {"consent", offsetof(struct fact, consent), 65535},
    {"signs", offsetof(struct fact, signs), 65535},
};

struct fact fact_nothing(void)
{
    struct fact f = {0};

    parts_clear(&f, fact_fields, FACT_FIELDS);
    return f;
}

static bool kind_ok(const char *kind)
{
    if (*kind == '_')
        kind++;
    if (*kind < 'a' || *kind > 'z')
        return false;
    return kind[strspn(kind, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

static bool currency_ok(const char *currency)
{
    return strlen(currency) == 3 && strspn(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3;
}

/* NULL when the part is right, otherwise the message key. */
static const char *wrong_with(const struct fact *f, const struct fact_part *field)
{
    const char *text;

    if (!part_has(f, field))
        return field->required ? "facts.required" : NULL;
    if (field->kind != PART_TEXT)
        return NULL;
    text = part_text(f, field);
    if (strlen(text) > field->max)
        return "facts.too_long";
    if (!text_is_utf8(text, strlen(text)))
        return "facts.not_utf8";
    return NULL;
}

enum err fact_check(struct ctx *cx, const struct fact *f)
{
    enum err e = OK;

    for (size_t i = 0; i < FACT_FIELDS; i++) {
        const struct fact_part *field = &fact_fields[i];
        const char *wrong = wrong_with(f, field);
        char max[24];
        if (!wrong)
            continue;
        (void)snprintf(max, sizeof(max), "%zu", field->max);
        e = fail_field(cx, field->name, wrong, "max", max, NULL);
    }
    if (e)
        return e;
    if (f->id < 0 || f->site < 0)
        e = fail_field(cx, f->id < 0 ? "id" : "site", "facts.required", NULL);
    if (f->at_ms < 0 || f->at_ms > at_ms_max)
        e = fail_field(cx, "at_ms", "facts.time", NULL);
    if (f->received_ms < 0 || f->received_ms > at_ms_max)
        e = fail_field(cx, "received_ms", "facts.time", NULL);
    if (f->value_minor != NIL &&
        (f->value_minor > value_minor_max || f->value_minor < -value_minor_max))
        e = fail_field(cx, "value_minor", "facts.value", NULL);
    for (size_t i = 0; i < COUNT_OF(ranges); i++) {
        int64_t v;
        memcpy(&v, (const char *)f + ranges[i].offset, sizeof(v));
        if (v < 0 || v > ranges[i].max)
            e = fail_field(cx, ranges[i].name, "facts.range", NULL);
    }
    if (!kind_ok(f->kind))
        e = fail_field(cx, "kind", "facts.kind", NULL);
    if (f->currency && f->currency[0] && !currency_ok(f->currency))
        e = fail_field(cx, "currency", "facts.currency", NULL);
    if (f->props && f->props[0] && f->props[0] != '{')
        e = fail_field(cx, "props", "facts.props", NULL);
    return e;
}

enum err fact_encode(struct ctx *cx, const struct fact *f, unsigned char *ret, size_t *ret_n)
{
    enum err e = fact_check(cx, f);
    uint64_t mask = 0;
    size_t n = RECORD_START;

    if (e)
        return e;
    for (size_t i = 0; i < FACT_FIELDS; i++) {
        const struct fact_part *field = &fact_fields[i];
        if (!part_has(f, field))
            continue;
        mask |= UINT64_C(1) << i;
        if (field->kind == PART_NUMBER) {
            put_le(ret + n, (uint64_t)part_number(f, field), 8);
            n += 8;
        } else if (field->kind == PART_TEXT) {
            const char *text = part_text(f, field);
            size_t length = strnlen(text, field->max);
            put_le(ret + n, length, 2);
            memcpy(ret + n + 2, text, length);
            n += 2 + length;
        }
    }
    ret[0] = RECORD_TYPE;
    ret[1] = RECORD_VERSION;
    put_le(ret + 2, mask, 8);
    must(n <= FACT_RECORD_MAX);
    *ret_n = n;
    return OK;
}

static enum err bad_record(struct ctx *cx, const char *why)
{
    return fail_detail(cx, ERR_INVALID, "facts.record", why);
}

/* One part from the bytes at *at; false when they do not hold it. */
static bool decode_part(struct ctx *cx, const struct fact_part *field, const unsigned char *bytes,
                        size_t n, size_t *at, struct fact *f)
{
    size_t length;

    if (field->kind == PART_FLAG) {
        part_set_flag(f, field, true);
        return true;
    }
    if (field->kind == PART_NUMBER) {
        if (n - *at < 8)
            return false;
        part_set_number(f, field, (int64_t)get_le(bytes + *at, 8));
        *at += 8;
        return true;
    }
    if (n - *at < 2)
        return false;
    length = (size_t)get_le(bytes + *at, 2);
    *at += 2;
    if (length == 0 || length > field->max || length > n - *at ||
        memchr(bytes + *at, 0, length) != NULL)
        return false;
    part_set_text(f, field, arena_dup_n(cx->arena, bytes + *at, length));
    *at += length;
    return true;
}

enum err fact_decode(struct ctx *cx, const unsigned char *bytes, size_t n, struct fact *ret)
{
    struct fact f = fact_nothing();
    bool first = n > 1 && bytes[1] == 1;
    size_t at = first ? RECORD_START_1 : RECORD_START;
    int64_t made_ms;
    uint64_t mask;

    if (n < at || bytes[0] != RECORD_TYPE || (bytes[1] != RECORD_VERSION && !first))
        return bad_record(cx, "not a fact of a known version");
    mask = get_le(bytes + 2, at - 2);
    if (mask >> FACT_FIELDS != 0)
        return bad_record(cx, "an unknown part");
    for (size_t i = 0; i < FACT_FIELDS; i++)
        if (mask >> i & 1 && !decode_part(cx, &fact_fields[i], bytes, n, &at, &f))
            return bad_record(cx, fact_fields[i].name);
    if (arena_full(cx->arena))
        return fail_memory(cx);
    if (at != n)
        return bad_record(cx, "bytes are left over");
    if (fact_check(cx, &f) != OK) {
        fault_clear(cx);
        return bad_record(cx, "a part breaks its rule");
    }
    if (f.key_hi == 0 && f.key_lo == 0)
        f.key_lo = f.id;
    made_ms = id_time_ms(f.id);
    if (f.received_ms - made_ms <= SAME_MS && made_ms - f.received_ms <= SAME_MS)
        f.received_ms = made_ms;
    *ret = f;
    return OK;
}
