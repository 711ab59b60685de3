/* Keys for programs. A key is shown once. */
import { Alert, Badge, Button, Checkbox, Code, CopyButton, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, sentence } from "../api/client";
import type { Page, Token } from "../api/types";
import { day, moment } from "../format";
import { Confirm } from "../parts/Confirm";
import { Empty } from "../parts/Empty";
import { done, failed } from "../parts/toast";
import { useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";

const scopes = ["read", "edit_people", "edit_deals", "edit_plan", "spend", "import", "export", "erase", "audit", "admin"];

export function KeysPage() {
    const { t } = useTranslation();
    const r = useReader();
    const client = useQueryClient();
    const [adding, add] = useDisclosure(false);
    const [ending, setEnding] = useState<Token | null>(null);
    const q = useQuery({ queryKey: ["tokens"], queryFn: async ({ signal }) => (await api.get<Page<Token>>("/tokens", undefined, signal)).items });
    const again = () => void client.invalidateQueries({ queryKey: ["tokens"] });
    const revoke = useMutation({ mutationFn: (id: string) => api.del(`/tokens/${id}`), onSuccess: () => { again(); setEnding(null); done(t("settings.keys.revoked")); }, onError: failed });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    const live = q.data;
    const button = <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={add.open}>{t("settings.keys.add")}</Button>;
    return (
        <>
            {live.length === 0 ? <div className="card"><Empty title={t("settings.keys.empty")} text={t("settings.keys.emptyText")}>{button}</Empty></div> : (
                <>
                    <Group justify="flex-end" mb="sm">{button}</Group>
                    <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={t("settings.keys.title")}>
                        <table className="grid-table row-cards">
                            <thead><tr><th>{t("settings.keys.name")}</th><th>{t("settings.keys.may")}</th><th>{t("settings.keys.used")}</th><th>{t("settings.keys.expires")}</th><th><span className="hidden-visually">{t("common.actions")}</span></th></tr></thead>
                            <tbody>
                                {live.map((k) => (
                                    <tr key={k.id}>
                                        <td><strong>{k.name}</strong></td>
                                        <td data-label={t("settings.keys.may")}>{k.scopes.map((s) => t(`scope.${s}`)).join(", ")}</td>
                                        <td data-label={t("settings.keys.used")}>{k.used_at ? moment(r, k.used_at) : t("settings.keys.never")}</td>
                                        <td data-label={t("settings.keys.expires")}>{k.expires_at ? day(r, k.expires_at) : t("settings.keys.noEnd")}{k.expired && <> <Badge color="terracotta" variant="light" tt="none" radius="sm">{t("settings.keys.expired")}</Badge></>}</td>
                                        <td><Button size="xs" variant="subtle" color="terracotta" c="var(--attention)" onClick={() => setEnding(k)}>{t("settings.keys.revoke")}</Button></td>
                                    </tr>
                                ))}
                            </tbody>
                        </table>
                    </div>
                </>
            )}
            <Modal opened={adding} onClose={add.close} title={t("settings.keys.add")} closeButtonProps={{ "aria-label": t("common.close") }}>
                <NewKey onMade={again} onClose={add.close} />
            </Modal>
            <Confirm opened={ending !== null} title={t("settings.keys.revokeTitle", { name: ending?.name ?? "" })} text={t("settings.keys.revokeText")} yes={t("settings.keys.revoke")} busy={revoke.isPending} onClose={() => setEnding(null)} onYes={() => ending && revoke.mutate(ending.id)} />
        </>
    );
}

function NewKey({ onMade, onClose }: { onMade: () => void; onClose: () => void }) {
    const { t } = useTranslation();
    const [name, setName] = useState("");
    const [picked, setPicked] = useState<string[]>(["read"]);
    const [ends, setEnds] = useState("");
    const save = useMutation({
        mutationFn: () => api.post<Token>("/tokens", { name, scopes: picked, expires_at: ends ? new Date(`${ends}T23:59:59`).toISOString() : null }),
        onSuccess: onMade,
    });
    const wrong = save.error instanceof Problem ? save.error.fields : {};
    const submit = (e: SyntheticEvent) => {
        e.preventDefault();
        save.mutate();
    };
    if (save.data?.token) {
        const token = save.data.token;
        return (
            <Stack gap="md">
                <Alert color="leaf" variant="light">{t("settings.keys.once")}</Alert>
                <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>{token}</Code>
                <Group justify="flex-end">
                    <CopyButton value={token}>{({ copied, copy }) => <Button variant="light" onClick={copy}>{copied ? t("common.copied") : t("common.copy")}</Button>}</CopyButton>
                    <Button onClick={onClose}>{t("common.close")}</Button>
                </Group>
            </Stack>
        );
    }
    return (
        <form onSubmit={submit}>
            <Stack gap="md">
                {save.isError && <Alert color="terracotta" variant="light" role="alert">{sentence(save.error)}</Alert>}
                <TextInput label={t("settings.keys.name")} description={t("settings.keys.nameHint")} value={name} onChange={(e) => setName(e.currentTarget.value)} error={wrong.name} required data-autofocus maxLength={80} />
                <Checkbox.Group label={t("settings.keys.may")} value={picked} onChange={setPicked} error={wrong.scopes}>
                    <Stack gap={6} mt={6}>{scopes.map((s) => <Checkbox key={s} value={s} label={t(`scope.${s}`)} />)}</Stack>
                </Checkbox.Group>
                <TextInput type="date" label={t("settings.keys.expires")} value={ends} onChange={(e) => setEnds(e.currentTarget.value)} error={wrong.expires_at} />
                <Text size="xs" className="dim">{t("settings.keys.bound")}</Text>
                <Button type="submit" loading={save.isPending} disabled={picked.length === 0}>{t("settings.keys.make")}</Button>
            </Stack>
        </form>
    );
}
