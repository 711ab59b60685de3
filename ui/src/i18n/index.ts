/* Two languages, each a chunk of its own. The first choice is what this browser chose last, then its own language;
 * after sign-in the user's choice wins. */
import i18n from "i18next";
import { initReactI18next } from "react-i18next";

export type Language = "pt-BR" | "en";
export const languages: Language[] = ["pt-BR", "en"];

type Words = { [key: string]: string | Words };

const load: Record<Language, () => Promise<{ default: Words }>> = {
    "pt-BR": () => import("./pt-BR.json"),
    en: () => import("./en.json"),
};

/* Portuguese and others count exact millions apart, and nothing as one; both read as the other plural. */
function withPlurals(w: Words): Words {
    const out: Words = {};
    for (const [k, v] of Object.entries(w)) {
        out[k] = typeof v === "string" ? v : withPlurals(v);
        if (k.endsWith("_other")) {
            out[k.replace(/_other$/, "_many")] = v;
            out[k.replace(/_other$/, "_zero")] ??= v;
        }
    }
    return out;
}

export function asLanguage(tag: string | null | undefined): Language {
    return tag?.toLowerCase().startsWith("pt") ? "pt-BR" : "en";
}

export async function setLanguage(lng: Language): Promise<void> {
    if (!i18n.hasResourceBundle(lng, "translation")) {
        i18n.addResourceBundle(lng, "translation", withPlurals((await load[lng]()).default));
    }
    await i18n.changeLanguage(lng);
    document.documentElement.lang = lng;
    localStorage.setItem("praca.language", lng);
}

export async function startLanguage(): Promise<void> {
    await i18n.use(initReactI18next).init({
        resources: {},
        lng: "none",
        fallbackLng: false,
        interpolation: { escapeValue: false },
        returnNull: false,
        react: { useSuspense: false },
    });
    await setLanguage(asLanguage(localStorage.getItem("praca.language") ?? navigator.language));
}
