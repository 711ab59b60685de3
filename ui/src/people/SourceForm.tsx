/* What a source is asked: only what its origin needs. */
import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Model, Row } from "../api/types";
import { RecordForm } from "../parts/RecordForm";

const asked: Record<string, string[]> = {
    folder: ["name", "path", "every_minutes", "at_time", "missing", "skip_errors", "active"],
    url: ["name", "url", "every_minutes", "at_time", "missing", "skip_errors", "active"],
    webhook: ["name", "items_path", "id_path", "keep_days", "active"],
};
const all = ["origin", "kind", "map", "path", "url", "every_minutes", "at_time", "missing", "skip_errors", "active", "items_path", "id_path", "keep_days"];

export function SourceForm({ model, origin, row, onDone, onClose }: { model: Model; origin: string; row?: Row; onDone: (row: Row) => void; onClose: () => void }) {
    const { t } = useTranslation();
    const only = row ? (asked[origin] ?? []) : ["name", "kind", ...(asked[origin] ?? []).filter((n) => n !== "name" && n !== "active")];
    return (
        <Modal opened onClose={onClose} title={row ? t("common.edit") : t(`source.new.${origin}`)} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
            <RecordForm model={model} row={row} initial={{ origin, ...(origin === "webhook" ? {} : { every_minutes: 60 }) }} only={only} hidden={all.filter((n) => !only.includes(n))} onDone={onDone} onCancel={onClose} />
        </Modal>
    );
}
