/* When a campaign changed its state, by whom, and what was not ready then. */
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Launch, Model } from "../../api/types";
import { moment } from "../../format";
import { fieldNamed } from "../../parts/fields";
import { useDesk } from "../../session";

export function Log({ moves, model }: { moves: Launch["moves"]; model: Model }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const names = fieldNamed(model.fields, "state")?.choice_labels ?? {};
    const many = (s: string | null) => s?.split(" ").length ?? 0;
    return (
        <section className="card" aria-label={t("launch.log")}>
            <h2 style={{ margin: "0 0 10px", fontSize: "1.05rem" }}>{t("launch.log")}</h2>
            {moves.length === 0 && <Text size="sm" className="dim">{t("launch.noLog")}</Text>}
            <ol style={{ listStyle: "none", margin: 0, padding: 0, display: "grid", gap: 12 }}>
                {moves.map((m) => (
                    <li key={m.id} style={{ fontSize: "0.9rem" }}>
                        <strong>{m.from ? `${names[m.from] ?? m.from} → ` : ""}{names[m.to] ?? m.to}</strong>
                        <Text size="xs" className="dim num">{moment(r, m.at)} · {m.by ?? t(m.origin === "cli" ? "launch.byCli" : "launch.byProgram")}</Text>
                        {m.reason && <Text size="sm">{m.reason}</Text>}
                        {m.missing && <Text size="sm" className="attention">{t("launch.wasMissing", { list: m.missing.split(" ").map((f) => fieldNamed(model.fields, f)?.label ?? f).join(", ") })}</Text>}
                        {m.unready && <Text size="sm" className="dim">{t("launch.wasOpen", { count: many(m.unready) })}</Text>}
                    </li>
                ))}
            </ol>
        </section>
    );
}
