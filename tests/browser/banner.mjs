/* banner.mjs -- what a visitor sees of the consent banner, and what lies on their device. */
export const layer = (page) => page.getByRole("region", { name: /Você decide|You decide/ });
export const centre = (page) => page.getByRole("dialog");
export const again = (page) => page.locator("praca-consent .again");
export const cookies = async (page) => Object.fromEntries((await page.context().cookies()).map((c) => [c.name, c]));

/* Everything that a page can put away, but for cookies. */
export const stored = (page) =>
    page.evaluate(async () => [
        ...Object.keys(localStorage), ...Object.keys(sessionStorage), ...(await indexedDB.databases()).map((d) => d.name),
        ...(globalThis.caches ? await caches.keys() : []), ...((await navigator.serviceWorker?.getRegistrations()) ?? []).map((r) => r.scope),
    ]);
