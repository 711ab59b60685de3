/* chat_link.test.mjs -- praca chat-link: links that open a chat, made, listed and switched. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { initialised, praca } from "./run.mjs";

const rows = (data) => {
    const list = praca("chat-link", "list", "--data", data, "--url", "https://crm.example");
    assert.equal(list.code, 0, list.err);
    return list.out.split("\n").filter(Boolean).map((l) => l.split("\t"));
};

test("a link is made, listed, switched off and on again", (t) => {
    const { data } = initialised(t);
    assert.deepEqual(rows(data), []);
    const made = praca("chat-link", "add", "Cartão", "(11) 98888-7777", "--words", "Olá!", "--source", "feira", "--data", data, "--url", "https://crm.example");
    assert.equal(made.code, 0, made.err);
    const code = /https:\/\/crm\.example\/w\/([a-z2-9]{7})\n/.exec(made.out)[1];
    assert.ok(made.out.includes(`https://wa.me/5511988887777?text=Ol%C3%A1%21%20%23${code}`), made.out);
    assert.deepEqual(rows(data), [[code, "on", "0", "Cartão", "+5511988887777", `https://crm.example/w/${code}`]]);
    assert.equal(praca("chat-link", "off", code, "--data", data).code, 0);
    assert.equal(rows(data)[0][1], "off");
    assert.equal(praca("chat-link", "off", code, "--data", data).code, 0, "twice is as once");
    assert.match(praca("chat-link", "on", code, "--data", data).out, /Cartão opens chats again/);
    assert.equal(rows(data)[0][1], "on");
});

test("what is wrong is said with what to do", (t) => {
    const { data } = initialised(t);
    const bad = praca("chat-link", "add", "Cartão", "12", "--data", data);
    assert.equal(bad.code, 1);
    assert.match(bad.err, /phone|number/i);
    assert.match(praca("chat-link", "add", "Cartão", "(11) 98888-7777", "--campaign", "nada", "--data", data).err, /no campaign with the utm_campaign “nada”/);
    assert.match(praca("chat-link", "off", "aaaaaaa", "--data", data).err, /no chat link with the code “aaaaaaa”/);
    assert.deepEqual(rows(data), []);
    for (const words of [[], ["add"], ["add", "x"], ["list", "x"], ["off"], ["dance", "x"]])
        assert.equal(praca("chat-link", ...words, "--data", data).code, 2, words.join());
});
