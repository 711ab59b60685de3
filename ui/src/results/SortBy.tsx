/* What a table is sorted by, on a telephone, where its rows are cards and no column has a head to press. */
import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";

export function SortBy({ value, choices, onChange }: { value: string | null; choices: { value: string; label: string }[]; onChange: (v: string) => void }) {
    const { t } = useTranslation();
    return <Select className="only-phone no-print" size="xs" label={t("channels.sortBy")} placeholder={t("common.choose")} allowDeselect={false} value={value} data={choices} onChange={(v) => v && onChange(v)} />;
}
