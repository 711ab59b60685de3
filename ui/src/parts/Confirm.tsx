/* A question before something that cannot be taken back. */
import { Button, Group, Modal, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

/* children: what is to be known first. Without yes it cannot be done now, and the text says why. */
export function Confirm({ opened, title, text, yes, busy, onYes, onClose, children }: { opened: boolean; title: string; text?: string; yes?: string; busy?: boolean; onYes: () => void; onClose: () => void; children?: ReactNode }) {
    const { t } = useTranslation();
    return (
        <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ "aria-label": t("common.close") }}>
            {text && (
                <Text size="sm" mb="lg" lh={1.55}>
                    {text}
                </Text>
            )}
            {children}
            <Group justify="flex-end">
                <Button variant="default" onClick={onClose} data-autofocus>
                    {t(yes ? "common.cancel" : "common.close")}
                </Button>
                {yes && (
                    <Button color="terracotta.7" onClick={onYes} loading={busy}>
                        {yes}
                    </Button>
                )}
            </Group>
        </Modal>
    );
}
