/* What people asked for about their own data: what waits, by the day it is due; what ended; and who was erased. */
import { Tabs } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { PageHead } from "../parts/PageHead";
import { TabRow } from "../parts/TabRow";
import { Ended } from "./Ended";
import { Erasures } from "./Erasures";
import { Queue } from "./Queue";

const tabs = { open: Queue, ended: Ended, erasures: Erasures } as const;
type Tab = keyof typeof tabs;

export function RightsPage() {
    const { t } = useTranslation();
    const search = useSearch({ from: "/shell/people/rights" });
    const navigate = useNavigate();
    const tab: Tab = search.tab && search.tab in tabs ? (search.tab as Tab) : "open";
    const Panel = tabs[tab];
    return (
        <>
            <PageHead title={t("rights.title")} lead={t("rights.lead")} />
            <Tabs value={tab} onChange={(v) => void navigate({ to: "/people/rights", search: v === "open" || !v ? {} : { tab: v } })} keepMounted={false}>
                <TabRow mb="md">
                    {(Object.keys(tabs) as Tab[]).map((k) => <Tabs.Tab key={k} value={k}>{t(`rights.tab.${k}`)}</Tabs.Tab>)}
                </TabRow>
                <Tabs.Panel value={tab}><Panel /></Tabs.Panel>
            </Tabs>
        </>
    );
}
