/* c.ts -- asks for consent, remembers the answer, and holds back what waits for it.
 *
 * Until there is an answer nothing is stored and nothing of third parties is loaded. The answer is one cookie (praca_consent)
 * and a receipt on the server, whose id is made here, so that the choice holds at once and one sent twice is kept once. What
 * the server has not answered yet stays in the cookie, as do the names of the cookies that a refusal has to remove from any
 * page: "-" while it is owed, id.number.groups/when/how:previous:visitor/name:categories/… (what follows groups only where
 * there is something to say). What the server refuses for good is no choice: edition 0, nothing allowed, not sent again, and the
 * next page asks. The server puts the site's text in place of the mark.
 *
 * Everything is drawn in a shadow tree by a constructed style sheet: neither the page's styles nor its policy reach it.
 *
 * Size matters more than looks here: the build refuses more than 6 KiB compressed.
 */
import css from "./c.css";

type Choice = Record<string, boolean>;
type Text = Record<string, string> & {
    says: string[];
    centre: { title: string; says: string[] };
    categories: { id: string; name: string; says: string[]; own?: string }[];
};
interface Config {
    key: string;
    number: number;
    accent: string;
    ink: string;
    corner: string;
    onetrust: boolean;
    draft: boolean;
    texts: Record<string, Text>;
}
declare const PRACA_CONFIG: Config;

((c: Config, w: Window & { pracaConsent?: unknown }, d: Document, n: Navigator & { globalPrivacyControl?: boolean }) => {
    if (w.pracaConsent) return;
    const ids = ["C0001", "C0002", "C0003", "C0004", "P0001"];
    const self = d.currentScript as HTMLScriptElement;
    const at = (path: string) => new URL(path, self.src).href;
    const gpc = !!n.globalPrivacyControl;
    const lang = /^pt/i.test(self.dataset.lang || d.documentElement.lang || n.language) ? "pt-BR" : "en";
    const t = c.texts[lang]!;
    let choice: Choice = { C0001: true };
    let said = false;
    let receipt = "";
    let ran = "";
    let number = c.number;
    let made = 0;
    let owed = "";
    const declared = new Set<string>();
    const seconds = () => Math.floor(Date.now() / 1e3);

    /* --- the device */

    const cookie = (name: string) => (d.cookie.match("(?:^|; )" + name + "=([^;]*)") || [])[1] || "";
    const keep = (name: string, value: string, age: number, domain = "") => {
        d.cookie = name + "=" + value + ";path=/;max-age=" + age + ";samesite=lax" + domain + (location.protocol > "http:" ? ";secure" : "");
    };
    const drop = (name: string) => {
        if (!d.cookie.includes(name + "=")) return;
        keep(name, "", 0);
        for (let h = location.hostname; h.includes("."); h = h.replace(/^[^.]*\.?/, "")) keep(name, "", 0, ";domain=" + h);
    };
    const groups = () => ids.map((i) => i + ":" + +(i < "C0002" || !!(number && choice[i]))).join();
    /* Written again, it lasts no longer; and a browser refuses a cookie of more than 4 KB whole. */
    const remember = () => {
        let names = "";
        const age = 15552e3 - seconds() + made;
        declared.forEach((one) => names.length + one.length < 2e3 && (names += "/" + one));
        keep("praca_consent", (owed && "-") + receipt + "." + number + "." + groups() + "/" + made.toString(36) + "/" + owed + names, age);
        if (c.onetrust)
            keep(
                "OptanonConsent",
                "isGpcEnabled=" + +gpc + "&datestamp=" + encodeURIComponent(new Date().toISOString()) + "&groups=" + encodeURIComponent(groups()),
                age,
            );
    };
    const may = (of: string | null | undefined) => (of || "").split(/[ ,+]+/).every((i) => choice[i]);
    const mine = () => !!receipt && cookie("praca_consent").includes(receipt);

    const recall = () => {
        const own = cookie("praca_consent").match(/^(-?)(\w{32})\.(\d+)\.([^/]*)\/?(\w*)\/?([^/]*)(.*)/);
        const other = decodeURIComponent(cookie("OptanonConsent")).match(/groups=([^&]*)/);
        const list = own ? own[4]! : other ? other[1]! : "";
        if (c.draft || !list) return;
        ids.forEach((i) => (choice[i] = i < "C0002" || (list.includes(i + ":1") && !(gpc && i == "C0004"))));
        said = !own || own[3] == "" + c.number;
        if (!own) return;
        receipt = own[2]!;
        number = +own[3]!;
        made = parseInt(own[5]!, 36) || seconds();
        own[7]!.split("/").forEach((one) => one && declared.add(one));
        owed = own[1] && (own[6] || "choose");
        void send();
    };

    /* What is not allowed is not there. */
    const clean = () => {
        if (!choice.C0002) {
            drop("praca_v");
            try {
                localStorage.removeItem("praca_q");
            } catch {
                /* no storage: nothing to remove */
            }
        }
        const known = declared.size;
        d.querySelectorAll<HTMLElement>("[data-praca-cookies]").forEach((e) => {
            const of = e.dataset.pracaCategory || "";
            e.dataset.pracaCookies!.split(/[ ,]+/).forEach((name) => {
                if (!may(of)) drop(name);
                else if (name) declared.add(encodeURIComponent(name) + ":" + of.replace(/[ ,]+/g, "+"));
            });
        });
        declared.forEach((one) => {
            const [name, of] = one.split(":");
            if (!may(of)) drop(decodeURIComponent(name!));
        });
        if (declared.size > known && mine()) remember();
    };

    /* --- the server */

    /* What could not be told is told when the network is back, or by the next page. */
    const send = async (): Promise<void> => {
        const id = receipt;
        if (!owed || !number) return;
        const [how, previous, visitor] = owed.split(":");
        return fetch(at("c"), {
            method: "POST",
            keepalive: true,
            credentials: "omit",
            body: JSON.stringify({ k: c.key, id, previous: previous || undefined, number, lang, choices: ids.filter((i) => choice[i]), gpc, how, visitor: visitor || undefined, test: self.dataset.test }),
        })
            .then((r) => {
                if (id != receipt) return;
                if (r.ok) owed = "";
                else if (/4(?!08|29)../.test("" + r.status)) number = 0;
                if (mine()) remember();
            })
            .catch(() => {});
    };

    /* --- choosing */

    const tell = () => {
        d.dispatchEvent(new CustomEvent("praca:consent", { detail: { ...choice, receipt, gpc } }));
    };

    const decide = (next: Choice, how: string) => {
        const before = choice;
        /* One that may never have arrived is not named: what it followed and whom it untied pass on to this one. */
        const [, earlier, untied] = owed.split(":");
        const previous = owed ? earlier || "" : receipt;
        const visitor = cookie("praca_v");
        choice = Object.fromEntries(ids.map((i) => [i, i < "C0002" || (!!next[i] && !(gpc && i == "C0004"))]));
        const less = ids.filter((i) => before[i] && !choice[i]);
        const held = layer.matches(":focus-within") || centre.open;
        said = true;
        centre.close();
        layer.hidden = true;
        again.hidden = false;
        if (held) again.focus();
        live.textContent = t.saved!;
        if (c.draft) return;
        receipt = [...crypto.getRandomValues(new Uint8Array(16))].map((b) => (b + 256).toString(16).slice(1)).join("");
        number = c.number;
        made = seconds();
        owed = [how, previous, (/C0002|P0001/.test(less.join()) && visitor) || untied || ""].join(":");
        remember();
        const sent = send();
        clean();
        tell();
        scan();
        /* What runs already cannot be stopped but by leaving the page. */
        if (less.some((i) => ran.includes(i))) void sent.then(() => location.reload());
    };
    const all = (on: boolean) => Object.fromEntries(ids.map((i) => [i, on]));

    /* --- drawing */

    const make = <K extends keyof HTMLElementTagNameMap>(tag: K, set: Record<string, unknown>, ...kids: (Node | string)[]) => {
        const e = d.createElement(tag);
        for (const k in set) {
            if (k in e) (e as unknown as Record<string, unknown>)[k] = set[k];
            else e.setAttribute(k, set[k] as string);
        }
        e.append(...kids);
        return e;
    };
    const shade = (host: HTMLElement) => {
        const root = host.attachShadow({ mode: "open" });
        try {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(css);
            root.adoptedStyleSheets = [sheet];
        } catch {
            root.append(make("style", {}, css));
        }
        host.style.setProperty("--accent", c.accent);
        host.style.setProperty("--on", c.ink);
        host.lang = lang;
        return root;
    };
    const words = (list: string[]) => list.map((s) => make("p", {}, s));
    const own = (s?: string) => (s ? [make("p", { className: "own" }, s)] : []);
    const note = (s: string) => make("p", { className: "note" }, s);
    const button = (s: string, onclick: () => void) => make("button", { type: "button", onclick }, s);
    const three = (third: string, act: () => void) =>
        make("div", { className: "three" }, button(t.accept!, () => decide(all(true), "accept")), button(t.reject!, () => decide({}, "reject")), button(third, act));
    const policy = () => (t.policy_url ? [make("p", {}, make("a", { href: t.policy_url }, t.policy!))] : []);

    const boxes = t.categories.map((k) => make("input", { type: "checkbox", disabled: k.id < "C0002" || (gpc && k.id == "C0004") }));
    const paper = make("p", {});
    const centre = make(
        "dialog",
        { "aria-label": t.centre.title },
        make("h2", {}, t.centre.title),
        make("button", { type: "button", className: "x", ariaLabel: t.close, onclick: () => centre.close() }, "×"),
        ...words(t.centre.says),
        ...t.categories.map((k, i) =>
            make(
                "div",
                { className: "one" },
                make("h3", {}, make("label", {}, make("span", {}, k.name), ...(i ? [] : [t.always!]), boxes[i]!)),
                ...words(k.says),
                ...own(k.own),
                ...(gpc && k.id == "C0004" ? [note(t.gpc!)] : []),
            ),
        ),
        ...policy(),
        paper,
        three(t.save!, () => decide(Object.fromEntries(ids.map((i, at) => [i, boxes[at]!.checked])), "choose")),
    );
    const open = () => {
        t.categories.forEach((k, i) => (boxes[i]!.checked = !!choice[k.id]));
        paper.replaceChildren(...(receipt ? [make("a", { href: at("c/" + c.key + "/" + receipt), target: "_blank" }, t.receipt!)] : []));
        if (!centre.open) centre.showModal();
    };

    const layer = make("section", { "aria-label": t.title, hidden: true });
    const again = make("button", { type: "button", className: "again " + c.corner, hidden: true, onclick: open }, t.reopen!);
    const live = make("p", { role: "status", style: "position:absolute;clip-path:inset(50%)" });
    const host = d.createElement("praca-consent");
    const ask = (changed: boolean) => {
        layer.append(
            make("h2", {}, t.title!),
            ...(changed ? [note(t.again!)] : []),
            ...own(t.own),
            ...words(t.says),
            ...(gpc ? [note(t.gpc!)] : []),
            ...policy(),
            three(t.choose!, open),
        );
        layer.hidden = false;
    };

    /* --- what waits */

    const waiting = new WeakMap<Element, HTMLElement>();
    const script = (old: HTMLScriptElement) => {
        const s = d.createElement("script");
        for (const a of old.attributes) if (a.name != "type") s.setAttribute(a.name, a.value);
        if (old.dataset.pracaType) s.type = old.dataset.pracaType;
        s.async = old.async;
        s.text = old.text;
        ran += old.dataset.pracaCategory;
        old.replaceWith(s);
    };
    const frame = (f: HTMLIFrameElement) => {
        const of = f.dataset.pracaCategory;
        const on = may(of);
        let wait = waiting.get(f);
        if (!wait && !on) {
            waiting.set(f, (wait = d.createElement("div")));
            let from = "";
            try {
                from = " (" + new URL(f.dataset.pracaSrc!, location.href).hostname + ")";
            } catch {
                /* no address: no name */
            }
            shade(wait).append(make("div", { className: "wait" }, make("p", {}, t.third! + from), button(t.show!, () => decide({ ...choice, ...Object.fromEntries(of!.split(/[ ,]+/).map((i) => [i, true])) }, "content"))));
            f.before(wait);
        }
        if (wait) wait.hidden = on;
        if (f.hidden == on) f.hidden = !on;
        if (on && !f.hasAttribute("src")) f.src = f.dataset.pracaSrc!;
        if (!on) f.removeAttribute("src");
    };
    const scan = () => {
        if (!host.isConnected) d.body.prepend(host);
        d.querySelectorAll<HTMLScriptElement>('script[type="text/plain"][data-praca-category]').forEach((s) => may(s.dataset.pracaCategory) && script(s));
        d.querySelectorAll<HTMLIFrameElement>("iframe[data-praca-src][data-praca-category]").forEach(frame);
    };

    /* --- beginning */

    const start = () => {
        shade(host).append(layer, centre, again, live);
        recall();
        if (said) again.hidden = false;
        else ask(!!receipt && !!number);
        clean();
        if (said || receipt) tell();
        scan();
        new MutationObserver(() => (clean(), scan())).observe(d.documentElement, { childList: true, subtree: true });
        w.addEventListener("online", send);
        d.addEventListener("click", (e) => {
            if ((e.target as Element).closest?.("[data-praca-consent]")) {
                e.preventDefault();
                open();
            }
        });
    };
    w.pracaConsent = { open, get: () => ({ ...choice, receipt, gpc }) };
    if (d.body) start();
    else d.addEventListener("DOMContentLoaded", start);
})(PRACA_CONFIG, window, document, navigator);
