/* fact.c -- the table of a fact's parts, and the record made from it. See fact.h. */
#include "facts/fact.h"

#include "base/text.h"
#include "facts/bytes_priv.h"

#include <stdio.h>
#include <string.h>

#define NUMBER(name, required, nothing)                                                            \
    {                                                                                              \
#name, offsetof(struct fact, name), 0, nothing, FACT_NUMBER, required                      \
    }
#define TEXT(name, max, required)                                                                  \
    {                                                                                              \
#name, offsetof(struct fact, name), max, 0, FACT_TEXT, required                            \
    }
#define FLAG(name)                                                                                 \
    {                                                                                              \
#name, offsetof(struct fact, name), 0, 0, FACT_FLAG, false                                 \
    }

/* The order is the format: rows are added at the end and never moved. */
const struct fact_field fact_fields[FACT_FIELDS] = {
    NUMBER(site, true, 0),
    NUMBER(id, true, 0),
    NUMBER(key_hi, false, 0),
    NUMBER(key_lo, false, 0),
    NUMBER(at_ms, true, 0),
    NUMBER(received_ms, true, 0),
    TEXT(kind, 32, true),
    NUMBER(subject, false, 0),
    NUMBER(account, false, 0),
    NUMBER(visitor, false, 0),
    NUMBER(visit, false, 0),
    TEXT(path, 1000, false),
    TEXT(channel, 60, false),
    TEXT(source, 200, false),
    TEXT(medium, 100, false),
    TEXT(campaign, 200, false),
    NUMBER(value_minor, false, NIL),
    TEXT(currency, 3, false),
    NUMBER(campaign_id, false, 0),
    NUMBER(journey_id, false, 0),
    NUMBER(step_id, false, 0),
    NUMBER(message_id, false, 0),
    FLAG(robot),
    TEXT(props, 2048, false),
    TEXT(refusal, 40, false),
};

enum { RECORD_TYPE = 'F', RECORD_VERSION = 1, RECORD_START = 6 };

/* Of a fact's value: so that the values of millions of facts can be added in 64 bits. */
static const int64_t value_minor_max = INT64_C(1000000000000);
/* 1970 to 2200; a time that is not in there is a mistake of units. */
static const int64_t at_ms_max = INT64_C(7258118400000);

static const void *part_of(const struct fact *f, const struct fact_field *field)
{
    return (const char *)f + field->offset;
}

int64_t fact_number(const struct fact *f, const struct fact_field *field)
{
    int64_t v;

    memcpy(&v, part_of(f, field), sizeof(v));
    return v;
}

const char *fact_text(const struct fact *f, const struct fact_field *field)
{
    const char *v;

    memcpy(&v, part_of(f, field), sizeof(v));
    return v ? v : "";
}

bool fact_flag(const struct fact *f, const struct fact_field *field)
{
    bool v;

    memcpy(&v, part_of(f, field), sizeof(v));
    return v;
}

void fact_set_number(struct fact *f, const struct fact_field *field, int64_t v)
{
    memcpy((char *)f + field->offset, &v, sizeof(v));
}

void fact_set_text(struct fact *f, const struct fact_field *field, const char *v)
{
    memcpy((char *)f + field->offset, &v, sizeof(v));
}

void fact_set_flag(struct fact *f, const struct fact_field *field, bool v)
{
    memcpy((char *)f + field->offset, &v, sizeof(v));
}

bool fact_has(const struct fact *f, const struct fact_field *field)
{
    switch (field->part) {
    case FACT_NUMBER:
        return fact_number(f, field) != field->nothing;
    case FACT_TEXT:
        return fact_text(f, field)[0] != '\0';
    case FACT_FLAG:
        return fact_flag(f, field);
    }
    return false;
}

struct fact fact_nothing(void)
{
    struct fact f = {0};

    for (size_t i = 0; i < FACT_FIELDS; i++) {
        if (fact_fields[i].part == FACT_NUMBER)
            fact_set_number(&f, &fact_fields[i], fact_fields[i].nothing);
        else if (fact_fields[i].part == FACT_TEXT)
            fact_set_text(&f, &fact_fields[i], "");
    }
    return f;
}

static bool kind_ok(const char *kind)
{
    if (*kind < 'a' || *kind > 'z')
        return false;
    return kind[strspn(kind, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

static bool currency_ok(const char *currency)
{
    return strlen(currency) == 3 && strspn(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3;
}

/* NULL when the part is right, otherwise the message key. */
static const char *wrong_with(const struct fact *f, const struct fact_field *field)
{
    const char *text;

    if (!fact_has(f, field))
        return field->required ? "facts.required" : NULL;
    if (field->part != FACT_TEXT)
        return NULL;
    text = fact_text(f, field);
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
        const struct fact_field *field = &fact_fields[i];
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
    uint32_t mask = 0;
    size_t n = RECORD_START;

    if (e)
        return e;
    for (size_t i = 0; i < FACT_FIELDS; i++) {
        const struct fact_field *field = &fact_fields[i];
        if (!fact_has(f, field))
            continue;
        mask |= UINT32_C(1) << i;
        if (field->part == FACT_NUMBER) {
            put_le(ret + n, (uint64_t)fact_number(f, field), 8);
            n += 8;
        } else if (field->part == FACT_TEXT) {
            const char *text = fact_text(f, field);
            size_t length = strnlen(text, field->max);
            put_le(ret + n, length, 2);
            memcpy(ret + n + 2, text, length);
            n += 2 + length;
        }
    }
    ret[0] = RECORD_TYPE;
    ret[1] = RECORD_VERSION;
    put_le(ret + 2, mask, 4);
    must(n <= FACT_RECORD_MAX);
    *ret_n = n;
    return OK;
}

static enum err bad_record(struct ctx *cx, const char *why)
{
    return fail_detail(cx, ERR_INVALID, "facts.record", why);
}

/* One part from the bytes at *at; false when they do not hold it. */
static bool decode_part(struct ctx *cx, const struct fact_field *field, const unsigned char *bytes,
                        size_t n, size_t *at, struct fact *f)
{
    size_t length;

    if (field->part == FACT_FLAG) {
        fact_set_flag(f, field, true);
        return true;
    }
    if (field->part == FACT_NUMBER) {
        if (n - *at < 8)
            return false;
        fact_set_number(f, field, (int64_t)get_le(bytes + *at, 8));
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
    fact_set_text(f, field, arena_dup_n(cx->arena, bytes + *at, length));
    *at += length;
    return true;
}

enum err fact_decode(struct ctx *cx, const unsigned char *bytes, size_t n, struct fact *ret)
{
    struct fact f = fact_nothing();
    size_t at = RECORD_START;
    uint32_t mask;

    if (n < RECORD_START || bytes[0] != RECORD_TYPE || bytes[1] != RECORD_VERSION)
        return bad_record(cx, "not a fact of a known version");
    mask = (uint32_t)get_le(bytes + 2, 4);
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
    *ret = f;
    return OK;
}
