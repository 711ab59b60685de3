/* The three ways in: a file, sources that are looked at now and then, and what other programs send. */
import { Tabs } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { TabRow } from "../parts/TabRow";

const places = { file: "/import", scheduled: "/import/scheduled", webhooks: "/import/webhooks" } as const;
export type ImportTab = keyof typeof places;

export function ImportTabs({ at }: { at: ImportTab }) {
    const { t } = useTranslation();
    const navigate = useNavigate();
    return (
        <Tabs value={at} onChange={(v) => void navigate({ to: places[(v ?? "file") as ImportTab] })} mb="lg" activateTabWithKeyboard={false}>
            <TabRow aria-label={t("menu.import")}>
                {(Object.keys(places) as ImportTab[]).map((k) => <Tabs.Tab key={k} value={k}>{t(`import.tab.${k}`)}</Tabs.Tab>)}
            </TabRow>
        </Tabs>
    );
}
