/* One model: what counts now, and the draft beside it, which nobody is scored by until it is published. */
import { Badge, Button, Group, Modal, SegmentedControl, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPencil } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { day } from "../format";
import { Confirm } from "../parts/Confirm";
import { done, failed } from "../parts/toast";
import { useDesk } from "../session";
import { Waiting } from "../shell/Fallbacks";
import { ModelEditor } from "./ModelEditor";
import { ModelView } from "./ModelView";
import { useScoresAgain, type Kind, type ScoreKind, type ScoreModel } from "./words";

export function ModelPanel({ of }: { of: ScoreKind }) {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const may = can("edit_plan");
    const [chosen, choose] = useState<"published" | "draft" | null>(null);
    const side = chosen ?? (of.draft ? "draft" : "published");
    const [editing, edit] = useDisclosure(may && !of.draft && !of.published && !of.publishing);
    const shown = side === "draft" && of.draft ? of.draft : (of.published ?? of.draft);
    const isDraft = shown?.state === "draft";
    const kind = of.kind;
    if (editing || (!shown && may && !of.publishing)) {
        return <ModelEditor kind={kind} from={of.draft ?? of.published} onDone={() => { edit.close(); choose(null); }} onCancel={shown ? edit.close : undefined} />;
    }
    return (
        <section className="card" aria-label={t(`scores.kind.${kind}`)}>
            <Group justify="space-between" gap="sm" mb="md">
                <div style={{ minWidth: 0, flex: "1 1 240px" }}>
                    <Text size="sm" className="dim" lh={1.5}>{t(`scores.kindText.${kind}`)}</Text>
                    {of.publishing && <Badge mt={6} variant="light" color="ochre" tt="none" radius="sm" role="status">{t("scores.publishing")}</Badge>}
                </div>
                {of.draft && of.published && (
                    <SegmentedControl size="xs" value={side} onChange={(v) => choose(v as "published" | "draft")} aria-label={t("scores.which")}
                        data={[{ value: "published", label: t("scores.state.published") }, { value: "draft", label: t("scores.state.draft") }]} />
                )}
            </Group>
            {shown && (
                <>
                    <Group justify="space-between" gap="sm" mb="sm">
                        <Group gap={8}>
                            <Badge variant="light" color={isDraft ? "ochre" : "leaf"} tt="none" radius="sm">{t(`scores.state.${shown.state}`)}</Badge>
                            <Text size="sm" className="dim">{t("scores.version", { n: shown.number })}{shown.published_at ? ` · ${day(r, shown.published_at)}` : ""}</Text>
                        </Group>
                        {may && (
                            <Group gap="xs">
                                <Button size="xs" variant="default" leftSection={<IconPencil size={14} aria-hidden />} onClick={edit.open}>{t(of.draft ? "scores.editDraft" : "scores.newDraft")}</Button>
                                {isDraft && <DraftActions kind={kind} draft={shown} published={of.published} busy={Boolean(of.publishing)} onGone={() => choose(null)} />}
                            </Group>
                        )}
                    </Group>
                    <ModelView model={shown} />
                </>
            )}
            <Versions of={of} />
        </section>
    );
}

function DraftActions({ kind, draft, published, busy, onGone }: { kind: Kind; draft: ScoreModel; published: ScoreModel | null; busy: boolean; onGone: () => void }) {
    const { t } = useTranslation();
    const again = useScoresAgain();
    const navigate = useNavigate();
    const [asking, ask] = useState<"publish" | "drop" | null>(null);
    const close = () => ask(null);
    const publish = useMutation({
        mutationFn: () => api.post<{ job: string }>(`/score-models/${kind}/publish`, { version: draft.version }),
        onSuccess: () => { close(); again(); onGone(); done(t("scores.sent")); },
        onError: (e) => { close(); failed(e); },
    });
    const drop = useMutation({
        mutationFn: () => api.del<undefined>(`/score-models/${kind}/draft`),
        onSuccess: () => { close(); again(); onGone(); done(t("scores.dropped")); },
        onError: (e) => { close(); failed(e); },
    });
    return (
        <>
            <Button size="xs" variant="default" onClick={() => void navigate({ to: "/people/scores", search: { tab: "whatif", kind } })}>{t("scores.try")}</Button>
            <Button size="xs" variant="subtle" color="gray" onClick={() => ask("drop")}>{t("scores.drop")}</Button>
            <Button size="xs" disabled={busy || draft.rows.length === 0} onClick={() => ask("publish")}>{t("scores.publish")}</Button>
            <Confirm opened={asking === "publish"} title={t("scores.publishTitle", { n: draft.number })} text={t(published ? "scores.publishText" : "scores.publishFirst")} yes={t("scores.publish")} busy={publish.isPending} onClose={close} onYes={() => publish.mutate()} />
            <Confirm opened={asking === "drop"} title={t("scores.dropTitle")} text={t("scores.dropText")} yes={t("scores.drop")} busy={drop.isPending} onClose={close} onYes={() => drop.mutate()} />
        </>
    );
}

function Versions({ of }: { of: ScoreKind }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const [open, setOpen] = useState<number | null>(null);
    const q = useQuery({
        queryKey: ["scores", "version", of.kind, open], enabled: open !== null,
        queryFn: ({ signal }) => api.get<ScoreModel>(`/score-models/${of.kind}/versions/${open}`, undefined, signal),
    });
    const former = of.versions.filter((v) => v.state === "retired");
    if (former.length === 0) return null;
    return (
        <details style={{ marginTop: 18 }}>
            <summary style={{ cursor: "pointer", fontSize: "0.86rem" }}>{t("scores.former", { count: former.length })}</summary>
            <ul style={{ listStyle: "none", margin: "8px 0 0", padding: 0, display: "grid", gap: 4 }}>
                {former.map((v) => (
                    <li key={v.number}>
                        <Button size="compact-sm" variant="subtle" onClick={() => setOpen(v.number)}>{t("scores.version", { n: v.number })}</Button>
                        <Text span size="sm" className="dim"> {[v.published_at ? day(r, v.published_at) : "", v.published_by].filter(Boolean).join(" · ")}</Text>
                    </li>
                ))}
            </ul>
            <Modal opened={open !== null} onClose={() => setOpen(null)} size="lg" title={open === null ? "" : t("scores.version", { n: open })} closeButtonProps={{ "aria-label": t("common.close") }}>
                {q.data ? <ModelView model={q.data} /> : <Waiting />}
            </Modal>
        </details>
    );
}
