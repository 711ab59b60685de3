/* Who takes part in the purchase, and which parts nobody stands for yet: who uses a thing is seldom who buys it. */
import { ActionIcon, Badge, Button, Group, Text } from "@mantine/core";
import { IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { nameOf, useModel } from "../../api/queries";
import type { Row } from "../../api/types";
import { askPersona } from "./fields";
import type { Dialogs } from "./AudienceCard";
import type { Ranked } from "./ranking";

interface Props extends Dialogs {
    audience: Row;
    told: Ranked;
    rows: Row[];
    may: boolean;
}

export function Personas({ audience, told, rows, may, ask, drop }: Props) {
    const { t } = useTranslation();
    const model = useModel("personas");
    const roles = model?.fields.find((f) => f.name === "buying_role")?.choice_labels ?? {};
    const lacking = told.roles_without_persona;
    const buys = ["decider", "approver", "buyer", "payer"];
    const onlyUsers = rows.length > 0 && !lacking.includes("user") && buys.every((b) => lacking.includes(b));
    const edit = (row?: Row, role?: string) => {
        ask({ table: "personas", title: row ? t("common.edit") : t("plan.add.personas"), row, only: askPersona, initial: { plan: audience.plan ?? null, audience: audience.id, ...(role ? { buying_role: role } : {}) } });
    };
    return (
        <>
            {rows.length === 0 && <Text size="sm" className="dim" mb="sm">{t("plan.noneText.personas")}</Text>}
            {onlyUsers && <Text size="sm" className="attention" mb="sm">{t("audiences.onlyUsers")}</Text>}
            <div className="persona-grid">
                {rows.map((p) => (
                    <section key={p.id} className="persona" aria-label={nameOf(p)}>
                        <Group justify="space-between" wrap="nowrap" align="flex-start" gap={6}>
                            <div style={{ minWidth: 0 }}>
                                <strong style={{ overflowWrap: "anywhere" }}>{nameOf(p)}</strong>
                                {typeof p.job_title === "string" && p.job_title && <Text size="xs" className="dim">{p.job_title}</Text>}
                            </div>
                            {may && (
                                <Group gap={2} wrap="nowrap">
                                    <ActionIcon variant="subtle" color="gray" size={28} aria-label={`${t("common.edit")}: ${nameOf(p)}`} onClick={() => { edit(p); }}><IconPencil size={15} aria-hidden /></ActionIcon>
                                    <ActionIcon variant="subtle" color="gray" size={28} aria-label={`${t("common.delete")}: ${nameOf(p)}`} onClick={() => { drop("personas", p); }}><IconTrash size={15} aria-hidden /></ActionIcon>
                                </Group>
                            )}
                        </Group>
                        {typeof p.buying_role === "string" ? <Badge variant="light" tt="none" radius="sm" mt={4}>{roles[p.buying_role] ?? p.buying_role}</Badge> : <Text size="xs" className="attention" mt={4}>{t("audiences.noRole")}</Text>}
                        <dl className="persona-facts">
                            {["pains", "objections", "looks_at"].map((k) => typeof p[k] === "string" && p[k] ? (
                                <div key={k}><dt>{model?.fields.find((f) => f.name === k)?.label}</dt><dd>{p[k]}</dd></div>
                            ) : null)}
                        </dl>
                    </section>
                ))}
            </div>
            {lacking.length > 0 && (
                <div style={{ marginTop: 12 }}>
                    <Text size="sm" mb={6}>{t("audiences.lackRoles")}</Text>
                    <Group gap={6}>
                        {lacking.map((role) => may ? (
                            <Button key={role} size="compact-xs" variant="default" leftSection={<IconPlus size={12} aria-hidden />} onClick={() => { edit(undefined, role); }} aria-label={t("audiences.addRole", { role: roles[role] ?? role })}>{roles[role] ?? role}</Button>
                        ) : <Badge key={role} variant="outline" color="gray" tt="none" radius="sm">{roles[role] ?? role}</Badge>)}
                    </Group>
                </div>
            )}
            {may && <Button mt="md" size="compact-sm" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => { edit(); }}>{t("plan.add.personas")}</Button>}
        </>
    );
}
