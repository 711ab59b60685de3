/* Consent for the whole site: what it is asked for and in which words, lists, addresses that get nothing, the ledger. */
import { Tabs } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { PageHead } from "../parts/PageHead";
import { TabRow } from "../parts/TabRow";
import { Ledger } from "./Ledger";
import { Lists } from "./Lists";
import { Purposes } from "./Purposes";
import { Suppressed } from "./Suppressed";

const tabs = { purposes: Purposes, lists: Lists, suppression: Suppressed, ledger: Ledger } as const;
type Tab = keyof typeof tabs;

export function ConsentPage() {
    const { t } = useTranslation();
    const search = useSearch({ from: "/shell/people/consent" });
    const navigate = useNavigate();
    const tab: Tab = search.tab && search.tab in tabs ? (search.tab as Tab) : "purposes";
    const Panel = tabs[tab];
    return (
        <>
            <PageHead title={t("consent.title")} lead={t("consent.lead")} />
            <Tabs value={tab} onChange={(v) => void navigate({ to: "/people/consent", search: v === "purposes" || !v ? {} : { tab: v } })} keepMounted={false}>
                <TabRow mb="md">
                    {(Object.keys(tabs) as Tab[]).map((k) => <Tabs.Tab key={k} value={k}>{t(`consent.tab.${k}`)}</Tabs.Tab>)}
                </TabRow>
                <Tabs.Panel value={tab}><Panel /></Tabs.Panel>
            </Tabs>
        </>
    );
}
