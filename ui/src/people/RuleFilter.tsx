/* The advanced filter of a list: a rule, written in a drawer, kept in the address, shown as a chip that says it in words. */
import { ActionIcon, Button, Drawer, Group, Modal, Text, TextInput, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAdjustmentsAlt, IconBookmarkPlus, IconX } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../api/client";
import { useModel, useSave } from "../api/queries";
import type { Json } from "../api/types";
import type { PeopleTable } from "../parts/tables";
import { done, failed } from "../parts/toast";
import { RuleBuilder, type RuleState } from "../rules/RuleBuilder";
import { useSentence, type Subject } from "../rules/schema";
import type { RuleJson } from "../rules/tree";
import { useDesk } from "../session";

const subjectOf: Record<PeopleTable, Subject> = { contacts: "contact", accounts: "account", deals: "deal" };

function parsed(text: string | undefined): RuleJson | null {
    if (!text) return null;
    try {
        const v = JSON.parse(text) as unknown;
        return typeof v === "object" && v !== null && !Array.isArray(v) ? (v as RuleJson) : null;
    } catch {
        return null;
    }
}

const isEveryone = (rule: RuleJson) => Array.isArray(rule.all) && rule.all.length === 0;

export function RuleFilter({ table, rule, onChange }: { table: PeopleTable; rule: string | undefined; onChange: (rule: string | undefined) => void }) {
    const { t } = useTranslation();
    const [opened, { open, close }] = useDisclosure(false);
    const now = useMemo(() => parsed(rule), [rule]);
    return (
        <>
            {rule && <Chip table={table} rule={now} onEdit={open} onDrop={() => onChange(undefined)} />}
            <Button variant="default" leftSection={<IconAdjustmentsAlt size={16} aria-hidden />} onClick={open}>{t("rules.filter")}</Button>
            <Drawer opened={opened} onClose={close} position="right" size={760} title={t("rules.filter")} closeButtonProps={{ "aria-label": t("common.close") }} styles={{ title: { fontWeight: 650, fontSize: "1.08rem" } }}>
                {opened && <Writing table={table} rule={now} onDone={(r) => { onChange(r); close(); }} />}
            </Drawer>
        </>
    );
}

function Writing({ table, rule, onDone }: { table: PeopleTable; rule: RuleJson | null; onDone: (rule: string | undefined) => void }) {
    const { t } = useTranslation();
    const [state, setState] = useState<RuleState | null>(null);
    const [asked, setAsked] = useState(false);
    const apply = () => {
        setAsked(true);
        if (state?.whole) onDone(isEveryone(state.rule) ? undefined : JSON.stringify(state.rule));
    };
    return (
        <>
            <Text size="sm" className="dim" mb="md" lh={1.5}>{t(table === "deals" ? "rules.filterLeadDeals" : "rules.filterLead")}</Text>
            <RuleBuilder subject={subjectOf[table]} rule={rule} asked={asked} onChange={setState} />
            <Group mt="lg" justify="flex-end">
                {rule && <Button variant="default" onClick={() => onDone(undefined)}>{t("rules.filterClear")}</Button>}
                <Button onClick={apply}>{t("rules.filterApply")}</Button>
            </Group>
        </>
    );
}

function Chip({ table, rule, onEdit, onDrop }: { table: PeopleTable; rule: RuleJson | null; onEdit: () => void; onDrop: () => void }) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const words = useSentence(subjectOf[table], rule).data ?? t("rules.filterOn");
    const segments = useModel("segments");
    const [saving, setSaving] = useState(false);
    return (
        <>
            <Group gap={0} wrap="nowrap" style={{ background: "var(--act-soft)", borderRadius: 999, color: "var(--act)", maxWidth: "100%", minWidth: 0 }}>
                <Tooltip label={words}>
                    <button type="button" className="sort rule-chip" aria-label={t("rules.filterEdit", { sentence: words })} onClick={onEdit}>{words}</button>
                </Tooltip>
                {segments && rule && table !== "deals" && can(segmentsEdit) && (
                    <ActionIcon variant="transparent" size="md" aria-label={t("rules.filterSave")} title={t("rules.filterSave")} onClick={() => setSaving(true)}>
                        <IconBookmarkPlus size={16} aria-hidden />
                    </ActionIcon>
                )}
                <ActionIcon variant="transparent" size="md" aria-label={t("rules.filterClear")} onClick={onDrop}>
                    <IconX size={13} aria-hidden />
                </ActionIcon>
            </Group>
            {saving && rule && <SaveAs subject={subjectOf[table]} rule={rule} words={words} onClose={() => setSaving(false)} />}
        </>
    );
}

const segmentsEdit = "edit_people" as const;

/* The sentence is a good first name. */
function SaveAs({ subject, rule, words, onClose }: { subject: Subject; rule: Json; words: string; onClose: () => void }) {
    const { t } = useTranslation();
    const navigate = useNavigate();
    const save = useSave("segments");
    const [name, setName] = useState(words.slice(0, 120));
    const wrong = save.error instanceof Problem ? (save.error.fields.name ?? save.error.message) : undefined;
    const submit = (e: SyntheticEvent) => {
        e.preventDefault();
        save.mutate({ values: { name: name.trim(), subject, rule } }, {
            onSuccess: (row) => { done(t("segments.saved", { name: name.trim() })); void navigate({ to: "/people/segments/$id", params: { id: row.id } }); },
            onError: (x) => { if (!(x instanceof Problem) || x.status !== 422) failed(x); },
        });
    };
    return (
        <Modal opened onClose={onClose} title={t("rules.filterSave")} closeButtonProps={{ "aria-label": t("common.close") }}>
            <form onSubmit={submit}>
                <TextInput label={t("segments.name")} value={name} onChange={(e) => setName(e.currentTarget.value)} data-autofocus required maxLength={200} mb="md" error={wrong} />
                <Button type="submit" fullWidth loading={save.isPending} disabled={!name.trim()}>{t("common.save")}</Button>
            </form>
        </Modal>
    );
}
