/* All rows of a list: search, order, change against the other period, and the file. */
import { Button, Drawer, Group, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconDownload, IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { download } from "../api/client";
import { count } from "../format";
import { Change } from "../parts/Figure";
import { failed } from "../parts/toast";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { ask, fileOf, question, toggled, type Metric, type VisitsSearch } from "./ask";
import { hasMoney, OtherMoney } from "./OtherMoney";
import { metricsOf, onlyEvents } from "./Panel";
import type { Go } from "./VisitsPage";
import { dimensionName, figureText, valueName } from "./words";

const STEP = 100;

function columns(dimension: string, goal?: string): Metric[] {
    const own = metricsOf(dimension, goal);
    const more: Metric[] = dimension === "event" ? ["events", "value"] : dimension === "page" ? ["visits", "visitors", "value"] : ["visitors", "bounce_rate", "engaged", "value"];
    return [...own, ...more.filter((m) => !own.includes(m))];
}

export function Details({ dimension, search, go, onClose }: { dimension: string | null; search: VisitsSearch; go: Go; onClose: () => void }) {
    const { t } = useTranslation();
    return (
        <Drawer opened={dimension !== null} onClose={onClose} position="right" size="xl" title={dimension ? dimensionName(dimension, t) : ""} closeButtonProps={{ "aria-label": t("common.close") }}>
            {dimension && <Table key={dimension} dimension={dimension} search={search} go={go} onClose={onClose} />}
        </Drawer>
    );
}

function Table({ dimension, search, go, onClose }: { dimension: string; search: VisitsSearch; go: Go; onClose: () => void }) {
    const { t } = useTranslation();
    const { reader: r, can } = useDesk();
    const [typed, setTyped] = useState("");
    const [text] = useDebouncedValue(typed.trim(), 250);
    const [limit, setLimit] = useState(STEP);
    useEffect(() => setLimit(STEP), [text]);
    const metrics = columns(dimension, search.goal);
    const asked = question(search, {
        metrics, dimensions: [dimension], filters: [...onlyEvents(dimension), ...(text ? [["contains", dimension, [text]]] : [])],
        pagination: { limit }, include: { total_rows: true },
    });
    const q = useQuery({ queryKey: ["stats", asked], queryFn: () => ask(asked), placeholderData: keepPreviousData });
    const all = q.data?.meta.total_rows ?? 0;
    const money = hasMoney(q.data);
    const shown = metrics.map((m, i) => ({ m, i })).filter(({ m }) => m !== "value" || money);
    return (
        <>
            <Group gap="xs" mb="sm">
                <TextInput flex="1 1 180px" leftSection={<IconSearch size={16} aria-hidden />} aria-label={t("visits.search")} placeholder={t("visits.search")} value={typed} onChange={(e) => setTyped(e.currentTarget.value)} data-autofocus />
                {can("export") && <Button variant="default" leftSection={<IconDownload size={17} aria-hidden />} onClick={() => void download("/stats.csv", `${dimension}.csv`, { q: JSON.stringify(fileOf(asked, search)) }).catch(failed)}>{t("visits.csv")}</Button>}
            </Group>
            {q.isLoadingError ? <Trouble error={q.error} again={() => void q.refetch()} /> : !q.data ? <Waiting /> : (
                <>
                    <Text size="xs" className="dim" mb={4} aria-live="polite">{t("visits.rows", { count: all, n: count(r, all) })}</Text>
                    <div className="scroll-x" tabIndex={0} role="region" aria-label={dimensionName(dimension, t)}>
                        <table className="grid-table">
                            <thead><tr><th>{dimensionName(dimension, t)}</th>{shown.map(({ m }) => <th key={m} className="num">{t(`visits.metric.${m}`)}</th>)}{q.data.meta.comparison && <th className="num">{t("visits.change")}</th>}</tr></thead>
                            <tbody>
                                {q.data.results.map((x) => {
                                    const value = x.dimensions[0] ?? "";
                                    const name = valueName(dimension, value, r, t);
                                    return (
                                        <tr key={value}>
                                            <td style={{ overflowWrap: "anywhere", minWidth: 140 }}><button type="button" className="visits-row" aria-label={t("visits.filter.by", { what: name })} onClick={() => { go({ f: toggled(search.f, ["is", dimension, [value]]) }); onClose(); }}>{name}</button></td>
                                            {shown.map(({ m, i }) => <td key={m} className="num">{figureText(m, x.metrics[i], r, t)}</td>)}
                                            {q.data.meta.comparison && <td className="num"><Change now={x.metrics[0] ?? null} before={x.comparison?.metrics[0] ?? null} /></td>}
                                        </tr>
                                    );
                                })}
                            </tbody>
                        </table>
                    </div>
                    <OtherMoney answer={q.data} />
                    {q.data.results.length < all && limit < 1000 && <Button mt="sm" variant="default" onClick={() => setLimit(limit + STEP)} loading={q.isFetching}>{t("visits.more")}</Button>}
                </>
            )}
        </>
    );
}
