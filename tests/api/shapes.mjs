/* shapes.mjs -- holds answers against the OpenAPI document, and remembers which operations were seen to work. */
import Ajv2020 from "ajv/dist/2020.js";
import formats from "ajv-formats";

export class Shapes {
    constructor(doc) {
        this.ajv = new Ajv2020({ strict: false, allErrors: true });
        formats(this.ajv);
        this.ajv.addFormat("int64", true);
        this.ajv.addSchema(doc, "doc");
        this.doc = doc;
        this.seen = new Set();
        this.wrong = [];
        this.rows = Object.entries(doc.paths).map(([path, item]) => ({
            path,
            item,
            match: new RegExp(`^${path.replace(/[.]/g, "\\.").replace(/\{[^}]+\}/g, "[^/]+")}$`),
            fixed: path.replace(/\{[^}]+\}/g, "").length,
        }));
    }

    operations() {
        return this.rows.flatMap((r) => Object.keys(r.item).map((m) => `${m.toUpperCase()} ${r.path}`));
    }

    /* As Client's watch. */
    look(method, url, res) {
        const path = url.split("?")[0];
        const row = this.rows.filter((r) => r.match.test(path) && r.item[method.toLowerCase()]).sort((a, b) => b.fixed - a.fixed)[0];
        if (!row) return;
        const name = `${method} ${row.path}`;
        const operation = row.item[method.toLowerCase()];
        if (res.status >= 400) {
            this.fits(name, res, "#/components/schemas/Problem");
            return;
        }
        const told = operation.responses[res.status];
        if (!told) this.wrong.push(`${name}: status ${res.status} is not in the document`);
        this.seen.add(name);
        if (told?.content?.["application/json"]) {
            const pointer = ["paths", row.path, method.toLowerCase(), "responses", String(res.status), "content", "application/json", "schema"];
            this.fits(name, res, `#/${pointer.map((p) => encodeURIComponent(p.replace(/~/g, "~0").replace(/\//g, "~1"))).join("/")}`);
        }
    }

    fits(name, res, pointer) {
        const check = this.ajv.getSchema(`doc${pointer}`);
        if (!check(res.json)) this.wrong.push(`${name} ${res.status}: ${this.ajv.errorsText(check.errors)}\n    ${res.text.slice(0, 400)}`);
    }
}
