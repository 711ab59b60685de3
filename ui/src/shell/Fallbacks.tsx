import { Button, Skeleton, Stack, Text, Title } from "@mantine/core";
import { Link, type ErrorComponentProps } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { sentence } from "../api/client";
import { Wave } from "../parts/Wave";

export function Waiting() {
    const { t } = useTranslation();
    return (
        <Stack gap="md" role="status" aria-label={t("common.loading")} className="waiting">
            <Skeleton h={26} w="38%" />
            <Skeleton h={120} />
            <Skeleton h={220} />
        </Stack>
    );
}

/* Inside the frame the screen's own main holds it; alone it is the main. */
export function NotFoundAlone() {
    return (
        <main>
            <NotFound />
        </main>
    );
}

export function NotFound() {
    const { t } = useTranslation();
    return (
        <Stack align="center" py={80} px="md" ta="center" gap="sm">
            <div style={{ width: 240 }}>
                <Wave height={32} opacity={0.35} />
            </div>
            <Title order={1}>{t("error.notFoundTitle")}</Title>
            <Text className="dim">{t("error.notFound")}</Text>
            <Link to="/" className="link">
                {t("error.home")}
            </Link>
        </Stack>
    );
}

export function RouteError({ error, reset }: ErrorComponentProps) {
    const { t } = useTranslation();
    return (
        <Stack align="center" py={80} px="md" ta="center" gap="sm" role="alert">
            <Title order={1}>{t("error.title")}</Title>
            <Text className="dim">{sentence(error)}</Text>
            <Button onClick={reset}>{t("error.again")}</Button>
        </Stack>
    );
}

/* In the place of content that could not be read. */
export function Trouble({ error, again }: { error: unknown; again?: () => void }) {
    const { t } = useTranslation();
    return (
        <Stack className="card" align="flex-start" gap="xs" role="alert">
            <Text fw={600}>{t("error.title")}</Text>
            <Text size="sm" className="dim">
                {sentence(error)}
            </Text>
            {again && (
                <Button size="xs" variant="light" onClick={again}>
                    {t("error.again")}
                </Button>
            )}
        </Stack>
    );
}
