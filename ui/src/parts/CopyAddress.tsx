/* A button that copies an address and says that it did. */
import { Button, CopyButton } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

export function CopyAddress({ address }: { address: string }) {
    const { t } = useTranslation();
    return (
        <CopyButton value={address}>
            {({ copied, copy }) => (
                <Button size="xs" variant="light" leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />} onClick={copy}>{t(copied ? "chat.copied" : "chat.copy")}</Button>
            )}
        </CopyButton>
    );
}
