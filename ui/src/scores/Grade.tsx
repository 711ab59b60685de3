/* A grade as a small mark, with its meaning for those who point at it or hear it. */
import { Badge, Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { gradeColor } from "./words";

export function Grade({ grade, size = "md" }: { grade: string; size?: "md" | "lg" }) {
    const { t } = useTranslation();
    const words = `${t(`scores.fitBand.${grade[0] ?? "D"}`)}, ${t(`scores.engagementBand.${grade[1] ?? "4"}`)}`;
    return (
        <Tooltip label={words}>
            <Badge variant="light" color={gradeColor(grade)} radius="sm" tt="none" className="num" fw={700} styles={size === "lg" ? { root: { height: 40, paddingInline: 12 }, label: { fontSize: "1.25rem" } } : undefined}>
                {grade}
                <span className="hidden-visually">: {words}</span>
            </Badge>
        </Tooltip>
    );
}
