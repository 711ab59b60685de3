/* What makes a visit a robot's: addresses of data centres that the owner loaded, and where the limits are set. */
import { Alert, Button, FileButton, Group, Text, Title } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, sentence } from "../api/client";
import type { components } from "../api/openapi";
import { count, moment } from "../format";
import { done } from "../parts/toast";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";

type Networks = components["schemas"]["Networks"];

export function Robots() {
    const { t } = useTranslation();
    const { can } = useDesk();
    const client = useQueryClient();
    const q = useQuery({ queryKey: ["networks"], queryFn: ({ signal }) => api.get<Networks>("/measuring/networks", undefined, signal) });
    const load = useMutation({
        mutationFn: async (file: File) => api.post<Networks>("/measuring/networks", { text: await file.text() }),
        onSuccess: (now) => { client.setQueryData(["networks"], now); done(t("origins.networksLoaded")); },
    });
    const remove = useMutation({
        mutationFn: () => api.post<Networks>("/measuring/networks", { text: "" }),
        onSuccess: (now) => { client.setQueryData(["networks"], now); done(t("origins.networksRemoved")); },
    });
    const failed = load.error ?? remove.error;
    return (
        <section className="card" aria-labelledby="origins-robots">
            <Title order={2} size="h4" id="origins-robots">{t("origins.robotsTitle")}</Title>
            <Text size="sm" className="dim" mb="sm" lh={1.55}>{t("origins.robotsText")}</Text>
            {q.isLoadingError ? <Trouble error={q.error} again={() => void q.refetch()} /> : !q.data ? <Waiting /> : <Loaded n={q.data} />}
            {failed && <Alert color="terracotta" variant="light" mt="sm">{sentence(failed)}</Alert>}
            <Group mt="sm" gap="md">
                {can("admin") && q.data?.may_load && (
                    <FileButton accept=".txt,.csv,text/plain,text/csv" onChange={(f) => { remove.reset(); if (f) load.mutate(f); }}>
                        {(p) => <Button {...p} variant="default" leftSection={<IconUpload size={16} aria-hidden />} loading={load.isPending}>{t(q.data.networks ? "origins.networksReplace" : "origins.networksLoad")}</Button>}
                    </FileButton>
                )}
                {can("admin") && q.data?.may_load && q.data.loaded_at && <Button variant="subtle" color="gray" loading={remove.isPending} onClick={() => { load.reset(); remove.mutate(); }}>{t("origins.networksRemove")}</Button>}
                {can("admin") && <Link to="/settings/$page" params={{ page: "config" }}>{t("origins.toLimits")}</Link>}
            </Group>
        </section>
    );
}

function Loaded({ n }: { n: Networks }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    if (!n.networks) return <Text size="sm">{t("origins.networksNone")}</Text>;
    return (
        <>
            <Text size="sm">{t("origins.networksCount", { count: n.networks, n: count(r, n.networks) })}{n.loaded_at && ` · ${t("origins.networksAt", { when: moment(r, n.loaded_at) })}`}</Text>
            {n.passed_over > 0 && <Text size="sm" className="dim">{t("origins.networksPassed", { count: n.passed_over, n: count(r, n.passed_over) })}</Text>}
            {!n.may_load && <Text size="sm" className="dim">{t("origins.networksByFile")}</Text>}
        </>
    );
}
