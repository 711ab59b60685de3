/* From a record: choose the other one, then merge the two. */
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldOf, useRow } from "../api/queries";
import type { Row } from "../api/types";
import { RefPicker } from "../parts/RefPicker";
import { MergeDialog, type MergeTable } from "./MergeDialog";

export function MergeWith({ table, row, onClose, onDone }: { table: MergeTable; row: Row; onClose: () => void; onDone: (kept: Row) => void }) {
    const { t } = useTranslation();
    const [picked, setPicked] = useState<string | null>(null);
    const [going, setGoing] = useState(false);
    const other = useRow(table, picked ?? "", picked !== null);
    if (going && other.data) return <MergeDialog table={table} one={row} other={other.data} onClose={onClose} onDone={onDone} />;
    return (
        <Modal opened onClose={onClose} title={t(`identity.mergeTitle.${table}`)} closeButtonProps={{ "aria-label": t("common.close") }}>
            <Stack gap="md">
                <Text size="sm">{t("identity.pickText")}</Text>
                <RefPicker field={fieldOf({ name: "other", label: t("identity.pick"), kind: "ref", refers: table })} value={picked} autoFocus
                    onChange={(v) => setPicked(typeof v === "string" && v !== row.id ? v : null)} error={other.isError ? t("common.nothing") : undefined} />
                <Group justify="flex-end">
                    <Button variant="default" onClick={onClose}>{t("common.cancel")}</Button>
                    <Button disabled={!picked} loading={picked !== null && other.isPending} onClick={() => setGoing(true)}>{t("identity.compare")}</Button>
                </Group>
            </Stack>
        </Modal>
    );
}
