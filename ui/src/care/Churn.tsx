/* A customer left: on which day and why. */
import { Button, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDoorExit } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useDelete, useModel } from "../api/queries";
import { today } from "../format";
import { RecordForm } from "../parts/RecordForm";
import { doneWithUndo, failed } from "../parts/toast";
import { useReader } from "../session";

export function ChurnButton({ account }: { account: string }) {
    const { t } = useTranslation();
    const r = useReader();
    const model = useModel("churns");
    const remove = useDelete("churns");
    const [opened, open] = useDisclosure(false);
    return (
        <>
            <Button mt="sm" size="xs" variant="subtle" color="gray" leftSection={<IconDoorExit size={14} aria-hidden />} onClick={open.open}>{t("after.markLeft")}</Button>
            <Modal opened={opened} onClose={open.close} title={t("after.markLeft")} closeButtonProps={{ "aria-label": t("common.close") }}>
                {opened && model && (
                    <RecordForm model={model} initial={{ account, churned_on: today(r) }} only={["churned_on", "reason", "notes"]} hidden={["account"]} onCancel={open.close}
                        onDone={(row) => { open.close(); doneWithUndo(t("after.markedLeft"), t("common.undo"), () => { remove.mutate(row, { onError: failed }); }); }} />
                )}
            </Modal>
        </>
    );
}
