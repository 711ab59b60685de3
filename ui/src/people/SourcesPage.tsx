/* Imports that come by themselves: which there are, how the last run went, and when the next one is. */
import { Badge, Button, Group, Text } from "@mantine/core";
import { IconFolder, IconPlus, IconWebhook, IconWorldDownload } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAllOf, useModel } from "../api/queries";
import type { Row } from "../api/types";
import { moment } from "../format";
import { Empty } from "../parts/Empty";
import { PageHead } from "../parts/PageHead";
import { useDesk, useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { ImportTabs } from "./ImportTabs";
import { SourceForm } from "./SourceForm";

const origins = { scheduled: ["folder", "url"], webhooks: ["webhook"] } as const;
const icons = { folder: IconFolder, url: IconWorldDownload, webhook: IconWebhook };

export function ScheduledPage() {
    return <Sources at="scheduled" />;
}

export function WebhooksPage() {
    return <Sources at="webhooks" />;
}

function Sources({ at }: { at: "scheduled" | "webhooks" }) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const navigate = useNavigate();
    const model = useModel("import_sources");
    const [adding, setAdding] = useState<string | null>(null);
    const q = useAllOf("import_sources", { sort: "name" });
    const rows = q.data?.filter((s) => (origins[at] as readonly string[]).includes(String(s.origin)));
    const add = can("import") && origins[at].map((origin, i) => {
        const Icon = icons[origin];
        return <Button key={origin} variant={i ? "default" : "filled"} leftSection={at === "webhooks" ? <IconPlus size={16} aria-hidden /> : <Icon size={16} aria-hidden />} onClick={() => setAdding(origin)}>{t(`source.add.${origin}`)}</Button>;
    });
    return (
        <>
            <PageHead title={t(`source.title.${at}`)} lead={t(`source.lead.${at}`)}>{rows && rows.length > 0 && add}</PageHead>
            <ImportTabs at={at} />
            {q.isLoadingError ? (
                <Trouble error={q.error} again={() => void q.refetch()} />
            ) : !rows || !model ? (
                <Waiting />
            ) : rows.length === 0 ? (
                <div className="card"><Empty title={t(`source.empty.${at}`)} text={t(`source.emptyText.${at}`)}>{add}</Empty></div>
            ) : (
                <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={t(`source.title.${at}`)}>
                    <table className="grid-table">
                        <thead>
                            <tr>
                                <th>{t("source.name")}</th>
                                <th className="wide-only">{t("source.kind")}</th>
                                {at === "scheduled" && <th>{t("source.every")}</th>}
                                <th>{t("source.last")}</th>
                                {at === "scheduled" && <th className="wide-only">{t("source.next")}</th>}
                            </tr>
                        </thead>
                        <tbody>{rows.map((s) => <Line key={s.id} s={s} scheduled={at === "scheduled"} />)}</tbody>
                    </table>
                </div>
            )}
            {adding && model && <SourceForm model={model} origin={adding} onClose={() => setAdding(null)} onDone={(row) => void navigate({ to: "/import/sources/$id", params: { id: row.id } })} />}
        </>
    );
}

function Line({ s, scheduled }: { s: Row; scheduled: boolean }) {
    const { t } = useTranslation();
    const r = useReader();
    return (
        <tr>
            <td>
                <Link className="link" to="/import/sources/$id" params={{ id: s.id }}>{String(s.name)}</Link>
                {scheduled && <Text size="xs" className="dim" truncate maw={320}>{String(s.path ?? s.url ?? "")}</Text>}
            </td>
            <td className="wide-only">{t(`import.kind.${String(s.kind)}`)}</td>
            {scheduled && <td>{whenText(s, t)}</td>}
            <td><Group gap={8} wrap="nowrap"><LastState s={s} />{typeof s.last_at === "string" && <Text span size="xs" className="dim">{moment(r, s.last_at)}</Text>}</Group></td>
            {scheduled && <td className="wide-only">{s.active && typeof s.next_at === "string" ? moment(r, s.next_at) : "–"}</td>}
        </tr>
    );
}

export function whenText(s: Row, t: (k: string, o?: Record<string, unknown>) => string): string {
    if (typeof s.at_time === "string" && s.at_time) return t("source.daily", { time: s.at_time });
    const minutes = Number(s.every_minutes ?? 0);
    if (!minutes) return t("source.byHand");
    return minutes % 60 === 0 ? t("source.hours", { count: minutes / 60 }) : t("source.minutes", { count: minutes });
}

const colors: Record<string, string> = { done: "leaf", partly: "ochre", failed: "terracotta", nothing: "gray", waiting: "azulejo", running: "azulejo", off: "gray" };

export function LastState({ s }: { s: Row }) {
    const { t } = useTranslation();
    const state = s.active === false ? "off" : typeof s.last_state === "string" ? s.last_state : null;
    return state ? <StateOf state={state} text={t(`source.state.${state}`)} /> : <Text span size="sm" className="dim">{t("source.never")}</Text>;
}

export function StateOf({ state, text }: { state: string; text: string }) {
    return <Badge variant="light" color={colors[state] ?? "gray"} tt="none" radius="sm">{text}</Badge>;
}
