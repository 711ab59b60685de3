/* Before a person is erased: what would go, what stays, that there is no way back, and their name typed out. Then how far
 * it is, and the proof. */
import { Alert, Button, Group, Loader, Modal, Stack, Text, TextInput } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, sentence } from "../api/client";
import { count } from "../format";
import { useReader } from "../session";
import { byTable, useAgain, type Erasure, type ErasurePreview, type ErasureRow } from "./words";

export function EraseDialog({ contact, onClose }: { contact: string; onClose: () => void }) {
    const { t } = useTranslation();
    const [begun, setBegun] = useState<string | null>(null);
    return (
        <Modal opened onClose={onClose} title={t("rights.eraseTitle")} size="lg" closeButtonProps={{ "aria-label": t("common.close") }} closeOnClickOutside={begun === null}>
            {begun ? <Progress id={begun} onClose={onClose} /> : <Ask contact={contact} onBegun={setBegun} onClose={onClose} />}
        </Modal>
    );
}

function Lines({ title, lines }: { title: string; lines: [string, number][] }) {
    const r = useReader();
    if (lines.length === 0) return null;
    return (
        <div>
            <Text fw={600} size="sm" mb={4}>{title}</Text>
            <ul style={{ margin: 0, paddingInlineStart: 18, columns: "200px 2" }}>
                {lines.map(([label, n]) => <li key={label} style={{ fontSize: "0.88rem", lineHeight: 1.6 }}>{label}: <span className="num">{count(r, n)}</span></li>)}
            </ul>
        </div>
    );
}

function Ask({ contact, onBegun, onClose }: { contact: string; onBegun: (id: string) => void; onClose: () => void }) {
    const { t } = useTranslation();
    const again = useAgain();
    const [typed, setTyped] = useState("");
    const q = useQuery({ queryKey: ["erasures", "preview", contact], gcTime: 0, retry: false, queryFn: ({ signal }) => api.get<ErasurePreview>(`/contacts/${contact}/erasure`, undefined, signal) });
    const erase = useMutation({ mutationFn: () => api.post<ErasureRow>(`/contacts/${contact}/erase`, { confirm: typed }), onSuccess: (x) => { again(); onBegun(x.id); } });
    const wrong = erase.error instanceof Problem ? erase.error.fields : {};
    if (q.isLoadingError) return <Alert color="terracotta" variant="light" role="alert">{sentence(q.error)}</Alert>;
    if (!q.data) return <Loader size="sm" aria-label={t("rights.looking")} />;
    const name = q.data.confirm ?? contact;
    return (
        <form onSubmit={(e) => { e.preventDefault(); erase.mutate(); }}>
            <Stack gap="md">
                <Alert color="terracotta" variant="light" icon={<IconAlertTriangle size={18} aria-hidden />} title={t("rights.noWayBack")}>{t("rights.noWayBackText")}</Alert>
                {erase.isError && !wrong.confirm && <Alert color="terracotta" variant="light" role="alert">{sentence(erase.error)}</Alert>}
                <Lines title={t("rights.willGo")} lines={[...byTable(t, q.data.counts, "went"), ...byTable(t, q.data.counts, "emptied")]} />
                <Lines title={t("rights.willRewrite")} lines={byTable(t, q.data.counts, "rewritten")} />
                <Lines title={t("rights.willStay")} lines={byTable(t, q.data.counts, "stayed")} />
                <Text size="sm" className="dim" lh={1.55}>{t("rights.stayText")}</Text>
                <Lines title={t("rights.mentioned")} lines={byTable(t, q.data.counts, "mentioned")} />
                <TextInput label={t("rights.typeName", { name })} value={typed} onChange={(e) => { setTyped(e.currentTarget.value); }} error={wrong.confirm} autoComplete="off" data-autofocus />
                <Group justify="flex-end">
                    <Button variant="default" onClick={onClose}>{t("common.cancel")}</Button>
                    <Button type="submit" color="terracotta.7" loading={erase.isPending} disabled={typed.trim().toLocaleLowerCase() !== name.toLocaleLowerCase()}>{t("rights.eraseYes")}</Button>
                </Group>
            </Stack>
        </form>
    );
}

function Progress({ id, onClose }: { id: string; onClose: () => void }) {
    const { t } = useTranslation();
    const navigate = useNavigate();
    const q = useQuery({ queryKey: ["erasures", id], queryFn: ({ signal }) => api.get<Erasure>(`/erasures/${id}`, undefined, signal), refetchInterval: (x) => (x.state.data?.state === "done" ? false : 800) });
    if (q.data?.state !== "done") {
        return (
            <Group gap="sm" py="md" role="status">
                <Loader size="sm" />
                <div>
                    <Text>{t("rights.erasing")}</Text>
                    <Text size="sm" className="dim">{q.data?.message ?? t("rights.mayLeave")}</Text>
                </div>
            </Group>
        );
    }
    return (
        <Stack gap="md">
            <Alert color="leaf" variant="light" role="status" title={t("rights.erased")}>{t("rights.erasedText")}</Alert>
            <Group justify="flex-end">
                <Button variant="default" onClick={onClose}>{t("common.close")}</Button>
                <Button onClick={() => { onClose(); void navigate({ to: "/people/rights/erasures/$id", params: { id } }); }}>{t("rights.openProof")}</Button>
            </Group>
        </Stack>
    );
}
