/* The frame around every screen: menu at the left (below, on a telephone), the site that is open, and who is here. */
import { ActionIcon, Badge } from "@mantine/core";
import { IconAdjustments, IconChartBar, IconHome, IconRoute, IconSearch, IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, Navigate, Outlet, useRouterState } from "@tanstack/react-router";
import { Suspense, useEffect, useMemo, useRef, useState, type ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { Setup } from "../api/types";
import { ComeBack } from "../enter/ComeBack";
import { FindButton, Palette } from "../find/Palette";
import { showIn } from "../parts/TabRow";
import { Mark } from "../parts/Wave";
import { DeskProvider, useDesk, useSite, useSessionQuery } from "../session";
import { Trouble, Waiting } from "./Fallbacks";
import { NoSite, SiteMenu } from "./SiteMenu";
import { UserMenu } from "./UserMenu";

export function Shell() {
    const session = useSessionQuery();
    const site = useSite(session.data);
    const href = useRouterState({ select: (s) => s.location.href });
    if (session.isPending) return <Waiting />;
    if (session.isLoadingError) return <Trouble error={session.error} again={() => void session.refetch()} />;
    if (!session.data) return <Outside href={href} />;
    const { user } = session.data;
    return (
        <>
            {site ? (
                <DeskProvider session={session.data} site={site}>
                    <Frame key={`${user.id} ${site.id}`} />
                </DeskProvider>
            ) : (
                <NoSite session={session.data} />
            )}
            <ComeBack email={user.email} />
        </>
    );
}

/* Nobody is signed in: a new installation begins with its set-up, any other with the login. */
function Outside({ href }: { href: string }) {
    const [next] = useState(href);
    const setup = useQuery({ queryKey: ["setup"], queryFn: () => api.get<Setup>("/setup"), retry: false });
    if (setup.isPending) return <Waiting />;
    if (setup.data?.needed) return <Navigate to="/setup" />;
    return <Navigate to="/login" search={next === "/" ? {} : { next }} />;
}

interface Entry {
    to: string;
    key: string;
    icon: ComponentType<{ size?: number; stroke?: number; "aria-hidden"?: boolean }>;
    under: string[];
    subs?: { to: string; key: string }[];
}

function useMenu(): Entry[] {
    return [
        { to: "/", key: "menu.home", icon: IconHome, under: [] },
        {
            to: "/plan", key: "menu.plan", icon: IconRoute, under: ["/plan", "/goals", "/campaigns", "/competitors"],
            subs: [{ to: "/plan/proposals", key: "menu.proposals" }],
        },
        {
            to: "/people/contacts", key: "menu.people", icon: IconUsers, under: ["/people", "/import"],
            subs: [
                { to: "/people/accounts", key: "menu.accounts" },
                { to: "/people/contacts", key: "menu.contacts" },
                { to: "/people/deals", key: "menu.deals" },
                { to: "/people/segments", key: "menu.segments" },
                { to: "/people/tasks", key: "menu.tasks" },
                { to: "/people/after-sale", key: "menu.afterSale" },
                { to: "/people/handoff", key: "menu.handoff" },
                { to: "/people/ladder", key: "menu.ladder" },
                { to: "/people/duplicates", key: "menu.duplicates" },
                { to: "/people/scores", key: "menu.scores" },
                { to: "/people/forms", key: "menu.forms" },
                { to: "/people/consent", key: "menu.consent" },
                { to: "/people/rights", key: "menu.rights" },
                { to: "/import", key: "menu.import" },
            ],
        },
        {
            to: "/results/channels", key: "menu.results", icon: IconChartBar, under: ["/results"],
            subs: [
                { to: "/results/visits", key: "menu.visits" },
                { to: "/results/awareness", key: "menu.awareness" },
                { to: "/results/channels", key: "menu.channels" },
                { to: "/results/attribution", key: "menu.attribution" },
                { to: "/results/economics", key: "menu.economics" },
                { to: "/results/content", key: "menu.content" },
                { to: "/results/funnel", key: "menu.funnel" },
                { to: "/results/spend", key: "menu.spend" },
                { to: "/results/reports", key: "menu.reports" },
                { to: "/results/health", key: "menu.dataHealth" },
            ],
        },
        { to: "/settings/site", key: "menu.settings", icon: IconAdjustments, under: ["/settings"] },
    ];
}

export function DemoBadge() {
    const { t } = useTranslation();
    return (
        <Badge variant="light" color="terracotta" radius="sm" tt="none" title={t("site.demoHint")} styles={{ label: { overflow: "visible" } }}>
            {t("site.demo")}
        </Badge>
    );
}

function Frame() {
    const { t } = useTranslation();
    const { site } = useDesk();
    const menu = useMenu();
    const path = useRouterState({ select: (s) => s.location.pathname });
    const [finding, setFinding] = useState(false);
    const screens = useScreens(menu);
    const on = (e: Entry) => (e.under.length ? e.under.some((u) => path.startsWith(u)) : path === e.to);
    const here = (e: Entry) => on(e) && !e.subs?.some((s) => path.startsWith(s.to));
    return (
        <div className="shell">
            <a href="#main" className="skip">
                {t("menu.skip")}
            </a>
            <section className="shell-nav" aria-label="Praça">
                <div style={{ display: "flex", alignItems: "center", gap: 10, padding: "2px 8px 14px" }}>
                    <Mark />
                    <span style={{ fontWeight: 700, fontSize: "1.1rem", letterSpacing: "-0.01em" }}>Praça</span>
                </div>
                <SiteMenu />
                <FindButton onClick={() => setFinding(true)} />
                <nav aria-label={t("menu.main")} style={{ display: "grid", gap: 2, marginTop: 12 }}>
                    {menu.map((e) => (
                        <div key={e.key} style={{ display: "grid", gap: 2 }}>
                            <Link to={e.to} className="nav-link" data-on={here(e)} aria-current={here(e) ? "page" : undefined}>
                                <e.icon size={19} stroke={1.7} aria-hidden />
                                {t(e.key)}
                            </Link>
                            {on(e) &&
                                e.subs?.map((s) => (
                                    <Link key={s.to} to={s.to} className="nav-link sub" data-on={path.startsWith(s.to)} aria-current={path.startsWith(s.to) ? "page" : undefined}>
                                        {t(s.key)}
                                    </Link>
                                ))}
                        </div>
                    ))}
                </nav>
                <div className="shell-user">
                    <UserMenu />
                </div>
            </section>
            <section className="shell-top" aria-label="Praça">
                <Mark size={26} />
                <div style={{ flex: 1, minWidth: 0 }}>
                    <SiteMenu compact />
                </div>
                <ActionIcon variant="subtle" color="gray" size={40} aria-label={t("find.title")} onClick={() => setFinding(true)}>
                    <IconSearch size={20} aria-hidden />
                </ActionIcon>
                <UserMenu compact />
            </section>
            <main id="main" className="shell-main" tabIndex={-1} style={{ outline: "none" }}>
                <p className="only-print print-site">{site.name}</p>
                {site.is_demo && (
                    <div className="demo-strip">
                        <DemoBadge />
                        <span className="dim" style={{ fontSize: "0.82rem" }}>
                            {t("site.demoHint")}
                        </span>
                    </div>
                )}
                <SubTabs menu={menu} path={path} />
                <Suspense fallback={<Waiting />}>
                    <Outlet />
                </Suspense>
            </main>
            <nav className="shell-bottom" aria-label={t("menu.main")}>
                {menu.map((e) => (
                    <Link key={e.key} to={e.to} className="nav-tab" data-on={on(e)} aria-current={on(e) ? "page" : undefined}>
                        <e.icon size={21} stroke={1.7} aria-hidden />
                        {t(e.key)}
                    </Link>
                ))}
            </nav>
            <Palette screens={screens} opened={finding} setOpened={setFinding} />
        </div>
    );
}

/* Every screen of the menu, to be jumped to. */
function useScreens(menu: Entry[]) {
    const { t } = useTranslation();
    const text = menu.map((e) => e.key).join();
    return useMemo(
        () => menu.flatMap((e) => (e.subs ? e.subs.map((s) => ({ to: s.to, label: t(s.key), within: t(e.key) })) : [{ to: e.to, label: t(e.key) }])),
        // eslint-disable-next-line react-hooks/exhaustive-deps -- the menu is made anew at each drawing
        [text, t],
    );
}

/* On a telephone the second level of the menu stands above the screen. */
function SubTabs({ menu, path }: { menu: Entry[]; path: string }) {
    const { t } = useTranslation();
    const row = useRef<HTMLElement>(null);
    const entry = menu.find((e) => e.subs && e.under.some((u) => path.startsWith(u)));
    useEffect(() => showIn(row.current, "[aria-current=page]"), [path]);
    if (!entry?.subs) return null;
    return (
        <nav ref={row} className="sub-tabs" aria-label={t(entry.key)}>
            {entry.subs.map((s) => (
                <Link key={s.to} to={s.to} data-on={path.startsWith(s.to)} aria-current={path.startsWith(s.to) ? "page" : undefined}>
                    {t(s.key)}
                </Link>
            ))}
        </nav>
    );
}
