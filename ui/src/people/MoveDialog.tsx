/* What a stage asks before a deal comes to it: why it was won or lost, and when; or the fields that the site wants there. */
import { Button, Chip, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { without } from "../api/client";
import { useAllOf, useModel, type Values } from "../api/queries";
import type { Json } from "../api/types";
import { FieldInput } from "../parts/FieldInput";
import { fieldNamed } from "../parts/fields";
import { useReader } from "../session";
import type { Card, Column } from "./board";

interface Props {
    card: Card;
    to: Column;
    asks: string[];
    onMove: (more: Values) => Promise<Record<string, string> | null>;
    onClose: () => void;
}

/* Which fields are to be asked for: those the stage requires, and the end of one that ends. */
export function asksOf(to: Column): string[] {
    const kind = to.stage?.kind ?? "open";
    const all = to.stage?.requires ?? [];
    return kind === "open" ? all : [...new Set(["reason", "closed_at", ...all])];
}

export function MoveDialog({ card, to, asks, onMove, onClose }: Props) {
    const { t } = useTranslation();
    const r = useReader();
    const model = useModel("deals");
    const kind = to.stage?.kind ?? "open";
    const reasons = useAllOf("deal_reasons", { outcome: kind, sort: "position" }, kind !== "open").data ?? [];
    const [values, setValues] = useState<Values>(() => (kind === "open" ? {} : { closed_at: new Date().toISOString() }));
    const [wrong, setWrong] = useState<Record<string, string>>({});
    const [busy, setBusy] = useState(false);
    const put = (name: string, v: Json) => {
        setValues((o) => ({ ...o, [name]: v }));
        setWrong((w) => without(w, name));
    };
    const submit = async (e: SyntheticEvent) => {
        e.preventDefault();
        if (asks.includes("reason") && !values.reason) {
            setWrong({ reason: t("board.needsReason") });
            return;
        }
        setBusy(true);
        const fields = await onMove(values);
        setBusy(false);
        if (fields) setWrong(fields);
    };
    return (
        <Modal opened onClose={onClose} title={t(kind === "lost" ? "board.lostTitle" : kind === "won" ? "board.wonTitle" : "board.askTitle", { name: card.name ?? "", stage: to.stage?.name ?? "" })} closeButtonProps={{ "aria-label": t("common.close") }}>
            <form onSubmit={(e) => void submit(e)} noValidate>
                <Stack>
                    {kind !== "open" && <Text size="sm" className="dim">{t("board.reasonHint")}</Text>}
                    {asks.map((name) => {
                        const field = model && fieldNamed(model.fields, name);
                        if (!field) return null;
                        if (name === "reason") {
                            return (
                                <div key={name}>
                                    <Group gap={6} mb={8} role="group" aria-label={t("board.reasons")}>
                                        {reasons.map((x) => <Chip key={x.id} size="xs" checked={values.reason === x.name} onChange={() => { put("reason", String(x.name)); }}>{String(x.name)}</Chip>)}
                                    </Group>
                                    <TextInput label={field.label} required error={wrong.reason} value={typeof values.reason === "string" ? values.reason : ""} onChange={(e) => { put("reason", e.currentTarget.value || null); }} maxLength={500} placeholder={t("board.reasonPlace")} />
                                </div>
                            );
                        }
                        return <FieldInput key={name} field={{ ...field, required: name !== "closed_at" }} value={values[name]} onChange={(v) => { put(name, v); }} error={wrong[name]} currency={card.currency ?? r.currency} />;
                    })}
                    {Object.entries(wrong).filter(([k]) => !asks.includes(k)).map(([k, v]) => <Text key={k} size="sm" c="var(--attention)" role="alert">{v}</Text>)}
                    <Group justify="flex-end">
                        <Button variant="subtle" onClick={onClose}>{t("common.cancel")}</Button>
                        <Button type="submit" loading={busy}>{t("board.moveTo", { stage: to.stage?.name ?? "" })}</Button>
                    </Group>
                </Stack>
            </form>
        </Modal>
    );
}
