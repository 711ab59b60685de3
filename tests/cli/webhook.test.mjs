/* webhook.test.mjs -- praca webhook: who is told of what, and what a receiver says to a test. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { initialised, praca } from "./run.mjs";

test("an empty list is one, and what is not there cannot be tested", (t) => {
    const { data } = initialised(t);
    const list = praca("webhook", "list", "--data", data);
    assert.deepEqual([list.code, list.out], [0, ""], list.err);
    assert.equal(praca("webhook", "test", "1", "--data", data).code, 1);
    for (const words of [[], ["test"], ["test", "x"], ["dance"]]) assert.equal(praca("webhook", ...words, "--data", data).code, 2, words.join());
});
