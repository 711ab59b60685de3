/* Where a plan stands beside what was published of it: "publicado v1; 4 mudanças desde então", and what to do about it. */
import { Badge, Button, Group, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconGitBranch, IconHistory } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Row } from "../../api/types";
import { day } from "../../format";
import { useDesk } from "../../session";
import { Guesses } from "../start/Guesses";
import { PublishDialog } from "./PublishDialog";
import { useVersions } from "./versions";
import "./plan.css";

export function PlanStanding({ plan }: { plan: Row }) {
    const { t } = useTranslation();
    const { can, reader } = useDesk();
    const v = useVersions(plan.id).data;
    const [opened, { open, close }] = useDisclosure(false);
    const last = v?.items.find((x) => x.kind === "published");
    const changes = v?.changes ?? 0;
    const open_ = plan.state !== "archived";
    const scenario = plan.scenario_of != null;
    const toPublish = can("edit_plan") && open_ && !scenario && v !== undefined && (!v.published || changes > 0);
    return (
        <>
        <section className="plan-standing" aria-label={t("versions.standing")}>
            <Group gap={8} style={{ flex: "1 1 260px" }}>
                {scenario ? (
                    <Badge variant="light" tt="none" radius="sm" color="ochre">{t("scenarios.one")}</Badge>
                ) : last ? (
                    <>
                        <Badge variant="light" tt="none" radius="sm" color={open_ ? "leaf" : "gray"}>{t("versions.publishedN", { n: last.number })}</Badge>
                        <Text size="sm" className="dim num">{day(reader, last.made_at)}</Text>
                        <Text size="sm">
                            {changes > 0 ? <Link to="/plan/$planId/versions" params={{ planId: plan.id }} className="link">{t("versions.since", { count: changes })}</Link> : t("versions.sinceNone")}
                        </Text>
                    </>
                ) : (
                    <Text size="sm" className="dim">{v && t("versions.never")}</Text>
                )}
            </Group>
            <Group gap="xs">
                <Button component={Link} to={`/plan/${plan.scenario_of ?? plan.id}/scenarios`} variant="subtle" color="gray" size="sm" leftSection={<IconGitBranch size={16} aria-hidden />}>{t("scenarios.title")}</Button>
                {!scenario && <Button component={Link} to={`/plan/${plan.id}/versions`} variant="subtle" color="gray" size="sm" leftSection={<IconHistory size={16} aria-hidden />}>{t("versions.title")}</Button>}
                {toPublish && <Button size="sm" variant={last || v.missing.length ? "light" : "filled"} onClick={open}>{t("versions.publishN", { n: (last?.number ?? 0) + 1 })}</Button>}
            </Group>
            <PublishDialog plan={plan.id} opened={opened} onClose={close} />
        </section>
        <Guesses plan={plan} />
        </>
    );
}
