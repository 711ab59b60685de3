/* One member of a condition that another part of the program declares, drawn from its row in the schema alone. */
import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { Json, Page, RuleParam } from "../api/types";
import { FieldInput } from "../parts/FieldInput";
import { inputField } from "./schema";

interface Option {
    id: string;
    name?: string | null;
}

export function UseInput({ param, value, wrong, onChange }: { param: RuleParam; value: Json; wrong: boolean; onChange: (v: Json) => void }) {
    if (param.options) return <Options param={param} path={param.options} value={value} wrong={wrong} onChange={onChange} />;
    const field = { ...inputField(param, param.label), min: param.min, max: param.max, required: param.required };
    return (
        <div className={param.kind === "int" ? "rule-labelled" : "rule-value"}>
            {param.kind === "int" && <span className="rule-word">{param.label.charAt(0).toLowerCase() + param.label.slice(1)}</span>}
            <FieldInput field={field} value={value} onChange={onChange} bare error={wrong && param.required ? " " : undefined} />
        </div>
    );
}

/* What may be chosen is a list of the API, searched as one types. */
function Options({ param, path, value, wrong, onChange }: { param: RuleParam; path: string; value: Json; wrong: boolean; onChange: (v: Json) => void }) {
    const { t } = useTranslation();
    const [typed, setTyped] = useState("");
    const [q] = useDebouncedValue(typed, 200);
    const from = path.replace(/^\/api\/v1/, "");
    const id = value === null ? null : String(value);
    const listed = (search: string) => ({ queryKey: ["rows", from, "options", search], staleTime: 30_000, retry: false });
    const all = useQuery({ ...listed(""), queryFn: async ({ signal }) => (await api.get<Page<Option>>(from, { limit: 100 }, signal)).items });
    const current = all.data?.find((o) => o.id === id);
    const named = useQuery({ queryKey: ["row", from, id], enabled: id !== null && all.isSuccess && !current, retry: false, queryFn: ({ signal }) => api.get<Option>(`${from.split("?")[0]}/${id}`, undefined, signal) });
    const search = typed && typed !== (current?.name ?? named.data?.name) ? q : "";
    const found = useQuery({ ...listed(search), enabled: search !== "", queryFn: async ({ signal }) => (await api.get<Page<Option>>(from, { q: search, limit: 50 }, signal)).items });
    const shown = (search ? found.data : all.data) ?? [];
    const data = shown.map((o) => ({ value: o.id, label: o.name ?? o.id }));
    if (id && !data.some((d) => d.value === id)) data.push({ value: id, label: current?.name ?? named.data?.name ?? (all.isPending || named.isPending ? "…" : t("rules.goneOption")) });
    return (
        <Select
            className="rule-value" aria-label={param.label} data={data} value={id} onChange={onChange} searchable clearable={!param.required} searchValue={typed} onSearchChange={setTyped} error={wrong && param.required}
            filter={({ options }) => options} placeholder={t("form.search")} nothingFoundMessage={found.isFetching ? t("common.loading") : t("common.nothing")}
        />
    );
}
