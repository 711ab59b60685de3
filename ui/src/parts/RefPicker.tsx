/* Choose a record of another model by typing part of its name. */
import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { nameOf, useModels, useNames } from "../api/queries";
import type { Page, Row } from "../api/types";
import type { FieldInputProps } from "./FieldInput";

/* refers may name the model or its table. */
function useReferred(refers: string | null | undefined) {
    const models = useModels().data;
    return refers ? models?.find((m) => m.name === refers || m.table === refers) : undefined;
}

export function useTableOf(refers: string | null | undefined): string | null {
    return useReferred(refers)?.table ?? null;
}

export function RefPicker(p: FieldInputProps & { filter?: Record<string, string> }) {
    const { t } = useTranslation();
    const model = useReferred(p.field.refers);
    const table = model?.table ?? null;
    const within = p.plan && model?.fields.some((f) => f.name === "plan" && f.filterable) ? { plan: p.plan, ...p.filter } : p.filter;
    const [typed, setTyped] = useState("");
    const [q] = useDebouncedValue(typed, 200);
    const id = typeof p.value === "string" ? p.value : null;
    const known = useNames(table, useMemo(() => (id ? [id] : []), [id]));
    const current = id ? (known.get(id) ?? "…") : "";
    const search = q === current ? "" : q;
    const found = useQuery({
        queryKey: ["rows", table, "pick", search, within],
        enabled: table !== null,
        queryFn: async ({ signal }) => (await api.get<Page<Row>>(`/${table}`, { q: search, limit: 20, ...within }, signal)).items,
    });
    const data = useMemo(() => {
        const out = (found.data ?? []).map((row) => ({ value: row.id, label: nameOf(row) }));
        if (id && !out.some((o) => o.value === id)) out.unshift({ value: id, label: current });
        return out;
    }, [found.data, id, current]);
    return (
        <Select
            {...(p.bare ? { "aria-label": p.field.label } : { label: p.field.label, description: p.field.help ?? undefined, required: p.field.required })}
            comboboxProps={{ withinPortal: !p.inPlace }}
            data={data}
            value={id}
            onChange={p.onChange}
            searchable
            openOnFocus={false}
            clearable={!p.field.required}
            searchValue={typed}
            onSearchChange={setTyped}
            filter={({ options }) => options}
            nothingFoundMessage={found.isFetching ? t("common.loading") : t("common.nothing")}
            placeholder={t("form.search")}
            error={p.error}
            autoFocus={p.autoFocus}
        />
    );
}
