/* Conditions under one word: all of these, any of these, none of these. Groups nest; a bar of colour at the side says which
 * rows belong together, and between rows stands what joins them. */
import { ActionIcon, Button, Menu, Select, Text } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconBracketsOff, IconCopy, IconGripVertical, IconPlus, IconTrash } from "@tabler/icons-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useBuilder } from "./builder";
import { Row } from "./Row";
import type { Scope } from "./schema";
import { blank, depthOf, group as newGroup, mayUnwrap, type GroupDraft, type How } from "./tree";

const hows: How[] = ["all", "any", "none"];

export function Group({ group, scope, parent, lead, at, of }: { group: GroupDraft; scope: Scope; parent?: GroupDraft; lead?: string; at?: number; of?: number }) {
    const { t } = useTranslation();
    const b = useBuilder();
    const told = useId();
    const said = b.mistakes.get(group.key) ?? [];
    const { items } = group;
    const deep = depthOf(b.root) >= scope.schema.limits.depth;
    return (
        <div className="rule-group" data-rule-group={group.key} data-into={b.dropAt?.to === group.key && b.dropAt.side === "inside"} data-how={group.how} data-inner={parent !== undefined || lead !== undefined} role="group" aria-label={t(`rules.how.${group.how}`)} aria-describedby={said.length ? told : undefined}>
            <div className="rule-head">
                {lead && <span className="rule-word">{lead}</span>}
                <Select
                    className="rule-how" aria-label={t("rules.join")} allowDeselect={false} size="sm" data={hows.map((h) => ({ value: h, label: t(`rules.how.${h}`) }))} value={group.how}
                    onChange={(v) => v && b.put(group.key, { ...group, how: v as How })}
                />
                {parent && (
                    <Menu position="bottom-end" withinPortal shadow="md">
                        <Menu.Target>
                            <ActionIcon className="rule-handle" variant="subtle" color="gray" size={34} aria-label={t("rules.groupMenu", { at, of })} onPointerDown={(e) => b.lift(e, group.key)}>
                                <IconGripVertical size={17} aria-hidden />
                            </ActionIcon>
                        </Menu.Target>
                        <Menu.Dropdown>
                            <Menu.Item leftSection={<IconArrowUp size={15} aria-hidden />} onClick={() => b.move(group.key, -1)}>{t("rules.up")}</Menu.Item>
                            <Menu.Item leftSection={<IconArrowDown size={15} aria-hidden />} onClick={() => b.move(group.key, 1)}>{t("rules.down")}</Menu.Item>
                            <Menu.Item leftSection={<IconCopy size={15} aria-hidden />} onClick={() => b.copy(group.key)}>{t("rules.duplicate")}</Menu.Item>
                            {mayUnwrap(parent, group) && <Menu.Item leftSection={<IconBracketsOff size={15} aria-hidden />} onClick={() => b.unwrap(group.key)}>{t("rules.unwrap")}</Menu.Item>}
                            <Menu.Item color="var(--attention)" leftSection={<IconTrash size={15} aria-hidden />} onClick={() => b.drop(group.key)}>{t("rules.removeGroup")}</Menu.Item>
                        </Menu.Dropdown>
                    </Menu>
                )}
            </div>
            {said.length > 0 && <Text id={told} className="attention" size="sm" mt={4}>{said.join(" ")}</Text>}
            {items.length > 0 && (
                <div className="rule-items">
                    {items.map((x, i) => (
                        <div key={x.key} className="rule-item" data-rule-item={x.key} data-held={b.held === x.key} data-drop={b.dropAt?.to === x.key ? b.dropAt.side : undefined}>
                            {i > 0 && <span className="rule-joint" aria-hidden>{t(`rules.joint.${group.how}`)}</span>}
                            {x.kind === "group" ? <Group group={x} scope={scope} parent={group} at={i + 1} of={items.length} /> : <Row row={x} scope={scope} at={i + 1} of={items.length} />}
                        </div>
                    ))}
                </div>
            )}
            <div className="rule-foot">
                <Button size="compact-sm" variant="light" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => b.add(group.key, blank())}>{t("rules.addRow")}</Button>
                {!deep && (
                    <Button
                        size="compact-sm" variant="subtle" leftSection={<IconPlus size={14} aria-hidden />}
                        onClick={() => b.add(group.key, newGroup(group.how === "any" ? "all" : "any", [blank()]))}
                    >
                        {t("rules.addGroup")}
                    </Button>
                )}
            </div>
        </div>
    );
}
