/* On a contact: where the lead stands between marketing and sales, and the button that passes it. */
import { Button, Text } from "@mantine/core";
import { IconArrowsRightLeft } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { nameOf, useWho } from "../api/queries";
import type { Row } from "../api/types";
import { ago, day } from "../format";
import { Box } from "../people/Related";
import { useDesk } from "../session";
import { Answer, ReturnDialog } from "./Answer";
import { useHandoffs, type Handoff } from "./handoffs";
import { PassDialog } from "./PassDialog";

export function HandoffBox({ contact }: { contact: Row }) {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const who = useWho();
    const [passing, setPassing] = useState(false);
    const [returning, setReturning] = useState<Handoff | null>(null);
    const all = useHandoffs({ contact: contact.id, limit: 5 }).data?.pages[0]?.items ?? [];
    const last = all[0];
    const mql = contact.lifecycle === "mql";
    if (!mql && !last) return null;
    return (
        <Box title={t("menu.handoff")}>
            {last && last.state === "waiting" && (
                <>
                    <Text size="sm" c={last.late ? "var(--attention)" : undefined}>{t(last.late ? "handoff.overdue" : "handoff.due", { when: ago(r, last.due_at) })}</Text>
                    <Text size="xs" className="dim" mb={8}>{t("handoff.to", { name: last.seller ? who(last.seller.id) : "–" })}</Text>
                    {can("edit_deals") && <Answer handoff={last} onReturn={setReturning} />}
                </>
            )}
            {last && last.state !== "waiting" && (
                <Text size="sm">
                    {t(`handoff.state.${last.state}`)} · {day(r, last.answered_at ?? last.asked_at)}
                    {last.reason && <><br /><span className="dim">{t(`handoff.reason.${last.reason}`)}{last.note ? `: ${last.note}` : ""}</span></>}
                </Text>
            )}
            {mql && last?.state !== "waiting" && (
                <>
                    {!last && <Text size="sm" className="dim">{t("handoff.readyText")}</Text>}
                    {can("edit_people") && <Button mt="sm" size="xs" variant="light" leftSection={<IconArrowsRightLeft size={14} aria-hidden />} onClick={() => { setPassing(true); }}>{t("handoff.pass")}</Button>}
                </>
            )}
            {returning && <ReturnDialog handoff={returning} onClose={() => { setReturning(null); }} />}
            {passing && <PassDialog contacts={[contact.id]} title={t("handoff.passName", { name: nameOf(contact) })} onClose={() => { setPassing(false); }} />}
        </Box>
    );
}
