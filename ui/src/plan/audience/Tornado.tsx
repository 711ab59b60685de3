/* How far each assumption must move before the order turns: the shorter the bar, the more the order hangs on it. To the left it
 * falls, to the right it rises; the longest one shown, at most 100 %, fills its side, and what goes beyond ends in an arrow. Each bar has its sentence. */
import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { percent } from "../../format";
import { useReader } from "../../session";
import type { Flip, Ranking } from "./ranking";

const few = 6;

export function Tornado({ ranking }: { ranking: Ranking }) {
    const { t } = useTranslation();
    const [all, setAll] = useState(false);
    const { flips } = ranking;
    const shown = all ? flips : flips.slice(0, few);
    const scale = Math.min(1, Math.max(...shown.map((f) => (f.change === null ? 1 : Math.abs(f.change))), 0.01));
    return (
        <section style={{ marginTop: 24 }} aria-labelledby="h-tornado">
            <h3 id="h-tornado" style={{ margin: "0 0 4px", fontSize: "0.98rem" }}>{t("audiences.turn.title")}</h3>
            <Text size="sm" className="dim" lh={1.5} mb="sm">{flips.length ? t("audiences.turn.text") : t("audiences.turn.firm")}</Text>
            {flips.length > 0 && (
                <ul className="tornado" aria-labelledby="h-tornado">
                    {shown.map((f) => <FlipRow key={`${f.audience} ${f.assumption}`} flip={f} scale={scale} />)}
                </ul>
            )}
            {flips.length > few && <Button variant="subtle" size="compact-sm" mt="xs" aria-expanded={all} onClick={() => { setAll(!all); }}>{all ? t("audiences.turn.fewer") : t("audiences.turn.all", { count: flips.length })}</Button>}
        </section>
    );
}

function FlipRow({ flip: f, scale }: { flip: Flip; scale: number }) {
    const r = useReader();
    const falls = f.to < f.from;
    const width = f.change === null ? 1 : Math.min(1, Math.abs(f.change) / scale);
    const beyond = f.change === null || Math.abs(f.change) > 1;
    return (
        <li>
            <span className="tornado-bar" aria-hidden>
                <span className="tornado-half" data-side="left">{falls && <span style={{ width: `${100 * width}%` }} />}</span>
                <span className="tornado-half" data-side="right">{!falls && <span style={{ width: `${100 * width}%` }} data-beyond={beyond} />}</span>
            </span>
            <span className="num tornado-size">{f.change === null ? `${f.from_text} → ${f.to_text}` : `${falls ? "−" : "+"}${percent(r, Math.abs(f.change))}`}</span>
            <span className="tornado-text">{f.sentence}</span>
        </li>
    );
}
