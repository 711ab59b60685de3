/* Proposals as the screens ask for them, and the job that makes them anew. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import type { Job, Proposal, ProposalEvidence, Proposals } from "../../api/types";
import { channelName } from "../../parts/fields";
import { done, doneWithUndo, failed } from "../../parts/toast";

export type ProposalState = Proposal["state"];

export function useProposals(state: ProposalState, limit?: number) {
    const { i18n } = useTranslation();
    return useQuery({ queryKey: ["proposals", state, limit, i18n.language], queryFn: ({ signal }) => api.get<Proposals>("/proposals", { state, limit }, signal) });
}

export const dimensions = ["channel", "campaign", "page", "asset", "topic", "format"] as const;

export function isOfAssets(dimension: string): boolean {
    return dimension === "asset" || dimension === "topic" || dimension === "format";
}

/* What a row of the evidence is called: of channels in the reader's words, and what met no asset says so. */
export function useJudgedName(): (dimension: string, x: { key: string; name: string }) => string {
    const { t } = useTranslation();
    return (dimension, x) => (dimension === "channel" ? channelName(x.key, t) : isOfAssets(dimension) && x.key === "(none)" ? t("improve.metNone") : x.name);
}

export function useEvidence(dimension: string, enabled = true) {
    const { i18n } = useTranslation();
    return useQuery({ queryKey: ["proposals", "evidence", dimension, i18n.language], enabled, queryFn: ({ signal }) => api.get<ProposalEvidence>("/proposals/evidence", { dimension }, signal) });
}

/* Looks at the data anew; busy until the job has ended. */
export function useRefresh() {
    const { t } = useTranslation();
    const client = useQueryClient();
    const [job, setJob] = useState<string | null>(null);
    const start = useMutation({ mutationFn: () => api.post<{ job: string }>("/proposals/refresh"), onSuccess: (x) => setJob(x.job), onError: failed });
    const watched = useQuery({
        queryKey: ["job", job],
        enabled: job !== null,
        queryFn: ({ signal }) => api.get<Job>(`/jobs/${job}`, undefined, signal),
        refetchInterval: (x) => (x.state.data?.state === "done" || x.state.data?.state === "failed" ? false : 700),
    });
    const state = watched.data?.state;
    useEffect(() => {
        if (state !== "done" && state !== "failed") return;
        setJob(null);
        void client.invalidateQueries({ queryKey: ["proposals"] });
        if (state === "done") done(t("improve.refreshed"));
        else failed(new Error(t("improve.refreshFailed")));
    }, [state, client, t]);
    return { busy: start.isPending || job !== null, run: () => start.mutate() };
}

/* Accept, dismiss, undo: each answers with the proposal and leaves a way back. */
export function useDecide() {
    const { t } = useTranslation();
    const client = useQueryClient();
    const settle = () => {
        void client.invalidateQueries({ queryKey: ["proposals"] });
        void client.invalidateQueries({ queryKey: ["rows", "budget_lines"] });
    };
    const undo = useMutation({
        mutationFn: (id: string) => api.post<Proposal>(`/proposals/${id}/undo`),
        onSuccess: () => { settle(); done(t("improve.undone")); },
        onError: failed,
    });
    const settled = (text: string) => (p: Proposal) => {
        settle();
        doneWithUndo(t(text), t("common.undo"), () => undo.mutate(p.id));
    };
    const accept = useMutation({ mutationFn: ({ id, body }: { id: string; body: object }) => api.post<Proposal>(`/proposals/${id}/accept`, body), onSuccess: settled("improve.accepted") });
    const dismiss = useMutation({ mutationFn: ({ id, reason }: { id: string; reason: string }) => api.post<Proposal>(`/proposals/${id}/dismiss`, { reason }), onSuccess: settled("improve.dismissed") });
    return { accept, dismiss, undo };
}
