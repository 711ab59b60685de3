/* pictures.test.mjs -- the pictures of the README: the demonstration's first screen, on a desk and in a pocket.
 *
 * They are taken on every run, so that they cannot rot unseen, and kept in docs/images/ only when PRACA_PICTURES is
 * set: a picture differs a little each day, and a test run should leave the tree alone. */
import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { root, sees, shoot, signIn, startBrowser, startServer, story, visitor } from "./world.mjs";

const pictures = join(root, "docs/images");

async function keep(page, name) {
    await page.waitForLoadState("networkidle");
    const path = await shoot(page, name);
    if (process.env.PRACA_PICTURES) {
        mkdirSync(pictures, { recursive: true });
        copyFileSync(path, join(pictures, `${name}.png`));
    }
    assert.ok(existsSync(join(pictures, `${name}.png`)), `docs/images/${name}.png is there`);
    assert.deepEqual(page.complaints, []);
}

story("O README mostra a tela de início", {}, async (told) => {
    const server = await startServer({ before: [["demo"]] });
    told.closing.push(() => server.stop());
    const browser = await startBrowser();
    told.closing.push(() => browser.close());
    const [, email, password] = /(\S+@\S+).*?: (\S+)/.exec(server.outputs[0].replace(/^.*https?:.*$/m, ""));

    await told.step("numa mesa, de dia", async () => {
        const page = (told.page = await visitor(browser, server));
        await signIn(page, { email, password });
        await sees(page, /%/);
        await keep(page, "home");
    });
    await told.step("no bolso, de noite", async () => {
        const page = (told.page = await visitor(browser, server, { scheme: "dark", width: 390, height: 844 }));
        await signIn(page, { email, password });
        await sees(page, /%/);
        await keep(page, "home-phone-dark");
    });
});
