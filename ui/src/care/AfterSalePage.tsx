/* After the sale: how customers do, whose contract ends, what they say, whom they name, who stays. */
import { Tabs } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { PageHead } from "../parts/PageHead";
import { TabRow } from "../parts/TabRow";
import { Customers } from "./Customers";
import { Referrals } from "./Referrals";
import { Renewals } from "./Renewals";
import { Retention } from "./Retention";
import { Survey } from "./Survey";

const tabs = { customers: Customers, renewals: Renewals, survey: Survey, referrals: Referrals, retention: Retention } as const;
type Tab = keyof typeof tabs;

export function AfterSalePage() {
    const { t } = useTranslation();
    const search = useSearch({ from: "/shell/people/after-sale" });
    const navigate = useNavigate();
    const tab: Tab = search.tab && search.tab in tabs ? (search.tab as Tab) : "customers";
    const Panel = tabs[tab];
    return (
        <>
            <PageHead title={t("after.title")} lead={t("after.lead")} />
            <Tabs value={tab} onChange={(v) => void navigate({ to: "/people/after-sale", search: v === "customers" || !v ? {} : { tab: v } })} keepMounted={false}>
                <TabRow mb="md">
                    {(Object.keys(tabs) as Tab[]).map((k) => <Tabs.Tab key={k} value={k} style={{ flex: "none" }}>{t(`after.tab.${k}`)}</Tabs.Tab>)}
                </TabRow>
                <Tabs.Panel value={tab}><Panel /></Tabs.Panel>
            </Tabs>
        </>
    );
}
