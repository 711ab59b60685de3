/* The simulator by itself: nothing is changed. */
import { Button, Group, Modal, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { noShift, ShiftForm } from "./ShiftForm";

export function ShiftModal({ opened, onClose }: { opened: boolean; onClose: () => void }) {
    const { t } = useTranslation();
    const [shift, setShift] = useState(noShift);
    return (
        <Modal opened={opened} onClose={onClose} title={t("improve.try")} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
            <Text size="sm" className="dim" mb="md" lh={1.55}>{t("improve.tryText")}</Text>
            <ShiftForm value={shift} onChange={setShift} />
            <Group justify="flex-end" mt="lg"><Button variant="default" onClick={onClose}>{t("common.close")}</Button></Group>
        </Modal>
    );
}
