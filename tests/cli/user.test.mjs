/* user.test.mjs -- praca user: who may come in. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { initialised, praca } from "./run.mjs";

test("people are added, listed, given roles, and shut out", (t) => {
    const { data, password } = initialised(t);
    const user = (...args) => praca("user", ...args, "--data", data);
    const added = user("add", "rita@acme.example", "--name", "Rita", "--role", "sales", "--password-file", password);
    assert.equal(added.code, 0, added.err);
    assert.match(user("list").out, /^rita@acme\.example\tsales\tRita\t$/m);
    assert.equal(user("role", "rita@acme.example", "analyst").code, 0);
    assert.match(user("list").out, /^rita@acme\.example\tanalyst\t/m);
    assert.equal(user("disable", "rita@acme.example").code, 0);
    assert.match(user("list").out, /^rita@acme\.example\tanalyst\tRita\tdisabled$/m);
    assert.equal(user("enable", "rita@acme.example").code, 0);
    assert.equal(user("password", "rita@acme.example", "--password-file", password).code, 0);
    assert.equal(user("role", "rita@acme.example", "none").code, 0);
    assert.doesNotMatch(user("list").out, /rita/);
});

test("wrong input gets its sentence and changes nothing", (t) => {
    const { dir, data, password } = initialised(t);
    const user = (...args) => praca("user", ...args, "--data", data);
    const before = user("list").out;
    writeFileSync(join(dir, "short"), "short\n");
    writeFileSync(join(dir, "empty"), "");
    const twice = user("add", "owner@acme.example", "--password-file", password);
    assert.equal(twice.code, 1);
    assert.match(twice.err, /email: Another record/);
    const bad = user("add", "rita@", "--password-file", join(dir, "short"));
    assert.match(bad.err, /email: /);
    assert.match(bad.err, /password: .*10/);
    assert.match(user("add", "rita@acme.example", "--password-file", join(dir, "empty")).err, /is empty/);
    assert.match(user("add", "rita@acme.example", "--password-file", join(dir, "none")).err, /cannot be opened|could not be opened/);
    assert.match(user("add", "rita@acme.example", "--role", "king", "--password-file", password).err, /role: .*owner, marketer/);
    assert.match(user("role", "owner@acme.example", "sales").err, /owner/);
    assert.match(user("disable", "owner@acme.example").err, /owner/);
    assert.equal(user("password", "nobody@acme.example", "--password-file", password).code, 1);
    assert.equal(user("promote", "rita@acme.example").code, 2);
    assert.equal(user("role", "rita@acme.example").code, 2);
    assert.equal(user("list").out, before);
});
