/* What was spent, line by line. */
import { ActionIcon, Button, Group, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDownload, IconPencil, IconPlus, IconTrash, IconUpload } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { download } from "../api/client";
import { useDelete, useRows } from "../api/queries";
import type { Row } from "../api/types";
import { dayRange, money } from "../format";
import { Confirm } from "../parts/Confirm";
import { Empty } from "../parts/Empty";
import { channelName, choiceLabel, currencyOf } from "../parts/fields";
import { PageHead } from "../parts/PageHead";
import { done, failed } from "../parts/toast";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { SpendForm } from "./SpendForm";
import { Unmatched } from "./SpendImport";
import { Overlaps } from "./SpendOverlaps";

export function SpendPage() {
    const { t } = useTranslation();
    const { reader: r, can } = useDesk();
    const navigate = useNavigate();
    const [editing, setEditing] = useState<Row | null>(null);
    const [opened, { open, close }] = useDisclosure(false);
    const [dropping, setDropping] = useState<Row | null>(null);
    const q = useRows("spend_lines", { sort: "-spent_on", limit: 100 });
    const remove = useDelete("spend_lines");
    const rows = q.data?.pages.flatMap((p) => p.items) ?? [];
    const edit = (row: Row | null) => {
        setEditing(row);
        open();
    };
    const known = [...new Set(rows.map((x) => x.channel).filter((c): c is string => typeof c === "string"))];
    return (
        <>
            <PageHead title={t("menu.spend")} lead={t("spend.lead")}>
                {can("export") && (
                    <ActionIcon variant="default" size={36} aria-label={t("list.csv")} title={t("list.csv")} onClick={() => void download("/spend_lines.csv", "spend_lines.csv").catch(failed)}>
                        <IconDownload size={18} aria-hidden />
                    </ActionIcon>
                )}
                {can("import") && <Button variant="default" leftSection={<IconUpload size={16} aria-hidden />} onClick={() => void navigate({ to: "/results/spend/import", search: {} })}>{t("spendImport.title")}</Button>}
                {can("spend") && <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => edit(null)}>{t("spend.add")}</Button>}
            </PageHead>
            <Overlaps />
            <Unmatched may={can("edit_plan")} />
            {q.isLoadingError ? <Trouble error={q.error} /> : q.isPending ? <Waiting /> : rows.length === 0 ? (
                <div className="card"><Empty title={t("spend.empty")} text={t("spend.emptyText")}>{can("spend") && <Button onClick={() => edit(null)}>{t("spend.add")}</Button>}{can("import") && <Button variant="default" onClick={() => void navigate({ to: "/results/spend/import", search: {} })}>{t("spendImport.title")}</Button>}</Empty></div>
            ) : (
                <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={t("menu.spend")}>
                    <table className="grid-table row-cards">
                        <thead>
                            <tr><th>{t("spend.when")}</th><th>{t("channels.by.channel")}</th><th>{t("spendImport.campaign")}</th><th>{t("spend.kind")}</th><th className="num">{t("spend.amount")}</th><th>{t("spend.note")}</th><th><span className="hidden-visually">{t("common.actions")}</span></th></tr>
                        </thead>
                        <tbody>
                            {rows.map((x) => (
                                <tr key={x.id}>
                                    <td className="num" style={{ textAlign: "left", whiteSpace: "nowrap" }}>{dayRange(r, String(x.spent_on), String(x.until_on ?? x.spent_on))}</td>
                                    <td data-label={t("channels.by.channel")}>{x.channel ? channelName(String(x.channel), t) : <span className="dim">–</span>}</td>
                                    <td data-label={t("spendImport.campaign")} style={{ overflowWrap: "anywhere" }}>{typeof x.campaign_name === "string" ? x.campaign_name : ""}</td>
                                    <td data-label={t("spend.kind")}>{x.kind ? choiceLabel("kind", String(x.kind), t) : ""}</td>
                                    <td className="num" data-label={t("spend.amount")}>{money(r, typeof x.amount_minor === "number" ? x.amount_minor : null, currencyOf(x, r))}</td>
                                    <td data-label={t("spend.note")} style={{ overflowWrap: "anywhere" }}>{typeof x.note === "string" ? x.note : ""}</td>
                                    <td className="row-actions">
                                        {can("spend") && (
                                            <Group gap={2} wrap="nowrap" justify="flex-end">
                                                <ActionIcon variant="subtle" color="gray" aria-label={t("common.edit")} onClick={() => edit(x)}><IconPencil size={16} aria-hidden /></ActionIcon>
                                                <ActionIcon variant="subtle" color="gray" aria-label={t("common.delete")} onClick={() => setDropping(x)}><IconTrash size={16} aria-hidden /></ActionIcon>
                                            </Group>
                                        )}
                                    </td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </div>
            )}
            {q.hasNextPage && <Group justify="center" mt="md"><Button variant="default" loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t("list.more")}</Button></Group>}
            <Modal opened={opened} onClose={close} title={editing ? t("spend.edit") : t("spend.add")} closeButtonProps={{ "aria-label": t("common.close") }}>
                <SpendForm row={editing ?? undefined} known={known} onCancel={close} onDone={() => { close(); done(t("common.saved")); }} />
            </Modal>
            <Confirm opened={dropping !== null} title={t("spend.dropTitle")} text={t("spend.dropText")} yes={t("common.delete")} busy={remove.isPending} onClose={() => setDropping(null)}
                onYes={() => dropping && remove.mutate(dropping, { onSuccess: () => { setDropping(null); done(t("list.deleted", { count: 1 })); }, onError: failed })} />
        </>
    );
}
