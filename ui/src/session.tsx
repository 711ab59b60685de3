/* Who is signed in, which site this tab looks at, and how figures are written for them. */
import { useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useMemo, useSyncExternalStore, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { api, currentSite, Problem, setCsrf, setCurrentSite, watchSite } from "./api/client";
import type { Role, Session, Site, User } from "./api/types";
import type { Reader } from "./format";
import { asLanguage, setLanguage } from "./i18n";
import { forgetDrafts } from "./parts/drafts";

export const sessionKey = ["session"];

/* Whether the session of who is here has ended. The screen stays until they are back, or leave; what was refused waits for which. */
const over = {
    now: false,
    watchers: new Set<() => void>(),
    waiting: [] as ((back: boolean) => void)[],
    set(now: boolean, back = false) {
        over.now = now;
        for (const f of over.watchers) f();
        if (!now) for (const f of over.waiting.splice(0)) f(back);
    },
};

export function useIsOver(): boolean {
    return useSyncExternalStore(
        (f) => {
            over.watchers.add(f);
            return () => over.watchers.delete(f);
        },
        () => over.now,
    );
}

/* What the server says when it knows nobody. Whether the same person came back. */
export function sessionEnded(client: QueryClient): Promise<boolean> {
    if (!client.getQueryData(sessionKey)) return Promise.resolve(false);
    over.set(true);
    return new Promise((done) => over.waiting.push(done));
}

/* null: nobody is signed in. */
export function useSessionQuery() {
    const client = useQueryClient();
    return useQuery({
        queryKey: sessionKey,
        staleTime: 60_000,
        retry: false,
        queryFn: async ({ signal }) => {
            try {
                const s = await api.get<Session>("/session", undefined, signal);
                setCsrf(s.csrf);
                return s;
            } catch (e) {
                if (!(e instanceof Problem && e.status === 401)) throw e;
                void sessionEnded(client);
                return client.getQueryData<Session | null>(sessionKey) ?? null;
            }
        },
    });
}

/* Nothing of one site or person may be seen by another: every cached answer goes, with another person what was being typed too, and the
 * frame takes the new session.
 * The session's own query stays, because the screens that watch it would not see another in its place. */
export function putSession(client: QueryClient, s: Session | null): void {
    if (client.getQueryData<Session | null>(sessionKey)?.user.id !== s?.user.id) forgetDrafts();
    client.removeQueries({ predicate: (q) => q.queryKey[0] !== sessionKey[0] });
    client.setQueryData(sessionKey, s);
    over.set(false);
}

/* Who signs in again goes on where they were, and what was refused goes again; anybody else begins anew. */
export function goOn(client: QueryClient, s: Session): void {
    if (client.getQueryData<Session | null>(sessionKey)?.user.id !== s.user.id) return startSession(client, s);
    setCsrf(s.csrf);
    client.setQueryData(sessionKey, s);
    over.set(false, true);
}

export function startSession(client: QueryClient, s: Session): void {
    setCsrf(s.csrf);
    putSession(client, s);
}

interface Desk {
    user: User;
    site: Site;
    sites: Site[];
    reader: Reader;
    can: (what: Permission) => boolean;
    openSite: (id: string) => void;
}

export type Permission =
    | "edit_people" | "edit_deals" | "edit_plan" | "spend" | "import" | "export" | "erase" | "audit" | "admin";

const rights: Record<Role, Permission[] | "all"> = {
    owner: "all",
    marketer: ["edit_people", "edit_deals", "edit_plan", "spend", "import", "export", "erase", "audit"],
    sales: ["edit_people", "edit_deals", "export"],
    analyst: ["export", "audit"],
    readonly: [],
};

const DeskContext = createContext<Desk | null>(null);

export function useSite(s: Session | null | undefined): Site | null {
    const at = useSyncExternalStore(watchSite, currentSite);
    if (!s) return null;
    return s.sites.find((x) => x.id === at) ?? s.sites.find((x) => !x.is_demo) ?? s.sites[0] ?? null;
}

export function DeskProvider({ session, site, children }: { session: Session; site: Site; children: ReactNode }) {
    const client = useQueryClient();
    const { i18n } = useTranslation();
    const { setColorScheme } = useMantineColorScheme();
    const { user } = session;

    useEffect(() => {
        if (user.locale && asLanguage(user.locale) !== i18n.language) void setLanguage(asLanguage(user.locale));
        // Only when the server's choice changes; the switch on screen writes both.
        // eslint-disable-next-line react-hooks/exhaustive-deps
    }, [user.locale]);
    useEffect(() => {
        if (user.theme) setColorScheme(asScheme(user.theme));
    }, [user.theme, setColorScheme]);

    const desk = useMemo<Desk>(() => {
        const r = rights[site.role ?? "readonly"];
        return {
            user,
            site,
            sites: session.sites,
            reader: {
                locale: i18n.language === "en" ? englishOf(navigator.languages) : i18n.language,
                currency: site.currency,
                timeZone: site.time_zone,
            },
            can: (what) => r === "all" || r.includes(what),
            openSite: (id) => {
                setCurrentSite(id);
                putSession(client, session);
            },
        };
    }, [session, site, user, i18n.language, client]);
    return <DeskContext.Provider value={desk}>{children}</DeskContext.Provider>;
}

function englishOf(tags: readonly string[]): string {
    return tags.find((t) => t.startsWith("en")) ?? "en";
}

export function asScheme(theme: string | null): MantineColorScheme {
    return theme === "light" || theme === "dark" ? theme : "auto";
}

export function useDesk(): Desk {
    const d = useContext(DeskContext);
    if (!d) throw new Error("no session");
    return d;
}

export function useReader(): Reader {
    return useDesk().reader;
}
