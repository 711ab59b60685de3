/* On the page of a contact or a company: the grade, both scores, how engagement went, and the way to every part. */
import { Button, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconHelpCircle } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Box } from "../people/Related";
import { Course } from "./Course";
import { Grade } from "./Grade";
import { Meter } from "./Meter";
import { WhyAccount, WhyContact } from "./Why";
import { useScore, type AccountScore, type ContactScore } from "./words";

export function ContactScoreCard({ id }: { id: string }) {
    const [opened, open] = useDisclosure(false);
    const q = useScore<ContactScore>("contacts", id);
    if (!q.data) return null;
    return (
        <>
            <Card score={q.data} onWhy={open.open} />
            <WhyContact score={q.data} opened={opened} onClose={open.close} />
        </>
    );
}

export function AccountScoreCard({ id }: { id: string }) {
    const [opened, open] = useDisclosure(false);
    const q = useScore<AccountScore>("accounts", id);
    if (!q.data) return null;
    return (
        <>
            <Card score={q.data} onWhy={open.open} people />
            <WhyAccount score={q.data} opened={opened} onClose={open.close} />
        </>
    );
}

function Card({ score, onWhy, people = false }: { score: ContactScore | AccountScore; onWhy: () => void; people?: boolean }) {
    const { t } = useTranslation();
    const { fit, engagement, grade } = score;
    if (!fit && !engagement) {
        return (
            <Box title={t("scores.title")}>
                <Text size="sm" className="dim">{t(people ? "scores.nobody" : "scores.noModel")} <Link className="link" to="/people/scores">{t("scores.open")}</Link></Text>
            </Box>
        );
    }
    return (
        <Box title={t("scores.title")}>
            <Stack gap={12}>
                {grade && (
                    <Group gap={12} wrap="nowrap">
                        <Grade grade={grade} size="lg" />
                        <Text size="sm">{score.meaning}</Text>
                    </Group>
                )}
                {fit && <Meter label={t("scores.kind.fit")} value={fit.score} hint={t(`scores.fitBand.${fit.band}`)} />}
                {engagement && <Meter label={t("scores.kind.engagement")} value={engagement.score} hint={t(`scores.engagementBand.${engagement.band}`)} color="var(--good)" />}
            </Stack>
            <Course days={score.history} />
            <Button size="xs" variant="light" mt="sm" leftSection={<IconHelpCircle size={15} aria-hidden />} onClick={onWhy}>{t("scores.why")}</Button>
        </Box>
    );
}
