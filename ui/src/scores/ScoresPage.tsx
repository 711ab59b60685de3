/* Scores for the whole site: how contacts are spread, the two models, what a model would have said, what deals suggest. */
import { Button, Tabs } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { IconSparkles } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { Empty } from "../parts/Empty";
import { PageHead } from "../parts/PageHead";
import { TabRow } from "../parts/TabRow";
import { done, failed } from "../parts/toast";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { Grid } from "./Grid";
import { ModelPanel } from "./ModelPanel";
import { SuggestionPanel } from "./SuggestionPanel";
import { WhatIfPanel } from "./WhatIfPanel";
import { useModels, useScoresAgain, type Kind, type ScoreKind } from "./words";

const tabs = ["spread", "fit", "engagement", "whatif", "suggestion"] as const;
type Tab = (typeof tabs)[number];

export function ScoresPage() {
    const { t } = useTranslation();
    const q = useModels();
    const search = useSearch({ from: "/shell/people/scores" });
    const navigate = useNavigate();
    const tab: Tab = tabs.find((x) => x === search.tab) ?? "spread";
    const go = (v: string | null) => void navigate({ to: "/people/scores", search: v === "spread" || !v ? {} : { tab: v } });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    const models = q.data;
    const none = models.every((m) => m.versions.length === 0);
    return (
        <>
            <PageHead title={t("scores.title")} lead={t("scores.lead")} />
            {none && tab !== "suggestion" ? <Begin onSuggest={() => go("suggestion")} /> : (
                <Tabs value={tab} onChange={go} keepMounted={false}>
                    <TabRow mb="md">{tabs.map((k) => <Tabs.Tab key={k} value={k}>{t(`scores.tab.${k}`)}</Tabs.Tab>)}</TabRow>
                    <Tabs.Panel value={tab}><Panel tab={tab} models={models} /></Tabs.Panel>
                </Tabs>
            )}
        </>
    );
}

function Panel({ tab, models }: { tab: Tab; models: ScoreKind[] }) {
    if (tab === "spread") return <Grid models={models} />;
    if (tab === "whatif") return <WhatIfPanel models={models} />;
    if (tab === "suggestion") return <SuggestionPanel hasDraft={Boolean(models.find((m) => m.kind === "fit")?.draft)} />;
    const of = models.find((m) => m.kind === tab);
    return of ? <ModelPanel key={tab} of={of} /> : null;
}

function Begin({ onSuggest }: { onSuggest: () => void }) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const again = useScoresAgain();
    const navigate = useNavigate();
    const start = useMutation({
        mutationFn: () => api.post<{ added: number }>("/score-models/start"),
        onSuccess: () => { again(); done(t("scores.started")); void navigate({ to: "/people/scores", search: { tab: "fit" satisfies Kind } }); },
        onError: failed,
    });
    return (
        <div className="card">
            <Empty title={t("scores.none")} text={t("scores.noneText")}>
                {can("edit_plan") && <Button loading={start.isPending} onClick={() => start.mutate()}>{t("scores.start")}</Button>}
                {can("edit_plan") && <Button variant="default" leftSection={<IconSparkles size={16} aria-hidden />} onClick={onSuggest}>{t("scores.fromDeals")}</Button>}
            </Empty>
        </div>
    );
}

