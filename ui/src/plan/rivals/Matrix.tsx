/* How everybody compares: attributes down, competitors and ourselves across, in general or for one audience. A mark given for an
 * audience goes before the general one, which stands in for it where there is none. */
import { ActionIcon, Button, Group, Menu, Modal, SegmentedControl, Select, Stack, Text, Textarea } from "@mantine/core";
import { IconDots, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { nameOf, useAllOf, useDelete, useModel, useSave } from "../../api/queries";
import type { Row } from "../../api/types";
import { Confirm } from "../../parts/Confirm";
import { Empty } from "../../parts/Empty";
import { RecordForm } from "../../parts/RecordForm";
import { done, failed } from "../../parts/toast";
import { useDesk } from "../../session";
import { Waiting } from "../../shell/Fallbacks";

interface MatrixProps {
    plan: string;
    rivals: Row[];
    audiences: Row[];
    frozen: boolean;
}

interface Place {
    attribute: Row;
    rival: Row | null;
}

export function Matrix({ plan, rivals, audiences, frozen }: MatrixProps) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const model = useModel("competitor_attributes");
    const attributes = useAllOf("competitor_attributes", { plan, sort: "position" }).data;
    const marks = useAllOf("competitor_marks", { plan }).data ?? [];
    const targets = useAllOf("competitor_audiences", { plan }).data ?? [];
    const remove = useDelete("competitor_attributes");
    const [audience, setAudience] = useState("");
    const [place, setPlace] = useState<Place | null>(null);
    const [form, setForm] = useState<{ row?: Row } | null>(null);
    const [dropping, setDropping] = useState<Row | null>(null);
    const may = can("edit_plan") && !frozen;
    if (!attributes || !model) return <Waiting />;
    const shown = audience ? rivals.filter((c) => targets.some((x) => x.audience === audience && x.competitor === c.id)) : rivals;
    const columns: (Row | null)[] = [null, ...shown];
    const find = (a: Row, c: Row | null, of: string | null) => marks.find((m) => m.attribute === a.id && (m.competitor ?? null) === (c?.id ?? null) && (m.audience ?? null) === of);
    const add = may ? <Button variant="default" size="sm" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setForm({})}>{t("rival.addAttribute")}</Button> : null;
    const columnName = (c: Row | null) => (c ? nameOf(c) : t("rival.us"));
    return (
        <div>
            <Group justify="space-between" mb="sm" align="flex-end">
                <h2 style={{ margin: 0, fontSize: "1.05rem" }}>{t("rival.matrix")}</h2>
                <Group gap="sm" align="flex-end">
                    {audiences.length > 0 && (
                        <Select size="sm" label={t("rival.forAudience")} allowDeselect={false} value={audience} onChange={(v) => setAudience(v ?? "")}
                            data={[{ value: "", label: t("rival.inGeneral") }, ...audiences.map((a) => ({ value: a.id, label: nameOf(a) }))]} />
                    )}
                    {attributes.length > 0 && add}
                </Group>
            </Group>
            {attributes.length === 0 ? (
                <div className="card"><Empty title={t("rival.noAttributes")} text={t("rival.noAttributesText")}>{add}</Empty></div>
            ) : (
                <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={t("rival.matrix")}>
                    <table className="grid-table rival-matrix">
                        <thead>
                            <tr>
                                <th scope="col">{t("rival.attribute")}</th>
                                {columns.map((c) => <th key={c?.id ?? "us"} scope="col" style={{ whiteSpace: "normal" }}>{columnName(c)}</th>)}
                            </tr>
                        </thead>
                        <tbody>
                            {attributes.map((a) => (
                                <tr key={a.id}>
                                    <th scope="row" style={{ fontWeight: 550, textAlign: "left", whiteSpace: "normal", minWidth: 150 }}>
                                        <Group gap={4} wrap="nowrap" justify="space-between">
                                            <span>
                                                {nameOf(a)}
                                                {typeof a.notes === "string" && a.notes && <Text size="xs" className="dim" fw={400}>{a.notes}</Text>}
                                            </span>
                                            {may && (
                                                <Menu position="bottom-end" withinPortal>
                                                    <Menu.Target><ActionIcon variant="subtle" color="gray" size="sm" aria-label={`${t("common.actions")}: ${nameOf(a)}`}><IconDots size={15} aria-hidden /></ActionIcon></Menu.Target>
                                                    <Menu.Dropdown>
                                                        <Menu.Item leftSection={<IconPencil size={15} aria-hidden />} onClick={() => setForm({ row: a })}>{t("common.edit")}</Menu.Item>
                                                        <Menu.Item leftSection={<IconTrash size={15} aria-hidden />} color="var(--attention)" onClick={() => setDropping(a)}>{t("common.delete")}</Menu.Item>
                                                    </Menu.Dropdown>
                                                </Menu>
                                            )}
                                        </Group>
                                    </th>
                                    {columns.map((c) => {
                                        const own = find(a, c, audience || null);
                                        const mark = own ?? (audience ? find(a, c, null) : undefined);
                                        return (
                                            <td key={c?.id ?? "us"} data-label={columnName(c)}>
                                                <Mark mark={mark} borrowed={own === undefined && mark !== undefined} what={t("rival.markOf", { attribute: nameOf(a), name: columnName(c) })} onEdit={may ? () => setPlace({ attribute: a, rival: c }) : undefined} />
                                            </td>
                                        );
                                    })}
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </div>
            )}
            {audience && <Text size="xs" className="dim" mt={8}>{shown.length === 0 ? t("rival.nobodyTargets") : t("rival.borrowedText")}</Text>}
            {place && <MarkForm key={`${place.attribute.id}.${place.rival?.id ?? "us"}`} plan={plan} place={place} audience={audience} row={find(place.attribute, place.rival, audience || null)} onClose={() => setPlace(null)} />}
            <Modal opened={form !== null} onClose={() => setForm(null)} title={form?.row ? t("common.edit") : t("rival.addAttribute")} closeButtonProps={{ "aria-label": t("common.close") }}>
                {form && <RecordForm model={model} row={form.row} hidden={["plan", "position"]} initial={{ plan, position: attributes.length + 1 }} onCancel={() => setForm(null)} onDone={() => { setForm(null); done(t("common.saved")); }} />}
            </Modal>
            <Confirm opened={dropping !== null} title={t("record.deleteTitle", { name: nameOf(dropping ?? undefined) })} text={t("rival.dropAttribute")} yes={t("common.delete")} busy={remove.isPending} onClose={() => setDropping(null)}
                onYes={() => dropping && remove.mutate(dropping, { onSuccess: () => { setDropping(null); done(t("list.deleted", { count: 1 })); }, onError: failed })} />
        </div>
    );
}

function Mark({ mark, borrowed, what, onEdit }: { mark?: Row; borrowed: boolean; what: string; onEdit?: () => void }) {
    const { t } = useTranslation();
    const value = typeof mark?.mark === "number" ? mark.mark : null;
    const body = mark ? (
        <span style={{ display: "grid", gap: 3, justifyItems: "start", opacity: borrowed ? 0.6 : 1 }}>
            {value !== null && (
                <span style={{ display: "inline-flex", alignItems: "center", gap: 7 }}>
                    <strong className="num">{value}</strong>
                    <span aria-hidden style={{ width: 54, height: 7, borderRadius: 99, background: "var(--line)", overflow: "hidden" }}>
                        <span style={{ display: "block", width: `${value * 20}%`, height: "100%", background: "var(--mantine-color-azulejo-5)" }} />
                    </span>
                </span>
            )}
            {typeof mark.words === "string" && mark.words && <span style={{ fontSize: "0.83rem", textAlign: "left" }}>{mark.words}</span>}
        </span>
    ) : <span className="dim">–</span>;
    if (!onEdit) return body;
    return <button type="button" className="rival-cell" onClick={onEdit} aria-label={t(mark ? "rival.changeMark" : "rival.giveMark", { what, value: value ?? String(mark?.words ?? "") })}>{body}</button>;
}

const NONE = "-";

function MarkForm({ plan, place, audience, row, onClose }: { plan: string; place: Place; audience: string; row?: Row; onClose: () => void }) {
    const { t } = useTranslation();
    const save = useSave("competitor_marks");
    const remove = useDelete("competitor_marks");
    const [mark, setMark] = useState(typeof row?.mark === "number" ? String(row.mark) : NONE);
    const [words, setWords] = useState(typeof row?.words === "string" ? row.words : "");
    const end = { onSuccess: onClose, onError: failed };
    const keep = () => {
        const values = { mark: mark === NONE ? null : Number(mark), words: words.trim() || null };
        if (mark === NONE && !words.trim()) {
            if (row) remove.mutate(row, end);
            else onClose();
        } else if (row) save.mutate({ row, values }, end);
        else save.mutate({ values: { plan, attribute: place.attribute.id, ...(place.rival ? { competitor: place.rival.id } : {}), ...(audience ? { audience } : {}), ...values } }, end);
    };
    return (
        <Modal opened onClose={onClose} title={t("rival.markOf", { attribute: nameOf(place.attribute), name: place.rival ? nameOf(place.rival) : t("rival.us") })} closeButtonProps={{ "aria-label": t("common.close") }}>
            <form onSubmit={(e) => { e.preventDefault(); keep(); }}>
                <Stack gap="md">
                    <div>
                        <Text size="sm" fw={500} mb={4} id="rival-mark">{t("rival.mark")}</Text>
                        <SegmentedControl fullWidth aria-labelledby="rival-mark" value={mark} onChange={setMark} data={[{ value: NONE, label: "–" }, ...[0, 1, 2, 3, 4, 5].map((n) => ({ value: String(n), label: String(n) }))]} />
                        <Text size="xs" className="dim" mt={4}>{t("rival.markHelp")}</Text>
                    </div>
                    <Textarea label={t("rival.words")} value={words} maxLength={300} autosize minRows={2} onChange={(e) => setWords(e.currentTarget.value)} />
                    <Group justify="flex-end">
                        <Button variant="subtle" onClick={onClose}>{t("common.cancel")}</Button>
                        <Button type="submit" loading={save.isPending || remove.isPending}>{t("common.save")}</Button>
                    </Group>
                </Stack>
            </form>
        </Modal>
    );
}
