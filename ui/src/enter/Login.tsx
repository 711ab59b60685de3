import { Anchor, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, Navigate, useRouter, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { Session, Setup } from "../api/types";
import { startSession, useSessionQuery } from "../session";
import { Enter } from "./Enter";
import { SignIn } from "./SignIn";

export function Login() {
    const { t } = useTranslation();
    const client = useQueryClient();
    const router = useRouter();
    const search = useSearch({ from: "/login" });
    const session = useSessionQuery();
    const setup = useQuery({ queryKey: ["setup"], queryFn: () => api.get<Setup>("/setup"), retry: false });
    const [code, setCode] = useState(false);
    const [entered, setEntered] = useState(false);

    if (setup.data?.needed) return <Navigate to="/setup" />;
    if (session.data && !entered) return <Navigate to={search.next ?? "/"} />;

    const done = (s: Session) => {
        setEntered(true);
        startSession(client, s);
        router.history.push(search.next ?? "/");
    };

    return (
        <Enter title={code ? t("login.codeTitle") : t("login.title")} lead={code ? t("login.codeLead") : t("login.lead")}>
            <div className="card">
                <SignIn code={code} setCode={setCode} done={done} />
            </div>
            {setup.data?.own && !code && (
                <Text size="sm" mt="md" ta="center">
                    {t("login.noneYet")}{" "}
                    <Anchor component={Link} to="/setup" fw={600}>
                        {t("setup.own")}
                    </Anchor>
                </Text>
            )}
            {setup.data && (
                <Text size="xs" className="dim" mt="md" ta="center">
                    Praça {setup.data.version}
                </Text>
            )}
        </Enter>
    );
}
