/* What shows that an answer is right: links and notes, to add and to take away. */
import { ActionIcon, Button, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPaperclip, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { useDelete, useModel } from "../../api/queries";
import type { RoadQuestion, Row } from "../../api/types";
import { day } from "../../format";
import { Confirm } from "../../parts/Confirm";
import { RecordForm } from "../../parts/RecordForm";
import { done, failed } from "../../parts/toast";
import { useDesk } from "../../session";

export function Evidence({ plan, q }: { plan: string; q: RoadQuestion }) {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const model = useModel("answer_evidence");
    const remove = useDelete("answer_evidence");
    const [form, { open, close }] = useDisclosure(false);
    const [dropping, setDropping] = useState<string | null>(null);
    const may = can("edit_plan");
    const drop = async (id: string) => {
        try {
            remove.mutate(await api.get<Row>(`/answer_evidence/${id}`), { onSuccess: () => setDropping(null), onError: failed });
        } catch (e) {
            failed(e);
        }
    };
    return (
        <>
            {q.evidence.length > 0 && (
                <ul style={{ listStyle: "none", margin: "6px 0 0", padding: 0, display: "grid", gap: 6 }}>
                    {q.evidence.map((e) => {
                        const about = q.targets.find((x) => x.id === e.about)?.name;
                        return (
                            <li key={e.id} style={{ display: "flex", gap: 8, alignItems: "flex-start", fontSize: "0.85rem", lineHeight: 1.5 }}>
                                <IconPaperclip size={15} aria-hidden style={{ flex: "none", marginTop: 3 }} />
                                <span style={{ minWidth: 0, overflowWrap: "anywhere" }}>
                                    {about && <strong>{about}: </strong>}
                                    {e.note} {e.link && <a href={e.link} className="link" target="_blank" rel="noreferrer noopener">{t("plan.evidence.link")}</a>}
                                    <span className="dim num"> · {day(r, e.at)}</span>
                                </span>
                                {may && <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`${t("plan.evidence.drop")}: ${q.label}`} onClick={() => setDropping(e.id)}><IconTrash size={14} aria-hidden /></ActionIcon>}
                            </li>
                        );
                    })}
                </ul>
            )}
            {may && q.given > 0 && model && <Button variant="subtle" size="compact-xs" mt={4} ml={-8} leftSection={<IconPaperclip size={14} aria-hidden />} aria-label={t("plan.evidence.addFor", { text: q.label })} onClick={open}>{t("plan.evidence.add")}</Button>}
            <Modal opened={form} onClose={close} title={t("plan.evidence.title")} closeButtonProps={{ "aria-label": t("common.close") }}>
                {model && <RecordForm model={model} only={["link", "note"]} hidden={["plan", "question", "about"]} initial={{ plan, question: q.key, about: q.targets.length === 1 ? q.targets[0]?.id : undefined }} onCancel={close} onDone={() => { close(); done(t("common.saved")); }} />}
            </Modal>
            <Confirm opened={dropping !== null} title={t("plan.evidence.drop")} text={t("plan.evidence.dropText")} yes={t("common.delete")} busy={remove.isPending} onClose={() => setDropping(null)} onYes={() => { if (dropping) void drop(dropping); }} />
        </>
    );
}
