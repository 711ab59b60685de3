/* One audience: where it stands, the four questions, figures expected and real, who takes part in the purchase, and how it goes. */
import { ActionIcon, Badge, Group, Menu, Tabs, Text } from "@mantine/core";
import { IconDots, IconPencil, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { nameOf, useModel } from "../../api/queries";
import type { Row } from "../../api/types";
import { money } from "../../format";
import { TabRow } from "../../parts/TabRow";
import { useReader } from "../../session";
import type { useRecordDialogs } from "../useRecordDialogs";
import { questions } from "./fields";
import { Numbers } from "./Numbers";
import { Personas } from "./Personas";
import { Process } from "./Process";
import type { Ranked } from "./ranking";

export type Dialogs = Omit<ReturnType<typeof useRecordDialogs>, "dialogs">;

interface Props extends Dialogs {
    row: Row;
    told: Ranked;
    personas: Row[];
    process: Row[];
    may: boolean;
    onEdit: () => void;
    onDrop: () => void;
}

export function AudienceCard({ row, told, personas, process, may, onEdit, onDrop, ask, drop }: Props) {
    const { t } = useTranslation();
    const r = useReader();
    const name = nameOf(row);
    const missing = told.assumptions.filter((a) => a.missing).map((a) => a.label);
    return (
        <article className="card" aria-label={name}>
            <Group justify="space-between" wrap="nowrap" align="flex-start" mb={6}>
                <div style={{ minWidth: 0 }}>
                    <Group gap={8} mb={2}>
                        <h3 style={{ margin: 0, fontSize: "1.05rem", overflowWrap: "anywhere" }}>{name}</h3>
                        {told.rank === null ? <Badge variant="light" color="gray" tt="none" radius="sm">{t("audiences.unranked")}</Badge> : <Badge variant="light" color={told.rank === 1 ? "leaf" : "azulejo"} tt="none" radius="sm">{t("audiences.place", { n: told.rank })}</Badge>}
                    </Group>
                    {typeof row.description === "string" && row.description && <Text size="sm" className="dim" lh={1.5} style={{ overflowWrap: "anywhere" }}>{row.description}</Text>}
                </div>
                {may && (
                    <Menu position="bottom-end" withinPortal>
                        <Menu.Target>
                            <ActionIcon variant="subtle" color="gray" aria-label={`${t("common.actions")}: ${name}`}><IconDots size={17} aria-hidden /></ActionIcon>
                        </Menu.Target>
                        <Menu.Dropdown>
                            <Menu.Item leftSection={<IconPencil size={15} aria-hidden />} onClick={onEdit}>{t("common.edit")}</Menu.Item>
                            <Menu.Item leftSection={<IconTrash size={15} aria-hidden />} color="var(--attention)" onClick={onDrop}>{t("common.delete")}</Menu.Item>
                        </Menu.Dropdown>
                    </Menu>
                )}
            </Group>
            <Group gap="4px 24px" mb="sm" style={{ fontSize: "0.9rem" }}>
                {told.profit_minor !== null && <span>{t("plan.expected")}: <strong className="num">{money(r, told.profit_minor)}</strong></span>}
                {told.worth_text && <span className="num">{told.worth_text}</span>}
                {missing.length > 0 && <span className="attention">{t("audiences.lacks", { what: missing.join(" · ") })}</span>}
            </Group>
            <Tabs defaultValue="numbers" keepMounted={false}>
                <TabRow>
                    <Tabs.Tab value="numbers">{t("audiences.tab.numbers")}</Tabs.Tab>
                    <Tabs.Tab value="questions">{t("audiences.tab.questions")}</Tabs.Tab>
                    <Tabs.Tab value="personas">{t("audiences.tab.personas", { n: personas.length })}</Tabs.Tab>
                    <Tabs.Tab value="process">{t("audiences.tab.process", { n: process.length })}</Tabs.Tab>
                </TabRow>
                <Tabs.Panel value="numbers" pt="md"><Numbers row={row} told={told} /></Tabs.Panel>
                <Tabs.Panel value="questions" pt="md"><Questions row={row} /></Tabs.Panel>
                <Tabs.Panel value="personas" pt="md"><Personas audience={row} told={told} rows={personas} may={may} ask={ask} drop={drop} /></Tabs.Panel>
                <Tabs.Panel value="process" pt="md"><Process audience={row} rows={process} may={may} ask={ask} drop={drop} /></Tabs.Panel>
            </Tabs>
        </article>
    );
}

/* A score without its reason is half an answer; both stand side by side. */
function Questions({ row }: { row: Row }) {
    const { t } = useTranslation();
    const model = useModel("audiences");
    return (
        <dl className="questions">
            {questions.map((q) => {
                const field = model?.fields.find((f) => f.name === q);
                const score = typeof row[q] === "number" ? row[q] : null;
                const reason = row[`${q}_reason`];
                return (
                    <div key={q}>
                        <dt>{field?.label}</dt>
                        <dd>
                            {score === null ? <span className="attention">{t("audiences.noScore")}</span> : (
                                <span role="img" aria-label={t("audiences.of5", { n: score })} className="dots">{[1, 2, 3, 4, 5].map((i) => <span key={i} data-on={i <= score} />)}</span>
                            )}
                            <span className={typeof reason === "string" && reason ? undefined : "dim"}>{typeof reason === "string" && reason ? reason : t("audiences.noReason")}</span>
                        </dd>
                    </div>
                );
            })}
        </dl>
    );
}
