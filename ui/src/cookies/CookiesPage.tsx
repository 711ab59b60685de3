/* The consent banner of the site's pages: its words, what visitors chose, the proof of it, and what a refusing visitor gets. */
import { Tabs } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { TabRow } from "../parts/TabRow";
import { Choices } from "./Choices";
import { Draft } from "./Draft";
import { Editions } from "./Editions";
import { Promises } from "./Promises";
import { Receipts } from "./Receipts";

const tabs = { banner: Draft, editions: Editions, choices: Choices, receipts: Receipts, promises: Promises } as const;
type Tab = keyof typeof tabs;

export function CookiesPage() {
    const { t } = useTranslation();
    const [tab, setTab] = useState<Tab>("banner");
    const Panel = tabs[tab];
    return (
        <Tabs value={tab} onChange={(v) => { setTab((v ?? "banner") as Tab); }} keepMounted={false}>
            <TabRow mb="md">
                {(Object.keys(tabs) as Tab[]).map((k) => <Tabs.Tab key={k} value={k}>{t(`cookies.tab.${k}`)}</Tabs.Tab>)}
            </TabRow>
            <Tabs.Panel value={tab}><Panel /></Tabs.Panel>
        </Tabs>
    );
}
