/* What a step holds, as files. */
import { ActionIcon, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { download } from "../api/client";
import { failed } from "../parts/toast";
import { useDesk } from "../session";

/* By step: tables of the plan, and those that are of the whole site. */
const files: Record<number, { plan: string[]; site?: string[] }> = {
    1: { plan: ["audiences", "personas", "purchase_steps"] },
    2: { plan: ["competitors", "competitor_attributes", "competitor_marks", "competitor_objections"] },
    3: { plan: ["positionings", "claims"] },
    4: { plan: ["goals", "milestones"] },
    5: { plan: ["selling_channels"], site: ["partners", "deal_registrations"] },
    6: { plan: ["channels", "channel_fits"], site: ["short_links", "promo_codes"] },
    7: { plan: ["budget_lines", "plan_events"] },
    8: { plan: ["campaigns"], site: ["assets"] },
};

export function StepFiles({ plan, step }: { plan: string; step: number }) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const of = files[step];
    if (!of || !can("export")) return null;
    const item = (table: string, query?: { plan: string }) => (
        <Menu.Item key={table} onClick={() => void download(`/${table}.csv`, `${table}.csv`, query).catch(failed)}>{t(`plan.files.${table}`)}</Menu.Item>
    );
    return (
        <Menu position="bottom-end" withinPortal>
            <Menu.Target>
                <ActionIcon className="no-print" variant="default" size={36} aria-label={t("plan.files.title")} title={t("plan.files.title")}><IconDownload size={18} aria-hidden /></ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
                <Menu.Label>{t("plan.files.title")}</Menu.Label>
                {of.plan.map((table) => item(table, { plan }))}
                {of.site?.map((table) => item(table))}
            </Menu.Dropdown>
        </Menu>
    );
}
