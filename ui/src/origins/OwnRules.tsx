/* The site's own rules: the first that holds decides. Added, edited, moved, turned off with a way back. */
import { ActionIcon, Badge, Button, Group, Menu, Modal, Text, Title } from "@mantine/core";
import { IconDots, IconGripVertical, IconPencil, IconPlus, IconPower, IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useDelete, useModel, useSave, type Values } from "../api/queries";
import type { Row } from "../api/types";
import { count } from "../format";
import { Empty } from "../parts/Empty";
import { channelName } from "../parts/fields";
import { RecordForm } from "../parts/RecordForm";
import { done, doneWithUndo, failed } from "../parts/toast";
import { useDesk } from "../session";
import { ruleText, useOrder, type Preview } from "./origins";
import { useLineDrag } from "./useLineDrag";

interface OwnRulesProps {
    rules: Row[];
    preview?: Preview;
    draft: Values | null; /* a new rule with this already in it */
    onDraftEnd: () => void;
}

export function OwnRules({ rules, preview, draft, onDraftEnd }: OwnRulesProps) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const client = useQueryClient();
    const model = useModel("channel_rules");
    const order = useOrder();
    const [editing, edit] = useState<Row | "new" | null>(null);
    const [asked, ask] = useState<string[] | null>(null); /* the order that is being saved */
    const [said, say] = useState("");
    const may = can("edit_plan");
    const ids = asked ?? rules.map((x) => x.id);
    const shown = ids.map((id) => rules.find((x) => x.id === id)).filter((x) => x !== undefined);
    const put = (next: string[], id: string) => {
        if (asked) return;
        ask(next);
        void order(next.map((x) => rules.find((r) => r.id === x)).filter((x) => x !== undefined)).then((ok) => {
            if (ok) say(t("origins.moved", { n: next.indexOf(id) + 1, of: next.length }));
            ask(null);
        });
    };
    const drag = useLineDrag(ids, put);
    const open = editing ?? (draft ? "new" : null);
    const close = () => { edit(null); onDraftEnd(); };
    const add = may && <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => { edit("new"); }}>{t("origins.add")}</Button>;
    return (
        <section className="card" aria-labelledby="origins-own">
            <Group justify="space-between" mb="xs">
                <Title order={2} size="h4" id="origins-own">{t("origins.own")}</Title>
                {rules.length > 0 && add}
            </Group>
            <Text size="sm" className="dim" mb="sm" lh={1.55}>{t("origins.ownText")}</Text>
            {rules.length === 0 ? <Empty title={t("origins.none")} text={t("origins.noneText")}>{add}</Empty> : (
                <ol className="plain-list origins-rules">
                    {shown.map((row, i) => (
                        <li key={row.id} data-line={row.id} className="origins-rule" data-held={drag.held === row.id || undefined} data-over={drag.over === row.id && drag.held !== row.id ? true : undefined}>
                            {may && rules.length > 1 && <ActionIcon variant="subtle" color="gray" aria-label={t("origins.move", { name: ruleText(row, t) })} aria-describedby="origins-move" {...drag.handle(row.id)}><IconGripVertical size={16} aria-hidden /></ActionIcon>}
                            <Line row={row} place={i + 1} visits={preview?.rules.find((x) => x.id === row.id)?.visits} may={may} onEdit={() => { edit(row); }} />
                        </li>
                    ))}
                </ol>
            )}
            <p id="origins-move" className="hidden-visually">{t("origins.moveHow")}</p>
            <p role="status" className="hidden-visually">{said}</p>
            <Modal opened={open !== null} onClose={close} title={t(open === "new" ? "origins.add" : "origins.edit")} closeButtonProps={{ "aria-label": t("common.close") }}>
                {draft && <Text size="sm" className="dim" mb="sm" lh={1.55}>{t("origins.copied")}</Text>}
                {open && model && (
                    <RecordForm model={model} row={open === "new" ? undefined : open} hidden={["position", "active"]} initial={open === "new" ? { position: (rules.length + 1) * 10, active: true, ...draft } : undefined}
                        onCancel={close} onDone={() => { close(); done(t("origins.saved")); void client.invalidateQueries({ queryKey: ["rejudge"] }); }} />
                )}
            </Modal>
        </section>
    );
}

function Line({ row, place, visits, may, onEdit }: { row: Row; place: number; visits?: number; may: boolean; onEdit: () => void }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const client = useQueryClient();
    const save = useSave("channel_rules");
    const remove = useDelete("channel_rules");
    const active = row.active !== false;
    const what = ruleText(row, t);
    const follow = () => void client.invalidateQueries({ queryKey: ["rejudge"] });
    const turn = (of: Row, on: boolean) => {
        save.mutate({ row: of, values: { active: on } }, {
            onSuccess: (now) => { follow(); doneWithUndo(t(on ? "origins.isOn" : "origins.isOff"), t("common.undo"), () => { turn(now, !on); }); },
            onError: failed,
        });
    };
    return (
        <>
            <span className="num dim origins-place" aria-hidden>{place}</span>
            <div style={{ minWidth: 0, flex: 1 }}>
                <Group gap={8}>
                    <Text size="sm" fw={600} style={{ overflowWrap: "anywhere" }}>{what} → {channelName(String(row.channel), t)}</Text>
                    {!active && <Badge color="gray" variant="light" tt="none" radius="sm">{t("origins.off")}</Badge>}
                </Group>
                {typeof row.notes === "string" && row.notes && <Text size="sm" className="dim">{row.notes}</Text>}
                <Text size="xs" className="dim">{active ? (visits === undefined ? "\u00a0" : t("origins.decides", { count: visits, n: count(r, visits) })) : t("origins.offText")}</Text>
            </div>
            {may && (
                <Menu position="bottom-end" withinPortal>
                    <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={`${t("common.actions")}: ${what}`}><IconDots size={16} aria-hidden /></ActionIcon></Menu.Target>
                    <Menu.Dropdown>
                        <Menu.Item leftSection={<IconPencil size={15} aria-hidden />} onClick={onEdit}>{t("common.edit")}</Menu.Item>
                        <Menu.Item leftSection={<IconPower size={15} aria-hidden />} onClick={() => { turn(row, !active); }}>{t(active ? "origins.turnOff" : "origins.turnOn")}</Menu.Item>
                        <Menu.Item color="var(--attention)" leftSection={<IconTrash size={15} aria-hidden />} onClick={() => { remove.mutate(row, { onSuccess: () => { follow(); done(t("origins.gone")); }, onError: failed }); }}>{t("common.delete")}</Menu.Item>
                    </Menu.Dropdown>
                </Menu>
            )}
        </>
    );
}
