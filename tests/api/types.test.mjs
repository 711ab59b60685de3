/* types.test.mjs -- the interface is compiled against what this very server says of itself. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { setUp, startServer } from "./server.mjs";

const ui = resolve(fileURLToPath(import.meta.url), "../../../ui");
let server;

before(async () => {
    server = await startServer();
    await setUp(server);
});
after(() => server?.stop());

test("the interface's types are those of the OpenAPI document", { skip: !existsSync(resolve(ui, "node_modules/openapi-typescript")) }, async () => {
    const env = { ...process.env, PRACA_OPENAPI: `${server.url}/api/v1/openapi.json` };
    const said = await new Promise((done) => {
        execFile(process.execPath, [resolve(ui, "dev/types.mjs"), "--check"], { cwd: ui, env }, (e, out, err) => done({ code: e?.code ?? 0, err }));
    });
    assert.deepEqual(said, { code: 0, err: "" });
});
