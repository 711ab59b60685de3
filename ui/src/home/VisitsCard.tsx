/* What the site brought in the last 30 days, when it is measured at all. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Change } from "../parts/Figure";
import { useReader } from "../session";
import { ask, question, type Metric } from "../visits/ask";
import { figureText } from "../visits/words";
import { Heading } from "./Home";

const shown: Metric[] = ["visitors", "visits", "views", "bounce_rate"];

export function VisitsCard() {
    const { t } = useTranslation();
    const r = useReader();
    const asked = question({}, { metrics: shown });
    const q = useQuery({ queryKey: ["stats", asked], queryFn: () => ask(asked), retry: false });
    const row = q.data?.results[0];
    if (!row || !row.metrics[1]) return null;
    return (
        <section className="card" aria-labelledby="h-home-visits">
            <Heading id="h-home-visits" text={t("visits.home.title")} hint={t("visits.home.hint")} to="/results/visits" more={t("visits.home.more")} />
            <dl className="visits-figures" style={{ margin: 0 }}>
                {shown.map((m, i) => (
                    <div key={m} style={{ display: "grid", gap: 2, alignContent: "start" }}>
                        <dt className="dim visits-figure-name">{t(`visits.metric.${m}`)}</dt>
                        <dd className="num visits-figure-value" style={{ margin: 0 }}>{figureText(m, row.metrics[i], r, t)}</dd>
                        <dd style={{ margin: 0 }}><Change now={row.metrics[i] ?? null} before={row.comparison?.metrics[i] ?? null} lessIsBetter={m === "bounce_rate"} rate={m === "bounce_rate"} /></dd>
                    </div>
                ))}
            </dl>
        </section>
    );
}
