import { startBrowser } from "./world.mjs";
const base = process.argv[2], out = process.argv[3], pw = process.argv[4];
const only = process.argv[5];
const b = await startBrowser();
const plan = {
  palette: async (p) => { await p.goto(base + "/people/contacts"); await p.waitForSelector("table, ul"); await p.keyboard.press("Control+k"); await p.waitForSelector("[role=combobox]"); await p.waitForTimeout(300); },
  paletteq: async (p) => { await p.goto(base + "/people/contacts"); await p.waitForSelector("table, ul"); await p.keyboard.press("Control+k"); await p.fill("[role=combobox]", "mar"); await p.waitForTimeout(900); },
  list: async (p) => { await p.goto(base + "/people/contacts"); await p.waitForSelector("table tbody tr, ul li"); await p.waitForTimeout(500); },
};
Object.assign(plan, (await import("/tmp/finding/plan.mjs").catch(() => ({ default: {} }))).default);
for (const [w, h] of [[1440, 900], [390, 844]]) for (const scheme of ["light", "dark"]) {
  const c = await b.newContext({ viewport: { width: w, height: h }, colorScheme: scheme, locale: "pt-BR" });
  const p = await c.newPage();
  p.on("pageerror", (e) => console.log("pageerror", e.message)); p.on("console", (m) => m.type() === "error" && console.log("console", m.text()));
  await p.goto(base + "/login"); await p.fill("input[type=email]", "demo@praca.example"); await p.fill("input[type=password]", pw); await p.keyboard.press("Enter"); await p.waitForSelector("main");
  await p.waitForTimeout(600);
  for (const [name, fn] of Object.entries(plan)) { if (only && !only.split(",").includes(name)) continue; try { await fn(p, base); } catch (e) { console.log(name, w, scheme, e.message.slice(0, 300)); } await p.screenshot({ path: `${out}/${name}-${w}-${scheme}.png` }); }
  await c.close();
}
await b.close();
