/* A change of many, step by step: what, what it would do, and how far it is. It goes on when the dialogue is closed. */
import { Alert, Button, Group, Modal, Progress, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, download } from "../../api/client";
import { useRefresh } from "../../api/queries";
import type { Bulk, Json, Model } from "../../api/types";
import { count } from "../../format";
import { Diff } from "../../parts/Diff";
import type { PeopleTable } from "../../parts/tables";
import { doneWithUndo, done, failed } from "../../parts/toast";
import { useDesk } from "../../session";
import { ask, isReady, type Chosen, type Doing } from "./actions";
import { Ask } from "./Ask";
import { isMoving, untilStill, useBulk } from "./watch";

interface Props {
    table: PeopleTable;
    model: Model;
    chosen: Chosen;
    doing: Doing;
    onClose: () => void;
    onRun: () => void;
}

export function useUndoBulk(table: PeopleTable) {
    const { t } = useTranslation();
    const refresh = useRefresh();
    const client = useQueryClient();
    return async (id: string) => {
        try {
            await api.post(`/bulk/${id}/undo`);
            const b = await untilStill(id);
            done(b.kept ? t("bulk.undoneKept", { count: b.undone, kept: b.kept }) : t("bulk.undone", { count: b.undone }));
        } catch (e) {
            failed(e);
        }
        refresh(table);
        void client.invalidateQueries({ queryKey: ["bulk"] });
        void client.invalidateQueries({ queryKey: ["bulks"] });
    };
}

export function BulkDialog(p: Props) {
    const { t } = useTranslation();
    const [id, setId] = useState<string | null>(null);
    const [busy, setBusy] = useState(false);
    const asked = useRef(false);
    const bulk = useBulk(id).data;
    const begin = async (action: Record<string, Json>) => {
        setBusy(true);
        try {
            setId((await ask(p.table, p.chosen, action)).id);
        } catch (e) {
            failed(e);
            if (isReady(p.doing)) p.onClose();
        }
        setBusy(false);
    };
    useEffect(() => {
        if (!isReady(p.doing) || asked.current) return;
        asked.current = true;
        void begin({ [p.doing]: true });
        // eslint-disable-next-line react-hooks/exhaustive-deps -- asked for once, when it opens
    }, []);
    return (
        <Modal opened onClose={p.onClose} title={t(`bulk.do.${p.doing}`)} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
            {!id && !isReady(p.doing) ? (
                <Ask doing={p.doing} model={p.model} busy={busy} onAsk={(a) => void begin(a)} onCancel={p.onClose} />
            ) : !bulk || bulk.state === "gathering" || bulk.state === "counting" ? (
                <Counting bulk={bulk} />
            ) : bulk.state === "counted" ? (
                <Preview {...p} bulk={bulk} />
            ) : (
                <Going bulk={bulk} onClose={p.onClose} />
            )}
        </Modal>
    );
}

function Counting({ bulk }: { bulk?: Bulk }) {
    const { t } = useTranslation();
    const { reader } = useDesk();
    const seen = bulk ? bulk.changes + bulk.same + bulk.refused : 0;
    return (
        <Stack gap="sm" py="md" role="status">
            <Text size="sm">{t("bulk.counting")}</Text>
            <Progress value={bulk && bulk.all ? (100 * seen) / bulk.all : 5} animated aria-label={t("bulk.counting")} />
            {bulk && bulk.all > 0 && <Text size="sm" className="dim num">{t("bulk.of", { done: count(reader, seen), all: count(reader, bulk.all) })}</Text>}
        </Stack>
    );
}

function Reasons({ bulk }: { bulk: Bulk }) {
    const { t } = useTranslation();
    const { can, reader } = useDesk();
    if (!bulk.reasons?.length) return null;
    return (
        <Alert color="terracotta" variant="light" title={t(bulk.state === "undone" ? "bulk.whyKept" : "bulk.whyNot")}>
            <ul style={{ margin: 0, paddingLeft: 18 }}>
                {bulk.reasons.map((r) => (
                    <li key={`${r.code} ${r.field}`}>
                        <span className="num">{count(reader, r.count)}</span>: {r.label ? `${r.label}: ` : ""}{r.message}
                    </li>
                ))}
            </ul>
            {can("export") && (
                <Button mt="xs" size="compact-sm" variant="subtle" onClick={() => void download(`/bulk/${bulk.id}/refused.csv`, "refused.csv").catch(failed)}>
                    {t("bulk.refusedCsv")}
                </Button>
            )}
        </Alert>
    );
}

function Preview({ table, model, doing, bulk, onClose, onRun }: Props & { bulk: Bulk }) {
    const { t } = useTranslation();
    const { reader } = useDesk();
    const client = useQueryClient();
    const refresh = useRefresh();
    const undo = useUndoBulk(table);
    const [busy, setBusy] = useState(false);
    const go = async () => {
        setBusy(true);
        try {
            client.setQueryData(["bulk", bulk.id], await api.post<Bulk>(`/bulk/${bulk.id}/run`));
            void client.invalidateQueries({ queryKey: ["bulk", bulk.id] });
            onRun();
            const after = await untilStill(bulk.id);
            refresh(table);
            void client.invalidateQueries({ queryKey: ["bulks"] });
            if (after.state === "failed") failed(new Error(after.error ?? t("bulk.failed")));
            else doneWithUndo(t(doing === "delete" ? "bulk.deleted" : "bulk.done", { count: after.done }), t("common.undo"), () => void undo(bulk.id));
        } catch (e) {
            failed(e);
            setBusy(false);
        }
    };
    const none = bulk.changes === 0;
    return (
        <Stack gap="md">
            <div className="bulk-figures">
                <Figure n={count(reader, bulk.changes)} text={t(doing === "delete" ? "bulk.willGo" : "bulk.willChange", { count: bulk.changes })} strong />
                {bulk.same > 0 && <Figure n={count(reader, bulk.same)} text={t("bulk.areSo", { count: bulk.same })} />}
                {bulk.refused > 0 && <Figure n={count(reader, bulk.refused)} text={t("bulk.cannot", { count: bulk.refused })} attention />}
            </div>
            <Reasons bulk={bulk} />
            {(bulk.sample?.length ?? 0) > 0 && (
                <section aria-label={t("bulk.sample")}>
                    <Text size="sm" fw={600} mb={6}>{t("bulk.sample")}</Text>
                    <ul className="bulk-sample">
                        {bulk.sample?.map((s) => (
                            <li key={s.id}>
                                <Text size="sm" fw={550}>{s.name ?? `#${s.id.slice(-6)}`}</Text>
                                <Diff diff={s.diff as Record<string, Json> | null} model={model} />
                            </li>
                        ))}
                    </ul>
                </section>
            )}
            <Text size="sm" className="dim">{t(none ? "bulk.nothing" : "bulk.canUndo")}</Text>
            <Group justify="flex-end">
                <Button variant="default" onClick={onClose} data-autofocus={none || undefined}>{t("common.cancel")}</Button>
                {!none && (
                    <Button color={doing === "delete" ? "terracotta.7" : undefined} onClick={() => void go()} loading={busy}>
                        {t(doing === "delete" ? "bulk.deleteN" : "bulk.changeN", { count: bulk.changes, n: count(reader, bulk.changes) })}
                    </Button>
                )}
            </Group>
        </Stack>
    );
}

function Figure({ n, text, strong, attention }: { n: string; text: string; strong?: boolean; attention?: boolean }) {
    return (
        <div>
            <div className={`num${attention ? " attention" : ""}`} style={{ fontSize: "1.5rem", fontWeight: strong ? 700 : 600, lineHeight: 1.2 }}>{n}</div>
            <div className="dim" style={{ fontSize: "0.86rem" }}>{text}</div>
        </div>
    );
}

function Going({ bulk, onClose }: { bulk: Bulk; onClose: () => void }) {
    const { t } = useTranslation();
    const { reader } = useDesk();
    const all = bulk.changes || 1;
    const still = !isMoving(bulk);
    return (
        <Stack gap="sm" role="status">
            <Text size="sm" fw={550}>{t(`bulk.state.${bulk.state}`)}</Text>
            <Progress value={still ? 100 : (100 * bulk.done) / all} animated={!still} color={bulk.state === "failed" ? "terracotta" : "leaf"} aria-label={t(`bulk.state.${bulk.state}`)} />
            <Text size="sm" className="dim num">{t("bulk.of", { done: count(reader, bulk.done), all: count(reader, all) })}</Text>
            <Reasons bulk={bulk} />
            {!still && <Text size="sm" className="dim">{t("bulk.leave")}</Text>}
            <Group justify="flex-end"><Button variant="default" onClick={onClose}>{t("common.close")}</Button></Group>
        </Stack>
    );
}
