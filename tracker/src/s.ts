/* s.ts -- counts visits of a page, and keeps nothing on the device without consent.
 *
 * Every event has an id, so that one sent twice is stored once. Events go by fetch with keepalive; the ping of a page that
 * is being left goes by beacon. What could not be sent waits in memory, and on the device only while the visitor allows
 * the category "performance" (C0002); so does the visitor's id. Of forms the name is sent, never a value.
 *
 * Size matters more than looks here: the build refuses more than 2 KiB compressed.
 */
type Props = Record<string, string | number | boolean>;
type More = { props?: Props; revenue?: { amount: number | string; currency: string } };
type Sent = Record<string, unknown>;
type Called = [string, More?];
type Window_ = Window & { praca?: { (name: string, more?: More): void; q?: Called[] } };

((w: Window_, d: Document & { prerendering?: boolean }, n: Navigator & { globalPrivacyControl?: boolean }) => {
    const script = d.currentScript as HTMLScriptElement;
    const { site, hash, local } = script.dataset;
    const to = new URL("e", script.src).href;
    const hour = 36e5;
    let waiting: Sent[] = [];
    const flying = new Set<Sent>();
    let page = "";
    let url = "";
    let since = 0;
    let engaged = 0;
    let depth = 0;
    let acted = 0;
    const landed = location.href;

    const cookie = (name: string) => decodeURIComponent((d.cookie.match("(?:^|; )" + name + "=([^;]*)") || [])[1] || "");
    const random = () =>
        [...crypto.getRandomValues(new Uint8Array(16))].map((b) => (b + 256).toString(16).slice(1)).join("");
    const keep = (name: string, value: string, age: number) => {
        d.cookie = name + "=" + value + ";path=/;max-age=" + age + ";samesite=lax" + (location.protocol > "http:" ? ";secure" : "");
    };

    /* Bits as of facts/fact.h. */
    const consent = () => {
        let bits = 0;
        const said = cookie("praca_consent") || (cookie("OptanonConsent").match(/groups=([^&]*)/) || [])[1] || "";
        ["C0001", "C0002", "C0003", "C0004", "P0001"].forEach((c, i) => (bits |= +said.includes(c + ":1") << i));
        if (said) bits |= 32;
        return n.globalPrivacyControl ? (bits & ~8) | 128 : bits;
    };

    const save = () => {
        try {
            if (waiting.length && consent() & 2) localStorage.praca_q = JSON.stringify(waiting.slice(-50));
            else localStorage.removeItem("praca_q");
        } catch {
            /* no storage: it waits in memory */
        }
    };

    const body = (events: Sent[]) => JSON.stringify({ k: site, t: Date.now(), b: events });

    /* What is on its way is not sent beside itself; what is new does not wait for it. An answer is read to its end: the browser calls a
     * request whose answer nobody reads a failed one. */
    const flush = () => {
        const some = waiting.filter((e) => !flying.has(e)).slice(0, 20);
        if (!some[0]) return;
        some.forEach((e) => flying.add(e));
        fetch(to, { method: "POST", body: body(some), keepalive: true })
            .then((r) => r.text().then(() => r.status < 429))
            .catch(() => false)
            .then((done) => {
                some.forEach((e) => flying.delete(e));
                if (done) waiting = waiting.filter((e) => !some.includes(e));
                save();
                if (done) flush();
            });
    };

    let known = consent() & 2;

    /* Who agrees begins a visit that knows where they came from; what they saw before stays nobody's. */
    const agree = () => {
        const before = known;
        known = consent() & 2;
        if (known && !before) send("consent", null, { u: landed, r: d.referrer });
    };

    const send = (name: string, more?: More | null, extra?: Sent, beacon?: boolean) => {
        if (/(^|; )praca_off=1/.test(d.cookie)) return;
        agree();
        const bits = consent();
        let visitor = cookie("praca_v");
        if (bits & 2) keep("praca_v", (visitor = visitor || random()), 34128e3);
        const event: Sent = {
            i: random(),
            n: name,
            u: url || location.href,
            t: Date.now(),
            w: w.innerWidth,
            c: bits,
            v: bits & 2 ? visitor : undefined,
            s: (n.languages && n.languages[0] ? 0 : 2) | (w.outerWidth ? 0 : 4),
            p: more?.props,
            $: more?.revenue,
            h: hash != null ? 1 : undefined,
            ...extra,
        };
        try {
            if (beacon && n.sendBeacon(to, body([event]))) return;
        } catch {
            /* blocked: by fetch then */
        }
        waiting = [...waiting, event].slice(-50);
        save();
        flush();
    };

    /* Time counts while the page is in front. */
    const clock = () => {
        const now = Date.now();
        if (since) engaged += Math.min(now - since, hour);
        since = d.visibilityState == "visible" && d.hasFocus() ? now : 0;
    };

    const leave = () => {
        clock();
        if (page && (engaged > 400 || depth)) send("engage", null, { e: engaged, d: depth, s: acted ? 0 : 16 }, true);
        engaged = depth = 0;
    };

    const scrolled = () => {
        const all = d.documentElement.scrollHeight;
        depth = Math.max(depth, Math.min(100, Math.round(((w.scrollY + w.innerHeight) / all) * 100)) || 0);
    };

    const view = (again?: unknown) => {
        const here = location.pathname + (hash != null ? location.hash : "");
        if (d.prerendering || d.visibilityState == "hidden" || (here == page && !again)) return;
        leave();
        url = location.href;
        send("view", null, { r: page ? undefined : d.referrer });
        page = here;
        scrolled();
    };

    const clicked = (e: Event) => {
        const a = (e.target as Element).closest?.("a[href]") as HTMLAnchorElement | null;
        if ((e as MouseEvent).button > 1 || !a || !/^http/.test(a.protocol)) return;
        const at = a.hostname + a.pathname;
        if (/\.(pdf|csv|xlsx?|docx?|pptx?|od[tsp]|zip|rar|7z|gz|exe|dmg|apk|epub|mp[34]|mov|avi)$/i.test(a.pathname))
            send("download", { props: { file: at } });
        else if (a.hostname != location.hostname) send("outbound", { props: { url: at } });
    };

    if (!site || n.webdriver || (local == null && /^(localhost|127\.|\[::1|$)|\.local$/.test(location.hostname))) {
        w.praca = () => {};
        return;
    }
    try {
        if (consent() & 2) waiting = JSON.parse(localStorage.praca_q || "[]");
    } catch {
        /* nothing waits */
    }
    const on = (where: EventTarget, names: string, f: (e: Event) => void) =>
        names.split(" ").forEach((name) => where.addEventListener(name, f, true));
    (["pushState", "replaceState"] as const).forEach((name) => {
        const before = history[name];
        history[name] = function (...args) {
            before.apply(this, args);
            view();
        };
    });
    on(w, hash != null ? "popstate hashchange" : "popstate", () => view());
    on(w, "pageshow", (e) => (e as PageTransitionEvent).persisted && view(1));
    on(w, "pagehide", leave);
    on(w, "focus blur", clock);
    on(w, "online", flush);
    on(w, "scroll", scrolled);
    on(d, "pointerdown keydown touchstart", () => (acted = 1));
    on(d, "prerenderingchange", () => view());
    on(d, "visibilitychange", () => (d.visibilityState == "hidden" ? leave() : (clock(), view())));
    on(d, "click auxclick", clicked);
    on(d, "submit", (e) => {
        const f = e.target as HTMLFormElement;
        const form = f.getAttribute("id") || f.getAttribute("name") || "";
        if (f.dataset.praca == null) send("form", { props: { form } });
    });
    on(d, "praca:consent", () => {
        agree();
        if (!known) keep("praca_v", "", 0);
        save();
    });
    const called = (w.praca && w.praca.q) || [];
    w.praca = (name, more) => send(name, more);
    clock();
    view();
    called.forEach((a) => w.praca!(a[0], a[1]));
    flush();
})(window, document, navigator);
