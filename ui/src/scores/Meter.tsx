/* A score of 100 as a bar from zero, its figure written beside it. */
import { Text } from "@mantine/core";

export function Meter({ label, value, hint, color = "var(--act)" }: { label: string; value: number; hint?: string; color?: string }) {
    return (
        <div style={{ display: "grid", gridTemplateColumns: "minmax(0, 1fr) auto", gap: "2px 12px", alignItems: "baseline" }}>
            <Text size="sm">{label}{hint && <span className="dim"> · {hint}</span>}</Text>
            <Text size="sm" fw={650} className="num">{value}</Text>
            <span className="bar-track" style={{ height: 8, gridColumn: "1 / -1" }} aria-hidden="true">
                <span className="bar-fill" style={{ display: "block", width: `${value}%`, minWidth: value ? 3 : 0, background: color }} />
            </span>
        </div>
    );
}
