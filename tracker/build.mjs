// build.mjs -- the scripts that other people's pages load: bundled, minified, and refused when they are too large.
//
// Each row is a file of src/ and what it may weigh compressed, as it travels. The results ride in the program.
// The tools are those of the interface (ui/node_modules).
import { createRequire } from "node:module";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const from = createRequire(join(here, "../ui/package.json"));
const { build } = await import(pathToFileURL(from.resolve("rolldown")).href);

const scripts = [
    { name: "s", most: 2048 }, // counts visits
    { name: "c", most: 6144 }, // asks for consent
    { name: "f", most: 3072 }, // puts a form into a page
    { name: "self", most: 6144 }, // looks at what a refusing visitor gets
];

/* A style sheet is a text of the script that carries it. */
const sheets = {
    name: "sheets",
    load(id) {
        if (!id.endsWith(".css")) return null;
        const css = readFileSync(id, "utf8").replace(/\s+/g, " ").replace(/ ?([{};,:>]) ?/g, "$1").replace(/;}/g, "}");
        return { code: `export default ${JSON.stringify(css.trim())}`, moduleType: "js" };
    },
};

const out = join(here, "dist");
let heavy = 0;

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const { name, most } of scripts) {
    const input = join(here, "src", `${name}.ts`);
    if (!existsSync(input)) continue;
    await build({
        input,
        logLevel: "warn",
        transform: { target: "es2020" },
        plugins: [sheets],
        output: { file: join(out, `${name}.js`), format: "iife", minify: true, comments: false },
    });
    const bytes = gzipSync(readFileSync(join(out, `${name}.js`)), { level: 9 }).length;
    console.log(`${name}.js: ${bytes} of ${most} bytes compressed`);
    if (bytes > most) heavy++;
}
if (heavy) {
    console.error("a script is too large");
    process.exit(1);
}
