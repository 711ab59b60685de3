/* ledger.c -- see ledger_priv.h. */
#include "people/ledger_priv.h"

#include "base/id.h"

#include <stdio.h>
#include <string.h>

void ledger_text(struct sha256_run *r, const char *name, const char *text)
{
    char head[48];

    if (text)
        (void)snprintf(head, sizeof(head), "%s=%zu:", name, strlen(text));
    else
        (void)snprintf(head, sizeof(head), "%s=-;", name);
    sha256_add(r, head, strlen(head));
    if (text) {
        sha256_add(r, text, strlen(text));
        sha256_add(r, ";", 1);
    }
}

void ledger_int(struct sha256_run *r, const char *name, int64_t v)
{
    char text[24];

    (void)snprintf(text, sizeof(text), "%lld", (long long)v);
    ledger_text(r, name, v == NIL ? NULL : text);
}

void ledger_end(struct sha256_run *r, char ret[SHA256_HEX])
{
    unsigned char raw[SHA256_BYTES];

    sha256_end(r, raw);
    hex_text(raw, sizeof(raw), ret);
}

void ledger_digest(const char *text, char ret[SHA256_HEX])
{
    unsigned char raw[SHA256_BYTES];

    sha256(text, strlen(text), raw);
    hex_text(raw, sizeof(raw), ret);
}
