/* A question before something that cannot be taken back. */
import { Button, Group, Modal, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

export function Confirm({ opened, title, text, yes, busy, onYes, onClose }: { opened: boolean; title: string; text?: string; yes: string; busy?: boolean; onYes: () => void; onClose: () => void }) {
    const { t } = useTranslation();
    return (
        <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ "aria-label": t("common.close") }}>
            {text && (
                <Text size="sm" mb="lg" lh={1.55}>
                    {text}
                </Text>
            )}
            <Group justify="flex-end">
                <Button variant="default" onClick={onClose} data-autofocus>
                    {t("common.cancel")}
                </Button>
                <Button color="terracotta.7" onClick={onYes} loading={busy}>
                    {yes}
                </Button>
            </Group>
        </Modal>
    );
}
