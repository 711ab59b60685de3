/* The shapes of the server's OpenAPI document as TypeScript: `npm run types`, with PRACA_OPENAPI naming a file or an
 * address (by default that of `make run`). Only the schemas are written down: the addresses are in src/api.
 * With --check nothing is written: it ends with 1 where the file says other than the document. */
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const from = process.env.PRACA_OPENAPI ?? "http://127.0.0.1:8080/api/v1/openapi.json";
const text = /^https?:/.test(from) ? await (await fetch(from, { headers: { "Accept-Language": "en" } })).text() : await readFile(from, "utf8");
const doc = JSON.parse(text);
// What is only sent is left out, unless an answer speaks of it.
const all = doc.components.schemas;
const names = new Set(Object.keys(all).filter((name) => !/(Input|Patch|Change)$/.test(name)));
for (const name of names) for (const [, other] of JSON.stringify(all[name]).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) names.add(other);
const wanted = Object.entries(all).filter(([name]) => names.has(name));
const ast = await openapiTS({ ...doc, paths: {}, components: { schemas: Object.fromEntries(wanted) } }, { alphabetize: true });
const file = new URL("../src/api/openapi.d.ts", import.meta.url);
const written = `/* Written by npm run types; do not edit. */\n${astToString(ast)}`;
if (!process.argv.includes("--check")) {
    await writeFile(file, written);
} else {
    const now = (await readFile(file, "utf8")).split("\n"), then = written.split("\n");
    const at = then.findIndex((line, i) => line !== now[i]);
    if (at >= 0 || now.length !== then.length) {
        const line = at < 0 ? then.length : at;
        console.error(`src/api/openapi.d.ts:${line + 1}: "${(now[line] ?? "").trim()}", the server's document says "${(then[line] ?? "").trim()}": run npm run types`);
        process.exitCode = 1;
    }
}
