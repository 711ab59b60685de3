/* Horizontal bars from zero, each with its name and figure written on it; a list for those who listen. */
import type { ReactNode } from "react";

export interface Bar {
    key: string;
    label: string;
    value: number | null;
    text: ReactNode;
    color: string;
    onOpen?: () => void;
}

export function Bars({ bars, label }: { bars: Bar[]; label: string }) {
    const most = Math.max(...bars.map((b) => b.value ?? 0), 1e-9);
    return (
        <ul aria-label={label} style={{ listStyle: "none", margin: 0, padding: 0, display: "grid", gap: 9 }}>
            {bars.map((b) => (
                <li key={b.key} style={{ display: "grid", gridTemplateColumns: "minmax(90px, 150px) minmax(0, 1fr) auto", gap: 12, alignItems: "center", fontSize: "0.88rem" }}>
                    <span style={{ overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }} title={b.label}>
                        {b.label}
                    </span>
                    <span className="bar-track" style={{ height: 16 }} aria-hidden="true">
                        <span className="bar-fill" style={{ display: "block", width: `${(100 * (b.value ?? 0)) / most}%`, background: b.color, minWidth: b.value ? 3 : 0 }} />
                    </span>
                    <span className="num" style={{ minWidth: 60, textAlign: "right" }}>
                        {b.text}
                    </span>
                </li>
            ))}
        </ul>
    );
}
