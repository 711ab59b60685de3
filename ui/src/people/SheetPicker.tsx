/* A workbook that was dropped: which of its sheets, and what that looks like, before it is sent. */
import { Button, Group, Modal, Select, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { count } from "../format";
import { useReader } from "../session";
import type { Sheet } from "./workbook";

const shown = 8;

export function SheetPicker({ name, sheets, busy, onPick, onClose }: { name: string; sheets: Sheet[]; busy: boolean; onPick: (s: Sheet) => void; onClose: () => void }) {
    const { t } = useTranslation();
    const r = useReader();
    const [at, setAt] = useState(0);
    const sheet = sheets[at];
    const rows = (sheet?.rows.length ?? 1) - 1;
    return (
        <Modal opened onClose={onClose} title={name} size="xl" closeButtonProps={{ "aria-label": t("common.close") }}>
            <Group align="flex-end" mb="sm" gap="md">
                <Select
                    label={t("import.sheet")} value={String(at)} onChange={(v) => setAt(Number(v ?? 0))} allowDeselect={false} w={280}
                    data={sheets.map((s, i) => ({ value: String(i), label: s.name }))}
                />
                <Text size="sm" className="dim" mb={8}>{t("import.sheetRows", { count: rows, n: count(r, rows) })}</Text>
            </Group>
            {sheet && (
                <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={t("import.sheetPreview")}>
                    <table className="grid-table">
                        <thead><tr>{sheet.rows[0]?.map((c, i) => <th key={i}>{c || <span className="dim">{t("import.unnamed", { n: i + 1 })}</span>}</th>)}</tr></thead>
                        <tbody>
                            {sheet.rows.slice(1, shown + 1).map((row, i) => (
                                <tr key={i}>{row.map((c, k) => <td key={k} style={{ maxWidth: 240, overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}>{c}</td>)}</tr>
                            ))}
                        </tbody>
                    </table>
                </div>
            )}
            <Group justify="flex-end" mt="md">
                <Button variant="default" onClick={onClose}>{t("common.cancel")}</Button>
                <Button loading={busy} disabled={!sheet || rows < 1} onClick={() => sheet && onPick(sheet)}>{t("import.sheetUse")}</Button>
            </Group>
        </Modal>
    );
}
