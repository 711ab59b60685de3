/* self.ts -- drives the visit of the self-test page and says what it saw (src/web/self_test.c).
 *
 * The visit runs in a frame of the same origin, so its cookies are this origin's: what was there before is taken away for
 * the time of the test and put back at its end. Whatever is read is what a script can see; the tests of the program look at
 * the rest with the browser's own eyes.
 */
interface Seen {
    cookies: string[];
    storage: string[];
    requests: string[];
    choice: Record<string, unknown>;
    layer: boolean;
    reopens: boolean;
    tag: boolean;
    embed: boolean;
}
type Visit = Window & { pracaConsent?: { open(): void; get(): Record<string, unknown> } };

const frame = document.getElementById("visit") as HTMLIFrameElement;
const words = frame.dataset as Record<string, string>;
const ours = ["praca_consent", "praca_v", "OptanonConsent"];

const names = () => document.cookie.split("; ").filter(Boolean).map((c) => c.split("=")[0]!);
const foreign = new Set(names().filter((n) => !ours.includes(n)));
const kept = new Set(Object.keys(localStorage).filter((n) => n !== "praca_q"));
const session = new Set(Object.keys(sessionStorage)); // of the screen that frames this page, say
const put = (name: string, value: string, age: number) => {
    document.cookie = `${name}=${value};path=/;max-age=${age};samesite=lax${location.protocol === "https:" ? ";secure" : ""}`;
};
const forget = () => {
    ours.forEach((n) => put(n, "", 0));
    localStorage.removeItem("praca_q");
};

const visit = () => frame.contentWindow as Visit;
const root = () => frame.contentDocument?.querySelector("praca-consent")?.shadowRoot;

async function until(is: () => unknown): Promise<void> {
    for (let i = 0; i < 200 && !is(); i++) await new Promise((next) => setTimeout(next, 25));
    if (!is()) throw new Error("the page did not answer");
}

/* What is under way ends; what was not begun by then is not of this visit. */
const settle = () => new Promise((next) => setTimeout(next, 400));

async function load(): Promise<void> {
    const loaded = new Promise((next) => frame.addEventListener("load", next, { once: true }));
    frame.src = words.src!;
    await loaded;
    await until(root);
    await settle();
}

function look(): Seen {
    const w = visit();
    const d = frame.contentDocument!;
    const layer = root()!.querySelector("section")!;
    return {
        cookies: names().filter((n) => !foreign.has(n)),
        storage: [...Object.keys(localStorage).filter((n) => !kept.has(n)).map((n) => `localStorage: ${n}`), ...Object.keys(w.sessionStorage).filter((n) => !session.has(n)).map((n) => `sessionStorage: ${n}`)],
        requests: w.performance.getEntriesByType("resource").map((e) => new URL(e.name).pathname),
        choice: w.pracaConsent!.get(),
        layer: !layer.hidden,
        reopens: !root()!.querySelector<HTMLElement>(".again")!.hidden,
        tag: d.documentElement.dataset.tag === "ran",
        embed: d.querySelector("iframe")!.hasAttribute("src"),
    };
}

function show(phase: string, seen: Seen): void {
    for (const part of ["cookies", "storage", "requests"] as const) {
        const at = document.querySelector(`[data-phase=${phase}] [data-part=${part}]`)!;
        at.textContent = seen[part].length ? seen[part].join("\n") : words.none!;
    }
}

/* The buttons stand in the same order everywhere: accept, reject, choose. */
async function press(which: number): Promise<void> {
    const before = visit();
    const in_ = visit().pracaConsent!;
    const open = !root()!.querySelector<HTMLElement>("section")!.hidden;
    if (!open) in_.open();
    root()!.querySelectorAll<HTMLButtonElement>((open ? "section" : "dialog") + " .three button")[which]!.click();
    await settle();
    await until(() => visit() === before && root());
    await settle();
}

async function run(): Promise<Record<string, boolean>> {
    forget();
    await load();
    const before = look();
    show("before", before);
    await press(1);
    const reject = look();
    show("reject", reject);
    forget();
    await load();
    await press(0);
    await load();
    const accept = look();
    show("accept", accept);
    const gpc = !!accept.choice.gpc;
    await press(1);
    await until(() => frame.contentDocument?.readyState === "complete" && root());
    const withdraw = look();
    show("withdraw", withdraw);
    put("praca_consent", `${"0".repeat(32)}.${Number(words.edition) - 1}.C0001:1,C0002:0,C0003:0,C0004:0,P0001:0`, 60);
    await load();
    const changed = look();
    const asked = (s: Seen, end: string) => s.requests.some((r) => r.endsWith(end));
    return {
        nothing_before_choice: !before.cookies.length && !before.storage.length && !asked(before, "tag.js") && !asked(before, "embed.html") && before.layer,
        reject_keeps_one_cookie: reject.cookies.join() === "praca_consent" && !reject.storage.length && !reject.tag && !reject.embed,
        accept_gives_all: ["C0002", "C0003", "P0001"].every((c) => accept.choice[c] === true) && accept.embed && (gpc || accept.tag),
        reopens_on_every_page: reject.reopens && accept.reopens,
        number_only_with_yes: !before.cookies.includes("praca_v") && !reject.cookies.includes("praca_v") && accept.cookies.includes("praca_v"),
        withdrawal_erases: !withdraw.cookies.includes("praca_v") && !withdraw.storage.length,
        embeds_wait: !before.embed && !reject.embed && accept.embed,
        tags_wait: !before.tag && !reject.tag && (gpc || accept.tag),
        new_text_asks_again: changed.layer && !reject.layer,
    };
}

async function main(): Promise<void> {
    const had = new Map(document.cookie.split("; ").filter(Boolean).map((c) => [c.split("=")[0]!, c.slice(c.indexOf("=") + 1)]));
    const queue = localStorage.getItem("praca_q");
    const found = await run().catch(() => ({}) as Record<string, boolean>);
    forget();
    frame.removeAttribute("src");
    for (const n of ours) if (had.has(n)) put(n, had.get(n)!, n === "praca_v" ? 34128e3 : 15552e3);
    if (queue) localStorage.setItem("praca_q", queue);
    let well = true;
    document.querySelectorAll<HTMLElement>("[data-judge=browser]").forEach((li) => {
        const ok = found[li.dataset.check!] === true;
        well &&= ok;
        li.dataset.ok = String(ok);
        li.querySelector(".verdict")!.textContent = (ok ? words.yes : words.no)!;
    });
    const sum = document.getElementById("sum")!;
    sum.textContent = (well ? words.well : words.ill)!;
    sum.classList.add(well ? "good" : "bad");
    document.body.dataset.done = String(well);
    parent.postMessage({ pracaSelfTest: well }, location.origin);
}

void main();
