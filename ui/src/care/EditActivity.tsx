/* All of an activity, to be changed. */
import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useModel } from "../api/queries";
import type { Row } from "../api/types";
import { RecordForm } from "../parts/RecordForm";
import { done } from "../parts/toast";

const first = ["outcome", "body", "follow_up_at", "at", "minutes", "channel", "owner"];

export function EditActivity({ row, onClose }: { row: Row | null; onClose: () => void }) {
    const { t } = useTranslation();
    const model = useModel("activities");
    const kind = model?.fields.find((f) => f.name === "kind")?.choice_labels[String(row?.kind)];
    return (
        <Modal opened={row !== null} onClose={onClose} title={kind ?? ""} closeButtonProps={{ "aria-label": t("common.close") }}>
            {row && model && <RecordForm model={model} row={row} only={["subject", ...first]} hidden={["kind", "source_key"]} onDone={() => { done(t("common.saved")); onClose(); }} onCancel={onClose} />}
        </Modal>
    );
}
