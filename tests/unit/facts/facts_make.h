/* facts_make.h -- facts to test with. */
#ifndef PRACA_TESTS_FACTS_MAKE_H
#define PRACA_TESTS_FACTS_MAKE_H

#include "facts/fact.h"
#include "facts/journal.h"
#include "facts/store.h"
#include "unit/facts/facts_unit.h"

/* The nth fact of site 7: a view of /precos by a person, received when it happened. */
static inline struct fact a_fact(int64_t n, int64_t at_ms)
{
    struct fact f = fact_nothing();

    f.id = n;
    f.key_lo = n;
    f.site = 7;
    f.at_ms = f.received_ms = at_ms;
    f.kind = "view";
    f.path = "/precos";
    f.channel = "organic_search";
    return f;
}

static inline void journal_put(struct here *h, struct journal *j, const struct fact *f)
{
    unsigned char bytes[FACT_RECORD_MAX];
    size_t n = 0;

    assert_int_equal(fact_encode(h->cx, f, bytes, &n), OK);
    assert_int_equal(journal_append(h->cx, j, bytes, n, NULL), OK);
}

static inline int64_t count_all(struct here *h, struct fact_store *st, const struct store_filter *f)
{
    struct store_count *rows = NULL;
    size_t n = 0;

    assert_int_equal(store_counts(h->cx, st, f, STORE_ALL, 1, &rows, &n), OK);
    assert_int_equal(n, 1);
    return rows[0].count;
}

#endif
