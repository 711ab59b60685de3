/* Channels of the plan that stand for the same name in the data: their figures cannot be told apart. */
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

export function sameInData(a: unknown, b: unknown): boolean {
    const fold = (s: unknown) => (typeof s === "string" ? s.trim().toLowerCase() : "");
    return fold(a) !== "" && fold(a) === fold(b);
}

export function Twins({ names }: { names: string[] }) {
    const { t } = useTranslation();
    if (names.length === 0) return null;
    return <Text size="sm" className="attention" mt={4} lh={1.5} role="note">{t("promote.twins", { names: names.join(", ") })}</Text>;
}
