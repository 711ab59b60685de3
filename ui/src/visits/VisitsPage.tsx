/* Visits: who came, from where, to what, and what they did. One page; everything that is chosen stands in the address. */
import { ActionIcon, Button, Tabs } from "@mantine/core";
import { IconHistory, IconPrinter } from "@tabler/icons-react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { PageHead } from "../parts/PageHead";
import { TabRow } from "../parts/TabRow";
import { useDesk } from "../session";
import { ofVisits } from "../reports/reports";
import { SaveReport } from "../reports/SaveReport";
import type { VisitsSearch } from "./ask";
import { Funnels } from "./Funnels";
import { Now } from "./Now";
import { Overview } from "./Overview";

export type Go = (change: Partial<VisitsSearch>) => void;

export function VisitsPage() {
    const { t } = useTranslation();
    const { can } = useDesk();
    const search = useSearch({ from: "/shell/results/visits" });
    const navigate = useNavigate();
    const go = useCallback<Go>(
        (change) => void navigate({ to: "/results/visits", search: Object.fromEntries(Object.entries({ ...search, ...change }).filter(([, v]) => v !== undefined)), replace: true, resetScroll: false }),
        [navigate, search],
    );
    return (
        <>
            <PageHead title={t("visits.title")} lead={t("visits.lead")}>
                {can("import") && <Button className="no-print" component={Link} to="/results/visits/import" variant="default" leftSection={<IconHistory size={16} aria-hidden />}>{t("history.open")}</Button>}
                {!search.tab && (
                    <>
                        <ActionIcon className="no-print" variant="default" size={36} aria-label={t("reports.print")} title={t("reports.print")} onClick={() => window.print()}><IconPrinter size={18} aria-hidden /></ActionIcon>
                        <SaveReport make={() => ofVisits(search)} name={t("visits.title")} />
                    </>
                )}
            </PageHead>
            <Tabs value={search.tab ?? "overview"} onChange={(v) => go({ tab: v === "funnels" || v === "now" ? v : undefined })} keepMounted={false}>
                <TabRow mb="md" className="no-print">
                    <Tabs.Tab value="overview">{t("visits.tab.overview")}</Tabs.Tab>
                    <Tabs.Tab value="funnels">{t("visits.tab.funnels")}</Tabs.Tab>
                    <Tabs.Tab value="now">{t("visits.tab.now")}</Tabs.Tab>
                </TabRow>
                <Tabs.Panel value="overview"><Overview search={search} go={go} /></Tabs.Panel>
                <Tabs.Panel value="funnels"><Funnels search={search} go={go} /></Tabs.Panel>
                <Tabs.Panel value="now"><Now search={search} go={go} /></Tabs.Panel>
            </Tabs>
        </>
    );
}
