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

/* roomy: long names, where the page has room for them. sentences: names that are sentences stand whole, above their bars. */
export function Bars({ bars, label, roomy = false, sentences = false }: { bars: Bar[]; label: string; roomy?: boolean; sentences?: boolean }) {
    const most = Math.max(...bars.map((b) => b.value ?? 0), 1e-9);
    return (
        <ul aria-label={label} className="bars" data-long={sentences ? "always" : roomy ? "narrow" : undefined}>
            {bars.map((b) => (
                <li key={b.key} className="bar-line">
                    <span className="bar-name" title={sentences ? undefined : b.label}>
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
