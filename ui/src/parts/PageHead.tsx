import { Group, Text, Title } from "@mantine/core";
import { useEffect, type ReactNode } from "react";

export function PageHead({ title, lead, children, tab }: { title: ReactNode; lead?: ReactNode; children?: ReactNode; tab?: string }) {
    const name = tab ?? (typeof title === "string" ? title : "");
    useEffect(() => {
        document.title = name ? `${name} · Praça` : "Praça";
    }, [name]);
    if (title === "" && !lead && !children) return null;
    return (
        <Group justify="space-between" align="flex-end" mb="lg" gap="sm">
            <div style={{ minWidth: 0, flex: "1 1 260px" }}>
                {title !== "" && (
                    <Title order={1} style={{ overflowWrap: "anywhere" }}>
                        {title}
                    </Title>
                )}
                {lead && (
                    <Text className="dim" mt={4} lh={1.5} component="div">
                        {lead}
                    </Text>
                )}
            </div>
            {children && <Group gap="xs">{children}</Group>}
        </Group>
    );
}
