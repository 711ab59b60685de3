/* legal_basis.c -- see legal_basis.h. */
#include "people/legal_basis.h"

#include "base/text.h"

const struct legal_basis legal_bases[] = {
    {"consent", "art. 7, I", "art. 6(1)(a)", "consent"},
    {"pre_existent_contract", "art. 7, V", "art. 6(1)(b)", "pre_existent_contract"},
    {"legitimate_interest", "art. 7, IX", "art. 6(1)(f)", "legitimate_interest"},
    {"judicial_process", "art. 7, VI", "art. 6(1)(f)", "judicial_process"},
    {"vital_interest", "art. 7, VII", "art. 6(1)(d)", "vital_interest"},
    {"public_interest", "art. 7, III", "art. 6(1)(e)", "public_interest"},
    {"legal_obligation", "art. 7, II", "art. 6(1)(c)", NULL},
    {0},
};

const char *const legal_basis_choices[] = {
    "consent",        "pre_existent_contract", "legitimate_interest", "judicial_process",
    "vital_interest", "public_interest",       "legal_obligation",    NULL};

const struct legal_basis *legal_basis_find(const char *code)
{
    for (const struct legal_basis *b = legal_bases; b->code; b++)
        if (text_equal(b->code, code))
            return b;
    return NULL;
}
