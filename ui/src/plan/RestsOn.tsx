/* Says that a step rests on another one that nobody has answered yet, and leads there. */
import { Alert } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Row } from "../api/types";

/* needs: by step, the tables of which one row is enough. */
export function RestsOn({ plan, holds, needs }: { plan: Row; holds: Record<string, Row[]>; needs: Record<number, string> }) {
    const { t } = useTranslation();
    const open = Object.entries(needs).filter(([, table]) => !holds[table]?.length);
    if (!open.length) return null;
    return (
        <Alert variant="light" color="ochre" mb="lg" title={t("launch.rests", { count: open.length })}>
            <ul style={{ margin: 0, paddingLeft: 18 }}>
                {open.map(([n]) => (
                    <li key={n}>
                        <Link to="/plan/$planId/$step" params={{ planId: plan.id, step: n }} className="link">{n}. {t(`plan.step.${n}.title`)}</Link>
                    </li>
                ))}
            </ul>
        </Alert>
    );
}
