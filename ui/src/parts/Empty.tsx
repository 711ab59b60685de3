/* An empty place says what would stand here and how to begin. */
import { Group, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Wave } from "./Wave";

export function Empty({ title, text, children }: { title: string; text?: string; children?: ReactNode }) {
    return (
        <Stack align="center" ta="center" py={48} px="md" gap="xs">
            <div style={{ width: 180, marginBottom: 6 }}>
                <Wave height={32} opacity={0.3} />
            </div>
            <Text fw={600} size="lg">
                {title}
            </Text>
            {text && (
                <Text className="dim" maw={460} lh={1.55}>
                    {text}
                </Text>
            )}
            {children && (
                <Group mt="sm" justify="center">
                    {children}
                </Group>
            )}
        </Stack>
    );
}
