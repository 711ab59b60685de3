/* Links that open a WhatsApp chat and say where their reader came from: made, copied, printed as a QR code, counted. */
import { ActionIcon, Badge, Button, Group, Menu, Modal, Stack, Text } from "@mantine/core";
import { IconDots, IconDownload, IconPencil, IconPlus, IconPower, IconQrcode, IconTrash } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { saveFile } from "../api/client";
import { useDelete, useModel, useNames, useRows, useSave } from "../api/queries";
import type { Row } from "../api/types";
import { ago, count } from "../format";
import { CopyAddress } from "../parts/CopyAddress";
import { Empty } from "../parts/Empty";
import { QrCode, qrFile } from "../parts/QrCode";
import { RecordForm } from "../parts/RecordForm";
import { done, failed } from "../parts/toast";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";

const asked = ["name", "phone", "words", "source", "medium", "campaign"];

function addressOf(row: Row): string {
    return `${window.location.origin}/w/${String(row.code)}`;
}

export function ChatLinks() {
    const { t } = useTranslation();
    const { can } = useDesk();
    const model = useModel("chat_links");
    const [editing, edit] = useState<Row | "new" | null>(null);
    const [shown, show] = useState<Row | null>(null);
    const q = useRows("chat_links", { sort: "-created_at" });
    const rows = useMemo(() => q.data?.pages.flatMap((p) => p.items) ?? [], [q.data]);
    const campaigns = useNames("campaigns", useMemo(() => rows.map((x) => x.campaign).filter((v): v is string => typeof v === "string"), [rows]));
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data || !model) return <Waiting />;
    const may = can("edit_people");
    const close = () => { edit(null); };
    return (
        <>
            {may && rows.length > 0 && <Group justify="flex-end" mb="md"><Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => { edit("new"); }}>{t("chat.add")}</Button></Group>}
            <section className="card" aria-label={t("settings.chat.title")}>
                {rows.length === 0 ? (
                    <Empty title={t("chat.none")} text={t("chat.noneText")}>{may && <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => { edit("new"); }}>{t("chat.add")}</Button>}</Empty>
                ) : (
                    <ul className="plain-list">
                        {rows.map((x) => <OneLink key={x.id} row={x} campaign={typeof x.campaign === "string" ? campaigns.get(x.campaign) : undefined} may={may} onEdit={() => { edit(x); }} onQr={() => { show(x); }} />)}
                    </ul>
                )}
                {q.hasNextPage && <Button mt="md" variant="default" size="xs" loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t("list.more")}</Button>}
            </section>
            <Modal opened={editing !== null} onClose={close} title={t(editing === "new" ? "chat.add" : "chat.edit")} closeButtonProps={{ "aria-label": t("common.close") }}>
                {editing && <RecordForm model={model} row={editing === "new" ? undefined : editing} only={asked} hidden={["active"]} initial={editing === "new" ? { medium: "whatsapp", words: t("chat.firstWords") } : undefined}
                    onDone={(row) => { close(); done(t("common.saved")); if (editing === "new") show(row); }} onCancel={close} />}
            </Modal>
            <Modal opened={shown !== null} onClose={() => { show(null); }} title={shown ? String(shown.name) : ""} closeButtonProps={{ "aria-label": t("common.close") }}>
                {shown && <Poster row={shown} />}
            </Modal>
        </>
    );
}

interface OneProps {
    row: Row;
    campaign: string | undefined;
    may: boolean;
    onEdit: () => void;
    onQr: () => void;
}

function OneLink({ row, campaign, may, onEdit, onQr }: OneProps) {
    const { t } = useTranslation();
    const { reader } = useDesk();
    const save = useSave("chat_links");
    const remove = useDelete("chat_links");
    const active = row.active !== false;
    const started = typeof row.started === "number" ? row.started : 0;
    const origin = [row.source, row.medium, campaign].filter((v) => typeof v === "string" && v).join(" · ");
    const turn = () => { save.mutate({ row, values: { active: !active } }, { onSuccess: () => { done(t(active ? "chat.isOff" : "chat.isOn")); }, onError: failed }); };
    return (
        <li className="activity">
            <div style={{ minWidth: 0, flex: 1 }}>
                <Group gap={8}>
                    <Text size="sm" fw={600}>{String(row.name)}</Text>
                    {!active && <Badge color="gray" variant="light" tt="none" radius="sm">{t("chat.off")}</Badge>}
                </Group>
                <Text size="sm" className="num" style={{ overflowWrap: "anywhere" }}>{addressOf(row)}</Text>
                <Text size="sm" className="dim" style={{ overflowWrap: "anywhere" }}>{[String(row.phone), origin].filter(Boolean).join(" · ")}</Text>
                <Text size="xs" className="dim">{t("chat.started", { count: started, n: count(reader, started) })}{typeof row.last_at === "string" && ` · ${t("chat.last", { when: ago(reader, row.last_at) })}`}</Text>
            </div>
            <Group gap={4} wrap="nowrap" align="flex-start">
                <Group gap={4} visibleFrom="sm" wrap="nowrap">
                    <CopyAddress address={addressOf(row)} />
                    <Button size="xs" variant="default" leftSection={<IconQrcode size={14} aria-hidden />} onClick={onQr}>{t("chat.qr")}</Button>
                </Group>
                <Menu position="bottom-end" withinPortal>
                    <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={`${t("common.actions")}: ${String(row.name)}`}><IconDots size={16} aria-hidden /></ActionIcon></Menu.Target>
                    <Menu.Dropdown>
                        <Menu.Item leftSection={<IconQrcode size={15} aria-hidden />} onClick={onQr}>{t("chat.qrAndCopy")}</Menu.Item>
                        {may && <Menu.Item leftSection={<IconPencil size={15} aria-hidden />} onClick={onEdit}>{t("common.edit")}</Menu.Item>}
                        {may && <Menu.Item leftSection={<IconPower size={15} aria-hidden />} onClick={turn}>{t(active ? "chat.turnOff" : "chat.turnOn")}</Menu.Item>}
                        {may && <Menu.Item color="var(--attention)" leftSection={<IconTrash size={15} aria-hidden />} onClick={() => { remove.mutate(row, { onSuccess: () => { done(t("chat.gone")); }, onError: failed }); }}>{t("common.delete")}</Menu.Item>}
                    </Menu.Dropdown>
                </Menu>
            </Group>
        </li>
    );
}

/* What is hung on a wall or sent to who prints it. */
function Poster({ row }: { row: Row }) {
    const { t } = useTranslation();
    const address = addressOf(row);
    return (
        <Stack gap="md">
            <QrCode text={address} label={t("chat.qrOf", { name: String(row.name) })} />
            <Text size="sm" className="num" ta="center" style={{ overflowWrap: "anywhere" }}>{address}</Text>
            <Group justify="center">
                <CopyAddress address={address} />
                <Button size="xs" variant="default" leftSection={<IconDownload size={14} aria-hidden />} onClick={() => { saveFile(qrFile(address), `whatsapp-${String(row.code)}.svg`); }}>{t("chat.download")}</Button>
            </Group>
        </Stack>
    );
}
