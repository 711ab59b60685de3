/* A segment is written or changed: its name, whom it is of, and the rule. */
import { Button, Group, SegmentedControl, Text, Textarea, TextInput } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { isMissing, Problem } from "../api/client";
import { useSave } from "../api/queries";
import type { Row } from "../api/types";
import { PageHead } from "../parts/PageHead";
import { done, failed } from "../parts/toast";
import { RuleBuilder, type RuleState } from "../rules/RuleBuilder";
import type { RuleJson } from "../rules/tree";
import { NotFound, Trouble, Waiting } from "../shell/Fallbacks";
import { ruleOf, useSegment, type Segment, type SegmentSubject } from "./segments";

export function SegmentNew() {
    const search = useSearch({ from: "/shell/people/segments/new" });
    const subject: SegmentSubject = search.subject === "account" ? "account" : "contact";
    return <Form key={`${subject} ${search.rule ?? ""}`} name={search.name ?? ""} subject={subject} rule={ruleOf(search.rule)} />;
}

export function SegmentEdit() {
    const { id } = useParams({ from: "/shell/people/segments/$id/edit" });
    const q = useSegment(id);
    if (isMissing(q.error)) return <NotFound />;
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    return <Form key={q.data.id} segment={q.data} name={q.data.name} subject={q.data.subject} rule={ruleOf(q.data.rule)} />;
}

function Form({ segment, name: firstName, subject: firstSubject, rule }: { segment?: Segment; name: string; subject: SegmentSubject; rule: RuleJson | null }) {
    const { t } = useTranslation();
    const navigate = useNavigate();
    const save = useSave("segments");
    // What was opened stays: the row is read again while its members are counted.
    const [opened] = useState({ segment, rule });
    const [name, setName] = useState(firstName);
    const [description, setDescription] = useState(segment?.description ?? "");
    const [subject, setSubject] = useState(firstSubject);
    const [state, setState] = useState<RuleState | null>(null);
    const [asked, setAsked] = useState(false);
    const wrong = save.error instanceof Problem ? save.error.fields : {};
    const title = opened.segment ? t("segments.edit", { name: opened.segment.name }) : t("segments.new");
    const back = opened.segment?.id;
    const submit = (e: SyntheticEvent) => {
        e.preventDefault();
        setAsked(true);
        if (!state?.whole || !name.trim()) return;
        const values = { name: name.trim(), description: description.trim() || null, rule: state.rule, ...(opened.segment ? {} : { subject }) };
        save.mutate({ row: opened.segment as Row | undefined, values }, {
            onSuccess: (row) => { done(t("segments.saved", { name: name.trim() })); void navigate({ to: "/people/segments/$id", params: { id: row.id } }); },
            onError: (x) => { if (!(x instanceof Problem) || x.status !== 422) failed(x); },
        });
    };
    const leave = () => void navigate(back ? { to: "/people/segments/$id", params: { id: back } } : { to: "/people/segments" });
    const ruleWrong = Object.entries(wrong).filter(([k]) => k === "rule").map(([, v]) => v).join(" ");
    return (
        <>
            <Link to="/people/segments" className="link" style={{ display: "inline-flex", alignItems: "center", gap: 6, fontSize: "0.86rem", marginBottom: 10 }}>
                <IconArrowLeft size={15} aria-hidden />
                {t("menu.segments")}
            </Link>
            <PageHead title={title} />
            <form onSubmit={submit} style={{ display: "grid", gap: 16, maxWidth: 1040 }} noValidate>
                <div className="card" style={{ display: "grid", gap: 14 }}>
                    <TextInput
                        label={t("segments.name")} value={name} onChange={(e) => setName(e.currentTarget.value)} required maxLength={200} data-autofocus autoFocus={!opened.segment}
                        error={wrong.name ?? (asked && !name.trim() ? t("form.required", { field: t("segments.name") }) : undefined)}
                    />
                    <Textarea label={t("segments.description")} value={description} onChange={(e) => setDescription(e.currentTarget.value)} autosize minRows={1} maxRows={5} error={wrong.description} />
                    {!opened.segment && (
                        <div>
                            <Text size="sm" fw={500} mb={4} id="segment-whose">{t("segments.whose")}</Text>
                            <SegmentedControl
                                aria-labelledby="segment-whose" value={subject} onChange={(v) => setSubject(v as SegmentSubject)}
                                data={[{ value: "contact", label: t("menu.contacts") }, { value: "account", label: t("menu.accounts") }]}
                            />
                        </div>
                    )}
                </div>
                <section className="card" aria-label={t("segments.rule")}>
                    <h2 style={{ margin: "0 0 12px", fontSize: "1rem", fontWeight: 650 }}>{t(`segments.who.${subject}`)}</h2>
                    <RuleBuilder subject={subject} rule={subject === firstSubject ? opened.rule : null} asked={asked} onChange={setState} />
                    {ruleWrong && <Text size="sm" className="attention" mt="sm" role="alert">{ruleWrong}</Text>}
                </section>
                <Group justify="flex-end">
                    <Button variant="default" onClick={leave}>{t("common.cancel")}</Button>
                    <Button type="submit" loading={save.isPending}>{t("common.save")}</Button>
                </Group>
            </form>
        </>
    );
}
