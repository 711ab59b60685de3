/* What the change is: a field and its value, tags, a list, or a segment by hand. */
import { Button, Group, Select, Stack, TagsInput } from "@mantine/core";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { useAllOf, useTags } from "../../api/queries";
import type { Json, Model } from "../../api/types";
import { FieldInput } from "../../parts/FieldInput";
import { setAction, settable, type Doing, type Ready } from "./actions";

interface Props {
    doing: Exclude<Doing, Ready>;
    model: Model;
    busy: boolean;
    onAsk: (action: Record<string, Json>) => void;
    onCancel: () => void;
}

export function Ask(p: Props) {
    const { t } = useTranslation();
    const [field, setField] = useState<string | null>(null);
    const [value, setValue] = useState<Json>(null);
    const [tags, setTags] = useState<string[]>([]);
    const [list, setList] = useState<string | null>(null);
    const [status, setStatus] = useState("subscribed");
    const [segment, setSegment] = useState<string | null>(null);
    const [how, setHow] = useState("include");
    const fields = settable(p.model);
    const chosen = fields.find((f) => f.name === field);
    const offered = useTags(p.doing.startsWith("tags") ? p.model.name : undefined).data ?? [];
    const lists = useAllOf("lists", { sort: "name" }, p.doing === "list").data ?? [];
    const segments = useAllOf("segments", { sort: "name", subject: p.model.name }, p.doing === "segment").data ?? [];
    const action: Record<string, Json> | null =
        p.doing === "set" ? (chosen ? setAction(chosen, value) : null)
        : p.doing === "list" ? (list ? { list, status } : null)
        : p.doing === "segment" ? (segment ? { segment, how } : null)
        : tags.length ? { [p.doing]: tags } : null;
    const submit = (e: SyntheticEvent) => {
        e.preventDefault();
        if (action) p.onAsk(action);
    };
    return (
        <form onSubmit={submit}>
            <Stack gap="md">
                {p.doing === "set" && (
                    <>
                        <Select label={t("bulk.field")} data={fields.map((f) => ({ value: f.name, label: f.label }))} value={field} searchable data-autofocus required
                            onChange={(v) => { setField(v); setValue(null); }} placeholder={t("common.choose")} nothingFoundMessage={t("common.nothing")} />
                        {chosen && <FieldInput key={chosen.name} field={{ ...chosen, required: false, label: t("bulk.value", { field: chosen.label }) }} value={value} onChange={setValue} />}
                    </>
                )}
                {p.doing.startsWith("tags") && (
                    <TagsInput label={t(`bulk.do.${p.doing}`)} data={offered} value={tags} onChange={setTags} placeholder={tags.length ? undefined : t("bulk.tagHint")} data-autofocus />
                )}
                {p.doing === "list" && (
                    <>
                        <Select label={t("bulk.list")} data={lists.map((l) => ({ value: l.id, label: String(l.name) }))} value={list} onChange={setList} required data-autofocus
                            placeholder={t("common.choose")} nothingFoundMessage={t("bulk.noList")} />
                        <Select label={t("bulk.what")} data={["subscribed", "unsubscribed"].map((s) => ({ value: s, label: t(`bulk.status.${s}`) }))} value={status}
                            onChange={(v) => setStatus(v ?? "subscribed")} allowDeselect={false} />
                    </>
                )}
                {p.doing === "segment" && (
                    <>
                        <Select label={t("bulk.segment")} data={segments.map((s) => ({ value: s.id, label: String(s.name) }))} value={segment} onChange={setSegment} required data-autofocus
                            searchable placeholder={t("common.choose")} nothingFoundMessage={t("bulk.noSegment")} />
                        <Select label={t("bulk.what")} data={["include", "exclude", "none"].map((h) => ({ value: h, label: t(`bulk.how.${h}`) }))} value={how}
                            onChange={(v) => setHow(v ?? "include")} allowDeselect={false} />
                    </>
                )}
                <Group justify="flex-end">
                    <Button variant="default" onClick={p.onCancel}>{t("common.cancel")}</Button>
                    <Button type="submit" disabled={!action} loading={p.busy}>{t("bulk.preview")}</Button>
                </Group>
            </Stack>
        </form>
    );
}
