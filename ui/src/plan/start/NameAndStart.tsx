/* What every new plan is asked: its name and the month it begins. */
import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

export interface Beginning {
    name: string;
    starts_on: string;
}

/* The first day of the month after this one. */
export function nextMonth(today: string): string {
    const [y = "2026", m = "01"] = today.split("-");
    const at = new Date(Date.UTC(Number(y), Number(m), 1));
    return at.toISOString().slice(0, 10);
}

export function NameAndStart({ value, wrong, onChange, focus }: { value: Beginning; wrong: Record<string, string>; onChange: (v: Beginning) => void; focus?: boolean }) {
    const { t } = useTranslation();
    return (
        <div style={{ display: "grid", gap: 16, gridTemplateColumns: "repeat(auto-fit, minmax(min(200px, 100%), 1fr))" }}>
            <TextInput label={t("start.name")} required maxLength={120} value={value.name} error={wrong.name} onChange={(e) => onChange({ ...value, name: e.currentTarget.value })} data-autofocus={focus || undefined} />
            <TextInput type="month" label={t("start.begins")} description={t("start.beginsHelp")} required value={value.starts_on.slice(0, 7)} error={wrong.starts_on} onChange={(e) => onChange({ ...value, starts_on: e.currentTarget.value ? `${e.currentTarget.value}-01` : "" })} />
        </div>
    );
}
