/* Short messages at the foot of the screen, spoken by screen readers, some with a way back. */
import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import i18n from "i18next";
import { sentence } from "../api/client";

const closer = () => ({ "aria-label": i18n.t("common.close") });

export function done(message: string): void {
    notifications.show({ message, color: "leaf", role: "status", closeButtonProps: closer() });
}

export function failed(e: unknown): void {
    notifications.show({ message: sentence(e), color: "terracotta", autoClose: 12_000, role: "alert", closeButtonProps: closer() });
}

/* What is on screen could not be read anew. It stays, with whatever is being typed in it, and this says so once. */
export function outOfDate(e: unknown): void {
    notifications.show({ id: "out-of-date", message: i18n.t("error.outOfDate", { why: sentence(e) }), color: "terracotta", autoClose: 12_000, role: "alert", closeButtonProps: closer() });
}

export function doneWithUndo(message: string, label: string, undo: () => void): void {
    const id = crypto.randomUUID();
    notifications.show({
        id,
        color: "leaf",
        role: "status",
        autoClose: 10_000,
        closeButtonProps: closer(),
        message: (
            <Group justify="space-between" wrap="nowrap" gap="sm">
                <Text size="sm">{message}</Text>
                <Button
                    size="compact-sm"
                    variant="light"
                    style={{ flexShrink: 0 }}
                    onClick={() => {
                        notifications.hide(id);
                        undo();
                    }}
                >
                    {label}
                </Button>
            </Group>
        ),
    });
}
