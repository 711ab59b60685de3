/* f.ts -- puts a form of Praça's into a page, where the script stands.
 *
 * The form is drawn with the page's own look: plain elements, one class each, no style but for what people must not see. Labels
 * belong to their fields, mistakes are told beside them and read out, and what was typed stays until it is taken. With
 * consent the visitor's number goes along, as the counting script would send it; so does whether the visitor is not counted.
 */
type Field = { name: string; type: string; complete: string; label: string; needed: boolean };
type Form = { lang: string; title: string; intro?: string; token: string; fields: Field[]; consent?: { title: string; body: string }; send: string; failed: string };
type Answer = { ok: boolean; message?: string; errors?: Record<string, string>; thanks?: string; redirect?: string };

((d: Document) => {
    const script = d.currentScript as HTMLScriptElement;
    const key = script.dataset.form;
    const lang = script.dataset.lang || d.documentElement.lang;
    const at = new URL("f/" + key, script.src);
    const cookie = (name: string) => decodeURIComponent((d.cookie.match("(?:^|; )" + name + "=([^;]*)") || [])[1] || "");
    const box = d.createElement("div");
    let serial = 0;

    const el = <K extends keyof HTMLElementTagNameMap>(tag: K, into: Element, name: string, text?: string | null) => {
        const e = into.appendChild(d.createElement(tag));
        e.className = "praca-" + name;
        if (text) e.textContent = text;
        return e;
    };

    /* As in s.ts. */
    const consent = () => {
        const said = cookie("praca_consent") || (cookie("OptanonConsent").match(/groups=([^&]*)/) || [])[1] || "";
        let bits = said ? 32 : 0;
        ["C0001", "C0002", "C0003", "C0004", "P0001"].forEach((c, i) => (bits |= +said.includes(c + ":1") << i));
        return bits;
    };

    const draw = (f: Form) => {
        const form = el("form", box, "form");
        const drawn = Date.now();
        const inputs: Record<string, HTMLInputElement> = {};
        const wrongs: Record<string, HTMLElement> = {};
        form.dataset.praca = "";
        form.noValidate = true;
        form.lang = f.lang;
        if (f.title) form.setAttribute("aria-label", f.title);
        if (f.intro) el("p", form, "intro", f.intro);
        const field = (a: Field, into: Element) => {
            const id = "praca-" + key + "-" + a.name + "-" + ++serial;
            const label = el("label", into, "label", a.label);
            const input = el("input", into, "input");
            label.htmlFor = input.id = id;
            Object.assign(input, { name: a.name, type: a.type, autocomplete: a.complete, required: a.needed, maxLength: 254 });
            /* A short link leaves its code in the page's address. */
            if (a.name == "code") input.value = new URLSearchParams(location.search).get("praca_code") || "";
            wrongs[a.name] = el("span", into, "wrong");
            wrongs[a.name].id = id + "-wrong";
            input.setAttribute("aria-describedby", id + "-wrong");
            return (inputs[a.name] = input);
        };
        f.fields.forEach((a) => field(a, el("p", form, "field")));
        const trap = el("p", form, "trap");
        trap.setAttribute("aria-hidden", "true");
        trap.style.cssText = "position:absolute;left:-9999px;width:1px;height:1px;overflow:hidden";
        field({ name: "website", type: "text", complete: "off", label: "Website", needed: false }, trap).tabIndex = -1;
        if (f.consent) {
            const p = el("p", form, "consent");
            const tick = el("input", p, "tick");
            const label = el("label", p, "label", f.consent.title);
            tick.type = "checkbox";
            label.htmlFor = tick.id = "praca-" + key + "-consent-" + ++serial;
            el("span", p, "words", f.consent.body);
            inputs.consent = tick;
        }
        const button = el("button", form, "send", f.send);
        const said = el("p", form, "said");
        said.setAttribute("role", "alert");

        const show = (a: Answer) => {
            let first: HTMLInputElement | undefined;
            said.textContent = a.message || "";
            Object.keys(wrongs).forEach((name) => {
                const wrong = a.errors?.[name] || "";
                wrongs[name].textContent = wrong;
                inputs[name].setAttribute("aria-invalid", String(!!wrong));
                if (wrong) first = first || inputs[name];
            });
            first?.focus();
        };

        form.addEventListener("submit", (e) => {
            const data = new URLSearchParams({ form: f.token, u: location.href, c: String(consent()), v: cookie("praca_v"), o: cookie("praca_off") });
            e.preventDefault();
            Object.keys(inputs).forEach((name) => {
                if (name == "consent") inputs[name].checked && data.set(name, "1");
                else data.set(name, inputs[name].value);
            });
            button.disabled = true;
            /* Who answers within a second is taken for a program; people with a quick browser wait for it. */
            new Promise((go) => setTimeout(go, drawn + 1200 - Date.now()))
                .then(() => fetch(ask, { method: "POST", body: data, headers: { Accept: "application/json" } }))
                .then((r) => r.json())
                .catch(() => ({ ok: false, message: f.failed }))
                .then((a: Answer) => {
                    button.disabled = false;
                    if (!a.ok) return show(a);
                    if (a.redirect) return location.assign(a.redirect);
                    box.textContent = "";
                    const thanks = el("p", box, "thanks", a.thanks);
                    thanks.setAttribute("role", "status");
                    thanks.tabIndex = -1;
                    thanks.focus();
                });
        });
    };

    if (lang) at.searchParams.set("lang", /^pt/i.test(lang) ? "pt-BR" : "en");
    const ask = at.href;
    box.className = "praca";
    script.before(box);
    fetch(ask, { headers: { Accept: "application/json" } })
        .then((r) => r.ok && r.json())
        .then((f) => f && draw(f))
        .catch(() => {});
})(document);
